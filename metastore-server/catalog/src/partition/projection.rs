//! Partitions of which a client wants some fields only (`get_partitions_with_specs`).

use compact_str::CompactString as Str;
use skep_types::{FieldSchema, Order, Partition, SerDeInfo, SkewedInfo, StorageDescriptor};
use std::collections::BTreeSet;

use crate::{Error, Result};

/// Fields as Hive names them. Those of a struct come with the struct's name, and with any other
/// beginning of theirs.
const FIELDS: &[&str] = &[
    "values",
    "dbName",
    "tableName",
    "catName",
    "createTime",
    "lastAccessTime",
    "writeId",
    "parameters",
    "privileges.userPrivileges",
    "privileges.groupPrivileges",
    "privileges.rolePrivileges",
    "sd.location",
    "sd.inputFormat",
    "sd.outputFormat",
    "sd.compressed",
    "sd.numBuckets",
    "sd.bucketCols",
    "sd.parameters",
    "sd.cols.name",
    "sd.cols.type",
    "sd.cols.comment",
    "sd.sortCols.col",
    "sd.sortCols.order",
    "sd.skewedInfo.skewedColNames",
    "sd.skewedInfo.skewedColValues",
    "sd.skewedInfo.skewedColValueLocationMaps",
    "sd.serdeInfo.name",
    "sd.serdeInfo.serializationLib",
    "sd.serdeInfo.parameters",
    // Hive knows these and never fills them in here.
    "sd.serdeInfo.description",
    "sd.serdeInfo.serializerClass",
    "sd.serdeInfo.deserializerClass",
    "sd.serdeInfo.serdeType",
];

