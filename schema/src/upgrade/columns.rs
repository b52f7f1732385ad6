//! Columns that come, change and go.

use super::{Planner, keys};
use crate::compare::without_display_width;
use crate::model::{Column, Table};
use crate::probe::ObservedColumn;
use crate::{Dialect, Sql, render};

/// What the columns of Hive's own MySQL tables have.
const COLLATION: &str = "latin1_bin";

impl Planner {
    /// New columns, with their default if they have one. Columns without one get their values before they have to have
    /// them.
    pub(super) fn add_columns(&mut self) {
        let (dialect, version) = (self.script.dialect, self.script.version);
        for table in self.tables_there() {
            let missing: Vec<&Column> = table
                .columns_in(dialect, version)
                .filter(|column| !self.live(table).columns.contains_key(&self.spelled(table, column.name)))
                .collect();
            let mut added = Vec::new();
            for column in missing {
                let required = column.is_required(dialect) && column.default_sql().is_some();
                added.push(format!("add column {}", self.definition(table, column, COLLATION, required)));
                let name = self.spelled(table, column.name);
                let seen = ObservedColumn {
                    type_name: render::type_name(dialect, column.kind.on(dialect)),
                    nullable: !required,
                    filled: column.default_sql().is_some(),
                    folds_case: false,
                    collation: is_text(column, dialect).then(|| COLLATION.to_owned()),
                };
                let live_name = self.spelled(table, table.name);
                self.live.tables.entry(live_name).or_default().columns.insert(name, seen);
            }
            if !added.is_empty() {
                self.say(format!("alter table {} {}", self.script.name_of(table), added.join(", ")));
            }
        }
    }

    /// Each table gets its last form: types, what may be null, keys, and without the columns that are gone. In MySQL that
    /// is one statement, which happens as a whole or not at all.
    pub(super) fn reshape_tables(&mut self) {
        for table in self.tables_there() {
            let keys = self.changed_keys(table);
            self.refuse_duplicates(table, &keys);
            let mut clauses: Vec<String> = Vec::new();
            for index in &keys.old {
                match self.script.dialect {
                    Dialect::Mysql => clauses.push(index.drop_in_mysql()),
                    _ if index.is_constraint() => clauses.push(format!("drop constraint \"{}\"", index.name)),
                    _ => self.say(format!("drop index \"{}\"", index.name)),
                }
            }
            clauses.extend(self.changed_columns(table));
            clauses.extend(self.dropped_columns(table));
            let mut after = Vec::new();
            for key in &keys.new {
                match self.script.constraint(table, key) {
                    Some(constraint) => clauses.push(format!("add {constraint}")),
                    None => after.extend(self.script.index(table, key)),
                }
            }
            if !clauses.is_empty() {
                self.say(format!("alter table {} {}", self.script.name_of(table), clauses.join(", ")));
            }
            for index in after {
                self.say(index.trim_end_matches(";\n"));
            }
        }
    }

    fn changed_columns(&self, table: &Table) -> Vec<String> {
        let (dialect, version) = (self.script.dialect, self.script.version);
        let columns = table.columns_in(dialect, version).filter(|column| self.changed(table, column));
        columns.flat_map(|column| self.change(table, column)).collect()
    }

    /// Whether the two versions differ in this column; what differs for other reasons is left alone.
    fn changed(&self, table: &Table, column: &Column) -> bool {
        let dialect = self.script.dialect;
        let before = table.column_in(column.name, dialect, self.from);
        before.is_none_or(|before| {
            before.kind.on(dialect) != column.kind.on(dialect)
                || before.is_required(dialect) != column.is_required(dialect)
                || before.default_sql() != column.default_sql()
        })
    }

    fn change(&self, table: &Table, column: &Column) -> Vec<String> {
        let dialect = self.script.dialect;
        let Some(live) = self.live(table).columns.get(&self.spelled(table, column.name)) else { return Vec::new() };
        let type_name = render::type_name(dialect, column.kind.on(dialect));
        let required = column.is_required(dialect) || keys::is_primary(&self.script, table, column.name);
        let (other_type, other_null) = (without_display_width(&live.type_name) != type_name, live.nullable == required);
        let no_default = column.default_sql().filter(|_| !live.filled);
        if dialect == Dialect::Mysql {
            let changes = other_type || other_null || no_default.is_some();
            let collation = live.collation.as_deref().unwrap_or(COLLATION);
            let modify = || format!("modify {}", self.definition(table, column, collation, required));
            return changes.then(modify).into_iter().collect();
        }
        let name = self.script.quoted(table, column.name);
        let mut out = Vec::new();
        if other_type {
            out.push(format!("alter column {name} type {type_name}"));
        }
        if other_null {
            out.push(format!("alter column {name} {} not null", if required { "set" } else { "drop" }));
        }
        if let Some(default) = no_default {
            out.push(format!("alter column {name} set default {default}"));
        }
        out
    }

    fn dropped_columns(&self, table: &Table) -> Vec<String> {
        let (dialect, version) = (self.script.dialect, self.script.version);
        let gone =
            table.columns_in(dialect, self.from).filter(|old| table.column_in(old.name, dialect, version).is_none());
        let there = gone.filter(|old| self.live(table).columns.contains_key(&self.spelled(table, old.name)));
        there.map(|old| format!("drop column {}", self.script.quoted(table, old.name))).collect()
    }

    /// A column as `add column` and MySQL's `modify` want it.
    fn definition(&self, table: &Table, column: &Column, collation: &str, required: bool) -> String {
        let dialect = self.script.dialect;
        let mut text = self.script.quoted(table, column.name) + " " + &self.script.type_name(column);
        if is_text(column, dialect) {
            // A table of Hive's own has another default than its columns.
            let charset = collation.split('_').next().unwrap_or(collation);
            text += &format!(" character set {charset} collate {collation}");
        }
        if let Some(default) = column.default_sql() {
            text += &format!(" default {default}");
        }
        match (required, dialect) {
            (true, _) => text += " not null",
            // Or MySQL makes a timestamp `not null`.
            (false, Dialect::Mysql) if matches!(column.kind.mysql, Sql::Timestamp) => text += " null",
            (false, _) => {}
        }
        text
    }
}

/// A text that MySQL wants a collation for.
fn is_text(column: &Column, dialect: Dialect) -> bool {
    let kind = column.kind.on(dialect);
    let text = matches!(kind, Sql::Char(_) | Sql::Varchar(_) | Sql::Text | Sql::Mediumtext | Sql::Longtext);
    dialect == Dialect::Mysql && text
}
