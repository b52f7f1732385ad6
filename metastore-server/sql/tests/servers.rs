//! The same promises on all three databases.

use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Class, Database, EventRow, Failure, Fragment, Pool, Sequence, Settings, insert};
use skep_testing::{BACKENDS, Backend, TestDatabase, dropped_after};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

struct World {
    database: TestDatabase,
    db: Database,
}

impl World {
    async fn on(backend: Backend) -> World {
        let dialect = match backend {
            Backend::Sqlite => Dialect::Sqlite,
            Backend::Postgres => Dialect::Postgres,
            Backend::Mariadb => Dialect::Mysql,
        };
        let database = TestDatabase::empty(backend).await;
        let script = ddl(dialect, Version::V4_1).expect("written for every database");
        let db = open(database.url()).await;
        db.pool().run_script(&statements(script)).await.expect("the schema is made");
        World { database, db }
    }
}

async fn open(url: &str) -> Database {
    let settings = Settings::parse(url).expect("a valid address");
    Database::new(Pool::connect(&settings).await.expect("reachable"), Version::V4_1)
}

fn on_each(test: impl AsyncFn(&World)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for backend in BACKENDS {
            println!("{backend:?}");
            test(&World::on(backend).await).await;
        }
    });
}

/// As [`on_each`], where there is a server that connections can be lost to.
fn on_servers(test: impl AsyncFn(&World)) {
    on_each(async |world| {
        if world.db.dialect() != Dialect::Sqlite {
            test(world).await;
        }
    });
}

skep_sql::statements! {
    PREPARED = r#"select count(*) from pg_prepared_statements"#;
    FORGET_SEQUENCES = r#"delete from "SEQUENCE_TABLE""#;
    FORGET_EVENT_ID = r#"delete from "NOTIFICATION_SEQUENCE""#;
    NEXT_VALUE = r#"select s."NEXT_VAL" from "SEQUENCE_TABLE" s where s."SEQUENCE_NAME" like $1"#;
    VERSIONS = r#"select v."SCHEMA_VERSION", v."VER_ID", null from "VERSION" v where v."VER_ID" = $1"#;
    ADD_ROLE = r#"insert into "ROLES" ("ROLE_ID", "CREATE_TIME", "ROLE_NAME") values ($1, 0, $2)"#;
    ROLE_NAMES = r#"select r."ROLE_NAME" from "ROLES" r where r."ROLE_ID" {in $1} order by r."ROLE_ID""#;
    COUNT_ROLES = r#"select count(*) from "ROLES" r"#;
    LOCK_ROLE = r#"select r."ROLE_ID" from "ROLES" r where r."ROLE_ID" = $1 {for update}"#;
    RENAME_ROLE = r#"update "ROLES" set "ROLE_NAME" = $2 where "ROLE_ID" = $1"#;
    EVENT_IDS = r#"select n."EVENT_ID" from "NOTIFICATION_LOG" n order by n."EVENT_ID""#;
}

insert! {
    INSERT_SDS: "SDS" {
        "SD_ID" bigint, "INPUT_FORMAT" text, "IS_COMPRESSED" bool, "NUM_BUCKETS" bigint, "IS_STOREDASSUBDIRECTORIES" bool,
    }
}

fn event(table: &str) -> EventRow {
    EventRow {
        event_type: "CREATE_TABLE",
        catalog: Some("hive".into()),
        database: Some("d".into()),
        table: Some(table.into()),
        message: "{}".into(),
        time: 1,
    }
}

