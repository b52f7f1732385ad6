//! Removing a role.

use super::{ADMIN, PUBLIC, kept, sql};
use crate::{Catalog, Error, Result, privilege};

/// Removes the role with all that was granted to it; who belonged to it no longer does. One that
/// is not there is as good as removed.
pub async fn drop(catalog: &Catalog, name: &str) -> Result<()> {
    if name == PUBLIC || name == ADMIN {
        return Err(Error::Meta("public,admin roles can't be dropped.".into()));
    }
    kept(catalog)?;
    let dropped = catalog.db.write(|tx| async move {
        let Some(row) = tx.row_opt(&sql::ROLE_ID, &[name.into()]).await? else { return Ok(()) };
        let id: i64 = row.get(0)?;
        tx.execute(&sql::DELETE_MEMBERSHIPS, &[id.into(), name.into()]).await?;
        privilege::delete_of_role(&tx, name).await?;
        tx.execute(&sql::DELETE_ROLE, &[id.into()]).await?;
        Ok(())
    });
    dropped.await
}
