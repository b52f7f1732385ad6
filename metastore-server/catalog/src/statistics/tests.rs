//! Statistics end to end, on every database and, on PostgreSQL, every schema version.

use super::*;
use crate::names::TableName;
use crate::testing::{World, stages};
use crate::{Error, Result};
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{
    ColumnStatistics, ColumnStatisticsData as Data, ColumnStatisticsDesc, ColumnStatisticsObj, Decimal,
    DecimalColumnStatsData, DeleteColumnStatisticsRequest, LongColumnStatsData, PartitionsStatsRequest,
    SetPartitionsStatsRequest as Request, StringColumnStatsData, TableStatsRequest,
};

/// `db.t (a bigint, b string, d decimal(10,2))` partitioned by `ds string, hr int`, with the
/// partitions 1 to 3 of `x`.
async fn world(backend: Backend, version: Version) -> World {
    let world = World::on(backend, version).await;
    let with_catalog = version >= Version::V3_1;
    let (column, value) = if with_catalog { (r#", "CTLG_NAME""#, ", 'hive'") } else { ("", "") };
    let mut script = format!(
        r#"insert into "DBS" ("DB_ID", "NAME", "DB_LOCATION_URI"{column}) values (1, 'db', 'file:/x'{value});
insert into "CDS" ("CD_ID") values (1);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'a', 'bigint', 0);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'b', 'string', 1);
insert into "COLUMNS_V2" ("CD_ID", "COLUMN_NAME", "TYPE_NAME", "INTEGER_IDX") values (1, 'd', 'decimal(10,2)', 2);
insert into "SERDES" ("SERDE_ID", "SLIB") values (1, 'lib');
insert into "SDS" ("SD_ID", "CD_ID", "SERDE_ID", "IS_COMPRESSED", "NUM_BUCKETS", "IS_STOREDASSUBDIRECTORIES")
 values (1, 1, 1, false, -1, false);
insert into "TBLS" ("TBL_ID", "DB_ID", "SD_ID", "TBL_NAME", "TBL_TYPE", "CREATE_TIME", "LAST_ACCESS_TIME", "RETENTION", "IS_REWRITE_ENABLED")
 values (1, 1, 1, 't', 'MANAGED_TABLE', 5, 0, 0, false);
insert into "TABLE_PARAMS" ("TBL_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'COLUMN_STATS_ACCURATE', 'TRUE');
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (1, 'ds', 'string', 0);
insert into "PARTITION_KEYS" ("TBL_ID", "PKEY_NAME", "PKEY_TYPE", "INTEGER_IDX") values (1, 'hr', 'int', 1);
"#
    );
    for id in 1..=3 {
        script.push_str(&format!(
            r#"insert into "PARTITIONS" ("PART_ID", "TBL_ID", "PART_NAME", "CREATE_TIME", "LAST_ACCESS_TIME")
 values ({id}, 1, 'ds=x/hr={id}', 5, 0);
"#
        ));
    }
    world.run(&script).await;
    world
}

async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(world(backend, version).await).await;
    }
}

fn table() -> TableName {
    TableName::parse(Some("db"), Some("t")).expect("a plain name")
}

fn object(column: &str, column_type: &str, stats_data: Data) -> ColumnStatisticsObj {
    ColumnStatisticsObj { col_name: column.into(), col_type: column_type.into(), stats_data }
}

fn long(low: i64, high: i64, num_nulls: i64, num_d_vs: i64) -> ColumnStatisticsObj {
    let (low_value, high_value, bit_vectors) = (Some(low), Some(high), None);
    let data = LongColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram: None };
    object("a", "bigint", Data::LongStats(data))
}

fn text(max_col_len: i64, num_d_vs: i64) -> ColumnStatisticsObj {
    let data = StringColumnStatsData { max_col_len, avg_col_len: 1.5, num_nulls: 0, num_d_vs, bit_vectors: None };
    object("b", "string", Data::StringStats(data))
}

fn price(low: u8, high: u8) -> ColumnStatisticsObj {
    let cents = |unscaled| Some(Decimal { unscaled: vec![unscaled], scale: 2 });
    let (low_value, high_value) = (cents(low), cents(high));
    let data = DecimalColumnStatsData { low_value, high_value, num_nulls: 0, num_d_vs: 2, ..Default::default() };
    object("d", "decimal(10,2)", Data::DecimalStats(data))
}

