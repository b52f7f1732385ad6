//! A statement's portable text.

use crate::render::{Rendered, render_parts};
use crate::trail::Name;
use skep_schema::{Dialect, Version};
use std::sync::OnceLock;

/// SQL text written once for all databases. It is built from `&'static str` only.
///
/// - Identifiers are quoted and upper case, as in Hive's schema: `"TBLS"`.
/// - Parameters are numbered and may repeat: `$1`.
/// - `{since 4.0: …}` and `{before 4.0: …}` keep text for some schema versions,
///   `{postgres: …}`, `{mysql: …}`, `{sqlite: …}` for one database.
/// - `{for update}` locks the rows where the database has row locks.
/// - `{in $1}` after an expression: it is in the list that the parameter is.
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
    rendered: [OnceLock<Rendered>; 12],
}

impl Statement {
    pub const fn new(name: &'static str, text: &'static str) -> Statement {
        Statement { name, text, rendered: [const { OnceLock::new() }; 12] }
    }

    /// Whether nothing is left of it in this form: it is about what the version does not have.
    pub fn is_empty(&'static self, dialect: Dialect, version: Version) -> bool {
        self.on(dialect, version).text.trim().is_empty()
    }

    /// The text for one database, made on first use.
    pub(crate) fn on(&'static self, dialect: Dialect, version: Version) -> &'static Rendered {
        match self.rendered.get(form(dialect, version)) {
            Some(slot) => {
                slot.get_or_init(|| render_parts(self.text, dialect, version).kept().named(Name::Statement(self.name)))
            }
            None => unreachable!("three dialects and four versions"),
        }
    }
}

/// Numbers the pairs of database and version, from 0 to 11.
pub(crate) fn form(dialect: Dialect, version: Version) -> usize {
    let dialect = match dialect {
        Dialect::Postgres => 0,
        Dialect::Mysql => 1,
        Dialect::Sqlite => 2,
    };
    let version = Version::ALL.iter().position(|v| *v == version).unwrap_or(3);
    dialect * Version::ALL.len() + version
}

/// Declares statements and lists them all in `ALL`.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub static $name: $crate::Statement = $crate::Statement::new(stringify!($name), $text);)*

        /// Every statement of this file.
        pub static ALL: &[&$crate::Statement] = &[$(&$name),*];
    };
}
