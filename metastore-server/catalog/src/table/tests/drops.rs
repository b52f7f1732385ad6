use super::*;
use crate::database::drop::{Cascade, Files};
use crate::table::drop;

const OF_TABLES: [&str; 10] = [
    "TBLS",
    "TABLE_PARAMS",
    "SDS",
    "SD_PARAMS",
    "SERDES",
    "SERDE_PARAMS",
    "CDS",
    "COLUMNS_V2",
    "PARTITION_KEYS",
    "BUCKETING_COLS",
];

/// Rows that tables leave in the tables that are theirs.
async fn rows_left(world: &World) -> i64 {
    let mut left = 0;
    for table in OF_TABLES {
        left += count_rows(world, table).await;
    }
    left
}

#[tokio::test]
async fn a_dropped_table_leaves_no_row_and_no_file() {
    let world = sales().await;
    let mut table = with_parameters(described("t", "a int"), &[("k", "v")]);
    table.partition_keys = Some(columns("day date"));
    table.sd.as_mut().expect("there").bucket_cols = Some(vec!["a".into()]);
    made(&world, &table).await;
    assert!(rows_left(&world).await > 0);
    drop(&world.catalog, &name("sales.t"), Files::Delete).await.expect("dropped");
    assert_eq!(rows_left(&world).await, 0);
    assert!(!world.folder.path().join("sales.db/t").exists());
    assert_eq!(events(&world).await.last().map(String::as_str), Some("DROP_TABLE sales.t"));

    let again = drop(&world.catalog, &name("sales.t"), Files::Delete).await.expect_err("gone");
    assert_eq!(again.to_string(), "hive.sales.t table not found");
}

#[tokio::test]
async fn external_data_stays_unless_the_table_says_purge() {
    let world = sales().await;
    for (table, purge, gone) in [("t", "false", false), ("u", "TRUE", true)] {
        let parameters = [("EXTERNAL", "TRUE"), ("external.table.purge", purge)];
        made(&world, &with_parameters(described(table, "a int"), &parameters)).await;
        drop(&world.catalog, &name(&format!("sales.{table}")), Files::Delete).await.expect("dropped");
        assert_eq!(!world.folder.path().join("sales.db").join(table).exists(), gone, "{table}");
    }
    made(&world, &described("v", "a int")).await;
    drop(&world.catalog, &name("sales.v"), Files::Keep).await.expect("dropped");
    assert!(world.folder.path().join("sales.db/v").exists());
}

#[tokio::test]
async fn a_source_of_a_materialized_view_stays_until_the_view_is_gone() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    let metadata = skep_types::CreationMetadata { tables_used: ["sales.t".into()].into(), ..Default::default() };
    let view = Table {
        table_type: Some("MATERIALIZED_VIEW".into()),
        creation_metadata: Some(metadata),
        ..described("m", "a int")
    };
    made(&world, &view).await;
    let refused = drop(&world.catalog, &name("sales.t"), Files::Keep).await.expect_err("used");
    assert_eq!(refused.to_string(), "Cannot drop table as it is used in the following materialized views [sales.m]");
    drop(&world.catalog, &name("sales.m"), Files::Keep).await.expect("dropped");
    drop(&world.catalog, &name("sales.t"), Files::Keep).await.expect("dropped");
    assert_eq!(count_rows(&world, "MV_CREATION_METADATA").await, 0);
}

#[tokio::test]
async fn a_database_with_tables_is_dropped_only_with_them() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    let sales = database_name("sales");
    let refused = database::drop(&world.catalog, &sales, Files::Delete, Cascade::No).await.expect_err("not empty");
    assert_eq!(refused.to_string(), "Database sales is not empty. One or more tables exist.");
    assert!(matches!(refused, crate::Error::InvalidOperation(_)));

    database::drop(&world.catalog, &sales, Files::Delete, Cascade::Yes).await.expect("dropped");
    assert_eq!(rows_left(&world).await, 0);
    assert!(!world.folder.path().join("sales.db").exists());
    assert_eq!(events(&world).await[2..], ["DROP_TABLE sales.t", "DROP_DATABASE sales.-"]);
    let again = database::drop(&world.catalog, &sales, Files::Delete, Cascade::Yes).await.expect_err("gone");
    assert!(matches!(again, crate::Error::NotFound(_)));
}

#[tokio::test]
async fn a_cascade_takes_views_first_and_stops_at_those_of_other_databases() {
    let world = sales().await;
    make_database(&world, "reports").await;
    for (view, database) in [("a_view", "sales"), ("b_view", "reports")] {
        let metadata = skep_types::CreationMetadata { tables_used: ["sales.t".into()].into(), ..Default::default() };
        let view = Table {
            db_name: Some(database.into()),
            table_type: Some("MATERIALIZED_VIEW".into()),
            creation_metadata: Some(metadata),
            ..described(view, "a int")
        };
        if database == "sales" {
            made(&world, &described("t", "a int")).await;
        }
        made(&world, &view).await;
    }
    let sales = database_name("sales");
    let refused = database::drop(&world.catalog, &sales, Files::Keep, Cascade::Yes).await.expect_err("used");
    assert!(refused.to_string().ends_with("materialized views [reports.b_view]"), "{refused}");
    assert!(get(&world.catalog, &name("sales.a_view")).await.is_ok());
    drop(&world.catalog, &name("reports.b_view"), Files::Keep).await.expect("dropped");
    database::drop(&world.catalog, &sales, Files::Keep, Cascade::Yes).await.expect("dropped");
}

#[tokio::test]
async fn a_cascade_takes_a_thousand_tables_in_a_fixed_number_of_statements() {
    let world = sales().await;
    for n in 0..1_000 {
        create(
            &world.catalog,
            &Table { table_type: Some("VIRTUAL_VIEW".into()), ..described(&format!("t{n}"), "a int") },
            None,
        )
        .await
        .expect("made");
    }
    let before = world.catalog.db.stats().statements();
    database::drop(&world.catalog, &database_name("sales"), Files::Delete, Cascade::Yes).await.expect("dropped");
    let statements = world.catalog.db.stats().statements() - before;
    assert!(statements < 150, "{statements} statements");
    assert_eq!(rows_left(&world).await, 0);
}

#[tokio::test]
async fn the_default_database_is_never_dropped() {
    let world = World::new().await;
    let refused = database::drop(&world.catalog, &database_name("default"), Files::Keep, Cascade::Yes).await;
    assert_eq!(refused.expect_err("never").to_string(), "Can not drop default database in catalog hive");
}
