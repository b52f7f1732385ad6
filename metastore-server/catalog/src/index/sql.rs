//! The statements on `IDXS` and `INDEX_PARAMS`.

use skep_sql::{insert, statements};

statements! {
    /// Indexes: their own fields, the names of their table and of the one that holds them, then the
    /// select list of `STORAGE_BY_ID`. The reader adds conditions and order.
    INDEXES = r#"
        select i."INDEX_ID", i."INDEX_NAME", i."INDEX_HANDLER_CLASS", i."CREATE_TIME", i."LAST_ACCESS_TIME",
               i."DEFERRED_REBUILD", t."TBL_ID", d."NAME", t."TBL_NAME", x."TBL_ID", y."NAME", x."TBL_NAME",
               s."SD_ID", s."SERDE_ID", s."CD_ID", s."LOCATION", s."INPUT_FORMAT", s."OUTPUT_FORMAT",
               s."IS_COMPRESSED", s."NUM_BUCKETS", s."IS_STOREDASSUBDIRECTORIES", e."NAME", e."SLIB"
          from "IDXS" i
          join "TBLS" t on t."TBL_ID" = i."ORIG_TBL_ID"
          join "DBS" d on d."DB_ID" = t."DB_ID"
          left join "TBLS" x on x."TBL_ID" = i."INDEX_TBL_ID"
          left join "DBS" y on y."DB_ID" = x."DB_ID"
          left join "SDS" s on s."SD_ID" = i."SD_ID"
          left join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"
         where 1 = 1"#;

    INDEX_PARAMETERS = r#"
        select p."INDEX_ID", p."PARAM_KEY", p."PARAM_VALUE" from "INDEX_PARAMS" p where p."INDEX_ID" {in $1}"#;

    DELETE_INDEX_PARAMS = r#"delete from "INDEX_PARAMS" where "INDEX_ID" {in $1}"#;
    DELETE_INDEXES = r#"delete from "IDXS" where "INDEX_ID" {in $1}"#;
}

insert! {
    INSERT_INDEX: "IDXS" {
        "INDEX_ID" bigint, "INDEX_NAME" text, "INDEX_HANDLER_CLASS" text, "CREATE_TIME" bigint,
        "LAST_ACCESS_TIME" bigint, "DEFERRED_REBUILD" bool, "ORIG_TBL_ID" bigint, "INDEX_TBL_ID" bigint,
        "SD_ID" bigint,
    }
    INSERT_INDEX_PARAMS: "INDEX_PARAMS" { "INDEX_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
}
