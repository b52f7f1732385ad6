//! Which mask a column gets.

use super::{ColumnView, Reasons, TableFacts};
use crate::expr::{Column, TypeClass, fold};
use crate::policy::Access;
use crate::statement::{Mask, Statement};

impl Access<'_> {
    /// Two different masks on one column, or one that does not fit its type, leave nothing: null.
    pub(super) fn put_masks(
        &self,
        table: &TableFacts<'_>,
        all: &[Column],
        columns: &mut [ColumnView],
        reasons: &mut Reasons,
    ) {
        for at in self.table_rules(table.name, table.id, |rules| &rules.masks) {
            let record = self.snapshot.record(at);
            let Statement::Mask(mask) = &record.statement else { continue };
            if !self.covers(&mask.to, &mask.except) {
                continue;
            }
            for column in columns.iter_mut().filter(|column| fold(&column.name) == fold(&mask.column)) {
                let class = all.iter().find(|c| c.name == column.name).map_or(TypeClass::Other, |c| c.class);
                let fits = mask.mask.fits(class);
                if !fits {
                    reasons.broken.push((
                        record.id,
                        format!("{} does not fit the type of {}: null is shown", mask.mask, column.name),
                    ));
                }
                reasons.masks.insert(record.id);
                column.mask = match &column.mask {
                    None if fits => Some(mask.mask.clone()),
                    Some(present) if fits && *present == mask.mask => Some(mask.mask.clone()),
                    _ => Some(Mask::Null),
                };
            }
        }
    }
}

impl Mask {
    /// Whether the masked value has the column's type.
    pub fn fits(&self, class: TypeClass) -> bool {
        match self {
            Mask::Null => true,
            Mask::Hash | Mask::First(_) | Mask::Last(_) => class == TypeClass::Text,
            Mask::Year => matches!(class, TypeClass::Date | TypeClass::Timestamp),
            Mask::Const(literal) => class.takes(literal),
        }
    }
}
