//! What an expression says of one row: true, false, or unknown (`None`).

use super::{Expr, Literal, Op};
use std::cmp::Ordering;

/// A column's value in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    Null,
    Value(Literal),
    /// Not known here: a column that is not a partition key, a value that is none of its type.
    Unknown,
}

impl Expr {
    /// Whether the row is shown: the expression is true, not false and not unknown.
    pub fn admits(&self, row: &impl Fn(&str) -> Datum) -> bool {
        self.evaluate(row) == Some(true)
    }

    /// SQL's three values. What asks for the caller is unknown here (see [`Expr::resolve`]).
    pub fn evaluate(&self, row: &impl Fn(&str) -> Datum) -> Option<bool> {
        match self {
            Expr::And(list) => joined(list, row, false),
            Expr::Or(list) => joined(list, row, true),
            Expr::Not(inner) => inner.evaluate(row).map(|value| !value),
            Expr::HasRole(_) | Expr::Attribute { .. } => None,
            Expr::IsNull { column } => match row(column) {
                Datum::Null => Some(true),
                Datum::Value(_) => Some(false),
                Datum::Unknown => None,
            },
            Expr::Compare { column, op, literal } => Some(op.holds(value(row, column)?.compare(literal)?)),
            Expr::Between { column, low, high } => {
                let value = value(row, column)?;
                Some(value.compare(low)? != Ordering::Less && value.compare(high)? != Ordering::Greater)
            }
            Expr::In { column, list } => {
                let value = value(row, column)?;
                list.iter()
                    .map(|literal| value.compare(literal))
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.contains(&Ordering::Equal))
            }
            Expr::Like { column, pattern } => match value(row, column)? {
                Literal::Text(text) => Some(like(&text, pattern)),
                _ => None,
            },
        }
    }
}

/// AND and OR: `ends` is the value that decides alone.
fn joined(list: &[Expr], row: &impl Fn(&str) -> Datum, ends: bool) -> Option<bool> {
    let mut unknown = false;
    for one in list {
        match one.evaluate(row) {
            Some(value) if value == ends => return Some(ends),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!ends)
}

fn value(row: &impl Fn(&str) -> Datum, column: &str) -> Option<Literal> {
    match row(column) {
        Datum::Value(literal) => Some(literal),
        Datum::Null | Datum::Unknown => None,
    }
}

impl Op {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Op::Eq => order.is_eq(),
            Op::NotEq => order.is_ne(),
            Op::Less => order.is_lt(),
            Op::LessEq => order.is_le(),
            Op::Greater => order.is_gt(),
            Op::GreaterEq => order.is_ge(),
        }
    }
}

/// `%` is any text, `_` one character, everything else itself. Goes back at most to the last `%`.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some('%') => {
                back = Some((at, in_pattern));
                in_pattern += 1;
            }
            Some(c) if *c == '_' || *c == text[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => match back {
                Some((from, percent)) => {
                    at = from + 1;
                    in_pattern = percent + 1;
                    back = Some((at, percent));
                }
                None => return false,
            },
        }
    }
    pattern[in_pattern..].iter().all(|c| *c == '%')
}
