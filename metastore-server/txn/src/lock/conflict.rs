//! Who has to wait for whom.

use super::row::{Kind, LockRow};
use super::sql;
use crate::Result;
use skep_schema::Version;
use skep_sql::Tx;
use std::collections::BTreeSet;

/// A component that has to wait, and for whom.
pub struct Conflict {
    pub wanted: LockRow,
    pub held: LockRow,
}

/// The first of a lock's components that an earlier lock is in the way of.
pub async fn find(tx: &Tx, wanted: &[LockRow]) -> Result<Option<Conflict>> {
    let Some(first) = wanted.first() else { return Ok(None) };
    let databases: BTreeSet<&str> = wanted.iter().map(|row| row.database.as_str()).collect();
    let tables: BTreeSet<&str> = wanted.iter().filter_map(|row| row.table.as_deref()).collect();
    let (databases, tables) = (Vec::from_iter(databases), Vec::from_iter(tables));
    let all_tables = i64::from(wanted.iter().any(|row| row.table.is_none()));
    let values = [first.ext_id.into(), databases.as_slice().into(), all_tables.into(), tables.as_slice().into()];
    let earlier = tx.rows(&sql::EARLIER_ROWS, &values).await?;
    let earlier: Vec<LockRow> = earlier.iter().map(LockRow::decode).collect::<Result<_>>()?;
    let mut conflicts = wanted.iter().filter_map(|wanted| {
        let held = earlier.iter().find(|held| blocks(held, wanted, tx.version()))?;
        Some(Conflict { wanted: wanted.clone(), held: held.clone() })
    });
    Ok(conflicts.next())
}

/// Whether `wanted` waits for the earlier row `held` (acquired or itself waiting).
///
/// Hive's table, with its one change: up to 3.1 two shared writes exclude each
/// other, from 4.0 they do not (writers there meet at commit).
pub fn blocks(held: &LockRow, wanted: &LockRow, version: Version) -> bool {
    if held.txn != 0 && held.txn == wanted.txn {
        return false;
    }
    overlaps(held, wanted) && excludes(held.kind, wanted.kind, version) && !level_exemption(held, wanted)
}

/// Same database, and neither names a table or partition the other does not cover.
fn overlaps(held: &LockRow, wanted: &LockRow) -> bool {
    let covers = |a: &Option<_>, b: &Option<_>| a.is_none() || b.is_none() || a == b;
    held.database == wanted.database && covers(&held.table, &wanted.table) && covers(&held.partition, &wanted.partition)
}

fn excludes(held: Kind, wanted: Kind, version: Version) -> bool {
    use Kind::{Exclusive, ExclusiveWrite, SharedRead, SharedWrite};
    match (held, wanted) {
        (Exclusive, _) | (_, Exclusive) => true,
        (SharedRead, _) | (_, SharedRead) => false,
        (SharedWrite, SharedWrite) => version < Version::V4_0,
        (ExclusiveWrite | SharedWrite, ExclusiveWrite | SharedWrite) => true,
    }
}

/// A shared read of a whole database only says "do not drop the database": it and
/// an exclusive lock on something inside do not disturb each other.
fn level_exemption(held: &LockRow, wanted: &LockRow) -> bool {
    let inside = |row: &LockRow| row.table.is_some();
    let reads_database = |row: &LockRow| row.kind == Kind::SharedRead && !inside(row);
    let exclusive_inside = |row: &LockRow| row.kind == Kind::Exclusive && inside(row);
    (reads_database(held) && exclusive_inside(wanted)) || (exclusive_inside(held) && reads_database(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: Kind, table: Option<&str>, partition: Option<&str>) -> LockRow {
        let (table, partition) = (table.map(Into::into), partition.map(Into::into));
        LockRow { ext_id: 1, int_id: 1, txn: 0, database: "d".into(), table, partition, acquired: true, kind }
    }

    /// Rows: wanted r w x e. Columns: held r w x e. `W` waits.
    fn grid(version: Version) -> Vec<String> {
        let kinds = [Kind::SharedRead, Kind::SharedWrite, Kind::ExclusiveWrite, Kind::Exclusive];
        let mark = |held, wanted| {
            let (held, wanted) = (row(held, Some("t"), None), row(wanted, Some("t"), None));
            if blocks(&held, &wanted, version) { 'W' } else { '.' }
        };
        kinds.iter().map(|wanted| kinds.iter().map(|held| mark(*held, *wanted)).collect()).collect()
    }

    #[test]
    fn hive_four_lets_shared_writers_in_together() {
        assert_eq!(grid(Version::V4_0), ["...W", "..WW", ".WWW", "WWWW"]);
    }

    #[test]
    fn hive_three_makes_shared_writers_wait() {
        assert_eq!(grid(Version::V3_1), ["...W", ".WWW", ".WWW", "WWWW"]);
    }

    #[test]
    fn different_tables_and_partitions_do_not_meet() {
        let version = Version::V4_1;
        let on = |table, partition| row(Kind::Exclusive, table, partition);
        assert!(!blocks(&on(Some("a"), None), &on(Some("b"), None), version));
        assert!(!blocks(&on(Some("a"), Some("p=1")), &on(Some("a"), Some("p=2")), version));
        assert!(blocks(&on(Some("a"), None), &on(Some("a"), Some("p=2")), version));
        assert!(blocks(&on(None, None), &on(Some("a"), Some("p=2")), version));
    }

    #[test]
    fn a_database_read_and_an_exclusive_table_lock_live_together() {
        let read = row(Kind::SharedRead, None, None);
        let exclusive = row(Kind::Exclusive, Some("t"), None);
        assert!(!blocks(&read, &exclusive, Version::V4_1));
        assert!(!blocks(&exclusive, &read, Version::V4_1));
    }

    #[test]
    fn a_transaction_does_not_wait_for_itself() {
        let mut held = row(Kind::Exclusive, Some("t"), None);
        held.txn = 7;
        assert!(!blocks(&held, &held.clone(), Version::V4_1));
    }
}
