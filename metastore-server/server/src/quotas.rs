//! How much one client, and one user, may ask for at once and in a second.
//!
//! Whoever asks for more is refused with an exception that says so and on which Hive's clients try again.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// 0 is without a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    pub running: u32,
    pub per_second: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// For all connections of one address.
    pub client: Quota,
    /// For all connections of one user, whatever their addresses.
    pub user: Quota,
}

/// Who has a quota.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    Client(IpAddr),
    User(String),
}

/// Why a call has to wait.
#[derive(Debug, PartialEq, Eq)]
pub enum Exceeded {
    Running { who: Who, max: u32 },
    PerSecond { who: Who, max: u32 },
}

#[derive(Default)]
pub struct Quotas {
    /// Without any rule nobody is counted.
    any: AtomicBool,
    book: Mutex<Book>,
    refused: [AtomicU64; 2],
}

#[derive(Default)]
struct Book {
    rules: Rules,
    accounts: HashMap<Who, Account>,
}

struct Account {
    running: u32,
    /// Calls that may begin now: one second's worth at the most.
    credit: f64,
    since: Instant,
}

/// Users are what clients call themselves: beyond so many accounts those at rest are closed.
const ACCOUNTS_MAX: usize = 4096;

/// The right to one call; given back when dropped.
pub struct Turn<'a> {
    quotas: &'a Quotas,
    of: Vec<Who>,
}

impl Quotas {
    pub fn new(rules: Rules) -> Quotas {
        let quotas = Quotas::default();
        quotas.set(rules);
        quotas
    }

    /// For calls that begin from now on.
    pub fn set(&self, rules: Rules) {
        self.book().rules = rules;
        self.any.store(rules != Rules::default(), Relaxed);
    }

    /// Calls refused: because of their client, because of their user.
    pub fn refused(&self) -> [u64; 2] {
        self.refused.each_ref().map(|count| count.load(Relaxed))
    }

    pub fn enter(&self, client: Option<IpAddr>, user: impl FnOnce() -> Option<String>) -> Result<Turn<'_>, Exceeded> {
        let mut turn = Turn { quotas: self, of: Vec::new() };
        if !self.any.load(Relaxed) {
            return Ok(turn);
        }
        let now = Instant::now();
        let book = &mut *self.book();
        let Rules { client: of_client, user: of_user } = book.rules;
        let client = client.map(|address| (Who::Client(address.to_canonical()), of_client));
        let user = user().map(|name| (Who::User(name), of_user));
        let asked: Vec<_> =
            [client, user].into_iter().flatten().filter(|(_, quota)| *quota != Quota::default()).collect();
        // All or nothing: a call that one of them refuses costs the other nothing.
        for (who, quota) in &asked {
            book.open(who, *quota, now).allows(quota).map_err(|exceeded| {
                self.refused[usize::from(matches!(who, Who::User(_)))].fetch_add(1, Relaxed);
                exceeded(who.clone())
            })?;
        }
        for (who, _) in asked {
            if let Some(account) = book.accounts.get_mut(&who) {
                account.running += 1;
                account.credit -= 1.0;
                turn.of.push(who);
            }
        }
        Ok(turn)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// The account, with what it has earned since it was last looked at.
    fn open(&mut self, who: &Who, quota: Quota, now: Instant) -> &mut Account {
        if self.accounts.len() >= ACCOUNTS_MAX && !self.accounts.contains_key(who) {
            self.accounts.retain(|_, account| account.running > 0);
        }
        let full = f64::from(quota.per_second);
        let account = self.accounts.entry(who.clone()).or_insert(Account { running: 0, credit: full, since: now });
        let earned = now.duration_since(account.since).as_secs_f64() * full;
        account.credit = (account.credit.max(0.0) + earned).min(full);
        account.since = now;
        account
    }
}

impl Account {
    fn allows(&self, quota: &Quota) -> Result<(), impl FnOnce(Who) -> Exceeded + use<>> {
        let Quota { running, per_second } = *quota;
        let too_many = running > 0 && self.running >= running;
        let too_fast = per_second > 0 && self.credit < 1.0;
        match too_many || too_fast {
            false => Ok(()),
            true => Err(move |who| match too_many {
                true => Exceeded::Running { who, max: running },
                false => Exceeded::PerSecond { who, max: per_second },
            }),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.of.is_empty() {
            return;
        }
        let mut book = self.quotas.book();
        for who in &self.of {
            if let Some(account) = book.accounts.get_mut(who) {
                account.running = account.running.saturating_sub(1);
            }
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Client(address) => write!(f, "client {address}"),
            Who::User(name) => write!(f, "user {name}"),
        }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exceeded::Running { who, max } => write!(f, "{who} has {max} calls running, the most it may: try again"),
            Exceeded::PerSecond { who, max } => write!(f, "{who} may make {max} calls a second: try again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1)));

    fn quotas(client: Quota, user: Quota) -> Quotas {
        Quotas::new(Rules { client, user })
    }

    fn ann() -> Option<String> {
        Some("ann".to_owned())
    }

    #[test]
    fn calls_at_once_are_counted_for_client_and_user_and_given_back() {
        let quotas = quotas(Quota { running: 3, per_second: 0 }, Quota { running: 1, per_second: 0 });
        let first = quotas.enter(ONE, ann).expect("room");
        let refused = quotas.enter(ONE, ann).err().expect("one at a time");
        assert_eq!(refused.to_string(), "user ann has 1 calls running, the most it may: try again");
        let others: Vec<_> = (0..2).map(|_| quotas.enter(ONE, || None).expect("room for the client")).collect();
        let refused = quotas.enter(ONE, || None).err().expect("three of a client");
        assert_eq!(refused.to_string(), "client 10.0.0.1 has 3 calls running, the most it may: try again");
        assert_eq!(quotas.refused(), [1, 1]);
        drop((first, others));
        assert!(quotas.enter(ONE, ann).is_ok());
    }

    #[test]
    fn a_second_brings_so_many_calls_and_no_more_are_saved_up() {
        let quotas = quotas(Quota { running: 0, per_second: 5 }, Quota::default());
        let made = (0..20).filter(|_| quotas.enter(ONE, || None).is_ok()).count();
        assert_eq!(made, 5);
        if let Some(account) = quotas.book().accounts.values_mut().next() {
            account.since -= std::time::Duration::from_secs(100);
        }
        let made = (0..20).filter(|_| quotas.enter(ONE, || None).is_ok()).count();
        assert_eq!(made, 5);
    }

    #[test]
    fn without_rules_nobody_is_counted_and_names_do_not_pile_up() {
        let free = Quotas::new(Rules::default());
        let _turn = free.enter(ONE, || panic!("nobody asks who it is"));
        assert!(free.book().accounts.is_empty());
        let quotas = quotas(Quota::default(), Quota { running: 1, per_second: 0 });
        for n in 0..3 * ACCOUNTS_MAX {
            assert!(quotas.enter(None, || Some(n.to_string())).is_ok());
        }
        assert!(quotas.book().accounts.len() <= ACCOUNTS_MAX);
    }
}
