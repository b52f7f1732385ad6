//! Keys and indexes that come and go.

use super::{Check, Planner};
use crate::model::{Key, KeyKind, Table};
use crate::probe::{IndexKind, ObservedIndex};
use crate::render::Script;

/// What changes on one table.
pub(super) struct Changed {
    pub old: Vec<Old>,
    pub new: Vec<&'static Key>,
}

/// An index of the live table that goes.
pub(super) struct Old {
    pub name: String,
    kind: IndexKind,
}

impl Old {
    pub(super) fn is_constraint(&self) -> bool {
        matches!(self.kind, IndexKind::Primary | IndexKind::Constraint)
    }

    pub(super) fn drop_in_mysql(&self) -> String {
        match self.kind {
            IndexKind::Primary => "drop primary key".to_owned(),
            _ => format!("drop index `{}`", self.name),
        }
    }
}

impl Planner {
    pub(super) fn changed_keys(&self, table: &Table) -> Changed {
        let (dialect, version) = (self.script.dialect, self.script.version);
        let before: Vec<&Key> = table.keys_in(dialect, self.from).filter(|key| is_index(key)).collect();
        let after: Vec<&Key> = table.keys_in(dialect, version).filter(|key| is_index(key)).collect();
        let stays = |key: &Key, others: &[&'static Key]| others.iter().any(|other| same(key, other));
        let wanted = |live: &ObservedIndex| after.iter().any(|key| self.serves(table, live, key));
        let indexes = &self.live(table).indexes;
        let mut old = Vec::new();
        for gone in before.iter().filter(|key| !stays(key, &after)) {
            let found = indexes.iter().filter(|(name, live)| {
                let named = !gone.name.is_empty() && name.eq_ignore_ascii_case(gone.name);
                (named || self.serves(table, live, gone)) && !wanted(live)
            });
            for (name, live) in found {
                if !old.iter().any(|seen: &Old| seen.name == *name) {
                    old.push(Old { name: name.clone(), kind: live.kind });
                }
            }
        }
        let mut new: Vec<&'static Key> = after.iter().copied().filter(|key| !stays(key, &before)).collect();
        new.retain(|key| !indexes.values().any(|live| self.serves(table, live, key)));
        Changed { old, new }
    }

    /// Whether a live index does what the key asks for: the same columns, and at least as strictly.
    fn serves(&self, table: &Table, live: &ObservedIndex, key: &Key) -> bool {
        let strict = match key.kind {
            KeyKind::Primary => live.kind == IndexKind::Primary,
            KeyKind::Unique => live.kind != IndexKind::Plain,
            _ => true,
        };
        strict
            && live.columns.iter().eq(key
                .columns
                .iter()
                .map(|column| self.spelled(table, column))
                .collect::<Vec<_>>()
                .iter())
    }

    /// A key that becomes stricter may find rows that break it.
    pub(super) fn refuse_duplicates(&mut self, table: &Table, keys: &Changed) {
        let live = &self.live(table).indexes;
        let unique: Vec<&Vec<String>> =
            live.values().filter(|index| index.kind != IndexKind::Plain).map(|index| &index.columns).collect();
        let stricter: Vec<&Key> = keys
            .new
            .iter()
            .copied()
            .filter(|key| !matches!(key.kind, KeyKind::Index))
            .filter(|key| {
                let columns: Vec<String> = key.columns.iter().map(|column| self.spelled(table, column)).collect();
                !unique.iter().any(|known| known.iter().all(|column| columns.contains(column)))
            })
            .collect();
        for key in stricter {
            let (columns, name) = (self.script.list(table, key.columns), self.script.name_of(table));
            self.plan.checks.push(Check {
                question: format!(
                    "select cast(count(*) as char(20)) from (select 1 as n from {name} group by {columns} having count(*) > 1) d"
                ),
                rows: format!("values of ({}) that {} has more than once", key.columns.join(", "), table.name),
            });
        }
    }
}

/// Part of the table's primary key.
pub(super) fn is_primary(script: &Script, table: &Table, column: &str) -> bool {
    let mut keys = table.keys_in(script.dialect, script.version);
    keys.any(|key| matches!(key.kind, KeyKind::Primary) && key.columns.contains(&column))
}

fn is_index(key: &Key) -> bool {
    !matches!(key.kind, KeyKind::Foreign { .. })
}

fn same(one: &Key, other: &Key) -> bool {
    std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind) && one.columns == other.columns
}