fn of(partition: Option<&str>, stats_obj: Vec<ColumnStatisticsObj>) -> ColumnStatistics {
    let stats_desc = ColumnStatisticsDesc {
        is_tbl_level: partition.is_none(),
        db_name: "DB".into(),
        table_name: "T".into(),
        part_name: partition.map(Str::from),
        ..Default::default()
    };
    ColumnStatistics { stats_desc, stats_obj, ..Default::default() }
}

fn request(col_stats: Vec<ColumnStatistics>) -> Request {
    Request { col_stats, ..Default::default() }
}

fn merging(col_stats: Vec<ColumnStatistics>) -> Request {
    Request { need_merge: Some(true), ..request(col_stats) }
}

async fn set_on_table(world: &World, objects: Vec<ColumnStatisticsObj>) {
    update_table(&world.catalog, &request(vec![of(None, objects)])).await.expect("stored");
}

async fn on_table(world: &World, columns: &[&str]) -> Vec<ColumnStatisticsObj> {
    of_table(&world.catalog, &asked(columns)).await.expect("read").table_stats
}

fn asked(columns: &[&str]) -> TableStatsRequest {
    let col_names = columns.iter().map(|c| Str::from(*c)).collect();
    TableStatsRequest { db_name: "db".into(), tbl_name: "t".into(), col_names, ..Default::default() }
}

fn asked_of(partitions: &[&str], columns: &[&str]) -> PartitionsStatsRequest {
    let texts = |list: &[&str]| list.iter().map(|text| Str::from(*text)).collect();
    PartitionsStatsRequest {
        db_name: "db".into(),
        tbl_name: "t".into(),
        col_names: texts(columns),
        part_names: texts(partitions),
        ..Default::default()
    }
}

async fn of_partitions_named(world: &World, names: &[&str]) -> Vec<(Str, Vec<ColumnStatisticsObj>)> {
    let found = of_partitions(&world.catalog, &asked_of(names, &["a", "b", "d"])).await.expect("read");
    found.part_stats.into_iter().collect()
}

skep_sql::statements! {
    TABLE_CLAIM = r#"select p."PARAM_VALUE" from "TABLE_PARAMS" p where p."PARAM_KEY" = 'COLUMN_STATS_ACCURATE'"#;
    PARTITION_CLAIM = r#"
        select p."PARAM_VALUE" from "PARTITION_PARAMS" p
         where p."PARAM_KEY" = 'COLUMN_STATS_ACCURATE' and p."PART_ID" = 1"#;
}

async fn claim(world: &World, statement: &'static skep_sql::Statement) -> Option<Str> {
    let rows = world.catalog.db.rows(statement, &[]).await.expect("read");
    rows.first().map(|row| row.get(0).expect("a text"))
}

fn sentence<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "done".into(),
        Err(error) => format!("{error:?}"),
    }
}

#[tokio::test]
async fn a_tables_statistics_are_replaced_column_by_column() {
    everywhere(async |world| {
        set_on_table(&world, vec![long(1, 9, 0, 5), text(7, 3)]).await;
        set_on_table(&world, vec![ColumnStatisticsObj { col_name: " A".into(), ..long(-4, 2, 8, 1) }, price(3, 90)])
            .await;
        let expected = [price(3, 90), long(-4, 2, 8, 1), text(7, 3)];
        assert_eq!(on_table(&world, &["D", "a", "b", "nothing"]).await, expected);
        let claimed = r#"{"BASIC_STATS":"true","COLUMN_STATS":{"a":"true","b":"true","d":"true"}}"#;
        assert_eq!(claim(&world, &TABLE_CLAIM).await.as_deref(), Some(claimed));

        let one = of_table_column(&world.catalog, &table(), "B").await.expect("read").expect("there");
        assert_eq!(one.stats_obj, [text(7, 3)]);
        assert_eq!(one.stats_desc.last_analyzed, Some(1_700_000_000));
        assert!(one.stats_desc.is_tbl_level);
    })
    .await;
}

