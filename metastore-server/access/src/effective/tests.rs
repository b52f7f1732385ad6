//! Cases with names: what the documentation promises.

use super::*;
use crate::statement::Mask;
use crate::{AuthMethod, Caller, Record, Snapshot};
use std::collections::BTreeSet;

const PATIENTS: [(&str, &str); 6] = [
    ("patient_id", "bigint"),
    ("patient_name", "string"),
    ("state", "string"),
    ("ssn", "string"),
    ("born", "date"),
    ("age", "int"),
];

fn patients() -> Table {
    Table::new(None, "healthcare_db", "patients")
}

fn policy(statements: &[&str]) -> Snapshot {
    let record = |(id, text): (i64, &&str)| {
        let statement = crate::statement::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        Record { id, table_id: text.contains("healthcare_db.patients").then_some(7), statement }
    };
    Snapshot::compile(1, (1..).zip(statements).map(record).collect())
}

fn caller(text: &str) -> Caller {
    Caller::new(Principal::parse(text).expect("valid"), AuthMethod::Token)
}

fn of(snapshot: &Snapshot, caller: &Caller, id: i64) -> Effective {
    let columns = PATIENTS.map(|(name, kind)| Column::new(name, kind));
    let keys = [Column::new("city", "string")];
    let facts = TableFacts { name: &patients(), id, columns: &columns, partition_keys: &keys };
    snapshot.of(caller, 1000).effective(&facts)
}

fn shown(effective: &Effective) -> Vec<&str> {
    effective.columns.iter().map(|column| column.name.as_str()).collect()
}

const CARE: [&str; 4] = [
    "GRANT ROLE care TO sa:lf-fgac-user/team1",
    "CREATE FILTER f ON healthcare_db.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'New York'))",
    "GRANT SELECT ON healthcare_db.patients FILTER f TO role:care",
    "GRANT DESCRIBE ON healthcare_db TO role:care, role:claims",
];

#[test]
fn the_care_team_sees_two_states_and_no_ssn() {
    let snapshot = policy(&CARE);
    let team = of(&snapshot, &caller("sa:lf-fgac-user/team1"), 7);
    assert_eq!(team.verdict, Verdict::Select);
    assert_eq!(shown(&team), ["patient_id", "patient_name", "state", "born", "age", "city"]);
    assert_eq!(team.hidden, ["ssn"]);
    assert_eq!(team.rows.to_string(), "state IN ('Texas', 'New York')");
    assert!(team.restricted && !team.decided_by_partition && team.partitions.is_true());
    assert_eq!(team.reasons.grants, BTreeSet::from([3]));
    assert!(!team.may(Right::Alter));
    let claims = of(&snapshot, &caller("role:claims"), 7);
    assert_eq!(claims.verdict, Verdict::Hidden);
}

#[test]
fn filters_of_one_caller_add_up_cell_by_cell() {
    let snapshot = policy(&[
        "GRANT SELECT ON healthcare_db.patients COLUMNS (patient_id, ssn) ROWS (state = 'Texas') TO user:a",
        "GRANT SELECT ON healthcare_db.patients COLUMNS (patient_id, age) TO user:a",
    ]);
    let effective = of(&snapshot, &caller("user:a"), 7);
    assert!(effective.rows.is_true());
    assert_eq!(effective.column("age").expect("shown").when, None);
    let ssn = effective.column("ssn").expect("shown").when.as_ref().map(ToString::to_string);
    assert_eq!(ssn.as_deref(), Some("state = 'Texas'"));
    assert_eq!(effective.hidden_in_conditions(), BTreeSet::from(["state"]));
}

#[test]
fn a_deny_beats_every_grant_but_not_its_exceptions() {
    let snapshot = policy(&[
        "GRANT ALL ON healthcare_db.* TO user:a, user:b WITH GRANT OPTION",
        "DENY SELECT ON healthcare_db.patients COLUMNS (SSN) TO public EXCEPT role:compliance",
        "GRANT ROLE compliance TO user:b",
    ]);
    let a = of(&snapshot, &caller("user:a"), 7);
    assert!(!shown(&a).contains(&"ssn") && a.restricted && !a.may(Right::Drop));
    assert_eq!(a.reasons.denies, BTreeSet::from([2]));
    let b = of(&snapshot, &caller("user:b"), 7);
    assert!(!b.restricted && b.may(Right::Drop));
}

#[test]
fn a_deny_around_the_table_holds_for_it() {
    for place in ["healthcare_db", "healthcare_db.*", "CATALOG hive", "SERVER"] {
        let deny = format!("DENY SELECT ON {place} TO user:a");
        let effective = of(&policy(&["GRANT SELECT ON healthcare_db.patients TO user:a", &deny]), &caller("user:a"), 7);
        assert_eq!(effective.verdict, Verdict::Hidden, "{place}");
    }
}

#[test]
fn after_drop_and_create_grants_are_gone_and_denies_bite_again() {
    let snapshot = policy(&[
        "GRANT SELECT ON healthcare_db.patients TO user:a",
        "GRANT SELECT ON healthcare_db.* TO user:b",
        "DENY SELECT ON healthcare_db.patients COLUMNS (ssn) TO public",
        "RESTRICT ROWS ON healthcare_db.patients USING (age > 17)",
    ]);
    assert_eq!(of(&snapshot, &caller("user:a"), 7).verdict, Verdict::Select);
    assert_eq!(of(&snapshot, &caller("user:a"), 8).verdict, Verdict::Hidden);
    let b = of(&snapshot, &caller("user:b"), 8);
    assert_eq!((b.hidden.as_slice(), b.rows.to_string().as_str()), (["ssn".to_owned()].as_slice(), "age > 17"));
}

