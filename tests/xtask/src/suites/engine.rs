//! Running a test program that prints `ok …`, `FAIL …` and, last, `LABEL: N passed, N failed`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::Tally;
use crate::Outcome;

/// Runs an engine's script to its end, shows its verdicts, and answers its counts.
///
/// Engines log a lot to standard error; it goes to a file beside the checkout's other scratch,
/// named in the failure.
pub fn run(command: &mut Command, label: &str) -> Outcome<Tally> {
    let log = crate::layout::made(crate::layout::scratch().join("logs")).join(format!("{label}.err"));
    let errors = std::fs::File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
    let mut tally = None;
    lines(command.stderr(errors), |line| {
        println!("{line}");
        tally = counts(line).or(tally);
    })?;
    tally.ok_or_else(|| {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        format!("{label} ended without counts; {}:\n{}", log.display(), crate::command::last_lines(&said, 30))
    })
}

/// Feeds each line of a program's output to `each`; whether it ended well.
pub fn lines(command: &mut Command, mut each: impl FnMut(&str)) -> Outcome<bool> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(|e| format!("starting {name}: {e}"))?;
    let output = child.stdout.take().expect("asked for a pipe");
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(|e| format!("reading {name}: {e}"))?;
        each(String::from_utf8_lossy(&line).trim_end());
    }
    let status = child.wait().map_err(|e| format!("waiting for {name}: {e}"))?;
    Ok(status.success())
}

/// `LABEL: 3 passed, 1 failed`.
pub fn counts(line: &str) -> Option<Tally> {
    let (_, counts) = line.rsplit_once(": ")?;
    let (passed, failed) = counts.split_once(" passed, ")?;
    Some(Tally { passed: passed.parse().ok()?, failed: failed.strip_suffix(" failed")?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_closing_line_counts() {
        let expected = Tally { passed: 30, failed: 2 };
        assert_eq!(counts("spark 3.5.8: 30 passed, 2 failed"), Some(expected));
        assert_eq!(counts("ok   spark: a view (0.1 s)"), None);
    }
}
