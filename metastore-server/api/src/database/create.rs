//! Making a database.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::statement::{self, Target};
use skep_access::{Need, Right};
use skep_catalog::database;
use skep_catalog::names::DatabaseName;
use skep_types::{CreateDatabaseRequest, Database, args, calls};

pub struct CreateDatabase;

impl Method for CreateDatabase {
    type Call = calls::CreateDatabase;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.database.as_ref().map(need).unwrap_or_default()
    }

    async fn run(cx: &Context<'_>, args: args::CreateDatabase) -> Result<(), Refusal> {
        let database = args.database.ok_or_else(|| Refusal::meta("database cannot be null"))?;
        create(cx, &database).await
    }
}

/// Hive 4's door: the same fields in a request of its own.
pub struct CreateDatabaseReq;

impl Method for CreateDatabaseReq {
    type Call = calls::CreateDatabaseReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        args.create_database_request.as_ref().map(|r| need(&described(r))).unwrap_or_default()
    }

    async fn run(cx: &Context<'_>, args: args::CreateDatabaseReq) -> Result<(), Refusal> {
        let request = args.create_database_request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        create(cx, &described(&request)).await
    }
}

async fn create(cx: &Context<'_>, database: &Database) -> Result<(), Refusal> {
    database::create(cx.catalog(), database, cx.session.user().as_deref()).await?;
    if cx.access().is_some() {
        let name = DatabaseName::of(database.catalog_name.as_deref(), database.name.as_deref())?;
        let (catalog, database) = (name.catalog.into(), name.database.into());
        cx.made(Target::Database(statement::Database { catalog, database })).await;
    }
    Ok(())
}

fn need(database: &Database) -> Need {
    let prefix = database.name.as_deref().and_then(|name| name.strip_prefix('@')?.split_once('#'));
    Need::catalog(Right::CreateDatabase, database.catalog_name.as_deref().or(prefix.map(|(catalog, _)| catalog)))
        .and_location(database.location_uri.as_deref())
        .and_location(database.managed_location_uri.as_deref())
}

fn described(request: &CreateDatabaseRequest) -> Database {
    let r = request.clone();
    Database {
        name: Some(r.database_name),
        description: r.description,
        location_uri: r.location_uri,
        parameters: r.parameters,
        privileges: r.privileges,
        owner_name: r.owner_name,
        owner_type: r.owner_type,
        catalog_name: r.catalog_name,
        create_time: r.create_time,
        managed_location_uri: r.managed_location_uri,
        type_: r.type_,
        connector_name: r.data_connector_name,
        remote_dbname: r.remote_dbname,
    }
}
