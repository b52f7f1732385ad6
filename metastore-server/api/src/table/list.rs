//! Names of tables, by pattern, type or filter.

use crate::context::{named, of};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::statement::Table;
use skep_access::{Need, Right};
use skep_catalog::names::{DEFAULT_CATALOG, DatabaseName};
use skep_catalog::table::{self, list};
use skep_types::{Exception, ExtendedTableInfo, GetTablesExtRequestFields, Str, TableMeta, args, calls};
use std::collections::BTreeSet;

pub struct GetTables;

impl Method for GetTables {
    type Call = calls::GetTables;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTables) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        let names = list::names(cx.catalog(), &database, args.pattern.as_deref()).await?;
        cx.seen_tables(&database, names).await
    }
}

pub struct GetAllTables;

impl Method for GetAllTables {
    type Call = calls::GetAllTables;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetAllTables) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        cx.seen_tables(&database, list::names(cx.catalog(), &database, None).await?).await
    }
}

pub struct GetTablesByType;

impl Method for GetTablesByType {
    type Call = calls::GetTablesByType;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTablesByType) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        let kind = args.table_type.unwrap_or_default();
        let names = list::names_of_type(cx.catalog(), &database, args.pattern.as_deref(), &kind).await?;
        cx.seen_tables(&database, names).await
    }
}

pub struct GetMaterializedViewsForRewriting;

impl Method for GetMaterializedViewsForRewriting {
    type Call = calls::GetMaterializedViewsForRewriting;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.db_name.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetMaterializedViewsForRewriting) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        cx.seen_tables(&database, list::rewritable_views(cx.catalog(), &database).await?).await
    }
}

/// HiveServer2 4 asks this at its start.
pub struct GetAllMaterializedViewObjectsForRewriting;

impl Method for GetAllMaterializedViewObjectsForRewriting {
    type Call = calls::GetAllMaterializedViewObjectsForRewriting;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(
        cx: &Context<'_>,
        _: args::GetAllMaterializedViewObjectsForRewriting,
    ) -> Result<Vec<skep_types::Table>, Refusal> {
        cx.whole(list::rewritable_view_objects(cx.catalog(), DEFAULT_CATALOG).await?, named).await
    }
}

/// Both arguments are patterns; the one of databases may carry a catalog.
pub struct GetTableMeta;

impl Method for GetTableMeta {
    type Call = calls::GetTableMeta;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::filtered()
    }

    async fn run(cx: &Context<'_>, args: args::GetTableMeta) -> Result<Vec<TableMeta>, Refusal> {
        let types = args.tbl_types.unwrap_or_default();
        let found =
            list::metas(cx.catalog(), args.db_patterns.as_deref(), args.tbl_patterns.as_deref(), &types).await?;
        let name = |meta: &TableMeta| Table::new(meta.cat_name.as_deref(), &meta.db_name, &meta.table_name);
        let mut seen = cx.seen(found, name).await?;
        if cx.access().is_some() {
            let whole: BTreeSet<Table> =
                cx.whole(seen.iter().map(name).collect(), Table::clone).await?.into_iter().collect();
            // A comment may speak of what is withheld.
            seen.iter_mut().filter(|meta| !whole.contains(&name(meta))).for_each(|meta| meta.comments = None);
        }
        Ok(seen)
    }
}

/// How Iceberg lists its tables.
pub struct GetTableNamesByFilter;

impl Method for GetTableNamesByFilter {
    type Call = calls::GetTableNamesByFilter;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.dbname.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTableNamesByFilter) -> Result<Vec<Str>, Refusal> {
        let database = match args.dbname.as_deref() {
            None | Some("") => return Err(Refusal::new(Exception::UnknownDBException, "DB name is null or empty")),
            named => DatabaseName::parse(named)?,
        };
        let Some(filter) = args.filter else {
            let text = format!("{} cannot apply null filter", database.database);
            return Err(Refusal::new(Exception::InvalidOperationException, text));
        };
        let most = args.max_tables.map_or(-1, i64::from);
        if cx.access().is_none() {
            return Ok(list::names_by_filter(cx.catalog(), &database, &filter, most).await?);
        }
        // What a filter finds tells what stands in the record: it is asked of tables that are seen whole.
        let names = list::names_by_filter(cx.catalog(), &database, &filter, -1).await?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let whole = cx.whole(names, |name| of(&database, name)).await?;
        Ok(whole.into_iter().take(most).collect())
    }
}

/// Hive 4's listing with access types, for a client that says what it can. The others get names.
pub struct GetTablesExt;

impl Method for GetTablesExt {
    type Call = calls::GetTablesExt;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let (catalog, database) = (request.map(|r| r.catalog.as_str()), request.map(|r| r.database.as_str()));
        Need::database_in(Right::Visible, catalog, database)
    }

    async fn run(cx: &Context<'_>, args: args::GetTablesExt) -> Result<Vec<ExtendedTableInfo>, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let database = DatabaseName::of(Some(&request.catalog), Some(&request.database))?;
        let names = list::names(cx.catalog(), &database, Some(&request.table_name_pattern)).await?;
        let names = cx.seen_tables(&database, names).await?;
        let most = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let names: Vec<Str> = names.into_iter().take(most).collect();
        let can = request.processor_capabilities.filter(|can| !can.is_empty());
        if names.is_empty() || can.is_none() {
            let info = |tbl_name| ExtendedTableInfo { tbl_name, ..ExtendedTableInfo::default() };
            return Ok(names.into_iter().map(info).collect());
        }
        let tables = cx.whole(table::objects(cx.catalog(), &database, &names).await?, named).await?;
        Ok(tables.into_iter().map(|table| extended(table, request.requested_fields, can.as_deref())).collect())
    }
}

/// A table as the listing shows it; the bits of `fields` say what of it.
fn extended(mut table: skep_types::Table, fields: i32, can: Option<&[Str]>) -> ExtendedTableInfo {
    table::access::describe(&mut table, can);
    let shown = |bit: GetTablesExtRequestFields| fields & bit.0 != 0;
    let access_type = table.access_type.filter(|_| shown(GetTablesExtRequestFields::ACCESS_TYPE));
    let capabilities = shown(GetTablesExtRequestFields::PROCESSOR_CAPABILITIES);
    ExtendedTableInfo {
        tbl_name: table.table_name.unwrap_or_default(),
        access_type: access_type.map(i32::from),
        required_read_capabilities: table.required_read_capabilities.filter(|_| capabilities),
        required_write_capabilities: table.required_write_capabilities.filter(|_| capabilities),
    }
}
