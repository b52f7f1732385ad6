//! The partition filter language, e.g. `ds >= '2026-11-01' and hr in (1, 2)`.
//!
//! The language is the union of what Hive 2.3 to 4.x accept. Text becomes tokens ([`token`]), tokens a
//! tree of what was said ([`parse`]), and together with the table's keys a tree of what is meant
//! ([`check`]). Only that last tree is evaluated, in memory ([`PartitionFilter::matches`]) or as SQL.
//! Length, depth and number of terms are bounded, parsing is linear and never goes back.
//!
//! The filter of `get_table_names_by_filter` is the same language over other keys: [`tables`].

pub mod check;
pub mod kryo;
mod like;
mod matches;
pub mod moment;
pub mod parse;
mod sql;
pub mod tables;
pub mod token;

use compact_str::CompactString as Str;

pub use check::{Condition, PartitionFilter, Typed};
pub use like::Pattern;
pub use sql::{Operands, Spelled};

/// A filter longer than this is refused unread.
pub const FILTER_BYTES_MAX: usize = 1 << 20;
/// Parentheses nest this deep at most.
pub const FILTER_DEPTH_MAX: usize = 64;
/// Literals in one filter; every one may become a bound value, of which SQLite takes 32,766.
pub const FILTER_TERMS_MAX: usize = 10_000;

/// A condition over terms of type `T`. Lists have at least two elements.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr<T> {
    And(Vec<Expr<T>>),
    Or(Vec<Expr<T>>),
    Term(T),
}

impl<T> Expr<T> {
    /// Whether the expression is true, given which terms are.
    pub fn holds(&self, term: &impl Fn(&T) -> bool) -> bool {
        match self {
            Expr::And(all) => all.iter().all(|e| e.holds(term)),
            Expr::Or(any) => any.iter().any(|e| e.holds(term)),
            Expr::Term(t) => term(t),
        }
    }

    /// Visits the terms in the order in which they stand.
    pub(crate) fn each<'a>(&'a self, visit: &mut impl FnMut(&'a T)) {
        match self {
            Expr::And(list) | Expr::Or(list) => list.iter().for_each(|e| e.each(visit)),
            Expr::Term(term) => visit(term),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Comparison {
    pub fn holds<V: Ord + ?Sized>(self, left: &V, right: &V) -> bool {
        match self {
            Comparison::Eq => left == right,
            Comparison::Ne => left != right,
            Comparison::Lt => left < right,
            Comparison::Le => left <= right,
            Comparison::Gt => left > right,
            Comparison::Ge => left >= right,
        }
    }

    /// The comparison with its sides exchanged: `5 < k` is `k > 5`.
    pub fn flipped(self) -> Self {
        match self {
            Comparison::Lt => Comparison::Gt,
            Comparison::Le => Comparison::Ge,
            Comparison::Gt => Comparison::Lt,
            Comparison::Ge => Comparison::Le,
            same => same,
        }
    }
}

/// A test of a key's value against literals. There is no negation above this level, so an absent
/// value can make every test false and the whole still means what SQL's three-valued logic would.
#[derive(Clone, Debug, PartialEq)]
pub enum Test<V> {
    Compare(Comparison, V),
    In(Vec<V>),
    NotIn(Vec<V>),
}

impl<V> Test<V> {
    /// The literals.
    pub(crate) fn values(&self) -> &[V] {
        match self {
            Test::Compare(_, value) => std::slice::from_ref(value),
            Test::In(values) | Test::NotIn(values) => values,
        }
    }

    /// The same test over other values, unless one of them cannot be converted.
    pub(crate) fn map<W, E>(self, mut f: impl FnMut(V) -> Result<W, E>) -> Result<Test<W>, E> {
        Ok(match self {
            Test::Compare(op, value) => Test::Compare(op, f(value)?),
            Test::In(values) => Test::In(values.into_iter().map(f).collect::<Result<_, _>>()?),
            Test::NotIn(values) => Test::NotIn(values.into_iter().map(f).collect::<Result<_, _>>()?),
        })
    }
}

/// Why a filter was refused; always a MetaException for clients.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    #[error("Error parsing partition filter: {what} at position {position}")]
    Syntax { what: String, position: usize },
    #[error("Specified key <{0}> is not a partitioning key for the table")]
    UnknownKey(Str),
    #[error("Filtering is supported only on partition keys of type string, or integral types: {0}")]
    Type(String),
    /// A table filter asks for what tables do not have.
    #[error("{0}")]
    Table(String),
}
