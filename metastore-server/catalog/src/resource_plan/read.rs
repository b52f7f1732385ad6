//! Resource plans: by name, the active one, or all of a namespace.

use super::{PlanName, TABLE, namespace, sql};
use crate::{Catalog, Error, Result};
use skep_sql::{Row, Tx};
use skep_types::{
    Str, WMFullResourcePlan, WMMapping, WMPool, WMPoolTrigger, WMResourcePlan, WMResourcePlanStatus, WMTrigger,
};

/// A plan as its row has it.
#[derive(Debug, Clone)]
pub(super) struct PlanRow {
    pub id: i64,
    pub name: PlanName,
    pub status: WMResourcePlanStatus,
    pub query_parallelism: Option<i32>,
    pub default_pool: Option<(i64, Str)>,
}

/// A plan with all that is in it.
pub async fn get(catalog: &Catalog, name: &PlanName) -> Result<WMFullResourcePlan> {
    catalog.needs(TABLE)?;
    catalog.db.read(|tx| async move { full(&tx, &by_name(&tx, name).await?).await }).await
}

/// The plan in force, if there is one.
pub async fn active(catalog: &Catalog, ns: Option<&str>) -> Result<Option<WMFullResourcePlan>> {
    catalog.needs(TABLE)?;
    let ns = &namespace(ns);
    let read = catalog.db.read(|tx| async move {
        match tx.row_opt(&sql::ACTIVE_PLAN, &[ns.into()]).await? {
            Some(row) => Ok::<_, Error>(Some(full(&tx, &PlanRow::of(&row)?).await?)),
            None => Ok(None),
        }
    });
    read.await
}

/// All plans of a namespace, without what is in them.
pub async fn all(catalog: &Catalog, ns: Option<&str>) -> Result<Vec<WMResourcePlan>> {
    catalog.needs(TABLE)?;
    let rows = catalog.db.rows(&sql::PLANS, &[(&namespace(ns)).into()]).await?;
    rows.iter().map(|row| Ok(PlanRow::of(row)?.plan())).collect()
}

pub(super) async fn by_name(tx: &Tx, name: &PlanName) -> Result<PlanRow> {
    let row = tx.row_opt(&sql::PLAN_BY_NAME, &[(&name.ns).into(), (&name.plan).into()]).await?;
    PlanRow::of(&row.ok_or_else(|| name.missing())?)
}

pub(super) async fn lock(tx: &Tx, name: &PlanName) -> Result<PlanRow> {
    let row = tx.row_opt(&sql::LOCK_PLAN, &[(&name.ns).into(), (&name.plan).into()]).await?;
    PlanRow::of(&row.ok_or_else(|| name.missing())?)
}

/// Locks a plan whose contents are to be changed.
pub(super) async fn edit(tx: &Tx, name: &PlanName) -> Result<PlanRow> {
    let plan = lock(tx, name).await?;
    plan.refuse_unless_disabled()?;
    Ok(plan)
}

pub(super) async fn lock_all(tx: &Tx, ns: &Str) -> Result<Vec<PlanRow>> {
    tx.rows(&sql::LOCK_PLANS, &[ns.into()]).await?.iter().map(PlanRow::of).collect()
}

pub(super) async fn full(tx: &Tx, plan: &PlanRow) -> Result<WMFullResourcePlan> {
    let id = &[plan.id.into()];
    let pools = tx.rows(&sql::POOLS, id).await?;
    let triggers = triggers(tx, plan).await?;
    let mappings = tx.rows(&sql::MAPPINGS, id).await?;
    let links = tx.rows(&sql::POOL_TRIGGERS, id).await?;
    Ok(WMFullResourcePlan {
        plan: plan.plan(),
        pools: pools.iter().map(|row| pool(plan, row)).collect::<Result<_>>()?,
        mappings: unless_empty(mappings.iter().map(|row| mapping(plan, row)).collect::<Result<_>>()?),
        triggers: unless_empty(triggers),
        pool_triggers: unless_empty(links.iter().map(|row| link(plan, row)).collect::<Result<_>>()?),
    })
}

