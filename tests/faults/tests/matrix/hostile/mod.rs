//! Every field of every method, one at a time, with what nobody should send: each text with quotes, wildcards, NUL,
//! placeholders, four-byte characters and 64 KB, each number at its ends (for an enum: a value from the future), each
//! field and each element left out.
//!
//! The writes are those of the [`story`], each where it would succeed; the reads ask a world full of things by its own
//! names. So a value goes as deep as it can. No COMMIT is let through meanwhile: each call finds the same world, and
//! neither those that were refused nor those that would have been done may leave anything behind.

mod tree;

use super::dump::{Dump, Ids};
use super::story::{Step, drops, grown, story};
use super::{LEFT_OUT, stride};
use skep_codec::{MessageKind, Protocol, encode, invent, read_envelope};
use skep_conformance::TestServer;
use skep_sql::failpoint::{Hook, Point};
use skep_sql::{Class, Failure};
use skep_testing::{Backend, Client};
use skep_types::{Call, Exception, MethodDef, Named, Visitor};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tree::{Leaf, Tree};

/// All at once, but for what some databases refuse before anything else is looked at.
const TEXTS: [&str; 2] = ["';--\"`%_\\?$1{if}{postgres:x}/../\u{1f41d}", "\0"];

/// Seeds of arguments for a read, until hardly a new field turns up.
const SEEDS: u64 = 12;

/// A call that takes longer does too much for what it was sent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a call ended that may end so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Answered,
    Refused,
    /// It had come as far as its COMMIT.
    Stopped,
}

/// A server, and what came of the calls so far.
struct Siege {
    server: TestServer,
    ids: Ids,
    /// Fields that had their turn, by method.
    known: BTreeSet<(&'static str, String)>,
    /// Spoiled messages that were thought of. The short run sends a fourth of them.
    thought_of: usize,
    outcomes: [usize; 3],
    faults: Vec<String>,
}

impl Siege {
    async fn on(backend: Backend) -> Siege {
        let server = TestServer::start(backend).await;
        let ids = if backend == Backend::Sqlite { Ids::Kept } else { Ids::LeftOut };
        Siege { server, ids, known: BTreeSet::new(), thought_of: 0, outcomes: [0; 3], faults: Vec::new() }
    }

    /// The arguments with each field spoiled that this method was not yet sent so.
    fn spoiled(&mut self, method: &'static MethodDef, tree: &Tree) -> Vec<(String, Tree)> {
        let long = "x".repeat(65_536);
        let mut spoiled = Vec::new();
        for (path, at, leaf) in tree.leaves() {
            if !self.known.insert((method.name, path.clone())) {
                continue;
            }
            let mut send = |what: &str, tree| spoiled.push((format!("{path} {what}"), tree));
            match leaf {
                Leaf::Text => {
                    for text in TEXTS.into_iter().chain([long.as_str()]) {
                        send(text.get(..30).unwrap_or(text), tree.with_text(at, text));
                    }
                }
                Leaf::Number => {
                    for number in [i64::MAX, -77] {
                        send(&number.to_string(), tree.with_number(at, number));
                    }
                }
                Leaf::Other => {}
            }
            send("left out", tree.without(at));
        }
        let first = self.thought_of;
        self.thought_of += spoiled.len();
        let sent = spoiled.into_iter().enumerate().filter(|(at, _)| (first + at).is_multiple_of(stride()));
        sent.map(|(_, message)| message).collect()
    }

    /// Sends all of them while no COMMIT is let through.
    async fn send(&mut self, method: &'static MethodDef, messages: &[(String, Tree)]) -> [usize; 3] {
        self.server.pool().step_in(Some(nothing_committed()));
        // A client of their own: some methods set something for their connection.
        let mut client = self.server.client().await;
        let mut outcomes = [0; 3];
        for (what, message) in messages {
            match outcome(&mut client, method, &message.bytes()).await {
                Ok(outcome) => outcomes[outcome as usize] += 1,
                Err(fault) => {
                    self.faults.push(format!("{} with {what:?}: {fault}", method.name));
                    client = self.server.client().await;
                }
            }
        }
        self.server.pool().step_in(None);
        for (sum, count) in self.outcomes.iter_mut().zip(outcomes) {
            *sum += count;
        }
        outcomes
    }

    /// Notes what is not as it was.
    async fn compare(&mut self, what: &str, before: &Dump) {
        let mut differences = Vec::from_iter(before.differences(&Dump::of(&self.server, self.ids).await));
        if !differences.is_empty() {
            differences.truncate(6);
            self.faults.push(format!("{what}: this changed: {differences:#?}"));
        }
    }

    /// One step of the story: its calls spoiled, and then as it is.
    async fn step(&mut self, step: &Step, client: &mut Client) {
        let method = skep_types::method(step.method).expect("the story calls methods of the interface");
        let spoiled = self.spoiled(method, &Tree::read(&step.bytes));
        if !spoiled.is_empty() {
            let before = Dump::of(&self.server, self.ids).await;
            self.send(method, &spoiled).await;
            self.compare(method.name, &before).await;
        }
        if let Err(refused) = step.send(client).await {
            self.faults.push(format!("{}: refused when it was sent as it should be: {refused:?}", step.method));
        }
    }

