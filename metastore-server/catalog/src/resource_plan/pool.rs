//! Pools of a plan: a tree by their paths, `a.b` below `a`.

use super::read::{self, PlanRow};
use super::validate::{is_policy, parent};
use super::{PlanName, TABLE, sql};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx, Value};
use skep_types::{WMNullablePool, WMPool};

pub async fn create(catalog: &Catalog, sent: &WMPool) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&sent.resource_plan_name), sent.ns.as_deref())?;
    let path = normalize(&sent.pool_path);
    if path.is_empty() {
        return Err(Error::InvalidObject("Pool path cannot be empty".into()));
    }
    refuse_unknown_policy(sent.scheduling_policy.as_deref())?;
    // Java's defaults for numbers that are not sent.
    let pool = &WMPool {
        pool_path: path,
        alloc_fraction: sent.alloc_fraction.or(Some(0.0)),
        query_parallelism: sent.query_parallelism.or(Some(0)),
        ..sent.clone()
    };
    let made = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        refuse_without_parent(&tx, &plan, &pool.pool_path).await?;
        let id = tx.ids(Sequence::Pool, 1).await?.start;
        tx.insert(&sql::INSERT_POOLS, [row(id, plan.id, pool)])
            .await
            .map_err(|failure| exists(failure, &pool.pool_path))
    });
    made.await
}

/// Changes what is sent. A new path moves the pools below it along.
pub async fn alter(catalog: &Catalog, path: Option<&str>, changes: &WMNullablePool) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&changes.resource_plan_name), changes.ns.as_deref())?;
    let path = &normalize(path.ok_or_else(|| Error::Meta("Pool path cannot be null".into()))?);
    let new_path = &normalize(&changes.pool_path);
    if new_path.is_empty() {
        return Err(Error::InvalidObject("Pool path cannot be empty".into()));
    }
    let altered = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let (id, mut pool) = find(&tx, &plan, path).await?;
        pool.alloc_fraction = changes.alloc_fraction.or(pool.alloc_fraction);
        pool.query_parallelism = changes.query_parallelism.or(pool.query_parallelism);
        if changes.is_set_scheduling_policy == Some(true) {
            refuse_unknown_policy(changes.scheduling_policy.as_deref())?;
            pool.scheduling_policy = changes.scheduling_policy.clone();
        }
        if *new_path != *path {
            move_below(&tx, &plan, path, new_path).await?;
        }
        let row = [
            id.into(),
            new_path.into(),
            pool.alloc_fraction.into(),
            pool.query_parallelism.into(),
            pool.scheduling_policy.as_deref().into(),
        ];
        tx.execute_one(&sql::UPDATE_POOL, &row).await.map_err(|failure| exists(failure, new_path))
    });
    altered.await
}

/// Refused while anything hangs on the pool, but for its triggers.
pub async fn drop(catalog: &Catalog, plan: &PlanName, path: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let path = &normalize(path.ok_or_else(|| Error::Meta("Pool path cannot be null".into()))?);
    let refused = |text: &str| Err(Error::InvalidOperation(text.into()));
    let dropped = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        if plan.default_pool.as_ref().is_some_and(|(_, default)| default == path) {
            return refused("Cannot drop default pool of a resource plan");
        }
        if tx.row_opt(&sql::ANY_POOL_BELOW, &[plan.id.into(), (&below(path)).into()]).await?.is_some() {
            return refused("Cannot drop a pool that has child pools");
        }
        let found = tx.row_opt(&sql::POOL_BY_PATH, &[plan.id.into(), path.into()]).await?;
        let found = found.ok_or_else(|| Error::NotFound(format!("Cannot delete pool: {path}")))?;
        let id: i64 = found.get(0)?;
        if tx.row_opt(&sql::MAPPING_TO_POOL, &[id.into()]).await?.is_some() {
            return refused("Please remove all mappings for this pool.");
        }
        tx.execute(&sql::DELETE_TRIGGERS_OF_POOL, &[id.into()]).await?;
        Ok(tx.execute_one(&sql::DELETE_POOL, &[id.into()]).await?)
    });
    dropped.await
}

/// The pool's id, and the pool.
pub(super) async fn find(tx: &Tx, plan: &PlanRow, path: &str) -> Result<(i64, WMPool)> {
    let row = tx.row_opt(&sql::POOL_BY_PATH, &[plan.id.into(), path.into()]).await?;
    let row = row.ok_or_else(|| Error::NotFound(format!("Cannot find pool: {path}")))?;
    Ok((row.get(0)?, read::pool(plan, &row)?))
}

pub(super) fn row(id: i64, plan: i64, pool: &WMPool) -> [Value<'_>; 6] {
    [
        id.into(),
        plan.into(),
        (&pool.pool_path).into(),
        pool.alloc_fraction.into(),
        pool.query_parallelism.into(),
        pool.scheduling_policy.as_deref().into(),
    ]
}

async fn move_below(tx: &Tx, plan: &PlanRow, path: &str, new_path: &str) -> Result<()> {
    // Below itself there is no place: it would move away from under its new path.
    if new_path.starts_with(&below(path)) {
        return Err(no_parent());
    }
    refuse_without_parent(tx, plan, new_path).await?;
    let (before, after) = (below(path), below(new_path));
    let moved = [plan.id.into(), (&before).into(), (&after).into()];
    tx.execute(&sql::MOVE_POOLS_BELOW, &moved).await.map_err(|failure| exists(failure, new_path))?;
    Ok(())
}

async fn refuse_without_parent(tx: &Tx, plan: &PlanRow, path: &str) -> Result<()> {
    let Some(parent) = parent(path) else { return Ok(()) };
    let found = tx.row_opt(&sql::POOL_BY_PATH, &[plan.id.into(), parent.into()]).await?;
    found.map(std::mem::drop).ok_or_else(no_parent)
}

fn no_parent() -> Error {
    Error::NotFound("Pool path is invalid, the parent does not exist".into())
}

fn refuse_unknown_policy(policy: Option<&str>) -> Result<()> {
    match policy {
        Some(policy) if !is_policy(policy) => {
            Err(Error::InvalidOperation(format!("Invalid scheduling policy {policy}")))
        }
        _ => Ok(()),
    }
}

fn exists(failure: skep_sql::Failure, path: &str) -> Error {
    match failure.is_unique_violation() {
        true => Error::Exists(format!("Pool already exists: {path}")),
        false => failure.into(),
    }
}

fn below(path: &str) -> String {
    format!("{path}.")
}
