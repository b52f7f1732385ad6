//! Privileges on objects of every kind.

use super::*;
use crate::partition::add;
use crate::partition::list::Shape;
use crate::partition::select::{Choice, Limit};
use crate::partition::{self, One};
use crate::role::Revoked;
use crate::testing::{World, stages};
use crate::{database, names::TableName, role, table};
use futures_util::TryStreamExt;
use skep_schema::Version;
use skep_sql::Fragment;
use skep_testing::{BACKENDS, Backend};
use skep_types::{
    Database, FieldSchema, HiveObjectPrivilege, HiveObjectRef, HiveObjectType, Partition, PrincipalPrivilegeSet,
    PrincipalType, PrivilegeBag, PrivilegeGrantInfo, SerDeInfo, StorageDescriptor, Str, Table,
};
use std::collections::BTreeMap;

/// `sales.t (a int) partitioned by (day)` with the partitions `1` and `x/y`.
async fn world(backend: Backend, version: Version) -> World {
    let world = World::on(backend, version).await;
    crate::bootstrap(&world.catalog).await.expect("first rows");
    let sales = Database { name: Some("sales".into()), ..Database::default() };
    database::create(&world.catalog, &sales, None).await.expect("made");
    make_table(&world, "t", false).await;
    add_days(&world, "t", &["1", "x/y"]).await;
    world
}

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(world(backend, version).await).await;
    }
}

async fn plain() -> World {
    world(Backend::Sqlite, Version::V4_1).await
}

fn field(name: &str, type_: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
}

