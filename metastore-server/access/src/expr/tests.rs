//! Expressions from text to decision.

use super::testing::{columns, expr, of_row, row};
use super::*;
use proptest::prelude::*;

fn parsed(text: &str) -> Expr {
    parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn what_the_grammar_has_is_read_and_printed() {
    let cases = [
        ("state in ('Texas','New York')", "state IN ('Texas', 'New York')"),
        ("a=1 and (b<>'x' or not c is null)", "a = 1 AND (b <> 'x' OR c IS NOT NULL)"),
        ("not (a > 1 or b < 2.50)", "NOT (a > 1 OR b < 2.50)"),
        ("Age Between -5 and 10", "age BETWEEN -5 AND 10"),
        (
            "d >= date '2026-01-31' AND t < TIMESTAMP '2026-01-31 10:00:00+00:00'",
            "d >= DATE '2026-01-31' AND t < TIMESTAMP '2026-01-31 10:00:00+00:00'",
        ),
        ("name NOT LIKE 'it''s\\%'", "name NOT LIKE 'it''s\\%'"),
        ("`Odd Name` = TRUE", "`odd name` = TRUE"),
        ("\"select\" = 1", "`select` = 1"),
        ("region IN ATTR('regions') OR HAS_ROLE('audit')", "region IN ATTR('regions') OR HAS_ROLE('audit')"),
        ("region = ATTR('regions')", "region IN ATTR('regions')"),
        ("region NOT IN ATTR('regions')", "region NOT IN ATTR('regions')"),
        ("TRUE", "TRUE"),
    ];
    for (text, expected) in cases {
        assert_eq!(parsed(text).to_string(), expected);
        assert_eq!(parsed(expected).to_string(), expected);
    }
}

#[test]
fn what_the_grammar_lacks_is_refused_with_advice() {
    let cases = [
        ("", "cannot be read"),
        ("a = ", "cannot be read"),
        ("a = 1; drop table x", "goes on after its end"),
        ("a = 1 -- and more", "comment"),
        ("a = b", "no constant"),
        ("1 = a", "write the column first"),
        ("lower(a) = 'x'", "is no column"),
        ("a = (select 1)", "no constant"),
        ("a = NULL", "IS NULL"),
        ("t.a = 1", "without its table"),
        ("a = 1e5", "no constant"),
        ("a = DATE '2026-02-30'", "no day"),
        ("a = TIMESTAMP '2026-01-31 10:00:00'", "in UTC"),
        ("a", "compare it"),
        ("a + 1 = 2", "is no column"),
        ("a = X'00'", "no constant"),
        ("a LIKE 'x' ESCAPE '\\'", "not possible"),
        ("a = 9223372036854775808", "no constant"),
        ("a IN ()", ""),
        ("HAS_ROLE(a)", "not possible"),
        ("upper('x')", "not possible"),
    ];
    for (text, expected) in cases {
        let fault = parse(text).map(|read| panic!("{text} was read as {read}")).expect_err("refused");
        assert!(fault.0.contains(expected), "{text}: {fault}");
    }
}

#[test]
fn bombs_are_refused_and_long_lists_are_not() {
    let long = (0..400).map(|n| format!("a={n}")).collect::<Vec<_>>().join(" OR ");
    assert!(parse(&long).is_ok());
    let many = (0..1001).map(|n| (n % 10).to_string()).collect::<Vec<_>>().join(",");
    assert!(parse(&format!("a in ({many})")).is_err());
    assert!(parse(&format!("{}a=1{}", "(".repeat(2000), ")".repeat(2000))).is_err());
    assert!(parse(&format!("{}(a=1)", "not ".repeat(1000))).is_err());
    assert!(parse(&format!("a = '{}'", "x".repeat(4100))).is_err());
}

#[test]
fn types_are_matched_without_conversion() {
    let columns: Vec<Column> = [
        ("i", "bigint"),
        ("s", "varchar(10)"),
        ("c", "char(5)"),
        ("f", "double"),
        ("n", "decimal(10,2)"),
        ("l", "boolean"),
        ("d", "date"),
        ("t", "timestamp"),
        ("x", "array<int>"),
    ]
    .map(|(name, kind)| Column::new(name, kind))
    .to_vec();
    for good in [
        "i = 1",
        "s = 'a'",
        "c = 'a'",
        "f < 1.5",
        "n = 1.5",
        "l = TRUE",
        "d = DATE '2026-01-01'",
        "x IS NULL",
        "s LIKE 'a%'",
    ] {
        assert_eq!(parsed(good).check(&columns), Ok(()), "{good}");
    }
    for bad in [
        "i = '1'",
        "s = 10",
        "n = 1",
        "f = 1.5",
        "f IN (1.5)",
        "l = 1",
        "d = '2026-01-01'",
        "x = 1",
        "i LIKE '1%'",
        "y = 1",
        "x = ATTR('a')",
    ] {
        assert!(parsed(bad).check(&columns).is_err(), "{bad}");
    }
    for mark in ["c = 'a'", "t > TIMESTAMP '2026-01-01 00:00:00+00:00'", "s = 'it''s'", "s LIKE 'a\\_b'"] {
        assert!(parsed(mark).not_portable(&columns).is_some(), "{mark}");
    }
    assert_eq!(parsed("s = 'a' AND c IS NULL").not_portable(&columns), None);
}

#[test]
fn each_engine_gets_its_own_spelling_or_none() {
    let expr = parsed("`a``b` = 1.5 AND d = DATE '2026-01-01' AND s IN ('x')");
    assert_eq!(expr.print(Dialect::Hive).as_deref(), Ok("`a``b` = 1.5BD AND `d` = DATE '2026-01-01' AND `s` IN ('x')"));
    assert_eq!(
        expr.print(Dialect::Trino).as_deref(),
        Ok("\"a`b\" = DECIMAL '1.5' AND \"d\" = DATE '2026-01-01' AND \"s\" IN ('x')")
    );
    assert_eq!(parsed("s = 'it''s'").print(Dialect::Trino).as_deref(), Ok("\"s\" = 'it''s'"));
    for text in
        ["s = 'it''s'", "s = 'a\\b'", "t = TIMESTAMP '2026-01-01 00:00:00+00:00'", "HAS_ROLE('x')", "s IN ATTR('x')"]
    {
        assert!(parsed(text).print(Dialect::Hive).is_err(), "{text}");
    }
}

#[test]
fn names_that_engines_take_for_each_other_fold_alike() {
    for other in ["SSN", "ſsn", "Ssn", "ｓｓｎ"] {
        assert_eq!(fold(other), fold("ssn"), "{other}");
    }
    assert_eq!(fold("ıd"), fold("ID"));
    assert_ne!(fold("sn"), fold("ssn"));
}

struct Nobody;

impl Facts for Nobody {
    fn attribute(&self, _name: &str) -> Option<&BTreeSet<String>> {
        None
    }
    fn uses_role(&self, _role: &str) -> bool {
        false
    }
    fn has_role(&self, role: &str) -> bool {
        role == "left_behind"
    }
}

#[test]
fn what_the_caller_lacks_admits_nothing_negated_or_not() {
    for text in ["b = ATTR('x')", "NOT (b = ATTR('x'))", "HAS_ROLE('left_behind')", "NOT HAS_ROLE('left_behind')"] {
        assert!(parsed(text).resolve(&Nobody, &columns()).is_false(), "{text}");
    }
    assert!(parsed("NOT HAS_ROLE('other')").resolve(&Nobody, &columns()).is_true());
}

#[test]
fn partitions_are_pruned_by_what_their_keys_decide() {
    let keys = BTreeSet::from(["p"]);
    let implied = |text: &str| {
        let (expr, exact) = parsed(text).resolve(&Nobody, &columns()).implied_on(&keys);
        (expr.to_string(), exact)
    };
    assert_eq!(implied("p = 'x'"), ("p = 'x'".into(), true));
    assert_eq!(implied("p = 'x' AND a = 1"), ("p = 'x'".into(), false));
    assert_eq!(implied("(p = 'x' AND a = 1) OR (p = 'y' AND a = 2)"), ("p = 'x' OR p = 'y'".into(), false));
    assert_eq!(implied("p = 'x' OR a = 1"), ("TRUE".into(), false));
    assert_eq!(implied("NOT (p = 'x' OR a = 1)"), ("NOT (p = 'x')".into(), false));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(expr in expr()) {
        let text = expr.to_string();
        let read = parse(&text).map_err(|fault| TestCaseError::fail(format!("{text}: {fault}")))?;
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn rewriting_changes_no_answer(expr in expr(), row in row()) {
        let value = expr.evaluate(&of_row(&row));
        prop_assert_eq!(expr.simplify().evaluate(&of_row(&row)), value);
        prop_assert_eq!(expr.resolve(&Nobody, &columns()).evaluate(&of_row(&row)), value);
        let text = expr.to_string();
        prop_assert_eq!(parse(&text).expect("printed").evaluate(&of_row(&row)), value);
    }

    #[test]
    fn no_admitted_row_lies_in_a_pruned_partition(expr in expr(), row in row()) {
        let expr = expr.resolve(&Nobody, &columns());
        let (implied, exact) = expr.implied_on(&BTreeSet::from(["p", "d"]));
        let (whole, part) = (expr.admits(&of_row(&row)), implied.admits(&of_row(&row)));
        prop_assert!(!whole || part);
        prop_assert!(!exact || whole == part);
        prop_assert!(implied.columns().is_subset(&BTreeSet::from(["p", "d"])));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }
}
