//! Schemas, versions and serdes.

use super::*;
use crate::database::drop::{Cascade, Files};
use crate::testing::{World, plain_table};
use crate::{database, table};
use skep_schema::Version;
use skep_types::*;

const KEEPING: std::ops::RangeInclusive<Version> = Version::V3_1..=Version::V4_1;

async fn shop(world: &World) {
    crate::bootstrap(&world.catalog).await.expect("made");
    let described = Database { name: Some("shop".into()), ..Database::default() };
    database::create(&world.catalog, &described, None).await.expect("made");
}

fn described(name: &str) -> ISchema {
    ISchema {
        schema_type: Some(SchemaType::AVRO),
        name: Some(name.into()),
        cat_name: Some("hive".into()),
        db_name: Some("shop".into()),
        compatibility: Some(SchemaCompatibility::BACKWARD),
        validation_level: Some(SchemaValidation::LATEST),
        can_evolve: Some(true),
        schema_group: Some("group".into()),
        description: Some("it's \u{fc}ber".into()),
    }
}

fn named(schema: &str) -> ISchemaName {
    let [catalog, database, schema] = ["hive", "shop", schema].map(|name| Some(name.into()));
    ISchemaName { cat_name: catalog, db_name: database, schema_name: schema }
}

fn schema(name: &str) -> SchemaName {
    SchemaName::parse(Some(&named(name))).expect("valid")
}

fn at(version: i32) -> VersionName {
    VersionName { schema: schema("orders"), version }
}

fn numbered(version: i32, columns: &[(&str, &str)]) -> SchemaVersion {
    let column = |(name, type_): &(&str, &str)| FieldSchema {
        name: Some((*name).into()),
        type_: Some((*type_).into()),
        comment: Some("ns".into()),
    };
    SchemaVersion {
        schema: Some(named("orders")),
        version: Some(version),
        created_at: Some(1_234_567_890_123),
        cols: Some(columns.iter().map(column).collect()),
        state: Some(SchemaVersionState::INITIATED),
        schema_text: Some("{\"type\":\"record\"}".into()),
        fingerprint: Some("f".into()),
        ..SchemaVersion::default()
    }
}

fn serde(name: &str) -> SerDeInfo {
    SerDeInfo {
        name: Some(name.into()),
        serialization_lib: Some("org.example.Avro".into()),
        parameters: Some([("k".into(), "v".into())].into()),
        serializer_class: Some("S".into()),
        serde_type: Some(SerdeType::SCHEMA_REGISTRY),
        ..SerDeInfo::default()
    }
}

#[tokio::test]
async fn a_schema_lives_from_create_to_drop() {
    World::each(KEEPING, async |world| {
        shop(&world).await;
        let catalog = &world.catalog;
        create(catalog, &described("Orders")).await.expect("made");
        assert_eq!(get(catalog, &schema("ORDERS")).await.expect("there"), described("orders"));
        let again = create(catalog, &described("orders")).await.expect_err("taken");
        assert_eq!(again.to_string(), "Schema with name hive.shop.orders already exists");
        let change = ISchema {
            name: Some("other".into()),
            can_evolve: Some(false),
            description: None,
            compatibility: Some(SchemaCompatibility::BOTH),
            ..described("x")
        };
        alter(catalog, &schema("orders"), &change).await.expect("changed");
        let expected =
            ISchema { can_evolve: Some(false), compatibility: Some(SchemaCompatibility::BOTH), ..described("orders") };
        assert_eq!(get(catalog, &schema("orders")).await.expect("there"), expected);
        drop(catalog, &schema("orders")).await.expect("dropped");
        let gone = drop(catalog, &schema("orders")).await.expect_err("gone");
        assert_eq!(gone.to_string(), "No schema named hive.shop.orders exists");
        // As in Hive, whose log has no message for them.
        assert_eq!(world.events().await, ["CREATE_DATABASE"]);
    })
    .await;
}

