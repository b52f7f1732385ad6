//! Functions from registration to removal.

use super::*;
use crate::testing::{World, stages};
use skep_schema::Version;
use skep_testing::Backend;
use skep_types::{
    Database, Function, FunctionType, NotificationEventRequest, PrincipalType, ResourceType, ResourceUri,
};

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(world(backend, version).await).await;
    }
}

async fn world(backend: Backend, version: Version) -> World {
    let world = World::on(backend, version).await;
    let sales = Database { name: Some("sales".into()), ..Database::default() };
    crate::database::create(&world.catalog, &sales, Some("alice")).await.expect("database made");
    world
}

fn function(name: &str) -> Function {
    let resource = |kind, uri: &str| ResourceUri { resource_type: Some(kind), uri: Some(uri.into()) };
    Function {
        function_name: Some(name.into()),
        db_name: Some("Sales".into()),
        class_name: Some("com.example.Upper".into()),
        owner_type: Some(PrincipalType::USER),
        function_type: Some(FunctionType::JAVA),
        resource_uris: Some(vec![
            resource(ResourceType::JAR, "s3a://b/a.jar"),
            resource(ResourceType::FILE, "s3a://b/a.txt"),
        ]),
        ..Function::default()
    }
}

fn named(function: &str) -> FunctionName {
    FunctionName::parse(Some("sales"), Some(function)).expect("valid")
}

#[tokio::test]
async fn a_function_is_registered_and_read_back_with_its_resources_in_order() {
    everywhere(async |world| {
        create(&world.catalog, &function("Shout")).await.expect("made");
        let found = get(&world.catalog, &named("SHOUT")).await.expect("there");
        let expected = Function {
            function_name: Some("shout".into()),
            db_name: Some("sales".into()),
            cat_name: Some("hive".into()),
            create_time: Some(1_700_000_000),
            ..function("shout")
        };
        assert_eq!(found, expected);
        assert_eq!(get_all(&world.catalog).await.expect("listed"), [expected]);
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_named_as_the_client_wrote_it() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    let error = get(&world.catalog, &named("Nope")).await.expect_err("missing");
    assert_eq!(error.to_string(), "Function sales.Nope does not exist");
    let error = drop(&world.catalog, &named("nope")).await.expect_err("missing");
    assert!(matches!(error, Error::NotFound(_)));
    let error = alter(&world.catalog, &named("nope"), &function("f")).await.expect_err("missing");
    assert!(matches!(error, Error::Meta(text) if text == "Function sales.nope does not exist"));
}

#[tokio::test]
async fn bad_functions_are_refused_in_hives_classes() {
    let world = world(Backend::Sqlite, Version::V4_1).await;
    create(&world.catalog, &function("f")).await.expect("made");
    type Spoil = fn(&mut Function);
    let cases: &[(Spoil, &str)] = &[
        (|_| {}, "Exists(\"Function f already exists\")"),
        (|f| f.function_name = Some("a-b".into()), "InvalidObject(\"a-b is not a valid object name\")"),
        (|f| f.function_name = None, "Meta("),
        (|f| f.db_name = None, "Meta("),
        (|f| f.class_name = None, "InvalidObject("),
        (|f| f.owner_type = None, "Meta("),
        (|f| f.function_type = None, "Meta("),
        (|f| f.db_name = Some("gone".into()), "NotFound("),
    ];
    for (spoil, expected) in cases {
        let mut sent = function("f");
        spoil(&mut sent);
        let error = format!("{:?}", create(&world.catalog, &sent).await.expect_err(expected));
        assert!(error.starts_with(expected), "{error} is not {expected}");
    }
}

#[tokio::test]
async fn altering_moves_and_renames_but_keeps_resources_and_age() {
    everywhere(async |world| {
        create(&world.catalog, &function("f")).await.expect("made");
        create(&world.catalog, &function("taken")).await.expect("made");
        let moved = Function {
            db_name: Some("default".into()),
            class_name: Some("com.example.Lower".into()),
            owner_name: Some("bob".into()),
            create_time: Some(5),
            resource_uris: None,
            ..function("g")
        };
        crate::bootstrap(&world.catalog).await.expect("default database made");
        alter(&world.catalog, &named("f"), &moved).await.expect("altered");
        let found =
            get(&world.catalog, &FunctionName::parse(Some("default"), Some("g")).expect("valid")).await.expect("there");
        assert_eq!(found.class_name.as_deref(), Some("com.example.Lower"));
        assert_eq!(found.owner_name.as_deref(), Some("bob"));
        assert_eq!(found.create_time, Some(1_700_000_000));
        assert_eq!(found.resource_uris, function("f").resource_uris);

        let onto = Function { db_name: Some("default".into()), ..function("g") };
        let error = alter(&world.catalog, &named("taken"), &onto).await.expect_err("taken");
        assert!(matches!(error, Error::Meta(text) if text == "Function g already exists"));
    })
    .await;
}

#[tokio::test]
async fn listings_are_sorted_and_an_unknown_database_has_no_functions() {
    everywhere(async |world| {
        for name in ["upper", "lower", "up"] {
            create(&world.catalog, &function(name)).await.expect("made");
        }
        let sales = DatabaseName::parse(Some("sales")).expect("valid");
        for (pattern, expected) in
            [(None, vec!["lower", "up", "upper"]), (Some("UP*"), vec!["up", "upper"]), (Some(""), vec![])]
        {
            let names = list(&world.catalog, &sales, pattern).await.expect("listed");
            assert_eq!(names, expected);
            let whole = objects(&world.catalog, &sales, pattern).await.expect("listed");
            let whole: Vec<&str> = whole.iter().filter_map(|f| f.function_name.as_deref()).collect();
            assert_eq!(whole, expected);
        }
        let unknown = DatabaseName::parse(Some("unknown")).expect("valid");
        assert!(list(&world.catalog, &unknown, None).await.expect("listed").is_empty());
    })
    .await;
}

#[tokio::test]
async fn every_removal_is_in_the_notification_log() {
    everywhere(async |world| {
        for name in ["a", "b", "c"] {
            create(&world.catalog, &function(name)).await.expect("made");
        }
        drop(&world.catalog, &named("b")).await.expect("dropped");
        let sales = &DatabaseName::parse(Some("sales")).expect("valid");
        let dropped = world.catalog.db.write(|tx| async move {
            let id = crate::database::locate(&tx, sales).await?.id;
            drop_all(&tx, sales, id, 7).await
        });
        dropped.await.expect("dropped");
        assert!(list(&world.catalog, sales, None).await.expect("listed").is_empty());

        let log = crate::event::next(&world.catalog, &NotificationEventRequest::default()).await.expect("log");
        let about =
            |kind: &str| log.iter().filter(|e| e.event_type == kind).map(|e| e.message.as_str()).collect::<Vec<_>>();
        assert_eq!(about("CREATE_FUNCTION").len(), 3);
        let names: Vec<bool> = about("DROP_FUNCTION")
            .iter()
            .zip(["b", "a", "c"])
            .map(|(m, n)| m.contains(&format!(r#""functionName":"{n}""#)))
            .collect();
        assert_eq!(names, [true; 3]);
    })
    .await;
}
