//! Scheduled queries from creation to removal.

use super::*;
use crate::testing::{World, stages};
use crate::{Catalog, Error, Failures};
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{
    QueryState, ScheduledQuery, ScheduledQueryMaintenanceRequest, ScheduledQueryMaintenanceRequestType as Kind,
    ScheduledQueryPollResponse, ScheduledQueryProgressInfo,
};
use std::sync::atomic::Ordering;
use std::time::Duration;

async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V4_0) {
        test(World::on(backend, version).await).await;
    }
}

fn key(name: &str) -> ScheduledQueryKey {
    ScheduledQueryKey { schedule_name: name.into(), cluster_namespace: "hive".into() }
}

/// Every ten minutes.
fn query(name: &str) -> ScheduledQuery {
    ScheduledQuery {
        schedule_key: key(name),
        enabled: Some(true),
        schedule: Some("0 */10 * * * ? *".into()),
        user: Some("alice".into()),
        query: Some("select 1".into()),
        next_execution: None,
    }
}

async fn ask(catalog: &Catalog, kind: Kind, query: ScheduledQuery) -> crate::Result<()> {
    maintain(catalog, &ScheduledQueryMaintenanceRequest { type_: kind, scheduled_query: query }).await
}

async fn tell(catalog: &Catalog, execution: i64, state: QueryState) -> crate::Result<()> {
    let info = ScheduledQueryProgressInfo {
        scheduled_execution_id: execution,
        state,
        executor_query_id: "q1".into(),
        error_message: None,
    };
    progress(catalog, &info).await
}

fn later(world: &World, seconds: i64) {
    world.now.fetch_add(seconds * 1000, Ordering::SeqCst);
}

#[tokio::test]
async fn a_due_query_goes_to_one_executor_and_again_when_it_is_done() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        ask(catalog, Kind::CREATE, query("rollup")).await.expect("made");
        ask(catalog, Kind::CREATE, ScheduledQuery { enabled: Some(false), ..query("off") }).await.expect("made");
        // The clock stands at 22:13:20.
        let found = get(catalog, &key("rollup")).await.expect("there");
        assert_eq!(found, ScheduledQuery { next_execution: Some(1_700_000_400), ..query("rollup") });
        let nothing = ScheduledQueryPollResponse::default();
        assert_eq!(poll(catalog, "hive").await.expect("asked"), nothing);
        later(&world, 400);
        assert_eq!(poll(catalog, "other").await.expect("asked"), nothing);

        let (one, two) = tokio::join!(poll(catalog, "hive"), poll(catalog, "hive"));
        let (one, two) = (one.expect("asked"), two.expect("asked"));
        let (got, other) = if one == nothing { (two, one) } else { (one, two) };
        assert_eq!(other, nothing);
        assert_eq!(got.schedule_key, Some(key("rollup")));
        assert_eq!(got.query.as_deref(), Some("/* schedule: rollup */select 1"));
        assert_eq!(got.user.as_deref(), Some("alice"));
        let execution = got.execution_id.expect("begun");
        assert_eq!(get(catalog, &key("rollup")).await.expect("there").next_execution, Some(1_700_001_000));

        later(&world, 600);
        assert_eq!(poll(catalog, "hive").await.expect("it still runs"), nothing);
        tell(catalog, execution, QueryState::EXECUTING).await.expect("told");
        tell(catalog, execution, QueryState::FINISHED).await.expect("told");
        let again = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun");
        assert_ne!(again, execution);
        ask(catalog, Kind::DROP, query("rollup")).await.expect("dropped");
        assert!(matches!(tell(catalog, again, QueryState::FINISHED).await, Err(Error::Meta(_))));
    })
    .await;
}

#[tokio::test]
async fn an_executor_that_falls_silent_loses_its_query() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        ask(catalog, Kind::CREATE, query("rollup")).await.expect("made");
        later(&world, 400);
        let lost = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun");
        tell(catalog, lost, QueryState::EXECUTING).await.expect("told");
        let silence = Duration::from_secs(120);
        later(&world, 119);
        assert_eq!(clean::time_out(catalog, silence).await.expect("looked"), 0);
        later(&world, 1);
        assert_eq!(clean::time_out(catalog, silence).await.expect("looked"), 1);
        let refused = tell(catalog, lost, QueryState::FINISHED).await.expect_err("too late");
        assert!(
            matches!(refused, Error::InvalidOperation(text) if text == "Invalid state change: TIMED_OUT=>FINISHED")
        );
        later(&world, 600);
        let again = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun again");
        assert_eq!(clean::delete_old(catalog, Duration::from_secs(60)).await.expect("deleted"), 1);
        tell(catalog, again, QueryState::FAILED).await.expect("the one that runs is kept");
    })
    .await;
}

