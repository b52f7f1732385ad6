//! What Hive 4 tells a client that says what it can: how far it may use a table. A client that says
//! nothing, as all before Hive 4, gets its tables as they are.

use super::{EXTERNAL_TABLE, MANAGED_TABLE, MATERIALIZED_VIEW, VIRTUAL_VIEW, is_transactional, parameter};
use crate::names::DEFAULT_CATALOG;
use skep_types::{Str, Table};

/// Hive's access types.
const NONE: i8 = 1;
const READ_ONLY: i8 = 2;
const READ_WRITE: i8 = 8;

/// Says so in the table, for a client with these capabilities. Bucketing is hidden from clients that
/// would write into buckets wrongly.
pub fn describe(table: &mut Table, capabilities: Option<&[Str]>) {
    let Some(can) = capabilities.filter(|can| !can.is_empty()).map(Can) else { return };
    if can.has("MANAGERAWMETADATA") || can.has("MANAGE_RAW_METADATA") || !is_of_hive(table) {
        return;
    }
    let access = match parameter(table, "OBJCAPABILITIES") {
        Some(list) => by_list(table, list, can),
        None => by_type(table, can),
    };
    table.access_type = Some(access.kind);
    table.required_read_capabilities = (!access.reads.is_empty()).then_some(access.reads);
    table.required_write_capabilities = (!access.writes.is_empty()).then_some(access.writes);
    let hides_buckets = access.hides_buckets && !can.has("ACCEPTS_UNMODIFIED_METADATA");
    if let Some(sd) = table.sd.as_mut().filter(|_| hides_buckets) {
        sd.num_buckets = Some(-1);
    }
}

fn is_of_hive(table: &Table) -> bool {
    table.cat_name.as_deref().is_none_or(|catalog| catalog == DEFAULT_CATALOG)
}

#[derive(Debug, Clone, Copy)]
struct Can<'a>(&'a [Str]);

impl Can<'_> {
    fn has(self, capability: &str) -> bool {
        self.0.iter().any(|own| own == capability)
    }

    fn has_one_of(self, capabilities: [&str; 2]) -> bool {
        capabilities.into_iter().any(|one| self.has(one))
    }
}

/// An access type, and what the client lacks for more.
#[derive(Debug, Default)]
struct Access {
    kind: i8,
    reads: Vec<Str>,
    writes: Vec<Str>,
    hides_buckets: bool,
}

impl Access {
    fn of(kind: i8, reads: &[&str], writes: &[&str]) -> Access {
        let own = |list: &[&str]| list.iter().map(|one| Str::from(*one)).collect();
        Access { kind, reads: own(reads), writes: own(writes), hides_buckets: false }
    }
}

fn is_bucketed(table: &Table) -> bool {
    table.sd.as_ref().and_then(|sd| sd.num_buckets).is_some_and(|buckets| buckets > 0)
}

/// Where the table itself asks for nothing in particular.
fn by_type(table: &Table, can: Can<'_>) -> Access {
    match table.table_type.as_deref() {
        Some(EXTERNAL_TABLE) if is_bucketed(table) => match can.has("HIVEBUCKET2") {
            true => Access::of(READ_WRITE, &[], &[]),
            false => Access { hides_buckets: true, ..Access::of(READ_ONLY, &[], &["HIVEBUCKET2"]) },
        },
        Some(EXTERNAL_TABLE) => match (can.has("EXTREAD"), can.has("EXTWRITE")) {
            (true, true) => Access::of(READ_WRITE, &[], &[]),
            (true, false) => Access::of(READ_ONLY, &[], &["EXTWRITE"]),
            (false, _) => Access::of(NONE, &["EXTREAD"], &["EXTWRITE"]),
        },
        Some(MANAGED_TABLE) if is_transactional(table) => transactional(table, can),
        Some(MANAGED_TABLE) => Access::of(READ_WRITE, &[], &[]),
        Some(VIRTUAL_VIEW) => match can.has_one_of(["HIVESQL", "CONNECTORREAD"]) {
            true => Access::of(READ_ONLY, &[], &[]),
            false => Access::of(NONE, &["HIVESQL", "CONNECTORREAD"], &[]),
        },
        Some(MATERIALIZED_VIEW) => match can.has_one_of(["CONNECTORREAD", "HIVEFULLACIDREAD"]) && can.has("HIVEMQT") {
            true => Access::of(READ_ONLY, &[], &[]),
            false => Access::of(NONE, &["CONNECTORREAD", "HIVEMQT"], &[]),
        },
        _ => Access::of(NONE, &[], &[]),
    }
}

fn transactional(table: &Table, can: Can<'_>) -> Access {
    let [read, write] = capabilities_for(table);
    let writes = [write, "HIVEMANAGESTATS", "HIVECACHEINVALIDATE", "CONNECTORWRITE"];
    if can.has_one_of([write, "CONNECTORWRITE"]) {
        Access::of(READ_WRITE, &[], &[])
    } else if can.has_one_of([read, "CONNECTORREAD"]) {
        Access::of(READ_ONLY, &[], &writes)
    } else {
        Access::of(NONE, &["CONNECTORREAD", read], &writes)
    }
}

