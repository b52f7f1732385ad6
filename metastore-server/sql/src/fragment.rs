//! Statements whose text depends on the request: filters, optional conditions.

use crate::render::{Rendered, render_parts};
use crate::trail::Name;
use crate::{Statement, Value};
use skep_schema::{Dialect, Version};
use std::fmt::Write;

/// Text put together from `&'static str` pieces, in the same portable form as a
/// [`Statement`], and its bound values. Client text can only become a value.
#[derive(Debug, Clone, Default)]
pub struct Fragment<'a> {
    text: String,
    name: Name,
    values: Vec<Value<'a>>,
}

impl<'a> Fragment<'a> {
    pub fn new(text: &'static str) -> Fragment<'a> {
        Fragment { text: text.to_owned(), name: Name::Composed, values: Vec::new() }
    }

    /// Starts from a statement with its parameters.
    pub fn of(statement: &'static Statement, values: impl IntoIterator<Item = Value<'a>>) -> Fragment<'a> {
        Fragment {
            text: statement.text.to_owned(),
            name: Name::Statement(statement.name),
            values: values.into_iter().collect(),
        }
    }

    pub(crate) fn on(&self, dialect: Dialect, version: Version) -> Rendered {
        render_parts(&self.text, dialect, version).named(self.name)
    }

    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a parameter.
    pub fn bind(&mut self, value: impl Into<Value<'a>>) -> &mut Self {
        self.values.push(value.into());
        // Writing to a String does not fail.
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Adds: … is in this list.
    pub fn push_in(&mut self, list: impl Into<Value<'a>>) -> &mut Self {
        self.values.push(list.into());
        let _ = write!(self.text, "{{in ${}}}", self.values.len());
        self
    }

    /// Adds another fragment, its parameters renumbered behind ours.
    pub fn append(&mut self, other: Fragment<'a>) -> &mut Self {
        let shift = self.values.len();
        let mut rest = other.text.as_str();
        while let Some(at) = rest.find('$') {
            self.text.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let number: usize = rest[..digits].parse().unwrap_or(0);
            let _ = write!(self.text, "{}", number + shift);
            rest = &rest[digits..];
        }
        self.text.push_str(rest);
        self.values.extend(other.values);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn values(&self) -> &[Value<'a>] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appended_fragment_keeps_its_own_parameters() {
        let mut first = Fragment::new("a = ");
        first.bind(1_i64);
        let mut second = Fragment::new(" and b = ");
        second.bind("x").push(" and c ").push_in(&[7_i64, 8][..]);
        first.append(second);
        assert_eq!(first.text(), "a = $1 and b = $2 and c {in $3}");
        assert_eq!(first.values(), [Value::I64(Some(1)), Value::Text(Some("x")), Value::I64s(&[7, 8])]);
    }
}
