//! Keys and other constraints point to columns by their position in a descriptor; when a table gets
//! a new descriptor, they come along.

use super::sql;
use crate::Result;
use skep_sql::{Tx, Value};
use skep_types::{FieldSchema, Str};
use std::collections::BTreeSet;

/// Points constraints on columns of the old descriptor to the same columns of the new one. A
/// constraint that loses a column goes, and all of it: what is left of a key is none.
pub async fn follow(tx: &Tx, old: (i64, &[FieldSchema]), new: (i64, &[FieldSchema])) -> Result<()> {
    let (mut moves, mut broken) = (Vec::new(), BTreeSet::new());
    for row in tx.rows(&sql::CONSTRAINTS_ON_COLUMNS, &[old.0.into()]).await? {
        let constraint: (i64, Str) = (row.get(0)?, row.get(1)?);
        let parent = Place { cd_id: row.get(3)?, position: row.get(4)? };
        let child = Place { cd_id: row.get(5)?, position: row.get(6)? };
        match (parent.moved(old, new), child.moved(old, new)) {
            (Some(parent), Some(child)) => moves.push((constraint, row.get::<i64>(2)?, parent, child)),
            _ => drop(broken.insert(constraint)),
        }
    }
    // Constraints of one table are few, and few of them are keys of several columns.
    for (table, name) in &broken {
        tx.execute(&sql::DELETE_CONSTRAINT_OF, &[(*table).into(), name.into()]).await?;
    }
    for (constraint, position, parent, child) in moves.iter().filter(|(constraint, ..)| !broken.contains(constraint)) {
        let [parent_cd, parent_at, child_cd, child_at] =
            [parent.cd_id, parent.position, child.cd_id, child.position].map(Value::from);
        let (table, name) = (constraint.0.into(), (&constraint.1).into());
        let values = [table, name, (*position).into(), parent_cd, parent_at, child_cd, child_at];
        tx.execute_one(&sql::MOVE_CONSTRAINT, &values).await?;
    }
    Ok(())
}

/// A column of some descriptor; without a descriptor, nothing or a partition key.
#[derive(Clone, Copy)]
struct Place {
    cd_id: Option<i64>,
    position: Option<i64>,
}

impl Place {
    fn moved(self, old: (i64, &[FieldSchema]), new: (i64, &[FieldSchema])) -> Option<Place> {
        if self.cd_id != Some(old.0) {
            return Some(self);
        }
        let at = usize::try_from(self.position?).ok()?;
        let name = &old.1.get(at)?.name;
        let found = new.1.iter().position(|column| column.name == *name);
        // As many columns and the name is gone: the column was renamed.
        let found = found.or_else(|| (old.1.len() == new.1.len()).then_some(at))?;
        Some(Place { cd_id: Some(new.0), position: i64::try_from(found).ok() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &str) -> Vec<FieldSchema> {
        names.split(' ').map(|name| FieldSchema { name: Some(name.into()), ..FieldSchema::default() }).collect()
    }

    #[test]
    fn a_constraint_follows_its_column() {
        for (old, new, position, expected) in [
            ("a b c", "a b c d", 1, Some(1)),
            ("a b c", "b c", 1, Some(0)),
            ("a b c", "a x c", 1, Some(1)),
            ("a b c", "a c", 1, None),
        ] {
            let place = Place { cd_id: Some(7), position: Some(position) };
            let moved = place.moved((7, &columns(old)), (8, &columns(new)));
            assert_eq!(moved.and_then(|place| place.position), expected, "{old} to {new}");
        }
    }
}
