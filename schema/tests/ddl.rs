//! The checked-in DDL is what the tables say.
//!
//! `SKEP_BLESS=1 cargo test -p skep-schema --test ddl` rewrites it.

use std::path::{Path, PathBuf};

use skep_schema::{Dialect, Version, ddl, render::render, statements};

fn scripts() -> impl Iterator<Item = (Dialect, Version, String)> {
    Dialect::ALL
        .into_iter()
        .flat_map(|dialect| Version::ALL.map(|version| (dialect, version)))
        .filter_map(|(dialect, version)| Some((dialect, version, render(dialect, version)?)))
}

fn file(dialect: Dialect, version: Version) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ddl/{dialect}/{version}.sql"))
}

#[test]
fn checked_in_scripts_are_what_the_tables_say() {
    let bless = std::env::var_os("SKEP_BLESS").is_some();
    for (dialect, version, script) in scripts() {
        let file = file(dialect, version);
        if bless {
            std::fs::write(&file, &script).unwrap();
        }
        let found = std::fs::read_to_string(&file).unwrap();
        assert!(found == script, "{} is stale; rewrite it with SKEP_BLESS=1", file.display());
    }
}

#[test]
fn a_script_splits_into_whole_statements() {
    for (dialect, version, _) in scripts() {
        let script = ddl(dialect, version).unwrap();
        for statement in statements(script) {
            let first = statement.split(' ').next().unwrap();
            assert!(["create", "alter", "insert", "set"].contains(&first), "{dialect} {version}: {statement}");
            assert!(!statement.contains(';') && !statement.contains("--"), "{dialect} {version}: {statement}");
            assert_eq!(statement.matches('(').count(), statement.matches(')').count(), "{statement}");
        }
    }
}