/// Which fields are wanted.
#[derive(Clone, Debug)]
pub struct Projection(BTreeSet<&'static str>);

impl Projection {
    /// Nothing if no field is named, which means all of them.
    pub fn of(names: &[Str]) -> Result<Option<Projection>> {
        let mut wanted = BTreeSet::new();
        for name in names {
            let exact = FIELDS.iter().position(|field| field == name);
            let fields = match exact {
                Some(at) => &FIELDS[at..=at],
                None => FIELDS,
            };
            let before =
                fields.iter().filter(|field| field.starts_with(name.as_str())).map(|field| wanted.insert(*field));
            if before.count() == 0 {
                return Err(Error::Meta(format!("Invalid field name {name}")));
            }
        }
        Ok((!names.is_empty()).then_some(Projection(wanted)))
    }

    /// The partition with the wanted fields only.
    pub fn apply(&self, partition: Partition) -> Partition {
        Partition {
            values: self.keep("values", partition.values),
            db_name: self.keep("dbName", partition.db_name),
            table_name: self.keep("tableName", partition.table_name),
            cat_name: self.keep("catName", partition.cat_name),
            create_time: self.keep("createTime", partition.create_time),
            last_access_time: self.keep("lastAccessTime", partition.last_access_time),
            write_id: self.keep("writeId", partition.write_id),
            parameters: self.keep("parameters", partition.parameters),
            privileges: self.any("privileges").then_some(partition.privileges).flatten(),
            sd: self.any("sd").then(|| partition.sd.map(|sd| self.storage(sd))).flatten(),
            ..Partition::default()
        }
    }

    fn storage(&self, sd: StorageDescriptor) -> StorageDescriptor {
        StorageDescriptor {
            cols: self.list("sd.cols", sd.cols, |column| FieldSchema {
                name: self.keep("sd.cols.name", column.name),
                type_: self.keep("sd.cols.type", column.type_),
                comment: self.keep("sd.cols.comment", column.comment),
            }),
            location: self.keep("sd.location", sd.location),
            input_format: self.keep("sd.inputFormat", sd.input_format),
            output_format: self.keep("sd.outputFormat", sd.output_format),
            compressed: self.keep("sd.compressed", sd.compressed),
            num_buckets: self.keep("sd.numBuckets", sd.num_buckets),
            bucket_cols: self.keep("sd.bucketCols", sd.bucket_cols),
            parameters: self.keep("sd.parameters", sd.parameters),
            sort_cols: self.list("sd.sortCols", sd.sort_cols, |order| Order {
                col: self.keep("sd.sortCols.col", order.col),
                order: self.keep("sd.sortCols.order", order.order),
            }),
            skewed_info: self.any("sd.skewedInfo").then(|| sd.skewed_info.map(|info| self.skewed(info))).flatten(),
            serde_info: self.any("sd.serdeInfo").then(|| sd.serde_info.map(|serde| self.serde(serde))).flatten(),
            ..StorageDescriptor::default()
        }
    }

    fn skewed(&self, info: SkewedInfo) -> SkewedInfo {
        let (names, values) = (info.skewed_col_names, info.skewed_col_values);
        let locations = info.skewed_col_value_location_maps;
        SkewedInfo {
            skewed_col_names: self.keep("sd.skewedInfo.skewedColNames", names),
            skewed_col_values: self.keep("sd.skewedInfo.skewedColValues", values),
            skewed_col_value_location_maps: self.keep("sd.skewedInfo.skewedColValueLocationMaps", locations),
        }
    }

    fn serde(&self, serde: SerDeInfo) -> SerDeInfo {
        SerDeInfo {
            name: self.keep("sd.serdeInfo.name", serde.name),
            serialization_lib: self.keep("sd.serdeInfo.serializationLib", serde.serialization_lib),
            parameters: self.keep("sd.serdeInfo.parameters", serde.parameters),
            ..SerDeInfo::default()
        }
    }

    fn keep<T>(&self, field: &str, value: Option<T>) -> Option<T> {
        if self.0.contains(field) { value } else { None }
    }

    /// Whether the struct or anything in it is wanted.
    fn any(&self, field: &str) -> bool {
        self.0.iter().any(|wanted| wanted.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')))
    }

    fn list<T>(&self, field: &str, list: Option<Vec<T>>, project: impl Fn(T) -> T) -> Option<Vec<T>> {
        if self.any(field) { list.map(|list| list.into_iter().map(project).collect()) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Result<Option<Projection>> {
        Projection::of(&names.iter().map(|name| Str::from(*name)).collect::<Vec<_>>())
    }

    #[test]
    fn a_struct_stands_for_its_fields_and_nothing_for_all() {
        assert!(of(&[]).expect("fine").is_none());
        let sd = of(&["sd", "sd.cols", "sd.location"]).expect("fine").expect("some");
        assert!(sd.0.iter().all(|field| field.starts_with("sd.")) && sd.0.len() > 15);
        let unknown = of(&["values", "sd.nothing"]).expect_err("unknown");
        assert_eq!(unknown.to_string(), "Invalid field name sd.nothing");
    }

    #[test]
    fn only_what_is_wanted_is_left() {
        let column = FieldSchema { name: Some("a".into()), type_: Some("int".into()), comment: Some("c".into()) };
        let serde = SerDeInfo { name: Some("n".into()), serialization_lib: Some("lib".into()), ..SerDeInfo::default() };
        let sd = StorageDescriptor {
            cols: Some(vec![column]),
            location: Some("file:/x".into()),
            serde_info: Some(serde),
            compressed: Some(true),
            ..StorageDescriptor::default()
        };
        let whole = Partition {
            values: Some(vec!["1".into()]),
            db_name: Some("db".into()),
            create_time: Some(7),
            sd: Some(sd),
            ..Partition::default()
        };
        let projection = of(&["createTime", "sd.cols.name", "sd.serdeInfo.serializationLib"]).expect("fine");
        let projected = projection.expect("some").apply(whole.clone());
        let serde = SerDeInfo { serialization_lib: Some("lib".into()), ..SerDeInfo::default() };
        let cols = vec![FieldSchema { name: Some("a".into()), type_: None, comment: None }];
        let sd = StorageDescriptor { cols: Some(cols), serde_info: Some(serde), ..StorageDescriptor::default() };
        assert_eq!(projected, Partition { create_time: Some(7), sd: Some(sd), ..Partition::default() });
        let values = of(&["values"]).expect("fine").expect("some").apply(whole);
        assert_eq!(values, Partition { values: Some(vec!["1".into()]), ..Partition::default() });
    }
}
