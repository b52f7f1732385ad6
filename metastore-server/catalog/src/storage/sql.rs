//! The statements on `SDS`, `SERDES`, `CDS` and what hangs on them.

use skep_sql::{insert, statements};

statements! {
    /// Descriptors by id, with their serde. The select list from `SD_ID` on is what [`super::stored`]
    /// decodes; statements of owners repeat it.
    STORAGE_BY_ID = r#"
        select s."SD_ID", s."SERDE_ID", s."CD_ID", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT",
               s."IS_COMPRESSED", s."NUM_BUCKETS", s."IS_STOREDASSUBDIRECTORIES", e."NAME", e."SLIB"
          from "SDS" s left join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"
         where s."SD_ID" {in $1}"#;

    COLUMNS = r#"
        select c."CD_ID", c."COLUMN_NAME", c."TYPE_NAME", c."COMMENT"
          from "COLUMNS_V2" c where c."CD_ID" {in $1} order by c."CD_ID", c."INTEGER_IDX""#;

    SD_PARAMETERS = r#"
        select p."SD_ID", p."PARAM_KEY", p."PARAM_VALUE" from "SD_PARAMS" p where p."SD_ID" {in $1}"#;

    SERDE_PARAMETERS = r#"
        select p."SERDE_ID", p."PARAM_KEY", p."PARAM_VALUE" from "SERDE_PARAMS" p where p."SERDE_ID" {in $1}"#;

    /// The lists that few descriptors have, in one round trip: kind (see `super::list`), descriptor,
    /// position, text, number (sort direction or id of a string list).
    STORAGE_LISTS = r#"
        select 0, b."SD_ID", b."INTEGER_IDX", b."BUCKET_COL_NAME", 0
          from "BUCKETING_COLS" b where b."SD_ID" {in $1}
        union all
        select 1, o."SD_ID", o."INTEGER_IDX", o."COLUMN_NAME", o."ORDER"
          from "SORT_COLS" o where o."SD_ID" {in $1}
        union all
        select 2, n."SD_ID", n."INTEGER_IDX", n."SKEWED_COL_NAME", 0
          from "SKEWED_COL_NAMES" n where n."SD_ID" {in $1}
        union all
        select 3, v."SD_ID_OID", v."INTEGER_IDX", '', v."STRING_LIST_ID_EID"
          from "SKEWED_VALUES" v where v."SD_ID_OID" {in $1}
        union all
        select 4, m."SD_ID", 0, m."LOCATION", m."STRING_LIST_ID_KID"
          from "SKEWED_COL_VALUE_LOC_MAP" m where m."SD_ID" {in $1}
        order by 1, 2, 3"#;

    STRING_LISTS = r#"
        select l."STRING_LIST_ID", l."STRING_LIST_VALUE" from "SKEWED_STRING_LIST_VALUES" l
         where l."STRING_LIST_ID" {in $1} order by l."STRING_LIST_ID", l."INTEGER_IDX""#;

    /// What a deletion must also reach.
    STORAGE_IDS = r#"select s."SERDE_ID", s."CD_ID" from "SDS" s where s."SD_ID" {in $1}"#;

    /// Columns that nobody uses any more, out of $1.
    ORPHANED_COLUMNS = r#"
        select c."CD_ID" from "CDS" c
         where c."CD_ID" {in $1} and not exists (select 1 from "SDS" s where s."CD_ID" = c."CD_ID")"#;

    DELETE_SKEWED_LOCATIONS = r#"delete from "SKEWED_COL_VALUE_LOC_MAP" where "SD_ID" {in $1}"#;
    DELETE_SKEWED_VALUES = r#"delete from "SKEWED_VALUES" where "SD_ID_OID" {in $1}"#;
    DELETE_STRING_LIST_VALUES = r#"delete from "SKEWED_STRING_LIST_VALUES" where "STRING_LIST_ID" {in $1}"#;
    DELETE_STRING_LISTS = r#"delete from "SKEWED_STRING_LIST" where "STRING_LIST_ID" {in $1}"#;
    DELETE_SKEWED_COLUMNS = r#"delete from "SKEWED_COL_NAMES" where "SD_ID" {in $1}"#;
    DELETE_SORT_COLUMNS = r#"delete from "SORT_COLS" where "SD_ID" {in $1}"#;
    DELETE_BUCKET_COLUMNS = r#"delete from "BUCKETING_COLS" where "SD_ID" {in $1}"#;
    DELETE_SD_PARAMETERS = r#"delete from "SD_PARAMS" where "SD_ID" {in $1}"#;
    DELETE_SDS = r#"delete from "SDS" where "SD_ID" {in $1}"#;
    DELETE_SERDE_PARAMETERS = r#"delete from "SERDE_PARAMS" where "SERDE_ID" {in $1}"#;
    DELETE_SERDES = r#"delete from "SERDES" where "SERDE_ID" {in $1}"#;
    DELETE_CONSTRAINTS_ON_COLUMNS = r#"
        delete from "KEY_CONSTRAINTS" where "PARENT_CD_ID" {in $1} or "CHILD_CD_ID" {in $1}"#;
    DELETE_COLUMNS = r#"delete from "COLUMNS_V2" where "CD_ID" {in $1}"#;
    DELETE_CDS = r#"delete from "CDS" where "CD_ID" {in $1}"#;
}

