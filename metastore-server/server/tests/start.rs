//! Starting and stopping: one line when ready, one clear refusal otherwise.

mod running;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use running::{Running, skep};
use skep_testing::{Backend, TestDatabase};
use tempfile::TempDir;

#[test]
fn a_bare_machine_is_served_with_no_argument_and_found_again_after_a_restart() {
    let folder = TempDir::new().expect("a folder");
    for turn in ["new", "known"] {
        let mut server = Running::start(folder.path(), &[]);
        assert_eq!(server.ready["schema"], "4.1.0", "{turn}");
        assert_eq!(server.ready["database"], "sqlite://./skep-data/metastore.db");
        eprintln!("{turn} database: ready after {} ms", server.ready["millis"]);
        assert!(folder.path().join("skep-data/metastore.db").exists());
        assert!(folder.path().join("skep-data/warehouse").is_dir());
        TcpStream::connect(server.address()).expect("somebody listens");
        server.signal("TERM");
        server.line("stopped");
        assert_eq!(server.exit_code(), Some(0), "{turn}");
    }
}

#[test]
fn every_spelling_of_a_sqlite_address_is_served() {
    let folder = TempDir::new().expect("a folder");
    for (address, file) in [
        ("sqlite::memory:", None),
        ("sqlite:a.db", Some("a.db")),
        ("sqlite://new/folder/b.db", Some("new/folder/b.db")),
        ("jdbc:sqlite:c.db", Some("c.db")),
    ] {
        let server = Running::start(folder.path(), &["--database", address]);
        assert_eq!(server.ready["schema"], "4.1.0", "{address}");
        assert!(file.is_none_or(|file| folder.path().join(file).exists()), "{address}");
    }
    assert!(!folder.path().join(":memory:").exists());
}

#[test]
fn an_idle_client_does_not_hold_up_the_end() {
    let folder = TempDir::new().expect("a folder");
    let mut server = Running::start(folder.path(), &[]);
    let _idle = TcpStream::connect(server.address()).expect("somebody listens");
    server.signal("INT");
    server.line("stopped");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
fn with_a_certificate_plaintext_is_refused_unless_tls_is_only_offered() {
    let folder = TempDir::new().expect("a folder");
    let pem = |name: &str| format!("{}/../net/tests/net/tls/{name}", env!("CARGO_MANIFEST_DIR"));
    let certificate = format!("server.tls-certificate={}", pem("server.pem"));
    let key = format!("server.tls-key={}", pem("server.key"));
    for (tls, answered) in [("server.tls=required", false), ("server.tls=offered", true)] {
        let server = Running::start(folder.path(), &["--set", &certificate, "--set", &key, "--set", tls]);
        let mut client = TcpStream::connect(server.address()).expect("somebody listens");
        // getName, strict binary protocol, no arguments.
        client.write_all(b"\x80\x01\x00\x01\x00\x00\x00\x07getName\x00\x00\x00\x01\x00").expect("sent");
        let mut first = [0; 1];
        let answer = client.read(&mut first).unwrap_or(0);
        assert_eq!(answer == 1 && first[0] == 0x80, answered, "{tls}");
    }
}

/// What standard error says when `skep serve` refuses to start.
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = skep(folder, &["serve"]).args(arguments).output().expect("runs");
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{text}");
    text
}

