// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

/// Since 2.3.
pub const DDL_TIME: &str = "transient_lastDdlTime";
/// Since 4.0.
pub const ACCESSTYPE_NONE: i8 = 1;
/// Since 4.0.
pub const ACCESSTYPE_READONLY: i8 = 2;
/// Since 4.0.
pub const ACCESSTYPE_WRITEONLY: i8 = 4;
/// Since 4.0.
pub const ACCESSTYPE_READWRITE: i8 = 8;
/// Since 2.3.
pub const HIVE_FILTER_FIELD_OWNER: &str = "hive_filter_field_owner__";
/// Since 2.3.
pub const HIVE_FILTER_FIELD_PARAMS: &str = "hive_filter_field_params__";
/// Since 2.3.
pub const HIVE_FILTER_FIELD_LAST_ACCESS: &str = "hive_filter_field_last_access__";
/// Since 4.0.
pub const HIVE_FILTER_FIELD_TABLE_NAME: &str = "hive_filter_field_tableName__";
/// Since 4.0.
pub const HIVE_FILTER_FIELD_TABLE_TYPE: &str = "hive_filter_field_tableType__";
/// Since 2.3.
pub const IS_ARCHIVED: &str = "is_archived";
/// Since 2.3.
pub const ORIGINAL_LOCATION: &str = "original_location";
/// Since 2.3.
pub const IS_IMMUTABLE: &str = "immutable";
/// Since 2.3.
pub const META_TABLE_COLUMNS: &str = "columns";
/// Since 2.3.
pub const META_TABLE_COLUMN_TYPES: &str = "columns.types";
/// Since 2.3.
pub const BUCKET_FIELD_NAME: &str = "bucket_field_name";
/// Since 2.3.
pub const BUCKET_COUNT: &str = "bucket_count";
/// Since 2.3.
pub const FIELD_TO_DIMENSION: &str = "field_to_dimension";
/// Since 4.0.
pub const IF_PURGE: &str = "ifPurge";
/// Since 2.3.
pub const META_TABLE_NAME: &str = "name";
/// Since 2.3.
pub const META_TABLE_DB: &str = "db";
/// Since 2.3.
pub const META_TABLE_LOCATION: &str = "location";
/// Since 2.3.
pub const META_TABLE_SERDE: &str = "serde";
/// Since 2.3.
pub const META_TABLE_PARTITION_COLUMNS: &str = "partition_columns";
/// Since 2.3.
pub const META_TABLE_PARTITION_COLUMN_TYPES: &str = "partition_columns.types";
/// Since 2.3.
pub const FILE_INPUT_FORMAT: &str = "file.inputformat";
/// Since 2.3.
pub const FILE_OUTPUT_FORMAT: &str = "file.outputformat";
/// Since 2.3.
pub const META_TABLE_STORAGE: &str = "storage_handler";
/// Since 2.3.
pub const TABLE_IS_TRANSACTIONAL: &str = "transactional";
/// Since 4.0.
pub const NO_AUTO_COMPACT: &str = "no_auto_compaction";
/// Since 2.3.
pub const TABLE_TRANSACTIONAL_PROPERTIES: &str = "transactional_properties";
/// Since 3.1.
pub const TABLE_BUCKETING_VERSION: &str = "bucketing_version";
/// Since 4.0.
pub const JDBC_CONFIG_PREFIX: &str = "hive.sql.";
/// Since 4.0.
pub const TABLE_IS_CTAS: &str = "created_with_ctas";
/// Since 4.0.
pub const TABLE_IS_CTLT: &str = "created_with_ctlt";
/// Since 4.0.
pub const PARTITION_TRANSFORM_SPEC: &str = "partition_transform_spec";
/// Since 4.0.
pub const NO_CLEANUP: &str = "no_cleanup";
/// Since 4.0.
pub const CTAS_LEGACY_CONFIG: &str = "create_table_as_external";
/// Since 4.0.
pub const DEFAULT_TABLE_TYPE: &str = "defaultTableType";
/// Since 4.0.
pub const TXN_ID: &str = "txnId";
/// Since 4.0.
pub const WRITE_ID: &str = "writeId";
/// Since 4.0.
pub const EXPECTED_PARAMETER_KEY: &str = "expected_parameter_key";
/// Since 4.0.
pub const EXPECTED_PARAMETER_VALUE: &str = "expected_parameter_value";
/// Since 2.3, until 3.1.
pub const TABLE_NO_AUTO_COMPACT: &str = "no_auto_compaction";
/// Since 4.0, until 4.1-dev-2024-08.
pub const DRUID_CONFIG_PREFIX: &str = "druid.";
enumeration! {
    /// Since 3.1.
    SerdeType {
        HIVE = 1,
        SCHEMA_REGISTRY = 2,
    }
}

