//! A directory that was asked for: it stays if the call succeeds and is taken back if it does not.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::local;

/// Hold it across the transaction and call [`Made::keep`] after the commit. Dropping it takes the directories back that
/// this call made, those still empty, so an error, a deadline or a vanished client leaves nothing behind and no
/// table's data can be lost to it. Once COMMIT is on its way the rows may say that they are there: see
/// [`Made::committing`].
#[must_use = "dropping it takes the directory back; call keep() after the commit"]
#[derive(Debug)]
pub struct Made {
    levels: Vec<PathBuf>,
    state: State,
    committing: Arc<AtomicBool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Existed,
    NotNeeded,
}

impl Made {
    pub(crate) fn local(levels: Vec<PathBuf>) -> Self {
        let state = if levels.is_empty() { State::Existed } else { State::New };
        Self { levels, state, committing: Arc::default() }
    }

    pub(crate) fn not_needed() -> Self {
        Self { levels: Vec::new(), state: State::NotNeeded, committing: Arc::default() }
    }

    /// Did this call make the directory?
    pub fn is_new(&self) -> bool {
        self.state == State::New
    }

    /// Was the directory known to be there before, so that it may hold files worth counting? On an object store nobody
    /// looks, and the answer is no.
    pub fn existed(&self) -> bool {
        self.state == State::Existed
    }

    /// To be raised when COMMIT is sent: a call that is dropped or stays without an answer from then on leaves the
    /// directory there.
    pub fn committing(&self) -> Arc<AtomicBool> {
        self.committing.clone()
    }

    /// Several that one transaction is about share the flag.
    #[must_use]
    pub fn of_one_commit(made: Vec<Made>) -> Vec<Made> {
        let committing = made.first().map(Made::committing).unwrap_or_default();
        made.into_iter()
            .map(|mut made| {
                made.committing = committing.clone();
                made
            })
            .collect()
    }

    /// The call succeeded: what was made stays.
    pub fn keep(mut self) {
        self.levels.clear();
    }
}

impl Drop for Made {
    /// A few `rmdir` calls, done here because a cancelled request has no later moment.
    fn drop(&mut self) {
        if !self.committing.load(Ordering::Acquire) {
            local::take_back(&self.levels);
        }
    }
}