#[test]
fn values_come_back_as_they_went_in() {
    on_each(async |world| {
        let db = world.db.clone();
        let rows = db.rows(&VERSIONS, &[1_i64.into()]).await.expect("one row");
        assert_eq!(rows[0].get::<String>(0).expect("text"), "4.1.0");
        assert_eq!(rows[0].get::<i64>(1).expect("a number"), 1);
        assert_eq!(rows[0].get::<Option<i64>>(2).expect("null"), None);
        assert!(rows[0].get::<i64>(2).is_err());

        let rows: Vec<_> = (1..=1000_i64)
            .map(|id| {
                [
                    id.into(),
                    Some("fmt'\"\\%é").filter(|_| id % 2 == 0).into(),
                    (id % 3 == 0).into(),
                    7_i64.into(),
                    false.into(),
                ]
            })
            .collect();
        let rows = &rows;
        db.write(|tx| async move { tx.insert(&INSERT_SDS, rows.iter().copied()).await }).await.expect("stored");
        let mut query =
            Fragment::new(r#"select s."SD_ID", s."INPUT_FORMAT", s."IS_COMPRESSED" from "SDS" s where s."SD_ID" "#);
        query.push_in(&[2_i64, 3, 1000][..]).push(r#" order by s."SD_ID""#);
        let rows = db.rows_of(&query).await.expect("found");
        let read: Vec<(i64, Option<String>, bool)> =
            rows.iter().map(|r| (r.get(0).expect("id"), r.get(1).expect("text"), r.get(2).expect("flag"))).collect();
        let text = Some("fmt'\"\\%é".to_owned());
        assert_eq!(read, [(2, text.clone(), false), (3, None, true), (1000, text, false)]);
    });
}

#[test]
fn a_failed_write_leaves_nothing() {
    on_each(async |world| {
        let db = world.db.clone();
        let outcome = db
            .write(|tx| async move {
                tx.execute(&ADD_ROLE, &[90_i64.into(), "x".into()]).await?;
                tx.emit(event("t"));
                tx.execute(&ADD_ROLE, &[90_i64.into(), "x".into()]).await.map(drop)
            })
            .await;
        assert_eq!(outcome.expect_err("the key is taken").class(), Class::Unique);
        assert_eq!(db.rows(&COUNT_ROLES, &[]).await.expect("count")[0].get::<i64>(0).expect("number"), 0);
        assert!(db.rows(&EVENT_IDS, &[]).await.expect("events").is_empty());
        assert!(db.rows(&ROLE_NAMES, &[(&[][..] as &[i64]).into()]).await.expect("empty list").is_empty());
    });
}

#[test]
fn event_ids_have_no_gaps_whatever_fails() {
    on_each(async |world| {
        let (database, db) = (&world.database, world.db.clone());
        let second = open(database.url()).await;
        let writers = (0..8_i64).map(|writer| {
            let db = if writer % 2 == 0 { db.clone() } else { second.clone() };
            tokio::spawn(async move {
                for n in 0..10_i64 {
                    let written: Result<(), Failure> = db
                        .write(|tx| async move {
                            tx.emit(event("a"));
                            tx.emit(event("b"));
                            match n % 3 {
                                2 => Err(Failure::new(Class::Unexpected, "given up")),
                                _ => Ok(()),
                            }
                        })
                        .await;
                    assert_eq!(written.is_err(), n % 3 == 2, "{written:?}");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("no panic");
        }
        let rows = db.rows(&EVENT_IDS, &[]).await.expect("events");
        let ids: Vec<i64> = rows.iter().map(|row| row.get(0).expect("id")).collect();
        assert_eq!(ids, (1..=8 * 7 * 2).collect::<Vec<i64>>());
    });
}

#[test]
fn ids_are_never_given_out_twice() {
    on_each(async |world| {
        let (database, db) = (&world.database, world.db.clone());
        let second = open(database.url()).await;
        let mut seen = BTreeSet::new();
        for round in 0..40_usize {
            for db in [&db, &second] {
                let ids =
                    db.write(|tx| async move { tx.ids(Sequence::Table, 1 + round % 7).await }).await.expect("ids");
                for id in ids {
                    assert!(id > 0 && seen.insert(id), "{id} came twice");
                }
            }
        }
    });
}

#[test]
fn transactions_that_collide_are_run_again() {
    on_each(async |world| {
        let db = world.db.clone();
        for id in [1_i64, 2] {
            let name = format!("r{id}");
            let name = name.as_str();
            db.write(|tx| async move { tx.execute(&ADD_ROLE, &[id.into(), name.into()]).await }).await.expect("made");
        }
        // Each locks one row and then wants the other's.
        let swap = |first: i64, then: i64| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(|tx| async move {
                    tx.row(&LOCK_ROLE, &[first.into()]).await?;
                    tokio::task::yield_now().await;
                    let name = format!("r{then} by {first}");
                    tx.execute_one(&RENAME_ROLE, &[then.into(), name.as_str().into()]).await
                })
                .await
            })
        };
        for _ in 0..3 {
            let (a, b) = (swap(1, 2), swap(2, 1));
            a.await.expect("no panic").expect("done");
            b.await.expect("no panic").expect("done");
        }
    });
}

#[test]
fn a_write_given_up_half_way_is_rolled_back() {
    on_each(async |world| {
        let db = world.db.clone();
        let write = db.write(|tx| async move {
            tx.execute(&ADD_ROLE, &[5_i64.into(), "x".into()]).await?;
            std::future::pending::<Result<(), Failure>>().await
        });
        let given_up = tokio::time::timeout(Duration::from_millis(300), write).await;
        assert!(given_up.is_err());
        // The same row can be written: no lock is left, nor the row.
        let again = db.write(|tx| async move { tx.execute(&ADD_ROLE, &[5_i64.into(), "y".into()]).await }).await;
        assert_eq!(again, Ok(1));
    });
}

#[test]
fn a_text_the_database_cannot_hold_is_refused_as_such() {
    on_each(async |world| {
        let db = world.db.clone();
        if db.dialect() == Dialect::Postgres {
            let nul = db.write(|tx| async move { tx.execute(&ADD_ROLE, &[5_i64.into(), "a\0b".into()]).await }).await;
            assert_eq!(nul.expect_err("no NUL").class(), Class::BadText);
        }
        if db.dialect() != Dialect::Sqlite {
            let long = "x".repeat(200);
            let long = long.as_str();
            let long = db.write(|tx| async move { tx.execute(&ADD_ROLE, &[5_i64.into(), long.into()]).await }).await;
            assert_eq!(long.expect_err("128 at most").class(), Class::TooLong);
        }
    });
}

#[test]
fn a_pooler_in_transaction_mode_is_survived() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let world = World::on(Backend::Postgres).await;
        let url = world.database.through_pgbouncer();
        let pools = [open(&url).await, open(&url).await];
        let tasks = (0..16_i64).map(|task| {
            let db = pools[usize::try_from(task % 2).expect("0 or 1")].clone();
            tokio::spawn(async move {
                for n in 0..20_i64 {
                    let id = task * 100 + n + 1;
                    let name = format!("role {id}");
                    let name = name.as_str();
                    db.write(|tx| async move { tx.execute(&ADD_ROLE, &[id.into(), name.into()]).await })
                        .await
                        .expect("stored");
                    let rows = db.rows(&ROLE_NAMES, &[(&[id][..]).into()]).await.expect("found");
                    assert_eq!(rows[0].get::<String>(0).expect("text"), name);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("every answer is the caller's own");
        }
    });
}

#[tokio::test]
async fn settings_under_which_acknowledged_writes_may_be_lost_are_named() {
    let db = TestDatabase::empty(Backend::Postgres).await;
    let (_, name) = db.url().rsplit_once('/').expect("the address ends with the name");
    for (value, weak) in [("off", true), ("on", false)] {
        db.run(&format!("alter database {name} set synchronous_commit to {value}")).await;
        let settings = Settings::parse(db.url()).expect("a valid address");
        let pool = Pool::connect(&settings).await.expect("connected");
        let named = skep_sql::weak_settings(&pool).await.expect("asked");
        assert_eq!(named.iter().any(|setting| setting == "synchronous_commit = off"), weak, "{named:?}");
    }
}

#[test]
fn statements_have_names_only_where_no_pooler_can_be() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let world = World::on(Backend::Postgres).await;
        for (url, named) in [(world.database.url().to_owned(), true), (world.database.through_pgbouncer(), false)] {
            let db = open(&url).await;
            db.rows(&VERSIONS, &[1_i64.into()]).await.expect("one row");
            let count = db.rows(&PREPARED, &[]).await.expect("one row")[0].get::<i64>(0).expect("a number");
            assert_eq!(count > 0, named, "{count} statements prepared");
        }
    });
}

/// Closes all connections to the database, as its restart would.
async fn lose_connections(database: &TestDatabase) {
    match database.backend() {
        Backend::Postgres => {
            let script = "select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()";
            database.run(script).await;
        }
        Backend::Mariadb => {
            let script = "begin not atomic
                for c in (select id from information_schema.processlist where db = database() and id <> connection_id())
                do kill c.id; end for; end";
            database.run(script).await;
        }
        Backend::Sqlite => {}
    }
}

#[test]
fn lost_connections_are_not_noticed() {
    on_servers(async |world| {
        let (database, db) = (&world.database, world.db.clone());
        db.rows(&VERSIONS, &[1_i64.into()]).await.expect("one row");
        lose_connections(database).await;
        assert_eq!(db.rows(&VERSIONS, &[1_i64.into()]).await.expect("another connection").len(), 1);

        let runs = &std::sync::atomic::AtomicU32::new(0);
        let write = db.write(|tx| async move {
            tx.execute(&ADD_ROLE, &[1_i64.into(), "x".into()]).await?;
            if runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
                lose_connections(database).await;
            }
            tx.emit(event("t"));
            tx.execute(&ADD_ROLE, &[2_i64.into(), "y".into()]).await.map(drop)
        });
        write.await.expect("the second run succeeds");
        assert_eq!(runs.load(std::sync::atomic::Ordering::Relaxed), 2);
        assert_eq!(db.rows(&COUNT_ROLES, &[]).await.expect("count")[0].get::<i64>(0).expect("number"), 2);
        assert_eq!(db.rows(&EVENT_IDS, &[]).await.expect("events").len(), 1);
    });
}

