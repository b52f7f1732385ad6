//! Text to tokens. Words are not yet keywords here: a partition key may be called `date`.

use super::{Comparison, FILTER_BYTES_MAX, FilterError, moment};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// A bare word: a key or a keyword, which only the grammar can tell apart.
    Word(&'a str),
    /// A backtick-quoted key, still with its doubled backticks.
    Quoted(&'a str),
    /// The text between the outer quotes. A backslash protects the quote and stays in the value.
    Text(&'a str),
    Integer(i64),
    Date(&'a str),
    Timestamp(&'a str),
    Compare(Comparison),
    Open,
    Close,
    Comma,
    End,
}

/// A token and the byte it starts at.
pub type Placed<'a> = (Token<'a>, usize);

/// All tokens of a filter, the last being [`Token::End`].
pub fn tokens(text: &str) -> Result<Vec<Placed<'_>>, FilterError> {
    if text.len() > FILTER_BYTES_MAX {
        let what = format!("{} bytes are more than {FILTER_BYTES_MAX}", text.len());
        return Err(FilterError::Syntax { what, position: 1 });
    }
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at = text.len() - text[at..].trim_start().len();
        let (token, len) = token(text, at)?;
        found.push((token, at));
        if token == Token::End {
            return Ok(found);
        }
        at += len;
    }
}

/// An error at a byte of the text, reported as a character counted from one.
pub(super) fn error_at(text: &str, at: usize, what: impl Into<String>) -> FilterError {
    let before = text.get(..at).unwrap_or(text);
    FilterError::Syntax { what: what.into(), position: before.chars().count() + 1 }
}

fn token(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else {
        return Ok((Token::End, 0));
    };
    match first {
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        ',' => Ok((Token::Comma, 1)),
        '=' | '<' | '>' | '!' => operator(text, at),
        '\'' | '"' => string(text, at, first),
        '`' => backticked(text, at),
        '-' | '0'..='9' | 'a'..='z' | 'A'..='Z' | '_' => number_or_word(text, at),
        other => Err(error_at(text, at, format!("unexpected character '{other}'"))),
    }
}

fn operator(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    // Longest first. `<=>` is known to Hive's lexer but to no rule of its grammar.
    const OPERATORS: [(&str, Comparison); 8] = [
        ("==", Comparison::Eq),
        ("!=", Comparison::Ne),
        ("<>", Comparison::Ne),
        ("<=", Comparison::Le),
        (">=", Comparison::Ge),
        ("=", Comparison::Eq),
        ("<", Comparison::Lt),
        (">", Comparison::Gt),
    ];
    let rest = &text[at..];
    if rest.starts_with("<=>") {
        return Err(error_at(text, at, "operator '<=>' is not supported"));
    }
    let known = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign));
    known
        .map(|(sign, op)| (Token::Compare(*op), sign.len()))
        .ok_or_else(|| error_at(text, at, "unexpected character '!'"))
}

fn string(text: &str, at: usize, quote: char) -> Result<(Token<'_>, usize), FilterError> {
    let inside = &text[at + 1..];
    let mut escaped = false;
    for (i, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Ok((Token::Text(&inside[..i]), i + 2)),
            _ => {}
        }
    }
    Err(error_at(text, at, "string is not closed"))
}

fn backticked(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let inside = &text[at + 1..];
    let bytes = inside.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'`' if bytes.get(i + 1) == Some(&b'`') => i += 2,
            b'`' if i == 0 => return Err(error_at(text, at, "key name is empty")),
            b'`' => return Ok((Token::Quoted(&inside[..i]), i + 2)),
            _ => i += 1,
        }
    }
    Err(error_at(text, at, "key name is not closed"))
}

fn number_or_word(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let rest = &text[at..];
    if let Some(len) = moment::timestamp_prefix(rest).filter(|len| ends_word(rest, *len)) {
        return Ok((Token::Timestamp(&rest[..len]), len));
    }
    if moment::has_date_shape(rest.get(..10).unwrap_or("")) && ends_word(rest, 10) {
        return Ok((Token::Date(&rest[..10]), 10));
    }
    let sign = usize::from(rest.starts_with('-'));
    let len = sign + rest[sign..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let word = &rest[..len];
    if word[sign..].is_empty() || (sign == 1 && !word[1..].bytes().all(|b| b.is_ascii_digit())) {
        return Err(error_at(text, at, "expected digits after '-'"));
    }
    if !word[sign..].bytes().all(|b| b.is_ascii_digit()) {
        return Ok((Token::Word(word), len));
    }
    let number = word.parse().map_err(|_| error_at(text, at, format!("integer {word} exceeds 64 bits")))?;
    Ok((Token::Integer(number), len))
}

fn ends_word(text: &str, len: usize) -> bool {
    !text[len..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_integers_and_words_are_told_apart() {
        let kinds = |text| tokens(text).unwrap().into_iter().map(|(t, _)| t).collect::<Vec<_>>();
        assert_eq!(
            kinds("-12 7x 2020-01-02 2020-01-02 03:04:05.5 2020-01"),
            [
                Token::Integer(-12),
                Token::Word("7x"),
                Token::Date("2020-01-02"),
                Token::Timestamp("2020-01-02 03:04:05.5"),
                Token::Integer(2020),
                Token::Integer(-1),
                Token::End,
            ]
        );
        assert_eq!(
            kinds(r#"'a\'b' "it's" `a``b`"#)[..3],
            [Token::Text(r"a\'b"), Token::Text("it's"), Token::Quoted("a``b"),]
        );
    }

    #[test]
    fn errors_say_where_in_characters() {
        let check = |text, message: &str| {
            assert_eq!(tokens(text).unwrap_err().to_string(), format!("Error parsing partition filter: {message}"))
        };
        check("k = 'é' ; x", "unexpected character ';' at position 9");
        check("k = 'abc", "string is not closed at position 5");
        check("k <=> 1", "operator '<=>' is not supported at position 3");
        check("k = -x", "expected digits after '-' at position 5");
        check("k = 99999999999999999999", "integer 99999999999999999999 exceeds 64 bits at position 5");
        check("k ! 1", "unexpected character '!' at position 3");
    }
}
