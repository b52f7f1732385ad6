//! Messages about partitions.

use serde_json::{Map, Value, json};
use skep_sql::EventRow;
use skep_types::{Partition, Table};

use super::{Truncation, message, row};
use crate::partition::name;

/// One event for all partitions that a call added to a table.
pub fn add_partition(table: &Table, partitions: &[&Partition], now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("partitions".into(), partitions.iter().map(|p| key_values(table, p)).collect());
    fields.insert("partitionListJson".into(), partitions.iter().map(|p| skep_codec::json(*p)).collect());
    // Hive lists the new files of managed tables here, for its replication only. Reading none is
    // what consumers of external tables do anyway, and spares a listing per partition.
    let files = partitions.iter().map(|p| json!({"partitionName": partition_name(table, p), "files": []}));
    fields.insert("partitionFiles".into(), files.collect());
    row("ADD_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// One event for all partitions that a call dropped from a table.
pub fn drop_partition(table: &Table, partitions: &[&Partition], now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("partitions".into(), partitions.iter().map(|p| key_values(table, p)).collect());
    row("DROP_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// Also what renaming a partition says.
pub fn alter_partition(
    table: &Table,
    before: &Partition,
    after: &Partition,
    truncation: Truncation,
    now: i64,
) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("keyValues".into(), key_values(table, after));
    fields.insert("partitionObjBeforeJson".into(), skep_codec::json(before).into());
    fields.insert("partitionObjAfterJson".into(), skep_codec::json(after).into());
    fields.insert("isTruncateOp".into(), truncation.text().into());
    fields.insert("writeId".into(), after.write_id.unwrap_or(-1).into());
    row("ALTER_PARTITION", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

/// One event for partitions that were altered together: as they are now.
pub fn alter_partitions(table: &Table, after: &[Partition], truncation: Truncation, now: i64) -> EventRow {
    let mut fields = about(table, now);
    fields.insert("isTruncateOp".into(), truncation.text().into());
    fields.insert("writeId".into(), after.first().and_then(|p| p.write_id).unwrap_or(-1).into());
    fields.insert("partitions".into(), after.iter().map(|p| key_values(table, p)).collect());
    fields.insert("partitionListJson".into(), after.iter().map(skep_codec::json).collect());
    row("ALTER_PARTITIONS", [&table.cat_name, &table.db_name, &table.table_name], now, fields)
}

pub(super) fn about(table: &Table, now: i64) -> Map<String, Value> {
    let mut fields = message(now);
    fields.insert("db".into(), json!(table.db_name.as_deref()));
    fields.insert("table".into(), json!(table.table_name.as_deref()));
    fields.insert("tableType".into(), json!(table.table_type.as_deref()));
    fields.insert("tableObjJson".into(), skep_codec::json(table).into());
    fields
}

pub(super) fn key_values(table: &Table, partition: &Partition) -> Value {
    let keys = table.partition_keys.iter().flatten().filter_map(|k| k.name.as_deref());
    let values = partition.values.iter().flatten();
    keys.zip(values).map(|(key, value)| (key.to_owned(), Value::from(value.as_str()))).collect()
}

fn partition_name(table: &Table, partition: &Partition) -> String {
    let keys: Vec<&str> = table.partition_keys.iter().flatten().filter_map(|k| k.name.as_deref()).collect();
    name::make(&keys, partition.values.as_deref().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_types::FieldSchema;

    fn table() -> Table {
        let key = |name: &str| FieldSchema { name: Some(name.into()), type_: Some("string".into()), comment: None };
        Table {
            cat_name: Some("hive".into()),
            db_name: Some("db".into()),
            table_name: Some("t".into()),
            table_type: Some("MANAGED_TABLE".into()),
            partition_keys: Some(vec![key("ds"), key("hr")]),
            ..Table::default()
        }
    }

    fn partition(values: [&str; 2]) -> Partition {
        Partition { values: Some(values.map(Into::into).to_vec()), ..Partition::default() }
    }

    /// The fields of a message, and those of its values that are short.
    fn message_of(event: EventRow) -> (Vec<String>, Map<String, Value>) {
        let message: Value = serde_json::from_str(&event.message).expect("it is JSON");
        let Value::Object(fields) = message else { panic!("it is an object") };
        (fields.keys().cloned().collect(), fields)
    }

    #[test]
    fn an_added_partition_is_told_with_its_values_and_itself() {
        let (names, fields) = message_of(add_partition(&table(), &[&partition(["a", "1/2"])], 7));
        let mut expected = [
            "server",
            "servicePrincipal",
            "timestamp",
            "db",
            "table",
            "tableType",
            "tableObjJson",
            "partitions",
            "partitionListJson",
            "partitionFiles",
        ];
        expected.sort();
        assert_eq!(names, expected);
        assert_eq!(fields["timestamp"], 7);
        assert_eq!(fields["partitions"], json!([{"ds": "a", "hr": "1/2"}]));
        assert_eq!(fields["partitionListJson"], json!([r#"{"1":{"lst":["str",2,"a","1/2"]}}"#]));
        assert_eq!(fields["partitionFiles"], json!([{"partitionName": "ds=a/hr=1%2F2", "files": []}]));
    }

    #[test]
    fn an_altered_partition_is_told_as_it_was_and_is() {
        let event = alter_partition(&table(), &partition(["a", "1"]), &partition(["a", "2"]), Truncation::No, 7);
        assert_eq!((event.event_type, event.table.as_deref()), ("ALTER_PARTITION", Some("t")));
        let (_, fields) = message_of(event);
        assert_eq!(fields["keyValues"], json!({"ds": "a", "hr": "2"}));
        assert_eq!(fields["partitionObjBeforeJson"], r#"{"1":{"lst":["str",2,"a","1"]}}"#);
        assert_eq!(fields["isTruncateOp"], "false");
    }

    #[test]
    fn partitions_altered_together_are_told_as_they_are_now() {
        let after = [partition(["a", "1"]), Partition { write_id: Some(3), ..partition(["b", "1"]) }];
        let event = alter_partitions(&table(), &after, Truncation::Yes, 7);
        assert_eq!(event.event_type, "ALTER_PARTITIONS");
        let (_, fields) = message_of(event);
        assert_eq!(fields["partitions"], json!([{"ds": "a", "hr": "1"}, {"ds": "b", "hr": "1"}]));
        assert_eq!(fields["partitionListJson"][0], r#"{"1":{"lst":["str",2,"a","1"]}}"#);
        assert_eq!((&fields["isTruncateOp"], &fields["writeId"]), (&json!("true"), &json!(-1)));
    }

    #[test]
    fn a_dropped_partition_is_told_by_its_values() {
        let (_, fields) = message_of(drop_partition(&table(), &[&partition(["a", "1"]), &partition(["b", "1"])], 7));
        assert_eq!(fields["partitions"], json!([{"ds": "a", "hr": "1"}, {"ds": "b", "hr": "1"}]));
    }
}
