-- DBS
select d."NAME", d."DESC", d."DB_LOCATION_URI", d."OWNER_NAME", d."OWNER_TYPE" from "DBS" d

-- DATABASE_PARAMS
select d."NAME", p."PARAM_KEY", p."PARAM_VALUE" from "DATABASE_PARAMS" p join "DBS" d on d."DB_ID" = p."DB_ID"

-- TBLS
select d."NAME", t."TBL_NAME", t."TBL_TYPE", t."OWNER", t."RETENTION", t."LAST_ACCESS_TIME", t."CREATE_TIME", replace(t."VIEW_ORIGINAL_TEXT", '
', ' '), replace(t."VIEW_EXPANDED_TEXT", '
', ' '), t."IS_REWRITE_ENABLED" = true from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"

-- TABLE_PARAMS but what only schemas of Hive 4 get
select t."TBL_NAME", p."PARAM_KEY", p."PARAM_VALUE" from "TABLE_PARAMS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" where p."PARAM_KEY" <> 'numFilesErasureCoded'

-- PARTITION_KEYS
select t."TBL_NAME", k."INTEGER_IDX", k."PKEY_NAME", k."PKEY_TYPE", k."PKEY_COMMENT" from "PARTITION_KEYS" k join "TBLS" t on t."TBL_ID" = k."TBL_ID"

-- SDS of tables
select t."TBL_NAME", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT", s."NUM_BUCKETS", s."IS_COMPRESSED" = true, s."IS_STOREDASSUBDIRECTORIES" = true from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID"

-- COLUMNS_V2 of tables
select t."TBL_NAME", c."INTEGER_IDX", c."COLUMN_NAME", c."TYPE_NAME", c."COMMENT" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "COLUMNS_V2" c on c."CD_ID" = s."CD_ID"

-- SERDES of tables
select t."TBL_NAME", e."NAME", e."SLIB" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"

-- SERDE_PARAMS of tables
select t."TBL_NAME", p."PARAM_KEY", p."PARAM_VALUE" from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDE_PARAMS" p on p."SERDE_ID" = s."SERDE_ID"

-- BUCKETING_COLS and SORT_COLS
select t."TBL_NAME", b."INTEGER_IDX", b."BUCKET_COL_NAME", o."COLUMN_NAME", o."ORDER" from "TBLS" t join "BUCKETING_COLS" b on b."SD_ID" = t."SD_ID" left join "SORT_COLS" o on o."SD_ID" = t."SD_ID" and o."INTEGER_IDX" = b."INTEGER_IDX"

-- PARTITIONS
select t."TBL_NAME", p."PART_NAME", p."CREATE_TIME", p."LAST_ACCESS_TIME" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID"

-- PARTITION_KEY_VALS
select t."TBL_NAME", p."PART_NAME", v."INTEGER_IDX", v."PART_KEY_VAL" from "PARTITION_KEY_VALS" v join "PARTITIONS" p on p."PART_ID" = v."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID"

-- PARTITION_PARAMS but what only schemas of Hive 4 get
select t."TBL_NAME", p."PART_NAME", a."PARAM_KEY", a."PARAM_VALUE" from "PARTITION_PARAMS" a join "PARTITIONS" p on p."PART_ID" = a."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID" where a."PARAM_KEY" <> 'numFilesErasureCoded'

-- SDS of partitions
select t."TBL_NAME", p."PART_NAME", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT", s."NUM_BUCKETS", s."IS_COMPRESSED" = true, e."NAME", e."SLIB" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" s on s."SD_ID" = p."SD_ID" join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"

-- SERDE_PARAMS of partitions
select t."TBL_NAME", p."PART_NAME", a."PARAM_KEY", a."PARAM_VALUE" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" s on s."SD_ID" = p."SD_ID" join "SERDE_PARAMS" a on a."SERDE_ID" = s."SERDE_ID"

-- CDS shared by a table and its partitions
select t."TBL_NAME", p."PART_NAME", s."CD_ID" = ts."CD_ID" from "PARTITIONS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "SDS" s on s."SD_ID" = p."SD_ID" join "SDS" ts on ts."SD_ID" = t."SD_ID"

-- TAB_COL_STATS
select t."TBL_NAME", c."COLUMN_NAME", c."COLUMN_TYPE", c."LONG_LOW_VALUE", c."LONG_HIGH_VALUE", c."NUM_NULLS", c."NUM_DISTINCTS", c."AVG_COL_LEN", c."MAX_COL_LEN", c."LAST_ANALYZED" from "TAB_COL_STATS" c join "TBLS" t on t."TBL_ID" = c."TBL_ID"

-- PART_COL_STATS
select t."TBL_NAME", p."PART_NAME", c."COLUMN_NAME", c."COLUMN_TYPE", c."NUM_NULLS", c."NUM_DISTINCTS", c."AVG_COL_LEN", c."MAX_COL_LEN", c."LAST_ANALYZED" from "PART_COL_STATS" c join "PARTITIONS" p on p."PART_ID" = c."PART_ID" join "TBLS" t on t."TBL_ID" = p."TBL_ID"

-- FUNCS
select d."NAME", f."FUNC_NAME", f."CLASS_NAME", f."FUNC_TYPE", f."OWNER_NAME", f."OWNER_TYPE", f."CREATE_TIME", r."INTEGER_IDX", r."RESOURCE_TYPE", r."RESOURCE_URI" from "FUNCS" f join "DBS" d on d."DB_ID" = f."DB_ID" left join "FUNC_RU" r on r."FUNC_ID" = f."FUNC_ID"

-- TBL_PRIVS
select t."TBL_NAME", p."PRINCIPAL_NAME", p."PRINCIPAL_TYPE", p."TBL_PRIV", p."GRANT_OPTION", p."GRANTOR", p."GRANTOR_TYPE" from "TBL_PRIVS" p join "TBLS" t on t."TBL_ID" = p."TBL_ID"

-- ROLES
select "ROLE_NAME", "OWNER_NAME" from "ROLES"

-- GLOBAL_PRIVS
select "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "USER_PRIV", "GRANT_OPTION", "GRANTOR", "GRANTOR_TYPE" from "GLOBAL_PRIVS"

-- counts, where an orphan would show
select 'SDS', count(*) from "SDS" union all select 'SERDES', count(*) from "SERDES" union all select 'CDS', count(*) from "CDS" union all select 'PARTITIONS', count(*) from "PARTITIONS" union all select 'TBLS', count(*) from "TBLS"
