//! What one call asks of the database: which statements, how often, how many rows, how long.
//!
//! The call's future carries its trail with it, so that nobody between the door and the statement has to hand it on.

use crate::Failure;
use crate::stats::Stats;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing::Instrument;

tokio::task_local! {
    static CURRENT: Arc<Trail>;
}

/// Different statements that are told apart; an operation has far fewer.
const LINES_MAX: usize = 64;

/// Grows while the call runs.
#[derive(Debug, Default)]
pub struct Trail(Mutex<Steps>);

#[derive(Debug, Default, Clone)]
pub struct Steps {
    /// In the order of their first run.
    pub lines: Vec<Line>,
    /// Spent waiting for connections.
    pub waited: Duration,
}

/// All runs of one statement.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub statement: Name,
    pub runs: u64,
    /// Read or changed.
    pub rows: u64,
    pub time: Duration,
}

/// How a statement is called where its text would be too much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Name {
    /// By its constant.
    Statement(&'static str),
    /// By its table.
    Insert(&'static str),
    /// Text that was put together for the request.
    #[default]
    Composed,
}

impl Trail {
    /// Runs `work` with this as its trail.
    pub async fn follow<F: Future>(self: Arc<Self>, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    pub fn steps(&self) -> Steps {
        self.locked().clone()
    }

    fn add(&self, statement: Name, rows: u64, time: Duration) {
        let lines = &mut self.locked().lines;
        let known = lines.iter().position(|line| line.statement == statement);
        // The last line takes what no longer has room.
        let at = known.or((lines.len() >= LINES_MAX).then_some(LINES_MAX - 1)).unwrap_or_else(|| {
            lines.push(Line { statement, runs: 0, rows: 0, time: Duration::ZERO });
            lines.len() - 1
        });
        let line = &mut lines[at];
        line.runs += 1;
        line.rows += rows;
        line.time += time;
    }

    fn locked(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Steps {
    pub fn statements(&self) -> u64 {
        self.lines.iter().map(|line| line.runs).sum()
    }

    pub fn rows(&self) -> u64 {
        self.lines.iter().map(|line| line.rows).sum()
    }
}

/// `TABLES 1 run 3 rows 2 ms, …`: one line of a log.
impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, line) in self.lines.iter().enumerate() {
            let separator = if n > 0 { ", " } else { "" };
            let Line { statement, runs, rows, time } = line;
            write!(f, "{separator}{statement} runs={runs} rows={rows} micros={}", time.as_micros())?;
        }
        Ok(())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Name::Statement(name) => f.write_str(name),
            Name::Insert(table) => write!(f, "insert {table}"),
            Name::Composed => f.write_str("composed"),
        }
    }
}

/// Work for a task of its own that belongs to the call we are in.
pub fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    // A background duty has none; what it does is then noted in one that nobody reads.
    let trail = CURRENT.try_with(Arc::clone).unwrap_or_default();
    trail.follow(work.in_current_span())
}

/// A connection was waited for.
pub(crate) fn waited(time: Duration) {
    // Outside a call (a background duty) nobody asks.
    let _ = CURRENT.try_with(|trail| trail.locked().waited += time);
}

/// Runs a statement, counted, and seen by the call it is for.
///
/// The statement is boxed: as a part of this future it would be there twice, and once more in each that waits for
/// it, until a debug build needs more than the 2 MiB of a thread's stack.
pub(crate) fn seen<T>(
    stats: &Stats,
    name: Name,
    rows: impl Fn(&T) -> u64,
    statement: impl Future<Output = Result<T, Failure>>,
) -> impl Future<Output = Result<T, Failure>> {
    let statement = Box::pin(statement);
    async move {
        stats.ran();
        let started = Instant::now();
        let span =
            tracing::trace_span!(target: "skep_sql::statement", "statement", %name, rows = tracing::field::Empty);
        let outcome = statement.instrument(span.clone()).await;
        let rows = outcome.as_ref().map_or(0, rows);
        span.record("rows", rows);
        if outcome.is_ok() {
            stats.answer();
        }
        let _ = CURRENT.try_with(|trail| trail.add(name, rows, started.elapsed()));
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Database, Pool, Settings, Version};

    #[tokio::test]
    async fn a_call_sees_its_own_statements_and_no_others() {
        crate::statements! { ONE = "select 1 union all select 2"; }
        let pool = Pool::connect(&Settings::parse("sqlite::memory:").expect("valid")).await.expect("in memory");
        let db = Database::new(pool, Version::V4_1);
        let trail = Arc::new(Trail::default());
        let call = async {
            for _ in 0..3 {
                db.rows(&ONE, &[]).await?;
            }
            db.read(|tx| async move { tx.rows(&ONE, &[]).await }).await
        };
        trail.clone().follow(call).await.expect("it runs");
        db.rows(&ONE, &[]).await.expect("it runs outside too");

        let steps = trail.steps();
        assert_eq!((steps.lines.len(), steps.statements(), steps.rows()), (1, 4, 8));
        assert!(steps.to_string().starts_with("ONE runs=4 rows=8 micros="), "{steps}");
        assert_eq!(db.stats().statements(), 5);
        assert_eq!(db.stats().answered(), 5);
        assert_eq!(ALL.len(), 1);
    }

    #[test]
    fn a_trail_stays_short_and_forgets_no_row() {
        let trail = Trail::default();
        for n in 0..100 {
            let name: &'static str = Box::leak(format!("S{n}").into_boxed_str());
            trail.add(Name::Statement(name), 1, Duration::ZERO);
        }
        let steps = trail.steps();
        assert_eq!((steps.lines.len(), steps.statements(), steps.rows()), (LINES_MAX, 100, 100));
    }
}
