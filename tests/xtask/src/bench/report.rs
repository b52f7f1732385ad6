//! tests/bench/RESULTS.md.

use std::fmt::Write;
use std::process::Command;

use super::{Findings, Wanted, version_of};
use crate::{Outcome, command, layout, peer};

/// A part of the rows would only take the others away.
pub fn write(wanted: &Wanted, findings: &Findings) -> Outcome {
    let text = text(wanted, findings);
    println!("\n{text}");
    if !wanted.only.is_empty() {
        return Ok(());
    }
    let file = layout::checkout().join("tests/bench/RESULTS.md");
    std::fs::write(&file, &text).map_err(|e| format!("{}: {e}", file.display()))
}

fn text(wanted: &Wanted, findings: &Findings) -> String {
    let mut text = format!(
        "# Skep beside Apache's metastore\n\n\
         Written by `cargo xtask bench`. Both on one PostgreSQL, with the same rows and schema 2.3.0,\n\
         called in turn by one Java program on Hive's client 2.3.9 after 20 s of warm-up each.\n\
         Times are medians of {} rounds ({} for writes, cascades and renames, 1 for the huge table of {}\n\
         partitions) as the caller sees them; CPU is the server's own, PostgreSQL's not included. Apache's has the local\n\
         file system that forks no processes and log level WARN; it answers aggregate statistics from its\n\
         cache when asked again.\n\n{}\n",
        wanted.rounds,
        (wanted.rounds / 2).max(3),
        wanted.huge,
        surroundings()
    );
    text.push_str("| call | Apache 2.3.9 | Skep | ratio | Apache CPU | Skep CPU |\n|---|---:|---:|---:|---:|---:|\n");
    for row in &findings.timings {
        // Writing to a String does not fail.
        let _written = writeln!(text, "{}", line(row));
    }
    text.push_str("\n| | Apache 2.3.9 | Skep |\n|---|---:|---:|\n");
    for (what, java, skep) in &findings.facts {
        let _written = writeln!(text, "| {what} | {java} | {skep} |");
    }
    text
}

fn line(row: &[String]) -> String {
    let cell = |i: usize| row.get(i).map_or("", String::as_str);
    let millis = |i: usize| match cell(i).parse::<f64>() {
        Ok(number) => format!("{} ms", significant(number)),
        Err(_) => cell(i).to_owned(),
    };
    let ratio = match (cell(1).parse::<f64>(), cell(3).parse::<f64>()) {
        (Ok(java), Ok(skep)) if skep > 0.0 => format!("{} ×", significant(java / skep)),
        _ => String::new(),
    };
    format!("| {} | {} | {} | {ratio} | {} | {} |", cell(0), millis(1), millis(3), millis(2), millis(4))
}

fn significant(number: f64) -> String {
    if number >= 100.0 {
        format!("{number:.0}")
    } else if number >= 10.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.2}")
    }
}

/// Versions, machine and commit: what a number means nothing without.
pub fn surroundings() -> String {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(layout::checkout()).args(arguments);
        command::run(&mut git).unwrap_or_default().trim().to_owned()
    };
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, name)| name)
        .to_owned();
    format!(
        "Commit {} of {}; {cpus} × {model}; {}; {}; pyspark {}.\n",
        git(&["rev-parse", "--short", "HEAD"]),
        git(&["show", "-s", "--format=%cs", "HEAD"]),
        version_of("psql", "--version"),
        version_of("java", "--version"),
        peer::SPARK,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_ratio_of_its_times() {
        let row = ["get_table", "3.000", "1.5", "0.300", "0.1"].map(str::to_owned);
        assert_eq!(line(&row), "| get_table | 3.00 ms | 0.30 ms | 10.0 × | 1.50 ms | 0.10 ms |");
    }

    #[test]
    fn a_failed_call_says_so() {
        let row = ["drop", "failed: no", "", "2.0", "1.0"].map(str::to_owned);
        assert_eq!(line(&row), "| drop | failed: no | 2.00 ms |  |  | 1.00 ms |");
    }
}
