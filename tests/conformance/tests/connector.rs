//! Data connectors, as clients see them.

use skep_conformance::everywhere;
use skep_testing::Client;
use skep_types::{
    AlterDataConnectorRequest, CreateDataConnectorRequest, DataConnector, Database, DatabaseType,
    DropDataConnectorRequest, Exception, GetDataConnectorRequest, PrincipalType, args, calls,
};

everywhere! {
    async fn old_and_new_doors_lead_to_the_same_connector(server) {
        let mut client = server.client().await;
        create(&mut client, described("Lake")).await;
        let again = args::CreateDataconnectorReq { connector_req: Some(CreateDataConnectorRequest { connector: described("lake") }) };
        let again = client.call::<calls::CreateDataconnectorReq>(again).await.expect_err("taken");
        assert_eq!(again.exception(), Some(Exception::AlreadyExistsException));
        let found = get(&mut client, "LAKE").await.expect("there");
        assert_eq!((found.name.as_deref(), found.url.as_deref()), (Some("lake"), Some("jdbc:mysql://db:3306")));
        assert_eq!(found.parameters, described("lake").parameters);

        let new_connector = DataConnector {
            url: Some("jdbc:other".into()),
            owner_name: Some("o'neil".into()),
            owner_type: Some(PrincipalType::USER),
            ..described("lake")
        };
        let request = AlterDataConnectorRequest { connector_name: "lake".into(), new_connector: new_connector.clone() };
        let alter = args::AlterDataconnectorReq { alter_req: Some(request) };
        client.call::<calls::AlterDataconnectorReq>(alter).await.expect("changed");
        let found = get(&mut client, "lake").await.expect("there");
        assert_eq!((found.url, found.owner_name), (new_connector.url.clone(), new_connector.owner_name.clone()));
        let missing = args::AlterDataconnector { name: Some("none".into()), connector: Some(new_connector) };
        let missing = client.call::<calls::AlterDataconnector>(missing).await.expect_err("missing");
        assert_eq!(missing.exception(), Some(Exception::NoSuchObjectException));

        assert_eq!(client.call::<calls::GetDataconnectors>(args::GetDataconnectors {}).await.expect("listed"), ["lake"]);
        let drop = args::DropDataconnector { name: Some("lake".into()), ..Default::default() };
        client.call::<calls::DropDataconnector>(drop).await.expect("dropped");
        let gone = get(&mut client, "lake").await.expect_err("gone");
        assert_eq!(gone, Some(Exception::NoSuchObjectException));
    }

    async fn a_connector_in_use_stays_and_its_privileges_go_with_it(server) {
        let mut client = server.client().await;
        create(&mut client, described("lake")).await;
        let database = Database {
            name: Some("far".into()),
            type_: Some(DatabaseType::REMOTE),
            connector_name: Some("lake".into()),
            remote_dbname: Some("there".into()),
            ..Database::default()
        };
        let make = args::CreateDatabase { database: Some(database) };
        client.call::<calls::CreateDatabase>(make).await.expect("made");
        let insert = r#"insert into "DC_PRIVS" ("DC_GRANT_ID", "CREATE_TIME", "NAME", "GRANT_OPTION", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DC_PRIV")
            values (1, 1, 'lake', 0, 'ann', 'USER', 'SELECT')"#;
        let quote = if server.database().backend() == skep_testing::Backend::Mariadb { "`" } else { "\"" };
        server.database().run(&insert.replace('"', quote)).await;
        let request = |check| DropDataConnectorRequest {
            connector_name: "lake".into(),
            if_not_exists: Some(false),
            check_references: Some(check),
        };
        let refused = args::DropDataconnectorReq { drop_dc_req: Some(request(true)) };
        let refused = client.call::<calls::DropDataconnectorReq>(refused).await.expect_err("in use");
        assert_eq!(refused.exception(), Some(Exception::InvalidOperationException));
        let drop = args::DropDataconnectorReq { drop_dc_req: Some(request(false)) };
        client.call::<calls::DropDataconnectorReq>(drop).await.expect("dropped all the same");
        // The name is free, and so is what was granted on it.
        create(&mut client, described("lake")).await;
        server.database().run(&insert.replace('"', quote)).await;
    }

    async fn a_connector_that_cannot_be_is_refused_and_not_stored(server) {
        let mut client = server.client().await;
        let spoils: [fn(&mut DataConnector); 6] = [
            |c| c.name = None,
            |c| c.name = Some("蜂".into()),
            |c| c.name = Some("\0".into()),
            |c| c.url = None,
            |c| c.url = Some("x".repeat(65_536).into()),
            |c| c.owner_type = Some(PrincipalType(77)),
        ];
        for spoil in spoils {
            let mut sent = described("lake");
            spoil(&mut sent);
            let make = args::CreateDataconnector { connector: Some(sent.clone()) };
            let refused = client.call::<calls::CreateDataconnector>(make).await.expect_err("bad").exception();
            let said = [Some(Exception::InvalidObjectException), Some(Exception::MetaException)];
            assert!(said.contains(&refused), "{:?}: {refused:?}", sent.name);
        }
        let nothing = client.call::<calls::CreateDataconnector>(args::CreateDataconnector { connector: None }).await;
        assert!(nothing.expect_err("null").exception().is_some());
        let listed = client.call::<calls::GetDataconnectors>(args::GetDataconnectors {}).await.expect("listed");
        assert!(listed.is_empty());
    }
}

fn described(name: &str) -> DataConnector {
    DataConnector {
        name: Some(name.into()),
        type_: Some("mysql".into()),
        url: Some("jdbc:mysql://db:3306".into()),
        description: Some("100 % \\ \"quoted\" 'and' \u{fc}".into()),
        parameters: Some([("hive.sql.dbcp.username".into(), "o'hive".into())].into()),
        ..DataConnector::default()
    }
}

async fn create(client: &mut Client, connector: DataConnector) {
    let make = args::CreateDataconnector { connector: Some(connector) };
    client.call::<calls::CreateDataconnector>(make).await.expect("made");
}

async fn get(client: &mut Client, name: &str) -> Result<DataConnector, Option<Exception>> {
    let request = args::GetDataconnectorReq { request: Some(GetDataConnectorRequest { connector_name: name.into() }) };
    client.call::<calls::GetDataconnectorReq>(request).await.map_err(|error| error.exception())
}
