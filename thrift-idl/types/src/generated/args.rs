// Written by skep-gen from thrift-idl/idl. Do not edit.
//! The arguments of each method, all optional: Java sends no field for null.

use crate::prelude::*;

structs! {
    /// `abort_Compactions`
    AbortCompactions {
        1 rqst: optional AbortCompactionRequest,
    }
    /// `abort_txn`
    AbortTxn {
        1 rqst: optional AbortTxnRequest,
    }
    /// `abort_txns`
    AbortTxns {
        1 rqst: optional AbortTxnsRequest,
    }
    /// `add_check_constraint`
    AddCheckConstraint {
        1 req: optional AddCheckConstraintRequest,
    }
    /// `add_default_constraint`
    AddDefaultConstraint {
        1 req: optional AddDefaultConstraintRequest,
    }
    /// `add_dynamic_partitions`
    AddDynamicPartitions {
        1 rqst: optional crate::AddDynamicPartitions,
    }
    /// `add_foreign_key`
    AddForeignKey {
        1 req: optional AddForeignKeyRequest,
    }
    /// `add_index`
    AddIndex {
        1 new_index: optional Index,
        2 index_table: optional Table,
    }
    /// `add_master_key`
    AddMasterKey {
        1 key: optional Str,
    }
    /// `add_not_null_constraint`
    AddNotNullConstraint {
        1 req: optional AddNotNullConstraintRequest,
    }
    /// `add_package`
    AddPackage {
        1 request: optional AddPackageRequest,
    }
    /// `add_partition`
    AddPartition {
        1 new_part: optional Partition,
    }
    /// `add_partition_with_environment_context`
    AddPartitionWithEnvironmentContext {
        1 new_part: optional Partition,
        2 environment_context: optional EnvironmentContext,
    }
    /// `add_partitions`
    AddPartitions {
        1 new_parts: optional Vec<Partition>,
    }
    /// `add_partitions_pspec`
    AddPartitionsPspec {
        1 new_parts: optional Vec<PartitionSpec>,
    }
    /// `add_partitions_req`
    AddPartitionsReq {
        1 request: optional AddPartitionsRequest,
    }
    /// `add_primary_key`
    AddPrimaryKey {
        1 req: optional AddPrimaryKeyRequest,
    }
    /// `add_replication_metrics`
    AddReplicationMetrics {
        1 replication_metric_list: optional ReplicationMetricList,
    }
    /// `add_runtime_stats`
    AddRuntimeStats {
        1 stat: optional RuntimeStat,
    }
    /// `add_schema_version`
    AddSchemaVersion {
        1 schema_version: optional SchemaVersion,
    }
    /// `add_serde`
    AddSerde {
        1 serde: optional SerDeInfo,
    }
    /// `add_token`
    AddToken {
        1 token_identifier: optional Str,
        2 delegation_token: optional Str,
    }
    /// `add_unique_constraint`
    AddUniqueConstraint {
        1 req: optional AddUniqueConstraintRequest,
    }
    /// `add_write_ids_to_min_history`
    AddWriteIdsToMinHistory {
        1 txn_id: optional i64,
        2 write_ids: optional BTreeMap<Str, i64>,
    }
    /// `add_write_notification_log`
    AddWriteNotificationLog {
        1 rqst: optional WriteNotificationLogRequest,
    }
    /// `add_write_notification_log_in_batch`
    AddWriteNotificationLogInBatch {
        1 rqst: optional WriteNotificationLogBatchRequest,
    }
    /// `aliveSince`
    AliveSince {
    }
    /// `allocate_table_write_ids`
    AllocateTableWriteIds {
        1 rqst: optional AllocateTableWriteIdsRequest,
    }
    /// `alter_catalog`
    AlterCatalog {
        1 rqst: optional AlterCatalogRequest,
    }
    /// `alter_database`
    AlterDatabase {
        1 dbname: optional Str,
        2 db: optional Database,
    }
    /// `alter_database_req`
    AlterDatabaseReq {
        1 alter_db_req: optional AlterDatabaseRequest,
    }
    /// `alter_dataconnector`
    AlterDataconnector {
        1 name: optional Str,
        2 connector: optional DataConnector,
    }
    /// `alter_dataconnector_req`
    AlterDataconnectorReq {
        1 alter_req: optional AlterDataConnectorRequest,
    }
    /// `alter_function`
    AlterFunction {
        1 db_name: optional Str,
        2 func_name: optional Str,
        3 new_func: optional Function,
    }
    /// `alter_index`
    AlterIndex {
        1 dbname: optional Str,
        2 base_tbl_name: optional Str,
        3 idx_name: optional Str,
        4 new_idx: optional Index,
    }
    /// `alter_ischema`
    AlterIschema {
        1 rqst: optional AlterISchemaRequest,
    }
    /// `alter_partition`
    AlterPartition {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 new_part: optional Partition,
    }
    /// `alter_partition_with_environment_context`
    AlterPartitionWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 new_part: optional Partition,
        4 environment_context: optional EnvironmentContext,
    }
    /// `alter_partitions`
    AlterPartitions {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 new_parts: optional Vec<Partition>,
    }
    /// `alter_partitions_req`
    AlterPartitionsReq {
        1 req: optional AlterPartitionsRequest,
    }
    /// `alter_partitions_with_environment_context`
    AlterPartitionsWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 new_parts: optional Vec<Partition>,
        4 environment_context: optional EnvironmentContext,
    }
    /// `alter_resource_plan`
    AlterResourcePlan {
        1 request: optional WMAlterResourcePlanRequest,
    }
    /// `alter_table`
    AlterTable {
        1 dbname: optional Str,
        2 tbl_name: optional Str,
        3 new_tbl: optional Table,
    }
    /// `alter_table_req`
    AlterTableReq {
        1 req: optional AlterTableRequest,
    }
    /// `alter_table_with_cascade`
    AlterTableWithCascade {
        1 dbname: optional Str,
        2 tbl_name: optional Str,
        3 new_tbl: optional Table,
        4 cascade: optional bool,
    }
    /// `alter_table_with_environment_context`
    AlterTableWithEnvironmentContext {
        1 dbname: optional Str,
        2 tbl_name: optional Str,
        3 new_tbl: optional Table,
        4 environment_context: optional EnvironmentContext,
    }
    /// `alter_wm_pool`
    AlterWmPool {
        1 request: optional WMAlterPoolRequest,
    }
    /// `alter_wm_trigger`
    AlterWmTrigger {
        1 request: optional WMAlterTriggerRequest,
    }
    /// `append_partition`
    AppendPartition {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
    }
    /// `append_partition_by_name`
    AppendPartitionByName {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
    }
    /// `append_partition_by_name_with_environment_context`
    AppendPartitionByNameWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
        4 environment_context: optional EnvironmentContext,
    }
    /// `append_partition_req`
    AppendPartitionReq {
        1 append_partitions_req: optional AppendPartitionsRequest,
    }
    /// `append_partition_with_environment_context`
    AppendPartitionWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 environment_context: optional EnvironmentContext,
    }
    /// `cache_file_metadata`
    CacheFileMetadata {
        1 req: optional CacheFileMetadataRequest,
    }
    /// `cancel_delegation_token`
    CancelDelegationToken {
        1 token_str_form: optional Str,
    }
    /// `check_lock`
    CheckLock {
        1 rqst: optional CheckLockRequest,
    }
    /// `clear_file_metadata`
    ClearFileMetadata {
        1 req: optional ClearFileMetadataRequest,
    }
    /// `cm_recycle`
    CmRecycle {
        1 request: optional CmRecycleRequest,
    }
    /// `commit_txn`
    CommitTxn {
        1 rqst: optional CommitTxnRequest,
    }
    /// `compact`
    Compact {
        1 rqst: optional CompactionRequest,
    }
    /// `compact2`
    Compact2 {
        1 rqst: optional CompactionRequest,
    }
    /// `create_catalog`
    CreateCatalog {
        1 catalog: optional CreateCatalogRequest,
    }
    /// `create_database`
    CreateDatabase {
        1 database: optional Database,
    }
    /// `create_database_req`
    CreateDatabaseReq {
        1 create_database_request: optional CreateDatabaseRequest,
    }
    /// `create_dataconnector`
    CreateDataconnector {
        1 connector: optional DataConnector,
    }
    /// `create_dataconnector_req`
    CreateDataconnectorReq {
        1 connector_req: optional CreateDataConnectorRequest,
    }
    /// `create_function`
    CreateFunction {
        1 func: optional Function,
    }
    /// `create_ischema`
    CreateIschema {
        1 schema: optional ISchema,
    }
    /// `create_or_drop_wm_trigger_to_pool_mapping`
    CreateOrDropWmTriggerToPoolMapping {
        1 request: optional WMCreateOrDropTriggerToPoolMappingRequest,
    }
    /// `create_or_update_wm_mapping`
    CreateOrUpdateWmMapping {
        1 request: optional WMCreateOrUpdateMappingRequest,
    }
    /// `create_resource_plan`
    CreateResourcePlan {
        1 request: optional WMCreateResourcePlanRequest,
    }
    /// `create_role`
    CreateRole {
        1 role: optional Role,
    }
    /// `create_stored_procedure`
    CreateStoredProcedure {
        1 proc: optional StoredProcedure,
    }
    /// `create_table`
    CreateTable {
        1 tbl: optional Table,
    }
    /// `create_table_req`
    CreateTableReq {
        1 request: optional CreateTableRequest,
    }
    /// `create_table_with_constraints`
    CreateTableWithConstraints {
        1 tbl: optional Table,
        2 primary_keys: optional Vec<SQLPrimaryKey>,
        3 foreign_keys: optional Vec<SQLForeignKey>,
        4 unique_constraints: optional Vec<SQLUniqueConstraint>,
        5 not_null_constraints: optional Vec<SQLNotNullConstraint>,
        6 default_constraints: optional Vec<SQLDefaultConstraint>,
        7 check_constraints: optional Vec<SQLCheckConstraint>,
    }
    /// `create_table_with_environment_context`
    CreateTableWithEnvironmentContext {
        1 tbl: optional Table,
        2 environment_context: optional EnvironmentContext,
    }
    /// `create_type`
    CreateType {
        1 type_: optional Type,
    }
    /// `create_wm_pool`
    CreateWmPool {
        1 request: optional WMCreatePoolRequest,
    }
    /// `create_wm_trigger`
    CreateWmTrigger {
        1 request: optional WMCreateTriggerRequest,
    }
    /// `delete_column_statistics_req`
    DeleteColumnStatisticsReq {
        1 req: optional DeleteColumnStatisticsRequest,
    }
    /// `delete_partition_column_statistics`
    DeletePartitionColumnStatistics {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
        4 col_name: optional Str,
        5 engine: optional Str,
    }
    /// `delete_table_column_statistics`
    DeleteTableColumnStatistics {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 col_name: optional Str,
        4 engine: optional Str,
    }
    /// `drop_catalog`
    DropCatalog {
        1 cat_name: optional DropCatalogRequest,
    }
    /// `drop_constraint`
    DropConstraint {
        1 req: optional DropConstraintRequest,
    }
    /// `drop_database`
    DropDatabase {
        1 name: optional Str,
        2 delete_data: optional bool,
        3 cascade: optional bool,
    }
    /// `drop_database_req`
    DropDatabaseReq {
        1 req: optional DropDatabaseRequest,
    }
    /// `drop_dataconnector`
    DropDataconnector {
        1 name: optional Str,
        2 if_not_exists: optional bool,
        3 check_references: optional bool,
    }
    /// `drop_dataconnector_req`
    DropDataconnectorReq {
        1 drop_dc_req: optional DropDataConnectorRequest,
    }
    /// `drop_function`
    DropFunction {
        1 db_name: optional Str,
        2 func_name: optional Str,
    }
    /// `drop_index_by_name`
    DropIndexByName {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 index_name: optional Str,
        4 delete_data: optional bool,
    }
    /// `drop_ischema`
    DropIschema {
        1 name: optional ISchemaName,
    }
    /// `drop_package`
    DropPackage {
        1 request: optional DropPackageRequest,
    }
    /// `drop_partition`
    DropPartition {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 delete_data: optional bool,
    }
    /// `drop_partition_by_name`
    DropPartitionByName {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
        4 delete_data: optional bool,
    }
    /// `drop_partition_by_name_with_environment_context`
    DropPartitionByNameWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
        4 delete_data: optional bool,
        5 environment_context: optional EnvironmentContext,
    }
    /// `drop_partition_req`
    DropPartitionReq {
        1 drop_partition_req: optional DropPartitionRequest,
    }
    /// `drop_partition_with_environment_context`
    DropPartitionWithEnvironmentContext {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 delete_data: optional bool,
        5 environment_context: optional EnvironmentContext,
    }
    /// `drop_partitions_req`
    DropPartitionsReq {
        1 req: optional DropPartitionsRequest,
    }
    /// `drop_resource_plan`
    DropResourcePlan {
        1 request: optional WMDropResourcePlanRequest,
    }
    /// `drop_role`
    DropRole {
        1 role_name: optional Str,
    }
    /// `drop_schema_version`
    DropSchemaVersion {
        1 schema_version: optional SchemaVersionDescriptor,
    }
    /// `drop_stored_procedure`
    DropStoredProcedure {
        1 request: optional StoredProcedureRequest,
    }
    /// `drop_table`
    DropTable {
        1 dbname: optional Str,
        2 name: optional Str,
        3 delete_data: optional bool,
    }
    /// `drop_table_req`
    DropTableReq {
        1 drop_table_req: optional DropTableRequest,
    }
    /// `drop_table_with_environment_context`
    DropTableWithEnvironmentContext {
        1 dbname: optional Str,
        2 name: optional Str,
        3 delete_data: optional bool,
        4 environment_context: optional EnvironmentContext,
    }
    /// `drop_type`
    DropType {
        1 type_: optional Str,
    }
    /// `drop_wm_mapping`
    DropWmMapping {
        1 request: optional WMDropMappingRequest,
    }
    /// `drop_wm_pool`
    DropWmPool {
        1 request: optional WMDropPoolRequest,
    }
    /// `drop_wm_trigger`
    DropWmTrigger {
        1 request: optional WMDropTriggerRequest,
    }
    /// `exchange_partition`
    ExchangePartition {
        1 partition_specs: optional BTreeMap<Str, Str>,
        2 source_db: optional Str,
        3 source_table_name: optional Str,
        4 dest_db: optional Str,
        5 dest_table_name: optional Str,
    }
    /// `exchange_partitions`
    ExchangePartitions {
        1 partition_specs: optional BTreeMap<Str, Str>,
        2 source_db: optional Str,
        3 source_table_name: optional Str,
        4 dest_db: optional Str,
        5 dest_table_name: optional Str,
    }
    /// `fetch_partition_names_req`
    FetchPartitionNamesReq {
        1 partition_req: optional PartitionsRequest,
    }
    /// `find_columns_with_stats`
    FindColumnsWithStats {
        1 cr: optional CompactionInfoStruct,
    }
    /// `find_next_compact`
    FindNextCompact {
        1 worker_id: optional Str,
    }
    /// `find_next_compact2`
    FindNextCompact2 {
        1 rqst: optional FindNextCompactRequest,
    }
    /// `find_package`
    FindPackage {
        1 request: optional GetPackageRequest,
    }
    /// `fire_listener_event`
    FireListenerEvent {
        1 rqst: optional FireEventRequest,
    }
    /// `flushCache`
    FlushCache {
    }
    /// `getCounter`
    GetCounter {
        1 key: optional Str,
    }
    /// `getCounters`
    GetCounters {
    }
    /// `getCpuProfile`
    GetCpuProfile {
        1 profile_duration_in_sec: optional i32,
    }
    /// `getMetaConf`
    GetMetaConf {
        1 key: optional Str,
    }
    /// `getName`
    GetName {
    }
    /// `getOption`
    GetOption {
        1 key: optional Str,
    }
    /// `getOptions`
    GetOptions {
    }
    /// `getStatus`
    GetStatus {
    }
    /// `getStatusDetails`
    GetStatusDetails {
    }
    /// `getVersion`
    GetVersion {
    }
    /// `get_active_resource_plan`
    GetActiveResourcePlan {
        1 request: optional WMGetActiveResourcePlanRequest,
    }
    /// `get_aggr_stats_for`
    GetAggrStatsFor {
        1 request: optional PartitionsStatsRequest,
    }
    /// `get_all_databases`
    GetAllDatabases {
    }
    /// `get_all_functions`
    GetAllFunctions {
    }
    /// `get_all_materialized_view_objects_for_rewriting`
    GetAllMaterializedViewObjectsForRewriting {
    }
    /// `get_all_packages`
    GetAllPackages {
        1 request: optional ListPackageRequest,
    }
    /// `get_all_resource_plans`
    GetAllResourcePlans {
        1 request: optional WMGetAllResourcePlanRequest,
    }
    /// `get_all_stored_procedures`
    GetAllStoredProcedures {
        1 request: optional ListStoredProcedureRequest,
    }
    /// `get_all_table_constraints`
    GetAllTableConstraints {
        1 request: optional AllTableConstraintsRequest,
    }
    /// `get_all_tables`
    GetAllTables {
        1 db_name: optional Str,
    }
    /// `get_all_token_identifiers`
    GetAllTokenIdentifiers {
    }
    /// `get_all_write_event_info`
    GetAllWriteEventInfo {
        1 request: optional GetAllWriteEventInfoRequest,
    }
    /// `get_catalog`
    GetCatalog {
        1 cat_name: optional GetCatalogRequest,
    }
    /// `get_catalogs`
    GetCatalogs {
    }
    /// `get_check_constraints`
    GetCheckConstraints {
        1 request: optional CheckConstraintsRequest,
    }
    /// `get_config_value`
    GetConfigValue {
        1 name: optional Str,
        2 default_value: optional Str,
    }
    /// `get_current_notificationEventId`
    GetCurrentNotificationEventId {
    }
    /// `get_database`
    GetDatabase {
        1 name: optional Str,
    }
    /// `get_database_req`
    GetDatabaseReq {
        1 request: optional GetDatabaseRequest,
    }
    /// `get_databases`
    GetDatabases {
        1 pattern: optional Str,
    }
    /// `get_databases_req`
    GetDatabasesReq {
        1 request: optional GetDatabaseObjectsRequest,
    }
    /// `get_dataconnector_req`
    GetDataconnectorReq {
        1 request: optional GetDataConnectorRequest,
    }
    /// `get_dataconnectors`
    GetDataconnectors {
    }
    /// `get_default_constraints`
    GetDefaultConstraints {
        1 request: optional DefaultConstraintsRequest,
    }
    /// `get_delegation_token`
    GetDelegationToken {
        1 token_owner: optional Str,
        2 renewer_kerberos_principal_name: optional Str,
    }
    /// `get_fields`
    GetFields {
        1 db_name: optional Str,
        2 table_name: optional Str,
    }
    /// `get_fields_req`
    GetFieldsReq {
        1 req: optional GetFieldsRequest,
    }
    /// `get_fields_with_environment_context`
    GetFieldsWithEnvironmentContext {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 environment_context: optional EnvironmentContext,
    }
    /// `get_file_metadata`
    GetFileMetadata {
        1 req: optional GetFileMetadataRequest,
    }
    /// `get_file_metadata_by_expr`
    GetFileMetadataByExpr {
        1 req: optional GetFileMetadataByExprRequest,
    }
    /// `get_foreign_keys`
    GetForeignKeys {
        1 request: optional ForeignKeysRequest,
    }
    /// `get_function`
    GetFunction {
        1 db_name: optional Str,
        2 func_name: optional Str,
    }
    /// `get_functions`
    GetFunctions {
        1 db_name: optional Str,
        2 pattern: optional Str,
    }
    /// `get_functions_req`
    GetFunctionsReq {
        1 request: optional GetFunctionsRequest,
    }
    /// `get_index_by_name`
    GetIndexByName {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 index_name: optional Str,
    }
    /// `get_index_names`
    GetIndexNames {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_indexes: optional i16,
    }
    /// `get_indexes`
    GetIndexes {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_indexes: optional i16,
    }
    /// `get_ischema`
    GetIschema {
        1 name: optional ISchemaName,
    }
    /// `get_latest_committed_compaction_info`
    GetLatestCommittedCompactionInfo {
        1 rqst: optional GetLatestCommittedCompactionInfoRequest,
    }
    /// `get_latest_txnid_in_conflict`
    GetLatestTxnidInConflict {
        1 txn_id: optional i64,
    }
    /// `get_lock_materialization_rebuild`
    GetLockMaterializationRebuild {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 txn_id: optional i64,
    }
    /// `get_lock_materialization_rebuild_req`
    GetLockMaterializationRebuildReq {
        1 req: optional LockMaterializationRebuildRequest,
    }
    /// `get_master_keys`
    GetMasterKeys {
    }
    /// `get_materialization_invalidation_info`
    GetMaterializationInvalidationInfo {
        1 creation_metadata: optional CreationMetadata,
        2 valid_txn_list: optional Str,
    }
    /// `get_materialized_views_for_rewriting`
    GetMaterializedViewsForRewriting {
        1 db_name: optional Str,
    }
    /// `get_max_allocated_table_write_id`
    GetMaxAllocatedTableWriteId {
        1 rqst: optional MaxAllocatedTableWriteIdRequest,
    }
    /// `get_metastore_db_uuid`
    GetMetastoreDbUuid {
    }
    /// `get_next_notification`
    GetNextNotification {
        1 rqst: optional NotificationEventRequest,
    }
    /// `get_not_null_constraints`
    GetNotNullConstraints {
        1 request: optional NotNullConstraintsRequest,
    }
    /// `get_notification_events_count`
    GetNotificationEventsCount {
        1 rqst: optional NotificationEventsCountRequest,
    }
    /// `get_num_partitions_by_filter`
    GetNumPartitionsByFilter {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 filter: optional Str,
    }
    /// `get_open_txns`
    GetOpenTxns {
    }
    /// `get_open_txns_info`
    GetOpenTxnsInfo {
    }
    /// `get_open_txns_req`
    GetOpenTxnsReq {
        1 get_open_txns_request: optional GetOpenTxnsRequest,
    }
    /// `get_part_specs_by_filter`
    GetPartSpecsByFilter {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 filter: optional Str,
        4 max_parts: optional i32,
    }
    /// `get_partition`
    GetPartition {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
    }
    /// `get_partition_by_name`
    GetPartitionByName {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
    }
    /// `get_partition_column_statistics`
    GetPartitionColumnStatistics {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_name: optional Str,
        4 col_name: optional Str,
    }
    /// `get_partition_names`
    GetPartitionNames {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_parts: optional i16,
    }
    /// `get_partition_names_ps`
    GetPartitionNamesPs {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 max_parts: optional i16,
    }
    /// `get_partition_names_ps_req`
    GetPartitionNamesPsReq {
        1 req: optional GetPartitionNamesPsRequest,
    }
    /// `get_partition_names_req`
    GetPartitionNamesReq {
        1 req: optional PartitionsByExprRequest,
    }
    /// `get_partition_req`
    GetPartitionReq {
        1 req: optional GetPartitionRequest,
    }
    /// `get_partition_values`
    GetPartitionValues {
        1 request: optional PartitionValuesRequest,
    }
    /// `get_partition_with_auth`
    GetPartitionWithAuth {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 user_name: optional Str,
        5 group_names: optional Vec<Str>,
    }
    /// `get_partitions`
    GetPartitions {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_parts: optional i16,
    }
    /// `get_partitions_by_expr`
    GetPartitionsByExpr {
        1 req: optional PartitionsByExprRequest,
    }
    /// `get_partitions_by_filter`
    GetPartitionsByFilter {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 filter: optional Str,
        4 max_parts: optional i16,
    }
    /// `get_partitions_by_filter_req`
    GetPartitionsByFilterReq {
        1 req: optional GetPartitionsByFilterRequest,
    }
    /// `get_partitions_by_names`
    GetPartitionsByNames {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 names: optional Vec<Str>,
    }
    /// `get_partitions_by_names_req`
    GetPartitionsByNamesReq {
        1 req: optional GetPartitionsByNamesRequest,
    }
    /// `get_partitions_ps`
    GetPartitionsPs {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 max_parts: optional i16,
    }
    /// `get_partitions_ps_with_auth`
    GetPartitionsPsWithAuth {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 max_parts: optional i16,
        5 user_name: optional Str,
        6 group_names: optional Vec<Str>,
    }
    /// `get_partitions_ps_with_auth_req`
    GetPartitionsPsWithAuthReq {
        1 req: optional GetPartitionsPsWithAuthRequest,
    }
    /// `get_partitions_pspec`
    GetPartitionsPspec {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_parts: optional i32,
    }
    /// `get_partitions_req`
    GetPartitionsReq {
        1 req: optional PartitionsRequest,
    }
    /// `get_partitions_spec_by_expr`
    GetPartitionsSpecByExpr {
        1 req: optional PartitionsByExprRequest,
    }
    /// `get_partitions_statistics_req`
    GetPartitionsStatisticsReq {
        1 request: optional PartitionsStatsRequest,
    }
    /// `get_partitions_with_auth`
    GetPartitionsWithAuth {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 max_parts: optional i16,
        4 user_name: optional Str,
        5 group_names: optional Vec<Str>,
    }
    /// `get_partitions_with_specs`
    GetPartitionsWithSpecs {
        1 request: optional GetPartitionsRequest,
    }
    /// `get_primary_keys`
    GetPrimaryKeys {
        1 request: optional PrimaryKeysRequest,
    }
    /// `get_principals_in_role`
    GetPrincipalsInRole {
        1 request: optional GetPrincipalsInRoleRequest,
    }
    /// `get_privilege_set`
    GetPrivilegeSet {
        1 hive_object: optional HiveObjectRef,
        2 user_name: optional Str,
        3 group_names: optional Vec<Str>,
    }
    /// `get_properties`
    GetProperties {
        1 req: optional PropertyGetRequest,
    }
    /// `get_replayed_txns_for_policy`
    GetReplayedTxnsForPolicy {
        1 policy_name: optional Str,
    }
    /// `get_replication_metrics`
    GetReplicationMetrics {
        1 rqst: optional GetReplicationMetricsRequest,
    }
    /// `get_resource_plan`
    GetResourcePlan {
        1 request: optional WMGetResourcePlanRequest,
    }
    /// `get_role_grants_for_principal`
    GetRoleGrantsForPrincipal {
        1 request: optional GetRoleGrantsForPrincipalRequest,
    }
    /// `get_role_names`
    GetRoleNames {
    }
    /// `get_runtime_stats`
    GetRuntimeStats {
        1 rqst: optional GetRuntimeStatsRequest,
    }
    /// `get_scheduled_query`
    GetScheduledQuery {
        1 schedule_key: optional ScheduledQueryKey,
    }
    /// `get_schema`
    GetSchema {
        1 db_name: optional Str,
        2 table_name: optional Str,
    }
    /// `get_schema_all_versions`
    GetSchemaAllVersions {
        1 schema_name: optional ISchemaName,
    }
    /// `get_schema_latest_version`
    GetSchemaLatestVersion {
        1 schema_name: optional ISchemaName,
    }
    /// `get_schema_req`
    GetSchemaReq {
        1 req: optional GetSchemaRequest,
    }
    /// `get_schema_version`
    GetSchemaVersion {
        1 schema_version: optional SchemaVersionDescriptor,
    }
    /// `get_schema_with_environment_context`
    GetSchemaWithEnvironmentContext {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 environment_context: optional EnvironmentContext,
    }
    /// `get_schemas_by_cols`
    GetSchemasByCols {
        1 rqst: optional FindSchemasByColsRqst,
    }
    /// `get_serde`
    GetSerde {
        1 rqst: optional GetSerdeRequest,
    }
    /// `get_stored_procedure`
    GetStoredProcedure {
        1 request: optional StoredProcedureRequest,
    }
    /// `get_table`
    GetTable {
        1 dbname: optional Str,
        2 tbl_name: optional Str,
    }
    /// `get_table_column_statistics`
    GetTableColumnStatistics {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 col_name: optional Str,
    }
    /// `get_table_meta`
    GetTableMeta {
        1 db_patterns: optional Str,
        2 tbl_patterns: optional Str,
        3 tbl_types: optional Vec<Str>,
    }
    /// `get_table_names_by_filter`
    GetTableNamesByFilter {
        1 dbname: optional Str,
        2 filter: optional Str,
        3 max_tables: optional i16,
    }
    /// `get_table_objects_by_name`
    GetTableObjectsByName {
        1 dbname: optional Str,
        2 tbl_names: optional Vec<Str>,
    }
    /// `get_table_objects_by_name_req`
    GetTableObjectsByNameReq {
        1 req: optional GetTablesRequest,
    }
    /// `get_table_req`
    GetTableReq {
        1 req: optional GetTableRequest,
    }
    /// `get_table_statistics_req`
    GetTableStatisticsReq {
        1 request: optional TableStatsRequest,
    }
    /// `get_tables`
    GetTables {
        1 db_name: optional Str,
        2 pattern: optional Str,
    }
    /// `get_tables_by_type`
    GetTablesByType {
        1 db_name: optional Str,
        2 pattern: optional Str,
        3 table_type: optional Str,
    }
    /// `get_tables_ext`
    GetTablesExt {
        1 req: optional GetTablesExtRequest,
    }
    /// `get_token`
    GetToken {
        1 token_identifier: optional Str,
    }
    /// `get_triggers_for_resourceplan`
    GetTriggersForResourceplan {
        1 request: optional WMGetTriggersForResourePlanRequest,
    }
    /// `get_type`
    GetType {
        1 name: optional Str,
    }
    /// `get_type_all`
    GetTypeAll {
        1 name: optional Str,
    }
    /// `get_unique_constraints`
    GetUniqueConstraints {
        1 request: optional UniqueConstraintsRequest,
    }
    /// `get_valid_write_ids`
    GetValidWriteIds {
        1 rqst: optional GetValidWriteIdsRequest,
    }
    /// `grant_privileges`
    GrantPrivileges {
        1 privileges: optional PrivilegeBag,
    }
    /// `grant_revoke_privileges`
    GrantRevokePrivileges {
        1 request: optional GrantRevokePrivilegeRequest,
    }
    /// `grant_revoke_role`
    GrantRevokeRole {
        1 request: optional GrantRevokeRoleRequest,
    }
    /// `grant_role`
    GrantRole {
        1 role_name: optional Str,
        2 principal_name: optional Str,
        3 principal_type: optional PrincipalType,
        4 grantor: optional Str,
        5 grantor_type: optional PrincipalType,
        6 grant_option: optional bool,
    }
    /// `heartbeat`
    Heartbeat {
        1 ids: optional HeartbeatRequest,
    }
    /// `heartbeat_lock_materialization_rebuild`
    HeartbeatLockMaterializationRebuild {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 txn_id: optional i64,
    }
    /// `heartbeat_lock_materialization_rebuild_req`
    HeartbeatLockMaterializationRebuildReq {
        1 req: optional LockMaterializationRebuildRequest,
    }
    /// `heartbeat_txn_range`
    HeartbeatTxnRange {
        1 txns: optional HeartbeatTxnRangeRequest,
    }
    /// `isPartitionMarkedForEvent`
    IsPartitionMarkedForEvent {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional BTreeMap<Str, Str>,
        4 event_type: optional PartitionEventType,
    }
    /// `list_privileges`
    ListPrivileges {
        1 principal_name: optional Str,
        2 principal_type: optional PrincipalType,
        3 hive_object: optional HiveObjectRef,
    }
    /// `list_roles`
    ListRoles {
        1 principal_name: optional Str,
        2 principal_type: optional PrincipalType,
    }
    /// `lock`
    Lock {
        1 rqst: optional LockRequest,
    }
    /// `map_schema_version_to_serde`
    MapSchemaVersionToSerde {
        1 rqst: optional MapSchemaVersionToSerdeRequest,
    }
    /// `markPartitionForEvent`
    MarkPartitionForEvent {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional BTreeMap<Str, Str>,
        4 event_type: optional PartitionEventType,
    }
    /// `mark_cleaned`
    MarkCleaned {
        1 cr: optional CompactionInfoStruct,
    }
    /// `mark_compacted`
    MarkCompacted {
        1 cr: optional CompactionInfoStruct,
    }
    /// `mark_failed`
    MarkFailed {
        1 cr: optional CompactionInfoStruct,
    }
    /// `mark_refused`
    MarkRefused {
        1 cr: optional CompactionInfoStruct,
    }
    /// `open_txns`
    OpenTxns {
        1 rqst: optional OpenTxnRequest,
    }
    /// `partition_name_has_valid_characters`
    PartitionNameHasValidCharacters {
        1 part_vals: optional Vec<Str>,
        2 throw_exception: optional bool,
    }
    /// `partition_name_to_spec`
    PartitionNameToSpec {
        1 part_name: optional Str,
    }
    /// `partition_name_to_vals`
    PartitionNameToVals {
        1 part_name: optional Str,
    }
    /// `put_file_metadata`
    PutFileMetadata {
        1 req: optional PutFileMetadataRequest,
    }
    /// `refresh_privileges`
    RefreshPrivileges {
        1 obj_to_refresh: optional HiveObjectRef,
        2 authorizer: optional Str,
        3 grant_request: optional GrantRevokePrivilegeRequest,
    }
    /// `reinitialize`
    Reinitialize {
    }
    /// `remove_compaction_metrics_data`
    RemoveCompactionMetricsData {
        1 request: optional CompactionMetricsDataRequest,
    }
    /// `remove_master_key`
    RemoveMasterKey {
        1 key_seq: optional i32,
    }
    /// `remove_token`
    RemoveToken {
        1 token_identifier: optional Str,
    }
    /// `rename_partition`
    RenamePartition {
        1 db_name: optional Str,
        2 tbl_name: optional Str,
        3 part_vals: optional Vec<Str>,
        4 new_part: optional Partition,
    }
    /// `rename_partition_req`
    RenamePartitionReq {
        1 req: optional RenamePartitionRequest,
    }
    /// `renew_delegation_token`
    RenewDelegationToken {
        1 token_str_form: optional Str,
    }
    /// `repl_tbl_writeid_state`
    ReplTblWriteidState {
        1 rqst: optional ReplTblWriteIdStateRequest,
    }
    /// `revoke_privileges`
    RevokePrivileges {
        1 privileges: optional PrivilegeBag,
    }
    /// `revoke_role`
    RevokeRole {
        1 role_name: optional Str,
        2 principal_name: optional Str,
        3 principal_type: optional PrincipalType,
    }
    /// `scheduled_query_maintenance`
    ScheduledQueryMaintenance {
        1 request: optional ScheduledQueryMaintenanceRequest,
    }
    /// `scheduled_query_poll`
    ScheduledQueryPoll {
        1 request: optional ScheduledQueryPollRequest,
    }
    /// `scheduled_query_progress`
    ScheduledQueryProgress {
        1 info: optional ScheduledQueryProgressInfo,
    }
    /// `seed_txn_id`
    SeedTxnId {
        1 rqst: optional SeedTxnIdRequest,
    }
    /// `seed_write_id`
    SeedWriteId {
        1 rqst: optional SeedTableWriteIdsRequest,
    }
    /// `setMetaConf`
    SetMetaConf {
        1 key: optional Str,
        2 value: optional Str,
    }
    /// `setOption`
    SetOption {
        1 key: optional Str,
        2 value: optional Str,
    }
    /// `set_aggr_stats_for`
    SetAggrStatsFor {
        1 request: optional SetPartitionsStatsRequest,
    }
    /// `set_hadoop_jobid`
    SetHadoopJobid {
        1 job_id: optional Str,
        2 cq_id: optional i64,
    }
    /// `set_properties`
    SetProperties {
        1 req: optional PropertySetRequest,
    }
    /// `set_schema_version_state`
    SetSchemaVersionState {
        1 rqst: optional SetSchemaVersionStateRequest,
    }
    /// `set_ugi`
    SetUgi {
        1 user_name: optional Str,
        2 group_names: optional Vec<Str>,
    }
    /// `show_compact`
    ShowCompact {
        1 rqst: optional ShowCompactRequest,
    }
    /// `show_locks`
    ShowLocks {
        1 rqst: optional ShowLocksRequest,
    }
    /// `shutdown`
    Shutdown {
    }
    /// `submit_for_cleanup`
    SubmitForCleanup {
        1 o1: optional CompactionRequest,
        2 o2: optional i64,
        3 o3: optional i64,
    }
    /// `translate_table_dryrun`
    TranslateTableDryrun {
        1 request: optional CreateTableRequest,
    }
    /// `truncate_table`
    TruncateTable {
        1 db_name: optional Str,
        2 table_name: optional Str,
        3 part_names: optional Vec<Str>,
    }
    /// `truncate_table_req`
    TruncateTableReq {
        1 req: optional TruncateTableRequest,
    }
    /// `unlock`
    Unlock {
        1 rqst: optional UnlockRequest,
    }
    /// `update_compaction_metrics_data`
    UpdateCompactionMetricsData {
        1 data: optional CompactionMetricsDataStruct,
    }
    /// `update_compactor_state`
    UpdateCompactorState {
        1 cr: optional CompactionInfoStruct,
        2 txn_id: optional i64,
    }
    /// `update_creation_metadata`
    UpdateCreationMetadata {
        1 cat_name: optional Str,
        2 dbname: optional Str,
        3 tbl_name: optional Str,
        4 creation_metadata: optional CreationMetadata,
    }
    /// `update_master_key`
    UpdateMasterKey {
        1 seq_number: optional i32,
        2 key: optional Str,
    }
    /// `update_partition_column_statistics`
    UpdatePartitionColumnStatistics {
        1 stats_obj: optional ColumnStatistics,
    }
    /// `update_partition_column_statistics_req`
    UpdatePartitionColumnStatisticsReq {
        1 req: optional SetPartitionsStatsRequest,
    }
    /// `update_table_column_statistics`
    UpdateTableColumnStatistics {
        1 stats_obj: optional ColumnStatistics,
    }
    /// `update_table_column_statistics_req`
    UpdateTableColumnStatisticsReq {
        1 req: optional SetPartitionsStatsRequest,
    }
    /// `update_table_params`
    UpdateTableParams {
        1 updates: optional Vec<TableParamsUpdate>,
    }
    /// `update_transaction_statistics`
    UpdateTransactionStatistics {
        1 req: optional UpdateTransactionalStatsRequest,
    }
    /// `validate_resource_plan`
    ValidateResourcePlan {
        1 request: optional WMValidateResourcePlanRequest,
    }
}
