//! All that a call needs, judged by the rules.

use super::part::Parts;
use skep_access::alias;
use skep_access::expr::TypeClass;
use skep_access::statement::{DEFAULT_CATALOG, Table};
use skep_access::{Access, Decision, Need, Refused, Resource, Right, Standing, TableFacts};
use skep_catalog::Catalog;
use skep_catalog::names::normalize;
use skep_catalog::policy::{Places, facts_of};
use std::collections::{BTreeMap, BTreeSet};

/// What the rules say to a call.
#[derive(Debug, Default)]
pub(super) struct Ruling {
    /// Each right that is missing.
    pub refused: Vec<Refused>,
    /// Tables that are restricted, among those that may be read.
    pub parts: Parts,
}

/// The tables that a call names. What no database can store is no table.
pub(super) fn tables(need: &Need) -> BTreeSet<Table> {
    storable(need.rights().iter().filter_map(|(_, resource)| table(resource)))
}

/// What the decision has to know of the catalog: the tables, and, of a call that says where a database is to lie, the
/// database, as that of a table without a name.
pub(super) fn places(need: &Need) -> BTreeSet<Table> {
    let mut wanted = tables(need);
    if need.rights().iter().any(|(_, resource)| matches!(resource, Resource::Location(_))) {
        wanted.extend(storable(need.rights().iter().filter_map(|(_, resource)| in_database(resource))));
    }
    wanted
}

fn in_database(resource: &Resource) -> Option<Table> {
    let Resource::Database { catalog, database } = resource else { return None };
    let (catalog, database) = (catalog.clone(), database.clone());
    table(&Resource::Table { catalog, database, table: String::new() })
}

fn storable(named: impl Iterator<Item = Table>) -> BTreeSet<Table> {
    named.filter(|name| ![&name.catalog, &name.database, &name.table].iter().any(|part| part.contains('\0'))).collect()
}

fn table(resource: &Resource) -> Option<Table> {
    let Resource::Table { catalog, database, table } = resource else { return None };
    let name = normalize(table);
    Some(Table {
        catalog: normalize(catalog.as_deref().unwrap_or(DEFAULT_CATALOG)).into(),
        database: normalize(database).into(),
        // An alias is read with the rights to its table; whether it is this caller's shows when that is loaded.
        table: alias::table(&name).map_or_else(|| name.to_string(), str::to_owned),
    })
}

/// Nothing is done to an alias, and nobody makes an object that looks like one.
fn is_reserved(right: Right, resource: &Resource) -> bool {
    match resource {
        Resource::Table { table, .. } => {
            alias::is_reserved(&normalize(table)) && !matches!(right, Right::Visible | Right::Describe | Right::Select)
        }
        _ => false,
    }
}

pub(super) async fn rule(
    catalog: &Catalog,
    access: &Access<'_>,
    need: &Need,
    places: &Places,
) -> skep_catalog::Result<Ruling> {
    let mut ruling = Ruling::default();
    let mut partial: BTreeMap<Table, Vec<Right>> = BTreeMap::new();
    let named = self::places(need);
    for (right, resource) in need.rights() {
        let decision = match (table(resource), resource) {
            (Some(table), _) if is_reserved(*right, resource) => Decision::Refused(access.refuses(*right, &table)),
            (Some(table), _) if *right != Right::CreateTable => {
                match access.standing(*right, &table, places.id(&table)) {
                    Standing::Whole => Decision::Allowed,
                    Standing::Refused(refused) => Decision::Refused(refused),
                    Standing::Partial => {
                        partial.entry(table).or_default().push(*right);
                        Decision::Allowed
                    }
                }
            }
            // Where the call's own tables lie, whoever may use them may use the place.
            (_, Resource::Location(uri)) if named.iter().any(|table| places.is_home(table, uri)) => Decision::Allowed,
            _ => access.right(*right, resource),
        };
        if let Decision::Refused(refused) = decision {
            ruling.refused.push(refused);
        }
    }
    judge_parts(catalog, access, partial, &mut ruling).await?;
    Ok(ruling)
}

/// The rest needs the columns: what is granted on all of them, on every row, is no restriction.
async fn judge_parts(
    catalog: &Catalog,
    access: &Access<'_>,
    partial: BTreeMap<Table, Vec<Right>>,
    ruling: &mut Ruling,
) -> skep_catalog::Result<()> {
    if partial.is_empty() {
        return Ok(());
    }
    let mut facts = facts_of(&catalog.db, &partial.keys().cloned().collect()).await?;
    for (name, rights) in partial {
        // Not there: the method will say so.
        let Some(found) = facts.remove(&name) else { continue };
        let (id, columns, partition_keys) = (found.id, &found.columns[..], &found.partition_keys[..]);
        let effective = access.effective(&TableFacts { name: &name, id, columns, partition_keys });
        // Spark keeps the columns of such a table in its parameters: they were not judged here, so nothing that takes
        // the whole table is let through.
        let of_spark = matches!(columns, [only] if only.name == "col" && only.class == TypeClass::Other);
        let whole = |right: &Right| matches!(right, Right::Insert | Right::Delete | Right::Alter | Right::Drop);
        let missing = rights.into_iter().filter(|right| !effective.may(*right) || (of_spark && whole(right)));
        ruling.refused.extend(missing.map(|right| access.refuses(right, &name)));
        if effective.restricted || of_spark {
            ruling.parts.insert(name, effective);
        }
    }
    Ok(())
}
