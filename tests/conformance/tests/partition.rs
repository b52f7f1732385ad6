//! Partitions over the wire: long lists in pieces, and which exception a client gets where.

use skep_conformance::{TestServer, everywhere};
use skep_testing::{CallError, Client, Wire};
use skep_types::*;

everywhere! {
    async fn a_long_list_arrives_whole_on_every_transport(server) {
        let mut client = shop(server).await;
        let many: Vec<Partition> = (0..2_500).map(|n| partition("many", &n.to_string())).collect();
        let added = client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(many) }).await;
        assert_eq!(added, Ok(2_500));
        let mut answers = Vec::new();
        for wire in Wire::ALL {
            let mut client = server.client_on(wire).await;
            let all = args::GetPartitions { db_name: text("shop"), tbl_name: text("t"), max_parts: Some(-1) };
            answers.push(client.call::<calls::GetPartitions>(all).await.expect("listed"));
        }
        assert_eq!(answers[0].len(), 2_500);
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
        let request = PartitionsRequest {
            db_name: "shop".into(),
            tbl_name: "t".into(),
            skip_column_schema_for_partition: Some(true),
            include_param_key_pattern: text("transient%"),
            ..PartitionsRequest::default()
        };
        let asked = client.call::<calls::GetPartitionsReq>(args::GetPartitionsReq { req: Some(request) }).await;
        let asked = asked.expect("listed").partitions;
        assert_eq!(asked.len(), 2_500);
        let sd = asked[0].sd.as_ref().expect("never absent");
        assert_eq!(sd.cols.as_deref(), Some(&[][..]));
        assert_eq!(asked[0].parameters.as_ref().map(|p| p.len()), Some(1));
    }

    async fn old_and_new_names_find_the_same_partitions(server) {
        let mut client = shop(server).await;
        let three = vec![partition("a", "1"), partition("a", "2"), partition("b", "1")];
        client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(three) }).await.expect("added");
        let (db_name, tbl_name) = (text("@hive#Shop"), text("T"));
        let by_prefix = client.call::<calls::GetPartitionsPsWithAuth>(args::GetPartitionsPsWithAuth {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals: Some(vec!["a".into()]), max_parts: Some(-1),
            user_name: text("me"), group_names: Some(Vec::new()),
        }).await.expect("listed");
        let by_filter = client.call::<calls::GetPartitionsByFilter>(args::GetPartitionsByFilter {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(), filter: text("ds = 'a' and hr > 0"), max_parts: Some(-1),
        }).await.expect("listed");
        let by_names = client.call::<calls::GetPartitionsByNames>(args::GetPartitionsByNames {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(),
            names: Some(["ds=a/hr=2", "ds=a/hr=1", "ds=z/hr=1"].map(Str::from).to_vec()),
        }).await.expect("listed");
        let by_spec = client.call::<calls::GetPartSpecsByFilter>(args::GetPartSpecsByFilter {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(), filter: text("ds = 'a'"), max_parts: Some(-1),
        }).await.expect("listed");
        let one = client.call::<calls::GetPartitionByName>(args::GetPartitionByName {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_name: text("ds=a/hr=1"),
        }).await.expect("there");
        let by_spec = by_spec[0].partition_list.clone().and_then(|list| list.partitions).expect("a list");
        assert_eq!(by_prefix, by_filter);
        assert_eq!(by_prefix, by_names);
        assert_eq!(by_prefix, by_spec);
        assert_eq!(by_prefix[0], one);
        let counted = client.call::<calls::GetNumPartitionsByFilter>(args::GetNumPartitionsByFilter {
            db_name: db_name.clone(), tbl_name: tbl_name.clone(), filter: None,
        }).await;
        assert_eq!(counted, Ok(3));
        let names = client.call::<calls::GetPartitionNamesPs>(args::GetPartitionNamesPs {
            db_name, tbl_name, part_vals: Some(["", "1"].map(Str::from).to_vec()), max_parts: Some(-1),
        }).await;
        assert_eq!(names, Ok(vec!["ds=a/hr=1".into(), "ds=b/hr=1".into()]));
    }

    async fn a_request_says_what_exists_what_returns_and_what_may_be_missing(server) {
        let mut client = shop(server).await;
        let request = |if_not_exists, need_result| args::AddPartitionsReq { request: Some(AddPartitionsRequest {
            db_name: "shop".into(), tbl_name: "t".into(), parts: vec![partition("a", "1"), partition("a", "2")],
            if_not_exists, need_result, ..AddPartitionsRequest::default()
        }) };
        let added = client.call::<calls::AddPartitionsReq>(request(false, None)).await.expect("added");
        assert_eq!(added.partitions.map(|p| p.len()), Some(2));
        let again = client.call::<calls::AddPartitionsReq>(request(false, None)).await.expect_err("there");
        assert_eq!(again.exception(), Some(Exception::AlreadyExistsException));
        let skipped = client.call::<calls::AddPartitionsReq>(request(true, None)).await.expect("skipped");
        assert_eq!(skipped.partitions.map(|p| p.len()), Some(0));
        let silent = client.call::<calls::AddPartitionsReq>(request(true, Some(false))).await.expect("skipped");
        assert_eq!(silent.partitions, None);

        let request = |parts, if_exists| args::DropPartitionsReq { req: Some(DropPartitionsRequest {
            db_name: "shop".into(), tbl_name: "t".into(), parts, if_exists, ..DropPartitionsRequest::default()
        }) };
        let expr = |expr: &[u8]| RequestPartsSpec::Exprs(vec![DropPartitionsExpr { expr: expr.to_vec(), part_archive_level: None }]);
        let names = |names: &[&str]| RequestPartsSpec::Names(names.iter().map(|n| Str::from(*n)).collect());
        for (parts, if_exists, expected) in [
            (names(&["ds=a/hr=1", "ds=q/hr=1"]), None, Err(Exception::NoSuchObjectException)),
            (expr(b"ds = 'q'"), Some(false), Err(Exception::NoSuchObjectException)),
            (expr(b"\xac\xed\x00\x05"), Some(true), Err(Exception::MetaException)),
            // Hive's own kind, but not one that is understood.
            (expr(b"\x01\x01\x00java.util.HashSe\xf4"), Some(true), Err(Exception::MetaException)),
            (RequestPartsSpec::Unset, Some(true), Err(Exception::MetaException)),
            (names(&["ds=a/hr=1", "ds=q/hr=1"]), Some(true), Ok(1)),
            (expr(b"hr = 2"), Some(false), Ok(1)),
        ] {
            let outcome = client.call::<calls::DropPartitionsReq>(request(parts.clone(), if_exists)).await;
            let outcome = outcome.map(|dropped| dropped.partitions.map_or(0, |p| p.len()));
            assert_eq!(outcome.map_err(|e| e.exception().expect("declared")), expected, "{parts:?}");
        }
    }

    async fn every_refusal_is_the_exception_its_call_declares(server) {
        use Exception::*;
        let mut client = shop(server).await;
        let c = &mut client;
        let (shop, t, u) = (|| text("shop"), || text("t"), || text("u"));
        let lost = Partition { table_name: u(), ..partition("a", "1") };
        refused(c.call::<calls::AddPartition>(args::AddPartition { new_part: Some(lost) }).await, InvalidObjectException);
        refused(c.call::<calls::AddPartitions>(args::AddPartitions { new_parts: None }).await, MetaException);
        let append = |tbl_name, part_vals| args::AppendPartition { db_name: shop(), tbl_name, part_vals };
        refused(c.call::<calls::AppendPartition>(append(u(), values(&["a", "1"]))).await, InvalidObjectException);
        refused(c.call::<calls::AppendPartition>(append(t(), values(&["a"]))).await, MetaException);
        refused(c.call::<calls::AppendPartition>(append(t(), None)).await, MetaException);
        let get = |tbl_name, part_vals| args::GetPartition { db_name: shop(), tbl_name, part_vals };
        refused(c.call::<calls::GetPartition>(get(t(), values(&["a", "1"]))).await, NoSuchObjectException);
        refused(c.call::<calls::GetPartition>(get(u(), values(&["a", "1"]))).await, NoSuchObjectException);
        refused(c.call::<calls::GetPartition>(get(t(), values(&["a"]))).await, MetaException);
        refused(c.call::<calls::GetPartition>(get(t(), None)).await, MetaException);
        let by_name = |name| args::GetPartitionByName { db_name: shop(), tbl_name: t(), part_name: text(name) };
        refused(c.call::<calls::GetPartitionByName>(by_name("ds=a/hr=1")).await, NoSuchObjectException);
        refused(c.call::<calls::GetPartitionByName>(by_name("")).await, MetaException);
        let names = |names| args::GetPartitionsByNames { db_name: shop(), tbl_name: u(), names };
        refused(c.call::<calls::GetPartitionsByNames>(names(values(&["a"]))).await, NoSuchObjectException);
        refused(c.call::<calls::GetPartitionsByNames>(names(None)).await, MetaException);
        let all = args::GetPartitions { db_name: shop(), tbl_name: u(), max_parts: Some(-1) };
        refused(c.call::<calls::GetPartitions>(all).await, NoSuchObjectException);
        let all = args::GetPartitionNames { db_name: shop(), tbl_name: u(), max_parts: Some(-1) };
        refused(c.call::<calls::GetPartitionNames>(all).await, NoSuchObjectException);
        let prefix = |tbl_name, part_vals| args::GetPartitionsPs { db_name: shop(), tbl_name, part_vals, max_parts: Some(-1) };
        refused(c.call::<calls::GetPartitionsPs>(prefix(u(), values(&["a"]))).await, NoSuchObjectException);
        for part_vals in [None, values(&[]), values(&["a", "1", "x"])] {
            refused(c.call::<calls::GetPartitionsPs>(prefix(t(), part_vals)).await, MetaException);
        }
        let filter = |tbl_name, filter| args::GetPartitionsByFilter { db_name: shop(), tbl_name, filter: text(filter), max_parts: Some(-1) };
        refused(c.call::<calls::GetPartitionsByFilter>(filter(u(), "")).await, NoSuchObjectException);
        refused(c.call::<calls::GetPartitionsByFilter>(filter(t(), "ds =")).await, MetaException);
        let drop = |part_vals| args::DropPartition { db_name: shop(), tbl_name: t(), part_vals, delete_data: Some(true) };
        refused(c.call::<calls::DropPartition>(drop(values(&["a", "1"]))).await, NoSuchObjectException);
        for part_vals in [None, values(&[]), values(&["a"])] {
            refused(c.call::<calls::DropPartition>(drop(part_vals)).await, MetaException);
        }
        let alter = |tbl_name, new_parts| args::AlterPartitions { db_name: shop(), tbl_name, new_parts };
        let one = || partition("a", "1");
        refused(c.call::<calls::AlterPartitions>(alter(t(), Some(vec![one()]))).await, InvalidOperationException);
        refused(c.call::<calls::AlterPartitions>(alter(u(), Some(vec![one()]))).await, InvalidOperationException);
        refused(c.call::<calls::AlterPartitions>(alter(t(), Some(Vec::new()))).await, InvalidOperationException);
        refused(c.call::<calls::AlterPartitions>(alter(t(), None)).await, MetaException);
        let rename = args::RenamePartition { db_name: shop(), tbl_name: t(), part_vals: values(&["a", "1"]), new_part: Some(one()) };
        refused(c.call::<calls::RenamePartition>(rename).await, InvalidOperationException);
    }

    async fn names_are_taken_apart_without_a_table(server) {
        let mut client = server.client().await;
        let name = text("ds=a%2Fb/hr=1");
        let vals = client.call::<calls::PartitionNameToVals>(args::PartitionNameToVals { part_name: name.clone() }).await;
        assert_eq!(vals, Ok(vec!["a/b".into(), "1".into()]));
        let spec = client.call::<calls::PartitionNameToSpec>(args::PartitionNameToSpec { part_name: name }).await;
        assert_eq!(spec.expect("taken apart")["ds"], "a/b");
        let none = client.call::<calls::PartitionNameToVals>(args::PartitionNameToVals { part_name: text("") }).await;
        assert_eq!(none, Ok(Vec::new()));
    }

    async fn partitions_change_tables_and_answer_in_groups(server) {
        let mut client = shop(server).await;
        let other = Table {
            db_name: text("shop"), table_name: text("o"), table_type: text("MANAGED_TABLE"), sd: Some(storage()),
            partition_keys: Some(vec![field("ds", "string"), field("hr", "int")]), ..Table::default()
        };
        client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(other) }).await.expect("made");
        let hostile = "\u{f6} '\"%_\\ $1 {if}";
        let three = vec![partition("a", "1"), partition("a", "2"), partition(hostile, "1")];
        client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(three) }).await.expect("added");
        let exchange = |value: &str, from: &str, to: &str| args::ExchangePartitions {
            partition_specs: Some([("ds".into(), value.into())].into()),
            source_db: text("shop"), source_table_name: text(from), dest_db: text("shop"), dest_table_name: text(to),
        };
        let moved = client.call::<calls::ExchangePartitions>(exchange(hostile, "t", "o")).await.expect("exchanged");
        assert_eq!(moved.len(), 1);
        assert_eq!(moved[0].values.as_deref(), Some(&[Str::from(hostile), "1".into()][..]));
        let again = client.call::<calls::ExchangePartitions>(exchange(hostile, "t", "o")).await;
        refused(again, Exception::MetaException);
        refused(client.call::<calls::ExchangePartitions>(exchange("a", "t", "nowhere")).await, Exception::MetaException);
        let back = exchange(hostile, "o", "t");
        let empty = client.call::<calls::ExchangePartition>(args::ExchangePartition {
            partition_specs: back.partition_specs, source_db: back.source_db, source_table_name: back.source_table_name,
            dest_db: back.dest_db, dest_table_name: back.dest_table_name,
        }).await;
        assert_eq!(empty.map(|partition| partition.values), Ok(None));

        let projected = |filter_mode, filters: &[&str], fields: &[&str]| args::GetPartitionsWithSpecs {
            request: Some(GetPartitionsRequest {
                db_name: text("shop"), tbl_name: text("t"),
                projection_spec: Some(GetProjectionsSpec {
                    field_list: values(fields), include_param_key_pattern: text("k%"), ..GetProjectionsSpec::default()
                }),
                filter_spec: Some(GetPartitionsFilterSpec { filter_mode: Some(filter_mode), filters: values(filters) }),
                ..GetPartitionsRequest::default()
            }),
        };
        let fields = ["values", "sd.location", "parameters"];
        for (mode, filters) in [
            (PartitionFilterMode::BY_NAMES, &["ds=a/hr=1", "ds=a/hr=2"][..]),
            (PartitionFilterMode::BY_VALUES, &["a"][..]),
            (PartitionFilterMode::BY_EXPR, &["ds = 'a'", "hr > 0 or hr < 0"][..]),
        ] {
            let answer = client.call::<calls::GetPartitionsWithSpecs>(projected(mode, filters, &fields)).await;
            let specs = answer.expect("listed").partition_spec.expect("a list");
            assert_eq!(specs.len(), 1, "{specs:?}");
            let shared = specs[0].shared_sd_partition_spec.as_ref().expect("shared");
            let sd = shared.sd.as_ref().expect("a descriptor");
            assert_eq!((&sd.location, &sd.cols), (&specs[0].root_path, &None));
            let members = shared.partitions.as_deref().expect("partitions");
            assert_eq!(members.len(), 2);
            assert_eq!(members[0].relative_path.as_deref(), Some("/ds=a/hr=1"));
            assert_eq!(members[0].parameters.as_ref().map(|p| p.len()), Some(1));
        }
        let names = projected(PartitionFilterMode::BY_NAMES, &[], &fields);
        refused(client.call::<calls::GetPartitionsWithSpecs>(names).await, Exception::MetaException);
        let unknown = projected(PartitionFilterMode(9), &["x"], &fields);
        refused(client.call::<calls::GetPartitionsWithSpecs>(unknown).await, Exception::MetaException);
        let unknown = projected(PartitionFilterMode::BY_NAMES, &["x"], &["nothing"]);
        refused(client.call::<calls::GetPartitionsWithSpecs>(unknown).await, Exception::MetaException);
    }

    async fn expressions_of_hives_own_choose_or_say_that_they_do_not(server) {
        let mut client = shop(server).await;
        let three = vec![partition("a", "1"), partition("b", "1"), partition("c", "2")];
        client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(three) }).await.expect("added");
        let request = |expr: &[u8]| Some(PartitionsByExprRequest {
            db_name: "shop".into(), tbl_name: "t".into(), expr: expr.to_vec(), ..PartitionsByExprRequest::default()
        });
        // ds = 'a', as Hive 2.3 and 3.1 write it.
        let understood = [
            &b"\x01\x01\x00java.util.ArrayLis\xf4\x01\x02\x01\x01org.apache.hadoop.hive.ql.plan.ExprNodeColumnDes\xe3"[..],
            b"\x01\x01d\xf3\x01\x00\x01\x82t\x01\x02org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInf\xef\x01\x01",
            b"strin\xe7\x01\x03org.apache.hadoop.hive.ql.plan.ExprNodeConstantDes\xe3\x01\x01\x02\x07\x03\x01\x82a\x01\x04",
            b"org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqua\xec\x01\x00\x00\x01\x82=\x01EQUA\xcc\x01\x05",
            b"org.apache.hadoop.io.BooleanWritabl\xe5\x01\x00\x00\x01\x02\x01\x01boolea\xee",
        ].concat();
        let unknown = b"\x01\x01\x00java.util.HashSe\xf4";
        for (bytes, found, has_unknown_partitions) in
            [(&understood[..], 1, false), (unknown, 3, true), (b"\xff", 3, false), (b"hr = 1", 2, false)]
        {
            let by_expr = args::GetPartitionsByExpr { req: request(bytes) };
            let answer = client.call::<calls::GetPartitionsByExpr>(by_expr).await.expect("listed");
            assert_eq!((answer.partitions.len(), answer.has_unknown_partitions), (found, has_unknown_partitions));
            let by_spec = args::GetPartitionsSpecByExpr { req: request(bytes) };
            let answer = client.call::<calls::GetPartitionsSpecByExpr>(by_spec).await.expect("listed");
            let members = |spec: &PartitionSpec| {
                spec.shared_sd_partition_spec.as_ref().and_then(|s| s.partitions.as_ref()).map_or(0, |p| p.len())
            };
            assert_eq!(answer.partitions_spec.iter().map(members).sum::<usize>(), found);
            assert_eq!(answer.has_unknown_partitions, has_unknown_partitions);
        }
        let named = args::GetPartitionNamesReq { req: request(&understood) };
        assert_eq!(client.call::<calls::GetPartitionNamesReq>(named).await, Ok(vec!["ds=a/hr=1".into()]));
        let named = args::GetPartitionNamesReq { req: request(unknown) };
        refused(client.call::<calls::GetPartitionNamesReq>(named).await, Exception::MetaException);
        let dropped = client.call::<calls::DropPartitionsReq>(args::DropPartitionsReq { req: Some(DropPartitionsRequest {
            db_name: "shop".into(), tbl_name: "t".into(),
            parts: RequestPartsSpec::Exprs(vec![DropPartitionsExpr { expr: understood, part_archive_level: None }]),
            ..DropPartitionsRequest::default()
        }) }).await.expect("dropped");
        assert_eq!(dropped.partitions.map(|p| p.len()), Some(1));
    }

    async fn marks_and_values_need_their_table(server) {
        let mut client = shop(server).await;
        let mark = |table: &str, pairs: &[(&str, &str)]| args::MarkPartitionForEvent {
            db_name: text("shop"), tbl_name: text(table), event_type: Some(PartitionEventType::LOAD_DONE),
            part_vals: Some(pairs.iter().map(|(k, v)| (Str::from(*k), Str::from(*v))).collect()),
        };
        let asked = |table: &str, pairs: &[(&str, &str)]| {
            let args::MarkPartitionForEvent { db_name, tbl_name, part_vals, event_type } = mark(table, pairs);
            args::IsPartitionMarkedForEvent { db_name, tbl_name, part_vals, event_type }
        };
        let one = [("ds", "\u{f6}'"), ("hr", "1")];
        client.call::<calls::MarkPartitionForEvent>(mark("t", &one)).await.expect("marked");
        assert_eq!(client.call::<calls::IsPartitionMarkedForEvent>(asked("t", &one)).await, Ok(true));
        let another = [("ds", "x"), ("hr", "1")];
        assert_eq!(client.call::<calls::IsPartitionMarkedForEvent>(asked("t", &another)).await, Ok(false));
        let unknown = client.call::<calls::MarkPartitionForEvent>(mark("nowhere", &one)).await;
        refused(unknown, Exception::UnknownTableException);
        let short = client.call::<calls::MarkPartitionForEvent>(mark("t", &one[..1])).await;
        refused(short, Exception::InvalidPartitionException);
        let none = args::MarkPartitionForEvent { part_vals: None, ..mark("t", &one) };
        refused(client.call::<calls::MarkPartitionForEvent>(none).await, Exception::MetaException);

        let three = vec![partition("a", "1"), partition("a", "2"), partition("b:c", "1")];
        client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(three) }).await.expect("added");
        let request = |table: &str| args::GetPartitionValues { request: Some(PartitionValuesRequest {
            db_name: "shop".into(), tbl_name: table.into(), partition_keys: vec![field("ds", "string")],
            ..PartitionValuesRequest::default()
        }) };
        let filtered = |table: &str| args::GetPartitionValues { request: request(table).request.map(|request| {
            PartitionValuesRequest { filter: Some("ds = \"b:c\"".into()), ..request }
        }) };
        let found = client.call::<calls::GetPartitionValues>(request("t")).await.expect("read").partition_values;
        assert_eq!(found.iter().map(|row| row.row.join(",")).collect::<Vec<_>>(), ["a", "b%3Ac"], "as they stand in names");
        let found = client.call::<calls::GetPartitionValues>(filtered("t")).await.expect("read").partition_values;
        assert_eq!(found.iter().map(|row| row.row.join(",")).collect::<Vec<_>>(), ["b:c,1"]);
        let unknown = client.call::<calls::GetPartitionValues>(request("nowhere")).await;
        refused(unknown, Exception::NoSuchObjectException);
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, CallError>, exception: Exception) {
    let error = outcome.expect_err("it is refused");
    assert_eq!(error.exception(), Some(exception), "{error:?}");
}

