//! `show_compact`: the queue and its history.

use super::kind::{State, state_word, type_letter, type_of};
use super::sql;
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::{Database, Fragment, Row};
use skep_types::{ShowCompactRequest, ShowCompactResponse, ShowCompactResponseElement, Str};

/// What matches everything the request names; ours are the orders and words of the schema's version.
pub async fn show(db: &Database, request: &ShowCompactRequest) -> Result<ShowCompactResponse> {
    let version = db.version();
    let database = request.db_name.as_ref().map(|name| name.to_lowercase());
    let table = request.tb_name.as_ref().map(|name| name.to_lowercase());
    let state = request.state.as_deref().map(|text| match State::named(text) {
        Some(state) => state.letter(),
        None => text,
    });
    let kind = request.type_.map(|kind| type_letter(kind, version)).transpose()?;
    let mut query = Fragment::of(&sql::SHOW, []);
    if let Some(id) = request.id.filter(|id| *id > 0) {
        query.push(r#" and x."CC_ID" = "#).bind(id);
    }
    for (condition, value) in [
        (r#" and x."CC_DATABASE" = "#, database.as_deref()),
        (r#" and x."CC_TABLE" = "#, table.as_deref()),
        (r#" and x."CC_PARTITION" = "#, request.part_name.as_deref()),
        (r#" and x."CC_STATE" = "#, state),
        (r#" and x."CC_TYPE" = "#, kind),
        (r#" and x."CC_POOL_NAME" = "#, request.pool_name.as_deref().filter(|_| version >= Version::V4_0)),
    ] {
        if let Some(value) = value {
            query.push(condition).bind(value);
        }
    }
    order(&mut query, request.order.as_deref().unwrap_or_default(), version)?;
    if let Some(limit) = request.limit.filter(|limit| *limit > 0) {
        query.push(" limit ").bind(limit);
    }
    let rows = db.rows_of(&query).await?;
    let compacts = rows.iter().map(|row| element(row, version)).collect::<Result<_>>()?;
    Ok(ShowCompactResponse { compacts })
}

/// The column of an order that a client asks for, in both directions.
macro_rules! orders {
    ($($name:literal),*) => { [$(($name, [concat!("x.\"", $name, "\""), concat!("x.\"", $name, "\" desc")])),*] };
}

const COLUMNS: [(&str, [&str; 2]); 11] = orders![
    "CC_ID",
    "CC_DATABASE",
    "CC_TABLE",
    "CC_PARTITION",
    "CC_STATE",
    "CC_TYPE",
    "CC_WORKER_ID",
    "CC_START",
    "CC_END",
    "CC_RUN_AS",
    "CC_HADOOP_JOB_ID"
];
const COLUMNS_SINCE_4_0: [(&str, [&str; 2]); 9] = orders![
    "CC_ERROR_MESSAGE",
    "CC_ENQUEUE_TIME",
    "CC_WORKER_VERSION",
    "CC_INITIATOR_ID",
    "CC_INITIATOR_VERSION",
    "CC_POOL_NAME",
    "CC_TXN_ID",
    "CC_NEXT_TXN_ID",
    "CC_COMMIT_TIME"
];

/// Hive 4: what is still to be done, then by the time of the last step, newest first; what is alike, as it was queued.
const BY_LAST_STEP: &str = r#" order by case when x."CC_START" is null then 0 else 1 end,
    case when x."CC_END" > x."CC_START" and x."CC_END" > coalesce(x."CC_COMMIT_TIME", 0) then x."CC_END"
         when x."CC_START" > coalesce(x."CC_COMMIT_TIME", 0) then x."CC_START"
         else x."CC_COMMIT_TIME" end desc, x."CC_ENQUEUE_TIME", x."CC_ID""#;

/// The client's order is SQL text that Java hands to its database. Ours takes names of columns, and `asc` or `desc`.
fn order(query: &mut Fragment<'_>, wanted: &str, version: Version) -> Result<()> {
    if wanted.trim().is_empty() {
        query.push(if version < Version::V4_0 { r#" order by x."CC_ID""# } else { BY_LAST_STEP });
        return Ok(());
    }
    let newer: &[_] = if version < Version::V4_0 { &[] } else { &COLUMNS_SINCE_4_0 };
    for (position, part) in wanted.split(',').enumerate() {
        let refuse = || Error::Meta(format!("cannot order compactions by '{}'", part.trim()));
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or_default().trim_matches(['"', '`']);
        let descending = match (words.next(), words.next()) {
            (None, _) => 0,
            (Some(word), None) if word.eq_ignore_ascii_case("asc") => 0,
            (Some(word), None) if word.eq_ignore_ascii_case("desc") => 1,
            _ => return Err(refuse()),
        };
        let column = COLUMNS.iter().chain(newer).find(|(column, _)| column.eq_ignore_ascii_case(name));
        let (_, texts) = column.ok_or_else(refuse)?;
        query.push(if position == 0 { " order by " } else { ", " }).push(texts[descending]);
    }
    query.push(r#", x."CC_ID""#);
    Ok(())
}

/// Numbers that Java has as primitives are 0 where the row has none; an end of -1 is none.
fn element(row: &Row, version: Version) -> Result<ShowCompactResponseElement> {
    let some = |position: usize| row.get::<Option<i64>>(position).map(|value| Some(value.unwrap_or(0)));
    let unless_negative = |value: Option<i64>| value.filter(|value| *value >= 0);
    let older = ShowCompactResponseElement {
        id: row.get(0)?,
        dbname: row.get(1)?,
        tablename: row.get(2)?,
        partitionname: row.get(3)?,
        state: state_word(&row.get::<Str>(4)?, version).into(),
        type_: type_of(&row.get::<Str>(5)?)?,
        workerid: row.get(6)?,
        start: row.get(7)?,
        end_time: unless_negative(row.get(8)?),
        run_as: row.get(9)?,
        hadoop_job_id: row.get(10)?,
        ..Default::default()
    };
    if version < Version::V4_0 {
        return Ok(older);
    }
    Ok(ShowCompactResponseElement {
        // A write id, whatever its name; the field of that name stays empty.
        hightest_txn_id: some(11)?,
        error_message: row.get(12)?,
        enqueue_time: row.get(13)?,
        worker_version: row.get(14)?,
        initiator_id: row.get(15)?,
        initiator_version: row.get(16)?,
        cleaner_start: unless_negative(row.get(17)?),
        pool_name: row
            .get::<Option<Str>>(18)?
            .filter(|pool| !pool.trim().is_empty())
            .or_else(|| Some("default".into())),
        txn_id: some(19)?,
        next_txn_id: some(20)?,
        commit_time: some(21)?,
        ..older
    })
}