enumeration! {
    /// Since 4.0.
    GetTablesExtRequestFields {
        ACCESS_TYPE = 1,
        PROCESSOR_CAPABILITIES = 2,
        ALL = 2147483647,
    }
}

structs! {
    /// Since 2.3.
    FieldSchema {
        1 name: optional Str,
        2 type_: optional Str,
        3 comment: optional Str,
    }
    /// Since 2.3.
    Type {
        1 name: optional Str,
        2 type1: optional Str,
        3 type2: optional Str,
        4 fields: optional Vec<FieldSchema>,
    }
    /// Since 4.0.
    TruncateTableRequest {
        1 db_name: required Str,
        2 table_name: required Str,
        3 part_names: optional Vec<Str>,
        4 write_id: optional i64,
        5 valid_write_id_list: optional Str,
        6 environment_context: optional EnvironmentContext,
    }
    /// Since 4.0.
    TruncateTableResponse {
    }
    /// Since 2.3.
    SerDeInfo {
        1 name: optional Str,
        2 serialization_lib: optional Str,
        3 parameters: optional BTreeMap<Str, Str>,
        4 description: optional Str,
        5 serializer_class: optional Str,
        6 deserializer_class: optional Str,
        7 serde_type: optional SerdeType,
    }
    /// Since 2.3.
    Order {
        1 col: optional Str,
        2 order: optional i32,
    }
    /// Since 2.3.
    SkewedInfo {
        1 skewed_col_names: optional Vec<Str>,
        2 skewed_col_values: optional Vec<Vec<Str>>,
        3 skewed_col_value_location_maps: optional BTreeMap<Vec<Str>, Str>,
    }
    /// Since 2.3.
    StorageDescriptor {
        1 cols: optional Vec<FieldSchema>,
        2 location: optional Str,
        3 input_format: optional Str,
        4 output_format: optional Str,
        5 compressed: optional bool,
        6 num_buckets: optional i32,
        7 serde_info: optional SerDeInfo,
        8 bucket_cols: optional Vec<Str>,
        9 sort_cols: optional Vec<Order>,
        10 parameters: optional BTreeMap<Str, Str>,
        11 skewed_info: optional SkewedInfo,
        12 stored_as_sub_directories: optional bool,
    }
    /// Since 3.1.
    CreationMetadata {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 tables_used: required BTreeSet<Str>,
        5 valid_txn_list: optional Str,
        6 materialization_time: optional i64,
        7 source_tables: optional Vec<SourceTable>,
    }
    /// Since 2.3.
    Table {
        1 table_name: optional Str,
        2 db_name: optional Str,
        3 owner: optional Str,
        4 create_time: optional i32,
        5 last_access_time: optional i32,
        6 retention: optional i32,
        7 sd: optional StorageDescriptor,
        8 partition_keys: optional Vec<FieldSchema>,
        9 parameters: optional BTreeMap<Str, Str>,
        10 view_original_text: optional Str,
        11 view_expanded_text: optional Str,
        12 table_type: optional Str,
        13 privileges: optional PrincipalPrivilegeSet,
        14 temporary: optional bool,
        15 rewrite_enabled: optional bool,
        16 creation_metadata: optional CreationMetadata,
        17 cat_name: optional Str,
        18 owner_type: optional PrincipalType,
        19 write_id: optional i64,
        20 is_stats_compliant: optional bool,
        21 col_stats: optional ColumnStatistics,
        22 access_type: optional i8,
        23 required_read_capabilities: optional Vec<Str>,
        24 required_write_capabilities: optional Vec<Str>,
        25 id: optional i64,
        26 file_metadata: optional FileMetadata,
        27 dictionary: optional ObjectDictionary,
        28 txn_id: optional i64,
    }
    /// Since 4.0.
    SourceTable {
        1 table: required Table,
        2 inserted_count: required i64,
        3 updated_count: required i64,
        4 deleted_count: required i64,
    }
    /// Since 4.0.
    GetProjectionsSpec {
        1 field_list: optional Vec<Str>,
        2 include_param_key_pattern: optional Str,
        3 exclude_param_key_pattern: optional Str,
    }
    /// Since 2.3.
    GetTableRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 capabilities: optional ClientCapabilities,
        4 cat_name: optional Str,
        6 valid_write_id_list: optional Str,
        7 get_column_stats: optional bool,
        8 processor_capabilities: optional Vec<Str>,
        9 processor_identifier: optional Str,
        10 engine: optional Str,
        11 id: optional i64,
    }
    /// Since 2.3.
    GetTableResult {
        1 table: required Table,
        2 is_stats_compliant: optional bool,
    }
    /// Since 2.3.
    GetTablesRequest {
        1 db_name: required Str,
        2 tbl_names: optional Vec<Str>,
        3 capabilities: optional ClientCapabilities,
        4 cat_name: optional Str,
        5 processor_capabilities: optional Vec<Str>,
        6 processor_identifier: optional Str,
        7 projection_spec: optional GetProjectionsSpec,
        8 tables_pattern: optional Str,
    }
    /// Since 2.3.
    GetTablesResult {
        1 tables: required Vec<Table>,
    }
    /// Since 4.0.
    GetTablesExtRequest {
        1 catalog: required Str,
        2 database: required Str,
        3 table_name_pattern: required Str,
        4 requested_fields: required i32,
        5 limit: optional i32,
        6 processor_capabilities: optional Vec<Str>,
        7 processor_identifier: optional Str,
    }
    /// Since 4.0.
    ExtendedTableInfo {
        1 tbl_name: required Str,
        2 access_type: optional i32,
        3 required_read_capabilities: optional Vec<Str>,
        4 required_write_capabilities: optional Vec<Str>,
    }
    /// Since 4.0.
    DropTableRequest {
        1 catalog_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 delete_data: optional bool,
        5 env_context: optional EnvironmentContext,
        6 drop_partitions: optional bool,
        7 id: optional Str,
        8 async_drop: optional bool,
        9 cancel: optional bool,
    }
    /// Since 2.3.
    TableMeta {
        1 db_name: required Str,
        2 table_name: required Str,
        3 table_type: required Str,
        4 comments: optional Str,
        5 cat_name: optional Str,
        6 owner_name: optional Str,
        7 owner_type: optional PrincipalType,
    }
    /// Since 4.0.
    CreateTableRequest {
        1 table: required Table,
        2 env_context: optional EnvironmentContext,
        3 primary_keys: optional Vec<SQLPrimaryKey>,
        4 foreign_keys: optional Vec<SQLForeignKey>,
        5 unique_constraints: optional Vec<SQLUniqueConstraint>,
        6 not_null_constraints: optional Vec<SQLNotNullConstraint>,
        7 default_constraints: optional Vec<SQLDefaultConstraint>,
        8 check_constraints: optional Vec<SQLCheckConstraint>,
        9 processor_capabilities: optional Vec<Str>,
        10 processor_identifier: optional Str,
    }
    /// Since 4.0.
    AlterTableRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 table: required Table,
        5 environment_context: optional EnvironmentContext,
        6 write_id: optional i64,
        7 valid_write_id_list: optional Str,
        8 processor_capabilities: optional Vec<Str>,
        9 processor_identifier: optional Str,
        10 expected_parameter_key: optional Str,
        11 expected_parameter_value: optional Str,
    }
    /// Since 4.0.
    AlterTableResponse {
    }
    /// Since 4.1+.
    TableParamsUpdate {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 params: required BTreeMap<Str, Str>,
        5 expected_param_key: optional Str,
        6 expected_param_value: optional Str,
    }
    /// Since 4.0.
    GetFieldsRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 env_context: optional EnvironmentContext,
        5 valid_write_id_list: optional Str,
        6 id: optional i64,
    }
    /// Since 4.0.
    GetFieldsResponse {
        1 fields: required Vec<FieldSchema>,
    }
    /// Since 4.0.
    GetSchemaRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 env_context: optional EnvironmentContext,
        5 valid_write_id_list: optional Str,
        6 id: optional i64,
    }
    /// Since 4.0.
    GetSchemaResponse {
        1 fields: required Vec<FieldSchema>,
    }
}
