//! A shadow in front of a server: clients notice nothing, and every difference is found.

mod running;

use std::path::Path;

use running::{Running, skep};
use serde_json::Value;
use skep_testing::{Backend, Client, TestDatabase, Wire};
use skep_types::{Database, args, calls};
use tempfile::TempDir;

/// An old server on a database of its own, which is another Skep for want of a Java one.
fn old(folder: &Path, database: &TestDatabase) -> Running {
    Running::start(folder, &["--init-schema", "--database", database.url()])
}

fn shadow(folder: &Path, upstream: &Running, database: &TestDatabase, report: &str) -> Running {
    let mut command = skep(folder, &["shadow", "--listen", "127.0.0.1:0", "--report", report]);
    command.args(["--upstream", &format!("thrift://{}", upstream.address()), "--database", database.url()]);
    Running::of(command)
}

async fn client(server: &Running, wire: Wire) -> Client {
    Client::connect(server.address().parse().expect("an address"), wire).await.expect("connected")
}

fn sales(description: &str) -> args::CreateDatabase {
    let (name, description) = (Some("sales".into()), Some(description.into()));
    args::CreateDatabase { database: Some(Database { name, description, ..Database::default() }) }
}

/// Ends the shadow; the numbers of its last summary by method: equal, different, known, moved, missed, forwarded.
fn summary(server: Running, folder: &Path, report: &str) -> (String, Vec<Value>) {
    server.signal("TERM");
    let printed = server.output();
    let lines = std::fs::read_to_string(folder.join(report)).unwrap_or_default();
    (printed, lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn row<'a>(printed: &'a str, method: &str) -> Vec<&'a str> {
    let line = printed.lines().find(|line| line.split(' ').next() == Some(method)).unwrap_or_default();
    line.split_whitespace().skip(1).collect()
}

#[tokio::test]
async fn on_one_database_nothing_differs_and_writes_are_only_passed_on() {
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let folder = TempDir::new().expect("a folder");
        let database = TestDatabase::empty(backend).await;
        let old = old(folder.path(), &database);
        let shadow = shadow(folder.path(), &old, &database, "same.jsonl");
        for wire in [Wire::PLAIN, Wire { protocol: skep_codec::Protocol::Compact, framed: false }] {
            let mut client = client(&shadow, wire).await;
            let ugi = args::SetUgi { user_name: Some("ann".into()), group_names: Some(vec![]) };
            client.call::<calls::SetUgi>(ugi).await.expect("remembered by both");
            let made = client.call::<calls::CreateDatabase>(sales("")).await;
            assert_eq!(made.is_ok(), wire == Wire::PLAIN, "{made:?}");
            let get = || args::GetDatabase { name: Some("sales".into()) };
            let found = client.call::<calls::GetDatabase>(get()).await.expect("passed on");
            assert_eq!(found.owner_name.as_deref(), Some("ann"), "the old server knows who asks");
            let missing = args::GetDatabase { name: Some("nope".into()) };
            client.call::<calls::GetDatabase>(missing).await.expect_err("refused by the old server");
            client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("passed on");
            client.call::<calls::GetVersion>(args::GetVersion {}).await.expect("passed on");
        }
        let (printed, lines) = summary(shadow, folder.path(), "same.jsonl");
        assert_eq!(lines, [] as [Value; 0], "{backend}\n{printed}");
        assert_eq!(row(&printed, "get_database"), ["4", "0", "0", "0", "0", "0"], "{printed}");
        assert_eq!(row(&printed, "create_database"), ["0", "0", "0", "0", "0", "2"], "{printed}");
        assert_eq!(row(&printed, "getVersion"), ["0", "0", "0", "0", "0", "2"], "{printed}");
    }
}

#[tokio::test]
async fn where_the_databases_differ_every_difference_is_told_and_the_client_hears_the_old_server() {
    let folder = TempDir::new().expect("a folder");
    let (ours, theirs) = (TestDatabase::empty(Backend::Mariadb).await, TestDatabase::empty(Backend::Postgres).await);
    let old = old(folder.path(), &theirs);
    for (database, description) in [(&theirs, "theirs"), (&ours, "ours")] {
        let server = Running::start(folder.path(), &["--init-schema", "--database", database.url()]);
        let mut client = client(&server, Wire::PLAIN).await;
        client.call::<calls::CreateDatabase>(sales(description)).await.expect("made");
        let only = Database { name: Some(description.into()), ..Database::default() };
        client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(only) }).await.expect("made");
        server.signal("TERM");
        assert_eq!(server.exit_code(), Some(0));
    }
    let mut shadow = shadow(folder.path(), &old, &ours, "differ.jsonl");
    assert_eq!(shadow.ready["upstream"], format!("thrift://{}", old.address()));
    let mut client = client(&shadow, Wire::PLAIN).await;
    let get = |name: &str| args::GetDatabase { name: Some(name.into()) };
    let found = client.call::<calls::GetDatabase>(get("sales")).await.expect("passed on");
    assert_eq!(found.description.as_deref(), Some("theirs"));
    client.call::<calls::GetDatabase>(get("theirs")).await.expect("passed on");
    client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("passed on");
    // The old server goes: so do its clients' connections, and new ones are told why.
    old.signal("KILL");
    client.call::<calls::GetDatabase>(get("sales")).await.expect_err("gone");
    shadow.line("the old server did not answer; the client's connection ends");
    let (printed, lines) = summary(shadow, folder.path(), "differ.jsonl");
    assert_eq!(row(&printed, "get_database"), ["0", "2", "0", "0", "1", "0"], "{printed}");
    let told = |field: &str| {
        let line = lines.iter().find(|line| line["field"] == field && line["method"] != "get_all_databases");
        let line = line.unwrap_or_else(|| panic!("nothing about {field} in {lines:#?}"));
        [&line["object"], &line["upstream"], &line["skep"]].map(|text| text.as_str().expect("a text").to_owned())
    };
    assert_eq!(told("result.description"), ["(name=sales)", "theirs", "ours"]);
    assert_eq!(told("outcome")[..2], ["(name=theirs)", "a result"]);
    let list = lines.iter().find(|line| line["method"] == "get_all_databases").expect("lists differ");
    assert_eq!(list["field"], "result[1]", "sales after default, ours after default");
}
