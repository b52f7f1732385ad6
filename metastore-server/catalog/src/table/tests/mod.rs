//! Tables as their callers see them, on SQLite in memory.

mod alters;
mod creates;
mod drops;
mod everywhere;
mod lists;
mod materialized;
mod parameters;
mod partitioned;
mod renames;
mod truncates;

use super::{Change, alter, create, get};
use crate::names::{DatabaseName, TableName};
use crate::testing::World;
use crate::{Result, database, event};
use skep_sql::Fragment;
use skep_types::{Database, EnvironmentContext, FieldSchema, SerDeInfo, StorageDescriptor, Str, Table};

/// A world with the database `sales`.
async fn sales() -> World {
    with_sales(World::new().await).await
}

async fn with_sales(world: World) -> World {
    make_database(&world, "sales").await;
    world
}

async fn make_database(world: &World, name: &str) {
    let described = Database { name: Some(name.into()), ..Database::default() };
    database::create(&world.catalog, &described, None).await.expect("made");
}

fn columns(text: &str) -> Vec<FieldSchema> {
    let column = |column: &str| {
        let (name, type_) = column.split_once(' ').expect("name and type");
        FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
    };
    text.split(", ").filter(|text| !text.is_empty()).map(column).collect()
}

/// A table of `sales`, as plain as a client sends it.
fn described(name: &str, of: &str) -> Table {
    Table {
        table_name: Some(name.into()),
        db_name: Some("sales".into()),
        table_type: Some("MANAGED_TABLE".into()),
        sd: Some(StorageDescriptor {
            cols: Some(columns(of)),
            serde_info: Some(SerDeInfo::default()),
            ..StorageDescriptor::default()
        }),
        ..Table::default()
    }
}

fn with_parameters(mut table: Table, parameters: &[(&str, &str)]) -> Table {
    let all = table.parameters.get_or_insert_default();
    all.extend(parameters.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))));
    table
}

fn name(text: &str) -> TableName {
    let (database, table) = text.split_once('.').expect("database and table");
    TableName::parse(Some(database), Some(table)).expect("a valid name")
}

fn database_name(text: &str) -> DatabaseName {
    DatabaseName::parse(Some(text)).expect("a valid name")
}

async fn made(world: &World, table: &Table) -> Table {
    create(&world.catalog, table, None).await.expect("made");
    let name = TableName::of(None, table.db_name.as_deref(), table.table_name.as_deref()).expect("valid");
    get(&world.catalog, &name).await.expect("there")
}

async fn altered(world: &World, table: &str, to: &Table) -> Result<()> {
    alter(&world.catalog, &name(table), to, &Change::of(None)).await
}

fn environment(properties: &[(&str, &str)]) -> EnvironmentContext {
    let properties = properties.iter().map(|(key, value)| (Str::from(*key), Str::from(*value)));
    EnvironmentContext { properties: Some(properties.collect()) }
}

fn parameter<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    super::parameter(table, key)
}

/// The events so far, as `KIND database.table`.
async fn events(world: &World) -> Vec<String> {
    let all = event::next(&world.catalog, &Default::default()).await.expect("readable");
    let named = |name: &Option<Str>| name.as_deref().unwrap_or("-").to_owned();
    all.iter().map(|e| format!("{} {}.{}", e.event_type, named(&e.db_name), named(&e.table_name))).collect()
}

async fn count(world: &World, query: &'static str) -> i64 {
    let rows = world.catalog.db.rows_of(&Fragment::new(query)).await.expect("counted");
    rows[0].get(0).expect("a number")
}

/// Rows of one of Hive's tables.
async fn count_rows(world: &World, table: &'static str) -> i64 {
    let mut query = Fragment::new("select count(*) from ");
    query.push("\"").push(table).push("\"");
    let rows = world.catalog.db.rows_of(&query).await.expect("counted");
    rows[0].get(0).expect("a number")
}
