//! Putting one plan in the place of another.

use super::alter::find;
use super::read::{self, PlanRow};
use crate::calendar::Moment;
use crate::names::normalize;
use crate::{Error, Result};
use skep_sql::Tx;
use skep_types::{Str, WMFullResourcePlan, WMNullableResourcePlan, WMResourcePlanStatus as Status};

/// The plan takes name and status of the one it replaces, which stays, disabled, under a name that
/// says when.
pub(super) async fn replace(
    tx: &Tx,
    plans: Vec<PlanRow>,
    ns: &Str,
    name: Option<&Str>,
    changes: &WMNullableResourcePlan,
    now: i64,
) -> Result<Option<WMFullResourcePlan>> {
    let refused = |text: &str| Err(Error::InvalidOperation(text.into()));
    let Some(name) = name else {
        return refused("Cannot replace without specifying the source plan");
    };
    if changes.query_parallelism.is_some() || changes.default_pool_path.is_some() {
        return refused("Cannot change values during replace.");
    }
    let target = changes.name.as_deref().map(normalize);
    if target.is_some() == (changes.status == Some(Status::ACTIVE)) {
        let status = changes.status.map_or("null", |status| status.name().unwrap_or("null"));
        let target = target.as_deref().unwrap_or("null");
        return refused(&format!("Must specify a name, or the active plan; received {target}, {status}"));
    }
    let replaced = find(&plans, ns, target.as_ref())?;
    let plan = find(&plans, ns, Some(name))?;
    if replaced.id == plan.id {
        return refused("A plan cannot replace itself");
    }
    let mut history = replaced.clone();
    history.name.plan = old_name(&plans, &replaced.name.plan, now);
    history.status = Status::DISABLED;
    history.update(tx).await?;
    let plan = PlanRow { name: replaced.name, status: replaced.status, ..plan };
    plan.update(tx).await?;
    match plan.status {
        Status::ACTIVE => Ok(Some(read::full(tx, &plan).await?)),
        _ => Ok(None),
    }
}

fn old_name(plans: &[PlanRow], name: &Str, now: i64) -> Str {
    let Moment { year, month, day, hour, minute, second } = Moment::of(now);
    let first = Str::from(format!("{name}_old_{year:04}_{month:02}_{day:02}_{hour:02}_{minute:02}_{second:02}"));
    let others = (1..).map(|number| Str::from(format!("{first}_{number}")));
    let taken = |candidate: &Str| plans.iter().any(|plan| plan.name.plan == *candidate);
    std::iter::once(first.clone()).chain(others).find(|candidate| !taken(candidate)).unwrap_or(first)
}
