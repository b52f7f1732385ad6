//! The schema registry, as clients see it.

use skep_conformance::everywhere;
use skep_testing::Client;
use skep_types::{
    AlterISchemaRequest, Exception, FieldSchema, FindSchemasByColsRqst, GetSerdeRequest, ISchema, ISchemaName,
    MapSchemaVersionToSerdeRequest, SchemaCompatibility, SchemaType, SchemaValidation, SchemaVersion,
    SchemaVersionDescriptor, SchemaVersionState, SerDeInfo, SetSchemaVersionStateRequest, args, calls,
};

everywhere! {
    async fn a_schema_and_its_versions_live_from_create_to_drop(server) {
        let mut client = server.client().await;
        create(&mut client).await;
        let again = client.call::<calls::CreateIschema>(args::CreateIschema { schema: Some(schema()) }).await;
        assert_eq!(again.expect_err("taken").exception(), Some(Exception::AlreadyExistsException));
        let found = client.call::<calls::GetIschema>(args::GetIschema { name: Some(name()) }).await.expect("there");
        assert_eq!((found.name, found.description), (schema().name, schema().description));

        for number in [2, 1] {
            let add = args::AddSchemaVersion { schema_version: Some(version(number)) };
            client.call::<calls::AddSchemaVersion>(add).await.expect("added");
        }
        let latest = args::GetSchemaLatestVersion { schema_name: Some(name()) };
        let latest = client.call::<calls::GetSchemaLatestVersion>(latest).await.expect("there");
        assert_eq!((latest.version, latest.schema_text), (Some(2), version(2).schema_text));
        let all = args::GetSchemaAllVersions { schema_name: Some(name()) };
        let all = client.call::<calls::GetSchemaAllVersions>(all).await.expect("there");
        let mut numbers: Vec<_> = all.iter().map(|version| version.version).collect();
        numbers.sort();
        assert_eq!(numbers, [Some(1), Some(2)]);
        let rqst = FindSchemasByColsRqst { col_name: Some("id1".into()), ..Default::default() };
        let by_columns = args::GetSchemasByCols { rqst: Some(rqst) };
        let by_columns = client.call::<calls::GetSchemasByCols>(by_columns).await.expect("searched");
        let by_columns: Vec<_> = by_columns.schema_versions.into_iter().flatten().map(|found| found.version).collect();
        assert_eq!(by_columns, [Some(1)]);

        let dropped = args::DropIschema { name: Some(name()) };
        let in_use = client.call::<calls::DropIschema>(dropped.clone()).await.expect_err("it has versions");
        assert_eq!(in_use.exception(), Some(Exception::InvalidOperationException));
        for number in [1, 2] {
            let drop = args::DropSchemaVersion { schema_version: Some(of(number)) };
            client.call::<calls::DropSchemaVersion>(drop).await.expect("dropped");
        }
        client.call::<calls::DropIschema>(dropped).await.expect("dropped");
        let gone = client.call::<calls::GetIschema>(args::GetIschema { name: Some(name()) }).await;
        assert_eq!(gone.expect_err("gone").exception(), Some(Exception::NoSuchObjectException));
    }

    async fn a_version_gets_its_serde_and_its_state(server) {
        let mut client = server.client().await;
        create(&mut client).await;
        let add = args::AddSchemaVersion { schema_version: Some(version(1)) };
        client.call::<calls::AddSchemaVersion>(add).await.expect("added");
        let serde = SerDeInfo {
            name: Some("avro".into()),
            serialization_lib: Some("lib".into()),
            parameters: Some([("a'b".into(), "%_\\".into())].into()),
            ..SerDeInfo::default()
        };
        let add = args::AddSerde { serde: Some(serde.clone()) };
        client.call::<calls::AddSerde>(add.clone()).await.expect("added");
        let again = client.call::<calls::AddSerde>(add).await.expect_err("taken");
        assert_eq!(again.exception(), Some(Exception::AlreadyExistsException));
        let get = args::GetSerde { rqst: Some(GetSerdeRequest { serde_name: Some("avro".into()) }) };
        let found = client.call::<calls::GetSerde>(get).await.expect("there");
        assert_eq!((found.name, found.parameters), (serde.name, serde.parameters));

        let map = MapSchemaVersionToSerdeRequest { schema_version: Some(of(1)), serde_name: Some("avro".into()) };
        let map = args::MapSchemaVersionToSerde { rqst: Some(map) };
        client.call::<calls::MapSchemaVersionToSerde>(map).await.expect("mapped");
        set_state(&mut client, 1, SchemaVersionState::ENABLED).await.expect("set");
        let get = args::GetSchemaVersion { schema_version: Some(of(1)) };
        let found = client.call::<calls::GetSchemaVersion>(get).await.expect("there");
        assert_eq!(found.state, Some(SchemaVersionState::ENABLED));
        assert_eq!(found.ser_de.and_then(|serde| serde.name).as_deref(), Some("avro"));
        let gone = set_state(&mut client, 9, SchemaVersionState::ENABLED).await;
        assert_eq!(gone, Err(Some(Exception::NoSuchObjectException)));
    }

    async fn what_is_not_there_is_refused_and_nothing_stored(server) {
        let mut client = server.client().await;
        let nowhere = ISchema { db_name: Some("nowhere".into()), ..schema() };
        let refused = client.call::<calls::CreateIschema>(args::CreateIschema { schema: Some(nowhere) }).await;
        assert_eq!(refused.expect_err("no database").exception(), Some(Exception::NoSuchObjectException));
        let add = args::AddSchemaVersion { schema_version: Some(version(1)) };
        let refused = client.call::<calls::AddSchemaVersion>(add).await.expect_err("no schema");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
        let alter = AlterISchemaRequest { name: Some(name()), new_schema: Some(schema()) };
        let refused = client.call::<calls::AlterIschema>(args::AlterIschema { rqst: Some(alter) }).await;
        assert_eq!(refused.expect_err("no schema").exception(), Some(Exception::NoSuchObjectException));
        for sent in [None, Some(ISchema::default()), Some(ISchema { name: Some("\0".repeat(70_000).into()), ..schema() })] {
            let refused = client.call::<calls::CreateIschema>(args::CreateIschema { schema: sent }).await;
            assert!(refused.expect_err("nothing to store").exception().is_some());
        }
        let all = FindSchemasByColsRqst { col_name: Some("%".into()), ..Default::default() };
        let all = client.call::<calls::GetSchemasByCols>(args::GetSchemasByCols { rqst: Some(all) }).await;
        assert!(all.expect("searched").schema_versions.unwrap_or_default().is_empty());
    }
}

