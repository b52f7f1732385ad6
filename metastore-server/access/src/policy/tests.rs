//! Calls decided, names shown, and the time it takes.

use super::*;
use crate::statement::{Database, Grant, GrantRole, Table, Target, parse};
use crate::{AuthMethod, Principal, Right, Statement};

fn policy(statements: &[&str]) -> Policy {
    let record = |(id, text): (i64, &&str)| {
        let statement = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        Record { id, table_id: None, statement }
    };
    Policy::new(Mode::Enforce, Arc::new(Snapshot::compile(1, (1..).zip(statements).map(record).collect())))
}

fn caller(text: &str) -> Caller {
    Caller::new(Principal::parse(text).expect("valid"), AuthMethod::Token)
}

fn allows(policy: &Policy, who: &str, need: &Need) -> bool {
    policy.decide(&caller(who), need, 0) == Decision::Allowed
}

#[test]
fn with_access_control_off_everything_goes_and_with_an_empty_policy_nothing() {
    let drop = Need::table(Right::Drop, Some("db"), Some("t"));
    assert!(allows(&Policy::open(), "public", &drop));
    assert!(!allows(&policy(&[]), "user:a", &drop));
    assert!(allows(&policy(&[]), "user:a", &Need::nothing()));
}

#[test]
fn each_right_is_asked_for_where_it_is_granted() {
    let policy = policy(&[
        "GRANT CREATE_DATABASE ON CATALOG hive TO user:a",
        "GRANT CREATE_TABLE ON db TO user:a",
        "GRANT SELECT ON db.t TO user:a",
        "GRANT EXECUTE ON FUNCTION db.f TO user:a",
        "GRANT DATA_LOCATION ON LOCATION 's3://lake/db' TO user:a",
        "GRANT OPERATE ON SERVER TO user:a",
    ]);
    let good = [
        Need::catalog(Right::CreateDatabase, None),
        Need::database(Right::CreateTable, Some(" DB ")),
        Need::table(Right::Select, Some("@hive#Db"), Some("T")),
        Need::table(Right::Describe, Some("db"), Some("t")),
        Need::table(Right::Visible, Some("db"), Some("t")),
        Need::function(Right::Execute, Some("db"), Some("F")),
        Need::nothing().and_location(Some("s3a://lake/db/t")),
        Need::server(Right::Operate),
        Need::database(Right::Visible, Some("db")),
    ];
    let bad = [
        Need::catalog(Right::CreateDatabase, Some("other")),
        Need::database(Right::Drop, Some("db")),
        Need::table(Right::Insert, Some("db"), Some("t")),
        Need::table(Right::Select, Some("@other#db"), Some("t")),
        Need::table(Right::Visible, Some("db"), Some("u")),
        Need::function(Right::Drop, Some("db"), Some("f")),
        Need::nothing().and_location(Some("s3a://lake/db/../other")),
        Need::nothing().and_location(Some("s3a://lake/dbx")),
        Need::server(Right::Admin),
        Need::database(Right::Visible, Some("other")),
        Need::table(Right::Select, Some("db"), Some("t")).and(Need::server(Right::Admin)),
    ];
    for need in good {
        assert!(allows(&policy, "user:a", &need), "{need:?}");
        assert!(!allows(&policy, "user:b", &need), "{need:?}");
    }
    for need in bad {
        assert!(!allows(&policy, "user:a", &need), "{need:?}");
    }
}

#[test]
fn a_refusal_names_principal_right_and_object() {
    let policy = policy(&["DENY SELECT ON db TO user:a", "GRANT DESCRIBE, SELECT ON db.t TO user:a"]);
    let Decision::Refused(refused) =
        policy.decide(&caller("user:a"), &Need::table(Right::Select, Some("db"), Some("t")), 0)
    else {
        panic!("allowed")
    };
    assert_eq!(
        refused.to_string(),
        "AccessControlException: Permission denied: principal=user:a right=SELECT object=db.t policy=1 (whoever may \
         change the policy can revoke that)"
    );
}

