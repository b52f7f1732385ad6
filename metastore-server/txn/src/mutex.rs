//! The mutexes of `AUX_TABLE`: one row a name, held by locking it.

use crate::Result;
use skep_sql::{Tx, statements};

statements! {
    /// Java stores the time of its last run in `MT_KEY2`, so the name alone finds the row.
    LOCK_MUTEX = r#"select m."MT_KEY2" from "AUX_TABLE" m where m."MT_KEY1" = $1 {for update}"#;

    /// Two who miss the row at once both make it; the second waits for the first and finds it there.
    MAKE_MUTEX = r#"
        insert {mysql: ignore} into "AUX_TABLE" ("MT_KEY1", "MT_KEY2") values ($1, 0)
        {postgres: on conflict do nothing}{sqlite: on conflict do nothing}"#;
}

/// Java's names of them (`TxnStore.MUTEX_KEY`), as far as we do the same work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutex {
    /// Putting something in the compaction queue.
    CompactionScheduler,
    /// Timeouts, write sets, write ids, histories.
    HouseKeeper,
    /// Removing transactions that left nothing behind.
    TxnCleaner,
    /// Beginning a table's count of write ids (Hive 3).
    WriteIdAllocator,
    /// Locking the rebuild of a materialized view.
    MaterializationRebuild,
}

impl Mutex {
    fn name(self) -> &'static str {
        match self {
            Mutex::CompactionScheduler => "CompactionScheduler",
            Mutex::HouseKeeper => "HouseKeeper",
            Mutex::TxnCleaner => "TxnCleaner",
            Mutex::WriteIdAllocator => "WriteIdAllocator",
            Mutex::MaterializationRebuild => "MaterializationRebuild",
        }
    }
}

/// Holds the mutex to the end of the transaction: waits for whoever has it, a Java metastore too.
/// It is the first thing its transaction locks.
pub async fn hold(tx: &Tx, mutex: Mutex) -> Result<()> {
    let name = [mutex.name().into()];
    if tx.row_opt(&LOCK_MUTEX, &name).await?.is_none() {
        tx.execute(&MAKE_MUTEX, &name).await?;
        tx.row(&LOCK_MUTEX, &name).await?;
    }
    Ok(())
}
