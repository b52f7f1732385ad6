//! Dropping a database, alone or with everything in it.

use crate::context::of;
use crate::place::in_catalog;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::database::drop::{Cascade, Files, drop};
use skep_catalog::names::DatabaseName;
use skep_catalog::table::list;
use skep_types::{AsyncOperationResp, Exception, args, calls};

pub struct DropDatabase;

impl Method for DropDatabase {
    type Call = calls::DropDatabase;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Drop, args.name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropDatabase) -> Result<(), Refusal> {
        let name = DatabaseName::parse(args.name.as_deref())?;
        let files = Files::deleted_if(args.delete_data == Some(true));
        let cascade = Cascade::if_(args.cascade == Some(true));
        whole(cx, &name, cascade).await?;
        Ok(drop(cx.catalog(), &name, files, cascade).await?)
    }
}

/// Hive 4's door. The newest Hive may ask for it to run in the background; it is
/// done when we answer, and says so.
pub struct DropDatabaseReq;

impl Method for DropDatabaseReq {
    type Call = calls::DropDatabaseReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.req else { return Need::nothing() };
        let place = in_catalog(request.catalog_name.as_deref(), Some(&request.name));
        Need::database(Right::Drop, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::DropDatabaseReq) -> Result<AsyncOperationResp, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = DatabaseName::of(request.catalog_name.as_deref(), Some(&request.name))?;
        let files = Files::deleted_if(request.delete_data);
        let cascade = Cascade::if_(request.cascade);
        whole(cx, &name, cascade).await?;
        match drop(cx.catalog(), &name, files, cascade).await.map_err(Refusal::from) {
            Err(r) if r.exception == Exception::NoSuchObjectException && request.ignore_unknown_db => {}
            other => other?,
        }
        Ok(AsyncOperationResp { id: request.id.unwrap_or_default(), finished: Some(true), ..Default::default() })
    }
}

/// What goes with the database takes the right to drop it as well, also where the caller does not see it.
async fn whole(cx: &Context<'_>, database: &DatabaseName, cascade: Cascade) -> Result<(), Refusal> {
    if cascade == Cascade::No || cx.access().is_none() {
        return Ok(());
    }
    let tables = list::names(cx.catalog(), database, None).await?;
    let count = tables.len();
    if cx.droppable(tables, |name| of(database, name)).await?.len() == count {
        return Ok(());
    }
    Err(Refusal::denied(format!(
        "AccessControlException: Permission denied: to drop {database} with everything in it takes DROP on all of it"
    )))
}
