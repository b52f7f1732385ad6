//! What holds for every call, whatever the transport.

use skep_codec::ApplicationException;
use skep_conformance::everywhere;
use skep_testing::{CallError, Wire};
use skep_types::{Exception, args, calls};

everywhere! {
    async fn every_transport_gives_the_same_answers(server) {
        let mut answers = Vec::new();
        for wire in Wire::ALL {
            let mut client = server.client_on(wire).await;
            answers.push(client.call::<calls::GetDatabase>(named("default")).await.expect("it is always there"));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(answers[0].name.as_deref(), Some("default"));
    }

    async fn a_refusal_leaves_the_connection_usable(server) {
        let mut client = server.client().await;
        let refused = client.call::<calls::GetDatabase>(named("nowhere")).await.expect_err("there is none");
        assert_eq!(refused.exception(), Some(Exception::NoSuchObjectException));
        client.call::<calls::GetDatabase>(named("default")).await.expect("the same connection serves on");
    }

    async fn an_unknown_method_is_named_in_the_refusal(server) {
        let mut client = server.client().await;
        // An empty struct.
        let reply = client.raw("no_such_method", &[0]).await.expect("an answer");
        let text = String::from_utf8_lossy(&reply).into_owned();
        assert!(text.contains("Invalid method name: 'no_such_method'"), "{text}");
        client.call::<calls::GetStatus>(args::GetStatus::default()).await.expect("the same connection serves on");
    }
}

fn named(name: &str) -> args::GetDatabase {
    args::GetDatabase { name: Some(name.into()) }
}

#[test]
fn an_unknown_method_has_the_kind_that_clients_match() {
    let refused = CallError::Application(ApplicationException::unknown_method("x").kind, String::new());
    assert_eq!(refused, CallError::Application(1, String::new()));
}
