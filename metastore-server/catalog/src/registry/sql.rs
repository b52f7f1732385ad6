//! The statements on `I_SCHEMA` and `SCHEMA_VERSION`.

use skep_sql::{insert, statements};

statements! {
    /// $1 catalog, $2 database, $3 schema.
    SCHEMA_BY_NAME = r#"
        select s."SCHEMA_ID", s."SCHEMA_TYPE", s."NAME", d."CTLG_NAME", d."NAME", s."COMPATIBILITY",
               s."VALIDATION_LEVEL", s."CAN_EVOLVE", s."SCHEMA_GROUP", s."DESCRIPTION"
          from "I_SCHEMA" s join "DBS" d on d."DB_ID" = s."DB_ID"
         where s."NAME" = $3 and d."NAME" = $2 and d."CTLG_NAME" = $1"#;

    /// What every change of a schema and of its versions starts with: MySQL's schema has no unique key
    /// that would keep two alike apart.
    LOCK_SCHEMA = r#"select s."SCHEMA_ID" from "I_SCHEMA" s where s."SCHEMA_ID" = $1 {for update}"#;

    UPDATE_SCHEMA = r#"
        update "I_SCHEMA" set "COMPATIBILITY" = $2, "VALIDATION_LEVEL" = $3, "CAN_EVOLVE" = $4,
               "SCHEMA_GROUP" = $5, "DESCRIPTION" = $6
         where "SCHEMA_ID" = $1"#;

    DELETE_SCHEMA = r#"delete from "I_SCHEMA" where "SCHEMA_ID" = $1"#;

    ANY_VERSION = r#"select v."SCHEMA_VERSION_ID" from "SCHEMA_VERSION" v where v."SCHEMA_ID" = $1 limit 1"#;

    VERSION_ID = r#"
        select v."SCHEMA_VERSION_ID", v."CD_ID" from "SCHEMA_VERSION" v
         where v."SCHEMA_ID" = $1 and v."VERSION" = $2"#;

    /// Versions with their serdes; the reader adds conditions and order.
    VERSIONS = r#"
        select v."SCHEMA_VERSION_ID", d."CTLG_NAME", d."NAME", s."NAME", v."VERSION", v."CREATED_AT", v."STATE",
               v."DESCRIPTION", v."SCHEMA_TEXT", v."FINGERPRINT", v."SCHEMA_VERSION_NAME", v."CD_ID", v."SERDE_ID",
               e."NAME", e."SLIB", e."DESCRIPTION", e."SERIALIZER_CLASS", e."DESERIALIZER_CLASS", e."SERDE_TYPE"
          from "SCHEMA_VERSION" v
          join "I_SCHEMA" s on s."SCHEMA_ID" = v."SCHEMA_ID"
          join "DBS" d on d."DB_ID" = s."DB_ID"
          left join "SERDES" e on e."SERDE_ID" = v."SERDE_ID"
         where s."NAME" = $3 and d."NAME" = $2 and d."CTLG_NAME" = $1"#;

    /// The names of versions that have a column; the search adds conditions and order.
    VERSIONS_WITH_COLUMN = r#"
        select distinct d."CTLG_NAME", d."NAME", s."NAME", v."VERSION"
          from "SCHEMA_VERSION" v
          join "I_SCHEMA" s on s."SCHEMA_ID" = v."SCHEMA_ID"
          join "DBS" d on d."DB_ID" = s."DB_ID"
          join "COLUMNS_V2" c on c."CD_ID" = v."CD_ID"
         where 1 = 1"#;

    SET_STATE = r#"update "SCHEMA_VERSION" set "STATE" = $2 where "SCHEMA_VERSION_ID" = $1"#;
    SET_SERDE = r#"update "SCHEMA_VERSION" set "SERDE_ID" = $2 where "SCHEMA_VERSION_ID" = $1"#;
    DELETE_VERSION = r#"delete from "SCHEMA_VERSION" where "SCHEMA_VERSION_ID" = $1"#;

    /// A serde by name, and whether it is that of a table or partition. Names of those need not be
    /// unique, so one that was registered goes before them.
    SERDE_BY_NAME = r#"
        select e."SERDE_ID", e."NAME", e."SLIB",
               {since 3.1: e."DESCRIPTION", e."SERIALIZER_CLASS", e."DESERIALIZER_CLASS", e."SERDE_TYPE"}
               {before 3.1: null, null, null, null},
               case when exists (select 1 from "SDS" s where s."SERDE_ID" = e."SERDE_ID") then 1 else 0 end
          from "SERDES" e where e."NAME" = $1
         order by 8, e."SERDE_ID" limit 1"#;

    ANY_SCHEMA_IN = r#"select s."SCHEMA_ID" from "I_SCHEMA" s where s."DB_ID" = $1 limit 1"#;

    COLUMNS_IN = r#"
        select v."CD_ID" from "SCHEMA_VERSION" v join "I_SCHEMA" s on s."SCHEMA_ID" = v."SCHEMA_ID"
         where s."DB_ID" = $1 and v."CD_ID" is not null"#;

    DELETE_VERSIONS_IN = r#"
        delete from "SCHEMA_VERSION"
         where "SCHEMA_ID" in (select s."SCHEMA_ID" from "I_SCHEMA" s where s."DB_ID" = $1)"#;
    DELETE_SCHEMAS_IN = r#"delete from "I_SCHEMA" where "DB_ID" = $1"#;
}

insert! {
    INSERT_SCHEMA: "I_SCHEMA" {
        "SCHEMA_ID" bigint, "SCHEMA_TYPE" bigint, "NAME" text, "DB_ID" bigint, "COMPATIBILITY" bigint,
        "VALIDATION_LEVEL" bigint, "CAN_EVOLVE" bool, "SCHEMA_GROUP" text, "DESCRIPTION" text,
    }
    INSERT_VERSION: "SCHEMA_VERSION" {
        "SCHEMA_VERSION_ID" bigint, "SCHEMA_ID" bigint, "VERSION" bigint, "CREATED_AT" bigint, "CD_ID" bigint,
        "STATE" bigint, "DESCRIPTION" text, "SCHEMA_TEXT" text, "FINGERPRINT" text, "SCHEMA_VERSION_NAME" text,
        "SERDE_ID" bigint,
    }
}
