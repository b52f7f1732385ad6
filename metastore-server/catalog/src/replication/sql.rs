//! The statements on `REPLICATION_METRICS`, which Hive 4.0 brought.

use skep_sql::{insert, statements};

macro_rules! metrics {
    ($rest:literal) => {
        concat!(
            r#"select m."RM_SCHEDULED_EXECUTION_ID", m."RM_POLICY", m."RM_DUMP_EXECUTION_ID", m."RM_METADATA",
                      m."RM_PROGRESS", m."RM_START_TIME", m."MESSAGE_FORMAT"
                 from "REPLICATION_METRICS" m where "#,
            $rest
        )
    };
}

statements! {
    LOCK_METRICS = metrics!(
        r#"m."RM_SCHEDULED_EXECUTION_ID" {in $1} order by m."RM_SCHEDULED_EXECUTION_ID" {for update}"#
    );
    METRICS_OF_EXECUTION = metrics!(r#"m."RM_SCHEDULED_EXECUTION_ID" = $1"#);
    METRICS_OF_POLICY = metrics!(r#"m."RM_POLICY" = $1 order by m."RM_SCHEDULED_EXECUTION_ID" desc"#);
    METRICS_OF_DUMP = metrics!(r#"m."RM_DUMP_EXECUTION_ID" = $1 order by m."RM_SCHEDULED_EXECUTION_ID" desc"#);
}

insert! {
    WRITE_METRICS: "REPLICATION_METRICS" {
        "RM_SCHEDULED_EXECUTION_ID" bigint, "RM_POLICY" text, "RM_DUMP_EXECUTION_ID" bigint, "RM_METADATA" text,
        "RM_PROGRESS" text, "RM_START_TIME" bigint, "MESSAGE_FORMAT" text,
    }
}
