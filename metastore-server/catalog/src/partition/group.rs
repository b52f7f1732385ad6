//! Partitions as `PartitionSpec`s that share storage descriptors, the way Hive groups them: those
//! below the table's directory whose descriptors differ in the location only are one group, all that
//! lie elsewhere are a list.

use std::collections::HashMap;

use compact_str::CompactString as Str;
use skep_types::{
    Partition, PartitionListComposingSpec, PartitionSpec, PartitionSpecWithSharedSD, PartitionWithoutSD,
    StorageDescriptor, Table,
};

/// The partitions in their groups. The groups stand in the order of their first partitions.
pub fn grouped(table: &Table, partitions: Vec<Partition>) -> Vec<PartitionSpec> {
    let root = table.sd.as_ref().and_then(|sd| sd.location.clone());
    let mut groups = Groups::default();
    let mut elsewhere = Vec::new();
    for partition in partitions {
        match placed(&partition, root.as_deref()) {
            Placed::Elsewhere => elsewhere.push(partition),
            Placed::Below(relative) => groups.add(root.clone(), Some(relative), partition),
            Placed::Nowhere => groups.add(None, None, partition),
        }
    }
    let mut specs: Vec<PartitionSpec> = groups.all.into_iter().map(|group| group.spec(table)).collect();
    if !elsewhere.is_empty() {
        let list = PartitionListComposingSpec { partitions: Some(elsewhere) };
        specs.push(PartitionSpec { partition_list: Some(list), ..of(table) });
    }
    specs
}

enum Placed {
    /// The rest of the location.
    Below(Str),
    Elsewhere,
    /// The location is not known: it was not asked for, or there is none.
    Nowhere,
}

fn placed(partition: &Partition, root: Option<&str>) -> Placed {
    let location = partition.sd.as_ref().and_then(|sd| sd.location.as_deref());
    let Some(location) = location else { return Placed::Nowhere };
    // `/t2/x` does not lie in `/t`, although Hive takes it to.
    let rest = root.and_then(|root| location.strip_prefix(root));
    match rest.filter(|rest| rest.is_empty() || rest.starts_with('/') || root.is_some_and(|root| root.ends_with('/'))) {
        Some(rest) => Placed::Below(rest.into()),
        None => Placed::Elsewhere,
    }
}

struct Group {
    /// With the table's location or none; none at all where descriptors were not asked for.
    sd: Option<StorageDescriptor>,
    partitions: Vec<PartitionWithoutSD>,
}

#[derive(Default)]
struct Groups {
    all: Vec<Group>,
    /// By their descriptors as text, which unlike the structs can be looked up.
    places: HashMap<Option<String>, usize>,
    latest: usize,
}

impl Groups {
    fn add(&mut self, root: Option<Str>, relative: Option<Str>, partition: Partition) {
        let sd = partition.sd.map(|sd| StorageDescriptor { location: root, ..sd });
        // Neighbours are alike nearly always.
        if self.all.get(self.latest).is_none_or(|group| group.sd != sd) {
            self.latest = *self.places.entry(sd.as_ref().map(skep_codec::json)).or_insert(self.all.len());
        }
        if self.latest == self.all.len() {
            self.all.push(Group { sd, partitions: Vec::new() });
        }
        self.all[self.latest].partitions.push(PartitionWithoutSD {
            values: partition.values,
            // Java's structs have no absent numbers.
            create_time: partition.create_time.or(Some(0)),
            last_access_time: partition.last_access_time.or(Some(0)),
            relative_path: relative,
            parameters: partition.parameters,
            privileges: None,
        });
    }
}

impl Group {
    fn spec(self, table: &Table) -> PartitionSpec {
        let sd = self.sd.unwrap_or_default();
        let root_path = sd.location.clone();
        let sd = StorageDescriptor {
            compressed: sd.compressed.or(Some(false)),
            num_buckets: sd.num_buckets.or(Some(0)),
            ..sd
        };
        let shared = PartitionSpecWithSharedSD { partitions: Some(self.partitions), sd: Some(sd) };
        PartitionSpec { root_path, shared_sd_partition_spec: Some(shared), ..of(table) }
    }
}

fn of(table: &Table) -> PartitionSpec {
    PartitionSpec {
        db_name: table.db_name.clone(),
        table_name: table.table_name.clone(),
        cat_name: table.cat_name.clone(),
        ..PartitionSpec::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: &str, location: Option<&str>, format: &str) -> Partition {
        let sd = StorageDescriptor {
            location: location.map(Str::from),
            input_format: Some(format.into()),
            ..StorageDescriptor::default()
        };
        Partition { values: Some(vec![value.into()]), sd: Some(sd), ..Partition::default() }
    }

    /// Root, and the relative path and value of each member.
    fn shown(spec: &PartitionSpec) -> String {
        let shared = spec.shared_sd_partition_spec.iter().flat_map(|shared| shared.partitions.iter().flatten());
        let shared = shared.map(|p| (p.relative_path.as_deref(), p.values.as_deref()));
        let listed = spec.partition_list.iter().flat_map(|list| list.partitions.iter().flatten());
        let listed = listed.map(|p| (None, p.values.as_deref()));
        let member = |(path, values): (Option<&str>, Option<&[Str]>)| {
            format!(" {}={}", path.unwrap_or("?"), values.unwrap_or_default().join("/"))
        };
        let members: String = shared.chain(listed).map(member).collect();
        format!("{}:{members}", spec.root_path.as_deref().unwrap_or("?"))
    }

    #[test]
    fn partitions_below_the_table_share_what_is_alike() {
        let sd = StorageDescriptor { location: Some("/t".into()), ..StorageDescriptor::default() };
        let table = Table { table_name: Some("t".into()), sd: Some(sd), ..Table::default() };
        let specs = grouped(
            &table,
            vec![
                at("1", Some("/t/a"), "f"),
                at("2", Some("/t2/a"), "f"),
                at("3", Some("/t/b"), "g"),
                at("4", Some("/t/c"), "f"),
                at("5", None, "f"),
                Partition { values: Some(vec!["6".into()]), ..Partition::default() },
            ],
        );
        let shown: Vec<String> = specs.iter().map(shown).collect();
        assert_eq!(shown, ["/t: /a=1 /c=4", "/t: /b=3", "?: ?=5", "?: ?=6", "?: ?=2"]);
    }
}
