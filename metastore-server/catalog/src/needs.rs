//! What a schema version does not have is refused by name, before a statement fails on it.

use crate::{Catalog, Error, Result};
use skep_schema::{Version, table};

impl Catalog {
    /// Refuses what needs a table that this database lacks, and names the version that has it.
    pub(crate) fn needs(&self, name: &'static str) -> Result<()> {
        let version = self.db.version();
        if self.keeps(name) {
            return Ok(());
        }
        let first = Version::ALL.iter().find(|version| table(name, **version).is_some());
        Err(Error::Meta(match first {
            Some(first) if *first > version => format!(
                "the metastore database has the schema of Hive {version}, which lacks the table {name} of {first} and later"
            ),
            _ => format!("this metastore database has no table {name}"),
        }))
    }

    /// Whether this database has the table. Where it has not there is nothing of it, and reads say so.
    pub(crate) fn keeps(&self, name: &str) -> bool {
        table(name, self.db.version()).is_some() && self.db.has(name)
    }
}
