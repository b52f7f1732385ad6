//! Catalogs over the wire, and databases and tables in them by every form of name.

use skep_conformance::{TestServer, everywhere};
use skep_testing::{Backend, CallError, Client};
use skep_types::*;

everywhere! {
    async fn a_catalog_is_made_found_changed_and_dropped(server) {
        let mut client = server.client().await;
        create(&mut client, described(server, "Spark")).await.expect("made");
        let found = get(&mut client, "SPARK").await.expect("there");
        assert_eq!(found.name.as_deref(), Some("spark"));
        assert_eq!(names(&mut client).await, ["hive", "spark"]);
        let change = Catalog { description: Some("it's new".into()), ..described(server, "spark") };
        let request = AlterCatalogRequest { name: Some("spark".into()), new_cat: Some(change) };
        client.call::<calls::AlterCatalog>(args::AlterCatalog { rqst: Some(request) }).await.expect("changed");
        assert_eq!(get(&mut client, "spark").await.expect("there").description.as_deref(), Some("it's new"));
        drop_catalog(&mut client, "spark", None).await.expect("dropped");
        let gone = drop_catalog(&mut client, "spark", None).await.expect_err("gone");
        assert_eq!((gone.exception(), gone.message()), (Some(Exception::NoSuchObjectException), "No catalog spark"));
        drop_catalog(&mut client, "spark", Some(true)).await.expect("gone is fine");
    }

    async fn what_is_wrong_with_a_catalog_has_its_declared_exception(server) {
        use Exception::*;
        let mut client = server.client().await;
        create(&mut client, described(server, "a")).await.expect("made");
        let nowhere = Catalog { location_uri: None, ..described(server, "b") };
        for (what, outcome, expected) in [
            ("again", create(&mut client, described(server, "A")).await, AlreadyExistsException),
            ("name", create(&mut client, described(server, "%_\\'\"$1{if}")).await, InvalidObjectException),
            ("NUL", create(&mut client, described(server, "b\0c")).await, InvalidObjectException),
            ("no place", create(&mut client, nowhere).await, InvalidObjectException),
            ("nothing", client.call::<calls::CreateCatalog>(Default::default()).await, MetaException),
            ("missing", get(&mut client, "b").await.map(drop), NoSuchObjectException),
            ("hive", drop_catalog(&mut client, "hive", Some(true)).await, MetaException),
        ] {
            assert_eq!(outcome.expect_err(what).exception(), Some(expected), "{what}");
        }
        assert_eq!(names(&mut client).await, ["a", "hive"]);
    }

    async fn every_form_of_a_name_reaches_the_same_table(server) {
        let mut client = server.client().await;
        create(&mut client, described(server, "other")).await.expect("made");
        let sales = Database { name: Some("sales".into()), catalog_name: Some("other".into()), ..Default::default() };
        client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(sales) }).await.expect("made");
        let by_field = Table { cat_name: Some("other".into()), ..table("sales", "a") };
        for table in [by_field, table("@other#sales", "b")] {
            client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
        }
        let listed = args::GetAllTables { db_name: Some("@other#sales".into()) };
        assert_eq!(client.call::<calls::GetAllTables>(listed).await.expect("listed"), ["a", "b"]);
        let request = GetTableRequest {
            db_name: "sales".into(),
            tbl_name: "b".into(),
            cat_name: Some("other".into()),
            ..Default::default()
        };
        let found = client.call::<calls::GetTableReq>(args::GetTableReq { req: Some(request) }).await.expect("there");
        assert_eq!(found.table.cat_name.as_deref(), Some("other"));
        let in_hive = args::GetTable { dbname: Some("sales".into()), tbl_name: Some("a".into()) };
        let refused = client.call::<calls::GetTable>(in_hive).await.expect_err("another catalog");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
        let function = Function {
            function_name: Some("f".into()),
            db_name: Some("sales".into()),
            cat_name: Some("other".into()),
            class_name: Some("F".into()),
            owner_type: Some(PrincipalType::USER),
            function_type: Some(FunctionType::JAVA),
            ..Default::default()
        };
        client.call::<calls::CreateFunction>(args::CreateFunction { func: Some(function) }).await.expect("made");
        let named = args::GetFunction { db_name: Some("@other#sales".into()), func_name: Some("F".into()) };
        client.call::<calls::GetFunction>(named).await.expect("there");
        let request = DropDatabaseRequest {
            name: "sales".into(),
            catalog_name: Some("other".into()),
            delete_data: true,
            cascade: true,
            ..Default::default()
        };
        client.call::<calls::DropDatabaseReq>(args::DropDatabaseReq { req: Some(request) }).await.expect("dropped");
        drop_catalog(&mut client, "other", None).await.expect("empty again");
    }
}

#[tokio::test]
async fn on_hive_2_3s_schema_other_catalogs_are_refused_by_name() {
    for backend in [Backend::Postgres, Backend::Mariadb] {
        let server = TestServer::with_schema(backend, skep_schema::Version::V2_3).await;
        let mut client = server.client().await;
        assert_eq!(names(&mut client).await, ["hive"]);
        let refused = create(&mut client, described(&server, "a")).await.expect_err("no table");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert!(refused.message().contains("CTLGS of 3.1.0 and later"), "{}", refused.message());
        let refused =
            client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table("@a#default", "t")) }).await;
        assert_eq!(refused.expect_err("no catalog").exception(), Some(Exception::InvalidObjectException));
        let elsewhere = args::GetDatabase { name: Some("@a#default".into()) };
        let refused = client.call::<calls::GetDatabase>(elsewhere).await.expect_err("no catalog");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
    }
}

fn described(server: &TestServer, name: &str) -> Catalog {
    let location = server.warehouse().join("catalogs").join(name.to_lowercase().replace('\0', "0"));
    let location = Some(location.display().to_string().into());
    Catalog { name: Some(name.into()), location_uri: location, ..Default::default() }
}

fn table(database: &str, name: &str) -> Table {
    let column = FieldSchema { name: Some("id".into()), type_: Some("int".into()), comment: None };
    let serde_info = Some(SerDeInfo::default());
    Table {
        db_name: Some(database.into()),
        table_name: Some(name.into()),
        sd: Some(StorageDescriptor { cols: Some(vec![column]), serde_info, ..Default::default() }),
        ..Default::default()
    }
}

async fn create(client: &mut Client, catalog: Catalog) -> Result<(), CallError> {
    let request = CreateCatalogRequest { catalog: Some(catalog) };
    client.call::<calls::CreateCatalog>(args::CreateCatalog { catalog: Some(request) }).await
}

async fn get(client: &mut Client, name: &str) -> Result<Catalog, CallError> {
    let request = GetCatalogRequest { name: Some(name.into()) };
    let found = client.call::<calls::GetCatalog>(args::GetCatalog { cat_name: Some(request) }).await?;
    Ok(found.catalog.expect("always there"))
}

async fn names(client: &mut Client) -> Vec<Str> {
    client.call::<calls::GetCatalogs>(args::GetCatalogs {}).await.expect("listed").names.expect("always there")
}

async fn drop_catalog(client: &mut Client, name: &str, if_exists: Option<bool>) -> Result<(), CallError> {
    let request = DropCatalogRequest { name: Some(name.into()), if_exists };
    client.call::<calls::DropCatalog>(args::DropCatalog { cat_name: Some(request) }).await
}
