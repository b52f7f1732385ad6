//! Records of every kind of table, and what two kinds of grants leave of them. The canaries are what must
//! never be in what a restricted caller gets, byte for byte.

use super::{Presented, present};
use skep_access::assurance::{Assurance, Required};
use skep_access::statement::parse;
use skep_access::{AuthMethod, Caller, EngineClass, Principal, Record, Snapshot, alias};
use skep_codec::{Protocol, encode};
use skep_types::{FieldSchema, Order, Partition, SerDeInfo, SkewedInfo, StorageDescriptor, Str, Table};
use std::collections::BTreeMap;

const PARQUET: &str = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
const ORC: &str = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";
const LAZY: &str = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
const CSV: &str = "org.apache.hadoop.hive.serde2.OpenCSVSerde";

const COLUMNS: &str = "GRANT SELECT ON db.t COLUMNS EXCEPT (ssn) TO public";
const ROWS: &str = "GRANT SELECT ON db.t ROWS (age > 17) TO public";
const BOTH: &str = "GRANT SELECT ON db.t COLUMNS EXCEPT (ssn) ROWS (age > 17) TO public";
const PARTITIONS: &str = "GRANT SELECT ON db.t ROWS (state IN ('NY', 'TX')) TO public";

fn fields(all: &[(&str, &str)]) -> Vec<FieldSchema> {
    let field = |(name, kind): &(&str, &str)| FieldSchema {
        name: Some((*name).into()),
        type_: Some((*kind).into()),
        comment: Some(if *name == "ssn" { "CANARY of a comment" } else { "fine" }.into()),
    };
    all.iter().map(field).collect()
}

fn map(pairs: &[(&str, &str)]) -> Option<BTreeMap<Str, Str>> {
    Some(pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect())
}

/// `(id, ssn, age)`, partitioned by state, with something about `ssn` wherever there is room for it.
fn table(serde: &str, parameters: &[(&str, &str)]) -> Table {
    let everywhere = [
        ("comment", "CANARY: about ssn"),
        ("numRows", "CANARY 12"),
        ("COLUMN_STATS_ACCURATE", "{\"COLUMN_STATS\":{\"ssn\":\"true\"}}"),
        ("spark.sql.statistics.colStats.ssn.max", "CANARY"),
        ("columns", "id,ssn,age"),
        ("avro.output.codec", "not of ssn"),
        ("unheard.of", "CANARY"),
        ("transient_lastDdlTime", "1700000000"),
        ("EXTERNAL", "TRUE"),
    ];
    Table {
        table_name: Some("t".into()),
        db_name: Some("db".into()),
        cat_name: Some("hive".into()),
        owner: Some("etl".into()),
        id: Some(7),
        table_type: Some("EXTERNAL_TABLE".into()),
        partition_keys: Some(fields(&[("state", "string")])),
        parameters: map(&[&everywhere[..], parameters].concat()),
        sd: Some(StorageDescriptor {
            cols: Some(fields(&[("id", "int"), ("ssn", "string"), ("age", "int")])),
            location: Some("file:/w/t".into()),
            num_buckets: Some(4),
            bucket_cols: Some(vec!["ssn".into()]),
            sort_cols: Some(vec![Order { col: Some("ssn".into()), order: Some(1) }]),
            parameters: map(&[("CANARY", "x")]),
            skewed_info: Some(SkewedInfo {
                skewed_col_names: Some(vec!["ssn".into()]),
                skewed_col_values: Some(vec![vec!["CANARY 078-05-1120".into()]]),
                ..SkewedInfo::default()
            }),
            serde_info: Some(SerDeInfo {
                serialization_lib: Some(serde.into()),
                parameters: map(&[("field.delim", "|"), ("columns.comments", "CANARY")]),
                ..SerDeInfo::default()
            }),
            ..StorageDescriptor::default()
        }),
        ..Table::default()
    }
}

fn seen_by(caller: &str, class: EngineClass, statements: &[&str], table: Table) -> Presented {
    seen_with(caller, class, statements, table, Required::default())
}

fn seen_with(caller: &str, class: EngineClass, statements: &[&str], table: Table, required: Required) -> Presented {
    let record = |(id, text): (i64, &&str)| Record { id, table_id: None, statement: parse(text).expect("valid") };
    let snapshot = Snapshot::compile(1, (1..).zip(statements).map(record).collect());
    let caller = Caller { class, ..Caller::new(Principal::user(caller).expect("valid"), AuthMethod::Token) };
    present(table, &snapshot.of(&caller, 0), required)
}

fn seen(statement: &str, table: Table) -> Presented {
    seen_by("me", EngineClass::E0, &[statement], table)
}

