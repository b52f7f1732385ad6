//! What an engine that enforces the policy by itself is told, in the shapes of Trino's client for Open Policy Agent.

use serde_json::{Value, json};
use skep_access::statement::parse;
use skep_access::{Mode, Principal, Statement};
use skep_catalog::policy::{Intent, apply, prepare};
use skep_conformance::{EnginePort, TOKEN, TestServer, everywhere, question};
use skep_testing::Backend;
use skep_types::{Database, FieldSchema, SerDeInfo, StorageDescriptor, Table, args, calls};

/// The two teams of docs/access-control.md, and somebody who owns it all.
const POLICY: [&str; 9] = [
    "CREATE ROLE patients_care",
    "GRANT ROLE patients_care TO user:team1",
    "CREATE FILTER two_states ON care.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'New York'))",
    "GRANT SELECT ON care.patients FILTER two_states TO role:patients_care",
    // More than it may use: whoever sees a part of a table writes nothing of it.
    "GRANT INSERT, DELETE, ALTER, DROP ON care.patients TO user:team1",
    "GRANT SELECT ON care.claims TO user:team1, user:team2",
    "GRANT DESCRIBE ON care.patients TO user:look",
    "GRANT ALL ON care.* TO user:owner WITH GRANT OPTION",
    "GRANT CREATE_TABLE, CREATE_FUNCTION, ALTER, DROP, DESCRIBE ON care TO user:owner",
];

async fn say(server: &TestServer, texts: &[&str]) {
    let db = server.catalog_database();
    prepare(&db).await.expect("tables made");
    let statements: Vec<Statement> =
        texts.iter().map(|text| parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))).collect();
    apply(&db, &statements, &Principal::user("root").expect("valid"), 0, Intent::Make).await.expect("applied");
}

/// `care` with `patients` and `claims`, `other` with `things`, and the policy.
async fn care(server: &TestServer) -> EnginePort {
    let mut client = server.client().await;
    let column = |name: &str, kind: &str| FieldSchema {
        name: Some(name.into()),
        type_: Some(kind.into()),
        ..FieldSchema::default()
    };
    for (database, tables) in [("care", &["patients", "claims"][..]), ("other", &["things"])] {
        let of = Database { name: Some(database.into()), ..Database::default() };
        client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(of) }).await.expect("made");
        for name in tables {
            let cols =
                vec![column("id", "int"), column("name", "string"), column("ssn", "string"), column("state", "string")];
            let sd =
                StorageDescriptor { cols: Some(cols), serde_info: Some(SerDeInfo::default()), ..Default::default() };
            let tbl = Table {
                db_name: Some(database.into()),
                table_name: Some((*name).into()),
                sd: Some(sd),
                partition_keys: Some(vec![column("city", "string")]),
                ..Table::default()
            };
            client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(tbl) }).await.expect("made");
        }
    }
    say(server, &POLICY).await;
    server.engines(Mode::Enforce).await
}

fn table(name: &str) -> Value {
    json!({ "table": { "catalogName": "hive", "schemaName": "care", "tableName": name } })
}

fn columns(name: &str, columns: &[&str]) -> Value {
    json!({ "table": { "catalogName": "iceberg", "schemaName": "care", "tableName": name, "columns": columns } })
}

fn schema(name: &str) -> Value {
    json!({ "schema": { "catalogName": "hive", "schemaName": name } })
}

fn function(catalog: &str, schema: &str, name: &str) -> Value {
    json!({ "function": { "catalogName": catalog, "schemaName": schema, "functionName": name } })
}

async fn shown(port: &EnginePort, user: &str, operation: &str, all: Vec<Value>) -> Value {
    port.ask("/v1/data/trino/batch", &question(user, operation, json!({ "filterResources": all }))).await
}

async fn filters(port: &EnginePort, user: &str, name: &str) -> Value {
    port.ask("/v1/data/trino/rowFilters", &question(user, "GetRowFilters", json!({ "resource": table(name) }))).await
}

fn cell(name: &str, column: &str) -> Value {
    let (catalog, kind) = ("hive", if column == "id" { "integer" } else { "varchar" });
    json!({ "column": { "catalogName": catalog, "schemaName": "care", "tableName": name, "columnName": column, "columnType": kind } })
}

async fn rename(server: &TestServer, from: &str, to: &str) {
    let quote = if server.database().backend() == Backend::Mariadb { '`' } else { '"' };
    server.database().run(&format!("alter table {quote}{from}{quote} rename to {quote}{to}{quote}")).await;
}

