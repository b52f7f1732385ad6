//! Surrogate keys, taken from `SEQUENCE_TABLE` as DataNucleus takes them.
//!
//! A block of ids is reserved in a transaction of its own that commits at once:
//! two servers, Java or not, never get the same id, and a rolled-back write only
//! leaves a gap. SQLite has one writer, so there the write's own transaction does it.

use crate::{Class, Database, Failure, Statement, Tx, statements};
use skep_schema::Dialect;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Mutex;

/// Ids reserved at a time, at the least. Those not used by the time the server
/// stops are never used.
const BLOCK: i64 = 50;

statements! {
    /// Reserves $2 ids: the counter before and after are ours, whoever else counts.
    TAKE_IDS = r#"update "SEQUENCE_TABLE" set "NEXT_VAL" = {mysql: last_insert_id("NEXT_VAL") + $2}
        {postgres: "NEXT_VAL" + $2}{sqlite: "NEXT_VAL" + $2}
        where "SEQUENCE_NAME" = $1
        {postgres: returning "NEXT_VAL" - $2}{sqlite: returning "NEXT_VAL" - $2}"#;
    FIRST_IDS = r#"insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ($1, $2)"#;
}

macro_rules! sequences {
    ($($name:ident $class:literal $table:literal $column:literal;)*) => {
        /// The sequences Hive names after its model classes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Sequence {
            $($name,)*
        }

        impl Sequence {
            /// Each with the table and column it numbers.
            pub(crate) const ALL: &[(Sequence, &str, &str)] = &[$((Sequence::$name, $table, $column)),*];

            pub(crate) fn key(self) -> &'static str {
                match self {
                    $(Sequence::$name => concat!("org.apache.hadoop.hive.metastore.model.", $class),)*
                }
            }

            /// The highest id in use, for the first time anybody asks.
            fn highest(self) -> &'static Statement {
                match self {
                    $(Sequence::$name => {
                        static HIGHEST: Statement = Statement::new(
                            "HIGHEST_ID",
                            concat!("select max(t.\"", $column, "\") from \"", $table, "\" t"),
                        );
                        &HIGHEST
                    })*
                }
            }
        }
    };
}

sequences! {
    Catalog "MCatalog" "CTLGS" "CTLG_ID";
    Database "MDatabase" "DBS" "DB_ID";
    Table "MTable" "TBLS" "TBL_ID";
    StorageDescriptor "MStorageDescriptor" "SDS" "SD_ID";
    ColumnDescriptor "MColumnDescriptor" "CDS" "CD_ID";
    SerDeInfo "MSerDeInfo" "SERDES" "SERDE_ID";
    StringList "MStringList" "SKEWED_STRING_LIST" "STRING_LIST_ID";
    Partition "MPartition" "PARTITIONS" "PART_ID";
    TableColumnStatistics "MTableColumnStatistics" "TAB_COL_STATS" "CS_ID";
    PartitionColumnStatistics "MPartitionColumnStatistics" "PART_COL_STATS" "CS_ID";
    Role "MRole" "ROLES" "ROLE_ID";
    RoleMap "MRoleMap" "ROLE_MAP" "ROLE_GRANT_ID";
    GlobalPrivilege "MGlobalPrivilege" "GLOBAL_PRIVS" "USER_GRANT_ID";
    DatabasePrivilege "MDBPrivilege" "DB_PRIVS" "DB_GRANT_ID";
    TablePrivilege "MTablePrivilege" "TBL_PRIVS" "TBL_GRANT_ID";
    TableColumnPrivilege "MTableColumnPrivilege" "TBL_COL_PRIVS" "TBL_COLUMN_GRANT_ID";
    PartitionPrivilege "MPartitionPrivilege" "PART_PRIVS" "PART_GRANT_ID";
    PartitionColumnPrivilege "MPartitionColumnPrivilege" "PART_COL_PRIVS" "PART_COLUMN_GRANT_ID";
    PartitionEvent "MPartitionEvent" "PARTITION_EVENTS" "PART_NAME_ID";
    Type "MType" "TYPES" "TYPES_ID";
    Index "MIndex" "IDXS" "INDEX_ID";
    Function "MFunction" "FUNCS" "FUNC_ID";
    NotificationLog "MNotificationLog" "NOTIFICATION_LOG" "NL_ID";
    TxnWriteNotificationLog "MTxnWriteNotificationLog" "TXN_WRITE_NOTIFICATION_LOG" "WNL_ID";
    CreationMetadata "MCreationMetadata" "MV_CREATION_METADATA" "MV_CREATION_METADATA_ID";
    DataConnectorPrivilege "MDCPrivilege" "DC_PRIVS" "DC_GRANT_ID";
    Schema "MISchema" "I_SCHEMA" "SCHEMA_ID";
    SchemaVersion "MSchemaVersion" "SCHEMA_VERSION" "SCHEMA_VERSION_ID";
    RuntimeStat "MRuntimeStat" "RUNTIME_STATS" "RS_ID";
    ResourcePlan "MWMResourcePlan" "WM_RESOURCEPLAN" "RP_ID";
    Pool "MWMPool" "WM_POOL" "POOL_ID";
    Trigger "MWMTrigger" "WM_TRIGGER" "TRIGGER_ID";
    Mapping "MWMMapping" "WM_MAPPING" "MAPPING_ID";
    ScheduledQuery "MScheduledQuery" "SCHEDULED_QUERIES" "SCHEDULED_QUERY_ID";
    ScheduledExecution "MScheduledExecution" "SCHEDULED_EXECUTIONS" "SCHEDULED_EXECUTION_ID";
    StoredProcedure "MStoredProc" "STORED_PROCS" "SP_ID";
    Package "MPackage" "PACKAGES" "PKG_ID";
    MasterKey "MMasterKey" "MASTER_KEYS" "KEY_ID";
}

