//! Indexes on Hive 2.3's schema, and their absence on all others.

use super::*;
use crate::Catalog;
use crate::database::drop::{Cascade, Files};
use crate::testing::{World, plain_table};
use crate::{database, table};
use skep_types::{Database, StorageDescriptor, Table};

const ONLY: std::ops::RangeInclusive<Version> = Version::V2_3..=Version::V2_3;

async fn shop(world: &World) -> &Catalog {
    for name in ["shop", "other"] {
        let described = Database { name: Some(name.into()), ..Database::default() };
        database::create(&world.catalog, &described, None).await.expect("made");
    }
    table::create(&world.catalog, &plain_table("shop", "t"), None).await.expect("made");
    &world.catalog
}

fn index(name: &str, held_in: &str) -> Index {
    Index {
        index_name: Some(name.into()),
        index_handler_class: Some("org.apache.hadoop.hive.ql.index.compact.CompactIndexHandler".into()),
        db_name: Some("Shop".into()),
        orig_table_name: Some("T".into()),
        index_table_name: Some(held_in.into()),
        sd: Some(StorageDescriptor { location: Some("file:/x".into()), ..StorageDescriptor::default() }),
        parameters: Some([("k".into(), "it's".into())].into()),
        deferred_rebuild: Some(true),
        ..Index::default()
    }
}

fn held_in(database: &str, name: &str) -> Table {
    Table { table_type: Some("INDEX_TABLE".into()), ..plain_table(database, name) }
}

fn named(index: &str) -> IndexName {
    IndexName::parse(Some("shop"), Some("t"), Some(index)).expect("valid")
}

#[tokio::test]
async fn an_index_lives_from_add_to_drop() {
    World::each(ONLY, async |world| {
        let catalog = shop(&world).await;
        let added = add(catalog, &index("I", "shop.shop__t_i__"), Some(&held_in("shop", "shop__t_i__"))).await;
        let added = added.expect("added");
        assert_eq!(added.index_table_name.as_deref(), Some("shop.shop__t_i__"));
        assert_eq!((added.index_name.as_deref(), added.create_time), (Some("i"), Some(1_700_000_000)));
        let parameters = added.parameters.clone().expect("present");
        assert_eq!(parameters.get("transient_lastDdlTime").map(|v| v.as_str()), Some("1700000000"));
        assert_eq!(get(catalog, &named("I")).await.expect("there"), added);
        let again = add(catalog, &index("i", "j"), None).await.expect_err("taken");
        assert!(matches!(again, Error::Exists(_)), "{again}");

        let change = Index { parameters: Some([("n".into(), "1".into())].into()), ..Index::default() };
        alter(catalog, &named("i"), &change).await.expect("changed");
        let found = list(catalog, &named("i").table, -1).await.expect("listed");
        let keys: Vec<_> = found[0].parameters.iter().flatten().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["n", "transient_lastDdlTime"]);
        assert_eq!(names(catalog, &named("i").table, 0).await.expect("listed").len(), 0);

        let alone = TableName::parse(Some("shop"), Some("shop__t_i__")).expect("valid");
        let refused = table::drop(catalog, &alone, Files::Delete).await.expect_err("in use");
        let expected = "The table shop__t_i__ is an index table. Please do drop index instead.";
        assert_eq!(refused.to_string(), expected);
        drop(catalog, &named("i"), Files::Delete).await.expect("dropped");
        assert!(!world.folder.path().join("shop.db/shop__t_i__").exists());
        let gone = drop(catalog, &named("i"), Files::Delete).await.expect_err("gone");
        assert_eq!(gone.to_string(), "shop.t index=i not found");
        let events = world.events().await;
        let expected = ["CREATE_TABLE", "CREATE_TABLE", "CREATE_INDEX", "ALTER_INDEX", "DROP_INDEX"];
        assert_eq!(events[2..], expected);
    })
    .await;
}

#[tokio::test]
async fn an_index_goes_with_its_table_and_with_its_database() {
    World::each(ONLY, async |world| {
        let catalog = shop(&world).await;
        add(catalog, &index("i", "ti"), Some(&held_in("shop", "ti"))).await.expect("added");
        add(catalog, &index("j", "other.tj"), Some(&held_in("other", "tj"))).await.expect("added");
        table::drop(catalog, &named("i").table, Files::Keep).await.expect("dropped");
        assert_eq!(world.events().await[7..], ["DROP_INDEX", "DROP_INDEX", "DROP_TABLE"]);
        let left =
            r#"select (select count(*) from "TBLS") + (select count(*) from "SDS") + (select count(*) from "CDS")"#;
        assert_eq!(world.count(left).await, 0);

        table::create(catalog, &plain_table("shop", "t"), None).await.expect("made");
        add(catalog, &index("i", "ti"), Some(&held_in("shop", "ti"))).await.expect("added");
        add(catalog, &index("j", "other.tj"), Some(&held_in("other", "tj"))).await.expect("added");
        let other = DatabaseName::parse(Some("other")).expect("valid");
        database::drop(catalog, &other, Files::Delete, Cascade::Yes).await.expect("dropped");
        assert_eq!(names(catalog, &named("i").table, -1).await.expect("listed"), ["i"]);
        let shop = DatabaseName::parse(Some("shop")).expect("valid");
        database::drop(catalog, &shop, Files::Delete, Cascade::Yes).await.expect("dropped");
        assert_eq!(world.count(left).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_index_that_cannot_be_added_leaves_no_table() {
    World::each(ONLY, async |world| {
        let catalog = shop(&world).await;
        let no_sd = Index { sd: None, ..index("i", "ti") };
        let no_table = Index { orig_table_name: Some("nowhere".into()), ..index("i", "ti") };
        // No database here stores both of these characters: it fails when the table is made already.
        let unstorable = Index { index_handler_class: Some("\0\u{1f41d}".into()), ..index("i", "ti") };
        for (sent, table, expected) in [
            (no_sd, "ti", "Storage descriptor is not defined for index."),
            (no_table, "ti", "Unable to add index because database or the orginal table do not exist"),
            (index("i", "t"), "t", "Unable to add index because index table already exists"),
            (index("i", "elsewhere"), "ti", "is not the one that the index says holds it"),
            (index(&"x".repeat(200), "ti"), "ti", "is longer than the 128 characters of IDXS.INDEX_NAME"),
            (unstorable, "ti", ""),
        ] {
            let refused = add(catalog, &sent, Some(&held_in("shop", table))).await.expect_err("bad").to_string();
            assert!(refused.contains(expected), "{refused}");
        }
        assert_eq!(world.count(r#"select count(*) from "TBLS""#).await, 1);
    })
    .await;
}

#[tokio::test]
async fn since_hive_3_there_are_none_and_none_can_be_added() {
    World::each(Version::V3_1..=Version::V4_1, async |world| {
        crate::bootstrap(&world.catalog).await.expect("made");
        let catalog = shop(&world).await;
        assert!(list(catalog, &named("i").table, -1).await.expect("listed").is_empty());
        assert!(names(catalog, &named("i").table, -1).await.expect("listed").is_empty());
        assert!(matches!(get(catalog, &named("i")).await, Err(Error::NotFound(_))));
        assert!(matches!(drop(catalog, &named("i"), Files::Delete).await, Err(Error::NotFound(_))));
        let refused = add(catalog, &index("i", "ti"), None).await.expect_err("no table").to_string();
        assert!(refused.ends_with("indexes are kept on that of Hive 2.3.0 only"), "{refused}");
        table::drop(catalog, &named("i").table, Files::Delete).await.expect("dropped");
    })
    .await;
}
