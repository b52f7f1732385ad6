use super::*;
use crate::table::truncate;

#[tokio::test]
async fn a_truncated_table_is_empty_and_its_counts_say_so() {
    let world = sales().await;
    let table = with_parameters(described("t", "a int"), &[("numRows", "7"), ("note", "x")]);
    made(&world, &table).await;
    let data = world.folder.path().join("sales.db/t/data");
    std::fs::write(&data, "x").expect("written");
    truncate(&world.catalog, &name("sales.t"), None).await.expect("truncated");
    assert!(!data.exists() && data.parent().expect("has one").is_dir());
    let found = get(&world.catalog, &name("sales.t")).await.expect("there");
    assert_eq!((parameter(&found, "numRows"), parameter(&found, "numFiles")), (Some("0"), None));
    assert_eq!(parameter(&found, "COLUMN_STATS_ACCURATE"), Some(r#"{"BASIC_STATS":"true"}"#));
    assert_eq!(events(&world).await.last().map(String::as_str), Some("ALTER_TABLE sales.t"));
    let missing = truncate(&world.catalog, &name("sales.u"), None).await.expect_err("not there");
    assert!(matches!(missing, crate::Error::NotFound(_)));
}
