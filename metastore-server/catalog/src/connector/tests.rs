//! Data connectors, and the remote databases that need them.

use super::*;
use crate::testing::{World, plain_table};
use crate::{Missing, database, table};
use skep_schema::Version;
use skep_types::{Database, DatabaseType};

fn described(name: &str) -> DataConnector {
    DataConnector {
        name: Some(name.into()),
        type_: Some("mysql".into()),
        url: Some("jdbc:mysql://db:3306".into()),
        parameters: Some([("hive.sql.dbcp.username".into(), "o'hive\u{fc}".into())].into()),
        ..DataConnector::default()
    }
}

fn remote(name: &str, connector: Option<&str>) -> Database {
    Database {
        name: Some(name.into()),
        type_: Some(DatabaseType::REMOTE),
        connector_name: connector.map(Str::from),
        remote_dbname: Some("there".into()),
        ..Database::default()
    }
}

#[tokio::test]
async fn a_connector_lives_from_create_to_drop() {
    World::each(Version::V4_0..=Version::V4_1, async |world| {
        let catalog = &world.catalog;
        create(catalog, &described("MySQL"), Some("alice")).await.expect("made");
        let expected = DataConnector {
            name: Some("mysql".into()),
            owner_name: Some("alice".into()),
            owner_type: Some(PrincipalType::USER),
            create_time: Some(1_700_000_000),
            ..described("mysql")
        };
        assert_eq!(get(catalog, Some("MYSQL")).await.expect("there"), expected);
        let again = create(catalog, &described("mysql"), None).await.expect_err("taken");
        assert_eq!(again.to_string(), "DataConnector mysql already exists");

        let change = DataConnector {
            url: Some("jdbc:mysql://other".into()),
            owner_type: Some(PrincipalType::ROLE),
            ..DataConnector::default()
        };
        alter(catalog, Some("mysql"), &change).await.expect("changed");
        let found = get(catalog, Some("mysql")).await.expect("there");
        assert_eq!((found.url.as_deref(), found.owner_name), (Some("jdbc:mysql://other"), None));
        assert_eq!((found.owner_type, found.parameters), (Some(PrincipalType::ROLE), Some(Default::default())));
        assert_eq!(found.type_.as_deref(), Some("mysql"));

        assert_eq!(list(catalog).await.expect("listed"), ["mysql"]);
        drop(catalog, Some("mysql"), Missing::Refuse, References::Refuse).await.expect("dropped");
        assert!(list(catalog).await.expect("listed").is_empty());
        let gone = drop(catalog, Some("mysql"), Missing::Refuse, References::Refuse).await.expect_err("gone");
        assert_eq!(gone.to_string(), "DataConnector mysql doesn't exist");
        drop(catalog, Some("mysql"), Missing::Ignore, References::Refuse).await.expect("gone is fine");
        // As in Hive, whose log has no message for them.
        assert!(world.events().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_remote_database_needs_its_connector_and_keeps_no_tables() {
    let world = World::new().await;
    let catalog = &world.catalog;
    for (connector, why) in [(None, "none is named"), (Some("nowhere"), "there is no nowhere")] {
        let refused = database::create(catalog, &remote("far", connector), None).await.expect_err("no connector");
        assert_eq!(refused.to_string(), format!("remote database far needs a data connector: {why}"));
    }
    create(catalog, &described("c"), None).await.expect("made");
    database::create(catalog, &remote("far", Some("C")), None).await.expect("made");
    let refused = table::create(catalog, &plain_table("far", "t"), None).await.expect_err("elsewhere");
    assert!(refused.to_string().contains("database hive.far is remote"), "{refused}");
    let refused = drop(catalog, Some("c"), Missing::Refuse, References::Refuse).await.expect_err("needed");
    let expected = "data connector c cannot be dropped: database hive.far needs it";
    assert_eq!(refused.to_string(), expected);
    drop(catalog, Some("c"), Missing::Refuse, References::Ignore).await.expect("dropped all the same");
}

#[tokio::test]
async fn bad_connectors_are_refused_and_nothing_is_stored() {
    let world = World::new().await;
    let no_url = DataConnector { url: None, ..described("c") };
    let strange = DataConnector { owner_type: Some(PrincipalType(77)), ..described("c") };
    let long = DataConnector { url: Some("x".repeat(65_536).into()), ..described("c") };
    for (sent, expected) in [
        (described("c\u{e9}"), "c\u{e9} is not a valid dataconnector name"),
        (DataConnector::default(), "Data connector name cannot be null."),
        (no_url, "The url of data connector c cannot be null."),
        (strange, "unknown owner type of the data connector: 77"),
        (long, "is longer than the 4000 characters of DATACONNECTORS.URL"),
    ] {
        let refused = create(&world.catalog, &sent, None).await.expect_err("bad").to_string();
        assert!(refused.contains(expected), "{refused}");
    }
    assert!(list(&world.catalog).await.expect("listed").is_empty());
}

#[tokio::test]
async fn before_hive_4_there_are_none() {
    let world = World::on(skep_testing::Backend::Postgres, Version::V3_1).await;
    assert!(list(&world.catalog).await.expect("listed").is_empty());
    assert!(matches!(get(&world.catalog, Some("c")).await, Err(Error::NotFound(_))));
    let refused = create(&world.catalog, &described("c"), None).await.expect_err("no table");
    let expected =
        "the metastore database has the schema of Hive 3.1.0, which lacks the table DATACONNECTORS of 4.0.0 and later";
    assert_eq!(refused.to_string(), expected);
}
