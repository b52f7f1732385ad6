//! The statements on the `WM_` tables.

use skep_sql::{insert, statements};

/// Plans of the namespace $1, which before 4.0 is the only one.
macro_rules! plans {
    ($rest:literal) => {
        concat!(
            r#"select p."RP_ID", p."NAME", {since 4.0: coalesce(p."NS", 'default')}{before 4.0: 'default'}, p."STATUS",
                      p."QUERY_PARALLELISM", p."DEFAULT_POOL_ID",
                      (select o."PATH" from "WM_POOL" o where o."POOL_ID" = p."DEFAULT_POOL_ID")
                 from "WM_RESOURCEPLAN" p
                where {since 4.0: coalesce(p."NS", 'default')}{before 4.0: 'default'} = $1 "#,
            $rest
        )
    };
}

statements! {
    PLANS = plans!(r#"order by p."NAME""#);
    LOCK_PLANS = plans!(r#"order by p."RP_ID" {for update}"#);
    /// $2 name.
    PLAN_BY_NAME = plans!(r#"and p."NAME" = $2"#);
    LOCK_PLAN = plans!(r#"and p."NAME" = $2 {for update}"#);
    ACTIVE_PLAN = plans!(r#"and p."STATUS" = 'ACTIVE' order by p."RP_ID""#);

    UPDATE_PLAN = r#"
        update "WM_RESOURCEPLAN" set "NAME" = $2, "STATUS" = $3, "QUERY_PARALLELISM" = $4, "DEFAULT_POOL_ID" = $5
         where "RP_ID" = $1"#;

    POOLS = r#"
        select o."POOL_ID", o."PATH", o."ALLOC_FRACTION", o."QUERY_PARALLELISM", o."SCHEDULING_POLICY"
          from "WM_POOL" o where o."RP_ID" = $1 order by o."PATH""#;
    POOL_BY_PATH = r#"
        select o."POOL_ID", o."PATH", o."ALLOC_FRACTION", o."QUERY_PARALLELISM", o."SCHEDULING_POLICY"
          from "WM_POOL" o where o."RP_ID" = $1 and o."PATH" = $2"#;
    /// Not with LIKE: a path may hold its wildcards. $2 path and dot.
    ANY_POOL_BELOW = r#"
        select o."POOL_ID" from "WM_POOL" o
         where o."RP_ID" = $1
           and substr(o."PATH", 1, {mysql: char_length($2)}{postgres: char_length(cast($2 as text))}{sqlite: length($2)}) = $2
         limit 1"#;
    UPDATE_POOL = r#"
        update "WM_POOL" set "PATH" = $2, "ALLOC_FRACTION" = $3, "QUERY_PARALLELISM" = $4, "SCHEDULING_POLICY" = $5
         where "POOL_ID" = $1"#;
    /// Pools of $1 whose path begins with $2 begin with $3 instead.
    MOVE_POOLS_BELOW = r#"
        update "WM_POOL"
           set "PATH" = {mysql: concat($3, substr("PATH", char_length($2) + 1))}
                        {postgres: cast($3 as text) || substr("PATH", char_length(cast($2 as text)) + 1)}
                        {sqlite: $3 || substr("PATH", length($2) + 1)}
         where "RP_ID" = $1
           and substr("PATH", 1, {mysql: char_length($2)}{postgres: char_length(cast($2 as text))}{sqlite: length($2)}) = $2"#;
    MAPPING_TO_POOL = r#"select m."MAPPING_ID" from "WM_MAPPING" m where m."POOL_ID" = $1 limit 1"#;
    DELETE_POOL = r#"delete from "WM_POOL" where "POOL_ID" = $1"#;

    /// A flag is a number on PostgreSQL and a bit on MySQL.
    TRIGGERS = r#"
        select t."TRIGGER_ID", t."NAME", t."TRIGGER_EXPRESSION", t."ACTION_EXPRESSION",
               case when t."IS_IN_UNMANAGED" = 1 then 1 else 0 end
          from "WM_TRIGGER" t where t."RP_ID" = $1 order by t."NAME""#;
    TRIGGER_BY_NAME = r#"
        select t."TRIGGER_ID", t."NAME", t."TRIGGER_EXPRESSION", t."ACTION_EXPRESSION",
               case when t."IS_IN_UNMANAGED" = 1 then 1 else 0 end
          from "WM_TRIGGER" t where t."RP_ID" = $1 and t."NAME" = $2"#;
    UPDATE_TRIGGER = r#"
        update "WM_TRIGGER" set "TRIGGER_EXPRESSION" = $2, "ACTION_EXPRESSION" = $3, "IS_IN_UNMANAGED" = $4
         where "TRIGGER_ID" = $1"#;
    DELETE_TRIGGER = r#"delete from "WM_TRIGGER" where "TRIGGER_ID" = $1"#;

    MAPPINGS = r#"
        select m."ENTITY_TYPE", m."ENTITY_NAME", o."PATH", m."ORDERING"
          from "WM_MAPPING" m left join "WM_POOL" o on o."POOL_ID" = m."POOL_ID"
         where m."RP_ID" = $1 order by m."ENTITY_TYPE", m."ENTITY_NAME""#;
    /// $2 type, $3 name, $4 pool, $5 order or null to keep it.
    UPDATE_MAPPING = r#"
        update "WM_MAPPING" set "POOL_ID" = $4, "ORDERING" = coalesce($5, "ORDERING")
         where "RP_ID" = $1 and "ENTITY_TYPE" = $2 and "ENTITY_NAME" = $3"#;
    DELETE_MAPPING = r#"
        delete from "WM_MAPPING" where "RP_ID" = $1 and "ENTITY_TYPE" = $2 and "ENTITY_NAME" = $3"#;

    POOL_TRIGGERS = r#"
        select o."PATH", t."NAME"
          from "WM_POOL_TO_TRIGGER" x
          join "WM_POOL" o on o."POOL_ID" = x."POOL_ID"
          join "WM_TRIGGER" t on t."TRIGGER_ID" = x."TRIGGER_ID"
         where o."RP_ID" = $1 order by o."PATH", t."NAME""#;
    /// $1 pool, $2 trigger.
    POOL_TRIGGER = r#"
        select x."POOL_ID" from "WM_POOL_TO_TRIGGER" x where x."POOL_ID" = $1 and x."TRIGGER_ID" = $2"#;
    DELETE_POOL_TRIGGER = r#"delete from "WM_POOL_TO_TRIGGER" where "POOL_ID" = $1 and "TRIGGER_ID" = $2"#;
    DELETE_TRIGGERS_OF_POOL = r#"delete from "WM_POOL_TO_TRIGGER" where "POOL_ID" = $1"#;
    DELETE_POOLS_OF_TRIGGER = r#"delete from "WM_POOL_TO_TRIGGER" where "TRIGGER_ID" = $1"#;

    /// What is in a plan, in the order in which it can go.
    UNSET_DEFAULT_POOL = r#"update "WM_RESOURCEPLAN" set "DEFAULT_POOL_ID" = null where "RP_ID" = $1"#;
    DELETE_POOL_TRIGGERS_OF_PLAN = r#"
        delete from "WM_POOL_TO_TRIGGER"
         where "POOL_ID" in (select o."POOL_ID" from "WM_POOL" o where o."RP_ID" = $1)"#;
    DELETE_TRIGGERS_OF_PLAN = r#"delete from "WM_TRIGGER" where "RP_ID" = $1"#;
    DELETE_MAPPINGS_OF_PLAN = r#"delete from "WM_MAPPING" where "RP_ID" = $1"#;
    DELETE_POOLS_OF_PLAN = r#"delete from "WM_POOL" where "RP_ID" = $1"#;
    DELETE_PLAN = r#"delete from "WM_RESOURCEPLAN" where "RP_ID" = $1"#;
}

insert! {
    INSERT_PLAN: "WM_RESOURCEPLAN" {
        "RP_ID" bigint, "NAME" text, "NS" text since 4.0, "STATUS" text, "QUERY_PARALLELISM" bigint,
    }
    INSERT_POOLS: "WM_POOL" {
        "POOL_ID" bigint, "RP_ID" bigint, "PATH" text, "ALLOC_FRACTION" double, "QUERY_PARALLELISM" bigint,
        "SCHEDULING_POLICY" text,
    }
    INSERT_TRIGGERS: "WM_TRIGGER" {
        "TRIGGER_ID" bigint, "RP_ID" bigint, "NAME" text, "TRIGGER_EXPRESSION" text, "ACTION_EXPRESSION" text,
        "IS_IN_UNMANAGED" bigint,
    }
    INSERT_MAPPINGS: "WM_MAPPING" {
        "MAPPING_ID" bigint, "RP_ID" bigint, "ENTITY_TYPE" text, "ENTITY_NAME" text, "POOL_ID" bigint,
        "ORDERING" bigint,
    }
    INSERT_POOL_TRIGGERS: "WM_POOL_TO_TRIGGER" { "POOL_ID" bigint, "TRIGGER_ID" bigint }
}
