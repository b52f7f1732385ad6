//! Names that are taken for those of nothing.
//!
//! Whoever may not see an object must be answered as if it were not there: with the same exception and the same
//! sentence, whatever the method. So the method itself answers, over a database in which the object's name finds
//! nothing, because another one is bound in its place.

use crate::Value;
use std::collections::BTreeSet;

/// No object is called so: Hive takes no such character in names.
const NOBODY: &str = "\u{7f}";

/// In lower case.
#[derive(Debug, Default)]
pub(crate) struct Unseen(BTreeSet<String>);

impl Unseen {
    /// These names, and what tables write them with in front: `db.t`, `cat.db.t`.
    pub fn new(names: impl IntoIterator<Item = String>) -> Unseen {
        Unseen(names.into_iter().collect())
    }

    fn veil<'a>(&self, text: &'a str) -> &'a str {
        let folded = text.trim_matches(|c| c <= ' ').to_lowercase();
        let qualified = || folded.split('.').any(|part| self.0.contains(part));
        if self.0.contains(&folded) || qualified() { NOBODY } else { text }
    }

    /// The lists among the values, each with its names exchanged.
    pub fn lists<'a>(&self, values: &[Value<'a>]) -> Vec<Vec<&'a str>> {
        let lists = values.iter().filter_map(|value| match value {
            Value::Texts(list) => Some(list.iter().map(|text| self.veil(text)).collect()),
            _ => None,
        });
        lists.collect()
    }

    /// The values with their names exchanged; `lists` are theirs.
    pub fn over<'a>(&self, values: &[Value<'a>], lists: &'a [Vec<&'a str>]) -> Vec<Value<'a>> {
        let mut lists = lists.iter();
        let veiled = values.iter().map(|value| match *value {
            Value::Text(Some(text)) => Value::Text(Some(self.veil(text))),
            Value::Texts(_) => Value::Texts(lists.next().map_or(&[], Vec::as_slice)),
            other => other,
        });
        veiled.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_exchanged_however_it_is_written_and_nothing_else_is() {
        let unseen = Unseen::new(["patients".to_owned()]);
        let list: &[&str] = &["claims", "PATIENTS"];
        let values =
            [Value::from("Patients "), "hive.care.patients".into(), "patients_2".into(), list.into(), 1_i64.into()];
        let lists = unseen.lists(&values);
        let veiled = unseen.over(&values, &lists);
        let expected: &[&str] = &["claims", NOBODY];
        assert_eq!(veiled, [NOBODY.into(), NOBODY.into(), "patients_2".into(), expected.into(), Value::from(1_i64)]);
    }
}
