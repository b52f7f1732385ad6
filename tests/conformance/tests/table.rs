//! Tables over the wire: what clients get back, and which exception they get where.

use skep_conformance::{TestServer, everywhere};
use skep_testing::{CallError, Client};
use skep_types::*;

everywhere! {
    async fn a_table_is_made_read_changed_and_dropped(server) {
        let mut client = shop(server).await;
        client.call::<calls::CreateTableWithEnvironmentContext>(args::CreateTableWithEnvironmentContext {
            tbl: Some(table("Orders")),
            environment_context: None,
        }).await.expect("made");
        let mut orders = get(&mut client, "@hive#Shop", "ORDERS").await.expect("there");
        assert_eq!((orders.cat_name.as_deref(), orders.db_name.as_deref()), (Some("hive"), Some("shop")));
        let sd = orders.sd.as_mut().expect("never absent");
        assert!(sd.bucket_cols.is_some() && sd.sort_cols.is_some() && sd.parameters.is_some());
        assert!(orders.partition_keys.is_some() && orders.parameters.is_some());

        sd.cols.get_or_insert_default().push(column("more", "string"));
        alter(&mut client, "orders", &orders, &[]).await.expect("changed");
        let fields = client.call::<calls::GetFields>(args::GetFields {
            db_name: Some("shop".into()),
            table_name: Some("orders.more".into()),
        }).await.expect("there");
        assert_eq!(fields, [column("id", "bigint"), column("more", "string")]);

        drop_table(&mut client, "orders").await.expect("dropped");
        assert!(!server.warehouse().join("shop.db/orders").exists());
        let gone = drop_table(&mut client, "orders").await.expect_err("gone");
        assert_eq!(gone.exception(), Some(Exception::NoSuchObjectException));
        assert_eq!(gone.message(), "hive.shop.orders table not found");
    }

    async fn of_many_commits_with_one_base_one_wins(server) {
        let mut client = shop(server).await;
        create(&mut client, iceberg("t", "0")).await.expect("made");
        let base = get(&mut client, "shop", "t").await.expect("there");
        let mut racers = tokio::task::JoinSet::new();
        for racer in 0..12 {
            let (mut client, base) = (server.client().await, base.clone());
            racers.spawn(async move { swap(&mut client, &base, "0", &format!("by {racer}")).await });
        }
        let outcomes = racers.join_all().await;
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(won.len(), 1);
        for refused in lost.into_iter().filter_map(Result::err) {
            // Iceberg cleans its files up if it reads this; anything else is "unknown" to it.
            let sentence = "The table has been modified. The parameter value for key 'metadata_location' is";
            assert_eq!(refused.exception(), Some(Exception::MetaException));
            assert!(refused.message().contains(sentence), "{refused:?}");
        }
    }

    async fn a_commit_sent_again_after_a_lost_answer_is_a_success(server) {
        let mut client = shop(server).await;
        create(&mut client, iceberg("t", "0")).await.expect("made");
        let base = get(&mut client, "shop", "t").await.expect("there");
        swap(&mut client, &base, "0", "1").await.expect("committed");
        swap(&mut server.client().await, &base, "0", "1").await.expect("committed already");
        let after = get(&mut client, "shop", "t").await.expect("there");
        swap(&mut client, &after, "1", "2").await.expect("the next one");
        swap(&mut client, &base, "0", "1").await.expect_err("somebody went on from there");
    }

    async fn missing_things_have_the_exception_each_call_declares(server) {
        use Exception::*;
        let mut client = shop(server).await;
        create(&mut client, table("t")).await.expect("made");
        let elsewhere = Table { db_name: Some("nowhere".into()), ..table("u") };
        for (what, outcome, expected) in [
            ("get_table", get(&mut client, "shop", "u").await.map(drop), NoSuchObjectException),
            ("get_table, database", get(&mut client, "nowhere", "t").await.map(drop), NoSuchObjectException),
            ("create_table, exists", create(&mut client, table("T")).await, AlreadyExistsException),
            ("create_table, database", create(&mut client, elsewhere).await, InvalidObjectException),
            ("create_table, name", create(&mut client, table("\u{e9}")).await, InvalidObjectException),
            ("create_table, nothing", create(&mut client, Table::default()).await, MetaException),
            ("drop_table", drop_table(&mut client, "u").await, NoSuchObjectException),
            ("alter_table", alter(&mut client, "u", &table("u"), &[]).await, InvalidOperationException),
            ("alter_table, nowhere", alter(&mut client, "t", &table("t"), &[]).await, MetaException),
            ("alter_table, gone", alter(&mut client, "u", &located("u"), &[]).await, InvalidOperationException),
            ("truncate_table", truncate(&mut client, "u").await, MetaException),
            ("get_fields", get_fields(&mut client, "u").await, UnknownTableException),
            ("get_tables, null", get_tables(&mut client, None).await.map(drop), MetaException),
            ("by filter, null", by_filter(&mut client, None, Some("")).await.map(drop), UnknownDBException),
            ("by filter, no filter", by_filter(&mut client, Some("shop"), None).await.map(drop), InvalidOperationException),
            ("by filter, bad", by_filter(&mut client, Some("shop"), Some("x = ")).await.map(drop), MetaException),
            ("objects, database", objects(&mut client, Some("nowhere"), &["t"]).await.map(drop), UnknownDBException),
            ("objects, null", objects(&mut client, Some(""), &["t"]).await.map(drop), UnknownDBException),
            ("drop_database", drop_database(&mut client, false).await, InvalidOperationException),
        ] {
            let refused = outcome.expect_err(what);
            assert_eq!(refused.exception(), Some(expected), "{what}: {refused:?}");
        }
        let kept = drop_database(&mut client, false).await.expect_err("not empty");
        assert!(kept.message().contains("is not empty"), "Spark reads this: {kept:?}");
        assert_eq!(get_tables(&mut client, Some("nowhere")).await.expect("empty"), Vec::<Str>::new());
        drop_database(&mut client, true).await.expect("with all that is in it");
    }

    async fn tables_are_listed_in_every_way_clients_know(server) {
        let mut client = shop(server).await;
        let view = Table { table_type: Some("VIRTUAL_VIEW".into()), view_original_text: Some("x".into()), ..table("v") };
        for one in [iceberg("t1", "0"), table("t2"), view] {
            create(&mut client, one).await.expect("made");
        }
        assert_eq!(get_tables(&mut client, Some("@hive#shop")).await.expect("listed"), ["t1", "t2", "v"]);
        let iceberg = by_filter(&mut client, Some("shop"), Some(r#"hive_filter_field_params__table_type like "ICEBERG""#));
        assert_eq!(iceberg.await.expect("listed"), ["t1"]);
        for pattern in ["*", ".*"] {
            let views = client.call::<calls::GetTablesByType>(args::GetTablesByType {
                db_name: Some("shop".into()),
                pattern: Some(pattern.into()),
                table_type: Some("VIRTUAL_VIEW".into()),
            }).await.expect("listed");
            assert_eq!(views, ["v"], "{pattern}");
        }
        let metas = client.call::<calls::GetTableMeta>(args::GetTableMeta {
            db_patterns: Some("@hive#sh*".into()),
            tbl_patterns: Some("t*".into()),
            tbl_types: Some(Vec::new()),
        }).await.expect("listed");
        let metas: Vec<_> = metas.iter().map(|m| (m.table_name.as_str(), m.table_type.as_str())).collect();
        assert_eq!(metas, [("t1", "EXTERNAL_TABLE"), ("t2", "MANAGED_TABLE")]);
        let found = objects(&mut client, Some("shop"), &["T2", "t1", "t1", "gone"]).await.expect("read");
        let found: Vec<_> = found.iter().filter_map(|t| t.table_name.as_deref()).collect();
        assert_eq!(found, ["t1", "t2"]);
        let by_pattern = client.call::<calls::GetTableObjectsByNameReq>(args::GetTableObjectsByNameReq {
            req: Some(GetTablesRequest { db_name: "shop".into(), tables_pattern: Some("t*".into()), ..Default::default() }),
        }).await.expect("read");
        assert_eq!(by_pattern.tables.len(), 2);
    }

    async fn insert_only_tables_are_for_clients_that_can_read_them(server) {
        let mut client = shop(server).await;
        let parameters = [("transactional", "true"), ("transactional_properties", "insert_only")];
        create(&mut client, with(table("t"), &parameters)).await.expect("made");
        let refused = get(&mut client, "shop", "t").await.expect_err("says nothing of itself");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert!(refused.message().starts_with("Your client does not appear to support insert-only tables."));
        let can = ClientCapabilities { values: vec![ClientCapability::INSERT_ONLY_TABLES] };
        let request = GetTableRequest { db_name: "shop".into(), tbl_name: "t".into(), capabilities: Some(can), ..Default::default() };
        client.call::<calls::GetTableReq>(args::GetTableReq { req: Some(request) }).await.expect("can");
    }

    async fn a_client_of_hive_4_is_told_how_far_it_may_use_a_table(server) {
        let mut client = shop(server).await;
        create(&mut client, iceberg("t", "0")).await.expect("made");
        let request = GetTableRequest { db_name: "shop".into(), tbl_name: "t".into(), ..Default::default() };
        for (can, access) in [(None, None), (Some(vec!["EXTREAD".into()]), Some(2))] {
            let req = Some(GetTableRequest { processor_capabilities: can.clone(), ..request.clone() });
            let found = client.call::<calls::GetTableReq>(args::GetTableReq { req }).await.expect("there");
            assert_eq!(found.table.access_type, access);
            let req = GetTablesExtRequest {
                catalog: "hive".into(),
                database: "shop".into(),
                table_name_pattern: "*".into(),
                requested_fields: GetTablesExtRequestFields::ALL.0,
                processor_capabilities: can,
                ..Default::default()
            };
            let listed = client.call::<calls::GetTablesExt>(args::GetTablesExt { req: Some(req) }).await.expect("listed");
            assert_eq!((listed[0].tbl_name.as_str(), listed[0].access_type), ("t", access.map(i32::from)));
        }
    }

    async fn parameters_of_several_tables_are_committed_together(server) {
        let mut client = shop(server).await;
        for name in ["t", "u"] {
            create(&mut client, iceberg(name, "0")).await.expect("made");
        }
        let update = |name: &str, from: &str, to: &str| TableParamsUpdate {
            db_name: "shop".into(),
            table_name: name.into(),
            params: [("metadata_location".into(), to.into())].into(),
            expected_param_key: Some("metadata_location".into()),
            expected_param_value: Some(from.into()),
            ..Default::default()
        };
        let mut commit = async |updates: Vec<TableParamsUpdate>| {
            client.call::<calls::UpdateTableParams>(args::UpdateTableParams { updates: Some(updates) }).await
        };
        commit(vec![update("t", "0", "1"), update("u", "0", "1")]).await.expect("committed");
        let refused = commit(vec![update("t", "1", "2"), update("u", "0", "2")]).await.expect_err("u has moved on");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert!(refused.message().starts_with("The table has been modified."), "{refused:?}");
        let missing = commit(vec![update("t", "1", "2"), update("nothing", "1", "2")]).await.expect_err("missing");
        assert_eq!(missing.exception(), Some(Exception::MetaException));
        let t = get(&mut client, "shop", "t").await.expect("there");
        let location = t.parameters.as_ref().and_then(|all| all.get("metadata_location"));
        assert_eq!(location.map(Str::as_str), Some("1"), "both or none");
    }

    async fn a_materialized_view_is_told_what_it_shows(server) {
        let mut client = shop(server).await;
        create(&mut client, table("t")).await.expect("made");
        let metadata = CreationMetadata {
            cat_name: "hive".into(),
            db_name: "shop".into(),
            tbl_name: "v".into(),
            tables_used: ["hive.shop.t".into()].into(),
            valid_txn_list: Some("5:1".into()),
            ..Default::default()
        };
        let view = Table {
            table_type: Some("MATERIALIZED_VIEW".into()),
            creation_metadata: Some(metadata.clone()),
            ..table("v")
        };
        create(&mut client, view).await.expect("made");
        let mut update = async |name: &str, creation_metadata: Option<CreationMetadata>| {
            let args = args::UpdateCreationMetadata {
                cat_name: Some("hive".into()),
                dbname: Some("shop".into()),
                tbl_name: Some(name.into()),
                creation_metadata,
            };
            client.call::<calls::UpdateCreationMetadata>(args).await
        };
        let rebuilt = CreationMetadata { valid_txn_list: Some("9:1".into()), ..metadata };
        update("v", Some(rebuilt.clone())).await.expect("updated");
        for (name, metadata) in [("t", Some(rebuilt.clone())), ("nothing", Some(rebuilt)), ("v", None)] {
            let refused = update(name, metadata).await.expect_err(name);
            assert_eq!(refused.exception(), Some(Exception::MetaException), "{name}");
        }
        let found = get(&mut client, "shop", "v").await.expect("there").creation_metadata.expect("kept");
        assert_eq!(found.valid_txn_list.as_deref(), Some("9:1"));
        let sources = found.source_tables.expect("since Hive 4");
        assert_eq!(sources[0].table.table_name.as_deref(), Some("t"));
    }

    async fn a_rename_moves_the_directory_and_refuses_a_taken_name(server) {
        let mut client = shop(server).await;
        create(&mut client, table("t")).await.expect("made");
        create(&mut client, table("u")).await.expect("made");
        let t = get(&mut client, "shop", "t").await.expect("there");
        let renamed = |name: &str| Table { table_name: Some(name.into()), ..t.clone() };
        let taken = alter(&mut client, "t", &renamed("u"), &[]).await.expect_err("taken");
        assert_eq!(taken.exception(), Some(Exception::InvalidOperationException));
        assert!(taken.message().contains("new table shop.u already exists"), "Iceberg reads this: {taken:?}");
        alter(&mut client, "t", &renamed("w"), &[]).await.expect("renamed");
        assert!(server.warehouse().join("shop.db/w").is_dir());
        assert!(!server.warehouse().join("shop.db/t").exists());
    }
}

/// A connection, and the database `shop`.
async fn shop(server: &TestServer) -> Client {
    let mut client = server.client().await;
    let database = Database { name: Some("shop".into()), ..Database::default() };
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await.expect("made");
    client
}

fn column(name: &str, type_: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
}

fn table(name: &str) -> Table {
    Table {
        table_name: Some(name.into()),
        db_name: Some("shop".into()),
        sd: Some(StorageDescriptor {
            cols: Some(vec![column("id", "bigint")]),
            serde_info: Some(SerDeInfo::default()),
            ..StorageDescriptor::default()
        }),
        ..Table::default()
    }
}

fn located(name: &str) -> Table {
    let mut table = table(name);
    table.sd.get_or_insert_default().location = Some("/data".into());
    table
}

fn with(mut table: Table, parameters: &[(&str, &str)]) -> Table {
    let all = table.parameters.get_or_insert_default();
    all.extend(parameters.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))));
    table
}

