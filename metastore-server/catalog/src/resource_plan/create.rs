//! Making a resource plan, with a default pool or as a copy of another.

use super::read::{self, PlanRow};
use super::{DEFAULT_NAMESPACE, PlanName, TABLE, sql};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::{Sequence, Tx, Value};
use skep_types::{Str, WMFullResourcePlan, WMPool, WMResourcePlan, WMResourcePlanStatus};
use std::collections::HashMap;

/// Queries at a time in the pool that a plan starts with (`metastore.wm.default.pool.size`).
const DEFAULT_POOL_SIZE: i32 = 4;

/// A new plan is disabled. It has one pool, `default`, or what the plan has that it is copied from.
pub async fn create(catalog: &Catalog, sent: &WMResourcePlan, copy_from: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &PlanName::parse(Some(&sent.name), sent.ns.as_deref())?;
    if name.plan.is_empty() {
        return Err(Error::InvalidObject("Resource name cannot be empty.".into()));
    }
    if catalog.db.version() < Version::V4_0 && name.ns != DEFAULT_NAMESPACE {
        let text = format!("namespaces of resource plans need the schema of Hive 4.0.0: {}", name.ns);
        return Err(Error::InvalidObject(text));
    }
    if copy_from.is_none() && sent.query_parallelism.is_some_and(|parallelism| parallelism <= 0) {
        return Err(Error::InvalidObject("Query parallelism should be positive.".into()));
    }
    let copy_from = &copy_from.map(|from| PlanName { plan: normalize(from), ns: name.ns.clone() });
    let made = catalog.db.write(|tx| async move {
        match copy_from {
            Some(from) => copy(&tx, name, from).await,
            None => insert_new(&tx, name, sent.query_parallelism).await,
        }
    });
    made.await
}

async fn insert_new(tx: &Tx, name: &PlanName, query_parallelism: Option<i32>) -> Result<()> {
    let plan = insert(tx, name, query_parallelism).await?;
    let pool = WMPool {
        pool_path: "default".into(),
        alloc_fraction: Some(1.0),
        query_parallelism: Some(query_parallelism.unwrap_or(DEFAULT_POOL_SIZE)),
        ..WMPool::default()
    };
    let ids = insert_pools(tx, plan.id, &[pool]).await?;
    let default_pool = ids.into_iter().next().map(|(path, id)| (id, path));
    PlanRow { default_pool, ..plan }.update(tx).await
}

async fn copy(tx: &Tx, name: &PlanName, from: &PlanName) -> Result<()> {
    let missing = || Error::NotFound(format!("{} in {}", from.plan, from.ns));
    let from = read::lock(tx, from).await.map_err(|error| match error {
        Error::NotFound(_) => missing(),
        other => other,
    })?;
    let contents = read::full(tx, &from).await?;
    let plan = insert(tx, name, from.query_parallelism).await?;
    let pools = insert_pools(tx, plan.id, &contents.pools).await?;
    insert_mappings(tx, plan.id, &contents, &pools).await?;
    insert_triggers(tx, plan.id, &contents, &pools).await?;
    let default_pool = from.default_pool.and_then(|(_, path)| Some((*pools.get(&path)?, path)));
    PlanRow { default_pool, ..plan }.update(tx).await
}

async fn insert(tx: &Tx, name: &PlanName, query_parallelism: Option<i32>) -> Result<PlanRow> {
    let id = tx.ids(Sequence::ResourcePlan, 1).await?.start;
    let status = WMResourcePlanStatus::DISABLED;
    let row: [Value<'_>; 5] =
        [id.into(), (&name.plan).into(), (&name.ns).into(), status.name().into(), query_parallelism.into()];
    tx.insert(&sql::INSERT_PLAN, [row]).await.map_err(|failure| match failure.is_unique_violation() {
        true => Error::Exists(format!("Resource plan already exists: {}", name.plan)),
        false => failure.into(),
    })?;
    Ok(PlanRow { id, name: name.clone(), status, query_parallelism, default_pool: None })
}

/// The ids of the new pools by their paths.
async fn insert_pools(tx: &Tx, plan: i64, pools: &[WMPool]) -> Result<HashMap<Str, i64>> {
    let ids = tx.ids(Sequence::Pool, pools.len()).await?;
    let rows = ids.clone().zip(pools).map(|(id, pool)| super::pool::row(id, plan, pool));
    tx.insert(&sql::INSERT_POOLS, rows).await?;
    Ok(pools.iter().map(|pool| pool.pool_path.clone()).zip(ids).collect())
}

async fn insert_mappings(tx: &Tx, plan: i64, from: &WMFullResourcePlan, pools: &HashMap<Str, i64>) -> Result<()> {
    let mappings = from.mappings.as_deref().unwrap_or_default();
    let ids = tx.ids(Sequence::Mapping, mappings.len()).await?;
    let rows = ids.zip(mappings).map(|(id, mapping)| {
        let pool = mapping.pool_path.as_ref().and_then(|path| pools.get(path)).copied();
        super::mapping::row(id, plan, &mapping.entity_type, &mapping.entity_name, pool, mapping.ordering)
    });
    Ok(tx.insert(&sql::INSERT_MAPPINGS, rows).await?)
}

async fn insert_triggers(tx: &Tx, plan: i64, from: &WMFullResourcePlan, pools: &HashMap<Str, i64>) -> Result<()> {
    let triggers = from.triggers.as_deref().unwrap_or_default();
    let ids = tx.ids(Sequence::Trigger, triggers.len()).await?;
    let rows = ids.clone().zip(triggers).map(|(id, trigger)| super::trigger::row(id, plan, trigger));
    tx.insert(&sql::INSERT_TRIGGERS, rows).await?;
    let by_name: HashMap<&Str, i64> = triggers.iter().map(|trigger| &trigger.trigger_name).zip(ids).collect();
    let links = from.pool_triggers.iter().flatten();
    let links =
        links.filter_map(|link| Some([(*pools.get(&link.pool)?).into(), (*by_name.get(&link.trigger)?).into()]));
    Ok(tx.insert(&sql::INSERT_POOL_TRIGGERS, links).await?)
}
