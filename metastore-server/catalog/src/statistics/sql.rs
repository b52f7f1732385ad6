//! The statements on `TAB_COL_STATS` and `PART_COL_STATS`.

use skep_sql::{insert, statements};

/// What [`super::cells::object`] decodes, but the sketches.
macro_rules! numbers {
    () => {
        r#" s."COLUMN_NAME", s."COLUMN_TYPE", s."LONG_LOW_VALUE", s."LONG_HIGH_VALUE", s."DOUBLE_LOW_VALUE",
            s."DOUBLE_HIGH_VALUE", s."BIG_DECIMAL_LOW_VALUE", s."BIG_DECIMAL_HIGH_VALUE", s."NUM_NULLS",
            s."NUM_DISTINCTS", s."AVG_COL_LEN", s."MAX_COL_LEN", s."NUM_TRUES", s."NUM_FALSES", "#
    };
}

macro_rules! cells {
    () => {
        concat!(
            numbers!(),
            r#"{since 3.1: s."BIT_VECTOR"}{before 3.1: null}, {since 4.0: s."HISTOGRAM"}{before 4.0: null} "#
        )
    };
}

statements! {
    /// Writers of one table's statistics stand in line; nobody drops the table meanwhile.
    LOCK_TABLE = r#"
        select t."TBL_ID" from "TBLS" t
         where t."TBL_NAME" = $3
           and t."DB_ID" = (select d."DB_ID" from "DBS" d
                             where d."NAME" = $2 {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'})
         {for update}"#;

    /// What statistics have to do with of a table: 0 parameters, 1 columns, 2 partition keys.
    SUBJECT = r#"
        select 0, p."PARAM_KEY", p."PARAM_VALUE", 0 from "TABLE_PARAMS" p
         where p."TBL_ID" = $1 and p."PARAM_KEY" in ('COLUMN_STATS_ACCURATE', 'transactional')
        union all
        select 1, c."COLUMN_NAME", null, c."INTEGER_IDX"
          from "TBLS" t join "SDS" s on s."SD_ID" = t."SD_ID" join "COLUMNS_V2" c on c."CD_ID" = s."CD_ID"
         where t."TBL_ID" = $1
        union all
        select 2, k."PKEY_NAME", null, k."INTEGER_IDX" from "PARTITION_KEYS" k where k."TBL_ID" = $1
         order by 1, 4"#;

    /// The table of a read.
    TABLE = r#"
        select t."TBL_ID", x."PARAM_VALUE"
          from "DBS" d
          join "TBLS" t on t."DB_ID" = d."DB_ID"
          left join "TABLE_PARAMS" x on x."TBL_ID" = t."TBL_ID" and x."PARAM_KEY" = 'transactional'
         where t."TBL_NAME" = $3 and d."NAME" = $2
           {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#;

    /// One row with nulls where the table has no statistics on the columns.
    TABLE_STATISTICS = concat!(r#"
        select t."TBL_ID", x."PARAM_VALUE", s."LAST_ANALYZED","#, cells!(), r#"
          from "DBS" d
          join "TBLS" t on t."DB_ID" = d."DB_ID"
          left join "TABLE_PARAMS" x on x."TBL_ID" = t."TBL_ID" and x."PARAM_KEY" = 'transactional'
          left join "TAB_COL_STATS" s on s."TBL_ID" = t."TBL_ID" and s."COLUMN_NAME" {in $4}
                                     {since 4.0: and s."ENGINE" = $5}
         where t."TBL_NAME" = $3 and d."NAME" = $2
           {since 3.1: and d."CTLG_NAME" = $1}{before 3.1: and $1 = 'hive'}"#);

    /// $1 table, $2 partitions, $3 columns, $4 engine.
    PARTITION_STATISTICS = concat!(r#"
        select p."PART_NAME", s."LAST_ANALYZED","#, cells!(), r#"
          from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
           {since 4.0: and s."ENGINE" = $4}"#);

    /// What partitions are put together from, one by one: the values without sketches, and with them.
    PARTITION_NUMBERS = concat!(r#"
        select p."PART_NAME","#, numbers!(), r#" null, null
          from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
           {since 4.0: and s."ENGINE" = $4}"#);
    PARTITION_SKETCHES = concat!(r#"
        select p."PART_NAME","#, numbers!(), r#" {since 3.1: s."BIT_VECTOR"}{before 3.1: null}, null
          from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
           {since 4.0: and s."ENGINE" = $4}"#);

    PARTITIONS = r#"
        select p."PART_ID", p."PART_NAME", a."PARAM_VALUE"
          from "PARTITIONS" p
          left join "PARTITION_PARAMS" a on a."PART_ID" = p."PART_ID" and a."PARAM_KEY" = 'COLUMN_STATS_ACCURATE'
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2}"#;

    /// What a write replaces: $1 owners, $2 columns, $3 engine.
    TABLE_ROWS = r#"
        select s."CS_ID", s."TBL_ID", s."COLUMN_NAME" from "TAB_COL_STATS" s
         where s."TBL_ID" {in $1} and s."COLUMN_NAME" {in $2} {since 4.0: and s."ENGINE" = $3}"#;
    PARTITION_ROWS = r#"
        select s."CS_ID", s."PART_ID", s."COLUMN_NAME" from "PART_COL_STATS" s
         where s."PART_ID" {in $1} and s."COLUMN_NAME" {in $2} {since 4.0: and s."ENGINE" = $3}"#;

    /// The same with what is in it, for a write that adds to it.
    TABLE_VALUES = concat!(r#"
        select s."CS_ID", s."TBL_ID","#, cells!(), r#" from "TAB_COL_STATS" s
         where s."TBL_ID" {in $1} and s."COLUMN_NAME" {in $2} {since 4.0: and s."ENGINE" = $3}"#);
    PARTITION_VALUES = concat!(r#"
        select s."CS_ID", s."PART_ID","#, cells!(), r#" from "PART_COL_STATS" s
         where s."PART_ID" {in $1} and s."COLUMN_NAME" {in $2} {since 4.0: and s."ENGINE" = $3}"#);

    DELETE_TABLE_ROWS = r#"delete from "TAB_COL_STATS" where "CS_ID" {in $1}"#;
    DELETE_PARTITION_ROWS = r#"delete from "PART_COL_STATS" where "CS_ID" {in $1}"#;

    /// The bounds that the database can compare and the counts, over all partitions at once.
    AGGREGATE = r#"
        select s."COLUMN_NAME", s."COLUMN_TYPE", min(s."LONG_LOW_VALUE"), max(s."LONG_HIGH_VALUE"),
               min(s."DOUBLE_LOW_VALUE"), max(s."DOUBLE_HIGH_VALUE"),
               cast(sum(s."NUM_NULLS") as {postgres: bigint}{mysql: signed}{sqlite: integer}),
               max(s."NUM_DISTINCTS"), max(s."AVG_COL_LEN"), max(s."MAX_COL_LEN"),
               cast(sum(s."NUM_TRUES") as {postgres: bigint}{mysql: signed}{sqlite: integer}),
               cast(sum(s."NUM_FALSES") as {postgres: bigint}{mysql: signed}{sqlite: integer}),
               count(s."BIG_DECIMAL_LOW_VALUE"), count(s."BIG_DECIMAL_HIGH_VALUE"), count(*)
          from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
           {since 4.0: and s."ENGINE" = $4}
         group by s."COLUMN_NAME", s."COLUMN_TYPE"
         order by s."COLUMN_NAME", s."COLUMN_TYPE""#;

    /// Decimals are texts, some of them with exponents.
    DECIMAL_BOUNDS = r#"
        select distinct s."COLUMN_NAME", s."COLUMN_TYPE", s."BIG_DECIMAL_LOW_VALUE", s."BIG_DECIMAL_HIGH_VALUE"
          from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
         where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
           {since 4.0: and s."ENGINE" = $4}
           and (s."BIG_DECIMAL_LOW_VALUE" is not null or s."BIG_DECIMAL_HIGH_VALUE" is not null)"#;

    /// Partitions with statistics on all $5 columns.
    COMPLETE_PARTITIONS = r#"
        select count(*) from (
            select s."PART_ID"
              from "PARTITIONS" p join "PART_COL_STATS" s on s."PART_ID" = p."PART_ID"
             where p."TBL_ID" = $1 and p."PART_NAME" {in $2} and s."COLUMN_NAME" {in $3}
               {since 4.0: and s."ENGINE" = $4}
             group by s."PART_ID"
            having count(distinct s."COLUMN_NAME") = $5) complete"#;

    /// The lists behind the table are made by the operation: columns, partitions, engine.
    DELETE_FROM_TABLE = r#"delete from "TAB_COL_STATS" where "TBL_ID" = $1"#;
    DELETE_FROM_PARTITIONS = r#"
        delete from "PART_COL_STATS"
         where "PART_ID" in (select p."PART_ID" from "PARTITIONS" p where p."TBL_ID" = $1"#;

    /// What those remove, with the same lists behind.
    COLUMNS_OF_TABLE = r#"select distinct s."COLUMN_NAME" from "TAB_COL_STATS" s where s."TBL_ID" = $1"#;
    COLUMNS_OF_PARTITIONS = r#"
        select distinct p."PART_NAME", s."COLUMN_NAME"
          from "PART_COL_STATS" s join "PARTITIONS" p on p."PART_ID" = s."PART_ID"
         where p."TBL_ID" = $1"#;

    FORGET_TABLE_ACCURACY = r#"
        delete from "TABLE_PARAMS" where "PARAM_KEY" = 'COLUMN_STATS_ACCURATE' and "TBL_ID" {in $1}"#;
    FORGET_PARTITION_ACCURACY = r#"
        delete from "PARTITION_PARAMS" where "PARAM_KEY" = 'COLUMN_STATS_ACCURATE' and "PART_ID" {in $1}"#;
}

insert! {
    INSERT_TABLE_STATISTICS: "TAB_COL_STATS" {
        "CS_ID" bigint, "TBL_ID" bigint, "COLUMN_NAME" text, "COLUMN_TYPE" text, "LONG_LOW_VALUE" bigint,
        "LONG_HIGH_VALUE" bigint, "DOUBLE_LOW_VALUE" double, "DOUBLE_HIGH_VALUE" double,
        "BIG_DECIMAL_LOW_VALUE" text, "BIG_DECIMAL_HIGH_VALUE" text, "NUM_NULLS" bigint,
        "NUM_DISTINCTS" bigint, "AVG_COL_LEN" double, "MAX_COL_LEN" bigint, "NUM_TRUES" bigint,
        "NUM_FALSES" bigint, "LAST_ANALYZED" bigint, "BIT_VECTOR" bytes since 3.1, "HISTOGRAM" bytes since 4.0,
        "ENGINE" text since 4.0, "CAT_NAME" text since 3.1 before 4.1, "DB_NAME" text before 4.1,
        "TABLE_NAME" text before 4.1,
    }
    INSERT_PARTITION_STATISTICS: "PART_COL_STATS" {
        "CS_ID" bigint, "PART_ID" bigint, "COLUMN_NAME" text, "COLUMN_TYPE" text, "LONG_LOW_VALUE" bigint,
        "LONG_HIGH_VALUE" bigint, "DOUBLE_LOW_VALUE" double, "DOUBLE_HIGH_VALUE" double,
        "BIG_DECIMAL_LOW_VALUE" text, "BIG_DECIMAL_HIGH_VALUE" text, "NUM_NULLS" bigint,
        "NUM_DISTINCTS" bigint, "AVG_COL_LEN" double, "MAX_COL_LEN" bigint, "NUM_TRUES" bigint,
        "NUM_FALSES" bigint, "LAST_ANALYZED" bigint, "BIT_VECTOR" bytes since 3.1, "HISTOGRAM" bytes since 4.0,
        "ENGINE" text since 4.0, "CAT_NAME" text since 3.1 before 4.1, "DB_NAME" text before 4.1,
        "TABLE_NAME" text before 4.1, "PARTITION_NAME" text before 4.1,
    }
    INSERT_TABLE_ACCURACY: "TABLE_PARAMS" { "TBL_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
    INSERT_PARTITION_ACCURACY: "PARTITION_PARAMS" { "PART_ID" bigint, "PARAM_KEY" text, "PARAM_VALUE" text }
}
