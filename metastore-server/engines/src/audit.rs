//! What was decided, for the log: one record per question, on the target of all decisions.

use skep_access::assurance::Assurance;
use skep_access::{AUDIT_TARGET, Caller, Effective, Policy};

use crate::server::Engine;

/// Objects named in one record at the most.
const OBJECTS_MAX: usize = 8;

/// A question and what came of it.
pub(crate) struct Record<'a> {
    pub operation: &'a str,
    pub policy: &'a Policy,
    pub caller: &'a Caller,
    pub engine: &'a Engine,
    /// What it was about, each with the answer.
    pub objects: &'a [(String, bool)],
    /// It was asked which of them are shown.
    pub filters: bool,
    /// What holds for the one table it was about.
    pub part: Option<&'a Effective>,
}

impl Record<'_> {
    pub fn write(&self) {
        if !tracing::enabled!(target: AUDIT_TARGET, tracing::Level::INFO) {
            return;
        }
        let Record { operation, policy, caller, engine, objects, filters, part } = self;
        let shown = objects.iter().filter(|(_, shown)| *shown).count();
        let verdict = match (filters, shown == objects.len(), part) {
            (true, ..) => "filtered",
            (false, false, _) => "refused",
            (false, true, Some(_)) => "partial",
            (false, true, None) => "allowed",
        };
        tracing::info!(
            target: AUDIT_TARGET,
            principal = %caller.principal,
            authn = %caller.method,
            strength = caller.strength,
            class = %caller.class,
            peer = %engine.peer,
            engine = engine.name,
            rpc = format!("trino {operation}"),
            needs = listed(objects),
            shown = filters.then(|| format!("{shown} of {}", objects.len())),
            rules = part.map(rules),
            verdict,
            assurance = part.map(|_| Assurance::A3.word()),
            mode = %policy.mode(),
            epoch = policy.snapshot().epoch,
            "access"
        );
    }
}

fn listed(objects: &[(String, bool)]) -> String {
    let names: Vec<&str> = objects.iter().take(OBJECTS_MAX).map(|(name, _)| name.as_str()).collect();
    let mut text = names.join(", ");
    if objects.len() > OBJECTS_MAX {
        text.push_str(&format!(", and {} more", objects.len() - OBJECTS_MAX));
    }
    text
}

/// The numbers of the statements that said so.
fn rules(part: &Effective) -> String {
    let reasons = &part.reasons;
    let numbers = reasons.grants.iter().chain(&reasons.denies).chain(&reasons.restrictions).chain(&reasons.masks);
    let numbers: std::collections::BTreeSet<&i64> = numbers.collect();
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
