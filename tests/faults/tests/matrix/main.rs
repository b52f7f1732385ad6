//! Every method that writes, with its database calls failing one at a time: each of them with `SKEP_ALL_CALLS=1`.
//!
//! Two servers, each over a database of its own, live through the same [`story`]. One is left alone, the other is not;
//! after each call both must hold the same, and after each failure the troubled one must hold what it held before.

mod dump;
mod hostile;
mod story;
mod trouble;

use dump::{Dump, Ids};
use skep_api::Effect;
use skep_catalog::Clock;
use skep_conformance::TestServer;
use skep_schema::Version;
use skep_sql::{Class, Settings, schema};
use skep_testing::{Backend, CallError, Client};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use story::{Step, story};
use trouble::{Trouble, When};

/// Writes that the story leaves out, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("add_index", "Hive 2's indexes need its schema; the story has the newest"),
    ("alter_index", "as add_index"),
    ("drop_index_by_name", "as add_index"),
    ("get_metastore_db_uuid", "makes a random id the first time it is asked: twins differ in it"),
];

#[test]
fn the_story_has_every_method_that_writes() {
    let told: BTreeSet<&str> = story().iter().map(|step| step.method).collect();
    let left_out: BTreeSet<&str> = LEFT_OUT.iter().map(|(method, _)| *method).collect();
    let writes = skep_api::methods().filter(|entry| entry.effect == Effect::Write).map(|entry| entry.method.name);
    let missing: Vec<&str> = writes.filter(|name| !told.contains(name) && !left_out.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Swaps of one parameter, which the server may ask for again by itself: it finds out whether the COMMIT was done.
const FOUND_OUT: &[&str] = &["alter_table_with_environment_context", "alter_table_req"];

/// Of how many database calls one fails: each in the long run, in the short one another fourth of them for each step.
fn stride() -> usize {
    if std::env::var_os("SKEP_ALL_CALLS").is_some() { 1 } else { 4 }
}

/// Two servers that should come to the same.
struct Twins {
    ids: Ids,
    calm: TestServer,
    troubled: TestServer,
    clients: [Client; 2],
    /// Differences already told.
    known: BTreeSet<String>,
    broken: Vec<String>,
    steps: usize,
    cells: usize,
}

impl Twins {
    async fn on(backend: Backend) -> Twins {
        let clock = || Clock::Set(Arc::new(AtomicI64::new(1_700_000_000_000)));
        let calm = TestServer::with_clock(backend, Version::NEWEST, clock()).await;
        let troubled = TestServer::with_clock(backend, Version::NEWEST, clock()).await;
        let clients = [calm.client().await, troubled.client().await];
        let ids = if backend == Backend::Sqlite { Ids::Kept } else { Ids::LeftOut };
        Twins { ids, calm, troubled, clients, known: BTreeSet::new(), broken: Vec::new(), steps: 0, cells: 0 }
    }

    async fn calm(&mut self, step: &Step) -> String {
        let answer = step.send(&mut self.clients[0]).await;
        said(&self.calm, &answer)
    }

    async fn troubled(&mut self, step: &Step) -> Result<String, CallError> {
        step.send(&mut self.clients[1]).await
    }

    async fn dump(&self) -> Dump {
        Dump::of(&self.troubled, self.ids).await
    }

    /// After a call: on a server not after each, a dump takes longer there than the call.
    async fn compare(&mut self, step: &Step) {
        if self.ids == Ids::Kept || self.steps % 10 == 9 {
            self.compare_now(step.method).await;
        }
    }

    /// Tells what the two hold apart, if it is new.
    async fn compare_now(&mut self, method: &str) {
        let differences = Dump::of(&self.calm, self.ids).await.differences(&self.dump().await);
        self.told(method, "the undisturbed server holds something else", &differences);
    }

    fn told(&mut self, method: &str, what: &str, differences: &BTreeSet<String>) {
        let mut new: Vec<&String> = differences.difference(&self.known).collect();
        if !new.is_empty() {
            new.truncate(6);
            self.broken.push(format!("{method} ({}): {what}: {new:#?}", self.steps));
            self.known.extend(differences.iter().cloned());
        }
    }

    fn end(self, what: &str) {
        let backend = self.calm.database().backend();
        println!("figure\t{what} {backend} calls\t{}", self.steps);
        println!("figure\t{what} {backend} cells\t{}", self.cells);
        assert!(self.cells * 2 > self.steps, "next to nothing failed");
        assert!(self.broken.is_empty(), "{} broken:\n{}", self.broken.len(), self.broken.join("\n"));
    }
}

/// An answer as it can be compared.
fn said(server: &TestServer, answer: &Result<String, CallError>) -> String {
    let now = Clock::System.seconds();
    let text = format!("{answer:?}").replace(&server.warehouse().display().to_string(), "ROOT");
    dump::without_times(&text, now)
}

/// On SQLite, which takes back the ids of what failed: elsewhere twins differ in them, down to the texts of events.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_database_call_leaves_everything_as_it_was() {
    let mut twins = Twins::on(Backend::Sqlite).await;
    for step in &story() {
        let before = twins.dump().await;
        let mut at = twins.steps % stride();
        let answer = loop {
            let trouble = Trouble::prepared(twins.troubled.pool(), When::BeforeCommitted, at, Class::Damage);
            let answer = twins.troubled(step).await;
            if !trouble.over().0 || answer.is_ok() {
                // What a failed call had changed would show here as something done twice.
                break answer;
            }
            twins.cells += 1;
            let differences = before.differences(&twins.dump().await);
            twins.told(step.method, &format!("database call {at} failed, and this changed"), &differences);
            at += stride();
        };
        let (troubled, calm) = (said(&twins.troubled, &answer), twins.calm(step).await);
        if troubled != calm {
            twins.broken.push(format!("{}: {troubled} instead of {calm}", step.method));
        }
        if answer.is_err() {
            twins
                .broken
                .push(format!("{} ({}): the story has a call that is refused: {calm}", step.method, twins.steps));
        } else if before == twins.dump().await && !MAY_CHANGE_NOTHING.contains(&step.method) {
            twins.broken.push(format!("{} ({}): changes nothing", step.method, twins.steps));
        }
        twins.compare(step).await;
        twins.steps += 1;
    }
    no_gap_in_events(&twins.troubled).await;
    nothing_is_orphaned(&twins.troubled).await;
    twins.end("matrix");
}

/// They only move a heartbeat, which is a time.
const MAY_CHANGE_NOTHING: &[&str] = &[
    "heartbeat",
    "heartbeat_txn_range",
    "heartbeat_lock_materialization_rebuild",
    "heartbeat_lock_materialization_rebuild_req",
];

async fn no_gap_in_events(server: &TestServer) {
    let query = r#"select cast("EVENT_ID" as text) from "NOTIFICATION_LOG""#.to_owned();
    let ids = server.database().texts(&[query]).await.concat();
    let ids: BTreeSet<usize> = ids.iter().map(|id| id.parse().expect("a number")).collect();
    assert!(ids.len() > 50 && ids == (1..=ids.len()).collect(), "{ids:?}");
}

async fn nothing_is_orphaned(server: &TestServer) {
    let settings = Settings::parse(server.database().url()).expect("a test database's address");
    let mut session = schema::Session::connect(&settings).await.expect("reachable");
    let examined = schema::examine(&mut session, &mut |_, _, _| {}).await.expect("a metastore");
    // What the registry keeps under a name of its own stays when its last version goes.
    let wrong = examined.ailments.iter().filter(|ailment| ailment.rows > 0 && !ailment.place.contains("SERDES"));
    let found: Vec<&String> = wrong.map(|ailment| &ailment.place).collect();
    assert_eq!(found, Vec::<&String>::new());
}

/// Deadlocks and lost connections before COMMIT are nobody's business but ours: answer and rows are those of the twin.
async fn collisions_are_not_noticed(backend: Backend) {
    let mut twins = Twins::on(backend).await;
    let mut seed = 7_usize;
    for step in story().iter().filter(|step| step.anywhere || backend == Backend::Sqlite) {
        // Any call of the step, and each of them by and by as the seed moves on.
        seed = (seed * 31 + 11) % 1009;
        let class = if seed.is_multiple_of(2) { Class::Collision } else { Class::Disconnected };
        let trouble = Trouble::prepared(twins.troubled.pool(), When::BeforeCommitted, seed % 9, class);
        let answer = twins.troubled(step).await;
        twins.cells += usize::from(trouble.over().0);
        let (troubled, calm) = (said(&twins.troubled, &answer), twins.calm(step).await);
        if twins.ids == Ids::Kept && troubled != calm {
            twins.broken.push(format!("{}: {troubled} instead of {calm}", step.method));
        }
        twins.compare(step).await;
        twins.steps += 1;
    }
    twins.compare_now("the end").await;
    twins.end("collisions");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn collisions_are_not_noticed_on_sqlite() {
    collisions_are_not_noticed(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn collisions_are_not_noticed_on_postgres() {
    collisions_are_not_noticed(Backend::Postgres).await;
}

/// The answer to COMMIT is lost, and the client sends its call again. What it is told then stands in a file: it is what
/// a client library that repeats calls has to live with.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_sent_again_after_a_lost_commit_gets_its_documented_answer() {
    let mut twins = Twins::on(Backend::Sqlite).await;
    let mut table = String::from("# method\twhat the call does when it is sent a second time\n");
    for step in &story() {
        let trouble = Trouble::prepared(twins.troubled.pool(), When::Committed, 0, Class::Disconnected);
        let lost = twins.troubled(step).await;
        let struck = trouble.over().0;
        let told = lost.as_ref().is_err_and(|error| error.message().contains("outcome unknown"));
        if struck && told == FOUND_OUT.contains(&step.method) {
            twins.broken.push(format!("{}: {lost:?} when COMMIT had no answer", step.method));
        }
        twins.cells += usize::from(struck);
        twins.calm(step).await;
        let (calm, done) = (Dump::of(&twins.calm, twins.ids).await, twins.dump().await);
        // Directories of what may have been dropped are left alone; those of what may have been made are still there.
        let rows: BTreeSet<String> = calm.rows.symmetric_difference(&done.rows).cloned().collect();
        twins.told(step.method, "COMMIT was done, but the undisturbed server holds something else", &rows);
        let gone: BTreeSet<String> = calm.directories.difference(&done.directories).cloned().collect();
        twins.told(step.method, "directories are gone although COMMIT may have been done", &gone);

        let answer = twins.troubled(step).await;
        let changed = twins.dump().await.rows != done.rows;
        let (again, calm) = (said(&twins.troubled, &answer), twins.calm(step).await);
        if again != calm {
            twins.broken.push(format!("{} again: {again} instead of {calm}", step.method));
        }
        let outcome = match (&answer, changed) {
            (Ok(_), false) => "success, nothing changes".to_owned(),
            (Ok(_), true) => "happens again".to_owned(),
            (Err(CallError::Declared(exception, _)), false) => format!("{exception:?}"),
            (Err(error), _) => format!("{error:?}, changed: {changed}"),
        };
        writeln!(table, "{}\t{outcome}", step.method).expect("written to a string");
        twins.steps += 1;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("resent.tsv");
    if std::env::var_os("SKEP_BLESS").is_some() {
        std::fs::write(&path, &table).expect("the table can be written");
    }
    twins.end("lost answers");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "resent.tsv is out of date: run this test with SKEP_BLESS=1 and read what changed");
}
