//! The statements on `FUNCS` and `FUNC_RU`.

use skep_sql::{insert, statements};

statements! {
    /// A function and its resources, one row a resource (one row with nulls where it has none).
    /// $1 catalog, $2 database, $3 name.
    FUNCTION_BY_NAME = r#"
        select f."FUNC_ID", f."FUNC_NAME", d."NAME", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'},
               f."CLASS_NAME", f."OWNER_NAME", f."OWNER_TYPE", f."CREATE_TIME", f."FUNC_TYPE",
               r."RESOURCE_TYPE", r."RESOURCE_URI"
          from "FUNCS" f
          join "DBS" d on d."DB_ID" = f."DB_ID"
          left join "FUNC_RU" r on r."FUNC_ID" = f."FUNC_ID"
         where d."NAME" = $2 and f."FUNC_NAME" = $3 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}
         order by r."INTEGER_IDX""#;

    /// The same for a whole catalog; the listing adds conditions and order.
    FUNCTIONS = r#"
        select f."FUNC_ID", f."FUNC_NAME", d."NAME", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'},
               f."CLASS_NAME", f."OWNER_NAME", f."OWNER_TYPE", f."CREATE_TIME", f."FUNC_TYPE",
               r."RESOURCE_TYPE", r."RESOURCE_URI"
          from "FUNCS" f
          join "DBS" d on d."DB_ID" = f."DB_ID"
          left join "FUNC_RU" r on r."FUNC_ID" = f."FUNC_ID"
         where {since 3.1: d."CTLG_NAME" = $1}{before 3.1: $1 = 'hive'}"#;

    /// $1 catalog, $2 database; the listing adds conditions and order.
    FUNCTION_NAMES = r#"
        select f."FUNC_NAME" from "FUNCS" f join "DBS" d on d."DB_ID" = f."DB_ID"
         where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    FUNCTION_NAMES_IN = r#"select f."FUNC_NAME" from "FUNCS" f where f."DB_ID" = $1 order by f."FUNC_NAME""#;

    /// Everything but id, resources and time of creation.
    UPDATE_FUNCTION = r#"
        update "FUNCS" set "DB_ID" = $2, "FUNC_NAME" = $3, "CLASS_NAME" = $4, "OWNER_NAME" = $5,
               "OWNER_TYPE" = $6, "FUNC_TYPE" = $7
         where "FUNC_ID" = $1"#;

    DELETE_RESOURCES = r#"delete from "FUNC_RU" where "FUNC_ID" = $1"#;
    DELETE_FUNCTION = r#"delete from "FUNCS" where "FUNC_ID" = $1"#;

    DELETE_RESOURCES_IN = r#"
        delete from "FUNC_RU" where "FUNC_ID" in (select f."FUNC_ID" from "FUNCS" f where f."DB_ID" = $1)"#;
    DELETE_FUNCTIONS_IN = r#"delete from "FUNCS" where "DB_ID" = $1"#;
}

insert! {
    INSERT_FUNCTION: "FUNCS" {
        "FUNC_ID" bigint, "DB_ID" bigint, "FUNC_NAME" text, "CLASS_NAME" text, "OWNER_NAME" text,
        "OWNER_TYPE" text, "CREATE_TIME" bigint, "FUNC_TYPE" bigint,
    }
    INSERT_RESOURCES: "FUNC_RU" {
        "FUNC_ID" bigint, "INTEGER_IDX" bigint, "RESOURCE_TYPE" bigint, "RESOURCE_URI" text,
    }
}
