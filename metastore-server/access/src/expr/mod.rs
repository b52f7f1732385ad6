//! Row expressions: what a filter or a restriction says about a row.
//!
//! A text is parsed once ([`parse()`]) into this tree, checked against the columns of its table
//! ([`Expr::check`]), and from then on only the tree counts: engines get what our own printer writes
//! ([`Expr::print`]), never the text. A row is shown where the expression is true; false and unknown hide it.

mod check;
mod eval;
mod literal;
mod parse;
mod print;
mod shape;

pub use check::{Column, TypeClass, fold};
pub use eval::Datum;
pub use literal::{Decimal, Literal, Moment};
pub use parse::parse;
pub use print::{Dialect, identifier};
pub use shape::Facts;

use std::collections::BTreeSet;
use std::fmt;

/// A condition on one row. `And` of nothing is true, `Or` of nothing false.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare {
        column: String,
        op: Op,
        literal: Literal,
    },
    In {
        column: String,
        list: Vec<Literal>,
    },
    Between {
        column: String,
        low: Literal,
        high: Literal,
    },
    Like {
        column: String,
        pattern: String,
    },
    IsNull {
        column: String,
    },
    /// `column IN ATTR('name')`: the column is one of the caller's values of an attribute.
    Attribute {
        column: String,
        name: String,
    },
    /// The caller has this role.
    HasRole(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
}

impl Op {
    pub const ALL: [Op; 6] = [Op::Eq, Op::NotEq, Op::Less, Op::LessEq, Op::Greater, Op::GreaterEq];

    pub fn word(self) -> &'static str {
        match self {
            Op::Eq => "=",
            Op::NotEq => "<>",
            Op::Less => "<",
            Op::LessEq => "<=",
            Op::Greater => ">",
            Op::GreaterEq => ">=",
        }
    }
}

/// What is wrong with an expression or a statement; a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    pub(crate) fn new(text: impl Into<String>) -> Fault {
        Fault(text.into())
    }
}

impl Expr {
    pub const TRUE: Expr = Expr::And(Vec::new());
    pub const FALSE: Expr = Expr::Or(Vec::new());

    pub fn is_true(&self) -> bool {
        matches!(self, Expr::And(all) if all.is_empty())
    }

    pub fn is_false(&self) -> bool {
        matches!(self, Expr::Or(any) if any.is_empty())
    }

    /// The columns it looks at.
    pub fn columns(&self) -> BTreeSet<&str> {
        let mut columns = BTreeSet::new();
        self.visit(&mut |atom| columns.extend(atom.column()));
        columns
    }

    /// The column of an atom that has one.
    pub(crate) fn column(&self) -> Option<&str> {
        match self {
            Expr::Compare { column, .. }
            | Expr::In { column, .. }
            | Expr::Between { column, .. }
            | Expr::Like { column, .. }
            | Expr::IsNull { column }
            | Expr::Attribute { column, .. } => Some(column),
            Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::HasRole(_) => None,
        }
    }

    pub(crate) fn visit<'a>(&'a self, atom: &mut impl FnMut(&'a Expr)) {
        match self {
            Expr::And(list) | Expr::Or(list) => list.iter().for_each(|one| one.visit(atom)),
            Expr::Not(one) => one.visit(atom),
            _ => atom(self),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
