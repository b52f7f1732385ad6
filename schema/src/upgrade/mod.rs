//! From one schema version to a newer one, in one go and with the data.
//!
//! The plan is made of differences: what the database has, and what the tables of the target say it should have. So a
//! plan made after an interruption holds what is left to do, and nothing has to remember how far the first one came.
//! What declarations cannot say (new columns' values, renamed columns, rows that move) stands in `data`; each of those
//! statements does nothing the second time.
//!
//! Only what changed between the two versions is touched: where a database differs from Hive's own scripts otherwise, it
//! still does afterwards.

mod columns;
mod data;
mod keys;
mod renames;

use std::collections::BTreeSet;

use crate::model::{KeyKind, Table};
use crate::probe::{Observed, ObservedTable};
use crate::render::{self, Script};
use crate::unfinished::NO_VERSION;
use crate::{Dialect, Unfinished, Version, complete, statements, table, tables};

/// What has to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub from: Version,
    pub to: Version,
    /// To be asked before the first statement.
    pub checks: Vec<Check>,
    pub statements: Vec<String>,
}

/// A question whose answer is the number of rows that stand in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub question: String,
    /// What these rows are.
    pub rows: String,
}

/// The statements that make schema `to` of a database that has, or began to leave, schema `from`.
pub fn upgrade(observed: &Observed, from: Version, to: Version) -> Plan {
    let script = Script { dialect: observed.dialect, version: to };
    let plan = Plan { from, to, checks: Vec::new(), statements: Vec::new() };
    let mut planner = Planner { script, from, live: observed.clone(), plan };
    planner.note();
    planner.rename_to_upper_case();
    planner.rename_columns();
    planner.add_tables();
    planner.add_columns();
    planner.move_data();
    planner.reshape_tables();
    planner.number_transactions();
    planner.drop_tables();
    planner.add_foreign_keys();
    planner.say(complete::record(&planner.script));
    planner.plan
}

struct Planner {
    /// Writes the target's tables and names.
    script: Script,
    from: Version,
    /// The database as it will be after the statements planned so far, as far as later ones depend on it.
    live: Observed,
    plan: Plan,
}

impl Planner {
    fn say(&mut self, statement: impl Into<String>) {
        self.plan.statements.push(statement.into());
    }

    fn passes(&self, version: Version) -> bool {
        self.from < version && version <= self.script.version
    }

    /// Where DDL is part of a transaction, nobody ever sees the work unfinished.
    fn note(&mut self) {
        if self.script.dialect != Dialect::Mysql || self.live.unfinished.is_some() {
            return;
        }
        let note = Unfinished { from: Some(self.from), to: self.script.version };
        self.say(match self.live.versions.is_empty() {
            true => format!(
                "insert into `VERSION` (`VER_ID`, `SCHEMA_VERSION`, `VERSION_COMMENT`) values (1, '{NO_VERSION}', '{note}')"
            ),
            false => format!("update `VERSION` set `SCHEMA_VERSION` = '{NO_VERSION}', `VERSION_COMMENT` = '{note}'"),
        });
    }

    fn add_tables(&mut self) {
        let version = self.script.version;
        let (present, absent): (Vec<_>, Vec<_>) =
            tables(version).partition(|table| self.live.table(table, version).is_some());
        let present: BTreeSet<_> = present.iter().map(|table| table.name).collect();
        let made = render::make_tables(self.script.dialect, version, &absent, present);
        self.plan.statements.extend(statements(&made).into_iter().map(str::to_owned));
    }

    /// PostgreSQL's sequence goes on where the counter stopped; MySQL finds the highest number itself, and the committed
    /// transaction that `data` puts into the table is that.
    fn number_transactions(&mut self) {
        let numbered = |live: &ObservedTable| live.columns.get("TXN_ID").is_none_or(|column| column.filled);
        if !self.passes(Version::V4_0) || self.live.tables.get("TXNS").is_none_or(numbered) {
            return;
        }
        match self.script.dialect {
            Dialect::Mysql => {
                self.say("set @skep_sql_mode = @@sql_mode, @skep_checks = @@foreign_key_checks");
                self.say("set sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO'), foreign_key_checks = 0");
                self.say("alter table `TXNS` modify `TXN_ID` bigint not null auto_increment");
                self.say("set sql_mode = @skep_sql_mode, foreign_key_checks = @skep_checks");
            }
            _ => {
                self.say(r#"create sequence "TXNS_TXN_ID_seq" owned by "TXNS"."TXN_ID""#);
                self.say(r#"select setval('"TXNS_TXN_ID_seq"', (select max("TXN_ID") + 1 from "TXNS"), false)"#);
                self.say(r#"alter table "TXNS" alter column "TXN_ID" set default nextval('"TXNS_TXN_ID_seq"')"#);
            }
        }
    }

    fn drop_tables(&mut self) {
        let gone: Vec<&Table> =
            tables(self.from).filter(|old| table(old.name, self.script.version).is_none()).collect();
        for old in gone.into_iter().rev() {
            if self.live.tables.contains_key(old.name) {
                self.say(format!("drop table {}", self.script.dialect.quote(old.name)));
            }
        }
    }

    /// Those of the tables just made were made with them.
    fn add_foreign_keys(&mut self) {
        let (dialect, from) = (self.script.dialect, self.from);
        let statements = complete::late_foreign_keys(&self.script, &self.live, |here, key| {
            !here.keys_in(dialect, from).any(|old| {
                table(here.name, from).is_some()
                    && matches!(old.kind, KeyKind::Foreign { .. })
                    && old.columns == key.columns
            })
        });
        self.plan.statements.extend(statements);
    }

    /// The tables of the target that were there before.
    fn tables_there(&self) -> Vec<&'static Table> {
        tables(self.script.version).filter(|table| self.live.table(table, self.script.version).is_some()).collect()
    }

    fn live(&self, table: &Table) -> &ObservedTable {
        self.live.table(table, self.script.version).expect("asked only for tables that are there")
    }

    /// How the live table spells a column.
    fn spelled(&self, table: &Table, name: &str) -> String {
        self.live.live_name(table, name, self.script.version).into_owned()
    }
}
