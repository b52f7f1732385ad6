//! Making a role.

use super::{PUBLIC, kept, sql};
use crate::table::limits;
use crate::{Catalog, Error, Result};
use skep_sql::Sequence;

pub async fn create(catalog: &Catalog, name: &str, owner: Option<&str>) -> Result<()> {
    if name == PUBLIC {
        return Err(Error::Meta("public role implicitly exists. It can't be created.".into()));
    }
    if name.is_empty() {
        return Err(Error::Meta("Role name cannot be empty.".into()));
    }
    kept(catalog)?;
    limits::check_texts(&catalog.db, "ROLES", &[("ROLE_NAME", Some(name)), ("OWNER_NAME", owner)])?;
    let now = catalog.clock.seconds();
    let made = catalog.db.write(|tx| async move {
        if tx.row_opt(&sql::ROLE_ID, &[name.into()]).await?.is_some() {
            return Err(exists(name));
        }
        let id = tx.ids(Sequence::Role, 1).await?.start;
        let inserted = tx.insert(&sql::INSERT_ROLE, [[id.into(), now.into(), owner.into(), name.into()]]).await;
        inserted.map_err(|failure| if failure.is_unique_violation() { exists(name) } else { failure.into() })
    });
    made.await
}

fn exists(name: &str) -> Error {
    Error::InvalidObject(format!("Role {name} already exists."))
}
