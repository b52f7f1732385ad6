//! Partitions end to end: every operation against a real database and real directories.

use std::path::PathBuf;

use compact_str::CompactString as Str;
use futures_util::TryStreamExt;
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{FieldSchema, Partition, SerDeInfo, StorageDescriptor};

mod between;

use super::add::{Existing, add};
use super::alter::{Told, alter};
use super::append::append;
use super::drop::{Data, Doomed, Missing, drop};
use super::list::{Shape, list};
use super::rename::rename;
use super::select::{Choice, Limit};
use super::{One, drop_all_partitions, get};
use crate::names::TableName;
use crate::testing::{World, stages};
use crate::{Error, Result};

/// The time in every test, in seconds.
const NOW: i64 = 1_700_000_000;

/// `db.t`, managed, partitioned by `ds string, hr int`, in the folder of the world.
async fn world(backend: Backend, version: Version) -> World {
    let world = World::on(backend, version).await;
    make_table(&world, "MANAGED_TABLE").await;
    world
}

async fn make_table(world: &World, kind: &str) {
    let root = world.folder.path().join("warehouse/db.db/t").display().to_string();
    let since = |v: Version, text: &'static str| if world.catalog.db.version() >= v { text } else { "" };
    let script = format!(
        r#"insert into "DBS" ("DB_ID", "NAME", "DB_LOCATION_URI"{ctlg}) values (1, 'db', 'file:/x'{ctlg_value});
insert into "CDS" ("CD_ID") values (1);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'a', 'int', 0);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'b', 'string', 1);
insert into "SERDES" ("SERDE_ID", "SLIB") values (1, 'lib');
insert into "SERDE_PARAMS" ("SERDE_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'serialization.format', '1');
insert into "SDS" ("SD_ID", "CD_ID", "SERDE_ID", "LOCATION", "IS_COMPRESSED", "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES")
 values (1, 1, 1, 'file:{root}', false, -1, false);
insert into "TBLS" ("TBL_ID", "DB_ID", "SD_ID", "TBL_NAME", "TBL_TYPE", "CREATE_TIME", "LAST_ACCESS_TIME", "RETENTION", "IS_REWRITE_ENABLED")
 values (1, 1, 1, 't', '{kind}', 5, 0, 0, false);
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (1, 'ds', 'string', 0);
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (1, 'hr', 'int', 1);
"#,
        ctlg = since(Version::V3_1, r#", "CTLG_NAME""#),
        ctlg_value = since(Version::V3_1, ", 'hive'"),
    );
    world.run(&script).await;
}

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(world(backend, version).await).await;
    }
}

fn table() -> TableName {
    TableName::parse(Some("db"), Some("t")).expect("a plain name")
}

fn field(name: &str, type_: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
}

fn partition(ds: &str, hr: &str) -> Partition {
    let sd = StorageDescriptor {
        cols: Some(vec![field("a", "int"), field("b", "string")]),
        serde_info: Some(SerDeInfo { serialization_lib: Some("lib".into()), ..SerDeInfo::default() }),
        ..StorageDescriptor::default()
    };
    Partition {
        values: Some(vec![ds.into(), hr.into()]),
        db_name: Some("db".into()),
        table_name: Some("t".into()),
        sd: Some(sd),
        ..Partition::default()
    }
}

async fn add_all(world: &World, all: &[(&str, &str)]) -> Vec<Partition> {
    let partitions = all.iter().map(|(ds, hr)| partition(ds, hr)).collect();
    add(&world.catalog, &table(), partitions, Existing::Refuse, None).await.expect("partitions are added")
}

async fn listed(world: &World, choice: Choice, limit: Limit) -> Result<Vec<Partition>> {
    let listing = list(&world.catalog, &table(), choice, limit, Shape::default()).await?;
    let found: Vec<Partition> = listing.chunks.try_concat().await?;
    assert_eq!(found.len(), listing.count);
    Ok(found)
}

fn values(partitions: &[Partition]) -> Vec<String> {
    partitions.iter().map(|p| p.values.as_deref().unwrap_or_default().join("/")).collect()
}

async fn names(world: &World, choice: Choice) -> Vec<Str> {
    get::names(&world.catalog, &table(), &choice, Limit::None).await.expect("names are listed")
}

fn directory(world: &World, name: &str) -> PathBuf {
    world.folder.path().join("warehouse/db.db/t").join(name)
}

fn message<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    outcome.expect_err("it is refused").to_string()
}

