use super::*;
use crate::testing::World;
use skep_schema::Version;

fn token(id: &str, principal: &str) -> AccessToken {
    AccessToken {
        id: id.into(),
        digest: "00".repeat(16).into(),
        principal: principal.into(),
        roles: Some("care,claims".into()),
        groups: Some("nurses\nDomain Users".into()),
        class: "E0".into(),
        created: 1_700_000_000,
        expires: 1_700_000_100,
        revoked: None,
    }
}

#[tokio::test]
async fn tokens_are_kept_listed_revoked_and_purged_on_every_database() {
    World::each(Version::V4_1..=Version::V4_1, async |world| {
        let catalog = &world.catalog;
        assert!(get(catalog, "aa").await.is_err(), "there is no table yet, and that is no empty answer");
        for _ in 0..2 {
            prepare(catalog).await.expect("made, or there");
        }
        for made in [token("aa", "user:o'neil"), token("bb", "user:o'neil"), token("cc", "sa:ns/team1")] {
            add(catalog, &made).await.expect("added");
            assert_eq!(get(catalog, &made.id).await.expect("readable"), Some(made));
        }
        assert!(add(catalog, &token("aa", "user:mallory")).await.is_err(), "an id is one token's");
        assert_eq!(get(catalog, "aa' or '1'='1").await.expect("readable"), None);

        assert_eq!(live(catalog, "user:o'neil").await.expect("readable"), 2);
        assert_eq!(revoke(catalog, "cc").await.expect("revoked"), 1);
        assert_eq!(live(catalog, "sa:ns/team1").await.expect("readable"), 0);
        assert_eq!(revoke(catalog, "cc").await.expect("nothing left"), 0);
        assert_eq!(revoke(catalog, "user:o'neil").await.expect("revoked"), 2);
        let all = list(catalog).await.expect("readable");
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|token| token.revoked == Some(1_700_000_000)));
        assert_eq!(purge(catalog, 1_700_000_100).await.expect("none is that old"), 0);
        assert_eq!(purge(catalog, 1_700_000_101).await.expect("purged"), 3);
    })
    .await;
}
