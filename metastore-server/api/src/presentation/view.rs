//! The view that stands in for a table: what Spark and Hive read as `SELECT visible columns FROM alias WHERE
//! condition`. Tried with stock Spark 3.5 and 4.0 and with Hive 2.3, which need no setting for it.

use super::known::name;
use skep_access::Effective;
use skep_access::expr::{Column, Dialect, identifier};
use skep_types::{FieldSchema, SerDeInfo, StorageDescriptor, Str, Table};
use std::collections::BTreeMap;

/// Why a condition is not put into a view. Does not say what it looks at.
const NOT_PORTABLE: &str = "its row condition cannot be written so that every engine and session reads it alike";

/// What is selected, and where: a view's text but for the name it reads from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    list: String,
    condition: Option<String>,
}

impl Select {
    /// The columns as they are; for a view that is never read.
    pub fn columns(fields: &[FieldSchema]) -> Result<Select, &'static str> {
        let each = fields.iter().map(|field| quoted(name(field)).map(|column| format!("{column} AS {column}")));
        Ok(Select { list: each.collect::<Result<Vec<_>, _>>()?.join(", "), condition: None })
    }

    /// Rows and cells as decided. `all` are the columns that conditions may look at.
    pub fn of(fields: &[FieldSchema], effective: &Effective, all: &[Column]) -> Result<Select, &'static str> {
        let written = |condition: &skep_access::expr::Expr| match condition.not_portable(all) {
            Some(_) => Err(NOT_PORTABLE),
            None => condition.print(Dialect::Hive).map_err(|_| NOT_PORTABLE),
        };
        let each = fields.iter().map(|field| {
            let column = quoted(name(field))?;
            let view = effective.column(name(field)).ok_or("a column is shown that was not decided about")?;
            match (&view.mask, &view.when) {
                (Some(_), _) => Err("masks are not put into views"),
                (None, Some(when)) => Ok(format!("CASE WHEN {} THEN {column} END AS {column}", written(when)?)),
                (None, None) => Ok(format!("{column} AS {column}")),
            }
        });
        let list = each.collect::<Result<Vec<_>, _>>()?.join(", ");
        let condition = (!effective.rows.is_true()).then(|| written(&effective.rows)).transpose()?;
        Ok(Select { list, condition })
    }

    /// The whole text, reading from this.
    pub fn from(&self, database: &str, table: &str) -> Result<String, &'static str> {
        let (database, table) = (quoted(database)?, quoted(table)?);
        let text = format!("SELECT {} FROM {database}.{table}", self.list);
        Ok(match &self.condition {
            Some(condition) => format!("{text} WHERE {condition}"),
            None => text,
        })
    }

    /// What an alias is bound to.
    pub fn parts(&self) -> [&str; 2] {
        [&self.list, self.condition.as_deref().unwrap_or_default()]
    }
}

fn quoted(name: &str) -> Result<String, &'static str> {
    identifier(name, Dialect::Hive).map_err(|_| "one of its names cannot be quoted")
}

/// The record of the view, in place of `table`.
pub fn record(table: &Table, fields: Vec<FieldSchema>, text: &str, comment: Option<Str>) -> Table {
    let owner = table.owner.clone().filter(|owner| !owner.is_empty()).unwrap_or_else(|| "skep".into());
    let mut parameters = for_spark(table.db_name.as_deref().unwrap_or_default(), &fields);
    let time = table.parameters.as_ref().and_then(|parameters| parameters.get("transient_lastDdlTime"));
    parameters.extend(time.map(|time| ("transient_lastDdlTime".into(), time.clone())));
    parameters.extend(comment.map(|comment| ("comment".into(), comment)));
    Table {
        table_name: table.table_name.clone(),
        db_name: table.db_name.clone(),
        cat_name: table.cat_name.clone(),
        owner: Some(owner),
        owner_type: table.owner_type,
        create_time: table.create_time,
        last_access_time: table.last_access_time,
        retention: table.retention,
        sd: Some(storage(fields)),
        partition_keys: Some(Vec::new()),
        parameters: Some(parameters),
        view_original_text: Some(text.into()),
        view_expanded_text: Some(text.into()),
        table_type: Some(skep_catalog::table::VIRTUAL_VIEW.into()),
        rewrite_enabled: Some(false),
        temporary: table.temporary,
        write_id: table.write_id,
        id: table.id,
        ..Table::default()
    }
}

/// A view's columns have no place; readers want formats and a serde all the same.
fn storage(fields: Vec<FieldSchema>) -> StorageDescriptor {
    let none = || Some(BTreeMap::new());
    StorageDescriptor {
        cols: Some(fields),
        input_format: Some("org.apache.hadoop.mapred.SequenceFileInputFormat".into()),
        output_format: Some("org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat".into()),
        compressed: Some(false),
        num_buckets: Some(-1),
        serde_info: Some(SerDeInfo {
            serialization_lib: Some("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe".into()),
            parameters: none(),
            ..SerDeInfo::default()
        }),
        bucket_cols: Some(Vec::new()),
        sort_cols: Some(Vec::new()),
        parameters: none(),
        skewed_info: Some(skep_types::SkewedInfo {
            skewed_col_names: Some(Vec::new()),
            skewed_col_values: Some(Vec::new()),
            skewed_col_value_location_maps: Some(BTreeMap::new()),
        }),
        ..StorageDescriptor::default()
    }
}

/// With these Spark binds columns by name and reads the text under settings of ours, not of the session.
fn for_spark(database: &str, fields: &[FieldSchema]) -> BTreeMap<Str, Str> {
    let mut parameters: BTreeMap<Str, Str> = [
        ("view.catalogAndNamespace.numParts", "2"),
        ("view.catalogAndNamespace.part.0", "spark_catalog"),
        ("view.catalogAndNamespace.part.1", database),
        ("view.sqlConfig.spark.sql.ansi.enabled", "false"),
        ("view.sqlConfig.spark.sql.caseSensitive", "false"),
        ("view.sqlConfig.spark.sql.parser.escapedStringLiterals", "false"),
        ("view.sqlConfig.spark.sql.session.timeZone", "UTC"),
    ]
    .into_iter()
    .map(|(key, value)| (Str::from(key), Str::from(value)))
    .collect();
    parameters.insert("view.query.out.numCols".into(), fields.len().to_string().into());
    let columns = fields.iter().enumerate();
    parameters.extend(columns.map(|(at, field)| (format!("view.query.out.col.{at}").into(), name(field).into())));
    parameters
}
