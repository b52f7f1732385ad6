//! Triggers of a plan, and the pools they watch.

use super::read::{self, PlanRow};
use super::{PlanName, TABLE, pool, sql};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx, Value};
use skep_types::{Str, WMTrigger};

pub async fn create(catalog: &Catalog, sent: &WMTrigger) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&sent.resource_plan_name), sent.ns.as_deref())?;
    let trigger = &WMTrigger { trigger_name: normalize(&sent.trigger_name), ..sent.clone() };
    let made = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let id = tx.ids(Sequence::Trigger, 1).await?.start;
        let inserted = tx.insert(&sql::INSERT_TRIGGERS, [row(id, plan.id, trigger)]).await;
        inserted.map_err(|failure| match failure.is_unique_violation() {
            true => Error::Exists(format!("Trigger already exists, use alter: {}", trigger.trigger_name)),
            false => failure.into(),
        })
    });
    made.await
}

/// Changes what is sent.
pub async fn alter(catalog: &Catalog, changes: &WMTrigger) -> Result<()> {
    catalog.needs(TABLE)?;
    let plan = &PlanName::parse(Some(&changes.resource_plan_name), changes.ns.as_deref())?;
    let name = &normalize(&changes.trigger_name);
    let altered = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let (id, before) = find(&tx, &plan, name).await?;
        let expression = changes.trigger_expression.as_deref().or(before.trigger_expression.as_deref());
        let action = changes.action_expression.as_deref().or(before.action_expression.as_deref());
        let unmanaged = flag(changes.is_in_unmanaged.or(before.is_in_unmanaged));
        let row = [id.into(), expression.into(), action.into(), unmanaged];
        Ok(tx.execute_one(&sql::UPDATE_TRIGGER, &row).await?)
    });
    altered.await
}

pub async fn drop(catalog: &Catalog, plan: &PlanName, name: Option<&str>) -> Result<()> {
    catalog.needs(TABLE)?;
    let name = &trigger_name(name)?;
    let dropped = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let found = tx.row_opt(&sql::TRIGGER_BY_NAME, &[plan.id.into(), name.into()]).await?;
        let found = found.ok_or_else(|| Error::NotFound(format!("Cannot delete trigger: {name}")))?;
        let id: i64 = found.get(0)?;
        tx.execute(&sql::DELETE_POOLS_OF_TRIGGER, &[id.into()]).await?;
        Ok(tx.execute_one(&sql::DELETE_TRIGGER, &[id.into()]).await?)
    });
    dropped.await
}

/// By name.
pub async fn list(catalog: &Catalog, plan: &PlanName) -> Result<Vec<WMTrigger>> {
    catalog.needs(TABLE)?;
    catalog.db.read(|tx| async move { read::triggers(&tx, &read::by_name(&tx, plan).await?).await }).await
}

/// Whether a trigger watches a pool from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    Start,
    Stop,
}

/// What is so already stays so, without an error.
pub async fn watch(
    catalog: &Catalog,
    plan: &PlanName,
    trigger: Option<&str>,
    path: Option<&str>,
    watch: Watch,
) -> Result<()> {
    catalog.needs(TABLE)?;
    let trigger = &trigger_name(trigger)?;
    let path = &normalize(path.ok_or_else(|| Error::Meta("Pool path cannot be null".into()))?);
    let done = catalog.db.write(|tx| async move {
        let plan = read::edit(&tx, plan).await?;
        let (pool, _) = pool::find(&tx, &plan, path).await?;
        let (trigger, _) = find(&tx, &plan, trigger).await?;
        let both = [pool.into(), trigger.into()];
        match watch {
            Watch::Stop => {
                tx.execute(&sql::DELETE_POOL_TRIGGER, &both).await?;
            }
            Watch::Start if tx.row_opt(&sql::POOL_TRIGGER, &both).await?.is_none() => {
                tx.insert(&sql::INSERT_POOL_TRIGGERS, [both]).await?;
            }
            Watch::Start => {}
        }
        Ok::<_, Error>(())
    });
    done.await
}

pub(super) fn row(id: i64, plan: i64, trigger: &WMTrigger) -> [Value<'_>; 6] {
    [
        id.into(),
        plan.into(),
        (&trigger.trigger_name).into(),
        trigger.trigger_expression.as_deref().into(),
        trigger.action_expression.as_deref().into(),
        flag(trigger.is_in_unmanaged),
    ]
}

async fn find(tx: &Tx, plan: &PlanRow, name: &Str) -> Result<(i64, WMTrigger)> {
    let row = tx.row_opt(&sql::TRIGGER_BY_NAME, &[plan.id.into(), name.into()]).await?;
    let row = row.ok_or_else(|| Error::NotFound(format!("Cannot find trigger with name: {name}")))?;
    Ok((row.get(0)?, read::trigger(plan, &row)?))
}

fn trigger_name(sent: Option<&str>) -> Result<Str> {
    sent.map(normalize).ok_or_else(|| Error::Meta("Trigger name cannot be null".into()))
}

fn flag(set: Option<bool>) -> Value<'static> {
    i64::from(set == Some(true)).into()
}
