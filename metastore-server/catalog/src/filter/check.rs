//! What was said, together with the table's keys, becomes what is meant: keys by position, literals
//! of the key's type.

use std::collections::HashMap;
use std::mem::discriminant;

use compact_str::CompactString as Str;

use super::parse::{Literal, Said, SaidTest, parse};
use super::{Comparison, Expr, FilterError, Pattern, Test, moment};
use crate::partition::name::DEFAULT_PARTITION;

/// A filter over the partitions of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionFilter(pub(super) Expr<Condition>);

/// A test of the value of the `key`-th partition key.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub key: usize,
    pub test: Typed,
}

/// How stored text is compared. A stored value that is not of the type, the default partition's
/// among them, is as good as null: no test is true of it, not even `!=`.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Byte by byte, in every database.
    Text(Test<Str>),
    Like(Pattern),
    Integer(Test<i64>),
    Date(Test<Str>),
    Timestamp(Test<Str>),
}

impl PartitionFilter {
    /// Reads a filter for a table with these keys (name and type each); nothing if it is blank.
    pub fn parse(text: &str, keys: &[(&str, &str)]) -> Result<Option<Self>, FilterError> {
        let Some(said) = parse(text)? else {
            return Ok(None);
        };
        Ok(Some(Self(meant(said, keys)?)))
    }

    /// The first keys equal these values, an empty one standing for any; nothing if all are.
    pub fn of_values(values: &[Str]) -> Option<Self> {
        let given = values.iter().enumerate().filter(|(_, value)| !value.is_empty());
        let equal = |value: &Str| Typed::Text(Test::Compare(Comparison::Eq, value.clone()));
        let all: Vec<_> = given.map(|(key, value)| Expr::Term(Condition { key, test: equal(value) })).collect();
        if all.is_empty() { None } else { Some(Self(Expr::all(all))) }
    }

    /// What is meant, for who evaluates it elsewhere.
    pub fn meaning(&self) -> &Expr<Condition> {
        &self.0
    }

    /// How many conditions there are; a list of values is one.
    pub fn conditions(&self) -> usize {
        let mut conditions = 0;
        self.0.each(&mut |_| conditions += 1);
        conditions
    }

    /// The value each key must equal for the filter to be true, where that follows from its
    /// top-level conjunction alone and the stored text is known (text keys only).
    pub fn pinned(&self, keys: usize) -> Vec<Option<&str>> {
        let mut pinned = vec![None; keys];
        let all = match &self.0 {
            Expr::And(all) => all.as_slice(),
            other => std::slice::from_ref(other),
        };
        for expr in all {
            if let Expr::Term(Condition { key, test: Typed::Text(Test::Compare(Comparison::Eq, value)) }) = expr {
                pinned[*key] = Some(value.as_str());
            }
        }
        pinned
    }
}

fn meant(said: Expr<Said>, keys: &[(&str, &str)]) -> Result<Expr<Condition>, FilterError> {
    let each = |list: Vec<Expr<Said>>| list.into_iter().map(|e| meant(e, keys)).collect::<Result<Vec<_>, _>>();
    Ok(match said {
        Expr::And(all) => Expr::And(each(all)?),
        Expr::Or(any) => Expr::any(each(merged(any))?),
        Expr::Term(said) => Expr::Term(condition(said, keys)?),
    })
}

pub(super) fn condition(said: Said, keys: &[(&str, &str)]) -> Result<Condition, FilterError> {
    let Some(key) = keys.iter().position(|(name, _)| name.eq_ignore_ascii_case(&said.key)) else {
        return Err(FilterError::UnknownKey(said.key));
    };
    let (name, type_) = keys[key];
    let mismatch = |literal: &Literal| {
        FilterError::Type(format!("key {name} has type {type_}, which does not compare with {literal}"))
    };
    let test = match (said.test, KeyType::of(type_)) {
        (SaidTest::Like(Literal::Text(pattern)), Some(KeyType::Text)) => Typed::Like(Pattern::new(&pattern)),
        (SaidTest::Like(_), Some(_)) => {
            return Err(FilterError::Type(format!(
                "key {name} has type {type_}, which does not support LIKE with this value"
            )));
        }
        (SaidTest::Value(test), Some(key_type)) => key_type.typed(test).map_err(|literal| mismatch(&literal))?,
        (_, None) => return Err(FilterError::Type(format!("key {name} has type {type_}"))),
    };
    Ok(Condition { key, test })
}

#[derive(Clone, Copy)]
enum KeyType {
    Text,
    Integer,
    Date,
    Timestamp,
}

impl KeyType {
    /// Decimals, floats, booleans and binary cannot be filtered on, in any version of Hive.
    fn of(type_: &str) -> Option<Self> {
        let base = type_.split('(').next().unwrap_or(type_).trim();
        Some(match base.to_ascii_lowercase().as_str() {
            "string" | "char" | "varchar" => Self::Text,
            "tinyint" | "smallint" | "int" | "integer" | "bigint" => Self::Integer,
            "date" => Self::Date,
            "timestamp" => Self::Timestamp,
            _ => return None,
        })
    }

