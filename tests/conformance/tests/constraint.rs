//! Constraints over the wire: what clients get back, and which exception they get where.

use skep_conformance::{TestServer, everywhere};
use skep_schema::Version;
use skep_testing::{Backend, CallError, Client};
use skep_types::*;

everywhere! {
    async fn a_table_declared_with_constraints_answers_every_question_about_them(server) {
        let mut client = shop(server).await;
        let declared = args::CreateTableWithConstraints {
            tbl: Some(table("people")),
            primary_keys: Some(vec![primary("people", "id")]),
            unique_constraints: Some(vec![SQLUniqueConstraint {
                column_name: Some("name".into()),
                key_seq: Some(1),
                uk_name: Some("One_Name".into()),
                enable_cstr: Some(true),
                ..Default::default()
            }]),
            not_null_constraints: Some(vec![SQLNotNullConstraint { column_name: Some("name".into()), ..Default::default() }]),
            default_constraints: Some(vec![SQLDefaultConstraint {
                column_name: Some("name".into()),
                default_value: Some(HOSTILE.into()),
                ..Default::default()
            }]),
            check_constraints: Some(vec![SQLCheckConstraint {
                column_name: Some("id".into()),
                check_expression: Some("id > 0".into()),
                ..Default::default()
            }]),
            foreign_keys: None,
        };
        client.call::<calls::CreateTableWithConstraints>(declared).await.expect("made");
        let request = CreateTableRequest {
            table: table("orders"),
            foreign_keys: Some(vec![foreign("orders", "id", "people", "id")]),
            ..Default::default()
        };
        client.call::<calls::CreateTableReq>(args::CreateTableReq { request: Some(request) }).await.expect("made");

        let key = primary_keys(&mut client, "PEOPLE").await.pop().expect("there");
        assert_eq!((key.table_db.as_deref(), key.cat_name.as_deref()), (Some("shop"), Some("hive")));
        assert_eq!((key.column_name.as_deref(), key.key_seq, key.rely_cstr), (Some("id"), Some(1), Some(false)));
        let uniques = client.call::<calls::GetUniqueConstraints>(args::GetUniqueConstraints {
            request: Some(UniqueConstraintsRequest { cat_name: "hive".into(), db_name: "shop".into(), tbl_name: "people".into() }),
        }).await.expect("readable").unique_constraints;
        assert_eq!((uniques[0].uk_name.as_deref(), uniques[0].enable_cstr), (Some("one_name"), Some(true)));
        let nots = client.call::<calls::GetNotNullConstraints>(args::GetNotNullConstraints {
            request: Some(NotNullConstraintsRequest { cat_name: "hive".into(), db_name: "shop".into(), tbl_name: "people".into() }),
        }).await.expect("readable").not_null_constraints;
        assert!(nots[0].nn_name.as_deref().is_some_and(|name| name.starts_with("nn_")));
        let defaults = client.call::<calls::GetDefaultConstraints>(args::GetDefaultConstraints {
            request: Some(DefaultConstraintsRequest { cat_name: "hive".into(), db_name: "shop".into(), tbl_name: "people".into() }),
        }).await.expect("readable").default_constraints;
        assert_eq!(defaults[0].default_value.as_deref(), Some(HOSTILE));
        let checks = client.call::<calls::GetCheckConstraints>(args::GetCheckConstraints {
            request: Some(CheckConstraintsRequest { cat_name: "hive".into(), db_name: "shop".into(), tbl_name: "people".into() }),
        }).await.expect("readable").check_constraints;
        assert_eq!(checks[0].check_expression.as_deref(), Some("id > 0"));

        let of_people = ForeignKeysRequest { parent_db_name: Some("shop".into()), parent_tbl_name: Some("people".into()), ..Default::default() };
        let found = client.call::<calls::GetForeignKeys>(args::GetForeignKeys { request: Some(of_people) }).await.expect("readable");
        assert_eq!(found.foreign_keys[0].fktable_name.as_deref(), Some("orders"));
        assert_eq!(found.foreign_keys[0].pk_name, key.pk_name);
        let everything = client.call::<calls::GetAllTableConstraints>(args::GetAllTableConstraints {
            request: Some(AllTableConstraintsRequest { cat_name: "hive".into(), db_name: "shop".into(), tbl_name: "orders".into() }),
        }).await.expect("readable").all_table_constraints;
        assert_eq!(everything.foreign_keys, Some(found.foreign_keys));
        assert_eq!(everything.unique_constraints, Some(Vec::new()));
        assert_eq!(events(&mut client).await, [
            "ADD_PRIMARYKEY people", "ADD_UNIQUECONSTRAINT people", "ADD_NOTNULLCONSTRAINT people",
            "ADD_DEFAULTCONSTRAINT people", "ADD_CHECKCONSTRAINT people", "ADD_FOREIGNKEY people",
        ]);
    }

    async fn missing_things_have_the_exception_each_call_declares(server) {
        use Exception::*;
        let mut client = shop(server).await;
        create(&mut client, "t").await;
        for (what, key, expected) in [
            ("table", primary("missing", "id"), NoSuchObjectException),
            ("column", primary("t", "missing"), MetaException),
            ("database", SQLPrimaryKey { table_db: None, ..primary("t", "id") }, MetaException),
            ("name", SQLPrimaryKey { pk_name: Some("x".repeat(65_536).into()), ..primary("t", "id") }, MetaException),
        ] {
            let refused = add(&mut client, vec![key]).await.expect_err(what);
            assert_eq!(refused.exception(), Some(expected), "{what}: {refused:?}");
        }
        let refused = client.call::<calls::AddPrimaryKey>(args::AddPrimaryKey { req: None }).await.expect_err("nothing");
        assert_eq!(refused.exception(), Some(MetaException));
        let wrong = args::AddForeignKey { req: Some(AddForeignKeyRequest { foreign_key_cols: vec![foreign("t", "id", "t", "name")] }) };
        let refused = client.call::<calls::AddForeignKey>(wrong).await.expect_err("no key");
        assert_eq!(refused.exception(), Some(MetaException));
        assert!(refused.message().contains("no primary keys or unique keys"), "{refused:?}");
        let refused = drop(&mut client, "t", "nothing").await.expect_err("none");
        assert_eq!(refused.exception(), Some(NoSuchObjectException));
        assert_eq!(refused.message(), "The constraint: nothing does not exist for the associated table: shop.t");
        // Declared together with its table, the same is the table's fault.
        let declared = args::CreateTableWithConstraints {
            tbl: Some(table("u")),
            primary_keys: Some(vec![primary("u", "missing")]),
            ..Default::default()
        };
        let refused = client.call::<calls::CreateTableWithConstraints>(declared).await.expect_err("no column");
        assert_eq!(refused.exception(), Some(InvalidObjectException));
        assert!(!server.warehouse().join("shop.db/u").exists());
        // Planners ask about tables that somebody has just dropped.
        assert!(primary_keys(&mut client, "missing").await.is_empty());
        assert!(events(&mut client).await.is_empty());
    }

    async fn of_many_first_primary_keys_one_wins(server) {
        let mut client = shop(server).await;
        create(&mut client, "t").await;
        let mut racers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let mut client = server.client().await;
            racers.spawn(async move { add(&mut client, vec![primary("t", "id")]).await });
        }
        let outcomes = racers.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(primary_keys(&mut client, "t").await.len(), 1);
    }
}

