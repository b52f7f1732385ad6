//! Tokens to a tree of what was said. What the keys are, and whether a literal fits them, is not
//! known here.
//!
//! ```text
//! filter   := [ or ]                                   nothing = no filter
//! or       := and ( OR and )*
//! and      := term ( AND term )*
//! term     := '(' or ')' | cmp | between | in | multi-in
//! cmp      := key op value | value op key | key LIKE value
//! between  := key [NOT] BETWEEN value AND value
//! in       := ( key | '(' key ')' ) [NOT] IN '(' value ( ',' value )* ')'
//! multi-in := '(' STRUCT '(' key ( ',' key )* ')' ')' [NOT] IN '(' tuple ( ',' tuple )* ')'
//! tuple    := CONST STRUCT '(' value ( ',' value )* ')'
//! value    := string | integer | [DATE] date | DATE string | [TIMESTAMP] timestamp | TIMESTAMP string
//! ```

use compact_str::CompactString as Str;

use super::token::{Placed, Token, error_at, tokens};
use super::{Comparison, Expr, FILTER_DEPTH_MAX, FILTER_TERMS_MAX, FilterError, Test, moment};

/// A test of a key as written. Partition keys ignore case; names of table parameters, which are
/// keys of the table filter, do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub key: Str,
    pub test: SaidTest,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SaidTest {
    Value(Test<Literal>),
    Like(Literal),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(Str),
    Integer(i64),
    /// A day that exists, `yyyy-MM-dd`.
    Date(Str),
    /// A time that exists, in the canonical form of [`moment`].
    Timestamp(Str),
}

