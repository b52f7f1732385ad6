//! What keeps its content and gets another name.

use super::Planner;
use crate::{Dialect, Version, table, tables};

/// (table, name before 3.1, name since): compactions count write ids since then.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("COMPACTION_QUEUE", "CQ_HIGHEST_TXN_ID", "CQ_HIGHEST_WRITE_ID"),
    ("COMPLETED_COMPACTIONS", "CC_HIGHEST_TXN_ID", "CC_HIGHEST_WRITE_ID"),
];

impl Planner {
    /// PostgreSQL's transaction tables are in lower case until 4.0.
    pub(super) fn rename_to_upper_case(&mut self) {
        if self.script.dialect != Dialect::Postgres || !self.passes(Version::V4_0) {
            return;
        }
        let from = self.from;
        for table in tables(from).filter(|table| table.folds_to_lower_case(from)) {
            let Some(mut live) = self.live.tables.remove(&table.name.to_ascii_lowercase()) else { continue };
            self.say(format!("alter table \"{}\" rename to \"{}\"", table.name.to_ascii_lowercase(), table.name));
            for column in table.columns_in(self.script.dialect, self.from) {
                let lower = column.name.to_ascii_lowercase();
                if let Some(found) = live.columns.remove(&lower) {
                    live.columns.insert(column.name.to_owned(), found);
                    self.say(format!(
                        "alter table \"{}\" rename column \"{lower}\" to \"{}\"",
                        table.name, column.name
                    ));
                }
            }
            for column in live.indexes.values_mut().flat_map(|index| &mut index.columns) {
                column.make_ascii_uppercase();
            }
            for foreign in live.foreign.values_mut() {
                foreign.columns.iter_mut().for_each(|column| column.make_ascii_uppercase());
            }
            self.live.tables.insert(table.name.to_owned(), live);
        }
    }

    pub(super) fn rename_columns(&mut self) {
        if !self.passes(Version::V3_1) {
            return;
        }
        for (name, old, new) in COLUMNS {
            let table = table(name, self.script.version).expect("tables of every version");
            let (live_old, live_new) = (self.spelled(table, old), self.spelled(table, new));
            let live_name = self.spelled(table, name);
            let Some(live) = self.live.tables.get_mut(&live_name) else { continue };
            if live.columns.contains_key(&live_new) {
                continue;
            }
            let Some(column) = live.columns.remove(&live_old) else { continue };
            live.columns.insert(live_new, column);
            let named = |column| self.script.quoted(table, column);
            let change = match self.script.dialect {
                // The one form that every MySQL and MariaDB knows.
                Dialect::Mysql => format!("change {} {} bigint", named(old), named(new)),
                _ => format!("rename column {} to {}", named(old), named(new)),
            };
            self.say(format!("alter table {} {change}", self.script.name_of(table)));
        }
    }
}