fn storage() -> StorageDescriptor {
    StorageDescriptor {
        cols: Some(vec![field("a", "int")]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    }
}

async fn make_table(world: &World, name: &str, per_partition: bool) {
    let sent = Table {
        table_name: Some(name.into()),
        db_name: Some("sales".into()),
        sd: Some(storage()),
        partition_keys: Some(vec![field("day", "string")]),
        parameters: per_partition.then(|| [("PARTITION_LEVEL_PRIVILEGE".into(), "TRUE".into())].into()),
        ..Table::default()
    };
    table::create(&world.catalog, &sent, None).await.expect("made");
}

async fn add_days(world: &World, of: &str, days: &[&str]) {
    let day = |day: &&str| Partition { values: Some(vec![(*day).into()]), sd: Some(storage()), ..named_in(of) };
    let name = TableName::parse(Some("sales"), Some(of)).expect("valid");
    let new = days.iter().map(day).collect();
    add::add(&world.catalog, &name, new, add::Existing::Refuse, None).await.expect("added");
}

fn named_in(table: &str) -> Partition {
    Partition { db_name: Some("sales".into()), table_name: Some(table.into()), ..Partition::default() }
}

fn server() -> HiveObjectRef {
    HiveObjectRef { object_type: Some(HiveObjectType::GLOBAL), ..HiveObjectRef::default() }
}

fn in_sales() -> HiveObjectRef {
    let object_type = Some(HiveObjectType::DATABASE);
    HiveObjectRef { object_type, db_name: Some("Sales".into()), ..HiveObjectRef::default() }
}

fn on_table(name: &str) -> HiveObjectRef {
    HiveObjectRef { object_type: Some(HiveObjectType::TABLE), object_name: Some(name.into()), ..in_sales() }
}

fn on_column(name: &str) -> HiveObjectRef {
    HiveObjectRef { object_type: Some(HiveObjectType::COLUMN), column_name: Some(name.into()), ..on_table("T") }
}

fn of_day(day: &str, object: HiveObjectRef) -> HiveObjectRef {
    let object_type = match object.object_type {
        Some(HiveObjectType::TABLE) => Some(HiveObjectType::PARTITION),
        other => other,
    };
    HiveObjectRef { object_type, part_values: Some(vec![day.into()]), ..object }
}

/// One of each kind that every version has.
fn one_of_each() -> [HiveObjectRef; 6] {
    let day = "x/y";
    [server(), in_sales(), on_table("T"), of_day(day, on_table("T")), on_column("A"), of_day(day, on_column("A"))]
}

fn to(who: &str, kind: PrincipalType, what: &str, object: HiveObjectRef) -> HiveObjectPrivilege {
    HiveObjectPrivilege {
        hive_object: Some(object),
        principal_name: Some(who.into()),
        principal_type: Some(kind),
        grant_info: Some(PrivilegeGrantInfo {
            privilege: Some(what.into()),
            create_time: Some(5),
            grantor: Some("root".into()),
            grantor_type: Some(PrincipalType::USER),
            grant_option: Some(false),
        }),
        authorizer: Some("SQL".into()),
    }
}

fn to_ann(what: &str, object: HiveObjectRef) -> HiveObjectPrivilege {
    to("ann", PrincipalType::USER, what, object)
}

fn with_option(mut one: HiveObjectPrivilege) -> HiveObjectPrivilege {
    one.grant_info.as_mut().expect("there").grant_option = Some(true);
    one
}

fn bag(privileges: impl IntoIterator<Item = HiveObjectPrivilege>) -> PrivilegeBag {
    PrivilegeBag { privileges: Some(privileges.into_iter().collect()) }
}

async fn listed(world: &World, object: &HiveObjectRef) -> Vec<HiveObjectPrivilege> {
    list(&world.catalog, Some("ann"), Some(PrincipalType::USER), object).await.expect("listed")
}

fn privileges(all: &[HiveObjectPrivilege]) -> Vec<&str> {
    all.iter().filter_map(|one| one.grant_info.as_ref()?.privilege.as_deref()).collect()
}

async fn count(world: &World, table: &'static str) -> i64 {
    let mut query = Fragment::new("select count(*) from \"");
    query.push(table).push("\"");
    world.catalog.db.rows_of(&query).await.expect("counted")[0].get(0).expect("a number")
}

fn text<T: std::fmt::Debug>(refused: Result<T>) -> String {
    format!("{:?}", refused.expect_err("refused"))
}

#[tokio::test]
async fn what_was_granted_on_any_object_is_listed_and_revoked() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let all = bag(one_of_each().map(|object| to_ann("SELECT,INSERT", object)));
        grant(catalog, &all).await.expect("granted");
        for object in one_of_each() {
            let found = listed(&world, &object).await;
            assert_eq!(privileges(&found), ["SELECT", "INSERT"], "{object:?}");
            let first = &found[0];
            let about = first.hive_object.as_ref().expect("there");
            assert_eq!(about.object_type, object.object_type);
            assert_eq!(about.object_name.as_deref(), object.object_name.as_ref().map(|_| "t"));
            assert_eq!(about.part_values, object.part_values);
            assert_eq!(about.column_name.as_deref(), object.column_name.as_ref().map(|_| "a"));
            assert_eq!(first.grant_info.as_ref().and_then(|info| info.create_time), Some(1_700_000_000));
            let authorizer = if catalog.db.version() >= Version::V3_1 { Some("SQL") } else { None };
            assert_eq!(first.authorizer.as_deref(), authorizer);
            assert!(list(catalog, Some("bob"), Some(PrincipalType::USER), &object).await.expect("listed").is_empty());
        }
        // On objects of every kind at once, and those of everybody.
        let everything = listed(&world, &HiveObjectRef::default()).await;
        assert_eq!(everything.len(), 12);
        let anybody = list(catalog, None, None, &on_table("t")).await.expect("listed");
        assert_eq!(privileges(&anybody), ["SELECT", "INSERT"]);

        revoke(catalog, &bag(one_of_each().map(|object| to_ann("INSERT", object))), Revoked::All)
            .await
            .expect("revoked");
        let left = listed(&world, &HiveObjectRef::default()).await;
        assert_eq!(privileges(&left), ["SELECT"; 6]);
    })
    .await;
}

