//! Clients that go on whatever happens, and write down what they did and saw.

pub mod locker;
pub mod racer;
pub mod reader;
pub mod writer;

use skep_faults::history::{Change, Hold, Moment, Operation, Outcome, Read, Swap};
use skep_testing::{CallError, Client, Wire};
use skep_types::{Call, Database, FieldSchema, SerDeInfo, StorageDescriptor, Str, Table, args, calls};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub const WRITERS: usize = 3;
pub const RACERS: usize = 3;
pub const LOCKERS: usize = 3;
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(2);
/// Nobody waits longer for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The value that the racers start from.
pub const START: &str = "file:/race/start.json";

/// A change of tables and partitions, with the events it causes.
#[derive(Debug, Clone)]
pub struct Act {
    pub changes: Vec<Change<String>>,
    pub event: String,
}

/// All that happened.
pub struct Record {
    started: Instant,
    kept: Mutex<Kept>,
    calls: AtomicU64,
    refused: AtomicU64,
    replays: AtomicU64,
    /// The last success, and the longest time without one.
    success: Mutex<(Moment, Moment)>,
}

#[derive(Default)]
pub struct Kept {
    pub acts: Vec<Operation<Act>>,
    pub swaps: Vec<Operation<Swap>>,
    pub reads: Vec<Read>,
    pub holds: Vec<Hold>,
    pub tailed: u64,
    pub calls: u64,
    pub refused: u64,
    pub replays: u64,
    pub longest_without_success: Duration,
}

impl Record {
    pub fn new() -> Record {
        Record {
            started: Instant::now(),
            kept: Mutex::default(),
            calls: AtomicU64::default(),
            refused: AtomicU64::default(),
            replays: AtomicU64::default(),
            success: Mutex::default(),
        }
    }

    fn now(&self) -> Moment {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(Moment::MAX)
    }

    fn keep(&self, write: impl FnOnce(&mut Kept)) {
        write(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn replayed(&self) {
        self.replays.fetch_add(1, Ordering::Relaxed);
    }

    fn succeeded(&self, now: Moment) {
        let mut success = self.success.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, longest) = *success;
        *success = (now.max(last), longest.max(now.saturating_sub(last)));
    }

    pub fn end(self) -> Kept {
        let mut kept = self.kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.calls = self.calls.into_inner();
        kept.refused = self.refused.into_inner();
        kept.replays = self.replays.into_inner();
        let (_, longest) = self.success.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.longest_without_success = Duration::from_nanos(longest);
        kept
    }
}

/// How a call went, and when.
pub struct Said<T> {
    pub called: Moment,
    pub answered: Moment,
    pub answer: Result<T, Trouble>,
}

#[derive(Debug)]
pub enum Trouble {
    /// Nobody answered, or the answer was that nobody knows.
    Unknown,
    /// The database was in trouble: the server says that nothing has happened.
    Refused,
    /// A refusal for a reason of its own.
    Answered(CallError),
}

impl<T> Said<T> {
    /// For calls that have no reason of their own to be refused.
    pub fn outcome(&self) -> Result<Outcome, String> {
        match &self.answer {
            Ok(_) => Ok(Outcome::Done),
            Err(Trouble::Unknown) => Ok(Outcome::Unknown),
            Err(Trouble::Refused) => Ok(Outcome::Refused),
            Err(Trouble::Answered(error)) => Err(format!("{error:?}")),
        }
    }
}

/// A client that goes to the next server when one is gone.
pub struct Session {
    pub number: usize,
    pub record: Arc<Record>,
    servers: Vec<SocketAddr>,
    at: usize,
    client: Option<Client>,
}

impl Session {
    pub fn new(servers: &[SocketAddr], number: usize, record: Arc<Record>) -> Session {
        Session { number, record, servers: servers.to_vec(), at: number, client: None }
    }

    /// Sends once. What could not even be sent is tried at the next server.
    pub async fn call<C: Call>(&mut self, args: C::Args) -> Said<C::Ok> {
        let mut client = self.connected().await;
        let called = self.record.now();
        let sent = tokio::time::timeout(PATIENCE, client.call::<C>(args)).await;
        let answered = self.record.now();
        self.record.calls.fetch_add(1, Ordering::Relaxed);
        let answer = match sent {
            Err(_) | Ok(Err(CallError::Closed(_))) => {
                self.at += 1;
                return Said { called, answered, answer: Err(Trouble::Unknown) };
            }
            Ok(Err(error)) if error.message().contains("outcome unknown") => Err(Trouble::Unknown),
            Ok(Err(error)) if error.message().contains("the metastore database") => {
                self.record.refused.fetch_add(1, Ordering::Relaxed);
                Err(Trouble::Refused)
            }
            Ok(Err(error)) => Err(Trouble::Answered(error)),
            Ok(Ok(answer)) => {
                self.record.succeeded(answered);
                Ok(answer)
            }
        };
        self.client = Some(client);
        Said { called, answered, answer }
    }

    /// Goes to another server.
    pub fn elsewhere(&mut self) {
        (self.at, self.client) = (self.at + 1, None);
    }

    async fn connected(&mut self) -> Client {
        loop {
            if let Some(client) = self.client.take() {
                return client;
            }
            match Client::connect(self.servers[self.at % self.servers.len()], Wire::PLAIN).await {
                Ok(client) => return client,
                Err(_) => {
                    self.at += 1;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        }
    }
}

/// The databases and the racers' table, before anything goes wrong.
pub async fn prepare(servers: &[SocketAddr], record: &Arc<Record>) -> Result<(), String> {
    let mut session = Session::new(servers, 0, record.clone());
    let names = (0..WRITERS).map(writer::database).chain(["race".to_owned()]);
    for name in names {
        let database = Database { name: Some(name.as_str().into()), ..Default::default() };
        let made = session.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await;
        act(&session, &made, Vec::new(), format!("CREATE_DATABASE {name}"))?;
    }
    let mut swapped = table("race", "t");
    swapped.parameters = Some(racer::parameters(START, None));
    let made = session.call::<calls::CreateTable>(args::CreateTable { tbl: Some(swapped) }).await;
    act(&session, &made, vec![Change::Add("race.t".to_owned())], "CREATE_TABLE race.t".to_owned())
}

/// Writes down a change.
pub fn act<T>(session: &Session, said: &Said<T>, changes: Vec<Change<String>>, event: String) -> Result<(), String> {
    let outcome = said.outcome().map_err(|error| format!("{event}: {error}"))?;
    let what = Act { changes, event };
    let operation = Operation { called: said.called, answered: said.answered, outcome, what };
    session.record.keep(|kept| kept.acts.push(operation));
    Ok(())
}

pub fn table(database: &str, name: &str) -> Table {
    let column = |name: &str| FieldSchema { name: Some(name.into()), type_: Some("string".into()), comment: None };
    let storage = StorageDescriptor {
        cols: Some(vec![column("a")]),
        serde_info: Some(SerDeInfo::default()),
        ..Default::default()
    };
    Table {
        table_name: Some(name.into()),
        db_name: Some(database.into()),
        table_type: Some("EXTERNAL_TABLE".into()),
        parameters: Some(BTreeMap::from([(Str::from("EXTERNAL"), Str::from("TRUE"))])),
        partition_keys: Some(vec![column("p")]),
        sd: Some(storage),
        ..Default::default()
    }
}
