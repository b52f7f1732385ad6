//! What the leader of several servers tidies up, on every database and in every schema version.

use skep_schema::{Dialect, Version, ddl, exists, statements};
use skep_sql::{Database, Fragment, Pool, Settings};
use skep_testing::{BACKENDS, Backend, TestDatabase};
use skep_txn::lease::{Lease, Office};
use skep_txn::{Locks, compaction, housekeeping, lock};
use skep_types::ShowLocksRequest;
use std::time::Duration;

/// Two servers' handles on one database.
struct World {
    locks: Locks,
    other: Locks,
    dialect: Dialect,
    database: TestDatabase,
}

impl World {
    async fn new(backend: Backend, dialect: Dialect, version: Version) -> World {
        let database = TestDatabase::filled(backend, ddl(dialect, version).expect("it exists")).await;
        let locks = async || {
            let settings = Settings::parse(database.url()).expect("a valid address");
            let pool = Pool::connect(&settings).await.expect("reachable");
            Locks { db: Database::new(pool, version), timeout: Duration::from_secs(300) }
        };
        World { locks: locks().await, other: locks().await, dialect, database }
    }

    fn version(&self) -> Version {
        self.locks.db.version()
    }

    /// Runs statements written as the house's own are.
    async fn run(&self, script: &str) {
        let script = skep_sql::render(script, self.dialect, self.version());
        self.locks.db.pool().run_script(&statements(&script)).await.expect("the script runs");
    }

    async fn numbers(&self, query: &'static str) -> Vec<i64> {
        let rows = self.locks.db.rows_of(&Fragment::new(query)).await.expect("listed");
        let mut numbers: Vec<i64> = rows.iter().map(|row| row.get(0).expect("a number")).collect();
        numbers.sort_unstable();
        numbers
    }

