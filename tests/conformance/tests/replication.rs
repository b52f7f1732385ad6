//! The small calls of Hive's replication, and those that say what this metastore is and has not.

use skep_conformance::everywhere;
use skep_testing::CallError;
use skep_types::{
    Exception, GetFileMetadataRequest, GetReplicationMetricsRequest, ReplicationMetricList, ReplicationMetrics, args,
    calls,
};

everywhere! {
    async fn replication_leaves_its_metrics(server) {
        let mut client = server.client().await;
        let run = ReplicationMetrics {
            scheduled_execution_id: 7,
            policy: "nightly".into(),
            dump_execution_id: 0,
            metadata: None,
            progress: Some("{}".into()),
            message_format: None,
        };
        let sent = ReplicationMetricList { replication_metric_list: vec![run.clone()] };
        let sent = args::AddReplicationMetrics { replication_metric_list: Some(sent) };
        client.call::<calls::AddReplicationMetrics>(sent).await.expect("added");
        let request = GetReplicationMetricsRequest { policy: Some("nightly".into()), ..Default::default() };
        let request = args::GetReplicationMetrics { rqst: Some(request) };
        let found = client.call::<calls::GetReplicationMetrics>(request).await.expect("there");
        assert_eq!(found.replication_metric_list, [run]);
        let which = client.call::<calls::GetReplicationMetrics>(args::GetReplicationMetrics::default()).await;
        assert_eq!(which.expect_err("of what?").exception(), Some(Exception::MetaException));
    }

    async fn the_database_has_one_name_and_no_cache_or_file_metadata(server) {
        let mut client = server.client().await;
        let uuid = client.call::<calls::GetMetastoreDbUuid>(args::GetMetastoreDbUuid::default()).await.expect("made");
        let again = client.call::<calls::GetMetastoreDbUuid>(args::GetMetastoreDbUuid::default()).await.expect("kept");
        assert_eq!(uuid, again);
        client.call::<calls::FlushCache>(args::FlushCache::default()).await.expect("nothing to flush");
        let wanted = GetFileMetadataRequest { file_ids: vec![1] };
        let wanted = args::GetFileMetadata { req: Some(wanted) };
        let found = client.call::<calls::GetFileMetadata>(wanted).await.expect("an answer");
        assert!(!found.is_supported && found.metadata.is_empty());
        let cleared = client.call::<calls::ClearFileMetadata>(args::ClearFileMetadata::default()).await;
        assert!(matches!(cleared, Err(CallError::Application(..))), "{cleared:?}");
    }

    async fn recycling_without_a_change_manager_is_no_error(server) {
        let mut client = server.client().await;
        let recycle = |path: &str| {
            let request = skep_types::CmRecycleRequest { data_path: path.into(), purge: false };
            args::CmRecycle { request: Some(request) }
        };
        let file = server.warehouse().join("kept");
        std::fs::write(&file, "x").expect("written");
        let path = format!("file:{}", file.display());
        client.call::<calls::CmRecycle>(recycle(&path)).await.expect("nothing to do");
        assert!(file.exists());
        let nowhere = client.call::<calls::CmRecycle>(recycle("")).await.expect_err("no path");
        assert_eq!(nowhere.exception(), Some(Exception::MetaException));
    }
}
