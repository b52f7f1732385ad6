//! Which columns a statement means, and how each is shown.

use super::{Reading, Reasons, TableFacts};
use crate::Right;
use crate::expr::{Column, Expr, fold};
use crate::policy::Access;
use crate::statement::{Columns, Mask, Target};
use std::collections::BTreeSet;

/// A visible column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnView {
    pub name: String,
    pub partition_key: bool,
    /// The value is shown in rows where this is true, and null elsewhere; `None` is in every row shown.
    pub when: Option<Expr>,
    /// What a reader gets instead of the value.
    pub mask: Option<Mask>,
}

/// Whether a grant means a column. What is shown is matched exactly, what is excepted by whatever any engine
/// might take for it.
pub(super) fn contains(columns: &Columns, name: &str) -> bool {
    match columns {
        Columns::All => true,
        Columns::Only(names) => names.iter().any(|one| one == name),
        Columns::Except(names) => !names.iter().any(|one| fold(one) == fold(name)),
    }
}

/// The same for a deny, where in doubt means yes.
fn denies(columns: &Columns, name: &str) -> bool {
    match columns {
        Columns::All => true,
        Columns::Only(names) => names.iter().any(|one| fold(one) == fold(name)),
        Columns::Except(names) => !names.iter().any(|one| one == name),
    }
}

impl Access<'_> {
    /// Columns that some deny of SELECT takes away, by name or by tag.
    pub(super) fn denied_columns(
        &self,
        table: &TableFacts<'_>,
        all: &[Column],
        reasons: &mut Reasons,
    ) -> BTreeSet<String> {
        let mut denied = BTreeSet::new();
        let mut take = |id: i64, names: Vec<&Column>| {
            if !names.is_empty() {
                reasons.denies.insert(id);
                denied.extend(names.into_iter().map(|column| column.name.clone()));
            }
        };
        for (record, deny) in self.table_denies(table.name, Some(table.id)) {
            if deny.rights.contains(&Right::Select) && deny.columns != Columns::All {
                take(record.id, all.iter().filter(|column| denies(&deny.columns, &column.name)).collect());
            }
        }
        for (record, deny) in self.tag_denies().filter(|(_, deny)| deny.rights.contains(&Right::Select)) {
            if let Target::Tagged(wanted) = &deny.on {
                let tagged = |column: &&Column| {
                    self.snapshot.tags.column_has(table.name, &column.name, wanted)
                        && denies(&deny.columns, &column.name)
                };
                take(record.id, all.iter().filter(tagged).collect());
            }
        }
        denied
    }
}

/// The shown columns in the table's order, each with the condition for its cells.
pub(super) fn views(
    table: &TableFacts<'_>,
    shown: &BTreeSet<&str>,
    readings: &[&Reading],
    admitted: &Expr,
) -> Vec<ColumnView> {
    let data = table.columns.iter().map(|column| (column, false));
    let keys = table.partition_keys.iter().map(|column| (column, true));
    data.chain(keys)
        .filter(|(column, _)| shown.contains(column.name.as_str()))
        .map(|(column, partition_key)| {
            let of_column = readings.iter().filter(|reading| reading.columns.contains(&column.name));
            let cell = Expr::Or(of_column.map(|reading| reading.rows.clone()).collect()).simplify();
            let plain = readings.is_empty() || cell == *admitted || cell.is_true();
            ColumnView { name: column.name.clone(), partition_key, when: (!plain).then_some(cell), mask: None }
        })
        .collect()
}
