//! Workload management: resource plans with their pools, triggers and mappings, as HiveServer2 reads
//! them to share out LLAP.
//!
//! One plan of a namespace is active at a time; only a disabled plan can be edited. Whoever changes
//! a plan, or anything in it, locks its row first; whoever changes a status locks all plans of the
//! namespace, so that two never become active together.

pub mod alter;
pub mod create;
pub mod drop;
pub mod mapping;
pub mod pool;
pub mod read;
mod replace;
pub mod sql;
pub mod trigger;
pub mod validate;

pub use alter::alter;
pub use create::create;
pub use drop::drop;
pub use read::{active, all, get};
pub use validate::validate;

use crate::names::normalize;
use crate::{Error, Result};
use skep_types::Str;

const TABLE: &str = "WM_RESOURCEPLAN";

/// A resource plan, fully named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanName {
    pub plan: Str,
    pub ns: Str,
}

impl PlanName {
    pub fn parse(plan: Option<&str>, ns: Option<&str>) -> Result<PlanName> {
        let plan = plan.ok_or_else(|| Error::Meta("Resource plan name cannot be null".into()))?;
        Ok(PlanName { plan: normalize(plan), ns: namespace(ns) })
    }

    fn missing(&self) -> Error {
        Error::NotFound(format!("There is no resource plan named: {} in {}", self.plan, self.ns))
    }
}

/// The namespace of a cluster of HiveServer2s. Clients and databases before 4.0 know one only.
pub fn namespace(sent: Option<&str>) -> Str {
    normalize(sent.unwrap_or(DEFAULT_NAMESPACE))
}

const DEFAULT_NAMESPACE: &str = "default";

#[cfg(test)]
mod tests;
