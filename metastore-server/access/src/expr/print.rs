//! From tree to text: for people and the store, and for engines. The printer owns all quoting.

use super::check::is_plain;
use super::literal::date_text;
use super::{Decimal, Expr, Fault, Literal};
use std::fmt::{self, Write};

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Our own, which [`super::parse()`] reads back.
    Skep,
    /// View texts, for Spark and Hive: only what both read alike under any session's settings.
    Hive,
    Trino,
}

impl Expr {
    /// The text for an engine. Refused if it cannot be written so that the engine reads what we mean, or if it
    /// still asks for the caller (see [`Expr::resolve`]).
    pub fn print(&self, dialect: Dialect) -> Result<String, Fault> {
        let mut printer = Printer { dialect, out: String::new() };
        printer.expr(self, 0)?;
        Ok(printer.out)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.print(Dialect::Skep).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer { dialect: Dialect::Skep, out: String::new() };
        printer.literal(self).map_err(|_| fmt::Error)?;
        f.write_str(&printer.out)
    }
}

impl Literal {
    /// The text for an engine, refused if the engine might read something else.
    pub fn print(&self, dialect: Dialect) -> Result<String, Fault> {
        let mut printer = Printer { dialect, out: String::new() };
        printer.literal(self)?;
        Ok(printer.out)
    }
}

/// A column's name as the dialect quotes it. Refused if it cannot be.
pub fn identifier(name: &str, dialect: Dialect) -> Result<String, Fault> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Fault::new(format!("the name {name:?} cannot be quoted")));
    }
    match dialect {
        Dialect::Skep if is_bare(name) => Ok(name.to_owned()),
        Dialect::Skep | Dialect::Hive => Ok(format!("`{}`", name.replace('`', "``"))),
        Dialect::Trino => Ok(format!("\"{}\"", name.replace('"', "\"\""))),
    }
}

/// Whether a name is read back as that name without quotes.
fn is_bare(name: &str) -> bool {
    let word =
        name.bytes().enumerate().all(|(at, c)| c.is_ascii_lowercase() || c == b'_' || (at > 0 && c.is_ascii_digit()));
    // Keywords that never begin an expression are fine, and common as names of columns.
    const FINE: [&str; 14] = [
        "state", "name", "type", "year", "month", "day", "id", "status", "value", "age", "region", "location", "level",
        "owner",
    ];
    let upper = name.to_ascii_uppercase();
    word && (FINE.contains(&name) || sqlparser::keywords::ALL_KEYWORDS.binary_search(&upper.as_str()).is_err())
        && !["attr", "has_role"].contains(&name)
}

struct Printer {
    dialect: Dialect,
    out: String,
}

/// How tightly the surroundings bind: in OR, in AND, in NOT.
const IN_AND: u8 = 1;
const IN_NOT: u8 = 2;

impl Printer {
    fn expr(&mut self, expr: &Expr, around: u8) -> Result<(), Fault> {
        match expr {
            Expr::And(list) if list.is_empty() => self.truth(true),
            Expr::Or(list) if list.is_empty() => self.truth(false),
            Expr::And(list) | Expr::Or(list) if list.len() == 1 => self.expr(&list[0], around)?,
            Expr::And(list) => self.list(list, " AND ", IN_AND, around > IN_AND)?,
            Expr::Or(list) => self.list(list, " OR ", 0, around > 0)?,
            Expr::Not(inner) => self.negated(inner)?,
            atom => self.atom(atom, "")?,
        }
        Ok(())
    }

    fn truth(&mut self, value: bool) {
        self.out.push_str(if value { "TRUE" } else { "FALSE" });
    }

    fn list(&mut self, list: &[Expr], joint: &str, binds: u8, parens: bool) -> Result<(), Fault> {
        self.out.push_str(if parens { "(" } else { "" });
        for (at, one) in list.iter().enumerate() {
            self.out.push_str(if at > 0 { joint } else { "" });
            // The same joint inside gets its parentheses too: the tree is read back as it was.
            let same = matches!((one, binds), (Expr::And(inner), IN_AND) | (Expr::Or(inner), 0) if !inner.is_empty());
            self.expr(one, if same { IN_NOT } else { binds.max(1) })?;
        }
        self.out.push_str(if parens { ")" } else { "" });
        Ok(())
    }