pub(super) async fn triggers(tx: &Tx, plan: &PlanRow) -> Result<Vec<WMTrigger>> {
    tx.rows(&sql::TRIGGERS, &[plan.id.into()]).await?.iter().map(|row| trigger(plan, row)).collect()
}

impl PlanRow {
    fn of(row: &Row) -> Result<PlanRow> {
        let status: Str = row.get(3)?;
        let found = WMResourcePlanStatus::from_name(&status);
        let default_pool = match (row.get(5)?, row.get(6)?) {
            (Some(id), Some(path)) => Some((id, path)),
            _ => None,
        };
        Ok(PlanRow {
            id: row.get(0)?,
            name: PlanName { plan: row.get(1)?, ns: row.get(2)? },
            status: found.ok_or_else(|| Error::Meta(format!("unknown status of a resource plan: {status}")))?,
            query_parallelism: row.get::<Option<i64>>(4)?.map(narrow),
            default_pool,
        })
    }

    pub(super) fn refuse_unless_disabled(&self) -> Result<()> {
        match self.status {
            WMResourcePlanStatus::DISABLED => Ok(()),
            _ => Err(Error::InvalidOperation("Resource plan must be disabled to edit it.".into())),
        }
    }

    /// Writes all that can change.
    pub(super) async fn update(&self, tx: &Tx) -> Result<()> {
        let row = [
            self.id.into(),
            (&self.name.plan).into(),
            self.status.name().into(),
            self.query_parallelism.into(),
            self.default_pool.as_ref().map(|(id, _)| *id).into(),
        ];
        Ok(tx.execute_one(&sql::UPDATE_PLAN, &row).await?)
    }

    fn plan(&self) -> WMResourcePlan {
        WMResourcePlan {
            name: self.name.plan.clone(),
            status: Some(self.status),
            query_parallelism: self.query_parallelism,
            default_pool_path: self.default_pool.as_ref().map(|(_, path)| path.clone()),
            ns: Some(self.name.ns.clone()),
        }
    }
}

pub(super) fn pool(plan: &PlanRow, row: &Row) -> Result<WMPool> {
    Ok(WMPool {
        resource_plan_name: plan.name.plan.clone(),
        pool_path: row.get(1)?,
        alloc_fraction: row.get(2)?,
        query_parallelism: row.get::<Option<i64>>(3)?.map(narrow),
        scheduling_policy: row.get(4)?,
        ns: Some(plan.name.ns.clone()),
    })
}

pub(super) fn trigger(plan: &PlanRow, row: &Row) -> Result<WMTrigger> {
    Ok(WMTrigger {
        resource_plan_name: plan.name.plan.clone(),
        trigger_name: row.get(1)?,
        trigger_expression: row.get(2)?,
        action_expression: row.get(3)?,
        is_in_unmanaged: Some(row.get::<i64>(4)? == 1),
        ns: Some(plan.name.ns.clone()),
    })
}

fn mapping(plan: &PlanRow, row: &Row) -> Result<WMMapping> {
    Ok(WMMapping {
        resource_plan_name: plan.name.plan.clone(),
        entity_type: row.get(0)?,
        entity_name: row.get(1)?,
        pool_path: row.get(2)?,
        ordering: row.get::<Option<i64>>(3)?.map(narrow),
        ns: Some(plan.name.ns.clone()),
    })
}

fn link(plan: &PlanRow, row: &Row) -> Result<WMPoolTrigger> {
    Ok(WMPoolTrigger { pool: row.get(0)?, trigger: row.get(1)?, ns: Some(plan.name.ns.clone()) })
}

/// Java leaves out what a plan has none of.
fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// The columns are `int`.
fn narrow(wide: i64) -> i32 {
    i32::try_from(wide).unwrap_or(i32::MAX)
}
