//! The benchmark client: Java on Hive's own client 2.3.9.

use crate::suites::engine;
use crate::{Outcome, command, jvm, layout, peer};

const SOURCES: [&str; 9] = [
    "Bench.java",
    "Bulk.java",
    "Million.java",
    "Objects.java",
    "Reads.java",
    "Target.java",
    "Timing.java",
    "Transactions.java",
    "Writes.java",
];

/// The compiled client.
pub struct Program {
    class_path: String,
}

impl Program {
    pub fn compile() -> Outcome<Program> {
        let jars = peer::client_class_path()?;
        let folder = layout::checkout().join("tests/bench/java");
        let classes = jvm::compile("bench", &SOURCES.map(|source| folder.join(source)), &jars)?;
        Ok(Program { class_path: format!("{}:{jars}", classes.display()) })
    }

    /// What it printed, once it has ended well.
    pub fn run(&self, arguments: &[&str]) -> Outcome<String> {
        let mut java = jvm::java(&self.class_path)?;
        java.args(["-Xmx4g", "Bench"]).args(arguments);
        let log = layout::scratch().join("bench.err");
        let errors = std::fs::File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
        let mut said = String::new();
        let succeeded = engine::lines(java.stderr(errors), |line| {
            println!("{line}");
            said.push_str(line);
            said.push('\n');
        })?;
        if succeeded {
            return Ok(said);
        }
        let complaint = std::fs::read_to_string(&log).unwrap_or_default();
        Err(format!("the benchmark failed:\n{}", command::last_lines(&complaint, 30)))
    }
}
