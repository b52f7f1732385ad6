use super::*;
use crate::database::drop::{Cascade as Everything, Files};
use crate::partition::select::{Choice, Limit};
use crate::partition::{self, One, add};
use crate::table::{Cascade, drop, truncate};
use skep_types::Partition;

/// `sales.t (a int, b int) partitioned by (day)`, with two partitions and, on request, a third whose
/// directory is elsewhere.
async fn partitioned(world: &World, stray: Option<&std::path::Path>) -> Table {
    let sent = Table { partition_keys: Some(columns("day string")), ..described("t", "a int, b int") };
    let table = made(world, &sent).await;
    let mut partitions = vec![partition(&table, "1", None), partition(&table, "2", None)];
    partitions.extend(stray.map(|folder| partition(&table, "3", Some(&folder.display().to_string()))));
    add::add(&world.catalog, &name("sales.t"), partitions, add::Existing::Refuse, None).await.expect("added");
    table
}

fn partition(table: &Table, day: &str, location: Option<&str>) -> Partition {
    let sd = StorageDescriptor { location: location.map(Str::from), ..table.sd.clone().expect("there") };
    Partition {
        db_name: table.db_name.clone(),
        table_name: table.table_name.clone(),
        values: Some(vec![day.into()]),
        parameters: Some([("numRows".into(), "5".into())].into()),
        sd: Some(sd),
        ..Partition::default()
    }
}

async fn read(world: &World, table: &str, day: &str) -> Partition {
    partition::get::get(&world.catalog, &name(table), &One::Values(vec![day.into()])).await.expect("there")
}

fn folder_of(world: &World, partition: &Partition) -> std::path::PathBuf {
    let location = partition.sd.as_ref().and_then(|sd| sd.location.as_deref()).expect("located");
    let path = std::path::PathBuf::from(location.trim_start_matches("file:"));
    assert!(path.starts_with(world.folder.path()), "{path:?}");
    path
}

async fn with_columns(world: &World, table: &Table, of: &str, cascade: Cascade) {
    let mut table = table.clone();
    table.sd.as_mut().expect("there").cols = Some(columns(of));
    let change = Change { cascade, ..Change::of(None) };
    alter(&world.catalog, &name("sales.t"), &table, &change).await.expect("altered");
}

#[tokio::test]
async fn partitions_keep_their_columns_unless_the_change_cascades() {
    let world = sales().await;
    let table = partitioned(&world, None).await;
    assert_eq!(count_rows(&world, "CDS").await, 1);
    with_columns(&world, &table, "a int, b int, c int", Cascade::No).await;
    let columns_of = async |day| read(&world, "sales.t", day).await.sd.and_then(|sd| sd.cols).expect("there").len();
    assert_eq!((columns_of("1").await, columns_of("2").await), (2, 2));
    assert_eq!(count_rows(&world, "CDS").await, 2);
    with_columns(&world, &table, "a int, b int, c int, d int", Cascade::Yes).await;
    assert_eq!((columns_of("1").await, columns_of("2").await), (4, 4));
    assert_eq!(count_rows(&world, "CDS").await, 1);
}

#[tokio::test]
async fn partitions_move_with_a_renamed_table() {
    let world = sales().await;
    let elsewhere = world.folder.path().join("else%where");
    let table = partitioned(&world, Some(&elsewhere)).await;
    altered(&world, "sales.t", &Table { table_name: Some("u".into()), ..table }).await.expect("renamed");
    assert_eq!(folder_of(&world, &read(&world, "sales.u", "1").await), world.folder.path().join("sales.db/u/day=1"));
    assert_eq!(folder_of(&world, &read(&world, "sales.u", "3").await), elsewhere);
    assert!(world.folder.path().join("sales.db/u/day=2").is_dir());
}

#[tokio::test]
async fn a_truncation_empties_the_partitions_it_names() {
    let world = sales().await;
    partitioned(&world, None).await;
    let file = |day| world.folder.path().join(format!("sales.db/t/day={day}/data"));
    for day in ["1", "2"] {
        std::fs::write(file(day), "x").expect("written");
    }
    truncate(&world.catalog, &name("sales.t"), Some(&["day=2".into()])).await.expect("truncated");
    assert!(file("1").exists() && !file("2").exists());
    let rows = async |day| {
        let parameters = read(&world, "sales.t", day).await.parameters.expect("there");
        parameters.get("numRows").map(Str::to_string)
    };
    assert_eq!((rows("1").await.as_deref(), rows("2").await.as_deref()), (Some("5"), Some("0")));
    assert_eq!(events(&world).await.last().map(String::as_str), Some("ALTER_PARTITIONS sales.t"));
    truncate(&world.catalog, &name("sales.t"), None).await.expect("truncated");
    assert!(!file("1").exists());
}

#[tokio::test]
async fn dropping_takes_partitions_wherever_they_are() {
    for by_database in [false, true] {
        let world = sales().await;
        let elsewhere = world.folder.path().join("elsewhere");
        partitioned(&world, Some(&elsewhere)).await;
        std::fs::write(elsewhere.join("data"), "x").expect("written");
        match by_database {
            false => drop(&world.catalog, &name("sales.t"), Files::Delete).await.expect("dropped"),
            true => database::drop(&world.catalog, &database_name("sales"), Files::Delete, Everything::Yes)
                .await
                .expect("dropped"),
        }
        assert!(!elsewhere.exists() && !world.folder.path().join("sales.db/t").exists());
        for table in ["PARTITIONS", "PARTITION_PARAMS", "PARTITION_KEY_VALS", "SDS", "SERDES", "CDS", "COLUMNS_V2"] {
            assert_eq!(count_rows(&world, table).await, 0, "{table}");
        }
    }
}

#[tokio::test]
async fn partitions_are_still_listed_after_the_table_changed() {
    let world = sales().await;
    let table = partitioned(&world, None).await;
    altered(&world, "sales.t", &with_parameters(table, &[("k", "v")])).await.expect("altered");
    let names = partition::get::names(&world.catalog, &name("sales.t"), &Choice::All, Limit::None).await;
    assert_eq!(names.expect("listed"), ["day=1", "day=2"]);
}
