//! How databases full of rows run the statements that come most often: by which index each table is read.
//!
//! The plans are those of calls over the wire with the values of the calls. What is kept of them, in `plans/*.txt`, is by
//! which index each table is read that grows with a metastore's life: small tables may be read either way. Costs and the
//! order of joins are left out, nobody analyses but the test, and the planner is told to read by an index wherever there
//! is one that helps. `SKEP_BLESS=1` writes the files anew.

mod many;

use many::{asked, done, locks, names, partitions, shop, statistics, table, text, transactions, write_ids};
use skep_conformance::TestServer;
use skep_sql::plan::Plan;
use skep_testing::{Backend, CallError, Client};
use skep_types::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Tables that grow with a metastore's life. None is ever read from end to end.
const GROWING: [&str; 16] = [
    "COLUMNS_V2",
    "HIVE_LOCKS",
    "NOTIFICATION_LOG",
    "PARTITIONS",
    "PARTITION_KEY_VALS",
    "PARTITION_PARAMS",
    "PART_COL_STATS",
    "SDS",
    "SERDES",
    "SERDE_PARAMS",
    "TABLE_PARAMS",
    "TAB_COL_STATS",
    "TBLS",
    "TXNS",
    "TXN_COMPONENTS",
    "TXN_TO_WRITE_ID",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_reads_by_index() {
    reads_by_index(Backend::Postgres, "postgres").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_reads_by_index() {
    reads_by_index(Backend::Mariadb, "mariadb").await;
}

async fn reads_by_index(backend: Backend, golden: &str) {
    let filled = TestServer::start(backend).await;
    fill(&filled).await;
    analyze(&filled).await;
    // Its connections are new: those of a server that was there before keep their settings.
    let server = &filled.beside().await;
    let client = &mut server.client().await;
    server.pool().explain();
    let mut plans = Plans { server, text: String::new(), scans: Vec::new() };
    tables(&mut plans, client).await;
    read(&mut plans, client).await;
    transactional(&mut plans, client).await;
    written(&mut plans, client).await;
    if backend == Backend::Mariadb {
        filled.database().run("set global max_seeks_for_key = default;").await;
    }
    assert!(plans.scans.is_empty(), "read from end to end: {:#?}", plans.scans);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("plans/{golden}.txt"));
    if std::env::var_os("SKEP_BLESS").is_some() {
        std::fs::write(&file, &plans.text).expect("a file in the checkout");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(plans.text, kept, "SKEP_BLESS=1 writes {} anew", file.display());
}

/// Thousands of rows in each table that grows, and what the database knows about them.
async fn fill(server: &TestServer) {
    const TABLES: usize = 400;
    let mut tables = vec![table("p", true), table("q", true)];
    tables.extend((0..TABLES).map(|n| table(&format!("t{n}"), false)));
    let mut client = shop(server, &tables).await;
    for table in ["p", "q"] {
        for thousand in 0..3 {
            let range = thousand * 1_000..(thousand + 1) * 1_000;
            let new = args::AddPartitions { new_parts: Some(partitions(table, range.clone())) };
            done(client.call::<calls::AddPartitions>(new).await);
            let sent = args::SetAggrStatsFor { request: Some(statistics(table, range)) };
            done(client.call::<calls::SetAggrStatsFor>(sent).await);
        }
    }
    for n in 0..TABLES {
        let about = ColumnStatisticsDesc {
            is_tbl_level: true,
            db_name: "shop".into(),
            table_name: format!("t{n}").into(),
            ..Default::default()
        };
        let stats_obj = (0..10).map(|n| many::object(&format!("c{n}"))).collect();
        let stats = ColumnStatistics { stats_desc: about, stats_obj, ..Default::default() };
        let sent = args::UpdateTableColumnStatistics { stats_obj: Some(stats) };
        done(client.call::<calls::UpdateTableColumnStatistics>(sent).await);
    }
    for n in 0..4 {
        let txns = done(client.call::<calls::OpenTxns>(transactions(1_000)).await).txn_ids;
        done(client.call::<calls::AllocateTableWriteIds>(write_ids(&format!("t{n}"), &txns)).await);
        let rqst = Some(AbortTxnsRequest { txn_ids: txns, ..Default::default() });
        done(client.call::<calls::AbortTxns>(args::AbortTxns { rqst }).await);
    }
    for _ in 0..10 {
        done(client.call::<calls::Lock>(args::Lock { rqst: Some(locks(TABLES, None)) }).await);
    }
}

/// The database looks at the whole of each table, never again behind the test's back, and takes an index to be cheap.
async fn analyze(server: &TestServer) {
    let database = server.database();
    match database.backend() {
        Backend::Postgres => {
            let name = database.url().rsplit('/').next().unwrap_or_default();
            let alone =
                GROWING.map(|table| format!("alter table \"{table}\" set (autovacuum_enabled = false);")).concat();
            database.run(&format!("{alone} analyze; alter database {name} set enable_seqscan = off;")).await;
        }
        Backend::Mariadb => {
            // It says how many pages it looks at, and cannot be told to shun scans for one database alone.
            let alone =
                GROWING.map(|table| format!("alter table {table} stats_auto_recalc=0, stats_sample_pages=1000;"));
            let looks = GROWING.map(|table| format!("analyze table {table};"));
            let shuns = "set global max_seeks_for_key = 1;";
            database.run(&format!("{}{}{shuns}", alone.concat(), looks.concat())).await;
        }
        Backend::Sqlite => unreachable!("has no planner that counts"),
    }
}

struct Plans<'a> {
    server: &'a TestServer,
    /// What the golden file is to say.
    text: String,
    /// Calls that read a growing table from end to end although they had been told not to.
    scans: Vec<String>,
}

impl Plans<'_> {
    async fn of<T>(&mut self, what: &str, call: impl Future<Output = Result<T, CallError>>) -> T {
        let backend = self.server.database().backend();
        self.server.pool().plans();
        let answer = call.await.unwrap_or_else(|refused| panic!("{what}: {refused:?}"));
        let reads: BTreeSet<Access> =
            self.server.pool().plans().iter().flat_map(|plan| accesses(backend, plan)).collect();
        self.text += &format!("{what}\n");
        for Access { table, index } in reads {
            match index {
                _ if !GROWING.contains(&table.as_str()) => {}
                Some(index) => self.text += &format!("  {table} by {index}\n"),
                None => self.scans.push(format!("{what}: {table}")),
            }
        }
        answer
    }
}

