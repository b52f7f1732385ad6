//! What a schema version does not have is refused by name, before a statement fails on it.

use crate::{Catalog, Error, Result};

impl Catalog {
    /// Refuses what needs a table that this database lacks, and names the version that has it.
    pub(crate) fn needs(&self, table: &'static str) -> Result<()> {
        self.db.lacks(table).map_or(Ok(()), |text| Err(Error::Meta(text)))
    }

    /// Whether this database has the table. Where it has not there is nothing of it, and reads say so.
    pub(crate) fn keeps(&self, table: &str) -> bool {
        self.db.keeps(table)
    }
}