#[tokio::test]
async fn a_second_grant_of_the_same_by_the_same_is_refused_and_nothing_of_the_bag_granted() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        grant(catalog, &bag(one_of_each().map(|object| to_ann("SELECT", object)))).await.expect("granted");
        let said = [
            "SELECT is already granted by ROOT",
            "SELECT is already granted on database Sales by ROOT",
            "SELECT is already granted on table [Sales,T] by ROOT",
            "SELECT is already granted on partition [Sales,T,day=x%2Fy] by ROOT",
            "SELECT is already granted on column A [Sales,T] by ROOT",
            "SELECT is already granted on column A [Sales,T,day=x%2Fy] by ROOT",
        ];
        for (object, said) in one_of_each().into_iter().zip(said) {
            let mut again = to_ann("SELECT", object.clone());
            again.grant_info.as_mut().expect("there").grantor = Some("ROOT".into());
            let refused = text(grant(catalog, &bag([to_ann("DELETE", object.clone()), again])).await);
            assert_eq!(refused, format!("InvalidObject({said:?})"));
            assert_eq!(privileges(&listed(&world, &object).await), ["SELECT"]);
            // By somebody else it is another grant, and so is what another authorizer knows of.
            let mut other = to_ann("SELECT", object.clone());
            other.grant_info.as_mut().expect("there").grantor = Some("eve".into());
            grant(catalog, &bag([other])).await.expect("granted");
        }
        let twice = bag([to_ann("ALTER", in_sales()), to_ann("ALTER", in_sales())]);
        let refused = text(grant(catalog, &twice).await);
        assert!(refused.contains("ALTER is already granted on database Sales by root"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn what_was_not_granted_is_not_revoked() {
    let world = plain().await;
    let catalog = &world.catalog;
    let said = [
        "No user grant found for privileges SELECT",
        "No database grant found for privileges SELECT on database Sales",
        "No grant (SELECT) found  on table T, database is Sales",
        "No grant (SELECT) found  on table t, partition is day=x%2Fy, database is sales",
        "No grant (SELECT) found  on table t, column name = a, database is sales",
        "No grant (SELECT) found  on table t, partition is day=x%2Fy, column name = a, database is sales",
    ];
    for (object, said) in one_of_each().into_iter().zip(said) {
        let refused = text(revoke(catalog, &bag([to_ann("SELECT", object)]), Revoked::All).await);
        assert_eq!(refused, format!("InvalidObject({said:?})"));
    }
    // Tables and what is in them compare privileges in any case, databases as they are.
    grant(catalog, &bag([to_ann("SELECT", on_table("t")), to_ann("SELECT", in_sales())])).await.expect("granted");
    let both = bag([to_ann("select", on_table("t")), to_ann("select", in_sales())]);
    assert!(text(revoke(catalog, &both, Revoked::All).await).contains("No database grant"));
    assert_eq!(privileges(&listed(&world, &on_table("t")).await), ["SELECT"], "all or nothing");
    revoke(catalog, &bag([to_ann("select", on_table("t"))]), Revoked::All).await.expect("revoked");
}

#[tokio::test]
async fn the_right_to_grant_on_is_taken_back_alone() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let all = one_of_each().map(|object| with_option(to_ann("SELECT", object)));
        grant(catalog, &bag(all.clone())).await.expect("granted");
        revoke(catalog, &bag(all.clone()), Revoked::GrantOption).await.expect("taken back");
        let left = listed(&world, &HiveObjectRef::default()).await;
        let options: Vec<_> =
            left.iter().map(|one| one.grant_info.as_ref().and_then(|info| info.grant_option)).collect();
        assert_eq!(options, [Some(false); 6]);
        let again = text(revoke(catalog, &bag(all), Revoked::GrantOption).await);
        assert_eq!(again, r#"Meta("User ann does not have grant option with privilege SELECT")"#);
    })
    .await;
}