#[tokio::test]
async fn sketches_and_histograms_are_kept_byte_for_byte() {
    everywhere(async |world| {
        let bytes: Vec<u8> = (0..=255).collect();
        let sketched = |bit_vectors, histogram| {
            let data = LongColumnStatsData { bit_vectors, histogram, ..Default::default() };
            object("a", "bigint", Data::LongStats(data))
        };
        let sent = sketched(Some(bytes.clone()), Some(vec![0, 0xff]));
        set_on_table(&world, vec![sent.clone(), text(1, 1)]).await;
        let parts = ["ds=x/hr=1", "ds=x/hr=2"].map(|part| of(Some(part), vec![sent.clone()]));
        set(&world.catalog, &request(parts.into())).await.expect("stored");

        let version = world.catalog.db.version();
        let kept = |since, bytes| (version >= since).then_some(bytes);
        let expected = sketched(kept(Version::V3_1, bytes), kept(Version::V4_0, vec![0, 0xff]));
        assert_eq!(on_table(&world, &["a"]).await, std::slice::from_ref(&expected));
        assert_eq!(of_partitions_named(&world, &["ds=x/hr=2"]).await[0].1, [expected]);
    })
    .await;
}

#[tokio::test]
async fn partitions_are_written_together_and_read_by_name() {
    everywhere(async |world| {
        let sent = vec![
            of(Some("DS=x/HR=1"), vec![long(1, 9, 1, 5), text(7, 3)]),
            of(Some("hr=2/ds=x"), vec![long(-5, 3, 1, 6), price(1, 2)]),
            // The same partition again: about other rows of it.
            of(Some("ds=x/hr=1"), vec![long(0, 4, 1, 2)]),
        ];
        set(&world.catalog, &request(sent)).await.expect("stored");
        let found = of_partitions_named(&world, &["DS=x/hr=1", "ds=x/hr=2", "ds=x/hr=3", "ds=y/hr=1"]).await;
        let expected = [
            ("ds=x/hr=1".into(), vec![long(0, 9, 2, 5), text(7, 3)]),
            ("ds=x/hr=2".into(), vec![long(-5, 3, 1, 6), price(1, 2)]),
        ];
        assert_eq!(found, expected);
        let claimed = r#"{"COLUMN_STATS":{"a":"true","b":"true"}}"#;
        assert_eq!(claim(&world, &PARTITION_CLAIM).await.as_deref(), Some(claimed));

        let one = of_partition(&world.catalog, &table(), "DS=x/hr=2", "d").await.expect("read").expect("there");
        assert_eq!(one.stats_obj, [price(1, 2)]);
        assert_eq!(one.stats_desc.part_name.as_deref(), Some("ds=x/hr=2"));
    })
    .await;
}

#[tokio::test]
async fn adding_statistics_widens_those_known_to_be_right_and_drops_the_others() {
    everywhere(async |world| {
        let merge = async |objects| set(&world.catalog, &merging(vec![of(None, objects)])).await.expect("stored");
        merge(vec![long(1, 9, 1, 5), price(10, 20)]).await;
        merge(vec![long(5, 12, 1, 4), price(0x80, 15), text(3, 3)]).await;
        // `b` was not known to be right when the second part came.
        assert_eq!(on_table(&world, &["a", "b", "d"]).await, [long(1, 12, 2, 5), price(0x80, 20)]);

        let merge = async |objects| {
            let sent = vec![of(Some("ds=x/hr=1"), objects)];
            set(&world.catalog, &merging(sent)).await.expect("stored");
        };
        merge(vec![long(1, 2, 0, 1)]).await;
        merge(vec![long(0, 1, 0, 1)]).await;
        assert_eq!(of_partitions_named(&world, &["ds=x/hr=1"]).await, [("ds=x/hr=1".into(), vec![long(0, 2, 0, 1)])]);
    })
    .await;
}

