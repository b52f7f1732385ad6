//! Scheduled queries, as HiveServer2 keeps and runs them.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    Exception, QueryState, ScheduledQuery, ScheduledQueryKey, ScheduledQueryMaintenanceRequest,
    ScheduledQueryMaintenanceRequestType as Kind, ScheduledQueryPollRequest, ScheduledQueryPollResponse,
    ScheduledQueryProgressInfo, args, calls,
};
use tokio::task::JoinSet;

everywhere! {
    async fn a_query_told_to_run_now_goes_to_one_of_many_executors(server) {
        let mut client = server.client().await;
        maintain(&mut client, Kind::CREATE, query("rollup", "0 0 0 1 1 ? *")).await.expect("made");
        assert_eq!(poll(&mut client).await, ScheduledQueryPollResponse::default());
        let now = ScheduledQuery { next_execution: Some(1), ..query("rollup", "0 0 0 1 1 ? *") };
        maintain(&mut client, Kind::ALTER, now).await.expect("told to run");

        let mut executors = JoinSet::new();
        for _ in 0..8 {
            let mut client = server.client().await;
            executors.spawn(async move { poll(&mut client).await });
        }
        let answers = executors.join_all().await;
        let begun: Vec<_> = answers.into_iter().filter_map(|answer| answer.execution_id).collect();
        assert_eq!(begun.len(), 1, "one executor has it: {begun:?}");
        progress(&mut client, begun[0], QueryState::FINISHED).await.expect("told");
        let refused = progress(&mut client, begun[0], QueryState::FINISHED).await.expect_err("it has ended");
        assert_eq!(refused.exception(), Some(Exception::InvalidOperationException));
        maintain(&mut client, Kind::DROP, query("rollup", "")).await.expect("dropped");
        let refused = get(&mut client, "rollup").await.expect_err("dropped");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
    }

    async fn refusals_come_in_the_classes_that_hive_declares(server) {
        let mut client = server.client().await;
        let hostile = "'; drop table \"TBLS\" -- %_\\ $1 {if}";
        maintain(&mut client, Kind::CREATE, query(hostile, "0 0 0 ? * 6#3")).await.expect("made");
        let before = get(&mut client, hostile).await.expect("there");
        assert_eq!(before.query.as_deref(), Some("select 1"));
        for (kind, sent, expected) in [
            (Kind::CREATE, query(hostile, "0 0 0 ? * 6#3"), Exception::AlreadyExistsException),
            (Kind::ALTER, query(hostile, "* * * * * *"), Exception::InvalidInputException),
            (Kind::ALTER, query("gone", "0 0 0 ? * 6#3"), Exception::NoSuchObjectException),
            (Kind(42), query(hostile, "0 0 0 ? * 6#3"), Exception::MetaException),
            (Kind::CREATE, query(&"n".repeat(65_536), "0 0 0 ? * 6#3"), Exception::MetaException),
        ] {
            // SQLite's columns have no lengths.
            match maintain(&mut client, kind, sent).await {
                Err(refused) => assert_eq!(refused.exception(), Some(expected), "{}", refused.message()),
                Ok(()) => assert_eq!((kind, expected), (Kind::CREATE, Exception::MetaException)),
            }
            assert_eq!(get(&mut client, hostile).await.expect("there"), before);
        }
    }
}

fn key(name: &str) -> ScheduledQueryKey {
    ScheduledQueryKey { schedule_name: name.into(), cluster_namespace: "hive".into() }
}

fn query(name: &str, schedule: &str) -> ScheduledQuery {
    ScheduledQuery {
        schedule_key: key(name),
        enabled: Some(true),
        schedule: Some(schedule.into()),
        user: Some("alice".into()),
        query: Some("select 1".into()),
        next_execution: None,
    }
}

async fn maintain(client: &mut Client, type_: Kind, scheduled_query: ScheduledQuery) -> Result<(), CallError> {
    let request = Some(ScheduledQueryMaintenanceRequest { type_, scheduled_query });
    client.call::<calls::ScheduledQueryMaintenance>(args::ScheduledQueryMaintenance { request }).await
}

async fn get(client: &mut Client, name: &str) -> Result<ScheduledQuery, CallError> {
    client.call::<calls::GetScheduledQuery>(args::GetScheduledQuery { schedule_key: Some(key(name)) }).await
}

async fn poll(client: &mut Client) -> ScheduledQueryPollResponse {
    let request = Some(ScheduledQueryPollRequest { cluster_namespace: "hive".into() });
    client.call::<calls::ScheduledQueryPoll>(args::ScheduledQueryPoll { request }).await.expect("an answer")
}

async fn progress(client: &mut Client, execution: i64, state: QueryState) -> Result<(), CallError> {
    let info = ScheduledQueryProgressInfo {
        scheduled_execution_id: execution,
        state,
        executor_query_id: "q1".into(),
        error_message: None,
    };
    client.call::<calls::ScheduledQueryProgress>(args::ScheduledQueryProgress { info: Some(info) }).await
}
