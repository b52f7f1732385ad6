//! Writes `skep-types` from the interface files in `thrift-idl/idl`.
//!
//! `cargo run -p skep-gen` rewrites `thrift-idl/types/src/generated/`;
//! `cargo run -p skep-gen -- --check` only says whether it is up to date. The
//! output is checked in: building Skep never runs this.

mod emit;
#[cfg(test)]
mod facts;
mod idl;
mod names;
mod parse;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mode = if std::env::args().any(|argument| argument == "--check") { Mode::Check } else { Mode::Write };
    match run(mode) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("skep-gen: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    /// Fails where writing would change something.
    Check,
}

fn run(mode: Mode) -> Result<(), String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no parent folder")?;
    let files = read_idl(&here.join("idl"))?;
    for (name, text) in emit::files(&files) {
        let path = here.join("types/src/generated").join(name);
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        if current == text {
            continue;
        }
        if mode == Mode::Check {
            return Err(format!("{} is stale: run `cargo run -p skep-gen`", path.display()));
        }
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// The parsed files by noun, in name order.
fn read_idl(folder: &Path) -> Result<Vec<(String, idl::File)>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "thrift"));
    paths.sort();
    let read = |path: &PathBuf| {
        let noun = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
        let file = text.and_then(|text| parse::file(&text));
        file.map(|file| (noun, file)).map_err(|error| format!("{}: {error}", path.display()))
    };
    paths.iter().map(read).collect()
}