/// What reading and writing a transactional table takes.
fn capabilities_for(table: &Table) -> [&'static str; 2] {
    match parameter(table, "transactional_properties").is_some_and(|way| way.eq_ignore_ascii_case("insert_only")) {
        true => ["HIVEMANAGEDINSERTREAD", "HIVEMANAGEDINSERTWRITE"],
        false => ["HIVEFULLACIDREAD", "HIVEFULLACIDWRITE"],
    }
}

/// Where the table lists what its users must be able to.
fn by_list(table: &Table, list: &str, can: Can<'_>) -> Access {
    let list = list.to_uppercase();
    let required: Vec<&str> = list.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
    let missing: Vec<&str> = required.iter().copied().filter(|one| !can.has(one)).collect();
    let is_view = super::is_any_view(table);
    if missing.is_empty() {
        return Access::of(if is_view { READ_ONLY } else { READ_WRITE }, &[], &[]);
    }
    let (writes, reads): (Vec<&str>, Vec<&str>) =
        missing.iter().copied().partition(|one| one.ends_with("WRITE") || *one == "HIVEBUCKET2");
    let both = |capability| required.contains(&capability) && can.has(capability);
    let kind = match table.table_type.as_deref() {
        Some(EXTERNAL_TABLE) if both("EXTWRITE") && !is_bucketed(table) => READ_WRITE,
        Some(EXTERNAL_TABLE) if both("EXTREAD") => READ_ONLY,
        Some(MANAGED_TABLE) if !is_transactional(table) => READ_ONLY,
        Some(MANAGED_TABLE) if writes.is_empty() || can.has_one_of(["HIVEFULLACIDWRITE", "CONNECTORWRITE"]) => {
            READ_WRITE
        }
        Some(MANAGED_TABLE) if reads.is_empty() || can.has_one_of([capabilities_for(table)[0], "CONNECTORREAD"]) => {
            READ_ONLY
        }
        _ => NONE,
    };
    let hides_buckets = table.table_type.as_deref() == Some(EXTERNAL_TABLE) && missing.contains(&"HIVEBUCKET2");
    match kind {
        READ_WRITE => Access::of(kind, &[], &[]),
        READ_ONLY => Access { hides_buckets, ..Access::of(kind, &[], &writes) },
        _ => Access { hides_buckets, ..Access::of(kind, &reads, &writes) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_types::StorageDescriptor;

    fn described(kind: &str, parameters: &[(&str, &str)], can: &[&str]) -> (Option<i8>, Option<i32>) {
        let mut table = Table {
            table_type: Some(kind.into()),
            sd: Some(StorageDescriptor { num_buckets: Some(4), ..Default::default() }),
            parameters: Some(parameters.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect()),
            ..Table::default()
        };
        let can: Vec<Str> = can.iter().map(|one| Str::from(*one)).collect();
        describe(&mut table, Some(&can));
        (table.access_type, table.sd.and_then(|sd| sd.num_buckets))
    }

    #[test]
    fn a_client_is_told_how_far_it_may_use_a_table() {
        let acid = [("transactional", "true")];
        let inserts = [("transactional", "true"), ("transactional_properties", "insert_only")];
        for (kind, parameters, can, access, buckets) in [
            (EXTERNAL_TABLE, &[][..], &[][..], None, 4),
            (EXTERNAL_TABLE, &[], &["MANAGERAWMETADATA"], None, 4),
            (EXTERNAL_TABLE, &[], &["EXTREAD", "EXTWRITE"], Some(READ_ONLY), -1),
            (EXTERNAL_TABLE, &[], &["EXTREAD", "ACCEPTS_UNMODIFIED_METADATA"], Some(READ_ONLY), 4),
            (EXTERNAL_TABLE, &[], &["HIVEBUCKET2"], Some(READ_WRITE), 4),
            (MANAGED_TABLE, &[], &["EXTREAD"], Some(READ_WRITE), 4),
            (MANAGED_TABLE, &acid, &["HIVEFULLACIDREAD"], Some(READ_ONLY), 4),
            (MANAGED_TABLE, &acid, &["HIVEMANAGEDINSERTWRITE"], Some(NONE), 4),
            (MANAGED_TABLE, &inserts, &["HIVEMANAGEDINSERTWRITE"], Some(READ_WRITE), 4),
            (VIRTUAL_VIEW, &[], &["HIVESQL"], Some(READ_ONLY), 4),
            (MATERIALIZED_VIEW, &[], &["HIVEFULLACIDREAD"], Some(NONE), 4),
            (EXTERNAL_TABLE, &[("OBJCAPABILITIES", "extread, hivebucket2")], &["EXTREAD"], Some(READ_ONLY), -1),
            (MANAGED_TABLE, &[("OBJCAPABILITIES", "X")], &["X"], Some(READ_WRITE), 4),
        ] {
            assert_eq!(described(kind, parameters, can), (access, Some(buckets)), "{kind} {parameters:?} {can:?}");
        }
    }
}
