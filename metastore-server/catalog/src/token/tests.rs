//! The store of tokens and keys.

use super::*;
use crate::testing::{World, stages};
use skep_schema::Version;

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(World::on(backend, version).await).await;
    }
}

#[tokio::test]
async fn a_token_is_added_once_and_removed_once() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        assert!(add(catalog, "id-b", "secret").await.expect("added"));
        assert!(!add(catalog, "id-b", "another").await.expect("there already"));
        assert!(add(catalog, "id-a", "").await.expect("added"));
        assert_eq!(get(catalog, "id-b").await.expect("read").as_deref(), Some("secret"));
        assert_eq!(get(catalog, "ID-B").await.expect("read"), None);
        assert_eq!(identifiers(catalog).await.expect("listed"), ["id-a", "id-b"]);
        assert!(remove(catalog, "id-b").await.expect("removed"));
        assert!(!remove(catalog, "id-b").await.expect("gone"));
        assert_eq!(get(catalog, "id-b").await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn master_keys_are_numbered() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let first = add_key(catalog, "k1").await.expect("added");
        let second = add_key(catalog, "k2").await.expect("added");
        assert!(second > first);
        update_key(catalog, first, "k3").await.expect("updated");
        assert_eq!(keys(catalog).await.expect("listed"), ["k3", "k2"]);
        assert!(remove_key(catalog, first).await.expect("removed"));
        assert!(!remove_key(catalog, first).await.expect("gone"));
        let missing = update_key(catalog, first, "k4").await.expect_err("gone");
        assert!(matches!(missing, Error::NotFound(text) if text == format!("No key found with keyId: {first}")));
        assert_eq!(keys(catalog).await.expect("listed"), ["k2"]);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_does_not_repeat_the_secret() {
    everywhere(async |world| {
        for secret in ["x".repeat(768), "s\u{1f41d}cret".into(), "s\0cret".into()] {
            let refused = [
                add(&world.catalog, "id", &secret).await.expect_err("refused"),
                add(&world.catalog, &secret, "t").await.expect_err("refused"),
                add_key(&world.catalog, &secret).await.expect_err("refused"),
            ];
            for refusal in refused {
                let text = refusal.to_string();
                assert!(text.starts_with("768 characters") || text.contains("takes printable ASCII"), "{text}");
                assert!(!text.contains("cret") && !text.contains("xx"), "{text}");
            }
        }
        assert!(identifiers(&world.catalog).await.expect("listed").is_empty());
    })
    .await;
}
