//! Names of tables, by pattern, type or filter.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::names::{DEFAULT_CATALOG, DatabaseName};
use skep_catalog::table::{self, list};
use skep_types::{Exception, ExtendedTableInfo, GetTablesExtRequestFields, Str, Table, TableMeta, args, calls};

pub struct GetTables;

impl Method for GetTables {
    type Call = calls::GetTables;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetTables) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        Ok(list::names(cx.catalog(), &database, args.pattern.as_deref()).await?)
    }
}

pub struct GetAllTables;

impl Method for GetAllTables {
    type Call = calls::GetAllTables;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetAllTables) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        Ok(list::names(cx.catalog(), &database, None).await?)
    }
}

pub struct GetTablesByType;

impl Method for GetTablesByType {
    type Call = calls::GetTablesByType;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetTablesByType) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        let kind = args.table_type.unwrap_or_default();
        Ok(list::names_of_type(cx.catalog(), &database, args.pattern.as_deref(), &kind).await?)
    }
}

pub struct GetMaterializedViewsForRewriting;

impl Method for GetMaterializedViewsForRewriting {
    type Call = calls::GetMaterializedViewsForRewriting;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetMaterializedViewsForRewriting) -> Result<Vec<Str>, Refusal> {
        let database = DatabaseName::parse(args.db_name.as_deref())?;
        Ok(list::rewritable_views(cx.catalog(), &database).await?)
    }
}

/// HiveServer2 4 asks this at its start.
pub struct GetAllMaterializedViewObjectsForRewriting;

impl Method for GetAllMaterializedViewObjectsForRewriting {
    type Call = calls::GetAllMaterializedViewObjectsForRewriting;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, _: args::GetAllMaterializedViewObjectsForRewriting) -> Result<Vec<Table>, Refusal> {
        Ok(list::rewritable_view_objects(cx.catalog(), DEFAULT_CATALOG).await?)
    }
}

/// Both arguments are patterns; the one of databases may carry a catalog.
pub struct GetTableMeta;

impl Method for GetTableMeta {
    type Call = calls::GetTableMeta;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetTableMeta) -> Result<Vec<TableMeta>, Refusal> {
        let types = args.tbl_types.unwrap_or_default();
        Ok(list::metas(cx.catalog(), args.db_patterns.as_deref(), args.tbl_patterns.as_deref(), &types).await?)
    }
}

/// How Iceberg lists its tables.
pub struct GetTableNamesByFilter;

impl Method for GetTableNamesByFilter {
    type Call = calls::GetTableNamesByFilter;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
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
        Ok(list::names_by_filter(cx.catalog(), &database, &filter, most).await?)
    }
}

/// Hive 4's listing with access types, for a client that says what it can. The others get names.
pub struct GetTablesExt;

impl Method for GetTablesExt {
    type Call = calls::GetTablesExt;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, args: args::GetTablesExt) -> Result<Vec<ExtendedTableInfo>, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let database = DatabaseName::of(Some(&request.catalog), Some(&request.database))?;
        let names = list::names(cx.catalog(), &database, Some(&request.table_name_pattern)).await?;
        let most = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let names: Vec<Str> = names.into_iter().take(most).collect();
        let can = request.processor_capabilities.filter(|can| !can.is_empty());
        if names.is_empty() || can.is_none() {
            let info = |tbl_name| ExtendedTableInfo { tbl_name, ..ExtendedTableInfo::default() };
            return Ok(names.into_iter().map(info).collect());
        }
        let tables = table::objects(cx.catalog(), &database, &names).await?;
        Ok(tables.into_iter().map(|table| extended(table, request.requested_fields, can.as_deref())).collect())
    }
}

/// A table as the listing shows it; the bits of `fields` say what of it.
fn extended(mut table: Table, fields: i32, can: Option<&[Str]>) -> ExtendedTableInfo {
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
