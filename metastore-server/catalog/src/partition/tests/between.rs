//! Exchanges between two tables, values, marks, limits.

use std::collections::BTreeMap;

use skep_types::{PartitionEventType, PartitionValuesRequest};

use super::*;
use crate::ValuePattern;
use crate::partition::exchange::exchange;
use crate::partition::mark::{is_marked, mark};
use crate::partition::values::values as values_of;

/// `db.other`, made as `db.t` is.
async fn other(world: &World) -> TableName {
    let root = world.folder.path().join("warehouse/db.db/other").display().to_string();
    let script = format!(
        r#"insert into "SERDES" ("SERDE_ID", "SLIB") values (2, 'lib');
insert into "SDS" ("SD_ID", "CD_ID", "SERDE_ID", "LOCATION", "IS_COMPRESSED", "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES")
 values (2, 1, 2, 'file:{root}', false, -1, false);
insert into "TBLS" ("TBL_ID", "DB_ID", "SD_ID", "TBL_NAME", "TBL_TYPE", "CREATE_TIME", "LAST_ACCESS_TIME", "RETENTION", "IS_REWRITE_ENABLED")
 values (2, 1, 2, 'other', 'MANAGED_TABLE', 5, 0, 0, false);
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (2, 'ds', 'string', 0);
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (2, 'hr', 'int', 1);
"#
    );
    world.run(&script).await;
    TableName::parse(Some("db"), Some("other")).expect("a plain name")
}

