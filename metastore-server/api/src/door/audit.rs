//! What was decided, for the log: one record per call, on a target of its own.

use super::Asking;
use super::decide::Ruling;
use crate::Context;
use skep_access::{Access, Need, Policy};
use std::fmt::Write;

/// The target of the records.
pub use skep_access::AUDIT_TARGET as TARGET;

/// Objects named in one record at the most.
const OBJECTS_MAX: usize = 8;

/// Refusals are logged at the level of decisions: they are nobody's fault.
pub(super) fn record(
    cx: &Context<'_>,
    asking: &Asking,
    policy: &Policy,
    access: &Access<'_>,
    need: &Need,
    ruling: &Ruling,
) {
    if !tracing::enabled!(target: TARGET, tracing::Level::INFO) {
        return;
    }
    let caller = access.caller;
    let verdict = match (&ruling.refused[..], ruling.parts.is_empty()) {
        ([], true) if need.rights().is_empty() => "filtered",
        ([], true) => "allowed",
        ([], false) => "partial",
        (refused, _) if refused.iter().all(|refused| refused.is_hidden()) => "hidden",
        _ => "refused",
    };
    tracing::info!(
        target: TARGET,
        principal = %caller.principal,
        authn = %caller.method,
        strength = caller.strength,
        class = %caller.class,
        peer = cx.session.peer.map(tracing::field::display),
        claimed = cx.session.user().filter(|user| user != caller.principal.name()),
        rpc = asking.method.name,
        needs = objects(need),
        missing = ruling.refused.first().map(|refused| format!("{} {}", refused.right, refused.object)),
        rules = rules(access, need, ruling),
        verdict,
        mode = %policy.mode(),
        epoch = policy.snapshot().epoch,
        "access"
    );
}

/// `SELECT care.patients, DATA_LOCATION s3://…`
fn objects(need: &Need) -> String {
    let mut text = String::new();
    for (at, (right, resource)) in need.rights().iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        // Writing to a String does not fail.
        let _ = match at < OBJECTS_MAX {
            true => write!(text, "{comma}{right} {resource}"),
            false => {
                let _ = write!(text, ", and {} more", need.rights().len() - at);
                return text;
            }
        };
    }
    text
}

/// The numbers of the statements that said so.
fn rules(access: &Access<'_>, need: &Need, ruling: &Ruling) -> String {
    let mut numbers: Vec<i64> = match ruling.refused.is_empty() {
        true => need.rights().iter().take(OBJECTS_MAX).flat_map(|(right, on)| access.grounds(*right, on)).collect(),
        false => ruling.refused.iter().filter_map(|refused| refused.policy).collect(),
    };
    for reasons in ruling.parts.values().map(|part| &part.reasons) {
        numbers.extend(reasons.grants.iter().chain(&reasons.denies).chain(&reasons.restrictions).chain(&reasons.masks));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