#[tokio::test]
async fn many_partitions_answer_as_one() {
    everywhere(async |world| {
        let sent = vec![
            of(Some("ds=x/hr=1"), vec![long(1, 9, 1, 5), text(7, 3), price(5, 90)]),
            of(Some("ds=x/hr=2"), vec![long(-5, 3, 2, 6), text(2, 9), price(0x9c, 100)]),
            of(Some("ds=x/hr=3"), vec![long(2, 2, 4, 1)]),
        ];
        set(&world.catalog, &request(sent)).await.expect("stored");
        let all = ["ds=x/hr=1", "ds=x/hr=2", "ds=x/hr=3", "ds=x/hr=1"];
        let together = async |parts: &[&str], columns: &[&str]| {
            aggregate(&world.catalog, &asked_of(parts, columns)).await.expect("read")
        };
        let two = together(&all[..2], &["d", "a", "b"]).await;
        assert_eq!(two.parts_found, 2);
        assert_eq!(two.col_stats, [price(0x9c, 100), long(-5, 9, 3, 6), text(7, 9)]);
        // Of `b` one is missing: three more values an hour are thought to go on.
        let three = together(&all, &["a", "b"]).await;
        assert_eq!((three.parts_found, three.col_stats), (2, vec![long(-5, 9, 7, 6), text(7, 21)]));
        // One that is not there is missing like one without statistics, and one alone says nothing of others.
        let gone = together(&["ds=x/hr=1", "ds=x/hr=2", "ds=gone/hr=1"], &["b"]).await;
        assert_eq!((gone.parts_found, gone.col_stats), (2, vec![text(7, 21)]));
        let one = together(&["ds=x/hr=1", "ds=gone/hr=1"], &["b"]).await;
        assert_eq!((one.parts_found, one.col_stats), (1, vec![text(7, 3)]));
        for empty in [asked_of(&all, &[]), asked_of(&[], &["a"]), asked_of(&["ds=gone/hr=1"], &["a"])] {
            assert_eq!(aggregate(&world.catalog, &empty).await.expect("read"), Default::default());
        }
    })
    .await;
}

#[tokio::test]
async fn sketches_are_read_if_the_rules_say_so() {
    everywhere(async |mut world| {
        let of_bits = |bits: u8, num_d_vs| {
            let bit_vectors = Some(vec![b'F', b'M', 1, 0, bits, 0, 0, 0]);
            let data = LongColumnStatsData { num_d_vs, bit_vectors, ..Default::default() };
            object("a", "bigint", Data::LongStats(data))
        };
        let sent = vec![
            of(Some("ds=x/hr=1"), vec![of_bits(0b0011, 5), text(7, 3)]),
            of(Some("ds=x/hr=2"), vec![of_bits(0b0101, 6), text(7, 4)]),
        ];
        set(&world.catalog, &request(sent)).await.expect("stored");
        world.catalog.rules.distincts.sketches = true;
        let found = aggregate(&world.catalog, &asked_of(&["ds=x/hr=2", "ds=x/hr=1"], &["a", "b"])).await;
        let counted = LongColumnStatsData { num_d_vs: 6, ..Default::default() };
        let expected = match world.catalog.db.version() {
            Version::V2_3 => object("a", "bigint", Data::LongStats(counted)),
            _ => of_bits(0b0111, 10),
        };
        assert_eq!(found.expect("read").col_stats, [expected, text(7, 4)]);
    })
    .await;
}