fn iceberg(name: &str, metadata: &str) -> Table {
    with(table(name), &[("EXTERNAL", "TRUE"), ("table_type", "ICEBERG"), ("metadata_location", metadata)])
}

/// A commit as Iceberg sends it.
async fn swap(client: &mut Client, base: &Table, expected: &str, metadata: &str) -> Result<(), CallError> {
    let wanted = [("metadata_location", metadata), ("previous_metadata_location", expected)];
    let expectation = [
        ("DO_NOT_UPDATE_STATS", "true"),
        ("expected_parameter_key", "metadata_location"),
        ("expected_parameter_value", expected),
    ];
    alter(client, "t", &with(base.clone(), &wanted), &expectation).await
}

async fn create(client: &mut Client, table: Table) -> Result<(), CallError> {
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await
}

async fn get(client: &mut Client, database: &str, table: &str) -> Result<Table, CallError> {
    let args = args::GetTable { dbname: Some(database.into()), tbl_name: Some(table.into()) };
    client.call::<calls::GetTable>(args).await
}

async fn alter(client: &mut Client, name: &str, to: &Table, properties: &[(&str, &str)]) -> Result<(), CallError> {
    let properties = properties.iter().map(|(key, value)| (Str::from(*key), Str::from(*value)));
    let args = args::AlterTableWithEnvironmentContext {
        dbname: Some("shop".into()),
        tbl_name: Some(name.into()),
        new_tbl: Some(to.clone()),
        environment_context: Some(EnvironmentContext { properties: Some(properties.collect()) }),
    };
    client.call::<calls::AlterTableWithEnvironmentContext>(args).await
}

