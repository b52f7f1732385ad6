//! Removing a plan with all that is in it.

use super::{PlanName, TABLE, read, sql};
use crate::{Catalog, Error, Result};
use skep_sql::Statement;
use skep_types::WMResourcePlanStatus as Status;

const IN_ORDER: [&Statement; 6] = [
    &sql::UNSET_DEFAULT_POOL,
    &sql::DELETE_POOL_TRIGGERS_OF_PLAN,
    &sql::DELETE_TRIGGERS_OF_PLAN,
    &sql::DELETE_MAPPINGS_OF_PLAN,
    &sql::DELETE_POOLS_OF_PLAN,
    &sql::DELETE_PLAN,
];

pub async fn drop(catalog: &Catalog, name: &PlanName) -> Result<()> {
    catalog.needs(TABLE)?;
    let dropped = catalog.db.write(|tx| async move {
        let plan = read::lock(&tx, name).await?;
        if plan.status == Status::ACTIVE {
            return Err(Error::Meta("Cannot drop an active resource plan".into()));
        }
        for statement in IN_ORDER {
            tx.execute(statement, &[plan.id.into()]).await?;
        }
        Ok(())
    });
    dropped.await
}
