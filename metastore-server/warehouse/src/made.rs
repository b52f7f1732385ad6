//! A directory that was asked for: it stays if the call succeeds and is taken back if it does not.

use std::path::PathBuf;

use crate::local;

/// Hold it across the transaction and call [`Made::keep`] after the commit. Dropping it takes the directories back that
/// this call made, those still empty, so an error, a deadline or a vanished client leaves nothing behind and no
/// table's data can be lost to it.
#[must_use = "dropping it takes the directory back; call keep() after the commit"]
#[derive(Debug)]
pub struct Made {
    levels: Vec<PathBuf>,
    state: State,
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
        Self { levels, state }
    }

    pub(crate) fn not_needed() -> Self {
        Self { levels: Vec::new(), state: State::NotNeeded }
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

    /// The call succeeded: what was made stays.
    pub fn keep(mut self) {
        self.levels.clear();
    }
}

impl Drop for Made {
    /// A few `rmdir` calls, done here because a cancelled request has no later moment.
    fn drop(&mut self) {
        local::take_back(&self.levels);
    }
}
