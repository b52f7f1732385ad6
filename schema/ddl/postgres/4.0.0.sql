-- Hive metastore schema 4.0.0 for postgres. Generated from schema/src/tables; do not edit.

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
  "CREATE_TIME" bigint,
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
  "CTLG_NAME" character varying(256) default 'hive' not null,
  "CREATE_TIME" bigint,
  "DB_MANAGED_LOCATION_URI" character varying(4000),
  "TYPE" character varying(32) default 'NATIVE' not null,
  "DATACONNECTOR_NAME" character varying(128),
  "REMOTE_DBNAME" character varying(128),
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

create table "DATACONNECTORS" (
  "NAME" character varying(128) not null,
  "TYPE" character varying(32) not null,
  "URL" character varying(4000) not null,
  "COMMENT" character varying(256),
  "OWNER_NAME" character varying(256),
  "OWNER_TYPE" character varying(10),
  "CREATE_TIME" integer not null,
  primary key ("NAME")
);

create table "DATACONNECTOR_PARAMS" (
  "NAME" character varying(128) not null,
  "PARAM_KEY" character varying(180) not null,
  "PARAM_VALUE" character varying(4000),
  primary key ("NAME", "PARAM_KEY"),
  foreign key ("NAME") references "DATACONNECTORS" ("NAME") on delete cascade deferrable
);

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
  "WRITE_ID" bigint default 0,
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
  primary key ("PARENT_TBL_ID", "CONSTRAINT_NAME", "POSITION")
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
  "INSERTED_COUNT" bigint default 0 not null,
  "UPDATED_COUNT" bigint default 0 not null,
  "DELETED_COUNT" bigint default 0 not null,
  primary key ("TBL_ID", "MV_CREATION_METADATA_ID"),
  foreign key ("MV_CREATION_METADATA_ID") references "MV_CREATION_METADATA" ("MV_CREATION_METADATA_ID") deferrable,
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "MV_TABLES_USED_N49" on "MV_TABLES_USED" ("MV_CREATION_METADATA_ID");

create table "PARTITIONS" (
  "PART_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "LAST_ACCESS_TIME" bigint not null,
  "PART_NAME" character varying(767),
  "SD_ID" bigint,
  "TBL_ID" bigint,
  "WRITE_ID" bigint default 0,
  primary key ("PART_ID"),
  constraint "UNIQUEPARTITION" unique ("TBL_ID", "PART_NAME"),
  foreign key ("SD_ID") references "SDS" ("SD_ID") deferrable,
  foreign key ("TBL_ID") references "TBLS" ("TBL_ID") deferrable
);
create index "PARTITIONS_N50" on "PARTITIONS" ("SD_ID");

create table "PARTITION_PARAMS" (
  "PART_ID" bigint not null,
  "PARAM_KEY" character varying(256) not null,
  "PARAM_VALUE" text,
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
  "ENGINE" character varying(128) not null,
  "HISTOGRAM" bytea,
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
  "ENGINE" character varying(128) not null,
  "HISTOGRAM" bytea,
  "CAT_NAME" character varying(256),
  "DB_NAME" character varying(128),
  "TABLE_NAME" character varying(256),
  "PARTITION_NAME" character varying(767),
  primary key ("CS_ID"),
  foreign key ("PART_ID") references "PARTITIONS" ("PART_ID") deferrable
);
create index "PCS_STATS_IDX" on "PART_COL_STATS" ("CAT_NAME", "DB_NAME", "TABLE_NAME", "COLUMN_NAME", "PARTITION_NAME");
create index "PART_COL_STATS_N49" on "PART_COL_STATS" ("PART_ID");

create table "RUNTIME_STATS" (
  "RS_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "WEIGHT" bigint not null,
  "PAYLOAD" bytea,
  primary key ("RS_ID")
);
create index "IDX_RUNTIME_STATS_CREATE_TIME" on "RUNTIME_STATS" ("CREATE_TIME");

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

