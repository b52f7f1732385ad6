//! Changing a database.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::database;
use skep_catalog::names::DatabaseName;
use skep_types::{Database, args, calls};

pub struct AlterDatabase;

impl Method for AlterDatabase {
    type Call = calls::AlterDatabase;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.dbname.as_deref(), args.db.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::AlterDatabase) -> Result<(), Refusal> {
        alter(cx, args.dbname.as_deref(), args.db.as_ref()).await
    }
}

/// Hive 4's door.
pub struct AlterDatabaseReq;

impl Method for AlterDatabaseReq {
    type Call = calls::AlterDatabaseReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.alter_db_req.as_ref();
        need(request.map(|r| r.old_db_name.as_str()), request.map(|r| &r.new_db))
    }

    async fn run(cx: &Context<'_>, args: args::AlterDatabaseReq) -> Result<(), Refusal> {
        let request = args.alter_db_req.as_ref();
        alter(cx, request.map(|r| r.old_db_name.as_str()), request.map(|r| &r.new_db)).await
    }
}

async fn alter(cx: &Context<'_>, name: Option<&str>, sent: Option<&Database>) -> Result<(), Refusal> {
    let sent = sent.ok_or_else(|| Refusal::meta("database cannot be null"))?;
    Ok(database::alter(cx.catalog(), &DatabaseName::parse(name)?, sent).await?)
}

fn need(name: Option<&str>, sent: Option<&Database>) -> Need {
    let location = sent.and_then(|d| d.location_uri.as_deref());
    let managed = sent.and_then(|d| d.managed_location_uri.as_deref());
    Need::database(Right::Alter, name).and_location(location).and_location(managed)
}