fn kind(presented: &Presented) -> &'static str {
    match presented {
        Presented::Full(_) => "full",
        Presented::Narrowed(_) => "narrowed",
        Presented::View { .. } => "view",
        Presented::DescribeOnly { .. } => "describe",
        Presented::Denied(_) => "denied",
        Presented::Hidden => "hidden",
    }
}

/// Nothing about the hidden column in the bytes of the record.
fn clean(table: &Table) {
    let mut bytes = Vec::new();
    encode(Protocol::Binary, table, &mut bytes);
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(!text.contains("ssn") && !text.contains("canary"), "{text}");
}

fn names(table: &Table) -> Vec<&str> {
    let columns = table.sd.iter().flat_map(|sd| sd.cols.iter().flatten());
    columns.map(|field| field.name.as_deref().unwrap_or_default()).collect()
}

fn text(view: &Table) -> &str {
    assert_eq!(view.table_type.as_deref(), Some("VIRTUAL_VIEW"));
    assert_eq!(view.view_original_text, view.view_expanded_text);
    view.view_expanded_text.as_deref().expect("a view has a text")
}

/// Which formats a column can be taken out of, and what becomes of the others: the alternative would show the
/// hidden value under the next column's name.
#[test]
fn only_formats_that_find_columns_by_name_lose_one() {
    let spark = |provider: &'static str| [("spark.sql.sources.provider", provider)];
    let schema = (SCHEMA_KEY, SCHEMA);
    let json = [&spark("json")[..], &[schema]].concat();
    let csv = [&spark("csv")[..], &[schema]].concat();
    let delta = [&spark("delta")[..], &[schema]].concat();
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], [&'a str; 3]);
    let cases: [Case; 11] = [
        (PARQUET, &[], ["narrowed", "view", "view"]),
        (PARQUET, &[("parquet.column.index.access", "true")], ["describe", "view", "describe"]),
        (ORC, &[], ["narrowed", "view", "view"]),
        (ORC, &[("orc.force.positional.evolution", "true")], ["describe", "view", "describe"]),
        (LAZY, &[], ["describe", "view", "describe"]),
        (CSV, &[], ["describe", "view", "describe"]),
        ("com.example.Own", &[], ["describe", "view", "describe"]),
        (LAZY, &json, ["narrowed", "view", "view"]),
        (LAZY, &csv, ["describe", "view", "describe"]),
        (LAZY, &delta, ["describe", "view", "describe"]),
        (
            PARQUET,
            &[("metadata_location", "s3://b/CANARY.json"), ("table_type", "ICEBERG")],
            ["describe", "view", "describe"],
        ),
    ];
    for (serde, parameters, expected) in cases {
        for (statement, expected) in [COLUMNS, ROWS, BOTH].into_iter().zip(expected) {
            let presented = seen(statement, table(serde, parameters));
            assert_eq!(kind(&presented), expected, "{serde} {parameters:?} {statement}");
            match &presented {
                Presented::Narrowed(part) => clean(&part.table),
                Presented::View { view, under } if statement == BOTH => (clean(view), clean(&under.table)).1,
                Presented::DescribeOnly { view, .. } => clean(view),
                _ => {}
            }
        }
    }
}

const SCHEMA_KEY: &str = "spark.sql.sources.schema";
const SCHEMA: &str = r#"{"type":"struct","fields":[
    {"name":"id","type":"integer","nullable":true,"metadata":{}},
    {"name":"SSN","type":"string","nullable":true,"metadata":{"comment":"CANARY"}},
    {"name":"age","type":"integer","nullable":true,"metadata":{"comment":"since the ssn"}},
    {"name":"state","type":"string","nullable":true,"metadata":{}}]}"#;

#[test]
fn a_narrowed_record_says_nothing_of_what_it_lost_and_is_read_as_before() {
    let Presented::Narrowed(part) = seen(COLUMNS, table(PARQUET, &[])) else { panic!("narrowed") };
    clean(&part.table);
    assert_eq!(names(&part.table), ["id", "age"]);
    let sd = part.table.sd.as_ref().expect("there");
    assert_eq!(sd.location.as_deref(), Some("file:/w/t"));
    assert_eq!((sd.num_buckets, sd.bucket_cols.as_deref()), (Some(-1), Some(&[][..])));
    let kept: Vec<&str> = part.table.parameters.iter().flatten().map(|(key, _)| key.as_str()).collect();
    assert_eq!(kept, ["EXTERNAL", "transient_lastDdlTime"]);
    // Every row is shown, so what is known of the shown columns is shown, too.
    assert!(part.sight.has_statistics("age") && !part.sight.has_statistics("SSN"));
    assert!(part.sight.visible().is_none());
}

