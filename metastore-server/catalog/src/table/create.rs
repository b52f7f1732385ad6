//! Making a table or a view: its rows, its directory, its event.

use super::{acid, arguments, columns, get, is_external, is_view, limits, prepare, sql, statistics, write};
use crate::names::TableName;
use crate::{Catalog, Error, Result, constraint, database, event};
use skep_sql::Tx;
use skep_types::{EnvironmentContext, SQLAllTableConstraints, Str, Table};
use skep_warehouse::{Location, Made};

/// Makes the table as the client describes it.
///
/// The directory is made before the transaction and taken away again if that fails. One that is
/// there already is used as it is, whatever lies in it.
pub async fn create(catalog: &Catalog, sent: &Table, environment: Option<&EnvironmentContext>) -> Result<()> {
    create_with_constraints(catalog, sent, environment, &SQLAllTableConstraints::default()).await
}

/// The same with keys and other constraints. If one of them is refused, there is no table either.
pub async fn create_with_constraints(
    catalog: &Catalog,
    sent: &Table,
    environment: Option<&EnvironmentContext>,
    constraints: &SQLAllTableConstraints,
) -> Result<()> {
    let name = &prepare::name(sent)?;
    let place = catalog.db.read(|tx| async move { free_place(&tx, name).await }).await?;
    check(sent)?;
    let (mut table, instructions) = prepare::prepare(sent, name);
    acid::admit_new(catalog.db.version(), &mut table)?;
    let now = catalog.clock.seconds();
    table.create_time = Some(crate::storage::narrow(now));
    table.id = None;
    let location = location(catalog, &place, &table)?;
    if let Some(sd) = &mut table.sd {
        sd.location = location.as_ref().map(|l| Str::from(l.as_str()));
    }
    limits::check(&catalog.db, &table)?;

    let made = make_directory(catalog, location.as_ref()).await?;
    let leave_statistics = instructions.leave_statistics || statistics::switched_off(environment);
    if let (Some(location), Some(made)) = (&location, &made)
        && made.existed()
        && statistics::concerns(&table)
        && !leave_statistics
        && !(has(&table, statistics::FILES) && has(&table, statistics::SIZE))
    {
        statistics::gather(catalog, &mut table, location, environment).await?;
    }
    prepare::stamp(&mut table, now);
    let (table, directory) = (&table, &made);
    let insert = |tx: Tx| async move {
        if let Some(made) = directory {
            tx.signal_commit(made.committing());
        }
        insert(catalog, &tx, name, table).await?;
        constraint::add_to_new(catalog, &tx, name, constraints).await
    };
    catalog.db.write(insert).await?;
    if let Some(made) = made {
        made.keep();
    }
    Ok(())
}

/// The table as it would be made, by its description alone: nothing is looked up and nothing made.
/// A location that was not given stays open.
pub fn describe(catalog: &Catalog, sent: &Table) -> Result<Table> {
    let name = prepare::name(sent)?;
    check(sent)?;
    let (mut table, _) = prepare::prepare(sent, &name);
    acid::admit_new(catalog.db.version(), &mut table)?;
    if let (Some(given), Some(sd)) = (super::location(sent), &mut table.sd) {
        sd.location = Some(catalog.warehouse.qualify(given)?.as_str().into());
    }
    limits::check(&catalog.db, &table)?;
    Ok(table)
}

/// The database, if the name is free in it.
async fn free_place(tx: &Tx, name: &TableName) -> Result<database::get::Place> {
    let place = database::locate(tx, &name.database).await.map_err(Error::as_invalid_object)?;
    place.refuse_remote(&name.database)?;
    match get::exists(tx, name).await? {
        true => Err(write::already_exists(name)),
        false => Ok(place),
    }
}

async fn insert(catalog: &Catalog, tx: &Tx, name: &TableName, table: &Table) -> Result<()> {
    let database_id = database::lock(tx, &name.database).await.map_err(Error::as_invalid_object)?;
    if tx.row_opt(&sql::TABLE_EXISTS, &arguments(name)).await?.is_some() {
        return Err(write::already_exists(name));
    }
    write::insert(tx, database_id, name, table, catalog.clock.millis()).await?;
    tx.emit(event::create_table(table, catalog.clock.seconds()));
    Ok(())
}

/// What of a description has nothing to do with what is there.
pub fn check(sent: &Table) -> Result<()> {
    columns::check_types(sent)?;
    let Some(sd) = sent.sd.as_ref().filter(|sd| sd.serde_info.is_some()) else {
        return Err(columns::missing(sent, "serde"));
    };
    let Some(skewed) = &sd.skewed_info else { return Ok(()) };
    let names = skewed.skewed_col_names.as_deref().unwrap_or_default();
    let is_column = |name: &Str| super::columns(sent).iter().any(|c| c.name.as_ref() == Some(name));
    if !names.iter().all(is_column) {
        return Err(Error::InvalidObject(format!("Invalid skew column [{}]", names.join(", "))));
    }
    let fits = |values: &Vec<Str>| values.len() == names.len();
    match skewed.skewed_col_values.iter().flatten().all(fits) {
        true => Ok(()),
        false => Err(Error::InvalidObject("skewed values do not match the number of skewed columns".into())),
    }
}

/// Where the table's data goes: given, or in its database. A view has none.
fn location(catalog: &Catalog, place: &database::get::Place, table: &Table) -> Result<Option<Location>> {
    if is_view(table) {
        return Ok(None);
    }
    let name = table.table_name.as_deref().unwrap_or_default();
    if let Some(given) = super::location(table) {
        let given = catalog.warehouse.qualify(given)?;
        return match given.is_root() {
            true => Err(Error::InvalidObject(format!("{name} location must not be root path"))),
            false => Ok(Some(given)),
        };
    }
    let managed = place.managed_location.as_ref().filter(|_| !is_external(table));
    let database = catalog.warehouse.qualify(managed.unwrap_or(&place.location))?;
    Ok(Some(catalog.warehouse.default_table_location(&database, name)))
}

async fn make_directory(catalog: &Catalog, location: Option<&Location>) -> Result<Option<Made>> {
    let Some(location) = location else { return Ok(None) };
    catalog.warehouse.make_directory(location).await.map(Some).map_err(|cause| {
        tracing::warn!(%location, %cause, "table directory not made");
        Error::Meta(format!("{location} is not a directory or unable to create one"))
    })
}

fn has(table: &Table, key: &str) -> bool {
    super::parameter(table, key).is_some()
}