#[test]
fn names_show_to_whoever_has_a_right_inside() {
    let policy = policy(&[
        "GRANT SELECT ON db.t TO role:r",
        "GRANT ROLE r TO user:a",
        "GRANT SELECT ON db.u TO user:a UNTIL '1970-01-01 00:00:10Z'",
        "DENY ALL ON hidden TO user:a",
        "GRANT SELECT ON hidden.t TO public",
    ]);
    let (a, table) = (caller("user:a"), |name: &str| Table::new(None, "db", name));
    let database = |name: &str| Database { catalog: "hive".into(), database: name.into() };
    let access = policy.of(&a, 5);
    assert!(access.sees_catalog("hive") && !access.sees_catalog("other"));
    assert!(access.sees_database(&database("db")) && !access.sees_database(&database("hidden")));
    assert!(
        access.sees_table(&table("t"), None)
            && access.sees_table(&table("u"), None)
            && !access.sees_table(&table("x"), None)
    );
    assert!(!access.sees_table(&Table::new(None, "hidden", "t"), None));
    assert!(!policy.of(&a, 10).sees_table(&table("u"), None), "the grant has run out");
}

#[test]
fn who_holds_a_right_with_grant_option_may_pass_it_on_and_no_more() {
    let policy = policy(&[
        "GRANT SELECT ON db.t TO user:a WITH GRANT OPTION",
        "GRANT SELECT ON db.u COLUMNS (x) TO user:a WITH GRANT OPTION",
        "GRANT ALL ON own.* TO user:a WITH GRANT OPTION",
        "GRANT ROLE r TO user:a WITH ADMIN OPTION",
        "GRANT ADMIN ON SERVER TO user:root",
    ]);
    let may = |who: &str, text: &str| policy.of(&caller(who), 0).may_say(&parse(text).expect("valid"));
    for good in [
        "GRANT SELECT ON db.t COLUMNS (x) TO user:b",
        "REVOKE SELECT ON db.t FROM user:b",
        "DENY SELECT ON own.t TO user:b",
        "GRANT ROLE r TO user:b",
        "RESTRICT ROWS ON own.t USING (a = 1)",
        "REVOKE STATEMENT 1",
    ] {
        assert!(may("user:a", good), "{good}");
        assert!(!may("user:b", good), "{good}");
        assert!(may("user:root", good), "{good}");
    }
    for bad in [
        "GRANT INSERT ON db.t TO user:b",
        "GRANT SELECT ON db.u TO user:b",
        "GRANT SELECT ON db.* TO user:b",
        "CREATE ROLE x",
        "GRANT ROLE s TO user:b",
        "GRANT ADMIN ON SERVER TO user:a",
    ] {
        assert!(!may("user:a", bad), "{bad}");
    }
}

#[test]
fn roles_in_a_circle_are_seen_before_they_are_made() {
    let policy = policy(&["GRANT ROLE a TO role:b", "GRANT ROLE b TO role:c"]);
    let role = |name| Principal::role(name).expect("valid");
    assert!(policy.snapshot().makes_a_circle(&role("a"), &role("a")));
    assert!(policy.snapshot().makes_a_circle(&role("c"), &role("a")), "c is in b, b is in a");
    assert!(!policy.snapshot().makes_a_circle(&role("a"), &role("d")));
}

