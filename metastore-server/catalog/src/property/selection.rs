//! Which maps, and what of them. Hive takes JEXL expressions; what is understood here is what can be
//! said without a language: comparisons with constants, all of which hold, and names.

use super::Map;
use crate::{Error, Result};
use skep_types::Str;

/// `a == 'x' && b != 'y'`; nothing, or `true`, holds for every map.
pub(super) struct Condition(Vec<Comparison>);

struct Comparison {
    name: Str,
    value: Str,
    equal: bool,
}

/// Names of properties; none asks for all.
pub(super) struct Projection(Vec<Str>);

impl Condition {
    pub fn parse(text: Option<&str>) -> Result<Condition> {
        let text = text.unwrap_or_default().trim();
        if text.is_empty() || text == "true" {
            return Ok(Condition(Vec::new()));
        }
        // A sign of ours within quotes divides them too, and then neither half is understood.
        let comparisons: Option<Vec<Comparison>> = text.split("&&").map(Comparison::parse).collect();
        comparisons.map(Condition).ok_or_else(|| refused("mapPredicate", text))
    }

    pub fn holds(&self, map: &Map) -> bool {
        self.0.iter().all(|comparison| (map.get(&comparison.name) == Some(&comparison.value)) == comparison.equal)
    }
}

impl Comparison {
    fn parse(text: &str) -> Option<Comparison> {
        let (name, value, equal) = match text.split_once("==") {
            Some((name, value)) => (name, value, true),
            None => text.split_once("!=").map(|(name, value)| (name, value, false))?,
        };
        let name = name.trim();
        is_name(name).then_some(())?;
        Some(Comparison { name: name.into(), value: constant(value.trim())?.into(), equal })
    }
}

impl Projection {
    pub fn parse(names: Option<&[Str]>) -> Result<Projection> {
        let names = names.unwrap_or_default();
        match names.iter().find(|name| !is_name(name)) {
            Some(name) => Err(refused("mapSelection", name)),
            None => Ok(Projection(names.to_vec())),
        }
    }

    pub fn of(&self, map: Map) -> Map {
        match self.0.is_empty() {
            true => map,
            false => map.into_iter().filter(|(name, _)| self.0.contains(name)).collect(),
        }
    }
}

/// Letters, digits and what joins them: anything else might be an expression.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// A text in quotes, without quotes or backslashes in it, or a number or a truth value as it stands.
fn constant(text: &str) -> Option<&str> {
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote)?;
            return (!inner.contains([quote, '\\'])).then_some(inner);
        }
    }
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    (is_number || text == "true" || text == "false").then_some(text)
}

fn refused(what: &str, text: &str) -> Error {
    let known = "names, and comparisons of a name with a constant (name == 'value') joined by &&";
    Error::Meta(format!("{what} of properties is not evaluated as a JEXL expression here, only {known}: {text}"))
}