fn specs(pairs: &[(&str, &str)]) -> BTreeMap<Str, Str> {
    pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_go_to_another_table_with_their_directory() {
    everywhere(async |world: World| {
        let other = other(&world).await;
        add_all(&world, &[("a", "1"), ("a", "2"), ("b", "1")]).await;
        std::fs::write(directory(&world, "ds=a/hr=1").join("f"), "x").expect("a file");
        let moved = exchange(&world.catalog, &specs(&[("ds", "a")]), &table(), &other).await.expect("exchanged");
        assert_eq!(values(&moved), ["a/1", "a/2"]);
        assert_eq!(names(&world, Choice::All).await, ["ds=b/hr=1"]);
        let there = list(&world.catalog, &other, Choice::All, Limit::None, Shape::default()).await.expect("listed");
        let there: Vec<Partition> = there.chunks.try_concat().await.expect("listed");
        assert_eq!(there, moved);
        let lies = there[0].sd.as_ref().and_then(|sd| sd.location.as_deref()).expect("a location");
        assert!(lies.ends_with("/other/ds=a/hr=1"), "{lies}");
        assert!(world.folder.path().join("warehouse/db.db/other/ds=a/hr=1/f").is_file());
        assert!(!directory(&world, "ds=a").exists());
        assert_eq!(events(&world).await, ["ADD_PARTITION", "ADD_PARTITION", "DROP_PARTITION", "DROP_PARTITION"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_transactions_knew_of_exchanged_partitions_is_gone() {
    everywhere(async |world: World| {
        if world.catalog.db.version() < Version::V4_0 {
            return; // PostgreSQL spells the tables otherwise.
        }
        let other = other(&world).await;
        add_all(&world, &[("a", "1"), ("b", "1")]).await;
        world
            .run(
                r#"insert into "TABLE_PARAMS" ("TBL_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'transactional', 'true');
insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_PARTITION", "CQ_STATE", "CQ_TYPE") values (1, 'db', 't', 'ds=a/hr=1', 'i', 'a');
insert into "COMPACTION_QUEUE" ("CQ_ID", "CQ_DATABASE", "CQ_TABLE", "CQ_PARTITION", "CQ_STATE", "CQ_TYPE") values (2, 'db', 't', 'ds=b/hr=1', 'i', 'a');
"#,
            )
            .await;
        exchange(&world.catalog, &specs(&[("ds", "a")]), &table(), &other).await.expect("exchanged");
        assert_eq!(world.count(r#"select max(q."CQ_ID") + count(*) from "COMPACTION_QUEUE" q"#).await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_cannot_be_made_whole_changes_nothing() {
    everywhere(async |world: World| {
        let other = other(&world).await;
        let mut elsewhere = partition("c", "1");
        let place = world.folder.path().join("elsewhere").display().to_string();
        elsewhere.sd.as_mut().expect("it has one").location = Some(format!("file:{place}").into());
        add_all(&world, &[("a", "1"), ("b", "1"), ("d", "1")]).await;
        add(&world.catalog, &table(), vec![elsewhere], Existing::Refuse, None).await.expect("added");
        std::fs::remove_dir_all(directory(&world, "ds=d")).expect("removed");
        let mut taken = partition("b", "1");
        taken.table_name = Some("other".into());
        add(&world.catalog, &other, vec![taken], Existing::Refuse, None).await.expect("added");
        let before = events(&world).await;
        let nowhere = TableName::parse(Some("db"), Some("nowhere")).expect("a plain name");
        let refused = async |pairs: &[(&str, &str)], to: &TableName, expected: &str| {
            let text = message(exchange(&world.catalog, &specs(pairs), &table(), to).await);
            assert!(text.starts_with(expected), "{text}");
        };
        refused(&[("ds", "a")], &nowhere, "The destination table hive.db.nowhere not found").await;
        refused(&[("ds", "x")], &other, "No partition is found with the values {ds=x} for the table t").await;
        refused(&[("hr", "1")], &other, "The partition values {hr=1} are not those of the first").await;
        refused(&[], &other, "The partition values {} are not").await;
        refused(&[("ds", "b")], &other, "The partition ds=b/hr=1 already exists in the table other").await;
        refused(&[("ds", "a")], &table(), "The partition ds=a/hr=1 already exists in the table t").await;
        refused(&[("ds", "c")], &other, "The partition ds=c/hr=1 cannot be exchanged: it lies in").await;
        refused(&[("ds", "d")], &other, "Unable to move").await;
        world
            .run(r#"update "PARTITION_KEYS" set "PKEY_TYPE" = 'string' where "TBL_ID" = 2 and "INTEGER_IDX" = 1;"#)
            .await;
        refused(&[("ds", "a")], &other, "The tables have different schemas.").await;
        assert_eq!(names(&world, Choice::All).await, ["ds=a/hr=1", "ds=b/hr=1", "ds=c/hr=1", "ds=d/hr=1"]);
        assert!(directory(&world, "ds=a/hr=1").is_dir());
        assert_eq!(events(&world).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_answered_as_hive_selects_them() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "1"), ("a", "2"), ("b/c", "1")]).await;
        let request = |keys: &[&str], filter: Option<&str>| PartitionValuesRequest {
            db_name: "DB".into(),
            tbl_name: "T".into(),
            partition_keys: keys.iter().map(|key| field(key, "string")).collect(),
            filter: filter.map(Str::from),
            ..PartitionValuesRequest::default()
        };
        let asked = async |request: PartitionValuesRequest| {
            let rows = values_of(
                &world.catalog,
                &TableName::parse(Some(&request.db_name), Some(&request.tbl_name))?,
                &request,
                None,
            )
            .await?
            .partition_values;
            Ok::<_, Error>(rows.into_iter().map(|row| row.row.join(",")).collect::<Vec<_>>())
        };
        assert_eq!(asked(request(&["ds"], None)).await.expect("read"), ["a", "b%2Fc"]);
        assert_eq!(asked(request(&["hr", "ds"], None)).await.expect("read"), ["1,a", "2,a", "1,b%2Fc"]);
        let all = PartitionValuesRequest { apply_distinct: Some(false), ..request(&["ds"], None) };
        assert_eq!(asked(all).await.expect("read"), ["a", "a", "b%2Fc"]);
        let two = PartitionValuesRequest { max_parts: Some(1), ascending: Some(false), ..request(&["ds"], None) };
        assert_eq!(asked(two).await.expect("read"), ["b%2Fc"]);
        assert_eq!(asked(request(&["ds"], Some("hr = 1"))).await.expect("read"), ["a,1", "b/c,1"]);
        assert!(message(asked(request(&["x"], None)).await).contains("x is no key of hive.db.t"));
        assert!(message(asked(request(&[], None)).await).contains("no partition keys"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_of_one_partition_and_one_kind() {
    everywhere(async |world: World| {
        let marked = async |pairs: &[(&str, &str)]| {
            is_marked(&world.catalog, &table(), &specs(pairs), PartitionEventType::LOAD_DONE).await
        };
        let one = [("ds", "a"), ("hr", "1")];
        assert!(!marked(&one).await.expect("asked"));
        let done = PartitionEventType::LOAD_DONE;
        mark(&world.catalog, &table(), &specs(&one), done).await.expect("marked");
        mark(&world.catalog, &table(), &specs(&one), done).await.expect("marked again");
        assert!(marked(&one).await.expect("asked"));
        assert!(!marked(&[("ds", "a"), ("hr", "1 ")]).await.expect("asked"));
        let other = is_marked(&world.catalog, &table(), &specs(&one), PartitionEventType(7)).await;
        assert!(!other.expect("asked"));
        assert!(matches!(marked(&[("ds", "a")]).await, Err(Error::InvalidPartition(_))));
        assert!(matches!(marked(&[("ds", "a"), ("x", "1")]).await, Err(Error::InvalidPartition(_))));
        assert!(events(&world).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_limits_hold() {
    everywhere(async |mut world: World| {
        world.catalog.rules.partition_request_limit = Some(2);
        world.catalog.rules.partition_values = ValuePattern::parse("[a-z0-9]+").expect("a pattern");
        add_all(&world, &[("a", "1"), ("a", "2"), ("b", "1")]).await;
        let refused = add(&world.catalog, &table(), vec![partition("A", "1")], Existing::Refuse, None).await;
        assert!(message(refused).starts_with("Partition value 'A' contains a character not matched"));
        let all = message(listed(&world, Choice::All, Limit::None).await);
        assert_eq!(
            all,
            "Number of partitions scanned (=3) on table 't' exceeds limit (=2). \
             This is controlled on the metastore server by metastore.limit.partition.request."
        );
        assert_eq!(listed(&world, Choice::All, Limit::AtMost(2)).await.expect("listed").len(), 2);
        assert_eq!(listed(&world, Choice::Filter("ds = 'a'".into()), Limit::None).await.expect("listed").len(), 2);
        let named = Choice::Named(["ds=a/hr=1", "ds=a/hr=2", "ds=b/hr=1"].map(Str::from).to_vec());
        assert_eq!(listed(&world, named, Limit::None).await.expect("listed").len(), 3);
    })
    .await;
}

/// MySQL's collations make `a` and `a ` equal.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_a_space_at_its_end_is_another_name() {
    everywhere(async |world: World| {
        add_all(&world, &[("a", "1")]).await;
        assert_eq!(names(&world, Choice::Named(vec!["ds=a/hr=1 ".into()])).await, Vec::<Str>::new());
        let gone = Doomed::One(One::Values(vec!["a".into(), "1 ".into()]));
        let refused = drop(&world.catalog, &table(), &gone, Missing::Refuse, Data::Keep).await;
        assert_eq!(message(refused), "Partition doesn't exist. [a, 1 ]");
        assert_eq!(names(&world, Choice::Prefix(vec!["a ".into()])).await, Vec::<Str>::new());
        assert_eq!(names(&world, Choice::Filter("ds in ('a ', 'b')".into())).await, Vec::<Str>::new());
        assert_eq!(names(&world, Choice::Filter("ds < 'a '".into())).await, ["ds=a/hr=1"]);
    })
    .await;
}
