use super::*;
use skep_types::{Order, PrincipalPrivilegeSet, PrincipalType, PrivilegeGrantInfo, SkewedInfo};
use std::collections::BTreeMap;

#[tokio::test]
async fn a_table_comes_back_as_it_was_sent_with_all_its_containers() {
    let world = sales().await;
    let mut sent = with_parameters(described("Orders", "ID bigint, note string"), &[("comment", "all of them")]);
    sent.owner = Some("alice".into());
    sent.retention = Some(7);
    sent.partition_keys = Some(columns("Day date, hr int"));
    let sd = sent.sd.as_mut().expect("there");
    sd.input_format = Some("In".into());
    sd.output_format = Some("Out".into());
    sd.compressed = Some(true);
    sd.num_buckets = Some(-1);
    sd.bucket_cols = Some(vec!["id".into(), "note".into()]);
    sd.sort_cols = Some(vec![Order { col: Some("note".into()), order: Some(1) }]);
    sd.parameters = Some([("p".into(), "q".into())].into());
    let serde = sd.serde_info.as_mut().expect("there");
    serde.name = Some("s".into());
    serde.serialization_lib = Some("lib".into());
    serde.parameters = Some([("serialization.format".into(), "1".into())].into());

    let table = made(&world, &sent).await;
    let sd = table.sd.as_ref().expect("there");
    assert_eq!(table.table_name.as_deref(), Some("orders"));
    assert_eq!((table.cat_name.as_deref(), table.db_name.as_deref()), (Some("hive"), Some("sales")));
    assert_eq!(sd.cols, Some(columns("id bigint, note string")));
    assert_eq!(table.partition_keys, Some(columns("day date, hr int")));
    assert_eq!(
        (table.create_time, table.retention, table.owner.as_deref()),
        (Some(1_700_000_000), Some(7), Some("alice"))
    );
    assert_eq!(table.owner_type, Some(PrincipalType::USER));
    assert_eq!(parameter(&table, "transient_lastDdlTime"), Some("1700000000"));
    assert_eq!(parameter(&table, "comment"), Some("all of them"));
    assert_eq!((sd.compressed, sd.num_buckets, sd.stored_as_sub_directories), (Some(true), Some(-1), Some(false)));
    assert_eq!(sd.bucket_cols, Some(vec!["id".into(), "note".into()]));
    assert_eq!(sd.sort_cols, Some(vec![Order { col: Some("note".into()), order: Some(1) }]));
    assert_eq!(sd.parameters, Some([("p".into(), "q".into())].into()));
    assert_eq!(sd.serde_info.as_ref().and_then(|s| s.serialization_lib.as_deref()), Some("lib"));
    assert_eq!(
        sd.serde_info.as_ref().and_then(|s| s.parameters.clone()),
        Some([("serialization.format".into(), "1".into())].into())
    );
    assert!(sd.skewed_info.is_some());
    assert_eq!(events(&world).await[1..], ["CREATE_TABLE sales.orders"]);
}

#[tokio::test]
async fn nothing_given_reads_back_as_empty_never_as_absent() {
    let world = sales().await;
    let table = made(&world, &described("t", "")).await;
    let sd = table.sd.expect("there");
    assert_eq!((sd.cols, sd.bucket_cols, sd.sort_cols), (Some(vec![]), Some(vec![]), Some(vec![])));
    assert_eq!((sd.parameters, table.partition_keys), (Some(BTreeMap::new()), Some(vec![])));
    assert_eq!(sd.serde_info.and_then(|s| s.parameters), Some(BTreeMap::new()));
    assert_eq!((table.privileges, table.view_original_text), (None, None));
}

#[tokio::test]
async fn skewed_values_keep_their_lists() {
    let world = sales().await;
    let mut sent = described("t", "a string, b string");
    let skewed = SkewedInfo {
        skewed_col_names: Some(vec!["a".into(), "b".into()]),
        skewed_col_values: Some(vec![vec!["2".into(), "x".into()], vec!["1".into(), "y".into()]]),
        skewed_col_value_location_maps: Some([(vec!["2".into(), "x".into()], "/elsewhere".into())].into()),
    };
    sent.sd.as_mut().expect("there").skewed_info = Some(skewed.clone());
    assert_eq!(made(&world, &sent).await.sd.and_then(|sd| sd.skewed_info), Some(skewed));

    let mut wrong = described("u", "a string");
    let skewed = SkewedInfo { skewed_col_names: Some(vec!["b".into()]), ..SkewedInfo::default() };
    wrong.sd.as_mut().expect("there").skewed_info = Some(skewed);
    let refused = create(&world.catalog, &wrong, None).await.expect_err("no such column");
    assert_eq!(refused.to_string(), "Invalid skew column [b]");
}

