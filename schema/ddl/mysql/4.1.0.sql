-- Hive metastore schema 4.1.0 for mysql. Generated from schema/src/tables; do not edit.

create table `VERSION` (
  `VER_ID` bigint not null,
  `SCHEMA_VERSION` varchar(127) not null,
  `VERSION_COMMENT` varchar(255),
  primary key (`VER_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `CTLGS` (
  `CTLG_ID` bigint not null,
  `NAME` varchar(256),
  `DESC` varchar(4000),
  `LOCATION_URI` varchar(4000) not null,
  `CREATE_TIME` int,
  primary key (`CTLG_ID`),
  unique key `UNIQUE_CATALOG` (`NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DBS` (
  `DB_ID` bigint not null,
  `DESC` varchar(4000),
  `DB_LOCATION_URI` varchar(4000) not null,
  `NAME` varchar(128),
  `OWNER_NAME` varchar(128),
  `OWNER_TYPE` varchar(10),
  `CTLG_NAME` varchar(256) default 'hive' not null,
  `CREATE_TIME` int,
  `DB_MANAGED_LOCATION_URI` varchar(4000),
  `TYPE` varchar(32) default 'NATIVE' not null,
  `DATACONNECTOR_NAME` varchar(128),
  `REMOTE_DBNAME` varchar(128),
  primary key (`DB_ID`),
  unique key `UNIQUE_DATABASE` (`NAME`, `CTLG_NAME`),
  constraint `CTLG_FK1` foreign key (`CTLG_NAME`) references `CTLGS` (`NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DATABASE_PARAMS` (
  `DB_ID` bigint not null,
  `PARAM_KEY` varchar(180) not null,
  `PARAM_VALUE` varchar(4000),
  primary key (`DB_ID`, `PARAM_KEY`),
  constraint `DATABASE_PARAMS_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`),
  key `DATABASE_PARAMS_N49` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DATACONNECTORS` (
  `NAME` varchar(128) not null,
  `TYPE` varchar(32) not null,
  `URL` varchar(4000) not null,
  `COMMENT` varchar(256),
  `OWNER_NAME` varchar(256),
  `OWNER_TYPE` varchar(10),
  `CREATE_TIME` int not null,
  primary key (`NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DATACONNECTOR_PARAMS` (
  `NAME` varchar(128) not null,
  `PARAM_KEY` varchar(180) not null,
  `PARAM_VALUE` varchar(4000),
  primary key (`NAME`, `PARAM_KEY`),
  constraint `DATACONNECTOR_NAME_FK1` foreign key (`NAME`) references `DATACONNECTORS` (`NAME`) on delete cascade
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `CDS` (
  `CD_ID` bigint not null,
  primary key (`CD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `COLUMNS_V2` (
  `CD_ID` bigint not null,
  `COMMENT` varchar(4000),
  `COLUMN_NAME` varchar(767) not null,
  `TYPE_NAME` mediumtext,
  `INTEGER_IDX` int not null,
  primary key (`CD_ID`, `COLUMN_NAME`),
  constraint `COLUMNS_V2_FK1` foreign key (`CD_ID`) references `CDS` (`CD_ID`),
  key `COLUMNS_V2_N49` (`CD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SERDES` (
  `SERDE_ID` bigint not null,
  `NAME` varchar(128),
  `SLIB` varchar(4000),
  `DESCRIPTION` varchar(4000),
  `SERIALIZER_CLASS` varchar(4000),
  `DESERIALIZER_CLASS` varchar(4000),
  `SERDE_TYPE` int,
  primary key (`SERDE_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SERDE_PARAMS` (
  `SERDE_ID` bigint not null,
  `PARAM_KEY` varchar(256) not null,
  `PARAM_VALUE` mediumtext,
  primary key (`SERDE_ID`, `PARAM_KEY`),
  constraint `SERDE_PARAMS_FK1` foreign key (`SERDE_ID`) references `SERDES` (`SERDE_ID`),
  key `SERDE_PARAMS_N49` (`SERDE_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SDS` (
  `SD_ID` bigint not null,
  `INPUT_FORMAT` varchar(4000),
  `IS_COMPRESSED` bit(1) not null,
  `LOCATION` varchar(4000),
  `NUM_BUCKETS` int not null,
  `OUTPUT_FORMAT` varchar(4000),
  `SERDE_ID` bigint,
  `CD_ID` bigint,
  `IS_STOREDASSUBDIRECTORIES` bit(1) not null,
  primary key (`SD_ID`),
  constraint `SDS_FK1` foreign key (`CD_ID`) references `CDS` (`CD_ID`),
  constraint `SDS_FK2` foreign key (`SERDE_ID`) references `SERDES` (`SERDE_ID`),
  key `SDS_N49` (`SERDE_ID`),
  key `SDS_N50` (`CD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SD_PARAMS` (
  `SD_ID` bigint not null,
  `PARAM_KEY` varchar(256) not null,
  `PARAM_VALUE` mediumtext,
  primary key (`SD_ID`, `PARAM_KEY`),
  constraint `SD_PARAMS_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  key `SD_PARAMS_N49` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `BUCKETING_COLS` (
  `SD_ID` bigint not null,
  `BUCKET_COL_NAME` varchar(256),
  `INTEGER_IDX` int not null,
  primary key (`SD_ID`, `INTEGER_IDX`),
  constraint `BUCKETING_COLS_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  key `BUCKETING_COLS_N49` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SORT_COLS` (
  `SD_ID` bigint not null,
  `COLUMN_NAME` varchar(767),
  `ORDER` int not null,
  `INTEGER_IDX` int not null,
  primary key (`SD_ID`, `INTEGER_IDX`),
  constraint `SORT_COLS_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  key `SORT_COLS_N49` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SKEWED_STRING_LIST` (
  `STRING_LIST_ID` bigint not null,
  primary key (`STRING_LIST_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SKEWED_STRING_LIST_VALUES` (
  `STRING_LIST_ID` bigint not null,
  `STRING_LIST_VALUE` varchar(256),
  `INTEGER_IDX` int not null,
  primary key (`STRING_LIST_ID`, `INTEGER_IDX`),
  constraint `SKEWED_STRING_LIST_VALUES_FK1` foreign key (`STRING_LIST_ID`) references `SKEWED_STRING_LIST` (`STRING_LIST_ID`),
  key `SKEWED_STRING_LIST_VALUES_N49` (`STRING_LIST_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SKEWED_COL_NAMES` (
  `SD_ID` bigint not null,
  `SKEWED_COL_NAME` varchar(256),
  `INTEGER_IDX` int not null,
  primary key (`SD_ID`, `INTEGER_IDX`),
  constraint `SKEWED_COL_NAMES_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  key `SKEWED_COL_NAMES_N49` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SKEWED_COL_VALUE_LOC_MAP` (
  `SD_ID` bigint not null,
  `STRING_LIST_ID_KID` bigint not null,
  `LOCATION` varchar(4000),
  primary key (`SD_ID`, `STRING_LIST_ID_KID`),
  constraint `SKEWED_COL_VALUE_LOC_MAP_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  constraint `SKEWED_COL_VALUE_LOC_MAP_FK2` foreign key (`STRING_LIST_ID_KID`) references `SKEWED_STRING_LIST` (`STRING_LIST_ID`),
  key `SKEWED_COL_VALUE_LOC_MAP_N49` (`STRING_LIST_ID_KID`),
  key `SKEWED_COL_VALUE_LOC_MAP_N50` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SKEWED_VALUES` (
  `SD_ID_OID` bigint not null,
  `STRING_LIST_ID_EID` bigint not null,
  `INTEGER_IDX` int not null,
  primary key (`SD_ID_OID`, `INTEGER_IDX`),
  constraint `SKEWED_VALUES_FK1` foreign key (`STRING_LIST_ID_EID`) references `SKEWED_STRING_LIST` (`STRING_LIST_ID`),
  constraint `SKEWED_VALUES_FK2` foreign key (`SD_ID_OID`) references `SDS` (`SD_ID`),
  key `SKEWED_VALUES_N49` (`STRING_LIST_ID_EID`),
  key `SKEWED_VALUES_N50` (`SD_ID_OID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TBLS` (
  `TBL_ID` bigint not null,
  `CREATE_TIME` int not null,
  `DB_ID` bigint,
  `LAST_ACCESS_TIME` int not null,
  `OWNER` varchar(767),
  `OWNER_TYPE` varchar(10),
  `RETENTION` int not null,
  `SD_ID` bigint,
  `TBL_NAME` varchar(256),
  `TBL_TYPE` varchar(128),
  `VIEW_EXPANDED_TEXT` mediumtext,
  `VIEW_ORIGINAL_TEXT` mediumtext,
  `IS_REWRITE_ENABLED` bit(1) default false not null,
  `WRITE_ID` bigint default 0,
  primary key (`TBL_ID`),
  unique key `UNIQUETABLE` (`DB_ID`, `TBL_NAME`),
  constraint `TBLS_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`),
  constraint `TBLS_FK2` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  key `TBLS_N50` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TABLE_PARAMS` (
  `TBL_ID` bigint not null,
  `PARAM_KEY` varchar(256) not null,
  `PARAM_VALUE` mediumtext,
  primary key (`TBL_ID`, `PARAM_KEY`),
  constraint `TABLE_PARAMS_FK1` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `TABLE_PARAMS_N49` (`TBL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PARTITION_KEYS` (
  `TBL_ID` bigint not null,
  `PKEY_COMMENT` varchar(4000),
  `PKEY_NAME` varchar(128) not null,
  `PKEY_TYPE` varchar(767) not null,
  `INTEGER_IDX` int not null,
  primary key (`TBL_ID`, `PKEY_NAME`),
  constraint `PARTITION_KEYS_FK1` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `PARTITION_KEYS_N49` (`TBL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `KEY_CONSTRAINTS` (
  `CHILD_CD_ID` bigint,
  `CHILD_INTEGER_IDX` int,
  `CHILD_TBL_ID` bigint,
  `PARENT_CD_ID` bigint,
  `PARENT_INTEGER_IDX` int not null,
  `PARENT_TBL_ID` bigint not null,
  `POSITION` bigint not null,
  `CONSTRAINT_NAME` varchar(400) not null,
  `CONSTRAINT_TYPE` smallint not null,
  `UPDATE_RULE` smallint,
  `DELETE_RULE` smallint,
  `ENABLE_VALIDATE_RELY` smallint not null,
  `DEFAULT_VALUE` varchar(400),
  primary key (`PARENT_TBL_ID`, `CONSTRAINT_NAME`, `POSITION`),
  key `CONSTRAINTS_PARENT_TABLE_ID_INDEX` (`PARENT_TBL_ID`),
  key `CONSTRAINTS_CONSTRAINT_TYPE_INDEX` (`CONSTRAINT_TYPE`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MV_CREATION_METADATA` (
  `MV_CREATION_METADATA_ID` bigint not null,
  `CAT_NAME` varchar(256) not null,
  `DB_NAME` varchar(128) not null,
  `TBL_NAME` varchar(256) not null,
  `TXN_LIST` text,
  `MATERIALIZATION_TIME` bigint not null,
  primary key (`MV_CREATION_METADATA_ID`),
  key `MV_UNIQUE_TABLE` (`TBL_NAME`, `DB_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MV_TABLES_USED` (
  `MV_CREATION_METADATA_ID` bigint not null,
  `TBL_ID` bigint not null,
  `INSERTED_COUNT` bigint default 0 not null,
  `UPDATED_COUNT` bigint default 0 not null,
  `DELETED_COUNT` bigint default 0 not null,
  primary key (`TBL_ID`, `MV_CREATION_METADATA_ID`),
  constraint `MV_TABLES_USED_FK1` foreign key (`MV_CREATION_METADATA_ID`) references `MV_CREATION_METADATA` (`MV_CREATION_METADATA_ID`),
  constraint `MV_TABLES_USED_FK2` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `MV_TABLES_USED_N49` (`MV_CREATION_METADATA_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PARTITIONS` (
  `PART_ID` bigint not null,
  `CREATE_TIME` int not null,
  `LAST_ACCESS_TIME` int not null,
  `PART_NAME` varchar(767),
  `SD_ID` bigint,
  `TBL_ID` bigint,
  `WRITE_ID` bigint default 0,
  primary key (`PART_ID`),
  unique key `UNIQUEPARTITION` (`TBL_ID`, `PART_NAME`),
  constraint `PARTITIONS_FK1` foreign key (`SD_ID`) references `SDS` (`SD_ID`),
  constraint `PARTITIONS_FK2` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `PARTITIONS_N50` (`SD_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PARTITION_PARAMS` (
  `PART_ID` bigint not null,
  `PARAM_KEY` varchar(256) not null,
  `PARAM_VALUE` mediumtext,
  primary key (`PART_ID`, `PARAM_KEY`),
  constraint `PARTITION_PARAMS_FK1` foreign key (`PART_ID`) references `PARTITIONS` (`PART_ID`),
  key `PARTITION_PARAMS_N49` (`PART_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PARTITION_KEY_VALS` (
  `PART_ID` bigint not null,
  `PART_KEY_VAL` varchar(256),
  `INTEGER_IDX` int not null,
  primary key (`PART_ID`, `INTEGER_IDX`),
  constraint `PARTITION_KEY_VALS_FK1` foreign key (`PART_ID`) references `PARTITIONS` (`PART_ID`),
  key `PARTITION_KEY_VALS_N49` (`PART_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PARTITION_EVENTS` (
  `PART_NAME_ID` bigint not null,
  `CAT_NAME` varchar(256),
  `DB_NAME` varchar(128),
  `EVENT_TIME` bigint not null,
  `EVENT_TYPE` int not null,
  `PARTITION_NAME` varchar(767),
  `TBL_NAME` varchar(256),
  primary key (`PART_NAME_ID`),
  key `PARTITIONEVENTINDEX` (`PARTITION_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TAB_COL_STATS` (
  `CS_ID` bigint not null,
  `COLUMN_NAME` varchar(767) not null,
  `COLUMN_TYPE` varchar(128) not null,
  `TBL_ID` bigint not null,
  `LONG_LOW_VALUE` bigint,
  `LONG_HIGH_VALUE` bigint,
  `DOUBLE_LOW_VALUE` double(53,4),
  `DOUBLE_HIGH_VALUE` double(53,4),
  `BIG_DECIMAL_LOW_VALUE` varchar(4000),
  `BIG_DECIMAL_HIGH_VALUE` varchar(4000),
  `NUM_NULLS` bigint not null,
  `NUM_DISTINCTS` bigint,
  `BIT_VECTOR` blob,
  `AVG_COL_LEN` double(53,4),
  `MAX_COL_LEN` bigint,
  `NUM_TRUES` bigint,
  `NUM_FALSES` bigint,
  `LAST_ANALYZED` bigint not null,
  `ENGINE` varchar(128) not null,
  `HISTOGRAM` blob,
  primary key (`CS_ID`),
  constraint `TAB_COL_STATS_FK` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `TAB_COL_STATS_IDX` (`TBL_ID`, `COLUMN_NAME`),
  key `TAB_COL_STATS_N49` (`TBL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PART_COL_STATS` (
  `CS_ID` bigint not null,
  `COLUMN_NAME` varchar(767) not null,
  `COLUMN_TYPE` varchar(128) not null,
  `PART_ID` bigint not null,
  `LONG_LOW_VALUE` bigint,
  `LONG_HIGH_VALUE` bigint,
  `DOUBLE_LOW_VALUE` double(53,4),
  `DOUBLE_HIGH_VALUE` double(53,4),
  `BIG_DECIMAL_LOW_VALUE` varchar(4000),
  `BIG_DECIMAL_HIGH_VALUE` varchar(4000),
  `NUM_NULLS` bigint not null,
  `NUM_DISTINCTS` bigint,
  `BIT_VECTOR` blob,
  `AVG_COL_LEN` double(53,4),
  `MAX_COL_LEN` bigint,
  `NUM_TRUES` bigint,
  `NUM_FALSES` bigint,
  `LAST_ANALYZED` bigint not null,
  `ENGINE` varchar(128) not null,
  `HISTOGRAM` blob,
  primary key (`CS_ID`),
  constraint `PART_COL_STATS_FK` foreign key (`PART_ID`) references `PARTITIONS` (`PART_ID`),
  key `PCS_STATS_IDX` (`PART_ID`, `COLUMN_NAME`),
  key `PART_COL_STATS_N49` (`PART_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `RUNTIME_STATS` (
  `RS_ID` bigint not null,
  `CREATE_TIME` bigint not null,
  `WEIGHT` bigint not null,
  `PAYLOAD` blob,
  primary key (`RS_ID`),
  key `IDX_RUNTIME_STATS_CREATE_TIME` (`CREATE_TIME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `ROLES` (
  `ROLE_ID` bigint not null,
  `CREATE_TIME` int not null,
  `OWNER_NAME` varchar(128),
  `ROLE_NAME` varchar(128),
  primary key (`ROLE_ID`),
  unique key `ROLEENTITYINDEX` (`ROLE_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `ROLE_MAP` (
  `ROLE_GRANT_ID` bigint not null,
  `ADD_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `ROLE_ID` bigint,
  primary key (`ROLE_GRANT_ID`),
  unique key `USERROLEMAPINDEX` (`PRINCIPAL_NAME`, `ROLE_ID`, `GRANTOR`, `GRANTOR_TYPE`),
  constraint `ROLE_MAP_FK1` foreign key (`ROLE_ID`) references `ROLES` (`ROLE_ID`),
  key `ROLE_MAP_N49` (`ROLE_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `GLOBAL_PRIVS` (
  `USER_GRANT_ID` bigint not null,
  `CREATE_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `USER_PRIV` varchar(128),
  `AUTHORIZER` varchar(128),
  primary key (`USER_GRANT_ID`),
  unique key `GLOBALPRIVILEGEINDEX` (`AUTHORIZER`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `USER_PRIV`, `GRANTOR`, `GRANTOR_TYPE`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DB_PRIVS` (
  `DB_GRANT_ID` bigint not null,
  `CREATE_TIME` int not null,
  `DB_ID` bigint,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `DB_PRIV` varchar(128),
  `AUTHORIZER` varchar(128),
  primary key (`DB_GRANT_ID`),
  unique key `DBPRIVILEGEINDEX` (`AUTHORIZER`, `DB_ID`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `DB_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  constraint `DB_PRIVS_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`),
  key `DB_PRIVS_N49` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TBL_PRIVS` (
  `TBL_GRANT_ID` bigint not null,
  `CREATE_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `TBL_PRIV` varchar(128),
  `TBL_ID` bigint,
  `AUTHORIZER` varchar(128),
  primary key (`TBL_GRANT_ID`),
  constraint `TBL_PRIVS_FK1` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `TABLEPRIVILEGEINDEX` (`AUTHORIZER`, `TBL_ID`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `TBL_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  key `TBL_PRIVS_N49` (`TBL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TBL_COL_PRIVS` (
  `TBL_COLUMN_GRANT_ID` bigint not null,
  `COLUMN_NAME` varchar(767),
  `CREATE_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `TBL_COL_PRIV` varchar(128),
  `TBL_ID` bigint,
  `AUTHORIZER` varchar(128),
  primary key (`TBL_COLUMN_GRANT_ID`),
  constraint `TBL_COL_PRIVS_FK1` foreign key (`TBL_ID`) references `TBLS` (`TBL_ID`),
  key `TABLECOLUMNPRIVILEGEINDEX` (`AUTHORIZER`, `TBL_ID`, `COLUMN_NAME`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `TBL_COL_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  key `TBL_COL_PRIVS_N49` (`TBL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PART_PRIVS` (
  `PART_GRANT_ID` bigint not null,
  `CREATE_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PART_ID` bigint,
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `PART_PRIV` varchar(128),
  `AUTHORIZER` varchar(128),
  primary key (`PART_GRANT_ID`),
  constraint `PART_PRIVS_FK1` foreign key (`PART_ID`) references `PARTITIONS` (`PART_ID`),
  key `PARTPRIVILEGEINDEX` (`AUTHORIZER`, `PART_ID`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `PART_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  key `PART_PRIVS_N49` (`PART_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PART_COL_PRIVS` (
  `PART_COLUMN_GRANT_ID` bigint not null,
  `COLUMN_NAME` varchar(767),
  `CREATE_TIME` int not null,
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PART_ID` bigint,
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `PART_COL_PRIV` varchar(128),
  `AUTHORIZER` varchar(128),
  primary key (`PART_COLUMN_GRANT_ID`),
  constraint `PART_COL_PRIVS_FK1` foreign key (`PART_ID`) references `PARTITIONS` (`PART_ID`),
  key `PARTITIONCOLUMNPRIVILEGEINDEX` (`AUTHORIZER`, `PART_ID`, `COLUMN_NAME`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `PART_COL_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  key `PART_COL_PRIVS_N49` (`PART_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DC_PRIVS` (
  `DC_GRANT_ID` bigint not null,
  `CREATE_TIME` int not null,
  `NAME` varchar(128),
  `GRANT_OPTION` smallint not null,
  `GRANTOR` varchar(128),
  `GRANTOR_TYPE` varchar(128),
  `PRINCIPAL_NAME` varchar(128),
  `PRINCIPAL_TYPE` varchar(128),
  `DC_PRIV` varchar(128),
  `AUTHORIZER` varchar(128),
  primary key (`DC_GRANT_ID`),
  unique key `DCPRIVILEGEINDEX` (`AUTHORIZER`, `NAME`, `PRINCIPAL_NAME`, `PRINCIPAL_TYPE`, `DC_PRIV`, `GRANTOR`, `GRANTOR_TYPE`),
  constraint `DC_PRIVS_FK1` foreign key (`NAME`) references `DATACONNECTORS` (`NAME`),
  key `DC_PRIVS_N49` (`NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MASTER_KEYS` (
  `KEY_ID` int not null auto_increment,
  `MASTER_KEY` varchar(767),
  primary key (`KEY_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `DELEGATION_TOKENS` (
  `TOKEN_IDENT` varchar(767) not null,
  `TOKEN` varchar(767),
  primary key (`TOKEN_IDENT`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `FUNCS` (
  `FUNC_ID` bigint not null,
  `CLASS_NAME` varchar(4000),
  `CREATE_TIME` int not null,
  `DB_ID` bigint,
  `FUNC_NAME` varchar(128),
  `FUNC_TYPE` int not null,
  `OWNER_NAME` varchar(128),
  `OWNER_TYPE` varchar(10),
  primary key (`FUNC_ID`),
  unique key `UNIQUEFUNCTION` (`FUNC_NAME`, `DB_ID`),
  constraint `FUNCS_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`),
  key `FUNCS_N49` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `FUNC_RU` (
  `FUNC_ID` bigint not null,
  `RESOURCE_TYPE` int not null,
  `RESOURCE_URI` varchar(4000),
  `INTEGER_IDX` int not null,
  primary key (`FUNC_ID`, `INTEGER_IDX`),
  constraint `FUNC_RU_FK1` foreign key (`FUNC_ID`) references `FUNCS` (`FUNC_ID`),
  key `FUNC_RU_N49` (`FUNC_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `STORED_PROCS` (
  `SP_ID` bigint not null,
  `CREATE_TIME` int not null,
  `DB_ID` bigint not null,
  `NAME` varchar(256) not null,
  `OWNER_NAME` varchar(128) not null,
  `SOURCE` longtext not null,
  primary key (`SP_ID`),
  unique key `UNIQUESTOREDPROC` (`NAME`, `DB_ID`),
  constraint `STOREDPROC_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `PACKAGES` (
  `PKG_ID` bigint not null,
  `CREATE_TIME` int not null,
  `DB_ID` bigint not null,
  `NAME` varchar(256) not null,
  `OWNER_NAME` varchar(128) not null,
  `HEADER` longtext not null,
  `BODY` longtext not null,
  primary key (`PKG_ID`),
  unique key `UNIQUEPKG` (`NAME`, `DB_ID`),
  constraint `PACKAGES_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TYPES` (
  `TYPES_ID` bigint not null,
  `TYPE_NAME` varchar(128),
  `TYPE1` varchar(767),
  `TYPE2` varchar(767),
  primary key (`TYPES_ID`),
  unique key `UNIQUE_TYPE` (`TYPE_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TYPE_FIELDS` (
  `TYPE_NAME` bigint not null,
  `COMMENT` varchar(256),
  `FIELD_NAME` varchar(128) not null,
  `FIELD_TYPE` varchar(767) not null,
  `INTEGER_IDX` int not null,
  primary key (`TYPE_NAME`, `FIELD_NAME`),
  constraint `TYPE_FIELDS_FK1` foreign key (`TYPE_NAME`) references `TYPES` (`TYPES_ID`),
  key `TYPE_FIELDS_N49` (`TYPE_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `I_SCHEMA` (
  `SCHEMA_ID` bigint not null,
  `SCHEMA_TYPE` int not null,
  `NAME` varchar(256),
  `DB_ID` bigint,
  `COMPATIBILITY` int not null,
  `VALIDATION_LEVEL` int not null,
  `CAN_EVOLVE` bit(1) not null,
  `SCHEMA_GROUP` varchar(256),
  `DESCRIPTION` varchar(4000),
  primary key (`SCHEMA_ID`),
  key `UNIQUE_NAME` (`NAME`),
  constraint `I_SCHEMA_FK1` foreign key (`DB_ID`) references `DBS` (`DB_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SCHEMA_VERSION` (
  `SCHEMA_VERSION_ID` bigint not null,
  `SCHEMA_ID` bigint,
  `VERSION` int not null,
  `CREATED_AT` bigint not null,
  `CD_ID` bigint,
  `STATE` int not null,
  `DESCRIPTION` varchar(4000),
  `SCHEMA_TEXT` mediumtext,
  `FINGERPRINT` varchar(256),
  `SCHEMA_VERSION_NAME` varchar(256),
  `SERDE_ID` bigint,
  primary key (`SCHEMA_VERSION_ID`),
  key `UNIQUE_VERSION` (`SCHEMA_ID`, `VERSION`),
  constraint `SCHEMA_VERSION_FK1` foreign key (`SCHEMA_ID`) references `I_SCHEMA` (`SCHEMA_ID`),
  constraint `SCHEMA_VERSION_FK2` foreign key (`CD_ID`) references `CDS` (`CD_ID`),
  constraint `SCHEMA_VERSION_FK3` foreign key (`SERDE_ID`) references `SERDES` (`SERDE_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WM_RESOURCEPLAN` (
  `RP_ID` bigint not null,
  `NAME` varchar(128) not null,
  `NS` varchar(128),
  `QUERY_PARALLELISM` int,
  `STATUS` varchar(20) not null,
  `DEFAULT_POOL_ID` bigint,
  primary key (`RP_ID`),
  unique key `UNIQUE_WM_RESOURCEPLAN` (`NAME`, `NS`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WM_POOL` (
  `POOL_ID` bigint not null,
  `RP_ID` bigint not null,
  `PATH` varchar(767) not null,
  `ALLOC_FRACTION` double,
  `QUERY_PARALLELISM` int,
  `SCHEDULING_POLICY` varchar(767),
  primary key (`POOL_ID`),
  unique key `UNIQUE_WM_POOL` (`RP_ID`, `PATH`),
  constraint `WM_POOL_FK1` foreign key (`RP_ID`) references `WM_RESOURCEPLAN` (`RP_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WM_TRIGGER` (
  `TRIGGER_ID` bigint not null,
  `RP_ID` bigint not null,
  `NAME` varchar(128) not null,
  `TRIGGER_EXPRESSION` varchar(1024),
  `ACTION_EXPRESSION` varchar(1024),
  `IS_IN_UNMANAGED` bit(1) default 0 not null,
  primary key (`TRIGGER_ID`),
  unique key `UNIQUE_WM_TRIGGER` (`RP_ID`, `NAME`),
  constraint `WM_TRIGGER_FK1` foreign key (`RP_ID`) references `WM_RESOURCEPLAN` (`RP_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WM_POOL_TO_TRIGGER` (
  `POOL_ID` bigint not null,
  `TRIGGER_ID` bigint not null,
  primary key (`POOL_ID`, `TRIGGER_ID`),
  constraint `WM_POOL_TO_TRIGGER_FK1` foreign key (`POOL_ID`) references `WM_POOL` (`POOL_ID`),
  constraint `WM_POOL_TO_TRIGGER_FK2` foreign key (`TRIGGER_ID`) references `WM_TRIGGER` (`TRIGGER_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WM_MAPPING` (
  `MAPPING_ID` bigint not null,
  `RP_ID` bigint not null,
  `ENTITY_TYPE` varchar(128) not null,
  `ENTITY_NAME` varchar(128) not null,
  `POOL_ID` bigint,
  `ORDERING` int,
  primary key (`MAPPING_ID`),
  unique key `UNIQUE_WM_MAPPING` (`RP_ID`, `ENTITY_TYPE`, `ENTITY_NAME`),
  constraint `WM_MAPPING_FK1` foreign key (`RP_ID`) references `WM_RESOURCEPLAN` (`RP_ID`),
  constraint `WM_MAPPING_FK2` foreign key (`POOL_ID`) references `WM_POOL` (`POOL_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SCHEDULED_QUERIES` (
  `SCHEDULED_QUERY_ID` bigint not null,
  `CLUSTER_NAMESPACE` varchar(256),
  `ENABLED` tinyint(1) not null,
  `NEXT_EXECUTION` int,
  `QUERY` varchar(4000),
  `SCHEDULE` varchar(256),
  `SCHEDULE_NAME` varchar(256),
  `USER` varchar(256),
  `ACTIVE_EXECUTION_ID` int,
  primary key (`SCHEDULED_QUERY_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SCHEDULED_EXECUTIONS` (
  `SCHEDULED_EXECUTION_ID` bigint not null,
  `END_TIME` int,
  `ERROR_MESSAGE` varchar(2000),
  `EXECUTOR_QUERY_ID` varchar(256),
  `LAST_UPDATE_TIME` int,
  `SCHEDULED_QUERY_ID` bigint,
  `START_TIME` int,
  `STATE` varchar(256),
  primary key (`SCHEDULED_EXECUTION_ID`),
  unique key `UNIQUE_SCHEDULED_EXECUTIONS_ID` (`SCHEDULED_EXECUTION_ID`),
  constraint `SCHEDULED_EXECUTIONS_SCHQ_FK` foreign key (`SCHEDULED_QUERY_ID`) references `SCHEDULED_QUERIES` (`SCHEDULED_QUERY_ID`) on delete cascade,
  key `IDX_SCHEDULED_EXECUTIONS_LAST_UPDATE_TIME` (`LAST_UPDATE_TIME`),
  key `IDX_SCHEDULED_EXECUTIONS_SCHEDULED_QUERY_ID` (`SCHEDULED_QUERY_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `SEQUENCE_TABLE` (
  `SEQUENCE_NAME` varchar(255) not null,
  `NEXT_VAL` bigint not null,
  primary key (`SEQUENCE_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NUCLEUS_TABLES` (
  `CLASS_NAME` varchar(128) not null,
  `TABLE_NAME` varchar(128) not null,
  `TYPE` varchar(4) not null,
  `OWNER` varchar(2) not null,
  `VERSION` varchar(20) not null,
  `INTERFACE_NAME` varchar(255),
  primary key (`CLASS_NAME`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NOTIFICATION_LOG` (
  `NL_ID` bigint not null,
  `EVENT_ID` bigint not null,
  `EVENT_TIME` int not null,
  `EVENT_TYPE` varchar(32) not null,
  `CAT_NAME` varchar(256),
  `DB_NAME` varchar(128),
  `TBL_NAME` varchar(256),
  `MESSAGE` longtext,
  `MESSAGE_FORMAT` varchar(16),
  primary key (`NL_ID`),
  unique key `NOTIFICATION_LOG_EVENT_ID` (`EVENT_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NOTIFICATION_SEQUENCE` (
  `NNI_ID` bigint not null,
  `NEXT_EVENT_ID` bigint not null,
  primary key (`NNI_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TXN_WRITE_NOTIFICATION_LOG` (
  `WNL_ID` bigint not null,
  `WNL_TXNID` bigint not null,
  `WNL_WRITEID` bigint not null,
  `WNL_DATABASE` varchar(128) not null,
  `WNL_TABLE` varchar(256) not null,
  `WNL_PARTITION` varchar(767) not null,
  `WNL_TABLE_OBJ` longtext not null,
  `WNL_PARTITION_OBJ` longtext,
  `WNL_FILES` longtext,
  `WNL_EVENT_TIME` int not null,
  primary key (`WNL_TXNID`, `WNL_DATABASE`, `WNL_TABLE`, `WNL_PARTITION`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `METASTORE_DB_PROPERTIES` (
  `PROPERTY_KEY` varchar(255) not null,
  `PROPERTY_VALUE` varchar(1000) not null,
  `DESCRIPTION` varchar(1000),
  `PROPERTYCONTENT` blob,
  primary key (`PROPERTY_KEY`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `REPLICATION_METRICS` (
  `RM_SCHEDULED_EXECUTION_ID` bigint not null,
  `RM_POLICY` varchar(256) not null,
  `RM_DUMP_EXECUTION_ID` bigint not null,
  `RM_METADATA` varchar(4000),
  `RM_PROGRESS` varchar(10000),
  `RM_START_TIME` int not null,
  `MESSAGE_FORMAT` varchar(16) default 'json-0.2',
  primary key (`RM_SCHEDULED_EXECUTION_ID`),
  key `POLICY_IDX` (`RM_POLICY`),
  key `DUMP_IDX` (`RM_DUMP_EXECUTION_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TXNS` (
  `TXN_ID` bigint not null auto_increment,
  `TXN_STATE` char(1) not null,
  `TXN_STARTED` bigint not null,
  `TXN_LAST_HEARTBEAT` bigint not null,
  `TXN_USER` varchar(128) not null,
  `TXN_HOST` varchar(128) not null,
  `TXN_AGENT_INFO` varchar(128),
  `TXN_META_INFO` varchar(128),
  `TXN_HEARTBEAT_COUNT` int,
  `TXN_TYPE` int,
  primary key (`TXN_ID`),
  unique key `TXN_STATE_IDX` (`TXN_STATE`, `TXN_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TXN_COMPONENTS` (
  `TC_TXNID` bigint not null,
  `TC_DATABASE` varchar(128) not null,
  `TC_TABLE` varchar(256),
  `TC_PARTITION` varchar(767),
  `TC_OPERATION_TYPE` char(1) not null,
  `TC_WRITEID` bigint,
  constraint `TXN_COMPONENTS_FK1` foreign key (`TC_TXNID`) references `TXNS` (`TXN_ID`),
  key `TC_TXNID_INDEX` (`TC_TXNID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `COMPLETED_TXN_COMPONENTS` (
  `CTC_TXNID` bigint not null,
  `CTC_DATABASE` varchar(128) not null,
  `CTC_TABLE` varchar(256),
  `CTC_PARTITION` varchar(767),
  `CTC_TIMESTAMP` timestamp default CURRENT_TIMESTAMP not null,
  `CTC_WRITEID` bigint,
  `CTC_UPDATE_DELETE` char(1) not null,
  key `COMPLETED_TXN_COMPONENTS_INDEX` (`CTC_DATABASE`, `CTC_TABLE`, `CTC_PARTITION`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TXN_LOCK_TBL` (
  `TXN_LOCK` bigint not null
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `HIVE_LOCKS` (
  `HL_LOCK_EXT_ID` bigint not null,
  `HL_LOCK_INT_ID` bigint not null,
  `HL_TXNID` bigint not null,
  `HL_DB` varchar(128) not null,
  `HL_TABLE` varchar(256),
  `HL_PARTITION` varchar(767),
  `HL_LOCK_STATE` char(1) not null,
  `HL_LOCK_TYPE` char(1) not null,
  `HL_LAST_HEARTBEAT` bigint not null,
  `HL_ACQUIRED_AT` bigint,
  `HL_USER` varchar(128) not null,
  `HL_HOST` varchar(128) not null,
  `HL_HEARTBEAT_COUNT` int,
  `HL_AGENT_INFO` varchar(128),
  `HL_BLOCKEDBY_EXT_ID` bigint,
  `HL_BLOCKEDBY_INT_ID` bigint,
  primary key (`HL_LOCK_EXT_ID`, `HL_LOCK_INT_ID`),
  key `HL_TXNID_INDEX` (`HL_TXNID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NEXT_LOCK_ID` (
  `NL_NEXT` bigint not null
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `COMPACTION_QUEUE` (
  `CQ_ID` bigint not null,
  `CQ_DATABASE` varchar(128) not null,
  `CQ_TABLE` varchar(256) not null,
  `CQ_PARTITION` varchar(767),
  `CQ_STATE` char(1) not null,
  `CQ_TYPE` char(1) not null,
  `CQ_TBLPROPERTIES` varchar(2048),
  `CQ_WORKER_ID` varchar(128),
  `CQ_ENQUEUE_TIME` bigint,
  `CQ_START` bigint,
  `CQ_RUN_AS` varchar(128),
  `CQ_HIGHEST_WRITE_ID` bigint,
  `CQ_META_INFO` varbinary(2048),
  `CQ_HADOOP_JOB_ID` varchar(32),
  `CQ_ERROR_MESSAGE` mediumtext,
  `CQ_NEXT_TXN_ID` bigint,
  `CQ_TXN_ID` bigint,
  `CQ_COMMIT_TIME` bigint,
  `CQ_INITIATOR_ID` varchar(128),
  `CQ_INITIATOR_VERSION` varchar(128),
  `CQ_WORKER_VERSION` varchar(128),
  `CQ_CLEANER_START` bigint,
  `CQ_RETRY_RETENTION` bigint default 0 not null,
  `CQ_POOL_NAME` varchar(128),
  `CQ_NUMBER_OF_BUCKETS` int,
  `CQ_ORDER_BY` varchar(4000),
  primary key (`CQ_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NEXT_COMPACTION_QUEUE_ID` (
  `NCQ_NEXT` bigint not null
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `COMPLETED_COMPACTIONS` (
  `CC_ID` bigint not null,
  `CC_DATABASE` varchar(128) not null,
  `CC_TABLE` varchar(256) not null,
  `CC_PARTITION` varchar(767),
  `CC_STATE` char(1) not null,
  `CC_TYPE` char(1) not null,
  `CC_TBLPROPERTIES` varchar(2048),
  `CC_WORKER_ID` varchar(128),
  `CC_ENQUEUE_TIME` bigint,
  `CC_START` bigint,
  `CC_END` bigint,
  `CC_RUN_AS` varchar(128),
  `CC_HIGHEST_WRITE_ID` bigint,
  `CC_META_INFO` varbinary(2048),
  `CC_HADOOP_JOB_ID` varchar(32),
  `CC_ERROR_MESSAGE` mediumtext,
  `CC_NEXT_TXN_ID` bigint,
  `CC_TXN_ID` bigint,
  `CC_COMMIT_TIME` bigint,
  `CC_INITIATOR_ID` varchar(128),
  `CC_INITIATOR_VERSION` varchar(128),
  `CC_WORKER_VERSION` varchar(128),
  `CC_POOL_NAME` varchar(128),
  `CC_NUMBER_OF_BUCKETS` int,
  `CC_ORDER_BY` varchar(4000),
  primary key (`CC_ID`),
  key `COMPLETED_COMPACTIONS_RES` (`CC_DATABASE`, `CC_TABLE`, `CC_PARTITION`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `COMPACTION_METRICS_CACHE` (
  `CMC_DATABASE` varchar(128) not null,
  `CMC_TABLE` varchar(256) not null,
  `CMC_PARTITION` varchar(767),
  `CMC_METRIC_TYPE` varchar(128) not null,
  `CMC_METRIC_VALUE` int not null,
  `CMC_VERSION` int not null
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `AUX_TABLE` (
  `MT_KEY1` varchar(128) not null,
  `MT_KEY2` bigint not null,
  `MT_COMMENT` varchar(255),
  primary key (`MT_KEY1`, `MT_KEY2`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `WRITE_SET` (
  `WS_DATABASE` varchar(128) not null,
  `WS_TABLE` varchar(256) not null,
  `WS_PARTITION` varchar(767),
  `WS_TXNID` bigint not null,
  `WS_COMMIT_ID` bigint not null,
  `WS_OPERATION_TYPE` char(1) not null
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `TXN_TO_WRITE_ID` (
  `T2W_TXNID` bigint not null,
  `T2W_DATABASE` varchar(128) not null,
  `T2W_TABLE` varchar(256) not null,
  `T2W_WRITEID` bigint not null,
  unique key `TBL_TO_TXN_ID_IDX` (`T2W_DATABASE`, `T2W_TABLE`, `T2W_TXNID`),
  unique key `TBL_TO_WRITE_ID_IDX` (`T2W_DATABASE`, `T2W_TABLE`, `T2W_WRITEID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `NEXT_WRITE_ID` (
  `NWI_DATABASE` varchar(128) not null,
  `NWI_TABLE` varchar(256) not null,
  `NWI_NEXT` bigint not null,
  unique key `NEXT_WRITE_ID_IDX` (`NWI_DATABASE`, `NWI_TABLE`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MIN_HISTORY_WRITE_ID` (
  `MH_TXNID` bigint not null,
  `MH_DATABASE` varchar(128) not null,
  `MH_TABLE` varchar(256) not null,
  `MH_WRITEID` bigint not null,
  constraint `MIN_HISTORY_WRITE_ID_FK1` foreign key (`MH_TXNID`) references `TXNS` (`TXN_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MIN_HISTORY_LEVEL` (
  `MHL_TXNID` bigint not null,
  `MHL_MIN_OPEN_TXNID` bigint not null,
  primary key (`MHL_TXNID`),
  key `MIN_HISTORY_LEVEL_IDX` (`MHL_MIN_OPEN_TXNID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `MATERIALIZATION_REBUILD_LOCKS` (
  `MRL_TXN_ID` bigint not null,
  `MRL_DB_NAME` varchar(128) not null,
  `MRL_TBL_NAME` varchar(256) not null,
  `MRL_LAST_HEARTBEAT` bigint not null,
  primary key (`MRL_TXN_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

create table `REPL_TXN_MAP` (
  `RTM_REPL_POLICY` varchar(256) not null,
  `RTM_SRC_TXN_ID` bigint not null,
  `RTM_TARGET_TXN_ID` bigint not null,
  primary key (`RTM_REPL_POLICY`, `RTM_SRC_TXN_ID`)
) engine=InnoDB default charset=latin1 collate=latin1_bin;

alter table `WM_RESOURCEPLAN` add constraint `WM_RESOURCEPLAN_FK1` foreign key (`DEFAULT_POOL_ID`) references `WM_POOL` (`POOL_ID`);

insert into `SEQUENCE_TABLE` (`SEQUENCE_NAME`, `NEXT_VAL`) values ('org.apache.hadoop.hive.metastore.model.MNotificationLog', 1);
insert into `NOTIFICATION_SEQUENCE` (`NNI_ID`, `NEXT_EVENT_ID`) values (1, 1);
insert into `NEXT_LOCK_ID` (`NL_NEXT`) values (1);
insert into `NEXT_COMPACTION_QUEUE_ID` (`NCQ_NEXT`) values (1);
insert into `CTLGS` (`CTLG_ID`, `NAME`, `DESC`, `LOCATION_URI`) values (1, 'hive', 'Default catalog for Hive', 'TBD');
insert into `SEQUENCE_TABLE` (`SEQUENCE_NAME`, `NEXT_VAL`) values ('org.apache.hadoop.hive.metastore.model.MTxnWriteNotificationLog', 1);
set @skep_sql_mode = @@sql_mode;
set sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO');
insert into `TXNS` (`TXN_ID`, `TXN_STATE`, `TXN_STARTED`, `TXN_LAST_HEARTBEAT`, `TXN_USER`, `TXN_HOST`) values (0, 'c', 0, 0, '', '');
set sql_mode = @skep_sql_mode;
insert into `TXN_LOCK_TBL` (`TXN_LOCK`) values (1);
insert into `VERSION` (`VER_ID`, `SCHEMA_VERSION`, `VERSION_COMMENT`) values (1, '4.1.0', 'Hive release version 4.1.0');
