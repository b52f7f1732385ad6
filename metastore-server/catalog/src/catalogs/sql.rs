//! The statements on `CTLGS`.

use skep_sql::{insert, statements};

statements! {
    CATALOG_BY_NAME = r#"
        select c."NAME", c."DESC", c."LOCATION_URI", {since 4.0: coalesce(c."CREATE_TIME", 0)}{before 4.0: null}
          from "CTLGS" c where c."NAME" = $1"#;

    CATALOG_NAMES = r#"select c."NAME" from "CTLGS" c order by c."NAME""#;

    LOCK_CATALOG = r#"select c."CTLG_ID" from "CTLGS" c where c."NAME" = $1 {for update}"#;

    UPDATE_CATALOG = r#"update "CTLGS" set "DESC" = $2, "LOCATION_URI" = $3 where "NAME" = $1"#;

    DELETE_CATALOG = r#"delete from "CTLGS" where "NAME" = $1"#;
}

insert! {
    INSERT_CATALOG: "CTLGS" {
        "CTLG_ID" bigint, "NAME" text, "DESC" text, "LOCATION_URI" text, "CREATE_TIME" bigint since 4.0,
    }
}
