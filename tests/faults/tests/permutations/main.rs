//! Pairs of writes by two servers, stopped between their statements.
//!
//! One goes on for some steps, then the other to its end or to a lock, then the first again: every place for the one
//! switch, both ways round, and some with a second switch. What both were answered, what is there then and the events
//! must be what one after the other gives, in some order.

mod gate;
mod pairs;

use gate::Gate;
use pairs::{Pair, observe, pairs};
use skep_catalog::Clock;
use skep_conformance::TestServer;
use skep_schema::Version;
use skep_sql::{Settings, schema};
use skep_testing::{Backend, Client};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// Steps that no write of these has more of.
const STEPS_MAX: usize = 60;

/// Who goes first, for how many steps, and how many the other makes before the first goes on (all, if none).
#[derive(Debug, Clone, Copy)]
struct Schedule {
    first: usize,
    steps: usize,
    then: Option<usize>,
}

struct World {
    servers: [TestServer; 2],
    clients: [Client; 2],
    /// Each run has a database of its own, by number.
    runs: usize,
}

impl World {
    async fn on(backend: Backend) -> World {
        let clock = Clock::Set(Arc::new(AtomicI64::new(1_700_000_000_000)));
        let one = TestServer::with_clock(backend, Version::NEWEST, clock).await;
        let servers = [one.beside().await, one];
        let clients = [servers[0].client().await, servers[1].client().await];
        World { servers, clients, runs: 0 }
    }

    async fn begin(&mut self) -> Result<String, String> {
        self.runs += 1;
        let database = format!("d{:04}", self.runs);
        pairs::prepare(&mut self.clients[0], &database).await?;
        Ok(database)
    }

    /// One after the other.
    async fn serial(&mut self, pair: &Pair, first: usize) -> Result<String, String> {
        let database = self.begin().await?;
        let mut answers = [String::new(), String::new()];
        for number in [first, 1 - first] {
            answers[number] = pair.writes[number].send(&mut self.clients[number], &database).await;
        }
        self.end(answers, &database).await
    }

    /// By the schedule. Also how many steps the first had made when it was done, if it was.
    async fn interleaved(&mut self, pair: &Pair, schedule: Schedule) -> Result<(String, bool), String> {
        let database = self.begin().await?;
        let gates = [Gate::new(), Gate::new()];
        for (server, gate) in self.servers.iter().zip(&gates) {
            server.pool().step_in(Some(gate.hook()));
        }
        let [one, other] = &mut self.clients;
        let mut sent = [
            Box::pin(gates[0].until_done(pair.writes[0].send(one, &database))),
            Box::pin(gates[1].until_done(pair.writes[1].send(other, &database))),
        ];
        let mut answers = [None, None];
        let (first, second) = (schedule.first, 1 - schedule.first);
        let driven = async {
            let finished = gates[first].steps(schedule.steps).await;
            gates[second].steps(schedule.then.unwrap_or(STEPS_MAX)).await;
            gates.iter().for_each(Gate::open);
            finished
        };
        let [a, b] = &mut sent;
        let (answer_a, answer_b, finished) = tokio::join!(a, b, driven);
        (answers[0], answers[1]) = (Some(answer_a), Some(answer_b));
        for server in &self.servers {
            server.pool().step_in(None);
        }
        drop(sent);
        let answers = answers.map(Option::unwrap_or_default);
        Ok((self.end(answers, &database).await?, finished))
    }

    async fn end(&mut self, answers: [String; 2], database: &str) -> Result<String, String> {
        let seen = observe(&mut self.clients[0], database).await?;
        Ok(format!("{answers:?}\n{seen}").replace(database, "DATABASE"))
    }
}

/// The long run tries every place for the switch and some for a second one; the short run every third place, another
/// third for each pair.
fn schedules(pair: usize, first: usize) -> (Vec<Option<usize>>, impl Iterator<Item = usize>) {
    let all = std::env::var_os("SKEP_ALL_SCHEDULES").is_some();
    let then = if all { vec![None, Some(3), Some(7)] } else { vec![None] };
    let stride = if all { 1 } else { 3 };
    (then, (1 + (pair + first) % stride..STEPS_MAX).step_by(stride))
}

async fn all_pairs(backend: Backend) {
    let mut world = World::on(backend).await;
    let (mut tried, mut broken) = (0, Vec::new());
    for (number, pair) in pairs().into_iter().enumerate() {
        let mut serial = BTreeSet::new();
        for first in 0..2 {
            serial.insert(world.serial(&pair, first).await.expect("prepared"));
        }
        for first in 0..2 {
            for then in schedules(number, first).0 {
                for steps in schedules(number, first).1 {
                    let schedule = Schedule { first, steps, then };
                    let (seen, finished) = world.interleaved(&pair, schedule).await.expect("prepared");
                    tried += 1;
                    if !serial.contains(&seen) {
                        broken.push(format!("{}, {schedule:?}:\n{seen}", pair.name));
                    }
                    if finished {
                        break;
                    }
                }
            }
        }
        if broken.iter().any(|broken: &String| broken.starts_with(pair.name)) {
            broken.push(format!("serial outcomes of {}:\n{}", pair.name, Vec::from_iter(serial).join("\n")));
        }
    }
    println!("figure\tinterleavings {backend}\t{tried}");
    assert!(broken.is_empty(), "{} of {tried}:\n{}", broken.len(), broken.join("\n\n"));
    let settings = Settings::parse(world.servers[0].database().url()).expect("a test database's address");
    let mut session = schema::Session::connect(&settings).await.expect("reachable");
    let examined = schema::examine(&mut session, &mut |_, _, _| {}).await.expect("a metastore");
    let wrong = examined.ailments.iter().filter(|ailment| ailment.rows > 0);
    assert_eq!(Vec::from_iter(wrong.map(|ailment| &ailment.place)), Vec::<&String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_servers_do_at_once_one_after_the_other_explains_on_postgres() {
    all_pairs(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_servers_do_at_once_one_after_the_other_explains_on_mariadb() {
    all_pairs(Backend::Mariadb).await;
}
