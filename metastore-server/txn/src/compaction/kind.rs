//! The letters and words of the queue.

use crate::{Error, Result};
use skep_schema::Version;
use skep_types::CompactionType;

/// States as stored, in the words clients get to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Initiated,
    Working,
    ReadyForCleaning,
    Failed,
    Succeeded,
    DidNotInitiate,
    Refused,
    Aborted,
}

impl State {
    const ALL: [State; 8] = [
        State::Initiated,
        State::Working,
        State::ReadyForCleaning,
        State::Failed,
        State::Succeeded,
        State::DidNotInitiate,
        State::Refused,
        State::Aborted,
    ];

    pub fn letter(self) -> &'static str {
        match self {
            State::Initiated => "i",
            State::Working => "w",
            State::ReadyForCleaning => "r",
            State::Failed => "f",
            State::Succeeded => "s",
            State::DidNotInitiate => "a",
            State::Refused => "c",
            State::Aborted => "x",
        }
    }

    pub fn of(letter: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.letter() == letter)
    }

    /// The letter, or any version's word for it: a filter may hold either.
    pub fn named(text: &str) -> Option<State> {
        let word = |state: &State| Version::ALL.iter().any(|version| state.word(*version).eq_ignore_ascii_case(text));
        State::of(text).or_else(|| State::ALL.into_iter().find(word))
    }

    pub fn word(self, version: Version) -> &'static str {
        match self {
            State::Initiated => "initiated",
            State::Working => "working",
            State::ReadyForCleaning => "ready for cleaning",
            State::Failed => "failed",
            State::Succeeded => "succeeded",
            State::DidNotInitiate if version < Version::V4_0 => "attempted",
            State::DidNotInitiate => "did not initiate",
            State::Refused => "refused",
            State::Aborted => "aborted",
        }
    }
}

/// The word for a stored letter. One we do not know is shown as it is.
pub fn state_word(letter: &str, version: Version) -> &str {
    State::of(letter).map_or(letter, |state| state.word(version))
}

/// How a type is stored. Hive 2 and 3 know two of them and fail on others.
pub fn type_letter(kind: CompactionType, version: Version) -> Result<&'static str> {
    match kind {
        CompactionType::MAJOR => Ok("a"),
        CompactionType::MINOR => Ok("i"),
        CompactionType::REBALANCE | CompactionType::ABORT_TXN_CLEANUP if version < Version::V4_0 => {
            let text = format!("compaction type {} needs a database with the tables of Hive 4.0 or newer", kind.0);
            Err(Error::Meta(text))
        }
        CompactionType::REBALANCE => Ok("r"),
        CompactionType::ABORT_TXN_CLEANUP => Ok("c"),
        CompactionType(unknown) => Err(Error::Meta(format!("Unexpected compaction type {unknown}"))),
    }
}

/// Thrift's name for a stored letter, if we know it.
pub fn type_name(letter: &str) -> Option<&'static str> {
    match letter {
        "a" => Some("MAJOR"),
        "i" => Some("MINOR"),
        "r" => Some("REBALANCE"),
        "c" => Some("ABORT_TXN_CLEANUP"),
        _ => None,
    }
}

pub fn type_of(letter: &str) -> Result<CompactionType> {
    match letter {
        "a" => Ok(CompactionType::MAJOR),
        "i" => Ok(CompactionType::MINOR),
        "r" => Ok(CompactionType::REBALANCE),
        "c" => Ok(CompactionType::ABORT_TXN_CLEANUP),
        other => Err(Error::Meta(format!("the type of a compaction is {other:?}, expected a, i, r or c"))),
    }
}
