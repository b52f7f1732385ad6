-- Hive metastore schema 3.1.0 for postgres. Generated from schema/src/tables; do not edit.

create table "VERSION" (
  "VER_ID" bigint not null,
  "SCHEMA_VERSION" character varying(127) not null,
  "VERSION_COMMENT" character varying(255) not null,
  primary key ("VER_ID")
);

create table "CTLGS" (
  "CTLG_ID" bigint not null,
  "NAME" character varying(256),
  "DESC" character varying(4000),
  "LOCATION_URI" character varying(4000) not null,
  primary key ("CTLG_ID"),
  constraint "UNIQUE_CATALOG" unique ("NAME")
);

create table "DBS" (
  "DB_ID" bigint not null,
  "DESC" character varying(4000),
  "DB_LOCATION_URI" character varying(4000) not null,
  "NAME" character varying(128),
  "OWNER_NAME" character varying(128),
  "OWNER_TYPE" character varying(10),
  "CTLG_NAME" character varying(256) default 'hive',
  primary key ("DB_ID"),
  constraint "UNIQUE_DATABASE" unique ("NAME", "CTLG_NAME"),
  foreign key ("CTLG_NAME") references "CTLGS" ("NAME") deferrable
);

create table "DATABASE_PARAMS" (
  "DB_ID" bigint not null,
  "PARAM_KEY" character varying(180) not null,
  "PARAM_VALUE" character varying(4000),
  primary key ("DB_ID", "PARAM_KEY"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);
create index "DATABASE_PARAMS_N49" on "DATABASE_PARAMS" ("DB_ID");

create table "CDS" (
  "CD_ID" bigint not null,
  primary key ("CD_ID")
);

create table "COLUMNS_V2" (
  "CD_ID" bigint not null,
  "COMMENT" character varying(4000),
  "COLUMN_NAME" character varying(767) not null,
  "TYPE_NAME" text,
  "INTEGER_IDX" integer not null,
  primary key ("CD_ID", "COLUMN_NAME"),
  foreign key ("CD_ID") references "CDS" ("CD_ID") deferrable
);
create index "COLUMNS_V2_N49" on "COLUMNS_V2" ("CD_ID");

create table "SERDES" (
  "SERDE_ID" bigint not null,
  "NAME" character varying(128),
  "SLIB" character varying(4000),
  "DESCRIPTION" character varying(4000),
  "SERIALIZER_CLASS" character varying(4000),
  "DESERIALIZER_CLASS" character varying(4000),
  "SERDE_TYPE" integer,
  primary key ("SERDE_ID")
);

create table "SERDE_PARAMS" (
  "SERDE_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" text,
  primary key ("SERDE_ID", "PARAM_KEY"),
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID") deferrable
);
create index "SERDE_PARAMS_N49" on "SERDE_PARAMS" ("SERDE_ID");

create table "SDS" (
  "SD_ID" bigint not null,
  "INPUT_FORMAT" character varying(4000),
  "IS_COMPRESSED" boolean not null,
  "LOCATION" character varying(4000),
  "NUM_BUCKETS" bigint not null,
  "OUTPUT_FORMAT" character varying(4000),
  "SERDE_ID" bigint,
  "CD_ID" bigint,
  "IS_STOREDASSUBDIRECTORIES" boolean not null,
  primary key ("SD_ID"),
  foreign key ("CD_ID") references "CDS" ("CD_ID") deferrable,
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID") deferrable
);
create index "SDS_N49" on "SDS" ("SERDE_ID");
create index "SDS_N50" on "SDS" ("CD_ID");

create table "SD_PARAMS" (
  "SD_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" text,
  primary key ("SD_ID", "PARAM_KEY"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "SD_PARAMS_N49" on "SD_PARAMS" ("SD_ID");

create table "BUCKETING_COLS" (
  "SD_ID" bigint not null,
  "BUCKET_COL_NAME" character varying(256),
  "INTEGER_IDX" bigint not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "BUCKETING_COLS_N49" on "BUCKETING_COLS" ("SD_ID");

create table "SORT_COLS" (
  "SD_ID" bigint not null,
  "COLUMN_NAME" character varying(767),
  "ORDER" bigint not null,
  "INTEGER_IDX" bigint not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "SORT_COLS_N49" on "SORT_COLS" ("SD_ID");

create table "SKEWED_STRING_LIST" (
  "STRING_LIST_ID" bigint not null,
  primary key ("STRING_LIST_ID")
);

create table "SKEWED_STRING_LIST_VALUES" (
  "STRING_LIST_ID" bigint not null,
  "STRING_LIST_VALUE" character varying(256),
  "INTEGER_IDX" bigint not null,
  primary key ("STRING_LIST_ID", "INTEGER_IDX"),
  foreign key ("STRING_LIST_ID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID") deferrable
);
create index "SKEWED_STRING_LIST_VALUES_N49" on "SKEWED_STRING_LIST_VALUES" ("STRING_LIST_ID");

create table "SKEWED_COL_NAMES" (
  "SD_ID" bigint not null,
  "SKEWED_COL_NAME" character varying(256),
  "INTEGER_IDX" bigint not null,
  primary key ("SD_ID", "INTEGER_IDX"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "SKEWED_COL_NAMES_N49" on "SKEWED_COL_NAMES" ("SD_ID");

create table "SKEWED_COL_VALUE_LOC_MAP" (
  "SD_ID" bigint not null,
  "STRING_LIST_ID_KID" bigint not null,
  "LOCATION" character varying(4000),
  primary key ("SD_ID", "STRING_LIST_ID_KID"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable,
  foreign key ("STRING_LIST_ID_KID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID") deferrable
);
create index "SKEWED_COL_VALUE_LOC_MAP_N49" on "SKEWED_COL_VALUE_LOC_MAP" ("STRING_LIST_ID_KID");
create index "SKEWED_COL_VALUE_LOC_MAP_N50" on "SKEWED_COL_VALUE_LOC_MAP" ("SD_ID");

create table "SKEWED_VALUES" (
  "SD_ID_OID" bigint not null,
  "STRING_LIST_ID_EID" bigint not null,
  "INTEGER_IDX" bigint not null,
  primary key ("SD_ID_OID", "INTEGER_IDX"),
  foreign key ("STRING_LIST_ID_EID") references "SKEWED_STRING_LIST" ("STRING_LIST_ID") deferrable,
  foreign key ("SD_ID_OID") references "SDS" ("SD_ID") deferrable
);
create index "SKEWED_VALUES_N49" on "SKEWED_VALUES" ("STRING_LIST_ID_EID");
create index "SKEWED_VALUES_N50" on "SKEWED_VALUES" ("SD_ID_OID");

create table "TBLS" (
  "TBL_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "DB_ID" bigint,
  "LAST_ACCESS_TIME" bigint not null,
  "OWNER" character varying(767),
  "OWNER_TYPE" character varying(10),
  "RETENTION" bigint not null,
  "SD_ID" bigint,
  "TBL_NAME" character varying(256),
  "TBL_TYPE" character varying(128),
  "VIEW_EXPANDED_TEXT" text,
  "VIEW_ORIGINAL_TEXT" text,
  "IS_REWRITE_ENABLED" boolean default false not null,
  primary key ("TBL_ID"),
  constraint "UNIQUETABLE" unique ("TBL_NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable,
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "TBLS_N49" on "TBLS" ("DB_ID");
create index "TBLS_N50" on "TBLS" ("SD_ID");

create table "TABLE_PARAMS" (
  "TBL_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" text,
  primary key ("TBL_ID", "PARAM_KEY"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "TABLE_PARAMS_N49" on "TABLE_PARAMS" ("TBL_ID");

create table "PARTITION_KEYS" (
  "TBL_ID" bigint not null,
  "PKEY_COMMENT" character varying(4000),
  "PKEY_NAME" character varying(128) not null,
  "PKEY_TYPE" character varying(767) not null,
  "INTEGER_IDX" bigint not null,
  primary key ("TBL_ID", "PKEY_NAME"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "PARTITION_KEYS_N49" on "PARTITION_KEYS" ("TBL_ID");

create table "KEY_CONSTRAINTS" (
  "CHILD_CD_ID" bigint,
  "CHILD_INTEGER_IDX" bigint,
  "CHILD_TBL_ID" bigint,
  "PARENT_CD_ID" bigint,
  "PARENT_INTEGER_IDX" bigint not null,
  "PARENT_TBL_ID" bigint not null,
  "POSITION" bigint not null,
  "CONSTRAINT_NAME" character varying(400) not null,
  "CONSTRAINT_TYPE" smallint not null,
  "UPDATE_RULE" smallint,
  "DELETE_RULE" smallint,
  "ENABLE_VALIDATE_RELY" smallint not null,
  "DEFAULT_VALUE" character varying(400),
  primary key ("CONSTRAINT_NAME", "POSITION")
);
create index "CONSTRAINTS_PARENT_TABLE_ID_INDEX" on "KEY_CONSTRAINTS" ("PARENT_TBL_ID");
create index "CONSTRAINTS_CONSTRAINT_TYPE_INDEX" on "KEY_CONSTRAINTS" ("CONSTRAINT_TYPE");

create table "MV_CREATION_METADATA" (
  "MV_CREATION_METADATA_ID" bigint not null,
  "CAT_NAME" character varying(256) not null,
  "DB_NAME" character varying(128) not null,
  "TBL_NAME" character varying(256) not null,
  "TXN_LIST" text,
  "MATERIALIZATION_TIME" bigint not null,
  primary key ("MV_CREATION_METADATA_ID")
);
create index "MV_UNIQUE_TABLE" on "MV_CREATION_METADATA" ("TBL_NAME", "DB_NAME");

create table "MV_TABLES_USED" (
  "MV_CREATION_METADATA_ID" bigint not null,
  "TBL_ID" bigint not null,
  foreign key ("MV_CREATION_METADATA_ID") references "MV_CREATION_METADATA" ("MV_CREATION_METADATA_ID") deferrable,
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "MV_TABLES_USED_N49" on "MV_TABLES_USED" ("MV_CREATION_METADATA_ID");

create table "IDXS" (
  "INDEX_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "DEFERRED_REBUILD" boolean not null,
  "INDEX_HANDLER_CLASS" character varying(4000),
  "INDEX_NAME" character varying(128),
  "INDEX_TBL_ID" bigint,
  "LAST_ACCESS_TIME" bigint not null,
  "ORIG_TBL_ID" bigint,
  "SD_ID" bigint,
  primary key ("INDEX_ID"),
  constraint "UNIQUEINDEX" unique ("INDEX_NAME", "ORIG_TBL_ID"),
  foreign key ("INDEX_TBL_ID") references "TBLS" ("TBL_ID") deferrable,
  foreign key ("ORIG_TBL_ID") references "TBLS" ("TBL_ID") deferrable,
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable
);
create index "IDXS_N49" on "IDXS" ("ORIG_TBL_ID");
create index "IDXS_N50" on "IDXS" ("INDEX_TBL_ID");
create index "IDXS_N51" on "IDXS" ("SD_ID");

create table "INDEX_PARAMS" (
  "INDEX_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" character varying(4000),
  primary key ("INDEX_ID", "PARAM_KEY"),
  foreign key ("INDEX_ID") references "IDXS" ("INDEX_ID") deferrable
);
create index "INDEX_PARAMS_N49" on "INDEX_PARAMS" ("INDEX_ID");

create table "PARTITIONS" (
  "PART_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "LAST_ACCESS_TIME" bigint not null,
  "PART_NAME" character varying(767),
  "SD_ID" bigint,
  "TBL_ID" bigint,
  primary key ("PART_ID"),
  constraint "UNIQUEPARTITION" unique ("PART_NAME", "TBL_ID"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable,
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "PARTITIONS_N49" on "PARTITIONS" ("TBL_ID");
create index "PARTITIONS_N50" on "PARTITIONS" ("SD_ID");

create table "PARTITION_PARAMS" (
  "PART_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" character varying(4000),
  primary key ("PART_ID", "PARAM_KEY"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PARTITION_PARAMS_N49" on "PARTITION_PARAMS" ("PART_ID");

create table "PARTITION_KEY_VALS" (
  "PART_ID" bigint not null,
  "PART_KEY_VAL" character varying(256),
  "INTEGER_IDX" bigint not null,
  primary key ("PART_ID", "INTEGER_IDX"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PARTITION_KEY_VALS_N49" on "PARTITION_KEY_VALS" ("PART_ID");

create table "PARTITION_EVENTS" (
  "PART_NAME_ID" bigint not null,
  "CAT_NAME" character varying(256),
  "DB_NAME" character varying(128),
  "EVENT_TIME" bigint not null,
  "EVENT_TYPE" integer not null,
  "PARTITION_NAME" character varying(767),
  "TBL_NAME" character varying(256),
  primary key ("PART_NAME_ID")
);
create index "PARTITIONEVENTINDEX" on "PARTITION_EVENTS" ("PARTITION_NAME");

create table "TAB_COL_STATS" (
  "CS_ID" bigint not null,
  "COLUMN_NAME" character varying(767),
  "COLUMN_TYPE" character varying(128),
  "TBL_ID" bigint not null,
  "LONG_LOW_VALUE" bigint,
  "LONG_HIGH_VALUE" bigint,
  "DOUBLE_LOW_VALUE" double precision,
  "DOUBLE_HIGH_VALUE" double precision,
  "BIG_DECIMAL_LOW_VALUE" character varying(4000),
  "BIG_DECIMAL_HIGH_VALUE" character varying(4000),
  "NUM_NULLS" bigint not null,
  "NUM_DISTINCTS" bigint,
  "BIT_VECTOR" bytea,
  "AVG_COL_LEN" double precision,
  "MAX_COL_LEN" bigint,
  "NUM_TRUES" bigint,
  "NUM_FALSES" bigint,
  "LAST_ANALYZED" bigint not null,
  "CAT_NAME" character varying(256),
  "DB_NAME" character varying(128),
  "TABLE_NAME" character varying(256),
  primary key ("CS_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "TAB_COL_STATS_IDX" on "TAB_COL_STATS" ("CAT_NAME", "DB_NAME", "TABLE_NAME", "COLUMN_NAME");
create index "TAB_COL_STATS_N49" on "TAB_COL_STATS" ("TBL_ID");

create table "PART_COL_STATS" (
  "CS_ID" bigint not null,
  "COLUMN_NAME" character varying(767),
  "COLUMN_TYPE" character varying(128),
  "PART_ID" bigint not null,
  "LONG_LOW_VALUE" bigint,
  "LONG_HIGH_VALUE" bigint,
  "DOUBLE_LOW_VALUE" double precision,
  "DOUBLE_HIGH_VALUE" double precision,
  "BIG_DECIMAL_LOW_VALUE" character varying(4000),
  "BIG_DECIMAL_HIGH_VALUE" character varying(4000),
  "NUM_NULLS" bigint not null,
  "NUM_DISTINCTS" bigint,
  "BIT_VECTOR" bytea,
  "AVG_COL_LEN" double precision,
  "MAX_COL_LEN" bigint,
  "NUM_TRUES" bigint,
  "NUM_FALSES" bigint,
  "LAST_ANALYZED" bigint not null,
  "CAT_NAME" character varying(256),
  "DB_NAME" character varying(128),
  "TABLE_NAME" character varying(256),
  "PARTITION_NAME" character varying(767),
  primary key ("CS_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PCS_STATS_IDX" on "PART_COL_STATS" ("CAT_NAME", "DB_NAME", "TABLE_NAME", "COLUMN_NAME", "PARTITION_NAME");
create index "PART_COL_STATS_N49" on "PART_COL_STATS" ("PART_ID");

create table "runtime_stats" (
  "rs_id" bigint not null,
  "create_time" bigint not null,
  "weight" bigint not null,
  "payload" bytea,
  primary key ("rs_id")
);
create index "idx_runtime_stats_create_time" on "runtime_stats" ("create_time");

create table "ROLES" (
  "ROLE_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "OWNER_NAME" character varying(128),
  "ROLE_NAME" character varying(128),
  primary key ("ROLE_ID"),
  constraint "ROLEENTITYINDEX" unique ("ROLE_NAME")
);

create table "ROLE_MAP" (
  "ROLE_GRANT_ID" bigint not null,
  "ADD_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "ROLE_ID" bigint,
  primary key ("ROLE_GRANT_ID"),
  constraint "USERROLEMAPINDEX" unique ("PRINCIPAL_NAME", "ROLE_ID", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("ROLE_ID") references "ROLES" ("ROLE_ID") deferrable
);
create index "ROLE_MAP_N49" on "ROLE_MAP" ("ROLE_ID");

create table "GLOBAL_PRIVS" (
  "USER_GRANT_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "USER_PRIV" character varying(128),
  "AUTHORIZER" character varying(128),
  primary key ("USER_GRANT_ID"),
  constraint "GLOBALPRIVILEGEINDEX" unique ("AUTHORIZER", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "USER_PRIV", "GRANTOR", "GRANTOR_TYPE")
);

create table "DB_PRIVS" (
  "DB_GRANT_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "DB_ID" bigint,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "DB_PRIV" character varying(128),
  "AUTHORIZER" character varying(128),
  primary key ("DB_GRANT_ID"),
  constraint "DBPRIVILEGEINDEX" unique ("AUTHORIZER", "DB_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DB_PRIV", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);
create index "DB_PRIVS_N49" on "DB_PRIVS" ("DB_ID");

create table "TBL_PRIVS" (
  "TBL_GRANT_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "TBL_PRIV" character varying(128),
  "TBL_ID" bigint,
  "AUTHORIZER" character varying(128),
  primary key ("TBL_GRANT_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "TABLEPRIVILEGEINDEX" on "TBL_PRIVS" ("AUTHORIZER", "TBL_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "TBL_PRIVS_N49" on "TBL_PRIVS" ("TBL_ID");

create table "TBL_COL_PRIVS" (
  "TBL_COLUMN_GRANT_ID" bigint not null,
  "COLUMN_NAME" character varying(767),
  "CREATE_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "TBL_COL_PRIV" character varying(128),
  "TBL_ID" bigint,
  "AUTHORIZER" character varying(128),
  primary key ("TBL_COLUMN_GRANT_ID"),
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "TABLECOLUMNPRIVILEGEINDEX" on "TBL_COL_PRIVS" ("AUTHORIZER", "TBL_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_COL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "TBL_COL_PRIVS_N49" on "TBL_COL_PRIVS" ("TBL_ID");

create table "PART_PRIVS" (
  "PART_GRANT_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PART_ID" bigint,
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "PART_PRIV" character varying(128),
  "AUTHORIZER" character varying(128),
  primary key ("PART_GRANT_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PARTPRIVILEGEINDEX" on "PART_PRIVS" ("AUTHORIZER", "PART_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "PART_PRIVS_N49" on "PART_PRIVS" ("PART_ID");

create table "PART_COL_PRIVS" (
  "PART_COLUMN_GRANT_ID" bigint not null,
  "COLUMN_NAME" character varying(767),
  "CREATE_TIME" bigint not null,
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PART_ID" bigint,
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "PART_COL_PRIV" character varying(128),
  "AUTHORIZER" character varying(128),
  primary key ("PART_COLUMN_GRANT_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PARTITIONCOLUMNPRIVILEGEINDEX" on "PART_COL_PRIVS" ("AUTHORIZER", "PART_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_COL_PRIV", "GRANTOR", "GRANTOR_TYPE");
create index "PART_COL_PRIVS_N49" on "PART_COL_PRIVS" ("PART_ID");

create table "MASTER_KEYS" (
  "KEY_ID" serial not null,
  "MASTER_KEY" character varying(767),
  primary key ("KEY_ID")
);

create table "DELEGATION_TOKENS" (
  "TOKEN_IDENT" character varying(767) not null,
  "TOKEN" character varying(767),
  primary key ("TOKEN_IDENT")
);

create table "FUNCS" (
  "FUNC_ID" bigint not null,
  "CLASS_NAME" character varying(4000),
  "CREATE_TIME" integer not null,
  "DB_ID" bigint,
  "FUNC_NAME" character varying(128),
  "FUNC_TYPE" integer not null,
  "OWNER_NAME" character varying(128),
  "OWNER_TYPE" character varying(10),
  primary key ("FUNC_ID"),
  constraint "UNIQUEFUNCTION" unique ("FUNC_NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);
create index "FUNCS_N49" on "FUNCS" ("DB_ID");

create table "FUNC_RU" (
  "FUNC_ID" bigint not null,
  "RESOURCE_TYPE" integer not null,
  "RESOURCE_URI" character varying(4000),
  "INTEGER_IDX" integer not null,
  primary key ("FUNC_ID", "INTEGER_IDX"),
  foreign key ("FUNC_ID") references "FUNCS" ("FUNC_ID") deferrable
);
create index "FUNC_RU_N49" on "FUNC_RU" ("FUNC_ID");

create table "TYPES" (
  "TYPES_ID" bigint not null,
  "TYPE_NAME" character varying(128),
  "TYPE1" character varying(767),
  "TYPE2" character varying(767),
  primary key ("TYPES_ID"),
  constraint "UNIQUE_TYPE" unique ("TYPE_NAME")
);

create table "TYPE_FIELDS" (
  "TYPE_NAME" bigint not null,
  "COMMENT" character varying(256),
  "FIELD_NAME" character varying(128) not null,
  "FIELD_TYPE" character varying(767) not null,
  "INTEGER_IDX" bigint not null,
  primary key ("TYPE_NAME", "FIELD_NAME"),
  foreign key ("TYPE_NAME") references "TYPES" ("TYPES_ID") deferrable
);
create index "TYPE_FIELDS_N49" on "TYPE_FIELDS" ("TYPE_NAME");

create table "I_SCHEMA" (
  "SCHEMA_ID" bigint not null,
  "SCHEMA_TYPE" integer not null,
  "NAME" character varying(256),
  "DB_ID" bigint,
  "COMPATIBILITY" integer not null,
  "VALIDATION_LEVEL" integer not null,
  "CAN_EVOLVE" boolean not null,
  "SCHEMA_GROUP" character varying(256),
  "DESCRIPTION" character varying(4000),
  primary key ("SCHEMA_ID"),
  constraint "UNIQUE_NAME" unique ("NAME"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);

create table "SCHEMA_VERSION" (
  "SCHEMA_VERSION_ID" bigint not null,
  "SCHEMA_ID" bigint,
  "VERSION" integer not null,
  "CREATED_AT" bigint not null,
  "CD_ID" bigint,
  "STATE" integer not null,
  "DESCRIPTION" character varying(4000),
  "SCHEMA_TEXT" text,
  "FINGERPRINT" character varying(256),
  "SCHEMA_VERSION_NAME" character varying(256),
  "SERDE_ID" bigint,
  primary key ("SCHEMA_VERSION_ID"),
  constraint "UNIQUE_VERSION" unique ("SCHEMA_ID", "VERSION"),
  foreign key ("SCHEMA_ID") references "I_SCHEMA" ("SCHEMA_ID") deferrable,
  foreign key ("CD_ID") references "CDS" ("CD_ID") deferrable,
  foreign key ("SERDE_ID") references "SERDES" ("SERDE_ID") deferrable
);

create table "WM_RESOURCEPLAN" (
  "RP_ID" bigint not null,
  "NAME" character varying(128) not null,
  "QUERY_PARALLELISM" integer,
  "STATUS" character varying(20) not null,
  "DEFAULT_POOL_ID" bigint,
  primary key ("RP_ID"),
  constraint "UNIQUE_WM_RESOURCEPLAN" unique ("NAME")
);

create table "WM_POOL" (
  "POOL_ID" bigint not null,
  "RP_ID" bigint not null,
  "PATH" character varying(1024) not null,
  "ALLOC_FRACTION" double precision,
  "QUERY_PARALLELISM" integer,
  "SCHEDULING_POLICY" character varying(1024),
  primary key ("POOL_ID"),
  constraint "UNIQUE_WM_POOL" unique ("RP_ID", "PATH"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID") deferrable
);

create table "WM_TRIGGER" (
  "TRIGGER_ID" bigint not null,
  "RP_ID" bigint not null,
  "NAME" character varying(128) not null,
  "TRIGGER_EXPRESSION" character varying(1024),
  "ACTION_EXPRESSION" character varying(1024),
  "IS_IN_UNMANAGED" smallint default 0 not null,
  primary key ("TRIGGER_ID"),
  constraint "UNIQUE_WM_TRIGGER" unique ("RP_ID", "NAME"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID") deferrable
);

create table "WM_POOL_TO_TRIGGER" (
  "POOL_ID" bigint not null,
  "TRIGGER_ID" bigint not null,
  primary key ("POOL_ID", "TRIGGER_ID"),
  foreign key ("POOL_ID") references "WM_POOL" ("POOL_ID") deferrable,
  foreign key ("TRIGGER_ID") references "WM_TRIGGER" ("TRIGGER_ID") deferrable
);

create table "WM_MAPPING" (
  "MAPPING_ID" bigint not null,
  "RP_ID" bigint not null,
  "ENTITY_TYPE" character varying(128) not null,
  "ENTITY_NAME" character varying(128) not null,
  "POOL_ID" bigint,
  "ORDERING" integer,
  primary key ("MAPPING_ID"),
  constraint "UNIQUE_WM_MAPPING" unique ("RP_ID", "ENTITY_TYPE", "ENTITY_NAME"),
  foreign key ("RP_ID") references "WM_RESOURCEPLAN" ("RP_ID") deferrable,
  foreign key ("POOL_ID") references "WM_POOL" ("POOL_ID") deferrable
);

create table "SEQUENCE_TABLE" (
  "SEQUENCE_NAME" character varying(255) not null,
  "NEXT_VAL" bigint not null,
  primary key ("SEQUENCE_NAME")
);

create table "NUCLEUS_TABLES" (
  "CLASS_NAME" character varying(128) not null,
  "TABLE_NAME" character varying(128) not null,
  "TYPE" character varying(4) not null,
  "OWNER" character varying(2) not null,
  "VERSION" character varying(20) not null,
  "INTERFACE_NAME" character varying(255),
  primary key ("CLASS_NAME")
);

create table "NOTIFICATION_LOG" (
  "NL_ID" bigint not null,
  "EVENT_ID" bigint not null,
  "EVENT_TIME" integer not null,
  "EVENT_TYPE" character varying(32) not null,
  "CAT_NAME" character varying(256),
  "DB_NAME" character varying(128),
  "TBL_NAME" character varying(256),
  "MESSAGE" text,
  "MESSAGE_FORMAT" character varying(16),
  primary key ("NL_ID")
);

create table "NOTIFICATION_SEQUENCE" (
  "NNI_ID" bigint not null,
  "NEXT_EVENT_ID" bigint not null,
  primary key ("NNI_ID")
);

create table "METASTORE_DB_PROPERTIES" (
  "PROPERTY_KEY" character varying(255) not null,
  "PROPERTY_VALUE" character varying(1000) not null,
  "DESCRIPTION" character varying(1000),
  primary key ("PROPERTY_KEY")
);

create table "txns" (
  "txn_id" bigint not null,
  "txn_state" character(1) not null,
  "txn_started" bigint not null,
  "txn_last_heartbeat" bigint not null,
  "txn_user" character varying(128) not null,
  "txn_host" character varying(128) not null,
  "txn_agent_info" character varying(128),
  "txn_meta_info" character varying(128),
  "txn_heartbeat_count" integer,
  "txn_type" integer,
  primary key ("txn_id")
);

create table "txn_components" (
  "tc_txnid" bigint not null,
  "tc_database" character varying(128) not null,
  "tc_table" character varying(128),
  "tc_partition" character varying(767),
  "tc_operation_type" character(1) not null,
  "tc_writeid" bigint,
  foreign key ("tc_txnid") references "txns" ("txn_id") deferrable
);
create index "tc_txnid_index" on "txn_components" ("tc_txnid");

create table "completed_txn_components" (
  "ctc_txnid" bigint not null,
  "ctc_database" character varying(128) not null,
  "ctc_table" character varying(256),
  "ctc_partition" character varying(767),
  "ctc_timestamp" timestamp without time zone default CURRENT_TIMESTAMP not null,
  "ctc_writeid" bigint,
  "ctc_update_delete" character(1) not null
);
create index "completed_txn_components_index" on "completed_txn_components" ("ctc_database", "ctc_table", "ctc_partition");

create table "next_txn_id" (
  "ntxn_next" bigint not null
);

create table "hive_locks" (
  "hl_lock_ext_id" bigint not null,
  "hl_lock_int_id" bigint not null,
  "hl_txnid" bigint not null,
  "hl_db" character varying(128) not null,
  "hl_table" character varying(128),
  "hl_partition" character varying(767),
  "hl_lock_state" character(1) not null,
  "hl_lock_type" character(1) not null,
  "hl_last_heartbeat" bigint not null,
  "hl_acquired_at" bigint,
  "hl_user" character varying(128) not null,
  "hl_host" character varying(128) not null,
  "hl_heartbeat_count" integer,
  "hl_agent_info" character varying(128),
  "hl_blockedby_ext_id" bigint,
  "hl_blockedby_int_id" bigint,
  primary key ("hl_lock_ext_id", "hl_lock_int_id")
);
create index "hl_txnid_index" on "hive_locks" ("hl_txnid");

create table "next_lock_id" (
  "nl_next" bigint not null
);

create table "compaction_queue" (
  "cq_id" bigint not null,
  "cq_database" character varying(128) not null,
  "cq_table" character varying(128) not null,
  "cq_partition" character varying(767),
  "cq_state" character(1) not null,
  "cq_type" character(1) not null,
  "cq_tblproperties" character varying(2048),
  "cq_worker_id" character varying(128),
  "cq_start" bigint,
  "cq_run_as" character varying(128),
  "cq_highest_write_id" bigint,
  "cq_meta_info" bytea,
  "cq_hadoop_job_id" character varying(32),
  primary key ("cq_id")
);

create table "next_compaction_queue_id" (
  "ncq_next" bigint not null
);

create table "completed_compactions" (
  "cc_id" bigint not null,
  "cc_database" character varying(128) not null,
  "cc_table" character varying(128) not null,
  "cc_partition" character varying(767),
  "cc_state" character(1) not null,
  "cc_type" character(1) not null,
  "cc_tblproperties" character varying(2048),
  "cc_worker_id" character varying(128),
  "cc_start" bigint,
  "cc_end" bigint,
  "cc_run_as" character varying(128),
  "cc_highest_write_id" bigint,
  "cc_meta_info" bytea,
  "cc_hadoop_job_id" character varying(32),
  primary key ("cc_id")
);

create table "aux_table" (
  "mt_key1" character varying(128) not null,
  "mt_key2" bigint not null,
  "mt_comment" character varying(255),
  primary key ("mt_key1", "mt_key2")
);

create table "write_set" (
  "ws_database" character varying(128) not null,
  "ws_table" character varying(128) not null,
  "ws_partition" character varying(767),
  "ws_txnid" bigint not null,
  "ws_commit_id" bigint not null,
  "ws_operation_type" character(1) not null
);

create table "txn_to_write_id" (
  "t2w_txnid" bigint not null,
  "t2w_database" character varying(128) not null,
  "t2w_table" character varying(256) not null,
  "t2w_writeid" bigint not null,
  constraint "tbl_to_txn_id_idx" unique ("t2w_database", "t2w_table", "t2w_txnid"),
  constraint "tbl_to_write_id_idx" unique ("t2w_database", "t2w_table", "t2w_writeid")
);

create table "next_write_id" (
  "nwi_database" character varying(128) not null,
  "nwi_table" character varying(256) not null,
  "nwi_next" bigint not null,
  constraint "next_write_id_idx" unique ("nwi_database", "nwi_table")
);

create table "min_history_level" (
  "mhl_txnid" bigint not null,
  "mhl_min_open_txnid" bigint not null,
  primary key ("mhl_txnid")
);
create index "min_history_level_idx" on "min_history_level" ("mhl_min_open_txnid");

create table "materialization_rebuild_locks" (
  "mrl_txn_id" bigint not null,
  "mrl_db_name" character varying(128) not null,
  "mrl_tbl_name" character varying(256) not null,
  "mrl_last_heartbeat" bigint not null,
  primary key ("mrl_txn_id")
);

create table "repl_txn_map" (
  "rtm_repl_policy" character varying(256) not null,
  "rtm_src_txn_id" bigint not null,
  "rtm_target_txn_id" bigint not null,
  primary key ("rtm_repl_policy", "rtm_src_txn_id")
);

alter table "WM_RESOURCEPLAN" add foreign key ("DEFAULT_POOL_ID") references "WM_POOL" ("POOL_ID") deferrable;

insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MNotificationLog', 1);
insert into "NOTIFICATION_SEQUENCE" ("NNI_ID", "NEXT_EVENT_ID") values (1, 1);
insert into "next_lock_id" ("nl_next") values (1);
insert into "next_compaction_queue_id" ("ncq_next") values (1);
insert into "CTLGS" ("CTLG_ID", "NAME", "DESC", "LOCATION_URI") values (1, 'hive', 'Default catalog for Hive', 'TBD');
insert into "next_txn_id" ("ntxn_next") values (1);
insert into "VERSION" ("VER_ID", "SCHEMA_VERSION", "VERSION_COMMENT") values (1, '3.1.0', 'Hive release version 3.1.0');
