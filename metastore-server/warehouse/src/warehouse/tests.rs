//! Directories made, moved, counted and deleted: on a disk, in a bucket, and not at all.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::TryStreamExt;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use tempfile::TempDir;

use crate::{Error, Location, Mode, Move, Settings, Statistics, Warehouse};

fn on_disk(mode: Mode) -> (TempDir, Warehouse) {
    let dir = TempDir::new().expect("a temporary directory");
    let root = dir.path().join("wh").to_str().expect("UTF-8").to_owned();
    let warehouse = Warehouse::open(Settings { root, mode, ..Settings::default() }).expect("opens");
    (dir, warehouse)
}

async fn in_bucket(keys: &[&str]) -> (Arc<InMemory>, Warehouse) {
    let settings = Settings { root: "s3://lake/wh".to_owned(), ..Settings::default() };
    let warehouse = Warehouse::open(settings).expect("opens");
    let store = Arc::new(InMemory::new());
    warehouse.use_store(warehouse.root(), store.clone());
    for key in keys {
        store.put(&Key::parse(key).expect("a key"), "12345".into()).await.expect("put");
    }
    (store, warehouse)
}

async fn keys(store: &InMemory) -> Vec<String> {
    let objects: Vec<_> = store.list(None).try_collect().await.expect("listed");
    let mut keys: Vec<String> = objects.into_iter().map(|object| object.location.to_string()).collect();
    keys.sort();
    keys
}

fn write(location: &Location, file: &str) {
    let path = std::path::Path::new(location.path()).join(file);
    fs::create_dir_all(path.parent().expect("has a parent")).expect("made");
    fs::write(path, "12345").expect("written");
}

fn exists(location: &Location) -> bool {
    fs::exists(location.path()).expect("looked")
}

#[tokio::test]
async fn default_locations_are_those_of_hive() {
    let (_, warehouse) = in_bucket(&[]).await;
    let sales = warehouse.default_database_location("sales");
    assert_eq!(sales.as_str(), "s3://lake/wh/sales.db");
    assert_eq!(warehouse.default_database_location("default").as_str(), "s3://lake/wh");
    let orders = warehouse.default_table_location(&sales, "orders/eu");
    assert_eq!(orders.as_str(), "s3://lake/wh/sales.db/orders-47-eu");
    let partition = warehouse.partition_location(&orders, "day=2020%3A01/h=1").expect("valid");
    assert_eq!(partition.as_str(), "s3://lake/wh/sales.db/orders-47-eu/day=2020%3A01/h=1");
}

#[tokio::test]
async fn a_kept_directory_stays_and_a_dropped_one_goes_with_the_parents_made_for_it() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let table = warehouse.default_table_location(&warehouse.default_database_location("d"), "t");
    let made = warehouse.make_directory(&table).await.expect("made");
    assert!(made.is_new() && !made.existed());
    drop(made);
    assert!(!exists(warehouse.root()));
    warehouse.make_directory(&table).await.expect("made").keep();
    assert!(exists(&table));
    let again = warehouse.make_directory(&table).await.expect("found");
    assert!(again.existed());
    drop(again);
    assert!(exists(&table));
}

#[tokio::test]
async fn a_directory_somebody_wrote_to_is_not_taken_back() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let table = warehouse.default_table_location(warehouse.root(), "t");
    let made = warehouse.make_directory(&table).await.expect("made");
    write(&table, "data.parquet");
    drop(made);
    assert!(exists(&table));
}

#[tokio::test]
async fn many_directories_are_made_together_or_not_at_all() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let at = |name: &str| warehouse.partition_location(warehouse.root(), name).expect("valid");
    write(warehouse.root(), "p=3");
    let refused = warehouse.make_directories(&[at("p=1"), at("p=2"), at("p=3")]).await;
    assert!(matches!(refused, Err(Error::NotADirectory(location)) if location == at("p=3")));
    assert!(!exists(&at("p=1")) && !exists(&at("p=2")));
}