#[tokio::test]
async fn versions_are_added_found_changed_and_dropped() {
    World::each(KEEPING, async |world| {
        shop(&world).await;
        let catalog = &world.catalog;
        let missing = add_version(catalog, &numbered(1, &[])).await.expect_err("no schema");
        assert!(matches!(missing, Error::NotFound(_)), "{missing}");
        create(catalog, &described("orders")).await.expect("made");
        let none = all_versions(catalog, &schema("orders")).await.expect_err("none yet");
        assert_eq!(none.to_string(), "No versions of schema hive.shop.orders exist");

        let second = SchemaVersion { ser_de: Some(serde("own")), ..numbered(2, &[("id", "bigint"), ("z", "string")]) };
        add_version(catalog, &second).await.expect("added");
        add_version(catalog, &numbered(1, &[("ID", "bigint")])).await.expect("added");
        let again = add_version(catalog, &second).await.expect_err("taken");
        assert_eq!(again.to_string(), "Schema name hive.shop.orders version 2 already exists");
        assert_eq!(version(catalog, &at(2)).await.expect("there"), second);
        assert_eq!(latest_version(catalog, &schema("orders")).await.expect("there"), second);
        let all = all_versions(catalog, &schema("orders")).await.expect("listed");
        assert_eq!(all.iter().map(|v| v.version).collect::<Vec<_>>(), [Some(2), Some(1)]);
        assert_eq!(all[1].cols.as_ref().and_then(|cols| cols[0].name.as_deref()), Some("id"));

        let found = async |column: Option<&str>, namespace: Option<&str>, type_: Option<&str>| {
            let [col_name, col_namespace, type_] = [column, namespace, type_].map(|text| text.map(Str::from));
            let wanted = FindSchemasByColsRqst { col_name, col_namespace, type_ };
            let found = find_by_columns(catalog, &wanted).await.expect("searched");
            found.into_iter().filter_map(|name| name.version).collect::<Vec<_>>()
        };
        assert_eq!(found(Some("ID"), None, None).await, [1, 2]);
        assert_eq!(found(None, Some("ns"), Some("STRING")).await, [2]);
        assert_eq!(found(Some("id"), Some("other"), None).await, [0; 0]);
        let all = find_by_columns(catalog, &FindSchemasByColsRqst::default()).await.expect_err("too many");
        assert!(matches!(all, Error::Meta(_)), "{all}");

        set_state(catalog, &at(1), Some(SchemaVersionState::ENABLED)).await.expect("changed");
        assert_eq!(version(catalog, &at(1)).await.expect("there").state, Some(SchemaVersionState::ENABLED));
        let in_use = drop(catalog, &schema("orders")).await.expect_err("has versions");
        assert!(matches!(in_use, Error::InvalidOperation(_)), "{in_use}");
        for number in [1, 2] {
            drop_version(catalog, &at(number)).await.expect("dropped");
        }
        assert!(matches!(drop_version(catalog, &at(2)).await, Err(Error::NotFound(_))));
        assert_eq!(world.count(r#"select count(*) from "CDS""#).await, 0);
        drop(catalog, &schema("orders")).await.expect("dropped");
    })
    .await;
}

#[tokio::test]
async fn a_version_keeps_its_serde_when_a_table_goes() {
    World::each(KEEPING, async |world| {
        shop(&world).await;
        let catalog = &world.catalog;
        create(catalog, &described("orders")).await.expect("made");
        add_version(catalog, &numbered(1, &[])).await.expect("added");
        add_serde(catalog, &serde("Mine")).await.expect("added");
        assert_eq!(get_serde(catalog, Some("Mine")).await.expect("there"), serde("Mine"));
        let again = add_serde(catalog, &serde("Mine")).await.expect_err("taken");
        assert_eq!(again.to_string(), "Serde with name Mine already exists");
        map_to_serde(catalog, &at(1), Some("Mine")).await.expect("mapped");
        assert_eq!(version(catalog, &at(1)).await.expect("there").ser_de, Some(serde("Mine")));
        assert_eq!(world.count(r#"select count(*) from "SERDES""#).await, 1);

        let mut made = plain_table("shop", "t");
        made.sd.as_mut().expect("has one").serde_info = Some(serde("of_table"));
        table::create(catalog, &made, None).await.expect("made");
        map_to_serde(catalog, &at(1), Some("of_table")).await.expect("mapped");
        let name = crate::names::TableName::parse(Some("shop"), Some("t")).expect("valid");
        table::drop(catalog, &name, Files::Delete).await.expect("dropped");
        assert_eq!(version(catalog, &at(1)).await.expect("there").ser_de, Some(serde("of_table")));
        let missing = map_to_serde(catalog, &at(1), Some("nowhere")).await.expect_err("none");
        assert_eq!(missing.to_string(), "No SerDe named nowhere exists");
    })
    .await;
}

#[tokio::test]
async fn a_database_goes_with_its_schemas_only_if_told_so() {
    World::each(KEEPING, async |world| {
        shop(&world).await;
        let catalog = &world.catalog;
        create(catalog, &described("orders")).await.expect("made");
        add_version(catalog, &numbered(1, &[("id", "bigint")])).await.expect("added");
        let name = DatabaseName::parse(Some("shop")).expect("valid");
        let refused = database::drop(catalog, &name, Files::Keep, Cascade::No).await.expect_err("not empty");
        assert_eq!(refused.to_string(), "Database shop is not empty. One or more schemas exist.");
        database::drop(catalog, &name, Files::Keep, Cascade::Yes).await.expect("dropped");
        assert_eq!(world.count(r#"select count(*) from "COLUMNS_V2""#).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_null_unknown_or_too_long_is_refused_and_not_stored() {
    let world = World::new().await;
    shop(&world).await;
    let catalog = &world.catalog;
    let elsewhere = ISchema { db_name: Some("nowhere".into()), ..described("a") };
    for (sent, expected) in [
        (ISchema { schema_type: None, ..described("a") }, "The schema type cannot be null."),
        (ISchema { compatibility: Some(SchemaCompatibility(9)), ..described("a") }, "unknown compatibility: 9"),
        (ISchema { name: None, ..described("a") }, "The schema name cannot be null."),
        (ISchema { description: Some("x".repeat(65_536).into()), ..described("a") }, "I_SCHEMA.DESCRIPTION"),
        (elsewhere, "database hive.nowhere"),
    ] {
        let refused = create(catalog, &sent).await.expect_err("bad").to_string();
        assert!(refused.contains(expected), "{refused}");
    }
    create(catalog, &described("orders")).await.expect("made");
    let strange = SchemaVersion { state: Some(SchemaVersionState(99)), ..numbered(1, &[("id", "int")]) };
    let refused = add_version(catalog, &strange).await.expect_err("bad").to_string();
    assert_eq!(refused, "unknown state of the schema version: 99");
    let nameless = SchemaVersion { version: None, ..numbered(1, &[]) };
    assert!(matches!(add_version(catalog, &nameless).await, Err(Error::Meta(_))));
    assert!(matches!(add_serde(catalog, &SerDeInfo::default()).await, Err(Error::Meta(_))));
    assert!(all_versions(catalog, &schema("orders")).await.is_err());
    assert_eq!(world.count(r#"select count(*) from "CDS""#).await, 0);
}

#[tokio::test]
async fn before_hive_3_there_is_no_registry() {
    let world = World::on(skep_testing::Backend::Mariadb, Version::V2_3).await;
    let refused = create(&world.catalog, &described("a")).await.expect_err("no table");
    let expected =
        "the metastore database has the schema of Hive 2.3.0, which lacks the table I_SCHEMA of 3.1.0 and later";
    assert_eq!(refused.to_string(), expected);
    assert!(matches!(all_versions(&world.catalog, &schema("a")).await, Err(Error::Meta(_))));
}
