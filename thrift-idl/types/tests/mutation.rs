//! Spoiled calls, a few thousand at every run. `cargo run --release -p skep-types
//! --example mutate -- SECONDS` does it for longer.

mod machine;

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

#[test]
fn no_spoiled_call_panics_or_holds_more_than_it_was_charged() {
    let seed = std::env::var("SKEP_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20261121);
    let meter = machine::Meter {
        now: || MEMORY.current_usage(),
        reset: || MEMORY.reset_peak_usage(),
        peak: || MEMORY.peak_usage(),
    };
    let figures = machine::run(seed, &meter, |executions| executions < 10_000);
    println!("seed {seed}: {figures:?}");
    assert!(figures.accepted > 400, "too few reach the end of decoding: {figures:?}");
}
