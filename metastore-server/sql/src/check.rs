//! Whether the databases understand our statements, asked without running them.
//!
//! Texts are written once for three databases and four schema versions. A test over all
//! of them finds the one that names a column a version lacks.

use crate::insert::Existing;
use crate::render::Rendered;
use crate::{Class, Database, Failure, Insert, Statement};
use skep_schema::{Version, table};

/// Lets the database parse the statement. Fine too if it is not for this database or
/// version, if it is about tables that this version does not have, and if it is only the
/// beginning of a [`Fragment`](crate::Fragment).
pub async fn statement(db: &Database, statement: &'static Statement) -> Result<(), Failure> {
    parse(db, statement.name, statement.on(db.dialect(), db.version())).await
}

pub async fn insert(db: &Database, insert: &'static Insert) -> Result<(), Failure> {
    parse(db, insert.table, &insert.on(db.dialect(), db.version(), 1, Existing::Refuse)).await
}

async fn parse(db: &Database, name: &str, rendered: &Rendered) -> Result<(), Failure> {
    let begins_a_fragment = rendered.text.matches('(').count() > rendered.text.matches(')').count();
    if rendered.text.trim().is_empty() || begins_a_fragment {
        return Ok(());
    }
    if !names(&rendered.text).all(|name| exists(&name, db.version())) {
        return Ok(());
    }
    let parsed = db.pool().alone().await?.parse(rendered).await;
    parsed.map_err(|failure| {
        let version = db.version().as_str();
        Failure::new(Class::Unexpected, format!("{name} on {} {version}: {}", db.dialect().name(), failure.detail()))
    })
}

/// All that may be a table's name, as the schema spells it: transaction tables of old Postgres
/// schemas stand in the text in lower case, without quotes.
fn names(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_ascii_uppercase)
}

/// Whether it is no table's name, or that of a table of this version.
fn exists(identifier: &str, version: Version) -> bool {
    table(identifier, version).is_some() || Version::ALL.iter().all(|v| table(identifier, *v).is_none())
}
