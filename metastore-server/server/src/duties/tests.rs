//! Elections and turns, on SQLite.

use std::sync::atomic::{AtomicU64, Ordering};

use skep_schema::{Dialect, Version, ddl, statements};
use skep_sql::{Database, Pool, Settings};
use tokio::time::Instant;

use super::*;

const AT_ONCE: Beginning = Beginning { election: Duration::ZERO, turns: Duration::ZERO };

async fn locks() -> Locks {
    let pool = Pool::connect(&Settings::parse("sqlite::memory:").expect("a valid address")).await.expect("memory");
    let script = ddl(Dialect::Sqlite, Version::V4_1).expect("written for SQLite");
    pool.run_script(&statements(script)).await.expect("the schema is made");
    Locks { db: Database::new(pool, Version::V4_1), timeout: Duration::from_secs(300) }
}

/// A duty that counts its turns; every third one fails.
fn counting(turns: &Arc<AtomicU64>) -> Duty {
    let turns = turns.clone();
    Duty::new("counting", Office::Housekeeping, Duration::from_millis(1), move || {
        let turn = turns.fetch_add(1, Ordering::SeqCst);
        async move { if turn % 3 == 2 { Err("the database is away") } else { Ok(2) } }
    })
}

async fn until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < deadline, "{what} did not come");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn one_of_two_servers_does_the_duty_and_the_other_takes_over_when_it_stops() {
    let locks = locks().await;
    let (first_turns, second_turns) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let first = start(vec![counting(&first_turns)], &locks, "one", AT_ONCE);
    let first_board = first.board();
    until("the first turn", || first_turns.load(Ordering::SeqCst) > 0).await;
    let quick = Locks { timeout: Duration::from_secs(300), ..locks.clone() };
    let second = start(vec![counting(&second_turns)], &quick, "two", AT_ONCE);
    until("ten more turns", || first_board.snapshots()[0].runs >= 10).await;
    assert_eq!(second_turns.load(Ordering::SeqCst), 0);

    let counted = first_board.snapshots()[0];
    assert!(counted.leads && counted.failures >= 3 && counted.rows >= 12 && counted.last_run > 1_600_000_000);
    assert!(!second.board().snapshots()[0].leads);

    first.stop().await;
    assert!(!first_board.snapshots()[0].leads);
    second.leases[0].renew().await.expect("the database answers");
    assert!(second.board().snapshots()[0].leads, "the lease was given back");
    second.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_duty_that_fails_has_its_next_turn_after_the_interval() {
    let turns = Arc::new(AtomicU64::new(0));
    let counted = turns.clone();
    let duty = Duty::new("failing", Office::Always, Duration::from_secs(180), move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { Err::<u64, _>("the database is away") }
    });
    let (_elected, leading) = watch::channel(true);
    let (lease, started) = (Arc::new(without_locks().await), Instant::now());
    let first = Duration::from_secs(60);
    let served = tokio::spawn(serve(duty, lease, leading, Arc::default(), first));
    for (turn, due) in [(1, first), (2, first + Duration::from_secs(180)), (3, first + Duration::from_secs(360))] {
        tokio::time::sleep_until(started + due - Duration::from_millis(1)).await;
        assert_eq!(turns.load(Ordering::SeqCst), turn - 1, "not before its time");
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert_eq!(turns.load(Ordering::SeqCst), turn);
    }
    served.abort();
}

/// A lease on a database that has no locks: everybody leads.
async fn without_locks() -> Lease {
    tokio::time::resume();
    let pool = Pool::connect(&Settings::parse("sqlite::memory:").expect("a valid address")).await.expect("memory");
    tokio::time::pause();
    let db = Database::without(pool, Version::V4_1, ["HIVE_LOCKS"].into());
    let lease = Lease::new(Locks { db, timeout: Duration::from_secs(300) }, Office::Always, "here".into());
    assert!(lease.renew().await.expect("nobody is asked"));
    lease
}
