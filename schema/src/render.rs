//! Writes a schema as DDL. Run by hand through the test in `tests/ddl.rs`; what ships is its
//! checked-in output.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::{Column, Key, KeyKind, Sql, Table};
use crate::{Dialect, Version, exists, seed, tables};

/// The whole script: tables in an order that satisfies their foreign keys, indexes, first rows.
pub fn render(dialect: Dialect, version: Version) -> Option<String> {
    if !exists(dialect, version) {
        return None;
    }
    let all: Vec<_> = tables(version).collect();
    let head =
        format!("-- Hive metastore schema {version} for {dialect}. Generated from schema/src/tables; do not edit.\n");
    Some(head + &make(dialect, version, &all, BTreeSet::new()))
}

/// The statements that make some tables and their first rows, where `made` exist already.
pub(crate) fn make(dialect: Dialect, version: Version, wanted: &[&Table], made: BTreeSet<&'static str>) -> String {
    let script = Script { dialect, version };
    let mut out = make_tables(dialect, version, wanted, made);
    out.push('\n');
    let first_rows = seed::rows(version);
    for row in first_rows.iter().filter(|row| wanted.iter().any(|table| table.name == row.table)) {
        out.push_str(&script.insert(row));
    }
    out
}

/// The tables alone.
pub(crate) fn make_tables(
    dialect: Dialect,
    version: Version,
    wanted: &[&Table],
    mut made: BTreeSet<&'static str>,
) -> String {
    let script = Script { dialect, version };
    let mut out = String::new();
    let mut late = Vec::new();
    for table in wanted {
        made.insert(table.name);
        out.push_str(&script.table(table, &made));
        late.extend(table.keys_in(dialect, version).filter(|key| !script.inline(key, &made)).map(|key| (table, key)));
    }
    for (table, key) in late {
        let constraint = script.constraint(table, key).expect("only foreign keys come late");
        out.push_str(&format!("\nalter table {} add {constraint};\n", script.name_of(table)));
    }
    out
}

pub(crate) struct Script {
    pub(crate) dialect: Dialect,
    pub(crate) version: Version,
}

impl Script {
    pub(crate) fn table(&self, table: &Table, made: &BTreeSet<&str>) -> String {
        let keys = || table.keys_in(self.dialect, self.version).filter(|key| self.inline(key, made));
        let columns = table.columns_in(self.dialect, self.version).map(|column| self.column(table, column));
        let constraints = keys().filter_map(|key| self.constraint(table, key));
        let body: Vec<String> = columns.chain(constraints).map(|line| format!("  {line}")).collect();
        let mut out = format!("\ncreate table {} (\n{}\n){};\n", self.name_of(table), body.join(",\n"), self.options());
        for key in keys() {
            if let Some(index) = self.index(table, key) {
                out.push_str(&index);
            }
        }
        out
    }

