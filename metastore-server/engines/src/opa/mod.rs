//! Open Policy Agent's protocol as Trino's access control `opa` speaks it: a question about an operation of a user, and
//! `{"result": …}`. The shapes are those of that client's source; it has not been run against this.

mod input;
mod judge;
mod steps;

pub(crate) use input::Identity;

use std::collections::BTreeSet;

use input::{Action, Context, Input, Resource};
use judge::{Judge, Place};
use serde::Serialize;
use skep_access::statement::Table;
use skep_access::{Caller, Mode, Right};

use crate::audit::Record;
use crate::server::{Engine, Settings};
use crate::world::{Moment, Named, Sight, World, caller, storable};

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The question was none.
    Malformed(String),
    /// Nobody knows what may be shown.
    NoPolicy(String),
}

impl From<skep_catalog::Error> for Fault {
    fn from(error: skep_catalog::Error) -> Fault {
        Fault::NoPolicy(error.to_string())
    }
}

pub(crate) async fn allow(settings: &Settings, engine: &Engine, body: &[u8]) -> Result<bool, Fault> {
    let Input { context, action } = input::read(body)?;
    let nothing = Resource::default();
    let resource = action.resource.as_ref().unwrap_or(&nothing);
    unless_enforced(settings, true, async {
        let verdicts = judged(settings, engine, &context, &action, &[resource]).await?;
        Ok(verdicts.first() == Some(&true))
    })
    .await
}

/// The numbers of those that are shown. Of columns there is one table, and the numbers are those of its columns.
pub(crate) async fn batch(settings: &Settings, engine: &Engine, body: &[u8]) -> Result<Vec<usize>, Fault> {
    let Input { context, action } = input::read(body)?;
    let each: Vec<Resource> = match &action.filter_resources {
        Some(of) if action.operation == "FilterColumns" => match &of[..] {
            [only] => columns_of(only),
            _ => return Err(Fault::Malformed("columns are asked for one table at a time".to_owned())),
        },
        _ => Vec::new(),
    };
    let wanted: Vec<&Resource> = match &action.filter_resources {
        Some(all) if action.operation != "FilterColumns" => all.iter().collect(),
        _ => each.iter().collect(),
    };
    let all: Vec<usize> = (0..wanted.len()).collect();
    unless_enforced(settings, all, async {
        let verdicts = judged(settings, engine, &context, &action, &wanted).await?;
        Ok(verdicts.iter().enumerate().filter(|(_, shown)| **shown).map(|(number, _)| number).collect())
    })
    .await
}

