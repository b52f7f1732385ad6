use super::*;
use crate::database::drop::{Cascade as Everything, Files};
use crate::table::{Expected, drop, list, truncate};
use skep_schema::Version;
use skep_testing::{BACKENDS, Backend};
use skep_types::{Order, SkewedInfo};

/// The statements of tables in each form they have: every database, every schema version.
#[tokio::test]
async fn a_table_lives_its_life_on_every_database_and_version() {
    for backend in BACKENDS {
        for version in Version::ALL {
            if backend != Backend::Sqlite || version == Version::NEWEST {
                let world = with_sales(World::on(backend, version).await).await;
                life(&world).await;
            }
        }
    }
}

async fn life(world: &World) {
    let about = format!("{:?} {:?}", world.catalog.db.dialect(), world.catalog.db.version());
    let sent = rich();
    let table = made(world, &sent).await;
    let (read, described) = (table.sd.clone().expect("there"), sent.sd.expect("there"));
    assert_eq!((read.skewed_info, read.sort_cols), (described.skewed_info, described.sort_cols), "{about}");
    assert_eq!(table.partition_keys, sent.partition_keys, "{about}");

    let mut wanted = with_parameters(table.clone(), &[("k", "2"), ("l", "3")]);
    wanted.sd.as_mut().expect("there").cols = Some(columns("a bigint, c string"));
    let change = Change { expected: Expected::of(Some("k"), Some("1")), ..Change::of(None) };
    alter(&world.catalog, &name("sales.t"), &wanted, &change).await.expect(&about);
    let again = alter(&world.catalog, &name("sales.t"), &wanted, &change).await.expect_err(&about);
    assert!(again.to_string().starts_with("The table has been modified."), "{about}: {again}");

    let renamed = Table { table_name: Some("u".into()), ..wanted };
    altered(world, "sales.t", &renamed).await.expect(&about);
    truncate(&world.catalog, &name("sales.u"), None).await.expect(&about);
    lists(world, &about).await;
    drop(&world.catalog, &name("sales.u"), Files::Delete).await.expect(&about);
    made(world, &described_view()).await;
    database::drop(&world.catalog, &database_name("sales"), Files::Delete, Everything::Yes).await.expect(&about);
    for table in ["TBLS", "SDS", "CDS", "SERDES", "SKEWED_STRING_LIST"] {
        assert_eq!(count_rows(world, table).await, 0, "{about} {table}");
    }
    assert_eq!(events(world).await.len(), 8, "{about}");
}

async fn lists(world: &World, about: &str) {
    let sales = database_name("sales");
    for filter in [
        r#"hive_filter_field_params__k = "2" and hive_filter_field_last_access__ < 1"#,
        r#"hive_filter_field_params__k like "_%" or hive_filter_field_owner__ = "nobody""#,
        r#"hive_filter_field_tableType__ in ("MANAGED_TABLE", "x")"#,
    ] {
        let found = list::names_by_filter(&world.catalog, &sales, filter, 10).await.expect(about);
        assert_eq!(found, ["u"], "{about} {filter}");
    }
    assert_eq!(list::metas(&world.catalog, None, Some("U*"), &["MANAGED_TABLE".into()]).await.expect(about).len(), 1);
    assert_eq!(list::names_of_type(&world.catalog, &sales, None, "MANAGED_TABLE").await.expect(about), ["u"]);
    assert!(list::rewritable_views(&world.catalog, &sales).await.expect(about).is_empty());
    assert!(list::rewritable_view_objects(&world.catalog, "hive").await.expect(about).is_empty());
}

/// A table that fills every list.
fn rich() -> Table {
    let mut table = with_parameters(described("t", "a int, b string"), &[("k", "1"), ("gone", "x")]);
    table.partition_keys = Some(columns("day date"));
    let sd = table.sd.as_mut().expect("there");
    sd.parameters = Some([("p".into(), "q".into())].into());
    sd.bucket_cols = Some(vec!["a".into()]);
    sd.sort_cols = Some(vec![Order { col: Some("a".into()), order: Some(0) }]);
    sd.skewed_info = Some(SkewedInfo {
        skewed_col_names: Some(vec!["b".into()]),
        skewed_col_values: Some(vec![vec!["x".into()], vec!["y".into()]]),
        skewed_col_value_location_maps: Some([(vec!["y".into()], "/y".into())].into()),
    });
    table
}

fn described_view() -> Table {
    Table {
        table_type: Some("VIRTUAL_VIEW".into()),
        view_original_text: Some("select 1".into()),
        ..described("v", "a int")
    }
}