    /// MySQL: Hive's choice. Names compare byte by byte, and 3,072 bytes of key are 3,072 characters.
    fn options(&self) -> &'static str {
        match self.dialect {
            Dialect::Mysql => " engine=InnoDB default charset=latin1 collate=latin1_bin",
            Dialect::Postgres | Dialect::Sqlite => "",
        }
    }

    pub(crate) fn column(&self, table: &Table, column: &Column) -> String {
        let mut line = self.quoted(table, column.name);
        if column.is_generated(self.version) {
            line.push_str(match (self.dialect, column.kind.postgres) {
                (Dialect::Postgres, Sql::Bigint) => " bigserial not null",
                (Dialect::Postgres, _) => " serial not null",
                (Dialect::Mysql, Sql::Bigint) => " bigint not null auto_increment",
                (Dialect::Mysql, _) => " int not null auto_increment",
                // The key is declared here: only so does SQLite never give a number twice.
                (Dialect::Sqlite, _) => " integer primary key autoincrement",
            });
            return line;
        }
        write!(line, " {}", self.type_name(column)).expect("a string takes any text");
        if let Some(default) = column.default_sql() {
            write!(line, " default {default}").expect("a string takes any text");
        }
        if column.is_required(self.dialect) {
            line.push_str(" not null");
        }
        line
    }

    pub(crate) fn type_name(&self, column: &Column) -> String {
        type_name(self.dialect, column.kind.on(self.dialect))
    }

    /// A key that is written inside `create table`, if it is one.
    pub(crate) fn constraint(&self, table: &Table, key: &Key) -> Option<String> {
        let columns = self.list(table, key.columns);
        let name = self.dialect.quote(key.name);
        Some(match key.kind {
            KeyKind::Primary if self.numbers_itself(table, key) => return None,
            KeyKind::Primary => format!("primary key ({columns})"),
            KeyKind::Unique if self.dialect == Dialect::Mysql => {
                format!("unique key {name} ({columns})")
            }
            KeyKind::Unique => format!("constraint {} unique ({columns})", self.quoted(table, key.name)),
            KeyKind::Index if self.dialect == Dialect::Mysql => format!("key {name} ({columns})"),
            KeyKind::Index => return None,
            KeyKind::Foreign { table: other, columns: referenced, cascade } => {
                let other = table_named(other, self.version);
                let mut line = format!(
                    "foreign key ({columns}) references {} ({})",
                    self.name_of(other),
                    self.list(other, referenced)
                );
                if cascade {
                    line.push_str(" on delete cascade");
                }
                match self.dialect {
                    // PostgreSQL names it as Hive's script does: TBLS_DB_ID_fkey.
                    Dialect::Postgres => line + " deferrable",
                    Dialect::Mysql => format!("constraint {name} {line}"),
                    Dialect::Sqlite => line,
                }
            }
        })
    }

    pub(crate) fn index(&self, table: &Table, key: &Key) -> Option<String> {
        if !matches!(key.kind, KeyKind::Index) || self.dialect == Dialect::Mysql {
            return None;
        }
        let columns = self.list(table, key.columns);
        Some(format!("create index {} on {} ({columns});\n", self.quoted(table, key.name), self.name_of(table)))
    }

    /// A foreign key to a table that is still to come must wait, except where SQLite, which cannot
    /// add it later, does not mind.
    fn inline(&self, key: &Key, made: &BTreeSet<&str>) -> bool {
        match key.kind {
            KeyKind::Foreign { table, .. } => self.dialect == Dialect::Sqlite || made.contains(table),
            _ => true,
        }
    }

    fn numbers_itself(&self, table: &Table, key: &Key) -> bool {
        self.dialect == Dialect::Sqlite
            && table
                .columns_in(self.dialect, self.version)
                .any(|column| column.is_generated(self.version) && key.columns == [column.name])
    }

    pub(crate) fn insert(&self, row: &seed::Row) -> String {
        self.numbered(row, format!("{} values ({});\n", self.insert_into(row), row.literals()))
    }

    /// A first row, unless the table has it.
    pub(crate) fn insert_if_missing(&self, row: &seed::Row) -> String {
        let table = table_named(row.table, self.version);
        let has = match row.identity() {
            Some((column, value)) => format!(" where {} = {value}", self.quoted(table, column)),
            None => String::new(),
        };
        let from = if self.dialect == Dialect::Mysql { " from dual" } else { "" };
        let (into, literals, name) = (self.insert_into(row), row.literals(), self.name_of(table));
        let insert = format!("{into} select {literals}{from} where not exists (select 1 from {name}{has});\n");
        self.numbered(row, insert)
    }

    fn insert_into(&self, row: &seed::Row) -> String {
        let table = table_named(row.table, self.version);
        let columns: Vec<&str> = row.values.iter().map(|(column, _)| *column).collect();
        format!("insert into {} ({})", self.name_of(table), self.list(table, &columns))
    }

    /// MySQL takes 0 for "the next number" unless told not to; the session keeps its mode.
    fn numbered(&self, row: &seed::Row, insert: String) -> String {
        let table = table_named(row.table, self.version);
        let numbered = table.columns_in(self.dialect, self.version).any(|column| column.is_generated(self.version));
        match self.dialect {
            Dialect::Mysql if numbered => format!(
                "set @skep_sql_mode = @@sql_mode;\nset sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO');\n{insert}set sql_mode = @skep_sql_mode;\n"
            ),
            _ => insert,
        }
    }

    pub(crate) fn list(&self, table: &Table, columns: &[&str]) -> String {
        let quoted: Vec<String> = columns.iter().map(|column| self.quoted(table, column)).collect();
        quoted.join(", ")
    }

    pub(crate) fn name_of(&self, table: &Table) -> String {
        self.quoted(table, table.name)
    }

    pub(crate) fn quoted(&self, table: &Table, identifier: &str) -> String {
        if self.dialect == Dialect::Postgres && table.folds_to_lower_case(self.version) {
            return self.dialect.quote(&identifier.to_ascii_lowercase());
        }
        self.dialect.quote(identifier)
    }
}

pub(crate) fn table_named(name: &str, version: Version) -> &'static Table {
    crate::table(name, version).expect("keys and rows name tables of their version; a test checks")
}

/// A type in the words of `create table`, which are also those a database describes itself in.
pub(crate) fn type_name(dialect: Dialect, kind: Sql) -> String {
    let name = match (dialect, kind) {
        (Dialect::Sqlite, Sql::Smallint | Sql::Int | Sql::Bigint | Sql::Boolean | Sql::Bit) => "integer",
        (Dialect::Sqlite, Sql::Double | Sql::DoubleFourDigits) => "real",
        (Dialect::Sqlite, Sql::Bytes | Sql::Varbinary(_)) => "blob",
        (Dialect::Sqlite, _) => "text",
        (_, Sql::Smallint) => "smallint",
        (Dialect::Postgres, Sql::Int) => "integer",
        (_, Sql::Int) => "int",
        (_, Sql::Bigint) => "bigint",
        (Dialect::Postgres, Sql::Boolean | Sql::Bit) => "boolean",
        (_, Sql::Boolean) => "tinyint(1)",
        (_, Sql::Bit) => "bit(1)",
        (Dialect::Postgres, Sql::Double | Sql::DoubleFourDigits) => "double precision",
        (_, Sql::Double) => "double",
        (_, Sql::DoubleFourDigits) => "double(53,4)",
        (Dialect::Postgres, Sql::Timestamp) => "timestamp without time zone",
        (_, Sql::Timestamp) => "timestamp",
        (Dialect::Postgres, Sql::Char(n)) => return format!("character({n})"),
        (_, Sql::Char(n)) => return format!("char({n})"),
        (Dialect::Postgres, Sql::Varchar(n)) => return format!("character varying({n})"),
        (_, Sql::Varchar(n)) => return format!("varchar({n})"),
        (Dialect::Postgres, Sql::Text | Sql::Mediumtext | Sql::Longtext) => "text",
        (_, Sql::Text) => "text",
        (_, Sql::Mediumtext) => "mediumtext",
        (_, Sql::Longtext) => "longtext",
        (Dialect::Postgres, Sql::Bytes | Sql::Varbinary(_)) => "bytea",
        (_, Sql::Bytes) => "blob",
        (_, Sql::Varbinary(n)) => return format!("varbinary({n})"),
    };
    name.to_owned()
}
