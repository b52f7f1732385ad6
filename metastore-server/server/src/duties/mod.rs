//! What is done beside the requests: each duty by one server at a time, elected through the database.
//!
//! The election saves work; nothing depends on it. A duty only deletes what is due, in transactions of its own, so two
//! servers may do it at once and either may be killed at any point.

mod counts;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use skep_catalog::Clock;
use skep_txn::Locks;
use skep_txn::lease::{Lease, Office};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use counts::Counts;
pub use counts::Snapshot;

/// Longest wait for the database when a server that stops gives up its leases.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a turn failed.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;

type Turn = Pin<Box<dyn Future<Output = Result<u64, Problem>> + Send>>;

/// Something to be done again and again. A turn says how many rows it removed.
pub struct Duty {
    name: &'static str,
    office: Office,
    every: Duration,
    turn: Box<dyn Fn() -> Turn + Send + Sync>,
}

impl Duty {
    pub fn new<F, E>(
        name: &'static str,
        office: Office,
        every: Duration,
        turn: impl Fn() -> F + Send + Sync + 'static,
    ) -> Duty
    where
        F: Future<Output = Result<u64, E>> + Send + 'static,
        E: Into<Problem>,
    {
        let turn = move || -> Turn {
            let turn = turn();
            Box::pin(async move { turn.await.map_err(Into::into) })
        };
        Duty { name, office, every, turn: Box::new(turn) }
    }
}

/// When a server that has just started begins.
#[derive(Clone, Copy)]
pub struct Beginning {
    /// Before it stands for election.
    pub election: Duration,
    /// Before the first turns: not in the way of the first requests, and not a whole interval away for a server that is
    /// restarted often.
    pub turns: Duration,
}

/// The duties of a running server. They end when it is dropped, and another server notices once the leases run out.
pub struct Duties {
    tasks: JoinSet<()>,
    leases: Vec<Arc<Lease>>,
    board: Board,
}

/// Reads the numbers of all duties.
#[derive(Clone)]
pub struct Board(Arc<[Line]>);

struct Line {
    name: &'static str,
    counts: Arc<Counts>,
    lease: Arc<Lease>,
}

impl Board {
    pub fn snapshots(&self) -> Vec<Snapshot> {
        self.0.iter().map(|line| line.counts.snapshot(line.name, line.lease.leads())).collect()
    }
}

/// Stands for the offices that the duties belong to, and does each while its lease lasts.
pub fn start(duties: Vec<Duty>, locks: &Locks, host: &str, beginning: Beginning) -> Duties {
    let (mut tasks, mut leases, mut lines) = (JoinSet::new(), Vec::new(), Vec::new());
    let mut duties = duties;
    for office in [Office::Housekeeping, Office::Always] {
        let of_office: Vec<Duty> = duties.extract_if(.., |duty| duty.office == office).collect();
        if of_office.is_empty() {
            continue;
        }
        let lease = Arc::new(Lease::new(locks.clone(), office, host.to_owned()));
        let (elected, leading) = watch::channel(false);
        tasks.spawn(stand(lease.clone(), elected, beginning.election));
        for duty in of_office {
            let counts = Arc::new(Counts::default());
            lines.push(Line { name: duty.name, counts: counts.clone(), lease: lease.clone() });
            tasks.spawn(serve(duty, lease.clone(), leading.clone(), counts, beginning.turns));
        }
        leases.push(lease);
    }
    Duties { tasks, leases, board: Board(lines.into()) }
}

impl Duties {
    pub fn board(&self) -> Board {
        self.board.clone()
    }

    /// Ends running turns (what they have not committed is rolled back) and makes room for the next leader at once.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
        for lease in &self.leases {
            if !matches!(timeout(FAREWELL, lease.release()).await, Ok(Ok(()))) {
                tracing::debug!("a lease was not given back; it runs out by itself");
            }
        }
    }
}

/// Keeps a place in the queue for an office, and the lease while we have it.
async fn stand(lease: Arc<Lease>, elected: watch::Sender<bool>, after: Duration) {
    sleep(after).await;
    loop {
        if let Err(error) = lease.renew().await {
            tracing::warn!(%error, "the lease on background duties was not renewed, the next turn tries again");
        }
        let leads = lease.leads();
        if elected.send_if_modified(|led| std::mem::replace(led, leads) != leads) {
            tracing::info!(office = ?lease.office(), leads, "election of the server that does background duties");
        }
        sleep(lease.pause()).await;
    }
}

/// A failure is logged and the next turn tries again: the database may be away for a while.
async fn serve(
    duty: Duty,
    lease: Arc<Lease>,
    mut leading: watch::Receiver<bool>,
    counts: Arc<Counts>,
    after: Duration,
) {
    let what = duty.name;
    sleep(after.min(duty.every)).await;
    // It ends with the one who stands for election.
    while leading.wait_for(|leads| *leads).await.is_ok() {
        if lease.leads() {
            let outcome = (duty.turn)().await;
            counts.ran(outcome.as_ref().ok().copied(), Clock::System.seconds());
            match outcome {
                Ok(0) => tracing::debug!(what, "nothing to remove"),
                Ok(rows) => tracing::info!(what, rows, "removed"),
                Err(error) => tracing::warn!(what, %error, "not removed, the next turn tries again"),
            }
        }
        sleep(duty.every).await;
    }
}