async fn drop_table(client: &mut Client, name: &str) -> Result<(), CallError> {
    let args = args::DropTable { dbname: Some("shop".into()), name: Some(name.into()), delete_data: Some(true) };
    client.call::<calls::DropTable>(args).await
}

async fn drop_database(client: &mut Client, cascade: bool) -> Result<(), CallError> {
    let args = args::DropDatabase { name: Some("shop".into()), delete_data: Some(true), cascade: Some(cascade) };
    client.call::<calls::DropDatabase>(args).await
}

async fn truncate(client: &mut Client, name: &str) -> Result<(), CallError> {
    let args = args::TruncateTable { db_name: Some("shop".into()), table_name: Some(name.into()), part_names: None };
    client.call::<calls::TruncateTable>(args).await
}

async fn get_fields(client: &mut Client, name: &str) -> Result<(), CallError> {
    let args = args::GetFields { db_name: Some("shop".into()), table_name: Some(name.into()) };
    client.call::<calls::GetFields>(args).await.map(drop)
}

async fn get_tables(client: &mut Client, database: Option<&str>) -> Result<Vec<Str>, CallError> {
    let args = args::GetTables { db_name: database.map(Str::from), pattern: Some("*".into()) };
    client.call::<calls::GetTables>(args).await
}

async fn by_filter(client: &mut Client, database: Option<&str>, filter: Option<&str>) -> Result<Vec<Str>, CallError> {
    let (dbname, filter) = (database.map(Str::from), filter.map(Str::from));
    let args = args::GetTableNamesByFilter { dbname, filter, max_tables: Some(-1) };
    client.call::<calls::GetTableNamesByFilter>(args).await
}

async fn objects(client: &mut Client, database: Option<&str>, names: &[&str]) -> Result<Vec<Table>, CallError> {
    let request = GetTablesRequest {
        db_name: database.unwrap_or_default().into(),
        tbl_names: Some(names.iter().map(|name| Str::from(*name)).collect()),
        ..GetTablesRequest::default()
    };
    let args = args::GetTableObjectsByNameReq { req: Some(request) };
    client.call::<calls::GetTableObjectsByNameReq>(args).await.map(|result| result.tables)
}
