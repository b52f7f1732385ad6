//! The dashboard and the alert rules in `deploy/monitoring`, run by a real Prometheus against a server with some load:
//! every query has to answer something, every rule and the page of metrics have to be well-formed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Tally;
use crate::server::Server;
use crate::{Outcome, apt, command, layout, skep};

/// Long enough for a rate over several scrapes.
const LOAD: Duration = Duration::from_secs(12);

pub fn run() -> Outcome<Tally> {
    apt::need("/usr/bin/promtool", &["prometheus"])?;
    let home = layout::emptied(layout::scratch().join("files/monitoring"))?;
    let (thrift, http, prometheus) = (layout::free_port(), layout::free_port(), layout::free_port());
    let _skep = serve(&home, thrift, http)?;
    let _prometheus = scrape(&home, http, prometheus)?;
    load(thrift)?;

    let mut tally = Tally::default();
    let mut verdict = |what: &str, outcome| tally.check(format_args!("monitoring: {what}"), outcome);
    let rules = monitoring("alerts.yaml");
    verdict(
        "the alert rules are rules",
        command::run(Command::new("promtool").args(["check", "rules"]).arg(&rules)).map(drop),
    );
    verdict("the page of metrics is in Prometheus' format", well_formed(http));
    for (title, query) in dashboard()? {
        verdict(&format!("the panel '{title}' has data"), answers(prometheus, &query));
    }
    for (name, query) in alerts()? {
        verdict(&format!("the alert {name} looks at data"), answers(prometheus, &query));
    }
    Ok(tally)
}

fn monitoring(file: &str) -> PathBuf {
    layout::checkout().join("deploy/monitoring").join(file)
}

fn read(file: &str) -> Outcome<String> {
    let path = monitoring(file);
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}

fn serve(home: &Path, thrift: u16, http: u16) -> Outcome<Server> {
    let mut server = Command::new(skep::binary(skep::Build::Debug)?);
    server
        .args(["serve", "--listen", &format!("127.0.0.1:{thrift}")])
        .args(["--set", &format!("admin.listen=127.0.0.1:{http}")])
        .args(["--database", &format!("sqlite://{}", home.join("metastore.db").display()), "--warehouse"])
        .arg(home.join("warehouse"));
    Server::start(server, thrift, &home.join("skep.log"), Duration::from_secs(60))
}

/// Prometheus as our sample sets it up, but in a hurry.
fn scrape(home: &Path, http: u16, port: u16) -> Outcome<Server> {
    let sample = read("prometheus.yaml")?;
    let rules = format!("rule_files: [{}]", monitoring("alerts.yaml").display());
    let hurried = sample
        .replace("scrape_interval: 15s", "scrape_interval: 1s")
        .replace("rule_files: [alerts.yaml]", &rules)
        .replace("127.0.0.1:9084", &format!("127.0.0.1:{http}"));
    let config = home.join("prometheus.yaml");
    std::fs::write(&config, hurried).map_err(|e| e.to_string())?;
    let mut prometheus = Command::new("prometheus");
    prometheus
        .arg(format!("--config.file={}", config.display()))
        .arg(format!("--storage.tsdb.path={}", home.join("tsdb").display()))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"));
    Server::start(prometheus, port, &home.join("prometheus.log"), Duration::from_secs(60))
}