/// How a table is read: by an index, or whole.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Access {
    table: String,
    index: Option<String>,
}

fn accesses(backend: Backend, plan: &Plan) -> Vec<Access> {
    if backend == Backend::Mariadb { of_mariadb(plan) } else { of_postgres(plan) }
}

/// `Index Scan using "I" on "T" t`, `Bitmap Index Scan on "I"` below `Bitmap Heap Scan on "T" t`, `Seq Scan on "T" t`.
fn of_postgres(plan: &Plan) -> Vec<Access> {
    let mut accesses = Vec::new();
    let mut heap = String::new();
    for step in &plan.steps {
        let step = step.trim_start_matches([' ', '-', '>']);
        let name = |text: &str| text.split([' ', '(']).next().unwrap_or_default().trim_matches('"').to_uppercase();
        let after = |word: &str| step.split_once(word).map(|(_, rest)| name(rest));
        if step.starts_with("Bitmap Heap Scan") {
            heap = after(" on ").unwrap_or_default();
        } else if step.starts_with("Bitmap Index Scan") {
            accesses.push(Access { table: heap.clone(), index: after(" on ") });
        } else if step.starts_with("Index") {
            accesses.push(Access { table: after(" on ").unwrap_or_default(), index: after(" using ") });
        } else if step.starts_with("Seq Scan") {
            accesses.push(Access { table: after(" on ").unwrap_or_default(), index: None });
        }
    }
    accesses
}