    /// Methods that the story does not call. How many there are, and how many of them have a result for what
    /// is there.
    async fn reads(&mut self) -> (usize, usize) {
        let before = Dump::of(&self.server, self.ids).await;
        let (mut asked, mut answered) = (0, 0);
        for (method, trees) in invented() {
            let outcomes = self.send(method, &trees).await;
            asked += 1;
            answered += usize::from(outcomes[Outcome::Answered as usize] > 0);
            for (_, tree) in &trees {
                let spoiled = self.spoiled(method, tree);
                self.send(method, &spoiled).await;
            }
        }
        self.compare("the reads", &before).await;
        (asked, answered)
    }
}

fn nothing_committed() -> Hook {
    Arc::new(|point| {
        let stopped = (point == Point::Commit).then(|| Failure::new(Class::Damage, "a test let nothing through"));
        Box::pin(async move { stopped.map_or(Ok(()), Err) })
    })
}

/// What came of a call, or what is wrong about it.
async fn outcome(client: &mut Client, method: &MethodDef, message: &[u8]) -> Result<Outcome, String> {
    let reply = tokio::time::timeout(PATIENCE, client.raw(method.name, message)).await;
    let reply = reply.map_err(|_| "no answer".to_owned())?.map_err(|error| format!("no answer: {error:?}"))?;
    let (envelope, at) = read_envelope(Protocol::Binary, &reply).map_err(|error| error.to_string())?;
    let body = reply.get(at..).unwrap_or_default();
    // A result is field 0 or, of a method that gives none, no field at all; an exception has the id that the method
    // declares.
    let field = body.get(1..3).map(|id| i16::from_be_bytes([id[0], id[1]]));
    let is_reply = envelope.kind == MessageKind::Reply;
    if is_reply && field.is_none_or(|id| id == 0) {
        return Ok(Outcome::Answered);
    }
    let text: String = String::from_utf8_lossy(body).chars().take(400).collect();
    if text.contains("no space left or is damaged") {
        return Ok(Outcome::Stopped);
    }
    let declared = method.throws.iter().any(|(id, _)| Some(*id) == field);
    let declares = method.throws.iter().any(|(_, exception)| *exception == Exception::MetaException);
    // What lacks a required field cannot be read, in Java either.
    let fits = if is_reply { declared } else { !declares || text.contains("required field") };
    if fits && !text.contains("something unexpected") { Ok(Outcome::Refused) } else { Err(format!("{text:?}")) }
}

/// Arguments for the methods that the story does not call.
fn invented() -> Vec<(&'static MethodDef, Vec<(String, Tree)>)> {
    struct Invented(BTreeSet<&'static str>, Vec<(&'static MethodDef, Vec<(String, Tree)>)>);

    impl Visitor for Invented {
        fn call<C: Call>(&mut self) {
            if C::METHOD.oneway || self.0.contains(C::METHOD.name) {
                return;
            }
            let tree = |seed| {
                let mut bytes = Vec::new();
                encode(Protocol::Binary, &invent::<C::Args>(seed), &mut bytes);
                let mut tree = Tree::read(&bytes);
                tree.fill("", C::Args::names(), &word);
                (format!("seed {seed}"), tree)
            };
            self.1.push((C::METHOD, (0..SEEDS).map(tree).collect()));
        }
    }

    let told = story().iter().map(|step| step.method).chain(LEFT_OUT.iter().map(|(method, _)| *method)).collect();
    let mut invented = Invented(told, Vec::new());
    skep_types::visit(&mut invented);
    invented.1
}

/// What the story's world has under the name of a field.
fn word(field: &str) -> &'static str {
    match field {
        "name" | "db" | "db_name" | "dbname" | "database" | "database_name" | "table_db" | "parent_db_name" => "d",
        "tbl_name" | "tbl_names" | "table_name" | "table_names" | "tablename" | "table" | "parent_tbl_name" => "t",
        "cat_name" | "catalog_name" | "catname" | "catalog" => "hive",
        "col_name" | "col_names" | "column_name" => "a",
        "part_name" | "part_names" | "partname" | "partitionname" | "names" => "p=1",
        "part_vals" | "partition_vals" | "values" => "1",
        "pattern" | "db_patterns" | "tbl_patterns" => "*",
        "filter" | "filters" => "p = \"1\"",
        "full_table_names" | "full_table_name" => "d.t",
        _ => "alice",
    }
}

async fn whatever_is_sent_is_answered(backend: Backend) {
    let mut siege = Siege::on(backend).await;
    let mut client = siege.server.client().await;
    let here = |step: &Step| step.anywhere || backend == Backend::Sqlite;
    for step in grown().iter().filter(|step| here(step)) {
        siege.step(step, &mut client).await;
    }
    let (asked, answered) = siege.reads().await;
    for step in drops().iter().filter(|step| here(step)) {
        siege.step(step, &mut client).await;
    }
    let [results, refused, stopped] = siege.outcomes;
    println!("figure\thostile {backend} calls\t{}", results + refused + stopped);
    println!("figure\thostile {backend} stopped at COMMIT\t{stopped}");
    println!("figure\thostile {backend} reads with a result\t{answered} of {asked}");
    assert!(siege.faults.is_empty(), "{} faults:\n{}", siege.faults.len(), siege.faults.join("\n"));
    assert!(stopped > 200 && refused > 500 && answered * 3 > asked * 2, "next to nothing got anywhere");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_is_answered_on_sqlite() {
    whatever_is_sent_is_answered(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_is_answered_on_postgres() {
    whatever_is_sent_is_answered(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_is_answered_on_mariadb() {
    whatever_is_sent_is_answered(Backend::Mariadb).await;
}
