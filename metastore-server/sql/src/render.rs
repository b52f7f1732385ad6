//! From portable text to one database's text.

use crate::trail::Name;
use skep_schema::{Dialect, Version, folds_to_lower_case};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A statement for one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// With `$n` on Postgres. Elsewhere with `?`, and [`LIST`] where a list goes.
    pub text: Arc<str>,
    /// Which parameter each `?` or [`LIST`] is, counted from 0. Empty on Postgres.
    pub order: Vec<usize>,
    /// The highest parameter number in the text.
    pub parameters: usize,
    /// Where connections remember it prepared. None for text made for one request.
    pub slot: Option<usize>,
    pub name: Name,
}

impl Rendered {
    /// Text of one database, without parameters.
    pub fn plain(text: &str) -> Rendered {
        Rendered { text: text.into(), order: Vec::new(), parameters: 0, slot: None, name: Name::Composed }
    }

    pub fn named(self, name: Name) -> Rendered {
        Rendered { name, ..self }
    }

    /// To be prepared once per connection.
    pub fn kept(self) -> Rendered {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Rendered { slot: Some(NEXT.fetch_add(1, Relaxed)), ..self }
    }

    pub fn has_list(&self) -> bool {
        self.text.contains(LIST)
    }
}

/// Stands for a list of `?` in MySQL and SQLite text until its length is known.
pub(crate) const LIST: char = '\u{1}';

/// The text as the database gets it, for golden files and logs.
pub fn render(text: &str, dialect: Dialect, version: Version) -> String {
    render_parts(text, dialect, version).text.replace(LIST, "?")
}

pub(crate) fn render_parts(text: &str, dialect: Dialect, version: Version) -> Rendered {
    let out = String::with_capacity(text.len());
    let mut renderer = Renderer { dialect, version, rest: text, out, order: Vec::new(), parameters: 0 };
    renderer.run(Keep::Yes, 0);
    let Renderer { out, order, parameters, .. } = renderer;
    Rendered { text: out.into(), order, parameters, slot: None, name: Name::Composed }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

struct Renderer<'a> {
    dialect: Dialect,
    version: Version,
    rest: &'a str,
    out: String,
    order: Vec<usize>,
    parameters: usize,
}

