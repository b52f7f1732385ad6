//! The rules in force, compiled for lookup.
//!
//! A [`Snapshot`] is made of the stored statements, once per change of the policy. For a caller it gives an
//! [`Access`], which knows everything the caller belongs to and answers: may this call run
//! ([`Access::decide`]), does this name show ([`Access::sees_table`]), what of this table
//! ([`Access::effective`](crate::Effective)).

mod access;
mod grants;
mod snapshot;
mod tags;

pub use access::{Access, Decision, Refused, Standing};
pub use snapshot::{Record, Snapshot};

use crate::{Caller, Need};
use std::sync::Arc;

/// Whether the rules decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Everybody may do everything, as in a Java metastore without an authorizer.
    #[default]
    Off,
    /// Decides and logs; replies are as in mode off.
    Audit,
    Enforce,
}

impl Mode {
    pub const ALL: [Mode; 3] = [Mode::Off, Mode::Audit, Mode::Enforce];

    pub fn word(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::Audit => "audit",
            Mode::Enforce => "enforce",
        }
    }
}

use crate::caller::{UnknownWord, words};
use std::fmt;
use std::str::FromStr;
words!(Mode, "mode of access control");

/// A mode and the rules; a clone is the same policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    mode: Mode,
    snapshot: Arc<Snapshot>,
}

impl Policy {
    /// Access control is off.
    pub fn open() -> Policy {
        Policy::default()
    }

    pub fn new(mode: Mode, snapshot: Arc<Snapshot>) -> Policy {
        Policy { mode, snapshot }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// What the rules say to a caller, whatever the mode. `now` in seconds since 1970.
    pub fn of<'a>(&'a self, caller: &'a Caller, now: i64) -> Access<'a> {
        self.snapshot.of(caller, now)
    }

    /// Decides one call before it runs; in mode off without looking. In mode audit the decision is for the
    /// log: the call runs all the same.
    pub fn decide(&self, caller: &Caller, need: &Need, now: i64) -> Decision {
        match self.mode {
            Mode::Off => Decision::Allowed,
            Mode::Audit | Mode::Enforce => self.of(caller, now).decide(need),
        }
    }
}

#[cfg(test)]
mod tests;
