use super::*;
use crate::table::parameters;
use skep_types::TableParamsUpdate;

fn wanted(table: &str, params: &[(&str, &str)], expected: Option<(&str, &str)>) -> TableParamsUpdate {
    TableParamsUpdate {
        db_name: "Sales".into(),
        table_name: table.into(),
        params: params.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect(),
        expected_param_key: expected.map(|(key, _)| key.into()),
        expected_param_value: expected.map(|(_, value)| value.into()),
        ..Default::default()
    }
}

async fn read(world: &World, table: &str, key: &str) -> Option<String> {
    let table = get(&world.catalog, &name(table)).await.expect("there");
    parameter(&table, key).map(str::to_owned)
}

#[tokio::test]
async fn several_tables_change_together_or_not_at_all() {
    let world = sales().await;
    for table in ["t", "u"] {
        made(&world, &with_parameters(described(table, "a int"), &[("v", "0"), ("w", table)])).await;
    }
    let updates = [wanted("T", &[("v", "1"), ("new", "x")], Some(("v", "0"))), wanted("u", &[("w", "1")], None)];
    parameters::update(&world.catalog, &updates).await.expect("updated");
    // A key that one table changes stays as it was in the other.
    for (table, key, value) in [("t", "v", "1"), ("t", "new", "x"), ("t", "w", "t"), ("u", "w", "1"), ("u", "v", "0")] {
        assert_eq!(read(&world, &format!("sales.{table}"), key).await.as_deref(), Some(value), "{table}.{key}");
    }
    assert_eq!(read(&world, "sales.u", "new").await, None);

    let late = [wanted("u", &[("w", "2")], None), wanted("t", &[("v", "2")], Some(("v", "0")))];
    let refused = parameters::update(&world.catalog, &late).await.expect_err("too late");
    assert_eq!(
        refused.to_string(),
        "The table has been modified. The parameter value for key 'v' is '1'. The expected was value was '0'"
    );
    let missing = [wanted("u", &[("w", "2")], None), wanted("nothing", &[], None)];
    parameters::update(&world.catalog, &missing).await.expect_err("missing");
    assert_eq!(read(&world, "sales.u", "w").await.as_deref(), Some("1"));
    parameters::update(&world.catalog, &[]).await.expect("nothing is nothing");
    let log = events(&world).await;
    assert_eq!(log.iter().filter(|event| event.starts_with("ALTER_TABLE")).count(), 2, "{log:?}");
}