fn values(values: &[&str]) -> Option<Vec<Str>> {
    Some(values.iter().map(|value| Str::from(*value)).collect())
}

fn text(text: &str) -> Option<Str> {
    Some(text.into())
}

fn field(name: &str, type_: &str) -> FieldSchema {
    FieldSchema { name: text(name), type_: text(type_), comment: None }
}

fn storage() -> StorageDescriptor {
    StorageDescriptor {
        cols: Some(vec![field("id", "bigint")]),
        serde_info: Some(SerDeInfo { serialization_lib: text("lib"), ..SerDeInfo::default() }),
        ..StorageDescriptor::default()
    }
}

fn partition(ds: &str, hr: &str) -> Partition {
    Partition {
        values: Some(vec![ds.into(), hr.into()]),
        db_name: text("shop"),
        table_name: text("t"),
        sd: Some(storage()),
        parameters: Some([("k".into(), "v".into())].into()),
        ..Partition::default()
    }
}

/// The table `shop.t`, partitioned by `ds` and `hr`.
async fn shop(server: &TestServer) -> Client {
    let mut client = server.client().await;
    let database = Database { name: text("shop"), ..Database::default() };
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await.expect("made");
    let table = Table {
        db_name: text("shop"),
        table_name: text("t"),
        table_type: text("MANAGED_TABLE"),
        sd: Some(storage()),
        partition_keys: Some(vec![field("ds", "string"), field("hr", "int")]),
        ..Table::default()
    };
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
    client
}