#[tokio::test]
async fn the_directory_is_made_and_a_failed_create_takes_it_back() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    assert!(world.folder.path().join("sales.db/t").is_dir());

    let long = with_parameters(described("u", "a int"), &[(&"k".repeat(257), "v")]);
    let refused = create(&world.catalog, &long, None).await.expect_err("too long").to_string();
    assert!(refused.contains("longer than the 256 characters of TABLE_PARAMS.PARAM_KEY"), "{refused}");
    assert!(!world.folder.path().join("sales.db/u").exists());
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_in_hives_words() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    let no_cols = Table { sd: Some(StorageDescriptor { cols: None, ..Default::default() }), ..described("u", "") };
    let elsewhere = Table { db_name: Some("nowhere".into()), ..described("u", "a int") };
    for (table, text) in [
        (described("T", "a int"), "Table hive.sales.t already exists"),
        (described("a{\u{e9}}", "a int"), "a{é} is not a valid object name"),
        (described("u", "a INT"), "Invalid column type: INT"),
        (elsewhere, "database hive.nowhere"),
        (no_cols, "table u: columns is missing"),
        (Table { sd: None, ..described("u", "") }, "table u: storage descriptor is missing"),
        (Table { db_name: None, ..described("u", "") }, "Database name cannot be null."),
    ] {
        let refused = create(&world.catalog, &table, None).await.expect_err(text);
        assert_eq!(refused.to_string(), text);
    }
    assert_eq!(events(&world).await.len(), 2);
}

#[tokio::test]
async fn a_view_has_texts_and_no_directory() {
    let world = sales().await;
    let view = Table {
        table_type: Some("VIRTUAL_VIEW".into()),
        view_original_text: Some("select 1".into()),
        view_expanded_text: Some("/* Presto View */".into()),
        ..described("v", "a int")
    };
    let view = made(&world, &view).await;
    assert_eq!(view.view_original_text.as_deref(), Some("select 1"));
    assert_eq!(view.view_expanded_text.as_deref(), Some("/* Presto View */"));
    assert_eq!(super::super::location(&view), None);
    assert!(!world.folder.path().join("sales.db/v").exists());
}

#[tokio::test]
async fn files_that_are_there_already_are_counted_unless_the_client_says_not_to() {
    let world = sales().await;
    for table in ["t", "u", "v"] {
        let folder = world.folder.path().join("sales.db").join(table);
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join("data"), "12345").expect("written");
        std::fs::write(folder.join("_SUCCESS"), "").expect("written");
    }
    let counted = made(&world, &described("t", "a int")).await;
    assert_eq!((parameter(&counted, "numFiles"), parameter(&counted, "totalSize")), (Some("1"), Some("5")));
    let told = with_parameters(described("u", "a int"), &[("DO_NOT_UPDATE_STATS", "true")]);
    let told = made(&world, &told).await;
    assert_eq!((parameter(&told, "numFiles"), parameter(&told, "DO_NOT_UPDATE_STATS")), (None, None));
    let environment = environment(&[("DO_NOT_UPDATE_STATS", "true")]);
    create(&world.catalog, &described("v", "a int"), Some(&environment)).await.expect("made");
    let left = get(&world.catalog, &name("sales.v")).await.expect("there");
    assert_eq!(parameter(&left, "numFiles"), None);
}

#[tokio::test]
async fn grants_sent_along_are_stored() {
    let world = sales().await;
    let grant =
        PrivilegeGrantInfo { privilege: Some("ALL".into()), grantor: Some("alice".into()), ..Default::default() };
    let privileges = PrincipalPrivilegeSet {
        user_privileges: Some([("alice".into(), vec![grant.clone()])].into()),
        role_privileges: Some([("public".into(), vec![grant])].into()),
        ..PrincipalPrivilegeSet::default()
    };
    let table = Table { privileges: Some(privileges), ..described("t", "a int") };
    assert_eq!(made(&world, &table).await.privileges, None);
    assert_eq!(count(&world, r#"select count(*) from "TBL_PRIVS" where "AUTHORIZER" = 'SQL'"#).await, 2);
}

#[tokio::test]
async fn a_materialized_view_remembers_what_it_is_made_of() {
    let world = sales().await;
    made(&world, &described("t", "a int")).await;
    let metadata = skep_types::CreationMetadata {
        tables_used: ["hive.sales.t".into()].into(),
        valid_txn_list: Some("1:2".into()),
        materialization_time: Some(5),
        ..Default::default()
    };
    let view = Table {
        table_type: Some("MATERIALIZED_VIEW".into()),
        creation_metadata: Some(metadata.clone()),
        rewrite_enabled: Some(true),
        ..described("m", "a int")
    };
    let view = made(&world, &view).await;
    let read = view.creation_metadata.expect("there");
    assert_eq!((read.tables_used, read.valid_txn_list), (metadata.tables_used, metadata.valid_txn_list));
    assert_eq!((read.db_name.as_str(), read.tbl_name.as_str(), view.rewrite_enabled), ("sales", "m", Some(true)));
}

#[tokio::test]
async fn a_description_makes_nothing() {
    let world = sales().await;
    let sent = with_parameters(described("T", "a int"), &[("EXTERNAL", "TRUE"), ("created_with_ctas", "true")]);
    let table = crate::table::create::describe(&world.catalog, &sent).expect("as it would be");
    assert_eq!((table.table_name.as_deref(), table.table_type.as_deref()), (Some("t"), Some("EXTERNAL_TABLE")));
    assert_eq!((super::super::location(&table), parameter(&table, "created_with_ctas")), (None, None));
    assert!(get(&world.catalog, &name("sales.t")).await.is_err());
    assert!(!world.folder.path().join("sales.db/t").exists());
}
