//! What the queue needs done from time to time.

use super::kind::{State, type_of};
use super::{now, sql};
use crate::Result;
use crate::mutex::{Mutex, hold};
use skep_sql::{Database, Row};
use skep_types::{CompactionType, Str};
use std::time::Duration;

/// Rows deleted by one statement.
const CHUNK: usize = 500;

/// How many entries of each kind the history keeps, of each table or partition.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    pub succeeded: u32,
    pub failed: u32,
    pub refused: u32,
    pub not_initiated: u32,
    /// Older than this, what did not succeed goes as soon as something after it did.
    pub timeout: Duration,
}

/// Shortens the history. The latest of each kind stay however old they are, because the initiator counts failures.
pub async fn shorten_history(db: &Database, retention: &Retention) -> Result<u64> {
    db.write(|tx| async move {
        hold(&tx, Mutex::HouseKeeper).await?;
        let old = now(&tx).await? - millis(retention.timeout);
        let entries = tx.rows(&sql::HISTORY, &[]).await?;
        let entries: Vec<Entry> = entries.iter().map(Entry::decode).collect::<Result<_>>()?;
        let of_one = entries.chunk_by(|a, b| a.place == b.place);
        let doomed: Vec<i64> = of_one.flat_map(|newest_first| retention.doomed(newest_first, old)).collect();
        let mut removed = 0;
        for ids in doomed.chunks(CHUNK) {
            removed += tx.execute(&sql::DELETE_HISTORY, &[ids.into()]).await?;
        }
        Ok(removed)
    })
    .await
}

/// Gives entries back to the queue that a worker has had for longer than `timeout`: it died.
pub async fn revoke_silent_workers(db: &Database, timeout: Duration) -> Result<u64> {
    db.write(|tx| async move {
        let since = now(&tx).await? - millis(timeout);
        Ok(tx.execute(&sql::REVOKE, &[since.into()]).await?)
    })
    .await
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// A row of the history.
struct Entry {
    id: i64,
    place: (Str, Str, Option<Str>),
    state: Option<State>,
    started: i64,
    kind: CompactionType,
}

impl Entry {
    fn decode(row: &Row) -> Result<Entry> {
        Ok(Entry {
            id: row.get(0)?,
            place: (row.get(1)?, row.get(2)?, row.get(3)?),
            state: State::of(&row.get::<Str>(4)?),
            started: row.get::<Option<i64>>(5)?.unwrap_or(0),
            kind: type_of(&row.get::<Str>(6)?)?,
        })
    }
}

impl Retention {
    /// What goes of one table's or partition's entries, given newest first.
    fn doomed(&self, newest_first: &[Entry], old: i64) -> Vec<i64> {
        let (mut succeeded, mut failed, mut refused, mut not_initiated) = (0, 0, 0, 0);
        let (mut major, mut minor) = (false, false);
        let mut doomed = Vec::new();
        for entry in newest_first {
            let overtaken = major || (minor && entry.kind == CompactionType::MINOR);
            let timed_out = entry.started < old && overtaken;
            let (seen, kept, timed_out) = match entry.state {
                Some(State::Succeeded) => {
                    major |= entry.kind == CompactionType::MAJOR;
                    minor |= entry.kind != CompactionType::MAJOR;
                    (&mut succeeded, self.succeeded, false)
                }
                Some(State::Failed) => (&mut failed, self.failed, timed_out),
                Some(State::Refused) => (&mut refused, self.refused, timed_out),
                Some(State::DidNotInitiate) => (&mut not_initiated, self.not_initiated, timed_out),
                // Aborted by hand, or of a version to come.
                _ => continue,
            };
            *seen += 1;
            if *seen > kept || timed_out {
                doomed.push(entry.id);
            }
        }
        doomed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEEP: Retention =
        Retention { succeeded: 1, failed: 2, refused: 1, not_initiated: 1, timeout: Duration::from_secs(1) };

    /// Entries newest first, each `<state><type>@<start>`; answers the positions of those that go.
    fn doomed(history: &str) -> Vec<i64> {
        let entry = |(id, text): (i64, &str)| {
            let (letters, started) = text.split_once('@').expect("a start");
            Entry {
                id,
                place: ("d".into(), "t".into(), None),
                state: State::of(&letters[..1]),
                started: started.parse().expect("a number"),
                kind: type_of(&letters[1..]).expect("a type"),
            }
        };
        let entries: Vec<Entry> = (0..).zip(history.split(' ')).map(entry).collect();
        KEEP.doomed(&entries, 100)
    }

    #[test]
    fn so_many_of_each_kind_stay() {
        assert_eq!(doomed("sa@200 fa@200 sa@200 fa@200 fa@200 ca@200 ca@200 aa@200 aa@200 xa@1 xa@1"), [2, 4, 6, 8]);
    }

    #[test]
    fn an_old_failure_goes_when_something_that_covers_it_succeeded() {
        assert_eq!(doomed("fa@1 sa@200 fa@1 fi@1"), [2, 3], "the latest failure is not overtaken");
        assert_eq!(
            doomed("si@200 fa@1 fi@1 fi@200"),
            [2, 3],
            "a minor one covers minor ones; the last is one too many"
        );
    }
}