insert! {
    INSERT_CDS: "CDS" { "CD_ID" bigint }
    INSERT_COLUMNS: "COLUMNS_V2" {
        "CD_ID" bigint, "INTEGER_IDX" bigint, "COLUMN_NAME" text, "TYPE_NAME" text, "COMMENT" text,
    }
    INSERT_SERDES: "SERDES" {
        "SERDE_ID" bigint, "NAME" text, "SLIB" text,
        "DESCRIPTION" text since 3.1, "SERIALIZER_CLASS" text since 3.1,
        "DESERIALIZER_CLASS" text since 3.1, "SERDE_TYPE" bigint since 3.1,
    }
    INSERT_SERDE_PARAMETERS: "SERDE_PARAMS" { "SERDE_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_SDS: "SDS" {
        "SD_ID" bigint, "SERDE_ID" bigint, "CD_ID" bigint, "LOCATION" text, "INPUT_FORMAT" text,
        "OUTPUT_FORMAT" text, "IS_COMPRESSED" bool, "NUM_BUCKETS" bigint,
        "IS_STOREDASSUBDIRECTORIES" bool,
    }
    INSERT_SD_PARAMETERS: "SD_PARAMS" { "SD_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_BUCKET_COLUMNS: "BUCKETING_COLS" { "SD_ID" bigint, "INTEGER_IDX" bigint, "BUCKET_COL_NAME" text }
    INSERT_SORT_COLUMNS: "SORT_COLS" { "SD_ID" bigint, "INTEGER_IDX" bigint, "COLUMN_NAME" text, "ORDER" bigint }
    INSERT_SKEWED_COLUMNS: "SKEWED_COL_NAMES" { "SD_ID" bigint, "INTEGER_IDX" bigint, "SKEWED_COL_NAME" text }
    INSERT_STRING_LISTS: "SKEWED_STRING_LIST" { "STRING_LIST_ID" bigint }
    INSERT_STRING_LIST_VALUES: "SKEWED_STRING_LIST_VALUES" {
        "STRING_LIST_ID" bigint, "INTEGER_IDX" bigint, "STRING_LIST_VALUE" text,
    }
    INSERT_SKEWED_VALUES: "SKEWED_VALUES" { "SD_ID_OID" bigint, "STRING_LIST_ID_EID" bigint, "INTEGER_IDX" bigint }
    INSERT_SKEWED_LOCATIONS: "SKEWED_COL_VALUE_LOC_MAP" {
        "SD_ID" bigint, "STRING_LIST_ID_KID" bigint, "LOCATION" text,
    }

    // For `Tx::upsert`: rows that exist, found by their first column.
    UPDATE_SERDES: "SERDES" {
        "SERDE_ID" bigint, "NAME" text, "SLIB" text,
        "DESCRIPTION" text since 3.1, "SERIALIZER_CLASS" text since 3.1,
        "DESERIALIZER_CLASS" text since 3.1, "SERDE_TYPE" bigint since 3.1,
    }
    UPDATE_SDS: "SDS" {
        "SD_ID" bigint, "SERDE_ID" bigint, "CD_ID" bigint, "LOCATION" text, "INPUT_FORMAT" text,
        "OUTPUT_FORMAT" text, "IS_COMPRESSED" bool, "NUM_BUCKETS" bigint,
        "IS_STOREDASSUBDIRECTORIES" bool,
    }
}
