//! Patterns of `LIKE`: `%` is any run of characters, `_` one character, a backslash takes the next
//! character literally. So is `.*` any run: up to 3.1 Hive took the pattern for a Java regular
//! expression, and Spark still writes `startsWith('a')` as `like "a.*"`. Spark filters what it gets
//! again, so a partition too many costs it nothing, while one too few would lose rows. A pattern is taken apart once, so each database gets it in a spelling it
//! cannot misread (PostgreSQL refuses one that ends in a backslash, SQLite's own LIKE ignores case).

#[derive(Clone, Debug, PartialEq)]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Run,
    One,
    Char(char),
}

impl Pattern {
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let regular = c == '.' && chars.next_if_eq(&'*').is_some();
            let c = if regular { '%' } else { c };
            pieces.push(match c {
                '%' if pieces.last() == Some(&Piece::Run) => continue,
                '%' => Piece::Run,
                '_' => Piece::One,
                '\\' => Piece::Char(chars.next().unwrap_or('\\')),
                c => Piece::Char(c),
            });
        }
        Self(pieces)
    }

    /// As the operand of SQL's LIKE with `!` as the escape character: MySQL would read a backslash in
    /// the text of the statement as an escape of its own.
    pub fn sql(&self) -> String {
        let spell = |out: &mut String, piece: &Piece| match piece {
            Piece::Run => out.push('%'),
            Piece::One => out.push('_'),
            Piece::Char(c @ ('%' | '_' | '!')) => out.extend(['!', *c]),
            Piece::Char(c) => out.push(*c),
        };
        self.spelled(spell)
    }

    /// As the operand of SQLite's GLOB, which unlike its LIKE tells upper from lower case.
    pub fn glob(&self) -> String {
        let spell = |out: &mut String, piece: &Piece| match piece {
            Piece::Run => out.push('*'),
            Piece::One => out.push('?'),
            Piece::Char(c @ ('*' | '?' | '[')) => out.extend(['[', *c, ']']),
            Piece::Char(c) => out.push(*c),
        };
        self.spelled(spell)
    }

    /// Whether the whole text matches. Greedy with one point to return to: at worst the product of
    /// both lengths, never exponential.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut piece, mut retry) = (0, 0, None);
        while at < text.len() {
            match self.0.get(piece) {
                Some(Piece::Run) => {
                    retry = Some((at, piece));
                    piece += 1;
                }
                Some(Piece::One) => (at, piece) = (at + 1, piece + 1),
                Some(Piece::Char(c)) if *c == text[at] => (at, piece) = (at + 1, piece + 1),
                _ => {
                    let Some((from, run)) = retry else {
                        return false;
                    };
                    retry = Some((from + 1, run));
                    (at, piece) = (from + 1, run + 1);
                }
            }
        }
        self.0[piece..].iter().all(|p| *p == Piece::Run)
    }

    fn spelled(&self, spell: impl Fn(&mut String, &Piece)) -> String {
        self.0.iter().fold(String::new(), |mut out, piece| {
            spell(&mut out, piece);
            out
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_values_and_tell_case_apart() {
        let check = |pattern: &str, text: &str, expected| {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{text} like {pattern}")
        };
        check("a%", "abc", true);
        check("a%", "Abc", false);
        check("%b%d", "abcbd", true);
        check("a_c", "abc", true);
        check("a_c", "ac", false);
        check(r"50\%", "50%", true);
        check(r"50\%", "501", false);
        check(r"a\", r"a\", true);
        check("a.*", "abc", true);
        check("a.*", "ba", false);
        check("1.5", "1x5", false);
        check("", "", true);
        check("%", "", true);
        check("_", "é", true);
    }

    #[test]
    fn each_database_gets_its_own_spelling() {
        let pattern = Pattern::new(r"a*[%%_\_\");
        assert_eq!(pattern.sql(), r"a*[%_!_\");
        assert_eq!(pattern.glob(), r"a[*][[]*?_\");
    }
}
