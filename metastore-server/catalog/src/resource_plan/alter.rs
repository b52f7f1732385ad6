//! Changing a plan's values, or its status.

use super::read::{self, PlanRow};
use super::validate::problems;
use super::{PlanName, TABLE, namespace, pool, replace};
use crate::names::normalize;
use crate::{Catalog, Error, Result};
use skep_sql::Tx;
use skep_types::{
    Str, WMAlterResourcePlanRequest, WMFullResourcePlan, WMNullableResourcePlan, WMResourcePlanStatus as Status,
};

/// What the flags of the call ask for beside the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    EnableAndActivate,
    ForceDeactivate,
    Replace,
}

/// Returns the whole plan if it is in force from now on, so that HiveServer2 gets what was activated.
pub async fn alter(catalog: &Catalog, request: &WMAlterResourcePlanRequest) -> Result<Option<WMFullResourcePlan>> {
    catalog.needs(TABLE)?;
    let mode = Mode::of(request)?;
    let changes = request.resource_plan.as_ref();
    let changes = changes.ok_or_else(|| Error::Meta("the changes of a resource plan cannot be null".into()))?;
    let name = &request.resource_plan_name.as_deref().map(normalize);
    let ns = &namespace(request.ns.as_deref());
    let now = catalog.clock.seconds();
    let altered = catalog.db.write(|tx| async move {
        let plans = read::lock_all(&tx, ns).await?;
        match mode {
            Mode::Replace => replace::replace(&tx, plans, ns, name.as_ref(), changes, now).await,
            _ => change(&tx, plans, ns, name.as_ref(), changes, mode).await,
        }
    });
    altered.await
}

impl Mode {
    fn of(request: &WMAlterResourcePlanRequest) -> Result<Mode> {
        let flags = [
            (request.is_enable_and_activate, Mode::EnableAndActivate),
            (request.is_force_deactivate, Mode::ForceDeactivate),
            (request.is_replace, Mode::Replace),
        ];
        let mut set = flags.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, mode)| mode);
        match (set.next(), set.next()) {
            (None, _) => Ok(Mode::Plain),
            (Some(mode), None) => Ok(mode),
            _ => Err(Error::Meta("Invalid request; multiple flags are set".into())),
        }
    }
}

async fn change(
    tx: &Tx,
    plans: Vec<PlanRow>,
    ns: &Str,
    name: Option<&Str>,
    changes: &WMNullableResourcePlan,
    mode: Mode,
) -> Result<Option<WMFullResourcePlan>> {
    let mut plan = find(&plans, ns, name)?;
    let wanted_ns = changes.ns.as_deref().map(|wanted| namespace(Some(wanted)));
    if let Some(wanted) = wanted_ns.filter(|wanted| *wanted != plan.name.ns) {
        return Err(Error::InvalidOperation(format!("Cannot change ns; from {} to {wanted}", plan.name.ns)));
    }
    match changes.status {
        Some(_) if changes_values(changes, name) => {
            Err(Error::InvalidOperation("Cannot change values during status switch.".into()))
        }
        Some(status) => switch(tx, &plans, plan, status, mode).await,
        None => {
            plan.refuse_unless_disabled()?;
            set_values(tx, &mut plan, changes).await?;
            plan.update(tx).await.map_err(|error| match error {
                Error::Sql(failure) if failure.is_unique_violation() => {
                    Error::Exists(format!("Resource plan name should be unique: {}", plan.name.plan))
                }
                other => other,
            })?;
            Ok(None)
        }
    }
}

/// The plan of that name, or the active one if the call names none.
pub(super) fn find(plans: &[PlanRow], ns: &Str, name: Option<&Str>) -> Result<PlanRow> {
    let found = match name {
        Some(name) => plans.iter().find(|plan| plan.name.plan == *name),
        None => plans.iter().find(|plan| plan.status == Status::ACTIVE),
    };
    found.cloned().ok_or_else(|| match name {
        Some(name) => PlanName { plan: name.clone(), ns: ns.clone() }.missing(),
        None => Error::NotFound(format!("There is no active resource plan in {ns}")),
    })
}

fn changes_values(changes: &WMNullableResourcePlan, name: Option<&Str>) -> bool {
    let new_name = changes.name.as_deref().map(normalize);
    changes.is_set_query_parallelism.is_some()
        || changes.is_set_default_pool_path.is_some()
        || new_name.is_some_and(|new| Some(&new) != name)
}

async fn set_values(tx: &Tx, plan: &mut PlanRow, changes: &WMNullableResourcePlan) -> Result<()> {
    if let Some(new) = changes.name.as_deref().map(normalize) {
        if new.is_empty() {
            return Err(Error::InvalidOperation("Cannot rename to empty value.".into()));
        }
        plan.name.plan = new;
    }
    if changes.is_set_query_parallelism == Some(true) {
        if changes.query_parallelism.is_some_and(|parallelism| parallelism <= 0) {
            return Err(Error::InvalidOperation("queryParallelism should be positive.".into()));
        }
        plan.query_parallelism = changes.query_parallelism;
    }
    if changes.is_set_default_pool_path == Some(true) {
        plan.default_pool = match changes.default_pool_path.as_deref() {
            Some(path) => Some((pool::find(tx, plan, &normalize(path)).await?.0, normalize(path))),
            None => None,
        };
    }
    Ok(())
}

async fn switch(
    tx: &Tx,
    plans: &[PlanRow],
    plan: PlanRow,
    wanted: Status,
    mode: Mode,
) -> Result<Option<WMFullResourcePlan>> {
    let name = &plan.name.plan;
    if wanted.name().is_none() {
        return Err(Error::InvalidOperation(format!("Invalid status: {}", wanted.0)));
    }
    match (plan.status, wanted) {
        (before, after) if before == after => return Ok(None),
        (Status::ACTIVE, _) if mode != Mode::ForceDeactivate => {
            return Err(Error::InvalidOperation(format!(
                "Resource plan {name} is active; activate another plan first, or disable workload management."
            )));
        }
        (Status::DISABLED, Status::ACTIVE) if mode != Mode::EnableAndActivate => {
            return Err(Error::InvalidOperation(format!(
                "Resource plan {name} is disabled and should be enabled before activation (or in the same command)"
            )));
        }
        (Status::DISABLED, _) => refuse_invalid(tx, &plan).await?,
        _ => {}
    }
    if wanted == Status::ACTIVE {
        for before in plans.iter().filter(|plan| plan.status == Status::ACTIVE) {
            PlanRow { status: Status::ENABLED, ..before.clone() }.update(tx).await?;
        }
    }
    let plan = PlanRow { status: wanted, ..plan };
    plan.update(tx).await?;
    match wanted {
        Status::ACTIVE => Ok(Some(read::full(tx, &plan).await?)),
        _ => Ok(None),
    }
}

async fn refuse_invalid(tx: &Tx, plan: &PlanRow) -> Result<()> {
    let (errors, _) = problems(&read::full(tx, plan).await?);
    if errors.is_empty() {
        return Ok(());
    }
    Err(Error::InvalidOperation(format!("ResourcePlan: {} is invalid: [{}]", plan.name.plan, errors.join(", "))))
}
