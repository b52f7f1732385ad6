const string DDL_TIME = "transient_lastDdlTime" (since = "2.3")
const byte ACCESSTYPE_NONE = 1 (since = "4.0")
const byte ACCESSTYPE_READONLY = 2 (since = "4.0")
const byte ACCESSTYPE_WRITEONLY = 4 (since = "4.0")
const byte ACCESSTYPE_READWRITE = 8 (since = "4.0")
const string HIVE_FILTER_FIELD_OWNER = "hive_filter_field_owner__" (since = "2.3")
const string HIVE_FILTER_FIELD_PARAMS = "hive_filter_field_params__" (since = "2.3")
const string HIVE_FILTER_FIELD_LAST_ACCESS = "hive_filter_field_last_access__" (since = "2.3")
const string HIVE_FILTER_FIELD_TABLE_NAME = "hive_filter_field_tableName__" (since = "4.0")
const string HIVE_FILTER_FIELD_TABLE_TYPE = "hive_filter_field_tableType__" (since = "4.0")
const string IS_ARCHIVED = "is_archived" (since = "2.3")
const string ORIGINAL_LOCATION = "original_location" (since = "2.3")
const string IS_IMMUTABLE = "immutable" (since = "2.3")
const string META_TABLE_COLUMNS = "columns" (since = "2.3")
const string META_TABLE_COLUMN_TYPES = "columns.types" (since = "2.3")
const string BUCKET_FIELD_NAME = "bucket_field_name" (since = "2.3")
const string BUCKET_COUNT = "bucket_count" (since = "2.3")
const string FIELD_TO_DIMENSION = "field_to_dimension" (since = "2.3")
const string IF_PURGE = "ifPurge" (since = "4.0")
const string META_TABLE_NAME = "name" (since = "2.3")
const string META_TABLE_DB = "db" (since = "2.3")
const string META_TABLE_LOCATION = "location" (since = "2.3")
const string META_TABLE_SERDE = "serde" (since = "2.3")
const string META_TABLE_PARTITION_COLUMNS = "partition_columns" (since = "2.3")
const string META_TABLE_PARTITION_COLUMN_TYPES = "partition_columns.types" (since = "2.3")
const string FILE_INPUT_FORMAT = "file.inputformat" (since = "2.3")
const string FILE_OUTPUT_FORMAT = "file.outputformat" (since = "2.3")
const string META_TABLE_STORAGE = "storage_handler" (since = "2.3")
const string TABLE_IS_TRANSACTIONAL = "transactional" (since = "2.3")
const string NO_AUTO_COMPACT = "no_auto_compaction" (since = "4.0")
const string TABLE_TRANSACTIONAL_PROPERTIES = "transactional_properties" (since = "2.3")
const string TABLE_BUCKETING_VERSION = "bucketing_version" (since = "3.1")
const string JDBC_CONFIG_PREFIX = "hive.sql." (since = "4.0")
const string TABLE_IS_CTAS = "created_with_ctas" (since = "4.0")
const string TABLE_IS_CTLT = "created_with_ctlt" (since = "4.0")
const string PARTITION_TRANSFORM_SPEC = "partition_transform_spec" (since = "4.0")
const string NO_CLEANUP = "no_cleanup" (since = "4.0")
const string CTAS_LEGACY_CONFIG = "create_table_as_external" (since = "4.0")
const string DEFAULT_TABLE_TYPE = "defaultTableType" (since = "4.0")
const string TXN_ID = "txnId" (since = "4.0")
const string WRITE_ID = "writeId" (since = "4.0")
const string EXPECTED_PARAMETER_KEY = "expected_parameter_key" (since = "4.0")
const string EXPECTED_PARAMETER_VALUE = "expected_parameter_value" (since = "4.0")
const string TABLE_NO_AUTO_COMPACT = "no_auto_compaction" (since = "2.3", until = "3.1")
const string DRUID_CONFIG_PREFIX = "druid." (since = "4.0", until = "4.1-dev-2024-08")

enum SerdeType {
  HIVE = 1,
  SCHEMA_REGISTRY = 2,
} (since = "3.1")

enum GetTablesExtRequestFields {
  ACCESS_TYPE = 1,
  PROCESSOR_CAPABILITIES = 2,
  ALL = 2147483647,
} (since = "4.0")

struct FieldSchema {
  1: string name,
  2: string type,
  3: string comment,
} (since = "2.3")