    async fn txn(&self, id: i64, state: &str) {
        let values = format!("({id}, '{state}', 1, 1, 'u', 'h')");
        let columns = r#""TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST""#;
        self.run(&format!(r#"insert into "TXNS" ({columns}) values {values};"#)).await;
    }

    fn finish(self) {
        drop(self.database);
    }
}

async fn everywhere(test: impl AsyncFn(&World)) {
    for (backend, dialect) in BACKENDS.into_iter().zip_dialects() {
        for version in Version::ALL.into_iter().filter(|version| exists(dialect, *version)) {
            eprintln!("on {backend} with schema {version:?}");
            let world = World::new(backend, dialect, version).await;
            test(&world).await;
            world.finish();
        }
    }
}

trait ZipDialects: Iterator<Item = Backend> + Sized {
    fn zip_dialects(self) -> impl Iterator<Item = (Backend, Dialect)> {
        self.map(|backend| match backend {
            Backend::Sqlite => (backend, Dialect::Sqlite),
            Backend::Postgres => (backend, Dialect::Postgres),
            Backend::Mariadb => (backend, Dialect::Mysql),
        })
    }
}

impl<I: Iterator<Item = Backend>> ZipDialects for I {}

#[tokio::test]
async fn one_server_leads_and_a_killed_leader_is_replaced() {
    everywhere(async |world| {
        let first = Lease::new(world.locks.clone(), Office::Housekeeping, "one".into());
        let second = Lease::new(world.other.clone(), Office::Housekeeping, "two".into());
        let elsewhere = Lease::new(world.other.clone(), Office::Always, "two".into());
        assert!(first.renew().await.expect("asked"));
        assert!(!second.renew().await.expect("asked"));
        assert!(elsewhere.renew().await.expect("asked"), "another office");
        assert!(first.renew().await.expect("a heartbeat") && !second.renew().await.expect("asked again"));
        assert!(first.leads() && !second.leads());

        // The first is killed: nobody heartbeats its lock.
        world.run(r#"update "HIVE_LOCKS" set "HL_LAST_HEARTBEAT" = 1 where "HL_HOST" = 'one';"#).await;
        assert!(second.renew().await.expect("asked"));
        assert!(second.leads());
        // It was only asleep, and finds that out: it queues up again.
        assert!(!first.renew().await.expect("asked"));
        assert!(!first.leads());

        second.release().await.expect("given back");
        assert!(!second.leads());
        assert!(first.renew().await.expect("asked"), "at once");
        let shown = lock::show(&world.locks, &ShowLocksRequest::default()).await.expect("listed");
        let tables: Vec<_> = shown.locks.into_iter().flatten().filter_map(|lock| lock.tablename).collect();
        assert_eq!(tables.len(), 2, "{tables:?}");
    })
    .await;
}

#[tokio::test]
async fn ended_transactions_go_when_nothing_refers_to_them() {
    everywhere(async |world| {
        let old = world.version() < Version::V4_0;
        if old {
            world.run(r#"update "NEXT_TXN_ID" set "NTXN_NEXT" = 21;"#).await;
        }
        world.run(r#"delete from "TXNS";"#).await;
        for (id, state) in [(10, "a"), (11, "a"), (12, "o"), (14, "a"), (20, "a")] {
            world.txn(id, state).await;
        }
        if !old {
            world.txn(13, "c").await;
        }
        world
            .run(
                r#"insert into "TXN_COMPONENTS" ("TC_TXNID", "TC_DATABASE", "TC_TABLE", "TC_OPERATION_TYPE")
            values (11, 'd', 't', 'i');"#,
            )
            .await;
        let removed = housekeeping::empty_transactions(&world.locks.db).await.expect("done");
        let left = world.numbers(r#"select t."TXN_ID" from "TXNS" t"#).await;
        // The one with files, the open one, and the highest: ids go on from there.
        assert_eq!((removed, left), (if old { 2 } else { 3 }, vec![11, 12, 20]));
        assert_eq!(housekeeping::empty_transactions(&world.locks.db).await.expect("done"), 0);
    })
    .await;
}

#[tokio::test]
async fn what_open_transactions_may_ask_for_stays() {
    everywhere(async |world| {
        if world.version() < Version::V4_0 {
            world.run(r#"update "NEXT_TXN_ID" set "NTXN_NEXT" = 31;"#).await;
        }
        for (id, state) in [(20, "o"), (30, "o")] {
            world.txn(id, state).await;
        }
        let write_set =
            r#"insert into "WRITE_SET" ("WS_DATABASE", "WS_TABLE", "WS_TXNID", "WS_COMMIT_ID", "WS_OPERATION_TYPE")"#;
        world.run(&format!("{write_set} values ('d', 't', 17, 19, 'u'), ('d', 't', 18, 20, 'u');")).await;
        let sets = housekeeping::write_sets(&world.locks.db).await.expect("done");
        assert_eq!((sets, world.numbers(r#"select w."WS_TXNID" from "WRITE_SET" w"#).await), (1, vec![18]));

        let ids = async || housekeeping::write_ids(&world.locks.db).await.expect("done");
        if world.version() < Version::V3_1 {
            assert_eq!((ids().await, housekeeping::min_history(&world.locks.db).await.expect("done")), (0, 0));
            return;
        }
        let write_ids = r#"insert into "TXN_TO_WRITE_ID" ("T2W_TXNID", "T2W_DATABASE", "T2W_TABLE", "T2W_WRITEID")"#;
        world.run(&format!("{write_ids} values (5, 'd', 't', 1), (10, 'd', 't', 2), (19, 'd', 't', 3);")).await;
        let levels = r#"insert into "MIN_HISTORY_LEVEL" ("MHL_TXNID", "MHL_MIN_OPEN_TXNID")"#;
        // Transaction 9 ended without deleting its row; 20 saw 10 open.
        world.run(&format!("{levels} values (9, 3), (20, 10);")).await;
        assert_eq!(ids().await, 0, "held back by what is left of 9");
        assert_eq!(housekeeping::min_history(&world.locks.db).await.expect("done"), 1);
        assert_eq!(ids().await, 1);
        let left = r#"select w."T2W_TXNID" from "TXN_TO_WRITE_ID" w"#;
        assert_eq!(world.numbers(left).await, [10, 19]);
        world.run(r#"update "MIN_HISTORY_LEVEL" set "MHL_MIN_OPEN_TXNID" = 20;"#).await;
        assert_eq!((ids().await, world.numbers(left).await), (1, vec![19]), "18 may still conflict");
    })
    .await;
}

#[tokio::test]
async fn rebuild_locks_of_ended_transactions_go() {
    everywhere(async |world| {
        if world.version() >= Version::V3_1 {
            world.txn(7, "o").await;
            let now = 99_999_999_999_999_i64;
            world.run(&format!(
                r#"insert into "MATERIALIZATION_REBUILD_LOCKS" ("MRL_TXN_ID", "MRL_DB_NAME", "MRL_TBL_NAME", "MRL_LAST_HEARTBEAT")
                 values (6, 'd', 't', 1), (7, 'd', 'u', 1), (8, 'd', 'v', {now});"#
            )).await;
        }
        let removed = housekeeping::rebuild_locks(&world.locks).await.expect("done");
        assert_eq!(removed, u64::from(world.version() >= Version::V3_1));
        assert_eq!(housekeeping::rebuild_locks(&world.locks).await.expect("done"), 0);
    })
    .await;
}

#[tokio::test]
async fn of_the_writes_to_one_place_the_last_and_the_last_change_stay() {
    everywhere(async |world| {
        if world.version() < Version::V3_1 {
            assert_eq!(housekeeping::duplicate_writes(&world.locks.db).await.expect("done"), 0);
            return;
        }
        let place = r#"insert into "COMPLETED_TXN_COMPONENTS"
            ("CTC_TXNID", "CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION", "CTC_WRITEID", "CTC_UPDATE_DELETE")"#;
        world
            .run(&format!(
                "{place} values (1, 'd', 't', 'p', 1, 'Y'), (2, 'd', 't', 'p', 2, 'Y'), (3, 'd', 't', 'p', 3, 'N'),
                (4, 'd', 't', 'p', 4, 'N'), (5, 'd', 't', null, 1, 'N'), (6, 'd', 't', null, 2, 'N'),
                (7, 'd', 'u', 'p', 1, 'N');"
            ))
            .await;
        let (removed, left): (u64, &[i64]) = match world.version() {
            Version::V3_1 => (0, &[1, 2, 3, 4, 5, 6, 7]),
            _ => (3, &[2, 4, 6, 7]),
        };
        assert_eq!(housekeeping::duplicate_writes(&world.locks.db).await.expect("done"), removed);
        assert_eq!(world.numbers(r#"select c."CTC_TXNID" from "COMPLETED_TXN_COMPONENTS" c"#).await, left);
    })
    .await;
}

#[tokio::test]
async fn the_queue_gets_back_what_a_dead_worker_had_and_its_history_stays_short() {
    everywhere(async |world| {
        let db = &world.locks.db;
        let now = 99_999_999_999_999_i64;
        world.run(&format!(
            r#"insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_STATE", "CQ_TYPE", "CQ_WORKER_ID", "CQ_START")
             values (1, 'd', 't', 'w', 'a', 'x', 1), (2, 'd', 'u', 'w', 'a', 'y', {now}), (3, 'd', 'v', 'r', 'a', 'z', 1);"#
        )).await;
        assert_eq!(compaction::revoke_silent_workers(db, Duration::from_secs(60)).await.expect("done"), 1);
        let waiting = r#"select q."CQ_ID" from "COMPACTION_QUEUE" q where q."CQ_STATE" = 'i' and q."CQ_START" is null"#;
        assert_eq!(world.numbers(waiting).await, [1]);

        world.run(&format!(
            r#"insert into "COMPLETED_COMPACTIONS" ("CC_ID", "CC_DATABASE", "CC_TABLE", "CC_PARTITION", "CC_STATE", "CC_TYPE", "CC_START")
             values (10, 'd', 't', 'p', 's', 'a', 1), (11, 'd', 't', 'p', 's', 'a', 1), (12, 'd', 't', 'p', 'f', 'a', 1),
                    (13, 'd', 't', 'p', 's', 'a', 1), (14, 'd', 't', 'p', 'f', 'a', {now}), (15, 'd', 't', null, 's', 'a', 1);"#
        )).await;
        let retention = compaction::Retention {
            succeeded: 2,
            failed: 2,
            refused: 2,
            not_initiated: 2,
            timeout: Duration::from_secs(7 * 24 * 60 * 60),
        };
        assert_eq!(compaction::shorten_history(db, &retention).await.expect("done"), 2);
        let left = r#"select c."CC_ID" from "COMPLETED_COMPACTIONS" c"#;
        assert_eq!(world.numbers(left).await, [11, 13, 14, 15], "one success too many, one failure overtaken");
        assert_eq!(compaction::shorten_history(db, &retention).await.expect("done"), 0);
    })
    .await;
}
