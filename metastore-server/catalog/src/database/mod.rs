//! Databases (Hive also says schemas).

pub mod alter;
pub mod create;
pub mod drop;
pub mod get;
pub mod list;
pub mod sql;

pub use alter::alter;
pub use create::create;
pub use drop::drop;
pub use get::{get, locate, lock, row_by_name};
pub use list::{list, objects};

use crate::Error;
use crate::names::DatabaseName;
use skep_types::{Database, DatabaseType, PrincipalType, Str};

/// A database with its storage id.
#[derive(Debug, Clone)]
pub struct DatabaseRow {
    pub id: i64,
    pub database: Database,
}

impl DatabaseName {
    /// What Hive says when it is not there.
    pub fn missing(&self) -> Error {
        Error::NotFound(format!("database {self}"))
    }
}

/// `OWNER_TYPE` as it is stored. `USER` where the client left it out.
pub(crate) fn owner_type_text(owner_type: Option<PrincipalType>) -> &'static str {
    match owner_type {
        Some(PrincipalType::ROLE) => "ROLE",
        Some(PrincipalType::GROUP) => "GROUP",
        _ => "USER",
    }
}

pub(crate) fn owner_type(text: Option<&str>) -> PrincipalType {
    match text {
        Some("ROLE") => PrincipalType::ROLE,
        Some("GROUP") => PrincipalType::GROUP,
        _ => PrincipalType::USER,
    }
}

fn type_text(database_type: Option<DatabaseType>) -> &'static str {
    match database_type {
        Some(DatabaseType::REMOTE) => "REMOTE",
        _ => "NATIVE",
    }
}

fn database_type(text: &Str) -> DatabaseType {
    if text == "REMOTE" { DatabaseType::REMOTE } else { DatabaseType::NATIVE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use skep_schema::Version;
    use skep_testing::Backend;
    use std::sync::atomic::Ordering;

    fn named(name: &str) -> Database {
        Database { name: Some(name.into()), ..Database::default() }
    }

    #[tokio::test]
    async fn a_database_is_made_with_its_directory_and_read_back() {
        let world = World::new().await;
        create(&world.catalog, &named("Sales"), Some("alice")).await.expect("made");
        assert!(world.folder.path().join("sales.db").is_dir());

        let name = DatabaseName::parse(Some("SALES")).expect("valid");
        let database = get(&world.catalog, &name).await.expect("there");
        assert_eq!(database.name.as_deref(), Some("sales"));
        assert_eq!(database.owner_name.as_deref(), Some("alice"));
        assert_eq!(database.owner_type, Some(PrincipalType::USER));
        assert_eq!(database.create_time, Some(1_700_000_000));
        assert_eq!(database.location_uri, Some(format!("file:{}/sales.db", world.folder.path().display()).into()));
    }

    #[tokio::test]
    async fn a_second_database_of_the_name_is_refused() {
        let world = World::new().await;
        create(&world.catalog, &named("a"), None).await.expect("made");
        let refused = create(&world.catalog, &named(" A "), None).await;
        assert_eq!(refused.expect_err("taken").to_string(), "Database a already exists");
        assert_eq!(crate::event::current_id(&world.catalog).await.expect("readable"), 1);
    }

    #[tokio::test]
    async fn a_bad_name_is_refused_before_anything_happens() {
        let world = World::new().await;
        let refused = create(&world.catalog, &named("a-b"), None).await;
        assert_eq!(refused.expect_err("bad").to_string(), "a-b is not a valid database name");
    }

    #[tokio::test]
    async fn names_are_listed_by_hives_patterns() {
        let world = World::new().await;
        for name in ["b", "a1", "a2"] {
            create(&world.catalog, &named(name), None).await.expect("made");
        }
        let found = async |pattern| list(&world.catalog, pattern).await.expect("listed").join(",");
        assert_eq!(found(None).await, "a1,a2,b");
        assert_eq!(found(Some("A*|b")).await, "a1,a2,b");
        assert_eq!(found(Some("@hive#a?")).await, "");
        assert_eq!(found(Some("@hive#")).await, "a1,a2,b");
        assert_eq!(found(Some("")).await, "");
        let whole = objects(&world.catalog, "hive", Some("a*")).await.expect("listed");
        assert_eq!(whole.len(), 2);
    }

    #[tokio::test]
    async fn an_alter_replaces_parameters_and_owner_and_keeps_the_rest() {
        let world = World::new().await;
        let first = Database { description: Some("text".into()), ..named("a") };
        create(&world.catalog, &first, Some("alice")).await.expect("made");
        world.now.fetch_add(1000, Ordering::SeqCst);
        let change = Database { parameters: Some([("k".into(), "v".into())].into()), ..Database::default() };
        let name = DatabaseName::parse(Some("a")).expect("valid");
        alter(&world.catalog, &name, &change).await.expect("altered");
        let database = get(&world.catalog, &name).await.expect("there");
        assert_eq!(database.description.as_deref(), Some("text"));
        assert_eq!(database.owner_name, None);
        assert_eq!(database.parameters, change.parameters);
        let events = crate::event::next(&world.catalog, &Default::default()).await.expect("readable");
        let kinds: Vec<_> = events.iter().map(|e| (e.event_id, e.event_type.as_str())).collect();
        assert_eq!(kinds, [(1, "CREATE_DATABASE"), (2, "ALTER_DATABASE")]);
    }

    #[tokio::test]
    async fn a_schema_without_catalogs_has_nothing_in_any_catalog_but_hive() {
        for backend in [Backend::Postgres, Backend::Mariadb] {
            let world = World::on(backend, Version::V2_3).await;
            create(&world.catalog, &named("a"), None).await.expect("made");
            let elsewhere = DatabaseName::parse(Some("@other#a")).expect("valid");
            for refused in [
                get(&world.catalog, &elsewhere).await.map(|_| ()),
                alter(&world.catalog, &elsewhere, &Database::default()).await,
                drop(&world.catalog, &elsewhere, drop::Files::Keep, drop::Cascade::Yes).await,
            ] {
                assert_eq!(refused.expect_err("not there").to_string(), "database other.a");
            }
            assert!(list(&world.catalog, Some("@other#*")).await.expect("listed").is_empty());
            assert!(objects(&world.catalog, "other", None).await.expect("listed").is_empty());
            let there = DatabaseName::parse(Some("@hive#a")).expect("valid");
            get(&world.catalog, &there).await.expect("untouched");
        }
    }
}
