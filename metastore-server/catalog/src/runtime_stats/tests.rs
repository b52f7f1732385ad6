//! Runtime statistics from adding to forgetting.

use super::*;
use crate::testing::World;
use skep_schema::Version;
use skep_testing::{BACKENDS, Backend};

fn stat(create_time: Option<i32>, weight: i32, payload: &[u8]) -> RuntimeStat {
    RuntimeStat { create_time, weight, payload: payload.into() }
}

#[tokio::test]
async fn the_newest_come_first_until_there_is_weight_enough() {
    let newest = BACKENDS.map(|backend| (backend, Version::V4_1));
    let older =
        [(Backend::Postgres, Version::V3_1), (Backend::Postgres, Version::V4_0), (Backend::Mariadb, Version::V3_1)];
    for (backend, version) in newest.into_iter().chain(older) {
        eprintln!("on {backend} with schema {version:?}");
        let world = World::on(backend, version).await;
        let catalog = &world.catalog;
        for (time, weight, payload) in [(Some(10), 5, &b"old"[..]), (None, 2, &[0, 255, 195]), (Some(20), 3, b"")] {
            add(catalog, &stat(time, weight, payload)).await.expect("added");
        }
        let (now, mid, old) =
            (stat(Some(1_700_000_000), 2, &[0, 255, 195]), stat(Some(20), 3, b""), stat(Some(10), 5, b"old"));
        let cases: [(i32, i32, &[&RuntimeStat]); 6] = [
            (-1, -1, &[&now, &mid, &old]),
            (-1, 0, &[&now, &mid, &old]),
            (5, -1, &[&now, &mid]),
            (0, -1, &[&now]),
            (-1, 20, &[&old]),
            (100, 10, &[]),
        ];
        for (weight, before, expected) in cases {
            let found = get(catalog, weight, before).await.expect("read");
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{weight} before {before}");
        }
        assert_eq!(clean(catalog, Duration::from_secs(1_700_000_000 - 10)).await.expect("cleaned"), 1);
        assert_eq!(get(catalog, -1, -1).await.expect("read").len(), 2);
    }
}

#[tokio::test]
async fn a_schema_without_runtime_statistics_says_which_has_them() {
    let world = World::on(Backend::Postgres, Version::V2_3).await;
    let refused = get(&world.catalog, -1, -1).await.expect_err("no table");
    assert!(matches!(&refused, Error::Meta(text) if text.contains("3.1.0")), "{refused}");
    assert_eq!(clean(&world.catalog, Duration::ZERO).await.expect("nothing to do"), 0);
}
