//! Policies changed, read back and taken back, on every database.

use super::*;
use crate::testing::{World, stages};
use crate::{Catalog, Result};
use skep_access::expr::Column;
use skep_access::statement::{Statement, Table, parse};
use skep_access::{AuthMethod, Caller, Mode, Principal, TableFacts, Verdict};
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{Database, FieldSchema, SerDeInfo, StorageDescriptor};

async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(world(backend, version).await).await;
    }
}

/// With a database `care` and in it a table `patients (id bigint, state string, ssn string)`, partitioned by `city`.
async fn world(backend: Backend, version: Version) -> World {
    let world = World::on(backend, version).await;
    let care = Database { name: Some("care".into()), ..Database::default() };
    crate::database::create(&world.catalog, &care, Some("root")).await.expect("database made");
    table(&world.catalog, "patients").await;
    prepare(&world.catalog.db).await.expect("tables made");
    world
}

async fn table(catalog: &Catalog, name: &str) {
    let field =
        |name: &str, kind: &str| FieldSchema { name: Some(name.into()), type_: Some(kind.into()), comment: None };
    let sd = StorageDescriptor {
        cols: Some(vec![field("id", "bigint"), field("state", "string"), field("ssn", "string")]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    };
    let table = skep_types::Table {
        sd: Some(sd),
        partition_keys: Some(vec![field("city", "string")]),
        ..crate::testing::plain_table("care", name)
    };
    crate::table::create(catalog, &table, None).await.expect("table made");
}

fn root() -> Principal {
    Principal::user("root").expect("valid")
}

fn statements(texts: &[&str]) -> Vec<Statement> {
    texts.iter().map(|text| parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))).collect()
}

async fn say(world: &World, texts: &[&str]) -> Result<Applied> {
    apply(&world.catalog.db, &statements(texts), &root(), world.catalog.clock.seconds(), Intent::Make).await
}

async fn refused(world: &World, text: &str) -> String {
    let before = load(&world.catalog.db).await.expect("readable");
    let error = say(world, &[text]).await.map(|done| panic!("{text} was done: {done:?}")).expect_err("refused");
    assert_eq!(load(&world.catalog.db).await.expect("readable"), before, "{text} left something behind");
    error.to_string()
}

async fn in_force(world: &World) -> Vec<String> {
    load(&world.catalog.db).await.expect("readable").1.into_iter().map(|stored| stored.statement.to_string()).collect()
}

const CARE: [&str; 4] = [
    "CREATE ROLE care",
    "GRANT ROLE care TO sa:ns/team1",
    "CREATE FILTER f ON care.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'O''Hio %_\\'))",
    "GRANT SELECT ON care.patients FILTER f TO role:care",
];

#[tokio::test]
async fn what_was_said_is_read_back_under_a_new_epoch() {
    everywhere(async |world| {
        assert_eq!(say(&world, &CARE).await.expect("done").epoch, 1);
        assert_eq!(in_force(&world).await, CARE);
        assert_eq!(say(&world, &["DENY SELECT ON care.* TO user:x, user:y"]).await.expect("done").epoch, 2);
        let entries = history(&world.catalog.db, 2).await.expect("readable");
        let texts: Vec<String> = entries.iter().map(|entry| entry.change.stored().statement.to_string()).collect();
        assert_eq!(texts, ["DENY SELECT ON care.* TO user:x", "DENY SELECT ON care.* TO user:y"]);
        assert!(entries.iter().all(|entry| entry.actor == "user:root" && entry.time == 1_700_000_000));
    })
    .await;
}

#[tokio::test]
async fn a_database_without_the_tables_says_how_to_make_them() {
    let world = World::new().await;
    assert!(!exists(&world.catalog.db).await.expect("asked"));
    let error = say(&world, &["CREATE ROLE r"]).await.expect_err("no tables");
    assert!(error.to_string().contains("skep access init"), "{error}");
    let keeper = Keeper::new(Mode::Enforce);
    assert!(keeper.policy(&world.catalog.db).await.is_err(), "no policy opens no door");
    prepare(&world.catalog.db).await.expect("made");
    prepare(&world.catalog.db).await.expect("again is nothing");
    assert_eq!(keeper.policy(&world.catalog.db).await.expect("empty").snapshot().epoch, 0);
}