/// Number of the select, alias, access and key. `ALL` reads a table whole.
fn of_mariadb(plan: &Plan) -> Vec<Access> {
    let parts = |step| <[&str; 4]>::try_from(str::split(step, '|').collect::<Vec<_>>()).expect("four parts");
    let steps: Vec<[&str; 4]> = plan.steps.iter().map(|step| parts(step.as_str())).collect();
    let mut selects: Vec<&str> = steps.iter().map(|step| step[0]).collect();
    selects.dedup();
    // The same letter may be another table in the next branch of a union.
    let branches: Vec<&str> = plan.statement.split(" union all ").collect();
    let everywhere = aliases(&plan.statement);
    let mut accesses = Vec::new();
    for [select, alias, access, key] in steps {
        let at = selects.iter().position(|other| *other == select).filter(|_| selects.len() == branches.len());
        let own = at.map(|at| aliases(branches[at])).unwrap_or_default();
        let named = if own.iter().any(|(_, other)| other == alias) { &own } else { &everywhere };
        let index = (access != "ALL").then(|| key.to_owned());
        let tables = named.iter().filter(|(_, other)| other == alias);
        accesses.extend(tables.map(|(table, _)| Access { table: table.clone(), index: index.clone() }));
    }
    accesses
}

/// Each table that a statement reads, and what it calls it: one letter may be two tables.
fn aliases(statement: &str) -> BTreeSet<(String, String)> {
    let words: Vec<&str> =
        statement.split(|c: char| c.is_whitespace() || "(),".contains(c)).filter(|w| !w.is_empty()).collect();
    let tables = words.windows(3).filter(|words| ["from", "join", "update", "delete"].contains(&words[0]));
    tables
        .map(|words| {
            let table = words[1].trim_matches('`').to_owned();
            let alias = if words[2].chars().all(|c| c.is_ascii_lowercase()) { words[2] } else { words[1] };
            (table, alias.trim_matches('`').to_owned())
        })
        .collect()
}

async fn tables(plans: &mut Plans<'_>, client: &mut Client) {
    let asked = args::GetTable { dbname: text("shop"), tbl_name: text("p") };
    plans.of("get_table", client.call::<calls::GetTable>(asked)).await;
    let all: Vec<Str> = (0..10).map(|n| format!("t{n}").into()).collect();
    let asked = args::GetTableObjectsByName { dbname: text("shop"), tbl_names: Some(all) };
    plans.of("get_table_objects_by_name", client.call::<calls::GetTableObjectsByName>(asked)).await;
    let asked = args::GetTables { db_name: text("shop"), pattern: text("t1*") };
    plans.of("get_tables", client.call::<calls::GetTables>(asked)).await;
    let asked = args::GetDatabase { name: text("shop") };
    plans.of("get_database", client.call::<calls::GetDatabase>(asked)).await;
    let request = TableStatsRequest {
        db_name: "shop".into(),
        tbl_name: "t7".into(),
        col_names: vec!["c0".into(), "c1".into()],
        ..Default::default()
    };
    let request = args::GetTableStatisticsReq { request: Some(request) };
    plans.of("get_table_statistics_req", client.call::<calls::GetTableStatisticsReq>(request)).await;
    let rqst = Some(NotificationEventRequest { last_event: 100, max_events: Some(10), ..Default::default() });
    let asked = args::GetNextNotification { rqst };
    plans.of("get_next_notification", client.call::<calls::GetNextNotification>(asked)).await;
}