create table "DC_PRIVS" (
  "DC_GRANT_ID" bigint not null,
  "CREATE_TIME" bigint not null,
  "NAME" character varying(128),
  "GRANT_OPTION" smallint not null,
  "GRANTOR" character varying(128),
  "GRANTOR_TYPE" character varying(128),
  "PRINCIPAL_NAME" character varying(128),
  "PRINCIPAL_TYPE" character varying(128),
  "DC_PRIV" character varying(128),
  "AUTHORIZER" character varying(128),
  primary key ("DC_GRANT_ID"),
  constraint "DCPRIVILEGEINDEX" unique ("AUTHORIZER", "NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DC_PRIV", "GRANTOR", "GRANTOR_TYPE"),
  foreign key ("NAME") references "DATACONNECTORS" ("NAME") deferrable
);
create index "DC_PRIVS_N49" on "DC_PRIVS" ("NAME");

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

create table "STORED_PROCS" (
  "SP_ID" bigint not null,
  "CREATE_TIME" integer not null,
  "DB_ID" bigint not null,
  "NAME" character varying(256) not null,
  "OWNER_NAME" character varying(128) not null,
  "SOURCE" text not null,
  primary key ("SP_ID"),
  constraint "UNIQUESTOREDPROC" unique ("NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);

create table "PACKAGES" (
  "PKG_ID" bigint not null,
  "CREATE_TIME" integer not null,
  "DB_ID" bigint not null,
  "NAME" character varying(256) not null,
  "OWNER_NAME" character varying(128) not null,
  "HEADER" text not null,
  "BODY" text not null,
  primary key ("PKG_ID"),
  constraint "UNIQUEPKG" unique ("NAME", "DB_ID"),
  foreign key ("DB_ID") references "DBS" ("DB_ID") deferrable
);

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
  "NS" character varying(128),
  "QUERY_PARALLELISM" integer,
  "STATUS" character varying(20) not null,
  "DEFAULT_POOL_ID" bigint,
  primary key ("RP_ID"),
  constraint "UNIQUE_WM_RESOURCEPLAN" unique ("NS", "NAME")
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

create table "SCHEDULED_QUERIES" (
  "SCHEDULED_QUERY_ID" bigint not null,
  "CLUSTER_NAMESPACE" character varying(256),
  "ENABLED" boolean not null,
  "NEXT_EXECUTION" integer,
  "QUERY" character varying(4000),
  "SCHEDULE" character varying(256),
  "SCHEDULE_NAME" character varying(256),
  "USER" character varying(256),
  "ACTIVE_EXECUTION_ID" bigint,
  primary key ("SCHEDULED_QUERY_ID")
);

create table "SCHEDULED_EXECUTIONS" (
  "SCHEDULED_EXECUTION_ID" bigint not null,
  "END_TIME" integer,
  "ERROR_MESSAGE" character varying(2000),
  "EXECUTOR_QUERY_ID" character varying(256),
  "LAST_UPDATE_TIME" integer,
  "SCHEDULED_QUERY_ID" bigint,
  "START_TIME" integer,
  "STATE" character varying(256),
  primary key ("SCHEDULED_EXECUTION_ID"),
  constraint "UNIQUE_SCHEDULED_EXECUTIONS_ID" unique ("SCHEDULED_EXECUTION_ID"),
  foreign key ("SCHEDULED_QUERY_ID") references "SCHEDULED_QUERIES" ("SCHEDULED_QUERY_ID") on delete cascade deferrable
);
create index "IDX_SCHEDULED_EXECUTIONS_LAST_UPDATE_TIME" on "SCHEDULED_EXECUTIONS" ("LAST_UPDATE_TIME");
create index "IDX_SCHEDULED_EXECUTIONS_SCHEDULED_QUERY_ID" on "SCHEDULED_EXECUTIONS" ("SCHEDULED_QUERY_ID");

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
  primary key ("NL_ID"),
  constraint "NOTIFICATION_LOG_EVENT_ID" unique ("EVENT_ID")
);

create table "NOTIFICATION_SEQUENCE" (
  "NNI_ID" bigint not null,
  "NEXT_EVENT_ID" bigint not null,
  primary key ("NNI_ID")
);

create table "TXN_WRITE_NOTIFICATION_LOG" (
  "WNL_ID" bigint not null,
  "WNL_TXNID" bigint not null,
  "WNL_WRITEID" bigint not null,
  "WNL_DATABASE" character varying(128) not null,
  "WNL_TABLE" character varying(256) not null,
  "WNL_PARTITION" character varying(767) not null,
  "WNL_TABLE_OBJ" text not null,
  "WNL_PARTITION_OBJ" text,
  "WNL_FILES" text,
  "WNL_EVENT_TIME" integer not null,
  primary key ("WNL_TXNID", "WNL_DATABASE", "WNL_TABLE", "WNL_PARTITION")
);

create table "METASTORE_DB_PROPERTIES" (
  "PROPERTY_KEY" character varying(255) not null,
  "PROPERTY_VALUE" character varying(1000) not null,
  "DESCRIPTION" character varying(1000),
  "PROPERTYCONTENT" bytea,
  primary key ("PROPERTY_KEY")
);

create table "REPLICATION_METRICS" (
  "RM_SCHEDULED_EXECUTION_ID" bigint not null,
  "RM_POLICY" character varying(256) not null,
  "RM_DUMP_EXECUTION_ID" bigint not null,
  "RM_METADATA" character varying(4000),
  "RM_PROGRESS" character varying(10000),
  "RM_START_TIME" integer not null,
  "MESSAGE_FORMAT" character varying(16) default 'json-0.2',
  primary key ("RM_SCHEDULED_EXECUTION_ID")
);
create index "POLICY_IDX" on "REPLICATION_METRICS" ("RM_POLICY");
create index "DUMP_IDX" on "REPLICATION_METRICS" ("RM_DUMP_EXECUTION_ID");

create table "TXNS" (
  "TXN_ID" bigserial not null,
  "TXN_STATE" character(1) not null,
  "TXN_STARTED" bigint not null,
  "TXN_LAST_HEARTBEAT" bigint not null,
  "TXN_USER" character varying(128) not null,
  "TXN_HOST" character varying(128) not null,
  "TXN_AGENT_INFO" character varying(128),
  "TXN_META_INFO" character varying(128),
  "TXN_HEARTBEAT_COUNT" integer,
  "TXN_TYPE" integer,
  primary key ("TXN_ID")
);

create table "TXN_COMPONENTS" (
  "TC_TXNID" bigint not null,
  "TC_DATABASE" character varying(128) not null,
  "TC_TABLE" character varying(256),
  "TC_PARTITION" character varying(767),
  "TC_OPERATION_TYPE" character(1) not null,
  "TC_WRITEID" bigint,
  foreign key ("TC_TXNID") references "TXNS" ("TXN_ID") deferrable
);
create index "TC_TXNID_INDEX" on "TXN_COMPONENTS" ("TC_TXNID");

create table "COMPLETED_TXN_COMPONENTS" (
  "CTC_TXNID" bigint not null,
  "CTC_DATABASE" character varying(128) not null,
  "CTC_TABLE" character varying(256),
  "CTC_PARTITION" character varying(767),
  "CTC_TIMESTAMP" timestamp without time zone default CURRENT_TIMESTAMP not null,
  "CTC_WRITEID" bigint,
  "CTC_UPDATE_DELETE" character(1) not null
);
create index "COMPLETED_TXN_COMPONENTS_INDEX" on "COMPLETED_TXN_COMPONENTS" ("CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION");

create table "TXN_LOCK_TBL" (
  "TXN_LOCK" bigint not null
);

create table "HIVE_LOCKS" (
  "HL_LOCK_EXT_ID" bigint not null,
  "HL_LOCK_INT_ID" bigint not null,
  "HL_TXNID" bigint not null,
  "HL_DB" character varying(128) not null,
  "HL_TABLE" character varying(256),
  "HL_PARTITION" character varying(767),
  "HL_LOCK_STATE" character(1) not null,
  "HL_LOCK_TYPE" character(1) not null,
  "HL_LAST_HEARTBEAT" bigint not null,
  "HL_ACQUIRED_AT" bigint,
  "HL_USER" character varying(128) not null,
  "HL_HOST" character varying(128) not null,
  "HL_HEARTBEAT_COUNT" integer,
  "HL_AGENT_INFO" character varying(128),
  "HL_BLOCKEDBY_EXT_ID" bigint,
  "HL_BLOCKEDBY_INT_ID" bigint,
  primary key ("HL_LOCK_EXT_ID", "HL_LOCK_INT_ID")
);
create index "HL_TXNID_INDEX" on "HIVE_LOCKS" ("HL_TXNID");

create table "NEXT_LOCK_ID" (
  "NL_NEXT" bigint not null
);

create table "COMPACTION_QUEUE" (
  "CQ_ID" bigint not null,
  "CQ_DATABASE" character varying(128) not null,
  "CQ_TABLE" character varying(256) not null,
  "CQ_PARTITION" character varying(767),
  "CQ_STATE" character(1) not null,
  "CQ_TYPE" character(1) not null,
  "CQ_TBLPROPERTIES" character varying(2048),
  "CQ_WORKER_ID" character varying(128),
  "CQ_ENQUEUE_TIME" bigint,
  "CQ_START" bigint,
  "CQ_RUN_AS" character varying(128),
  "CQ_HIGHEST_WRITE_ID" bigint,
  "CQ_META_INFO" bytea,
  "CQ_HADOOP_JOB_ID" character varying(32),
  "CQ_ERROR_MESSAGE" text,
  "CQ_NEXT_TXN_ID" bigint,
  "CQ_TXN_ID" bigint,
  "CQ_COMMIT_TIME" bigint,
  "CQ_INITIATOR_ID" character varying(128),
  "CQ_INITIATOR_VERSION" character varying(128),
  "CQ_WORKER_VERSION" character varying(128),
  "CQ_CLEANER_START" bigint,
  "CQ_RETRY_RETENTION" bigint default 0 not null,
  "CQ_POOL_NAME" character varying(128),
  "CQ_NUMBER_OF_BUCKETS" integer,
  "CQ_ORDER_BY" character varying(4000),
  primary key ("CQ_ID")
);

create table "NEXT_COMPACTION_QUEUE_ID" (
  "NCQ_NEXT" bigint not null
);

create table "COMPLETED_COMPACTIONS" (
  "CC_ID" bigint not null,
  "CC_DATABASE" character varying(128) not null,
  "CC_TABLE" character varying(256) not null,
  "CC_PARTITION" character varying(767),
  "CC_STATE" character(1) not null,
  "CC_TYPE" character(1) not null,
  "CC_TBLPROPERTIES" character varying(2048),
  "CC_WORKER_ID" character varying(128),
  "CC_ENQUEUE_TIME" bigint,
  "CC_START" bigint,
  "CC_END" bigint,
  "CC_RUN_AS" character varying(128),
  "CC_HIGHEST_WRITE_ID" bigint,
  "CC_META_INFO" bytea,
  "CC_HADOOP_JOB_ID" character varying(32),
  "CC_ERROR_MESSAGE" text,
  "CC_NEXT_TXN_ID" bigint,
  "CC_TXN_ID" bigint,
  "CC_COMMIT_TIME" bigint,
  "CC_INITIATOR_ID" character varying(128),
  "CC_INITIATOR_VERSION" character varying(128),
  "CC_WORKER_VERSION" character varying(128),
  "CC_POOL_NAME" character varying(128),
  "CC_NUMBER_OF_BUCKETS" integer,
  "CC_ORDER_BY" character varying(4000),
  primary key ("CC_ID")
);
create index "COMPLETED_COMPACTIONS_RES" on "COMPLETED_COMPACTIONS" ("CC_DATABASE", "CC_TABLE", "CC_PARTITION");

create table "COMPACTION_METRICS_CACHE" (
  "CMC_DATABASE" character varying(128) not null,
  "CMC_TABLE" character varying(256) not null,
  "CMC_PARTITION" character varying(767),
  "CMC_METRIC_TYPE" character varying(128) not null,
  "CMC_METRIC_VALUE" integer not null,
  "CMC_VERSION" integer not null
);

create table "AUX_TABLE" (
  "MT_KEY1" character varying(128) not null,
  "MT_KEY2" bigint not null,
  "MT_COMMENT" character varying(255),
  primary key ("MT_KEY1", "MT_KEY2")
);

create table "WRITE_SET" (
  "WS_DATABASE" character varying(128) not null,
  "WS_TABLE" character varying(256) not null,
  "WS_PARTITION" character varying(767),
  "WS_TXNID" bigint not null,
  "WS_COMMIT_ID" bigint not null,
  "WS_OPERATION_TYPE" character(1) not null
);

create table "TXN_TO_WRITE_ID" (
  "T2W_TXNID" bigint not null,
  "T2W_DATABASE" character varying(128) not null,
  "T2W_TABLE" character varying(256) not null,
  "T2W_WRITEID" bigint not null,
  constraint "TBL_TO_TXN_ID_IDX" unique ("T2W_DATABASE", "T2W_TABLE", "T2W_TXNID"),
  constraint "TBL_TO_WRITE_ID_IDX" unique ("T2W_DATABASE", "T2W_TABLE", "T2W_WRITEID")
);

create table "NEXT_WRITE_ID" (
  "NWI_DATABASE" character varying(128) not null,
  "NWI_TABLE" character varying(256) not null,
  "NWI_NEXT" bigint not null,
  constraint "NEXT_WRITE_ID_IDX" unique ("NWI_DATABASE", "NWI_TABLE")
);

create table "MIN_HISTORY_WRITE_ID" (
  "MH_TXNID" bigint not null,
  "MH_DATABASE" character varying(128) not null,
  "MH_TABLE" character varying(256) not null,
  "MH_WRITEID" bigint not null,
  foreign key ("MH_TXNID") references "TXNS" ("TXN_ID") deferrable
);

create table "MIN_HISTORY_LEVEL" (
  "MHL_TXNID" bigint not null,
  "MHL_MIN_OPEN_TXNID" bigint not null,
  primary key ("MHL_TXNID")
);
create index "MIN_HISTORY_LEVEL_IDX" on "MIN_HISTORY_LEVEL" ("MHL_MIN_OPEN_TXNID");

create table "MATERIALIZATION_REBUILD_LOCKS" (
  "MRL_TXN_ID" bigint not null,
  "MRL_DB_NAME" character varying(128) not null,
  "MRL_TBL_NAME" character varying(256) not null,
  "MRL_LAST_HEARTBEAT" bigint not null,
  primary key ("MRL_TXN_ID")
);

create table "REPL_TXN_MAP" (
  "RTM_REPL_POLICY" character varying(256) not null,
  "RTM_SRC_TXN_ID" bigint not null,
  "RTM_TARGET_TXN_ID" bigint not null,
  primary key ("RTM_REPL_POLICY", "RTM_SRC_TXN_ID")
);

alter table "WM_RESOURCEPLAN" add foreign key ("DEFAULT_POOL_ID") references "WM_POOL" ("POOL_ID") deferrable;

insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MNotificationLog', 1);
insert into "NOTIFICATION_SEQUENCE" ("NNI_ID", "NEXT_EVENT_ID") values (1, 1);
insert into "NEXT_LOCK_ID" ("NL_NEXT") values (1);
insert into "NEXT_COMPACTION_QUEUE_ID" ("NCQ_NEXT") values (1);
insert into "CTLGS" ("CTLG_ID", "NAME", "DESC", "LOCATION_URI") values (1, 'hive', 'Default catalog for Hive', 'TBD');
insert into "SEQUENCE_TABLE" ("SEQUENCE_NAME", "NEXT_VAL") values ('org.apache.hadoop.hive.metastore.model.MTxnWriteNotificationLog', 1);
insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST") values (0, 'c', 0, 0, '', '');
insert into "TXN_LOCK_TBL" ("TXN_LOCK") values (1);
insert into "VERSION" ("VER_ID", "SCHEMA_VERSION", "VERSION_COMMENT") values (1, '4.0.0', 'Hive release version 4.0.0');
