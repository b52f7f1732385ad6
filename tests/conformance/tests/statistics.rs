//! Column statistics, as clients see them.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    ColumnStatistics, ColumnStatisticsData, ColumnStatisticsDesc, ColumnStatisticsObj, Exception, FieldSchema,
    LongColumnStatsData, Partition, PartitionsStatsRequest, SerDeInfo, SetPartitionsStatsRequest, StorageDescriptor,
    Str, Table, TableStatsRequest, args, calls,
};

everywhere! {
    async fn statistics_follow_their_table(server) {
        let mut client = server.client().await;
        make_table(&mut client, "plain", &[]).await;
        let sent = statistics("plain", None, 1, 9);
        let update = args::UpdateTableColumnStatistics { stats_obj: Some(sent.clone()) };
        assert!(client.call::<calls::UpdateTableColumnStatistics>(update).await.expect("stored"));
        assert_eq!(read(&mut client, "plain").await, sent.stats_obj);
        assert_eq!(parameter(&mut client, "plain").await.as_deref(), Some(r#"{"COLUMN_STATS":{"id":"true"}}"#));

        let named = args::DeleteTableColumnStatistics {
            db_name: Some("default".into()),
            tbl_name: Some("plain".into()),
            ..Default::default()
        };
        assert!(client.call::<calls::DeleteTableColumnStatistics>(named.clone()).await.expect("deleted"));
        assert_eq!(read(&mut client, "plain").await, []);
        let one = args::GetTableColumnStatistics {
            db_name: Some("default".into()),
            tbl_name: Some("plain".into()),
            col_name: Some("id".into()),
        };
        let nothing = client.call::<calls::GetTableColumnStatistics>(one).await;
        assert_eq!(nothing, Err(CallError::Missing), "null, as from Java");
        let again = client.call::<calls::DeleteTableColumnStatistics>(named).await.expect_err("nothing left");
        assert_eq!(again.exception(), Some(Exception::NoSuchObjectException));

        // A table of the same name is another table.
        let update = args::UpdateTableColumnStatistics { stats_obj: Some(sent) };
        client.call::<calls::UpdateTableColumnStatistics>(update).await.expect("stored");
        drop_table(&mut client, "plain").await;
        make_table(&mut client, "plain", &[]).await;
        assert_eq!(read(&mut client, "plain").await, []);
    }

    async fn an_analysis_of_many_partitions_answers_as_one(server) {
        let mut client = server.client().await;
        make_table(&mut client, "parted", &["ds"]).await;
        for ds in ["1", "2", "3"] {
            add_partition(&mut client, ds).await;
        }
        let sent = [("1", 1, 5), ("2", -7, 3), ("3", 2, 40)];
        let sent = sent.map(|(ds, low, high)| statistics("parted", Some(ds), low, high));
        let request = SetPartitionsStatsRequest { col_stats: sent.into(), ..Default::default() };
        let set = args::SetAggrStatsFor { request: Some(request) };
        assert!(client.call::<calls::SetAggrStatsFor>(set).await.expect("stored"));

        let request = PartitionsStatsRequest {
            db_name: "default".into(),
            tbl_name: "parted".into(),
            col_names: vec!["id".into()],
            part_names: ["ds=1", "ds=2", "ds=3"].map(Str::from).into(),
            ..Default::default()
        };
        let args = args::GetAggrStatsFor { request: Some(request.clone()) };
        let all = client.call::<calls::GetAggrStatsFor>(args).await.expect("read");
        assert_eq!((all.parts_found, all.col_stats), (3, vec![object(-7, 40, 3)]));

        // What a partition without statistics has is guessed from the others, as Hive guesses.
        let request =
            PartitionsStatsRequest { part_names: ["ds=1", "ds=2", "ds=3", "ds=4"].map(Str::from).into(), ..request };
        let args = args::GetAggrStatsFor { request: Some(request.clone()) };
        let guess = client.call::<calls::GetAggrStatsFor>(args).await.expect("read");
        assert_eq!((guess.parts_found, guess.col_stats), (3, vec![object(-16, 114, 4)]));

        let args = args::GetPartitionsStatisticsReq { request: Some(request) };
        let each = client.call::<calls::GetPartitionsStatisticsReq>(args).await.expect("read").part_stats;
        assert_eq!(each.keys().collect::<Vec<_>>(), ["ds=1", "ds=2", "ds=3"]);
        assert_eq!(each["ds=2"], [object(-7, 3, 1)]);

        drop_table(&mut client, "parted").await;
    }

    async fn statistics_of_what_is_not_there_are_refused(server) {
        let mut client = server.client().await;
        let update = args::UpdateTableColumnStatistics { stats_obj: Some(statistics("nowhere", None, 1, 2)) };
        let refused = client.call::<calls::UpdateTableColumnStatistics>(update).await.expect_err("no table");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
        let refused = client.call::<calls::GetTableStatisticsReq>(asked("nowhere")).await.expect_err("no table");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));

        make_table(&mut client, "plain", &[]).await;
        let mut unknown = statistics("plain", None, 1, 2);
        unknown.stats_obj[0].col_name = "zz".into();
        let update = args::UpdateTableColumnStatistics { stats_obj: Some(unknown) };
        let refused = client.call::<calls::UpdateTableColumnStatistics>(update).await.expect_err("no column");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert_eq!(refused.message(), "Column zz doesn't exist in table plain in database default");
    }
}