#[test]
fn what_stands_in_the_way_is_named_with_its_key_its_cause_and_a_remedy() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("file"), "not PEM, not a directory").expect("written");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = listener.local_addr().expect("an address").to_string();
    // Accepted by the kernel, answered by nobody.
    let silent = format!("postgres://hive@{taken}/hms");
    for (arguments, expected) in [
        (
            &["--listen", &taken][..],
            [format!("cannot listen on {taken} (server.listen from --listen): "), "--listen".to_owned()],
        ),
        (
            &["--listen", "127.0.0.1:0", "--warehouse", "file"],
            ["cannot use the warehouse file (warehouse.root from --warehouse): ".to_owned(), "--warehouse".to_owned()],
        ),
        (
            &["--listen", "127.0.0.1:0", "--set", "server.tls-certificate=file", "--set", "server.tls-key=file"],
            ["cannot use file (server.tls-certificate from --set): ".to_owned(), "PEM".to_owned()],
        ),
        (
            &["--listen", "127.0.0.1:0", "--database", "postgres://hive:hush@127.0.0.1:1/hms"],
            [
                "cannot reach the database postgres://hive:********@127.0.0.1:1/hms (database.url from --database): "
                    .to_owned(),
                "check".to_owned(),
            ],
        ),
        (
            &["--listen", "127.0.0.1:0", "--set", "database.wait-timeout=1s", "--database", &silent],
            [
                format!("the database {silent} (database.url from --database) did not answer within 1s"),
                "check".to_owned(),
            ],
        ),
    ] {
        let text = refusal(folder.path(), arguments);
        for part in expected {
            assert!(text.contains(&part), "{part}\n---\n{text}");
        }
        assert!(!text.contains("hush"), "{text}");
    }
}

#[tokio::test]
async fn an_empty_database_on_a_server_is_left_alone_until_told_otherwise() {
    let folder = TempDir::new().expect("a folder");
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let database = TestDatabase::empty(backend).await;
        let text = refusal(folder.path(), &["--listen", "127.0.0.1:0", "--database", database.url()]);
        assert!(text.contains("is empty"), "{text}");
        assert!(text.contains("skep schema init --database "), "{text}");
        let server = Running::start(folder.path(), &["--init-schema", "--database", database.url()]);
        assert_eq!(server.ready["schema"], "4.1.0");
    }
}

#[test]
fn the_port_is_closed_while_the_database_has_not_answered() {
    let folder = TempDir::new().expect("a folder");
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let database = format!("postgres://u:p@{}/db", silent.local_addr().expect("bound"));
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
    let mut server = skep(folder.path(), &["serve", "--listen", &port.to_string(), "--database", &database]);
    let mut server = server.stderr(std::process::Stdio::null()).spawn().expect("starts");
    let (_question, _) = silent.accept().expect("the server asks its database");
    let refused = TcpStream::connect(port).expect_err("nobody is let in");
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    server.kill().and_then(|()| server.wait()).expect("ended");
}

#[tokio::test]
async fn of_servers_that_start_at_once_on_an_empty_database_one_makes_the_tables_and_all_serve() {
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let folder = TempDir::new().expect("a folder");
        let database = TestDatabase::empty(backend).await;
        std::thread::scope(|scope| {
            let start = || Running::start(folder.path(), &["--init-schema", "--database", database.url()]);
            let servers: Vec<_> = (0..3).map(|_| scope.spawn(start)).collect();
            for server in servers {
                assert_eq!(server.join().expect("ready").ready["schema"], "4.1.0", "{backend}");
            }
        });
    }
}

