//! The columns that are not shown, and texts that mention them.

use skep_access::expr::fold;
use std::collections::BTreeSet;

/// Names of hidden columns, as [`fold`] makes them: equal whichever way an engine may write them.
#[derive(Debug, Clone, Default)]
pub struct Hidden(BTreeSet<String>);

impl Hidden {
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Hidden {
        Hidden(names.into_iter().map(fold).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, column: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold(column))
    }

    /// Whether one of the names stands in the text as a word of its own.
    pub fn in_text(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let text = fold(text);
        let of_word = |c: char| c.is_alphanumeric() || c == '_';
        self.0.iter().filter(|name| !name.is_empty()).any(|name| {
            text.match_indices(name.as_str()).any(|(at, found)| {
                let before = text[..at].chars().next_back();
                let after = text[at + found.len()..].chars().next();
                !before.is_some_and(of_word) && !after.is_some_and(of_word)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_however_it_is_written() {
        let hidden = Hidden::of(["ssn", "home address"]);
        for text in ["SSN", "a,ſsn:b", "the `ssn`", "{\"name\":\"Ssn\"}", "his HOME ADDRESS.", "colStats.ssn.min"] {
            assert!(hidden.in_text(text), "{text}");
        }
        for text in ["", "ssns", "my_ssn", "address"] {
            assert!(!hidden.in_text(text), "{text}");
        }
        assert!(hidden.has("ſSN") && !hidden.has("ssn2"));
        assert!(!Hidden::default().in_text("ssn"));
    }
}
