//! Many of everything, for tests of what a request costs.

use skep_conformance::TestServer;
use skep_testing::{CallError, Client};
use skep_types::*;
use std::ops::Range;

pub fn text(text: &str) -> Option<Str> {
    Some(text.into())
}

/// A column of statistics and as many others.
pub fn columns(count: usize) -> Vec<FieldSchema> {
    let column =
        |n| FieldSchema { name: Some(format!("c{n}").into()), type_: text("bigint"), comment: text("a column") };
    (0..count).map(column).collect()
}

/// A table with ten columns and the keys `ds` and `hr`, if any.
pub fn table(name: &str, partitioned: bool) -> Table {
    let key = |name: &str| FieldSchema { name: text(name), type_: text("string"), comment: None };
    let sd = StorageDescriptor {
        cols: Some(columns(10)),
        serde_info: Some(SerDeInfo { parameters: Some([("format".into(), "1".into())].into()), ..Default::default() }),
        ..Default::default()
    };
    Table {
        db_name: text("shop"),
        table_name: text(name),
        table_type: text("MANAGED_TABLE"),
        partition_keys: Some(if partitioned { vec![key("ds"), key("hr")] } else { Vec::new() }),
        parameters: Some([("comment".into(), "one of many".into())].into()),
        sd: Some(sd),
        ..Default::default()
    }
}

/// The partitions `ds=<hundredth>/hr=<n>`.
pub fn partitions(table: &str, range: Range<usize>) -> Vec<Partition> {
    let partition = |n: usize| Partition {
        db_name: text("shop"),
        table_name: text(table),
        values: Some(vec![format!("{}", n / 1000).into(), format!("{n}").into()]),
        parameters: Some([("numFiles".into(), "1".into())].into()),
        sd: Some(self::table(table, true).sd.unwrap_or_default()),
        ..Default::default()
    };
    range.map(partition).collect()
}

pub fn names(range: Range<usize>) -> Vec<Str> {
    range.map(|n| format!("ds={}/hr={n}", n / 1000).into()).collect()
}

/// Statistics of one column of each partition.
pub fn statistics(table: &str, range: Range<usize>) -> SetPartitionsStatsRequest {
    let of = |name: Str| ColumnStatistics {
        stats_desc: ColumnStatisticsDesc {
            is_tbl_level: false,
            db_name: "shop".into(),
            table_name: table.into(),
            part_name: Some(name),
            ..Default::default()
        },
        stats_obj: vec![object("c0")],
        ..Default::default()
    };
    SetPartitionsStatsRequest { col_stats: names(range).into_iter().map(of).collect(), ..Default::default() }
}

pub fn object(column: &str) -> ColumnStatisticsObj {
    let data = LongColumnStatsData { low_value: Some(1), high_value: Some(9), num_d_vs: 5, ..Default::default() };
    ColumnStatisticsObj {
        col_name: column.into(),
        col_type: "bigint".into(),
        stats_data: ColumnStatisticsData::LongStats(data),
    }
}

pub fn asked(table: &str, range: Range<usize>) -> PartitionsStatsRequest {
    PartitionsStatsRequest {
        db_name: "shop".into(),
        tbl_name: table.into(),
        col_names: vec!["c0".into()],
        part_names: names(range),
        ..Default::default()
    }
}

/// A lock on each of so many tables.
pub fn locks(count: usize, txn: Option<i64>) -> LockRequest {
    let component = |n| LockComponent {
        type_: LockType::SHARED_READ,
        level: LockLevel::TABLE,
        dbname: "shop".into(),
        tablename: Some(format!("t{n}").into()),
        operation_type: Some(DataOperationType::SELECT),
        ..Default::default()
    };
    LockRequest {
        component: (0..count).map(component).collect(),
        txnid: txn,
        user: "ann".into(),
        hostname: "here".into(),
        ..Default::default()
    }
}

pub fn transactions(count: usize) -> args::OpenTxns {
    let num_txns = count.try_into().expect("a few");
    args::OpenTxns {
        rqst: Some(OpenTxnRequest { num_txns, user: "ann".into(), hostname: "here".into(), ..Default::default() }),
    }
}

pub fn write_ids(table: &str, txns: &[i64]) -> args::AllocateTableWriteIds {
    args::AllocateTableWriteIds {
        rqst: Some(AllocateTableWriteIdsRequest {
            db_name: "shop".into(),
            table_name: table.into(),
            txn_ids: Some(txns.to_vec()),
            ..Default::default()
        }),
    }
}

/// A client of a server with the database `shop` and these tables in it.
pub async fn shop(server: &TestServer, tables: &[Table]) -> Client {
    let mut client = server.client().await;
    let database = Database { name: text("shop"), ..Default::default() };
    done(client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await);
    for table in tables {
        let table = args::CreateTable { tbl: Some(table.clone()) };
        done(client.call::<calls::CreateTable>(table).await);
    }
    client
}

pub fn done<T>(answer: Result<T, CallError>) -> T {
    answer.unwrap_or_else(|refused| panic!("refused: {refused:?}"))
}
