//! One database by name.

use crate::place::in_catalog;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Decision, Need, Right};
use skep_catalog::database;
use skep_catalog::names::DatabaseName;
use skep_types::{Database, args, calls};

pub struct GetDatabase;

impl Method for GetDatabase {
    type Call = calls::GetDatabase;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabase) -> Result<Database, Refusal> {
        let name = DatabaseName::parse(args.name.as_deref())?;
        let mut found = database::get(cx.catalog(), &name).await?;
        show(cx, &mut found);
        Ok(found)
    }
}

/// Hive 4's door.
pub struct GetDatabaseReq;

impl Method for GetDatabaseReq {
    type Call = calls::GetDatabaseReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(request) = &args.request else { return Need::nothing() };
        let place = in_catalog(request.catalog_name.as_deref(), request.name.as_deref());
        Need::database(Right::Visible, place.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetDatabaseReq) -> Result<Database, Refusal> {
        let request = args.request.unwrap_or_default();
        let name = DatabaseName::of(request.catalog_name.as_deref(), request.name.as_deref())?;
        let mut found = database::get(cx.catalog(), &name).await?;
        show(cx, &mut found);
        Ok(found)
    }
}

/// Whoever may not describe a database sees its name, and nothing of where it lies and what was written about it.
pub(super) fn show(cx: &Context<'_>, database: &mut Database) {
    let Some(access) = cx.access() else { return };
    let need = Need::database_in(Right::Describe, database.catalog_name.as_deref(), database.name.as_deref());
    if access.decide(&need) != Decision::Allowed {
        let Database { name, catalog_name, .. } = std::mem::take(database);
        // Java's clients take a location for given.
        let location_uri = Some(Default::default());
        *database = Database { name, catalog_name, location_uri, ..Database::default() };
    }
}