#[tokio::test]
async fn statistics_leave_out_hidden_names_on_every_level() {
    let files = ["wh/t/a", "wh/t/p=1/b", "wh/t/_SUCCESS", "wh/t/.staging/c", "wh/t/p=1/_tmp/d", "wh/t10/e"];
    let expected = Some(Statistics { files: 2, bytes: 10 });

    let (_dir, disk) = on_disk(Mode::Managed);
    let top = disk.root().parent().expect("not a root");
    files.iter().for_each(|file| write(&top, file));
    let table = disk.default_table_location(disk.root(), "t");
    assert_eq!(disk.list_statistics(&table).await.expect("listed"), expected);
    let missing = disk.default_table_location(disk.root(), "missing");
    assert_eq!(disk.list_statistics(&missing).await.expect("listed"), None);

    let (_, bucket) = in_bucket(&files).await;
    let table = bucket.default_table_location(bucket.root(), "t");
    assert_eq!(bucket.list_statistics(&table).await.expect("listed"), expected);
    let missing = bucket.default_table_location(bucket.root(), "missing");
    assert_eq!(bucket.list_statistics(&missing).await.expect("listed"), None);
}

#[tokio::test]
async fn a_move_is_undone_unless_kept() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let at = |name: &str| warehouse.default_table_location(&warehouse.default_database_location(name), "t");
    let (old, new) = (at("a"), at("b"));
    write(&old, "data");
    let moved = warehouse.move_directory(&old, &new).await.expect("moved");
    assert!(matches!(moved, Move::Done(_)) && exists(&new) && !exists(&old));
    drop(moved);
    assert!(exists(&old) && !exists(&new.parent().expect("a database")));
    let Move::Done(moved) = warehouse.move_directory(&old, &new).await.expect("moved") else { panic!("not moved") };
    moved.committing().store(true, Ordering::Release);
    drop(moved);
    assert!(exists(&new) && !exists(&old), "nobody knows what became of the commit: files stay where they are");
    let Move::Done(moved) = warehouse.move_directory(&new, &old).await.expect("moved") else { panic!("not moved") };
    moved.keep().await.expect("kept");
    assert!(exists(&old) && !exists(&new));
    let Move::Done(moved) = warehouse.move_directory(&old, &new).await.expect("moved") else { panic!("not moved") };
    moved.keep().await.expect("kept");
    assert!(matches!(warehouse.move_directory(&old, &at("c")).await, Ok(Move::Missing)));
}

#[tokio::test]
async fn a_move_never_lands_on_something() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let at = |name: &str| warehouse.default_table_location(warehouse.root(), name);
    write(&at("old"), "data");
    fs::create_dir(at("empty").path()).expect("made");
    assert!(matches!(warehouse.move_directory(&at("old"), &at("empty")).await, Err(Error::Exists(_))));
    let away = warehouse.qualify("s3://other/x").expect("valid");
    assert!(matches!(warehouse.move_directory(&at("old"), &away).await, Err(Error::OtherFilesystem { .. })));
    assert!(exists(&at("old")));
}

#[tokio::test]
async fn objects_are_copied_first_and_their_sources_deleted_when_the_move_is_kept() {
    let (store, warehouse) = in_bucket(&["wh/t/a", "wh/t/p=1%3A0/b", "wh/t10/c"]).await;
    let at = |name: &str| warehouse.default_table_location(warehouse.root(), name);
    let Ok(Move::Done(moved)) = warehouse.move_directory(&at("t"), &at("n")).await else { panic!("not moved") };
    moved.undo().await.expect("undone");
    assert_eq!(keys(&store).await, ["wh/t/a", "wh/t/p=1%3A0/b", "wh/t10/c"]);
    let Ok(Move::Done(moved)) = warehouse.move_directory(&at("t"), &at("n")).await else { panic!("not moved") };
    moved.keep().await.expect("kept");
    assert_eq!(keys(&store).await, ["wh/n/a", "wh/n/p=1%3A0/b", "wh/t10/c"]);
    assert!(matches!(warehouse.move_directory(&at("n"), &at("t10")).await, Err(Error::Exists(_))));
}

#[tokio::test]
async fn deleting_takes_the_directory_and_not_its_neighbour() {
    let (store, warehouse) = in_bucket(&["wh/t/a", "wh/t/p=1/b", "wh/t10/c"]).await;
    let table = warehouse.qualify("s3a://lake/wh/t").expect("valid");
    assert!(warehouse.is_directory(&table).await.expect("looked"));
    warehouse.delete_directory(&table).await.expect("deleted");
    warehouse.delete_directory(&table).await.expect("deleting what is gone is fine");
    assert!(!warehouse.is_directory(&table).await.expect("looked"));
    assert_eq!(keys(&store).await, ["wh/t10/c"]);
}