/// Event types and tables of the log, in order.
async fn events(world: &World) -> Vec<String> {
    let request = skep_types::NotificationEventRequest::default();
    let events = crate::event::next(&world.catalog, &request).await.expect("events are read");
    events.into_iter().map(|e| e.event_type.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_added_partition_is_read_back_whole() {
    everywhere(async |world: World| {
        let mut new = partition("2026-01-01", "7");
        let sd = new.sd.as_mut().expect("it has one");
        sd.cols = Some(vec![field("A", "int")]);
        sd.bucket_cols = Some(vec!["a".into()]);
        sd.sort_cols = Some(vec![skep_types::Order { col: Some("A".into()), order: Some(1) }]);
        sd.num_buckets = Some(4);
        sd.parameters = Some([("sp".into(), "1".into())].into());
        sd.skewed_info = Some(skep_types::SkewedInfo {
            skewed_col_names: Some(vec!["a".into()]),
            skewed_col_values: Some(vec![vec!["1".into()], vec!["2".into()]]),
            skewed_col_value_location_maps: Some([(vec!["1".into()], "file:/skew".into())].into()),
        });
        new.parameters = Some([("k".into(), "v".into())].into());
        let added = add(&world.catalog, &table(), vec![new], Existing::Refuse, None).await.expect("it is added");
        let one = One::Name("hr=7/ds=2026-01-01".into());
        let read = get::get(&world.catalog, &table(), &one).await.expect("it is there");
        assert_eq!(read, added[0]);
        assert_eq!(read.create_time, Some(NOW as i32));
        assert_eq!(read.parameters.as_ref().expect("present")["transient_lastDdlTime"], NOW.to_string());
        assert_eq!(read.sd.expect("it has one").cols, Some(vec![field("a", "int")]));
        assert!(directory(&world, "ds=2026-01-01/hr=7").is_dir());
        assert_eq!(events(&world).await, ["ADD_PARTITION"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_exists_is_refused_or_passed_over_as_asked() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "1")]).await;
        let again = vec![partition("a", "1"), partition("a", "2")];
        let refused = add(&world.catalog, &table(), again.clone(), Existing::Refuse, None).await;
        assert_eq!(message(refused), "Partition already exists: Partition(values:[a, 1], dbName:db, tableName:t)");
        assert!(!directory(&world, "ds=a/hr=2").exists(), "a failed call leaves no directory");
        let added = add(&world.catalog, &table(), again, Existing::Skip, None).await.expect("the new one is added");
        assert_eq!(values(&added), ["a/2"]);
        let twice = vec![partition("b", "1"), partition("b", "1")];
        assert!(message(add(&world.catalog, &table(), twice, Existing::Skip, None).await).starts_with("Duplicate"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_partitions_are_refused_in_hives_words() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    let refused = async |change: fn(&mut Partition)| {
        let mut bad = partition("a", "1");
        change(&mut bad);
        message(add(&world.catalog, &table(), vec![bad], Existing::Refuse, None).await)
    };
    let check = |got: String, expected: &str| assert_eq!(got, expected);
    check(refused(|p| p.values = None).await, "The partition values cannot be null or empty.");
    check(
        refused(|p| p.values = Some(vec!["a".into()])).await,
        "Invalid partition key & values; keys [ds, hr, ], values [a, ]",
    );
    check(
        refused(|p| p.table_name = Some("u".into())).await,
        "Partition does not belong to target table hive.db.t: db.u",
    );
    check(refused(|p| p.sd = None).await, "partition ds=a/hr=1 has no storage descriptor");
    let elsewhere = TableName::parse(Some("db"), Some("u")).expect("a plain name");
    let missing = add(&world.catalog, &elsewhere, vec![partition("a", "1")], Existing::Refuse, None).await;
    assert!(
        matches!(missing, Err(Error::InvalidObject(m)) if m == "Unable to add partitions because hive.db.u does not exist")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn listings_are_ordered_limited_and_chosen() {
    everywhere(async |world: World| {
        add_all(&world, &[("b", "2"), ("a", "10"), ("a", "9"), ("c%", "1")]).await;
        let found = listed(&world, Choice::All, Limit::None).await.expect("listed");
        assert_eq!(values(&found), ["a/10", "a/9", "b/2", "c%/1"]);
        assert_eq!(values(&listed(&world, Choice::All, Limit::AtMost(2)).await.expect("listed")), ["a/10", "a/9"]);
        assert!(listed(&world, Choice::All, Limit::AtMost(0)).await.expect("listed").is_empty());
        assert_eq!(names(&world, Choice::All).await, ["ds=a/hr=10", "ds=a/hr=9", "ds=b/hr=2", "ds=c%25/hr=1"]);
        let by_name = Choice::Named(vec!["ds=b/hr=2".into(), "ds=zz/hr=0".into(), "ds=b/hr=2".into()]);
        assert_eq!(values(&listed(&world, by_name, Limit::None).await.expect("listed")), ["b/2"]);
        for (prefix, expected) in
            [(&["a"][..], &["a/10", "a/9"][..]), (&["", "2"], &["b/2"]), (&["c%", "1"], &["c%/1"])]
        {
            let choice = Choice::Prefix(prefix.iter().map(|v| Str::from(*v)).collect());
            assert_eq!(values(&listed(&world, choice, Limit::None).await.expect("listed")), expected);
        }
        let all = Choice::Prefix(vec!["".into(), "".into()]);
        assert_eq!(get::count(&world.catalog, &table(), &all).await.expect("counted"), 4);
        let none = listed(&world, Choice::Prefix(Vec::new()), Limit::None).await;
        assert_eq!(message(none.map(|_| ())), "Incorrect number of partition values. numPartKeys=2, part_val=0");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_choose_by_the_type_of_the_key() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "9"), ("a", "10"), ("B", "007"), ("b_c", "__HIVE_DEFAULT_PARTITION__"), ("x", "abc")])
            .await;
        for (filter, expected) in [
            ("hr > 8", &["a/10", "a/9"][..]),
            ("hr = 7", &["B/007"]),
            ("hr != 7", &["a/10", "a/9"]),
            ("hr in (9, 7) and ds < 'a'", &["B/007"]),
            ("hr not in (9, 7)", &["a/10"]),
            ("ds like 'b\\_%'", &["b_c/__HIVE_DEFAULT_PARTITION__"]),
            ("ds like 'b%'", &["b_c/__HIVE_DEFAULT_PARTITION__"]),
            ("ds > 'B' and ds <= 'a'", &["a/10", "a/9"]),
            ("ds = 'a' and hr = 10", &["a/10"]),
            ("hr = '__HIVE_DEFAULT_PARTITION__'", &["b_c/__HIVE_DEFAULT_PARTITION__"]),
            ("ds = 'B' or ds = 'x' or hr between 10 and 11", &["B/007", "a/10", "x/abc"]),
        ] {
            let mut found = values(&listed(&world, Choice::Filter(filter.into()), Limit::None).await.expect(filter));
            found.sort();
            assert_eq!(found, expected, "{filter}");
            let counted = get::count(&world.catalog, &table(), &Choice::Filter(filter.into())).await.expect(filter);
            assert_eq!(counted, expected.len() as i64, "{filter}");
        }
        let unknown = listed(&world, Choice::Filter("x = 1".into()), Limit::None).await;
        assert_eq!(message(unknown.map(|_| ())), "Specified key <x> is not a partitioning key for the table");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn appending_takes_the_tables_own_descriptor() {
    everywhere(async |world: World| {
        let one = One::Name("ds=a b/hr=1".into());
        let appended = append(&world.catalog, &table(), &one, None).await.expect("appended");
        let sd = appended.sd.clone().expect("it has one");
        assert!(sd.location.expect("a location").ends_with("/db.db/t/ds=a b/hr=1"));
        assert_eq!(sd.serde_info.expect("a serde").parameters.expect("present")["serialization.format"], "1");
        assert!(matches!(append(&world.catalog, &table(), &one, None).await, Err(Error::Exists(_))));
        let incomplete = append(&world.catalog, &table(), &One::Name("ds=a".into()), None).await;
        assert!(matches!(incomplete, Err(Error::InvalidObject(m)) if m == "incomplete partition name - missing hr"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_removes_rows_directories_and_empty_parents() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "1"), ("a", "2"), ("b", "1")]).await;
        let one = Doomed::One(One::Values(vec!["a".into(), "1".into()]));
        drop(&world.catalog, &table(), &one, Missing::Refuse, Data::Delete).await.expect("dropped");
        assert!(!directory(&world, "ds=a/hr=1").exists() && directory(&world, "ds=a/hr=2").is_dir());
        let again = drop(&world.catalog, &table(), &one, Missing::Refuse, Data::Delete).await;
        assert_eq!(message(again), "Partition doesn't exist. [a, 1]");
        let some = Doomed::Named(vec!["ds=a/hr=2".into(), "ds=q/hr=2".into()]);
        let refused = drop(&world.catalog, &table(), &some, Missing::Refuse, Data::Delete).await;
        assert_eq!(message(refused), "Some partitions to drop are missing");
        let dropped = drop(&world.catalog, &table(), &some, Missing::Skip, Data::Delete).await.expect("dropped");
        assert_eq!(values(&dropped), ["a/2"]);
        assert!(!directory(&world, "ds=a").exists());
        let filter = Doomed::Filtered(vec![Choice::Filter("hr < 5".into())]);
        drop(&world.catalog, &table(), &filter, Missing::Refuse, Data::Keep).await.expect("dropped");
        assert!(directory(&world, "ds=b/hr=1").is_dir(), "the data was to be kept");
        assert_eq!(events(&world).await, ["ADD_PARTITION", "DROP_PARTITION", "DROP_PARTITION", "DROP_PARTITION"]);
        assert_eq!(left_over(&world).await, 0);
    })
    .await;
}

/// Rows that belong to partitions, whatever table they are in.
async fn left_over(world: &World) -> i64 {
    skep_sql::statements! {
        LEFT = r#"select (select count(*) from "PARTITIONS") + (select count(*) from "PARTITION_PARAMS")
            + (select count(*) from "PARTITION_KEY_VALS") + (select count(*) from "SDS") - 1
            + (select count(*) from "SERDES") - 1 + (select count(*) from "CDS") - 1
            + (select count(*) from "SKEWED_STRING_LIST")"#;
    }
    assert_eq!(ALL.len(), 1);
    let rows = world.catalog.db.rows(&LEFT, &[]).await.expect("counted");
    rows[0].get(0).expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn all_partitions_of_a_table_go_at_once() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "1"), ("a", "2"), ("b", "1")]).await;
        let done = world.catalog.db.write(|tx| async move { drop_all_partitions(&tx, &[1]).await }).await;
        done.expect("dropped");
        assert_eq!(left_over(&world).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn altering_replaces_everything_but_the_values() {
    everywhere(async |world: World| {
        let mut added = add_all(&world, &[("a", "1"), ("b", "1")]).await;
        for changed in &mut added {
            changed.parameters =
                Some([("new".into(), "1".into()), ("transient_lastDdlTime".into(), "0".into())].into());
            changed.create_time = Some(3);
            let sd = changed.sd.as_mut().expect("it has one");
            sd.cols = Some(vec![field("a", "bigint")]);
            sd.input_format = Some("format".into());
            sd.sort_cols = Some(vec![skep_types::Order { col: Some("a".into()), order: Some(0) }]);
            sd.serde_info.as_mut().expect("a serde").serialization_lib = Some("other".into());
        }
        alter(&world.catalog, &table(), added.clone(), None, Told::Together).await.expect("altered");
        for changed in &mut added {
            let parameters = changed.parameters.as_mut().expect("present");
            parameters.insert("transient_lastDdlTime".into(), NOW.to_string().into());
            parameters.insert("numFiles".into(), "0".into());
            parameters.insert("totalSize".into(), "0".into());
            if world.catalog.db.version() >= Version::V4_0 {
                parameters.insert("numFilesErasureCoded".into(), "0".into());
            }
        }
        assert_eq!(listed(&world, Choice::All, Limit::None).await.expect("listed"), added);
        let told: &[&str] = match world.catalog.db.version() {
            Version::V4_1 => &["ADD_PARTITION", "ALTER_PARTITIONS"],
            _ => &["ADD_PARTITION", "ALTER_PARTITION", "ALTER_PARTITION"],
        };
        assert_eq!(events(&world).await, told);
        let missing = alter(&world.catalog, &table(), vec![partition("zz", "1")], None, Told::Together).await;
        assert!(matches!(missing, Err(Error::InvalidOperation(m)) if m.starts_with("alter is not possible")));
        let some =
            alter(&world.catalog, &table(), vec![partition("a", "1"), partition("zz", "1")], None, Told::Together)
                .await;
        assert_eq!(
            message(some),
            "Alter partition operation failed: new parts size 2 not matching with old parts size 1"
        );
        let named = Doomed::Filtered(vec![Choice::Filter("ds >= ''".into())]);
        drop(&world.catalog, &table(), &named, Missing::Refuse, Data::Keep).await.expect("dropped");
        assert_eq!(left_over(&world).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renaming_moves_the_directory_of_a_managed_table() {
    everywhere(async |world: World| {
        let added = add_all(&world, &[("a", "1"), ("b", "1")]).await;
        std::fs::write(directory(&world, "ds=a/hr=1").join("f"), "x").expect("a file");
        let old = [Str::from("a"), Str::from("1")];
        let mut new = added[0].clone();
        new.values = Some(vec!["c".into(), "2".into()]);
        rename(&world.catalog, &table(), &old, new.clone()).await.expect("renamed");
        assert!(directory(&world, "ds=c/hr=2/f").is_file() && !directory(&world, "ds=a/hr=1").exists());
        assert_eq!(names(&world, Choice::All).await, ["ds=b/hr=1", "ds=c/hr=2"]);
        let read =
            get::get(&world.catalog, &table(), &One::Values(new.values.clone().expect("set"))).await.expect("there");
        assert!(read.sd.expect("it has one").location.expect("a location").ends_with("/t/ds=c/hr=2"));
        let gone = rename(&world.catalog, &table(), &old, new.clone()).await;
        assert_eq!(message(gone), "Unable to rename partition because old partition does not exist");
        new.values = Some(vec!["b".into(), "1".into()]);
        let taken = rename(&world.catalog, &table(), &["c".into(), "2".into()], new).await;
        assert_eq!(message(taken), "Partition already exists:db.t.[b, 1]");
        assert!(directory(&world, "ds=c/hr=2/f").is_file(), "a refused call moves nothing");
    })
    .await;
}