#[tokio::test]
async fn missing_objects_and_roles_are_refused_or_passed_over_as_in_hive() {
    let world = plain().await;
    let catalog = &world.catalog;
    let elsewhere = HiveObjectRef { db_name: Some("gone".into()), ..in_sales() };
    let refused = text(grant(catalog, &bag([to_ann("ALL", elsewhere)])).await);
    assert_eq!(refused, r#"NotFound("There is no database hive.gone")"#);
    let role = text(grant(catalog, &bag([to("gone", PrincipalType::ROLE, "ALL", server())])).await);
    assert_eq!(role, r#"NotFound("Role gone does not exist")"#);
    let nowhere = [on_table("gone"), of_day("9", on_table("t")), of_day("9", on_column("a"))];
    grant(catalog, &bag(nowhere.clone().map(|object| to_ann("ALL", object)))).await.expect("passed over");
    assert!(listed(&world, &HiveObjectRef::default()).await.is_empty());
    let column = HiveObjectRef { object_name: Some("gone".into()), ..on_column("a") };
    let refused = text(revoke(catalog, &bag([to_ann("ALL", column)]), Revoked::All).await);
    assert_eq!(refused, r#"NotFound("hive.sales.gone table not found")"#);
    let connector = HiveObjectRef { object_type: Some(HiveObjectType::DATACONNECTOR), ..on_table("c") };
    let refused = text(grant(catalog, &bag([to_ann("ALL", connector)])).await);
    assert_eq!(refused, r#"NotFound("There is no dataconnector c")"#);
}

#[tokio::test]
async fn what_is_left_out_or_unknown_is_refused() {
    type Spoil = fn(&mut HiveObjectPrivilege);
    let cases: &[(Spoil, &str)] = &[
        (|one| one.hive_object = None, "hiveObject of a privilege cannot be null or empty"),
        (|one| one.grant_info = None, "grantInfo of a privilege cannot be null or empty"),
        (|one| one.principal_name = None, "Principal name cannot be null."),
        (|one| one.principal_type = None, "Principal type cannot be null."),
        (|one| one.principal_type = Some(PrincipalType(9)), "unknown principal type 9"),
        (
            |one| one.grant_info.as_mut().expect("there").privilege = None,
            "privilege of a privilege cannot be null or empty",
        ),
        (
            |one| one.grant_info.as_mut().expect("there").grantor_type = None,
            "grantorType of a privilege cannot be null",
        ),
        (|one| one.hive_object.as_mut().expect("there").object_type = None, "Object type cannot be null."),
        (
            |one| one.hive_object.as_mut().expect("there").object_type = Some(HiveObjectType(7)),
            "Unexpected object type 7",
        ),
        (|one| one.hive_object.as_mut().expect("there").object_name = None, "Table name cannot be null."),
        (|one| one.principal_name = Some("x".repeat(65_536).into()), "is longer than the 128 characters of TBL_PRIVS"),
    ];
    let world = plain().await;
    for (spoil, expected) in cases {
        let mut one = to_ann("SELECT", on_table("t"));
        spoil(&mut one);
        let refused = text(grant(&world.catalog, &bag([to_ann("INSERT", on_table("t")), one])).await);
        assert!(refused.starts_with("Meta(") && refused.contains(expected), "{refused} is not {expected}");
    }
    assert_eq!(count(&world, "TBL_PRIVS").await, 0);
    grant(&world.catalog, &PrivilegeBag::default()).await.expect("nothing asked for");
}

#[tokio::test]
async fn strange_names_are_kept_as_they_are() {
    let world = plain().await;
    for who in [r#"'; drop table "ROLES"; --"#, r"%_\", "$1 {if} {in $1}", "\u{1f41d}", ""] {
        let one = || to(who, PrincipalType::USER, "SELECT", on_table("t"));
        grant(&world.catalog, &bag([one()])).await.expect("granted");
        let found = list(&world.catalog, Some(who), Some(PrincipalType::USER), &on_table("t")).await.expect("listed");
        assert_eq!(found.len(), 1, "{who}");
        assert_eq!(found[0].principal_name.as_deref(), Some(who));
        revoke(&world.catalog, &bag([one()]), Revoked::All).await.expect("revoked");
    }
    assert_eq!(count(&world, "TBL_PRIVS").await, 0);
}

#[tokio::test]
async fn a_user_has_what_its_groups_and_roles_have() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        for name in ["reader", "team"] {
            role::create(catalog, name, None).await.expect("made");
        }
        let by = || role::grant::By::new(None, Some(PrincipalType::USER), None).expect("valid");
        let ann = role::Principal { name: "ann", kind: "USER" };
        role::grant(catalog, "team", ann, by()).await.expect("given");
        let team = role::Principal { name: "team", kind: "ROLE" };
        role::grant(catalog, "reader", team, by()).await.expect("given");
        let objects = one_of_each();
        let to_all = |object: &HiveObjectRef| {
            [
                to_ann("INSERT", object.clone()),
                to("staff", PrincipalType::GROUP, "DELETE", object.clone()),
                to("reader", PrincipalType::ROLE, "SELECT", object.clone()),
                to("bob", PrincipalType::USER, "DROP", object.clone()),
            ]
        };
        grant(catalog, &bag(objects.iter().flat_map(to_all))).await.expect("granted");
        for object in &objects {
            let set = set(catalog, object, Some("ann"), &["staff".into(), "empty".into()]).await.expect("found");
            let shown = |map: &Option<std::collections::BTreeMap<Str, Vec<PrivilegeGrantInfo>>>| {
                let one = |(name, infos): (&Str, &Vec<PrivilegeGrantInfo>)| {
                    let all: Vec<&str> = infos.iter().filter_map(|info| info.privilege.as_deref()).collect();
                    format!("{name}:{}", all.join("+"))
                };
                map.as_ref().map(|map| map.iter().map(one).collect::<Vec<_>>().join(" "))
            };
            assert_eq!(shown(&set.user_privileges).as_deref(), Some("ann:INSERT"));
            let (groups, roles) = match object.object_type {
                Some(HiveObjectType::GLOBAL) => ("staff:DELETE", None),
                _ => ("empty: staff:DELETE", Some("public: reader:SELECT team:")),
            };
            assert_eq!(shown(&set.group_privileges).as_deref(), Some(groups));
            assert_eq!(shown(&set.role_privileges).as_deref(), roles);
        }
        let nobody = set(catalog, &on_table("t"), None, &[]).await.expect("found");
        assert_eq!(nobody, skep_types::PrincipalPrivilegeSet::default());
        let unknown = set(catalog, &of_day("9", on_table("gone")), Some("ann"), &[]).await;
        assert_eq!(text(unknown), r#"Meta("hive.sales.gone table not found")"#);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_leaves_what_the_authorizer_says_and_what_others_granted() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let in_books_of = |authorizer: &str, one: HiveObjectPrivilege| HiveObjectPrivilege {
            authorizer: Some(authorizer.into()),
            ..one
        };
        let ranger = |what: &str| in_books_of("RANGER", to_ann(what, on_table("t")));
        grant(catalog, &bag([to_ann("DROP", on_table("t")), ranger("SELECT"), ranger("DELETE")]))
            .await
            .expect("granted");
        world.now.fetch_add(60_000, std::sync::atomic::Ordering::SeqCst);
        let told = bag([ranger("SELECT"), ranger("INSERT"), ranger("INSERT")]);
        let authorizer = (catalog.db.version() >= Version::V3_1).then_some("RANGER");
        if authorizer.is_none() {
            // Before 3.1 nobody wrote down whose books a grant is in: a refresh is about all of them.
            let told = bag([]);
            refresh(catalog, &on_table("t"), Some("RANGER"), &told).await.expect("refreshed");
            return assert_eq!(count(&world, "TBL_PRIVS").await, 0);
        }
        refresh(catalog, &on_table("t"), authorizer, &told).await.expect("refreshed");
        let left = listed(&world, &on_table("t")).await;
        assert_eq!(privileges(&left), ["DROP", "SELECT", "INSERT"]);
        let times: Vec<_> = left.iter().filter_map(|one| one.grant_info.as_ref()?.create_time).collect();
        assert_eq!(times, [1_700_000_000, 1_700_000_000, 1_700_000_060]);

        // All columns of the table are one object.
        let columns = HiveObjectRef { column_name: None, ..on_column("a") };
        let of_column = |what: &str, column: &str| in_books_of("RANGER", to_ann(what, on_column(column)));
        grant(catalog, &bag([of_column("SELECT", "a"), of_column("SELECT", "b")])).await.expect("granted");
        refresh(catalog, &columns, authorizer, &bag([of_column("SELECT", "b")])).await.expect("refreshed");
        assert!(listed(&world, &on_column("a")).await.is_empty());
        assert_eq!(listed(&world, &on_column("b")).await.len(), 1);
        assert_eq!(
            text(refresh(catalog, &on_column("a"), authorizer, &told).await),
            r#"Meta("columnName must be null")"#
        );
        let partition = of_day("1", on_table("t"));
        let refused = text(refresh(catalog, &partition, authorizer, &told).await);
        assert_eq!(refused, r#"Meta("Unexpected object type PARTITION")"#);
    })
    .await;
}

#[tokio::test]
async fn new_partitions_take_over_their_tables_grants_if_it_says_so() {
    everywhere(async |world| {
        make_table(&world, "own", true).await;
        let column = HiveObjectRef { object_name: Some("own".into()), ..on_column("a") };
        let granted = [with_option(to_ann("SELECT", on_table("own"))), to_ann("INSERT", column.clone())];
        grant(&world.catalog, &bag(granted)).await.expect("granted");
        add_days(&world, "own", &["1", "2"]).await;
        assert_eq!((count(&world, "PART_PRIVS").await, count(&world, "PART_COL_PRIVS").await), (2, 2));
        let of_one = listed(&world, &of_day("1", on_table("own"))).await;
        assert_eq!(privileges(&of_one), ["SELECT"]);
        assert_eq!(of_one[0].grant_info.as_ref().and_then(|info| info.grant_option), Some(true));
        assert_eq!(privileges(&listed(&world, &of_day("2", column)).await), ["INSERT"]);
        // The other table asks for nothing of the kind.
        grant(&world.catalog, &bag([to_ann("SELECT", on_table("t"))])).await.expect("granted");
        add_days(&world, "t", &["3"]).await;
        assert!(listed(&world, &of_day("3", on_table("t"))).await.is_empty());

        let name = TableName::parse(Some("sales"), Some("own")).expect("valid");
        table::drop(&world.catalog, &name, database::drop::Files::Keep).await.expect("dropped");
        assert_eq!((count(&world, "PART_PRIVS").await, count(&world, "PART_COL_PRIVS").await), (0, 0));
        assert_eq!((count(&world, "TBL_PRIVS").await, count(&world, "TBL_COL_PRIVS").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn partitions_are_listed_with_what_the_reader_may_do_if_their_table_says_so() {
    everywhere(async |world| {
        role::create(&world.catalog, "team", None).await.expect("made");
        let by = role::grant::By::new(None, Some(PrincipalType::USER), None).expect("valid");
        let ann = role::Principal { name: "ann", kind: "USER" };
        role::grant(&world.catalog, "team", ann, by).await.expect("given");
        for (name, per_partition) in [("each", true), ("whole", false)] {
            make_table(&world, name, per_partition).await;
            add_days(&world, name, &["1", "2"]).await;
            let day = |value: &str| of_day(value, on_table(name));
            let grants = [
                to("ann", PrincipalType::USER, "SELECT", day("1")),
                to("team", PrincipalType::ROLE, "ALTER", day("2")),
                to("bob", PrincipalType::USER, "SELECT", day("2")),
            ];
            grant(&world.catalog, &bag(grants)).await.expect("granted");
        }
        let reader = Reader { user: Some("ann".into()), groups: Vec::new() };
        let listed = async |name: &str| {
            let table = TableName::parse(Some("sales"), Some(name)).expect("valid");
            let shape = Shape { reader: Some(reader.clone()), ..Shape::default() };
            let listing =
                partition::list::list(&world.catalog, &table, Choice::All, Limit::None, shape).await.expect("listed");
            let all: Vec<Partition> = listing.chunks.try_concat().await.expect("listed");
            let one = One::Values(vec!["2".into()]);
            let alone = partition::get::get_for(&world.catalog, &table, &one, Some(&reader)).await.expect("there");
            assert_eq!(alone, all[1]);
            all.into_iter().map(|partition| partition.privileges).collect::<Vec<_>>()
        };
        assert_eq!(listed("whole").await, [None, None]);
        let words = |privileges: Option<PrincipalPrivilegeSet>| {
            let set = privileges.expect("asked for");
            let may = |map: Option<BTreeMap<Str, Vec<PrivilegeGrantInfo>>>, name: &str| {
                map.unwrap_or_default()
                    .remove(name)
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|info| info.privilege)
                    .collect::<Vec<_>>()
            };
            (may(set.user_privileges, "ann"), may(set.role_privileges, "team"))
        };
        let found: Vec<_> = listed("each").await.into_iter().map(words).collect();
        assert_eq!(found, [(vec!["SELECT".into()], vec![]), (vec![], vec!["ALTER".into()])]);
    })
    .await;
}

#[tokio::test]
async fn a_dropped_role_takes_its_grants_along() {
    everywhere(async |world| {
        role::create(&world.catalog, "team", None).await.expect("made");
        let all = one_of_each().map(|object| to("team", PrincipalType::ROLE, "SELECT", object));
        grant(&world.catalog, &bag(all)).await.expect("granted");
        grant(&world.catalog, &bag([to("team", PrincipalType::USER, "SELECT", in_sales())])).await.expect("granted");
        role::drop(&world.catalog, "team").await.expect("dropped");
        let left = list(&world.catalog, None, None, &HiveObjectRef::default()).await.expect("listed");
        let left: Vec<_> = left.iter().map(|one| (one.principal_name.as_deref(), one.principal_type)).collect();
        assert_eq!(left, [(Some("admin"), Some(PrincipalType::ROLE)), (Some("team"), Some(PrincipalType::USER))]);
    })
    .await;
}

#[tokio::test]
async fn a_thousand_grants_take_hardly_more_statements_than_one() {
    let world = plain().await;
    let statements = async |many: usize, what: &str| {
        let each = (0..many).map(|n| to(&format!("user{n}"), PrincipalType::USER, what, on_table("t")));
        let all = bag(each);
        let before = world.catalog.db.stats().statements();
        grant(&world.catalog, &all).await.expect("granted");
        let granted = world.catalog.db.stats().statements();
        revoke(&world.catalog, &all, Revoked::All).await.expect("revoked");
        (granted - before, world.catalog.db.stats().statements() - granted)
    };
    let (one, thousand) = (statements(1, "A").await, statements(1_000, "B").await);
    assert!(one.0 < 12 && one.1 < 12, "{one:?}");
    assert!(thousand.0 < one.0 + 20 && thousand.1 < one.1 + 12, "{thousand:?} after {one:?}");
}

#[tokio::test]
async fn connectors_have_privileges_since_hive_4() {
    let connector = HiveObjectRef {
        object_type: Some(HiveObjectType::DATACONNECTOR),
        object_name: Some("Pg".into()),
        ..HiveObjectRef::default()
    };
    for backend in BACKENDS {
        let world = world(backend, Version::V4_1).await;
        let made =
            r#"insert into "DATACONNECTORS" ("NAME", "TYPE", "URL", "CREATE_TIME") values ('pg', 'postgres', 'u', 1)"#;
        world.run(made).await;
        grant(&world.catalog, &bag([with_option(to_ann("SELECT", connector.clone()))])).await.expect("granted");
        let found = listed(&world, &connector).await;
        assert_eq!(found[0].hive_object.as_ref().and_then(|object| object.object_name.as_deref()), Some("pg"));
        let again = text(grant(&world.catalog, &bag([to_ann("SELECT", connector.clone())])).await);
        assert_eq!(again, r#"InvalidObject("SELECT is already granted on data connector Pg by root")"#);
        let set = set(&world.catalog, &connector, Some("ann"), &[]).await.expect("found");
        assert_eq!(set.user_privileges.expect("there")["ann"].len(), 1);
        refresh(&world.catalog, &connector, Some("SQL"), &PrivilegeBag::default()).await.expect("refreshed");
        assert!(listed(&world, &connector).await.is_empty());
    }
    let world = world(Backend::Postgres, Version::V3_1).await;
    let refused = text(grant(&world.catalog, &bag([to_ann("SELECT", connector)])).await);
    assert!(refused.contains("which lacks the table DC_PRIVS of 4.0.0 and later"), "{refused}");
}