    fn negated(&mut self, inner: &Expr) -> Result<(), Fault> {
        match inner {
            Expr::In { .. }
            | Expr::Between { .. }
            | Expr::Like { .. }
            | Expr::IsNull { .. }
            | Expr::Attribute { .. } => self.atom(inner, "NOT "),
            Expr::And(list) | Expr::Or(list) if list.len() == 1 => self.negated(&list[0]),
            _ => {
                self.out.push_str("NOT (");
                self.expr(inner, 0)?;
                self.out.push(')');
                Ok(())
            }
        }
    }

    /// `not` is written where it belongs: `a NOT IN (…)`, `a IS NOT NULL`.
    fn atom(&mut self, atom: &Expr, not: &str) -> Result<(), Fault> {
        if let Some(column) = atom.column() {
            self.out.push_str(&identifier(column, self.dialect)?);
            self.out.push(' ');
        }
        match atom {
            Expr::Compare { op, literal, .. } => {
                self.out.push_str(op.word());
                self.out.push(' ');
                self.literal(literal)?;
            }
            Expr::In { list, .. } => {
                self.out.push_str(not);
                self.out.push_str("IN (");
                for (at, literal) in list.iter().enumerate() {
                    self.out.push_str(if at > 0 { ", " } else { "" });
                    self.literal(literal)?;
                }
                self.out.push(')');
            }
            Expr::Between { low, high, .. } => {
                self.out.push_str(not);
                self.out.push_str("BETWEEN ");
                self.literal(low)?;
                self.out.push_str(" AND ");
                self.literal(high)?;
            }
            Expr::Like { pattern, .. } => {
                self.out.push_str(not);
                self.out.push_str("LIKE ");
                self.text(pattern)?;
            }
            Expr::IsNull { .. } => self.out.push_str(&format!("IS {not}NULL")),
            Expr::Attribute { name, .. } if self.dialect == Dialect::Skep => {
                self.out.push_str(&format!("{not}IN ATTR("));
                self.text(name)?;
                self.out.push(')');
            }
            Expr::HasRole(role) if self.dialect == Dialect::Skep => {
                self.out.push_str("HAS_ROLE(");
                self.text(role)?;
                self.out.push(')');
            }
            _ => return Err(Fault::new("ATTR and HAS_ROLE are replaced before an engine sees an expression")),
        }
        Ok(())
    }

    fn literal(&mut self, literal: &Literal) -> Result<(), Fault> {
        match literal {
            Literal::Text(text) => return self.text(text),
            Literal::Integer(number) => self.write(number),
            Literal::Decimal(number) => self.decimal(*number),
            Literal::Boolean(value) => self.truth(*value),
            Literal::Date(days) => self.write(&format_args!("DATE '{}'", date_text(*days))),
            Literal::Timestamp(moment) => match self.dialect {
                Dialect::Skep => self.write(&format_args!("TIMESTAMP '{moment}'")),
                Dialect::Trino => self.write(&format_args!("TIMESTAMP '{}'", moment.local())),
                Dialect::Hive => return Err(Fault::new("a timestamp moves with the time zone of a Spark session")),
            },
        }
        Ok(())
    }

    /// Old Hives read `1.5` as a floating point number; `1.5BD` is decimal for Hive and Spark.
    fn decimal(&mut self, number: Decimal) {
        match self.dialect {
            Dialect::Skep => self.write(&number),
            Dialect::Hive => self.write(&format_args!("{}BD", number.to_string().trim_end_matches('.'))),
            Dialect::Trino => self.write(&format_args!("DECIMAL '{}'", number.to_string().trim_end_matches('.'))),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        if self.dialect == Dialect::Hive && !is_plain(text) {
            return Err(Fault::new(
                "a text with quotes, backslashes or control characters is read differently by Spark and Hive",
            ));
        }
        self.write(&format_args!("'{}'", text.replace('\'', "''")));
        Ok(())
    }

    fn write(&mut self, value: &impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{value}");
    }
}
