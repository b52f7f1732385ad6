//! `cargo test` over the workspace, counted.

use std::process::Command;

use super::{Tally, engine};
use crate::{Outcome, db, layout};

pub fn run() -> Outcome<Tally> {
    db::up()?;
    let mut tally = Tally::default();
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::checkout()).args(["test", "--workspace", "--no-fail-fast", "--color=never"]);
    let succeeded = engine::lines(&mut cargo, |line| {
        if let Some(counts) = line.strip_prefix("test result: ") {
            let counted = counted(counts);
            tally += counted;
            if counted.failed > 0 {
                println!("{line}");
            }
        } else if worth_showing(line) {
            println!("{line}");
        }
    })?;
    if !succeeded && tally.failed == 0 {
        // It did not compile, or a test program died.
        tally += Tally::BROKEN;
    }
    Ok(tally)
}

/// Passing tests are many; what failed, and why, is what somebody reads.
fn worth_showing(line: &str) -> bool {
    !(line.is_empty() || line.starts_with("running ") || line.ends_with(" ... ok"))
}

/// `ok. 3 passed; 0 failed; 1 ignored; …`: an ignored test is a failed one.
fn counted(counts: &str) -> Tally {
    let number = |word: &str| -> u32 {
        counts.split(['.', ';']).filter_map(|piece| piece.trim().strip_suffix(word)?.trim().parse::<u32>().ok()).sum()
    };
    Tally { passed: number("passed"), failed: number("failed") + number("ignored") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ignored_test_counts_as_failed() {
        let line = "ok. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0s";
        let expected = Tally { passed: 3, failed: 3 };
        assert_eq!(counted(line), expected);
    }
}
