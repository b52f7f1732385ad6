//! The statements on `TYPES` and `TYPE_FIELDS` (whose `TYPE_NAME` is an id).

use skep_sql::{insert, statements};

statements! {
    /// A type and its fields in order, one row a field (one row with nulls where it has none).
    TYPE_BY_NAME = r#"
        select t."TYPE_NAME", t."TYPE1", t."TYPE2", f."FIELD_NAME", f."FIELD_TYPE", f."COMMENT"
          from "TYPES" t left join "TYPE_FIELDS" f on f."TYPE_NAME" = t."TYPES_ID"
         where t."TYPE_NAME" = $1 order by f."INTEGER_IDX""#;

    DELETE_TYPE_FIELDS = r#"
        delete from "TYPE_FIELDS" where "TYPE_NAME" in (select t."TYPES_ID" from "TYPES" t where t."TYPE_NAME" = $1)"#;
    DELETE_TYPE = r#"delete from "TYPES" where "TYPE_NAME" = $1"#;
}

insert! {
    INSERT_TYPE: "TYPES" { "TYPES_ID" bigint, "TYPE_NAME" text, "TYPE1" text, "TYPE2" text }
    INSERT_TYPE_FIELDS: "TYPE_FIELDS" {
        "TYPE_NAME" bigint, "INTEGER_IDX" bigint, "FIELD_NAME" text, "FIELD_TYPE" text, "COMMENT" text,
    }
}
