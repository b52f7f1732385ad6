//! The compaction queue, as Hive's client, workers and cleaners use it.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    AbortCompactionRequest, CompactionInfoStruct, CompactionMetricsDataStruct, CompactionMetricsMetricType,
    CompactionRequest, CompactionResponse, CompactionType, Exception, FindNextCompactRequest, ShowCompactRequest,
    ShowCompactResponseElement, args, calls,
};

everywhere! {
    async fn an_entry_goes_from_request_to_history(server) {
        let mut client = server.client().await;
        let queued = compact(&mut client, request("p=1")).await.expect("queued");
        assert!(queued.accepted);
        assert!(!compact(&mut client, request("p=1")).await.expect("answered").accepted);
        compact(&mut client, request("p=2")).await.expect("queued");

        let entry = next(&mut client).await.expect("the first");
        assert_eq!((entry.id, entry.partitionname.as_deref()), (queued.id, Some("p=1")));
        let job = args::SetHadoopJobid { job_id: Some("job_1".into()), cq_id: Some(entry.id) };
        client.call::<calls::SetHadoopJobid>(job).await.expect("noted");
        let compacted = args::MarkCompacted { cr: Some(entry.clone()) };
        client.call::<calls::MarkCompacted>(compacted).await.expect("there");
        let cleaned = args::MarkCleaned { cr: Some(entry.clone()) };
        client.call::<calls::MarkCleaned>(cleaned.clone()).await.expect("there");

        let second = next(&mut client).await.expect("the second");
        let failed = CompactionInfoStruct { error_message: Some("no space".into()), ..second };
        client.call::<calls::MarkFailed>(args::MarkFailed { cr: Some(failed.clone()) }).await.expect("there");
        assert_eq!(next(&mut client).await, None);
        let again = client.call::<calls::MarkFailed>(args::MarkFailed { cr: Some(failed) }).await.expect_err("ended");
        assert_eq!(again.exception(), Some(Exception::MetaException));

        let order = Some("cc_id".into());
        let shown = show(&mut client, ShowCompactRequest { order, ..Default::default() }).await;
        let states: Vec<_> = shown.iter().map(|e| (e.state.as_str(), e.hadoop_job_id.as_deref())).collect();
        assert_eq!(states, [("succeeded", Some("job_1")), ("failed", None)]);
        assert!(shown.iter().all(|entry| entry.end_time >= entry.start && entry.start > Some(1_600_000_000_000)));
    }

    async fn two_servers_workers_never_get_the_same_entry(server) {
        let mut clients = [server.client().await, server.client().await, server.client().await];
        for partition in 0..12 {
            compact(&mut clients[0], request(&format!("p={partition}"))).await.expect("queued");
        }
        let [one, two, three] = &mut clients;
        let work = async |client: &mut Client| {
            let mut taken = Vec::new();
            while let Some(entry) = next(client).await {
                taken.push(entry.id);
            }
            taken
        };
        let (one, two, three) = tokio::join!(work(one), work(two), work(three));
        let mut all: Vec<i64> = [one, two, three].concat();
        all.sort_unstable();
        let distinct: std::collections::BTreeSet<i64> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (12, 12), "{all:?}");
    }

    async fn waiting_entries_are_aborted_by_id(server) {
        let mut client = server.client().await;
        let id = compact(&mut client, request("p=1")).await.expect("queued").id;
        let ids = AbortCompactionRequest { compaction_ids: vec![id, 4711], ..Default::default() };
        let abort = args::AbortCompactions { rqst: Some(ids) };
        let answers = client.call::<calls::AbortCompactions>(abort).await.expect("answered").abortedcompacts;
        let said: Vec<_> = answers.values().map(|answer| answer.status.as_deref()).collect();
        assert_eq!(said, [Some("Success"), Some("Error")]);
        assert_eq!(show(&mut client, ShowCompactRequest::default()).await[0].state, "aborted");
        assert_eq!(next(&mut client).await, None);
    }

    async fn metrics_are_kept_above_their_threshold(server) {
        let mut client = server.client().await;
        for metricvalue in [5, 9, 1] {
            let data = CompactionMetricsDataStruct {
                dbname: "d".into(),
                tblname: "t".into(),
                partitionname: Some("p=1".into()),
                type_: CompactionMetricsMetricType::NUM_DELTAS,
                metricvalue,
                version: 1,
                threshold: 3,
            };
            let sent = args::UpdateCompactionMetricsData { data: Some(data) };
            assert!(client.call::<calls::UpdateCompactionMetricsData>(sent).await.expect("noted"));
        }
    }

    async fn hostile_texts_are_values_or_refused(server) {
        let mut client = server.client().await;
        for name in ["'", "\"", "%_\\", "$1", "{in $1}"] {
            let sent = CompactionRequest { partitionname: Some(name.into()), ..request("") };
            compact(&mut client, sent).await.expect("a value like any other");
            let found = ShowCompactRequest { part_name: Some(name.into()), ..Default::default() };
            assert_eq!(show(&mut client, found).await.len(), 1, "{name}");
        }
        let mut expected = show(&mut client, ShowCompactRequest::default()).await.len();
        let long = "x".repeat(64 * 1024);
        for partition in ["\0", "\u{1F600}", long.as_str()] {
            let sent = CompactionRequest { partitionname: Some(partition.into()), ..request("") };
            // SQLite has no limits, and NUL is a character to it. Hive's tables on MySQL hold no four-byte characters.
            expected += usize::from(compact(&mut client, sent).await.is_ok());
        }
        let unknown = CompactionRequest { type_: CompactionType(77), ..request("q") };
        compact(&mut client, unknown).await.expect_err("no such type");
        let order = Some("cc_id; drop table \"TXNS\"".into());
        let ordered = args::ShowCompact { rqst: Some(ShowCompactRequest { order, ..Default::default() }) };
        client.call::<calls::ShowCompact>(ordered).await.expect_err("no column");
        client.call::<calls::FindNextCompact2>(args::FindNextCompact2::default()).await.expect_err("no request");
        client.call::<calls::MarkCleaned>(args::MarkCleaned::default()).await.expect_err("no entry");
        assert!(show(&mut client, ShowCompactRequest::default()).await.len() == expected, "refused and nothing changed");
    }
}

fn request(partition: &str) -> CompactionRequest {
    CompactionRequest {
        dbname: "d".into(),
        tablename: "t".into(),
        partitionname: Some(partition.into()),
        type_: CompactionType::MAJOR,
        ..Default::default()
    }
}

async fn compact(client: &mut Client, request: CompactionRequest) -> Result<CompactionResponse, CallError> {
    client.call::<calls::Compact2>(args::Compact2 { rqst: Some(request) }).await
}

async fn next(client: &mut Client) -> Option<CompactionInfoStruct> {
    let request = FindNextCompactRequest { worker_id: Some("host-1".into()), ..Default::default() };
    let found = client.call::<calls::FindNextCompact2>(args::FindNextCompact2 { rqst: Some(request) }).await;
    found.expect("asked").ci
}

async fn show(client: &mut Client, request: ShowCompactRequest) -> Vec<ShowCompactResponseElement> {
    client.call::<calls::ShowCompact>(args::ShowCompact { rqst: Some(request) }).await.expect("listed").compacts
}