/// The tree of a filter, or nothing if it is blank.
pub fn parse(text: &str) -> Result<Option<Expr<Said>>, FilterError> {
    let tokens = tokens(text)?;
    if tokens.len() == 1 {
        return Ok(None);
    }
    let mut parser = Parser { text, tokens, next: 0, depth: 0, literals: 0 };
    let expr = parser.or()?;
    match parser.peek() {
        Token::End => Ok(Some(expr)),
        _ => Err(parser.unexpected("AND, OR or the end")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Placed<'a>>,
    next: usize,
    depth: usize,
    literals: usize,
}

impl<'a> Parser<'a> {
    fn or(&mut self) -> Result<Expr<Said>, FilterError> {
        let mut any = vec![self.and()?];
        while self.take_word("or") {
            any.push(self.and()?);
        }
        Ok(Expr::any(any))
    }

    fn and(&mut self) -> Result<Expr<Said>, FilterError> {
        let mut all = vec![self.term()?];
        while self.take_word("and") {
            all.push(self.term()?);
        }
        Ok(Expr::all(all))
    }

    fn term(&mut self) -> Result<Expr<Said>, FilterError> {
        match (self.peek(), self.peek_at(1), self.peek_at(2)) {
            (Token::Open, Token::Word(word), Token::Open) if word.eq_ignore_ascii_case("struct") => self.multi_in(),
            (Token::Open, Token::Word(_) | Token::Quoted(_), Token::Close) => {
                self.next += 1;
                let key = self.key()?;
                self.next += 1;
                let negated = self.take_word("not");
                self.word("in")?;
                self.in_list(key, negated)
            }
            (Token::Open, ..) => self.group(),
            _ if self.at_literal() => self.flipped(),
            _ => self.condition(),
        }
    }

    fn group(&mut self) -> Result<Expr<Said>, FilterError> {
        self.depth += 1;
        if self.depth > FILTER_DEPTH_MAX {
            return Err(self.error(format!("parentheses nest deeper than {FILTER_DEPTH_MAX}")));
        }
        self.token(Token::Open, "(")?;
        let inner = self.or()?;
        self.token(Token::Close, ")")?;
        self.depth -= 1;
        Ok(inner)
    }

    /// `key op value` and its relatives that start with the key.
    fn condition(&mut self) -> Result<Expr<Said>, FilterError> {
        let key = self.key()?;
        if let Token::Compare(op) = self.peek() {
            self.next += 1;
            return Ok(compare(key, op, self.literal()?));
        }
        if self.take_word("like") {
            let test = SaidTest::Like(self.literal()?);
            return Ok(Expr::Term(Said { key, test }));
        }
        let negated = self.take_word("not");
        if self.take_word("between") {
            return self.between(key, negated);
        }
        if self.take_word("in") {
            return self.in_list(key, negated);
        }
        Err(self.unexpected(if negated { "BETWEEN or IN" } else { "an operator" }))
    }

    /// `value op key`. A literal on the left of LIKE is no filter in Hive either.
    fn flipped(&mut self) -> Result<Expr<Said>, FilterError> {
        let value = self.literal()?;
        let Token::Compare(op) = self.peek() else {
            return Err(self.unexpected("a comparison operator"));
        };
        self.next += 1;
        let key = self.key()?;
        Ok(compare(key, op.flipped(), value))
    }

    fn between(&mut self, key: Str, negated: bool) -> Result<Expr<Said>, FilterError> {
        let low = self.literal()?;
        self.word("and")?;
        let high = self.literal()?;
        Ok(match negated {
            false => Expr::And(vec![compare(key.clone(), Comparison::Ge, low), compare(key, Comparison::Le, high)]),
            true => Expr::Or(vec![compare(key.clone(), Comparison::Lt, low), compare(key, Comparison::Gt, high)]),
        })
    }

    fn in_list(&mut self, key: Str, negated: bool) -> Result<Expr<Said>, FilterError> {
        let values = self.list(Self::literal)?;
        let test = if negated { Test::NotIn(values) } else { Test::In(values) };
        Ok(Expr::Term(Said { key, test: SaidTest::Value(test) }))
    }

    fn multi_in(&mut self) -> Result<Expr<Said>, FilterError> {
        self.next += 2;
        let keys = self.list(Self::key)?;
        self.token(Token::Close, ")")?;
        let negated = self.take_word("not");
        self.word("in")?;
        let tuples = self.list(|parser| parser.tuple(keys.len()))?;
        let op = if negated { Comparison::Ne } else { Comparison::Eq };
        let columns =
            |tuple: Vec<Literal>| keys.iter().zip(tuple).map(|(key, value)| compare(key.clone(), op, value)).collect();
        Ok(match negated {
            false => Expr::any(tuples.into_iter().map(|tuple| Expr::all(columns(tuple))).collect()),
            true => Expr::all(tuples.into_iter().map(|tuple| Expr::any(columns(tuple))).collect()),
        })
    }

    fn tuple(&mut self, columns: usize) -> Result<Vec<Literal>, FilterError> {
        self.word("const")?;
        self.word("struct")?;
        let values = self.list(Self::literal)?;
        if values.len() != columns {
            return Err(self.error(format!("expected {columns} values in the struct, found {}", values.len())));
        }
        Ok(values)
    }

    /// One or more elements between parentheses.
    fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> Result<T, FilterError>) -> Result<Vec<T>, FilterError> {
        self.token(Token::Open, "(")?;
        let mut elements = vec![element(self)?];
        while self.peek() == Token::Comma {
            self.next += 1;
            elements.push(element(self)?);
        }
        self.token(Token::Close, ")")?;
        Ok(elements)
    }

    fn key(&mut self) -> Result<Str, FilterError> {
        const RESERVED: [&str; 6] = ["and", "or", "not", "in", "between", "like"];
        let key = match self.peek() {
            Token::Quoted(name) => Str::from(name.replace("``", "`")),
            Token::Word(word) if !RESERVED.iter().any(|r| word.eq_ignore_ascii_case(r)) => Str::from(word),
            _ => return Err(self.unexpected("a partition key")),
        };
        self.next += 1;
        Ok(key)
    }

    /// `date` and `timestamp` are keywords only in front of what they announce: both are common
    /// names of partition keys.
    fn at_literal(&self) -> bool {
        let announced = |token| matches!(token, Token::Text(_) | Token::Date(_) | Token::Timestamp(_));
        match self.peek() {
            Token::Text(_) | Token::Integer(_) | Token::Date(_) | Token::Timestamp(_) => true,
            Token::Word(word) => is_moment_word(word) && announced(self.peek_at(1)),
            _ => false,
        }
    }

    fn literal(&mut self) -> Result<Literal, FilterError> {
        if !self.at_literal() {
            return Err(self.unexpected("a value"));
        }
        self.literals += 1;
        if self.literals > FILTER_TERMS_MAX {
            return Err(self.error(format!("more than {FILTER_TERMS_MAX} values")));
        }
        let announced = match self.peek() {
            Token::Word(word) => {
                self.next += 1;
                Some(word)
            }
            _ => None,
        };
        let literal = self.moment_or_plain(announced)?;
        self.next += 1;
        Ok(literal)
    }

    fn moment_or_plain(&self, announced: Option<&str>) -> Result<Literal, FilterError> {
        let (text, is_date) = match (self.peek(), announced) {
            (Token::Text(text), None) => return Ok(Literal::Text(text.into())),
            (Token::Integer(number), _) => return Ok(Literal::Integer(number)),
            (Token::Text(text) | Token::Date(text) | Token::Timestamp(text), Some(word)) => {
                (text, word.eq_ignore_ascii_case("date"))
            }
            (Token::Date(text), None) => (text, true),
            (Token::Timestamp(text), None) => (text, false),
            _ => return Err(self.unexpected("a value")),
        };
        let moment = match is_date {
            true => moment::date(text).map(Literal::Date),
            false => moment::timestamp(text).map(Literal::Timestamp),
        };
        let shape = if is_date { "date yyyy-MM-dd" } else { "timestamp yyyy-MM-dd HH:mm:ss" };
        moment.ok_or_else(|| self.error(format!("expected a {shape}, found '{text}'")))
    }

    fn peek(&self) -> Token<'a> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Token<'a> {
        self.tokens.get(self.next + ahead).map_or(Token::End, |(token, _)| *token)
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(word) if word.eq_ignore_ascii_case(keyword));
        self.next += usize::from(found);
        found
    }

    fn word(&mut self, keyword: &str) -> Result<(), FilterError> {
        match self.take_word(keyword) {
            true => Ok(()),
            false => Err(self.unexpected(&keyword.to_uppercase())),
        }
    }

    fn token(&mut self, token: Token<'_>, sign: &str) -> Result<(), FilterError> {
        if self.peek() != token {
            return Err(self.unexpected(&format!("'{sign}'")));
        }
        self.next += 1;
        Ok(())
    }

    fn unexpected(&self, expected: &str) -> FilterError {
        let at = self.position();
        let end = self.tokens.get(self.next + 1).map_or(self.text.len(), |(_, at)| *at);
        match self.text.get(at..end).map(str::trim_end) {
            None | Some("") => self.error(format!("expected {expected}, found the end")),
            Some(found) => self.error(format!("expected {expected}, found {found}")),
        }
    }

    fn error(&self, what: String) -> FilterError {
        error_at(self.text, self.position(), what)
    }

    fn position(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |(_, at)| *at)
    }
}

