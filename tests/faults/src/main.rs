//! Kills servers and cuts connections while clients write, and checks the history they have seen.
//!
//! `cargo run -p skep-faults -- SKEP_BINARY [--seconds N] [--seed S] [sqlite|postgres|mariadb …]`
//!
//! The database may be restarted meanwhile, as `cargo xtask test faults` does. Prints one line of figures a database;
//! fails on the first thing lost, doubled, half done or out of order. A killed process proves atomicity, not fsync: the
//! page cache survives.

mod check;
mod clients;
mod cluster;
mod figures;
mod random;
mod trouble;

use clients::{Record, Session};
use cluster::Cluster;
use figures::Figures;
use random::Random;
use skep_testing::{BACKENDS, Backend};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Wanted {
    binary: String,
    seconds: u64,
    seed: u64,
    backends: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(wanted) = wanted() else {
        eprintln!("usage: skep-faults SKEP_BINARY [--seconds N] [--seed S] [sqlite|postgres|mariadb ...]");
        return ExitCode::from(2);
    };
    let (mut passed, mut failed) = (0, 0);
    for backend in BACKENDS {
        if !wanted.backends.is_empty() && !wanted.backends.contains(&backend.to_string()) {
            continue;
        }
        match run(&wanted, backend).await {
            Ok(figures) => {
                println!("{backend}: {figures}");
                passed += 1;
            }
            Err(broken) => {
                println!("{backend}: BROKEN (seed {}): {broken}", wanted.seed);
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn wanted() -> Option<Wanted> {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments.next()?;
    let mut wanted = Wanted { binary, seconds: 20, seed: 1, backends: Vec::new() };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => wanted.seconds = arguments.next()?.parse().ok()?,
            "--seed" => wanted.seed = arguments.next()?.parse().ok()?,
            _ => wanted.backends.push(argument),
        }
    }
    Some(wanted)
}

async fn run(wanted: &Wanted, backend: Backend) -> Result<Figures, String> {
    let mut cluster = Cluster::start(&wanted.binary, backend).await?;
    let record = Arc::new(Record::new());
    clients::prepare(&cluster.addresses(), &record).await?;
    let until = Instant::now() + Duration::from_secs(wanted.seconds);
    let sessions = |number: usize| Session::new(&cluster.addresses(), number, record.clone());
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..clients::WRITERS {
        clients.spawn(clients::writer::write(sessions(number), until));
    }
    for number in 0..clients::RACERS {
        let random = Random::new(wanted.seed + number as u64);
        clients.spawn(clients::racer::race(sessions(number), random, until));
    }
    for number in 0..clients::LOCKERS {
        clients.spawn(clients::locker::lock(sessions(number), until));
    }
    for number in 0..cluster.addresses().len() {
        clients.spawn(clients::reader::read(sessions(number), until));
    }
    let mut figures = Figures { seconds: wanted.seconds, seed: wanted.seed, ..Figures::default() };
    trouble::make(&mut cluster, wanted.seed, until, &mut figures).await?;
    while let Some(ended) = clients.join_next().await {
        ended.map_err(|error| error.to_string())??;
    }
    let record = Arc::into_inner(record).ok_or("a client still writes its record")?;
    check::everything(&cluster.addresses(), record.end(), &mut figures).await?;
    Ok(figures)
}
