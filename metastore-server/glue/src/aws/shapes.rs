//! Glue's own records, as its JSON spells them. What Hive has no place for is kept where a change must
//! not lose it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub type Parameters = BTreeMap<String, String>;

/// Records whose fields may all be missing, in Glue's spelling.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase", default)]
        pub struct $name {
            $($(#[$attribute])* pub $field: Option<$type>,)*
        }
    )*};
}

shapes! {
    Database {
        name: String,
        description: String,
        location_uri: String,
        parameters: Parameters,
        create_time: f64,
        create_table_default_permissions: Value,
        target_database: Value,
    }
    /// A table as it is read; [`Table::input`] is what of it is written.
    Table {
        name: String,
        database_name: String,
        description: String,
        owner: String,
        create_time: f64,
        update_time: f64,
        last_access_time: f64,
        last_analyzed_time: f64,
        retention: i64,
        storage_descriptor: StorageDescriptor,
        partition_keys: Vec<Column>,
        view_original_text: String,
        view_expanded_text: String,
        table_type: String,
        parameters: Parameters,
        target_table: Value,
        view_definition: Value,
        version_id: String,
    }
    StorageDescriptor {
        columns: Vec<Column>,
        location: String,
        additional_locations: Vec<String>,
        input_format: String,
        output_format: String,
        compressed: bool,
        number_of_buckets: i32,
        serde_info: SerDeInfo,
        bucket_columns: Vec<String>,
        sort_columns: Vec<Order>,
        parameters: Parameters,
        skewed_info: SkewedInfo,
        stored_as_sub_directories: bool,
        schema_reference: Value,
    }
    SerDeInfo {
        name: String,
        serialization_library: String,
        parameters: Parameters,
    }
    SkewedInfo {
        skewed_column_names: Vec<String>,
        skewed_column_values: Vec<String>,
        skewed_column_value_location_maps: Parameters,
    }
    Column {
        name: String,
        #[serde(rename = "Type")]
        type_: String,
        comment: String,
        /// Iceberg's field ids, written by its own Glue client.
        parameters: Parameters,
    }
    Order {
        column: String,
        sort_order: i32,
    }
    Partition {
        values: Vec<String>,
        database_name: String,
        table_name: String,
        creation_time: f64,
        last_access_time: f64,
        last_analyzed_time: f64,
        storage_descriptor: StorageDescriptor,
        parameters: Parameters,
    }
    UserDefinedFunction {
        function_name: String,
        database_name: String,
        class_name: String,
        owner_name: String,
        owner_type: String,
        create_time: f64,
        resource_uris: Vec<ResourceUri>,
    }
    ResourceUri {
        resource_type: String,
        uri: String,
    }
    ColumnStatistics {
        column_name: String,
        column_type: String,
        analyzed_time: f64,
        statistics_data: StatisticsData,
    }
    /// One of them, the one that `Type` names.
    StatisticsData {
        #[serde(rename = "Type")]
        type_: String,
        boolean_column_statistics_data: BooleanStatistics,
        date_column_statistics_data: DateStatistics,
        decimal_column_statistics_data: DecimalStatistics,
        double_column_statistics_data: DoubleStatistics,
        long_column_statistics_data: LongStatistics,
        string_column_statistics_data: LengthStatistics,
        binary_column_statistics_data: LengthStatistics,
    }
    BooleanStatistics {
        number_of_trues: i64,
        number_of_falses: i64,
        number_of_nulls: i64,
    }
    /// Days are points in time.
    DateStatistics {
        minimum_value: f64,
        maximum_value: f64,
        number_of_nulls: i64,
        number_of_distinct_values: i64,
    }
    DecimalStatistics {
        minimum_value: DecimalNumber,
        maximum_value: DecimalNumber,
        number_of_nulls: i64,
        number_of_distinct_values: i64,
    }
    DecimalNumber {
        /// Two's complement, highest byte first, in base 64.
        unscaled_value: String,
        scale: i32,
    }
    DoubleStatistics {
        minimum_value: f64,
        maximum_value: f64,
        number_of_nulls: i64,
        number_of_distinct_values: i64,
    }
    LongStatistics {
        minimum_value: i64,
        maximum_value: i64,
        number_of_nulls: i64,
        number_of_distinct_values: i64,
    }
    /// Of texts and of bytes, of which Glue does not count the distinct.
    LengthStatistics {
        maximum_length: i64,
        average_length: f64,
        number_of_nulls: i64,
        number_of_distinct_values: i64,
    }
    /// Why one of a batch was refused.
    ItemError {
        partition_values: Vec<String>,
        column_name: String,
        error_detail: ErrorDetail,
        /// Where statistics are written.
        error: ErrorDetail,
        /// Where partitions are changed.
        partition_value_list: Vec<String>,
    }
    ErrorDetail {
        error_code: String,
        error_message: String,
    }
}

impl Table {
    /// What Glue takes back: everything but what it decides by itself.
    pub fn input(&self) -> Value {
        let mut input = serde_json::to_value(self).expect("a record is JSON");
        if let Value::Object(fields) = &mut input {
            for read_only in ["DatabaseName", "CreateTime", "UpdateTime", "VersionId"] {
                fields.remove(read_only);
            }
        }
        input
    }
}

impl Partition {
    pub fn input(&self) -> Value {
        let mut input = serde_json::to_value(self).expect("a record is JSON");
        if let Value::Object(fields) = &mut input {
            for read_only in ["DatabaseName", "TableName", "CreationTime"] {
                fields.remove(read_only);
            }
        }
        input
    }
}

impl ItemError {
    pub fn detail(&self) -> &ErrorDetail {
        static NONE: ErrorDetail = ErrorDetail { error_code: None, error_message: None };
        self.error_detail.as_ref().or(self.error.as_ref()).unwrap_or(&NONE)
    }

    pub fn is(&self, code: &str) -> bool {
        self.detail().error_code.as_deref() == Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As AWS's reference shows it, with a field that nobody here knows.
    #[test]
    fn a_table_is_read_and_what_is_written_is_no_more_than_glue_takes() {
        let told = json!({
            "Name": "orders", "DatabaseName": "sales", "CreateTime": 1.7e9, "UpdateTime": 1.7e9, "Retention": 0,
            "StorageDescriptor": {
                "Columns": [{"Name": "id", "Type": "int", "Parameters": {"iceberg.field.id": "1"}}],
                "Compressed": false, "NumberOfBuckets": -1,
                "SerdeInfo": {"SerializationLibrary": "x"}, "SortColumns": [], "StoredAsSubDirectories": false
            },
            "PartitionKeys": [{"Name": "day", "Type": "string"}],
            "TableType": "EXTERNAL_TABLE", "Parameters": {"a": "b"}, "CreatedBy": "arn:aws:iam::1:user/me",
            "IsRegisteredWithLakeFormation": false, "CatalogId": "1", "VersionId": "7", "Description": null
        });
        let table: Table = serde_json::from_value(told).expect("as Glue answers");
        assert_eq!(table.version_id.as_deref(), Some("7"));
        let input = table.input();
        assert_eq!(input["StorageDescriptor"]["Columns"][0]["Parameters"]["iceberg.field.id"], "1");
        assert_eq!(input["StorageDescriptor"]["SerdeInfo"]["SerializationLibrary"], "x");
        for read_only in ["DatabaseName", "CreateTime", "VersionId", "CreatedBy", "CatalogId"] {
            assert!(input.get(read_only).is_none(), "{read_only}");
        }
    }
}