#[tokio::test]
async fn removed_statistics_are_gone_and_nothing_to_remove_is_said() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let parts = ["ds=x/hr=1", "ds=x/hr=2", "ds=x/hr=3"];
        let fill = async || {
            set_on_table(&world, vec![long(1, 9, 0, 5), text(7, 3), price(1, 2)]).await;
            let sent = parts.iter().map(|p| of(Some(p), vec![long(1, 9, 0, 5), text(7, 3)])).collect();
            set(catalog, &request(sent)).await.expect("stored");
        };
        fill().await;
        delete_from_table(catalog, &table(), Some("A"), None).await.expect("deleted");
        assert_eq!(on_table(&world, &["a", "b", "d"]).await, [text(7, 3), price(1, 2)]);
        delete_from_table(catalog, &table(), None, Some("hive")).await.expect("deleted");
        let again = sentence(delete_from_table(catalog, &table(), Some("a"), None).await);
        assert_eq!(again, r#"NotFound("Column stats doesn't exist for db=db table=t col=a")"#);

        delete_from_partition(catalog, &table(), "DS=x/hr=1", Some("a"), None).await.expect("deleted");
        let again = sentence(delete_from_partition(catalog, &table(), "ds=x/hr=1", Some("a"), None).await);
        assert_eq!(again, r#"NotFound("Column stats doesn't exist for db=db table=t partition=ds=x/hr=1 col=a")"#);
        assert_eq!(of_partitions_named(&world, &parts[..1]).await[0].1, [text(7, 3)]);

        let all = |col_names: &[&str], part_names: &[&str], table_level| DeleteColumnStatisticsRequest {
            db_name: "db".into(),
            tbl_name: "t".into(),
            col_names: Some(col_names.iter().map(|c| Str::from(*c)).collect()),
            part_names: Some(part_names.iter().map(|p| Str::from(*p)).collect()),
            table_level: Some(table_level),
            ..Default::default()
        };
        fill().await;
        delete(catalog, &all(&["b"], &parts[..2], false)).await.expect("deleted");
        let left: Vec<usize> = of_partitions_named(&world, &parts).await.iter().map(|(_, stats)| stats.len()).collect();
        assert_eq!(left, [1, 1, 2]);
        delete(catalog, &all(&[], &[], false)).await.expect("deleted");
        assert_eq!(of_partitions_named(&world, &parts).await, []);
        assert_eq!(on_table(&world, &["a", "b", "d"]).await.len(), 3);
        delete(catalog, &all(&["a"], &[], true)).await.expect("deleted");
        assert_eq!(on_table(&world, &["a", "b", "d"]).await.len(), 2);
    })
    .await;
}

/// Type, table and message of what the log holds beyond so many events.
async fn told(world: &World, before: usize) -> Vec<(Str, serde_json::Value)> {
    let events = crate::event::next(&world.catalog, &Default::default()).await.expect("readable");
    let told = events.into_iter().skip(before).map(|event| {
        assert_eq!((event.db_name.as_deref(), event.table_name.as_deref()), (Some("db"), Some("t")));
        (event.event_type, serde_json::from_str(&event.message).expect("JSON"))
    });
    told.collect()
}

#[tokio::test]
async fn since_hive_4_the_log_tells_of_statistics() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let vouched = Request { write_id: Some(7), ..request(vec![of(None, vec![long(1, 9, 0, 5)])]) };
        update_table(catalog, &vouched).await.expect("stored");
        let parts = ["DS=x/hr=1", "ds=x/hr=2"].map(|part| of(Some(part), vec![long(1, 9, 0, 5), text(7, 3)]));
        set(catalog, &request(parts.into())).await.expect("stored");
        // Nothing is merged with what is not known to be right, and nothing told of it.
        world.run(r#"delete from "TABLE_PARAMS" where "PARAM_KEY" = 'COLUMN_STATS_ACCURATE'"#).await;
        set(catalog, &merging(vec![of(None, vec![long(3, 4, 0, 1)])])).await.expect("nothing to do");
        if world.catalog.db.version() < Version::V4_0 {
            assert_eq!(told(&world, 0).await, []);
            return;
        }
        let events = told(&world, 0).await;
        let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["UPDATE_TBL_COL_STAT_EVENT", "UPDATE_PART_COL_STAT_EVENT", "UPDATE_PART_COL_STAT_EVENT"]);
        let (of_table, partition) = (&events[0].1, &events[1].1);
        assert_eq!((&of_table["database"], &of_table["writeId"]), (&"db".into(), &7.into()));
        let accurate = r#"{"BASIC_STATS":"true","COLUMN_STATS":{"a":"true"}}"#;
        assert_eq!(of_table["parameters"]["COLUMN_STATS_ACCURATE"], accurate);
        let object = |message: &serde_json::Value, field: &str| -> serde_json::Value {
            serde_json::from_str(message[field].as_str().expect("a text")).expect("JSON in it")
        };
        // By the numbers of the fields: names, then the time, then the columns.
        let statistics = object(of_table, "colStatsJson");
        assert_eq!(
            (&statistics["1"]["rec"]["2"]["str"], &statistics["1"]["rec"]["3"]["str"]),
            (&"db".into(), &"t".into())
        );
        assert_eq!(statistics["1"]["rec"]["5"]["i64"], 1_700_000_000);
        assert_eq!(statistics["2"]["lst"][1], 1);
        assert_eq!(object(of_table, "tableObjJson")["1"]["str"], "t");
        assert_eq!((&partition["partVals"], &partition["writeId"]), (&serde_json::json!(["x", "1"]), &(-1).into()));
        assert_eq!(object(partition, "colStatsJson")["1"]["rec"]["4"]["str"], "ds=x/hr=1");
        let accurate = r#"{"COLUMN_STATS":{"a":"true","b":"true"}}"#;
        assert_eq!(partition["parameters"]["COLUMN_STATS_ACCURATE"], accurate);

        delete_from_table(catalog, &table(), None, None).await.expect("deleted");
        delete_from_partition(catalog, &table(), "hr=1/ds=x", Some("A"), None).await.expect("deleted");
        delete_from_partition(catalog, &table(), "hr=1/ds=x", Some("a"), None).await.expect_err("nothing left");
        let all = DeleteColumnStatisticsRequest { db_name: "db".into(), tbl_name: "t".into(), ..Default::default() };
        delete(catalog, &all).await.expect("deleted");
        let events: Vec<_> = told(&world, 3)
            .await
            .into_iter()
            .map(|(kind, message)| (kind.to_string(), message["partName"].clone(), message["colName"].clone()))
            .collect();
        let (of_table, of_partition) = ("DELETE_TBL_COL_STAT_EVENT", "DELETE_PART_COL_STAT_EVENT");
        let expected = [
            (of_table, None, "a"),
            (of_partition, Some("ds=x/hr=1"), "a"),
            (of_partition, Some("ds=x/hr=1"), "b"),
            (of_partition, Some("ds=x/hr=2"), "a"),
            (of_partition, Some("ds=x/hr=2"), "b"),
        ];
        assert_eq!(events, expected.map(|(kind, part, column)| (kind.to_owned(), part.into(), column.into())));
    })
    .await;
}

