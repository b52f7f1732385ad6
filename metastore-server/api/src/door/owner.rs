//! What whoever makes a thing gets of it.

use crate::{Context, Refusal};
use skep_access::statement::{Columns, Condition, Grant, Rows, Statement, Target};
use skep_access::{Access, Standing};
use skep_catalog::policy::{self, Intent};

impl Context<'_> {
    /// Grants the caller everything on what it has just made, with the right to pass it on: a rule like any other, which
    /// can be revoked. Owners that clients name mean nothing.
    pub(crate) async fn made(&self, on: Target) {
        let Some(access) = self.access() else { return };
        let maker = &access.caller.principal;
        if maker.is_public() || has_all(access, &on) {
            return;
        }
        let grant = Statement::Grant(Grant {
            rights: on.rights().iter().copied().collect(),
            on,
            columns: Columns::All,
            rows: Rows::All,
            to: vec![maker.clone()],
            grant_option: true,
            when: Condition::default(),
        });
        let (db, now) = (&self.catalog.db, self.catalog.clock.seconds());
        if let Err(error) = policy::apply(db, std::slice::from_ref(&grant), maker, now, Intent::Make).await {
            // The thing is there, and saying otherwise would be worse.
            tracing::error!(%error, %grant, "what was made could not be granted to its maker");
        }
    }

    /// Hive's own tables of grants and roles decide nothing while the policy does: changing them would seem to work.
    pub(crate) fn hive_grants_decide(&self) -> Result<(), Refusal> {
        match self.access() {
            None => Ok(()),
            Some(_) => Err(Refusal::denied(
                "AccessControlException: grants and roles of this metastore are kept in its access policy, which is \
                 changed with skep grant, skep revoke and skep role",
            )),
        }
    }
}

/// A policy need not say for each table what it says for all.
fn has_all(access: &Access<'_>, on: &Target) -> bool {
    let whole = |table| on.rights().iter().all(|right| access.standing(*right, table, None) == Standing::Whole);
    on.table().is_some_and(whole)
}
