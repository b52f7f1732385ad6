//! Listings, which may be longer than memory should hold: the ids are read first, the partitions
//! chunk by chunk while earlier chunks are being sent, all from one snapshot.

use futures_util::stream::{self, BoxStream, FuturesOrdered, StreamExt};
use skep_sql::{Retry, Tx};
use skep_types::Partition;
use tokio::sync::mpsc;

use super::select::{self, Choice, Limit};
use super::{Parent, read};
use crate::filter::Pattern;
use crate::names::TableName;
use crate::privilege::Reader;
use crate::storage::ColumnCache;
use crate::{Catalog, Error, Result};

/// Small chunks, so that the first is soon on its way.
const CHUNK: usize = 250;

/// Statements of so many chunks are on their way to the database, which so never waits for what
/// is done with its rows.
const AT_ONCE: usize = 3;

/// A list of partitions on its way.
pub struct Listing {
    pub count: usize,
    /// Whether all of them are meant for sure.
    pub certain: bool,
    /// Exactly `count` partitions, or an error.
    pub chunks: BoxStream<'static, Result<Vec<Partition>>>,
}

/// What of each partition is wanted; all of it by default.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Leave the columns out (Hive 4's `skipColumnSchemaForPartition`).
    pub without_columns: bool,
    /// Only parameters whose key is like this.
    pub include: Option<Pattern>,
    pub exclude: Option<Pattern>,
    /// With what this one may do with it, on tables that ask for it.
    pub reader: Option<Reader>,
}

/// The partitions chosen, in the order of their names.
///
/// Everything that can be refused is refused before this returns. A connection lost later cannot be
/// made good by reading again, because part of the answer is out: the stream then ends in an error.
pub async fn list(catalog: &Catalog, table: &TableName, choice: Choice, limit: Limit, shape: Shape) -> Result<Listing> {
    let mut opened = open(catalog, table, &choice, limit).await;
    if opened.as_ref().is_err_and(|e| e.failure().is_some_and(|f| f.is_retryable())) {
        opened = open(catalog, table, &choice, limit).await;
    }
    let (tx, parent, ids, certain) = opened?;
    let count = ids.len();
    refuse_too_many(catalog, &parent, &choice, limit, count)?;
    let (sender, chunks) = mpsc::channel(1);
    // A task of its own reads the next chunk while this one is sent. It ends when the receiver is
    // dropped, and the snapshot with it.
    tokio::spawn(skep_sql::carried(async move {
        if let Err(error) = send(&tx, &parent, &ids, &shape, &sender).await {
            // Nobody listens any more if the request was given up.
            let _ = sender.send(Err(error)).await;
        }
    }));
    Ok(Listing { count, certain, chunks: stream(chunks, count) })
}

/// Hive's bound on one request. Who names partitions has bounded it already.
fn refuse_too_many(catalog: &Catalog, parent: &Parent, choice: &Choice, limit: Limit, count: usize) -> Result<()> {
    let Some(most) = catalog.rules.partition_request_limit else { return Ok(()) };
    let asked = match limit {
        Limit::AtMost(asked) => asked,
        Limit::None => i64::try_from(count).unwrap_or(i64::MAX),
    };
    if asked <= most || choice.is_named() {
        return Ok(());
    }
    Err(Error::Meta(format!(
        "Number of partitions scanned (={asked}) on table '{}' exceeds limit (={most}). \
         This is controlled on the metastore server by metastore.limit.partition.request.",
        parent.name.table
    )))
}

async fn open(
    catalog: &Catalog,
    table: &TableName,
    choice: &Choice,
    limit: Limit,
) -> Result<(Tx, Parent, Vec<i64>, bool)> {
    let tx = catalog.db.snapshot().await?;
    let parent = Parent::find(&tx, table).await?;
    let chosen = choice.resolve(&parent)?;
    // Which of uncertain ones are meant is not known here, so neither is where a limit would cut.
    let limit = if chosen.is_certain() { limit } else { Limit::None };
    let ids = select::ids(&tx, &parent, &chosen, limit).await?;
    Ok((tx, parent, ids, chosen.is_certain()))
}

async fn send(
    tx: &Tx,
    parent: &Parent,
    ids: &[i64],
    shape: &Shape,
    chunks: &mpsc::Sender<Result<Vec<Partition>>>,
) -> Result<()> {
    let cache = &ColumnCache::default();
    let holder = match &shape.reader {
        Some(reader) => reader.of_table(tx, parent.id).await?,
        None => None,
    };
    let mut left = ids.chunks(CHUNK);
    let mut reads = FuturesOrdered::new();
    loop {
        let next = left.by_ref().take(AT_ONCE - reads.len());
        reads.extend(next.map(async |ids| (ids, read::partitions(tx, parent, ids, cache).await)));
        let Some((ids, partitions)) = reads.next().await else { return Ok(()) };
        let mut partitions = partitions?;
        if let Some(holder) = &holder {
            holder.describe(tx, ids, &mut partitions).await?;
        }
        shape.apply(&mut partitions);
        if chunks.send(Ok(partitions)).await.is_err() {
            return Ok(());
        }
    }
}

fn stream(chunks: mpsc::Receiver<Result<Vec<Partition>>>, count: usize) -> BoxStream<'static, Result<Vec<Partition>>> {
    let next = |(mut chunks, left): (mpsc::Receiver<Result<Vec<Partition>>>, usize)| async move {
        if left == 0 {
            return None;
        }
        let short = || Err(Error::Meta("the listing ended early".into()));
        let chunk = chunks.recv().await.unwrap_or_else(short);
        let left = chunk.as_ref().map_or(0, |chunk| left.saturating_sub(chunk.len()));
        Some((chunk, (chunks, left)))
    };
    stream::unfold((chunks, count), next).boxed()
}

impl Shape {
    pub fn apply(&self, partitions: &mut [Partition]) {
        for partition in partitions {
            if self.without_columns
                && let Some(sd) = &mut partition.sd
            {
                sd.cols = Some(Vec::new());
            }
            if let Some(parameters) = &mut partition.parameters {
                let included = |key: &str| self.include.as_ref().is_none_or(|p| p.matches(key));
                let excluded = |key: &str| self.exclude.as_ref().is_some_and(|p| p.matches(key));
                if self.include.is_some() || self.exclude.is_some() {
                    parameters.retain(|key, _| included(key) && !excluded(key));
                }
            }
        }
    }
}
