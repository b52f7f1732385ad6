//! Types of old Hive, as clients see them.

use skep_conformance::everywhere;
use skep_types::{Exception, FieldSchema, Type, args, calls};

everywhere! {
    async fn a_type_lives_from_create_to_drop(server) {
        let mut client = server.client().await;
        let sent = described("Person");
        assert!(client.call::<calls::CreateType>(args::CreateType { type_: Some(sent.clone()) }).await.expect("made"));
        let again = client.call::<calls::CreateType>(args::CreateType { type_: Some(sent.clone()) }).await;
        assert_eq!(again.expect_err("taken").exception(), Some(Exception::AlreadyExistsException));
        let get = args::GetType { name: Some("Person".into()) };
        assert_eq!(client.call::<calls::GetType>(get.clone()).await.expect("there"), sent);
        // What Java answers to this does not depend on its argument.
        let all = client.call::<calls::GetTypeAll>(args::GetTypeAll { name: Some("Person".into()) }).await;
        assert!(all.is_ok() || all.expect_err("declared").exception() == Some(Exception::MetaException));
        let drop = args::DropType { type_: Some("Person".into()) };
        assert!(client.call::<calls::DropType>(drop).await.expect("dropped"));
        let gone = client.call::<calls::GetType>(get).await.expect_err("gone");
        assert_eq!(gone.exception(), Some(Exception::NoSuchObjectException));
    }

    async fn a_type_that_cannot_be_is_refused_and_not_stored(server) {
        let mut client = server.client().await;
        for name in [None, Some(""), Some("a-b"), Some("'; --"), Some("\0"), Some("蜂 %_\\?$1{if}")] {
            let sent = Type { name: name.map(Into::into), ..described("x") };
            let refused = client.call::<calls::CreateType>(args::CreateType { type_: Some(sent) }).await;
            assert_eq!(refused.expect_err("bad").exception(), Some(Exception::InvalidObjectException), "{name:?}");
            let get = args::GetType { name: name.map(Into::into) };
            let absent = client.call::<calls::GetType>(get).await.expect_err("absent").exception();
            let said = [Some(Exception::NoSuchObjectException), Some(Exception::MetaException)];
            assert!(said.contains(&absent), "{name:?}: {absent:?}");
        }
        let long = Type { name: Some("x".repeat(65_536).into()), ..described("x") };
        let refused = client.call::<calls::CreateType>(args::CreateType { type_: Some(long) }).await;
        assert!(refused.expect_err("too long").exception().is_some());
        let nothing = client.call::<calls::CreateType>(args::CreateType { type_: None }).await;
        assert!(nothing.expect_err("null").exception().is_some());
    }
}

fn described(name: &str) -> Type {
    let field = |name: &str, comment: Option<&str>| FieldSchema {
        name: Some(name.into()),
        type_: Some("string".into()),
        comment: comment.map(Into::into),
    };
    let fields = vec![field("z", Some("o'clock %_\\ \"?\" $1 {if}")), field("a", None)];
    Type { name: Some(name.into()), type1: Some("key".into()), type2: None, fields: Some(fields) }
}
