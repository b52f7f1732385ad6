//! The statements on `PARTITIONS` and its values and parameters.

use skep_sql::{insert, statements};

statements! {
    /// A table's id and partition keys, one row a key (one row with nulls if it has none).
    /// $1 catalog, $2 database, $3 table.
    PARENT = r#"
        select t."TBL_ID", k."PKEY_NAME", k."PKEY_TYPE"
          from "TBLS" t join "DBS" d on d."DB_ID" = t."DB_ID"
          left join "PARTITION_KEYS" k on k."TBL_ID" = t."TBL_ID"
         where t."TBL_NAME" = $3 and d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}
         order by k."INTEGER_IDX""#;

    ALL_IDS = r#"
        select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" = $1 order by p."PART_NAME" limit $2"#;

    ALL_NAMES = r#"
        select p."PART_NAME" from "PARTITIONS" p where p."TBL_ID" = $1 order by p."PART_NAME" limit $2"#;

    COUNT_ALL = r#"select count(*) from "PARTITIONS" p where p."TBL_ID" = $1"#;

    IDS_BY_NAME = r#"
        select p."PART_ID", p."PART_NAME" from "PARTITIONS" p
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} order by p."PART_NAME""#;

    /// Partitions by id: their own fields, then the select list of `STORAGE_BY_ID`.
    PARTITIONS_BY_ID = r#"
        select p."PART_ID", p."CREATE_TIME", p."LAST_ACCESS_TIME", {since 4.0: p."WRITE_ID"}{before 4.0: 0},
               s."SD_ID", s."SERDE_ID", s."CD_ID", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT",
               s."IS_COMPRESSED", s."NUM_BUCKETS", s."IS_STOREDASSUBDIRECTORIES", e."NAME", e."SLIB"
          from "PARTITIONS" p
          left join "SDS" s on s."SD_ID" = p."SD_ID"
          left join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"
         where p."PART_ID" {in $1}"#;

    KEY_VALUES = r#"
        select v."PART_ID", v."INTEGER_IDX", v."PART_KEY_VAL" from "PARTITION_KEY_VALS" v where v."PART_ID" {in $1}"#;

    PARAMETERS = r#"
        select p."PART_ID", p."PARAM_KEY", p."PARAM_VALUE" from "PARTITION_PARAMS" p where p."PART_ID" {in $1}"#;

    /// All partitions of a table with their values, key by key.
    VALUES_OF_TABLE = r#"
        select p."PART_ID", p."PART_NAME", v."PART_KEY_VAL"
          from "PARTITIONS" p join "PARTITION_KEY_VALS" v on v."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 order by p."PART_NAME", v."INTEGER_IDX""#;

    /// $1 catalog, $2 database, $3 table, $4 partition, $5 type.
    EVENTS = r#"
        select e."PARTITION_NAME" from "PARTITION_EVENTS" e
         where e."DB_NAME" = $2 and e."TBL_NAME" = $3 and e."PARTITION_NAME" = $4 and e."EVENT_TYPE" = $5
           {since 3.1: and e."CAT_NAME" = $1}"#;

    SD_IDS = r#"select p."SD_ID" from "PARTITIONS" p where p."PART_ID" {in $1}"#;

    /// Statistics up to 4.0 carry the partition's name as well.
    RENAME_STATISTICS =
        r#"{before 4.1: update "PART_COL_STATS" set "PARTITION_NAME" = $2 where "PART_ID" = $1}"#;

    RENAME_PARTITION = r#"update "PARTITIONS" set "PART_NAME" = $2 where "PART_ID" = $1"#;

    DELETE_STATISTICS_OF_COLUMNS = r#"
        delete from "PART_COL_STATS" where "PART_ID" {in $1} and "COLUMN_NAME" {in $2}"#;

    DELETE_PRIVILEGES = r#"delete from "PART_PRIVS" where "PART_ID" {in $1}"#;
    DELETE_COLUMN_PRIVILEGES = r#"delete from "PART_COL_PRIVS" where "PART_ID" {in $1}"#;
    DELETE_COLUMN_STATISTICS = r#"delete from "PART_COL_STATS" where "PART_ID" {in $1}"#;
    DELETE_PARAMETERS = r#"delete from "PARTITION_PARAMS" where "PART_ID" {in $1}"#;
    DELETE_KEY_VALUES = r#"delete from "PARTITION_KEY_VALS" where "PART_ID" {in $1}"#;
    DELETE_PARTITIONS = r#"delete from "PARTITIONS" where "PART_ID" {in $1}"#;

    IDS_OF_TABLES = r#"select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" {in $1}"#;
}

insert! {
    INSERT_PARTITIONS: "PARTITIONS" {
        "PART_ID" bigint, "TBL_ID" bigint, "PART_NAME" text, "SD_ID" bigint, "CREATE_TIME" bigint,
        "LAST_ACCESS_TIME" bigint, "WRITE_ID" bigint since 4.0,
    }
    INSERT_KEY_VALUES: "PARTITION_KEY_VALS" { "PART_ID" bigint, "INTEGER_IDX" bigint, "PART_KEY_VAL" text }
    INSERT_PARAMETERS: "PARTITION_PARAMS" { "PART_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }

    INSERT_EVENTS: "PARTITION_EVENTS" {
        "PART_NAME_ID" bigint, "DB_NAME" text, "TBL_NAME" text, "PARTITION_NAME" text, "EVENT_TYPE" bigint,
        "EVENT_TIME" bigint, "CAT_NAME" text since 3.1,
    }

    // For `Tx::upsert`: rows that exist, found by their first column.
    UPDATE_PARTITIONS: "PARTITIONS" {
        "PART_ID" bigint, "CREATE_TIME" bigint, "LAST_ACCESS_TIME" bigint, "WRITE_ID" bigint since 4.0,
    }
}
