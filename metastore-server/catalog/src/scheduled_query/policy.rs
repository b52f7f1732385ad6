//! What becomes of a query that fails again and again.

use super::schedule::Schedule;
use super::sql;
use crate::Result;
use crate::rules::Failures;
use skep_sql::{Sequence, Tx};
use skep_types::{QueryState, Str};

/// To be called when an execution of the query has failed, with the query's row held: a query is switched off
/// after so many failures in a row, or lets as many of its next turns pass.
pub(super) async fn after_failure(tx: &Tx, query: i64, rules: &Failures, now: i64) -> Result<()> {
    let last = rules.disable_after.max(rules.skip_after);
    if last == 0 {
        return Ok(());
    }
    let states = tx.rows(&sql::LAST_STATES, &[query.into(), i64::from(last).into()]).await?;
    let mut failures = 0;
    for row in states {
        let state: Option<Str> = row.get(0)?;
        match state.as_deref().and_then(QueryState::from_name) {
            Some(QueryState::FAILED | QueryState::TIMED_OUT) => failures += 1,
            _ => break,
        }
    }
    if rules.disable_after > 0 && rules.disable_after <= failures {
        disable(tx, query, rules.disable_after, now).await?;
    }
    if rules.skip_after > 0 {
        skip(tx, query, rules.skip_after.min(failures)).await?;
    }
    Ok(())
}

async fn disable(tx: &Tx, query: i64, failures: u32, now: i64) -> Result<()> {
    tracing::warn!(query, failures, "a scheduled query fails again and again and is switched off");
    tx.execute(&sql::DISABLE, &[query.into()]).await?;
    let execution = tx.ids(Sequence::ScheduledExecution, 1).await?.start;
    let message = format!("Disabling query after {failures} consequtive failures");
    let [state, time] = [QueryState::AUTO_DISABLED.name().into(), now.into()];
    let row = [execution.into(), query.into(), state, time, now.into(), now.into(), message.as_str().into()];
    Ok(tx.insert(&sql::INSERT_NOTE, [row]).await?)
}

/// The next turn is the one of the last failure's, so the first of these is none that passes.
async fn skip(tx: &Tx, query: i64, turns: u32) -> Result<()> {
    let Some(row) = tx.row_opt(&sql::NEXT_TURN, &[query.into()]).await? else { return Ok(()) };
    let (text, mut next): (Option<Str>, Option<i64>) = (row.get(0)?, row.get(1)?);
    let Some(schedule) = text.as_deref().and_then(Schedule::parse) else { return Ok(()) };
    for _ in 1..turns {
        next = next.and_then(|time| schedule.next(time));
    }
    if let Some(next) = next {
        tx.execute(&sql::SET_NEXT_TURN, &[query.into(), next.into()]).await?;
    }
    Ok(())
}
