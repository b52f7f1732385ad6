//! The last thing a transaction does: write its events.

use crate::{Failure, Sequence, Tx, insert, statements};

/// A row of `NOTIFICATION_LOG` without its ids, which it gets at commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    pub event_type: &'static str,
    pub catalog: Option<String>,
    pub database: Option<String>,
    pub table: Option<String>,
    pub message: String,
    /// Unix seconds.
    pub time: i64,
}

/// The one format that consumers of all Hive versions read.
const FORMAT: &str = "json-0.2";

statements! {
    /// The next event id. The row stays locked until COMMIT, and nothing but the
    /// events' own rows is written after it: that makes ids gap-free and visible in
    /// order, whoever else writes beside us.
    NEXT_EVENT_ID = r#"select s."NEXT_EVENT_ID" from "NOTIFICATION_SEQUENCE" s {for update}"#;
    TAKE_EVENT_IDS = r#"update "NOTIFICATION_SEQUENCE" set "NEXT_EVENT_ID" = $1"#;
    FIRST_EVENT_ID = r#"insert into "NOTIFICATION_SEQUENCE" ("NNI_ID", "NEXT_EVENT_ID") values (1, 1)"#;
}

insert! {
    INSERT_EVENT: "NOTIFICATION_LOG" {
        "NL_ID" bigint, "EVENT_ID" bigint, "EVENT_TIME" bigint, "EVENT_TYPE" text,
        "CAT_NAME" text since 3.1,
        "DB_NAME" text, "TBL_NAME" text, "MESSAGE" text, "MESSAGE_FORMAT" text,
    }
}

/// Gives the events their ids and writes them.
pub(crate) async fn write(tx: &Tx, events: &[EventRow]) -> Result<(), Failure> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let rows = tx.ids(Sequence::NotificationLog, events.len()).await?;
    let first = match tx.row_opt(&NEXT_EVENT_ID, &[]).await? {
        Some(row) => row.get(0)?,
        None => {
            tx.execute(&FIRST_EVENT_ID, &[]).await?;
            1_i64
        }
    };
    tx.execute_one(&TAKE_EVENT_IDS, &[(first + count).into()]).await?;
    let rows = rows.zip(first..).zip(events).map(|((row_id, event_id), event)| {
        [
            row_id.into(),
            event_id.into(),
            event.time.into(),
            event.event_type.into(),
            event.catalog.as_deref().into(),
            event.database.as_deref().into(),
            event.table.as_deref().into(),
            event.message.as_str().into(),
            FORMAT.into(),
        ]
    });
    tx.insert(&INSERT_EVENT, rows).await
}
