//! Resource plans from creation to removal.

use super::mapping::Put;
use super::trigger::Watch;
use super::*;
use crate::Catalog;
use crate::testing::{World, stages};
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{
    WMAlterResourcePlanRequest, WMMapping, WMNullablePool, WMNullableResourcePlan, WMPool, WMResourcePlan,
    WMResourcePlanStatus as Status, WMTrigger,
};

/// Every database, and on PostgreSQL every schema version that has plans.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V3_1) {
        test(World::on(backend, version).await).await;
    }
}

fn named(plan: &str) -> PlanName {
    PlanName::parse(Some(plan), None).expect("valid")
}

async fn make(catalog: &Catalog, name: &str) {
    create(catalog, &WMResourcePlan { name: name.into(), ..WMResourcePlan::default() }, None).await.expect("made");
}

fn pool_of(plan: &str, path: &str, fraction: f64) -> WMPool {
    WMPool {
        resource_plan_name: plan.into(),
        pool_path: path.into(),
        alloc_fraction: Some(fraction),
        query_parallelism: Some(2),
        ..WMPool::default()
    }
}

fn trigger_of(plan: &str, name: &str) -> WMTrigger {
    WMTrigger {
        resource_plan_name: plan.into(),
        trigger_name: name.into(),
        trigger_expression: Some("BYTES_READ > 1".into()),
        action_expression: Some("KILL".into()),
        ..WMTrigger::default()
    }
}

fn mapping_of(plan: &str, user: &str, path: Option<&str>) -> WMMapping {
    WMMapping {
        resource_plan_name: plan.into(),
        entity_type: "user".into(),
        entity_name: user.into(),
        pool_path: path.map(Into::into),
        ..WMMapping::default()
    }
}

fn change(plan: &str, changes: WMNullableResourcePlan) -> WMAlterResourcePlanRequest {
    WMAlterResourcePlanRequest {
        resource_plan_name: Some(plan.into()),
        resource_plan: Some(changes),
        ..WMAlterResourcePlanRequest::default()
    }
}

fn status(plan: &str, status: Status) -> WMAlterResourcePlanRequest {
    change(plan, WMNullableResourcePlan { status: Some(status), ..WMNullableResourcePlan::default() })
}

async fn statuses(catalog: &Catalog) -> Vec<(String, Status)> {
    let plans = all(catalog, None).await.expect("listed");
    plans.into_iter().map(|plan| (plan.name.into(), plan.status.expect("always set"))).collect()
}

#[tokio::test]
async fn a_copy_has_everything_its_model_has() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        make(catalog, " Model ").await;
        pool::create(catalog, &pool_of("model", "default.Child", 0.5)).await.expect("made");
        for name in ["slow", "big"] {
            let unmanaged = Some(name == "big");
            let trigger = WMTrigger { is_in_unmanaged: unmanaged, ..trigger_of("model", name) };
            trigger::create(catalog, &trigger).await.expect("made");
        }
        let watch = async |watch| {
            let plan = &named("model");
            trigger::watch(catalog, plan, Some("SLOW"), Some("default.child"), watch).await.expect("done");
        };
        watch(Watch::Start).await;
        watch(Watch::Start).await;
        mapping::put(catalog, &mapping_of("model", "alice", Some("default")), Put::Create).await.expect("made");
        let unmanaged = WMMapping { ordering: Some(3), ..mapping_of("model", "bob", None) };
        mapping::put(catalog, &unmanaged, Put::Create).await.expect("made");

        let copy = WMResourcePlan { name: "copy".into(), ..WMResourcePlan::default() };
        create(catalog, &copy, Some("MODEL")).await.expect("copied");
        let mut copied = get(catalog, &named("copy")).await.expect("there");
        let model = get(catalog, &named("model")).await.expect("there");
        assert_eq!(copied.plan.default_pool_path.as_deref(), Some("default"));
        assert_eq!(copied.pool_triggers.as_ref().map(Vec::len), Some(1));
        assert_eq!(copied.triggers.as_ref().expect("two")[0].is_in_unmanaged, Some(true));
        copied.plan.name = "model".into();
        copied.pools.iter_mut().for_each(|pool| pool.resource_plan_name = "model".into());
        copied.mappings.iter_mut().flatten().for_each(|mapping| mapping.resource_plan_name = "model".into());
        copied.triggers.iter_mut().flatten().for_each(|trigger| trigger.resource_plan_name = "model".into());
        assert_eq!(copied, model);

        // The copy is its own: emptying it leaves the model as it was.
        drop(catalog, &named("copy")).await.expect("dropped");
        assert_eq!(get(catalog, &named("model")).await.expect("there"), model);
        watch(Watch::Stop).await;
        watch(Watch::Stop).await;
        assert_eq!(get(catalog, &named("model")).await.expect("there").pool_triggers, None);
    })
    .await;
}

