//! `open_txns`.

use super::reason::Reason;
use super::{CHUNK, abort, replica, sql};
use crate::{Error, Result, event};
use futures_util::try_join;
use skep_schema::Version;
use skep_sql::{Database, Tx, Value};
use skep_types::{OpenTxnRequest, OpenTxnsResponse, Str, TxnType};
use std::time::{Duration, Instant};

/// Transactions of one call (`metastore.txn.max.open.batch`).
const BATCH_MAX: i32 = 1000;
/// Open transactions of all callers (`hive.max.open.txns`).
const OPEN_MAX: i64 = 100_000;
/// Hive 4 takes an id it does not find for open only this long (`metastore.txn.opentxn.timeout`).
pub(super) const WINDOW: Duration = Duration::from_secs(1);
const ATTEMPTS: usize = 10;

/// Ids of new transactions, ascending.
///
/// From Hive 4 on, ids come from the database and may become visible out of order. Readers take a
/// missing id for open as long as [`WINDOW`] lasts; whoever was slower must not use it, so such
/// transactions are aborted and others opened.
pub async fn open(db: &Database, request: &OpenTxnRequest) -> Result<OpenTxnsResponse> {
    if request.num_txns <= 0 {
        return Err(Error::Meta(format!("Invalid input for number of txns: {}", request.num_txns)));
    }
    let owner = &Owner::of(request)?;
    for _ in 0..ATTEMPTS {
        let Opened { ids, since } = db.write(|tx| async move { attempt(&tx, request, owner).await }).await?;
        if db.version() < Version::V4_0 || owner.kind == TxnType::READ_ONLY || since.elapsed() < WINDOW {
            return Ok(OpenTxnsResponse { txn_ids: ids });
        }
        let late = &ids;
        db.write(|tx| async move { abort::abort_in(&tx, late, None, Reason::TIMEOUT).await }).await?;
    }
    Err(Error::Meta(format!(
        "no transaction could be opened within {} ms: the database is too slow",
        WINDOW.as_millis()
    )))
}

/// Whose transactions, and of what type.
struct Owner<'a> {
    user: &'a str,
    host: &'a str,
    kind: TxnType,
    /// Opened on a replica for transactions of its source.
    source: Option<(&'a Str, &'a [i64])>,
}

impl<'a> Owner<'a> {
    fn of(request: &'a OpenTxnRequest) -> Result<Owner<'a>> {
        let kind = request.txn_type.unwrap_or(TxnType::DEFAULT);
        let source = match kind {
            TxnType::REPL_CREATED => {
                let policy = request.repl_policy.as_ref().filter(|policy| !policy.is_empty());
                let sources = request.repl_src_txn_ids.as_deref().filter(|ids| ids.len() == request.num_txns as usize);
                match policy.zip(sources) {
                    Some(source) => Some(source),
                    None => {
                        let expected = "a replicated transaction needs its policy and one source id each";
                        return Err(Error::Meta(expected.into()));
                    }
                }
            }
            _ => None,
        };
        Ok(Owner { user: &request.user, host: &request.hostname, kind, source })
    }
}

struct Opened {
    ids: Vec<i64>,
    /// Before the first row was written.
    since: Instant,
}

async fn attempt(tx: &Tx, request: &OpenTxnRequest, owner: &Owner<'_>) -> Result<Opened> {
    let since = Instant::now();
    if let Some((policy, sources)) = owner.source {
        let known = replica::targets(tx, policy, sources).await?;
        if !known.is_empty() {
            return Ok(Opened { ids: known.into_values().collect(), since });
        }
    }
    let count = if owner.source.is_some() { request.num_txns } else { request.num_txns.min(BATCH_MAX) };
    let since = Instant::now();
    let (ids, now) = insert_at(tx, count.into(), owner.user, owner.host, owner.kind).await?;
    if let Some((policy, sources)) = owner.source {
        replica::remember(tx, policy, sources, &ids).await?;
    }
    // A source's own transactions are known to its replication already.
    let replicates = request.repl_policy.is_some() && owner.kind == TxnType::DEFAULT;
    if owner.kind != TxnType::READ_ONLY && !replicates {
        event::opened(tx, &ids, now);
    }
    Ok(Opened { ids, since })
}

/// Writes the rows of so many open transactions.
pub(crate) async fn insert(tx: &Tx, count: i64, user: &str, host: &str, kind: TxnType) -> Result<Vec<i64>> {
    Ok(insert_at(tx, count, user, host, kind).await?.0)
}

/// The same; and the time they were opened at.
async fn insert_at(tx: &Tx, count: i64, user: &str, host: &str, kind: TxnType) -> Result<(Vec<i64>, i64)> {
    // The second is sent along, and run once the first has its lock.
    let (locked, row) = try_join!(tx.rows(&sql::LOCK_TO_OPEN, &[]), tx.row(&sql::OPEN_NOW, &[]))?;
    let first = match locked.first() {
        Some(row) if tx.version() < Version::V4_0 => row.get(0)?,
        _ => 0_i64,
    };
    let (now, open, oldest): (i64, i64, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    if open + count > OPEN_MAX {
        return Err(Error::Meta(
            "Maximum allowed number of open transactions has been reached. See hive.max.open.txns.".into(),
        ));
    }
    let numbered = tx.version() < Version::V4_0;
    // Hive 4's rows get their ids from the database: they are found by a state nobody else can see.
    let state = if numbered { "o" } else { "_" };
    let rows = (first..first + count).map(|id| {
        let (user, host) = (user.into(), host.into());
        [id.into(), state.into(), now.into(), now.into(), user, host, Value::from(kind.0)]
    });
    let inserted = tx.insert(&sql::INSERT_TXN, rows);
    let ids: Vec<i64> = if numbered {
        let next = [(first + count).into()];
        try_join!(inserted, tx.execute_one(&sql::TAKE_TXN_IDS, &next))?;
        (first..first + count).collect()
    } else {
        inserted.await?;
        let rows = tx.rows(&sql::NEW_TXNS, &[]).await?;
        rows.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?
    };
    if !numbered {
        for ids in ids.chunks(CHUNK) {
            tx.execute(&sql::OPEN_NEW_TXNS, &[ids.into()]).await?;
        }
    }
    remember_oldest(tx, &ids, oldest, now).await?;
    Ok((ids, now))
}

/// What a Java cleaner goes by: files that one of these may read are not deleted.
async fn remember_oldest(tx: &Tx, ids: &[i64], oldest: Option<i64>, now: i64) -> Result<()> {
    let Some(first) = ids.first() else { return Ok(()) };
    if tx.version() < Version::V3_1 || !tx.has("MIN_HISTORY_LEVEL") {
        return Ok(());
    }
    let mut oldest = oldest.map_or(*first, |oldest| oldest.min(*first));
    if tx.version() >= Version::V4_0 {
        // Somebody slower may still open one below.
        let settled = now - i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX);
        let settled = tx.row_opt(&sql::NEWEST_STARTED_BEFORE, &[settled.into()]).await?;
        let settled: i64 = settled.map_or(Ok(0), |row| row.get(0))?;
        oldest = oldest.min(settled + 1);
    }
    let rows = ids.iter().map(|id| [Value::from(*id), oldest.into()]);
    Ok(tx.insert(&sql::INSERT_MIN_HISTORY, rows).await?)
}
