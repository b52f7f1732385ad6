//! The statements on `HIVE_LOCKS`, `NEXT_LOCK_ID` and what a transaction's locks say it will write.

use skep_sql::{insert, statements};

statements! {
    /// The next lock id and the database's clock in milliseconds. The row stays
    /// locked until the lock's own rows are committed: otherwise two lockers could
    /// miss each other.
    NEXT_LOCK_ID = r#"
        select n."NL_NEXT",
               {postgres: (extract(epoch from clock_timestamp()) * 1000)::bigint}
               {mysql: cast(unix_timestamp(sysdate(3)) * 1000 as signed)}
               {sqlite: cast(round((julianday('now') - 2440587.5) * 86400000) as integer)}
          from "NEXT_LOCK_ID" n {for update}"#;

    TAKE_LOCK_ID = r#"update "NEXT_LOCK_ID" set "NL_NEXT" = $1"#;

    /// The database's clock, milliseconds.
    NOW_MILLIS = r#"
        select {postgres: (extract(epoch from clock_timestamp()) * 1000)::bigint}
               {mysql: cast(unix_timestamp(sysdate(3)) * 1000 as signed)}
               {sqlite: cast(round((julianday('now') - 2440587.5) * 86400000) as integer)}"#;

    /// All rows of one lock.
    LOCK_ROWS = r#"
        select l."HL_LOCK_EXT_ID", l."HL_LOCK_INT_ID", l."HL_TXNID", l."HL_DB", l."HL_TABLE", l."HL_PARTITION",
               l."HL_LOCK_STATE", l."HL_LOCK_TYPE"
          from "HIVE_LOCKS" l where l."HL_LOCK_EXT_ID" = $1 order by l."HL_LOCK_INT_ID" {for update}"#;

    /// The rows an earlier lock holds or waits for in the given databases; but for $3 = 1, only those
    /// about whole databases or the given tables. First come, first served: waiting ones count as well.
    EARLIER_ROWS = r#"
        select l."HL_LOCK_EXT_ID", l."HL_LOCK_INT_ID", l."HL_TXNID", l."HL_DB", l."HL_TABLE", l."HL_PARTITION",
               l."HL_LOCK_STATE", l."HL_LOCK_TYPE"
          from "HIVE_LOCKS" l
         where l."HL_LOCK_EXT_ID" < $1 and l."HL_DB" {in $2}
           and ($3 = 1 or l."HL_TABLE" is null or l."HL_TABLE" {in $4})
         order by l."HL_LOCK_EXT_ID", l."HL_LOCK_INT_ID""#;

    ACQUIRE = r#"
        update "HIVE_LOCKS" set "HL_LOCK_STATE" = 'a', "HL_LAST_HEARTBEAT" = $2, "HL_ACQUIRED_AT" = $2,
               "HL_BLOCKEDBY_EXT_ID" = null, "HL_BLOCKEDBY_INT_ID" = null
         where "HL_LOCK_EXT_ID" = $1"#;

    MARK_BLOCKED = r#"
        update "HIVE_LOCKS" set "HL_BLOCKEDBY_EXT_ID" = $3, "HL_BLOCKEDBY_INT_ID" = $4
         where "HL_LOCK_EXT_ID" = $1 and "HL_LOCK_INT_ID" = $2"#;

    /// What `unlock` may take away: not the acquired locks of a transaction.
    DELETE_LOCK = r#"
        delete from "HIVE_LOCKS"
         where "HL_LOCK_EXT_ID" = $1 and (coalesce("HL_TXNID", 0) = 0 or "HL_LOCK_STATE" = 'w')"#;

    /// An expired lock outside a transaction cannot be revived: somebody may already
    /// have taken its place.
    HEARTBEAT_LOCK = r#"
        update "HIVE_LOCKS" set "HL_LAST_HEARTBEAT" = $2
         where "HL_LOCK_EXT_ID" = $1 and (coalesce("HL_TXNID", 0) <> 0 or "HL_LAST_HEARTBEAT" >= $3)"#;

    /// Locks outside transactions whose owner fell silent; those in a transaction
    /// go with it.
    DELETE_EXPIRED = r#"
        delete from "HIVE_LOCKS" where coalesce("HL_TXNID", 0) = 0 and "HL_LAST_HEARTBEAT" < $1"#;

    /// Acquired first, then by lock type and ids, as `SHOW LOCKS` prints them.
    SHOW_LOCKS = r#"
        select l."HL_LOCK_EXT_ID", l."HL_LOCK_INT_ID", l."HL_TXNID", l."HL_DB", l."HL_TABLE", l."HL_PARTITION",
               l."HL_LOCK_STATE", l."HL_LOCK_TYPE", l."HL_LAST_HEARTBEAT", l."HL_ACQUIRED_AT", l."HL_USER", l."HL_HOST",
               l."HL_HEARTBEAT_COUNT", l."HL_AGENT_INFO", l."HL_BLOCKEDBY_EXT_ID", l."HL_BLOCKEDBY_INT_ID"
          from "HIVE_LOCKS" l where 1 = 1"#;
}

insert! {
    INSERT_LOCK: "HIVE_LOCKS" {
        "HL_LOCK_EXT_ID" bigint, "HL_LOCK_INT_ID" bigint, "HL_TXNID" bigint, "HL_DB" text, "HL_TABLE" text,
        "HL_PARTITION" text, "HL_LOCK_STATE" text, "HL_LOCK_TYPE" text, "HL_LAST_HEARTBEAT" bigint,
        "HL_ACQUIRED_AT" bigint, "HL_USER" text, "HL_HOST" text, "HL_AGENT_INFO" text,
        "HL_BLOCKEDBY_EXT_ID" bigint, "HL_BLOCKEDBY_INT_ID" bigint,
    }
    /// What a transaction's locks say it will write.
    INSERT_TXN_COMPONENT: "TXN_COMPONENTS" {
        "TC_TXNID" bigint, "TC_DATABASE" text, "TC_TABLE" text, "TC_PARTITION" text, "TC_OPERATION_TYPE" text,
        "TC_WRITEID" bigint since 3.1,
    }
}
