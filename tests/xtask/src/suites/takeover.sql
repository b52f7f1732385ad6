-- 2.3 DBS
select d."NAME", d."DESC", d."DB_LOCATION_URI", d."OWNER_NAME", d."OWNER_TYPE" from "DBS" d where d."NAME" = 'THE_DATABASE'

-- 2.3 DATABASE_PARAMS
select d."NAME", p."PARAM_KEY", p."PARAM_VALUE" from "DATABASE_PARAMS" p join "DBS" d on d."DB_ID" = p."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 TBLS
select d."NAME", t."TBL_NAME", t."TBL_TYPE", t."OWNER", t."RETENTION", t."LAST_ACCESS_TIME", t."CREATE_TIME", replace(t."VIEW_ORIGINAL_TEXT", '
', ' '), replace(t."VIEW_EXPANDED_TEXT", '
', ' '), t."IS_REWRITE_ENABLED" = true from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 TABLE_PARAMS
select t."TBL_NAME", p."PARAM_KEY", p."PARAM_VALUE" from "TABLE_PARAMS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 PARTITION_KEYS
select t."TBL_NAME", k."INTEGER_IDX", k."PKEY_NAME", k."PKEY_TYPE", k."PKEY_COMMENT" from "PARTITION_KEYS" k join "TBLS" t on t."TBL_ID" = k."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SDS of tables
select t."TBL_NAME", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT", s."NUM_BUCKETS", s."IS_COMPRESSED" = true, s."IS_STOREDASSUBDIRECTORIES" = true from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 COLUMNS_V2 of tables
select t."TBL_NAME", c."INTEGER_IDX", c."COLUMN_NAME", c."TYPE_NAME", c."COMMENT" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "COLUMNS_V2" c on c."CD_ID" = s."CD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SERDES of tables
select t."TBL_NAME", e."NAME", e."SLIB" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDES" e on e."SERDE_ID" = s."SERDE_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SERDE_PARAMS of tables
select t."TBL_NAME", p."PARAM_KEY", p."PARAM_VALUE" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDE_PARAMS" p on p."SERDE_ID" = s."SERDE_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 BUCKETING_COLS and SORT_COLS
select t."TBL_NAME", b."INTEGER_IDX", b."BUCKET_COL_NAME", o."COLUMN_NAME", o."ORDER" from "TBLS" t join "BUCKETING_COLS" b on b."SD_ID" = t."SD_ID" left join "SORT_COLS" o on o."SD_ID" = t."SD_ID" and o."INTEGER_IDX" = b."INTEGER_IDX" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 PARTITIONS
select t."TBL_NAME", p."PART_NAME", p."CREATE_TIME", p."LAST_ACCESS_TIME" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 PARTITION_KEY_VALS
select t."TBL_NAME", p."PART_NAME", v."INTEGER_IDX", v."PART_KEY_VAL" from "PARTITION_KEY_VALS" v join "PARTITIONS" p on p."PART_ID" = v."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 PARTITION_PARAMS
select t."TBL_NAME", p."PART_NAME", a."PARAM_KEY", a."PARAM_VALUE" from "PARTITION_PARAMS" a join "PARTITIONS" p on p."PART_ID" = a."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SDS of partitions
select t."TBL_NAME", p."PART_NAME", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT", s."NUM_BUCKETS", s."IS_COMPRESSED" = true, e."NAME", e."SLIB" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" s on s."SD_ID" = p."SD_ID" join "SERDES" e on e."SERDE_ID" = s."SERDE_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SERDE_PARAMS of partitions
select t."TBL_NAME", p."PART_NAME", a."PARAM_KEY", a."PARAM_VALUE" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" s on s."SD_ID" = p."SD_ID" join "SERDE_PARAMS" a on a."SERDE_ID" = s."SERDE_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 TAB_COL_STATS
select t."TBL_NAME", c."COLUMN_NAME", c."COLUMN_TYPE", c."LONG_LOW_VALUE", c."LONG_HIGH_VALUE", c."NUM_NULLS", c."NUM_DISTINCTS", c."AVG_COL_LEN", c."MAX_COL_LEN", c."LAST_ANALYZED" from "TAB_COL_STATS" c join "TBLS" t on t."TBL_ID" = c."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 PART_COL_STATS
select t."TBL_NAME", p."PART_NAME", c."COLUMN_NAME", c."COLUMN_TYPE", c."NUM_NULLS", c."NUM_DISTINCTS", c."AVG_COL_LEN", c."MAX_COL_LEN", c."LAST_ANALYZED" from "PART_COL_STATS" c join "PARTITIONS" p on p."PART_ID" = c."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 FUNCS
select d."NAME", f."FUNC_NAME", f."CLASS_NAME", f."FUNC_TYPE", f."OWNER_NAME", f."OWNER_TYPE", f."CREATE_TIME", r."INTEGER_IDX", r."RESOURCE_TYPE", r."RESOURCE_URI" from "FUNCS" f join "DBS" d on d."DB_ID" = f."DB_ID" left join "FUNC_RU" r on r."FUNC_ID" = f."FUNC_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 TBL_PRIVS
select t."TBL_NAME", p."PRINCIPAL_NAME", p."PRINCIPAL_TYPE", p."TBL_PRIV", p."GRANT_OPTION", p."GRANTOR", p."GRANTOR_TYPE" from "TBL_PRIVS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 CDS shared by a table and its partitions, but where an ALTER TABLE … CASCADE gave each partition its own
select t."TBL_NAME", p."PART_NAME", s."CD_ID" = ts."CD_ID" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" ts on ts."SD_ID" = t."SD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE' and t."TBL_NAME" <> 'many'

-- 2.3 SD_PARAMS of tables
select t."TBL_NAME", p."PARAM_KEY", p."PARAM_VALUE" from "SD_PARAMS" p join "SDS" s on s."SD_ID" = p."SD_ID" join "TBLS" t on t."SD_ID" = s."SD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 COLUMNS_V2 of partitions
select t."TBL_NAME", p."PART_NAME", c."INTEGER_IDX", c."COLUMN_NAME", c."TYPE_NAME", c."COMMENT" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID" join "COLUMNS_V2" c on c."CD_ID" = s."CD_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 SKEWED_COL_NAMES
select t."TBL_NAME", k."INTEGER_IDX", k."SKEWED_COL_NAME" from "SKEWED_COL_NAMES" k join "SDS" s on s."SD_ID" = k."SD_ID" join "TBLS" t on t."SD_ID" = s."SD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 KEY_CONSTRAINTS
select t."TBL_NAME", k."CONSTRAINT_NAME", k."CONSTRAINT_TYPE", k."POSITION", k."CHILD_INTEGER_IDX", k."PARENT_INTEGER_IDX", k."UPDATE_RULE", k."DELETE_RULE", k."ENABLE_VALIDATE_RELY", c."TBL_NAME" from "KEY_CONSTRAINTS" k left join "TBLS" c on c."TBL_ID" = k."CHILD_TBL_ID" join "TBLS" t on t."TBL_ID" = k."PARENT_TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 3.1 KEY_CONSTRAINTS, their defaults
select k."CONSTRAINT_NAME", k."DEFAULT_VALUE" from "KEY_CONSTRAINTS" k join "TBLS" t on t."TBL_ID" = k."PARENT_TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 DB_PRIVS
select p."PRINCIPAL_NAME", p."PRINCIPAL_TYPE", p."DB_PRIV", p."GRANT_OPTION", p."GRANTOR" from "DB_PRIVS" p join "DBS" d on d."DB_ID" = p."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 2.3 TBL_COL_PRIVS
select p."COLUMN_NAME", p."PRINCIPAL_NAME", p."TBL_COL_PRIV", p."GRANT_OPTION" from "TBL_COL_PRIVS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 3.1 SERDES, what the registry adds
select t."TBL_NAME", e."DESCRIPTION", e."SERIALIZER_CLASS", e."SERDE_TYPE" from "SERDES" e join "SDS" s on s."SERDE_ID" = e."SERDE_ID" join "TBLS" t on t."SD_ID" = s."SD_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 3.1 DBS, catalogs
select d."CTLG_NAME" from "DBS" d where d."NAME" = 'THE_DATABASE'

-- 3.1 TBLS, owners
select t."TBL_NAME", t."OWNER_TYPE" from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 4.0 TBLS and PARTITIONS, write ids
select t."TBL_NAME", t."WRITE_ID", p."PART_NAME", p."WRITE_ID" from "TBLS" t left join "PARTITIONS" p on p."TBL_ID" = t."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'

-- 4.0 TAB_COL_STATS, engines
select t."TBL_NAME", c."COLUMN_NAME", c."ENGINE" from "TAB_COL_STATS" c join "TBLS" t on t."TBL_ID" = c."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID" where d."NAME" = 'THE_DATABASE'
