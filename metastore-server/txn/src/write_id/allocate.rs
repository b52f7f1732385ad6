//! `allocate_table_write_ids`.

use super::sql;
use crate::mutex::{Mutex, hold};
use crate::names::Name;
use crate::transaction::targets;
use crate::{Error, Result, event, lock, require};
use skep_schema::Version;
use skep_sql::{Class, Database, Failure, Tx};
use skep_types::{
    AllocateTableWriteIdsRequest, AllocateTableWriteIdsResponse, MaxAllocatedTableWriteIdRequest,
    MaxAllocatedTableWriteIdResponse, SeedTableWriteIdsRequest, TxnToWriteId,
};

/// Ids of one statement.
const CHUNK: usize = 1000;

/// One write id for each transaction, in their order. Asking again gives the same ones, unless the
/// client says that it got its lock only now and needs ids as late as that.
pub async fn allocate(db: &Database, request: &AllocateTableWriteIdsRequest) -> Result<AllocateTableWriteIdsResponse> {
    require(db, "NEXT_WRITE_ID")?;
    let place = &Name::new(&request.db_name, &request.table_name);
    let wanted = &Wanted::of(request)?;
    let ids = db.write(|tx| async move { run(&tx, place, wanted, request.reallocate == Some(true)).await }).await?;
    Ok(AllocateTableWriteIdsResponse { txn_to_write_ids: ids })
}

enum Wanted<'a> {
    Txns(Vec<i64>),
    /// On a replica: for these transactions of the source, its write ids.
    Source {
        policy: &'a str,
        ids: &'a [TxnToWriteId],
        first: i64,
    },
}