#[tokio::test]
async fn one_plan_is_active_and_an_enabled_one_is_not_edited() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        for plan in ["a", "b"] {
            make(catalog, plan).await;
        }
        let refused = alter(catalog, &status("a", Status::ACTIVE)).await.expect_err("disabled");
        assert_eq!(
            refused.to_string(),
            "Resource plan a is disabled and should be enabled before activation (or in the same command)"
        );
        assert_eq!(alter(catalog, &status("a", Status::ENABLED)).await.expect("enabled"), None);
        let refused = pool::create(catalog, &pool_of("a", "x", 0.1)).await.expect_err("enabled");
        assert_eq!(refused.to_string(), "Resource plan must be disabled to edit it.");
        let both = WMAlterResourcePlanRequest { is_enable_and_activate: Some(true), ..status("b", Status::ACTIVE) };
        let activated = alter(catalog, &both).await.expect("activated").expect("the plan in force");
        assert_eq!(activated.plan.status, Some(Status::ACTIVE));
        let activated = alter(catalog, &status("a", Status::ACTIVE)).await.expect("activated").expect("in force");
        assert_eq!(active(catalog, None).await.expect("read"), Some(activated));
        assert_eq!(statuses(catalog).await, [("a".into(), Status::ACTIVE), ("b".into(), Status::ENABLED)]);

        let refused = alter(catalog, &status("a", Status::DISABLED)).await.expect_err("active");
        assert!(refused.to_string().starts_with("Resource plan a is active; activate another plan first"));
        let refused = drop(catalog, &named("a")).await.expect_err("active");
        assert_eq!(refused.to_string(), "Cannot drop an active resource plan");
        let by_force = WMAlterResourcePlanRequest {
            resource_plan_name: None,
            is_force_deactivate: Some(true),
            ..status("", Status::ENABLED)
        };
        alter(catalog, &by_force).await.expect("deactivated");
        assert_eq!(active(catalog, None).await.expect("read"), None);
        assert!(matches!(alter(catalog, &by_force).await, Err(Error::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn a_plan_takes_the_place_of_another() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        for plan in ["live", "next"] {
            make(catalog, plan).await;
        }
        let enable =
            WMAlterResourcePlanRequest { is_enable_and_activate: Some(true), ..status("live", Status::ACTIVE) };
        alter(catalog, &enable).await.expect("activated");
        let replace = WMAlterResourcePlanRequest { is_replace: Some(true), ..status("next", Status::ACTIVE) };
        let now = alter(catalog, &replace).await.expect("replaced").expect("in force");
        assert_eq!(now.plan.name, "live");
        let old = "live_old_2023_11_14_22_13_20";
        assert_eq!(statuses(catalog).await, [("live".into(), Status::ACTIVE), (old.into(), Status::DISABLED)]);

        make(catalog, "next").await;
        let named = WMNullableResourcePlan { name: Some("live".into()), ..WMNullableResourcePlan::default() };
        let again = WMAlterResourcePlanRequest { is_replace: Some(true), ..change("next", named) };
        alter(catalog, &again).await.expect("replaced");
        let names: Vec<String> = statuses(catalog).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["live", old, &format!("{old}_1")]);
        let itself = WMAlterResourcePlanRequest { is_replace: Some(true), ..status("live", Status::ACTIVE) };
        assert_eq!(alter(catalog, &itself).await.expect_err("itself").to_string(), "A plan cannot replace itself");
    })
    .await;
}

