use super::*;
use crate::table::list;

async fn shop() -> World {
    let world = sales().await;
    let view = Table { table_type: Some("VIRTUAL_VIEW".into()), ..described("orders_view", "a int") };
    for table in [
        with_parameters(described("orders", "a int"), &[("comment", "c"), ("table_type", "ICEBERG")]),
        with_parameters(described("items", "a int"), &[("EXTERNAL", "TRUE"), ("table_type", "iceberg2")]),
        Table { owner: Some("bob".into()), ..view },
    ] {
        made(&world, &table).await;
    }
    world
}

#[tokio::test]
async fn names_are_listed_by_pattern_and_type() {
    let world = shop().await;
    let sales = database_name("sales");
    for (pattern, expected) in [
        (None, "items,orders,orders_view"),
        (Some("*"), "items,orders,orders_view"),
        (Some("ORD*"), "orders,orders_view"),
        (Some("items|orders"), "items,orders"),
        (Some(""), ""),
    ] {
        let found = list::names(&world.catalog, &sales, pattern).await.expect("listed");
        assert_eq!(found.join(","), expected, "{pattern:?}");
    }
    assert!(list::names(&world.catalog, &database_name("nowhere"), None).await.expect("empty").is_empty());
    let views = list::names_of_type(&world.catalog, &sales, Some(".*"), "VIRTUAL_VIEW").await.expect("listed");
    assert_eq!(views, ["orders_view"]);
    let refused = list::names_of_type(&world.catalog, &sales, None, "VIEW").await.expect_err("unknown");
    assert!(matches!(refused, crate::Error::Meta(_)));
}

#[tokio::test]
async fn names_are_listed_by_filter() {
    let world = shop().await;
    for (filter, expected) in [
        (r#"hive_filter_field_params__table_type like "ICEBERG""#, "orders"),
        (
            r#"hive_filter_field_params__table_type = "ICEBERG" or hive_filter_field_owner__ = "bob""#,
            "orders,orders_view",
        ),
        (r#"hive_filter_field_params__table_type like "iceberg%""#, "items"),
        ("hive_filter_field_last_access__ < 1", "items,orders,orders_view"),
        ("", "items,orders,orders_view"),
    ] {
        let found = list::names_by_filter(&world.catalog, &database_name("sales"), filter, -1).await.expect(filter);
        assert_eq!(found.join(","), expected, "{filter}");
    }
    let one = list::names_by_filter(&world.catalog, &database_name("sales"), "", 1).await.expect("listed");
    assert_eq!(one, ["items"]);
}

#[tokio::test]
async fn a_filter_longer_than_any_client_sends_is_refused() {
    let world = shop().await;
    let sales = database_name("sales");
    for (conditions, allowed) in [(200, true), (201, false)] {
        let filter = vec![r#"hive_filter_field_owner__ = "bob""#; conditions].join(" or ");
        let found = list::names_by_filter(&world.catalog, &sales, &filter, -1).await;
        assert_eq!(found.is_ok(), allowed, "{conditions} conditions: {found:?}");
    }
}

#[tokio::test]
async fn metas_tell_type_comment_and_owner() {
    let world = shop().await;
    let found =
        list::metas(&world.catalog, Some("@hive#sa*"), Some("o*"), &["MANAGED_TABLE".into()]).await.expect("listed");
    let [meta] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((meta.table_name.as_str(), meta.table_type.as_str()), ("orders", "MANAGED_TABLE"));
    assert_eq!((meta.comments.as_deref(), meta.cat_name.as_deref()), (Some("c"), Some("hive")));
    let all = list::metas(&world.catalog, None, None, &[]).await.expect("listed");
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn whole_tables_come_in_one_statement() {
    let world = shop().await;
    let before = world.catalog.db.stats().statements();
    let names = ["Orders", "items", "orders", "gone"].map(Str::from);
    let found = super::super::objects(&world.catalog, &database_name("sales"), &names).await.expect("read");
    assert!(world.catalog.db.stats().statements() - before <= 1);
    let found: Vec<_> = found.iter().map(|table| table.table_name.as_deref().expect("named")).collect();
    assert_eq!(found, ["items", "orders"]);
    let refused = super::super::objects(&world.catalog, &database_name("nowhere"), &names).await;
    assert!(matches!(refused, Err(crate::Error::UnknownDatabase(_))));
}
