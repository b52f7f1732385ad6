//! Partition expressions as Hive's query processor sends them: its own expression classes in the
//! bytes of Kryo, of which 2.3 and 3.1 use one version and 4.x another.
//!
//! No object is made of them. The few classes that comparisons of partition keys with constants
//! consist of are read field by field ([`objects`]), and what they say becomes a filter ([`meaning`]).
//! Anything else, from a function to a number that Hive never wrote, makes the expression one that is
//! not understood, which is no error: Hive prunes for itself what it is told nothing about.
//!
//! A list never holds more than there are bytes, nesting is bounded, and so is what references to one
//! object from many places can make of it.

mod bytes;
mod classes;
mod meaning;
mod objects;

use objects::Objects;

use super::{FILTER_BYTES_MAX, PartitionFilter};

/// An expression that was read, and may be about the keys of any table.
#[derive(Clone, Debug)]
pub struct Expression(Option<Objects>);

/// What an expression says about the partitions of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    pub chosen: Chosen,
    /// Whether the chosen ones are those meant; if not, those meant are among them.
    pub certain: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    All,
    None,
    Those(PartitionFilter),
}

/// It is none, or one that is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unknown;

impl Expression {
    /// Whether the bytes are Kryo's and no text of the filter language, which never starts like them.
    pub fn is(bytes: &[u8]) -> bool {
        bytes.first() == Some(&1)
    }

    pub fn read(bytes: &[u8]) -> Expression {
        let bounded = Some(bytes).filter(|bytes| bytes.len() <= FILTER_BYTES_MAX);
        Expression(bounded.and_then(|bytes| Objects::read(bytes).ok()))
    }

    /// For a table with these keys, name and type each.
    pub fn meaning(&self, keys: &[(&str, &str)]) -> Meaning {
        let unknown = Meaning { chosen: Chosen::All, certain: false };
        self.0.as_ref().and_then(|objects| meaning::of(objects, keys).ok()).unwrap_or(unknown)
    }
}

#[cfg(test)]
mod tests;