#[tokio::test]
async fn hive_2_keeps_primary_and_foreign_keys() {
    let server = TestServer::with_schema(Backend::Postgres, Version::V2_3).await;
    let mut client = shop(&server).await;
    create(&mut client, "t").await;
    add(&mut client, vec![primary("t", "id")]).await.expect("declared");
    assert_eq!(primary_keys(&mut client, "t").await.len(), 1);
    let request = CreateTableRequest {
        table: table("u"),
        not_null_constraints: Some(vec![SQLNotNullConstraint { column_name: Some("id".into()), ..Default::default() }]),
        ..Default::default()
    };
    let args = args::CreateTableReq { request: Some(request) };
    let refused = client.call::<calls::CreateTableReq>(args).await.expect_err("no place for it");
    assert_eq!(refused.exception(), Some(Exception::MetaException));
    assert!(refused.message().contains("Hive 3.1"), "{refused:?}");
}

/// Everything a quoting mistake would trip over.
const HOSTILE: &str = "'it''s \"%_\\ $1 ? {if} \u{e9}";

async fn shop(server: &TestServer) -> Client {
    let mut client = server.client().await;
    let shop = Database { name: Some("shop".into()), ..Database::default() };
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(shop) }).await.expect("made");
    client
}

async fn create(client: &mut Client, name: &str) {
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table(name)) }).await.expect("made");
}

fn table(name: &str) -> Table {
    let column =
        |name: &str, type_: &str| FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None };
    Table {
        table_name: Some(name.into()),
        db_name: Some("shop".into()),
        sd: Some(StorageDescriptor {
            cols: Some(vec![column("id", "int"), column("name", "string")]),
            serde_info: Some(SerDeInfo::default()),
            ..StorageDescriptor::default()
        }),
        ..Table::default()
    }
}

fn primary(table: &str, column: &str) -> SQLPrimaryKey {
    SQLPrimaryKey {
        table_db: Some("shop".into()),
        table_name: Some(table.into()),
        column_name: Some(column.into()),
        key_seq: Some(1),
        ..SQLPrimaryKey::default()
    }
}

fn foreign(from: &str, column: &str, to: &str, key: &str) -> SQLForeignKey {
    SQLForeignKey {
        fktable_db: Some("shop".into()),
        fktable_name: Some(from.into()),
        fkcolumn_name: Some(column.into()),
        pktable_db: Some("shop".into()),
        pktable_name: Some(to.into()),
        pkcolumn_name: Some(key.into()),
        key_seq: Some(1),
        ..SQLForeignKey::default()
    }
}

async fn add(client: &mut Client, keys: Vec<SQLPrimaryKey>) -> Result<(), CallError> {
    let req = Some(AddPrimaryKeyRequest { primary_key_cols: keys });
    client.call::<calls::AddPrimaryKey>(args::AddPrimaryKey { req }).await
}

async fn drop(client: &mut Client, table: &str, constraint: &str) -> Result<(), CallError> {
    let request = DropConstraintRequest {
        dbname: "shop".into(),
        tablename: table.into(),
        constraintname: constraint.into(),
        cat_name: None,
    };
    client.call::<calls::DropConstraint>(args::DropConstraint { req: Some(request) }).await
}

async fn primary_keys(client: &mut Client, table: &str) -> Vec<SQLPrimaryKey> {
    let request = PrimaryKeysRequest { db_name: "shop".into(), tbl_name: table.into(), cat_name: None };
    let args = args::GetPrimaryKeys { request: Some(request) };
    client.call::<calls::GetPrimaryKeys>(args).await.expect("readable").primary_keys
}

/// What was logged about constraints, as `KIND table`.
async fn events(client: &mut Client) -> Vec<String> {
    let request = NotificationEventRequest::default();
    let args = args::GetNextNotification { rqst: Some(request) };
    let all = client.call::<calls::GetNextNotification>(args).await.expect("readable").events;
    let about = all.iter().filter(|event| event.event_type.starts_with("ADD_"));
    about.map(|event| format!("{} {}", event.event_type, event.table_name.as_deref().unwrap_or("-"))).collect()
}
