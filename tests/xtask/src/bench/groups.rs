//! What can be measured by itself.

use clap::ValueEnum;

/// Rows of the report that belong together, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Group {
    Table,
    Partition,
    /// Partitions added and dropped
    Write,
    /// Aggregate statistics
    Statistics,
    /// Table metas
    Meta,
    Transaction,
    Lock,
    /// The notification log
    Event,
    /// A database dropped with its tables
    Cascade,
    Rename,
    /// A listing of many partitions
    Huge,
    /// The process itself: start, memory, idle connections
    Server,
}

impl Group {
    /// Those asked for, or all.
    pub fn chosen(only: &[Group]) -> Vec<Group> {
        let all = Group::value_variants().iter().copied();
        all.filter(|group| only.is_empty() || only.contains(group)).collect()
    }

    /// As Bench.java takes them.
    pub fn names(groups: &[Group]) -> String {
        let names = groups.iter().filter_map(|group| Some(group.to_possible_value()?.get_name().to_owned()));
        names.collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_in_the_order_of_the_report() {
        assert_eq!(Group::names(&Group::chosen(&[Group::Lock, Group::Table])), "table,lock");
        assert_eq!(Group::chosen(&[]).len(), Group::value_variants().len());
    }
}
