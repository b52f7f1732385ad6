//! Adds what a metastore lacks, for the operator who asks for it: a Java metastore that makes its
//! tables on demand never makes the ones locks need.

use std::collections::BTreeSet;

use crate::probe::Observed;
use crate::{Version, exists, render, statements, tables};

/// Statements that make the missing tables with their indexes and first rows. Existing tables are
/// left alone. `VERSION` gets its row with its table, but an existing empty one stays empty: a Java
/// metastore that verifies nothing wrote none, and one that verifies shall not be misled.
pub fn missing_ddl(observed: &Observed, version: Version) -> Vec<String> {
    if !exists(observed.dialect, version) {
        return Vec::new();
    }
    let (present, absent): (Vec<_>, Vec<_>) =
        tables(version).partition(|table| observed.table(table, version).is_some());
    let present: BTreeSet<_> = present.iter().map(|table| table.name).collect();
    let script = render::make(observed.dialect, version, &absent, present);
    statements(&script).into_iter().map(str::to_owned).collect()
}