impl Renderer<'_> {
    /// Renders up to the end, or to the `}` of the mark we are inside of.
    fn run(&mut self, keep: Keep, depth: usize) {
        while let Some(c) = self.rest.chars().next() {
            match c {
                '}' if depth > 0 => {
                    self.advance(1);
                    return;
                }
                '{' => self.mark(keep, depth),
                '"' => self.identifier(keep),
                '\'' => self.literal(keep),
                '$' => self.parameter(keep),
                c => {
                    self.push(c, keep);
                    self.advance(c.len_utf8());
                }
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Runs of white space become one space, so that the text may be laid out freely.
    fn push(&mut self, c: char, keep: Keep) {
        if keep == Keep::No {
            return;
        }
        if !c.is_whitespace() {
            self.out.push(c);
        } else if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn mark(&mut self, keep: Keep, depth: usize) {
        let end = self.rest.find([':', '}']).unwrap_or(self.rest.len());
        let head = self.rest.get(1..end).unwrap_or_default().trim().to_owned();
        let has_body = self.rest.get(end..).is_some_and(|rest| rest.starts_with(':'));
        self.advance(end + 1);
        if has_body {
            let inner = if keep == Keep::Yes && self.applies(&head) { Keep::Yes } else { Keep::No };
            self.run(inner, depth + 1);
        } else if keep == Keep::Yes {
            self.word(&head);
        }
    }

    fn applies(&self, head: &str) -> bool {
        let version =
            |text: &str| Version::named(&format!("{}.0", text.trim())).or_else(|| Version::named(text.trim()));
        if let Some(since) = head.strip_prefix("since ") {
            return version(since).is_some_and(|since| self.version >= since);
        }
        if let Some(before) = head.strip_prefix("before ") {
            return version(before).is_some_and(|before| self.version < before);
        }
        head == self.dialect.name()
    }

    fn word(&mut self, head: &str) {
        match head.strip_prefix("in $") {
            Some(number) => self.list(number),
            None if head == "for update" && self.dialect != Dialect::Sqlite => self.out.push_str("for update"),
            None => {}
        }
    }

    fn list(&mut self, number: &str) {
        let number: usize = number.parse().unwrap_or(1);
        self.parameters = self.parameters.max(number);
        if self.dialect == Dialect::Postgres {
            self.out.push_str(&format!("= any(${number})"));
        } else {
            self.out.push_str("in (");
            self.out.push(LIST);
            self.out.push(')');
            self.order.push(number.saturating_sub(1));
        }
    }

    fn identifier(&mut self, keep: Keep) {
        let end = self.rest.get(1..).and_then(|rest| rest.find('"')).map_or(self.rest.len(), |at| at + 1);
        let name = self.rest.get(1..end).unwrap_or_default();
        if keep == Keep::Yes {
            let text = match self.dialect {
                Dialect::Mysql => format!("`{name}`"),
                Dialect::Postgres if folds_to_lower_case(name, self.version) => name.to_lowercase(),
                _ => format!("\"{name}\""),
            };
            self.out.push_str(&text);
        }
        self.advance(end + 1);
    }

    fn literal(&mut self, keep: Keep) {
        let end = self.rest.get(1..).and_then(|rest| rest.find('\'')).map_or(self.rest.len(), |at| at + 2);
        if keep == Keep::Yes {
            self.out.push_str(self.rest.get(..end).unwrap_or_default());
        }
        self.advance(end);
    }

    fn parameter(&mut self, keep: Keep) {
        let digits = self.rest.get(1..).unwrap_or_default();
        let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let number: usize = digits.get(..length).unwrap_or_default().parse().unwrap_or(0);
        if keep == Keep::Yes && number > 0 {
            self.parameters = self.parameters.max(number);
            if self.dialect == Dialect::Postgres {
                self.out.push_str(&format!("${number}"));
            } else {
                self.out.push('?');
                self.order.push(number - 1);
            }
        }
        self.advance(1 + length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, version: Version) -> [String; 3] {
        Dialect::ALL.map(|dialect| render(text, dialect, version))
    }

    #[test]
    fn identifiers_and_parameters_take_each_databases_form() {
        let text = r#"select t."TBL_ID"   from "TBLS" t where t."TBL_NAME" = $2 and '"$1?{x' <> $1"#;
        let [postgres, mysql, sqlite] = all(text, Version::V4_1);
        assert_eq!(postgres, r#"select t."TBL_ID" from "TBLS" t where t."TBL_NAME" = $2 and '"$1?{x' <> $1"#);
        assert_eq!(mysql, r#"select t.`TBL_ID` from `TBLS` t where t.`TBL_NAME` = ? and '"$1?{x' <> ?"#);
        assert_eq!(sqlite, r#"select t."TBL_ID" from "TBLS" t where t."TBL_NAME" = ? and '"$1?{x' <> ?"#);
        assert_eq!(render_parts(text, Dialect::Mysql, Version::V4_1).order, [1, 0]);
    }

    #[test]
    fn marks_choose_versions_and_databases() {
        let text = r#"a{since 3.1: b}{before 3.1: c}{mysql: d}{since 4.0: {postgres: e}} {for update}"#;
        assert_eq!(all(text, Version::V2_3), ["a c for update", "a c d for update", "a c "]);
        assert_eq!(all(text, Version::V4_0), ["a b e for update", "a b d for update", "a b "]);
    }

    #[test]
    fn lists_are_arrays_on_postgres() {
        assert_eq!(all("x {in $1}", Version::V4_1), ["x = any($1)", "x in (?)", "x in (?)"]);
    }

    #[test]
    fn transaction_tables_are_lower_case_on_old_postgres() {
        let text = r#"select "HL_DB" from "HIVE_LOCKS""#;
        assert_eq!(render(text, Dialect::Postgres, Version::V3_1), "select hl_db from hive_locks");
        assert_eq!(render(text, Dialect::Postgres, Version::V4_0), text);
    }
}
