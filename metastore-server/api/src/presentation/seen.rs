//! Where the doors ask for what a caller is shown.

use super::{Part, Presented, Sight, present};
use crate::{Context, Refusal};
use skep_access::alias;
use skep_access::assurance::Required;
use skep_catalog::Error;
use skep_catalog::names::TableName;
use skep_catalog::partition::select::Choice;
use skep_catalog::table;
use skep_types::{Partition, Str, Table};

/// A table whose partitions and statistics are asked for, and how much of them is shown.
pub struct Seen {
    /// Where they are stored, whatever name they were asked for by.
    pub table: TableName,
    asked: Str,
    sight: Option<Sight>,
}

impl Seen {
    /// The choice among the partitions that the caller may know of.
    pub fn choice(&self, choice: Choice) -> Choice {
        choice.among(self.sight.as_ref().and_then(Sight::visible))
    }

    /// What is withheld, if anything is.
    pub fn sight(&self) -> Option<&Sight> {
        self.sight.as_ref()
    }

    pub fn partitions(&self, partitions: &mut [Partition]) {
        if let Some(sight) = &self.sight {
            partitions.iter_mut().for_each(|partition| sight.partition(partition, &self.asked));
        }
    }

    /// One partition that was asked for by itself, if the caller may know of it.
    pub fn partition(&self, mut partition: Partition) -> Option<Partition> {
        let visible = self.sight.as_ref().and_then(Sight::visible);
        if visible.is_some_and(|visible| !visible.admits(partition.values.as_deref().unwrap_or_default())) {
            return None;
        }
        self.partitions(std::slice::from_mut(&mut partition));
        Some(partition)
    }

    pub fn has_statistics(&self, column: &str) -> bool {
        self.sight.as_ref().is_none_or(|sight| sight.has_statistics(column))
    }
}

impl Context<'_> {
    /// The record of a table as the caller is shown it; an alias shows what its view stands on.
    pub(crate) async fn table(&self, name: &TableName) -> Result<Table, Refusal> {
        let Some(access) = self.access() else { return Ok(table::get(self.catalog(), name).await?) };
        let (base, asked) = base(name);
        let stored = self.stored(&base, name).await?;
        match (present(stored, access, Required::default()), asked) {
            (Presented::Full(table), None) => Ok(table),
            (Presented::Narrowed(part), None) => Ok(part.table),
            (Presented::View { view, .. } | Presented::DescribeOnly { view, .. }, None) => Ok(*view),
            (presented, _) => Ok(part(presented, name)?.table),
        }
    }

    /// If it is missing, then by the name that was asked for.
    async fn stored(&self, base: &TableName, asked: &TableName) -> Result<Table, Refusal> {
        let found = table::get(self.catalog(), base).await.map_err(|error| match error {
            Error::NotFound(_) => asked.not_found(),
            other => other,
        });
        Ok(found?)
    }

    /// Those of some stored tables that the caller sees, as they are shown; without those that asking for by name
    /// would be refused.
    pub(crate) fn tables(&self, stored: Vec<Table>) -> Vec<Table> {
        let Some(access) = self.access() else { return stored };
        let shown = |table| match present(table, access, Required::default()) {
            Presented::Full(table) => Some(table),
            Presented::Narrowed(part) => Some(part.table),
            Presented::View { view, .. } | Presented::DescribeOnly { view, .. } => Some(*view),
            Presented::Denied(_) | Presented::Hidden => None,
        };
        stored.into_iter().filter_map(shown).collect()
    }

    /// The same for what hangs on a table. Only tables that are restricted are read for it.
    pub(crate) async fn seen_table(&self, name: &TableName) -> Result<Seen, Refusal> {
        let (base, asked) = base(name);
        let whole = |sight| Seen { table: base.clone(), asked: name.table.clone(), sight };
        let Some(access) = self.access() else { return Ok(Seen { table: name.clone(), ..whole(None) }) };
        if asked.is_none() && self.part_of(name).is_none() {
            return Ok(whole(None));
        }
        let stored = self.stored(&base, name).await?;
        match (present(stored, access, Required::default()), asked) {
            (Presented::Full(_), None) => Ok(whole(None)),
            (Presented::View { under, .. } | Presented::Narrowed(under), None) => Ok(whole(Some(under.sight))),
            (presented, _) => Ok(whole(Some(part(presented, name)?.sight))),
        }
    }
}

/// The table that a name is about, and the name again if it is an alias.
fn base(name: &TableName) -> (TableName, Option<&TableName>) {
    match alias::table(&name.table) {
        Some(of) => (TableName { table: of.into(), ..name.clone() }, Some(name)),
        None => (name.clone(), None),
    }
}

/// What is under an alias, if it is this caller's of this moment; otherwise why there is nothing to read.
fn part(presented: Presented, name: &TableName) -> Result<Part, Refusal> {
    match presented {
        Presented::View { under, .. } if under.table.table_name.as_ref() == Some(&name.table) => Ok(under),
        Presented::DescribeOnly { refusal, .. } | Presented::Denied(refusal) => Err(Refusal::denied(refusal)),
        _ => Err(name.not_found().into()),
    }
}