#[tokio::test]
async fn what_does_not_exist_or_fit_is_refused_and_nothing_is_changed() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    say(&world, &CARE).await.expect("done");
    say(&world, &["GRANT ROLE care TO role:care2", "CREATE ROLE care2"]).await.expect_err("in the wrong order");
    say(&world, &["CREATE ROLE care2", "GRANT ROLE care TO role:care2"]).await.expect("done");
    let cases = [
        ("GRANT SELECT ON care.nope TO user:a", "there is no table care.nope"),
        ("GRANT DESCRIBE ON nope TO user:a", "there is no database nope"),
        ("GRANT SELECT ON nope.* TO user:a", "there is no database nope"),
        ("GRANT SELECT ON care.patients TO role:nope", "there is no role nope"),
        ("GRANT SELECT ON care.patients COLUMNS (nope) TO user:a", "there is no column nope"),
        ("GRANT SELECT ON care.patients ROWS (id = '1') TO user:a", "a whole number"),
        ("GRANT SELECT ON care.patients FILTER nope TO user:a", "CREATE FILTER"),
        ("GRANT SELECT ON TAGGED (pii IN (no)) TO user:a", "CREATE TAG"),
        ("RESTRICT ROWS ON care.patients USING (nope = 1)", "there is no column nope"),
        ("MASK COLUMN id ON care.patients WITH LAST(4)", "NULL fits every type"),
        ("CREATE FILTER f ON care.patients", "ALTER FILTER"),
        ("ALTER FILTER g ON care.patients", "CREATE FILTER"),
        ("DROP FILTER f ON care.patients", "1 grants use the filter"),
        ("CREATE ROLE care", "already"),
        ("GRANT ROLE care2 TO role:care", "roles cannot contain each other"),
        ("GRANT ROLE care TO role:care", "roles cannot contain each other"),
        ("REVOKE SELECT ON care.patients FROM user:nobody", "holds nothing"),
        ("REVOKE ROLE care FROM user:nobody", "is not in"),
        ("REVOKE STATEMENT 999", "no statement 999"),
        ("DROP ROLE nope", "there is no role nope"),
    ];
    for (text, expected) in cases {
        let error = refused(&world, text).await;
        assert!(error.contains(expected), "{text}: {error}");
    }
    let twice = say(&world, &["GRANT SELECT ON care.patients TO user:a", "GRANT SELECT ON care.nope TO user:a"]).await;
    assert!(twice.expect_err("the second").to_string().ends_with("in: GRANT SELECT ON care.nope TO user:a"));
    assert_eq!(in_force(&world).await.len(), 6, "all or nothing");
}

#[tokio::test]
async fn rights_come_together_and_go_one_by_one() {
    everywhere(async |world| {
        say(&world, &["GRANT SELECT ON care.patients TO user:a"]).await.expect("done");
        let again = say(&world, &["GRANT SELECT ON care.patients TO user:a"]).await.expect("nothing to do");
        assert_eq!((again.epoch, again.changes.len()), (1, 0));
        say(&world, &["GRANT INSERT, DESCRIBE ON care.patients TO user:a, user:b"]).await.expect("done");
        let both = [
            "GRANT DESCRIBE, SELECT, INSERT ON care.patients TO user:a",
            "GRANT DESCRIBE, INSERT ON care.patients TO user:b",
        ];
        assert_eq!(in_force(&world).await, both);
        say(&world, &["REVOKE INSERT, DESCRIBE ON care.patients FROM user:a, user:b"]).await.expect("done");
        assert_eq!(in_force(&world).await, ["GRANT SELECT ON care.patients TO user:a"]);
    })
    .await;
}

#[tokio::test]
async fn a_role_goes_with_its_members_and_what_it_held() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    say(&world, &CARE).await.expect("done");
    say(&world, &["DROP ROLE care"]).await.expect("done");
    assert_eq!(in_force(&world).await, CARE[2..3]);
}

