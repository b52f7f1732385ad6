//! Making, changing and removing scheduled queries.

use super::schedule::Schedule;
use super::{TABLE, reference, sql};
use crate::{Catalog, Error, Result};
use skep_sql::{Sequence, Tx};
use skep_types::{
    ScheduledQuery, ScheduledQueryKey, ScheduledQueryMaintenanceRequest, ScheduledQueryMaintenanceRequestType as Kind,
};

pub async fn maintain(catalog: &Catalog, request: &ScheduledQueryMaintenanceRequest) -> Result<()> {
    catalog.needs(TABLE)?;
    let (sent, now) = (&request.scheduled_query, catalog.clock.seconds());
    let done = catalog.db.write(|tx| async move {
        match request.type_ {
            Kind::CREATE => create(&tx, sent, now).await,
            Kind::ALTER => alter(&tx, sent, now).await,
            Kind::DROP => drop(&tx, sent).await,
            _ => Err(Error::Meta("invalid request".into())),
        }
    });
    done.await
}

pub async fn get(catalog: &Catalog, key: &ScheduledQueryKey) -> Result<ScheduledQuery> {
    catalog.needs(TABLE)?;
    let rows = catalog.db.rows(&sql::QUERY_BY_NAME, &named(key)).await?;
    let missing = || Error::NotFound(format!("There is no scheduled query for: {}", reference(key)));
    let row = rows.first().ok_or_else(missing)?;
    Ok(ScheduledQuery {
        schedule_key: key.clone(),
        enabled: Some(row.get(1)?),
        schedule: row.get(2)?,
        user: row.get(3)?,
        query: row.get(4)?,
        next_execution: row.get::<Option<i64>>(5)?.and_then(|next| i32::try_from(next).ok()),
    })
}

async fn create(tx: &Tx, sent: &ScheduledQuery, now: i64) -> Result<()> {
    let key = &sent.schedule_key;
    let next = first_after(now, sent)?;
    tx.rows(&sql::LOCK_NAMES, &[]).await?;
    if tx.row_opt(&sql::QUERY_BY_NAME, &named(key)).await?.is_some() {
        return Err(Error::Exists(format!("Scheduled query with name: {} already exists.", reference(key))));
    }
    let id = tx.ids(Sequence::ScheduledQuery, 1).await?.start;
    let [name, namespace] = named(key);
    let row = [
        id.into(),
        name,
        namespace,
        (sent.enabled == Some(true)).into(),
        sent.schedule.as_deref().into(),
        sent.user.as_deref().into(),
        sent.query.as_deref().into(),
        next.into(),
    ];
    Ok(tx.insert(&sql::INSERT_QUERY, [row]).await?)
}

/// All but the name becomes what is sent, as in Hive: clients change what they have read. A time sent
/// along is when the query runs next, which is how `EXECUTE` is asked for.
async fn alter(tx: &Tx, sent: &ScheduledQuery, now: i64) -> Result<()> {
    let next = match sent.next_execution {
        Some(next) => Some(i64::from(next)),
        None => first_after(now, sent)?,
    };
    let [name, namespace] = named(&sent.schedule_key);
    let row = [
        name,
        namespace,
        (sent.enabled == Some(true)).into(),
        sent.schedule.as_deref().into(),
        sent.user.as_deref().into(),
        sent.query.as_deref().into(),
        next.into(),
    ];
    match tx.execute(&sql::UPDATE_QUERY, &row).await? {
        0 => Err(missing(&sent.schedule_key)),
        _ => Ok(()),
    }
}

async fn drop(tx: &Tx, sent: &ScheduledQuery) -> Result<()> {
    tx.execute(&sql::DELETE_EXECUTIONS, &named(&sent.schedule_key)).await?;
    match tx.execute(&sql::DELETE_QUERY, &named(&sent.schedule_key)).await? {
        0 => Err(missing(&sent.schedule_key)),
        _ => Ok(()),
    }
}

fn missing(key: &ScheduledQueryKey) -> Error {
    Error::NotFound(format!("Scheduled query with name: {} doesn't exists.", reference(key)))
}

fn named(key: &ScheduledQueryKey) -> [skep_sql::Value<'_>; 2] {
    [(&key.schedule_name).into(), (&key.cluster_namespace).into()]
}

fn first_after(now: i64, sent: &ScheduledQuery) -> Result<Option<i64>> {
    let text = sent.schedule.as_deref();
    let schedule = text.and_then(Schedule::parse).ok_or_else(|| {
        Error::InvalidInput(format!("Invalid QUARTZ schedule expression: '{}'", text.unwrap_or("null")))
    })?;
    Ok(schedule.next(now))
}
