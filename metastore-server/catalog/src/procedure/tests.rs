//! Stored procedures from storing to dropping.

use super::*;
use crate::testing::World;
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{Database, StoredProcedure};

fn procedure(database: &str, name: &str, source: &str) -> StoredProcedure {
    StoredProcedure {
        name: Some(name.into()),
        db_name: Some(database.into()),
        cat_name: Some("hive".into()),
        owner_name: Some("alice".into()),
        source: Some(source.into()),
    }
}

fn named(name: &str) -> ProcedureName {
    ProcedureName::of(Some("HIVE"), Some("Sales"), Some(name)).expect("valid")
}

async fn world() -> World {
    let world = World::new().await;
    for name in ["sales", "etl"] {
        let database = Database { name: Some(name.into()), ..Database::default() };
        crate::database::create(&world.catalog, &database, Some("alice")).await.expect("database made");
    }
    world
}

#[tokio::test]
async fn a_procedure_is_stored_over_an_older_one_and_goes_with_its_database() {
    let world = world().await;
    let catalog = &world.catalog;
    for (database, name, source) in [("sales", "TAX", "one"), ("SALES", "TAX", "two"), ("etl", "LOAD", "")] {
        put(catalog, &procedure(database, name, source)).await.expect("stored");
    }
    assert_eq!(get(catalog, &named("TAX")).await.expect("there"), procedure("sales", "TAX", "two"));
    assert_eq!(list(catalog, "hive", None).await.expect("listed"), ["LOAD", "TAX"]);
    assert_eq!(list(catalog, "Hive", Some("Sales")).await.expect("listed"), ["TAX"]);
    assert!(list(catalog, "hive", Some("gone")).await.expect("listed").is_empty());

    let missing = get(catalog, &named("tax")).await.expect_err("another name");
    assert_eq!(missing.to_string(), "HPL/SQL StoredProcedure sales.tax does not exist");
    drop(catalog, &named("tax")).await.expect("nothing to drop");
    drop(catalog, &named("TAX")).await.expect("dropped");
    assert!(matches!(get(catalog, &named("TAX")).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_is_incomplete_is_refused() {
    let world = world().await;
    let whole = procedure("sales", "P", "s");
    let spoilt = [
        StoredProcedure { name: None, ..whole.clone() },
        StoredProcedure { owner_name: None, ..whole.clone() },
        StoredProcedure { source: None, ..whole.clone() },
        StoredProcedure { db_name: None, ..whole.clone() },
    ];
    for sent in spoilt {
        assert!(matches!(put(&world.catalog, &sent).await, Err(Error::Meta(_))), "{sent:?}");
    }
    let nowhere = put(&world.catalog, &procedure("gone", "P", "s")).await;
    assert!(matches!(nowhere, Err(Error::NotFound(_))));
    assert!(list(&world.catalog, "hive", None).await.expect("listed").is_empty());

    let old = World::on(Backend::Postgres, Version::V3_1).await;
    let refused = put(&old.catalog, &whole).await.expect_err("no table");
    assert!(matches!(&refused, Error::Meta(text) if text.contains("4.0.0")), "{refused}");
}
