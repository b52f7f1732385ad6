//! Packages from storing to dropping.

use super::*;
use crate::testing::World;
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{AddPackageRequest, Database, Package};

fn package(name: &str, body: &str) -> AddPackageRequest {
    AddPackageRequest {
        cat_name: Some("hive".into()),
        db_name: Some("sales".into()),
        package_name: Some(name.into()),
        owner_name: Some("alice".into()),
        header: Some("header".into()),
        body: Some(body.into()),
    }
}

fn named(name: &str) -> PackageName {
    PackageName::of(Some("hive"), Some("sales"), Some(name)).expect("valid")
}

#[tokio::test]
async fn a_package_is_stored_over_an_older_one_until_it_is_dropped() {
    let world = World::new().await;
    let catalog = &world.catalog;
    let nowhere = put(catalog, &package("P", "b")).await;
    assert!(matches!(nowhere, Err(Error::NotFound(_))));
    let sales = Database { name: Some("sales".into()), ..Database::default() };
    crate::database::create(catalog, &sales, Some("alice")).await.expect("database made");
    for body in ["one", "two"] {
        put(catalog, &package("TAXES", body)).await.expect("stored");
    }
    let expected = Package {
        cat_name: Some("hive".into()),
        db_name: Some("sales".into()),
        package_name: Some("TAXES".into()),
        owner_name: Some("alice".into()),
        header: Some("header".into()),
        body: Some("two".into()),
    };
    assert_eq!(get(catalog, &named("TAXES")).await.expect("there"), expected);
    assert_eq!(list(catalog, "hive", Some("sales")).await.expect("listed"), ["TAXES"]);
    for spoilt in [
        AddPackageRequest { body: None, ..package("P", "b") },
        AddPackageRequest { header: None, ..package("P", "b") },
        AddPackageRequest { owner_name: None, ..package("P", "b") },
        AddPackageRequest { package_name: None, ..package("P", "b") },
    ] {
        assert!(matches!(put(catalog, &spoilt).await, Err(Error::Meta(_))), "{spoilt:?}");
    }
    drop(catalog, &named("TAXES")).await.expect("dropped");
    drop(catalog, &named("TAXES")).await.expect("nothing to drop");
    let missing = get(catalog, &named("TAXES")).await.expect_err("gone");
    assert_eq!(missing.to_string(), "HPL/SQL package sales.TAXES does not exist");
    assert!(list(catalog, "hive", None).await.expect("listed").is_empty());
}

#[tokio::test]
async fn a_schema_without_packages_says_which_has_them() {
    let world = World::on(Backend::Postgres, Version::V3_1).await;
    let refused = list(&world.catalog, "hive", None).await.expect_err("no table");
    assert!(matches!(&refused, Error::Meta(text) if text.contains("4.0.0")), "{refused}");
}
