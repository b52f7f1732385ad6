//! Tags on databases, tables and columns: each inherits, and may say otherwise.

use crate::statement::{Database, Table, Tagged};
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Values = BTreeMap<String, String>;

#[derive(Debug, Default)]
pub(crate) struct Tags {
    databases: HashMap<Database, OfDatabase>,
}

#[derive(Debug, Default)]
struct OfDatabase {
    own: Values,
    tables: HashMap<String, OfTable>,
}

#[derive(Debug, Default)]
struct OfTable {
    own: Values,
    columns: BTreeMap<String, Values>,
}

/// A tag expression: each key with one of these values.
pub(crate) type Wanted = BTreeMap<String, BTreeSet<String>>;

impl Tags {
    pub fn set(&mut self, on: &Tagged, key: &str, value: &str) {
        let values = match on {
            Tagged::Database(database) => &mut self.databases.entry(database.clone()).or_default().own,
            Tagged::Table(table) => &mut self.table(table).own,
            Tagged::Column(table, column) => self.table(table).columns.entry(column.clone()).or_default(),
        };
        values.insert(key.to_owned(), value.to_owned());
    }

    fn table(&mut self, table: &Table) -> &mut OfTable {
        self.databases.entry(table.in_database()).or_default().tables.entry(table.table.clone()).or_default()
    }

    /// Whether the table as a whole has these tags.
    pub fn table_has(&self, table: &Table, wanted: &Wanted) -> bool {
        let (database, of_table) = self.layers(table);
        wanted.iter().all(|(key, values)| {
            let value = of_table.and_then(|t| t.own.get(key)).or_else(|| database.and_then(|d| d.own.get(key)));
            value.is_some_and(|value| values.contains(value))
        })
    }

    pub fn column_has(&self, table: &Table, column: &str, wanted: &Wanted) -> bool {
        let (database, of_table) = self.layers(table);
        let of_column = of_table.and_then(|t| t.columns.get(column));
        wanted.iter().all(|(key, values)| {
            let value = of_column
                .and_then(|c| c.get(key))
                .or_else(|| of_table.and_then(|t| t.own.get(key)))
                .or_else(|| database.and_then(|d| d.own.get(key)));
            value.is_some_and(|value| values.contains(value))
        })
    }

    /// Whether the table or a column of it has them: then the table's name shows.
    pub fn touches_table(&self, table: &Table, wanted: &Wanted) -> bool {
        let columns = self.layers(table).1.into_iter().flat_map(|t| t.columns.keys());
        self.table_has(table, wanted) || columns.into_iter().any(|column| self.column_has(table, column, wanted))
    }

    pub fn touches_database(&self, database: &Database, wanted: &Wanted) -> bool {
        let Some(of_database) = self.databases.get(database) else { return false };
        let has = |(key, values): (&String, &BTreeSet<String>)| {
            of_database.own.get(key).is_some_and(|value| values.contains(value))
        };
        let table = |table: &String| {
            self.touches_table(
                &Table { catalog: database.catalog.clone(), database: database.database.clone(), table: table.clone() },
                wanted,
            )
        };
        wanted.iter().all(has) || of_database.tables.keys().any(table)
    }

    fn layers(&self, table: &Table) -> (Option<&OfDatabase>, Option<&OfTable>) {
        let database = self.databases.get(&table.in_database());
        (database, database.and_then(|database| database.tables.get(&table.table)))
    }
}
