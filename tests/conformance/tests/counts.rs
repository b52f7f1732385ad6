//! What is in a request does not change how many statements it takes, but for one a chunk of hundreds.

mod many;

use many::{asked, done, locks, names, partitions, shop, statistics, table, text, transactions, write_ids};
use skep_conformance::TestServer;
use skep_testing::{Backend, CallError, Client};
use skep_types::*;

/// What chunks may add up to: a statement in a loop over a thousand things would be ten times that.
const CHUNKS: u64 = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_cost_hardly_more_statements_than_ten() {
    let (ten, thousand) = (everything(10).await, everything(1_000).await);
    let mut grown = Vec::new();
    for ((what, few), (same, many)) in ten.iter().zip(&thousand) {
        assert_eq!(what, same);
        eprintln!("{what}: {few} statements for ten, {many} for a thousand");
        if *many > few + CHUNKS {
            grown.push(what);
        }
    }
    assert!(grown.is_empty(), "one statement a thing: {grown:?}");
}

/// Statements of each call, in the order they were made.
struct Counts<'a> {
    server: &'a TestServer,
    found: Vec<(&'static str, u64)>,
}

impl Counts<'_> {
    async fn of<T>(&mut self, what: &'static str, call: impl Future<Output = Result<T, CallError>>) -> T {
        let before = self.server.pool().stats().statements();
        let answer = call.await.unwrap_or_else(|refused| panic!("{what}: {refused:?}"));
        self.found.push((what, self.server.pool().stats().statements() - before));
        answer
    }
}

/// Every request that can be about many things, with so many.
async fn everything(many: usize) -> Vec<(&'static str, u64)> {
    let server = &TestServer::start(Backend::Sqlite).await;
    let mut tables = vec![table("t", true), table("u", true)];
    tables.extend((0..many).map(|n| table(&format!("t{n}"), false)));
    let client = &mut shop(server, &tables).await;
    let counts = &mut Counts { server, found: Vec::new() };
    columns(counts, client, many).await;
    written(counts, client, many).await;
    read(counts, client, many).await;
    measured(counts, client, many).await;
    granted(counts, client, many).await;
    transactional(counts, client, many).await;
    moved(counts, client, many).await;
    listed(counts, client, many).await;
    std::mem::take(&mut counts.found)
}

async fn columns(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let wide = |comment: &str| {
        let mut wide = table("wide", false);
        let columns = many::columns(many).into_iter().map(|column| FieldSchema { comment: text(comment), ..column });
        wide.sd.get_or_insert_default().cols = Some(columns.collect());
        wide
    };
    let made = args::CreateTable { tbl: Some(wide("before")) };
    counts.of("create_table of many columns", client.call::<calls::CreateTable>(made)).await;
    let mut after = wide("after");
    let asked = args::GetTable { dbname: text("shop"), tbl_name: text("wide") };
    let before = counts.of("get_table of many columns", client.call::<calls::GetTable>(asked)).await;
    after.sd.get_or_insert_default().location = before.sd.and_then(|sd| sd.location);
    let changed = args::AlterTable { dbname: text("shop"), tbl_name: text("wide"), new_tbl: Some(after) };
    counts.of("alter_table of many columns", client.call::<calls::AlterTable>(changed)).await;
    let about = ColumnStatisticsDesc {
        is_tbl_level: true,
        db_name: "shop".into(),
        table_name: "wide".into(),
        ..Default::default()
    };
    let names: Vec<Str> = (0..many).map(|n| format!("c{n}").into()).collect();
    let stats_obj = names.iter().map(|name| many::object(name)).collect();
    let stats = ColumnStatistics { stats_desc: about, stats_obj, ..Default::default() };
    let sent = args::UpdateTableColumnStatistics { stats_obj: Some(stats) };
    counts.of("update_table_column_statistics", client.call::<calls::UpdateTableColumnStatistics>(sent)).await;
    let request = TableStatsRequest {
        db_name: "shop".into(),
        tbl_name: "wide".into(),
        col_names: names.clone(),
        ..Default::default()
    };
    let asked = args::GetTableStatisticsReq { request: Some(request) };
    counts.of("get_table_statistics_req", client.call::<calls::GetTableStatisticsReq>(asked)).await;
    let constraint = |name: &Str| SQLNotNullConstraint {
        table_db: text("shop"),
        table_name: text("wide"),
        column_name: Some(name.clone()),
        ..Default::default()
    };
    let not_null_constraint_cols = names.iter().map(constraint).collect();
    let sent = args::AddNotNullConstraint { req: Some(AddNotNullConstraintRequest { not_null_constraint_cols }) };
    counts.of("add_not_null_constraint", client.call::<calls::AddNotNullConstraint>(sent)).await;
}

