// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    PartitionEventType {
        LOAD_DONE = 1,
    }
}

enumeration! {
    /// Since 4.0.
    PartitionFilterMode {
        BY_NAMES = 0,
        BY_VALUES = 1,
        BY_EXPR = 2,
    }
}

structs! {
    /// Since 2.3.
    Partition {
        1 values: optional Vec<Str>,
        2 db_name: optional Str,
        3 table_name: optional Str,
        4 create_time: optional i32,
        5 last_access_time: optional i32,
        6 sd: optional StorageDescriptor,
        7 parameters: optional BTreeMap<Str, Str>,
        8 privileges: optional PrincipalPrivilegeSet,
        9 cat_name: optional Str,
        10 write_id: optional i64,
        11 is_stats_compliant: optional bool,
        12 col_stats: optional ColumnStatistics,
        13 file_metadata: optional FileMetadata,
    }
    /// Since 2.3.
    PartitionWithoutSD {
        1 values: optional Vec<Str>,
        2 create_time: optional i32,
        3 last_access_time: optional i32,
        4 relative_path: optional Str,
        5 parameters: optional BTreeMap<Str, Str>,
        6 privileges: optional PrincipalPrivilegeSet,
    }
    /// Since 2.3.
    PartitionSpecWithSharedSD {
        1 partitions: optional Vec<PartitionWithoutSD>,
        2 sd: optional StorageDescriptor,
    }
    /// Since 2.3.
    PartitionListComposingSpec {
        1 partitions: optional Vec<Partition>,
    }
    /// Since 2.3.
    PartitionSpec {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 root_path: optional Str,
        4 shared_sd_partition_spec: optional PartitionSpecWithSharedSD,
        5 partition_list: optional PartitionListComposingSpec,
        6 cat_name: optional Str,
        7 write_id: optional i64,
        8 is_stats_compliant: optional bool,
    }
    /// Since 2.3.
    PartitionsByExprResult {
        1 partitions: required Vec<Partition>,
        2 has_unknown_partitions: required bool,
    }
    /// Since 4.0.
    PartitionsSpecByExprResult {
        1 partitions_spec: required Vec<PartitionSpec>,
        2 has_unknown_partitions: required bool,
    }
    /// Since 2.3.
    PartitionsByExprRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 expr: required Vec<u8>,
        4 default_partition_name: optional Str,
        5 max_parts: optional i16,
        6 cat_name: optional Str,
        7 order: optional Str,
        8 valid_write_id_list: optional Str,
        9 id: optional i64,
        10 skip_column_schema_for_partition: optional bool,
        11 include_param_key_pattern: optional Str,
        12 exclude_param_key_pattern: optional Str,
    }
    /// Since 2.3.
    AddPartitionsResult {
        1 partitions: optional Vec<Partition>,
        2 is_stats_compliant: optional bool,
        3 partition_col_schema: optional Vec<FieldSchema>,
    }
    /// Since 2.3.
    AddPartitionsRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 parts: required Vec<Partition>,
        4 if_not_exists: required bool,
        5 need_result: optional bool,
        6 cat_name: optional Str,
        7 valid_write_id_list: optional Str,
        8 skip_column_schema_for_partition: optional bool,
        9 partition_col_schema: optional Vec<FieldSchema>,
        10 environment_context: optional EnvironmentContext,
    }
    /// Since 2.3.
    DropPartitionsResult {
        1 partitions: optional Vec<Partition>,
    }
    /// Since 2.3.
    DropPartitionsExpr {
        1 expr: required Vec<u8>,
        2 part_archive_level: optional i32,
    }
    /// Since 2.3.
    DropPartitionsRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 parts: required RequestPartsSpec,
        4 delete_data: optional bool,
        5 if_exists: optional bool,
        6 ignore_protection: optional bool,
        7 environment_context: optional EnvironmentContext,
        8 need_result: optional bool,
        9 cat_name: optional Str,
        10 skip_column_schema_for_partition: optional bool,
    }
    /// Since 4.0.
    DropPartitionRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 part_name: optional Str,
        5 part_vals: optional Vec<Str>,
        6 delete_data: optional bool,
        7 environment_context: optional EnvironmentContext,
    }
    /// Since 2.3.
    PartitionValuesRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 partition_keys: required Vec<FieldSchema>,
        4 apply_distinct: optional bool,
        5 filter: optional Str,
        6 partition_order: optional Vec<FieldSchema>,
        7 ascending: optional bool,
        8 max_parts: optional i64,
        9 cat_name: optional Str,
        10 valid_write_id_list: optional Str,
    }
    /// Since 2.3.
    PartitionValuesRow {
        1 row: required Vec<Str>,
    }
    /// Since 2.3.
    PartitionValuesResponse {
        1 partition_values: required Vec<PartitionValuesRow>,
    }
    /// Since 4.0.
    GetPartitionsByNamesRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 names: optional Vec<Str>,
        4 get_col_stats: optional bool,
        5 processor_capabilities: optional Vec<Str>,
        6 processor_identifier: optional Str,
        7 engine: optional Str,
        8 valid_write_id_list: optional Str,
        9 get_file_metadata: optional bool,
        10 id: optional i64,
        11 skip_column_schema_for_partition: optional bool,
        12 include_param_key_pattern: optional Str,
        13 exclude_param_key_pattern: optional Str,
    }
    /// Since 4.0.
    GetPartitionsByNamesResult {
        1 partitions: required Vec<Partition>,
        2 dictionary: optional ObjectDictionary,
    }
    /// Since 4.0.
    AlterPartitionsRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 partitions: required Vec<Partition>,
        5 environment_context: optional EnvironmentContext,
        6 write_id: optional i64,
        7 valid_write_id_list: optional Str,
        8 skip_column_schema_for_partition: optional bool,
        9 partition_col_schema: optional Vec<FieldSchema>,
    }
    /// Since 4.0.
    AppendPartitionsRequest {
        1 catalog_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 name: optional Str,
        5 part_vals: optional Vec<Str>,
        6 environment_context: optional EnvironmentContext,
    }
    /// Since 4.0.
    AlterPartitionsResponse {
    }
    /// Since 4.0.
    RenamePartitionRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 table_name: required Str,
        4 part_vals: required Vec<Str>,
        5 new_part: required Partition,
        6 valid_write_id_list: optional Str,
        7 txn_id: optional i64,
        8 clone_part: optional bool,
    }
    /// Since 4.0.
    RenamePartitionResponse {
    }
    /// Since 4.0.
    GetPartitionsFilterSpec {
        7 filter_mode: optional PartitionFilterMode,
        8 filters: optional Vec<Str>,
    }
    /// Since 4.0.
    GetPartitionsResponse {
        1 partition_spec: optional Vec<PartitionSpec>,
    }
    /// Since 4.0.
    GetPartitionsRequest {
        1 cat_name: optional Str,
        2 db_name: optional Str,
        3 tbl_name: optional Str,
        4 with_auth: optional bool,
        5 user: optional Str,
        6 group_names: optional Vec<Str>,
        7 projection_spec: optional GetProjectionsSpec,
        8 filter_spec: optional GetPartitionsFilterSpec,
        9 processor_capabilities: optional Vec<Str>,
        10 processor_identifier: optional Str,
        11 valid_write_id_list: optional Str,
    }
    /// Since 4.0.
    GetPartitionRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 part_vals: required Vec<Str>,
        5 valid_write_id_list: optional Str,
        6 id: optional i64,
    }
    /// Since 4.0.
    GetPartitionResponse {
        1 partition: required Partition,
    }
    /// Since 4.0.
    PartitionsRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 max_parts: optional i16,
        5 valid_write_id_list: optional Str,
        6 id: optional i64,
        7 skip_column_schema_for_partition: optional bool,
        8 include_param_key_pattern: optional Str,
        9 exclude_param_key_pattern: optional Str,
    }
    /// Since 4.0.
    PartitionsResponse {
        1 partitions: required Vec<Partition>,
    }
    /// Since 4.0.
    GetPartitionsByFilterRequest {
        1 cat_name: optional Str,
        2 db_name: optional Str,
        3 tbl_name: optional Str,
        4 filter: optional Str,
        5 max_parts: optional i16,
        6 skip_column_schema_for_partition: optional bool,
        7 include_param_key_pattern: optional Str,
        8 exclude_param_key_pattern: optional Str,
    }
    /// Since 4.0.
    GetPartitionNamesPsRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 part_values: optional Vec<Str>,
        5 max_parts: optional i16,
        6 valid_write_id_list: optional Str,
        7 id: optional i64,
    }
    /// Since 4.0.
    GetPartitionNamesPsResponse {
        1 names: required Vec<Str>,
    }
    /// Since 4.0.
    GetPartitionsPsWithAuthRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 part_vals: optional Vec<Str>,
        5 max_parts: optional i16,
        6 user_name: optional Str,
        7 group_names: optional Vec<Str>,
        8 valid_write_id_list: optional Str,
        9 id: optional i64,
        10 skip_column_schema_for_partition: optional bool,
        11 include_param_key_pattern: optional Str,
        12 exclude_param_key_pattern: optional Str,
        13 part_names: optional Vec<Str>,
    }
    /// Since 4.0.
    GetPartitionsPsWithAuthResponse {
        1 partitions: required Vec<Partition>,
    }
}

unions! {
    /// Since 2.3.
    RequestPartsSpec {
        1 Names(Vec<Str>),
        2 Exprs(Vec<DropPartitionsExpr>),
    }
}
