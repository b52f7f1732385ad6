-- Hive metastore schema 4.1.0 for sqlite. Generated from schema/src/tables; do not edit.

create table "VERSION" (
  "VER_ID" integer not null,
  "SCHEMA_VERSION" text not null,
  "VERSION_COMMENT" text,
  primary key ("VER_ID")
);

create table "CTLGS" (
  "CTLG_ID" integer not null,
  "NAME" text,
  "DESC" text,
  "LOCATION_URI" text not null,
  "CREATE_TIME" integer,
  primary key ("CTLG_ID"),
  constraint "UNIQUE_CATALOG" unique ("NAME")
);

create table "DBS" (
  "DB_ID" integer not null,
  "DESC" text,
  "DB_LOCATION_URI" text not null,
  "NAME" text,
  "OWNER_NAME" text,
  "OWNER_TYPE" text,
  "CTLG_NAME" text default 'hive' not null,
  "CREATE_TIME" integer,
  "DB_MANAGED_LOCATION_URI" text,
  "TYPE" text default 'NATIVE' not null,
  "DATACONNECTOR_NAME" text,
  "REMOTE_DBNAME" text,
  primary key ("DB_ID"),
  constraint "UNIQUE_DATABASE" unique ("NAME", "CTLG_NAME"),
  foreign key ("CTLG_NAME") references "CTLGS" ("NAME")
);

