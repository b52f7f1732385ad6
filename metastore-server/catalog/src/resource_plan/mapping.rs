//! Mappings: whose queries run in which pool.

use super::{PlanName, TABLE, pool, read, sql};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Value};
use skep_types::WMMapping;

const ENTITY_TYPES: [&str; 3] = ["USER", "GROUP", "APPLICATION"];

/// Whether a mapping must be new, or there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    Create,
    Update,
}

/// A mapping without a pool leaves its queries unmanaged.
pub async fn put(catalog: &Catalog, sent: &WMMapping, put: Put) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&sent.resource_plan_name), sent.ns.as_deref())?;
    let kind = &entity_type(sent);
    if !ENTITY_TYPES.contains(&kind.as_str()) {
        return Err(Error::InvalidObject(format!("unknown entity type of a mapping: {kind}")));
    }
    let name = &normalize(&sent.entity_name);
    let path = &sent.pool_path.as_deref().map(normalize);
    let done = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let pool = match path {
            Some(path) => Some(pool::find(&tx, &plan, path).await?.0),
            None => None,
        };
        if put == Put::Update {
            let changed = [plan.id.into(), kind.into(), name.into(), pool.into(), sent.ordering.into()];
            return match tx.execute(&sql::UPDATE_MAPPING, &changed).await? {
                0 => Err(Error::NotFound(format!("Cannot find mapping of {kind} {name}"))),
                _ => Ok(()),
            };
        }
        let id = tx.ids(Sequence::Mapping, 1).await?.start;
        let row = row(id, plan.id, kind, name, pool, sent.ordering);
        tx.insert(&sql::INSERT_MAPPINGS, [row]).await.map_err(|failure| match failure.is_unique_violation() {
            true => Error::Exists(format!("Mapping already exists: {kind} {name}")),
            false => failure.into(),
        })
    });
    done.await
}

pub async fn drop(catalog: &Catalog, sent: &WMMapping) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&sent.resource_plan_name), sent.ns.as_deref())?;
    let (kind, name) = (&entity_type(sent), &normalize(&sent.entity_name));
    let dropped = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        match tx.execute(&sql::DELETE_MAPPING, &[plan.id.into(), kind.into(), name.into()]).await? {
            0 => Err(Error::NotFound("Cannot delete mapping.".into())),
            _ => Ok(()),
        }
    });
    dropped.await
}

pub(super) fn row<'v>(
    id: i64,
    plan: i64,
    kind: &'v str,
    name: &'v str,
    pool: Option<i64>,
    ordering: Option<i32>,
) -> [Value<'v>; 6] {
    [id.into(), plan.into(), kind.into(), name.into(), pool.into(), ordering.into()]
}

fn entity_type(sent: &WMMapping) -> String {
    sent.entity_type.trim_matches(|c| c <= ' ').to_uppercase()
}