#[tokio::test]
async fn values_change_only_without_a_status_and_only_if_asked() {
    let world = World::new().await;
    let catalog = &world.catalog;
    make(catalog, "p").await;
    make(catalog, "taken").await;
    pool::create(catalog, &pool_of("p", "other", 0.0)).await.expect("made");
    let values = WMNullableResourcePlan {
        name: Some("Q".into()),
        query_parallelism: Some(9),
        is_set_query_parallelism: Some(true),
        default_pool_path: Some("Other".into()),
        is_set_default_pool_path: Some(true),
        ..WMNullableResourcePlan::default()
    };
    alter(catalog, &change("p", values.clone())).await.expect("changed");
    let plan = get(catalog, &named("q")).await.expect("renamed").plan;
    assert_eq!((plan.query_parallelism, plan.default_pool_path.as_deref()), (Some(9), Some("other")));
    let unset = WMNullableResourcePlan {
        is_set_query_parallelism: Some(true),
        is_set_default_pool_path: Some(false),
        ..WMNullableResourcePlan::default()
    };
    alter(catalog, &change("q", unset)).await.expect("changed");
    let before = get(catalog, &named("q")).await.expect("there");
    assert_eq!((before.plan.query_parallelism, before.plan.default_pool_path.as_deref()), (None, Some("other")));

    let base = WMNullableResourcePlan::default;
    let cases = [
        (
            WMNullableResourcePlan { status: Some(Status::ENABLED), ..values },
            "Cannot change values during status switch.",
        ),
        (WMNullableResourcePlan { status: Some(Status(9)), ..base() }, "Invalid status: 9"),
        (WMNullableResourcePlan { name: Some(" ".into()), ..base() }, "Cannot rename to empty value."),
        (WMNullableResourcePlan { name: Some("taken".into()), ..base() }, "Resource plan name should be unique: taken"),
        (WMNullableResourcePlan { ns: Some("other".into()), ..base() }, "Cannot change ns; from default to other"),
        (
            WMNullableResourcePlan { is_set_query_parallelism: Some(true), query_parallelism: Some(0), ..base() },
            "queryParallelism should be positive.",
        ),
        (
            WMNullableResourcePlan {
                is_set_default_pool_path: Some(true),
                default_pool_path: Some("nope".into()),
                ..base()
            },
            "Cannot find pool: nope",
        ),
    ];
    for (changes, expected) in cases {
        let refused = alter(catalog, &change("q", changes)).await.expect_err(expected);
        assert_eq!(refused.to_string(), expected);
        assert_eq!(get(catalog, &named("q")).await.expect("there"), before);
    }
    let flags = WMAlterResourcePlanRequest {
        is_replace: Some(true),
        is_force_deactivate: Some(true),
        ..status("q", Status::ENABLED)
    };
    assert_eq!(alter(catalog, &flags).await.expect_err("two").to_string(), "Invalid request; multiple flags are set");
}

#[tokio::test]
async fn a_pool_moves_with_those_below_it_and_goes_when_nothing_hangs_on_it() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        make(catalog, "p").await;
        for path in ["a", "a.b", "a.b.c%", "ab", "z"] {
            pool::create(catalog, &pool_of("p", path, 0.1)).await.expect("made");
        }
        let to = |path: &str| WMNullablePool {
            resource_plan_name: "p".into(),
            pool_path: path.into(),
            ..WMNullablePool::default()
        };
        let missing = pool::alter(catalog, Some("a"), &to("no.a")).await.expect_err("no parent");
        assert_eq!(missing.to_string(), "Pool path is invalid, the parent does not exist");
        assert!(matches!(pool::alter(catalog, Some("a"), &to("a.x")).await, Err(Error::NotFound(_))));
        assert!(matches!(pool::alter(catalog, Some("a"), &to("z")).await, Err(Error::Exists(_))));
        let fifo = WMNullablePool {
            is_set_scheduling_policy: Some(true),
            scheduling_policy: Some("fifo".into()),
            query_parallelism: Some(7),
            ..to("z.äa")
        };
        pool::alter(catalog, Some(" A "), &fifo).await.expect("moved");
        let found = get(catalog, &named("p")).await.expect("there").pools;
        let paths: Vec<&str> = found.iter().map(|pool| pool.pool_path.as_str()).collect();
        assert_eq!(paths, ["ab", "default", "z", "z.äa", "z.äa.b", "z.äa.b.c%"]);
        assert_eq!(found[3].query_parallelism, Some(7));
        assert_eq!((found[3].scheduling_policy.as_deref(), found[3].alloc_fraction), (Some("fifo"), Some(0.1)));

        trigger::create(catalog, &trigger_of("p", "t")).await.expect("made");
        trigger::watch(catalog, &named("p"), Some("t"), Some("ab"), Watch::Start).await.expect("watched");
        mapping::put(catalog, &mapping_of("p", "alice", Some("ab")), Put::Create).await.expect("made");
        let refusals = [
            ("default", "Cannot drop default pool of a resource plan"),
            ("z", "Cannot drop a pool that has child pools"),
            ("ab", "Please remove all mappings for this pool."),
            ("a", "Cannot delete pool: a"),
        ];
        for (path, expected) in refusals {
            let refused = pool::drop(catalog, &named("p"), Some(path)).await.expect_err(expected);
            assert_eq!(refused.to_string(), expected);
        }
        mapping::put(catalog, &mapping_of("p", "alice", Some("z")), Put::Update).await.expect("changed");
        pool::drop(catalog, &named("p"), Some("AB")).await.expect("dropped");
        trigger::drop(catalog, &named("p"), Some("T")).await.expect("dropped");
        mapping::drop(catalog, &mapping_of("p", "ALICE", None)).await.expect("dropped");
        let left = get(catalog, &named("p")).await.expect("there");
        assert_eq!((left.pools.len(), left.triggers, left.mappings), (5, None, None));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_plan_is_said_in_hives_words() {
    let world = World::new().await;
    let catalog = &world.catalog;
    let sent = WMResourcePlan { name: "p".into(), query_parallelism: Some(3), ..WMResourcePlan::default() };
    create(catalog, &sent, None).await.expect("made");
    let checked = validate(catalog, &named("p")).await.expect("checked");
    assert_eq!((checked.errors, checked.warnings), (Some(vec![]), Some(vec![])));
    pool::create(catalog, &pool_of("p", "default.a", 0.75)).await.expect("made");
    pool::create(catalog, &pool_of("p", "default.b", 0.5)).await.expect("made");
    pool::create(catalog, &WMPool { query_parallelism: None, ..pool_of("p", "c", 0.5) }).await.expect("made");
    let expected = [
        "Invalid query parallelism for pool: c",
        "Sum of all pools' query parallelism: 7 exceeds resource plan query parallelism: 3",
        "Sum of root children pools' alloc fraction should be 1.0 got: 1.5 for pool: ",
        "Sum of children pools' alloc fraction should be less than 1 got: 1.25 for pool: default",
    ];
    assert_eq!(validate(catalog, &named("p")).await.expect("checked").errors.expect("some"), expected);
    let refused = alter(catalog, &status("p", Status::ENABLED)).await.expect_err("invalid");
    assert_eq!(refused.to_string(), format!("ResourcePlan: p is invalid: [{}]", expected.join(", ")));
    assert_eq!(statuses(catalog).await, [("p".into(), Status::DISABLED)]);
    let missing = validate(catalog, &named("nope")).await.expect_err("missing");
    assert_eq!(missing.to_string(), "Cannot find resourcePlan: nope in default");
}

