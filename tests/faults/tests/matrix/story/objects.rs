//! Catalogs, connectors, databases, functions and types.

use super::{Step, call, map, s};
use skep_types::{
    AlterCatalogRequest, AlterDataConnectorRequest, AlterDatabaseRequest, Catalog, CreateCatalogRequest,
    CreateDataConnectorRequest, CreateDatabaseRequest, DataConnector, Database, DropCatalogRequest,
    DropDataConnectorRequest, DropDatabaseRequest, Function, FunctionType, PrincipalType, ResourceType, ResourceUri,
    Type,
};

pub fn makes() -> Vec<Step> {
    let (spark, other) = (catalog("made"), Catalog { description: s("changed"), ..catalog("made") });
    let renamed = Function { class_name: s("C2"), ..function("f") };
    vec![
        call!(CreateCatalog { catalog: CreateCatalogRequest { catalog: Some(spark) } }),
        call!(AlterCatalog { rqst: AlterCatalogRequest { name: s("made"), new_cat: Some(other) } }),
        call!(CreateDatabase { database: database("d", "first") }),
        call!(AlterDatabase { dbname: "d", db: database("d", "second") }),
        call!(AlterDatabaseReq {
            alter_db_req: AlterDatabaseRequest { old_db_name: "d".into(), new_db: database("d", "third") },
        }),
        call!(CreateDatabaseReq {
            create_database_request: CreateDatabaseRequest {
                database_name: "e".into(),
                parameters: Some(map(&[("k", "v")])),
                ..Default::default()
            },
        }),
        call!(CreateDatabase { database: database("gone", "to be dropped") }),
        call!(CreateFunction { func: function("f") }),
        call!(AlterFunction { db_name: "d", func_name: "f", new_func: renamed }),
        call!(CreateFunction { func: function("g") }),
        call!(CreateDataconnector { connector: connector("c1") }),
        call!(AlterDataconnector { name: "c1", connector: changed("c1") }),
        call!(CreateDataconnectorReq { connector_req: CreateDataConnectorRequest { connector: connector("c2") } }),
        call!(AlterDataconnectorReq {
            alter_req: AlterDataConnectorRequest { connector_name: "c2".into(), new_connector: changed("c2") },
        }),
        call!(CreateType { type_: Type { name: s("x"), type1: s("bigint"), ..Default::default() } }),
    ]
}

pub fn drops() -> Vec<Step> {
    vec![
        call!(DropType { type_: "x" }),
        call!(DropDataconnector { name: "c1", if_not_exists: false, check_references: true }),
        call!(DropDataconnectorReq {
            drop_dc_req: DropDataConnectorRequest {
                connector_name: "c2".into(),
                if_not_exists: Some(false),
                check_references: Some(true),
            },
        }),
        call!(DropFunction { db_name: "d", func_name: "f" }),
        call!(DropDatabase { name: "gone", delete_data: true, cascade: false }),
        call!(DropDatabaseReq {
            req: DropDatabaseRequest {
                name: "d".into(),
                ignore_unknown_db: false,
                delete_data: true,
                cascade: true,
                ..Default::default()
            },
        }),
        call!(DropCatalog { cat_name: DropCatalogRequest { name: s("made"), if_exists: Some(false) } }),
    ]
}

fn catalog(name: &str) -> Catalog {
    Catalog { name: s(name), location_uri: s("s3a://nowhere/made"), description: s("first"), ..Default::default() }
}

fn database(name: &str, description: &str) -> Database {
    Database {
        name: s(name),
        description: s(description),
        parameters: Some(map(&[("k", description)])),
        owner_name: s("alice"),
        owner_type: Some(PrincipalType::USER),
        ..Default::default()
    }
}

fn function(name: &str) -> Function {
    Function {
        function_name: s(name),
        db_name: s("d"),
        class_name: s("C"),
        owner_name: s("alice"),
        owner_type: Some(PrincipalType::USER),
        function_type: Some(FunctionType::JAVA),
        resource_uris: Some(vec![ResourceUri { resource_type: Some(ResourceType::JAR), uri: s("file:/x.jar") }]),
        ..Default::default()
    }
}

fn connector(name: &str) -> DataConnector {
    DataConnector { name: s(name), type_: s("mysql"), url: s("jdbc:x"), ..Default::default() }
}

fn changed(name: &str) -> DataConnector {
    DataConnector { url: s("jdbc:y"), parameters: Some(map(&[("k", "v")])), ..connector(name) }
}
