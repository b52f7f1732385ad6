//! The statements on `TBLS` and what hangs on it.

use skep_sql::{insert, statements};

statements! {
    /// Whole tables by name in one statement: one snapshot, one round trip. $1 catalog,
    /// $2 database, $3 table names.
    ///
    /// Every row is (kind, table, number, five texts, three integers); what they mean is in
    /// `rows::kind`. The first branch must give every integer column a type, or PostgreSQL takes
    /// them for texts. There is no order, because MariaDB would need a temporary table for it; and
    /// each branch joins only what it needs, because MariaDB opens the tables of `t` once a branch.
    TABLES = r#"
        with t as (
            select t.*, {since 3.1: t."OWNER_TYPE"}{before 3.1: 'USER'} as "OWNED_BY",
                   {since 4.0: t."WRITE_ID"}{before 4.0: 0} as "WRITTEN_BY"
              from "DBS" d join "TBLS" t on t."DB_ID" = d."DB_ID"
             where d."NAME" = $2 and t."TBL_NAME" {in $3}
               {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}
        )
        select 0, t."TBL_ID", t."WRITTEN_BY", t."TBL_NAME", t."TBL_TYPE", t."OWNER", t."OWNED_BY", null,
               t."CREATE_TIME", t."LAST_ACCESS_TIME", t."RETENTION"
          from t
        union all
        select 1, t."TBL_ID", t."DB_ID", t."VIEW_ORIGINAL_TEXT", t."VIEW_EXPANDED_TEXT", null, null, null,
               case when t."IS_REWRITE_ENABLED" then 1 else 0 end, null, null
          from t
        union all
        select 2, t."TBL_ID", s."SD_ID", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT", null, null,
               s."CD_ID", s."NUM_BUCKETS",
               case when s."IS_COMPRESSED" then 1 else 0 end
                 + case when s."IS_STOREDASSUBDIRECTORIES" then 2 else 0 end
          from t join "SDS" s on s."SD_ID" = t."SD_ID"
        union all
        select 3, t."TBL_ID", e."SERDE_ID", e."NAME", e."SLIB", null, null, null, null, null, null
          from t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"
        union all
        select 4, t."TBL_ID", 0, p."PARAM_KEY", p."PARAM_VALUE", null, null, null, null, null, null
          from t join "TABLE_PARAMS" p on p."TBL_ID" = t."TBL_ID"
        union all
        select 5, t."TBL_ID", 0, p."PARAM_KEY", p."PARAM_VALUE", null, null, null, null, null, null
          from t join "SD_PARAMS" p on p."SD_ID" = t."SD_ID"
        union all
        select 6, t."TBL_ID", 0, p."PARAM_KEY", p."PARAM_VALUE", null, null, null, null, null, null
          from t join "SDS" s on s."SD_ID" = t."SD_ID" join "SERDE_PARAMS" p on p."SERDE_ID" = s."SERDE_ID"
        union all
        select 7, t."TBL_ID", c."INTEGER_IDX", c."COLUMN_NAME", c."TYPE_NAME", c."COMMENT", null, null,
               null, null, null
          from t join "SDS" s on s."SD_ID" = t."SD_ID" join "COLUMNS_V2" c on c."CD_ID" = s."CD_ID"
        union all
        select 8, t."TBL_ID", k."INTEGER_IDX", k."PKEY_NAME", k."PKEY_TYPE", k."PKEY_COMMENT", null, null,
               null, null, null
          from t join "PARTITION_KEYS" k on k."TBL_ID" = t."TBL_ID"
        union all
        select 9, t."TBL_ID", b."INTEGER_IDX", b."BUCKET_COL_NAME", null, null, null, null, null, null, null
          from t join "BUCKETING_COLS" b on b."SD_ID" = t."SD_ID"
        union all
        select 10, t."TBL_ID", o."INTEGER_IDX", o."COLUMN_NAME", null, null, null, null, o."ORDER", null, null
          from t join "SORT_COLS" o on o."SD_ID" = t."SD_ID"
        union all
        select 11, t."TBL_ID", n."INTEGER_IDX", n."SKEWED_COL_NAME", null, null, null, null, null, null, null
          from t join "SKEWED_COL_NAMES" n on n."SD_ID" = t."SD_ID"
        union all
        select 12, t."TBL_ID", v."INTEGER_IDX", l."STRING_LIST_VALUE", null, null, null, null,
               l."INTEGER_IDX", null, null
          from t join "SKEWED_VALUES" v on v."SD_ID_OID" = t."SD_ID"
          left join "SKEWED_STRING_LIST_VALUES" l on l."STRING_LIST_ID" = v."STRING_LIST_ID_EID"
        union all
        select 13, t."TBL_ID", m."STRING_LIST_ID_KID", l."STRING_LIST_VALUE", m."LOCATION", null, null, null,
               l."INTEGER_IDX", null, null
          from t join "SKEWED_COL_VALUE_LOC_MAP" m on m."SD_ID" = t."SD_ID"
          left join "SKEWED_STRING_LIST_VALUES" l on l."STRING_LIST_ID" = m."STRING_LIST_ID_KID""#;

    /// What a materialized view was made from. $1 catalog, $2 database, $3 table.
    CREATION_METADATA = r#"
        select m."MV_CREATION_METADATA_ID", m."TXN_LIST", m."MATERIALIZATION_TIME",
               d."CTLG_NAME", d."NAME", t."TBL_NAME",
               {since 4.0: u."INSERTED_COUNT", u."UPDATED_COUNT", u."DELETED_COUNT"}{before 4.0: 0, 0, 0}
          from "MV_CREATION_METADATA" m
          left join "MV_TABLES_USED" u on u."MV_CREATION_METADATA_ID" = m."MV_CREATION_METADATA_ID"
          left join "TBLS" t on t."TBL_ID" = u."TBL_ID"
          left join "DBS" d on d."DB_ID" = t."DB_ID"
         where m."CAT_NAME" = $1 and m."DB_NAME" = $2 and m."TBL_NAME" = $3"#;

    /// The row lock that every change of a table or of its partitions starts with.
    LOCK_TABLE = r#"
        select t."TBL_ID" from "TBLS" t
         where t."TBL_NAME" = $3
           and t."DB_ID" = (select d."DB_ID" from "DBS" d
                             where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'})
         {for update}"#;

    /// The same for every table of a database.
    LOCK_TABLES_OF_DATABASE = r#"
        select t."TBL_NAME", t."TBL_TYPE" from "TBLS" t where t."DB_ID" = $1 order by t."TBL_NAME" {for update}"#;

    TABLE_EXISTS = r#"
        select t."TBL_ID" from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
         where t."TBL_NAME" = $3 and d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// The same for tables $3 of one database, in the order of their names.
    LOCK_TABLES = r#"
        select t."TBL_ID" from "TBLS" t
         where t."TBL_NAME" {in $3}
           and t."DB_ID" = (select d."DB_ID" from "DBS" d
                             where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'})
         order by t."TBL_NAME" {for update}"#;

    /// $1 catalog, $2 database, $3 table names.
    TABLE_IDS = r#"
        select t."TBL_ID", t."TBL_NAME" from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
         where t."TBL_NAME" {in $3} and d."NAME" = $2
           {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// Without the replaceable part: conditions and order are added by the listing.
    TABLE_NAMES = r#"
        select t."TBL_NAME" from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
         where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// Without the replaceable part.
    TABLE_METAS = r#"
        select d."NAME", t."TBL_NAME", t."TBL_TYPE", c."PARAM_VALUE", t."OWNER",
               {since 3.1: t."OWNER_TYPE"}{before 3.1: 'USER'}
          from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
          left join "TABLE_PARAMS" c on c."TBL_ID" = t."TBL_ID" and c."PARAM_KEY" = 'comment'
         where {since 3.1: d."CTLG_NAME" = $1}{before 3.1: $1 = 'hive'}"#;

    /// Materialized views that may be rewritten to, of all databases of a catalog.
    REWRITABLE_VIEWS = r#"
        select d."NAME", t."TBL_NAME" from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
         where t."TBL_TYPE" = 'MATERIALIZED_VIEW' and t."IS_REWRITE_ENABLED" = $2
               {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}
         order by d."NAME", t."TBL_NAME""#;

    /// Materialized views over these tables, which must go first.
    VIEWS_OVER = r#"
        select m."DB_NAME", m."TBL_NAME" from "MV_TABLES_USED" u
          join "MV_CREATION_METADATA" m on m."MV_CREATION_METADATA_ID" = u."MV_CREATION_METADATA_ID"
         where u."TBL_ID" {in $1}"#;

    /// What was changed in a table since its materialized views were made.
    COUNT_CHANGES = r#"{since 4.0:
        update "MV_TABLES_USED" set "INSERTED_COUNT" = "INSERTED_COUNT" + $2,
               "UPDATED_COUNT" = "UPDATED_COUNT" + $3, "DELETED_COUNT" = "DELETED_COUNT" + $4
         where "TBL_ID" = $1}"#;

    /// Everything but identity and creation time.
    UPDATE_TABLE = r#"
        update "TBLS" set "DB_ID" = $2, "TBL_NAME" = $3, "TBL_TYPE" = $4, "OWNER" = $5,
               {since 3.1: "OWNER_TYPE" = $6,}
               "LAST_ACCESS_TIME" = $7, "RETENTION" = $8, "VIEW_ORIGINAL_TEXT" = $9, "VIEW_EXPANDED_TEXT" = $10,
               "IS_REWRITE_ENABLED" = $11 {since 4.0: , "WRITE_ID" = $12}
         where "TBL_ID" = $1"#;

    UPDATE_PARTITION_KEY = r#"
        update "PARTITION_KEYS" set "PKEY_TYPE" = $3, "PKEY_COMMENT" = $4 where "TBL_ID" = $1 and "PKEY_NAME" = $2"#;

    DELETE_TABLE_PARAMS_NAMED = r#"
        delete from "TABLE_PARAMS" where "TBL_ID" = $1 and "PARAM_KEY" {in $2}"#;

    DELETE_PARAMS_OF_TABLES = r#"
        delete from "TABLE_PARAMS" where "TBL_ID" {in $1} and "PARAM_KEY" {in $2}"#;

    /// Statistics of columns that are gone or of another type.
    DELETE_COLUMN_STATS = r#"delete from "TAB_COL_STATS" where "TBL_ID" = $1 and "COLUMN_NAME" {in $2}"#;

    DELETE_PARTITION_COLUMN_STATS = r#"
        delete from "PART_COL_STATS" where "COLUMN_NAME" {in $2}
           and "PART_ID" in (select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" = $1)"#;

    /// What partitions of a table claim of their statistics.
    PARTITION_CLAIMS = r#"
        select p."PART_ID", c."PARAM_VALUE" from "PARTITIONS" p
          join "PARTITION_PARAMS" c on c."PART_ID" = p."PART_ID" and c."PARAM_KEY" = 'COLUMN_STATS_ACCURATE'
         where p."TBL_ID" = $1 and c."PARAM_VALUE" is not null"#;

    /// Constraints on a column descriptor, with the columns' positions in it.
    CONSTRAINTS_ON_COLUMNS = r#"
        select k."PARENT_TBL_ID", k."CONSTRAINT_NAME", k."POSITION", k."PARENT_CD_ID", k."PARENT_INTEGER_IDX",
               k."CHILD_CD_ID", k."CHILD_INTEGER_IDX"
          from "KEY_CONSTRAINTS" k where k."PARENT_CD_ID" = $1 or k."CHILD_CD_ID" = $1"#;

    MOVE_CONSTRAINT = r#"
        update "KEY_CONSTRAINTS" set "PARENT_CD_ID" = $4, "PARENT_INTEGER_IDX" = $5,
               "CHILD_CD_ID" = $6, "CHILD_INTEGER_IDX" = $7
         where "PARENT_TBL_ID" = $1 and "CONSTRAINT_NAME" = $2 and "POSITION" = $3"#;

    DELETE_CONSTRAINT_OF = r#"
        delete from "KEY_CONSTRAINTS" where "PARENT_TBL_ID" = $1 and "CONSTRAINT_NAME" = $2"#;

    /// The column descriptors that partitions of a table use.
    PARTITION_CDS = r#"
        select distinct s."CD_ID" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID"
         where p."TBL_ID" = $1 and s."CD_ID" is not null"#;

    SHARE_COLUMNS_WITH_PARTITIONS = r#"
        update "SDS" set "CD_ID" = $2
         where "SD_ID" in (select p."SD_ID" from "PARTITIONS" p where p."TBL_ID" = $1)"#;

    /// Locations of partitions that begin with the old directory $2 begin with $3 instead. No LIKE:
    /// a path may hold its wildcards.
    MOVE_PARTITION_LOCATIONS = r#"
        update "SDS"
           set "LOCATION" = {mysql: concat($3, substr("LOCATION", char_length($2) + 1))}
                            {postgres: cast($3 as text) || substr("LOCATION", char_length(cast($2 as text)) + 1)}
                            {sqlite: $3 || substr("LOCATION", length($2) + 1)}
         where substr("LOCATION", 1, {mysql: char_length($2)}{postgres: char_length(cast($2 as text))}{sqlite: length($2)}) = $2
           and "SD_ID" in (select p."SD_ID" from "PARTITIONS" p where p."TBL_ID" = $1)"#;

    /// Before 4.1, statistics repeat the names of their table.
    RENAME_COLUMN_STATS = r#"{before 4.1:
        update "TAB_COL_STATS" set "DB_NAME" = $2, "TABLE_NAME" = $3 where "TBL_ID" = $1}"#;
    RENAME_PARTITION_COLUMN_STATS = r#"{before 4.1:
        update "PART_COL_STATS" set "DB_NAME" = $2, "TABLE_NAME" = $3
         where "PART_ID" in (select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" = $1)}"#;

    /// Locations of partitions that do not begin with $2.
    STRAY_PARTITIONS = r#"
        select s."LOCATION" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID"
         where p."TBL_ID" {in $1} and s."LOCATION" is not null
           and substr(s."LOCATION", 1, {mysql: char_length($2)}{postgres: char_length(cast($2 as text))}{sqlite: length($2)}) <> $2"#;

    PARTITION_LOCATIONS = r#"
        select s."LOCATION" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID"
         where p."TBL_ID" = $1 and s."LOCATION" is not null"#;

    PARTITION_LOCATIONS_NAMED = r#"
        select s."LOCATION" from "PARTITIONS" p join "SDS" s on s."SD_ID" = p."SD_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."LOCATION" is not null"#;

    ZERO_PARTITION_COUNTS = r#"
        update "PARTITION_PARAMS" set "PARAM_VALUE" = '0'
         where "PART_ID" {in $1} and "PARAM_KEY" in ('numFiles', 'totalSize', 'numRows', 'rawDataSize')"#;
    DELETE_PARTITION_CLAIMS = r#"
        delete from "PARTITION_PARAMS" where "PART_ID" {in $1} and "PARAM_KEY" = 'COLUMN_STATS_ACCURATE'"#;

    DELETE_CONSTRAINTS = r#"
        delete from "KEY_CONSTRAINTS" where "PARENT_TBL_ID" {in $1} or "CHILD_TBL_ID" {in $1}"#;
    DELETE_ALL_COLUMN_STATS = r#"delete from "TAB_COL_STATS" where "TBL_ID" {in $1}"#;
    DELETE_COLUMN_PRIVILEGES = r#"delete from "TBL_COL_PRIVS" where "TBL_ID" {in $1}"#;
    DELETE_PRIVILEGES = r#"delete from "TBL_PRIVS" where "TBL_ID" {in $1}"#;
    DELETE_PARTITION_KEYS = r#"delete from "PARTITION_KEYS" where "TBL_ID" {in $1}"#;
    DELETE_TABLE_PARAMS = r#"delete from "TABLE_PARAMS" where "TBL_ID" {in $1}"#;
    DELETE_TABLES = r#"delete from "TBLS" where "TBL_ID" {in $1}"#;

    /// $1 catalog, $2 database, $3 views.
    DELETE_TABLES_USED = r#"
        delete from "MV_TABLES_USED" where "MV_CREATION_METADATA_ID" in (
            select m."MV_CREATION_METADATA_ID" from "MV_CREATION_METADATA" m
             where m."CAT_NAME" = $1 and m."DB_NAME" = $2 and m."TBL_NAME" {in $3})"#;
    DELETE_CREATION_METADATA = r#"
        delete from "MV_CREATION_METADATA" where "CAT_NAME" = $1 and "DB_NAME" = $2 and "TBL_NAME" {in $3}"#;
    UPDATE_CREATION_METADATA = r#"
        update "MV_CREATION_METADATA" set "TXN_LIST" = $2, "MATERIALIZATION_TIME" = $3
         where "MV_CREATION_METADATA_ID" = $1"#;
    DELETE_TABLES_USED_BY = r#"delete from "MV_TABLES_USED" where "MV_CREATION_METADATA_ID" = $1"#;
    RENAME_CREATION_METADATA = r#"
        update "MV_CREATION_METADATA" set "DB_NAME" = $4, "TBL_NAME" = $5
         where "CAT_NAME" = $1 and "DB_NAME" = $2 and "TBL_NAME" = $3"#;
}

insert! {
    INSERT_TABLE: "TBLS" {
        "TBL_ID" bigint, "DB_ID" bigint, "SD_ID" bigint, "TBL_NAME" text, "TBL_TYPE" text, "OWNER" text,
        "OWNER_TYPE" text since 3.1, "CREATE_TIME" bigint, "LAST_ACCESS_TIME" bigint, "RETENTION" bigint,
        "VIEW_ORIGINAL_TEXT" text, "VIEW_EXPANDED_TEXT" text, "IS_REWRITE_ENABLED" bool,
        "WRITE_ID" bigint since 4.0,
    }
    INSERT_TABLE_PARAMS: "TABLE_PARAMS" { "TBL_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_PARTITION_KEYS: "PARTITION_KEYS" {
        "TBL_ID" bigint, "INTEGER_IDX" bigint, "PKEY_NAME" text, "PKEY_TYPE" text, "PKEY_COMMENT" text,
    }
    INSERT_PARTITION_CLAIMS: "PARTITION_PARAMS" { "PART_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_CREATION_METADATA: "MV_CREATION_METADATA" {
        "MV_CREATION_METADATA_ID" bigint, "CAT_NAME" text, "DB_NAME" text, "TBL_NAME" text, "TXN_LIST" text,
        "MATERIALIZATION_TIME" bigint,
    }
    INSERT_TABLES_USED: "MV_TABLES_USED" {
        "MV_CREATION_METADATA_ID" bigint, "TBL_ID" bigint, "INSERTED_COUNT" bigint since 4.0,
        "UPDATED_COUNT" bigint since 4.0, "DELETED_COUNT" bigint since 4.0,
    }
}
