//! What operators see of a running server: probes, metrics, the slow-call log, and how a sidecar ends.

mod running;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use running::{Running, skep};
use serde_json::Value;
use skep_testing::{Backend, Client, TestDatabase, Wire};
use skep_types::{args, calls};
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
use tokio::sync::watch;

fn operators(server: &Running) -> &str {
    server.ready["admin"].as_str().expect("a port for operators")
}

/// Code and body.
fn get(server: &str, path: &str) -> (u16, String) {
    let mut connection = TcpStream::connect(server).expect("somebody listens");
    write!(connection, "GET {path} HTTP/1.0\r\n\r\n").expect("sent");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    (head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a code"), body.to_owned())
}

/// The value of one sample.
fn sample(page: &str, name: &str) -> f64 {
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in\n{page}")).parse().expect("a number")
}

async fn client(server: &Running) -> Client {
    Client::connect(server.address().parse().expect("an address"), Wire::PLAIN).await.expect("connected")
}

async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition().await {
        assert!(Instant::now() < deadline, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_tell_what_was_called_and_no_label_is_a_clients_word() {
    let folder = TempDir::new().expect("a folder");
    let server = Running::start(folder.path(), &[]);
    let mut client = client(&server).await;
    for _ in 0..3 {
        client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered");
    }
    let missing = args::GetDatabase { name: Some("nope".into()) };
    client.call::<calls::GetDatabase>(missing).await.expect_err("refused");
    let mut stranger = TcpStream::connect(server.address()).expect("somebody listens");
    stranger.write_all(b"\x80\x01\x00\x01\x00\x00\x00\x07made_up\x00\x00\x00\x01\x00").expect("sent");
    stranger.read_exact(&mut [0; 16]).expect("answered");

    let (code, page) = get(operators(&server), "/metrics");
    assert_eq!(code, 200);
    for (name, expected) in [
        (r#"skep_calls_total{method="get_all_databases",outcome="ok"}"#, 3.0),
        (r#"skep_call_duration_seconds_count{method="get_all_databases"}"#, 3.0),
        (r#"skep_call_duration_seconds_bucket{method="get_all_databases",le="+Inf"}"#, 3.0),
        (r#"skep_calls_total{method="get_database",outcome="refused"}"#, 1.0),
        ("skep_unknown_methods_total", 1.0),
        ("skep_connections_open", 2.0),
        (r#"skep_connections_by_transport_total{transport="binary"}"#, 2.0),
        ("skep_calls_in_flight", 0.0),
        ("skep_ready", 1.0),
        (r#"skep_schema_info{database="sqlite",version="4.1.0"}"#, 1.0),
        (r#"skep_duty_runs_total{duty="expired locks"}"#, 0.0),
    ] {
        assert_eq!(sample(&page, name), expected, "{name}");
    }
    assert!(sample(&page, "skep_statements_total") >= 4.0);
    assert!(!page.contains("made_up"), "{page}");
    assert!(!page.contains("get_table\""), "only methods that were called");

    let output = skep(folder.path(), &["status", "--json", "--server", operators(&server)]).output().expect("runs");
    assert!(output.status.success(), "{output:?}");
    let status: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&status["state"], &status["schema"]), (&"ready".into(), &"4.1.0".into()));
    assert_eq!(
        (&status["methods"][0]["method"], &status["methods"][0]["calls"]),
        (&"get_all_databases".into(), &3.into())
    );
    let output = skep(folder.path(), &["status", "--server", operators(&server)]).output().expect("runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains(": ready, up ") && text.contains("\nexpired locks  "), "{text}");
    assert_eq!(get(operators(&server), "/livez"), (200, "live\n".into()));
    assert_eq!(get(operators(&server), "/nothing").0, 404);
}

#[test]
fn a_server_that_is_not_there_has_no_status() {
    let output = skep(Path::new("."), &["status", "--server", "127.0.0.1:1"]).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(text.contains("127.0.0.1:1 does not say how it is: ") && text.contains("--server"), "{text}");
}

#[test]
fn the_port_of_operators_may_be_taken_unless_it_was_asked_for() {
    let folder = TempDir::new().expect("a folder");
    let taken =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").to_string();
    let holder = std::net::TcpListener::bind(&taken).expect("still free");
    let mut command = skep(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let output = command.env("SKEP_ADMIN_LISTEN", &taken).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(text.contains(&format!("cannot listen on {taken} (admin.listen from SKEP_ADMIN_LISTEN)")), "{text}");
    drop(holder);
    let mut command = skep(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    command.env("SKEP_ADMIN_LISTEN", "off");
    assert_eq!(Running::of(command).ready["admin"], Value::Null);
}

/// A way to the database that can be shut.
struct Gate {
    address: SocketAddr,
    open: watch::Sender<bool>,
}

impl Gate {
    async fn to(target: String) -> Gate {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (open, opened) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (mut opened, target) = (opened.clone(), target.clone());
                tokio::spawn(async move {
                    if !*opened.borrow() {
                        return;
                    }
                    let mut far = tokio::net::TcpStream::connect(target).await.expect("the database is there");
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = opened.wait_for(|open| !open) => {}
                    }
                });
            }
        });
        Gate { address, open }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_goes_with_the_database_and_comes_back_with_it_and_ends_with_the_drain() {
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let folder = TempDir::new().expect("a folder");
        let database = TestDatabase::empty(backend).await;
        let (before, rest) = database.url().split_once('@').expect("a user");
        let (target, name) = rest.split_once('/').expect("a name");
        let gate = Gate::to(target.to_owned()).await;
        let url = format!("{before}@{}/{name}", gate.address);
        let mut server = Running::start(folder.path(), &["--init-schema", "--database", &url]);
        let admin = operators(&server).to_owned();
        let ready = async || get(&admin, "/readyz").0 == 200;
        assert!(ready().await, "{backend}");
        for _ in 0..2 {
            gate.open.send_replace(false);
            until("not ready", async || !ready().await).await;
            let (_, why) = get(&admin, "/readyz");
            assert!(why.starts_with("not ready: the ") && why.contains("metastore database"), "{why}");
            assert_eq!(get(&admin, "/livez").0, 200, "a restart would not help");
            assert_eq!(sample(&get(&admin, "/metrics").1, "skep_ready"), 0.0);
            gate.open.send_replace(true);
            until("ready again", ready).await;
        }
        let mut client = client(&server).await;
        client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered");
        server.signal("TERM");
        server.line("stopped");
        assert_eq!(server.exit_code(), Some(0), "{backend}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_call_is_logged_with_what_it_asked_of_the_database() {
    let folder = TempDir::new().expect("a folder");
    let mut server = Running::start(folder.path(), &["--set", "catalog.slow-call=0s"]);
    let mut client = client(&server).await;
    let ugi = args::SetUgi { user_name: Some("ann".into()), group_names: Some(vec![]) };
    client.call::<calls::SetUgi>(ugi).await.expect("remembered");
    server.line("slow call");
    client.call::<calls::GetDatabase>(args::GetDatabase { name: Some("default".into()) }).await.expect("answered");
    let line = server.line("slow call");
    assert_eq!(
        (&line["method"], &line["user"], &line["outcome"]),
        (&"get_database".into(), &"ann".into(), &"ok".into())
    );
    assert!(line["statements"].as_u64() >= Some(1) && line["rows"].as_u64() >= Some(1), "{line}");
    let steps = line["steps"].as_str().expect("a text");
    assert!(steps.contains(" runs=1 rows="), "{steps}");
    assert!(line["request"].as_str().is_some_and(|request| request.ends_with("-1-2")), "{line}");
}

/// Starts a sidecar and ends it; how long that took.
fn end_of_sidecar(folder: &Path, settings: &[&str], end: impl FnOnce(&Running)) -> Duration {
    let settings: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
    let mut server = Running::start(folder, &[&["--sidecar"], &settings[..]].concat());
    // Somebody who stays must not hold it up; one whose file was there before may be gone already.
    let _idle = TcpStream::connect(server.address()).ok();
    end(&server);
    let ended = Instant::now();
    server.line("stopped");
    assert_eq!(server.exit_code(), Some(0));
    ended.elapsed()
}

#[test]
fn a_sidecar_ends_within_two_seconds_of_its_program_with_exit_code_0() {
    let folder = TempDir::new().expect("a folder");
    let sentinel = folder.path().join("terminated");
    let file = format!("sidecar.sentinel-file={}", sentinel.display());
    let mut driver = Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat runs");
    let pid = format!("sidecar.watch-pid={}", driver.id());
    let touch = || std::fs::write(&sentinel, "").expect("written");
    let ends: [(&str, Duration); 4] = [
        ("the sentinel file", end_of_sidecar(folder.path(), &[&file], |_| touch())),
        // It is there from the last time.
        ("a sentinel file from before", end_of_sidecar(folder.path(), &[&file], |_| {})),
        (
            "the watched process",
            end_of_sidecar(folder.path(), &[&pid], |_| {
                drop(driver.stdin.take());
                driver.wait().expect("ended");
            }),
        ),
        ("SIGTERM", end_of_sidecar(folder.path(), &[], |server| server.signal("TERM"))),
    ];
    for (what, took) in ends {
        eprintln!("{what}: gone after {} ms", took.as_millis());
        assert!(took < Duration::from_secs(2), "{what}: {took:?}");
    }
}

#[test]
fn a_sidecar_that_nobody_calls_ends_and_one_with_a_client_stays() {
    let folder = TempDir::new().expect("a folder");
    let mut server = Running::start(folder.path(), &["--sidecar", "--set", "sidecar.idle=1s"]);
    let client = TcpStream::connect(server.address()).expect("somebody listens");
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(get(operators(&server), "/readyz").0, 200, "somebody is connected");
    drop(client);
    server.line("stopped");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
fn a_sidecar_of_nobody_does_not_start() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--sidecar", "--set", "sidecar.watch-pid=2147483600"];
    let output = skep(folder.path(), &arguments).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(text.contains("there is no process 2147483600 to watch (sidecar.watch-pid from --set)"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_has_the_configuration_read_again() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("skep.toml");
    let write = |text: &str| std::fs::write(&file, text).expect("written");
    write("[limits]\nmessage = \"1MiB\"\n");
    let mut server = Running::start(folder.path(), &["--config", "skep.toml"]);
    let mut client = client(&server).await;
    let get = || args::GetDatabase { name: Some("default".into()) };
    client.call::<calls::GetDatabase>(get()).await.expect("answered");

    write("[limits]\nmessage = \"2MiB\"\n[catalog]\nslow-call = \"0s\"\n[database]\npassword = \"hush\"\n");
    server.signal("HUP");
    let line = server.line("configuration read again");
    assert_eq!(line["changed"], "catalog.slow-call");
    assert_eq!(line["needs_restart"], "limits.message, database.password");
    client.call::<calls::GetDatabase>(get()).await.expect("answered");
    server.line("slow call");

    write("[catalog]\nslow-cal = \"5s\"\n");
    server.signal("HUP");
    let line = server.line("the configuration stays as it was");
    assert!(line["error"].as_str().is_some_and(|error| error.contains("is catalog.slow-call meant?")), "{line}");
    client.call::<calls::GetDatabase>(get()).await.expect("answered");
    server.line("slow call");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_too_much_is_told_to_try_again_and_then_served() {
    let folder = TempDir::new().expect("a folder");
    let server = Running::start(folder.path(), &["--set", "limits.calls-per-second-per-user=3"]);
    let mut client = client(&server).await;
    // Nobody is no user.
    for _ in 0..10 {
        client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered");
    }
    let ugi = args::SetUgi { user_name: Some("ann".into()), group_names: Some(vec![]) };
    client.call::<calls::SetUgi>(ugi).await.expect("remembered");
    let refused = loop {
        if let Err(refused) = client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await {
            break refused;
        }
    };
    assert_eq!(refused.message(), "user ann may make 3 calls a second: try again");
    until("her next call", async || {
        sample(&get(operators(&server), "/metrics").1, r#"skep_quota_refusals_total{of="user"}"#) >= 1.0
    })
    .await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered again");
}

/// A collector: answers everybody with this status and keeps what it was sent.
fn collector(status: &'static str) -> (String, std::sync::mpsc::Receiver<Value>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, received) = std::sync::mpsc::sync_channel(64);
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = std::io::BufReader::new(connection.expect("accepted"));
            let (mut length, mut line) = (0, String::new());
            while {
                line.clear();
                std::io::BufRead::read_line(&mut connection, &mut line).expect("a line") > 2
            } {
                length = line.strip_prefix("Content-Length: ").map_or(length, |n| n.trim().parse().expect("a number"));
            }
            let mut body = vec![0; length];
            connection.read_exact(&mut body).expect("a body");
            write!(connection.get_mut(), "HTTP/1.1 {status}\r\n\r\n").expect("answered");
            if sender.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
                return;
            }
        }
    });
    (address, received)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_a_span_for_the_call_and_one_inside_it_for_each_statement() {
    let folder = TempDir::new().expect("a folder");
    let (endpoint, received) = collector("200 OK");
    let server = Running::start(folder.path(), &["--set", &format!("traces.endpoint={endpoint}")]);
    let mut client = client(&server).await;
    client.call::<calls::GetDatabase>(args::GetDatabase { name: Some("default".into()) }).await.expect("answered");
    let mut spans = Vec::new();
    while !spans.iter().any(|span: &Value| span["name"] == "get_database") {
        let message = received.recv_timeout(Duration::from_secs(60)).expect("traces");
        let resource = &message["resourceSpans"][0];
        assert_eq!(resource["resource"]["attributes"][0]["value"]["stringValue"], "skep");
        spans.extend(resource["scopeSpans"][0]["spans"].as_array().expect("spans").iter().cloned());
    }
    let call = spans.iter().find(|span| span["name"] == "get_database").expect("just seen");
    assert_eq!((&call["kind"], call.get("parentSpanId")), (&2.into(), None));
    let told = |span: &Value, key: &str| {
        let found = span["attributes"].as_array().expect("a list").iter().find(|attribute| attribute["key"] == key);
        found.map(|attribute| attribute["value"].clone()).unwrap_or_default()
    };
    assert_eq!(told(call, "skep.outcome")["stringValue"], "ok");
    assert!(told(call, "skep.request")["stringValue"].as_str().is_some_and(|id| id.ends_with("-1-1")), "{call}");
    let inside: Vec<&Value> = spans.iter().filter(|span| span["parentSpanId"] == call["spanId"]).collect();
    assert!(!inside.is_empty(), "{spans:?}");
    for statement in inside {
        assert_eq!((&statement["traceId"], &statement["kind"]), (&call["traceId"], &3.into()));
        assert!(told(statement, "db.response.returned_rows")["intValue"].is_string(), "{statement}");
        let nanos = |span: &Value, key: &str| span[key].as_str().expect("a text").parse::<u128>().expect("a number");
        assert!(nanos(statement, "startTimeUnixNano") >= nanos(call, "startTimeUnixNano"));
        assert!(nanos(statement, "endTimeUnixNano") <= nanos(call, "endTimeUnixNano"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_is_told_of_once_and_keeps_nobody_waiting() {
    let folder = TempDir::new().expect("a folder");
    let (endpoint, _received) = collector("503 Busy");
    let mut server = Running::start(folder.path(), &["--set", &format!("traces.endpoint={endpoint}")]);
    let mut client = client(&server).await;
    client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered");
    let line = server.line("traces are not taken");
    assert_eq!(line["error"], "HTTP/1.1 503 Busy");
    client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await.expect("answered");
}
