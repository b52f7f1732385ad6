//! Metrics of replication runs.

use super::*;
use crate::testing::World;
use skep_schema::Version;
use skep_testing::{BACKENDS, Backend};
use skep_types::ReplicationMetrics;

fn run(id: i64, policy: &str, progress: Option<&str>) -> ReplicationMetrics {
    ReplicationMetrics {
        scheduled_execution_id: id,
        policy: policy.into(),
        dump_execution_id: id * 10,
        metadata: Some("{}".into()),
        progress: progress.map(Into::into),
        message_format: Some("gzip".into()),
    }
}

async fn listed(world: &World, which: Which<'_>) -> Vec<(i64, Option<String>)> {
    let found = get(&world.catalog, which).await.expect("listed");
    found.into_iter().map(|run| (run.scheduled_execution_id, run.progress.map(String::from))).collect()
}

#[tokio::test]
async fn a_run_is_written_and_brought_up_to_date() {
    for backend in BACKENDS {
        let world = World::on(backend, Version::V4_1).await;
        add(&world.catalog, &[run(1, "p", None), run(2, "p", Some("dumping")), run(3, "q", None)])
            .await
            .expect("added");
        let later = ReplicationMetrics { metadata: None, ..run(2, "other", Some("done")) };
        let long = run(3, "q", Some(&"x".repeat(10_001)));
        add(&world.catalog, &[later, long, run(4, "p", None), run(4, "p", Some("twice"))]).await.expect("added");
        let expected = [(4, Some("twice".into())), (2, Some("done".into())), (1, None)];
        assert_eq!(listed(&world, Which::OfPolicy("p")).await, expected, "on {backend}");
        let exceeded = Some("RM_Progress limit exceeded to 10001".to_owned());
        assert_eq!(listed(&world, Which::OfExecution(3)).await, [(3, exceeded)]);
        assert_eq!(listed(&world, Which::OfDump(20)).await, [(2, Some("done".into()))]);
        let second = get(&world.catalog, Which::OfExecution(2)).await.expect("there");
        assert_eq!(second, [run(2, "p", Some("done"))]);
        assert!(listed(&world, Which::OfPolicy("'; --")).await.is_empty());
    }
}

#[tokio::test]
async fn older_databases_keep_no_metrics() {
    let world = World::on(Backend::Postgres, Version::V3_1).await;
    let refused = add(&world.catalog, &[run(1, "p", None)]).await.expect_err("no table");
    let text = refused.to_string();
    assert!(text.ends_with("which lacks the table REPLICATION_METRICS of 4.0.0 and later"), "{text}");
}
