//! The statements on `PACKAGES`.

use skep_sql::{insert, statements};

statements! {
    /// $1 catalog, $2 database, $3 name.
    PACKAGE = r#"
        select d."CTLG_NAME", d."NAME", p."NAME", p."OWNER_NAME", p."HEADER", p."BODY"
          from "PACKAGES" p join "DBS" d on d."DB_ID" = p."DB_ID"
         where d."CTLG_NAME" = $1 and d."NAME" = $2 and p."NAME" = $3"#;
    /// $2 null for every database.
    PACKAGES = r#"
        select p."NAME"
          from "PACKAGES" p join "DBS" d on d."DB_ID" = p."DB_ID"
         where d."CTLG_NAME" = $1 and d."NAME" = coalesce($2, d."NAME")
         order by d."NAME", p."NAME""#;

    /// $1 database, $2 name.
    UPDATE_PACKAGE = r#"
        update "PACKAGES" set "OWNER_NAME" = $3, "HEADER" = $4, "BODY" = $5, "CREATE_TIME" = $6
         where "DB_ID" = $1 and "NAME" = $2"#;
    DELETE_PACKAGE = r#"
        delete from "PACKAGES"
         where "NAME" = $3
           and "DB_ID" in (select d."DB_ID" from "DBS" d where d."CTLG_NAME" = $1 and d."NAME" = $2)"#;
}

insert! {
    INSERT_PACKAGE: "PACKAGES" {
        "PKG_ID" bigint, "DB_ID" bigint, "NAME" text, "OWNER_NAME" text, "HEADER" text, "BODY" text,
        "CREATE_TIME" bigint,
    }
}