struct Type {
  1: string name,
  2: optional string type1,
  3: optional string type2,
  4: optional list<FieldSchema> fields,
} (since = "2.3")

struct TruncateTableRequest {
  1: required string dbName,
  2: required string tableName,
  3: optional list<string> partNames,
  4: optional i64 writeId = -1,
  5: optional string validWriteIdList,
  6: optional EnvironmentContext environmentContext,
} (since = "4.0")

struct TruncateTableResponse {
} (since = "4.0")

struct SerDeInfo {
  1: string name,
  2: string serializationLib,
  3: map<string,string> parameters,
  4: optional string description (since = "3.1"),
  5: optional string serializerClass (since = "3.1"),
  6: optional string deserializerClass (since = "3.1"),
  7: optional SerdeType serdeType (since = "3.1"),
} (since = "2.3")

struct Order {
  1: string col,
  2: i32 order,
} (since = "2.3")

struct SkewedInfo {
  1: list<string> skewedColNames,
  2: list<list<string>> skewedColValues,
  3: map<list<string>,string> skewedColValueLocationMaps,
} (since = "2.3")

struct StorageDescriptor {
  1: list<FieldSchema> cols,
  2: string location,
  3: string inputFormat,
  4: string outputFormat,
  5: bool compressed,
  6: i32 numBuckets,
  7: SerDeInfo serdeInfo,
  8: list<string> bucketCols,
  9: list<Order> sortCols,
  10: map<string,string> parameters,
  11: optional SkewedInfo skewedInfo,
  12: optional bool storedAsSubDirectories,
} (since = "2.3")

struct CreationMetadata {
  1: required string catName,
  2: required string dbName,
  3: required string tblName,
  4: required set<string> tablesUsed,
  5: optional string validTxnList,
  6: optional i64 materializationTime,
  7: optional list<SourceTable> sourceTables (since = "4.0"),
} (since = "3.1")

struct Table {
  1: string tableName,
  2: string dbName,
  3: string owner,
  4: i32 createTime,
  5: i32 lastAccessTime,
  6: i32 retention,
  7: StorageDescriptor sd,
  8: list<FieldSchema> partitionKeys,
  9: map<string,string> parameters,
  10: string viewOriginalText,
  11: string viewExpandedText,
  12: string tableType,
  13: optional PrincipalPrivilegeSet privileges,
  14: optional bool temporary = false,
  15: optional bool rewriteEnabled,
  16: optional CreationMetadata creationMetadata (since = "3.1"),
  17: optional string catName (since = "3.1"),
  18: optional PrincipalType ownerType = PrincipalType.USER (since = "3.1"),
  19: optional i64 writeId = -1 (since = "4.0"),
  20: optional bool isStatsCompliant (since = "4.0"),
  21: optional ColumnStatistics colStats (since = "4.0"),
  22: optional byte accessType (since = "4.0"),
  23: optional list<string> requiredReadCapabilities (since = "4.0"),
  24: optional list<string> requiredWriteCapabilities (since = "4.0"),
  25: optional i64 id (since = "4.0"),
  26: optional FileMetadata fileMetadata (since = "4.0"),
  27: optional ObjectDictionary dictionary (since = "4.0"),
  28: optional i64 txnId (since = "4.0"),
} (since = "2.3")

struct SourceTable {
  1: required Table table,
  2: required i64 insertedCount,
  3: required i64 updatedCount,
  4: required i64 deletedCount,
} (since = "4.0")

struct GetProjectionsSpec {
  1: list<string> fieldList,
  2: string includeParamKeyPattern,
  3: string excludeParamKeyPattern,
} (since = "4.0")

struct GetTableRequest {
  1: required string dbName,
  2: required string tblName,
  3: optional ClientCapabilities capabilities,
  4: optional string catName (since = "3.1"),
  6: optional string validWriteIdList (since = "4.0"),
  7: optional bool getColumnStats (since = "4.0"),
  8: optional list<string> processorCapabilities (since = "4.0"),
  9: optional string processorIdentifier (since = "4.0"),
  10: optional string engine = "hive" (since = "4.0"),
  11: optional i64 id = -1 (since = "4.0"),
} (since = "2.3")

struct GetTableResult {
  1: required Table table,
  2: optional bool isStatsCompliant (since = "4.0"),
} (since = "2.3")

