//! Indexes: Hive 2.3 had them, and no schema since then has a table for them.

use skep_conformance::{TestServer, everywhere};
use skep_schema::Version;
use skep_testing::{Backend, Client};
use skep_types::{Exception, FieldSchema, Index, SerDeInfo, StorageDescriptor, Table, args, calls};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_of_hive_2_lives_from_add_to_drop() {
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let server = TestServer::with_schema(backend, Version::V2_3).await;
        let mut client = server.client().await;
        make_table(&mut client).await;
        let add =
            args::AddIndex { new_index: Some(index("By'Id")), index_table: Some(table("t_by_id", "INDEX_TABLE")) };
        let added = client.call::<calls::AddIndex>(add).await.expect("added");
        assert_eq!(added.index_name.as_deref(), Some("by'id"), "{backend}");
        let again = args::AddIndex { new_index: Some(index("by'id")), index_table: None };
        let again = client.call::<calls::AddIndex>(again).await.expect_err("taken");
        assert_eq!(again.exception(), Some(Exception::AlreadyExistsException), "{backend}");
        assert_eq!(get(&mut client, "BY'ID").await.expect("there"), added, "{backend}");
        assert_eq!(names(&mut client).await.expect("listed"), ["by'id"], "{backend}");

        let new_idx = Index { parameters: Some([("k".into(), "%_\\'\"".into())].into()), ..added.clone() };
        let alter = args::AlterIndex {
            dbname: Some("default".into()),
            base_tbl_name: Some("t".into()),
            idx_name: Some("by'id".into()),
            new_idx: Some(new_idx),
        };
        client.call::<calls::AlterIndex>(alter).await.expect("changed");
        let list =
            args::GetIndexes { db_name: Some("default".into()), tbl_name: Some("t".into()), max_indexes: Some(-1) };
        let listed = client.call::<calls::GetIndexes>(list).await.expect("listed");
        let kept = listed[0].parameters.as_ref().and_then(|parameters| parameters.get("k"));
        assert_eq!(kept.map(|value| value.as_str()), Some("%_\\'\""), "{backend}");

        assert!(drop(&mut client, "by'id").await.expect("dropped"), "{backend}");
        assert_eq!(get(&mut client, "by'id").await, Err(Some(Exception::NoSuchObjectException)), "{backend}");
        assert_eq!(drop(&mut client, "by'id").await, Err(Some(Exception::NoSuchObjectException)), "{backend}");
        assert!(names(&mut client).await.expect("listed").is_empty(), "{backend}");
    }
}

everywhere! {
    async fn since_hive_3_there_are_none_and_none_can_be_added(server) {
        let mut client = server.client().await;
        make_table(&mut client).await;
        let add = args::AddIndex { new_index: Some(index("by'id")), index_table: Some(table("t_by_id", "INDEX_TABLE")) };
        let refused = client.call::<calls::AddIndex>(add).await.expect_err("no table for it");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert!(refused.message().contains("2.3.0"), "{refused:?}");
        assert!(names(&mut client).await.expect("listed").is_empty());
        assert_eq!(get(&mut client, "by'id").await, Err(Some(Exception::NoSuchObjectException)));
        // The table that was to hold it was not made.
        let held = args::GetTable { dbname: Some("default".into()), tbl_name: Some("t_by_id".into()) };
        assert_eq!(
            client.call::<calls::GetTable>(held).await.expect_err("not made").exception(),
            Some(Exception::NoSuchObjectException)
        );
    }
}

fn storage() -> StorageDescriptor {
    let column = FieldSchema { name: Some("id".into()), type_: Some("bigint".into()), comment: None };
    StorageDescriptor { cols: Some(vec![column]), serde_info: Some(SerDeInfo::default()), ..Default::default() }
}

fn table(name: &str, kind: &str) -> Table {
    Table {
        table_name: Some(name.into()),
        db_name: Some("default".into()),
        table_type: Some(kind.into()),
        sd: Some(storage()),
        ..Table::default()
    }
}

fn index(name: &str) -> Index {
    Index {
        index_name: Some(name.into()),
        index_handler_class: Some("org.apache.hadoop.hive.ql.index.compact.CompactIndexHandler".into()),
        db_name: Some("default".into()),
        orig_table_name: Some("T".into()),
        index_table_name: Some("t_by_id".into()),
        sd: Some(storage()),
        ..Index::default()
    }
}

async fn make_table(client: &mut Client) {
    let make = args::CreateTable { tbl: Some(table("t", "MANAGED_TABLE")) };
    client.call::<calls::CreateTable>(make).await.expect("made");
}

async fn get(client: &mut Client, name: &str) -> Result<Index, Option<Exception>> {
    let get = args::GetIndexByName {
        db_name: Some("default".into()),
        tbl_name: Some("t".into()),
        index_name: Some(name.into()),
    };
    client.call::<calls::GetIndexByName>(get).await.map_err(|error| error.exception())
}

async fn names(client: &mut Client) -> Result<Vec<skep_types::Str>, Option<Exception>> {
    let list =
        args::GetIndexNames { db_name: Some("default".into()), tbl_name: Some("t".into()), max_indexes: Some(-1) };
    client.call::<calls::GetIndexNames>(list).await.map_err(|error| error.exception())
}

async fn drop(client: &mut Client, name: &str) -> Result<bool, Option<Exception>> {
    let drop = args::DropIndexByName {
        db_name: Some("default".into()),
        tbl_name: Some("t".into()),
        index_name: Some(name.into()),
        delete_data: Some(true),
    };
    client.call::<calls::DropIndexByName>(drop).await.map_err(|error| error.exception())
}
