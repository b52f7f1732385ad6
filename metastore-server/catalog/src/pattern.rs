//! Hive's name patterns of listings: `|` separates alternatives, `*` and `.*` stand
//! for any run of characters, `.` for one; matching ignores case and covers the
//! whole name (`SHOW TABLES LIKE 'a*|b.*'`).
//!
//! Java evaluates them as regular expressions. Here they become bound `LIKE`
//! patterns: linear, and no client text in SQL.

use compact_str::CompactString as Str;
use skep_sql::Fragment;

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern {
    /// `LIKE` patterns with `!` as the escape character. `None` matches everything.
    alternatives: Option<Vec<Str>>,
}

/// No name is longer. An alternative that asks for more matches none, and SQLite would refuse to look at one of more
/// than 50,000 bytes.
const NAME_MAX: usize = 4_000;

impl NamePattern {
    /// Every name.
    pub const ALL: NamePattern = NamePattern { alternatives: None };

    /// `None`, `*` and `.*` mean every name; an empty pattern matches nothing.
    pub fn parse(pattern: Option<&str>) -> NamePattern {
        match pattern.map(str::trim) {
            None | Some("*" | ".*") => NamePattern::ALL,
            Some(text) => {
                let lower = text.to_lowercase();
                let may_match = |like: &Str| like.chars().filter(|c| *c != '%').count() <= NAME_MAX;
                NamePattern { alternatives: Some(lower.split('|').map(like).filter(may_match).collect()) }
            }
        }
    }

    pub fn is_all(&self) -> bool {
        self.alternatives.is_none()
    }

    /// Whether it is a name of the pattern, where no database says so.
    pub fn matches(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.alternatives.as_ref().is_none_or(|alternatives| alternatives.iter().any(|like| is_like(&name, like)))
    }

    /// Adds ` and (column like … or …)` to a query. `column` is a piece of SQL text.
    pub fn push_condition<'a>(&'a self, query: &mut Fragment<'a>, column: &'static str) {
        let Some(alternatives) = &self.alternatives else { return };
        if alternatives.is_empty() {
            query.push(" and 1 = 0");
            return;
        }
        for (n, alternative) in alternatives.iter().enumerate() {
            query.push(if n == 0 { " and (" } else { " or " });
            query.push(column);
            query.push(" like ").bind(alternative.as_str()).push(" escape '!'");
        }
        query.push(")");
    }
}

fn like(alternative: &str) -> Str {
    let mut out = Str::default();
    let mut rest = alternative.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '*' => any(&mut out),
            '.' if rest.peek() == Some(&'*') => {
                rest.next();
                any(&mut out);
            }
            '.' => out.push('_'),
            '%' | '_' | '!' => {
                out.push('!');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// What a database makes of `name like pattern escape '!'`: on a mismatch the last run takes one character more.
fn is_like(name: &str, pattern: &str) -> bool {
    let mut pieces = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        pieces.push(match c {
            '%' => Piece::Run,
            '_' => Piece::Any,
            '!' => Piece::Char(rest.next().unwrap_or('!')),
            c => Piece::Char(c),
        });
    }
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut piece, mut run) = (0, 0, None);
    while at < name.len() {
        match pieces.get(piece) {
            Some(Piece::Run) => {
                run = Some((at, piece));
                piece += 1;
            }
            Some(Piece::Any) => (at, piece) = (at + 1, piece + 1),
            Some(Piece::Char(c)) if *c == name[at] => (at, piece) = (at + 1, piece + 1),
            _ => match &mut run {
                Some((taken, star)) => {
                    *taken += 1;
                    (at, piece) = (*taken, *star + 1);
                }
                None => return false,
            },
        }
    }
    pieces[piece..].iter().all(|left| matches!(left, Piece::Run))
}

enum Piece {
    Run,
    Any,
    Char(char),
}

/// Any run of characters; two in a row are one.
fn any(out: &mut Str) {
    if !out.ends_with('%') || out.ends_with("!%") {
        out.push('%');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(pattern: &str) -> String {
        NamePattern::parse(Some(pattern)).alternatives.map_or("all".into(), |a| a.join(" or "))
    }

    #[test]
    fn hive_patterns_become_like_patterns() {
        for (pattern, expected) in [
            ("*", "all"),
            (".*", "all"),
            ("", ""),
            ("Sales*", "sales%"),
            ("a.*b|c?", "a%b or c?"),
            ("t.x", "t_x"),
            ("a_b%", "a!_b!%"),
            ("a**.*b%*", "a%b!%%"),
        ] {
            assert_eq!(parsed(pattern), expected, "{pattern}");
        }
        assert_eq!(parsed(&format!("a*|{}", "x".repeat(65_536))), "a%");
        assert_eq!(parsed(&format!("{}b", "*".repeat(65_536))), "%b");
    }

    #[test]
    fn names_are_matched_as_a_database_would() {
        let matches = |pattern: &str, name: &str| NamePattern::parse(Some(pattern)).matches(name);
        for (pattern, name) in [
            ("*", "x"),
            ("Sales*", "sales_2024"),
            ("a*b*c", "aXbbXbc"),
            ("a|b.*", "bcd"),
            ("t.x", "t_x"),
            ("a_b", "a_b"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("", "x"), ("a_b", "axb"), ("sales", "sales_2024"), ("a*b", "ab_"), ("a.", "a"), ("%", "x")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