struct GetTablesRequest {
  1: required string dbName,
  2: optional list<string> tblNames,
  3: optional ClientCapabilities capabilities,
  4: optional string catName (since = "3.1"),
  5: optional list<string> processorCapabilities (since = "4.0"),
  6: optional string processorIdentifier (since = "4.0"),
  7: optional GetProjectionsSpec projectionSpec (since = "4.0"),
  8: optional string tablesPattern (since = "4.0"),
} (since = "2.3")

struct GetTablesResult {
  1: required list<Table> tables,
} (since = "2.3")

struct GetTablesExtRequest {
  1: required string catalog,
  2: required string database,
  3: required string tableNamePattern,
  4: required i32 requestedFields,
  5: optional i32 limit,
  6: optional list<string> processorCapabilities,
  7: optional string processorIdentifier,
} (since = "4.0")

struct ExtendedTableInfo {
  1: required string tblName,
  2: optional i32 accessType,
  3: optional list<string> requiredReadCapabilities,
  4: optional list<string> requiredWriteCapabilities,
} (since = "4.0")

struct DropTableRequest {
  1: optional string catalogName,
  2: required string dbName,
  3: required string tableName,
  4: optional bool deleteData,
  5: optional EnvironmentContext envContext,
  6: optional bool dropPartitions,
  7: optional string id (since = "4.1+"),
  8: optional bool asyncDrop (since = "4.1+"),
  9: optional bool cancel (since = "4.1+"),
} (since = "4.0")

struct TableMeta {
  1: required string dbName,
  2: required string tableName,
  3: required string tableType,
  4: optional string comments,
  5: optional string catName (since = "3.1"),
  6: optional string ownerName (since = "4.0"),
  7: optional PrincipalType ownerType (since = "4.0"),
} (since = "2.3")

struct CreateTableRequest {
  1: required Table table,
  2: optional EnvironmentContext envContext,
  3: optional list<SQLPrimaryKey> primaryKeys,
  4: optional list<SQLForeignKey> foreignKeys,
  5: optional list<SQLUniqueConstraint> uniqueConstraints,
  6: optional list<SQLNotNullConstraint> notNullConstraints,
  7: optional list<SQLDefaultConstraint> defaultConstraints,
  8: optional list<SQLCheckConstraint> checkConstraints,
  9: optional list<string> processorCapabilities,
  10: optional string processorIdentifier,
} (since = "4.0")

struct AlterTableRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tableName,
  4: required Table table,
  5: optional EnvironmentContext environmentContext,
  6: optional i64 writeId = -1,
  7: optional string validWriteIdList,
  8: optional list<string> processorCapabilities,
  9: optional string processorIdentifier,
  10: optional string expectedParameterKey,
  11: optional string expectedParameterValue,
} (since = "4.0")

struct AlterTableResponse {
} (since = "4.0")

struct TableParamsUpdate {
  1: optional string cat_name,
  2: required string db_name,
  3: required string table_name,
  4: required map<string,string> params,
  5: optional string expected_param_key,
  6: optional string expected_param_value,
} (since = "4.1+")

struct GetFieldsRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional EnvironmentContext envContext,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
} (since = "4.0")

struct GetFieldsResponse {
  1: required list<FieldSchema> fields,
} (since = "4.0")

struct GetSchemaRequest {
  1: optional string catName,
  2: required string dbName,
  3: required string tblName,
  4: optional EnvironmentContext envContext,
  5: optional string validWriteIdList,
  6: optional i64 id = -1,
} (since = "4.0")

struct GetSchemaResponse {
  1: required list<FieldSchema> fields,
} (since = "4.0")

