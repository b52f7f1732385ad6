//! Events that clients make, and what a drop or rename leaves in the transaction tables.

use skep_conformance::{TestServer, everywhere};
use skep_schema::Version;
use skep_sql::{Pool, Settings};
use skep_testing::{CallError, Client};
use skep_types::*;

skep_sql::statements! {
    NOTED = r#"select c."TC_PARTITION" from "TXN_COMPONENTS" c order by c."TC_PARTITION""#;
}

everywhere! {
    async fn an_insert_is_told_with_its_partition_and_its_id(server) {
        let mut client = shop(server).await;
        let before = current(&mut client).await;
        let one = InsertEventRequestData {
            replace: Some(true),
            files_added: vec!["file:/t/ds=a/'\"%_\\$1{if}".into()],
            partition_val: Some(vec!["a".into()]),
            ..InsertEventRequestData::default()
        };
        let single = FireEventRequestData::InsertData(InsertEventRequestData { partition_val: None, ..one.clone() });
        let told = fire(&mut client, single, Some("a")).await.expect("told");
        assert_eq!(told.event_ids, Some(vec![before + 1]));
        let two = FireEventRequestData::InsertDatas(vec![one.clone(), one.clone()]);
        let told = fire(&mut client, two, None).await.expect("told");
        assert_eq!(told.event_ids, Some(vec![before + 2, before + 3]));
        let told = fire(&mut client, FireEventRequestData::RefreshEvent(true), None).await.expect("told");
        assert_eq!(told.event_ids, Some(vec![before + 4]));

        let log = events_after(&mut client, before).await;
        let kinds: Vec<&str> = log.iter().map(|event| event.event_type.as_str()).collect();
        assert_eq!(kinds, ["INSERT", "INSERT", "INSERT", "RELOAD"]);
        assert!(log[0].message.contains(r#""replace":"true""#), "{}", log[0].message);
        assert!(log[0].message.contains(r#""partKeyVals":{"ds":"a"}"#), "{}", log[0].message);
        assert!(log[3].message.contains(r#""ptnObjJson":null"#), "{}", log[3].message);

        let nameless = InsertEventRequestData { partition_val: None, ..one };
        let refused = fire(&mut client, FireEventRequestData::InsertDatas(vec![nameless.clone()]), None).await;
        let text = refused.expect_err("which partitions?").message().to_owned();
        assert!(text.contains("Partition values must be set when firing multiple insert events"), "{text}");
        fire(&mut client, FireEventRequestData::Unset, None).await.expect_err("what?");
        let gone = FireEventRequestData::InsertData(nameless);
        fire(&mut client, gone, Some("no such partition")).await.expect_err("where?");
        assert_eq!(current(&mut client).await, before + 4, "refused calls tell nothing");
    }

    async fn what_a_transaction_writes_is_gathered_by_partition(server) {
        let mut client = shop(server).await;
        let write = |file: &str, partition: Option<&str>| WriteNotificationLogRequest {
            txn_id: 7,
            write_id: 3,
            db: "shop".into(),
            table: "T".into(),
            file_info: InsertEventRequestData { files_added: vec![file.into()], ..Default::default() },
            partition_vals: partition.map(|value| vec![value.into()]),
        };
        let call = args::AddWriteNotificationLog { rqst: Some(write("f1", Some("a"))) };
        client.call::<calls::AddWriteNotificationLog>(call).await.expect("noted");
        let batch = WriteNotificationLogBatchRequest {
            catalog: "hive".into(),
            db: "shop".into(),
            table: "t".into(),
            request_list: vec![write("f2", Some("a")), write("f3", Some("b"))],
        };
        let call = args::AddWriteNotificationLogInBatch { rqst: Some(batch) };
        client.call::<calls::AddWriteNotificationLogInBatch>(call).await.expect("noted");
        let request = GetAllWriteEventInfoRequest { txn_id: 7, db_name: text("SHOP"), table_name: None };
        let call = args::GetAllWriteEventInfo { request: Some(request) };
        let written = client.call::<calls::GetAllWriteEventInfo>(call).await.expect("listed");
        let mut found: Vec<(&str, &str, i64)> = written
            .iter()
            .map(|info| (info.partition.as_deref().unwrap_or_default(), info.files.as_str(), info.write_id))
            .collect();
        found.sort_unstable();
        assert_eq!(found, [("ds=a", "f1###]f2###", 3), ("ds=b", "f3###", 3)]);
        assert!(written[0].table_obj.as_deref().is_some_and(|object| object.contains("shop")));

        let call = args::AddWriteNotificationLog { rqst: Some(write("f", Some("nowhere"))) };
        client.call::<calls::AddWriteNotificationLog>(call).await.expect_err("no such partition");
        let other = GetAllWriteEventInfoRequest { txn_id: 8, ..Default::default() };
        let call = args::GetAllWriteEventInfo { request: Some(other) };
        assert_eq!(client.call::<calls::GetAllWriteEventInfo>(call).await.expect("listed"), []);
    }

    async fn partitions_and_databases_go_with_what_was_noted_of_them(server) {
        let mut client = shop(server).await;
        let open = OpenTxnRequest { num_txns: 1, ..Default::default() };
        let txn = client.call::<calls::OpenTxns>(args::OpenTxns { rqst: Some(open) }).await.expect("opened").txn_ids[0];
        let partitions = AddDynamicPartitions {
            txnid: txn,
            writeid: Some(1),
            dbname: "shop".into(),
            tablename: "t".into(),
            partitionnames: vec!["ds=a".into(), "ds=b".into()],
            operation_type: Some(DataOperationType::UPDATE),
        };
        let call = args::AddDynamicPartitions { rqst: Some(partitions) };
        client.call::<calls::AddDynamicPartitions>(call).await.expect("noted");
        assert_eq!(noted(server).await, ["ds=a", "ds=b"]);

        let renamed = args::RenamePartition {
            db_name: text("shop"),
            tbl_name: text("t"),
            part_vals: Some(vec!["a".into()]),
            new_part: Some(partition("c")),
        };
        client.call::<calls::RenamePartition>(renamed).await.expect("renamed");
        assert_eq!(noted(server).await, ["ds=b", "ds=c"]);
        let dropped = args::DropPartition {
            db_name: text("shop"),
            tbl_name: text("t"),
            part_vals: Some(vec!["b".into()]),
            delete_data: Some(true),
        };
        client.call::<calls::DropPartition>(dropped).await.expect("dropped");
        assert_eq!(noted(server).await, ["ds=c"]);
        let dropped = args::DropDatabase { name: text("shop"), delete_data: Some(true), cascade: Some(true) };
        client.call::<calls::DropDatabase>(dropped).await.expect("dropped");
        assert_eq!(noted(server).await, [""; 0]);
    }
}

/// The partitions that transactions are noted to write.
async fn noted(server: &TestServer) -> Vec<String> {
    let settings = Settings::parse(server.database().url()).expect("a valid address");
    let db = skep_sql::Database::new(Pool::connect(&settings).await.expect("reachable"), Version::NEWEST);
    let rows = db.rows(&NOTED, &[]).await.expect("read");
    rows.iter().map(|row| row.get(0).expect("a name")).collect()
}

async fn fire(
    client: &mut Client,
    data: FireEventRequestData,
    partition: Option<&str>,
) -> Result<FireEventResponse, CallError> {
    let request = FireEventRequest {
        successful: true,
        data,
        db_name: text("Shop"),
        table_name: text("T"),
        partition_vals: partition.map(|value| vec![value.into()]),
        ..FireEventRequest::default()
    };
    client.call::<calls::FireListenerEvent>(args::FireListenerEvent { rqst: Some(request) }).await
}

async fn current(client: &mut Client) -> i64 {
    let call = args::GetCurrentNotificationEventId {};
    client.call::<calls::GetCurrentNotificationEventId>(call).await.expect("answered").event_id
}

async fn events_after(client: &mut Client, last_event: i64) -> Vec<NotificationEvent> {
    let request = NotificationEventRequest { last_event, ..Default::default() };
    let call = args::GetNextNotification { rqst: Some(request) };
    client.call::<calls::GetNextNotification>(call).await.expect("log").events
}

fn text(text: &str) -> Option<Str> {
    Some(text.into())
}

fn field(name: &str) -> FieldSchema {
    FieldSchema { name: text(name), type_: text("string"), comment: None }
}

fn storage() -> StorageDescriptor {
    let formats =
        ["org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat"];
    StorageDescriptor {
        cols: Some(vec![field("id")]),
        input_format: text(formats[0]),
        output_format: text(formats[1]),
        serde_info: Some(SerDeInfo { serialization_lib: text("lib"), ..SerDeInfo::default() }),
        ..StorageDescriptor::default()
    }
}

fn partition(ds: &str) -> Partition {
    Partition {
        values: Some(vec![ds.into()]),
        db_name: text("shop"),
        table_name: text("t"),
        sd: Some(storage()),
        ..Partition::default()
    }
}

/// The transactional table `shop.t`, with the partitions `ds=a` and `ds=b`.
async fn shop(server: &TestServer) -> Client {
    let mut client = server.client().await;
    let database = Database { name: text("shop"), ..Database::default() };
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await.expect("made");
    let table = Table {
        db_name: text("shop"),
        table_name: text("t"),
        table_type: text("MANAGED_TABLE"),
        sd: Some(storage()),
        partition_keys: Some(vec![field("ds")]),
        parameters: Some([("transactional".into(), "true".into())].into()),
        ..Table::default()
    };
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
    for ds in ["a", "b"] {
        let call = args::AddPartition { new_part: Some(partition(ds)) };
        client.call::<calls::AddPartition>(call).await.expect("added");
    }
    client
}
