//! Kills the server while clients write, and looks whether anything acknowledged is
//! gone or anything is half there.
//!
//! `cargo run -p skep-faults -- SKEP_BINARY SECONDS [sqlite|postgres|mariadb …]`. Prints one
//! line of figures a database; fails on the first thing lost, half done or out of
//! order. A killed process proves atomicity, not fsync: the page cache survives.

mod check;
mod server;
mod writer;

use server::Server;
use skep_testing::{BACKENDS, Backend};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Clients that write at the same time.
const WRITERS: usize = 4;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(binary), Some(Ok(seconds))) = (arguments.next(), arguments.next().map(|s| s.parse())) else {
        eprintln!("usage: skep-faults SKEP_BINARY SECONDS [sqlite|postgres|mariadb ...]");
        return ExitCode::from(2);
    };
    let wanted: Vec<String> = arguments.collect();
    let (mut passed, mut failed) = (0, 0);
    for backend in BACKENDS {
        if !wanted.is_empty() && !wanted.contains(&backend.to_string()) {
            continue;
        }
        match run(&binary, backend, Duration::from_secs(seconds)).await {
            Ok(figures) => {
                println!("{backend}: {figures}");
                passed += 1;
            }
            Err(broken) => {
                println!("{backend}: BROKEN: {broken}");
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(binary: &str, backend: Backend, time: Duration) -> Result<String, String> {
    let mut server = Server::start(binary, backend).await?;
    let until = Instant::now() + time;
    let writers: Vec<_> =
        (0..WRITERS).map(|number| tokio::spawn(writer::write(server.address(), number, until))).collect();
    let mut kills = 0;
    while Instant::now() + Duration::from_secs(3) < until {
        tokio::time::sleep(Duration::from_millis(700)).await;
        server.kill_and_restart().await?;
        kills += 1;
    }
    let mut done = Vec::new();
    for writer in writers {
        done.push(writer.await.map_err(|error| error.to_string())??);
    }
    let checked = check::everything(server.address(), &done).await?;
    let lost_replies: usize = done.iter().map(|w| w.unknown).sum();
    Ok(format!(
        "{kills} kills, {} acknowledged writes all there, {lost_replies} unanswered, {} events without a gap",
        checked.acknowledged, checked.events
    ))
}