/// Spark's own tables: without a schema in the parameters Spark would read the files', hidden columns and all.
#[test]
fn the_schema_of_a_data_source_table_is_rebuilt_or_nothing_can_be_read() {
    let source = [("spark.sql.sources.provider", "parquet"), ("spark.sql.partitionProvider", "catalog")];
    let with_schema = [&source[..], &[(SCHEMA_KEY, SCHEMA)]].concat();
    let mut stored = table(LAZY, &with_schema);
    stored.sd.as_mut().expect("there").cols = Some(fields(&[("col", "array<string>")]));
    let Presented::Narrowed(part) = seen(COLUMNS, stored.clone()) else { panic!("narrowed") };
    clean(&part.table);
    assert_eq!(names(&part.table), ["col"]);
    let schema = part.table.parameters.as_ref().and_then(|all| all.get(SCHEMA_KEY)).expect("rebuilt");
    assert!(schema.contains(r#""name":"age""#) && !schema.contains("since"), "{schema}");

    let Presented::View { view, under } = seen(BOTH, stored) else { panic!("view") };
    clean(&view);
    clean(&under.table);
    assert_eq!(names(&view), ["id", "age", "state"]);

    for damaged in [&source[..], &[&source[..], &[(SCHEMA_KEY, "{")]].concat()] {
        let presented = seen(COLUMNS, table(PARQUET, damaged));
        assert!(["describe", "denied"].contains(&kind(&presented)), "{damaged:?}");
        assert_eq!(kind(&seen("GRANT SELECT ON db.t TO public", table(PARQUET, damaged))), "full");
    }
    // Whose partitions Spark finds by itself, a rule on partitions is for a view to keep.
    let by_files = [("spark.sql.sources.provider", "parquet"), (SCHEMA_KEY, SCHEMA)];
    assert_eq!(kind(&seen(PARTITIONS, table(PARQUET, &by_files))), "view");
    assert_eq!(kind(&seen(PARTITIONS, table(PARQUET, &with_schema))), "narrowed");
}

#[test]
fn a_view_selects_what_is_shown_from_an_alias_that_is_the_callers_own() {
    let Presented::View { view, under } = seen(BOTH, table(PARQUET, &[])) else { panic!("view") };
    clean(&view);
    clean(&under.table);
    let alias = under.table.table_name.clone().expect("named");
    assert_eq!(alias::table(&alias), Some("t"));
    let expected =
        format!("SELECT `id` AS `id`, `age` AS `age`, `state` AS `state` FROM `db`.`{alias}` WHERE `age` > 17");
    assert_eq!(text(&view), expected);
    assert_eq!((view.table_name.as_deref(), view.partition_keys.as_deref()), (Some("t"), Some(&[][..])));
    assert_eq!(view.sd.as_ref().expect("there").location, None);
    let parameters = view.parameters.as_ref().expect("there");
    assert_eq!(parameters["view.query.out.col.2"], "state");
    assert_eq!(parameters["view.sqlConfig.spark.sql.session.timeZone"], "UTC");

    // The rows are not all shown: neither are sums of them.
    assert!(!under.sight.has_statistics("age"));
    for (caller, statement) in [("you", BOTH), ("me", ROWS), ("me", "GRANT SELECT ON db.t ROWS (age > 18) TO public")] {
        let other = seen_by(caller, EngineClass::E0, &[statement], table(PARQUET, &[]));
        let Presented::View { under, .. } = other else { panic!("view") };
        assert_ne!(under.table.table_name.as_deref(), Some(alias.as_str()), "{caller} {statement}");
    }
}

#[test]
fn cells_of_some_rows_are_null_in_the_others() {
    let statements =
        ["GRANT SELECT ON db.t COLUMNS EXCEPT (ssn) TO public", "GRANT SELECT ON db.t ROWS (age > 17) TO public"];
    let Presented::View { view, .. } = seen_by("me", EngineClass::E0, &statements, table(PARQUET, &[])) else {
        panic!("view")
    };
    assert!(text(&view).contains("CASE WHEN `age` > 17 THEN `ssn` END AS `ssn`"), "{}", text(&view));
    assert!(!text(&view).contains("WHERE"));
}

#[test]
fn partitions_that_are_not_admitted_are_left_out_and_the_others_cleaned() {
    let both = "GRANT SELECT ON db.t COLUMNS EXCEPT (ssn) ROWS (state IN ('NY', 'TX')) TO public";
    let Presented::Narrowed(part) = seen(both, table(PARQUET, &[])) else { panic!("narrowed") };
    let visible = part.sight.visible().expect("some are hidden");
    assert!(visible.admits(&["NY".into()]) && !visible.admits(&["CA".into()]));
    assert!(!part.sight.has_statistics("age"));

    let mut stored = table(PARQUET, &[]);
    let mut sd = stored.sd.take().expect("there");
    // A column that the table has lost since is in nobody's grant.
    sd.cols.as_mut().expect("there").extend(fields(&[("dropped", "string")]));
    let parameters = stored.parameters;
    let mut partition = Partition { sd: Some(sd), parameters, values: Some(vec!["NY".into()]), ..Partition::default() };
    part.sight.partition(&mut partition, "t");
    let mut bytes = Vec::new();
    encode(Protocol::Binary, &partition, &mut bytes);
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(!text.contains("ssn") && !text.contains("canary") && !text.contains("dropped"), "{text}");
    assert_eq!(partition.sd.and_then(|sd| sd.location).as_deref(), Some("file:/w/t"));
}

#[test]
fn what_cannot_be_kept_can_be_described_and_not_read() {
    let cases = [
        // Who may look at it only.
        ("GRANT DESCRIBE ON db.t TO public", PARQUET, "policy=none"),
        // Names and paths of partitions would show it.
        ("GRANT SELECT ON db.t COLUMNS EXCEPT (state) TO public", PARQUET, "a partition key is hidden"),
        // The engine would have to read what the caller must not see.
        ("GRANT SELECT ON db.t COLUMNS EXCEPT (ssn) ROWS (ssn = '1') TO public", PARQUET, "a hidden column"),
        // Spark loses the quote, Hive does not.
        ("GRANT SELECT ON db.t ROWS (ssn = 'it''s') TO public", PARQUET, "every engine and session"),
        // A filter that does not fit the table any more.
        ("GRANT SELECT ON db.t ROWS (gone = 1) TO public", PARQUET, ""),
        ("RESTRICT ROWS ON db.t USING (gone = 1)", PARQUET, ""),
    ];
    for (statement, serde, reason) in cases {
        let grant = if statement.starts_with("RESTRICT") { "GRANT SELECT ON db.t TO public" } else { statement };
        let mut unpartitioned = table(serde, &[]);
        if statement.contains("gone") {
            unpartitioned.partition_keys = Some(Vec::new());
        }
        match seen_by("me", EngineClass::E0, &[grant, statement], unpartitioned) {
            Presented::DescribeOnly { view, refusal } => {
                assert!(refusal.starts_with("AccessControlException: Permission denied: principal=user:me"));
                assert!(refusal.contains(reason), "{statement}: {refusal}");
                assert!(view.sd.as_ref().is_some_and(|sd| sd.location.is_none()));
            }
            Presented::Denied(_) => assert!(statement.contains("ROWS (gone"), "{statement}"),
            other => panic!("{statement}: {}", kind(&other)),
        }
    }
}

/// What an engine would have to be told, it is not told yet: so it gets nothing, rather than everything.
#[test]
fn no_class_of_engine_gets_more_than_this_server_can_keep() {
    for class in [EngineClass::E2, EngineClass::E3, EngineClass::E4] {
        let presented = seen_by("me", class, &[BOTH], table(PARQUET, &[]));
        assert_eq!(kind(&presented), "describe", "{class}");
        assert_eq!(kind(&seen_by("me", class, &["GRANT SELECT ON db.t TO public"], table(PARQUET, &[]))), "full");
    }
    // Users of a SQL door do not read files. Where an advisory view is good enough, they may have one over what is
    // found by position.
    let lax = Required { columns: Assurance::A0, rows: Assurance::A0 };
    let presented = seen_with("me", EngineClass::E1, &[BOTH], table(LAZY, &[]), lax);
    let Presented::View { view, under } = presented else { panic!("view") };
    clean(&view);
    assert_eq!(names(&under.table), ["id", "ssn", "age"]);
    assert!(!under.sight.has_statistics("ssn"));
}

#[test]
fn an_unrestricted_caller_gets_the_stored_record() {
    let stored = table(CSV, &[]);
    let Presented::Full(same) = seen("GRANT SELECT ON db.t TO public", stored.clone()) else { panic!("full") };
    assert_eq!(same, stored);
    assert_eq!(kind(&seen("GRANT SELECT ON db.other TO public", stored.clone())), "hidden");
    assert_eq!(kind(&seen("GRANT INSERT ON db.t TO public", stored)), "denied");
    let view = Table { table_type: Some("VIRTUAL_VIEW".into()), ..table(PARQUET, &[]) };
    assert_eq!(kind(&seen("GRANT SELECT ON db.t TO public", view.clone())), "full");
    assert_eq!(kind(&seen(COLUMNS, view)), "describe");
}
