//! From text to tree: `sqlparser` reads it, and what the grammar of filters does not have is refused.
//!
//! ```text
//! expr := or; or := and {OR and}; and := not {AND not}; not := [NOT] prim
//! prim := ( expr ) | TRUE | FALSE | col op lit | col [NOT] IN ( lit, … ) | col [NOT] BETWEEN lit AND lit
//!       | col [NOT] LIKE 'pattern' | col IS [NOT] NULL | col [NOT] IN ATTR('name') | col = ATTR('name') | HAS_ROLE('r')
//! ```

use super::literal::date_of;
use super::{Decimal, Expr, Fault, Literal, Moment, Op};
use sqlparser::ast::{self, BinaryOperator, DataType, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

const LENGTH_MAX: usize = 4096;
const DEPTH_MAX: usize = 64;
const LIST_MAX: usize = 1000;
const TOKENS_IN_PLACE: usize = 24;
const STACK: usize = 64 * 1024 * 1024;

/// Reads an expression. Column names come out as Hive spells them, in lower case.
pub fn parse(text: &str) -> Result<Expr, Fault> {
    if text.chars().count() > LENGTH_MAX {
        return Err(Fault::new(format!("the row expression is longer than {LENGTH_MAX} characters: make it shorter")));
    }
    let tokens = Tokenizer::new(&GenericDialect, text).tokenize().map_err(|error| unreadable(&error))?;
    if tokens.iter().any(|token| {
        matches!(token, Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)))
    }) {
        return Err(Fault::new("the row expression has a comment: leave it out"));
    }
    let tokens = attributes(tokens);
    // The parser calls itself, with large frames: what may be deep gets a stack of its own.
    if tokens.len() <= TOKENS_IN_PLACE {
        return read(tokens);
    }
    let apart = std::thread::Builder::new().stack_size(STACK).spawn(move || read(tokens));
    let answer = apart.ok().and_then(|thread| thread.join().ok());
    answer.unwrap_or_else(|| Err(Fault::new("the row expression is too large to be read now: make it shorter")))
}

fn read(tokens: Vec<Token>) -> Result<Expr, Fault> {
    let mut parser = Parser::new(&GenericDialect).with_recursion_limit(2 * DEPTH_MAX).with_tokens(tokens);
    let read = parser.parse_expr().map_err(|error| unreadable(&error))?;
    match parser.next_token().token {
        Token::EOF => convert(&read, 0),
        rest => Err(Fault::new(format!("the row expression goes on after its end with {}: remove that", shown(&rest)))),
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> Fault {
    let error: String = error.to_string().chars().take(120).collect();
    Fault::new(format!(
        "the row expression cannot be read: {error}: write it as in state IN ('TX', 'NY') AND age >= 18"
    ))
}

/// `IN ATTR('x')` is not SQL: it gets the parentheses that make it a list.
fn attributes(tokens: Vec<Token>) -> Vec<Token> {
    let word = |token: &Token, word: &str| matches!(token, Token::Word(w) if w.quote_style.is_none() && w.value.eq_ignore_ascii_case(word));
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut inside = false;
    for token in tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))) {
        if word(&token, "ATTR") && out.last().is_some_and(|last| word(last, "IN")) {
            out.push(Token::LParen);
            inside = true;
        }
        let closes = inside && token == Token::RParen;
        out.push(token);
        if closes {
            out.push(Token::RParen);
            inside = false;
        }
    }
    out
}

