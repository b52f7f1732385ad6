//! Changing a table: columns, parameters, name, and every commit of Iceberg.

use super::create::locations;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::names::TableName;
use skep_catalog::table::{self, Cascade, Change, Expected};
use skep_types::{AlterTableResponse, Table, args, calls};

pub struct AlterTable;

impl Method for AlterTable {
    type Call = calls::AlterTable;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.dbname.as_deref(), args.tbl_name.as_deref(), args.new_tbl.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::AlterTable) -> Result<(), Refusal> {
        let name = TableName::parse(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        alter(cx, &name, args.new_tbl.as_ref(), &Change::of(None)).await
    }
}

/// What Spark and Iceberg send.
pub struct AlterTableWithEnvironmentContext;

impl Method for AlterTableWithEnvironmentContext {
    type Call = calls::AlterTableWithEnvironmentContext;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.dbname.as_deref(), args.tbl_name.as_deref(), args.new_tbl.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::AlterTableWithEnvironmentContext) -> Result<(), Refusal> {
        let name = TableName::parse(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        alter(cx, &name, args.new_tbl.as_ref(), &Change::of(args.environment_context.as_ref())).await
    }
}

pub struct AlterTableWithCascade;

impl Method for AlterTableWithCascade {
    type Call = calls::AlterTableWithCascade;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(None, args.dbname.as_deref(), args.tbl_name.as_deref(), args.new_tbl.as_ref())
    }

    async fn run(cx: &Context<'_>, args: args::AlterTableWithCascade) -> Result<(), Refusal> {
        let name = TableName::parse(args.dbname.as_deref(), args.tbl_name.as_deref())?;
        let cascade = if args.cascade == Some(true) { Cascade::Yes } else { Cascade::No };
        alter(cx, &name, args.new_tbl.as_ref(), &Change { cascade, ..Change::of(None) }).await
    }
}

/// Hive 4's door. Its own fields of expectation win over those in the environment.
pub struct AlterTableReq;

impl Method for AlterTableReq {
    type Call = calls::AlterTableReq;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.req.as_ref();
        let (database, table) = (request.map(|r| r.db_name.as_str()), request.map(|r| r.table_name.as_str()));
        need(request.and_then(|r| r.cat_name.as_deref()), database, table, request.map(|r| &r.table))
    }

    async fn run(cx: &Context<'_>, args: args::AlterTableReq) -> Result<AlterTableResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        let name = TableName::of(request.cat_name.as_deref(), Some(&request.db_name), Some(&request.table_name))?;
        let mut change = Change::of(request.environment_context.as_ref());
        let (key, value) = (request.expected_parameter_key.as_deref(), request.expected_parameter_value.as_deref());
        change.expected = Expected::of(key, value).or(change.expected);
        alter(cx, &name, Some(&request.table), &change).await?;
        Ok(AlterTableResponse::default())
    }
}

async fn alter(cx: &Context<'_>, name: &TableName, sent: Option<&Table>, change: &Change<'_>) -> Result<(), Refusal> {
    let sent = sent.ok_or_else(|| Refusal::meta("New table is null"))?;
    Ok(table::alter(cx.catalog(), name, sent, change).await?)
}

/// A new location must be allowed; another name is a drop here and a creation there.
fn need(catalog: Option<&str>, database: Option<&str>, table: Option<&str>, sent: Option<&Table>) -> Need {
    let named = Need::table_in(Right::Alter, catalog, database, table);
    let places = sent.map(locations).unwrap_or_default();
    let need = places.into_iter().fold(named, |need, uri| need.and_location(Some(uri)));
    let (new_database, new_table) =
        (sent.and_then(|t| t.db_name.as_deref()), sent.and_then(|t| t.table_name.as_deref()));
    let same = |old: Option<&str>, new: Option<&str>| match (old, new) {
        (Some(old), Some(new)) => old.rsplit('#').next().is_some_and(|old| old.trim().eq_ignore_ascii_case(new.trim())),
        _ => true,
    };
    if same(database, new_database) && same(table, new_table) {
        return need;
    }
    let new_catalog = sent.and_then(|t| t.cat_name.as_deref()).or(catalog);
    need.and(Need::table_in(Right::Drop, catalog, database, table)).and(Need::new_table(
        new_catalog,
        new_database,
        new_table,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(database: &str, table: &str) -> Vec<Right> {
        let sent = Table { db_name: Some(database.into()), table_name: Some(table.into()), ..Table::default() };
        need(None, Some("@hive#sales"), Some("orders"), Some(&sent)).rights().iter().map(|(right, _)| *right).collect()
    }

    #[test]
    fn a_rename_needs_to_drop_and_to_create() {
        assert_eq!(rights("sales", "Orders"), [Right::Alter]);
        assert_eq!(rights("sales", "items"), [Right::Alter, Right::Drop, Right::CreateTable]);
        assert_eq!(rights("archive", "orders"), [Right::Alter, Right::Drop, Right::CreateTable]);
    }
}