async fn read(plans: &mut Plans<'_>, client: &mut Client) {
    let (db_name, tbl_name) = (text("shop"), text("p"));
    let part_vals = Some(vec!["1".into(), "1234".into()]);
    let one = args::GetPartition { db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals };
    plans.of("get_partition", client.call::<calls::GetPartition>(one)).await;
    let (db, table) = (db_name.clone(), tbl_name.clone());
    let one = args::GetPartitionByName { db_name: db, tbl_name: table, part_name: text("ds=1/hr=1234") };
    plans.of("get_partition_by_name", client.call::<calls::GetPartitionByName>(one)).await;
    let named = args::GetPartitionsByNames {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        names: Some(names(1_000..1_100)),
    };
    plans.of("get_partitions_by_names", client.call::<calls::GetPartitionsByNames>(named)).await;
    for filter in ["ds = '1' and hr = '1234'", "hr = '1234'", "ds > '1' and hr like '12%'"] {
        let filtered = args::GetPartitionsByFilter {
            db_name: db_name.clone(),
            tbl_name: tbl_name.clone(),
            filter: text(filter),
            max_parts: Some(-1),
        };
        let what = format!("get_partitions_by_filter: {filter}");
        plans.of(&what, client.call::<calls::GetPartitionsByFilter>(filtered)).await;
    }
    let all = args::GetPartitionNames { db_name: db_name.clone(), tbl_name: tbl_name.clone(), max_parts: Some(-1) };
    plans.of("get_partition_names", client.call::<calls::GetPartitionNames>(all)).await;
    let all = args::GetPartitions { db_name, tbl_name, max_parts: Some(500) };
    plans.of("get_partitions", client.call::<calls::GetPartitions>(all)).await;
    let request = args::GetPartitionsStatisticsReq { request: Some(asked("p", 0..100)) };
    plans.of("get_partitions_statistics_req", client.call::<calls::GetPartitionsStatisticsReq>(request)).await;
    let request = args::GetAggrStatsFor { request: Some(asked("p", 0..100)) };
    plans.of("get_aggr_stats_for", client.call::<calls::GetAggrStatsFor>(request)).await;
}

async fn transactional(plans: &mut Plans<'_>, client: &mut Client) {
    let rqst = Some(locks(2, None));
    let lock = plans.of("lock", client.call::<calls::Lock>(args::Lock { rqst })).await;
    let rqst = Some(CheckLockRequest { lockid: lock.lockid, ..Default::default() });
    plans.of("check_lock", client.call::<calls::CheckLock>(args::CheckLock { rqst })).await;
    let rqst = Some(UnlockRequest { lockid: lock.lockid });
    plans.of("unlock", client.call::<calls::Unlock>(args::Unlock { rqst })).await;
    let txns = plans.of("open_txns", client.call::<calls::OpenTxns>(transactions(1))).await.txn_ids;
    let sent = write_ids("t0", &txns);
    plans.of("allocate_table_write_ids", client.call::<calls::AllocateTableWriteIds>(sent)).await;
    let rqst = Some(GetValidWriteIdsRequest { full_table_names: vec!["shop.t0".into()], ..Default::default() });
    plans.of("get_valid_write_ids", client.call::<calls::GetValidWriteIds>(args::GetValidWriteIds { rqst })).await;
    let ids = Some(HeartbeatRequest { txnid: Some(txns[0]), ..Default::default() });
    plans.of("heartbeat", client.call::<calls::Heartbeat>(args::Heartbeat { ids })).await;
    let rqst = Some(CommitTxnRequest { txnid: txns[0], ..Default::default() });
    plans.of("commit_txn", client.call::<calls::CommitTxn>(args::CommitTxn { rqst })).await;
}

async fn written(plans: &mut Plans<'_>, client: &mut Client) {
    let new = args::AddPartitions { new_parts: Some(partitions("p", 5_000..5_010)) };
    plans.of("add_partitions", client.call::<calls::AddPartitions>(new)).await;
    let request = DropPartitionsRequest {
        db_name: "shop".into(),
        tbl_name: "p".into(),
        parts: RequestPartsSpec::Names(names(5_000..5_010)),
        ..Default::default()
    };
    let sent = args::DropPartitionsReq { req: Some(request) };
    plans.of("drop_partitions_req", client.call::<calls::DropPartitionsReq>(sent)).await;
    let sent = args::DropTable { dbname: text("shop"), name: text("t399"), delete_data: Some(false) };
    plans.of("drop_table", client.call::<calls::DropTable>(sent)).await;
}