/// The same table with each of its columns alone.
fn columns_of(resource: &Resource) -> Vec<Resource> {
    let Some(table) = &resource.table else { return Vec::new() };
    let alone = |column: &String| Resource {
        table: Some(input::Table {
            catalog_name: table.catalog_name.clone(),
            schema_name: table.schema_name.clone(),
            table_name: table.table_name.clone(),
            columns: Some(vec![column.clone()]),
            properties: None,
        }),
        ..Resource::default()
    };
    table.columns.iter().flatten().map(alone).collect()
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Expression {
    expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Masked {
    index: usize,
    view_expression: Expression,
}

/// Trino joins several with AND; what adds up is one.
pub(crate) async fn row_filters(settings: &Settings, engine: &Engine, body: &[u8]) -> Result<Vec<Expression>, Fault> {
    let Input { context, action } = input::read(body)?;
    let resource = action.resource.unwrap_or_default();
    unless_enforced(settings, Vec::new(), async {
        let shown = shown(settings, engine, &context, "GetRowFilters", &[&resource], rows).await?;
        Ok(shown.into_iter().flatten().map(|expression| Expression { expression }).collect())
    })
    .await
}

pub(crate) async fn column_mask(
    settings: &Settings,
    engine: &Engine,
    body: &[u8],
) -> Result<Option<Expression>, Fault> {
    let Input { context, action } = input::read(body)?;
    let resource = action.resource.unwrap_or_default();
    unless_enforced(settings, None, async {
        let shown = shown(settings, engine, &context, "GetColumnMask", &[&resource], cell).await?;
        Ok(shown.into_iter().flatten().next().map(|expression| Expression { expression }))
    })
    .await
}

pub(crate) async fn column_masks(settings: &Settings, engine: &Engine, body: &[u8]) -> Result<Vec<Masked>, Fault> {
    let Input { context, action } = input::read(body)?;
    let wanted: Vec<&Resource> = action.filter_resources.iter().flatten().collect();
    unless_enforced(settings, Vec::new(), async {
        let shown = shown(settings, engine, &context, "GetColumnMask", &wanted, cell).await?;
        let masked = |(index, expression): (usize, Option<String>)| {
            expression.map(|expression| Masked { index, view_expression: Expression { expression } })
        };
        Ok(shown.into_iter().enumerate().filter_map(masked).collect())
    })
    .await
}

/// In mode off nobody looks; in mode audit it is decided and recorded, and everything is shown all the same.
async fn unless_enforced<T>(
    settings: &Settings,
    open: T,
    decide: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    match settings.keeper.mode() {
        Mode::Off => Ok(open),
        Mode::Enforce => decide.await,
        Mode::Audit => {
            if let Err(Fault::NoPolicy(why)) = decide.await {
                tracing::error!(why, "the access policy cannot be read");
            }
            Ok(open)
        }
    }
}

/// The verdict on each of an operation's objects.
async fn judged(
    settings: &Settings,
    engine: &Engine,
    context: &Context,
    action: &Action,
    resources: &[&Resource],
) -> Result<Vec<bool>, Fault> {
    let operation = action.operation.as_str();
    let Some(caller) = known_caller(context, engine) else { return Ok(vec![false; resources.len()]) };
    let steps = steps::of(operation).unwrap_or(steps::UNKNOWN);
    let catalogs = &settings.catalogs;
    let uses: BTreeSet<(Right, Table)> =
        resources.iter().flat_map(|resource| judge::uses(operation, resource, catalogs)).collect();
    let moment = Moment::of(settings, &uses.iter().map(|(_, table)| table.clone()).collect()).await?;
    let access = moment.policy.of(&caller, moment.now);
    let world = World::look(settings, &access, &moment.places, &uses).await?;
    let judge = Judge { settings, world: &world, operation, steps, target: action.target_resource.as_ref() };
    let mut verdicts = Vec::with_capacity(resources.len());
    for resource in resources {
        verdicts.push(judge.allows(resource).await?);
    }
    let named = resources.iter().zip(&verdicts).map(|(resource, verdict)| (name(resource), *verdict));
    let part = resources.first().and_then(|resource| judge::part(&world, &judge::place(resource, catalogs)));
    let filters = operation.starts_with("Filter");
    Record {
        operation,
        policy: &moment.policy,
        caller: &caller,
        engine,
        objects: &named.collect::<Vec<_>>(),
        filters,
        part,
    }
    .write();
    Ok(verdicts)
}

/// Names that deceive are nobody's.
fn known_caller(context: &Context, engine: &Engine) -> Option<Caller> {
    caller(&context.identity, engine)
        .inspect_err(
            |error| tracing::warn!(%error, engine = engine.name, "an engine's user has no name that can be used"),
        )
        .ok()
}

/// What is put in place of something of one table.
type Put = fn(&Sight<'_>, &Resource) -> Option<String>;

/// What stands in place of each of some things of tables.
async fn shown(
    settings: &Settings,
    engine: &Engine,
    context: &Context,
    operation: &str,
    resources: &[&Resource],
    put: Put,
) -> Result<Vec<Option<String>>, Fault> {
    let Some(caller) = known_caller(context, engine) else {
        return Ok(resources.iter().map(|resource| put(&Sight::Nothing, resource)).collect());
    };
    let places: Vec<Place> = resources.iter().map(|resource| judge::place(resource, &settings.catalogs)).collect();
    let uses: BTreeSet<(Right, Table)> = places
        .iter()
        .filter_map(|place| match place {
            Place::Ours { table: Some(Named { table, .. }), .. } => Some((Right::Select, table.clone())),
            _ => None,
        })
        .filter(|(_, table)| storable(table))
        .collect();
    let moment = Moment::of(settings, &uses.iter().map(|(_, table)| table.clone()).collect()).await?;
    let access = moment.policy.of(&caller, moment.now);
    let world = World::look(settings, &access, &moment.places, &uses).await?;
    let answers = places.iter().zip(resources).map(|(place, resource)| match place {
        // Whether these may be read at all was asked before; what Trino makes itself it filters itself.
        Place::System(_) | Place::Information(_) => None,
        Place::Ours { table: Some(Named { table, behind: false }), .. } => {
            put(&world.sight(Right::Select, table), resource)
        }
        Place::Ours { table: Some(Named { table, behind: true }), .. } if world.is_whole(table) => None,
        _ => put(&Sight::Nothing, resource),
    });
    let answers = answers.collect();
    let part = places.first().and_then(|place| judge::part(&world, place));
    let objects: Vec<(String, bool)> = resources.first().map(|resource| (name(resource), true)).into_iter().collect();
    Record { operation, policy: &moment.policy, caller: &caller, engine, objects: &objects, filters: false, part }
        .write();
    Ok(answers)
}

/// What cannot be said admits nothing.
fn rows(sight: &Sight<'_>, _: &Resource) -> Option<String> {
    let nothing = || Some(skep_access::effective::NO_ROW.to_owned());
    match sight {
        Sight::Nothing => nothing(),
        Sight::Whole => None,
        Sight::Part(part) => part.row_filter().unwrap_or_else(|fault| {
            tracing::error!(%fault, "a row condition cannot be said to Trino: no row is shown");
            nothing()
        }),
    }
}

fn cell(sight: &Sight<'_>, resource: &Resource) -> Option<String> {
    let nothing = || Some("NULL".to_owned());
    let Some(column) = &resource.column else { return nothing() };
    match sight {
        Sight::Nothing => nothing(),
        Sight::Whole => None,
        Sight::Part(part) => part.column_mask(&column.column_name, &column.column_type).unwrap_or_else(|fault| {
            tracing::error!(%fault, "a mask cannot be said to Trino: null is shown");
            nothing()
        }),
    }
}

/// As the engine named it, for the log.
fn name(resource: &Resource) -> String {
    match resource {
        Resource { table: Some(of), .. } => {
            let name = format!("{}.{}.{}", of.catalog_name, of.schema_name, of.table_name);
            match of.columns.as_deref() {
                Some(columns) if !columns.is_empty() => format!("{name} ({})", columns.join(", ")),
                _ => name,
            }
        }
        Resource { column: Some(of), .. } => format!("{}.{}.{}", of.catalog_name, of.schema_name, of.table_name),
        Resource { schema: Some(of), .. } => format!("{}.{}", of.catalog_name, of.schema_name),
        Resource { function: Some(of), .. } => {
            let around = [of.catalog_name.as_deref(), of.schema_name.as_deref(), Some(of.function_name.as_str())];
            around.into_iter().flatten().collect::<Vec<_>>().join(".")
        }
        Resource { catalog: Some(of), .. } => of.name.clone(),
        Resource { user: Some(of), .. } => format!("user {}", of.user),
        _ => String::new(),
    }
}