#[tokio::test]
async fn an_earlier_epoch_is_had_back() {
    everywhere(async |world| {
        say(&world, &CARE).await.expect("done");
        let before = load(&world.catalog.db).await.expect("readable").1;
        let more = ["GRANT DESCRIBE ON care.patients TO role:care", "REVOKE SELECT ON care.patients FROM role:care"];
        say(&world, &more).await.expect("done");
        say(&world, &["DROP ROLE care"]).await.expect("done");
        let rehearsed = rollback(&world.catalog.db, 1, &root(), 0, Intent::Rehearse).await.expect("possible");
        assert!(!rehearsed.changes.is_empty() && in_force(&world).await.len() == 1);
        assert_eq!(rollback(&world.catalog.db, 1, &root(), 0, Intent::Make).await.expect("done").epoch, 4);
        assert_eq!(load(&world.catalog.db).await.expect("readable").1, before);
        rollback(&world.catalog.db, 9, &root(), 0, Intent::Make).await.expect_err("there is no such epoch");
    })
    .await;
}

#[tokio::test]
async fn a_server_sees_a_change_with_its_next_question() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    say(&world, &CARE).await.expect("done");
    let keeper = Keeper::new(Mode::Enforce);
    let team = Caller::new(Principal::parse("sa:ns/team1").expect("valid"), AuthMethod::Token);
    let name = Table::new(None, "care", "patients");
    let found =
        facts_of(&world.catalog.db, &[name.clone()].into()).await.expect("readable").remove(&name).expect("there");
    let facts =
        TableFacts { name: &name, id: found.id, columns: &found.columns, partition_keys: &found.partition_keys };
    let first = keeper.policy(&world.catalog.db).await.expect("readable");
    let shown = first.of(&team, 0).effective(&facts);
    assert_eq!((shown.verdict, shown.hidden), (Verdict::Select, vec!["ssn".to_owned()]));
    let second = keeper.policy(&world.catalog.db).await.expect("readable");
    assert!(std::sync::Arc::ptr_eq(first.snapshot(), second.snapshot()), "read once an epoch");
    say(&world, &["REVOKE ROLE care FROM sa:ns/team1"]).await.expect("done");
    let third = keeper.policy(&world.catalog.db).await.expect("readable");
    assert_eq!(third.of(&team, 0).effective(&facts).verdict, Verdict::Hidden);
}

#[tokio::test]
async fn a_store_that_is_broken_or_went_back_opens_nothing() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    say(&world, &CARE).await.expect("done");
    let keeper = Keeper::new(Mode::Enforce);
    keeper.policy(&world.catalog.db).await.expect("readable");
    world.run(r#"update "SKEP_EPOCH" set "EPOCH" = 0"#).await;
    let error = keeper.policy(&world.catalog.db).await.expect_err("gone back");
    assert!(error.to_string().contains("went back from epoch 1 to 0"), "{error}");
    world.run(r#"update "SKEP_EPOCH" set "EPOCH" = 2"#).await;
    world.run(r#"update "SKEP_STATEMENTS" set "STMT_TEXT" = 'GRANT' where "STMT_ID" = 4"#).await;
    assert!(keeper.policy(&world.catalog.db).await.expect_err("a hole").to_string().contains("statement 4"));
}

#[tokio::test]
async fn one_table_is_decided_without_the_rest_of_the_policy() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    table(&world.catalog, "other").await;
    say(&world, &CARE).await.expect("done");
    say(&world, &["GRANT SELECT ON care.other TO user:x", "DENY SELECT ON care TO user:x"]).await.expect("done");
    let (snapshot, found) = about(&world.catalog.db, &Table::new(None, "care", "patients")).await.expect("readable");
    assert_eq!(snapshot.records().len(), 5, "everything but the grant on the other table");
    let found = found.expect("there");
    let names = |columns: &[Column]| columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found.columns), ["id", "state", "ssn"]);
    assert_eq!(names(&found.partition_keys), ["city"]);
}

#[tokio::test]
async fn concurrent_changes_happen_one_after_the_other() {
    for (backend, version) in stages(Version::V4_1) {
        let world = world(backend, version).await;
        let texts: Vec<String> = (0..8).map(|n| format!("GRANT SELECT ON care.* TO user:u{n}")).collect();
        let all = texts.iter().map(|text| say_owned(&world, text));
        let done = futures_util::future::join_all(all).await;
        let mut epochs: Vec<i64> = done.into_iter().map(|one| one.expect("done").epoch).collect();
        epochs.sort_unstable();
        assert_eq!(epochs, (1..=8).collect::<Vec<_>>());
        assert_eq!(in_force(&world).await.len(), 8);
    }
}

async fn say_owned(world: &World, text: &str) -> Result<Applied> {
    say(world, &[text]).await
}