/// A hundred thousand grants and a thousand roles cost a decision nothing that they have nothing to do with.
#[test]
fn decisions_do_not_grow_with_the_policy() {
    let Statement::Grant(sample) = parse("GRANT SELECT ON db.t TO role:r").expect("valid") else { panic!("a grant") };
    let role = |n: usize| Principal::role(&format!("r{n}")).expect("valid");
    let grants = (0..100_000).map(|n| {
        let on = Target::Table(Table::new(None, &format!("db{}", n % 100), &format!("t{}", n / 100)));
        Statement::Grant(Grant { on, to: vec![role(n % 1000)], ..sample.clone() })
    });
    let roles = (0..1000).map(|n| {
        let to = vec![Principal::user(&format!("u{}", n % 50)).expect("valid")];
        Statement::GrantRole(GrantRole { roles: vec![role(n)], to, admin_option: false })
    });
    let records = (1..).zip(roles.chain(grants)).map(|(id, statement)| Record { id, table_id: None, statement });
    let policy = Policy::new(Mode::Enforce, Arc::new(Snapshot::compile(1, records.collect())));
    let me = caller("user:u7");
    let started = std::time::Instant::now();
    let mut allowed = 0;
    for n in 0..1000 {
        let need = Need::table(Right::Select, Some(&format!("db{}", n % 100)), Some(&format!("t{n}")));
        allowed += u32::from(policy.decide(&me, &need, 0) == Decision::Allowed);
    }
    let each = started.elapsed() / 1000;
    assert!(allowed > 0, "some of them are granted");
    // Unoptimised and on a busy machine; in a release build it is a few microseconds.
    assert!(each.as_millis() < 20, "a decision took {each:?}");
}

#[test]
fn what_is_not_seen_is_refused_in_words_that_do_not_tell_whether_it_is_there() {
    let policy = policy(&[
        "GRANT SELECT ON db.seen TO user:a",
        "DENY ALL ON db.denied TO user:a",
        "GRANT SELECT ON db.denied TO user:a",
    ]);
    let a = caller("user:a");
    let access = policy.of(&a, 0);
    let refusal =
        |database: &str, table: &str, right| match access.decide(&Need::table(right, Some(database), Some(table))) {
            Decision::Refused(refused) => refused,
            Decision::Allowed => panic!("allowed"),
        };
    assert_eq!(refusal("db", "absent", Right::Select).unseen, ["absent"]);
    assert_eq!(refusal("other", "t", Right::Select).unseen, ["t", "other"]);
    let (denied, absent) = (refusal("db", "denied", Right::Drop), refusal("db", "absent", Right::Drop));
    assert!(
        denied.is_hidden()
            && denied.to_string().replace("denied", "absent") == absent.to_string().replace("denied", "absent")
    );
    assert!(!refusal("db", "seen", Right::Drop).is_hidden());
    // A table to come is its database's business.
    assert!(allows(
        &self::policy(&["GRANT CREATE_TABLE ON db TO user:a"]),
        "user:a",
        &Need::new_table(None, Some("db"), Some("new"))
    ));
    assert!(!refusal("db", "new", Right::CreateTable).is_hidden());
}

#[test]
fn a_table_is_judged_by_its_id_and_is_whole_where_nothing_is_taken_off() {
    let statements = [
        (Some(1), "GRANT SELECT, INSERT ON db.t TO user:a"),
        (Some(2), "GRANT SELECT ON db.part COLUMNS (x) TO user:a"),
        (Some(3), "GRANT SELECT ON db.few TO user:a"),
        (Some(3), "RESTRICT ROWS ON db.few USING (x = 1)"),
    ];
    let record = |(id, (table_id, text)): (i64, (Option<i64>, &str))| Record {
        id,
        table_id,
        statement: parse(text).expect("valid"),
    };
    let policy =
        Policy::new(Mode::Enforce, Arc::new(Snapshot::compile(1, (1..).zip(statements).map(record).collect())));
    let a = caller("user:a");
    let access = policy.of(&a, 0);
    let standing = |right, name: &str, id| access.standing(right, &Table::new(None, "db", name), id);
    assert_eq!(standing(Right::Select, "t", Some(1)), Standing::Whole);
    assert_eq!(standing(Right::Insert, "t", Some(1)), Standing::Whole);
    assert!(matches!(standing(Right::Drop, "t", Some(1)), Standing::Refused(refused) if !refused.is_hidden()));
    assert_eq!(standing(Right::Select, "part", Some(2)), Standing::Partial);
    assert_eq!(standing(Right::Select, "few", Some(3)), Standing::Partial);
    // Another table of the same name, or none: what was granted on the old one is worth nothing.
    for id in [Some(9), None] {
        assert!(
            matches!(standing(Right::Select, "t", id), Standing::Refused(refused) if refused.is_hidden()),
            "{id:?}"
        );
    }
}
