//! One object of a question, judged step by step.

use std::collections::BTreeSet;

use serde_json::Value;
use skep_access::statement::{Columns, Condition, Database, Grant, Rows, Statement, Table};
use skep_access::{Decision, Effective, Principal, Resource as Object, Right, alias};
use skep_catalog::names::normalize;
use skep_catalog::policy::tables_in;

use super::input::Resource;
use super::steps::{self, Step};
use crate::server::Settings;
use crate::world::{Catalogs, Named, Sight, World, named, storable};

/// Trino's own catalog, and the schema that it puts into each.
const SYSTEM: &str = "system";
const INFORMATION: &str = "information_schema";
/// Schemas of [`SYSTEM`] whose rows Trino filters by asking again.
const FILTERED: [&str; 2] = [INFORMATION, "jdbc"];

/// An object, in names of ours.
pub(super) enum Place {
    /// No object: it is about the server or a user.
    None,
    /// In Trino's catalog of its own.
    System(Option<String>),
    /// In a catalog that is not configured.
    Unknown,
    /// The catalog's schema of schemas.
    Information(String),
    Ours {
        catalog: String,
        schema: Option<String>,
        table: Option<Named>,
        function: Option<String>,
    },
}

pub(super) fn place(resource: &Resource, catalogs: &Catalogs) -> Place {
    let (catalog, schema, table) = match resource {
        Resource { table: Some(of), .. } => (&of.catalog_name, Some(&of.schema_name), Some(&of.table_name)),
        Resource { column: Some(of), .. } => (&of.catalog_name, Some(&of.schema_name), Some(&of.table_name)),
        Resource { schema: Some(of), .. } => (&of.catalog_name, Some(&of.schema_name), None),
        Resource { function: Some(of), .. } => match &of.catalog_name {
            Some(catalog) => (catalog, of.schema_name.as_ref(), None),
            None => return Place::Unknown,
        },
        Resource { catalog: Some(of), .. } => (&of.name, None, None),
        Resource { catalog_session_property: Some(of), .. } => (&of.catalog_name, None, None),
        _ => return Place::None,
    };
    if catalog.eq_ignore_ascii_case(SYSTEM) {
        return Place::System(schema.map(|name| name.to_lowercase()));
    }
    let Some(ours) = catalogs.ours(catalog) else { return Place::Unknown };
    if schema.is_some_and(|name| name.eq_ignore_ascii_case(INFORMATION)) {
        return Place::Information(ours.to_owned());
    }
    let table = schema.zip(table).map(|(schema, table)| named(ours, schema, table));
    let function = resource.function.as_ref().map(|of| of.function_name.clone());
    Place::Ours { catalog: ours.to_owned(), schema: schema.map(|name| normalize(name).into()), table, function }
}

/// The tables that must be looked up, each with what it is to be used for.
pub(super) fn uses(operation: &str, resource: &Resource, catalogs: &Catalogs) -> BTreeSet<(Right, Table)> {
    let Place::Ours { catalog, schema, table, .. } = place(resource, catalogs) else { return BTreeSet::new() };
    let mut uses = BTreeSet::new();
    let steps = steps::of(operation).unwrap_or(steps::UNKNOWN);
    match table {
        Some(Named { table, .. }) => {
            uses.insert((Right::Select, table.clone()));
            for step in steps {
                if let Step::Table(right) | Step::Columns(right) = step {
                    uses.insert((*right, table.clone()));
                }
            }
        }
        // As a table without a name, so that its own place is known.
        None if steps.contains(&Step::Places) => {
            let database = schema.unwrap_or_default();
            uses.insert((Right::Visible, Table { catalog, database, table: String::new() }));
        }
        None => {}
    }
    uses.retain(|(_, table)| storable(table));
    uses
}

pub(super) struct Judge<'a> {
    pub settings: &'a Settings,
    pub world: &'a World<'a>,
    pub operation: &'a str,
    pub steps: &'a [Step],
    pub target: Option<&'a Resource>,
}

