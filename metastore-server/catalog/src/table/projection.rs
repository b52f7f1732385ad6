//! Tables of which a client wants some fields only (`get_table_objects_by_name_req` of Hive 4).

use crate::{Error, Result};
use skep_types::{SerDeInfo, StorageDescriptor, Str, Table};

/// Fields with one value, as Hive names them.
const SINGLE: &[&str] = &[
    "id",
    "tableName",
    "dbName",
    "owner",
    "ownerType",
    "createTime",
    "lastAccessTime",
    "retention",
    "sd.location",
    "sd.inputFormat",
    "sd.outputFormat",
    "sd.compressed",
    "sd.numBuckets",
    "sd.serdeInfo.name",
    "sd.serdeInfo.serializationLib",
    "sd.serdeInfo.description",
    "sd.serdeInfo.serializerClass",
    "sd.serdeInfo.deserializerClass",
    "sd.serdeInfo.serdeType",
    "sd.storedAsSubDirectories",
    "viewOriginalText",
    "viewExpandedText",
    "rewriteEnabled",
    "tableType",
    "writeId",
];

/// Lists and maps. Who asks for one of them gets whole tables, in Hive and here.
const MANY: &[&str] = &[
    "values",
    "sd.cols.name",
    "sd.cols.type",
    "sd.cols.comment",
    "sd.serdeInfo.parameters",
    "sd.bucketCols",
    "sd.sortCols.col",
    "sd.sortCols.order",
    "sd.parameters",
    "sd.skewedInfo.skewedColNames",
    "sd.skewedInfo.skewedColValues",
    "sd.skewedInfo.skewedColValueLocationMaps",
    "partitionKeys.name",
    "partitionKeys.type",
    "partitionKeys.comment",
    "parameters",
];

/// Which fields are wanted.
#[derive(Clone, Debug)]
pub struct Projection(Vec<Str>);

impl Projection {
    /// Nothing if whole tables are wanted. Names that Hive does not know are refused.
    pub fn of(names: &[Str]) -> Result<Option<Projection>> {
        let known = |list: &[&str], name: &Str| list.contains(&name.as_str());
        let unknown: Vec<&str> =
            names.iter().filter(|name| !known(SINGLE, name) && !known(MANY, name)).map(Str::as_str).collect();
        if !unknown.is_empty() {
            return Err(Error::Meta(format!("Invalid table fields in the projection spec[{}]", unknown.join(", "))));
        }
        let single = !names.is_empty() && names.iter().all(|name| known(SINGLE, name));
        Ok(single.then(|| Projection(names.to_vec())))
    }

    /// The table with the wanted fields only, and what it says about access.
    pub fn apply(&self, table: Table) -> Table {
        Table {
            id: self.keep("id", table.id),
            table_name: self.keep("tableName", table.table_name),
            db_name: self.keep("dbName", table.db_name),
            owner: self.keep("owner", table.owner),
            owner_type: self.keep("ownerType", table.owner_type),
            create_time: self.keep("createTime", table.create_time),
            last_access_time: self.keep("lastAccessTime", table.last_access_time),
            retention: self.keep("retention", table.retention),
            view_original_text: self.keep("viewOriginalText", table.view_original_text),
            view_expanded_text: self.keep("viewExpandedText", table.view_expanded_text),
            rewrite_enabled: self.keep("rewriteEnabled", table.rewrite_enabled),
            table_type: self.keep("tableType", table.table_type),
            write_id: self.keep("writeId", table.write_id),
            sd: self.any("sd.").then(|| table.sd.map(|sd| self.storage(sd))).flatten(),
            access_type: table.access_type,
            required_read_capabilities: table.required_read_capabilities,
            required_write_capabilities: table.required_write_capabilities,
            ..Table::default()
        }
    }

    fn storage(&self, sd: StorageDescriptor) -> StorageDescriptor {
        StorageDescriptor {
            location: self.keep("sd.location", sd.location),
            input_format: self.keep("sd.inputFormat", sd.input_format),
            output_format: self.keep("sd.outputFormat", sd.output_format),
            compressed: self.keep("sd.compressed", sd.compressed),
            num_buckets: self.keep("sd.numBuckets", sd.num_buckets),
            stored_as_sub_directories: self.keep("sd.storedAsSubDirectories", sd.stored_as_sub_directories),
            serde_info: self.any("sd.serdeInfo.").then(|| sd.serde_info.map(|serde| self.serde(serde))).flatten(),
            ..StorageDescriptor::default()
        }
    }

    fn serde(&self, serde: SerDeInfo) -> SerDeInfo {
        SerDeInfo {
            name: self.keep("sd.serdeInfo.name", serde.name),
            serialization_lib: self.keep("sd.serdeInfo.serializationLib", serde.serialization_lib),
            description: self.keep("sd.serdeInfo.description", serde.description),
            serializer_class: self.keep("sd.serdeInfo.serializerClass", serde.serializer_class),
            deserializer_class: self.keep("sd.serdeInfo.deserializerClass", serde.deserializer_class),
            serde_type: self.keep("sd.serdeInfo.serdeType", serde.serde_type),
            ..SerDeInfo::default()
        }
    }

    fn keep<T>(&self, field: &str, value: Option<T>) -> Option<T> {
        if self.0.iter().any(|wanted| wanted == field) { value } else { None }
    }

    fn any(&self, beginning: &str) -> bool {
        self.0.iter().any(|wanted| wanted.starts_with(beginning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Result<Option<Projection>> {
        Projection::of(&names.iter().map(|name| Str::from(*name)).collect::<Vec<_>>())
    }

    #[test]
    fn single_values_are_picked_and_a_list_brings_all() {
        let serde = SerDeInfo { name: Some("n".into()), serialization_lib: Some("lib".into()), ..SerDeInfo::default() };
        let sd = StorageDescriptor {
            location: Some("file:/x".into()),
            cols: Some(vec![]),
            serde_info: Some(serde),
            ..StorageDescriptor::default()
        };
        let whole = Table {
            table_name: Some("t".into()),
            owner: Some("o".into()),
            parameters: Some([("a".into(), "b".into())].into()),
            sd: Some(sd),
            ..Table::default()
        };
        let fields = of(&["tableName", "sd.serdeInfo.serializationLib"]).expect("known").expect("some");
        let serde = SerDeInfo { serialization_lib: Some("lib".into()), ..SerDeInfo::default() };
        let sd = StorageDescriptor { serde_info: Some(serde), ..StorageDescriptor::default() };
        let expected = Table { table_name: Some("t".into()), sd: Some(sd), ..Table::default() };
        assert_eq!(fields.apply(whole.clone()), expected);
        let owner = of(&["owner"]).expect("known").expect("some").apply(whole);
        assert_eq!(owner, Table { owner: Some("o".into()), ..Table::default() });
        for all in [&[][..], &["tableName", "parameters"], &["sd.cols.name"]] {
            assert!(of(all).expect("known").is_none());
        }
        let unknown = of(&["tableName", "sd", "x'y"]).expect_err("unknown").to_string();
        assert_eq!(unknown, "Invalid table fields in the projection spec[sd, x'y]");
    }
}