async fn written(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let new = args::AddPartitions { new_parts: Some(partitions("t", 0..many)) };
    counts.of("add_partitions", client.call::<calls::AddPartitions>(new)).await;
    let asked = args::GetPartitions { db_name: text("shop"), tbl_name: text("t"), max_parts: Some(-1) };
    let mut found = counts.of("get_partitions", client.call::<calls::GetPartitions>(asked)).await;
    for (n, partition) in found.iter_mut().enumerate() {
        partition.parameters.get_or_insert_default().insert("numFiles".into(), format!("{n}").into());
    }
    let changed = args::AlterPartitions { db_name: text("shop"), tbl_name: text("t"), new_parts: Some(found) };
    counts.of("alter_partitions", client.call::<calls::AlterPartitions>(changed)).await;
}

async fn read(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let (db_name, tbl_name) = (text("shop"), text("t"));
    let asked = args::GetPartitionsByNames {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        names: Some(names(0..many)),
    };
    counts.of("get_partitions_by_names", client.call::<calls::GetPartitionsByNames>(asked)).await;
    let asked = args::GetPartitionNames { db_name: db_name.clone(), tbl_name: tbl_name.clone(), max_parts: Some(-1) };
    counts.of("get_partition_names", client.call::<calls::GetPartitionNames>(asked)).await;
    let asked = args::GetPartitionsByFilter {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        filter: text("ds >= '0'"),
        max_parts: Some(-1),
    };
    let found = counts.of("get_partitions_by_filter", client.call::<calls::GetPartitionsByFilter>(asked)).await;
    assert_eq!(found.len(), many);
    let asked = args::GetPartitionsPsWithAuth {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        part_vals: Some(vec!["0".into()]),
        max_parts: Some(-1),
        ..Default::default()
    };
    counts.of("get_partitions_ps_with_auth", client.call::<calls::GetPartitionsPsWithAuth>(asked)).await;
    let asked = args::GetPartSpecsByFilter { db_name, tbl_name, filter: text("ds >= '0'"), max_parts: Some(-1) };
    counts.of("get_part_specs_by_filter", client.call::<calls::GetPartSpecsByFilter>(asked)).await;
}

async fn measured(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    for what in ["set_aggr_stats_for", "set_aggr_stats_for, again"] {
        let sent = args::SetAggrStatsFor { request: Some(statistics("t", 0..many)) };
        counts.of(what, client.call::<calls::SetAggrStatsFor>(sent)).await;
    }
    let request = SetPartitionsStatsRequest { need_merge: Some(true), ..statistics("t", 0..many) };
    let sent = args::SetAggrStatsFor { request: Some(request) };
    counts.of("set_aggr_stats_for, merging", client.call::<calls::SetAggrStatsFor>(sent)).await;
    let request = args::GetPartitionsStatisticsReq { request: Some(asked("t", 0..many)) };
    counts.of("get_partitions_statistics_req", client.call::<calls::GetPartitionsStatisticsReq>(request)).await;
    let request = args::GetAggrStatsFor { request: Some(asked("t", 0..many)) };
    let all = counts.of("get_aggr_stats_for", client.call::<calls::GetAggrStatsFor>(request)).await;
    assert_eq!(all.parts_found, i64::try_from(many).expect("few"));
}

async fn granted(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let privilege = |n: usize| HiveObjectPrivilege {
        hive_object: Some(HiveObjectRef {
            object_type: Some(HiveObjectType::TABLE),
            db_name: text("shop"),
            object_name: Some(format!("t{n}").into()),
            ..Default::default()
        }),
        principal_name: text("ann"),
        principal_type: Some(PrincipalType::USER),
        grant_info: Some(PrivilegeGrantInfo {
            privilege: text("SELECT"),
            create_time: Some(1),
            grantor: text("root"),
            grantor_type: Some(PrincipalType::USER),
            grant_option: Some(false),
        }),
        authorizer: text("SQL"),
    };
    let bag = PrivilegeBag { privileges: Some((0..many).map(privilege).collect()) };
    let sent = args::GrantPrivileges { privileges: Some(bag.clone()) };
    counts.of("grant_privileges", client.call::<calls::GrantPrivileges>(sent)).await;
    let sent = args::RevokePrivileges { privileges: Some(bag) };
    counts.of("revoke_privileges", client.call::<calls::RevokePrivileges>(sent)).await;
}

