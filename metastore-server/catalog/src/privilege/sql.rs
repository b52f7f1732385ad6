//! The statements on the seven tables of privileges. They differ in what a privilege is about and
//! in the names of key and privilege, and in nothing else.

use skep_sql::{insert, statements};

/// Reads grants: key, principal, privilege and who gave it, then the storage id of the object and
/// its names (catalog, database, table, partition, column, connector). Conditions follow.
macro_rules! grants {
    ($id:literal, $privilege:literal, $names:literal, $from:literal) => {
        concat!(
            "select g.\"",
            $id,
            r#"", g."PRINCIPAL_NAME", g."PRINCIPAL_TYPE", g.""#,
            $privilege,
            r#"", g."CREATE_TIME", g."GRANT_OPTION", g."GRANTOR", g."GRANTOR_TYPE",
               {since 3.1: g."AUTHORIZER"}{before 3.1: null}, "#,
            $names,
            " from ",
            $from,
            " where 1 = 1"
        )
    };
}

macro_rules! delete {
    ($table:literal, $id:literal) => {
        concat!("delete from \"", $table, "\" where \"", $id, "\" {in $1}")
    };
}

macro_rules! clear_option {
    ($table:literal, $id:literal) => {
        concat!("update \"", $table, "\" set \"GRANT_OPTION\" = 0 where \"", $id, "\" {in $1}")
    };
}

