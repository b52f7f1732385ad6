//! What of a table's partitions, statistics and constraints is shown, where not all of it is.

use super::clean::Withheld;
use super::hidden::Hidden;
use skep_access::Effective;
use skep_access::expr::{Column, Expr};
use skep_catalog::partition::visible::Visible;
use skep_types::{Partition, Str};

#[derive(Debug, Clone)]
pub struct Sight {
    hidden: Hidden,
    /// Of records, which may have to have hidden columns all the same.
    withheld: Withheld,
    keys: Vec<Column>,
    partitions: Expr,
    /// What is counted or summed up is of every row: it is withheld as soon as one row is.
    every_row: bool,
}

impl Sight {
    pub(super) fn new(hidden: Hidden, withheld: Withheld, keys: Vec<Column>, effective: &Effective) -> Sight {
        let every_row = effective.rows.is_true() && effective.columns.iter().all(|column| column.when.is_none());
        Sight { hidden, withheld, keys, partitions: effective.partitions.clone(), every_row }
    }

    /// The partitions that may be known of; none if all may.
    pub fn visible(&self) -> Option<Visible> {
        (!self.partitions.is_true()).then(|| Visible::new(self.partitions.clone(), self.keys.clone()))
    }

    /// Takes out of a partition what is withheld of it, and gives it the name it was asked for by.
    pub fn partition(&self, partition: &mut Partition, table: &str) {
        if let Some(sd) = &mut partition.sd {
            self.withheld.descriptor(sd);
        }
        self.withheld.parameters(partition.parameters.as_mut());
        partition.table_name = Some(Str::from(table));
        partition.privileges = None;
        partition.is_stats_compliant = None;
        partition.col_stats = None;
        partition.file_metadata = None;
    }

    /// Whether a column's statistics may be shown.
    pub fn has_statistics(&self, column: &str) -> bool {
        self.every_row && !self.hidden.has(column)
    }

    /// What an alias is bound to, beside the view's text.
    pub(super) fn binding(&self) -> String {
        format!("{:?}", self.partitions)
    }
}
