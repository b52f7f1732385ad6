//! `skep status`: the live server in a terminal.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use serde_json::json;
use skep_admin::{Calls, Recorded, Status};

use super::print;
use crate::cli::{Output, StatusOptions};
use crate::config::size;
use crate::failure::Failure;

/// Between the two looks whose difference is what happens now.
const INTERVAL: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(5);
/// Methods shown to a person.
const METHODS: usize = 10;

/// Ends with an error if the server is not ready.
pub fn run(options: &StatusOptions) -> Result<(), Failure> {
    let before = ask(&options.server)?;
    std::thread::sleep(INTERVAL);
    let now = ask(&options.server)?;
    let methods = methods(&before, &now);
    match options.output() {
        Output::Json => print(&format!("{:#}\n", as_json(&now, &methods)))?,
        Output::Text => print(&as_text(&now, &methods))?,
    }
    match now.state.as_str() {
        "ready" => Ok(()),
        state => Err(Failure::Failed(format!("{} is {state}", options.server))),
    }
}

/// One method, the busiest first.
struct Method<'a> {
    calls: &'a Calls,
    per_second: f64,
    /// What came between the two looks or, if nothing did, since the start.
    took: Recorded,
    recent: bool,
}

fn methods<'a>(before: &Status, now: &'a Status) -> Vec<Method<'a>> {
    let mut methods: Vec<Method<'_>> = now
        .calls
        .iter()
        .map(|calls| {
            let earlier = before.calls.iter().find(|earlier| earlier.method == calls.method);
            let recently = earlier.map_or_else(|| calls.took.clone(), |earlier| calls.took.since(&earlier.took));
            let recent = recently.count() > 0;
            let per_second = recently.count() as f64 / INTERVAL.as_secs_f64();
            Method { calls, per_second, took: if recent { recently } else { calls.took.clone() }, recent }
        })
        .collect();
    methods.sort_by(|a, b| {
        let by_total = b.calls.took.count().cmp(&a.calls.took.count());
        b.per_second.total_cmp(&a.per_second).then(by_total)
    });
    methods
}

/// Asks the port of operators; HTTP/1.0, so that the answer ends with the connection.
fn ask(server: &str) -> Result<Status, Failure> {
    let refuse = |problem: String| {
        Failure::refused(
            format!("{server} does not say how it is: {problem}"),
            "give the address of admin.listen with --server HOST:PORT; the server logs it when it is ready",
        )
    };
    let answer = fetch(server).map_err(|error| refuse(error.to_string()))?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| refuse("no HTTP is spoken there".to_owned()))?;
    if head.split(' ').nth(1) != Some("200") {
        return Err(refuse(head.lines().next().unwrap_or_default().to_owned()));
    }
    serde_json::from_str(body).map_err(|error| refuse(format!("it is no Skep of this version: {error}")))
}

fn fetch(server: &str) -> std::io::Result<String> {
    let address = server.to_socket_addrs()?.next().ok_or_else(|| std::io::Error::other("the name has no address"))?;
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    write!(connection, "GET /status HTTP/1.0\r\nHost: {server}\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer)
}

fn as_json(status: &Status, methods: &[Method<'_>]) -> serde_json::Value {
    let quantile = |took: &Recorded, part| took.quantile(part).map(|length| length.as_micros() as u64);
    let methods: Vec<_> = methods
        .iter()
        .map(|Method { calls, per_second, took, .. }| {
            json!({
                "method": calls.method, "calls": calls.took.count(), "refused": calls.refused, "failed": calls.failed,
                "calls_per_second": per_second,
                "p50_micros": quantile(took, 0.5), "p99_micros": quantile(took, 0.99),
            })
        })
        .collect();
    let Status { version, state, uptime_seconds, address, database, schema, connections, memory, pool, duties, .. } =
        status;
    json!({
        "version": version, "state": state, "uptime_seconds": uptime_seconds, "address": address,
        "database": database, "schema": schema, "connections": connections, "memory": memory, "pool": pool,
        "methods": methods, "duties": duties,
    })
}

fn as_text(status: &Status, methods: &[Method<'_>]) -> String {
    let Status { version, state, uptime_seconds, address, database, schema, connections, memory, pool, .. } = status;
    let now = skep_catalog::Clock::System.seconds();
    let rate: f64 = methods.iter().map(|method| method.per_second).sum();
    let mut text = format!("skep {version} at {address}: {state}, up {}\n", span(*uptime_seconds));
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name:12} {value}");
    };
    line("database", format!("{database}, schema {schema}"));
    line("pool", format!("{} of {} open, {} idle, {} waiting", pool.open, pool.max, pool.idle, pool.waiting));
    line("connections", format!("{} open, {} since the start", connections.open, connections.accepted));
    line("calls", format!("{rate:.0}/s, {} running", connections.calls_running));
    line("memory", format!("{} of {}", size(memory.used), size(memory.max)));
    let _ = writeln!(
        text,
        "\n{:36} {:>8} {:>10} {:>10} {:>9} {:>8} {:>8}",
        "method", "calls/s", "p50", "p99", "calls", "refused", "failed"
    );
    for Method { calls, per_second, took, recent } in methods.iter().take(METHODS) {
        // In brackets: of old calls.
        let quantile = |part| match took.quantile(part) {
            Some(length) if *recent => millis(length),
            Some(length) => format!("({})", millis(length)),
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "{:36} {per_second:>8.0} {:>10} {:>10} {:>9} {:>8} {:>8}",
            calls.method,
            quantile(0.5),
            quantile(0.99),
            calls.took.count(),
            calls.refused,
            calls.failed
        );
    }
    if !status.duties.is_empty() {
        let _ = writeln!(
            text,
            "\n{:36} {:>8} {:>15} {:>9} {:>8} {:>8}",
            "duty", "leader", "last run", "runs", "failures", "rows"
        );
    }
    for duty in &status.duties {
        let leader = if duty.leads { "here" } else { "another" };
        let last_run = match u64::try_from(now - duty.last_run) {
            Ok(ago) if duty.last_run > 0 => format!("{} ago", span(ago)),
            _ => "not yet".to_owned(),
        };
        let _ = writeln!(
            text,
            "{:36} {leader:>8} {last_run:>15} {:>9} {:>8} {:>8}",
            duty.name, duty.runs, duty.failures, duty.rows
        );
    }
    text
}

fn millis(length: Duration) -> String {
    format!("{:.1} ms", length.as_secs_f64() * 1000.0)
}

/// The two largest units.
fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, minutes) => format!("{minutes}m {}s", seconds % 60),
        (0, hours, minutes) => format!("{hours}h {minutes}m"),
        (days, hours, _) => format!("{days}d {hours}h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_two_units() {
        for (seconds, expected) in [(5, "5s"), (65, "1m 5s"), (3700, "1h 1m"), (90_000, "1d 1h")] {
            assert_eq!(span(seconds), expected);
        }
    }
}
