//! Roles of roles.

use super::sql;
use crate::Result;
use skep_sql::Tx;
use skep_types::Str;

/// The roles that these users, groups and roles belong to, directly or by other roles. One
/// statement, and a circle that somebody else wrote does not hold it up.
pub async fn above(tx: &Tx, users: &[&str], groups: &[&str], roles: &[&str]) -> Result<Vec<Str>> {
    if !tx.has("ROLES") || !tx.has("ROLE_MAP") {
        return Ok(Vec::new());
    }
    let rows = tx.rows(&sql::ROLES_ABOVE, &[users.into(), groups.into(), roles.into()]).await?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