service ThriftHiveMetastore {
  Type get_type(1: string name) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "2.3"),
  bool create_type(1: Type type) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "2.3"),
  bool drop_type(1: string type) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "2.3"),
  map<string,Type> get_type_all(1: string name) throws (1: MetaException o2) (since = "2.3"),
  list<FieldSchema> get_fields(1: string db_name, 2: string table_name) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "2.3"),
  list<FieldSchema> get_fields_with_environment_context(1: string db_name, 2: string table_name, 3: EnvironmentContext environment_context) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "2.3"),
  GetFieldsResponse get_fields_req(1: GetFieldsRequest req) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "4.0"),
  list<FieldSchema> get_schema(1: string db_name, 2: string table_name) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "2.3"),
  list<FieldSchema> get_schema_with_environment_context(1: string db_name, 2: string table_name, 3: EnvironmentContext environment_context) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "2.3"),
  GetSchemaResponse get_schema_req(1: GetSchemaRequest req) throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3) (since = "4.0"),
  void create_table(1: Table tbl) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3, 4: NoSuchObjectException o4) (since = "2.3"),
  void create_table_with_environment_context(1: Table tbl, 2: EnvironmentContext environment_context) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3, 4: NoSuchObjectException o4) (since = "2.3"),
  void create_table_req(1: CreateTableRequest request) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3, 4: NoSuchObjectException o4) (since = "4.0"),
  Table translate_table_dryrun(1: CreateTableRequest request) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3, 4: NoSuchObjectException o4) (since = "4.0"),
  void drop_table(1: string dbname, 2: string name, 3: bool deleteData) throws (1: NoSuchObjectException o1, 2: MetaException o3) (since = "2.3"),
  void drop_table_with_environment_context(1: string dbname, 2: string name, 3: bool deleteData, 4: EnvironmentContext environment_context) throws (1: NoSuchObjectException o1, 2: MetaException o3) (since = "2.3"),
  AsyncOperationResp drop_table_req(1: DropTableRequest dropTableReq) throws (1: NoSuchObjectException o1, 2: MetaException o3) (since = "4.0"),
  void truncate_table(1: string dbName, 2: string tableName, 3: list<string> partNames) throws (1: MetaException o1) (since = "3.1"),
  TruncateTableResponse truncate_table_req(1: TruncateTableRequest req) throws (1: MetaException o1) (since = "4.0"),
  list<string> get_tables(1: string db_name, 2: string pattern) throws (1: MetaException o1) (since = "2.3"),
  list<string> get_tables_by_type(1: string db_name, 2: string pattern, 3: string tableType) throws (1: MetaException o1) (since = "2.3"),
  list<Table> get_all_materialized_view_objects_for_rewriting() throws (1: MetaException o1) (since = "4.0"),
  list<string> get_materialized_views_for_rewriting(1: string db_name) throws (1: MetaException o1) (since = "3.1"),
  list<TableMeta> get_table_meta(1: string db_patterns, 2: string tbl_patterns, 3: list<string> tbl_types) throws (1: MetaException o1) (since = "2.3"),
  list<string> get_all_tables(1: string db_name) throws (1: MetaException o1) (since = "2.3"),
  list<ExtendedTableInfo> get_tables_ext(1: GetTablesExtRequest req) throws (1: MetaException o1) (since = "4.0"),
  GetTableResult get_table_req(1: GetTableRequest req) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "2.3"),
  GetTablesResult get_table_objects_by_name_req(1: GetTablesRequest req) throws (1: MetaException o1, 2: InvalidOperationException o2, 3: UnknownDBException o3) (since = "2.3"),
  void update_creation_metadata(1: string catName, 2: string dbname, 3: string tbl_name, 4: CreationMetadata creation_metadata) throws (1: MetaException o1, 2: InvalidOperationException o2, 3: UnknownDBException o3) (since = "3.1"),
  list<string> get_table_names_by_filter(1: string dbname, 2: string filter, 3: i16 max_tables) throws (1: MetaException o1, 2: InvalidOperationException o2, 3: UnknownDBException o3) (since = "2.3"),
  void alter_table(1: string dbname, 2: string tbl_name, 3: Table new_tbl) throws (1: InvalidOperationException o1, 2: MetaException o2) (since = "2.3"),
  void alter_table_with_environment_context(1: string dbname, 2: string tbl_name, 3: Table new_tbl, 4: EnvironmentContext environment_context) throws (1: InvalidOperationException o1, 2: MetaException o2) (since = "2.3"),
  void alter_table_with_cascade(1: string dbname, 2: string tbl_name, 3: Table new_tbl, 4: bool cascade) throws (1: InvalidOperationException o1, 2: MetaException o2) (since = "2.3"),
  AlterTableResponse alter_table_req(1: AlterTableRequest req) throws (1: InvalidOperationException o1, 2: MetaException o2) (since = "4.0"),
  void update_table_params(1: list<TableParamsUpdate> updates) throws (1: MetaException o1) (since = "4.1+"),
  SchemaVersion get_schema_latest_version(1: ISchemaName schemaName) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  list<SchemaVersion> get_schema_all_versions(1: ISchemaName schemaName) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  Table get_table(1: string dbname, 2: string tbl_name) throws (1: MetaException o1, 2: NoSuchObjectException o2) (since = "2.3", until = "4.0.0"),
  list<Table> get_table_objects_by_name(1: string dbname, 2: list<string> tbl_names) (since = "2.3", until = "4.0.0"),
}