#[test]
fn a_commit_without_answer_is_not_run_again() {
    on_servers(async |world| {
        let (proxy, url) = world.database.through_proxy().await.expect("a server");
        proxy.cut_commits(1);
        let cut = open(&url).await;
        let runs = &std::sync::atomic::AtomicU32::new(0);
        let write = cut.write(|tx| async move {
            runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            tx.execute(&ADD_ROLE, &[1_i64.into(), "x".into()]).await
        });
        assert_eq!(write.await.expect_err("nobody knows").class(), Class::UnknownOutcome);
        assert_eq!(runs.load(std::sync::atomic::Ordering::Relaxed), 1);
        assert_eq!(world.db.rows(&COUNT_ROLES, &[]).await.expect("count")[0].get::<i64>(0).expect("number"), 1);
        assert_eq!(proxy.cut(), 1);
    });
}

#[test]
fn missing_counters_start_behind_what_is_there() {
    on_each(async |world| {
        let db = world.db.clone();
        let rows: Vec<_> =
            [7_i64, 41].map(|id| [id.into(), "f".into(), false.into(), 0_i64.into(), false.into()]).to_vec();
        let rows = &rows;
        db.write(|tx| async move {
            tx.execute(&FORGET_SEQUENCES, &[]).await?;
            tx.execute(&FORGET_EVENT_ID, &[]).await?;
            tx.insert(&INSERT_SDS, rows.iter().copied()).await
        })
        .await
        .expect("forgotten");
        let ids = db.write(|tx| async move { tx.ids(Sequence::StorageDescriptor, 3).await }).await.expect("ids");
        assert_eq!(ids, 42..45);
        let next = db.rows(&NEXT_VALUE, &["%.MStorageDescriptor".into()]).await.expect("a row");
        assert!(next[0].get::<i64>(0).expect("a number") >= 45);
        for _ in 0..2 {
            let emitted: Result<(), Failure> = db
                .write(|tx| async move {
                    tx.emit(event("t"));
                    Ok(())
                })
                .await;
            emitted.expect("an event");
        }
        let ids: Vec<i64> =
            db.rows(&EVENT_IDS, &[]).await.expect("events").iter().map(|row| row.get(0).expect("id")).collect();
        assert_eq!(ids, [1, 2]);
    });
}

