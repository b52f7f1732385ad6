//! What every metastore holds: the catalog `hive`, the database `default`, the roles
//! `admin` and `public`. Java makes them at its start; so do we, where they are missing.

use crate::catalogs::sql::INSERT_CATALOG;
use crate::names::{DEFAULT_CATALOG, DEFAULT_DATABASE};
use crate::{Catalog, Result};
use skep_schema::Version;
use skep_sql::{Failure, Sequence, Tx, insert, statements};

statements! {
    CATALOG_PLACE = r#"select c."LOCATION_URI" from "CTLGS" c where c."NAME" = 'hive'"#;
    /// The schema scripts leave the location open; the first server fills it in.
    PLACE_CATALOG = r#"update "CTLGS" set "LOCATION_URI" = $1 where "NAME" = 'hive' and "LOCATION_URI" = 'TBD'"#;
    DEFAULT_DATABASE_ID = r#"
        select d."DB_ID" from "DBS" d where d."NAME" = 'default' {since 3.1: and d."CTLG_NAME" = 'hive'}"#;
    ROLE_NAMES = r#"select r."ROLE_NAME" from "ROLES" r where r."ROLE_NAME" in ('admin', 'public')"#;
    ADMIN_RIGHT = r#"
        select g."USER_GRANT_ID" from "GLOBAL_PRIVS" g
         where g."PRINCIPAL_NAME" = 'admin' and g."PRINCIPAL_TYPE" = 'ROLE' and g."USER_PRIV" = 'All'"#;
}

insert! {
    INSERT_DEFAULT_DATABASE: "DBS" {
        "DB_ID" bigint, "NAME" text, "DESC" text, "DB_LOCATION_URI" text, "OWNER_NAME" text, "OWNER_TYPE" text,
        "CTLG_NAME" text since 3.1, "CREATE_TIME" bigint since 4.0, "TYPE" text since 4.0,
    }
    INSERT_ROLE: "ROLES" { "ROLE_ID" bigint, "CREATE_TIME" bigint, "OWNER_NAME" text, "ROLE_NAME" text }
    INSERT_ADMIN_RIGHT: "GLOBAL_PRIVS" {
        "USER_GRANT_ID" bigint, "CREATE_TIME" bigint, "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text,
        "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "USER_PRIV" text, "AUTHORIZER" text since 3.1,
    }
}

/// Makes what is missing. Servers that start together may both try: the second finds
/// it made and runs again.
pub async fn bootstrap(catalog: &Catalog) -> Result<()> {
    let made = catalog.db.write(|tx| async move { make_missing(&tx, catalog).await });
    match made.await {
        Err(failure) if failure.is_unique_violation() => {
            catalog.db.write(|tx| async move { make_missing(&tx, catalog).await }).await?;
            Ok(())
        }
        other => Ok(other?),
    }
}

async fn make_missing(tx: &Tx, catalog: &Catalog) -> std::result::Result<(), Failure> {
    let (root, now) = (catalog.warehouse.root().as_str(), catalog.clock.seconds());
    if tx.version() >= Version::V3_1 {
        make_catalog(tx, root, now).await?;
    }
    if tx.row_opt(&DEFAULT_DATABASE_ID, &[]).await?.is_none() {
        make_database(tx, root, now).await?;
    }
    if tx.has("ROLES") {
        make_roles(tx, now).await?;
    }
    if tx.has("GLOBAL_PRIVS") && tx.row_opt(&ADMIN_RIGHT, &[]).await?.is_none() {
        make_admin_right(tx, now).await?;
    }
    Ok(())
}

async fn make_catalog(tx: &Tx, root: &str, now: i64) -> std::result::Result<(), Failure> {
    match tx.row_opt(&CATALOG_PLACE, &[]).await? {
        Some(row) if row.get::<String>(0)? == "TBD" => tx.execute(&PLACE_CATALOG, &[root.into()]).await.map(drop),
        Some(_) => Ok(()),
        None => {
            let id = tx.ids(Sequence::Catalog, 1).await?.start;
            let text = "Default catalog, for Hive";
            tx.insert(&INSERT_CATALOG, [[id.into(), DEFAULT_CATALOG.into(), text.into(), root.into(), now.into()]])
                .await
        }
    }
}

async fn make_database(tx: &Tx, root: &str, now: i64) -> std::result::Result<(), Failure> {
    let id = tx.ids(Sequence::Database, 1).await?.start;
    let row = [
        id.into(),
        DEFAULT_DATABASE.into(),
        "Default Hive database".into(),
        root.into(),
        "public".into(),
        "ROLE".into(),
        DEFAULT_CATALOG.into(),
        now.into(),
        "NATIVE".into(),
    ];
    tx.insert(&INSERT_DEFAULT_DATABASE, [row]).await
}

async fn make_roles(tx: &Tx, now: i64) -> std::result::Result<(), Failure> {
    let there = tx.rows(&ROLE_NAMES, &[]).await?;
    let there: Vec<String> = there.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
    for role in ["admin", "public"] {
        if !there.iter().any(|name| name == role) {
            let id = tx.ids(Sequence::Role, 1).await?.start;
            tx.insert(&INSERT_ROLE, [[id.into(), now.into(), role.into(), role.into()]]).await?;
        }
    }
    Ok(())
}

async fn make_admin_right(tx: &Tx, now: i64) -> std::result::Result<(), Failure> {
    let id = tx.ids(Sequence::GlobalPrivilege, 1).await?.start;
    let (role, admin) = ("ROLE", "admin");
    let row = [
        id.into(),
        now.into(),
        1_i64.into(),
        admin.into(),
        role.into(),
        admin.into(),
        role.into(),
        "All".into(),
        "SQL".into(),
    ];
    tx.insert(&INSERT_ADMIN_RIGHT, [row]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database;
    use crate::names::DatabaseName;
    use crate::testing::World;

    #[tokio::test]
    async fn a_fresh_metastore_has_a_default_database_and_a_second_start_changes_nothing() {
        let world = World::new().await;
        for _ in 0..2 {
            bootstrap(&world.catalog).await.expect("made or there");
        }
        let name = DatabaseName::parse(Some("default")).expect("valid");
        let database = database::get(&world.catalog, &name).await.expect("there");
        assert_eq!(database.location_uri.as_deref(), Some(world.catalog.warehouse.root().as_str()));
        assert_eq!(database.owner_name.as_deref(), Some("public"));
        assert_eq!(crate::event::current_id(&world.catalog).await.expect("readable"), 0);
    }
}
