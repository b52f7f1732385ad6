//! The statements on `DATACONNECTORS` and `DATACONNECTOR_PARAMS`.

use skep_sql::{insert, statements};

statements! {
    /// A connector and its parameters, one row a parameter (one row with nulls where it has none).
    CONNECTOR_BY_NAME = r#"
        select c."NAME", c."TYPE", c."URL", c."COMMENT", c."OWNER_NAME", c."OWNER_TYPE", c."CREATE_TIME",
               p."PARAM_KEY", p."PARAM_VALUE"
          from "DATACONNECTORS" c
          left join "DATACONNECTOR_PARAMS" p on p."NAME" = c."NAME"
         where c."NAME" = $1"#;

    CONNECTOR_NAMES = r#"select c."NAME" from "DATACONNECTORS" c order by c."NAME""#;

    LOCK_CONNECTOR = r#"select c."NAME" from "DATACONNECTORS" c where c."NAME" = $1 {for update}"#;

    /// Databases whose tables are where the connector leads. They name it as their maker wrote it.
    REMOTE_DATABASES = r#"{since 4.0:
        select d."CTLG_NAME", d."NAME" from "DBS" d
         where d."TYPE" = 'REMOTE' and lower(d."DATACONNECTOR_NAME") = $1 order by d."CTLG_NAME", d."NAME" limit 1}"#;

    /// Name, type and time never change.
    UPDATE_CONNECTOR = r#"
        update "DATACONNECTORS" set "URL" = $2, "COMMENT" = $3, "OWNER_NAME" = $4, "OWNER_TYPE" = $5
         where "NAME" = $1"#;

    DELETE_CONNECTOR_PRIVILEGES = r#"delete from "DC_PRIVS" where "NAME" = $1"#;
    DELETE_CONNECTOR_PARAMS = r#"delete from "DATACONNECTOR_PARAMS" where "NAME" = $1"#;
    DELETE_CONNECTOR = r#"delete from "DATACONNECTORS" where "NAME" = $1"#;
}

insert! {
    INSERT_CONNECTOR: "DATACONNECTORS" {
        "NAME" text, "TYPE" text, "URL" text, "COMMENT" text, "OWNER_NAME" text, "OWNER_TYPE" text,
        "CREATE_TIME" bigint,
    }
    INSERT_CONNECTOR_PARAMS: "DATACONNECTOR_PARAMS" { "NAME" text, "PARAM_KEY" text, "PARAM_VALUE" text }
}