/// Every operation of Trino 476's client that is about a table, a schema, a catalog or a function.
const OPERATIONS: [&str; 56] = [
    "AccessCatalog",
    "AddColumn",
    "AlterColumn",
    "CreateCatalog",
    "CreateFunction",
    "CreateMaterializedView",
    "CreateSchema",
    "CreateTable",
    "CreateView",
    "CreateViewWithExecuteFunction",
    "CreateViewWithSelectFromColumns",
    "DeleteFromTable",
    "DropCatalog",
    "DropColumn",
    "DropFunction",
    "DropMaterializedView",
    "DropSchema",
    "DropTable",
    "DropView",
    "ExecuteFunction",
    "ExecuteProcedure",
    "ExecuteTableProcedure",
    "FilterCatalogs",
    "FilterColumns",
    "FilterFunctions",
    "FilterSchemas",
    "FilterTables",
    "InsertIntoTable",
    "ReadSystemInformation",
    "RefreshMaterializedView",
    "RenameColumn",
    "RenameMaterializedView",
    "RenameSchema",
    "RenameTable",
    "RenameView",
    "SelectFromColumns",
    "SetCatalogSessionProperty",
    "SetColumnComment",
    "SetMaterializedViewComment",
    "SetMaterializedViewProperties",
    "SetSchemaAuthorization",
    "SetTableAuthorization",
    "SetTableComment",
    "SetTableProperties",
    "SetViewAuthorization",
    "SetViewComment",
    "ShowColumns",
    "ShowCreateFunction",
    "ShowCreateSchema",
    "ShowCreateTable",
    "ShowFunctions",
    "ShowSchemas",
    "ShowTables",
    "TruncateTable",
    "UpdateTableColumns",
    "WriteSystemInformation",
];