#[tokio::test]
async fn emptying_keeps_the_directory_and_links_are_removed_not_followed() {
    let (dir, warehouse) = on_disk(Mode::Managed);
    let table = warehouse.default_table_location(warehouse.root(), "t");
    write(&table, "p=1/a");
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).expect("made");
    fs::write(outside.join("precious"), "x").expect("written");
    std::os::unix::fs::symlink(&outside, format!("{}/link", table.path())).expect("linked");
    warehouse.empty_directory(&table).await.expect("emptied");
    assert_eq!(fs::read_dir(table.path()).expect("still there").count(), 0);
    assert!(outside.join("precious").exists());
}

#[tokio::test]
async fn empty_parents_go_up_to_the_table_and_no_further() {
    let (_dir, warehouse) = on_disk(Mode::Managed);
    let table = warehouse.default_table_location(warehouse.root(), "t");
    let at = |name: &str| warehouse.partition_location(&table, name).expect("valid");
    warehouse.make_directory(&at("y=1/m=1/d=1")).await.expect("made").keep();
    warehouse.make_directory(&at("y=1/m=2/d=1")).await.expect("made").keep();
    warehouse.delete_directory(&at("y=1/m=1/d=1")).await.expect("deleted");
    warehouse.remove_empty_parents(&at("y=1/m=1/d=1"), &table).await.expect("removed");
    assert!(!exists(&at("y=1/m=1")) && exists(&at("y=1/m=2/d=1")));
    warehouse.delete_directory(&at("y=1/m=2/d=1")).await.expect("deleted");
    warehouse.remove_empty_parents(&at("y=1/m=2/d=1"), &table).await.expect("removed");
    assert!(!exists(&at("y=1")) && exists(&table));
}

#[tokio::test]
async fn what_holds_the_warehouse_is_never_deleted_moved_or_emptied() {
    let (dir, warehouse) = on_disk(Mode::Managed);
    write(warehouse.root(), "t/data");
    std::os::unix::fs::symlink(dir.path(), dir.path().join("link")).expect("linked");
    let above = warehouse.root().parent().expect("not a root");
    let other = warehouse.qualify("file:/somewhere/else").expect("valid");
    for text in ["file:/", above.as_str(), warehouse.root().as_str(), &format!("{above}/link/wh"), "s3://bucket"] {
        let location = warehouse.qualify(text).expect("valid");
        assert!(matches!(warehouse.delete_directory(&location).await, Err(Error::Invalid { .. })), "{text}");
        assert!(matches!(warehouse.empty_directory(&location).await, Err(Error::Invalid { .. })), "{text}");
        assert!(matches!(warehouse.move_directory(&location, &other).await, Err(Error::Invalid { .. })), "{text}");
    }
    assert!(exists(&warehouse.default_table_location(warehouse.root(), "t")));
}

#[tokio::test]
async fn foreign_schemes_and_metadata_only_mode_touch_nothing() {
    let (_dir, managed) = on_disk(Mode::Managed);
    let (_dir2, hands_off) = on_disk(Mode::MetadataOnly);
    write(hands_off.root(), "t/data");
    let inside = hands_off.default_table_location(hands_off.root(), "t");
    for (warehouse, location) in [(&managed, managed.qualify("hdfs://nn/wh/t").expect("valid")), (&hands_off, inside)] {
        let made = warehouse.make_directory(&location).await.expect("nothing to do");
        assert!(!made.is_new() && !made.existed());
        let beside = warehouse.partition_location(&location, "../u").expect("valid");
        assert!(matches!(warehouse.move_directory(&location, &beside).await, Ok(Move::NotOurs)));
        assert_eq!(warehouse.list_statistics(&location).await.expect("nothing to do"), None);
        warehouse.delete_directory(&location).await.expect("nothing to do");
        assert!(!warehouse.is_ours(&location).expect("known"));
    }
    assert!(exists(&hands_off.qualify(&format!("{}/t/data", hands_off.root())).expect("valid")));
}

#[tokio::test]
async fn with_allowed_locations_all_others_are_left_alone() {
    let dir = TempDir::new().expect("a temporary directory");
    let at = |name: &str| format!("file:{}/{name}", dir.path().display());
    let warehouse =
        Warehouse::open(Settings { root: at("wh"), allowed: Some(vec![at("shared")]), ..Settings::default() });
    let warehouse = warehouse.expect("opens");
    for (name, touched) in [("wh/t", true), ("shared/t", true), ("shared2/t", false), ("wh/../home", false)] {
        let location = warehouse.qualify(&at(name)).expect("valid");
        write(&location, "data");
        warehouse.delete_directory(&location).await.expect("deleted or left alone");
        assert_eq!(exists(&location), !touched, "{name}");
    }
}
