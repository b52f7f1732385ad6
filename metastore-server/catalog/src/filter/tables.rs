//! The filter of `get_table_names_by_filter`: the language of partition filters over an owner, a
//! parameter, the last access time, the name or the type of a table.

use compact_str::CompactString as Str;

use super::parse::{Literal, Said, SaidTest, parse};
use super::{Comparison, Expr, FilterError, Pattern, Test};

/// A filter over tables. The tree is public: tables are listed by the table noun.
#[derive(Clone, Debug, PartialEq)]
pub struct TableFilter(pub Expr<TableCondition>);

#[derive(Clone, Debug, PartialEq)]
pub struct TableCondition {
    pub key: TableKey,
    pub test: TableTest,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TableKey {
    Owner,
    /// A table parameter; one that is absent makes every test of it false.
    Parameter(Str),
    LastAccess,
    Name,
    Type,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TableTest {
    Text(Test<Str>),
    Like(Pattern),
    /// Only for [`TableKey::LastAccess`], in seconds.
    Integer(Test<i64>),
}

impl TableFilter {
    /// Reads a table filter; nothing if it is blank.
    pub fn parse(text: &str) -> Result<Option<Self>, FilterError> {
        let Some(said) = parse(text)? else {
            return Ok(None);
        };
        Ok(Some(Self(meant(said)?)))
    }
}

fn meant(said: Expr<Said>) -> Result<Expr<TableCondition>, FilterError> {
    let each = |list: Vec<Expr<Said>>| list.into_iter().map(meant).collect::<Result<Vec<_>, _>>();
    Ok(match said {
        Expr::And(all) => Expr::And(each(all)?),
        Expr::Or(any) => Expr::Or(each(any)?),
        Expr::Term(said) => Expr::Term(condition(said)?),
    })
}

fn condition(said: Said) -> Result<TableCondition, FilterError> {
    let key = TableKey::of(&said.key).ok_or_else(|| {
        FilterError::Table(format!(
            "Invalid key name in filter.  Use constants from org.apache.hadoop.hive.metastore.api: {}",
            said.key
        ))
    })?;
    let test = match (&key, said.test) {
        (TableKey::LastAccess, SaidTest::Value(test)) => TableTest::Integer(integers(test)?),
        (TableKey::LastAccess, SaidTest::Like(_)) => {
            return Err(unsupported("LIKE", "last access time"));
        }
        (TableKey::Parameter(_), SaidTest::Value(Test::Compare(op, _)))
            if !matches!(op, Comparison::Eq | Comparison::Ne) =>
        {
            return Err(unsupported("this comparison", "parameters, which know =, <>, != and LIKE"));
        }
        (_, SaidTest::Value(test)) => TableTest::Text(texts(test)),
        (TableKey::Name, SaidTest::Like(pattern)) => TableTest::Like(name_pattern(&text(pattern))),
        (_, SaidTest::Like(pattern)) => TableTest::Like(Pattern::new(&text(pattern))),
    };
    Ok(TableCondition { key, test })
}

impl TableKey {
    fn of(name: &str) -> Option<Self> {
        const PREFIX: &str = "hive_filter_field_";
        let (prefix, field) = name.split_at_checked(PREFIX.len())?;
        if !prefix.eq_ignore_ascii_case(PREFIX) {
            return None;
        }
        Some(match field.to_ascii_lowercase().as_str() {
            "owner__" => Self::Owner,
            "last_access__" => Self::LastAccess,
            "tablename__" => Self::Name,
            "tabletype__" => Self::Type,
            // A dot cannot be written in a key, so 4.x spells this one parameter differently.
            "params__discover__partitions" => Self::Parameter("discover.partitions".into()),
            lower => Self::Parameter(lower.strip_prefix("params__").map(|p| &field[field.len() - p.len()..])?.into()),
        })
    }
}

/// Hive 4.1's own client lists tables with `like "(?i)Orders.*"`; names are stored in lower case.
fn name_pattern(text: &str) -> Pattern {
    text.strip_prefix("(?i)").map_or_else(|| Pattern::new(text), |rest| Pattern::new(&rest.to_lowercase()))
}

fn unsupported(what: &str, on: &str) -> FilterError {
    FilterError::Table(format!("{what} is not supported on {on}"))
}

fn integers(test: Test<Literal>) -> Result<Test<i64>, FilterError> {
    let integer = |literal| match literal {
        Literal::Integer(number) => Ok(number),
        _ => Err(unsupported("a value that is no integer", "last access time")),
    };
    test.map(integer)
}

fn texts(test: Test<Literal>) -> Test<Str> {
    let Ok(test) = test.map(|literal| Ok::<_, std::convert::Infallible>(text(literal)));
    test
}

fn text(literal: Literal) -> Str {
    match literal {
        Literal::Text(text) | Literal::Date(text) | Literal::Timestamp(text) => text,
        Literal::Integer(number) => number.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Result<TableCondition, String> {
        match TableFilter::parse(text) {
            Ok(Some(TableFilter(Expr::Term(condition)))) => Ok(condition),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn every_field_of_a_table_is_read() {
        let check = |text: &str, key, test| assert_eq!(term(text), Ok(TableCondition { key, test }), "{text}");
        let eq = |text: &str| TableTest::Text(Test::Compare(Comparison::Eq, text.into()));
        check("hive_filter_field_owner__ = 'me'", TableKey::Owner, eq("me"));
        check("hive_filter_field_params__EXTERNAL = 'TRUE'", TableKey::Parameter("EXTERNAL".into()), eq("TRUE"));
        check("hive_filter_field_params__n = 5", TableKey::Parameter("n".into()), eq("5"));
        check(
            "hive_filter_field_params__discover__partitions = 'true'",
            TableKey::Parameter("discover.partitions".into()),
            eq("true"),
        );
        check("hive_filter_field_tableType__ = 'VIRTUAL_VIEW'", TableKey::Type, eq("VIRTUAL_VIEW"));
        check("hive_filter_field_tableName__ like 't%'", TableKey::Name, TableTest::Like(Pattern::new("t%")));
        check("hive_filter_field_tableName__ like '(?i)T.*'", TableKey::Name, TableTest::Like(Pattern::new("t%")));
        check(
            "hive_filter_field_last_access__ >= 7",
            TableKey::LastAccess,
            TableTest::Integer(Test::Compare(Comparison::Ge, 7)),
        );
    }

    #[test]
    fn what_a_field_cannot_answer_is_refused() {
        assert!(term("owner = 'me'").unwrap_err().starts_with("Invalid key name in filter"));
        assert!(term("hive_filter_field_last_access__ like '1'").is_err());
        assert!(term("hive_filter_field_last_access__ = 'soon'").is_err());
        assert!(term("hive_filter_field_params__k > 'a'").is_err());
    }
}
