use super::*;
use crate::table::materialized;
use skep_schema::Version;
use skep_types::{CreationMetadata, SourceTable};

fn view(metadata: CreationMetadata) -> Table {
    let kind = Some("MATERIALIZED_VIEW".into());
    Table { table_type: kind, creation_metadata: Some(metadata), ..described("view", "a int") }
}

fn source(of: &str, inserted_count: i64) -> SourceTable {
    SourceTable { table: described(of, "a int"), inserted_count, updated_count: 0, deleted_count: 2 }
}

/// The source tables with what was inserted into them, and the snapshot.
async fn shown(world: &World) -> (Vec<(String, i64)>, Option<Str>) {
    let view = get(&world.catalog, &name("sales.view")).await.expect("there");
    let metadata = view.creation_metadata.expect("a materialized view");
    let named = |s: &SourceTable| (s.table.table_name.clone().unwrap_or_default().into(), s.inserted_count);
    let sources = metadata.source_tables.iter().flatten().map(named).collect();
    (sources, metadata.valid_txn_list)
}

#[tokio::test]
async fn a_view_says_what_it_was_made_from_and_after_a_rebuild_anew() {
    let world = sales().await;
    for table in ["t", "u"] {
        made(&world, &described(table, "a int")).await;
    }
    let by_name = CreationMetadata {
        cat_name: "hive".into(),
        tables_used: ["hive.sales.t".into()].into(),
        valid_txn_list: Some("1".into()),
        ..Default::default()
    };
    made(&world, &view(by_name.clone())).await;
    assert_eq!(shown(&world).await, (vec![("t".to_owned(), 0)], Some("1".into())));

    let rebuilt = CreationMetadata {
        source_tables: Some(vec![source("u", 7), source("T", 3)]),
        valid_txn_list: Some("2".into()),
        ..by_name.clone()
    };
    materialized::update(&world.catalog, &name("sales.view"), &rebuilt).await.expect("updated");
    let expected = vec![("t".to_owned(), 3), ("u".to_owned(), 7)];
    assert_eq!(shown(&world).await, (expected.clone(), Some("2".into())));

    let wrong = CreationMetadata { source_tables: Some(vec![source("nothing", 0)]), ..by_name.clone() };
    materialized::update(&world.catalog, &name("sales.view"), &wrong).await.expect_err("no such table");
    materialized::update(&world.catalog, &name("sales.t"), &by_name).await.expect_err("no view");
    materialized::update(&world.catalog, &name("sales.nothing"), &by_name).await.expect_err("nothing");
    assert_eq!(shown(&world).await, (expected, Some("2".into())));
    assert_eq!(count_rows(&world, "MV_TABLES_USED").await, 2);
}

#[tokio::test]
async fn a_change_of_the_view_keeps_what_it_was_made_from() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    let metadata = CreationMetadata { tables_used: ["sales.t".into()].into(), ..Default::default() };
    let mut changed = made(&world, &view(metadata)).await;
    changed.rewrite_enabled = Some(true);
    changed.creation_metadata = None;
    altered(&world, "sales.view", &changed).await.expect("altered");
    assert_eq!(shown(&world).await.0, [("t".to_owned(), 0)]);
}

#[tokio::test]
async fn hive_2_has_no_place_for_it() {
    let world = World::on(skep_testing::Backend::Postgres, Version::V2_3).await;
    let refused = materialized::update(&world.catalog, &name("sales.v"), &CreationMetadata::default()).await;
    assert!(refused.expect_err("no place").to_string().contains("Hive 3.1"));
}
