use super::*;
use skep_testing::dropped_after;

#[tokio::test]
async fn the_directory_of_a_managed_table_moves_along() {
    let world = sales().await;
    make_database(&world, "archive").await;
    let table = made(&world, &described("t", "a int")).await;
    std::fs::write(world.folder.path().join("sales.db/t/data"), "x").expect("written");

    let renamed = Table { table_name: Some("U".into()), db_name: Some("archive".into()), ..table.clone() };
    altered(&world, "sales.t", &renamed).await.expect("renamed");
    let found = get(&world.catalog, &name("archive.u")).await.expect("there");
    assert_eq!(found.id, table.id);
    let folder = world.folder.path().join("archive.db/u");
    assert_eq!(super::super::location(&found), Some(format!("file:{}", folder.display()).as_str()));
    assert!(folder.join("data").exists() && !world.folder.path().join("sales.db/t").exists());
    assert!(get(&world.catalog, &name("sales.t")).await.is_err());
    assert_eq!(events(&world).await.last().map(String::as_str), Some("ALTER_TABLE archive.u"));
}

#[tokio::test]
async fn an_external_table_keeps_its_place() {
    let world = sales().await;
    let table = made(&world, &with_parameters(described("t", "a int"), &[("EXTERNAL", "TRUE")])).await;
    altered(&world, "sales.t", &Table { table_name: Some("u".into()), ..table.clone() }).await.expect("renamed");
    let found = get(&world.catalog, &name("sales.u")).await.expect("there");
    assert_eq!(super::super::location(&found), super::super::location(&table));
    assert!(world.folder.path().join("sales.db/t").is_dir());
}

#[tokio::test]
async fn a_rename_to_a_taken_name_changes_nothing() {
    let world = sales().await;
    let table = made(&world, &described("t", "a int")).await;
    made(&world, &described("u", "a int")).await;
    let refused = altered(&world, "sales.t", &Table { table_name: Some("u".into()), ..table.clone() }).await;
    assert_eq!(refused.expect_err("taken").to_string(), "new table sales.u already exists");

    std::fs::create_dir_all(world.folder.path().join("sales.db/w")).expect("made");
    let refused = altered(&world, "sales.t", &Table { table_name: Some("w".into()), ..table.clone() }).await;
    let refused = refused.expect_err("the directory is taken").to_string();
    assert!(refused.starts_with("New location for this table hive.sales.w already exists : "), "{refused}");

    let nowhere = Table { db_name: Some("nowhere".into()), ..table.clone() };
    let refused = altered(&world, "sales.t", &nowhere).await.expect_err("no such database");
    assert!(matches!(refused, crate::Error::InvalidOperation(_)), "{refused:?}");
    assert_eq!(get(&world.catalog, &name("sales.t")).await.expect("as it was"), table);
}

/// A client that goes away drops its call wherever that stands, also between COMMIT and the answer to it.
#[tokio::test]
async fn a_rename_dropped_at_any_point_leaves_the_files_where_the_rows_say() {
    let world = sales().await;
    made(&world, &described("t0", "a int")).await;
    std::fs::write(world.folder.path().join("sales.db/t0/data"), "x").expect("written");
    for polls in 1..300 {
        let names = super::super::list::names(&world.catalog, &database_name("sales"), None).await.expect("listed");
        let [table] = &names[..] else { panic!("one table, not {names:?}") };
        let before = get(&world.catalog, &name(&format!("sales.{table}"))).await.expect("there");
        let location = super::super::location(&before).expect("a location").trim_start_matches("file:").to_owned();
        assert!(std::path::Path::new(&location).join("data").exists(), "after {polls} polls no data in {location}");

        let after = Table { table_name: Some(format!("t{polls}").into()), ..before };
        if dropped_after(polls, altered(&world, &format!("sales.{table}"), &after)).await {
            return;
        }
    }
    panic!("never done");
}
