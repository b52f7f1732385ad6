//! Whole tables, many at a time.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::DatabaseName;
use skep_catalog::table::{self, Projection};
use skep_types::{ClientCapabilities, Exception, GetProjectionsSpec, GetTablesResult, Str, Table, args, calls};

/// Declares no exception: whatever goes wrong reaches the client as an application exception.
pub struct GetTableObjectsByName;

impl Method for GetTableObjectsByName {
    type Call = calls::GetTableObjectsByName;
    const EFFECT: Effect = Effect::Read;

    /// Tables the caller may not see are left out of the reply.
    fn need(args: &ArgsOf<Self>) -> Need {
        Need::database(Right::Visible, args.dbname.as_deref())
    }

    async fn run(cx: &Context<'_>, args: args::GetTableObjectsByName) -> Result<Vec<Table>, Refusal> {
        let database = database(None, args.dbname.as_deref())?;
        objects(cx, &database, args.tbl_names, None).await
    }
}

/// Hive 4 lists tables with this: no names, but a pattern, and perhaps some fields only.
pub struct GetTableObjectsByNameReq;

impl Method for GetTableObjectsByNameReq {
    type Call = calls::GetTableObjectsByNameReq;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let database = request.map(|request| request.db_name.as_str());
        Need::database_in(Right::Visible, request.and_then(|request| request.cat_name.as_deref()), database)
    }

    async fn run(cx: &Context<'_>, args: args::GetTableObjectsByNameReq) -> Result<GetTablesResult, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let database = database(request.cat_name.as_deref(), Some(&request.db_name))?;
        if request.projection_spec.as_ref().is_some_and(is_of_parameters_only) {
            let text = "patterns of parameter keys need a field list beside them";
            return Err(Refusal::new(Exception::InvalidOperationException, text));
        }
        let fields = request.projection_spec.as_ref().and_then(|spec| spec.field_list.as_deref());
        let fields = Projection::of(fields.unwrap_or_default())?;
        let names = match (request.tbl_names, &request.tables_pattern) {
            (Some(names), _) => Some(names),
            (None, Some(pattern)) => Some(table::list::names(cx.catalog(), &database, Some(pattern)).await?),
            (None, None) => None,
        };
        if names.as_ref().is_some_and(Vec::is_empty) {
            return Ok(GetTablesResult::default());
        }
        let mut tables = objects(cx, &database, names, request.capabilities.as_ref()).await?;
        for table in &mut tables {
            table::access::describe(table, request.processor_capabilities.as_deref());
        }
        if let Some(fields) = fields {
            tables = tables.into_iter().map(|table| fields.apply(table)).collect();
        }
        Ok(GetTablesResult { tables })
    }
}

/// Hive takes patterns of parameters only beside fields.
fn is_of_parameters_only(spec: &GetProjectionsSpec) -> bool {
    let patterns = [&spec.include_param_key_pattern, &spec.exclude_param_key_pattern];
    spec.field_list.is_none() && patterns.into_iter().any(Option::is_some)
}

async fn objects(
    cx: &Context<'_>,
    database: &DatabaseName,
    names: Option<Vec<Str>>,
    can: Option<&ClientCapabilities>,
) -> Result<Vec<Table>, Refusal> {
    let Some(names) = names else {
        let text = format!("{} cannot find null tables", database.database);
        return Err(Refusal::new(Exception::InvalidOperationException, text));
    };
    let found = cx.tables(table::objects(cx.catalog(), database, &names).await?);
    for one in &found {
        table::capability::check(cx.catalog(), one, can)?;
    }
    Ok(found)
}

fn database(catalog: Option<&str>, database: Option<&str>) -> Result<DatabaseName, Refusal> {
    match database {
        None | Some("") => Err(Refusal::new(Exception::UnknownDBException, "DB name is null or empty")),
        named => Ok(DatabaseName::of(catalog, named)?),
    }
}
