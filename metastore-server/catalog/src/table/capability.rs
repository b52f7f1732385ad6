//! Insert-only tables are refused to clients that do not say they can read them: they would see
//! files that no transaction has committed.

use super::{is_transactional, parameter};
use crate::{Catalog, Error, Result};
use skep_types::{ClientCapabilities, ClientCapability, Table};

/// The text Hive sends; it tells what to do.
const REFUSAL: &str = "Your client does not appear to support insert-only tables. To skip capability checks, \
    please set metastore.client.capability.check to false. This setting can be set globally, or on the client \
    for the current metastore session. Note that this may lead to incorrect results, data loss, undefined \
    behavior, etc. if your client is actually incompatible. You can also specify custom client capabilities via \
    get_table_req API.";

/// Whether a client with these capabilities may have the table. Plain `get_table` has none.
pub fn check(catalog: &Catalog, table: &Table, capabilities: Option<&ClientCapabilities>) -> Result<()> {
    let insert_only = is_transactional(table)
        && parameter(table, "transactional_properties").is_some_and(|v| v.eq_ignore_ascii_case("insert_only"));
    if !insert_only || !catalog.rules.check_client_capabilities {
        return Ok(());
    }
    match capabilities.is_some_and(|c| c.values.contains(&ClientCapability::INSERT_ONLY_TABLES)) {
        true => Ok(()),
        false => Err(Error::Meta(REFUSAL.into())),
    }
}