#[tokio::test]
async fn bad_requests_are_refused_and_change_nothing() {
    let world = World::new().await;
    let catalog = &world.catalog;
    make(catalog, "p").await;
    let plan = |name: &str| WMResourcePlan { name: name.into(), ..WMResourcePlan::default() };
    let none = WMResourcePlan { query_parallelism: Some(0), ..plan("q") };
    assert!(matches!(create(catalog, &none, None).await, Err(Error::InvalidObject(_))));
    assert!(matches!(create(catalog, &plan("\t"), None).await, Err(Error::InvalidObject(_))));
    assert!(matches!(create(catalog, &plan("P"), None).await, Err(Error::Exists(_))));
    assert!(matches!(create(catalog, &plan("q"), Some("nope")).await, Err(Error::NotFound(_))));
    let policy = WMPool { scheduling_policy: Some("best".into()), ..pool_of("p", "x", 0.1) };
    assert!(matches!(pool::create(catalog, &policy).await, Err(Error::InvalidOperation(_))));
    let robot = WMMapping { entity_type: "ROBOT".into(), ..mapping_of("p", "r2d2", None) };
    assert!(matches!(mapping::put(catalog, &robot, Put::Create).await, Err(Error::InvalidObject(_))));
    assert!(matches!(mapping::put(catalog, &mapping_of("p", "x", None), Put::Update).await, Err(Error::NotFound(_))));
    assert!(matches!(
        mapping::put(catalog, &mapping_of("p", "x", Some("no")), Put::Create).await,
        Err(Error::NotFound(_))
    ));
    assert!(matches!(trigger::alter(catalog, &trigger_of("p", "x")).await, Err(Error::NotFound(_))));
    assert!(matches!(trigger::drop(catalog, &named("p"), None).await, Err(Error::Meta(_))));
    let left = get(catalog, &named("p")).await.expect("there");
    assert_eq!((left.pools.len(), left.triggers, left.mappings), (1, None, None));
    assert_eq!(all(catalog, Some("other")).await.expect("listed"), []);
}

#[tokio::test]
async fn a_schema_without_plans_says_which_has_them() {
    let world = World::on(Backend::Postgres, Version::V2_3).await;
    let refused = all(&world.catalog, None).await.expect_err("no table");
    assert!(matches!(&refused, Error::Meta(text) if text.contains("3.1.0")), "{refused}");
    let world = World::on(Backend::Postgres, Version::V3_1).await;
    let elsewhere = WMResourcePlan { name: "p".into(), ns: Some("etl".into()), ..WMResourcePlan::default() };
    let refused = create(&world.catalog, &elsewhere, None).await.expect_err("no namespaces");
    assert!(matches!(&refused, Error::InvalidObject(text) if text.contains("4.0.0")), "{refused}");
}
