//! A filter over tables as a piece of SQL.

use crate::filter::tables::{TableCondition, TableFilter, TableKey, TableTest};
use crate::filter::{Comparison, Expr, Test};
use crate::{Error, Result};
use skep_schema::Dialect;
use skep_sql::{Fragment, Value};
use skep_types::Str;

/// A filter whose operands are spelled for one database. It owns them: a query only borrows.
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    /// A column of `TBLS`.
    Column(&'static str, Operator),
    /// A parameter; a table without it passes no test.
    Parameter(Str, Operator),
}

pub enum Operator {
    Compare(Comparison, Operand),
    In(Vec<Operand>),
    NotIn(Vec<Operand>),
    /// With the operator that tells upper from lower case.
    Like(&'static str, String),
}

pub enum Operand {
    Text(Str),
    Integer(i64),
}

/// Conditions of one query at the most: SQLite's expressions nest a thousand deep, and no client
/// asks for more than two.
const CONDITIONS_MAX: usize = 200;

impl Condition {
    /// Refuses a filter that would make a query no database should be asked.
    pub fn checked(filter: &TableFilter, dialect: Dialect) -> Result<Condition> {
        match terms(&filter.0) {
            count if count > CONDITIONS_MAX => {
                Err(Error::Meta(format!("the filter has {count} conditions, expected {CONDITIONS_MAX} at most")))
            }
            _ => Ok(Condition::of(&filter.0, dialect)),
        }
    }

    fn of(expression: &Expr<TableCondition>, dialect: Dialect) -> Condition {
        let each = |list: &[Expr<TableCondition>]| list.iter().map(|e| Condition::of(e, dialect)).collect();
        match expression {
            Expr::And(all) => Condition::All(each(all)),
            Expr::Or(any) => Condition::Any(each(any)),
            Expr::Term(term) => Condition::term(term, dialect),
        }
    }

    fn term(term: &TableCondition, dialect: Dialect) -> Condition {
        let operator = Operator::of(&term.test, dialect);
        match &term.key {
            TableKey::Owner => Condition::Column(r#"t."OWNER""#, operator),
            TableKey::LastAccess => Condition::Column(r#"t."LAST_ACCESS_TIME""#, operator),
            TableKey::Name => Condition::Column(r#"t."TBL_NAME""#, operator),
            TableKey::Type => Condition::Column(r#"t."TBL_TYPE""#, operator),
            TableKey::Parameter(key) => Condition::Parameter(key.clone(), operator),
        }
    }

    /// Adds the condition; the query selects from `TBLS` as `t`.
    pub fn push_to<'a>(&'a self, query: &mut Fragment<'a>) {
        match self {
            Condition::All(all) => push_joined(all, " and ", query),
            Condition::Any(any) => push_joined(any, " or ", query),
            Condition::Column(column, operator) => operator.push_to(query.push(column)),
            Condition::Parameter(key, operator) => {
                query.push(
                    r#"exists (select 1 from "TABLE_PARAMS" p where p."TBL_ID" = t."TBL_ID" and p."PARAM_KEY" = "#,
                );
                operator.push_to(query.bind(key.as_str()).push(r#" and p."PARAM_VALUE""#));
                query.push(")");
            }
        }
    }
}

fn terms(expression: &Expr<TableCondition>) -> usize {
    match expression {
        Expr::And(list) | Expr::Or(list) => list.iter().map(terms).sum(),
        Expr::Term(_) => 1,
    }
}

fn push_joined<'a>(conditions: &'a [Condition], word: &'static str, query: &mut Fragment<'a>) {
    for (n, condition) in conditions.iter().enumerate() {
        condition.push_to(query.push(if n == 0 { "(" } else { word }));
    }
    query.push(")");
}

impl Operator {
    fn of(test: &TableTest, dialect: Dialect) -> Operator {
        match test {
            TableTest::Text(test) => Operator::compared(test, |text| Operand::Text(text.clone())),
            TableTest::Integer(test) => Operator::compared(test, |number| Operand::Integer(*number)),
            TableTest::Like(pattern) if dialect == Dialect::Sqlite => Operator::Like(" glob ", pattern.glob()),
            TableTest::Like(pattern) => Operator::Like(" like ", pattern.sql()),
        }
    }

    fn compared<V>(test: &Test<V>, operand: impl Fn(&V) -> Operand) -> Operator {
        match test {
            Test::Compare(comparison, value) => Operator::Compare(*comparison, operand(value)),
            Test::In(values) => Operator::In(values.iter().map(operand).collect()),
            Test::NotIn(values) => Operator::NotIn(values.iter().map(operand).collect()),
        }
    }

    fn push_to<'a>(&'a self, query: &mut Fragment<'a>) {
        match self {
            Operator::Compare(comparison, operand) => {
                query.push(match comparison {
                    Comparison::Eq => " = ",
                    Comparison::Ne => " <> ",
                    Comparison::Lt => " < ",
                    Comparison::Le => " <= ",
                    Comparison::Gt => " > ",
                    Comparison::Ge => " >= ",
                });
                query.bind(operand.value());
            }
            Operator::In(list) => push_list(list, " in (", query),
            Operator::NotIn(list) => push_list(list, " not in (", query),
            Operator::Like(word, pattern) => {
                query.push(word).bind(pattern.as_str());
            }
        }
    }
}

fn push_list<'a>(list: &'a [Operand], open: &'static str, query: &mut Fragment<'a>) {
    for (n, operand) in list.iter().enumerate() {
        query.push(if n == 0 { open } else { ", " }).bind(operand.value());
    }
    query.push(")");
}

impl Operand {
    fn value(&self) -> Value<'_> {
        match self {
            Operand::Text(text) => text.as_str().into(),
            Operand::Integer(number) => (*number).into(),
        }
    }
}
