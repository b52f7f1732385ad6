//! Databases.

mod change;
mod read;

use skep_api::Refusal;
use skep_catalog::names::{DatabaseArg, DatabaseName};
use skep_catalog::pattern::NamePattern;
use skep_types::{CreateDatabaseRequest, Database};

use crate::context::known;
use crate::door::{doors, request};

pub use read::{find, location, names};

use read::get;

doors! {
    GetDatabase(cx, args) {
        Ok(get(cx.glue, &known(DatabaseName::parse(args.name.as_deref())?)?).await?)
    }
    GetDatabaseReq(cx, args) {
        let r = request(args.request)?;
        Ok(get(cx.glue, &known(DatabaseName::of(r.catalog_name.as_deref(), r.name.as_deref())?)?).await?)
    }
    GetDatabases(cx, args) {
        let pattern = DatabaseArg::parse(args.pattern.as_deref())?;
        Ok(names(cx.glue, &NamePattern::parse(pattern.database.as_deref())).await?)
    }
    GetAllDatabases(cx, _) {
        Ok(names(cx.glue, &NamePattern::ALL).await?)
    }
    CreateDatabase(cx, args) {
        let database = args.database.ok_or_else(|| Refusal::meta("database cannot be null"))?;
        Ok(change::create(cx.glue, &database, cx.session.user().as_deref()).await?)
    }
    CreateDatabaseReq(cx, args) {
        let database = of_request(request(args.create_database_request)?);
        Ok(change::create(cx.glue, &database, cx.session.user().as_deref()).await?)
    }
    AlterDatabase(cx, args) {
        let sent = args.db.ok_or_else(|| Refusal::meta("database cannot be null"))?;
        Ok(change::alter(cx.glue, &known(DatabaseName::parse(args.dbname.as_deref())?)?, &sent).await?)
    }
    AlterDatabaseReq(cx, args) {
        let r = request(args.alter_db_req)?;
        let name = known(DatabaseName::of(r.new_db.catalog_name.as_deref(), Some(&r.old_db_name))?)?;
        Ok(change::alter(cx.glue, &name, &r.new_db).await?)
    }
    DropDatabase(cx, args) {
        let name = known(DatabaseName::parse(args.name.as_deref())?)?;
        Ok(change::drop(cx.glue, &name, args.delete_data == Some(true), args.cascade == Some(true)).await?)
    }
    DropDatabaseReq(cx, args) {
        let r = request(args.req)?;
        let name = known(DatabaseName::of(r.catalog_name.as_deref(), Some(&r.name))?)?;
        let dropped = change::drop(cx.glue, &name, r.delete_data, r.cascade).await;
        match dropped {
            Err(skep_catalog::Error::NotFound(_)) if r.ignore_unknown_db => Ok(Default::default()),
            outcome => Ok(outcome.map(|()| Default::default())?),
        }
    }
}

fn of_request(r: CreateDatabaseRequest) -> Database {
    Database {
        name: Some(r.database_name),
        description: r.description,
        location_uri: r.location_uri,
        parameters: r.parameters,
        privileges: r.privileges,
        owner_name: r.owner_name,
        owner_type: r.owner_type,
        catalog_name: r.catalog_name,
        managed_location_uri: r.managed_location_uri,
        type_: r.type_,
        connector_name: r.data_connector_name,
        remote_dbname: r.remote_dbname,
        ..Database::default()
    }
}
