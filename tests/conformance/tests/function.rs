//! Functions, as clients see them.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{Exception, Function, FunctionType, PrincipalType, ResourceType, ResourceUri, args, calls};

everywhere! {
    async fn a_function_lives_from_create_to_drop(server) {
        let mut client = server.client().await;
        create(&mut client, function("Shout")).await.expect("made");
        let found = get(&mut client, "SHOUT").await.expect("there");
        assert_eq!(found.function_name.as_deref(), Some("shout"));
        assert_eq!(found.class_name.as_deref(), Some("com.example.Shout"));
        assert_eq!(found.resource_uris, function("shout").resource_uris);

        let changed = Function { class_name: Some("com.example.Whisper".into()), ..function("whisper") };
        let renamed = args::AlterFunction {
            db_name: Some("default".into()),
            func_name: Some("shout".into()),
            new_func: Some(changed),
        };
        client.call::<calls::AlterFunction>(renamed).await.expect("altered");
        let named = args::GetFunctions { db_name: Some("@hive#default".into()), pattern: Some("*".into()) };
        assert_eq!(client.call::<calls::GetFunctions>(named).await.expect("listed"), ["whisper"]);
        let all = client.call::<calls::GetAllFunctions>(args::GetAllFunctions::default()).await.expect("listed");
        assert_eq!(all.functions.map(|functions| functions.len()), Some(1));

        let gone = args::DropFunction { db_name: Some("default".into()), func_name: Some("whisper".into()) };
        client.call::<calls::DropFunction>(gone.clone()).await.expect("dropped");
        let again = client.call::<calls::DropFunction>(gone).await.expect_err("gone");
        assert_eq!(again.exception(), Some(Exception::NoSuchObjectException));
    }

    async fn spark_recognises_a_missing_function_by_its_own_spelling(server) {
        let mut client = server.client().await;
        let refused = get(&mut client, "MyUpper").await.expect_err("there is none");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
        assert!(refused.message().contains("MyUpper does not exist"), "{}", refused.message());
    }

    async fn a_second_function_of_the_name_is_refused(server) {
        let mut client = server.client().await;
        create(&mut client, function("f")).await.expect("made");
        let refused = create(&mut client, function("F")).await.expect_err("taken");
        assert_eq!(refused.exception(), Some(Exception::AlreadyExistsException));
        let bad = create(&mut client, function("no-word")).await.expect_err("no name");
        assert_eq!(bad.exception(), Some(Exception::InvalidObjectException));
        // A failed call leaves nothing behind, and the connection usable.
        let found = get(&mut client, "f").await.expect("the first one");
        assert_eq!(found.class_name.as_deref(), Some("com.example.Shout"));
    }
}

fn function(name: &str) -> Function {
    let resource = |kind, uri: &str| ResourceUri { resource_type: Some(kind), uri: Some(uri.into()) };
    let resources =
        [resource(ResourceType::JAR, "s3a://b/shout.jar"), resource(ResourceType::FILE, "s3a://b/words.txt")];
    Function {
        function_name: Some(name.into()),
        db_name: Some("default".into()),
        class_name: Some("com.example.Shout".into()),
        owner_name: Some("alice".into()),
        owner_type: Some(PrincipalType::USER),
        function_type: Some(FunctionType::JAVA),
        resource_uris: Some(resources.into()),
        ..Function::default()
    }
}

async fn create(client: &mut Client, function: Function) -> Result<(), CallError> {
    client.call::<calls::CreateFunction>(args::CreateFunction { func: Some(function) }).await
}

async fn get(client: &mut Client, name: &str) -> Result<Function, CallError> {
    let args = args::GetFunction { db_name: Some("default".into()), func_name: Some(name.into()) };
    client.call::<calls::GetFunction>(args).await
}
