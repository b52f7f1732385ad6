//! The checked-in scripts, embedded.

use crate::{Dialect, Version};

macro_rules! script {
    ($dialect:literal, $version:literal) => {
        include_str!(concat!("../ddl/", $dialect, "/", $version, ".sql"))
    };
}

/// The script that makes an empty database a metastore; `None` for versions a database never had.
pub const fn ddl(dialect: Dialect, version: Version) -> Option<&'static str> {
    Some(match (dialect, version) {
        (Dialect::Postgres, Version::V2_3) => script!("postgres", "2.3.0"),
        (Dialect::Postgres, Version::V3_1) => script!("postgres", "3.1.0"),
        (Dialect::Postgres, Version::V4_0) => script!("postgres", "4.0.0"),
        (Dialect::Postgres, Version::V4_1) => script!("postgres", "4.1.0"),
        (Dialect::Mysql, Version::V2_3) => script!("mysql", "2.3.0"),
        (Dialect::Mysql, Version::V3_1) => script!("mysql", "3.1.0"),
        (Dialect::Mysql, Version::V4_0) => script!("mysql", "4.0.0"),
        (Dialect::Mysql, Version::V4_1) => script!("mysql", "4.1.0"),
        (Dialect::Sqlite, Version::V4_1) => script!("sqlite", "4.1.0"),
        (Dialect::Sqlite, _) => return None,
    })
}

/// Whether a schema of this version exists for this database.
pub const fn exists(dialect: Dialect, version: Version) -> bool {
    ddl(dialect, version).is_some()
}

/// A script's statements, one by one: MySQL and prepared protocols take no more at a time.
pub fn statements(script: &str) -> Vec<&str> {
    script
        .split(";\n")
        .map(|piece| piece.trim_start_matches(|c: char| c.is_whitespace()))
        .map(without_leading_comments)
        .filter(|statement| !statement.is_empty())
        .collect()
}

fn without_leading_comments(mut piece: &str) -> &str {
    while let Some(comment) = piece.strip_prefix("--") {
        piece = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    piece.trim()
}
