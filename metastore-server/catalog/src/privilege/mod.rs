//! Privileges, as Hive's own tables keep them: who may do what with which object, by whose grant.
//!
//! They are kept and handed out, and decide nothing here: in Hive it is the engines that ask.
//! Every request about many of them runs a number of statements that depends on the kinds of
//! objects it names, and on their number by the hundred only.

mod ask;
pub mod grant;
mod grants;
pub mod inherit;
mod kind;
pub mod list;
mod object;
mod reader;
pub mod refresh;
pub mod revoke;
pub mod set;
pub mod sql;

pub use grant::grant;
pub use kind::Kind;
pub(crate) use kind::insert;
pub use list::list;
pub use reader::Reader;
pub use refresh::refresh;
pub use revoke::revoke;
pub use set::set;

use crate::Result;
use skep_sql::Tx;

/// How many grants one statement is about.
const BATCH: usize = 500;

/// Removes all that a role was granted.
pub(crate) async fn delete_of_role(tx: &Tx, role: &str) -> Result<()> {
    for kind in Kind::ALL {
        if kind.kept(tx) {
            tx.execute(kind.table().delete_of_role, &[role.into()]).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
