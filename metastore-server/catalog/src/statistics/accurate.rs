//! `COLUMN_STATS_ACCURATE`: the parameter in which a table or partition says which of its statistics
//! are right.

use serde_json::{Map, Value};
use skep_types::Str;
use std::collections::BTreeSet;

const BASIC: &str = "BASIC_STATS";
const COLUMNS: &str = "COLUMN_STATS";

/// The parameter's meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Accurate {
    basic: bool,
    columns: BTreeSet<Str>,
}

impl Accurate {
    /// Old tables have the word `true` for the basic counts. What cannot be read claims nothing.
    pub fn parse(text: Option<&str>) -> Accurate {
        let text = text.unwrap_or_default();
        if text.eq_ignore_ascii_case("true") {
            return Accurate { basic: true, ..Accurate::default() };
        }
        let claims: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let columns = claims.get(COLUMNS).and_then(Value::as_object);
        Accurate {
            basic: claims.get(BASIC).is_some_and(is_true),
            columns: columns
                .into_iter()
                .flatten()
                .filter(|(_, v)| is_true(v))
                .map(|(c, _)| c.as_str().into())
                .collect(),
        }
    }

    pub fn has_column(&self, column: &str) -> bool {
        self.columns.contains(column)
    }

    pub fn add_columns<'a>(&mut self, columns: impl IntoIterator<Item = &'a Str>) {
        self.columns.extend(columns.into_iter().cloned());
    }

    /// As Hive writes it, the keys in its order; `None` where nothing is claimed.
    pub fn text(&self) -> Option<String> {
        let mut claims = Map::new();
        if self.basic {
            claims.insert(BASIC.into(), "true".into());
        }
        if !self.columns.is_empty() {
            let columns: Map<String, Value> = self.columns.iter().map(|c| (c.to_string(), "true".into())).collect();
            claims.insert(COLUMNS.into(), columns.into());
        }
        (!claims.is_empty()).then(|| Value::Object(claims).to_string())
    }
}

fn is_true(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")) || value.as_bool() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_added_to_whatever_was_claimed() {
        for (before, after) in [
            (None, r#"{"COLUMN_STATS":{"b":"true"}}"#),
            (Some("TRUE"), r#"{"BASIC_STATS":"true","COLUMN_STATS":{"b":"true"}}"#),
            (Some("FALSE"), r#"{"COLUMN_STATS":{"b":"true"}}"#),
            (Some("{broken"), r#"{"COLUMN_STATS":{"b":"true"}}"#),
            (
                Some(r#"{"COLUMN_STATS":{"c":"true","a":"true"},"BASIC_STATS":"true"}"#),
                r#"{"BASIC_STATS":"true","COLUMN_STATS":{"a":"true","b":"true","c":"true"}}"#,
            ),
        ] {
            let mut accurate = Accurate::parse(before);
            accurate.add_columns([&Str::from("b")]);
            assert_eq!(accurate.text().as_deref(), Some(after), "{before:?}");
        }
        assert_eq!(Accurate::parse(None).text(), None);
    }
}
