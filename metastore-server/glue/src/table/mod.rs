//! Tables and views.

mod alter;
mod create;
mod drop;
mod list;
pub mod read;
mod rename;

use skep_api::Refusal;
use skep_catalog::filter::tables::TableFilter;
use skep_catalog::names::{DatabaseName, TableName};
use skep_catalog::pattern::NamePattern;
use skep_catalog::table::{Cascade, Change, Expected};
use skep_catalog::{Error, names};
use skep_types::{
    AlterTableResponse, Exception, FieldSchema, GetSchemaResponse, GetTableResult, GetTablesResult, Str, Table,
};

use crate::context::{Context, known, known_table};
use crate::door::{doors, request};

doors! {
    GetTable(cx, args) {
        Ok(read::get(cx.glue, &name(args.dbname.as_deref(), args.tbl_name.as_deref())?).await?)
    }
    GetTableReq(cx, args) {
        let r = request(args.req)?;
        let name = known_table(TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name))?)?;
        Ok(GetTableResult { table: read::get(cx.glue, &name).await?, ..Default::default() })
    }
    GetAllTables(cx, args) {
        Ok(list::names(cx.glue, &database(args.db_name.as_deref())?, &NamePattern::ALL, None).await?)
    }
    GetTables(cx, args) {
        let pattern = NamePattern::parse(args.pattern.as_deref());
        Ok(list::names(cx.glue, &database(args.db_name.as_deref())?, &pattern, None).await?)
    }
    GetTablesByType(cx, args) {
        let (pattern, kind) = (NamePattern::parse(args.pattern.as_deref()), args.table_type.unwrap_or_default());
        Ok(list::names(cx.glue, &database(args.db_name.as_deref())?, &pattern, Some(&kind)).await?)
    }
    GetTableMeta(cx, args) {
        let types = args.tbl_types.unwrap_or_default();
        Ok(list::metas(cx.glue, args.db_patterns.as_deref(), args.tbl_patterns.as_deref(), &types).await?)
    }
    GetTableNamesByFilter(cx, args) {
        let database = listed_database(None, args.dbname.as_deref())?;
        let Some(filter) = args.filter else {
            let text = format!("{} cannot apply null filter", database.database);
            return Err(Refusal::new(Exception::InvalidOperationException, text));
        };
        let filter = TableFilter::parse(&filter).map_err(|error| Refusal::meta(error.to_string()))?;
        let most = args.max_tables.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        Ok(list::filtered(cx.glue, &database, filter.as_ref(), most).await?)
    }
    GetTableObjectsByName(cx, args) {
        objects(cx, &listed_database(None, args.dbname.as_deref())?, args.tbl_names).await
    }
    GetTableObjectsByNameReq(cx, args) {
        let r = request(args.req)?;
        let database = listed_database(r.cat_name.as_deref(), Some(&r.db_name))?;
        if r.projection_spec.is_some() {
            return Err(Refusal::meta("tables in part (projectionSpec) are not served over Glue"));
        }
        let names = match (r.tbl_names, &r.tables_pattern) {
            (None, Some(pattern)) => Some(list::names(cx.glue, &database, &NamePattern::parse(Some(pattern)), None).await?),
            (names, _) => names,
        };
        Ok(GetTablesResult { tables: objects(cx, &database, names).await? })
    }
    GetFields(cx, args) {
        fields(cx, args.db_name.as_deref(), args.table_name.as_deref()).await
    }
    GetFieldsWithEnvironmentContext(cx, args) {
        fields(cx, args.db_name.as_deref(), args.table_name.as_deref()).await
    }
    GetSchema(cx, args) {
        schema(cx, None, args.db_name.as_deref(), args.table_name.as_deref()).await
    }
    GetSchemaWithEnvironmentContext(cx, args) {
        schema(cx, None, args.db_name.as_deref(), args.table_name.as_deref()).await
    }
    GetSchemaReq(cx, args) {
        let r = request(args.req)?;
        let fields = schema(cx, r.cat_name.as_deref(), Some(&r.db_name), Some(&r.tbl_name)).await?;
        Ok(GetSchemaResponse { fields })
    }
    CreateTable(cx, args) {
        Ok(create::create(cx.glue, &sent(args.tbl)?).await?)
    }
    CreateTableWithEnvironmentContext(cx, args) {
        Ok(create::create(cx.glue, &sent(args.tbl)?).await?)
    }
    CreateTableReq(cx, args) {
        let r = request(args.request)?;
        let constrained = [
            r.primary_keys.is_some_and(|all| !all.is_empty()),
            r.foreign_keys.is_some_and(|all| !all.is_empty()),
            r.unique_constraints.is_some_and(|all| !all.is_empty()),
            r.not_null_constraints.is_some_and(|all| !all.is_empty()),
            r.default_constraints.is_some_and(|all| !all.is_empty()),
            r.check_constraints.is_some_and(|all| !all.is_empty()),
        ];
        if constrained.contains(&true) {
            return Err(Refusal::new(Exception::InvalidObjectException, "Glue cannot hold constraints of a table"));
        }
        Ok(create::create(cx.glue, &r.table).await?)
    }
    AlterTable(cx, args) {
        let name = name(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        Ok(alter::alter(cx.glue, &name, &sent(args.new_tbl)?, &Change::of(None)).await?)
    }
    /// What Spark and Iceberg send.
    AlterTableWithEnvironmentContext(cx, args) {
        let name = name(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        let change = Change::of(args.environment_context.as_ref());
        Ok(alter::alter(cx.glue, &name, &sent(args.new_tbl)?, &change).await?)
    }
    AlterTableWithCascade(cx, args) {
        let name = name(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        let cascade = if args.cascade == Some(true) { Cascade::Yes } else { Cascade::No };
        Ok(alter::alter(cx.glue, &name, &sent(args.new_tbl)?, &Change { cascade, ..Change::of(None) }).await?)
    }
    AlterTableReq(cx, args) {
        let r = request(args.req)?;
        let name = known_table(TableName::of(r.cat_name.as_deref(), Some(&r.db_name), Some(&r.table_name))?)?;
        let mut change = Change::of(r.environment_context.as_ref());
        let (key, value) = (r.expected_parameter_key.as_deref(), r.expected_parameter_value.as_deref());
        change.expected = Expected::of(key, value).or(change.expected);
        alter::alter(cx.glue, &name, &r.table, &change).await?;
        Ok(AlterTableResponse::default())
    }
    DropTable(cx, args) {
        let name = name(args.dbname.as_deref(), args.name.as_deref())?;
        Ok(drop::drop(cx.glue, &name, args.delete_data == Some(true)).await?)
    }
    DropTableWithEnvironmentContext(cx, args) {
        let name = name(args.dbname.as_deref(), args.name.as_deref())?;
        Ok(drop::drop(cx.glue, &name, args.delete_data == Some(true)).await?)
    }
    DropTableReq(cx, args) {
        let r = request(args.drop_table_req)?;
        let name = known_table(TableName::of(r.catalog_name.as_deref(), Some(&r.db_name), Some(&r.table_name))?)?;
        drop::drop(cx.glue, &name, r.delete_data == Some(true)).await?;
        Ok(Default::default())
    }
}

fn name(database: Option<&str>, table: Option<&str>) -> Result<TableName, Error> {
    known_table(TableName::parse(database, table)?)
}

fn database(database: Option<&str>) -> Result<DatabaseName, Error> {
    known(DatabaseName::parse(database)?)
}

fn sent(table: Option<Table>) -> Result<Table, Refusal> {
    table.ok_or_else(|| Refusal::meta("table cannot be null"))
}

fn listed_database(catalog: Option<&str>, database: Option<&str>) -> Result<DatabaseName, Refusal> {
    match database {
        None | Some("") => Err(Refusal::new(Exception::UnknownDBException, "DB name is null or empty")),
        named => Ok(known(DatabaseName::of(catalog, named)?)?),
    }
}

async fn objects(cx: &Context<'_>, database: &DatabaseName, names: Option<Vec<Str>>) -> Result<Vec<Table>, Refusal> {
    let Some(names) = names else {
        let text = format!("{} cannot find null tables", database.database);
        return Err(Refusal::new(Exception::InvalidOperationException, text));
    };
    let names: Vec<Str> = names.iter().map(|name| names::normalize(name)).collect();
    Ok(list::objects(cx.glue, database, &names).await?)
}

/// `table.column.field` asks for a table's columns, too: only the table counts.
async fn described(
    cx: &Context<'_>,
    catalog: Option<&str>,
    database: Option<&str>,
    table: Option<&str>,
) -> Result<Table, Refusal> {
    let table = table.map(|text| text.split('.').next().unwrap_or(text));
    let name = known_table(TableName::of(catalog, database, table)?)?;
    read::get(cx.glue, &name).await.map_err(|error| match error {
        Error::NotFound(text) => Refusal::new(Exception::UnknownTableException, text),
        other => other.into(),
    })
}

async fn fields(cx: &Context<'_>, database: Option<&str>, table: Option<&str>) -> Result<Vec<FieldSchema>, Refusal> {
    let table = described(cx, None, database, table).await?;
    Ok(table.sd.and_then(|sd| sd.cols).unwrap_or_default())
}

/// The columns, then the partition keys.
async fn schema(
    cx: &Context<'_>,
    catalog: Option<&str>,
    database: Option<&str>,
    table: Option<&str>,
) -> Result<Vec<FieldSchema>, Refusal> {
    let table = described(cx, catalog, database, table).await?;
    let mut all = table.sd.and_then(|sd| sd.cols).unwrap_or_default();
    all.extend(table.partition_keys.unwrap_or_default());
    Ok(all)
}
