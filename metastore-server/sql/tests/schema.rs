//! Schemas are made in, found in and compared with real databases.

use skep_schema::{Dialect, Found, Hive, Observed, Unfinished, Version, ddl, exists};
use skep_sql::schema::{self, Error, Session};
use skep_testing::{BACKENDS, Backend, TestDatabase};
use sqlx::Connection;

/// Every backend with every version it has.
fn schemas() -> impl Iterator<Item = (Backend, Version)> {
    BACKENDS
        .into_iter()
        .flat_map(|backend| Version::ALL.map(|version| (backend, version)))
        .filter(|(backend, version)| exists(dialect(*backend), *version))
}

fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Sqlite => Dialect::Sqlite,
        Backend::Postgres => Dialect::Postgres,
        Backend::Mariadb => Dialect::Mysql,
    }
}

async fn open(db: &TestDatabase) -> Session {
    match db.backend() {
        Backend::Sqlite => {
            Session::Sqlite(sqlx::SqliteConnection::connect(&format!("{}?mode=rwc", db.url())).await.unwrap())
        }
        Backend::Mariadb => Session::Mysql(sqlx::MySqlConnection::connect(db.url()).await.unwrap()),
        Backend::Postgres => {
            let (client, connection) = tokio_postgres::connect(db.url(), tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            Session::Postgres(client)
        }
    }
}

fn hive(found: Found) -> Hive {
    match found {
        Found::Hive(hive) => hive,
        other => panic!("expected a metastore, found {other:?}"),
    }
}

#[tokio::test]
async fn an_empty_database_becomes_a_metastore_that_differs_in_nothing() {
    for (backend, version) in schemas() {
        let db = TestDatabase::empty(backend).await;
        let mut session = open(&db).await;
        assert_eq!(schema::find(&mut session).await.unwrap(), Found::Empty);
        schema::init(&mut session, version).await.unwrap();
        let validation = schema::validate(&mut session, None).await.unwrap();
        assert_eq!(validation.findings, [], "{backend} {version}");
        let hive = hive(validation.found);
        assert_eq!((hive.version, hive.warnings.as_slice()), (version, [].as_slice()), "{backend}");
    }
}

#[tokio::test]
async fn a_database_introduces_itself() {
    let names = [(Backend::Sqlite, "SQLite 3"), (Backend::Postgres, "PostgreSQL "), (Backend::Mariadb, "-MariaDB")];
    for (backend, name) in names {
        let db = TestDatabase::empty(backend).await;
        db.run("create table notes (n int)").await;
        let info = schema::info(&mut open(&db).await).await.unwrap();
        assert!(info.server.contains(name), "{}", info.server);
        assert_eq!(info.tables, 1);
        assert!(matches!(info.found, Found::Unknown { .. }));
    }
}

#[tokio::test]
async fn a_database_that_holds_anything_is_not_initialised() {
    for backend in BACKENDS {
        let db = TestDatabase::empty(backend).await;
        db.run("create table notes (n int)").await;
        let mut session = open(&db).await;
        let refused = schema::init(&mut session, Version::V4_1).await.unwrap_err();
        assert!(matches!(refused, Error::NotEmpty(_)), "{refused}");
        assert!(
            refused.to_string().starts_with("the database is not empty: it holds 1 tables and none of Hive's"),
            "{refused}"
        );
        // And no transaction stays open behind it.
        db.run("drop table notes").await;
        schema::init(&mut session, Version::V4_1).await.unwrap();
        let refused = schema::init(&mut session, Version::V4_1).await.unwrap_err();
        assert_eq!(refused.to_string(), "the database is not empty: it is a metastore with schema 4.1.0");
    }
}

#[tokio::test]
async fn of_two_who_make_the_schema_one_succeeds() {
    for backend in BACKENDS {
        let db = TestDatabase::empty(backend).await;
        let (mut one, mut two) = (open(&db).await, open(&db).await);
        let (first, second) =
            tokio::join!(schema::init(&mut one, Version::V4_1), schema::init(&mut two, Version::V4_1));
        assert!(first.is_ok() != second.is_ok(), "{backend}: {first:?} {second:?}");
        let refused = first.and(second).unwrap_err();
        assert!(matches!(refused, Error::NotEmpty(_)), "{backend}: {refused:?}");
    }
}

#[tokio::test]
async fn a_failed_script_leaves_nothing_or_says_what() {
    // A type of this name exists already, so the table cannot be made.
    let db = TestDatabase::empty(Backend::Postgres).await;
    db.run(r#"create type "WM_MAPPING" as (n int)"#).await;
    let mut session = open(&db).await;
    let failed = schema::init(&mut session, Version::V4_1).await.unwrap_err();
    assert_eq!(failed.to_string(), "create table \"WM_MAPPING\" ( … failed, nothing was changed");
    assert_eq!(schema::find(&mut session).await.unwrap(), Found::Empty);

    // Views do not count as tables, and stand in the way. What was made stays, says what it is, and is finished later.
    let db = TestDatabase::empty(Backend::Mariadb).await;
    db.run("create view WM_MAPPING as select 1").await;
    let mut session = open(&db).await;
    let failed = schema::init(&mut session, Version::V4_1).await.unwrap_err();
    assert!(failed.to_string().ends_with("the same command goes on where this one stopped"), "{failed}");
    let begun = Unfinished { from: None, to: Version::V4_1 };
    assert_eq!(schema::find(&mut session).await.unwrap(), Found::Unfinished(begun));
    let refused = schema::init(&mut session, Version::V4_0).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the database is not empty: the making of schema 4.1.0 was interrupted; skep schema init --hive-version 4.1.0 goes on"
    );
    db.run("drop view WM_MAPPING").await;
    schema::init(&mut session, Version::V4_1).await.unwrap();
    let validation = schema::validate(&mut session, None).await.unwrap();
    assert_eq!(validation.findings, []);
    assert_eq!(hive(validation.found).warnings, [""; 0]);
}

/// Killed after any of its statements, the making goes on to the same end.
#[tokio::test]
async fn a_killed_init_is_finished_on_mysql_wherever_it_stopped() {
    let whole = TestDatabase::empty(Backend::Mariadb).await;
    schema::init(&mut open(&whole).await, Version::V3_1).await.unwrap();
    let wanted = schema::observe(&mut open(&whole).await).await.unwrap();
    let statements = skep_schema::init(&Observed::nothing(Dialect::Mysql), Version::V3_1);
    for stopped_after in (1..statements.len()).step_by(9).chain([1, 2, statements.len() - 1]) {
        let db = TestDatabase::empty(Backend::Mariadb).await;
        db.run(&statements[..stopped_after].join(";\n")).await;
        let mut session = open(&db).await;
        let found = schema::find(&mut session).await.unwrap();
        let expected = match stopped_after {
            1 => Found::Empty,
            _ => Found::Unfinished(Unfinished { from: None, to: Version::V3_1 }),
        };
        assert_eq!(found, expected, "after {}", statements[stopped_after - 1]);
        schema::init(&mut session, Version::V3_1).await.unwrap();
        let made = schema::observe(&mut session).await.unwrap();
        assert_eq!(format!("{:?}", made.tables), format!("{:?}", wanted.tables), "after {stopped_after}");
        assert_eq!((made.versions, made.unfinished), (vec!["3.1.0".to_owned()], None));
        // A second row of a counter would be a second next number.
        db.run("create unique index ONE on NEXT_LOCK_ID (NL_NEXT)").await;
    }
}

#[tokio::test]
async fn tables_java_never_made_are_named_and_can_be_added() {
    for (backend, version) in schemas().filter(|(backend, _)| *backend != Backend::Sqlite) {
        let db = TestDatabase::filled(backend, ddl(dialect(backend), version).unwrap()).await;
        let mut session = open(&db).await;
        let drop = match (backend, version < Version::V4_0) {
            (Backend::Postgres, false) => r#"drop table "HIVE_LOCKS"; drop table "NOTIFICATION_LOG""#,
            (Backend::Postgres, true) => r#"drop table hive_locks; drop table "NOTIFICATION_LOG""#,
            _ => "drop table HIVE_LOCKS; drop table NOTIFICATION_LOG",
        };
        db.run(drop).await;
        let before = hive(schema::find(&mut session).await.unwrap());
        assert_eq!(
            before.warnings,
            [
                "locks and transactions will not work: no table HIVE_LOCKS",
                "events will not work: no table NOTIFICATION_LOG"
            ],
            "{backend} {version}"
        );
        assert_eq!(schema::complete(&mut session).await.unwrap(), ["HIVE_LOCKS", "NOTIFICATION_LOG"]);
        assert_eq!(schema::validate(&mut session, None).await.unwrap().findings, [], "{backend} {version}");
    }
}

#[tokio::test]
async fn half_a_metastore_and_a_mixed_one_are_recognised() {
    let db = TestDatabase::filled(Backend::Mariadb, ddl(Dialect::Mysql, Version::V3_1).unwrap()).await;
    db.run("update VERSION set SCHEMA_VERSION = '4.0.0'").await;
    let mut session = open(&db).await;
    let Found::HalfMade { missing, .. } = schema::find(&mut session).await.unwrap() else {
        panic!("a 3.1 schema is no 4.0 schema");
    };
    assert!(missing.contains(&"column TBLS.WRITE_ID is missing".to_owned()), "{missing:?}");
    let refused = schema::complete(&mut session).await.unwrap_err();
    assert!(
        refused.to_string().starts_with("the database is no metastore: it looks like half of schema 4.0.0: "),
        "{refused}"
    );
    db.run("update VERSION set SCHEMA_VERSION = '3.1.3000.7'").await;
    assert_eq!(hive(schema::find(&mut session).await.unwrap()).version, Version::V3_1);
}

#[tokio::test]
async fn names_that_fold_case_are_warned_of() {
    let db = TestDatabase::filled(Backend::Mariadb, ddl(Dialect::Mysql, Version::V4_1).unwrap()).await;
    db.run("alter table PARTITIONS modify PART_NAME varchar(767) character set latin1 collate latin1_swedish_ci").await;
    let mut session = open(&db).await;
    let hive = hive(schema::find(&mut session).await.unwrap());
    assert_eq!(hive.warnings.len(), 1, "{:?}", hive.warnings);
    assert!(hive.warnings[0].starts_with("column PARTITIONS.PART_NAME compares without regard to case"));
}
