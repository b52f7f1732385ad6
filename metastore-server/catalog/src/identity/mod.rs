//! Which metastore this is: a name for its database that stays, whoever serves it.

pub mod sql;

use crate::{Catalog, Error, Result};
use skep_types::Str;

/// The database's UUID, made when first asked for.
pub async fn uuid(catalog: &Catalog) -> Result<Str> {
    catalog.needs("METASTORE_DB_PROPERTIES")?;
    if let Some(found) = find(catalog).await? {
        return Ok(found);
    }
    let made = catalog.db.write(|tx| async move { tx.execute(&sql::MAKE_UUID, &[]).await });
    match made.await {
        // Another server was faster: its UUID is ours.
        Err(failure) if !failure.is_unique_violation() => return Err(failure.into()),
        _ => {}
    }
    find(catalog).await?.ok_or_else(|| Error::Meta("the database's UUID vanished while it was made".into()))
}

async fn find(catalog: &Catalog) -> Result<Option<Str>> {
    let rows = catalog.db.rows(&sql::UUID, &[]).await?;
    rows.first().map(|row| Ok(row.get(0)?)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use skep_schema::Version;
    use skep_testing::BACKENDS;

    #[tokio::test]
    async fn a_metastore_gets_one_uuid_and_keeps_it() {
        for backend in BACKENDS {
            let world = World::on(backend, Version::V4_1).await;
            let (one, other) = tokio::join!(uuid(&world.catalog), uuid(&world.catalog));
            let one = one.expect("made");
            assert_eq!(other.expect("made"), one, "on {backend}");
            let groups: Vec<usize> = one.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{one}");
            assert!(one.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()), "{one}");
            assert_eq!(uuid(&world.catalog).await.expect("kept"), one);
            let another = World::on(backend, Version::V4_1).await;
            assert_ne!(uuid(&another.catalog).await.expect("made"), one);
        }
    }

    #[tokio::test]
    async fn a_database_of_hive_2_has_none() {
        let world = World::on(skep_testing::Backend::Postgres, Version::V2_3).await;
        let error = uuid(&world.catalog).await.expect_err("no table for it");
        let text = error.to_string();
        assert!(text.ends_with("which lacks the table METASTORE_DB_PROPERTIES of 3.1.0 and later"), "{text}");
    }
}