/// Calls without arguments, and one that makes an event.
fn load(port: u16) -> Outcome {
    let failed = |e: std::io::Error| format!("calling the server: {e}");
    let mut connection = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let mut answer = [0; 65536];
    let mut calls = vec![message("create_database", b"\x0c\0\x01\x0b\0\x01\0\0\0\x04load\0\0")];
    let until = Instant::now() + LOAD;
    while Instant::now() < until {
        for call in calls.drain(..) {
            connection.write_all(&call).map_err(failed)?;
            // Each answer fits into one read: they are a few hundred bytes.
            let _ = connection.read(&mut answer).map_err(failed)?;
        }
        calls =
            ["get_all_databases", "get_current_notificationEventId", "getName"].map(|name| message(name, b"\0")).into();
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// A call in strict binary.
fn message(name: &str, arguments: &[u8]) -> Vec<u8> {
    let length = u32::try_from(name.len()).expect("a short name").to_be_bytes();
    [&b"\x80\x01\0\x01"[..], &length, name.as_bytes(), &[0; 4], arguments].concat()
}

fn well_formed(http: u16) -> Outcome {
    let page = get(http, "/metrics")?;
    let mut check = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("starting promtool: {e}"))?;
    let mut input = check.stdin.take().expect("asked for a pipe");
    input.write_all(page.as_bytes()).map_err(|e| format!("writing to promtool: {e}"))?;
    drop(input);
    let output = check.wait_with_output().map_err(|e| format!("waiting for promtool: {e}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Titles and queries of all panels, Grafana's variables filled in.
fn dashboard() -> Outcome<Vec<(String, String)>> {
    let dashboard: serde_json::Value = serde_json::from_str(&read("dashboard.json")?).map_err(|e| e.to_string())?;
    let panels = dashboard["panels"].as_array().ok_or("the dashboard has no panels")?;
    let mut queries = Vec::new();
    for panel in panels {
        let title = panel["title"].as_str().unwrap_or_default();
        for target in panel["targets"].as_array().into_iter().flatten() {
            let query = target["expr"].as_str().ok_or_else(|| format!("a target of '{title}' has no expr"))?;
            let query = query.replace("$__rate_interval", "1m").replace("$instance", ".*").replace("$job", ".*");
            queries.push((title.to_owned(), query));
        }
    }
    Ok(queries)
}

/// Names and left sides of all rules: an alert that does not fire has no answer, what it compares has.
fn alerts() -> Outcome<Vec<(String, String)>> {
    let rules = read("alerts.yaml")?;
    let (mut alerts, mut name, mut lines) = (Vec::new(), "", rules.lines().map(str::trim));
    while let Some(line) = lines.next() {
        if let Some(found) = line.strip_prefix("- alert: ") {
            name = found;
        } else if let Some(found) = line.strip_prefix("expr: ") {
            let query = if found == ">-" { lines.next().unwrap_or_default() } else { found };
            alerts.push((name.to_owned(), compared(query)));
        }
    }
    Ok(alerts)
}

/// The query without its comparisons and without `absent`.
fn compared(query: &str) -> String {
    let query = query.strip_prefix("absent(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(query);
    let words: Vec<&str> = query.split(' ').collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let number = words.get(at + 1).map(|word| word.trim_end_matches(')'));
        if matches!(words[at], ">" | "==") && number.is_some_and(|number| number.parse::<f64>().is_ok()) {
            kept.push(words[at + 1].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
            at += 2;
        } else {
            kept.push(words[at]);
            at += 1;
        }
    }
    kept.join(" ")
}

fn answers(port: u16, query: &str) -> Outcome {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let answer: serde_json::Value =
        serde_json::from_str(&get(port, &format!("/api/v1/query?query={encoded}"))?).map_err(|e| e.to_string())?;
    match answer["data"]["result"].as_array() {
        Some(result) if !result.is_empty() => Ok(()),
        Some(_) => Err(format!("no data for {query}")),
        None => Err(format!("{query}: {}", answer["error"])),
    }
}

/// HTTP/1.0, so that the answer ends with the connection.
fn get(port: u16, path: &str) -> Outcome<String> {
    let failed = |e: std::io::Error| format!("GET {path}: {e}");
    let mut connection = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    write!(connection, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").map_err(failed)?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).map_err(failed)?;
    answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).ok_or_else(|| format!("GET {path}: no answer"))
}

#[cfg(test)]
mod tests {
    use super::compared;

    #[test]
    fn what_an_alert_compares_is_left_of_its_comparisons() {
        assert_eq!(compared("absent(a)"), "a");
        assert_eq!(compared("rate(a[5m]) / b > 0.01"), "rate(a[5m]) / b ");
        assert_eq!(compared("(a / b > 0.8) and on (i) c"), "(a / b ) and on (i) c");
    }
}