everywhere! {
    async fn two_teams_see_what_the_policy_leaves_them(server) {
        let port = care(server).await;
        for (user, catalogs, schemas, tables) in [
            ("team1", json!([0, 1, 3]), json!([0, 2]), json!([0, 1])),
            ("team2", json!([0, 1, 3]), json!([0, 2]), json!([1])),
            ("nobody", json!([3]), json!([]), json!([])),
        ] {
            let all = ["hive", "iceberg", "mysql", "system"].map(|name| json!({ "catalog": { "name": name } })).to_vec();
            assert_eq!(shown(&port, user, "FilterCatalogs", all).await, catalogs, "{user}");
            let all = ["care", "other", "information_schema"].map(schema).to_vec();
            assert_eq!(shown(&port, user, "FilterSchemas", all).await, schemas, "{user}");
            let all = ["patients", "claims", "things"].map(table).to_vec();
            assert_eq!(shown(&port, user, "FilterTables", all).await, tables, "{user}");
        }
        let all = ["id", "name", "ssn", "state", "city", "other"];
        for (user, name, visible) in [
            ("team1", "patients", json!([0, 1, 3, 4])),
            ("team1", "claims", json!([0, 1, 2, 3, 4, 5])),
            ("team2", "patients", json!([])),
            ("look", "patients", json!([0, 1, 2, 3, 4])),
        ] {
            assert_eq!(shown(&port, user, "FilterColumns", vec![columns(name, &all)]).await, visible, "{user} {name}");
        }
        for (user, name, of, may) in [
            ("team1", "patients", &["id", "state"][..], true),
            ("team1", "PATIENTS", &["City"], true),
            ("team1", "patients", &[], true),
            ("team1", "patients", &["id", "ssn"], false),
            ("team1", "patients", &["\u{17f}sn"], false),
            ("team1", "patients", &["$path"], false),
            ("team1", "patients$files", &[], false),
            ("team1", "patients@1", &["id"], false),
            ("team1", "claims", &["ssn", "$path"], true),
            ("team1", "claims$files", &["file_path"], true),
            ("team1", "__skep_aaaaaaaaaaaaaaaaaaaaaaaaaa_claims", &["id"], false),
            ("team2", "patients", &[], false),
            ("look", "patients", &["id"], false),
            ("look", "patients", &[], false),
        ] {
            assert_eq!(port.allows(user, "SelectFromColumns", columns(name, of)).await, may, "{user} {name} {of:?}");
        }
    }

    async fn rows_and_cells_come_in_words_of_trino(server) {
        let port = care(server).await;
        say(server, &["MASK COLUMN name ON care.claims WITH FIRST(1) FOR user:team2"]).await;
        let some = json!([{ "expression": "\"state\" IN ('Texas', 'New York')" }]);
        assert_eq!(filters(&port, "team1", "patients").await, some);
        assert_eq!(filters(&port, "team1", "claims").await, json!([]));
        let none = json!([{ "expression": "false" }]);
        for (user, name) in [("team2", "patients"), ("look", "patients"), ("nobody", "claims"), ("team1", "patients$files"), ("team1", "missing")] {
            assert_eq!(filters(&port, user, name).await, none, "{user} {name}");
        }
        let all: Vec<Value> = ["id", "ssn", "state"].iter().map(|column| cell("patients", column)).collect();
        let ask = question("team1", "GetColumnMask", json!({ "filterResources": all }));
        let masked = json!([{ "index": 1, "viewExpression": { "expression": "CAST(NULL AS varchar)" } }]);
        assert_eq!(port.ask("/v1/data/trino/batchColumnMasks", &ask).await, masked);
        for (user, column, expected) in [("team1", "name", None), ("team2", "id", None), ("team2", "name", Some("rpad(substr(\"name\", 1, 1)"))] {
            let ask = question(user, "GetColumnMask", json!({ "resource": cell("claims", column) }));
            let mask = port.ask("/v1/data/trino/columnMask", &ask).await;
            let found = mask["expression"].as_str();
            assert!(found.is_some() == expected.is_some() && found.is_none_or(|text| text.contains(expected.unwrap_or_default())), "{user} {column}: {mask}");
        }
        // A revocation holds at the next question.
        say(server, &["REVOKE SELECT ON care.patients FROM role:patients_care"]).await;
        assert_eq!(filters(&port, "team1", "patients").await, none);
        assert!(!port.allows("team1", "SelectFromColumns", columns("patients", &["id"])).await);
    }

    async fn whoever_sees_a_part_of_a_table_changes_nothing_of_it(server) {
        let port = care(server).await;
        for operation in ["InsertIntoTable", "DeleteFromTable", "TruncateTable", "UpdateTableColumns", "DropTable", "AddColumn",
            "SetTableProperties", "SetTableComment", "RenameColumn", "ShowCreateTable", "ExecuteTableProcedure"] {
            assert!(!port.allows("team1", operation, table("patients")).await, "{operation}");
            assert!(port.allows("owner", operation, table("patients")).await, "{operation}");
            // Reading alone changes nothing either.
            assert_eq!(port.allows("team2", operation, table("claims")).await, operation == "ShowCreateTable", "{operation}");
            assert!(!port.allows("owner", operation, table("patients$files")).await || operation == "ShowCreateTable", "{operation}");
        }
        for (user, may) in [("owner", true), ("team1", false)] {
            for target in ["new", "__skep_new"] {
                let rename = json!({ "resource": table("patients"), "targetResource": table(target) });
                let answer = port.ask("/v1/data/trino/allow", &question(user, "RenameTable", rename)).await;
                assert_eq!(answer, json!(may && target == "new"), "{user} {target}");
            }
            assert_eq!(port.allows(user, "CreateTable", table("new")).await, may);
            assert_eq!(port.allows(user, "CreateViewWithSelectFromColumns", columns("claims", &["id"])).await, may);
            assert_eq!(port.allows(user, "DropSchema", schema("care")).await, may);
        }
        // One table that it may not drop keeps the schema.
        say(server, &["DENY DROP ON care.claims TO user:owner"]).await;
        assert!(!port.allows("owner", "DropSchema", schema("care")).await);
    }

    async fn places_are_the_objects_own_or_granted(server) {
        let port = care(server).await;
        let home = server.warehouse().join("care.db").display().to_string();
        let made = |key: &str, place: &str| json!({ "table": {
            "catalogName": "hive", "schemaName": "care", "tableName": "new", "properties": { "format": "ORC", "none": null, key: place },
        } });
        for (key, place, may) in [
            ("external_location", format!("file:{home}/new"), true),
            ("external_location", format!("file:{home}/patients"), false),
            ("location", format!("{home}/patients"), false),
            ("location", "patients".to_owned(), false),
            ("avro_schema_url", "s3://secrets/schema".to_owned(), false),
            ("comment", "about them".to_owned(), true),
        ] {
            assert_eq!(port.allows("owner", "CreateTable", made(key, &place)).await, may, "{key} {place}");
        }
        let nested = json!({ "table": { "catalogName": "hive", "schemaName": "care", "tableName": "new",
            "properties": { "extra_properties": { "a": ["s3://secrets/a"] } } } });
        assert!(!port.allows("owner", "CreateTable", nested).await);
        let elsewhere = json!({ "schema": { "catalogName": "hive", "schemaName": "new", "properties": { "location": "s3://lake/new" } } });
        say(server, &["GRANT CREATE_DATABASE ON CATALOG hive TO user:owner"]).await;
        assert!(port.allows("owner", "CreateSchema", schema("new")).await);
        assert!(!port.allows("owner", "CreateSchema", elsewhere.clone()).await);
        say(server, &["GRANT DATA_LOCATION ON LOCATION 's3://lake' TO user:owner"]).await;
        assert!(port.allows("owner", "CreateSchema", elsewhere).await);
    }

    async fn every_operation_is_refused_to_nobody_and_an_unknown_one_to_everybody(server) {
        let port = care(server).await;
        say(server, &["GRANT ADMIN, OPERATE, IMPERSONATE ON SERVER TO user:root"]).await;
        for operation in OPERATIONS {
            let objects = [table("patients"), columns("claims", &["id"]), schema("care"), function("hive", "care", "f"),
                json!({ "catalog": { "name": "hive" } }), json!({}), json!({ "catalog": { "name": "elsewhere" } }),
                json!({ "table": { "catalogName": "elsewhere", "schemaName": "care", "tableName": "claims" } })];
            for object in objects {
                assert!(!port.allows("nobody", operation, object.clone()).await, "{operation} {object}");
            }
        }
        for user in ["root", "owner", "nobody"] {
            for operation in ["Unknown", "", "selectfromcolumns", "GrantRoles", "CreateBranch"] {
                assert!(!port.allows(user, operation, table("claims")).await, "{user} {operation}");
                assert_eq!(shown(&port, user, operation, vec![table("claims")]).await, json!([]));
            }
            // An engine that may ask may run queries; nobody is asked for a catalog that is not ours.
            assert_eq!(port.ask("/v1/data/trino/allow", &question(user, "ExecuteQuery", json!({}))).await, json!(true));
            assert!(!port.allows(user, "AccessCatalog", json!({ "catalog": { "name": "elsewhere" } })).await);
            let other = |name: &str| json!({ "user": { "user": name, "groups": [] } });
            assert!(port.allows(user, "ViewQueryOwnedBy", other(user)).await);
            let property = json!({ "catalogSessionProperty": { "catalogName": "hive", "propertyName": "parquet_use_column_names" } });
            assert_eq!(port.allows(user, "SetCatalogSessionProperty", property).await, user == "root");
            for operation in ["ViewQueryOwnedBy", "KillQueryOwnedBy", "ImpersonateUser", "ReadSystemInformation"] {
                assert_eq!(port.allows(user, operation, other("ann")).await, user == "root", "{user} {operation}");
            }
        }
        // A name that deceives is nobody's.
        let deceiving = question("\u{43e}wner", "ExecuteQuery", json!({}));
        assert_eq!(port.ask("/v1/data/trino/allow", &deceiving).await, json!(false));
    }

    async fn trinos_own_schemas_are_open_as_far_as_trino_filters_them(server) {
        let port = care(server).await;
        let system = |schema: &str, name: &str| json!({ "table": { "catalogName": "system", "schemaName": schema, "tableName": name, "columns": ["a"] } });
        say(server, &["GRANT OPERATE ON SERVER TO user:root"]).await;
        for user in ["nobody", "root"] {
            assert!(port.allows(user, "ExecuteFunction", function("system", "builtin", "sum")).await);
            assert!(port.allows(user, "SelectFromColumns", system("jdbc", "tables")).await);
            for (schema, name) in [("runtime", "queries"), ("metadata", "table_comments")] {
                assert_eq!(port.allows(user, "SelectFromColumns", system(schema, name)).await, user == "root", "{name}");
                assert!(!port.allows(user, "DropTable", system(schema, name)).await);
            }
            assert_eq!(port.allows(user, "ExecuteProcedure", function("system", "runtime", "kill_query")).await, user == "root");
            assert!(!port.allows(user, "DropFunction", function("system", "builtin", "sum")).await);
        }
        let information = json!({ "table": { "catalogName": "hive", "schemaName": "information_schema", "tableName": "columns", "columns": ["a"] } });
        assert!(port.allows("team2", "SelectFromColumns", information.clone()).await);
        assert!(!port.allows("team2", "InsertIntoTable", information.clone()).await);
        assert!(!port.allows("nobody", "SelectFromColumns", information).await);
        assert!(!port.allows("team2", "ExecuteFunction", function("hive", "system", "table_changes")).await);
    }

    async fn groups_are_believed_as_the_engine_says_them(server) {
        let port = care(server).await;
        say(server, &["GRANT SELECT ON other.things TO group:things", "DENY SELECT ON other.things TO group:out"]).await;
        let of = |groups: Value| {
            let resource = json!({ "table": { "catalogName": "hive", "schemaName": "other", "tableName": "things", "columns": ["id"] } });
            let mut asked = question("ann", "SelectFromColumns", json!({ "resource": resource }));
            asked["input"]["context"]["identity"]["groups"] = groups;
            asked
        };
        for (groups, may) in [(json!([]), false), (json!(["things"]), true), (json!(["\u{430}ce", "things"]), true), (json!(["things", "out"]), false)] {
            assert_eq!(port.ask("/v1/data/trino/allow", &of(groups.clone())).await, json!(may), "{groups}");
        }
    }

    async fn strangers_and_nonsense_are_refused(server) {
        let port = care(server).await;
        let good = question("team1", "SelectFromColumns", json!({ "resource": columns("claims", &["id"]) })).to_string();
        let bearer = |token: &str| format!("Authorization: Bearer {token}\r\n");
        let route = "/v1/data/any/allow";
        for headers in ["".to_owned(), bearer("wrong"), bearer(""), bearer(&TOKEN[1..]), format!("Authorization: Basic {TOKEN}\r\n"),
            bearer(TOKEN) + &bearer(TOKEN), bearer("wrong") + &bearer(TOKEN)] {
            for route in [route, "/v1/trino/rules.json", "/nothing"] {
                let (status, body) = port.send("POST", route, &headers, good.as_bytes()).await;
                assert_eq!((status, body.as_str()), (401, ""), "{route} {headers}");
            }
        }
        for address in ["?access_token=wrong", "?access_token=", "?token=x"] {
            assert_eq!(port.send("POST", &format!("{route}{address}"), "", good.as_bytes()).await.0, 401, "{address}");
        }
        let addressed = format!("{route}?access_token={TOKEN}");
        assert_eq!(port.send("POST", &addressed, "", good.as_bytes()).await, (200, r#"{"result":true}"#.to_owned()));
        assert_eq!(port.send("POST", &addressed, &bearer(TOKEN), good.as_bytes()).await.0, 401);
        for body in ["", "{", "null", "[]", "{}", r#"{"input":{}}"#, r#"{"input":{"context":{"identity":{"user":7}},"action":{"operation":"ExecuteQuery"}}}"#,
            r#"{"input":{"context":{"identity":{}},"action":{"operation":"ExecuteQuery"}}}"#, "\u{0}\u{1}", &"[".repeat(100_000)] {
            for route in ["allow", "batch", "rowFilters", "columnMask", "batchColumnMasks"] {
                assert_eq!(port.post(&format!("/v1/data/trino/{route}"), body.as_bytes()).await.0, 400, "{route} {body:.80}");
            }
        }
        assert_eq!(port.post(route, &[0xff; 100]).await.0, 400);
        assert_eq!(port.post("/v1/data/trino/deny", good.as_bytes()).await.0, 404);
        assert_eq!(port.send("GET", route, &bearer(TOKEN), b"").await.0, 405);
        // Ten megabytes are read, and judged like one; there is an end to it.
        let long = "x".repeat(10 << 20);
        assert_eq!(port.post(route, long.as_bytes()).await.0, 400);
        assert!(!port.allows("team1", "SelectFromColumns", columns(&long, &["id"])).await);
        let announced = format!("{}Content-Length: {}\r\n", bearer(TOKEN), 33 << 20);
        assert_eq!(port.send("POST", route, &announced, b"").await.0, 413);
        assert_eq!(port.send("POST", route, "Content-Length: 99999999999\r\n", b"").await.0, 401);
        assert!(port.allows("team1", "SelectFromColumns", columns("claims", &["id"])).await);
    }

    async fn hostile_names_are_no_names(server) {
        let port = care(server).await;
        for name in ["", "'", "\"; drop table \"TBLS\"", "%", "_", "\\", "\0", "$1", "{if}", "pa\u{0}tients", "\u{1f40d}", "claims\n", "*", "..", &"a".repeat(65_536)] {
            let hostile = json!({ "table": { "catalogName": "hive", "schemaName": name, "tableName": name, "columns": [name] } });
            // The catalog itself is there.
            let of_catalogs = ["AccessCatalog", "FilterCatalogs", "ShowSchemas"];
            for operation in OPERATIONS.into_iter().filter(|name| !of_catalogs.contains(name)) {
                assert!(!port.allows("team1", operation, hostile.clone()).await, "{operation} {name:.20}");
            }
            for user in ["team1", name] {
                let asked = question(user, "GetRowFilters", json!({ "resource": table(name) }));
                let found = port.ask("/v1/data/trino/rowFilters", &asked).await;
                // Java trims names, and Trino has no such names.
                assert!(found == json!([{ "expression": "false" }]) || name == "claims\n", "{name:.20}: {found}");
            }
        }
        let nothing = json!({ "resource": { "column": { "catalogName": "hive", "schemaName": "care", "tableName": "patients", "columnName": "ssn" } } });
        let ask = question("team1", "GetColumnMask", nothing);
        assert_eq!(port.ask("/v1/data/trino/columnMask", &ask).await, json!({ "expression": "NULL" }));
        assert_eq!(port.ask("/v1/data/trino/rowFilters", &question("team1", "GetRowFilters", json!({}))).await, json!([{ "expression": "false" }]));
    }

    async fn a_policy_that_cannot_be_read_is_no_answer(server) {
        let port = care(server).await;
        let tried = server.engines(Mode::Audit).await;
        let asked = question("team1", "SelectFromColumns", json!({ "resource": columns("claims", &["id"]) })).to_string();
        rename(server, "SKEP_EPOCH", "SKEP_EPOCH_AWAY").await;
        for route in ["allow", "rowFilters"] {
            let (status, body) = port.post(&format!("/v1/data/trino/{route}"), asked.as_bytes()).await;
            assert!(status == 503 && body.contains("the access policy cannot be read"), "{route}: {status} {body}");
        }
        let token = format!("Authorization: Bearer {TOKEN}\r\n");
        assert_eq!(port.send("GET", "/v1/trino/rules.json", &token, b"").await.0, 503);
        // A trial shows everything, whatever the policy is.
        assert!(tried.allows("nobody", "SelectFromColumns", columns("patients", &["ssn"])).await);
        assert_eq!(filters(&tried, "team1", "patients").await, json!([]));
        rename(server, "SKEP_EPOCH_AWAY", "SKEP_EPOCH").await;
        assert!(tried.allows("nobody", "DropTable", table("patients")).await);
        assert!(port.allows("team1", "SelectFromColumns", columns("claims", &["id"])).await);
    }

    async fn the_same_policy_is_a_file_of_rules(server) {
        let port = care(server).await;
        let token = format!("Authorization: Bearer {TOKEN}\r\n");
        let (status, body) = port.send("GET", "/v1/trino/rules.json", &token, b"").await;
        assert_eq!(status, 200, "{body}");
        let rules: Value = serde_json::from_str(&body).expect("JSON");
        let of = |user: &str, table: &str| {
            rules["tables"].as_array().into_iter().flatten().find(|rule| rule["user"] == user && rule["table"] == table).cloned()
        };
        let patients = of("team1", "patients").expect("a rule");
        assert_eq!(patients["privileges"], json!(["SELECT"]));
        assert_eq!(patients["filter"], "\"state\" IN ('Texas', 'New York')");
        assert_eq!(patients["columns"], json!([{ "name": "ssn", "allow": false }]));
        assert_eq!(of("team2", "patients"), None);
        assert_eq!(of("look", "patients"), None);
        assert!(of("team2", "claims(\\$.*)?").is_some() && of("owner", "patients(\\$.*)?").is_some());
        say(server, &["DENY SELECT ON care.claims TO group:out"]).await;
        let (status, body) = port.send("GET", "/v1/trino/rules.json", &token, b"").await;
        assert!(status == 409 && body.contains("group:out"), "{status} {body}");
    }
}
