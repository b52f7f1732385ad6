//! A filter as SQL, with the meaning of `matches`: the text is put together from static pieces, all
//! that the client wrote is bound.
//!
//! The values of a partition's keys are rows of `PARTITION_KEY_VALS`; each key that the filter names
//! is joined once, under the alias `k0`, `k1` …. Typed comparisons look at the stored text before
//! they cast it: Hive stores whatever a client sends, and a cast that fails would end the query.
//! (Java's own queries do fail so on PostgreSQL.)

use std::collections::BTreeSet;

use compact_str::CompactString as Str;
use skep_schema::Dialect;
use skep_sql::Fragment;

use super::{Comparison, Condition, Expr, PartitionFilter, Test, Typed};

/// The texts of a filter in the spelling of a database, one list a condition.
pub struct Spelled(Vec<Vec<String>>);

/// The same as statements bind them.
pub struct Operands<'a>(Vec<Vec<&'a str>>);

impl PartitionFilter {
    pub fn spelled(&self, dialect: Dialect) -> Spelled {
        let mut spelled = Vec::new();
        self.0.each(&mut |condition: &Condition| spelled.push(spell(&condition.test, dialect)));
        Spelled(spelled)
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

impl Spelled {
    pub fn operands(&self) -> Operands<'_> {
        Operands(self.0.iter().map(|texts| texts.iter().map(String::as_str).collect()).collect())
    }
}

fn spell(test: &Typed, dialect: Dialect) -> Vec<String> {
    // What `push_text` appends to the stored value.
    let end = if dialect == Dialect::Mysql { "\0" } else { "" };
    match test {
        Typed::Like(pattern) if dialect == Dialect::Sqlite => vec![pattern.glob()],
        Typed::Like(pattern) => vec![pattern.sql()],
        Typed::Text(test) => test.values().iter().map(|text| format!("{text}{end}")).collect(),
        Typed::Date(test) | Typed::Timestamp(test) => test.values().iter().map(ToString::to_string).collect(),
        Typed::Integer(_) => Vec::new(),
    }
}

type Next<'o, 'a> = std::slice::Iter<'o, Vec<&'a str>>;

fn push_expr<'a>(query: &mut Fragment<'a>, expr: &'a Expr<Condition>, operands: &mut Next<'a, 'a>) {
    match expr {
        Expr::And(all) => push_list(query, all, " and ", operands),
        Expr::Or(any) => push_list(query, any, " or ", operands),
        Expr::Term(condition) => push_test(query, condition, operands.next().map_or(&[], Vec::as_slice)),
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

fn push_test<'a>(query: &mut Fragment<'a>, condition: &'a Condition, texts: &'a [&'a str]) {
    let key = condition.key;
    match &condition.test {
        Typed::Like(_) => {
            push_value(query, key);
            query.push("{sqlite:  glob }{postgres:  like }{mysql:  like }").bind(first(texts));
            query.push("{postgres:  escape '!'}{mysql:  escape '!'}");
        }
        Typed::Text(test) => push_text_test(query, test, texts, |query| {
            push_text(query, key);
            // Order is that of bytes everywhere; for equality the collation makes no difference.
            let equality = !matches!(test, Test::Compare(op, _) if !is_equality(*op));
            query.push(if equality { "" } else { r#"{postgres:  collate "C"}"# });
        }),
        Typed::Date(test) => push_text_test(query, test, texts, |query| push_date(query, key)),
        Typed::Timestamp(test) => push_text_test(query, test, texts, |query| push_timestamp(query, key)),
        Typed::Integer(Test::Compare(op, number)) => {
            push_integer(query, key);
            query.push(sign(*op)).bind(*number);
        }
        Typed::Integer(test @ (Test::In(numbers) | Test::NotIn(numbers))) => {
            push_negation(query, test);
            push_integer(query, key);
            query.push(" ").push_in(numbers.as_slice()).push(")");
        }
    }
}

/// A test of what `push_stored` writes against texts.
fn push_text_test<'a>(
    query: &mut Fragment<'a>,
    test: &Test<Str>,
    texts: &'a [&'a str],
    push_stored: impl Fn(&mut Fragment<'a>),
) {
    if let Test::Compare(op, _) = test {
        push_stored(query);
        query.push(sign(*op)).bind(first(texts));
    } else {
        push_negation(query, test);
        push_stored(query);
        query.push(" ").push_in(texts).push(")");
    }
}

fn first<'a>(texts: &[&'a str]) -> &'a str {
    texts.first().copied().unwrap_or_default()
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

/// The stored text of a key so that it compares byte by byte. MySQL's collations fill the shorter of
/// two texts up with spaces, which makes `a` equal to `a` and a space; a character below the space at
/// the end of both keeps them apart, and in order.
fn push_text(query: &mut Fragment<'_>, key: usize) {
    query.push("{mysql: concat(}");
    push_value(query, key);
    query.push("{mysql: , char(0 using latin1))}");
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
