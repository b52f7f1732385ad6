//! `get_valid_write_ids`: which writes of a table a reader leaves out.

use super::sql;
use crate::names::Name;
use crate::snapshot::{Snapshot, bits};
use crate::transaction::OpenTxns;
use crate::{Error, Result, require};
use skep_schema::Version;
use skep_sql::{Database, Tx};
use skep_types::{GetValidWriteIdsRequest, GetValidWriteIdsResponse, TableValidWriteIds};
use std::collections::{BTreeMap, BTreeSet};

/// By the snapshot that the request brings along, or as things are now; as of one write if the
/// request names it.
pub async fn valid(db: &Database, request: &GetValidWriteIdsRequest) -> Result<GetValidWriteIdsResponse> {
    require(db, "TXN_TO_WRITE_ID")?;
    let given = &request.valid_txn_list.as_deref().map(Snapshot::parse).transpose()?;
    let names = &request.full_table_names.iter().map(|name| Name::parse(name)).collect::<Result<Vec<_>>>()?;
    let tables = db
        .read(|tx| async move {
            let txns = match (given, request.write_id, names.first()) {
                (Some(given), _, _) => given.clone(),
                (None, Some(write), Some(name)) => {
                    let txn = writer(&tx, name, write).await?;
                    OpenTxns::read(&tx).await?.snapshot(txn)
                }
                (None, _, _) => OpenTxns::read(&tx).await?.snapshot(0),
            };
            of_tables(&tx, &txns, names).await
        })
        .await?;
    let named = request.full_table_names.iter().zip(tables);
    let tbl_valid_write_ids = named.map(|(name, table)| table.answer(name)).collect();
    Ok(GetValidWriteIdsResponse { tbl_valid_write_ids })
}

async fn writer(tx: &Tx, name: &Name, write: i64) -> Result<i64> {
    let row = tx.row_opt(&sql::TXN_OF_WRITE_ID, &[name.database(), name.table(), write.into()]).await?;
    match row {
        Some(row) => Ok(row.get(0)?),
        None => Err(Error::Meta(format!("invalid write id {write} for table {name}"))),
    }
}

/// The write ids of a table as a snapshot of transactions has them.
pub(crate) struct Valid {
    high_water_mark: i64,
    /// In order, and whether the write was aborted.
    invalid: Vec<(i64, bool)>,
}

/// One for each name, in their order.
pub(crate) async fn of_tables(tx: &Tx, txns: &Snapshot, names: &[Name]) -> Result<Vec<Valid>> {
    let databases: BTreeSet<&str> = names.iter().map(|name| name.database.as_str()).collect();
    let tables: BTreeSet<&str> = names.iter().map(|name| name.table.as_str()).collect();
    let (databases, tables) = (Vec::from_iter(databases), Vec::from_iter(tables));
    let values = [databases.as_slice().into(), tables.as_slice().into()];

    let mut writes: BTreeMap<Name, Vec<(i64, i64)>> = BTreeMap::new();
    for row in tx.rows(&sql::WRITE_IDS_OF_TABLES, &values).await? {
        let name = Name { database: row.get(0)?, table: row.get(1)? };
        writes.entry(name).or_default().push((row.get(2)?, row.get(3)?));
    }
    let mut last: BTreeMap<Name, i64> = BTreeMap::new();
    for row in tx.rows(&sql::LAST_WRITE_IDS, &values).await? {
        last.insert(Name { database: row.get(0)?, table: row.get(1)? }, row.get(2)?);
    }
    let keeps_first = tx.version() >= Version::V4_0;
    Ok(names
        .iter()
        .map(|name| {
            let writes = writes.get(name).map(Vec::as_slice).unwrap_or_default();
            Valid::of(txns, writes, last.get(name).copied().unwrap_or(0), keeps_first)
        })
        .collect())
}

impl Valid {
    /// `writes` are pairs of transaction and write id, by write id. Writes that are no longer among
    /// them were compacted: everything below the first is valid.
    pub(super) fn of(txns: &Snapshot, writes: &[(i64, i64)], last: i64, keeps_first: bool) -> Valid {
        let seen = writes.iter().filter(|(txn, _)| *txn <= txns.high_water_mark);
        let high_water_mark = seen.map(|(_, write)| *write).max().filter(|write| *write > 0).unwrap_or(last);
        let below = || writes.iter().filter(|(_, write)| *write <= high_water_mark);
        let left_out = below().filter(|(txn, _)| !txns.is_valid(*txn));
        let mut invalid: Vec<(i64, bool)> = left_out.map(|(txn, write)| (*write, txns.is_aborted(*txn))).collect();
        // Nothing but invalid ones: Hive 4 reads up to the first of them.
        if let (true, Some(first), true) =
            (keeps_first, invalid.first().copied(), below().all(|(txn, _)| !txns.is_valid(*txn)))
        {
            invalid.truncate(1);
            return Valid { high_water_mark: first.0, invalid };
        }
        Valid { high_water_mark, invalid }
    }

    /// Whether a reader takes a write in.
    #[cfg(test)]
    pub(super) fn reads(&self, write: i64) -> bool {
        write <= self.high_water_mark && !self.invalid.iter().any(|(invalid, _)| *invalid == write)
    }

    pub fn min_open(&self) -> Option<i64> {
        self.invalid.iter().find(|(_, aborted)| !aborted).map(|(write, _)| *write)
    }

    fn answer(self, name: &str) -> TableValidWriteIds {
        TableValidWriteIds {
            full_table_name: name.into(),
            write_id_high_water_mark: self.high_water_mark,
            min_open_write_id: self.min_open(),
            aborted_bits: bits(self.invalid.iter().map(|(_, aborted)| *aborted)),
            invalid_write_ids: self.invalid.into_iter().map(|(write, _)| write).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Transaction 3 is aborted, 5 open; later than 6 is not there yet.
    fn txns() -> Snapshot {
        Snapshot::parse("6:5:5:3").expect("a snapshot")
    }

    #[test]
    fn writes_of_open_aborted_and_later_transactions_are_left_out() {
        let valid = Valid::of(&txns(), &[(1, 10), (3, 11), (7, 12), (5, 13), (6, 14), (8, 15)], 15, true);
        assert_eq!(valid.high_water_mark, 14);
        assert_eq!(valid.invalid, [(11, true), (12, false), (13, false)]);
        assert_eq!(valid.min_open(), Some(12));
    }

    #[test]
    fn with_nothing_valid_left_hive_four_reads_up_to_the_first_invalid() {
        let writes = [(3, 11), (5, 13)];
        let four = Valid::of(&txns(), &writes, 13, true);
        assert_eq!((four.high_water_mark, four.invalid), (11, vec![(11, true)]));
        let three = Valid::of(&txns(), &writes, 13, false);
        assert_eq!((three.high_water_mark, three.invalid), (13, vec![(11, true), (13, false)]));
    }

    #[test]
    fn a_table_without_writes_is_as_far_as_its_count() {
        assert_eq!(Valid::of(&txns(), &[], 7, true).high_water_mark, 7);
        assert_eq!(Valid::of(&txns(), &[], 0, true).high_water_mark, 0);
    }
}
