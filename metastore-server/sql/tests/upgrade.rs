//! Databases of every version with rows in them become databases of every newer one, however often somebody stops that.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use skep_schema::{Dialect, Found, Observed, Unfinished, Version, ddl};
use skep_sql::schema::{self, Error, Session};
use skep_testing::{Backend, TestDatabase};
use sqlx::{Connection, Row};

const SERVERS: [Backend; 2] = [Backend::Postgres, Backend::Mariadb];

fn dialect(backend: Backend) -> Dialect {
    if backend == Backend::Postgres { Dialect::Postgres } else { Dialect::Mysql }
}

async fn open(db: &TestDatabase) -> Session {
    if db.backend() == Backend::Mariadb {
        return Session::Mysql(sqlx::MySqlConnection::connect(db.url()).await.unwrap());
    }
    let (client, connection) = tokio_postgres::connect(db.url(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    Session::Postgres(client)
}

/// A metastore in use: rows of every table whose rows an upgrade changes.
async fn used(backend: Backend, version: Version) -> TestDatabase {
    let db = TestDatabase::filled(backend, ddl(dialect(backend), version).unwrap()).await;
    let mut script = ROWS.to_owned();
    script.push_str(if version == Version::V2_3 { ROWS_2_3 } else { ROWS_3_1 });
    if version >= Version::V4_0 {
        script =
            script.replace("TAB_COL_STATS\" (", "TAB_COL_STATS\" (\"ENGINE\", ").replace("/*stats*/", "'impala', ");
    }
    let own = version < Version::V4_0;
    let lines = script.lines().filter(|line| own || !line.contains("--old"));
    let mut script = lines.map(|line| line.trim_end_matches(" --old")).collect::<Vec<_>>().join("\n");
    if backend == Backend::Mariadb {
        script = script.replace('"', "`");
    }
    db.run(&script).await;
    db
}

const ROWS: &str = r#"
insert into "CDS" ("CD_ID") values (1);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'id', 'int', 0);
insert into "SERDES" ("SERDE_ID", "SLIB") values (1, 'org.apache.hadoop.hive.contrib.serde2.MultiDelimitSerDe');
insert into "SERDE_PARAMS" ("SERDE_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'colelction.delim', ',');
insert into "NOTIFICATION_LOG" ("NL_ID", "EVENT_ID", "EVENT_TIME", "EVENT_TYPE", "DB_NAME") values (1, 7, 0, 'CREATE_TABLE', 'sales'), (2, 8, 0, 'OPEN_TXN', null);
update "NOTIFICATION_SEQUENCE" set "NEXT_EVENT_ID" = 9;
"#;

const ROWS_2_3: &str = r#"
insert into "DBS" ("DB_ID", "DB_LOCATION_URI", "NAME") values (1, 's3n://lake/wh', 'sales');
insert into "SDS" ("SD_ID", "CD_ID", "SERDE_ID", "LOCATION", "IS_COMPRESSED", "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES") values (1, 1, 1, 's3n://lake/wh/orders', false, -1, false);
insert into "TBLS" ("TBL_ID", "CREATE_TIME", "DB_ID", "LAST_ACCESS_TIME", "RETENTION", "SD_ID", "TBL_NAME", "IS_REWRITE_ENABLED") values (1, 0, 1, 0, 0, 1, 'orders', false);
insert into "TABLE_PARAMS" ("TBL_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'transactional', 'TRUE');
insert into "PARTITIONS" ("PART_ID", "CREATE_TIME", "LAST_ACCESS_TIME", "PART_NAME", "TBL_ID") values (1, 0, 0, 'day=1', 1);
insert into "PARTITION_PARAMS" ("PART_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'k', 'v');
insert into "TAB_COL_STATS" ("CS_ID", "DB_NAME", "TABLE_NAME", "COLUMN_NAME", "COLUMN_TYPE", "TBL_ID", "NUM_NULLS", "LAST_ANALYZED") values (1, 'sales', 'orders', 'id', 'int', 1, 5, 0);
insert into "PART_COL_STATS" ("CS_ID", "DB_NAME", "TABLE_NAME", "PARTITION_NAME", "COLUMN_NAME", "COLUMN_TYPE", "PART_ID", "NUM_NULLS", "LAST_ANALYZED") values (1, 'sales', 'orders', 'day=1', 'id', 'int', 1, 6, 0);
insert into "KEY_CONSTRAINTS" ("CONSTRAINT_NAME", "POSITION", "PARENT_TBL_ID", "PARENT_CD_ID", "PARENT_INTEGER_IDX", "CONSTRAINT_TYPE", "ENABLE_VALIDATE_RELY") values ('pk', 1, 1, 1, 0, 0, 0);
insert into "IDXS" ("INDEX_ID", "CREATE_TIME", "DEFERRED_REBUILD", "INDEX_NAME", "LAST_ACCESS_TIME", "ORIG_TBL_ID") values (1, 0, false, 'i', 0, 1);
insert into "DB_PRIVS" ("DB_GRANT_ID", "CREATE_TIME", "DB_ID", "GRANT_OPTION", "PRINCIPAL_NAME") values (1, 0, 1, 0, 'ann');
insert into TXNS (TXN_ID, TXN_STATE, TXN_STARTED, TXN_LAST_HEARTBEAT, TXN_USER, TXN_HOST) values (5, 'o', 1, 1, 'u', 'h'), (6, 'a', 1, 1, 'u', 'h');
insert into TXN_COMPONENTS (TC_TXNID, TC_DATABASE, TC_TABLE, TC_OPERATION_TYPE) values (5, 'sales', 'orders', 'i');
insert into COMPLETED_TXN_COMPONENTS (CTC_TXNID, CTC_DATABASE, CTC_TABLE) values (3, 'sales', 'orders');
update NEXT_TXN_ID set NTXN_NEXT = 9;
insert into HIVE_LOCKS (HL_LOCK_EXT_ID, HL_LOCK_INT_ID, HL_DB, HL_LOCK_STATE, HL_LOCK_TYPE, HL_LAST_HEARTBEAT, HL_USER, HL_HOST) values (1, 1, 'sales', 'a', 'r', 0, 'u', 'h');
insert into COMPACTION_QUEUE (CQ_ID, CQ_DATABASE, CQ_TABLE, CQ_STATE, CQ_TYPE, CQ_HIGHEST_TXN_ID) values (1, 'sales', 'orders', 'i', 'a', 4);
"#;

const ROWS_3_1: &str = r#"
insert into "DBS" ("DB_ID", "DB_LOCATION_URI", "NAME", "CTLG_NAME") values (1, 's3a://lake/wh', 'sales', 'hive');
insert into "TBLS" ("TBL_ID", "CREATE_TIME", "DB_ID", "LAST_ACCESS_TIME", "RETENTION", "TBL_NAME", "IS_REWRITE_ENABLED") values (1, 0, 1, 0, 0, 'orders', false);
insert into "TAB_COL_STATS" ("CAT_NAME", "CS_ID", "DB_NAME", "TABLE_NAME", "COLUMN_NAME", "COLUMN_TYPE", "TBL_ID", "NUM_NULLS", "LAST_ANALYZED") values (/*stats*/'hive', 1, 'sales', 'orders', 'id', 'int', 1, 5, 0);
insert into "WM_RESOURCEPLAN" ("RP_ID", "NAME", "STATUS") values (1, 'plan', 'ACTIVE'); --old
insert into TXNS (TXN_ID, TXN_STATE, TXN_STARTED, TXN_LAST_HEARTBEAT, TXN_USER, TXN_HOST) values (8, 'o', 1, 1, 'u', 'h'); --old
update NEXT_TXN_ID set NTXN_NEXT = 9; --old
"#;

/// What a table holds; the columns as texts, joined.
async fn ask(session: &mut Session, query: &str) -> Vec<String> {
    match session {
        Session::Postgres(client) => {
            let messages = client.simple_query(query).await.unwrap();
            let rows = messages.iter().filter_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            });
            rows.map(|row| {
                (0..row.len()).map(|i| row.get(i).unwrap_or("null").trim_end()).collect::<Vec<_>>().join(" ")
            })
            .collect()
        }
        Session::Mysql(connection) => {
            let query = sqlx::AssertSqlSafe(query.replace('"', "`"));
            let rows = sqlx::raw_sql(query).fetch_all(connection).await.unwrap();
            let text = |row: &sqlx::mysql::MySqlRow, i| {
                let bytes = row.try_get_raw(i).unwrap();
                match sqlx::ValueRef::is_null(&bytes) {
                    true => "null".to_owned(),
                    false => row.try_get_unchecked::<String, _>(i).unwrap_or_else(|_| panic!("a text in {i}")),
                }
            };
            rows.iter().map(|row| (0..row.len()).map(|i| text(row, i)).collect::<Vec<_>>().join(" ")).collect()
        }
        Session::Sqlite(_) => unreachable!("no Java metastore was ever here"),
    }
}

/// All that tells two schemas apart, without names of indexes.
async fn described(session: &mut Session) -> BTreeMap<String, String> {
    let observed: Observed = schema::observe(session).await.unwrap();
    let mut out = BTreeMap::new();
    for (name, table) in &observed.tables {
        let mut indexes: Vec<_> = table.indexes.values().collect();
        indexes.sort();
        let mut foreign: Vec<_> = table.foreign.values().collect();
        foreign.sort();
        out.insert(name.clone(), format!("{:#?}\n{indexes:#?}\n{foreign:#?}", table.columns));
    }
    let defaults = match session.dialect() {
        Dialect::Postgres => {
            "select table_name, column_name, column_default from information_schema.columns \
             where table_schema = 'public' order by 1, 2"
        }
        _ => {
            "select cast(concat(table_name, ' ', column_name, ' ', ifnull(column_default, '-'), ' ', extra) as char) \
             from information_schema.columns where table_schema = database() order by 1"
        }
    };
    out.insert("defaults".to_owned(), ask(session, defaults).await.join("\n"));
    out
}

async fn assert_fresh(session: &mut Session, backend: Backend, version: Version, about: &str) {
    let fresh = TestDatabase::filled(backend, ddl(dialect(backend), version).unwrap()).await;
    let (wanted, found) = (described(&mut open(&fresh).await).await, described(session).await);
    for (table, wanted) in &wanted {
        let found = found.get(table).map_or("", String::as_str);
        let line = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
        assert!(found == wanted, "{backend} {about}: {table}: {line:?}\n{wanted}\n{found}");
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{backend} {about}");
    let validation = schema::validate(session, None).await.unwrap();
    assert_eq!((validation.version, validation.findings), (Some(version), vec![]), "{backend} {about}");
}

fn go_on(_: schema::Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[tokio::test]
async fn upgraded_equals_fresh_from_every_version_to_every_newer_one() {
    for backend in SERVERS {
        for from in Version::ALL {
            for to in Version::ALL.into_iter().filter(|to| *to > from) {
                let db = used(backend, from).await;
                let mut session = open(&db).await;
                let upgraded = schema::upgrade(&mut session, to, &mut go_on).await.unwrap().expect("something to do");
                assert_eq!(upgraded.findings, [], "{backend} {from} to {to}");
                assert_fresh(&mut session, backend, to, &format!("{from} to {to}")).await;
                assert!(schema::upgrade(&mut session, to, &mut go_on).await.unwrap().is_none());
            }
        }
    }
}

#[tokio::test]
async fn one_version_after_the_other_comes_to_the_same_with_the_rows() {
    for backend in SERVERS {
        let db = used(backend, Version::V2_3).await;
        let mut session = open(&db).await;
        for to in [Version::V3_1, Version::V4_0, Version::V4_1] {
            schema::upgrade(&mut session, to, &mut go_on).await.unwrap().expect("something to do");
            assert_fresh(&mut session, backend, to, "in steps").await;
        }
        assert_rows(&mut session).await;
    }
}

/// Stopped after one statement, then after two more, then after three…: every statement is the last of some attempt or is
/// followed by another attempt.
#[tokio::test]
async fn an_upgrade_stopped_at_any_statement_goes_on_to_the_same_end() {
    for backend in SERVERS {
        let db = used(backend, Version::V2_3).await;
        let stride = if backend == Backend::Postgres { 23 } else { 1 };
        let mut allowed = 0;
        loop {
            let mut session = open(&db).await;
            let mut stop = |progress: schema::Progress<'_>| match progress.done < allowed {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            };
            match schema::upgrade(&mut session, Version::V4_1, &mut stop).await {
                Ok(done) => {
                    assert!(done.is_some(), "{backend}");
                    break;
                }
                Err(Error::Stopped { done, .. }) => assert_eq!(done, allowed),
                Err(other) => panic!("{backend} after {allowed}: {other:?}"),
            }
            let found = schema::find(&mut session).await.unwrap();
            match backend {
                // As if nothing had happened.
                Backend::Postgres => {
                    assert!(matches!(&found, Found::Hive(hive) if hive.version == Version::V2_3), "{found:?}")
                }
                _ if allowed == 0 => {}
                _ => {
                    let begun = Unfinished { from: Some(Version::V2_3), to: Version::V4_1 };
                    assert_eq!(found, Found::Unfinished(begun));
                }
            }
            allowed += stride;
        }
        assert!(allowed > 20, "it was stopped {allowed} times");
        let mut session = open(&db).await;
        assert_fresh(&mut session, backend, Version::V4_1, "stopped and resumed").await;
        assert_rows(&mut session).await;
    }
}

/// The rows of `ROWS_2_3` as 4.1 has them.
async fn assert_rows(session: &mut Session) {
    for (query, expected) in [
        (
            r#"select "NAME", "CTLG_NAME", "DB_LOCATION_URI", "TYPE" from "DBS""#,
            vec!["sales hive s3a://lake/wh NATIVE"],
        ),
        (r#"select "LOCATION" from "SDS""#, vec!["s3a://lake/wh/orders"]),
        (r#"select "NAME", "LOCATION_URI" from "CTLGS""#, vec!["hive TBD"]),
        (r#"select "SLIB" from "SERDES""#, vec!["org.apache.hadoop.hive.serde2.MultiDelimitSerDe"]),
        (r#"select "PARAM_KEY" from "SERDE_PARAMS""#, vec!["collection.delim"]),
        (
            r#"select "EVENT_TYPE", "CAT_NAME" from "NOTIFICATION_LOG" order by "NL_ID""#,
            vec!["CREATE_TABLE hive", "OPEN_TXN null"],
        ),
        (r#"select cast("NEXT_EVENT_ID" as char(2)) from "NOTIFICATION_SEQUENCE""#, vec!["9"]),
        (r#"select "COLUMN_NAME", "ENGINE", cast("NUM_NULLS" as char(1)) from "TAB_COL_STATS""#, vec!["id hive 5"]),
        (r#"select "COLUMN_NAME", "ENGINE", cast("NUM_NULLS" as char(1)) from "PART_COL_STATS""#, vec!["id hive 6"]),
        (r#"select cast("TXN_ID" as char(1)), "TXN_STATE" from "TXNS" order by 1"#, vec!["5 o", "6 a", "8 c"]),
        (r#"select cast("TC_WRITEID" as char(1)) from "TXN_COMPONENTS""#, vec!["5"]),
        (r#"select cast("CTC_WRITEID" as char(1)), "CTC_UPDATE_DELETE" from "COMPLETED_TXN_COMPONENTS""#, vec!["3 N"]),
        (
            r#"select "NWI_DATABASE", "NWI_TABLE", cast("NWI_NEXT" as char(1)) from "NEXT_WRITE_ID""#,
            vec!["sales orders 9"],
        ),
        (
            r#"select "T2W_TABLE", cast("T2W_WRITEID" as char(1)) from "TXN_TO_WRITE_ID" order by 2"#,
            vec!["orders 5", "orders 6"],
        ),
        (r#"select cast("HL_TXNID" as char(1)) from "HIVE_LOCKS""#, vec!["0"]),
        (r#"select cast("CQ_HIGHEST_WRITE_ID" as char(1)) from "COMPACTION_QUEUE""#, vec!["4"]),
        (r#"select cast(count(*) as char(1)) from "TXN_LOCK_TBL""#, vec!["1"]),
        (r#"select "SCHEMA_VERSION", "VERSION_COMMENT" from "VERSION""#, vec!["4.1.0 Hive release version 4.1.0"]),
    ] {
        assert_eq!(ask(session, query).await, expected, "{:?} {query}", session.dialect());
    }
    // The next transaction has the number it would have had.
    let next = r#"insert into "TXNS" ("TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST") values ('o', 2, 2, 'u', 'h')"#;
    ask(session, next).await;
    let last = ask(session, r#"select cast(max("TXN_ID") as char(2)) from "TXNS""#).await;
    assert_eq!(last[0], "9", "{:?}", session.dialect());
}

#[tokio::test]
async fn rows_that_a_new_key_would_refuse_are_named_before_anything_happens() {
    for backend in SERVERS {
        let db = used(backend, Version::V3_1).await;
        db.run(if backend == Backend::Postgres {
            r#"update "NOTIFICATION_LOG" set "EVENT_ID" = 7"#
        } else {
            "update NOTIFICATION_LOG set EVENT_ID = 7"
        })
        .await;
        let mut session = open(&db).await;
        let refused = schema::upgrade(&mut session, Version::V4_0, &mut go_on).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "nothing was changed, because these rows stand in the way: 1 values of (EVENT_ID) that NOTIFICATION_LOG has more than once"
        );
        assert!(
            matches!(schema::find(&mut session).await.unwrap(), Found::Hive(hive) if hive.version == Version::V3_1)
        );
    }
}

#[tokio::test]
async fn what_cannot_be_upgraded_is_told_why() {
    for backend in SERVERS {
        let db = used(backend, Version::V4_0).await;
        let mut session = open(&db).await;
        let refused = schema::upgrade(&mut session, Version::V3_1, &mut go_on).await.unwrap_err();
        assert_eq!(refused.to_string(), "its schema is 4.0.0, newer than 3.1.0");
        db.run(if backend == Backend::Postgres {
            r#"update "VERSION" set "SCHEMA_VERSION" = '4.0.0-beta-1'"#
        } else {
            "update VERSION set SCHEMA_VERSION = '4.0.0-beta-1'"
        })
        .await;
        let refused = schema::upgrade(&mut session, Version::V4_1, &mut go_on).await.unwrap_err();
        assert!(refused.to_string().starts_with("VERSION says \"4.0.0-beta-1\""), "{refused}");
    }
}
