//! The statements on `KEY_CONSTRAINTS`.

use skep_sql::{insert, statements};

statements! {
    /// Constraints with the names of what they are about; whoever reads adds conditions and order. The
    /// parent is the table that holds the key, the child the one that a foreign key makes refer to it.
    /// A column without a descriptor is a partition key, or none: a check may be about the whole table.
    CONSTRAINTS = r#"
        select k."CONSTRAINT_TYPE", k."CONSTRAINT_NAME", k."POSITION", k."ENABLE_VALIDATE_RELY",
               k."UPDATE_RULE", k."DELETE_RULE", {since 3.1: k."DEFAULT_VALUE"}{before 3.1: null},
               pd."NAME", pt."TBL_NAME", coalesce(pc."COLUMN_NAME", pp."PKEY_NAME"),
               cd."NAME", ct."TBL_NAME", coalesce(cc."COLUMN_NAME", cp."PKEY_NAME"),
               case when k."CONSTRAINT_TYPE" = 1 then (
                   select min(o."CONSTRAINT_NAME") from "KEY_CONSTRAINTS" o
                    where o."PARENT_TBL_ID" = k."PARENT_TBL_ID" and o."CONSTRAINT_TYPE" = 0) end
          from "KEY_CONSTRAINTS" k
          join "TBLS" pt on pt."TBL_ID" = k."PARENT_TBL_ID"
          join "DBS" pd on pd."DB_ID" = pt."DB_ID"
          left join "COLUMNS_V2" pc
            on pc."CD_ID" = k."PARENT_CD_ID" and pc."INTEGER_IDX" = k."PARENT_INTEGER_IDX"
          left join "PARTITION_KEYS" pp
            on k."PARENT_CD_ID" is null and pp."TBL_ID" = pt."TBL_ID" and pp."INTEGER_IDX" = k."PARENT_INTEGER_IDX"
          left join "TBLS" ct on ct."TBL_ID" = k."CHILD_TBL_ID"
          left join "DBS" cd on cd."DB_ID" = ct."DB_ID"
          left join "COLUMNS_V2" cc
            on cc."CD_ID" = k."CHILD_CD_ID" and cc."INTEGER_IDX" = k."CHILD_INTEGER_IDX"
          left join "PARTITION_KEYS" cp
            on k."CHILD_CD_ID" is null and cp."TBL_ID" = ct."TBL_ID" and cp."INTEGER_IDX" = k."CHILD_INTEGER_IDX"
         where {since 3.1: pd."CTLG_NAME" = $1}{before 3.1: $1 = 'hive'}"#;

    /// Those names out of $1 that are taken, and by which table. Until 4.0 a name is one in the whole
    /// metastore; since, one in the tables $2.
    NAMES_TAKEN = r#"
        select k."PARENT_TBL_ID", k."CONSTRAINT_NAME" from "KEY_CONSTRAINTS" k
         where k."CONSTRAINT_NAME" {in $1} {since 4.0: and k."PARENT_TBL_ID" {in $2}}"#;

    /// A constraint goes by its name, from the table that has it or the one it refers to.
    DELETE_CONSTRAINT = r#"
        delete from "KEY_CONSTRAINTS"
         where "CONSTRAINT_NAME" = $2 and ("PARENT_TBL_ID" = $1 or "CHILD_TBL_ID" = $1)"#;
}

insert! {
    INSERT_CONSTRAINTS: "KEY_CONSTRAINTS" {
        "PARENT_TBL_ID" bigint, "PARENT_CD_ID" bigint, "PARENT_INTEGER_IDX" bigint, "CHILD_TBL_ID" bigint,
        "CHILD_CD_ID" bigint, "CHILD_INTEGER_IDX" bigint, "POSITION" bigint, "CONSTRAINT_NAME" text,
        "CONSTRAINT_TYPE" bigint, "UPDATE_RULE" bigint, "DELETE_RULE" bigint, "ENABLE_VALIDATE_RELY" bigint,
        "DEFAULT_VALUE" text since 3.1,
    }
}
