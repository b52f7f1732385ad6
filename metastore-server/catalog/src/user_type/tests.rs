//! Types from first to last.

use super::*;
use crate::testing::World;
use skep_schema::Version;

fn described(name: &str) -> Type {
    let field = |name: &str, comment: Option<&str>| FieldSchema {
        name: Some(name.into()),
        type_: Some("string".into()),
        comment: comment.map(Str::from),
    };
    Type {
        name: Some(name.into()),
        type1: Some("key".into()),
        type2: None,
        fields: Some(vec![field("z", Some("o'clock")), field("a", None)]),
    }
}

#[tokio::test]
async fn a_type_lives_from_create_to_drop() {
    World::each(Version::V2_3..=Version::V4_1, async |world| {
        let catalog = &world.catalog;
        create(catalog, &described("Person")).await.expect("made");
        assert_eq!(get(catalog, Some("Person")).await.expect("there"), described("Person"));
        let again = create(catalog, &described("Person")).await.expect_err("taken");
        assert_eq!(again.to_string(), "Type Person already exists");
        for bad in [described("a-b"), Type::default()] {
            assert_eq!(create(catalog, &bad).await.expect_err("bad").to_string(), "Invalid type name");
        }
        for _ in 0..2 {
            drop(catalog, Some("Person")).await.expect("dropped, or gone");
        }
        let gone = get(catalog, Some("Person")).await.expect_err("gone");
        assert_eq!(gone.to_string(), "Type \"Person\" not found.");
    })
    .await;
}
