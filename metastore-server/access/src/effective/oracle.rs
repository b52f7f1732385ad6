//! The algorithm against an oracle that knows no formula: it decides about each cell by going through the
//! statements.

use super::*;
use crate::expr::testing::{Row, columns, expr, of_row, row};
use crate::statement::{Condition, Deny, RestrictRows};
use crate::{AuthMethod, Caller, Record, Snapshot};
use proptest::prelude::*;

const NAMES: [&str; 4] = ["a", "b", "p", "d"];

fn table() -> Table {
    Table::new(None, "db", "t")
}

fn someone() -> BoxedStrategy<Vec<Principal>> {
    let one = prop::sample::select(vec!["user:me", "user:other", "role:r", "role:deep", "public"]);
    prop::collection::vec(one.prop_map(|text| Principal::parse(text).expect("valid")), 1..3).boxed()
}

fn some_columns() -> BoxedStrategy<Columns> {
    let names = || prop::collection::vec(prop::sample::select(NAMES.map(str::to_owned).to_vec()), 1..3);
    prop_oneof![Just(Columns::All), names().prop_map(Columns::Only), names().prop_map(Columns::Except)].boxed()
}

fn grant() -> BoxedStrategy<Statement> {
    let rows = prop_oneof![1 => Just(Rows::All), 3 => expr().prop_map(Rows::Where)];
    (some_columns(), rows, someone())
        .prop_map(|(columns, rows, to)| {
            let (rights, on) = ([Right::Select].into(), Target::Table(table()));
            Statement::Grant(Grant { rights, on, columns, rows, to, grant_option: false, when: Condition::default() })
        })
        .boxed()
}

fn restriction() -> BoxedStrategy<Statement> {
    let deny = (some_columns(), someone(), prop::option::of(someone())).prop_map(|(columns, to, except)| {
        let (rights, on) = ([Right::Select].into(), Target::Table(table()));
        let except = except.unwrap_or_default();
        Statement::Deny(Deny { rights, on, columns, to, except, when: Condition::default() })
    });
    let rows = (expr(), someone(), prop::option::of(someone())).prop_map(|(using, to, except)| {
        Statement::RestrictRows(RestrictRows { on: table(), using, to, except: except.unwrap_or_default() })
    });
    prop_oneof![deny, rows].boxed()
}

fn policy() -> BoxedStrategy<Vec<Statement>> {
    (prop::collection::vec(grant(), 0..5), prop::collection::vec(restriction(), 0..3))
        .prop_map(|(grants, restrictions)| grants.into_iter().chain(restrictions).collect())
        .boxed()
}

/// `me` is in `r`, and `r` in `deep`.
fn compiled(statements: &[Statement]) -> Snapshot {
    let roles = ["GRANT ROLE r TO user:me", "GRANT ROLE deep TO role:r"]
        .map(|text| crate::statement::parse(text).expect("valid"));
    let all = roles.iter().chain(statements).cloned();
    Snapshot::compile(1, (1..).zip(all).map(|(id, statement)| Record { id, table_id: Some(7), statement }).collect())
}

fn is_me(principals: &[Principal]) -> bool {
    principals.iter().any(|one| one.to_string() != "user:other")
}

fn means(columns: &Columns, name: &str) -> bool {
    match columns {
        Columns::All => true,
        Columns::Only(names) => names.iter().any(|one| one == name),
        Columns::Except(names) => !names.iter().any(|one| one == name),
    }
}

/// The cell of this column in this row, by the rules as the documentation tells them.
fn oracle(statements: &[Statement], row: &Row, name: &str) -> bool {
    let holds = |deny: &Deny| is_me(&deny.to) && !(is_me(&deny.except));
    let denied = |name: &str| {
        statements.iter().any(|s| matches!(s, Statement::Deny(deny) if holds(deny) && means(&deny.columns, name)))
    };
    let granted = statements.iter().any(|s| match s {
        Statement::Grant(grant) if is_me(&grant.to) && means(&grant.columns, name) => match &grant.rows {
            Rows::Where(expr) => expr.evaluate(&of_row(row)) == Some(true),
            _ => true,
        },
        _ => false,
    });
    let restricted = statements.iter().any(|s| match s {
        Statement::RestrictRows(rule) if is_me(&rule.to) && !is_me(&rule.except) => {
            rule.using.evaluate(&of_row(row)) != Some(true)
        }
        _ => false,
    });
    granted && !restricted && !denied(name)
}

/// Cells that the answer shows in a row: none if the row is left out.
fn cells(effective: &Effective, row: &Row) -> Vec<&'static str> {
    if effective.verdict != Verdict::Select || !effective.rows.admits(&of_row(row)) {
        return Vec::new();
    }
    let shown = |name: &&&str| match effective.column(name) {
        Some(view) => view.when.as_ref().is_none_or(|when| when.admits(&of_row(row))),
        None => false,
    };
    NAMES.iter().filter(shown).copied().collect()
}

fn effective(statements: &[Statement]) -> Effective {
    let snapshot = compiled(statements);
    let me = Caller::new(Principal::user("me").expect("valid"), AuthMethod::Kerberos);
    let all = columns();
    let facts = TableFacts { name: &table(), id: 7, columns: &all[..2], partition_keys: &all[2..] };
    snapshot.of(&me, 0).effective(&facts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn every_cell_is_as_the_oracle_says(statements in policy(), rows in prop::collection::vec(row(), 1..6)) {
        let effective = effective(&statements);
        for row in &rows {
            let expected: Vec<&str> = NAMES.into_iter().filter(|name| oracle(&statements, row, name)).collect();
            prop_assert_eq!(cells(&effective, row), expected, "of {:?}", effective);
        }
    }

    #[test]
    fn a_row_without_a_cell_is_not_shown(statements in policy(), row in row()) {
        let effective = effective(&statements);
        let shown = effective.verdict == Verdict::Select && effective.rows.admits(&of_row(&row));
        prop_assert_eq!(shown, !cells(&effective, &row).is_empty());
    }

    #[test]
    fn a_deny_or_restriction_more_never_adds_a_cell(
        statements in policy(), more in restriction(), rows in prop::collection::vec(row(), 1..6),
    ) {
        let before = effective(&statements);
        let statements: Vec<Statement> = statements.into_iter().chain([more]).collect();
        let after = effective(&statements);
        for row in &rows {
            let (before, after) = (cells(&before, row), cells(&after, row));
            prop_assert!(after.iter().all(|cell| before.contains(cell)), "{:?} became {:?}", before, after);
        }
        prop_assert!(before.restricted <= after.restricted);
    }

    #[test]
    fn unrestricted_means_every_cell(statements in policy(), row in row()) {
        let effective = effective(&statements);
        if !effective.restricted {
            prop_assert_eq!(cells(&effective, &row), NAMES.to_vec());
        }
    }
}