impl<'a> Wanted<'a> {
    fn of(request: &'a AllocateTableWriteIdsRequest) -> Result<Wanted<'a>> {
        let bad = || Error::Meta("write ids are for transactions, or for those of a policy's source".into());
        match (&request.txn_ids, request.repl_policy.as_deref(), request.src_txn_to_write_id_list.as_deref()) {
            (Some(txns), None, _) if !txns.is_empty() => {
                let mut txns = txns.clone();
                txns.sort_unstable();
                txns.dedup();
                Ok(Wanted::Txns(txns))
            }
            (_, Some(policy), Some(ids)) => {
                let first = ids.first().ok_or_else(bad)?.write_id;
                Ok(Wanted::Source { policy, ids, first })
            }
            _ => Err(bad()),
        }
    }
}

async fn run(tx: &Tx, place: &Name, wanted: &Wanted<'_>, reallocate: bool) -> Result<Vec<TxnToWriteId>> {
    let (mut txns, source) = match wanted {
        Wanted::Txns(txns) => (txns.clone(), None),
        Wanted::Source { policy, ids, first } => {
            let sources: Vec<i64> = ids.iter().map(|id| id.txn_id).collect();
            let targets = targets(tx, policy, &sources).await?;
            // The replica's transaction has ended: this was done before.
            if targets.len() != ids.len() {
                return Ok(Vec::new());
            }
            (targets.into_values().collect(), Some(*first))
        }
    };
    txns.sort_unstable();
    require_writers(tx, place, &txns).await?;
    if reallocate {
        for txns in txns.chunks(CHUNK) {
            tx.execute(&sql::FORGET_ALLOCATED, &[place.database(), place.table(), txns.into()]).await?;
        }
    } else {
        let before = allocated(tx, place, &txns).await?;
        if before.len() == txns.len() {
            return Ok(before);
        }
        if !before.is_empty() {
            let text = format!("{} of {} transactions have a write id of {place} already", before.len(), txns.len());
            return Err(Error::Meta(text));
        }
    }
    let count = i64::try_from(txns.len()).unwrap_or(i64::MAX);
    let first = take(tx, place, count, source).await?;
    let ids: Vec<TxnToWriteId> =
        txns.iter().zip(first..).map(|(txn_id, write_id)| TxnToWriteId { txn_id: *txn_id, write_id }).collect();
    insert(tx, place, &ids).await?;
    event::allocated(tx, place, &ids, tx.row(&lock::sql::NOW_MILLIS, &[]).await?.get(0)?);
    Ok(ids)
}

async fn require_writers(tx: &Tx, place: &Name, txns: &[i64]) -> Result<()> {
    let mut found = 0;
    for txns in txns.chunks(CHUNK) {
        found += tx.row(&sql::COUNT_WRITERS, &[txns.into()]).await?.get::<i64>(0)?;
    }
    if usize::try_from(found).is_ok_and(|found| found == txns.len()) {
        return Ok(());
    }
    Err(Error::Meta(format!("Write ID allocation failed on {place} as not all input txns in open state or read-only")))
}

async fn allocated(tx: &Tx, place: &Name, txns: &[i64]) -> Result<Vec<TxnToWriteId>> {
    let mut ids = Vec::new();
    for txns in txns.chunks(CHUNK) {
        for row in tx.rows(&sql::ALLOCATED, &[place.database(), place.table(), txns.into()]).await? {
            ids.push(TxnToWriteId { txn_id: row.get(0)?, write_id: row.get(1)? });
        }
    }
    Ok(ids)
}

/// The first of so many fresh ids. A replica goes on where its source says; if that is not where it
/// was, what it knew of the table is of another table's time.
async fn take(tx: &Tx, place: &Name, count: i64, source: Option<i64>) -> Result<i64> {
    let mut next = next(tx, place).await?;
    if next.is_none() && tx.version() < Version::V4_0 {
        // A Java metastore 3 looks and inserts under this row's lock, and does not look again.
        hold(tx, Mutex::WriteIdAllocator).await?;
        next = self::next(tx, place).await?;
    }
    let first = source.or(next).unwrap_or(1);
    match next {
        None => begin(tx, place, first + count).await?,
        Some(next) => {
            let values = [place.database(), place.table(), (first + count).into()];
            tx.execute_one(&sql::TAKE_WRITE_IDS, &values).await?;
            if first != next {
                tx.execute(&sql::FORGET_TABLE, &[place.database(), place.table()]).await?;
            }
        }
    }
    Ok(first)
}

async fn next(tx: &Tx, place: &Name) -> Result<Option<i64>> {
    let row = tx.row_opt(&sql::NEXT_WRITE_ID, &[place.database(), place.table()]).await?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

/// A table's count begins. If another was faster, the transaction is run again and goes on.
pub(super) async fn begin(tx: &Tx, place: &Name, next: i64) -> Result<()> {
    let row = [place.database(), place.table(), next.into()];
    Ok(tx.insert(&sql::INSERT_NEXT_WRITE_ID, [row]).await.map_err(made_by_another)?)
}

fn made_by_another(failure: Failure) -> Failure {
    match failure.is_unique_violation() {
        true => Failure::new(Class::Collision, failure.detail()),
        false => failure,
    }
}

pub(super) async fn insert(tx: &Tx, place: &Name, ids: &[TxnToWriteId]) -> Result<()> {
    let rows = ids.iter().map(|id| [id.txn_id.into(), place.database(), place.table(), id.write_id.into()]);
    Ok(tx.insert(&sql::INSERT_WRITE_IDS, rows).await?)
}

/// `get_max_allocated_table_write_id`: 0 for a table nobody wrote in a transaction.
pub async fn max(db: &Database, request: &MaxAllocatedTableWriteIdRequest) -> Result<MaxAllocatedTableWriteIdResponse> {
    require(db, "NEXT_WRITE_ID")?;
    let place = Name::new(&request.db_name, &request.table_name);
    let rows = db.rows(&sql::LAST_WRITE_ID, &[place.database(), place.table()]).await?;
    Ok(MaxAllocatedTableWriteIdResponse { max_write_id: rows.first().map_or(Ok(0), |row| row.get(0))? })
}

/// `seed_write_id`: a table converted from files that carry write ids goes on after them.
pub async fn seed(db: &Database, request: &SeedTableWriteIdsRequest) -> Result<()> {
    require(db, "NEXT_WRITE_ID")?;
    let place = &Name::new(&request.db_name, &request.table_name);
    db.write(|tx| async move {
        let row = [place.database(), place.table(), (request.seed_write_id + 1).into()];
        tx.insert(&sql::INSERT_NEXT_WRITE_ID, [row]).await.map_err(|failure| match failure.is_unique_violation() {
            true => Error::Meta(format!("{place} has write ids already and cannot be seeded")),
            false => failure.into(),
        })
    })
    .await
}