async fn transactional(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let rqst = Some(locks(many, None));
    let lock = counts.of("lock of many components", client.call::<calls::Lock>(args::Lock { rqst })).await;
    let rqst = Some(CheckLockRequest { lockid: lock.lockid, ..Default::default() });
    counts.of("check_lock", client.call::<calls::CheckLock>(args::CheckLock { rqst })).await;
    let rqst = Some(UnlockRequest { lockid: lock.lockid });
    counts.of("unlock", client.call::<calls::Unlock>(args::Unlock { rqst })).await;

    let txns = counts.of("open_txns", client.call::<calls::OpenTxns>(transactions(many))).await.txn_ids;
    let sent = write_ids("t0", &txns);
    counts.of("allocate_table_write_ids", client.call::<calls::AllocateTableWriteIds>(sent)).await;
    let full_table_names = (0..many).map(|n| format!("shop.t{n}").into()).collect();
    let rqst = Some(GetValidWriteIdsRequest { full_table_names, ..Default::default() });
    let asked = args::GetValidWriteIds { rqst };
    counts.of("get_valid_write_ids of many tables", client.call::<calls::GetValidWriteIds>(asked)).await;
    let written = AddDynamicPartitions {
        txnid: txns[0],
        writeid: Some(1),
        dbname: "shop".into(),
        tablename: "t0".into(),
        partitionnames: names(0..many),
        operation_type: Some(DataOperationType::INSERT),
    };
    let sent = args::AddDynamicPartitions { rqst: Some(written) };
    counts.of("add_dynamic_partitions", client.call::<calls::AddDynamicPartitions>(sent)).await;
    let rqst = Some(CommitTxnRequest { txnid: txns[0], ..Default::default() });
    counts.of("commit_txn of many partitions", client.call::<calls::CommitTxn>(args::CommitTxn { rqst })).await;
    let rqst = Some(AbortTxnsRequest { txn_ids: txns[1..].to_vec(), ..Default::default() });
    counts.of("abort_txns", client.call::<calls::AbortTxns>(args::AbortTxns { rqst })).await;
}

async fn moved(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let sent = args::ExchangePartitions {
        partition_specs: Some([("ds".into(), "0".into())].into()),
        source_db: text("shop"),
        source_table_name: text("t"),
        dest_db: text("shop"),
        dest_table_name: text("u"),
    };
    counts.of("exchange_partitions", client.call::<calls::ExchangePartitions>(sent)).await;
    let asked = args::GetTable { dbname: text("shop"), tbl_name: text("u") };
    let mut table = done(client.call::<calls::GetTable>(asked).await);
    table.table_name = text("v");
    let sent = args::AlterTable { dbname: text("shop"), tbl_name: text("u"), new_tbl: Some(table) };
    counts.of("rename", client.call::<calls::AlterTable>(sent)).await;
    let request = DropPartitionsRequest {
        db_name: "shop".into(),
        tbl_name: "v".into(),
        parts: RequestPartsSpec::Names(names(0..many)),
        delete_data: Some(true),
        ..Default::default()
    };
    let sent = args::DropPartitionsReq { req: Some(request) };
    counts.of("drop_partitions_req", client.call::<calls::DropPartitionsReq>(sent)).await;
    let new = args::AddPartitions { new_parts: Some(partitions("v", 0..many)) };
    done(client.call::<calls::AddPartitions>(new).await);
    let sent = args::TruncateTable { db_name: text("shop"), table_name: text("v"), part_names: None };
    counts.of("truncate_table", client.call::<calls::TruncateTable>(sent)).await;
    let sent = args::DropTable { dbname: text("shop"), name: text("v"), delete_data: Some(true) };
    counts.of("drop_table", client.call::<calls::DropTable>(sent)).await;
}

async fn listed(counts: &mut Counts<'_>, client: &mut Client, many: usize) {
    let all: Vec<Str> = (0..many).map(|n| format!("t{n}").into()).collect();
    let asked = args::GetTableObjectsByName { dbname: text("shop"), tbl_names: Some(all) };
    counts.of("get_table_objects_by_name", client.call::<calls::GetTableObjectsByName>(asked)).await;
    let asked = args::GetTableMeta { db_patterns: text("*"), tbl_patterns: text("*"), tbl_types: Some(Vec::new()) };
    counts.of("get_table_meta", client.call::<calls::GetTableMeta>(asked)).await;
    let asked = args::GetAllTables { db_name: text("shop") };
    counts.of("get_all_tables", client.call::<calls::GetAllTables>(asked)).await;
    let rqst = Some(NotificationEventRequest { last_event: 0, ..Default::default() });
    let asked = args::GetNextNotification { rqst };
    let events = counts.of("get_next_notification", client.call::<calls::GetNextNotification>(asked)).await;
    assert!(events.events.len() > many);
    let sent = args::DropDatabase { name: text("shop"), delete_data: Some(true), cascade: Some(true) };
    counts.of("drop_database, cascade", client.call::<calls::DropDatabase>(sent)).await;
}
