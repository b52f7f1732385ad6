//! The statements on `STORED_PROCS`.

use skep_sql::{insert, statements};

statements! {
    /// $1 catalog, $2 database, $3 name.
    PROCEDURE = r#"
        select p."NAME", d."NAME", d."CTLG_NAME", p."OWNER_NAME", p."SOURCE"
          from "STORED_PROCS" p join "DBS" d on d."DB_ID" = p."DB_ID"
         where d."CTLG_NAME" = $1 and d."NAME" = $2 and p."NAME" = $3"#;
    /// $2 null for every database.
    PROCEDURES = r#"
        select p."NAME"
          from "STORED_PROCS" p join "DBS" d on d."DB_ID" = p."DB_ID"
         where d."CTLG_NAME" = $1 and d."NAME" = coalesce($2, d."NAME")
         order by d."NAME", p."NAME""#;

    /// $1 database, $2 name.
    UPDATE_PROCEDURE = r#"
        update "STORED_PROCS" set "OWNER_NAME" = $3, "SOURCE" = $4, "CREATE_TIME" = $5
         where "DB_ID" = $1 and "NAME" = $2"#;
    DELETE_PROCEDURE = r#"
        delete from "STORED_PROCS"
         where "NAME" = $3
           and "DB_ID" in (select d."DB_ID" from "DBS" d where d."CTLG_NAME" = $1 and d."NAME" = $2)"#;
}

insert! {
    INSERT_PROCEDURE: "STORED_PROCS" {
        "SP_ID" bigint, "DB_ID" bigint, "NAME" text, "OWNER_NAME" text, "SOURCE" text, "CREATE_TIME" bigint,
    }
}
