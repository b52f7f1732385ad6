use super::*;
use crate::Rules;
use crate::table::{Cascade, Expected};
use std::sync::atomic::Ordering;

fn iceberg(metadata: &str, previous: Option<&str>) -> Table {
    let table = described("t", "a int");
    let table =
        with_parameters(table, &[("EXTERNAL", "TRUE"), ("table_type", "ICEBERG"), ("metadata_location", metadata)]);
    match previous {
        Some(previous) => with_parameters(table, &[("previous_metadata_location", previous)]),
        None => table,
    }
}

/// The table as it is now, for a client to change.
async fn read(world: &World, table: &str) -> Table {
    get(&world.catalog, &name(table)).await.expect("there")
}

async fn swapped(world: &World, expected: &str, metadata: &str) -> Result<()> {
    let mut table = read(world, "sales.t").await;
    let parameters = table.parameters.get_or_insert_default();
    parameters.insert("metadata_location".into(), metadata.into());
    parameters.insert("previous_metadata_location".into(), expected.into());
    let change = Change {
        cascade: Cascade::No,
        expected: Expected::of(Some("metadata_location"), Some(expected)),
        environment: None,
    };
    alter(&world.catalog, &name("sales.t"), &table, &change).await
}

#[tokio::test]
async fn everything_but_identity_and_birth_is_replaced() {
    let world = sales().await;
    let first = with_parameters(described("t", "a int"), &[("old", "1"), ("kept", "1"), ("changed", "1")]);
    let first = made(&world, &first).await;
    world.now.fetch_add(60_000, Ordering::SeqCst);

    let mut second =
        with_parameters(described("T", "a bigint, b string"), &[("kept", "1"), ("changed", "2"), ("new", "1")]);
    second.owner = Some("bob".into());
    second.sd.as_mut().expect("there").location = Some("/somewhere".into());
    second.sd.as_mut().expect("there").serde_info.as_mut().expect("there").serialization_lib = Some("lib".into());
    altered(&world, "sales.t", &second).await.expect("altered");

    let table = read(&world, "sales.t").await;
    assert_eq!((table.id, table.create_time), (first.id, first.create_time));
    assert_eq!(table.owner.as_deref(), Some("bob"));
    assert_eq!(table.sd.as_ref().and_then(|sd| sd.cols.clone()), Some(columns("a bigint, b string")));
    assert_eq!(table.sd.as_ref().and_then(|sd| sd.location.as_deref()), Some("file:/somewhere"));
    let parameters: Vec<String> =
        table.parameters.iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(parameters, ["changed=2", "kept=1", "new=1", "transient_lastDdlTime=1700000060"]);
    assert_eq!(events(&world).await.last().map(String::as_str), Some("ALTER_TABLE sales.t"));
    assert_eq!(count(&world, r#"select count(*) from "CDS""#).await, 1);
}

#[tokio::test]
async fn a_swap_happens_once_and_says_so_if_it_is_asked_again() {
    let world = sales().await;
    made(&world, &iceberg("1", None)).await;
    swapped(&world, "1", "2").await.expect("swapped");
    swapped(&world, "1", "2").await.expect("the answer was lost, the swap was not");
    assert_eq!(events(&world).await.iter().filter(|e| e.starts_with("ALTER_TABLE")).count(), 1);

    let refused = swapped(&world, "1", "3").await.expect_err("too late");
    assert_eq!(
        refused.to_string(),
        "The table has been modified. The parameter value for key 'metadata_location' is '2'. \
         The expected was value was '1'"
    );
    assert!(matches!(refused, crate::Error::Meta(_)));
    assert_eq!(parameter(&read(&world, "sales.t").await, "metadata_location"), Some("2"));
}

#[tokio::test]
async fn of_many_swaps_from_one_base_one_wins() {
    let world = sales().await;
    made(&world, &iceberg("0", None)).await;
    let locations: Vec<String> = (0..8).map(|racer| format!("by {racer}")).collect();
    let racers = locations.iter().map(|location| swapped(&world, "0", location));
    let won = futures_util::future::join_all(racers).await.into_iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(won, 1);
}

#[tokio::test]
async fn the_expectation_may_come_in_the_environment() {
    let world = sales().await;
    made(&world, &iceberg("1", None)).await;
    let environment =
        environment(&[("expected_parameter_key", "metadata_location"), ("expected_parameter_value", "0")]);
    let table = read(&world, "sales.t").await;
    let refused = alter(&world.catalog, &name("sales.t"), &table, &Change::of(Some(&environment))).await;
    assert!(refused.expect_err("not the base").to_string().starts_with("The table has been modified."));
}

#[tokio::test]
async fn a_swap_under_a_lock_carries_no_expectation_and_goes_through() {
    let world = sales().await;
    made(&world, &iceberg("1", None)).await;
    altered(&world, "sales.t", &iceberg_at(&world, "2").await).await.expect("altered");
    assert_eq!(parameter(&read(&world, "sales.t").await, "metadata_location"), Some("2"));
}

async fn iceberg_at(world: &World, metadata: &str) -> Table {
    with_parameters(read(world, "sales.t").await, &[("metadata_location", metadata)])
}

#[tokio::test]
async fn columns_that_old_data_cannot_be_read_as_are_refused_while_the_rule_stands() {
    let mut world = sales().await;
    made(&world, &described("t", "a int, b string, c string")).await;
    let changed = |text: &str| Table { sd: described("t", text).sd, ..Table::default() };
    let wanted = async |world: &World, text: &str| {
        let mut table = read(world, "sales.t").await;
        table.sd.as_mut().expect("there").cols = changed(text).sd.and_then(|sd| sd.cols);
        altered(world, "sales.t", &table).await
    };
    let refused = wanted(&world, "a string, b int, c bigint").await.expect_err("incompatible");
    assert_eq!(
        refused.to_string(),
        "The following columns have types incompatible with the existing columns in their respective positions :\nb,c"
    );
    wanted(&world, "a bigint, b string, c string, d map<int,int>").await.expect("widened and longer");
    world.catalog.rules = Rules { refuse_incompatible_column_changes: false, ..Rules::default() };
    wanted(&world, "a int").await.expect("as told");
}

#[tokio::test]
async fn partition_keys_keep_their_names_and_may_change_their_comments() {
    let world = sales().await;
    let sent = Table { partition_keys: Some(columns("day date")), ..described("t", "a int") };
    let mut table = made(&world, &sent).await;
    table.partition_keys.as_mut().expect("there")[0].comment = Some("when".into());
    altered(&world, "sales.t", &table).await.expect("altered");
    let read_back = read(&world, "sales.t").await;
    assert_eq!(read_back.partition_keys, table.partition_keys);

    table.partition_keys = Some(columns("date date"));
    let refused = altered(&world, "sales.t", &table).await.expect_err("renamed");
    assert_eq!(refused.to_string(), "partition keys can not be changed.");
}

#[tokio::test]
async fn statistics_of_lost_columns_are_forgotten() {
    let world = sales().await;
    let accurate = r#"{"COLUMN_STATS":{"a":"true","b":"true"}}"#;
    let sent = with_parameters(described("t", "a int, b int"), &[("DO_NOT_UPDATE_STATS", "true")]);
    let mut table = made(&world, &sent).await;
    let id = table.id.expect("read");
    for (stats, column) in [(1, "a"), (2, "b")] {
        let values = [(stats).into(), id.into(), column.into()];
        world.catalog.db.write(|tx| async move { tx.execute(&ADD_STATISTICS, &values).await }).await.expect("written");
    }
    table.sd.as_mut().expect("there").cols = Some(columns("a int"));
    let table = with_parameters(table, &[("COLUMN_STATS_ACCURATE", accurate), ("DO_NOT_UPDATE_STATS", "true")]);
    altered(&world, "sales.t", &table).await.expect("altered");
    assert_eq!(count(&world, r#"select count(*) from "TAB_COL_STATS""#).await, 1);
    let read_back = read(&world, "sales.t").await;
    assert_eq!(parameter(&read_back, "COLUMN_STATS_ACCURATE"), Some(r#"{"COLUMN_STATS":{"a":"true"}}"#));
}

#[tokio::test]
async fn partitions_no_longer_claim_statistics_of_lost_columns() {
    let world = sales().await;
    let sent = Table { partition_keys: Some(columns("day string")), ..described("t", "a int, b int") };
    let mut table = made(&world, &sent).await;
    world
        .run(
            r#"insert into "PARTITIONS" ("PART_ID", "CREATE_TIME", "LAST_ACCESS_TIME", "PART_NAME", "TBL_ID")
               select 7, 0, 0, 'day=1', "TBL_ID" from "TBLS";
               insert into "PARTITION_PARAMS" ("PART_ID", "PARAM_KEY", "PARAM_VALUE")
               values (7, 'COLUMN_STATS_ACCURATE', '{"COLUMN_STATS":{"a":"true","b":"true"}}');"#,
        )
        .await;
    table.sd.as_mut().expect("there").cols = Some(columns("a int"));
    altered(&world, "sales.t", &table).await.expect("altered");
    let claims = r#"select count(*) from "PARTITION_PARAMS" where "PARAM_VALUE" = '{"COLUMN_STATS":{"a":"true"}}'"#;
    assert_eq!(count(&world, claims).await, 1);
}

#[tokio::test]
async fn a_table_that_becomes_transactional_leaves_room_for_its_old_rows() {
    let world = sales().await;
    let mut table = made(&world, &described("t", "a int")).await;
    let plain = with_parameters(table.clone(), &[("transactional", "true")]);
    let refused = altered(&world, "sales.t", &plain).await.expect_err("no format for it");
    assert!(matches!(&refused, crate::Error::Meta(text) if text.ends_with("(such as ORC): sales.t")), "{refused:?}");
    assert_eq!(count_rows(&world, "NEXT_WRITE_ID").await, 0);

    let sd = table.sd.as_mut().expect("there");
    sd.input_format = Some("org.apache.hadoop.hive.ql.io.orc.OrcInputFormat".into());
    sd.output_format = Some("org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat".into());
    altered(&world, "sales.t", &with_parameters(table, &[("transactional", "true")])).await.expect("altered");
    assert_eq!(count(&world, r#"select "NWI_NEXT" from "NEXT_WRITE_ID""#).await, 10_000_001);
    assert_eq!(parameter(&read(&world, "sales.t").await, "transactional_properties"), Some("default"));
}

skep_sql::statements! {
    ADD_STATISTICS = r#"
        insert into "TAB_COL_STATS" ("CS_ID", "TBL_ID", "COLUMN_NAME", "COLUMN_TYPE", "NUM_NULLS", "LAST_ANALYZED", "ENGINE")
        values ($1, $2, $3, 'int', 0, 0, 'hive')"#;
}

#[tokio::test]
async fn an_alter_counts_files_only_where_nobody_says_not_to() {
    let world = sales().await;
    let table = made(&world, &described("t", "a int")).await;
    std::fs::write(world.folder.path().join("sales.db/t/data"), "123").expect("written");
    let claimed = with_parameters(table, &[("COLUMN_STATS_ACCURATE", "true")]);
    altered(&world, "sales.t", &claimed).await.expect("altered");
    let counted = read(&world, "sales.t").await;
    assert_eq!((parameter(&counted, "numFiles"), parameter(&counted, "totalSize")), (Some("1"), Some("3")));
    assert_eq!(parameter(&counted, "COLUMN_STATS_ACCURATE"), None);

    let mine = with_parameters(counted, &[("numFiles", "9"), ("DO_NOT_UPDATE_STATS", "true")]);
    altered(&world, "sales.t", &mine).await.expect("altered");
    let kept = read(&world, "sales.t").await;
    assert_eq!((parameter(&kept, "numFiles"), parameter(&kept, "DO_NOT_UPDATE_STATS")), (Some("9"), None));
}

#[tokio::test]
async fn what_cannot_be_altered_is_an_invalid_operation() {
    let world = sales().await;
    let table = made(&world, &described("t", "a int")).await;
    let elsewhere = Table { cat_name: Some("spark".into()), ..table.clone() };
    for (of, to, text) in [
        ("sales.nothing", described_at("nothing"), "table hive.sales.nothing doesn't exist"),
        ("sales.nothing", described("nothing", "a int"), "table hive.sales.nothing doesn't exist"),
        ("sales.nothing", described("renamed", "a int"), "table hive.sales.nothing doesn't exist"),
        (
            "nowhere.t",
            Table { db_name: Some("nowhere".into()), ..described_at("t") },
            "table hive.nowhere.t doesn't exist",
        ),
        ("sales.t", described_at("a\u{e9}"), "aé is not a valid object name"),
        ("sales.t", elsewhere, "Tables cannot be moved between catalogs, old cataloghive new catalog spark"),
    ] {
        let refused = altered(&world, of, &to).await.expect_err(text);
        assert_eq!(refused.to_string(), text);
        assert!(matches!(refused, crate::Error::InvalidOperation(_)), "{refused:?}");
    }
    let refused = altered(&world, "sales.t", &described("t", "a int")).await.expect_err("no location");
    assert!(matches!(refused, crate::Error::Meta(_)), "{refused:?}");
}

fn described_at(name: &str) -> Table {
    let mut table = described(name, "a int");
    table.sd.as_mut().expect("there").location = Some("/data".into());
    table
}
