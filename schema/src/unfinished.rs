//! The note that says a schema is being made or upgraded.
//!
//! MySQL commits every statement, so whoever is killed on the way leaves a database that is neither. The note is written
//! first and taken back last. It stands in `VERSION`, beside the version 0.0.0: with that, every Java metastore refuses to
//! start until the work is finished, instead of finding out request by request.

use std::fmt;

use crate::Version;

/// Work on a schema that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// What is upgraded; nothing, if the schema is made from scratch.
    pub from: Option<Version>,
    pub to: Version,
}

/// Older than any metastore there is.
pub(crate) const NO_VERSION: &str = "0.0.0";

const MAKING: &str = "Skep is making schema ";
const UPGRADING: &str = "Skep is upgrading schema ";

impl Unfinished {
    /// A comment in `VERSION`, if it is such a note.
    pub fn read(comment: &str) -> Option<Unfinished> {
        if let Some(to) = comment.strip_prefix(MAKING) {
            return Some(Unfinished { from: None, to: Version::named(to)? });
        }
        let (from, to) = comment.strip_prefix(UPGRADING)?.split_once(" to ")?;
        Some(Unfinished { from: Some(Version::named(from)?), to: Version::named(to)? })
    }
}

/// The note itself.
impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from {
            None => write!(f, "{MAKING}{}", self.to),
            Some(from) => write!(f, "{UPGRADING}{from} to {}", self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_and_nothing_else_is_one() {
        for from in [None, Some(Version::V2_3)] {
            let note = Unfinished { from, to: Version::V4_1 };
            assert_eq!(Unfinished::read(&note.to_string()), Some(note));
        }
        for comment in ["", "Hive release version 4.1.0", "Set by MetaStore hive@10.0.0.1", "Skep is making schema 9"] {
            assert_eq!(Unfinished::read(comment), None, "{comment}");
        }
    }
}
