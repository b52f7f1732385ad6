//! Whether a plan can be enabled: Hive's rules, in Hive's words.

use super::{PlanName, TABLE, read};
use crate::{Catalog, Error, Result};
use skep_types::{Str, WMFullResourcePlan, WMPool, WMPoolSchedulingPolicy, WMValidateResourcePlanResponse};
use std::collections::BTreeMap;

/// Fractions are added up as floating point numbers.
const TOLERANCE: f64 = 0.00001;

pub async fn validate(catalog: &Catalog, name: &PlanName) -> Result<WMValidateResourcePlanResponse> {
    catalog.needs(TABLE)?;
    let read = catalog.db.read(|tx| async move { read::full(&tx, &read::by_name(&tx, name).await?).await });
    let plan = read.await.map_err(|error| match error {
        Error::NotFound(_) => Error::NotFound(format!("Cannot find resourcePlan: {} in {}", name.plan, name.ns)),
        other => other,
    })?;
    let (errors, warnings) = problems(&plan);
    Ok(WMValidateResourcePlanResponse { errors: Some(errors), warnings: Some(warnings) })
}

/// Errors and warnings. Triggers are not looked at: what they count is known to HiveServer2 only.
pub(super) fn problems(plan: &WMFullResourcePlan) -> (Vec<Str>, Vec<Str>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let allowed = plan.plan.query_parallelism;
    if let Some(allowed) = allowed.filter(|allowed| *allowed < 1) {
        errors.push(format!("Query parallelism should for resource plan be positive. Got: {allowed}"));
    }
    let mut total: i64 = 0;
    for pool in &plan.pools {
        match pool.query_parallelism.unwrap_or(0) {
            ..1 => errors.push(format!("Invalid query parallelism for pool: {}", pool.pool_path)),
            parallelism => total += i64::from(parallelism),
        }
        if let Some(policy) = pool.scheduling_policy.as_deref().filter(|policy| !is_policy(policy)) {
            errors.push(format!("Invalid scheduling policy {policy} for pool: {}", pool.pool_path));
        }
    }
    let sum = format!("Sum of all pools' query parallelism: {total}");
    match allowed {
        Some(allowed) if i64::from(allowed) < total => {
            errors.push(format!("{sum} exceeds resource plan query parallelism: {allowed}"));
        }
        Some(allowed) if i64::from(allowed) > total => {
            warnings.push(format!("{sum} is less than resource plan query parallelism: {allowed}"));
        }
        _ => {}
    }
    fractions(&plan.pools, &mut errors);
    (errors.into_iter().map(Str::from).collect(), warnings.into_iter().map(Str::from).collect())
}

/// The pools below each pool share what it has.
fn fractions(pools: &[WMPool], errors: &mut Vec<String>) {
    let mut sums = BTreeMap::<&str, f64>::new();
    for pool in pools {
        *sums.entry(parent(&pool.pool_path).unwrap_or_default()).or_default() += pool.alloc_fraction.unwrap_or(0.0);
    }
    if !sums.contains_key("") {
        errors.push("Root has no children".into());
    }
    for (path, sum) in sums {
        if path.is_empty() && (1.0 - sum).abs() > TOLERANCE {
            errors.push(format!(
                "Sum of root children pools' alloc fraction should be 1.0 got: {sum:?} for pool: {path}"
            ));
        }
        if !path.is_empty() && !pools.iter().any(|pool| pool.pool_path == path) {
            errors.push(format!("Pool does not exists but has children: {path}"));
        }
        if !path.is_empty() && sum - 1.0 > TOLERANCE {
            errors.push(format!(
                "Sum of children pools' alloc fraction should be less than 1 got: {sum:?} for pool: {path}"
            ));
        }
    }
}

/// The path of the pool above, if it is not the root.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(parent, _)| parent)
}

pub(super) fn is_policy(text: &str) -> bool {
    let text = text.trim_matches(|c| c <= ' ').to_uppercase();
    text == "DEFAULT" || WMPoolSchedulingPolicy::from_name(&text).is_some()
}