fn name() -> ISchemaName {
    ISchemaName { cat_name: Some("hive".into()), db_name: Some("default".into()), schema_name: Some("orders".into()) }
}

fn schema() -> ISchema {
    ISchema {
        schema_type: Some(SchemaType::AVRO),
        name: Some("orders".into()),
        cat_name: Some("hive".into()),
        db_name: Some("default".into()),
        compatibility: Some(SchemaCompatibility::BACKWARD),
        validation_level: Some(SchemaValidation::LATEST),
        can_evolve: Some(true),
        schema_group: Some("g".into()),
        description: Some("it's 100 % \u{fc}".into()),
    }
}

fn of(version: i32) -> SchemaVersionDescriptor {
    SchemaVersionDescriptor { schema: Some(name()), version: Some(version) }
}

fn version(number: i32) -> SchemaVersion {
    let column = FieldSchema { name: Some(format!("id{number}").into()), type_: Some("bigint".into()), comment: None };
    SchemaVersion {
        schema: Some(name()),
        version: Some(number),
        created_at: Some(5),
        cols: Some(vec![column]),
        schema_text: Some(format!("{{\"number\": {number}}}").into()),
        fingerprint: Some("f".into()),
        ..SchemaVersion::default()
    }
}

async fn create(client: &mut Client) {
    client.call::<calls::CreateIschema>(args::CreateIschema { schema: Some(schema()) }).await.expect("made");
}

async fn set_state(client: &mut Client, number: i32, state: SchemaVersionState) -> Result<(), Option<Exception>> {
    let rqst = SetSchemaVersionStateRequest { schema_version: Some(of(number)), state: Some(state) };
    let set = args::SetSchemaVersionState { rqst: Some(rqst) };
    client.call::<calls::SetSchemaVersionState>(set).await.map_err(|error| error.exception())
}