#[test]
fn a_server_that_is_not_there_is_reported_soon() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for url in ["postgres://u:secret@127.0.0.1:1/x", "mysql://u:secret@127.0.0.1:1/x"] {
            let mut settings = Settings::parse(url).expect("a valid address");
            settings.wait_max = Duration::from_secs(1);
            let begun = Instant::now();
            let failure = Pool::connect(&settings).await.err().expect("nobody listens");
            assert_eq!(failure.class(), Class::Unavailable, "{}", failure.detail());
            assert!(!format!("{failure} {failure:?}").contains("secret"));
            assert!(begun.elapsed() < Duration::from_secs(5));
        }
    });
}

#[test]
fn a_failed_statement_fails_the_transaction_whatever_its_closure_says() {
    on_each(async |world| {
        let db = world.db.clone();
        let outcome: Result<(), Failure> = db
            .write(|tx| async move {
                tx.execute(&ADD_ROLE, &[1_i64.into(), "x".into()]).await?;
                let _ignored = tx.execute(&ADD_ROLE, &[1_i64.into(), "x".into()]).await;
                Ok(())
            })
            .await;
        assert_eq!(outcome.expect_err("not committed").class(), Class::Unique);
        assert_eq!(db.rows(&COUNT_ROLES, &[]).await.expect("count")[0].get::<i64>(0).expect("number"), 0);
    });
}

