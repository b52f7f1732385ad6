//! Properties from setting to reading.

use super::*;
use crate::testing::World;
use skep_testing::{BACKENDS, Backend};
use skep_types::{PropertyGetRequest, PropertySetRequest};

async fn put(catalog: &Catalog, pairs: &[(&str, &str)]) -> Result<()> {
    let map = pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect();
    set(catalog, &PropertySetRequest { name_space: "hms".into(), property_map: Some(map) }).await
}

/// `map: name=value …` per map.
async fn read(catalog: &Catalog, prefix: &str, predicate: &str, selection: &[&str]) -> Result<Vec<String>> {
    let request = PropertyGetRequest {
        name_space: "hms".into(),
        map_prefix: Some(prefix.into()),
        map_predicate: Some(predicate.into()),
        map_selection: Some(selection.iter().map(|name| Str::from(*name)).collect()),
    };
    let pairs = |map: &Map| map.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>();
    Ok(get(catalog, &request).await?.iter().map(|(name, map)| format!("{name}:{}", pairs(map))).collect())
}

async fn everywhere(test: impl AsyncFn(World)) {
    for backend in BACKENDS {
        eprintln!("on {backend}");
        test(World::on(backend, Version::V4_1).await).await;
    }
}

#[tokio::test]
async fn properties_of_each_object_are_kept_together_and_changed_one_by_one() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        put(catalog, &[("mode", "fast"), ("db.owner", "ä\u{1F40B}"), ("db.t.kind", "fact"), ("db.t.n", "1")])
            .await
            .expect("set");
        put(catalog, &[("db.t.n", "2"), ("db.t2.kind", "dim")]).await.expect("set");
        let all = ["db: owner=ä\u{1F40B}", "db.t: kind=fact n=2", "db.t2: kind=dim", "hms: mode=fast"];
        assert_eq!(read(catalog, "", "", &[]).await.expect("read"), all);
        assert_eq!(read(catalog, "db.t", "true", &[]).await.expect("read"), all[1..3]);
        assert_eq!(read(catalog, "db", "kind == 'fact' && n != 1", &["n"]).await.expect("read"), ["db.t: n=2"]);
        assert_eq!(read(catalog, "db", "", &["n", "nope"]).await.expect("read"), ["db.t: n=2"]);
        assert!(read(catalog, "db_t", "", &[]).await.expect("read").is_empty());
        // Rows that are no maps are not looked at.
        world
            .run(r#"insert into "METASTORE_DB_PROPERTIES" ("PROPERTY_KEY", "PROPERTY_VALUE") values ('hms.x', 'y')"#)
            .await;
        assert_eq!(read(catalog, "", "", &[]).await.expect("read"), all);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_understood_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let catalog = &world.catalog;
    put(catalog, &[("db.a", "1")]).await.expect("set");
    let long = "x".repeat(65_536);
    for pairs in [[("db.a", "2"), ("db..b", "2")], [("db.a", "2"), ("db.b", &long)]] {
        assert!(matches!(put(catalog, &pairs).await, Err(Error::Meta(_))));
        assert_eq!(read(catalog, "", "", &[]).await.expect("read"), ["db: a=1"]);
    }
    for predicate in
        ["a", "a = 1", "a == b", "a == 'x' || b == 'y'", "a == 'x'y'", "f(a) == 1", "a == '&&'", "size(a) > 1"]
    {
        let refused = read(catalog, "", predicate, &[]).await.expect_err(predicate);
        assert!(matches!(&refused, Error::Meta(text) if text.contains("JEXL")), "{refused}");
    }
    assert!(matches!(read(catalog, "", "", &["{ 'a' : a }"]).await, Err(Error::Meta(_))));
    let elsewhere = PropertySetRequest { name_space: "other".into(), property_map: None };
    assert!(matches!(set(catalog, &elsewhere).await, Err(Error::NotFound(_))));
    for version in [Version::V2_3, Version::V3_1] {
        let old = World::on(Backend::Postgres, version).await;
        let refused = put(&old.catalog, &[("a", "b")]).await.expect_err("not kept");
        assert!(matches!(&refused, Error::Meta(text) if text.contains(version.as_str())), "{refused}");
    }
}
