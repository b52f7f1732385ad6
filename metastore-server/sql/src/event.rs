//! The last thing a transaction does: write its events.
//!
//! The counter's row stays locked from the first of these statements to COMMIT, and
//! every transaction with events waits for it: they are as few as can be.

use crate::{Class, Failure, Sequence, Tx, insert, statements};
use skep_schema::Dialect;

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
    /// Takes $1 event ids. That the row stays locked until COMMIT makes ids gap-free
    /// and visible in order, whoever else writes beside us.
    TAKE_EVENT_IDS = r#"
        {mysql: update "NOTIFICATION_SEQUENCE" set "NEXT_EVENT_ID" = last_insert_id("NEXT_EVENT_ID") + $1}
        {sqlite: update "NOTIFICATION_SEQUENCE" set "NEXT_EVENT_ID" = "NEXT_EVENT_ID" + $1
            returning "NEXT_EVENT_ID" - $1}"#;

    /// Postgres takes the ids and writes the events in one statement. Absent names
    /// come as empty ones, which no object has.
    WRITE_EVENTS = r#"{postgres:
        with taken as (
            update "NOTIFICATION_SEQUENCE" set "NEXT_EVENT_ID" = "NEXT_EVENT_ID" + $1
            returning "NEXT_EVENT_ID" - $1 as first)
        insert into "NOTIFICATION_LOG" ("NL_ID", "EVENT_ID", "EVENT_TIME", "EVENT_TYPE",
            {since 3.1: "CAT_NAME",} "DB_NAME", "TBL_NAME", "MESSAGE", "MESSAGE_FORMAT")
        select $2 + e.n - 1, taken.first + e.n - 1, e.time, e.type,
            {since 3.1: nullif(e.cat, ''),} nullif(e.db, ''), nullif(e.tbl, ''), e.message, $3
        from taken, unnest($4::int8[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
            with ordinality as e(time, type, db, tbl, message, cat, n)
        order by e.n
        returning "EVENT_ID"}"#;

    FIRST_EVENT_ID = r#"insert into "NOTIFICATION_SEQUENCE" ("NNI_ID", "NEXT_EVENT_ID") values (1, 1)"#;
}

insert! {
    INSERT_EVENT: "NOTIFICATION_LOG" {
        "NL_ID" bigint, "EVENT_ID" bigint, "EVENT_TIME" bigint, "EVENT_TYPE" text,
        "CAT_NAME" text since 3.1,
        "DB_NAME" text, "TBL_NAME" text, "MESSAGE" text, "MESSAGE_FORMAT" text,
    }
}

/// Gives the events their ids and writes them. Answers the first id.
pub(crate) async fn write(tx: &Tx, events: &[EventRow]) -> Result<i64, Failure> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let rows = tx.ids(Sequence::NotificationLog, events.len()).await?.start;
    for _ in 0..2 {
        let written = match tx.dialect() {
            Dialect::Postgres => write_at_once(tx, count, rows, events).await?,
            Dialect::Mysql | Dialect::Sqlite => match tx.take(&TAKE_EVENT_IDS, &[count.into()]).await? {
                Some(first) => insert(tx, first, rows, events).await.map(|()| Some(first))?,
                None => None,
            },
        };
        if let Some(first) = written {
            return Ok(first);
        }
        tx.execute(&FIRST_EVENT_ID, &[]).await.map_err(Failure::made_by_another)?;
    }
    Err(Failure::new(Class::Unexpected, "NOTIFICATION_SEQUENCE has no row although one was just written"))
}

async fn insert(tx: &Tx, first: i64, rows: i64, events: &[EventRow]) -> Result<(), Failure> {
    let rows = (rows..).zip(first..).zip(events).map(|((row_id, event_id), event)| {
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

/// The first id; None if there was no counter to take ids from.
async fn write_at_once(tx: &Tx, count: i64, rows: i64, events: &[EventRow]) -> Result<Option<i64>, Failure> {
    fn column<'e>(events: &'e [EventRow], text: impl Fn(&'e EventRow) -> &'e str) -> Vec<&'e str> {
        events.iter().map(text).collect()
    }
    let times: Vec<i64> = events.iter().map(|event| event.time).collect();
    let types = column(events, |event| event.event_type);
    let catalogs = column(events, |event| event.catalog.as_deref().unwrap_or_default());
    let databases = column(events, |event| event.database.as_deref().unwrap_or_default());
    let tables = column(events, |event| event.table.as_deref().unwrap_or_default());
    let messages = column(events, |event| &event.message);
    let lists = [&types, &databases, &tables, &messages, &catalogs].map(|list| list.as_slice().into());
    let [types, databases, tables, messages, catalogs] = lists;
    let values = [
        count.into(),
        rows.into(),
        FORMAT.into(),
        times.as_slice().into(),
        types,
        databases,
        tables,
        messages,
        catalogs,
    ];
    let ids = tx.rows(&WRITE_EVENTS, &values).await?;
    ids.first().map(|row| row.get(0)).transpose()
}