fn convert(read: &ast::Expr, depth: usize) -> Result<Expr, Fault> {
    if depth > DEPTH_MAX {
        return Err(Fault::new(format!(
            "the row expression is nested deeper than {DEPTH_MAX} levels: make it flatter"
        )));
    }
    match read {
        ast::Expr::Nested(inner) => convert(inner, depth + 1),
        ast::Expr::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => chain(read, op, depth),
        ast::Expr::BinaryOp { left, op, right } => compare(left, op, right),
        ast::Expr::UnaryOp { op: UnaryOperator::Not, expr } => Ok(not(convert(expr, depth + 1)?, true)),
        ast::Expr::IsNull(expr) => Ok(Expr::IsNull { column: column(expr)? }),
        ast::Expr::IsNotNull(expr) => Ok(not(Expr::IsNull { column: column(expr)? }, true)),
        ast::Expr::InList { expr, list, negated } => Ok(not(in_list(column(expr)?, list)?, *negated)),
        ast::Expr::Between { expr, negated, low, high } => {
            Ok(not(Expr::Between { column: column(expr)?, low: literal(low)?, high: literal(high)? }, *negated))
        }
        ast::Expr::Like { negated, any: false, expr, pattern, escape_char: None } => match literal(pattern)? {
            Literal::Text(pattern) => Ok(not(Expr::Like { column: column(expr)?, pattern }, *negated)),
            _ => Err(Fault::new("LIKE takes a pattern in single quotes, as in city LIKE 'San%'")),
        },
        ast::Expr::Value(value) => match value.value {
            ast::Value::Boolean(true) => Ok(Expr::TRUE),
            ast::Value::Boolean(false) => Ok(Expr::FALSE),
            _ => Err(unknown(read)),
        },
        ast::Expr::Function(function) => match call(function) {
            Some((name, role)) if name == "has_role" => Ok(Expr::HasRole(role)),
            _ => Err(unknown(read)),
        },
        ast::Expr::Identifier(_) => {
            Err(Fault::new(format!("{} stands alone: compare it, as in {} = TRUE", shown(read), shown(read))))
        }
        _ => Err(unknown(read)),
    }
}

/// `a AND b AND c` leans to the left, as deep as it is long: walked down without recursion.
fn chain(read: &ast::Expr, joint: &BinaryOperator, depth: usize) -> Result<Expr, Fault> {
    let mut operands = Vec::new();
    let mut rest = read;
    while let ast::Expr::BinaryOp { left, op, right } = rest
        && op == joint
    {
        operands.push(convert(right, depth + 1)?);
        rest = left;
    }
    operands.push(convert(rest, depth + 1)?);
    operands.reverse();
    Ok(if *joint == BinaryOperator::And { Expr::And(operands) } else { Expr::Or(operands) })
}

fn not(expr: Expr, negated: bool) -> Expr {
    if negated { Expr::Not(Box::new(expr)) } else { expr }
}

fn compare(left: &ast::Expr, op: &BinaryOperator, right: &ast::Expr) -> Result<Expr, Fault> {
    let op = match op {
        BinaryOperator::Eq => Op::Eq,
        BinaryOperator::NotEq => Op::NotEq,
        BinaryOperator::Lt => Op::Less,
        BinaryOperator::LtEq => Op::LessEq,
        BinaryOperator::Gt => Op::Greater,
        BinaryOperator::GtEq => Op::GreaterEq,
        _ => return Err(Fault::new(format!("{op} is no comparison of a row expression: use = <> < <= > >="))),
    };
    let column = column(left)?;
    if let ast::Expr::Function(function) = right
        && let Some((name, attribute)) = call(function)
        && name == "attr"
    {
        return match op {
            Op::Eq => Ok(Expr::Attribute { column, name: attribute }),
            _ => Err(Fault::new("ATTR stands only after = and IN: write NOT (column = ATTR('name'))")),
        };
    }
    Ok(Expr::Compare { column, op, literal: literal(right)? })
}

fn in_list(column: String, list: &[ast::Expr]) -> Result<Expr, Fault> {
    if let [ast::Expr::Function(function)] = list
        && let Some((name, attribute)) = call(function)
        && name == "attr"
    {
        return Ok(Expr::Attribute { column, name: attribute });
    }
    match list.len() {
        0 => Err(Fault::new(format!("the list of {column} IN () is empty: name at least one value"))),
        1..=LIST_MAX => Ok(Expr::In { column, list: list.iter().map(literal).collect::<Result<_, _>>()? }),
        n => Err(Fault::new(format!(
            "the list of {column} IN (…) has {n} values, more than {LIST_MAX}: use a range or a tag"
        ))),
    }
}

