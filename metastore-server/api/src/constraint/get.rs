//! Reading constraints: a door for each kind, and one for all of them.

use crate::door::part::Shows;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::statement::Table;
use skep_access::{Need, Right};
use skep_catalog::constraint::{self, Constraint, Side};
use skep_catalog::names::{DEFAULT_CATALOG, TableName};
use skep_types::{
    AllTableConstraintsResponse, CheckConstraintsResponse, DefaultConstraintsResponse, ForeignKeysRequest,
    ForeignKeysResponse, NotNullConstraintsResponse, PrimaryKeysResponse, SQLAllTableConstraints, SQLForeignKey, Str,
    UniqueConstraintsResponse, args, calls,
};

/// What Presto and Trino ask, too.
pub struct GetPrimaryKeys;

impl Method for GetPrimaryKeys {
    type Call = calls::GetPrimaryKeys;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetPrimaryKeys) -> Result<PrimaryKeysResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let primary_keys = of_table(cx, r.cat_name.as_deref(), &r.db_name, &r.tbl_name).await?;
        Ok(PrimaryKeysResponse { primary_keys })
    }
}

pub struct GetUniqueConstraints;

impl Method for GetUniqueConstraints {
    type Call = calls::GetUniqueConstraints;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetUniqueConstraints) -> Result<UniqueConstraintsResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let unique_constraints = of_table(cx, Some(&r.cat_name), &r.db_name, &r.tbl_name).await?;
        Ok(UniqueConstraintsResponse { unique_constraints })
    }
}

pub struct GetNotNullConstraints;

impl Method for GetNotNullConstraints {
    type Call = calls::GetNotNullConstraints;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetNotNullConstraints) -> Result<NotNullConstraintsResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let not_null_constraints = of_table(cx, Some(&r.cat_name), &r.db_name, &r.tbl_name).await?;
        Ok(NotNullConstraintsResponse { not_null_constraints })
    }
}

/// Hive asks this before it compiles an INSERT.
pub struct GetDefaultConstraints;

impl Method for GetDefaultConstraints {
    type Call = calls::GetDefaultConstraints;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetDefaultConstraints) -> Result<DefaultConstraintsResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let default_constraints = of_table(cx, Some(&r.cat_name), &r.db_name, &r.tbl_name).await?;
        Ok(DefaultConstraintsResponse { default_constraints })
    }
}

pub struct GetCheckConstraints;

impl Method for GetCheckConstraints {
    type Call = calls::GetCheckConstraints;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetCheckConstraints) -> Result<CheckConstraintsResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let check_constraints = of_table(cx, Some(&r.cat_name), &r.db_name, &r.tbl_name).await?;
        Ok(CheckConstraintsResponse { check_constraints })
    }
}

/// Both sides may be named, or one of them; what is left out is any.
pub struct GetForeignKeys;

impl Method for GetForeignKeys {
    type Call = calls::GetForeignKeys;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        let (parent, foreign) = sides(r);
        let named = [parent, foreign].into_iter().filter(|side| side.table.is_some());
        named.fold(Need::filtered(), |need, side| {
            need.and(Need::table_in(Right::Describe, r.cat_name.as_deref(), side.database, side.table))
        })
    }

    async fn run(cx: &Context<'_>, args: args::GetForeignKeys) -> Result<ForeignKeysResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let (parent, foreign) = sides(&r);
        let catalog = r.cat_name.as_deref().unwrap_or(DEFAULT_CATALOG);
        let found = constraint::foreign_keys(cx.catalog(), catalog, parent, foreign).await?;
        Ok(ForeignKeysResponse { foreign_keys: between_seen(cx, catalog, found).await? })
    }
}

/// Hive 4 asks this once instead of the six others.
pub struct GetAllTableConstraints;

impl Method for GetAllTableConstraints {
    type Call = calls::GetAllTableConstraints;
    const EFFECT: Effect = Effect::Read;
    const SHOWS: Shows = Shows::Parts;

    fn need(args: &ArgsOf<Self>) -> Need {
        let Some(r) = &args.request else { return Need::nothing() };
        Need::table_in(Right::Describe, Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))
    }

    async fn run(cx: &Context<'_>, args: args::GetAllTableConstraints) -> Result<AllTableConstraintsResponse, Refusal> {
        let r = args.request.ok_or_else(null)?;
        let name = TableName::of(Some(&r.cat_name), Some(&r.db_name), Some(&r.tbl_name))?;
        if is_withheld(cx, &name).await? {
            let all_table_constraints = SQLAllTableConstraints {
                primary_keys: Some(Vec::new()),
                foreign_keys: Some(Vec::new()),
                unique_constraints: Some(Vec::new()),
                not_null_constraints: Some(Vec::new()),
                default_constraints: Some(Vec::new()),
                check_constraints: Some(Vec::new()),
            };
            return Ok(AllTableConstraintsResponse { all_table_constraints });
        }
        let mut all_table_constraints = constraint::all(cx.catalog(), &name).await?;
        let keys = all_table_constraints.foreign_keys.take();
        all_table_constraints.foreign_keys = match keys {
            Some(keys) => Some(between_seen(cx, &name.database.catalog, keys).await?),
            None => None,
        };
        Ok(AllTableConstraintsResponse { all_table_constraints })
    }
}

async fn of_table<C: Constraint>(
    cx: &Context<'_>,
    catalog: Option<&str>,
    database: &str,
    table: &str,
) -> Result<Vec<C>, Refusal> {
    let name = TableName::of(catalog, Some(database), Some(table))?;
    if is_withheld(cx, &name).await? {
        return Ok(Vec::new());
    }
    Ok(constraint::of_table(cx.catalog(), &name).await?)
}

/// Of a table that is shown in part no constraint is shown: keys and checks name columns.
async fn is_withheld(cx: &Context<'_>, name: &TableName) -> Result<bool, Refusal> {
    Ok(cx.seen_table(name).await?.sight().is_some())
}

/// Keys between tables that the caller sees whole: they name columns on both sides.
async fn between_seen(
    cx: &Context<'_>,
    catalog: &str,
    keys: Vec<SQLForeignKey>,
) -> Result<Vec<SQLForeignKey>, Refusal> {
    let side = |database: &Option<Str>, table: &Option<Str>| {
        Table::new(Some(catalog), database.as_deref().unwrap_or_default(), table.as_deref().unwrap_or_default())
    };
    let keys = cx.whole(keys, |key: &SQLForeignKey| side(&key.pktable_db, &key.pktable_name)).await?;
    cx.whole(keys, |key: &SQLForeignKey| side(&key.fktable_db, &key.fktable_name)).await
}

fn sides(request: &ForeignKeysRequest) -> (Side<'_>, Side<'_>) {
    let parent = Side { database: request.parent_db_name.as_deref(), table: request.parent_tbl_name.as_deref() };
    let foreign = Side { database: request.foreign_db_name.as_deref(), table: request.foreign_tbl_name.as_deref() };
    (parent, foreign)
}

fn null() -> Refusal {
    Refusal::meta("request cannot be null")
}
