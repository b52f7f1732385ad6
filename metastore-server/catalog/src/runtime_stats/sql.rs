//! The statements on `RUNTIME_STATS`, which came with 3.1.
//!
//! Until 4.0 PostgreSQL has its columns in lower case. The name of this one is that of quoted columns
//! too, so it is not made so by itself: there it stands unquoted.

use skep_sql::statements;

statements! {
    /// $1 id, $2 time, $3 weight, $4 payload.
    ADD = r#"{since 3.1:
        insert into "RUNTIME_STATS" ("RS_ID", {since 4.0: "CREATE_TIME"}{before 4.0: CREATE_TIME}, "WEIGHT", "PAYLOAD")
        values ($1, $2, $3, $4)}"#;
    /// Made before $1, the newest first.
    WEIGHTS = r#"{since 3.1:
        select s."RS_ID", s."WEIGHT" from "RUNTIME_STATS" s
         where {since 4.0: s."CREATE_TIME"}{before 4.0: s.CREATE_TIME} < $1
         order by {since 4.0: s."CREATE_TIME"}{before 4.0: s.CREATE_TIME} desc, s."RS_ID" desc}"#;
    STATS = r#"{since 3.1:
        select {since 4.0: s."CREATE_TIME"}{before 4.0: s.CREATE_TIME}, s."WEIGHT", s."PAYLOAD"
          from "RUNTIME_STATS" s where s."RS_ID" {in $1}
         order by {since 4.0: s."CREATE_TIME"}{before 4.0: s.CREATE_TIME} desc, s."RS_ID" desc}"#;
    DELETE_OLD = r#"{since 3.1:
        delete from "RUNTIME_STATS" where {since 4.0: "CREATE_TIME"}{before 4.0: CREATE_TIME} <= $1}"#;
}