fn column(read: &ast::Expr) -> Result<String, Fault> {
    match read {
        ast::Expr::Identifier(name) if name.value.chars().any(char::is_control) || name.value.is_empty() => {
            Err(Fault::new("a column name that cannot be quoted: control characters are not allowed in one"))
        }
        ast::Expr::Identifier(name) => Ok(name.value.to_lowercase()),
        ast::Expr::Nested(inner) => column(inner),
        ast::Expr::Value(_) | ast::Expr::TypedString(_) => Err(Fault::new(format!(
            "{} stands where a column is expected: write the column first, as in age >= 18",
            shown(read)
        ))),
        ast::Expr::CompoundIdentifier(_) => Err(Fault::new(format!(
            "{}: name the column without its table; members of structs cannot be filtered on",
            shown(read)
        ))),
        _ => Err(Fault::new(format!("{} is no column: only a column may be compared, with a constant", shown(read)))),
    }
}

fn literal(read: &ast::Expr) -> Result<Literal, Fault> {
    let (negative, constant) = match read {
        ast::Expr::UnaryOp { op: UnaryOperator::Minus, expr } => (true, &**expr),
        other => (false, other),
    };
    let value = match constant {
        ast::Expr::Value(value) => match (&value.value, negative) {
            (ast::Value::Number(digits, false), _) => number(digits, negative),
            (ast::Value::SingleQuotedString(text), false) => Some(Literal::Text(text.clone())),
            (ast::Value::Boolean(value), false) => Some(Literal::Boolean(*value)),
            (ast::Value::Null, _) => return Err(Fault::new("nothing equals NULL: write IS NULL or IS NOT NULL")),
            _ => None,
        },
        ast::Expr::TypedString(typed) if !negative && !typed.uses_odbc_syntax => {
            match (&typed.data_type, &typed.value.value) {
                (DataType::Date, ast::Value::SingleQuotedString(text)) => {
                    Some(Literal::Date(date_of(text).ok_or_else(|| {
                        Fault::new(format!("DATE {} is no day: write DATE '2026-01-31'", shown(&typed.value)))
                    })?))
                }
                (DataType::Timestamp(None, _), ast::Value::SingleQuotedString(text)) => {
                    Some(Literal::Timestamp(Moment::parse(text).ok_or_else(|| {
                        Fault::new(format!(
                            "TIMESTAMP {} is no moment: write TIMESTAMP '2026-01-31 13:00:00+00:00', in UTC",
                            shown(&typed.value)
                        ))
                    })?))
                }
                _ => None,
            }
        }
        _ => None,
    };
    value.ok_or_else(|| {
        Fault::new(format!(
            "{} is no constant of a row expression: use 'text', 12, 1.5, TRUE, FALSE, DATE '…' or TIMESTAMP '…+00:00'",
            shown(read)
        ))
    })
}

fn number(digits: &str, negative: bool) -> Option<Literal> {
    let signed = if negative { format!("-{digits}") } else { digits.to_owned() };
    if digits.contains('.') {
        Decimal::parse(&signed).map(Literal::Decimal)
    } else {
        signed.parse().ok().map(Literal::Integer)
    }
}

/// Name and argument of `NAME('argument')`.
fn call(function: &ast::Function) -> Option<(String, String)> {
    let plain = function.filter.is_none() && function.over.is_none() && function.within_group.is_empty();
    let (FunctionArguments::List(list), FunctionArguments::None) = (&function.args, &function.parameters) else {
        return None;
    };
    let [FunctionArg::Unnamed(FunctionArgExpr::Expr(ast::Expr::Value(value)))] = list.args.as_slice() else {
        return None;
    };
    let ast::Value::SingleQuotedString(argument) = &value.value else { return None };
    let plain = plain && list.clauses.is_empty() && list.duplicate_treatment.is_none() && !argument.is_empty();
    plain.then(|| (function.name.to_string().to_lowercase(), argument.clone()))
}

fn unknown(read: &ast::Expr) -> Fault {
    Fault::new(format!(
        "{} is not possible in a row expression: it has comparisons of a column with constants, IN, BETWEEN, LIKE, IS NULL, \
         ATTR('name'), HAS_ROLE('role'), AND, OR and NOT",
        shown(read)
    ))
}

/// The start of what was read, without control characters.
fn shown(read: &impl std::fmt::Display) -> String {
    read.to_string().chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