create table "DATABASE_PARAMS" (
  "DB_ID" integer not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("DB_ID", "PARAM_KEY"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);
create index "DATABASE_PARAMS_N49" on "DATABASE_PARAMS" ("DB_ID");

create table "DATACONNECTORS" (
  "NAME" text not null,
  "TYPE" text not null,
  "URL" text not null,
  "COMMENT" text,
  "OWNER_NAME" text,
  "OWNER_TYPE" text,
  "CREATE_TIME" integer not null,
  primary key ("NAME")
);

create table "DATACONNECTOR_PARAMS" (
  "NAME" text not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("NAME", "PARAM_KEY"),
  foreign key ("NAME") references "DATACONNECTORS" ("NAME") on delete cascade
);

create table "CDS" (
  "CD_ID" integer not null,
  primary key ("CD_ID")
);

create table "COLUMNS_V2" (
  "CD_ID" integer not null,
  "COMMENT" text,
  "COLUMN_NAME" text not null,
  "TYPE_NAME" text,
  "INTEGER_IDX" integer not null,
  primary key ("CD_ID", "COLUMN_NAME"),
  foreign key ("CD_ID") references "CDS" ("CD_ID")
);
create index "COLUMNS_V2_N49" on "COLUMNS_V2" ("CD_ID");

create table "SERDES" (
  "SERDE_ID" integer not null,
  "NAME" text,
  "SLIB" text,
  "DESCRIPTION" text,
  "SERIALIZER_CLASS" text,
  "DESERIALIZER_CLASS" text,
  "SERDE_TYPE" integer,
  primary key ("SERDE_ID")
);

create table "SERDE_PARAMS" (
  "SERDE_ID" integer not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("SERDE_ID", "PARAM_KEY"),
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID")
);
create index "SERDE_PARAMS_N49" on "SERDE_PARAMS" ("SERDE_ID");

create table "SDS" (
  "SD_ID" integer not null,
  "INPUT_FORMAT" text,
  "IS_COMPRESSED" integer not null,
  "LOCATION" text,
  "NUM_BUCKETS" integer not null,
  "OUTPUT_FORMAT" text,
  "SERDE_ID" integer,
  "CD_ID" integer,
  "IS_STOREDASSUBDIRECTORIES" integer not null,
  primary key ("SD_ID"),
  foreign key ("CD_ID") references "CDS" ("CD_ID"),
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID")
);
create index "SDS_N49" on "SDS" ("SERDE_ID");
create index "SDS_N50" on "SDS" ("CD_ID");

create table "SD_PARAMS" (
  "SD_ID" integer not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("SD_ID", "PARAM_KEY"),
  foreign key ("SD_ID") references "SDS" ("SD_ID")
);
create index "SD_PARAMS_N49" on "SD_PARAMS" ("SD_ID");

create table "BUCKETING_COLS" (
  "SD_ID" integer not null,
  "BUCKET_COL_NAME" text,
  "INTEGER_IDX" integer not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID")
);
create index "BUCKETING_COLS_N49" on "BUCKETING_COLS" ("SD_ID");

create table "SORT_COLS" (
  "SD_ID" integer not null,
  "COLUMN_NAME" text,
  "ORDER" integer not null,
  "INTEGER_IDX" integer not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID")
);
create index "SORT_COLS_N49" on "SORT_COLS" ("SD_ID");

create table "SKEWED_STRING_LIST" (
  "STRING_LIST_ID" integer not null,
  primary key ("STRING_LIST_ID")
);

create table "SKEWED_STRING_LIST_VALUES" (
  "STRING_LIST_ID" integer not null,
  "STRING_LIST_VALUE" text,
  "INTEGER_IDX" integer not null,
  primary key ("STRING_LIST_ID", "INTEGER_IDX"),
  foreign key ("STRING_LIST_ID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID")
);
create index "SKEWED_STRING_LIST_VALUES_N49" on "SKEWED_STRING_LIST_VALUES" ("STRING_LIST_ID");

create table "SKEWED_COL_NAMES" (
  "SD_ID" integer not null,
  "SKEWED_COL_NAME" text,
  "INTEGER_IDX" integer not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID")
);
create index "SKEWED_COL_NAMES_N49" on "SKEWED_COL_NAMES" ("SD_ID");

create table "SKEWED_COL_VALUE_LOC_MAP" (
  "SD_ID" integer not null,
  "STRING_LIST_ID_KID" integer not null,
  "LOCATION" text,
  primary key ("SD_ID", "STRING_LIST_ID_KID"),
  foreign key ("SD_ID") references "SDS" ("SD_ID"),
  foreign key ("STRING_LIST_ID_KID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID")
);
create index "SKEWED_COL_VALUE_LOC_MAP_N49" on "SKEWED_COL_VALUE_LOC_MAP" ("STRING_LIST_ID_KID");
create index "SKEWED_COL_VALUE_LOC_MAP_N50" on "SKEWED_COL_VALUE_LOC_MAP" ("SD_ID");

create table "SKEWED_VALUES" (
  "SD_ID_OID" integer not null,
  "STRING_LIST_ID_EID" integer not null,
  "INTEGER_IDX" integer not null,
  primary key ("SD_ID_OID", "INTEGER_IDX"),
  foreign key ("STRING_LIST_ID_EID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID"),
  foreign key ("SD_ID_OID") references "SDS" ("SD_ID")
);
create index "SKEWED_VALUES_N49" on "SKEWED_VALUES" ("STRING_LIST_ID_EID");
create index "SKEWED_VALUES_N50" on "SKEWED_VALUES" ("SD_ID_OID");

create table "TBLS" (
  "TBL_ID" integer not null,
  "CREATE_TIME" integer not null,
  "DB_ID" integer,
  "LAST_ACCESS_TIME" integer not null,
  "OWNER" text,
  "OWNER_TYPE" text,
  "RETENTION" integer not null,
  "SD_ID" integer,
  "TBL_NAME" text,
  "TBL_TYPE" text,
  "VIEW_EXPANDED_TEXT" text,
  "VIEW_ORIGINAL_TEXT" text,
  "IS_REWRITE_ENABLED" integer default false not null,
  "WRITE_ID" integer default 0,
  primary key ("TBL_ID"),
  constraint "UNIQUETABLE" unique ("DB_ID", "TBL_NAME"),
  foreign key ("DB_ID") references "DBS" ("DB_ID"),
  foreign key ("SD_ID") references "SDS" ("SD_ID")
);
create index "TBLS_N50" on "TBLS" ("SD_ID");

create table "TABLE_PARAMS" (
  "TBL_ID" integer not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("TBL_ID", "PARAM_KEY"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "TABLE_PARAMS_N49" on "TABLE_PARAMS" ("TBL_ID");

create table "PARTITION_KEYS" (
  "TBL_ID" integer not null,
  "PKEY_COMMENT" text,
  "PKEY_NAME" text not null,
  "PKEY_TYPE" text not null,
  "INTEGER_IDX" integer not null,
  primary key ("TBL_ID", "PKEY_NAME"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "PARTITION_KEYS_N49" on "PARTITION_KEYS" ("TBL_ID");

create table "KEY_CONSTRAINTS" (
  "CHILD_CD_ID" integer,
  "CHILD_INTEGER_IDX" integer,
  "CHILD_TBL_ID" integer,
  "PARENT_CD_ID" integer,
  "PARENT_INTEGER_IDX" integer not null,
  "PARENT_TBL_ID" integer not null,
  "POSITION" integer not null,
  "CONSTRAINT_NAME" text not null,
  "CONSTRAINT_TYPE" integer not null,
  "UPDATE_RULE" integer,
  "DELETE_RULE" integer,
  "ENABLE_VALIDATE_RELY" integer not null,
  "DEFAULT_VALUE" text,
  primary key ("PARENT_TBL_ID", "CONSTRAINT_NAME", "POSITION")
);
create index "CONSTRAINTS_PARENT_TABLE_ID_INDEX" on "KEY_CONSTRAINTS" ("PARENT_TBL_ID");
create index "CONSTRAINTS_CONSTRAINT_TYPE_INDEX" on "KEY_CONSTRAINTS" ("CONSTRAINT_TYPE");

create table "MV_CREATION_METADATA" (
  "MV_CREATION_METADATA_ID" integer not null,
  "CAT_NAME" text not null,
  "DB_NAME" text not null,
  "TBL_NAME" text not null,
  "TXN_LIST" text,
  "MATERIALIZATION_TIME" integer not null,
  primary key ("MV_CREATION_METADATA_ID")
);
create index "MV_UNIQUE_TABLE" on "MV_CREATION_METADATA" ("TBL_NAME", "DB_NAME");

create table "MV_TABLES_USED" (
  "MV_CREATION_METADATA_ID" integer not null,
  "TBL_ID" integer not null,
  "INSERTED_COUNT" integer default 0 not null,
  "UPDATED_COUNT" integer default 0 not null,
  "DELETED_COUNT" integer default 0 not null,
  primary key ("TBL_ID", "MV_CREATION_METADATA_ID"),
  foreign key ("MV_CREATION_METADATA_ID") references "MV_CREATION_METADATA" ("MV_CREATION_METADATA_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "MV_TABLES_USED_N49" on "MV_TABLES_USED" ("MV_CREATION_METADATA_ID");

create table "PARTITIONS" (
  "PART_ID" integer not null,
  "CREATE_TIME" integer not null,
  "LAST_ACCESS_TIME" integer not null,
  "PART_NAME" text,
  "SD_ID" integer,
  "TBL_ID" integer,
  "WRITE_ID" integer default 0,
  primary key ("PART_ID"),
  constraint "UNIQUEPARTITION" unique ("TBL_ID", "PART_NAME"),
  foreign key ("SD_ID") references "SDS" ("SD_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "PARTITIONS_N50" on "PARTITIONS" ("SD_ID");

create table "PARTITION_PARAMS" (
  "PART_ID" integer not null,
  "PARAM_KEY" text not null,
  "PARAM_VALUE" text,
  primary key ("PART_ID", "PARAM_KEY"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID")
);
create index "PARTITION_PARAMS_N49" on "PARTITION_PARAMS" ("PART_ID");

create table "PARTITION_KEY_VALS" (
  "PART_ID" integer not null,
  "PART_KEY_VAL" text,
  "INTEGER_IDX" integer not null,
  primary key ("PART_ID", "INTEGER_IDX"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID")
);
create index "PARTITION_KEY_VALS_N49" on "PARTITION_KEY_VALS" ("PART_ID");

create table "PARTITION_EVENTS" (
  "PART_NAME_ID" integer not null,
  "CAT_NAME" text,
  "DB_NAME" text,
  "EVENT_TIME" integer not null,
  "EVENT_TYPE" integer not null,
  "PARTITION_NAME" text,
  "TBL_NAME" text,
  primary key ("PART_NAME_ID")
);
create index "PARTITIONEVENTINDEX" on "PARTITION_EVENTS" ("PARTITION_NAME");

create table "TAB_COL_STATS" (
  "CS_ID" integer not null,
  "COLUMN_NAME" text,
  "COLUMN_TYPE" text,
  "TBL_ID" integer not null,
  "LONG_LOW_VALUE" integer,
  "LONG_HIGH_VALUE" integer,
  "DOUBLE_LOW_VALUE" real,
  "DOUBLE_HIGH_VALUE" real,
  "BIG_DECIMAL_LOW_VALUE" text,
  "BIG_DECIMAL_HIGH_VALUE" text,
  "NUM_NULLS" integer not null,
  "NUM_DISTINCTS" integer,
  "BIT_VECTOR" blob,
  "AVG_COL_LEN" real,
  "MAX_COL_LEN" integer,
  "NUM_TRUES" integer,
  "NUM_FALSES" integer,
  "LAST_ANALYZED" integer not null,
  "ENGINE" text not null,
  "HISTOGRAM" blob,
  primary key ("CS_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "TAB_COL_STATS_IDX" on "TAB_COL_STATS" ("TBL_ID", "COLUMN_NAME");
create index "TAB_COL_STATS_N49" on "TAB_COL_STATS" ("TBL_ID");

create table "PART_COL_STATS" (
  "CS_ID" integer not null,
  "COLUMN_NAME" text,
  "COLUMN_TYPE" text,
  "PART_ID" integer not null,
  "LONG_LOW_VALUE" integer,
  "LONG_HIGH_VALUE" integer,
  "DOUBLE_LOW_VALUE" real,
  "DOUBLE_HIGH_VALUE" real,
  "BIG_DECIMAL_LOW_VALUE" text,
  "BIG_DECIMAL_HIGH_VALUE" text,
  "NUM_NULLS" integer not null,
  "NUM_DISTINCTS" integer,
  "BIT_VECTOR" blob,
  "AVG_COL_LEN" real,
  "MAX_COL_LEN" integer,
  "NUM_TRUES" integer,
  "NUM_FALSES" integer,
  "LAST_ANALYZED" integer not null,
  "ENGINE" text not null,
  "HISTOGRAM" blob,
  primary key ("CS_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID")
);
create index "PCS_STATS_IDX" on "PART_COL_STATS" ("PART_ID", "COLUMN_NAME");
create index "PART_COL_STATS_N49" on "PART_COL_STATS" ("PART_ID");

create table "RUNTIME_STATS" (
  "RS_ID" integer not null,
  "CREATE_TIME" integer not null,
  "WEIGHT" integer not null,
  "PAYLOAD" blob,
  primary key ("RS_ID")
);
create index "IDX_RUNTIME_STATS_CREATE_TIME" on "RUNTIME_STATS" ("CREATE_TIME");

create table "ROLES" (
  "ROLE_ID" integer not null,
  "CREATE_TIME" integer not null,
  "OWNER_NAME" text,
  "ROLE_NAME" text,
  primary key ("ROLE_ID"),
  constraint "ROLEENTITYINDEX" unique ("ROLE_NAME")
);

create table "ROLE_MAP" (
  "ROLE_GRANT_ID" integer not null,
  "ADD_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "ROLE_ID" integer,
  primary key ("ROLE_GRANT_ID"),
  constraint "USERROLEMAPINDEX" unique ("PRINCIPAL_NAME", "ROLE_ID", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("ROLE_ID") references "ROLES" ("ROLE_ID")
);
create index "ROLE_MAP_N49" on "ROLE_MAP" ("ROLE_ID");

create table "GLOBAL_PRIVS" (
  "USER_GRANT_ID" integer not null,
  "CREATE_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "USER_PRIV" text,
  "AUTHORIZER" text,
  primary key ("USER_GRANT_ID"),
  constraint "GLOBALPRIVILEGEINDEX" unique ("AUTHORIZER", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "USER_PRIV", "GRANTOR", "GRANTOR_TYPE")
);

create table "DB_PRIVS" (
  "DB_GRANT_ID" integer not null,
  "CREATE_TIME" integer not null,
  "DB_ID" integer,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "DB_PRIV" text,
  "AUTHORIZER" text,
  primary key ("DB_GRANT_ID"),
  constraint "DBPRIVILEGEINDEX" unique ("AUTHORIZER", "DB_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DB_PRIV", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);
create index "DB_PRIVS_N49" on "DB_PRIVS" ("DB_ID");

create table "TBL_PRIVS" (
  "TBL_GRANT_ID" integer not null,
  "CREATE_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "TBL_PRIV" text,
  "TBL_ID" integer,
  "AUTHORIZER" text,
  primary key ("TBL_GRANT_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "TABLEPRIVILEGEINDEX" on "TBL_PRIVS" ("AUTHORIZER", "TBL_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "TBL_PRIVS_N49" on "TBL_PRIVS" ("TBL_ID");

create table "TBL_COL_PRIVS" (
  "TBL_COLUMN_GRANT_ID" integer not null,
  "COLUMN_NAME" text,
  "CREATE_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "TBL_COL_PRIV" text,
  "TBL_ID" integer,
  "AUTHORIZER" text,
  primary key ("TBL_COLUMN_GRANT_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID")
);
create index "TABLECOLUMNPRIVILEGEINDEX" on "TBL_COL_PRIVS" ("AUTHORIZER", "TBL_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_COL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "TBL_COL_PRIVS_N49" on "TBL_COL_PRIVS" ("TBL_ID");

create table "PART_PRIVS" (
  "PART_GRANT_ID" integer not null,
  "CREATE_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PART_ID" integer,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "PART_PRIV" text,
  "AUTHORIZER" text,
  primary key ("PART_GRANT_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID")
);
create index "PARTPRIVILEGEINDEX" on "PART_PRIVS" ("AUTHORIZER", "PART_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "PART_PRIVS_N49" on "PART_PRIVS" ("PART_ID");

create table "PART_COL_PRIVS" (
  "PART_COLUMN_GRANT_ID" integer not null,
  "COLUMN_NAME" text,
  "CREATE_TIME" integer not null,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PART_ID" integer,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "PART_COL_PRIV" text,
  "AUTHORIZER" text,
  primary key ("PART_COLUMN_GRANT_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID")
);
create index "PARTITIONCOLUMNPRIVILEGEINDEX" on "PART_COL_PRIVS" ("AUTHORIZER", "PART_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_COL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "PART_COL_PRIVS_N49" on "PART_COL_PRIVS" ("PART_ID");

create table "DC_PRIVS" (
  "DC_GRANT_ID" integer not null,
  "CREATE_TIME" integer not null,
  "NAME" text,
  "GRANT_OPTION" integer not null,
  "GRANTOR" text,
  "GRANTOR_TYPE" text,
  "PRINCIPAL_NAME" text,
  "PRINCIPAL_TYPE" text,
  "DC_PRIV" text,
  "AUTHORIZER" text,
  primary key ("DC_GRANT_ID"),
  constraint "DCPRIVILEGEINDEX" unique ("AUTHORIZER", "NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DC_PRIV", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("NAME") references "DATACONNECTORS" ("NAME")
);
create index "DC_PRIVS_N49" on "DC_PRIVS" ("NAME");

create table "MASTER_KEYS" (
  "KEY_ID" integer primary key autoincrement,
  "MASTER_KEY" text
);

create table "DELEGATION_TOKENS" (
  "TOKEN_IDENT" text not null,
  "TOKEN" text,
  primary key ("TOKEN_IDENT")
);

create table "FUNCS" (
  "FUNC_ID" integer not null,
  "CLASS_NAME" text,
  "CREATE_TIME" integer not null,
  "DB_ID" integer,
  "FUNC_NAME" text,
  "FUNC_TYPE" integer not null,
  "OWNER_NAME" text,
  "OWNER_TYPE" text,
  primary key ("FUNC_ID"),
  constraint "UNIQUEFUNCTION" unique ("FUNC_NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);
create index "FUNCS_N49" on "FUNCS" ("DB_ID");

create table "FUNC_RU" (
  "FUNC_ID" integer not null,
  "RESOURCE_TYPE" integer not null,
  "RESOURCE_URI" text,
  "INTEGER_IDX" integer not null,
  primary key ("FUNC_ID", "INTEGER_IDX"),
  foreign key ("FUNC_ID") references "FUNCS" ("FUNC_ID")
);
create index "FUNC_RU_N49" on "FUNC_RU" ("FUNC_ID");

create table "STORED_PROCS" (
  "SP_ID" integer not null,
  "CREATE_TIME" integer not null,
  "DB_ID" integer not null,
  "NAME" text not null,
  "OWNER_NAME" text not null,
  "SOURCE" text not null,
  primary key ("SP_ID"),
  constraint "UNIQUESTOREDPROC" unique ("NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);

create table "PACKAGES" (
  "PKG_ID" integer not null,
  "CREATE_TIME" integer not null,
  "DB_ID" integer not null,
  "NAME" text not null,
  "OWNER_NAME" text not null,
  "HEADER" text not null,
  "BODY" text not null,
  primary key ("PKG_ID"),
  constraint "UNIQUEPKG" unique ("NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);

create table "TYPES" (
  "TYPES_ID" integer not null,
  "TYPE_NAME" text,
  "TYPE1" text,
  "TYPE2" text,
  primary key ("TYPES_ID"),
  constraint "UNIQUE_TYPE" unique ("TYPE_NAME")
);

create table "TYPE_FIELDS" (
  "TYPE_NAME" integer not null,
  "COMMENT" text,
  "FIELD_NAME" text not null,
  "FIELD_TYPE" text not null,
  "INTEGER_IDX" integer not null,
  primary key ("TYPE_NAME", "FIELD_NAME"),
  foreign key ("TYPE_NAME") references "TYPES" ("TYPES_ID")
);
create index "TYPE_FIELDS_N49" on "TYPE_FIELDS" ("TYPE_NAME");

create table "I_SCHEMA" (
  "SCHEMA_ID" integer not null,
  "SCHEMA_TYPE" integer not null,
  "NAME" text,
  "DB_ID" integer,
  "COMPATIBILITY" integer not null,
  "VALIDATION_LEVEL" integer not null,
  "CAN_EVOLVE" integer not null,
  "SCHEMA_GROUP" text,
  "DESCRIPTION" text,
  primary key ("SCHEMA_ID"),
  constraint "UNIQUE_NAME" unique ("NAME"),
  foreign key ("DB_ID") references "DBS" ("DB_ID")
);

create table "SCHEMA_VERSION" (
  "SCHEMA_VERSION_ID" integer not null,
  "SCHEMA_ID" integer,
  "VERSION" integer not null,
  "CREATED_AT" integer not null,
  "CD_ID" integer,
  "STATE" integer not null,
  "DESCRIPTION" text,
  "SCHEMA_TEXT" text,
  "FINGERPRINT" text,
  "SCHEMA_VERSION_NAME" text,
  "SERDE_ID" integer,
  primary key ("SCHEMA_VERSION_ID"),
  constraint "UNIQUE_VERSION" unique ("SCHEMA_ID", "VERSION"),
  foreign key ("SCHEMA_ID") references "I_SCHEMA" ("SCHEMA_ID"),
  foreign key ("CD_ID") references "CDS" ("CD_ID"),
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID")
);

create table "WM_RESOURCEPLAN" (
  "RP_ID" integer not null,
  "NAME" text not null,
  "NS" text,
  "QUERY_PARALLELISM" integer,
  "STATUS" text not null,
  "DEFAULT_POOL_ID" integer,
  primary key ("RP_ID"),
  constraint "UNIQUE_WM_RESOURCEPLAN" unique ("NS", "NAME"),
  foreign key ("DEFAULT_POOL_ID") references "WM_POOL" ("POOL_ID")
);

create table "WM_POOL" (
  "POOL_ID" integer not null,
  "RP_ID" integer not null,
  "PATH" text not null,
  "ALLOC_FRACTION" real,
  "QUERY_PARALLELISM" integer,
  "SCHEDULING_POLICY" text,
  primary key ("POOL_ID"),
  constraint "UNIQUE_WM_POOL" unique ("RP_ID", "PATH"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID")
);

create table "WM_TRIGGER" (
  "TRIGGER_ID" integer not null,
  "RP_ID" integer not null,
  "NAME" text not null,
  "TRIGGER_EXPRESSION" text,
  "ACTION_EXPRESSION" text,
  "IS_IN_UNMANAGED" integer default 0 not null,
  primary key ("TRIGGER_ID"),
  constraint "UNIQUE_WM_TRIGGER" unique ("RP_ID", "NAME"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID")
);

create table "WM_POOL_TO_TRIGGER" (
  "POOL_ID" integer not null,
  "TRIGGER_ID" integer not null,
  primary key ("POOL_ID", "TRIGGER_ID"),
  foreign key ("POOL_ID") references "WM_POOL" ("POOL_ID"),
  foreign key ("TRIGGER_ID") references "WM_TRIGGER" ("TRIGGER_ID")
);

create table "WM_MAPPING" (
  "MAPPING_ID" integer not null,
  "RP_ID" integer not null,
  "ENTITY_TYPE" text not null,
  "ENTITY_NAME" text not null,
  "POOL_ID" integer,
  "ORDERING" integer,
  primary key ("MAPPING_ID"),
  constraint "UNIQUE_WM_MAPPING" unique ("RP_ID", "ENTITY_TYPE", "ENTITY_NAME"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID"),
  foreign key ("POOL_ID") references "WM_POOL" ("POOL_ID")
);

create table "SCHEDULED_QUERIES" (
  "SCHEDULED_QUERY_ID" integer not null,
  "CLUSTER_NAMESPACE" text,
  "ENABLED" integer not null,
  "NEXT_EXECUTION" integer,
  "QUERY" text,
  "SCHEDULE" text,
  "SCHEDULE_NAME" text,
  "USER" text,
  "ACTIVE_EXECUTION_ID" integer,
  primary key ("SCHEDULED_QUERY_ID")
);

create table "SCHEDULED_EXECUTIONS" (
  "SCHEDULED_EXECUTION_ID" integer not null,
  "END_TIME" integer,
  "ERROR_MESSAGE" text,
  "EXECUTOR_QUERY_ID" text,
  "LAST_UPDATE_TIME" integer,
  "SCHEDULED_QUERY_ID" integer,
  "START_TIME" integer,
  "STATE" text,
  primary key ("SCHEDULED_EXECUTION_ID"),
  constraint "UNIQUE_SCHEDULED_EXECUTIONS_ID" unique ("SCHEDULED_EXECUTION_ID"),
  foreign key ("SCHEDULED_QUERY_ID") references "SCHEDULED_QUERIES" ("SCHEDULED_QUERY_ID") on delete cascade
);
create index "IDX_SCHEDULED_EXECUTIONS_LAST_UPDATE_TIME" on "SCHEDULED_EXECUTIONS" ("LAST_UPDATE_TIME");
create index "IDX_SCHEDULED_EXECUTIONS_SCHEDULED_QUERY_ID" on "SCHEDULED_EXECUTIONS" ("SCHEDULED_QUERY_ID");

create table "SEQUENCE_TABLE" (
  "SEQUENCE_NAME" text not null,
  "NEXT_VAL" integer not null,
  primary key ("SEQUENCE_NAME")
);

create table "NUCLEUS_TABLES" (
  "CLASS_NAME" text not null,
  "TABLE_NAME" text not null,
  "TYPE" text not null,
  "OWNER" text not null,
  "VERSION" text not null,
  "INTERFACE_NAME" text,
  primary key ("CLASS_NAME")
);

create table "NOTIFICATION_LOG" (
  "NL_ID" integer not null,
  "EVENT_ID" integer not null,
  "EVENT_TIME" integer not null,
  "EVENT_TYPE" text not null,
  "CAT_NAME" text,
  "DB_NAME" text,
  "TBL_NAME" text,
  "MESSAGE" text,
  "MESSAGE_FORMAT" text,
  primary key ("NL_ID"),
  constraint "NOTIFICATION_LOG_EVENT_ID" unique ("EVENT_ID")
);

create table "NOTIFICATION_SEQUENCE" (
  "NNI_ID" integer not null,
  "NEXT_EVENT_ID" integer not null,
  primary key ("NNI_ID")
);

create table "TXN_WRITE_NOTIFICATION_LOG" (
  "WNL_ID" integer not null,
  "WNL_TXNID" integer not null,
  "WNL_WRITEID" integer not null,
  "WNL_DATABASE" text not null,
  "WNL_TABLE" text not null,
  "WNL_PARTITION" text not null,
  "WNL_TABLE_OBJ" text not null,
  "WNL_PARTITION_OBJ" text,
  "WNL_FILES" text,
  "WNL_EVENT_TIME" integer not null,
  primary key ("WNL_TXNID", "WNL_DATABASE", "WNL_TABLE", "WNL_PARTITION")
);

create table "METASTORE_DB_PROPERTIES" (
  "PROPERTY_KEY" text not null,
  "PROPERTY_VALUE" text not null,
  "DESCRIPTION" text,
  "PROPERTYCONTENT" blob,
  primary key ("PROPERTY_KEY")
);

create table "REPLICATION_METRICS" (
  "RM_SCHEDULED_EXECUTION_ID" integer not null,
  "RM_POLICY" text not null,
  "RM_DUMP_EXECUTION_ID" integer not null,
  "RM_METADATA" text,
  "RM_PROGRESS" text,
  "RM_START_TIME" integer not null,
  "MESSAGE_FORMAT" text default 'json-0.2',
  primary key ("RM_SCHEDULED_EXECUTION_ID")
);
create index "POLICY_IDX" on "REPLICATION_METRICS" ("RM_POLICY");
create index "DUMP_IDX" on "REPLICATION_METRICS" ("RM_DUMP_EXECUTION_ID");

create table "TXNS" (
  "TXN_ID" integer primary key autoincrement,
  "TXN_STATE" text not null,
  "TXN_STARTED" integer not null,
  "TXN_LAST_HEARTBEAT" integer not null,
  "TXN_USER" text not null,
  "TXN_HOST" text not null,
  "TXN_AGENT_INFO" text,
  "TXN_META_INFO" text,
  "TXN_HEARTBEAT_COUNT" integer,
  "TXN_TYPE" integer,
  constraint "TXN_STATE_IDX" unique ("TXN_STATE", "TXN_ID")
);

create table "TXN_COMPONENTS" (
  "TC_TXNID" integer not null,
  "TC_DATABASE" text not null,
  "TC_TABLE" text,
  "TC_PARTITION" text,
  "TC_OPERATION_TYPE" text not null,
  "TC_WRITEID" integer,
  foreign key ("TC_TXNID") references "TXNS" ("TXN_ID")
);
create index "TC_TXNID_INDEX" on "TXN_COMPONENTS" ("TC_TXNID");

create table "COMPLETED_TXN_COMPONENTS" (
  "CTC_TXNID" integer not null,
  "CTC_DATABASE" text not null,
  "CTC_TABLE" text,
  "CTC_PARTITION" text,
  "CTC_TIMESTAMP" text default CURRENT_TIMESTAMP not null,
  "CTC_WRITEID" integer,
  "CTC_UPDATE_DELETE" text not null
);
create index "COMPLETED_TXN_COMPONENTS_INDEX" on "COMPLETED_TXN_COMPONENTS" ("CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION");

create table "TXN_LOCK_TBL" (
  "TXN_LOCK" integer not null
);

create table "HIVE_LOCKS" (
  "HL_LOCK_EXT_ID" integer not null,
  "HL_LOCK_INT_ID" integer not null,
  "HL_TXNID" integer not null,
  "HL_DB" text not null,
  "HL_TABLE" text,
  "HL_PARTITION" text,
  "HL_LOCK_STATE" text not null,
  "HL_LOCK_TYPE" text not null,
  "HL_LAST_HEARTBEAT" integer not null,
  "HL_ACQUIRED_AT" integer,
  "HL_USER" text not null,
  "HL_HOST" text not null,
  "HL_HEARTBEAT_COUNT" integer,
  "HL_AGENT_INFO" text,
  "HL_BLOCKEDBY_EXT_ID" integer,
  "HL_BLOCKEDBY_INT_ID" integer,
  primary key ("HL_LOCK_EXT_ID", "HL_LOCK_INT_ID")
);
create index "HL_TXNID_INDEX" on "HIVE_LOCKS" ("HL_TXNID");

create table "NEXT_LOCK_ID" (
  "NL_NEXT" integer not null
);

create table "COMPACTION_QUEUE" (
  "CQ_ID" integer not null,
  "CQ_DATABASE" text not null,
  "CQ_TABLE" text not null,
  "CQ_PARTITION" text,
  "CQ_STATE" text not null,
  "CQ_TYPE" text not null,
  "CQ_TBLPROPERTIES" text,
  "CQ_WORKER_ID" text,
  "CQ_ENQUEUE_TIME" integer,
  "CQ_START" integer,
  "CQ_RUN_AS" text,
  "CQ_HIGHEST_WRITE_ID" integer,
  "CQ_META_INFO" blob,
  "CQ_HADOOP_JOB_ID" text,
  "CQ_ERROR_MESSAGE" text,
  "CQ_NEXT_TXN_ID" integer,
  "CQ_TXN_ID" integer,
  "CQ_COMMIT_TIME" integer,
  "CQ_INITIATOR_ID" text,
  "CQ_INITIATOR_VERSION" text,
  "CQ_WORKER_VERSION" text,
  "CQ_CLEANER_START" integer,
  "CQ_RETRY_RETENTION" integer default 0 not null,
  "CQ_POOL_NAME" text,
  "CQ_NUMBER_OF_BUCKETS" integer,
  "CQ_ORDER_BY" text,
  primary key ("CQ_ID")
);

create table "NEXT_COMPACTION_QUEUE_ID" (
  "NCQ_NEXT" integer not null
);

create table "COMPLETED_COMPACTIONS" (
  "CC_ID" integer not null,
  "CC_DATABASE" text not null,
  "CC_TABLE" text not null,
  "CC_PARTITION" text,
  "CC_STATE" text not null,
  "CC_TYPE" text not null,
  "CC_TBLPROPERTIES" text,
  "CC_WORKER_ID" text,
  "CC_ENQUEUE_TIME" integer,
  "CC_START" integer,
  "CC_END" integer,
  "CC_RUN_AS" text,
  "CC_HIGHEST_WRITE_ID" integer,
  "CC_META_INFO" blob,
  "CC_HADOOP_JOB_ID" text,
  "CC_ERROR_MESSAGE" text,
  "CC_NEXT_TXN_ID" integer,
  "CC_TXN_ID" integer,
  "CC_COMMIT_TIME" integer,
  "CC_INITIATOR_ID" text,
  "CC_INITIATOR_VERSION" text,
  "CC_WORKER_VERSION" text,
  "CC_POOL_NAME" text,
  "CC_NUMBER_OF_BUCKETS" integer,
  "CC_ORDER_BY" text,
  primary key ("CC_ID")
);
create index "COMPLETED_COMPACTIONS_RES" on "COMPLETED_COMPACTIONS" ("CC_DATABASE", "CC_TABLE", "CC_PARTITION");

create table "COMPACTION_METRICS_CACHE" (
  "CMC_DATABASE" text not null,
  "CMC_TABLE" text not null,
  "CMC_PARTITION" text,
  "CMC_METRIC_TYPE" text not null,
  "CMC_METRIC_VALUE" integer not null,
  "CMC_VERSION" integer not null
);

create table "AUX_TABLE" (
  "MT_KEY1" text not null,
  "MT_KEY2" integer not null,
  "MT_COMMENT" text,
  primary key ("MT_KEY1", "MT_KEY2")
);

create table "WRITE_SET" (
  "WS_DATABASE" text not null,
  "WS_TABLE" text not null,
  "WS_PARTITION" text,
  "WS_TXNID" integer not null,
  "WS_COMMIT_ID" integer not null,
  "WS_OPERATION_TYPE" text not null
);

create table "TXN_TO_WRITE_ID" (
  "T2W_TXNID" integer not null,
  "T2W_DATABASE" text not null,
  "T2W_TABLE" text not null,
  "T2W_WRITEID" integer not null,
  constraint "TBL_TO_TXN_ID_IDX" unique ("T2W_DATABASE", "T2W_TABLE", "T2W_TXNID"),
  constraint "TBL_TO_WRITE_ID_IDX" unique ("T2W_DATABASE", "T2W_TABLE", "T2W_WRITEID")
);

create table "NEXT_WRITE_ID" (
  "NWI_DATABASE" text not null,
  "NWI_TABLE" text not null,
  "NWI_NEXT" integer not null,
  constraint "NEXT_WRITE_ID_IDX" unique ("NWI_DATABASE", "NWI_TABLE")
);

create table "MIN_HISTORY_WRITE_ID" (
  "MH_TXNID" integer not null,
  "MH_DATABASE" text not null,
  "MH_TABLE" text not null,
  "MH_WRITEID" integer not null,
  foreign key ("MH_TXNID") references "TXNS" ("TXN_ID")
);

create table "MIN_HISTORY_LEVEL" (
  "MHL_TXNID" integer not null,
  "MHL_MIN_OPEN_TXNID" integer not null,
  primary key ("MHL_TXNID")
);
create index "MIN_HISTORY_LEVEL_IDX" on "MIN_HISTORY_LEVEL" ("MHL_MIN_OPEN_TXNID");

create table "MATERIALIZATION_REBUILD_LOCKS" (
  "MRL_TXN_ID" integer not null,
  "MRL_DB_NAME" text not null,
  "MRL_TBL_NAME" text not null,
  "MRL_LAST_HEARTBEAT" integer not null,
  primary key ("MRL_TXN_ID")
);

create table "REPL_TXN_MAP" (
  "RTM_REPL_POLICY" text not null,
  "RTM_SRC_TXN_ID" integer not null,
  "RTM_TARGET_TXN_ID" integer not null,
  primary key ("RTM_REPL_POLICY", "RTM_SRC_TXN_ID")
);

insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MNotificationLog', 1);
insert into "NOTIFICATION_SEQUENCE" ("NNI_ID", "NEXT_EVENT_ID") values (1, 1);
insert into "NEXT_LOCK_ID" ("NL_NEXT") values (1);
insert into "NEXT_COMPACTION_QUEUE_ID" ("NCQ_NEXT") values (1);
insert into "CTLGS" ("CTLG_ID", "NAME", "DESC", "LOCATION_URI") values (1, 'hive', 'Default catalog for Hive', 'TBD');
insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MTxnWriteNotificationLog', 1);
insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST") values (0, 'c', 0, 0, '', '');
insert into "TXN_LOCK_TBL" ("TXN_LOCK") values (1);
insert into "VERSION" ("VER_ID", "SCHEMA_VERSION", "VERSION_COMMENT") values (1, '4.1.0', 'Hive release version 4.1.0');
