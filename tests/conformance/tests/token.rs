//! Delegation tokens and master keys, as HiveServer2 sees them.

use skep_conformance::everywhere;
use skep_testing::CallError;
use skep_types::{Exception, args, calls};

everywhere! {
    async fn the_token_store_keeps_what_hiveserver2_puts_there(server) {
        let mut client = server.client().await;
        let added = args::AddToken { token_identifier: Some("id".into()), delegation_token: Some("t".into()) };
        assert!(client.call::<calls::AddToken>(added.clone()).await.expect("added"));
        assert!(!client.call::<calls::AddToken>(added).await.expect("there already"));
        let named = || Some("id".into());
        let token = args::GetToken { token_identifier: named() };
        assert_eq!(client.call::<calls::GetToken>(token.clone()).await.expect("there"), "t");
        let all = args::GetAllTokenIdentifiers::default();
        assert_eq!(client.call::<calls::GetAllTokenIdentifiers>(all).await.expect("listed"), ["id"]);
        let removed = client.call::<calls::RemoveToken>(args::RemoveToken { token_identifier: named() }).await;
        assert!(removed.expect("removed"));
        assert_eq!(client.call::<calls::GetToken>(token).await.expect("none is the empty text"), "");

        let key = client.call::<calls::AddMasterKey>(args::AddMasterKey { key: Some("k".into()) }).await.expect("added");
        let update = args::UpdateMasterKey { seq_number: Some(key + 1), key: Some("l".into()) };
        let missing = client.call::<calls::UpdateMasterKey>(update).await.expect_err("no such key");
        assert_eq!(missing.exception(), Some(Exception::NoSuchObjectException));
        let keys = client.call::<calls::GetMasterKeys>(args::GetMasterKeys::default()).await.expect("listed");
        assert_eq!(keys, ["k"]);
        assert!(client.call::<calls::RemoveMasterKey>(args::RemoveMasterKey { key_seq: Some(key) }).await.expect("removed"));
        // Nothing is declared for a call that lacks what it is about.
        let bare = client.call::<calls::AddToken>(args::AddToken::default()).await.expect_err("nothing to add");
        assert!(matches!(bare, CallError::Application(..)), "{bare:?}");
    }

    async fn without_kerberos_no_token_is_issued(server) {
        let mut client = server.client().await;
        let wanted = args::GetDelegationToken {
            token_owner: Some("ann".into()),
            renewer_kerberos_principal_name: Some("yarn".into()),
        };
        let refused = client.call::<calls::GetDelegationToken>(wanted).await.expect_err("not here");
        assert_eq!(refused.exception(), Some(Exception::MetaException));
        assert_eq!(refused.message(), "Delegation Token can be issued only with kerberos authentication");
        let renewed = client.call::<calls::RenewDelegationToken>(args::RenewDelegationToken::default()).await;
        assert_eq!(renewed.expect_err("not here").exception(), Some(Exception::MetaException));
    }
}