#[test]
fn a_filter_that_no_longer_fits_shows_nothing_and_says_so() {
    let snapshot = policy(&[
        "GRANT SELECT ON healthcare_db.patients ROWS (gone = 1) TO user:a",
        "GRANT SELECT ON healthcare_db.patients ROWS (age = '1') TO user:a",
        "GRANT SELECT ON healthcare_db.patients FILTER nope TO user:a",
        "GRANT SELECT ON healthcare_db.patients TO user:b",
        "RESTRICT ROWS ON healthcare_db.patients USING (gone = 1) FOR user:b",
    ]);
    let a = of(&snapshot, &caller("user:a"), 7);
    assert_eq!((a.verdict, a.reasons.broken.len()), (Verdict::NameOnly, 3));
    let b = of(&snapshot, &caller("user:b"), 7);
    assert!(b.rows.is_false() && b.reasons.broken.len() == 1);
}

#[test]
fn tags_reach_columns_and_may_be_overridden_below() {
    let snapshot = policy(&[
        "SET TAG pii = no ON healthcare_db",
        "SET TAG pii = yes ON healthcare_db.patients COLUMN ssn",
        "GRANT SELECT ON TAGGED (pii IN (no)) TO user:a",
        "GRANT SELECT ON healthcare_db.* TO user:b",
        "DENY SELECT ON TAGGED (pii IN (yes)) TO user:b",
    ]);
    for name in ["user:a", "user:b"] {
        assert_eq!(of(&snapshot, &caller(name), 7).hidden, ["ssn"], "{name}");
    }
}

#[test]
fn masks_that_disagree_or_do_not_fit_leave_null() {
    let mask = |statements: &[&str], column: &str| {
        let all: Vec<&str> =
            ["GRANT SELECT ON healthcare_db.patients TO public"].iter().chain(statements).copied().collect();
        of(&policy(&all), &caller("user:a"), 7).column(column).expect("shown").mask.clone()
    };
    let last = "MASK COLUMN SSN ON healthcare_db.patients WITH LAST(4)";
    assert_eq!(mask(&[last], "ssn"), Some(Mask::Last(4)));
    assert_eq!(mask(&[last, last], "ssn"), Some(Mask::Last(4)));
    assert_eq!(mask(&[last, "MASK COLUMN ssn ON healthcare_db.patients WITH HASH"], "ssn"), Some(Mask::Null));
    assert_eq!(mask(&["MASK COLUMN age ON healthcare_db.patients WITH HASH"], "age"), Some(Mask::Null));
    assert_eq!(mask(&["MASK COLUMN ssn ON healthcare_db.patients WITH HASH EXCEPT user:a"], "ssn"), None);
}

#[test]
fn a_token_for_some_roles_loses_grants_but_no_restriction() {
    let snapshot = policy(&[
        "GRANT ROLE reader, intern TO user:a",
        "GRANT SELECT ON healthcare_db.patients COLUMNS (age) TO role:reader",
        "GRANT SELECT ON healthcare_db.patients TO user:a",
        "DENY SELECT ON healthcare_db.patients COLUMNS (age) TO role:intern EXCEPT user:a",
    ]);
    let whole = of(&snapshot, &caller("user:a"), 7);
    assert!(!whole.restricted);
    let narrow = Caller { roles: Some(["reader".to_owned()].into()), ..caller("user:a") };
    // The exception was made for user:a, whom this token does not stand for.
    assert_eq!(of(&snapshot, &narrow, 7).verdict, Verdict::NameOnly);
}

#[test]
fn an_administrator_describes_and_does_not_read() {
    let snapshot = policy(&[
        "GRANT ADMIN ON SERVER TO user:root",
        "DENY SELECT ON healthcare_db.patients COLUMNS (ssn) TO public",
    ]);
    let root = of(&snapshot, &caller("user:root"), 7);
    assert_eq!(root.verdict, Verdict::Describe);
    assert_eq!(root.hidden, ["ssn"]);
    assert!(root.rows.is_false());
}

#[test]
fn attributes_become_constants() {
    let snapshot = policy(&[
        "GRANT SELECT ON healthcare_db.patients ROWS (state IN ATTR('states') AND age = ATTR('age')) TO public",
    ]);
    let mut me = caller("user:a");
    assert!(of(&snapshot, &me, 7).rows.is_false());
    me.attributes.insert("states".into(), ["Texas".to_owned(), "Ohio".to_owned()].into());
    me.attributes.insert("age".into(), ["old".to_owned()].into());
    assert!(of(&snapshot, &me, 7).rows.is_false(), "a text is no age");
    me.attributes.insert("age".into(), ["70".to_owned()].into());
    assert_eq!(of(&snapshot, &me, 7).rows.to_string(), "state IN ('Ohio', 'Texas') AND age IN (70)");
}

#[test]
fn a_restriction_on_a_partition_key_decides_about_partitions() {
    let snapshot = policy(&["GRANT SELECT ON healthcare_db.patients ROWS (city = 'Austin' OR city IS NULL) TO public"]);
    let effective = of(&snapshot, &caller("user:a"), 7);
    assert!(effective.decided_by_partition);
    assert_eq!(effective.partitions.to_string(), "city = 'Austin' OR city IS NULL");
}