fn object(low: i64, high: i64, num_nulls: i64) -> ColumnStatisticsObj {
    let data = LongColumnStatsData {
        low_value: Some(low),
        high_value: Some(high),
        num_nulls,
        num_d_vs: 4,
        ..Default::default()
    };
    let stats_data = ColumnStatisticsData::LongStats(data);
    ColumnStatisticsObj { col_name: "id".into(), col_type: "bigint".into(), stats_data }
}

fn statistics(table: &str, ds: Option<&str>, low: i64, high: i64) -> ColumnStatistics {
    let stats_desc = ColumnStatisticsDesc {
        is_tbl_level: ds.is_none(),
        db_name: "default".into(),
        table_name: table.into(),
        part_name: ds.map(|ds| format!("ds={ds}").into()),
        ..Default::default()
    };
    ColumnStatistics { stats_desc, stats_obj: vec![object(low, high, 1)], ..Default::default() }
}

fn asked(table: &str) -> args::GetTableStatisticsReq {
    let request = TableStatsRequest {
        db_name: "default".into(),
        tbl_name: table.into(),
        col_names: vec!["ID".into()],
        ..Default::default()
    };
    args::GetTableStatisticsReq { request: Some(request) }
}

async fn read(client: &mut Client, table: &str) -> Vec<ColumnStatisticsObj> {
    client.call::<calls::GetTableStatisticsReq>(asked(table)).await.expect("read").table_stats
}

async fn parameter(client: &mut Client, table: &str) -> Option<Str> {
    let args = args::GetTable { dbname: Some("default".into()), tbl_name: Some(table.into()) };
    let table = client.call::<calls::GetTable>(args).await.expect("there");
    table.parameters.and_then(|parameters| parameters.get("COLUMN_STATS_ACCURATE").cloned())
}

fn field(name: &str, type_: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
}

fn descriptor() -> StorageDescriptor {
    StorageDescriptor {
        cols: Some(vec![field("id", "bigint")]),
        serde_info: Some(SerDeInfo { serialization_lib: Some("lib".into()), ..Default::default() }),
        ..Default::default()
    }
}

async fn make_table(client: &mut Client, name: &str, keys: &[&str]) {
    let table = Table {
        table_name: Some(name.into()),
        db_name: Some("default".into()),
        table_type: Some("MANAGED_TABLE".into()),
        sd: Some(descriptor()),
        partition_keys: Some(keys.iter().map(|key| field(key, "string")).collect()),
        // The client says that it counted nothing: no claim about an empty table either.
        parameters: Some([("DO_NOT_UPDATE_STATS".into(), "true".into())].into()),
        ..Table::default()
    };
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
}

async fn drop_table(client: &mut Client, name: &str) {
    let args = args::DropTable { dbname: Some("default".into()), name: Some(name.into()), delete_data: Some(true) };
    client.call::<calls::DropTable>(args).await.expect("dropped");
}

async fn add_partition(client: &mut Client, ds: &str) {
    let partition = Partition {
        values: Some(vec![ds.into()]),
        db_name: Some("default".into()),
        table_name: Some("parted".into()),
        sd: Some(descriptor()),
        ..Partition::default()
    };
    client.call::<calls::AddPartition>(args::AddPartition { new_part: Some(partition) }).await.expect("added");
}