macro_rules! delete_of_role {
    ($table:literal) => {
        concat!("delete from \"", $table, r#"" where "PRINCIPAL_NAME" = $1 and "PRINCIPAL_TYPE" = 'ROLE'"#)
    };
}

statements! {
    /// Whether a table asks for privileges on its partitions.
    PARTITION_LEVEL_PRIVILEGE = r#"
        select p."PARAM_VALUE" from "TABLE_PARAMS" p
         where p."TBL_ID" = $1 and p."PARAM_KEY" = 'PARTITION_LEVEL_PRIVILEGE'"#;

    GLOBAL = grants!(
        "USER_GRANT_ID", "USER_PRIV",
        "0, null, null, null, null, null, null",
        r#""GLOBAL_PRIVS" g"#
    );
    OF_DATABASES = grants!(
        "DB_GRANT_ID", "DB_PRIV",
        r#"d."DB_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", null, null, null, null"#,
        r#""DB_PRIVS" g join "DBS" d on d."DB_ID" = g."DB_ID""#
    );
    OF_CONNECTORS = grants!(
        "DC_GRANT_ID", "DC_PRIV",
        r#"0, null, null, null, null, null, g."NAME""#,
        r#""DC_PRIVS" g"#
    );
    OF_TABLES = grants!(
        "TBL_GRANT_ID", "TBL_PRIV",
        r#"t."TBL_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME", null, null, null"#,
        r#""TBL_PRIVS" g join "TBLS" t on t."TBL_ID" = g."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID""#
    );
    OF_COLUMNS = grants!(
        "TBL_COLUMN_GRANT_ID", "TBL_COL_PRIV",
        r#"t."TBL_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME", null,
           g."COLUMN_NAME", null"#,
        r#""TBL_COL_PRIVS" g join "TBLS" t on t."TBL_ID" = g."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID""#
    );
    OF_PARTITIONS = grants!(
        "PART_GRANT_ID", "PART_PRIV",
        r#"p."PART_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME", p."PART_NAME",
           null, null"#,
        r#""PART_PRIVS" g join "PARTITIONS" p on p."PART_ID" = g."PART_ID"
           join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID""#
    );
    OF_PARTITION_COLUMNS = grants!(
        "PART_COLUMN_GRANT_ID", "PART_COL_PRIV",
        r#"p."PART_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME", p."PART_NAME",
           g."COLUMN_NAME", null"#,
        r#""PART_COL_PRIVS" g join "PARTITIONS" p on p."PART_ID" = g."PART_ID"
           join "TBLS" t on t."TBL_ID" = p."TBL_ID" join "DBS" d on d."DB_ID" = t."DB_ID""#
    );

    DELETE_GLOBAL = delete!("GLOBAL_PRIVS", "USER_GRANT_ID");
    DELETE_OF_DATABASES = delete!("DB_PRIVS", "DB_GRANT_ID");
    DELETE_OF_CONNECTORS = delete!("DC_PRIVS", "DC_GRANT_ID");
    DELETE_OF_TABLES = delete!("TBL_PRIVS", "TBL_GRANT_ID");
    DELETE_OF_COLUMNS = delete!("TBL_COL_PRIVS", "TBL_COLUMN_GRANT_ID");
    DELETE_OF_PARTITIONS = delete!("PART_PRIVS", "PART_GRANT_ID");
    DELETE_OF_PARTITION_COLUMNS = delete!("PART_COL_PRIVS", "PART_COLUMN_GRANT_ID");

    CLEAR_GLOBAL = clear_option!("GLOBAL_PRIVS", "USER_GRANT_ID");
    CLEAR_OF_DATABASES = clear_option!("DB_PRIVS", "DB_GRANT_ID");
    CLEAR_OF_CONNECTORS = clear_option!("DC_PRIVS", "DC_GRANT_ID");
    CLEAR_OF_TABLES = clear_option!("TBL_PRIVS", "TBL_GRANT_ID");
    CLEAR_OF_COLUMNS = clear_option!("TBL_COL_PRIVS", "TBL_COLUMN_GRANT_ID");
    CLEAR_OF_PARTITIONS = clear_option!("PART_PRIVS", "PART_GRANT_ID");
    CLEAR_OF_PARTITION_COLUMNS = clear_option!("PART_COL_PRIVS", "PART_COLUMN_GRANT_ID");

    DELETE_GLOBAL_OF_ROLE = delete_of_role!("GLOBAL_PRIVS");
    DELETE_OF_DATABASES_OF_ROLE = delete_of_role!("DB_PRIVS");
    DELETE_OF_CONNECTORS_OF_ROLE = delete_of_role!("DC_PRIVS");
    DELETE_OF_TABLES_OF_ROLE = delete_of_role!("TBL_PRIVS");
    DELETE_OF_COLUMNS_OF_ROLE = delete_of_role!("TBL_COL_PRIVS");
    DELETE_OF_PARTITIONS_OF_ROLE = delete_of_role!("PART_PRIVS");
    DELETE_OF_PARTITION_COLUMNS_OF_ROLE = delete_of_role!("PART_COL_PRIVS");

    DATABASES_NAMED = r#"
        select d."DB_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME" from "DBS" d
         where d."NAME" {in $1}"#;
    CONNECTORS_NAMED = r#"select c."NAME" from "DATACONNECTORS" c where c."NAME" {in $1}"#;
    /// More than asked for: every one of these tables in every one of these databases.
    TABLES_NAMED = r#"
        select t."TBL_ID", {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'}, d."NAME", t."TBL_NAME"
          from "DBS" d join "TBLS" t on t."DB_ID" = d."DB_ID"
         where d."NAME" {in $1} and t."TBL_NAME" {in $2}"#;
    KEYS_OF_TABLES = r#"
        select k."TBL_ID", k."PKEY_NAME" from "PARTITION_KEYS" k where k."TBL_ID" {in $1}
         order by k."TBL_ID", k."INTEGER_IDX""#;
    PARTITIONS_NAMED = r#"
        select p."TBL_ID", p."PART_NAME", p."PART_ID" from "PARTITIONS" p
         where p."TBL_ID" {in $1} and p."PART_NAME" {in $2}"#;

    LOCK_DATABASES = r#"
        select d."DB_ID" from "DBS" d where d."DB_ID" {in $1} order by d."DB_ID" {for update}"#;
    LOCK_TABLES = r#"
        select t."TBL_ID" from "TBLS" t where t."TBL_ID" {in $1} order by t."TBL_ID" {for update}"#;
}

// Object and column come last, so that a row is cut to what its table has.
insert! {
    INSERT_GLOBAL: "GLOBAL_PRIVS" {
        "USER_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "USER_PRIV" text, "CREATE_TIME" bigint,
        "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text, "AUTHORIZER" text since 3.1,
    }
    INSERT_OF_DATABASES: "DB_PRIVS" {
        "DB_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "DB_PRIV" text, "CREATE_TIME" bigint,
        "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text, "AUTHORIZER" text since 3.1, "DB_ID" bigint,
    }
    INSERT_OF_CONNECTORS: "DC_PRIVS" {
        "DC_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text,
        "DC_PRIV" text, "CREATE_TIME" bigint, "GRANT_OPTION" bigint,
        "GRANTOR" text, "GRANTOR_TYPE" text, "AUTHORIZER" text, "NAME" text,
    }
    INSERT_OF_TABLES: "TBL_PRIVS" {
        "TBL_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "TBL_PRIV" text, "CREATE_TIME" bigint,
        "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text, "AUTHORIZER" text since 3.1, "TBL_ID" bigint,
    }
    INSERT_OF_COLUMNS: "TBL_COL_PRIVS" {
        "TBL_COLUMN_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "TBL_COL_PRIV" text,
        "CREATE_TIME" bigint, "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text,
        "AUTHORIZER" text since 3.1, "TBL_ID" bigint, "COLUMN_NAME" text,
    }
    INSERT_OF_PARTITIONS: "PART_PRIVS" {
        "PART_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "PART_PRIV" text, "CREATE_TIME" bigint,
        "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text, "AUTHORIZER" text since 3.1, "PART_ID" bigint,
    }
    INSERT_OF_PARTITION_COLUMNS: "PART_COL_PRIVS" {
        "PART_COLUMN_GRANT_ID" bigint, "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "PART_COL_PRIV" text,
        "CREATE_TIME" bigint, "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text,
        "AUTHORIZER" text since 3.1, "PART_ID" bigint, "COLUMN_NAME" text,
    }
}
