//! Locks of a few clients in every order of their transactions' halves.
//!
//! `lock` and `check_lock` look and then commit: others act in between. The rule that decides is the real one
//! ([`blocks`]); what the model adds are the row locks that the statements take. Three clients, who may die at any time,
//! and a clock.

use super::conflict::blocks;
use super::row::{Kind, LockRow};
use crate::explore::{Model, explore};
use skep_schema::Version;

/// A lock is gone when its last heartbeat is older than this.
const TIMEOUT: u8 = 1;
const LAST_MOMENT: u8 = 3;

struct Locking {
    version: Version,
    /// What each client wants of the one table.
    kinds: Vec<Kind>,
    flaw: Flaw,
}

/// What is left out on purpose, to see that it is missed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    None,
    /// Ids are taken without holding `NEXT_LOCK_ID`'s row to the commit.
    CounterLetGo,
    /// Only held locks count, not waiting ones.
    WaitingIgnored,
    /// Expired locks are not taken out of the way.
    ExpiredStay,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct State {
    now: u8,
    next_id: i64,
    /// Committed rows.
    rows: Vec<Held>,
    clients: Vec<Client>,
    counter: Option<usize>,
    /// Somebody was told to wait for a lock whose time was up.
    waits_for_dead: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Held {
    id: i64,
    client: usize,
    acquired: bool,
    beat: u8,
    /// Its owner's transaction has locked the row.
    locked: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Client {
    Idle,
    /// `lock` has looked and is about to commit.
    Enqueueing {
        id: i64,
        began: u8,
        acquires: bool,
    },
    Waiting,
    /// `check_lock` has looked and is about to commit.
    Checking {
        began: u8,
        acquires: bool,
    },
    /// It believes that it has the lock until its last heartbeat is too old.
    Holding {
        beat: u8,
    },
    /// Gave it back, or was told that it is gone.
    Done,
    Dead,
}

impl State {
    fn row(&mut self, client: usize) -> Option<&mut Held> {
        self.rows.iter_mut().find(|row| row.client == client)
    }

    fn expired(&self, row: &Held) -> bool {
        row.beat + TIMEOUT < self.now
    }

    /// `DELETE_EXPIRED`; false: it has to wait for a row that somebody has locked.
    fn delete_expired(&mut self, client: usize) -> bool {
        if self.rows.iter().any(|row| row.client != client && row.locked && self.expired(row)) {
            return false;
        }
        let now = self.now;
        self.rows.retain(|row| row.client == client || row.beat + TIMEOUT >= now);
        true
    }
}

impl Locking {
    fn as_row(&self, id: i64, client: usize, acquired: bool) -> LockRow {
        let (kind, table) = (self.kinds[client], Some("t".into()));
        LockRow { ext_id: id, int_id: 1, txn: 0, database: "d".into(), table, partition: None, acquired, kind }
    }

    /// What `try_acquire` finds; `None`: it must wait for a row lock first.
    fn acquires(&self, state: &mut State, client: usize, id: i64) -> Option<bool> {
        if self.flaw != Flaw::ExpiredStay && !state.delete_expired(client) {
            return None;
        }
        let wanted = self.as_row(id, client, false);
        let earlier = state.rows.iter().filter(|row| row.id < id);
        let counted = earlier.filter(|row| row.acquired || self.flaw != Flaw::WaitingIgnored);
        let blocking: Vec<&Held> = counted
            .filter(|row| blocks(&self.as_row(row.id, row.client, row.acquired), &wanted, self.version))
            .collect();
        let (free, dead) = (blocking.is_empty(), blocking.iter().all(|row| state.expired(row)));
        state.waits_for_dead |= dead && !free;
        Some(free)
    }

    fn step(&self, state: &State, client: usize) -> Vec<(&'static str, State)> {
        let mut steps = Vec::new();
        let mut after = state.clone();
        let now = state.now;
        match state.clients[client] {
            Client::Idle if state.counter.is_none() || self.flaw == Flaw::CounterLetGo => {
                let id = state.next_id;
                if let Some(acquires) = self.acquires(&mut after, client, id) {
                    (after.counter, after.next_id) = (Some(client), id + 1);
                    after.clients[client] = Client::Enqueueing { id, began: now, acquires };
                    steps.push(("looks", after));
                }
            }
            Client::Enqueueing { id, began, acquires } => {
                after.rows.push(Held { id, client, acquired: acquires, beat: began, locked: false });
                after.counter = None;
                after.clients[client] = if acquires { Client::Holding { beat: began } } else { Client::Waiting };
                steps.push(("is queued", after));
            }
            Client::Waiting => {
                let alive = after.row(client).cloned().filter(|row| !state.expired(row));
                match alive {
                    None => {
                        after.clients[client] = Client::Done;
                        steps.push(("is told that it is gone", after));
                    }
                    Some(row) => {
                        if let Some(acquires) = self.acquires(&mut after, client, row.id) {
                            after.row(client).expect("alive").locked = true;
                            after.clients[client] = Client::Checking { began: now, acquires };
                            steps.push(("looks again", after));
                        }
                    }
                }
            }
            Client::Checking { began, acquires } => {
                let row = after.row(client).expect("locked rows stay");
                (row.locked, row.acquired, row.beat) = (false, acquires, began);
                after.clients[client] = if acquires { Client::Holding { beat: began } } else { Client::Waiting };
                steps.push((if acquires { "gets it" } else { "waits on" }, after));
            }
            Client::Holding { .. } => {
                let mut given = after.clone();
                given.rows.retain(|row| row.client != client);
                given.clients[client] = Client::Done;
                steps.push(("gives it back", given));
                let expired = after.row(client).cloned().is_none_or(|row| state.expired(&row));
                if let Some(row) = after.row(client) {
                    row.beat = if expired { row.beat } else { now };
                }
                after.clients[client] = if expired { Client::Done } else { Client::Holding { beat: now } };
                steps.push(("beats", after));
            }
            _ => {}
        }
        let quiet = !matches!(state.clients[client], Client::Done | Client::Dead);
        // A server that dies in a transaction takes it back: it never began.
        if quiet && matches!(state.clients[client], Client::Idle | Client::Waiting | Client::Holding { .. }) {
            let mut dead = state.clone();
            dead.clients[client] = Client::Dead;
            steps.push(("dies", dead));
        }
        steps
    }
}

impl Model for Locking {
    type State = State;

    fn start(&self) -> State {
        let clients = vec![Client::Idle; self.kinds.len()];
        State { now: 0, next_id: 1, rows: Vec::new(), clients, counter: None, waits_for_dead: false }
    }

    fn next(&self, state: &State) -> Vec<(String, State)> {
        let mut next = Vec::new();
        for client in 0..self.kinds.len() {
            next.extend(self.step(state, client).into_iter().map(|(what, state)| (format!("{client} {what}"), state)));
        }
        if state.now < LAST_MOMENT {
            next.push(("time passes".to_owned(), State { now: state.now + 1, ..state.clone() }));
        }
        next
    }

    fn broken(&self, state: &State) -> Option<String> {
        let alone = |a: usize, b: usize| together_is_wrong(self.kinds[a], self.kinds[b], self.version);
        let believe = |client: &Client| matches!(client, Client::Holding { beat } if beat + TIMEOUT >= state.now);
        for a in 0..self.kinds.len() {
            for b in a + 1..self.kinds.len() {
                if alone(a, b) && believe(&state.clients[a]) && believe(&state.clients[b]) {
                    return Some(format!("{a} and {b} both have it"));
                }
            }
        }
        state.waits_for_dead.then(|| "somebody waits for the dead".to_owned())
    }
}

/// Hive's rule, said once more and differently: by who may write and who may be beside whom.
fn together_is_wrong(a: Kind, b: Kind, version: Version) -> bool {
    let exclusive = [a, b].contains(&Kind::Exclusive);
    let readers = [a, b].contains(&Kind::SharedRead);
    let shared_writers = (a, b) == (Kind::SharedWrite, Kind::SharedWrite);
    exclusive || !(readers || shared_writers && version >= Version::V4_0)
}

const MIXES: [[Kind; 3]; 4] = [
    [Kind::Exclusive, Kind::Exclusive, Kind::Exclusive],
    [Kind::Exclusive, Kind::SharedRead, Kind::SharedRead],
    [Kind::ExclusiveWrite, Kind::SharedWrite, Kind::SharedRead],
    [Kind::SharedWrite, Kind::SharedWrite, Kind::Exclusive],
];

#[test]
fn no_order_of_steps_gives_a_lock_to_two_or_keeps_one_for_the_dead() {
    let mut all = 0;
    for (version, mixes) in [(Version::V3_1, &MIXES[3..]), (Version::V4_1, &MIXES[..3])] {
        for kinds in mixes {
            let states = explore(&Locking { version, kinds: kinds.to_vec(), flaw: Flaw::None });
            let states = states.unwrap_or_else(|way| panic!("{kinds:?}: {way}"));
            assert!(states > 1000, "{kinds:?}: {states}");
            all += states;
        }
    }
    println!("figure\tlock states\t{all}");
}

#[test]
fn what_the_queue_stands_on_is_missed_where_it_is_missing() {
    for flaw in [Flaw::CounterLetGo, Flaw::WaitingIgnored, Flaw::ExpiredStay] {
        let kinds = MIXES[0].to_vec();
        let way = explore(&Locking { version: Version::V4_1, kinds, flaw }).expect_err("a flaw");
        assert!(way.contains("both have it") || way.contains("waits for the dead"), "{way}");
    }
    println!("figure\tlock flaws\t3");
}
