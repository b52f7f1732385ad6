//! Which of the objects that a call names are there, and where they lie.

use super::{not_kept, sql};
use crate::Result;
use skep_access::location;
use skep_access::statement::{Database, Table};
use skep_sql::{Row, Str, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Names in one question.
const CHUNK: usize = 500;

/// What Spark hangs on the place of a table whose real one stands elsewhere in the record.
const PLACEHOLDER: &str = "-__PLACEHOLDER__";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    databases: BTreeMap<Database, Option<String>>,
    tables: BTreeMap<Table, Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    id: i64,
    location: Option<String>,
}

impl Places {
    /// The table's id, if it is there.
    pub fn id(&self, table: &Table) -> Option<i64> {
        self.tables.get(table).map(|place| place.id)
    }

    /// Whether a location is a table's own: inside the one that it has, or, of a table to come, inside the one that it
    /// will be given. Of a table without a name, that of its database.
    pub fn is_home(&self, table: &Table, uri: &str) -> bool {
        if table.table.is_empty() {
            let database = self.databases.get(&table.in_database()).and_then(Option::as_deref);
            return database.and_then(location::canonical).is_some_and(|own| location::canonical(uri) == Some(own));
        }
        let home = match self.tables.get(table) {
            Some(place) => place.location.as_deref().and_then(location::canonical),
            None => {
                let database = self.databases.get(&table.in_database()).and_then(Option::as_deref);
                database.and_then(location::canonical).map(|database| format!("{database}/{}", table.table))
            }
        };
        let uri = location::canonical(uri.strip_suffix(PLACEHOLDER).unwrap_or(uri));
        home.zip(uri).is_some_and(|(home, uri)| {
            uri.strip_prefix(&home).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// The policy's epoch and what is there of the tables and their databases.
pub(super) async fn read(db: &skep_sql::Database, tables: &BTreeSet<Table>) -> Result<(i64, Places)> {
    let mut places = Places::default();
    let mut epoch = None;
    let tables: Vec<&Table> = tables.iter().collect();
    for wanted in tables.chunks(CHUNK) {
        let databases: BTreeSet<&str> = wanted.iter().map(|table| table.database.as_str()).collect();
        let databases: Vec<&str> = databases.into_iter().collect();
        let names: Vec<&str> = wanted.iter().map(|table| table.table.as_str()).collect();
        let rows = db.rows(&sql::EPOCH_AND_PLACES, &[Value::Texts(&databases), Value::Texts(&names)]).await?;
        for row in &rows {
            // The first one read is the oldest: whatever came later is asked for again with the next call.
            epoch.get_or_insert(row.get::<i64>(0)?);
            places.take(row)?;
        }
    }
    Ok((epoch.ok_or_else(not_kept)?, places))
}

impl Places {
    fn take(&mut self, row: &Row) -> Result<()> {
        let (catalog, database): (Option<Str>, Option<Str>) = (row.get(1)?, row.get(2)?);
        let (Some(catalog), Some(database)) = (catalog, database) else { return Ok(()) };
        let text = |text: Option<Str>| text.map(String::from);
        let database = Database { catalog: catalog.into(), database: database.into() };
        if let (Some(id), Some(table)) = (row.get(4)?, row.get::<Option<Str>>(5)?) {
            let Database { catalog, database } = database.clone();
            let table = Table { catalog, database, table: table.into() };
            self.tables.insert(table, Place { id, location: text(row.get(6)?) });
        }
        self.databases.insert(database, text(row.get(3)?));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_at_home_in_its_own_directory_and_nowhere_else() {
        let (old, new) = (Table::new(None, "care", "patients"), Table::new(None, "care", "claims"));
        let care = Some("s3a://lake/care.db".to_owned());
        let place = Place { id: 1, location: Some("s3://lake/elsewhere/p/".into()) };
        let places = Places {
            databases: BTreeMap::from([(old.in_database(), care)]),
            tables: BTreeMap::from([(old.clone(), place)]),
        };
        for uri in ["s3://lake/elsewhere/p", "s3a://lake//elsewhere/p/city=a"] {
            assert!(places.is_home(&old, uri) && !places.is_home(&new, uri), "{uri}");
        }
        for uri in [
            "s3://lake/care.db/claims",
            "s3n://lake/care.db/claims/metadata/1",
            "s3://lake/care.db/claims-__PLACEHOLDER__",
        ] {
            assert!(places.is_home(&new, uri) && !places.is_home(&old, uri), "{uri}");
        }
        for uri in ["s3://lake/care.db", "s3://lake/care.db/claims2", "s3://lake/care.db/claims/../patients", "claims"]
        {
            assert!(!places.is_home(&new, uri) && !places.is_home(&old, uri), "{uri}");
        }
        let homeless = Table::new(None, "other", "claims");
        assert!(!places.is_home(&homeless, "s3://lake/care.db/claims"));
    }
}
