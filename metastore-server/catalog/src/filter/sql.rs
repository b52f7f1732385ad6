//! A filter as SQL, with the meaning of `matches`: the text is put together from static pieces, all
//! that the client wrote is bound.
//!
//! The values of a partition's keys are rows of `PARTITION_KEY_VALS`; each key that the filter names
//! is joined once, under the alias `k0`, `k1` …. Typed comparisons look at the stored text before
//! they cast it: Hive stores whatever a client sends, and a cast that fails would end the query.
//! (Java's own queries do fail so on PostgreSQL.)

use std::collections::BTreeSet;

use skep_schema::Dialect;
use skep_sql::Fragment;

use super::{Comparison, Condition, Expr, PartitionFilter, Test, Typed};

/// What a filter's text refers to and cannot own: patterns in the database's spelling, lists of
/// borrowed texts. In the order in which the conditions stand.
pub struct Operands<'a>(Vec<Operand<'a>>);

enum Operand<'a> {
    None,
    Pattern(String),
    Texts(Vec<&'a str>),
}

impl PartitionFilter {
    pub fn operands(&self, dialect: Dialect) -> Operands<'_> {
        let mut operands = Vec::new();
        collect(&self.0, dialect, &mut operands);
        Operands(operands)
    }

    /// Joins the values of the keys that are named.
    pub fn push_joins(&self, query: &mut Fragment<'_>) {
        let mut keys = BTreeSet::new();
        self.0.each(&mut |condition: &Condition| {
            keys.insert(condition.key);
        });
        for key in keys {
            query.push(r#" join "PARTITION_KEY_VALS" "#);
            push_alias(query, key);
            query.push(" on ");
            push_alias(query, key);
            query.push(r#"."PART_ID" = p."PART_ID" and "#);
            push_alias(query, key);
            query.push(r#"."INTEGER_IDX" = "#);
            push_number(query, key);
        }
    }

    /// The condition itself, in parentheses where it needs them.
    pub fn push_condition<'a>(&'a self, query: &mut Fragment<'a>, operands: &'a Operands<'a>) {
        push_expr(query, &self.0, &mut operands.0.iter());
    }
}

fn collect<'a>(expr: &'a Expr<Condition>, dialect: Dialect, operands: &mut Vec<Operand<'a>>) {
    expr.each(&mut |condition| {
        operands.push(match &condition.test {
            Typed::Like(pattern) if dialect == Dialect::Sqlite => Operand::Pattern(pattern.glob()),
            Typed::Like(pattern) => Operand::Pattern(pattern.sql()),
            Typed::Text(Test::In(list) | Test::NotIn(list))
            | Typed::Date(Test::In(list) | Test::NotIn(list))
            | Typed::Timestamp(Test::In(list) | Test::NotIn(list)) => {
                Operand::Texts(list.iter().map(|text| text.as_str()).collect())
            }
            _ => Operand::None,
        });
    });
}

type Next<'o, 'a> = std::slice::Iter<'o, Operand<'a>>;

fn push_expr<'a>(query: &mut Fragment<'a>, expr: &'a Expr<Condition>, operands: &mut Next<'a, 'a>) {
    match expr {
        Expr::And(all) => push_list(query, all, " and ", operands),
        Expr::Or(any) => push_list(query, any, " or ", operands),
        Expr::Term(condition) => push_test(query, condition, operands.next()),
    }
}

/// A list as a balanced tree: SQLite refuses expressions that nest 1,000 deep, and `a or b or c …`
/// without parentheses nests as deep as it is long.
fn push_list<'a>(
    query: &mut Fragment<'a>,
    list: &'a [Expr<Condition>],
    word: &'static str,
    operands: &mut Next<'a, 'a>,
) {
    match list {
        [] => {}
        [one] => push_expr(query, one, operands),
        many => {
            let (first, second) = many.split_at(many.len() / 2);
            query.push("(");
            push_list(query, first, word, operands);
            query.push(word);
            push_list(query, second, word, operands);
            query.push(")");
        }
    }
}

