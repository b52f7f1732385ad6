//! Reading the log.

use super::sql;
use crate::names::{DatabaseArg, normalize};
use crate::{Catalog, Result};
use skep_sql::{Fragment, Row};
use skep_types::{NotificationEvent, NotificationEventRequest, NotificationEventsCountRequest, Str};

/// The most events in one reply, whatever the client asks for
/// (`metastore.max.event.response`).
const EVENTS_MAX: i64 = 1_000_000;

/// The id of the newest event; 0 before the first.
pub async fn current_id(catalog: &Catalog) -> Result<i64> {
    if !has_log(catalog) {
        return Ok(0);
    }
    let row = catalog.db.rows(&sql::NEXT_EVENT_ID, &[]).await?;
    Ok(row.first().map_or(Ok(1), |row| row.get::<i64>(0))? - 1)
}

/// The events after `last_event`, ascending. Java clients raise an error on a gap,
/// so filters other than by the client's own wish are never applied here.
pub async fn next(catalog: &Catalog, request: &NotificationEventRequest) -> Result<Vec<NotificationEvent>> {
    if !has_log(catalog) {
        return Ok(Vec::new());
    }
    let wanted = request.max_events.map_or(EVENTS_MAX, i64::from);
    let limit = if wanted <= 0 { EVENTS_MAX } else { wanted.min(EVENTS_MAX) };
    let scope = Scope::of(request.cat_name.as_deref(), request.db_name.as_deref(), request.table_names.as_deref())?;
    let skipped = request.event_type_skip_list.as_deref().unwrap_or_default();
    let skipped: Vec<&str> = skipped.iter().map(Str::as_str).collect();
    let only = request.event_type_list.as_deref().unwrap_or_default();
    let only: Vec<&str> = only.iter().map(Str::as_str).collect();

    let mut query = Fragment::of(&sql::EVENTS_AFTER, [request.last_event.into()]);
    scope.push_conditions(&mut query, catalog);
    if !skipped.is_empty() {
        query.push(r#" and not n."EVENT_TYPE" "#).push_in(skipped.as_slice());
    }
    if !only.is_empty() {
        query.push(r#" and n."EVENT_TYPE" "#).push_in(only.as_slice());
    }
    query.push(r#" order by n."EVENT_ID" limit "#).bind(limit);
    catalog.db.collect_of(&query, event).await
}

/// How many events a replica still has to read.
pub async fn count(catalog: &Catalog, request: &NotificationEventsCountRequest) -> Result<i64> {
    if !has_log(catalog) {
        return Ok(0);
    }
    let scope = Scope::of(request.cat_name.as_deref(), Some(&request.db_name), request.table_names.as_deref())?;
    let mut query = Fragment::of(&sql::COUNT_EVENTS_AFTER, [request.from_event_id.into()]);
    scope.push_conditions(&mut query, catalog);
    if let Some(last) = request.to_event_id.filter(|id| *id > 0) {
        query.push(r#" and n."EVENT_ID" <= "#).bind(last);
    }
    let rows = catalog.db.rows_of(&query).await?;
    let count = rows.first().map_or(Ok(0), |row| row.get(0))?;
    Ok(request.limit.filter(|limit| *limit > 0).map_or(count, |limit| count.min(limit)))
}

/// A Java metastore that makes its tables on demand and logs nothing has no log.
fn has_log(catalog: &Catalog) -> bool {
    catalog.db.has("NOTIFICATION_LOG") && catalog.db.has("NOTIFICATION_SEQUENCE")
}

/// A client's wish to see one database or some tables only.
struct Scope {
    catalog: Str,
    database: Option<Str>,
    tables: Vec<Str>,
}

impl Scope {
    fn of(catalog: Option<&str>, database: Option<&str>, tables: Option<&[Str]>) -> Result<Scope> {
        let argument = DatabaseArg::parse(database)?;
        Ok(Scope {
            catalog: catalog.map_or(argument.catalog, normalize),
            database: argument.database.filter(|name| name != "*").map(|name| normalize(&name)),
            tables: tables.unwrap_or_default().iter().map(|name| normalize(name)).collect(),
        })
    }

    /// Events about no database (transactions) belong to every scope.
    fn push_conditions<'a>(&'a self, query: &mut Fragment<'a>, catalog: &Catalog) {
        let Some(database) = &self.database else { return };
        query.push(r#" and (n."DB_NAME" is null or n."DB_NAME" = "#).bind(database.as_str()).push(")");
        if catalog.db.version() >= skep_schema::Version::V3_1 {
            query.push(r#" and (n."CAT_NAME" is null or n."CAT_NAME" = "#).bind(self.catalog.as_str()).push(")");
        }
        let Some((first, rest)) = self.tables.split_first() else { return };
        query.push(r#" and (n."TBL_NAME" is null or n."TBL_NAME" = "#).bind(first.as_str());
        for table in rest {
            query.push(r#" or n."TBL_NAME" = "#).bind(table.as_str());
        }
        query.push(")");
    }
}

fn event(row: &Row) -> Result<NotificationEvent> {
    Ok(NotificationEvent {
        event_id: row.get(0)?,
        event_time: i32::try_from(row.get::<i64>(1)?).unwrap_or(i32::MAX),
        event_type: row.get(2)?,
        db_name: row.get(3)?,
        table_name: row.get(4)?,
        message: row.get::<Option<Str>>(5)?.unwrap_or_default(),
        message_format: row.get(6)?,
        cat_name: row.get(7)?,
    })
}