impl<T> Expr<T> {
    /// All of at least one expression.
    pub fn all(mut all: Vec<Self>) -> Self {
        match all.len() {
            1 => all.remove(0),
            _ => Self::And(all),
        }
    }

    /// Any of at least one expression.
    pub fn any(mut any: Vec<Self>) -> Self {
        match any.len() {
            1 => any.remove(0),
            _ => Self::Or(any),
        }
    }
}

fn compare(key: Str, op: Comparison, value: Literal) -> Expr<Said> {
    Expr::Term(Said { key, test: SaidTest::Value(Test::Compare(op, value)) })
}

fn is_moment_word(word: &str) -> bool {
    word.eq_ignore_ascii_case("date") || word.eq_ignore_ascii_case("timestamp")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compact rendering, so a test reads as "this text means that".
    fn shown(expr: &Expr<Said>) -> String {
        let list =
            |all: &[Expr<Said>], word: &str| format!("({})", all.iter().map(shown).collect::<Vec<_>>().join(word));
        match expr {
            Expr::And(all) => list(all, " and "),
            Expr::Or(any) => list(any, " or "),
            Expr::Term(Said { key, test }) => {
                format!("{key} {}", format!("{test:?}").replace("Value", ""))
            }
        }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(shown(&parse(text).unwrap().unwrap()), expected, "{text}");
    }

    #[test]
    fn and_binds_tighter_than_or() {
        check(
            "a=1 or b=2 AND c=3",
            "(a (Compare(Eq, Integer(1))) or (b (Compare(Eq, Integer(2))) and c (Compare(Eq, Integer(3)))))",
        );
        check(
            "(a=1 or b=2) and c==3",
            "((a (Compare(Eq, Integer(1))) or b (Compare(Eq, Integer(2)))) and c (Compare(Eq, Integer(3))))",
        );
    }

    #[test]
    fn every_form_of_a_term_is_read() {
        check("k like 'a%'", r#"k Like(Text("a%"))"#);
        check("5 < k", "k (Compare(Gt, Integer(5)))");
        check("'x' <> `my key`", r#"my key (Compare(Ne, Text("x")))"#);
        check("k between 1 and 3", "(k (Compare(Ge, Integer(1))) and k (Compare(Le, Integer(3))))");
        check("k not between 1 and 3", "(k (Compare(Lt, Integer(1))) or k (Compare(Gt, Integer(3))))");
        check("k in (1)", "k (In([Integer(1)]))");
        check("((k) NOT IN (1, 2))", "k (NotIn([Integer(1), Integer(2)]))");
        check(
            "(struct(a,b)) in (const struct(1,'x'))",
            r#"(a (Compare(Eq, Integer(1))) and b (Compare(Eq, Text("x"))))"#,
        );
        check(
            "(struct(a)) not in (const struct(1), const struct(2), const struct(3))",
            "(a (Compare(Ne, Integer(1))) and a (Compare(Ne, Integer(2))) and a (Compare(Ne, Integer(3))))",
        );
    }

    #[test]
    fn date_is_a_keyword_only_in_front_of_a_date() {
        check("date = '2020-01-01'", r#"date (Compare(Eq, Text("2020-01-01")))"#);
        check("date = date '2020-01-01'", r#"date (Compare(Eq, Date("2020-01-01")))"#);
        check("DATE 2020-01-01 = timestamp", r#"timestamp (Compare(Eq, Date("2020-01-01")))"#);
        check("ts > timestamp '2020-01-01 00:00:00.10'", r#"ts (Compare(Gt, Timestamp("2020-01-01 00:00:00.1")))"#);
    }

    #[test]
    fn a_blank_filter_is_no_filter() {
        assert_eq!(parse("").unwrap(), None);
        assert_eq!(parse(" \n ").unwrap(), None);
    }

    #[test]
    fn a_refusal_says_what_was_expected_and_where() {
        let check = |text: &str, message: &str| {
            assert_eq!(parse(text).unwrap_err().to_string(), format!("Error parsing partition filter: {message}"))
        };
        check("k", "expected an operator, found the end at position 2");
        check("k = ", "expected a value, found the end at position 5");
        check("k = j", "expected a value, found j at position 5");
        check("k = 1 and", "expected a partition key, found the end at position 10");
        check("k = 1 k = 2", "expected AND, OR or the end, found k at position 7");
        check("(k = 1", "expected ')', found the end at position 7");
        check("k not 1", "expected BETWEEN or IN, found 1 at position 7");
        check("'a' like k", "expected a comparison operator, found like at position 5");
        check("k in ()", "expected a value, found ) at position 7");
        check("k = date '2020-02-30'", "expected a date yyyy-MM-dd, found '2020-02-30' at position 10");
        check("(struct(a,b)) in (const struct(1))", "expected 2 values in the struct, found 1 at position 34");
        check("not (k = 1)", "expected a partition key, found not at position 1");
    }

    #[test]
    fn depth_and_number_of_values_are_bounded() {
        let nested = |n| format!("{}k=1{}", "(".repeat(n), ")".repeat(n));
        assert!(parse(&nested(FILTER_DEPTH_MAX)).is_ok());
        assert!(
            parse(&nested(FILTER_DEPTH_MAX + 1))
                .unwrap_err()
                .to_string()
                .contains("nest deeper than 64 at position 65")
        );
        assert!(parse(&"(".repeat(1 << 19)).is_err());
        let listed = |n: usize| format!("k in ({}1)", "1,".repeat(n - 1));
        assert!(parse(&listed(FILTER_TERMS_MAX)).is_ok());
        assert!(parse(&listed(FILTER_TERMS_MAX + 1)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,40}|[k=<>'\"`() ,0-9a-z-]{0,40}") {
            let _ = parse(&text);
        }
    }
}
