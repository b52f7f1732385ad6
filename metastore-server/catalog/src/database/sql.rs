//! The statements on `DBS` and `DATABASE_PARAMS`.

use skep_sql::{insert, statements};

statements! {
    /// A database and its parameters, one row a parameter (one row with nulls
    /// where it has none). $1 catalog, $2 name.
    DATABASE_BY_NAME = r#"
        select d."DB_ID", d."NAME", d."DESC", d."DB_LOCATION_URI", d."OWNER_NAME", d."OWNER_TYPE",
               {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'},
               {since 4.0: d."CREATE_TIME", d."DB_MANAGED_LOCATION_URI", d."TYPE", d."DATACONNECTOR_NAME", d."REMOTE_DBNAME"}
               {before 4.0: 0, null, 'NATIVE', null, null},
               p."PARAM_KEY", p."PARAM_VALUE"
          from "DBS" d
          left join "DATABASE_PARAMS" p on p."DB_ID" = d."DB_ID"
         where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// The same for a whole catalog; the listing adds conditions and order.
    DATABASES = r#"
        select d."DB_ID", d."NAME", d."DESC", d."DB_LOCATION_URI", d."OWNER_NAME", d."OWNER_TYPE",
               {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'},
               {since 4.0: d."CREATE_TIME", d."DB_MANAGED_LOCATION_URI", d."TYPE", d."DATACONNECTOR_NAME", d."REMOTE_DBNAME"}
               {before 4.0: 0, null, 'NATIVE', null, null},
               p."PARAM_KEY", p."PARAM_VALUE"
          from "DBS" d
          left join "DATABASE_PARAMS" p on p."DB_ID" = d."DB_ID"
         where {since 3.1: d."CTLG_NAME" = $1}{before 3.1: $1 = 'hive'}"#;

    /// Where a database keeps its tables, for those who create in it.
    DATABASE_PLACE = r#"
        select d."DB_ID", d."DB_LOCATION_URI",
               {since 4.0: d."DB_MANAGED_LOCATION_URI", d."TYPE"}{before 4.0: null, 'NATIVE'}
          from "DBS" d
         where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// The row lock that every change in a database's inventory starts with.
    LOCK_DATABASE = r#"
        select d."DB_ID" from "DBS" d
         where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'} {for update}"#;

    CATALOG_LOCATION = r#"select c."LOCATION_URI" from "CTLGS" c where c."NAME" = $1"#;

    /// Without the replaceable part: conditions and order are added by the listing.
    DATABASE_NAMES = r#"
        select d."NAME" from "DBS" d
         where {since 3.1: d."CTLG_NAME" = $1}{before 3.1: $1 = 'hive'}"#;

    /// Name and catalog never change; the location only when the client gave one.
    UPDATE_DATABASE = r#"
        update "DBS" set "DESC" = $2, "DB_LOCATION_URI" = $3, "OWNER_NAME" = $4, "OWNER_TYPE" = $5
               {since 4.0: , "DB_MANAGED_LOCATION_URI" = $6}
         where "DB_ID" = $1"#;

    DELETE_DATABASE_PARAMS = r#"delete from "DATABASE_PARAMS" where "DB_ID" = $1"#;

    /// Whether there is anything in a database.
    ANY_TABLE = r#"select t."TBL_ID" from "TBLS" t where t."DB_ID" = $1 limit 1"#;
    ANY_FUNCTION = r#"select f."FUNC_ID" from "FUNCS" f where f."DB_ID" = $1 limit 1"#;
    ANY_PROCEDURE = r#"select p."SP_ID" from "STORED_PROCS" p where p."DB_ID" = $1 limit 1"#;
    ANY_PACKAGE = r#"select p."PKG_ID" from "PACKAGES" p where p."DB_ID" = $1 limit 1"#;

    DELETE_PROCEDURES = r#"delete from "STORED_PROCS" where "DB_ID" = $1"#;
    DELETE_PACKAGES = r#"delete from "PACKAGES" where "DB_ID" = $1"#;
    DELETE_DATABASE_PRIVILEGES = r#"delete from "DB_PRIVS" where "DB_ID" = $1"#;
    DELETE_DATABASE = r#"delete from "DBS" where "DB_ID" = $1"#;
}

insert! {
    INSERT_DATABASE: "DBS" {
        "DB_ID" bigint, "NAME" text, "DESC" text, "DB_LOCATION_URI" text, "OWNER_NAME" text, "OWNER_TYPE" text,
        "CTLG_NAME" text since 3.1,
        "CREATE_TIME" bigint since 4.0, "DB_MANAGED_LOCATION_URI" text since 4.0, "TYPE" text since 4.0,
        "DATACONNECTOR_NAME" text since 4.0, "REMOTE_DBNAME" text since 4.0,
    }
    INSERT_DATABASE_PARAMS: "DATABASE_PARAMS" { "DB_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
}