#[tokio::test]
async fn a_manifest_of_a_java_image_runs_as_it_is() {
    let manifests =
        [apache_hive as fn(&Place) -> Vec<(&'static str, String)>, hive_metastore_variables, hive_db_variables];
    for (backend, product) in [(Backend::Postgres, "postgres"), (Backend::Mariadb, "mysql")] {
        for manifest in manifests {
            let folder = TempDir::new().expect("a folder");
            let database = TestDatabase::empty(backend).await;
            let place = Place::of(database.url(), product, folder.path());
            let site = format!(
                "<configuration><property><name>metastore.warehouse.dir</name><value>{}</value></property>\
                 <property><name>metastore.thrift.port</name><value>0</value></property>\
                 <property><name>hive.exec.scratchdir</name><value>/tmp</value></property></configuration>",
                folder.path().join("mounted").display()
            );
            fs::write(folder.path().join("metastore-site.xml"), site).expect("written");
            let mut command = skep(folder.path(), &["serve"]);
            command.env("HIVE_CUSTOM_CONF_DIR", folder.path()).envs(manifest(&place));
            let mut server = Running::of(command);
            assert_eq!(server.ready["schema"], "4.1.0", "made as the image makes it");
            let served = server.ready["database"].as_str().expect("an address");
            assert!(served.contains(&place.address), "{served}");
            assert!(server.address().starts_with("0.0.0.0:"), "{}", server.address());
            assert!(place.warehouse.is_dir(), "the environment is stronger than the file");
            server.signal("TERM");
            server.line("stopped");
        }
    }
}

/// What a manifest says, in any dialect.
struct Place {
    product: &'static str,
    jdbc: String,
    address: String,
    host: String,
    port: String,
    name: String,
    user: String,
    password: String,
    warehouse: PathBuf,
}

impl Place {
    fn of(url: &str, product: &'static str, folder: &Path) -> Self {
        let (account, address) = url.split_once("://").expect("a scheme").1.split_once('@').expect("a user");
        let (user, password) = account.split_once(':').expect("a password");
        let (server, name) = address.split_once('/').expect("a database");
        let (host, port) = server.split_once(':').expect("a port");
        let scheme = if product == "postgres" { "postgresql" } else { product };
        Self {
            product,
            jdbc: format!("jdbc:{scheme}://{address}"),
            address: address.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
            name: name.to_owned(),
            user: user.to_owned(),
            password: password.to_owned(),
            warehouse: folder.join("lake"),
        }
    }

    fn warehouse(&self) -> String {
        self.warehouse.display().to_string()
    }
}

fn apache_hive(place: &Place) -> Vec<(&'static str, String)> {
    let options = format!(
        "-Xmx1G -Djavax.jdo.option.ConnectionURL={} -Djavax.jdo.option.ConnectionUserName={} \
         -Djavax.jdo.option.ConnectionPassword={} -Dmetastore.warehouse.dir={}",
        place.jdbc,
        place.user,
        place.password,
        place.warehouse()
    );
    vec![
        ("SERVICE_NAME", "metastore".to_owned()),
        ("DB_DRIVER", place.product.to_owned()),
        ("SERVICE_OPTS", options),
        ("IS_RESUME", "false".to_owned()),
        ("METASTORE_PORT", "0".to_owned()),
    ]
}

fn hive_metastore_variables(place: &Place) -> Vec<(&'static str, String)> {
    vec![
        ("HIVE_METASTORE_DB_TYPE", place.product.to_owned()),
        ("HIVE_METASTORE_DRIVER", "a.Driver".to_owned()),
        ("HIVE_METASTORE_DB_URL", place.jdbc.clone()),
        ("HIVE_METASTORE_DB_USER", place.user.clone()),
        ("HIVE_METASTORE_DB_PASSWORD", place.password.clone()),
        ("HIVE_METASTORE_WAREHOUSE_LOC", place.warehouse()),
        ("AWS_REGION", "eu-west-1".to_owned()),
    ]
}

/// That image leaves the tables to schematool, or to DataNucleus when told.
fn hive_db_variables(place: &Place) -> Vec<(&'static str, String)> {
    vec![
        ("HIVE_DB_EXTERNAL", "true".to_owned()),
        ("HIVE_DB_DRIVER", place.product.to_owned()),
        ("HIVE_DB_HOST", place.host.clone()),
        ("HIVE_DB_PORT", place.port.clone()),
        ("HIVE_DB_NAME", place.name.clone()),
        ("HIVE_DB_USER", place.user.clone()),
        ("HIVE_DB_PASS", place.password.clone()),
        ("HIVE_WAREHOUSE_DIR", place.warehouse()),
        ("HIVE_CONF_PARAMS", "datanucleus.schema.autoCreateAll:true;hive.metastore.port:0".to_owned()),
    ]
}

#[tokio::test]
async fn somebody_elses_database_is_not_served() {
    let folder = TempDir::new().expect("a folder");
    for backend in [Backend::Sqlite, Backend::Postgres, Backend::Mariadb] {
        let database = TestDatabase::empty(backend).await;
        database.run("create table shop (id integer)").await;
        let text = refusal(folder.path(), &["--init-schema", "--database", database.url()]);
        assert!(text.contains("is no Hive metastore: "), "{text}");
        assert!(text.to_lowercase().contains("shop"), "{text}");
    }
}
