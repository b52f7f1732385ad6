//! Tables of which a caller sees some columns or rows.

use super::Asking;
use crate::Refusal;
use skep_access::statement::Table;
use skep_access::{Caller, Effective};
use std::collections::BTreeMap;

/// What a method does with a table of which the caller sees a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    /// It knows whole tables only, and is refused.
    #[default]
    Whole,
    /// It shows what the caller may see, by [`Context::part_of`](crate::Context::part_of), and nothing else.
    Parts,
}

/// The tables of a call that are restricted for its caller, and how.
pub(crate) type Parts = BTreeMap<Table, Effective>;

/// Refuses a read that would show more of a table than the caller sees.
pub(super) fn check(asking: &Asking, caller: &Caller, parts: &Parts) -> Result<(), Refusal> {
    match parts.keys().next() {
        Some(table) if asking.shows == Shows::Whole => Err(Refusal::denied(format!(
            "AccessControlException: Permission denied: principal={} sees a part of object={table} only, and {} would \
             show all of it",
            caller.principal, asking.method.name
        ))),
        _ => Ok(()),
    }
}