/// The blocks this process has reserved and not used up.
#[derive(Default)]
pub(crate) struct Blocks {
    reserved: Mutex<HashMap<Sequence, Range<i64>>>,
    turn: tokio::sync::Mutex<()>,
}

impl Blocks {
    fn take(&self, sequence: Sequence, count: i64) -> Option<Range<i64>> {
        let mut reserved = self.reserved.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let block = reserved.get_mut(&sequence)?;
        if block.end - block.start < count {
            return None;
        }
        let taken = block.start..block.start + count;
        block.start = taken.end;
        Some(taken)
    }

    /// Keeps what is left of a new block, or of the old one if that is more.
    fn keep(&self, sequence: Sequence, rest: Range<i64>) {
        let mut reserved = self.reserved.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let block = reserved.entry(sequence).or_insert(rest.clone());
        if block.end - block.start < rest.end - rest.start {
            *block = rest;
        }
    }
}

/// `count` ids in a row.
pub(crate) async fn allocate(db: &Database, tx: &Tx, sequence: Sequence, count: usize) -> Result<Range<i64>, Failure> {
    let count = i64::try_from(count).map_err(|_| Failure::new(Class::Unexpected, "too many ids asked for"))?;
    if count == 0 {
        return Ok(0..0);
    }
    if db.dialect() == Dialect::Sqlite {
        let first = reserve(tx, sequence, count).await?;
        return Ok(first..first + count);
    }
    if let Some(ids) = db.blocks().take(sequence, count) {
        return Ok(ids);
    }
    // One at a time: whoever waited may find what the one before reserved.
    let _turn = db.blocks().turn.lock().await;
    if let Some(ids) = db.blocks().take(sequence, count) {
        return Ok(ids);
    }
    let size = count.max(BLOCK);
    let first = db.aside(|tx| async move { reserve(&tx, sequence, size).await }).await?;
    db.blocks().keep(sequence, first + count..first + size);
    Ok(first..first + count)
}

/// What Java does with `SELECT … FOR UPDATE` and `UPDATE`, in one statement.
async fn reserve(tx: &Tx, sequence: Sequence, count: i64) -> Result<i64, Failure> {
    let key = sequence.key();
    if let Some(first) = tx.take(&TAKE_IDS, &[key.into(), count.into()]).await? {
        return Ok(first);
    }
    let highest: Option<i64> = tx.row(sequence.highest(), &[]).await?.get(0)?;
    let first = highest.unwrap_or(0) + 1;
    let inserted = tx.execute(&FIRST_IDS, &[key.into(), (first + count).into()]).await;
    inserted.map_err(Failure::made_by_another)?;
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_schema::Version;

    #[test]
    fn every_sequence_counts_a_key_of_the_schema() {
        for (sequence, table, column) in Sequence::ALL {
            let found =
                Version::ALL.iter().any(|v| skep_schema::column(Dialect::Postgres, *v, table, column).is_some());
            assert!(found, "{sequence:?}: {table}.{column}");
        }
    }
}
