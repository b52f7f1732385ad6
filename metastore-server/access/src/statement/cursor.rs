//! Reading words off a text. What a word may be depends on where it stands, so there is no list of tokens.

use crate::Principal;
use crate::expr::{Expr, Fault};

pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text[self.at..].trim_start()
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let rest = self.rest();
        self.at = self.text.len() - rest.len() + bytes;
        &rest[..bytes]
    }

    /// Nothing is left but perhaps a semicolon.
    pub fn end(&mut self) -> Result<(), Fault> {
        self.symbol(';');
        if self.rest().is_empty() { Ok(()) } else { Err(self.expected("the end of the statement")) }
    }

    /// "expected X, found Y", and where.
    pub fn expected(&self, what: &str) -> Fault {
        let found: String = self.rest().chars().take(30).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let before = self.text[..self.text.len() - self.rest().len()].trim_end();
        let before: Vec<char> = before.chars().rev().take(30).collect();
        let before: String = before.into_iter().rev().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{found}`") };
        match before.is_empty() {
            true => Fault::new(format!("expected {what}, found {found}")),
            false => Fault::new(format!("expected {what} after `{before}`, found {found}")),
        }
    }

    fn word_length(&self) -> usize {
        let rest = self.rest();
        rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
    }

    /// Takes these words if they come next, in any case.
    pub fn keywords(&mut self, words: &str) -> bool {
        let start = self.at;
        for word in words.split(' ') {
            let length = self.word_length();
            if !self.rest()[..length].eq_ignore_ascii_case(word) {
                self.at = start;
                return false;
            }
            self.take(length);
        }
        true
    }

    pub fn must(&mut self, words: &str) -> Result<(), Fault> {
        if self.keywords(words) { Ok(()) } else { Err(self.expected(words)) }
    }

    pub fn symbol(&mut self, symbol: char) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.take(symbol.len_utf8());
        }
        found
    }

    pub fn must_symbol(&mut self, symbol: char) -> Result<(), Fault> {
        if self.symbol(symbol) { Ok(()) } else { Err(self.expected(&format!("`{symbol}`"))) }
    }

    /// A bare word, as it stands.
    pub fn word(&mut self, what: &str) -> Result<&'a str, Fault> {
        match self.word_length() {
            0 => Err(self.expected(what)),
            length => Ok(self.take(length)),
        }
    }

    /// An identifier in lower case, bare or in back-quotes or double quotes.
    pub fn name(&mut self, what: &str) -> Result<String, Fault> {
        let name = match self.rest().chars().next() {
            Some(quote @ ('`' | '"')) => self.quoted(quote)?,
            _ => self.word(what)?.to_owned(),
        };
        match name.is_empty() || name.chars().any(char::is_control) {
            true => Err(Fault::new(format!("{what} that is empty or has control characters cannot be quoted"))),
            false => Ok(name.to_lowercase()),
        }
    }

    /// `'text'`, a quote inside doubled.
    pub fn text(&mut self, what: &str) -> Result<String, Fault> {
        if self.rest().starts_with('\'') { self.quoted('\'') } else { Err(self.expected(what)) }
    }

    pub fn is_text(&self) -> bool {
        self.rest().starts_with('\'')
    }

    fn quoted(&mut self, quote: char) -> Result<String, Fault> {
        let mut out = String::new();
        let rest = self.rest();
        let mut characters = rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = characters.next() {
            if c != quote {
                out.push(c);
            } else if characters.peek().is_some_and(|(_, next)| *next == quote) {
                characters.next();
                out.push(c);
            } else {
                self.take(at + quote.len_utf8());
                return Ok(out);
            }
        }
        Err(self.expected(&format!("a closing {quote}")))
    }

    /// What stands up to the next blank, comma or parenthesis, or in single quotes.
    pub fn loose(&mut self, what: &str) -> Result<String, Fault> {
        if self.is_text() {
            return self.text(what);
        }
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || "(),;'=".contains(c)).unwrap_or(rest.len());
        if length == 0 { Err(self.expected(what)) } else { Ok(self.take(length).to_owned()) }
    }

    pub fn principal(&mut self) -> Result<Principal, Fault> {
        let text = self.loose("a principal, as user:NAME, role:NAME or public")?;
        Principal::parse(&text).map_err(|error| Fault::new(error.to_string()))
    }

    /// A role's name, with or without `role:`.
    pub fn role(&mut self) -> Result<Principal, Fault> {
        let text = self.loose("the name of a role")?;
        let name = text.strip_prefix("role:").unwrap_or(&text);
        Principal::role(name).map_err(|error| Fault::new(error.to_string()))
    }

    /// `one {, one}`.
    pub fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let mut list = vec![one(self)?];
        while self.symbol(',') {
            list.push(one(self)?);
        }
        Ok(list)
    }

    /// `( one {, one} )`.
    pub fn in_parentheses<T>(&mut self, one: impl FnMut(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        self.must_symbol('(')?;
        let list = self.list(one)?;
        self.must_symbol(')')?;
        Ok(list)
    }

    /// `( expr )`.
    pub fn expr(&mut self) -> Result<Expr, Fault> {
        self.must_symbol('(')?;
        let rest = self.rest();
        let (mut depth, mut quote) = (1, None);
        for (at, c) in rest.char_indices() {
            match (quote, c) {
                (Some(open), _) => quote = if c == open { None } else { quote },
                (None, '\'' | '"' | '`') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inside = self.take(at);
                self.must_symbol(')')?;
                return crate::expr::parse(inside);
            }
        }
        Err(self.expected("a closing `)` of the row expression"))
    }
}