    /// The test with its literals as this type, or the first literal that is none of it.
    fn typed(self, test: Test<Literal>) -> Result<Typed, Literal> {
        let test = match test {
            Test::In(mut one) if one.len() == 1 => Test::Compare(Comparison::Eq, one.remove(0)),
            test => test,
        };
        // The default partition may be asked for by its name on a key of any type.
        if let Test::Compare(Comparison::Eq | Comparison::Ne, Literal::Text(text)) = &test
            && text == DEFAULT_PARTITION
        {
            return Ok(Typed::Text(test.map(text_of)?));
        }
        Ok(match self {
            Self::Text => Typed::Text(test.map(text_of)?),
            Self::Integer => Typed::Integer(test.map(|literal| match literal {
                Literal::Integer(number) => Ok(number),
                other => Err(other),
            })?),
            Self::Date => Typed::Date(test.map(|literal| match literal {
                Literal::Date(day) => Ok(day),
                Literal::Text(text) => moment::date(&text).ok_or(Literal::Text(text)),
                other => Err(other),
            })?),
            Self::Timestamp => Typed::Timestamp(test.map(|literal| match literal {
                Literal::Timestamp(time) => Ok(time),
                Literal::Date(day) => Ok(format!("{day} 00:00:00").into()),
                Literal::Text(text) => moment::timestamp(&text).ok_or(Literal::Text(text)),
                other => Err(other),
            })?),
        })
    }
}

fn text_of(literal: Literal) -> Result<Str, Literal> {
    Ok(match literal {
        Literal::Text(text) | Literal::Date(text) | Literal::Timestamp(text) => text,
        Literal::Integer(number) => number.to_string().into(),
    })
}

/// Alternatives that ask one key for equality become one list: clients spell long IN lists as ORs,
/// and a list is one bound value instead of thousands of terms.
fn merged(any: Vec<Expr<Said>>) -> Vec<Expr<Said>> {
    let mut merged: Vec<Expr<Said>> = Vec::new();
    let mut lists = HashMap::new();
    for expr in any {
        let Expr::Term(Said { key, test: SaidTest::Value(Test::Compare(Comparison::Eq, value)) }) = expr else {
            merged.push(expr);
            continue;
        };
        let at = *lists.entry((key.clone(), discriminant(&value))).or_insert(merged.len());
        match merged.get_mut(at) {
            Some(Expr::Term(Said { test: SaidTest::Value(Test::In(values)), .. })) => values.push(value),
            _ => merged.push(Expr::Term(Said { key, test: SaidTest::Value(Test::In(vec![value])) })),
        }
    }
    merged
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Literal::Text(text) => write!(f, "'{text}'"),
            Literal::Integer(number) => write!(f, "{number}"),
            Literal::Date(day) => write!(f, "DATE '{day}'"),
            Literal::Timestamp(time) => write!(f, "TIMESTAMP '{time}'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [(&str, &str); 6] = [
        ("s", "string"),
        ("v", "varchar(10)"),
        ("i", "bigint"),
        ("d", "date"),
        ("t", "timestamp"),
        ("m", "decimal(10,2)"),
    ];

    fn test_of(text: &str) -> Result<Typed, String> {
        match PartitionFilter::parse(text, &KEYS) {
            Ok(Some(PartitionFilter(Expr::Term(condition)))) => Ok(condition.test),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn literals_take_the_type_of_their_key() {
        let eq = |text: &str| Test::Compare(Comparison::Eq, Str::from(text));
        assert_eq!(test_of("S = 5"), Ok(Typed::Text(eq("5"))));
        assert_eq!(test_of("v = 2020-01-01"), Ok(Typed::Text(eq("2020-01-01"))));
        assert_eq!(test_of("i = 5"), Ok(Typed::Integer(Test::Compare(Comparison::Eq, 5))));
        assert_eq!(test_of("d = '2020-01-01'"), Ok(Typed::Date(eq("2020-01-01"))));
        assert_eq!(test_of("t = 2020-01-01"), Ok(Typed::Timestamp(eq("2020-01-01 00:00:00"))));
        assert_eq!(test_of("i = '__HIVE_DEFAULT_PARTITION__'"), Ok(Typed::Text(eq(DEFAULT_PARTITION))));
    }

    #[test]
    fn what_does_not_fit_the_key_is_refused_by_name() {
        let refused = |text: &str, message: &str| assert_eq!(test_of(text).unwrap_err(), message);
        const ONLY: &str = "Filtering is supported only on partition keys of type string, or integral types";
        refused("x = 1", "Specified key <x> is not a partitioning key for the table");
        refused("i = 'a'", &format!("{ONLY}: key i has type bigint, which does not compare with 'a'"));
        refused("i like '1%'", &format!("{ONLY}: key i has type bigint, which does not support LIKE with this value"));
        refused("d = 'soon'", &format!("{ONLY}: key d has type date, which does not compare with 'soon'"));
        refused("m = 1", &format!("{ONLY}: key m has type decimal(10,2)"));
    }

    #[test]
    fn alternatives_on_one_key_become_one_list() {
        assert_eq!(test_of("i = 1 or 2 = i or (i = 3)"), Ok(Typed::Integer(Test::In(vec![1, 2, 3]))));
        let PartitionFilter(expr) =
            PartitionFilter::parse("i = 1 or s = 'a' or i = 2 or i > 9", &KEYS).unwrap().unwrap();
        let Expr::Or(any) = expr else { panic!("{expr:?}") };
        assert_eq!(any.len(), 3);
    }

    #[test]
    fn only_equalities_that_always_hold_pin_a_key() {
        let filter = |text| PartitionFilter::parse(text, &KEYS).unwrap().unwrap();
        assert_eq!(filter("s = 'a' and v = 'b' and i = 1").pinned(3), [Some("a"), Some("b"), None]);
        assert_eq!(filter("s = 'a' or v = 'b'").pinned(2), [None, None]);
    }
}
