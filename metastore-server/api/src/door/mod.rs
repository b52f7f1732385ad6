//! The decision about each call, before it runs.
//!
//! A method says what it needs ([`Method::need`](crate::Method::need)); here the policy of the moment is asked for it,
//! with the tables that the call names, in one small statement. What comes of it is a [`Door`]: it has refused the
//! call, or it hands the method a [`Context`] with the caller's [`Access`], over which lists are filtered.
//!
//! - What the caller does not see is not there. A read runs over a database in which it finds nothing by that name
//!   ([`Database::without_seeing`](skep_sql::Database::without_seeing)), so that the method's own sentence about missing
//!   things is the answer. A write is refused, with the same words whether the thing is there or not.
//! - Of what the caller sees but may not use, the refusal says what is missing.
//! - A table of which the caller sees a part is shown by methods that can show parts ([`part`]), and by no other.

mod audit;
mod decide;
mod owner;
pub(crate) mod part;

pub use audit::TARGET as AUDIT_TARGET;

use crate::{Context, Effect, Refusal};
use decide::Ruling;
use part::{Parts, Shows};
use skep_access::statement::Table;
use skep_access::{Access, Caller, Mode, Need, Policy};
use skep_catalog::Catalog;
use skep_types::MethodDef;

/// What the door knows of a method.
pub(crate) struct Asking {
    pub method: &'static MethodDef,
    pub effect: Effect,
    pub shows: Shows,
}

/// A decision that let the call in.
#[derive(Default)]
pub(crate) struct Door {
    enforced: Option<Enforced>,
    parts: Parts,
    /// Where some names find nothing.
    catalog: Option<Catalog>,
}

struct Enforced {
    policy: Policy,
    caller: Caller,
    now: i64,
}

impl Door {
    pub async fn ask(cx: &Context<'_>, asking: &Asking, need: &Need) -> Result<Door, Refusal> {
        let keeper = &cx.shared.keeper;
        if keeper.mode() == Mode::Off || !need.asks() {
            return Ok(Door::default());
        }
        match judge(cx, asking, need).await {
            Ok((enforced, ruling)) if keeper.mode() == Mode::Enforce => admit(cx, asking, enforced, ruling),
            Ok(_) => Ok(Door::default()),
            Err(error) => {
                tracing::error!(%error, "the access policy cannot be read");
                match keeper.mode() {
                    Mode::Enforce => Err(Refusal::denied(format!(
                        "AccessControlException: the access policy cannot be read, and without it nothing is shown: {error}"
                    ))),
                    Mode::Off | Mode::Audit => Ok(Door::default()),
                }
            }
        }
    }

    pub fn access(&self) -> Option<Access<'_>> {
        self.enforced.as_ref().map(|Enforced { policy, caller, now }| policy.of(caller, *now))
    }

    /// What the method finds around it.
    pub fn context<'a>(&'a self, cx: &Context<'a>, access: Option<&'a Access<'a>>) -> Context<'a> {
        Context { access, parts: &self.parts, catalog: self.catalog.as_ref().unwrap_or(cx.catalog), ..*cx }
    }
}

async fn judge(cx: &Context<'_>, asking: &Asking, need: &Need) -> skep_catalog::Result<(Enforced, Ruling)> {
    let db = &cx.catalog.db;
    let (policy, places) = cx.shared.keeper.policy_and_places(db, &decide::places(need)).await?;
    let (caller, now) = (cx.session.caller(), cx.catalog.clock.seconds());
    let ruling = {
        let access = policy.of(&caller, now);
        let ruling = decide::rule(cx.catalog, &access, need, &places).await?;
        audit::record(cx, asking, &policy, &access, need, &ruling);
        ruling
    };
    Ok((Enforced { policy, caller, now }, ruling))
}

fn admit(cx: &Context<'_>, asking: &Asking, enforced: Enforced, ruling: Ruling) -> Result<Door, Refusal> {
    let Ruling { refused, parts } = ruling;
    let reads = asking.effect == Effect::Read;
    if let Some(refused) = refused.iter().find(|refused| !reads || !refused.is_hidden()) {
        return Err(Refusal::denied(refused.to_string()));
    }
    if reads {
        part::check(asking, &enforced.caller, &parts)?;
    }
    let unseen: Vec<String> = refused.into_iter().flat_map(|refused| refused.unseen).collect();
    let catalog =
        (!unseen.is_empty()).then(|| Catalog { db: cx.catalog.db.without_seeing(unseen), ..cx.catalog.clone() });
    Ok(Door { enforced: Some(enforced), parts, catalog })
}

/// A table's name as the policy has it.
pub(crate) fn table_of(name: &skep_catalog::names::TableName) -> Table {
    Table {
        catalog: name.database.catalog.to_string(),
        database: name.database.database.to_string(),
        table: name.table.to_string(),
    }
}