#[tokio::test]
async fn a_query_that_fails_again_and_again_lets_turns_pass_and_is_switched_off() {
    everywhere(async |mut world| {
        world.catalog.rules.scheduled_failures = Failures { disable_after: 3, skip_after: 2 };
        let catalog = &world.catalog;
        ask(catalog, Kind::CREATE, query("rollup")).await.expect("made");
        let mut turn = 1_700_000_400;
        for (failures, state) in [(1, QueryState::FAILED), (2, QueryState::TIMED_OUT), (1, QueryState::FINISHED)] {
            world.now.store(turn * 1000, Ordering::SeqCst);
            let execution = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun");
            if state == QueryState::TIMED_OUT {
                // Whoever notices it: here the one who cleans up.
                later(&world, 60);
                assert_eq!(clean::time_out(catalog, Duration::from_secs(60)).await.expect("looked"), 1);
            } else {
                tell(catalog, execution, state).await.expect("told");
            }
            turn += 600 * failures;
            let found = get(catalog, &key("rollup")).await.expect("there");
            assert_eq!((found.enabled, found.next_execution.map(i64::from)), (Some(true), Some(turn)), "{state:?}");
        }
        // It worked once: the failures are counted anew.
        for failures in 1..=3 {
            world.now.store(turn * 1000, Ordering::SeqCst);
            let execution = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun");
            tell(catalog, execution, QueryState::FAILED).await.expect("told");
            let found = get(catalog, &key("rollup")).await.expect("there");
            assert_eq!(found.enabled, Some(failures < 3));
            turn = found.next_execution.map(i64::from).expect("another turn");
        }
        let noted = r#"select count(*) from "SCHEDULED_EXECUTIONS" e where e."STATE" = 'AUTO_DISABLED'
                          and e."ERROR_MESSAGE" = 'Disabling query after 3 consequtive failures'"#;
        assert_eq!(world.count(noted).await, 1);
        later(&world, 100_000);
        assert_eq!(poll(catalog, "hive").await.expect("it is off"), ScheduledQueryPollResponse::default());
    })
    .await;
}

#[tokio::test]
async fn a_query_is_changed_as_a_whole_and_can_be_told_to_run_now() {
    let world = World::new().await;
    let catalog = &world.catalog;
    ask(catalog, Kind::CREATE, query("q")).await.expect("made");
    let now = ScheduledQuery { next_execution: Some(1_699_999_999), user: Some("bob".into()), ..query("q") };
    ask(catalog, Kind::ALTER, now.clone()).await.expect("changed");
    assert_eq!(get(catalog, &key("q")).await.expect("there"), now);
    assert_eq!(poll(catalog, "hive").await.expect("asked").schedule_key, Some(key("q")));
    let never = ScheduledQuery { schedule: Some("0 0 0 30 2 ?".into()), ..query("q") };
    ask(catalog, Kind::ALTER, never.clone()).await.expect("changed");
    assert_eq!(get(catalog, &key("q")).await.expect("there"), never);
}

#[tokio::test]
async fn bad_requests_are_refused_and_change_nothing() {
    let world = World::new().await;
    let catalog = &world.catalog;
    ask(catalog, Kind::CREATE, query("q")).await.expect("made");
    let before = get(catalog, &key("q")).await.expect("there");
    let spoiled = |schedule: Option<&str>| ScheduledQuery { schedule: schedule.map(Into::into), ..query("q") };
    let cases = [
        (Kind::CREATE, query("q"), "Exists(\"Scheduled query with name: q@hive already exists.\")"),
        (Kind::ALTER, query("no"), "NotFound(\"Scheduled query with name: no@hive doesn't exists.\")"),
        (Kind::DROP, query("no"), "NotFound(\"Scheduled query with name: no@hive doesn't exists.\")"),
        (Kind::ALTER, spoiled(Some("x")), "InvalidInput(\"Invalid QUARTZ schedule expression: 'x'\")"),
        (Kind::ALTER, spoiled(None), "InvalidInput(\"Invalid QUARTZ schedule expression: 'null'\")"),
        (Kind(9), query("q"), "Meta(\"invalid request\")"),
    ];
    for (kind, sent, expected) in cases {
        let refused = ask(catalog, kind, sent).await.expect_err(expected);
        assert_eq!(format!("{refused:?}"), expected);
        assert_eq!(get(catalog, &key("q")).await.expect("there"), before);
    }
    let missing = get(catalog, &key("no")).await.expect_err("missing");
    assert_eq!(missing.to_string(), "There is no scheduled query for: no@hive");

    later(&world, 400);
    let execution = poll(catalog, "hive").await.expect("asked").execution_id.expect("begun");
    for (state, expected) in [
        (QueryState::INITED, "Invalid state change: INITED=>INITED"),
        (QueryState::AUTO_DISABLED, "invalid state: AUTO_DISABLED"),
        (QueryState(77), "invalid state: 77"),
    ] {
        let refused = tell(catalog, execution, state).await.expect_err(expected);
        assert!(matches!(refused, Error::InvalidOperation(text) if text == expected));
    }
    let failed = ScheduledQueryProgressInfo {
        scheduled_execution_id: execution,
        state: QueryState::FAILED,
        executor_query_id: "q".into(),
        error_message: Some(format!("{}\nat com.example", "ä".repeat(5000)).into()),
    };
    progress(catalog, &failed).await.expect("a message is cut, not refused");
}

#[tokio::test]
async fn a_schema_without_schedules_says_which_has_them() {
    let world = World::on(Backend::Postgres, Version::V3_1).await;
    let refused = poll(&world.catalog, "hive").await.expect_err("no table");
    assert!(matches!(&refused, Error::Meta(text) if text.contains("4.0.0")), "{refused}");
    assert_eq!(clean::time_out(&world.catalog, Duration::ZERO).await.expect("nothing to do"), 0);
}
