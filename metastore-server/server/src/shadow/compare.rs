//! Our own answers to what the old server was asked, and what becomes of them.

use std::collections::HashMap;
use std::sync::Arc;

use skep_api::{Answer, Effect, Request, Service, Session};
use skep_codec::{Budget, Protocol, Tree, tree};
use skep_net::Call;
use skep_schema::Version;
use skep_types::Names;
use tokio::sync::{Semaphore, oneshot};

use super::report::{Report, Verdict};
use super::{differ, known};

/// Asks our service and compares. Cheap to clone.
#[derive(Clone)]
pub struct Comparer {
    inner: Arc<Inner>,
}

struct Inner {
    service: Service,
    /// Of the database, and so no older than the old server.
    version: Version,
    effects: HashMap<&'static str, Effect>,
    report: Arc<Report>,
    /// Comparisons at work or waiting; beyond it calls are only forwarded.
    room: Arc<Semaphore>,
}

/// What the old server said.
pub enum Heard {
    Reply(Vec<u8>),
    /// `TApplicationException`.
    Exception(String),
}

/// Comparisons at a time: the database should hardly notice them.
const ROOM: usize = 64;

/// Memory for one comparison: two answers as trees.
const MEMORY: usize = 512 << 20;

/// What was asked.
struct Question {
    session: Arc<Session>,
    protocol: Protocol,
    method: String,
    args: Vec<u8>,
}

impl Comparer {
    pub fn new(service: Service, version: Version, report: Arc<Report>) -> Self {
        let effects = skep_api::methods().map(|entry| (entry.method.name, entry.effect)).collect();
        let room = Arc::new(Semaphore::new(ROOM));
        Self { inner: Arc::new(Inner { service, version, effects, report, room }) }
    }

    /// What our method of that name does, if we have it and compare it.
    pub fn effect(&self, method: &str) -> Option<Effect> {
        let effect = self.inner.effects.get(method).copied();
        effect.filter(|_| known::method(method).is_none())
    }

    pub fn forwarded(&self, method: &str) {
        self.inner.report.add(method, Verdict::Forwarded);
    }

    /// Lets our own session know what the caller says of itself.
    pub async fn remember(&self, session: &Session, call: &Call<'_>) {
        let budget = Budget::new(1 << 20);
        let request =
            Request { id: &"shadow", protocol: call.protocol, method: call.name, args: call.args, budget: &budget };
        // Whatever it answers: the client hears the old server.
        let _ = self.inner.service.call(session, request).await;
    }

    /// Starts to answer the call beside the old server; where to send what that one said. Nothing, if there is no room.
    pub fn listen(&self, session: &Arc<Session>, call: &Call<'_>) -> Option<oneshot::Sender<Heard>> {
        let Ok(place) = self.inner.room.clone().try_acquire_owned() else {
            self.inner.report.add(call.name, Verdict::Missed);
            return None;
        };
        let question = Question {
            session: session.clone(),
            protocol: call.protocol,
            method: call.name.to_owned(),
            args: call.args.to_vec(),
        };
        let (told, heard) = oneshot::channel();
        let inner = self.inner.clone();
        tokio::spawn(async move {
            let verdict = inner.compare(&question, heard).await;
            inner.report.add(&question.method, verdict.unwrap_or(Verdict::Missed));
            drop(place);
        });
        Some(told)
    }

    /// Waits for the comparisons at work.
    pub async fn finish(&self) {
        // Closed by nobody, so it can only be had.
        let _ = self.inner.room.acquire_many(ROOM as u32).await;
    }
}

impl Inner {
    /// `None`: one of the two gave no answer that can be compared.
    async fn compare(&self, question: &Question, heard: oneshot::Receiver<Heard>) -> Option<Verdict> {
        let ours = self.answer(question).await;
        let theirs = heard.await.ok()?;
        let differences = differences(question, &theirs, &ours?)?;
        if differences.is_empty() {
            return Some(Verdict::Equal);
        }
        let exchange = known::Exchange { args: args(question), theirs: result(question, &theirs) };
        let reason = |found: &differ::Difference| known::difference(self.version, &question.method, found, &exchange);
        if let Some(reasons) = differences.iter().map(reason).collect::<Option<Vec<_>>>() {
            let differences = differences.into_iter().zip(reasons).collect();
            return Some(Verdict::Known { object: object(question), differences });
        }
        // Somebody may have written between the two answers: then ours is theirs now.
        let mut again = self::differences(question, &theirs, &self.answer(question).await?)?;
        again.retain(|found| reason(found).is_none());
        if again.is_empty() {
            return Some(Verdict::Moved);
        }
        Some(Verdict::Different { object: object(question), differences: again })
    }

    async fn answer(&self, question: &Question) -> Option<Heard> {
        let Question { session, protocol, method, args } = question;
        let budget = Budget::new(MEMORY);
        let request = Request { id: &"shadow", protocol: *protocol, method, args, budget: &budget };
        match self.service.call(session, request).await {
            Answer::Reply { body, .. } => Some(Heard::Reply(body)),
            Answer::Exception(exception) => Some(Heard::Exception(exception.message)),
            Answer::Stream(mut stream) => {
                let mut body = Vec::new();
                while stream.next(&mut body).await.ok()? {
                    if body.len() > MEMORY / 4 {
                        return None;
                    }
                }
                Some(Heard::Reply(body))
            }
            Answer::Nothing | Answer::Close => None,
        }
    }
}

fn differences(question: &Question, theirs: &Heard, ours: &Heard) -> Option<Vec<differ::Difference>> {
    let told = |heard: &Heard| match heard {
        Heard::Reply(_) => "a reply".to_owned(),
        Heard::Exception(text) => format!("TApplicationException: {text}"),
    };
    let (Heard::Reply(theirs), Heard::Reply(ours)) = (theirs, ours) else {
        let (upstream, skep) = (told(theirs), told(ours));
        let alike = upstream == skep || matches!((theirs, ours), (Heard::Exception(_), Heard::Exception(_)));
        let found = differ::Difference { field: "outcome".to_owned(), upstream, skep };
        return Some(if alike { Vec::new() } else { vec![found] });
    };
    let budget = Budget::new(MEMORY);
    let read = |bytes: &[u8]| tree(question.protocol, bytes, &budget).ok();
    let ok = skep_types::names(&question.method).map_or(Names::Plain, |(_, ok)| ok);
    let throws = skep_types::method(&question.method).map_or(&[][..], |method| method.throws);
    let declared = |id| throws.iter().find(|(field, _)| *field == id).map(|(_, exception)| format!("{exception:?}"));
    Some(differ::answers(ok, declared, &read(theirs)?, &read(ours)?))
}

/// What the call was about: its arguments.
fn object(question: &Question) -> String {
    let names = skep_types::names(&question.method).map_or(Names::Plain, |(args, _)| args);
    differ::shown(&args(question), names)
}

fn args(question: &Question) -> Tree {
    tree(question.protocol, &question.args, &Budget::new(MEMORY)).unwrap_or(Tree::Struct(Vec::new()))
}

/// Empty if it is none.
fn result(question: &Question, heard: &Heard) -> Tree {
    let read = |bytes: &[u8]| tree(question.protocol, bytes, &Budget::new(MEMORY)).ok();
    let found = if let Heard::Reply(bytes) = heard { read(bytes) } else { None };
    found.unwrap_or(Tree::Struct(Vec::new()))
}
