//! Upgrades the schema of a database with what it holds.

use std::ops::ControlFlow;

use skep_schema::{Dialect, Finding, Found, Observed, Plan, Recorded, Unfinished, Version, compare, judge};

use super::session::Session;
use super::{Error, failed, finish, look, look_closely};

/// How far an upgrade is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    pub done: usize,
    pub total: usize,
    /// What runs next.
    pub statement: &'a str,
}

/// What an upgrade has done.
#[derive(Debug)]
pub struct Upgraded {
    pub plan: Plan,
    /// Where the database still differs from a new schema of its version: it did before.
    pub findings: Vec<Finding>,
}

/// What an upgrade would do, and how many other connections use the database; nothing, if it has that schema.
pub async fn plan(session: &mut Session, to: Version) -> Result<(Option<Plan>, u64), Error> {
    let others = session.others().await.map_err(Error::Asking)?;
    let plan = planned(&look_closely(session).await.map_err(Error::Asking)?, to)?;
    if let Some(plan) = &plan {
        ask(session, plan).await?;
    }
    Ok((plan, others))
}

/// Does it. `progress` is told before each statement and may stop there.
///
/// On PostgreSQL all of it is one transaction. MySQL commits each statement: what was stopped there, by whatever, is
/// taken up by the next call.
pub async fn upgrade(
    session: &mut Session,
    to: Version,
    progress: &mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send),
) -> Result<Option<Upgraded>, Error> {
    session.seize().await.map_err(Error::Asking)?;
    let upgraded = carry_out(session, to, progress).await;
    finish(session, upgraded).await
}

async fn carry_out(
    session: &mut Session,
    to: Version,
    progress: &mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send),
) -> Result<Option<Upgraded>, Error> {
    let observed = look_closely(session).await.map_err(Error::Asking)?;
    let Some(plan) = planned(&observed, to)? else { return Ok(None) };
    ask(session, &plan).await?;
    let total = plan.statements.len();
    for (done, statement) in plan.statements.iter().enumerate() {
        if progress(Progress { done, total, statement }).is_break() {
            let left_over = if session.dialect() == Dialect::Mysql { done } else { 0 };
            return Err(Error::Stopped { done, total, left_over });
        }
        session.run(statement).await.map_err(|source| failed(session.dialect(), statement, done, source))?;
    }
    let findings = compare(&look(session).await.map_err(Error::Asking)?, to);
    Ok(Some(Upgraded { plan, findings }))
}

fn planned(observed: &Observed, to: Version) -> Result<Option<Plan>, Error> {
    if !skep_schema::exists(observed.dialect, to) {
        return Err(Error::NoSuchSchema { dialect: observed.dialect, version: to });
    }
    let from = match judge(observed) {
        Found::Hive(hive) => {
            if let Some(odd) = hive.recorded.filter(|recorded| Recorded::read(recorded) == Recorded::Odd) {
                let text = format!(
                    "VERSION says \"{odd}\", which no release of Hive has written: upgrade it to a release first, with the tool of whoever made it"
                );
                return Err(Error::NoUpgrade(text));
            }
            hive.version
        }
        Found::Unfinished(Unfinished { from: Some(from), to: begun }) if begun == to => from,
        Found::Unfinished(Unfinished { from: Some(from), to: begun }) => {
            let text = format!("an upgrade from {from} to {begun} was begun: finish that first, with --to {begun}");
            return Err(Error::NoUpgrade(text));
        }
        found => return Err(Error::NoMetastore(Box::new(found))),
    };
    match from.cmp(&to) {
        std::cmp::Ordering::Less => Ok(Some(skep_schema::upgrade(observed, from, to))),
        std::cmp::Ordering::Equal => Ok(None),
        std::cmp::Ordering::Greater => Err(Error::NoUpgrade(format!("its schema is {from}, newer than {to}"))),
    }
}

async fn ask(session: &mut Session, plan: &Plan) -> Result<(), Error> {
    let mut rows = Vec::new();
    for check in &plan.checks {
        let counts = session.texts::<1>(&check.question).await.map_err(Error::Asking)?;
        let count = counts.first().map_or("0", |[count]| count.trim());
        if count != "0" {
            rows.push(format!("{count} {}", check.rows));
        }
    }
    if rows.is_empty() { Ok(()) } else { Err(Error::InTheWay(rows)) }
}