#[test]
fn a_write_dropped_at_any_point_has_happened_entirely_or_not_at_all() {
    on_each(async |world| {
        let db = world.db.clone();
        db.write(|tx| async move { tx.execute(&ADD_ROLE, &[1000_i64.into(), "lock".into()]).await })
            .await
            .expect("made");
        let mut signals = Vec::new();
        for polls in 1.. {
            let id = i64::try_from(polls).expect("few");
            signals.push((id, Arc::new(AtomicBool::new(false))));
            let signal = &signals[polls - 1].1;
            let write = db.write(|tx| async move {
                tx.signal_commit(signal.clone());
                tx.row(&LOCK_ROLE, &[1000_i64.into()]).await?;
                tx.execute(&ADD_ROLE, &[id.into(), format!("r{id}").as_str().into()]).await?;
                tx.emit(event("t"));
                Ok::<_, Failure>(())
            });
            if dropped_after(polls, write).await {
                break;
            }
            assert!(polls < 200, "never done");
        }
        // Waits for whatever the last one still holds.
        db.write(|tx| async move { tx.row(&LOCK_ROLE, &[1000_i64.into()]).await.map(drop) })
            .await
            .expect("no lock left");
        let roles = db.rows(&COUNT_ROLES, &[]).await.expect("count")[0].get::<i64>(0).expect("number");
        let rows = db.rows(&EVENT_IDS, &[]).await.expect("events");
        let ids: Vec<i64> = rows.iter().map(|row| row.get(0).expect("id")).collect();
        assert_eq!(ids, (1..roles).collect::<Vec<_>>());
        assert!(roles >= 2, "the last one was done");
        for (id, signal) in signals {
            let there = !db.rows(&LOCK_ROLE, &[id.into()]).await.expect("asked").is_empty();
            assert!(signal.load(Ordering::Acquire) || !there, "role {id} is there though no commit was signalled");
        }
    });
}