#[tokio::test]
async fn many_partitions_cost_as_many_statements_as_one() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    let cost = async |parts: &[&str], write: Request| {
        let before = world.catalog.db.stats().statements();
        set(&world.catalog, &write).await.expect("stored");
        let written = world.catalog.db.stats().statements();
        of_partitions(&world.catalog, &asked_of(parts, &["a", "b"])).await.expect("read");
        aggregate(&world.catalog, &asked_of(parts, &["a", "b"])).await.expect("read");
        (written - before, world.catalog.db.stats().statements() - written)
    };
    let parts = ["ds=x/hr=1", "ds=x/hr=2", "ds=x/hr=3"];
    let sent = |parts: &[&str]| parts.iter().map(|p| of(Some(p), vec![long(1, 2, 3, 4)])).collect::<Vec<_>>();
    set(&world.catalog, &request(sent(&parts))).await.expect("stored");
    for form in [request, merging] {
        assert_eq!(cost(&parts[..1], form(sent(&parts[..1]))).await, cost(&parts[1..], form(sent(&parts[1..]))).await);
    }
}

#[tokio::test]
async fn engines_keep_their_statistics_apart_since_hive_4() {
    everywhere(async |world| {
        set_on_table(&world, vec![long(1, 9, 0, 5)]).await;
        let impala = ColumnStatistics { engine: Some("impala".into()), ..of(None, vec![long(2, 3, 0, 2)]) };
        update_table(&world.catalog, &request(vec![impala])).await.expect("stored");
        let apart = world.catalog.db.version() >= Version::V4_0;
        let expected = if apart { long(1, 9, 0, 5) } else { long(2, 3, 0, 2) };
        assert_eq!(on_table(&world, &["a"]).await, [expected]);
        let theirs = TableStatsRequest { engine: Some("impala".into()), ..asked(&["a"]) };
        assert_eq!(of_table(&world.catalog, &theirs).await.expect("read").table_stats, [long(2, 3, 0, 2)]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_in_hives_classes() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    let catalog = &world.catalog;
    let elsewhere = |mut sent: ColumnStatistics| {
        sent.stats_desc.table_name = "gone".into();
        sent
    };
    let unknown = object("zz", "int", long(1, 2, 0, 1).stats_data);
    let one = || of(Some("ds=x/hr=1"), vec![long(1, 2, 0, 1)]);
    let update_table = async |sent| sentence(update_table(catalog, &sent).await);
    let update_partition = async |sent| sentence(update_partition(catalog, &sent).await);
    let set = async |sent| sentence(set(catalog, &sent).await);
    let cases = [
        (
            update_table(request(vec![of(None, vec![unknown])])).await,
            r#"Meta("Column zz doesn't exist in table t in database db")"#,
        ),
        (update_table(request(vec![elsewhere(of(None, vec![]))])).await, r#"NotFound("hive.db.gone table not found")"#),
        (update_table(request(vec![])).await, r#"InvalidInput("Only one stats object expected")"#),
        (
            update_table(merging(vec![of(None, vec![])])).await,
            r#"InvalidInput("Merge is not supported for non-aggregate stats")"#,
        ),
        (update_table(request(vec![of(None, vec![object("a", "int", Data::Unset)])])).await, "InvalidObject("),
        (update_partition(request(vec![of(Some("ds=x"), vec![])])).await, "InvalidObject("),
        (update_partition(request(vec![of(None, vec![])])).await, "Meta("),
        (update_partition(request(vec![of(Some("ds=x/hr=9"), vec![])])).await, "NotFound("),
        (
            set(request(vec![of(None, vec![]), of(None, vec![])])).await,
            r#"Meta("Expecting only 1 ColumnStatistics for table's column stats, but find 2")"#,
        ),
        (set(request(vec![one(), elsewhere(one())])).await, "InvalidInput("),
        (set(request(vec![])).await, "done"),
    ];
    for (found, expected) in cases {
        assert!(found.starts_with(expected), "{found} is not {expected}");
    }
    for (partition, expected) in [
        ("ds=x", r#"InvalidObject("incomplete partition name - missing hr")"#),
        ("ds=x/hr=9", r#"NotFound("Partition ds=x/hr=9 for which stats deletion is requested doesn't exist")"#),
        ("hr=1/ds=x", r#"NotFound("Column stats doesn't exist for db=db table=t partition=ds=x/hr=1 col=null")"#),
    ] {
        assert_eq!(sentence(delete_from_partition(catalog, &table(), partition, None, None).await), expected);
    }
    let missing = TableStatsRequest { tbl_name: "gone".into(), ..asked(&["a"]) };
    assert!(matches!(of_table(catalog, &missing).await, Err(Error::NotFound(_))));
    assert_eq!(of_table_column(catalog, &table(), "a").await.expect("read"), None);
    assert_eq!(of_partition(catalog, &table(), "ds=x/hr=9", "a").await.expect("read"), None);
    let gone = TableName::parse(Some("db"), Some("gone")).expect("a name");
    assert!(matches!(of_table_column(catalog, &gone, "a").await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn statistics_of_a_transactional_table_are_never_claimed_right() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    world
        .run(r#"insert into "TABLE_PARAMS" ("TBL_ID", "PARAM_KEY", "PARAM_VALUE") values (1, 'transactional', 'true')"#)
        .await;
    let sent = request(vec![of(None, vec![long(1, 2, 0, 1)])]);
    let refused = sentence(update_table(&world.catalog, &sent).await);
    assert!(
        refused.starts_with(r#"Meta("Cannot change stats state for a transactional table db.t without"#),
        "{refused}"
    );
    let vouched =
        Request { write_id: Some(3), valid_write_id_list: Some("db.t:3:9223372036854775807::".into()), ..sent };
    update_table(&world.catalog, &vouched).await.expect("stored");
    assert_eq!(claim(&world, &TABLE_CLAIM).await, None);

    let snapshot = Some(Str::from("db.t:3:9223372036854775807::"));
    let found = TableStatsRequest { valid_write_id_list: snapshot.clone(), ..asked(&["a"]) };
    let found = of_table(&world.catalog, &found).await.expect("read");
    assert_eq!((found.table_stats.len(), found.is_stats_compliant), (1, Some(false)));
    let all = PartitionsStatsRequest { valid_write_id_list: snapshot, ..asked_of(&["ds=x/hr=1"], &["a"]) };
    assert_eq!(aggregate(&world.catalog, &all).await.expect("read").is_stats_compliant, Some(false));
}