fn push_test<'a>(query: &mut Fragment<'a>, condition: &'a Condition, operand: Option<&'a Operand<'a>>) {
    let key = condition.key;
    match (&condition.test, operand) {
        (Typed::Like(_), Some(Operand::Pattern(pattern))) => {
            push_value(query, key);
            query.push("{sqlite:  glob }{postgres:  like }{mysql:  like }").bind(pattern.as_str());
            query.push("{postgres:  escape '!'}{mysql:  escape '!'}");
        }
        (Typed::Text(Test::Compare(op, text)), _) => {
            push_value(query, key);
            // Order is that of bytes everywhere; for equality the collation makes no difference.
            query.push(if is_equality(*op) { "" } else { r#"{postgres:  collate "C"}"# });
            query.push(sign(*op)).bind(text.as_str());
        }
        (Typed::Date(Test::Compare(op, text)), _) => {
            push_date(query, key);
            query.push(sign(*op)).bind(text.as_str());
        }
        (Typed::Timestamp(Test::Compare(op, text)), _) => {
            push_timestamp(query, key);
            query.push(sign(*op)).bind(text.as_str());
        }
        (Typed::Integer(Test::Compare(op, number)), _) => {
            push_integer(query, key);
            query.push(sign(*op)).bind(*number);
        }
        (Typed::Integer(test @ (Test::In(numbers) | Test::NotIn(numbers))), _) => {
            push_negation(query, test);
            push_integer(query, key);
            query.push(" ").push_in(numbers.as_slice()).push(")");
        }
        (Typed::Text(test), Some(Operand::Texts(texts))) => {
            push_negation(query, test);
            push_value(query, key);
            query.push(" ").push_in(texts.as_slice()).push(")");
        }
        (Typed::Date(test), Some(Operand::Texts(texts))) => {
            push_negation(query, test);
            push_date(query, key);
            query.push(" ").push_in(texts.as_slice()).push(")");
        }
        (Typed::Timestamp(test), Some(Operand::Texts(texts))) => {
            push_negation(query, test);
            push_timestamp(query, key);
            query.push(" ").push_in(texts.as_slice()).push(")");
        }
        (Typed::Like(_) | Typed::Text(_) | Typed::Date(_) | Typed::Timestamp(_), _) => {
            unreachable!("operands are collected in the order in which they are used")
        }
    }
}

/// `not (null in …)` is null, so what is no value of the type is in no list and outside of none.
fn push_negation<V>(query: &mut Fragment<'_>, test: &Test<V>) {
    query.push(match test {
        Test::NotIn(_) => "not (",
        _ => "(",
    });
}

fn is_equality(op: Comparison) -> bool {
    matches!(op, Comparison::Eq | Comparison::Ne)
}

fn sign(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => " = ",
        Comparison::Ne => " <> ",
        Comparison::Lt => " < ",
        Comparison::Le => " <= ",
        Comparison::Gt => " > ",
        Comparison::Ge => " >= ",
    }
}

/// The stored text of a key.
fn push_value(query: &mut Fragment<'_>, key: usize) {
    push_alias(query, key);
    query.push(r#"."PART_KEY_VAL""#);
}

/// Pieces of text between which the stored value stands.
fn push_around(query: &mut Fragment<'_>, key: usize, pieces: &[&'static str]) {
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            push_value(query, key);
        }
        query.push(piece);
    }
}

/// The number in the text, or null: an optional minus and up to 19 digits, no more than 2^63 - 1.
fn push_integer(query: &mut Fragment<'_>, key: usize) {
    push_around(query, key, &["(case when {postgres: ", " ~ '^-?[0-9]{1,19}$'}{mysql: ", " regexp '^-?[0-9]{1,19}$'}"]);
    push_around(query, key, &["{sqlite: length(replace(", ", '-', '')) between 1 and 19 and "]);
    push_around(query, key, &["(case when ", " like '-%' then substr(", ", 2) else ", " end) not glob '*[^0-9]*'}"]);
    push_around(query, key, &[" and (length(replace(", ", '-', '')) < 19 or replace(", ", '-', '')"]);
    query.push(r#"{postgres:  collate "C"} <= '9223372036854775807') then "#);
    push_around(query, key, &["cast(", " as {postgres: bigint}{mysql: signed}{sqlite: integer}) end)"]);
}

/// The text if it looks like a date, or null.
fn push_date(query: &mut Fragment<'_>, key: usize) {
    push_around(query, key, &["(case when {postgres: ", " ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'}"]);
    push_around(query, key, &["{mysql: ", " regexp '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'}"]);
    push_around(query, key, &["{sqlite: ", " glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'} then "]);
    push_around(query, key, &["", r#" end){postgres:  collate "C"}"#]);
}

/// The text if it looks like a timestamp, without the zeros at the end of its fraction; or null.
fn push_timestamp(query: &mut Fragment<'_>, key: usize) {
    let pieces =
        ["(case when {postgres: ", " ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$'}"];
    push_around(query, key, &pieces);
    let pieces = ["{mysql: ", " regexp '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$'}"];
    push_around(query, key, &pieces);
    let pieces = [
        "{sqlite: substr(",
        ", 1, 19) glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]' and (length(",
        ") = 19 or (substr(",
        ", 20) glob '.[0-9]*' and substr(",
        ", 21) not glob '*[^0-9]*'))}",
    ];
    push_around(query, key, &pieces);
    push_around(query, key, &[" then case when ", " like '%.%' then "]);
    push_around(query, key, &["{sqlite: rtrim(rtrim(", ", '0'), '.')}"]);
    push_around(query, key, &["{postgres: rtrim(rtrim(", ", '0'), '.')}"]);
    push_around(query, key, &["{mysql: trim(trailing '.' from trim(trailing '0' from ", "))}"]);
    push_around(query, key, &[" else ", r#" end end){postgres:  collate "C"}"#]);
}

fn push_alias(query: &mut Fragment<'_>, key: usize) {
    query.push("k");
    push_number(query, key);
}

fn push_number(query: &mut Fragment<'_>, number: usize) {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    if number > 9 {
        push_number(query, number / 10);
    }
    query.push(DIGITS[number % 10]);
}