impl Judge<'_> {
    pub async fn allows(&self, resource: &Resource) -> skep_catalog::Result<bool> {
        let place = place(resource, &self.settings.catalogs);
        match &place {
            Place::Unknown => return Ok(false),
            Place::System(schema) => return Ok(self.in_system(schema.as_deref())),
            Place::Information(catalog) => {
                return Ok(steps::looks(self.operation) && self.world.access.sees_catalog(catalog));
            }
            Place::Ours { table: Some(Named { table, .. }), .. } if alias::is_reserved(&table.table) => {
                return Ok(false);
            }
            Place::Ours { table: Some(Named { table, behind: true }), .. } => {
                return Ok(steps::looks(self.operation) && self.world.is_whole(table));
            }
            _ => {}
        }
        for step in self.steps {
            if !self.step(*step, resource, &place).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Trino's functions are for everybody, and what it filters by asking about each row; the rest is the operators'.
    fn in_system(&self, schema: Option<&str>) -> bool {
        let all = |good: fn(&Step) -> bool| self.steps.iter().all(good);
        let lists = all(|step| {
            matches!(step, Step::Catalog(Right::Visible) | Step::Schema(Right::Visible) | Step::Table(Right::Visible))
        });
        let computes = all(|step| matches!(step, Step::Function(Right::Visible | Right::Execute)));
        let looks = steps::looks(self.operation);
        match schema {
            _ if lists => true,
            Some("builtin") if computes => true,
            Some(schema) if looks && FILTERED.contains(&schema) => true,
            _ => (looks || self.operation == "ExecuteProcedure") && self.server(Right::Operate),
        }
    }

    async fn step(&self, step: Step, resource: &Resource, place: &Place) -> skep_catalog::Result<bool> {
        let access = self.world.access;
        let allowed = |right: Right, object: Object| access.right(right, &object) == Decision::Allowed;
        let database = |catalog: &str, schema: &str| Object::Database {
            catalog: Some(catalog.to_owned()),
            database: schema.to_owned(),
        };
        Ok(match (step, place) {
            (Step::Server(right), _) => self.server(right),
            (Step::Oneself(right), _) => {
                let user = resource.user.as_ref().map(|user| Principal::user(&user.user));
                user.is_some_and(|user| user.as_ref() == Ok(&access.caller.principal)) || self.server(right)
            }
            (Step::Catalog(right), Place::Ours { catalog, .. }) => {
                allowed(right, Object::Catalog(Some(catalog.clone())))
            }
            (Step::Schema(right), Place::Ours { catalog, schema: Some(schema), .. }) => {
                allowed(right, database(catalog, schema))
            }
            (Step::EveryTable(right), Place::Ours { catalog, schema: Some(schema), .. }) => {
                let database = Database { catalog: catalog.clone(), database: schema.clone() };
                let tables = tables_in(&self.settings.catalog.db, &[database].into()).await?;
                let ids = skep_catalog::policy::ids(&self.settings.catalog.db, &tables).await?;
                tables
                    .iter()
                    .all(|table| access.standing(right, table, ids.get(table).copied()) == skep_access::Standing::Whole)
            }
            (Step::Table(right), Place::Ours { table: Some(of), .. }) => self.world.may(right, &of.table),
            (Step::Whole, Place::Ours { table: Some(of), .. }) => self.world.is_whole(&of.table),
            (Step::Columns(right), Place::Ours { table: Some(of), .. }) => {
                let columns = resource.table.as_ref().and_then(|table| table.columns.as_deref()).unwrap_or_default();
                let sight = self.world.sight(right, &of.table);
                !matches!(sight, Sight::Nothing) && columns.iter().all(|column| shows(&sight, column))
            }
            (Step::PassOn, Place::Ours { table: Some(of), .. }) => access.may_say(&reading_for_all(&of.table)),
            (Step::NewTable, Place::Ours { catalog, schema: Some(schema), .. }) => {
                allowed(Right::CreateTable, database(catalog, schema))
            }
            (Step::Places, _) => self.places(resource, place),
            (Step::Function(right), Place::Ours { catalog, schema: Some(schema), function: Some(function), .. }) => {
                let (catalog, database, function) = (Some(catalog.clone()), schema.clone(), function.clone());
                allowed(right, Object::Function { catalog, database, function })
            }
            (Step::NewFunction, Place::Ours { catalog, schema: Some(schema), .. }) => {
                allowed(Right::CreateFunction, database(catalog, schema))
            }
            (Step::TargetSchema | Step::TargetTable, _) => {
                let Some(target) = self.target else { return Ok(false) };
                match super::judge::place(target, &self.settings.catalogs) {
                    Place::Ours { catalog, .. } if step == Step::TargetSchema => {
                        allowed(Right::CreateDatabase, Object::Catalog(Some(catalog)))
                    }
                    Place::Ours { catalog, schema: Some(schema), table: Some(new), .. } => {
                        !new.behind
                            && !alias::is_reserved(&new.table.table)
                            && allowed(Right::CreateTable, database(&catalog, &schema))
                    }
                    _ => false,
                }
            }
            _ => false,
        })
    }

    fn server(&self, right: Right) -> bool {
        self.world.access.right(right, &Object::Server) == Decision::Allowed
    }

    /// Each place that the properties name is the object's own, or may be used.
    fn places(&self, resource: &Resource, place: &Place) -> bool {
        let properties = match resource {
            Resource { table: Some(table), .. } => &table.properties,
            Resource { schema: Some(schema), .. } => &schema.properties,
            _ => return false,
        };
        let home = match place {
            Place::Ours { table: Some(of), .. } => of.table.clone(),
            Place::Ours { catalog, schema, .. } => {
                Table { catalog: catalog.clone(), database: schema.clone().unwrap_or_default(), table: String::new() }
            }
            _ => return false,
        };
        let mut named = Vec::new();
        for (key, value) in properties.iter().flatten() {
            locations(key, value, &mut named);
        }
        named.into_iter().all(|uri| {
            self.world.places.is_home(&home, uri)
                || self.world.access.right(Right::DataLocation, &Object::Location(uri.to_owned())) == Decision::Allowed
        })
    }
}

/// Texts that are addresses, by what they say or by what they are called.
fn locations<'a>(key: &str, value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.contains(":/") || text.starts_with('/') || key.contains("location") => {
            found.push(text);
        }
        Value::Array(list) => list.iter().for_each(|one| locations(key, one, found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| locations(key, one, found)),
        _ => {}
    }
}

/// Columns that Trino makes up (`$path`) are for those from whom nothing is kept back.
pub(super) fn shows(sight: &Sight<'_>, column: &str) -> bool {
    match sight {
        Sight::Nothing => false,
        Sight::Whole => true,
        Sight::Part(part) => part.visible(column).is_some(),
    }
}

fn reading_for_all(table: &Table) -> Statement {
    Statement::Grant(Grant {
        rights: [Right::Select].into(),
        on: skep_access::statement::Target::Table(table.clone()),
        columns: Columns::All,
        rows: Rows::All,
        to: vec![Principal::public()],
        grant_option: false,
        when: Condition::default(),
    })
}

/// What is kept back of the table, for the log.
pub(super) fn part<'a>(world: &'a World<'_>, place: &Place) -> Option<&'a Effective> {
    match place {
        Place::Ours { table: Some(of), .. } => match world.sight(Right::Describe, &of.table) {
            Sight::Part(part) => Some(part),
            _ => None,
        },
        _ => None,
    }
}
