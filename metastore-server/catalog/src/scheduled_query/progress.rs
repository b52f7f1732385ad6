//! What an executor tells about its execution.

use super::{TABLE, policy, sql};
use crate::rules::Failures;
use crate::{Catalog, Error, Result};
use skep_sql::Tx;
use skep_types::{QueryState, ScheduledQueryProgressInfo, Str};

/// Characters of an error message that are kept, as in Hive; the column would take twice as many.
const MESSAGE_MAX: usize = 1000;

pub async fn progress(catalog: &Catalog, info: &ScheduledQueryProgressInfo) -> Result<()> {
    catalog.needs(TABLE)?;
    let now = catalog.clock.seconds();
    let rules = &catalog.rules.scheduled_failures;
    catalog.db.write(|tx| async move { record(&tx, info, rules, now).await }).await
}

async fn record(tx: &Tx, info: &ScheduledQueryProgressInfo, rules: &Failures, now: i64) -> Result<()> {
    let execution = info.scheduled_execution_id;
    let missing = || Error::Meta(format!("there is no scheduled execution {execution}"));
    let query: i64 =
        tx.row_opt(&sql::LOCK_QUERY_OF_EXECUTION, &[execution.into()]).await?.ok_or_else(missing)?.get(0)?;
    let before: Option<Str> = tx.row_opt(&sql::EXECUTION, &[execution.into()]).await?.ok_or_else(missing)?.get(0)?;
    let before = before.as_deref().unwrap_or("null");
    let name = info.state.name().ok_or_else(|| invalid_state(info.state.0))?;
    if !may_follow(QueryState::from_name(before), info.state) {
        return Err(Error::InvalidOperation(format!("Invalid state change: {before}=>{name}")));
    }
    let ended = match info.state {
        QueryState::EXECUTING => false,
        QueryState::FAILED | QueryState::FINISHED | QueryState::TIMED_OUT => true,
        _ => return Err(invalid_state(name)),
    };
    let message = info.error_message.as_deref().map(abbreviated);
    let (updated, end) = if ended { (None, Some(now)) } else { (Some(now), None) };
    let row = [
        execution.into(),
        name.into(),
        (&info.executor_query_id).into(),
        message.as_deref().into(),
        updated.into(),
        end.into(),
    ];
    tx.execute_one(&sql::UPDATE_EXECUTION, &row).await?;
    if ended {
        tx.execute(&sql::END_EXECUTION, &[query.into(), execution.into()]).await?;
    }
    if ended && info.state != QueryState::FINISHED {
        policy::after_failure(tx, query, rules, now).await?;
    }
    Ok(())
}

fn may_follow(before: Option<QueryState>, after: QueryState) -> bool {
    match before {
        Some(QueryState::INITED) => after != QueryState::INITED,
        Some(QueryState::EXECUTING) => {
            let allowed = [QueryState::EXECUTING, QueryState::FINISHED, QueryState::FAILED, QueryState::TIMED_OUT];
            allowed.contains(&after)
        }
        _ => false,
    }
}

fn invalid_state(state: impl std::fmt::Display) -> Error {
    Error::InvalidOperation(format!("invalid state: {state}"))
}

/// A message that is too long, which is one with a stack trace, is cut to its first line.
fn abbreviated(message: &str) -> String {
    if message.chars().count() < MESSAGE_MAX {
        return message.to_owned();
    }
    let line = message.split('\n').next().unwrap_or_default();
    match line.chars().count() {
        ..=MESSAGE_MAX => line.to_owned(),
        _ => line.chars().take(MESSAGE_MAX - 3).chain("...".chars()).collect(),
    }
}
