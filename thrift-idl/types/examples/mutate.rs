//! Spoiled calls for as long as you like: `cargo run --release -p skep-types
//! --example mutate -- SECONDS [SEED]`. Prints what it saw; a failure names its case.

#[path = "../tests/machine/mod.rs"]
mod machine;

use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

fn main() {
    let argument = |n| std::env::args().nth(n).and_then(|text| text.parse::<u64>().ok());
    let seconds = argument(1).unwrap_or(60);
    let seed = argument(2).unwrap_or_else(|| std::process::id().into());
    let meter = machine::Meter {
        now: || MEMORY.current_usage(),
        reset: || MEMORY.reset_peak_usage(),
        peak: || MEMORY.peak_usage(),
    };
    println!("seed {seed}, {seconds} s");
    let end = Instant::now() + Duration::from_secs(seconds);
    let figures = machine::run(seed, &meter, |_| Instant::now() < end);
    println!(
        "{} calls spoiled ({} MB), {} still decoded; most memory held by one {} KB, at most {} % of what was charged; \
         slowest {} us",
        figures.executions,
        figures.bytes >> 20,
        figures.accepted,
        figures.held_max >> 10,
        figures.share_max,
        figures.slowest.as_micros(),
    );
}
