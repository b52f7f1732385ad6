//! Statements from text to tree and back.

use super::*;
use crate::expr::testing::expr;
use proptest::prelude::*;

fn parsed(text: &str) -> Statement {
    parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// Pairs of what people write and what is stored; the second is read back as itself.
#[test]
fn every_statement_has_one_text() {
    let cases = [
        (
            "grant select,describe on Sales.Claims to role:care, public;",
            "GRANT DESCRIBE, SELECT ON sales.claims TO role:care, public",
        ),
        ("GRANT ALL ON sales TO user:alice with grant option", "GRANT ALL ON sales TO user:alice WITH GRANT OPTION"),
        ("GRANT SELECT ON sales.* TO sa:lf-fgac-user/team1", "GRANT SELECT ON sales.* TO sa:lf-fgac-user/team1"),
        ("GRANT SELECT ON hive.sales.t TO user:a", "GRANT SELECT ON sales.t TO user:a"),
        ("GRANT SELECT ON spark.sales.t TO user:a", "GRANT SELECT ON spark.sales.t TO user:a"),
        ("GRANT DESCRIBE ON DATABASE spark.sales TO user:a", "GRANT DESCRIBE ON DATABASE spark.sales TO user:a"),
        ("GRANT SELECT ON t.p FILTER F1 TO role:x", "GRANT SELECT ON t.p FILTER f1 TO role:x"),
        (
            "GRANT SELECT ON healthcare_db.patients COLUMNS EXCEPT (SSN) ROWS (state = 'Texas') TO role:tx_nurses UNTIL '2027-01-01'",
            "GRANT SELECT ON healthcare_db.patients COLUMNS EXCEPT (ssn) ROWS (state = 'Texas') TO role:tx_nurses UNTIL '2027-01-01 00:00:00+00:00'",
        ),
        (
            "GRANT SELECT ON a.b TO public ENGINE e2,E3 AUTHN mtls, jwt NETWORK 10.1.2.3/8, '::1/128'",
            "GRANT SELECT ON a.b TO public ENGINE E2, E3 AUTHN mtls, jwt NETWORK 10.0.0.0/8, ::1/128",
        ),
        ("GRANT ADMIN ON SERVER TO group:'x'", ""),
        ("GRANT ADMIN ON SERVER TO 'group:Domain Users'", "GRANT ADMIN ON SERVER TO 'group:Domain Users'"),
        (
            "GRANT SELECT ON TAGGED (pii IN (no) AND area in ('a','b c')) TO public",
            "GRANT SELECT ON TAGGED (area IN ('a', 'b c') AND pii IN ('no')) TO public",
        ),
        (
            "GRANT DATA_LOCATION ON LOCATION 's3://b/x/' TO role:etl",
            "GRANT DATA_LOCATION ON LOCATION 's3://b/x' TO role:etl",
        ),
        ("GRANT EXECUTE ON FUNCTION db.f TO role:etl", "GRANT EXECUTE ON FUNCTION db.f TO role:etl"),
        ("GRANT CREATE_DATABASE ON CATALOG hive TO role:etl", "GRANT CREATE_DATABASE ON CATALOG hive TO role:etl"),
        ("GRANT ASSOCIATE ON TAG pii TO role:etl", "GRANT ASSOCIATE ON TAG pii TO role:etl"),
        (
            "DENY SELECT ON a.b COLUMNS (ssn) TO public EXCEPT role:compliance",
            "DENY SELECT ON a.b COLUMNS (ssn) TO public EXCEPT role:compliance",
        ),
        ("DENY ALL ON db TO user:x", "DENY ALL ON db TO user:x"),
        ("RESTRICT COLUMNS (ssn, dob) ON a.b", "DENY SELECT ON a.b COLUMNS (ssn, dob) TO public"),
        (
            "RESTRICT ROWS ON a.b USING (consent = TRUE) EXCEPT role:audit",
            "RESTRICT ROWS ON a.b USING (consent = TRUE) EXCEPT role:audit",
        ),
        (
            "RESTRICT ROWS ON a.b USING (s = ')' or `a``)b` = 1) FOR role:x",
            "RESTRICT ROWS ON a.b USING (s = ')' OR `a``)b` = 1) FOR role:x",
        ),
        (
            "MASK COLUMN ssn ON a.b WITH LAST(4) FOR role:x, role:y",
            "MASK COLUMN ssn ON a.b WITH LAST(4) FOR role:x, role:y",
        ),
        ("MASK COLUMN x ON a.b WITH CONST 'it''s'", "MASK COLUMN x ON a.b WITH CONST 'it''s'"),
        ("MASK COLUMN x ON a.b WITH CONST date '2026-01-01'", "MASK COLUMN x ON a.b WITH CONST DATE '2026-01-01'"),
        ("MASK COLUMN x ON a.b WITH CONST -1.5 FOR public", "MASK COLUMN x ON a.b WITH CONST -1.5"),
        ("REVOKE SELECT ON a.b FROM role:x", "REVOKE SELECT ON a.b FROM role:x"),
        ("REVOKE DENY SELECT ON a.b COLUMNS (x) FROM public", "REVOKE DENY SELECT ON a.b COLUMNS (x) FROM public"),
        ("REVOKE RESTRICT ROWS ON a.b", "REVOKE RESTRICT ROWS ON a.b"),
        ("REVOKE MASK COLUMN x ON a.b FOR public", "REVOKE MASK COLUMN x ON a.b FOR public"),
        ("REVOKE STATEMENT 12", "REVOKE STATEMENT 12"),
        ("REVOKE ROLE a FROM user:b", "REVOKE ROLE a FROM user:b"),
        ("CREATE ROLE Care", "CREATE ROLE Care"),
        ("DROP ROLE role:Care", "DROP ROLE Care"),
        ("GRANT ROLE a, role:b TO user:c WITH ADMIN OPTION", "GRANT ROLE a, b TO user:c WITH ADMIN OPTION"),
        ("CREATE FILTER f ON a.b COLUMNS (x) ROWS (y = 1)", "CREATE FILTER f ON a.b COLUMNS (x) ROWS (y = 1)"),
        ("ALTER FILTER f ON a.b COLUMNS EXCEPT (x)", "ALTER FILTER f ON a.b COLUMNS EXCEPT (x)"),
        ("DROP FILTER f ON a.b", "DROP FILTER f ON a.b"),
        ("CREATE TAG pii VALUES (yes, no)", "CREATE TAG pii VALUES ('no', 'yes')"),
        ("SET TAG pii=yes ON a.b COLUMN ssn", "SET TAG pii = 'yes' ON a.b COLUMN ssn"),
        ("SET TAG pii = no ON a", "SET TAG pii = 'no' ON a"),
        ("UNSET TAG pii ON a.b", "UNSET TAG pii ON a.b"),
        ("DROP TAG pii", "DROP TAG pii"),
        ("CREATE LOCATION 's3://b'", "CREATE LOCATION 's3://b'"),
        ("GRANT SELECT ON `server`.`odd table` TO user:x", "GRANT SELECT ON `server`.`odd table` TO user:x"),
    ];
    for (written, stored) in cases.into_iter().filter(|(_, stored)| !stored.is_empty()) {
        assert_eq!(parsed(written).to_string(), stored);
        assert_eq!(parsed(stored), parsed(written));
    }
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let cases = [
        ("", "found nothing"),
        ("SELECT 1", "expected GRANT"),
        ("GRANT", "a right"),
        ("GRANT LOOK ON a.b TO public", "unknown right"),
        ("GRANT SELECT ON a TO public", "write ON a.*"),
        ("GRANT SELECT ON a.b.c.d TO public", "catalog.db.table"),
        ("GRANT SELECT ON a.b TO alice", "user:NAME"),
        ("GRANT SELECT ON a.b TO public public", "the end of the statement"),
        ("GRANT INSERT ON a.b COLUMNS (x) TO public", "SELECT only"),
        ("GRANT SELECT ON a.* ROWS (x = 1) TO public", "one table"),
        ("GRANT SELECT ON a.b COLUMNS (x) FILTER f TO public", "its own columns"),
        ("GRANT SELECT ON a.b ROWS (x = 1 TO public", "closing"),
        ("GRANT SELECT ON a.b ROWS (x = y) TO public", "no constant"),
        ("GRANT SELECT ON a.b TO public UNTIL '2027-13-01'", "is no time"),
        ("GRANT SELECT ON a.b TO public ENGINE E7", "unknown engine class"),
        ("GRANT SELECT ON a.b TO public NETWORK 10.0.0.0/99", "is no network"),
        ("GRANT ROLE a TO public", "everybody"),
        ("MASK COLUMN x ON a.b WITH LAST(0)", "1 to 64"),
        ("MASK COLUMN x ON a.b WITH BLUR", "expected NULL"),
        ("REVOKE STATEMENT x", "no number"),
        ("CREATE LOCATION 's3://b/../x*'", "without wildcards"),
        ("CREATE ROLE public", "everybody"),
        ("GRANT SELECT ON TAGGED (a IN (x) AND a IN (y)) TO public", "twice"),
        ("GRANT SELECT ON a.b TO user:a\u{430}b", "scripts"),
    ];
    for (text, expected) in cases {
        let fault = parse(text).map(|read| panic!("{text} was read as {read}")).expect_err("refused");
        assert!(fault.0.contains(expected), "{text}: {fault}");
    }
}

#[test]
fn conditions_hold_together_or_not_at_all() {
    let Statement::Grant(grant) =
        parsed("GRANT SELECT ON a.b TO public UNTIL '1970-01-01 00:01:40Z' ENGINE E2 AUTHN mtls NETWORK 10.0.0.0/8")
    else {
        unreachable!("a grant")
    };
    let good = Caller {
        class: EngineClass::E2,
        peer: Peer::Address("::ffff:10.1.2.3".parse().expect("an address")),
        ..Caller::new(Principal::public(), AuthMethod::Certificate)
    };
    assert!(grant.when.holds(&good, 99));
    assert!(!grant.when.holds(&good, 100));
    assert!(!grant.when.holds(&Caller { class: EngineClass::E0, ..good.clone() }, 99));
    assert!(!grant.when.holds(&Caller { method: AuthMethod::Token, ..good.clone() }, 99));
    assert!(!grant.when.holds(&Caller { peer: Peer::Local, ..good }, 99));
}

fn name() -> BoxedStrategy<String> {
    prop_oneof![4 => "[a-z_][a-z0-9_]{0,6}", 1 => "[a-z` \"'.()]{1,6}"].boxed()
}

fn principal() -> BoxedStrategy<Principal> {
    let named = prop_oneof!["[A-Za-z][A-Za-z0-9 _.@,()'=-]{0,8}[A-Za-z]", "[a-z]{1,6}"];
    prop_oneof![
        Just(Principal::public()),
        (named, 0..3_usize).prop_filter_map("names that are refused", |(name, kind)| {
            Principal::parse(&format!("{}:{name}", ["user", "group", "role"][kind])).ok()
        }),
    ]
    .boxed()
}

fn table() -> BoxedStrategy<Table> {
    (prop_oneof![Just("hive".to_owned()), name()], name(), name())
        .prop_map(|(catalog, database, table)| Table { catalog, database, table })
        .boxed()
}

fn columns() -> BoxedStrategy<Columns> {
    let names = || prop::collection::vec(name(), 1..3);
    prop_oneof![Just(Columns::All), names().prop_map(Columns::Only), names().prop_map(Columns::Except)].boxed()
}

fn principals() -> BoxedStrategy<Vec<Principal>> {
    prop::collection::vec(principal(), 1..3).boxed()
}

fn statement() -> BoxedStrategy<Statement> {
    let except = || prop::collection::vec(principal(), 0..3);
    let grant = (table(), columns(), prop::option::of(expr()), principals(), any::<bool>()).prop_map(
        |(on, columns, rows, to, grant_option)| {
            let (rights, on) = ([Right::Select].into(), Target::Table(on));
            let rows = rows.map_or(Rows::All, Rows::Where);
            Statement::Grant(Grant { rights, on, columns, rows, to, grant_option, when: Condition::default() })
        },
    );
    let deny = (table(), columns(), principals(), except()).prop_map(|(on, columns, to, except)| {
        let (rights, on) = ([Right::Select].into(), Target::Table(on));
        Statement::Deny(Deny { rights, on, columns, to, except, when: Condition::default() })
    });
    let restrict = (table(), expr(), principals(), except())
        .prop_map(|(on, using, to, except)| Statement::RestrictRows(RestrictRows { on, using, to, except }));
    let filter = (name(), table(), columns(), expr())
        .prop_map(|(name, on, columns, rows)| Statement::CreateFilter(Filter { name, on, columns, rows }));
    prop_oneof![grant, deny, restrict, filter].boxed()
}

#[test]
fn a_filter_of_all_rows_names_none() {
    let Statement::CreateFilter(filter) = parsed("CREATE FILTER f ON a.t ROWS (TRUE)") else { panic!("no filter") };
    let all = Expr::And(vec![Expr::TRUE]);
    let told = Statement::CreateFilter(Filter { rows: all, ..filter }).to_string();
    assert_eq!(told, "CREATE FILTER f ON a.t");
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(statement in statement()) {
        let text = statement.to_string();
        let read = parse(&text).map_err(|fault| TestCaseError::fail(format!("{text}: {fault}")))?;
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(GRANT|DENY|MASK|CREATE FILTER|REVOKE|SET TAG)? ?\\PC{0,60}") {
        let _ = parse(&text);
    }
}
