//! Catalogs from first to last, and what lies in them.

use super::*;
use crate::database::drop::{Cascade, Files};
use crate::names::{DatabaseName, TableName};
use crate::testing::{World, plain_table};
use crate::{Missing, database, table};
use skep_schema::Version;
use skep_types as types;
use skep_types::Database;

fn described(world: &World, name: &str) -> types::Catalog {
    let location = format!("{}/{}", world.folder.path().display(), name.to_lowercase());
    types::Catalog { name: Some(name.into()), location_uri: Some(location.into()), ..types::Catalog::default() }
}

fn database_named(name: &str) -> DatabaseName {
    DatabaseName::parse(Some(name)).expect("valid")
}

#[tokio::test]
async fn a_catalog_lives_with_its_databases_until_they_are_gone() {
    World::each(Version::V3_1..=Version::V4_1, async |world| {
        let catalog = &world.catalog;
        crate::bootstrap(catalog).await.expect("made");
        create(catalog, &described(&world, "Spark"), Some("alice")).await.expect("made");
        let found = get(catalog, Some(" SPARK ")).await.expect("there");
        assert_eq!(found.name.as_deref(), Some("spark"));
        assert_eq!(list(catalog).await.expect("listed"), ["hive", "spark"]);
        assert!(world.folder.path().join("spark").is_dir());
        let own = database::get(catalog, &database_named("@spark#default")).await.expect("comes with it");
        assert_eq!((&own.location_uri, own.owner_name.as_deref()), (&found.location_uri, Some("alice")));
        assert_eq!(own.description.as_deref(), Some("Default database for catalog spark"));
        let again = create(catalog, &described(&world, "spark"), None).await.expect_err("taken");
        assert_eq!(again.to_string(), "Catalog spark already exists");

        // One name in two catalogs is two databases, and two tables.
        for at in ["hive", "spark"] {
            let sales = Database { name: Some("sales".into()), catalog_name: Some(at.into()), ..Database::default() };
            database::create(catalog, &sales, None).await.expect("made");
            table::create(catalog, &plain_table(&format!("@{at}#sales"), "t"), None).await.expect("made");
        }
        assert!(world.folder.path().join("spark/sales.db/t").is_dir());
        let refused = drop(catalog, Some("spark"), Missing::Refuse).await.expect_err("in use");
        let expected = "There are non-default databases in the catalog spark so it cannot be dropped.";
        assert_eq!(refused.to_string(), expected);
        database::drop(catalog, &database_named("@spark#sales"), Files::Delete, Cascade::Yes).await.expect("dropped");
        let other = TableName::parse(Some("@hive#sales"), Some("t")).expect("valid");
        table::get(catalog, &other).await.expect("in the other catalog");

        table::create(catalog, &plain_table("@spark#default", "t"), None).await.expect("made");
        let refused = drop(catalog, Some("spark"), Missing::Refuse).await.expect_err("in use");
        assert_eq!(refused.to_string(), "There are still objects in the default database for catalog spark");
        let last = TableName::parse(Some("@spark#default"), Some("t")).expect("valid");
        table::drop(catalog, &last, Files::Delete).await.expect("dropped");
        drop(catalog, Some("Spark"), Missing::Refuse).await.expect("empty");
        assert!(!world.folder.path().join("spark").exists());
        let events = world.events().await;
        assert_eq!(events[..2], ["CREATE_DATABASE", "CREATE_CATALOG"]);
        assert_eq!(events[events.len() - 2..], ["DROP_DATABASE", "DROP_CATALOG"]);
        let gone = drop(catalog, Some("spark"), Missing::Refuse).await.expect_err("gone");
        assert_eq!(gone.to_string(), "No catalog spark");
        drop(catalog, Some("spark"), Missing::Ignore).await.expect("gone is fine");
        assert_eq!(world.events().await, events);
    })
    .await;
}

#[tokio::test]
async fn a_catalog_changes_its_text_and_place_but_never_its_name() {
    let world = World::new().await;
    let catalog = &world.catalog;
    create(catalog, &described(&world, "a"), None).await.expect("made");
    let text = types::Catalog { name: Some("A".into()), description: Some("text".into()), ..Default::default() };
    alter(catalog, Some("a"), &text).await.expect("changed");
    let found = get(catalog, Some("a")).await.expect("there");
    assert_eq!(found.description.as_deref(), Some("text"));
    assert!(found.location_uri.is_some_and(|location| location.ends_with("/a")));
    let renamed = alter(catalog, Some("a"), &described(&world, "b")).await.expect_err("another name");
    assert_eq!(renamed.to_string(), "You cannot change a catalog's name");
    let missing = alter(catalog, Some("b"), &described(&world, "b")).await.expect_err("not there");
    assert_eq!(missing.to_string(), "No catalog b");
    assert_eq!(world.events().await.last().map(String::as_str), Some("ALTER_CATALOG"));
}

#[tokio::test]
async fn what_others_left_in_a_catalogs_directory_stays() {
    let world = World::new().await;
    create(&world.catalog, &described(&world, "a"), None).await.expect("made");
    let file = world.folder.path().join("a/external.parquet");
    std::fs::write(&file, "data").expect("written");
    drop(&world.catalog, Some("a"), Missing::Refuse).await.expect("dropped");
    assert!(file.exists());
}

#[tokio::test]
async fn bad_catalogs_are_refused_and_nothing_is_made() {
    let world = World::new().await;
    crate::bootstrap(&world.catalog).await.expect("made");
    let nowhere = types::Catalog { name: Some("a".into()), ..Default::default() };
    let long = "x".repeat(300);
    for (sent, expected) in [
        (described(&world, "a-b"), "a-b is not a valid catalog name"),
        (described(&world, ""), " is not a valid catalog name"),
        (nowhere, "You must specify a path for the catalog"),
        (types::Catalog::default(), "Catalog name cannot be null."),
        (described(&world, &long), "is longer than the 256 characters of CTLGS.NAME"),
    ] {
        let refused = create(&world.catalog, &sent, None).await.expect_err("bad").to_string();
        assert!(refused.contains(expected), "{refused}");
    }
    let refused = drop(&world.catalog, Some("HIVE"), Missing::Ignore).await.expect_err("everybody's");
    assert_eq!(refused.to_string(), "Can not drop hive catalog");
    assert_eq!(list(&world.catalog).await.expect("listed"), ["hive"]);
    assert!(world.events().await.is_empty());
}

#[tokio::test]
async fn before_hive_3_there_is_one_catalog_and_no_other_can_be_made() {
    World::each(Version::V2_3..=Version::V2_3, async |world| {
        let catalog = &world.catalog;
        assert_eq!(list(catalog).await.expect("listed"), ["hive"]);
        let hive = get(catalog, Some("Hive")).await.expect("implied");
        assert_eq!(hive.location_uri.as_deref(), Some(catalog.warehouse.root().as_str()));
        assert_eq!(get(catalog, Some("b")).await.expect_err("none").to_string(), "No catalog b");
        let refused = create(catalog, &described(&world, "b"), None).await.expect_err("no table");
        let expected =
            "the metastore database has the schema of Hive 2.3.0, which lacks the table CTLGS of 3.1.0 and later";
        assert_eq!(refused.to_string(), expected);
        let elsewhere = Database { name: Some("a".into()), catalog_name: Some("b".into()), ..Database::default() };
        let refused = database::create(catalog, &elsewhere, None).await.expect_err("no such catalog");
        assert_eq!(refused.to_string(), "No such catalog b");
    })
    .await;
}
