//! Constraints from declaration to removal, and along with their tables.

use super::*;
use crate::names::TableName;
use crate::table::{self, Cascade, Change};
use crate::testing::{World, stages};
use crate::{Error, Result, database, event};
use skep_schema::Version;
use skep_sql::Fragment;

use skep_types::*;

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        test(shop(World::on(backend, version).await).await).await;
    }
}

/// With the tables `people (id int, name string)` and `orders (id int, person int, note string)`.
async fn shop(world: World) -> World {
    let shop = Database { name: Some("shop".into()), ..Database::default() };
    database::create(&world.catalog, &shop, None).await.expect("made");
    for table in [described("people", "id int, name string"), described("orders", "id int, person int, note string")] {
        table::create(&world.catalog, &table, None).await.expect("made");
    }
    world
}

fn described(name: &str, columns: &str) -> Table {
    let cols = columns.split(", ").map(|column| {
        let (name, type_) = column.split_once(' ').expect("name and type");
        FieldSchema { name: Some(name.into()), type_: Some(type_.into()), comment: None }
    });
    let sd =
        StorageDescriptor { cols: Some(cols.collect()), serde_info: Some(SerDeInfo::default()), ..Default::default() };
    Table { table_name: Some(name.into()), db_name: Some("shop".into()), sd: Some(sd), ..Table::default() }
}

fn name(table: &str) -> TableName {
    TableName::parse(Some("shop"), Some(table)).expect("valid")
}

fn primary(table: &str, columns: &str, name: Option<&str>) -> Vec<SQLPrimaryKey> {
    let columns = columns.split(' ').zip(1..);
    let key = |(column, position): (&str, i32)| SQLPrimaryKey {
        table_db: Some("Shop".into()),
        table_name: Some(table.into()),
        column_name: Some(column.into()),
        key_seq: Some(position),
        pk_name: name.map(Str::from),
        rely_cstr: Some(true),
        ..SQLPrimaryKey::default()
    };
    columns.map(key).collect()
}

fn foreign(column: &str, to: &str) -> Vec<SQLForeignKey> {
    vec![SQLForeignKey {
        fktable_db: Some("shop".into()),
        fktable_name: Some("orders".into()),
        fkcolumn_name: Some(column.into()),
        pktable_db: Some("shop".into()),
        pktable_name: Some("people".into()),
        pkcolumn_name: Some(to.into()),
        key_seq: Some(1),
        ..SQLForeignKey::default()
    }]
}

async fn primary_keys(world: &World, table: &str) -> Vec<SQLPrimaryKey> {
    of_table(&world.catalog, &name(table)).await.expect("readable")
}

async fn columns_of_key(world: &World, table: &str) -> Vec<String> {
    let keys = primary_keys(world, table).await;
    keys.into_iter().filter_map(|key| key.column_name).map(String::from).collect()
}

async fn references(world: &World) -> Vec<SQLForeignKey> {
    let everything = Side::default();
    foreign_keys(&world.catalog, "hive", everything, everything).await.expect("readable")
}

async fn rows(world: &World) -> i64 {
    let counted = world.catalog.db.rows_of(&Fragment::new(r#"select count(*) from "KEY_CONSTRAINTS""#)).await;
    counted.expect("counted")[0].get(0).expect("a number")
}

async fn change(world: &World, table: &str, columns: &str) -> Result<()> {
    let mut after = table::get(&world.catalog, &name(table)).await.expect("there");
    after.sd.as_mut().expect("stored").cols = described(table, columns).sd.expect("described").cols;
    let change = Change { cascade: Cascade::No, expected: None, environment: None };
    table::alter(&world.catalog, &name(table), &after, &change).await
}

/// The events about constraints so far, as `KIND table`.
async fn events(world: &World) -> Vec<String> {
    let all = event::next(&world.catalog, &Default::default()).await.expect("readable");
    let about = all.iter().filter(|event| event.event_type.starts_with("ADD_") || event.event_type.contains("CONSTR"));
    about.map(|event| format!("{} {}", event.event_type, event.table_name.as_deref().unwrap_or("-"))).collect()
}

#[tokio::test]
async fn a_key_is_declared_referred_to_and_dropped() {
    everywhere(async |world| {
        add(&world.catalog, primary("PEOPLE", "ID", None)).await.expect("declared");
        let key = primary_keys(&world, "people").await.pop().expect("there");
        let made_up = key.pk_name.clone().expect("named");
        assert!(made_up.starts_with("pk_") && made_up.ends_with("_1700000000000_0"), "{made_up}");
        let expected = SQLPrimaryKey {
            table_db: Some("shop".into()),
            table_name: Some("people".into()),
            column_name: Some("id".into()),
            pk_name: Some(made_up.clone()),
            enable_cstr: Some(false),
            validate_cstr: Some(false),
            cat_name: Some("hive".into()),
            ..primary("people", "id", None).remove(0)
        };
        assert_eq!(key, expected);

        add(&world.catalog, foreign("person", "id")).await.expect("declared");
        let reference = references(&world).await.pop().expect("there");
        assert_eq!(reference.pk_name, Some(made_up.clone()));
        assert_eq!(
            (reference.fkcolumn_name.as_deref(), reference.pkcolumn_name.as_deref()),
            (Some("person"), Some("id"))
        );
        let people = Side { database: Some("SHOP"), table: Some("people") };
        let none = foreign_keys(&world.catalog, "hive", Side::default(), people).await.expect("readable");
        assert!(none.is_empty(), "people refers to nothing: {none:?}");
        let all_of_orders = all(&world.catalog, &name("orders")).await.expect("readable");
        assert_eq!(all_of_orders.foreign_keys.map(|keys| keys.len()), Some(1));
        assert_eq!(all_of_orders.primary_keys, Some(Vec::new()));

        drop(&world.catalog, &name("people"), &made_up.to_uppercase()).await.expect("dropped");
        assert!(primary_keys(&world, "people").await.is_empty());
        let again = drop(&world.catalog, &name("people"), &made_up).await.expect_err("gone");
        let sentence = format!("The constraint: {made_up} does not exist for the associated table: shop.people");
        assert!(matches!(&again, Error::NotFound(text) if *text == sentence), "{again:?}");
        let expected: &[&str] = match world.catalog.db.version() {
            Version::V2_3 => &[],
            // Hive logs a foreign key under the table that it refers to.
            _ => &["ADD_PRIMARYKEY people", "ADD_FOREIGNKEY people", "DROP_CONSTRAINT people"],
        };
        assert_eq!(events(&world).await, expected);
    })
    .await;
}

#[tokio::test]
async fn the_kinds_that_came_with_hive_3_are_kept_since_then() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let [cat, db, table, column] = ["hive", "shop", "orders", "note"].map(|name| Some(Str::from(name)));
        let unique = SQLUniqueConstraint {
            table_db: db.clone(),
            table_name: table.clone(),
            column_name: column.clone(),
            key_seq: Some(1),
            uk_name: Some("Only".into()),
            ..Default::default()
        };
        if catalog.db.version() < Version::V3_1 {
            let refused = add(catalog, vec![unique]).await.expect_err("no place for it");
            assert!(refused.to_string().contains("takes that of Hive 3.1"), "{refused}");
            return assert_eq!(rows(&world).await, 0);
        }
        let default = SQLDefaultConstraint {
            table_db: db.clone(),
            table_name: table.clone(),
            column_name: column.clone(),
            default_value: Some("'it''s %_\\ $1 {if} é'".into()),
            ..Default::default()
        };
        // A check may be about no column in particular.
        let check = SQLCheckConstraint {
            table_db: db.clone(),
            table_name: table.clone(),
            check_expression: Some("id > 0".into()),
            dc_name: Some("c".into()),
            ..Default::default()
        };
        let not_null = SQLNotNullConstraint {
            table_db: db.clone(),
            table_name: table.clone(),
            column_name: column.clone(),
            ..Default::default()
        };
        add(catalog, vec![unique.clone()]).await.expect("declared");
        add(catalog, vec![default.clone()]).await.expect("declared");
        add(catalog, vec![check]).await.expect("declared");
        add(catalog, vec![not_null]).await.expect("declared");

        let kept = all(catalog, &name("orders")).await.expect("readable");
        let defaults = kept.default_constraints.expect("a list");
        assert_eq!(defaults[0].default_value, default.default_value);
        assert_eq!((&defaults[0].cat_name, &defaults[0].column_name), (&cat, &column));
        let checks: Vec<SQLCheckConstraint> = of_table(catalog, &name("orders")).await.expect("readable");
        assert_eq!((checks[0].column_name.as_deref(), checks[0].check_expression.as_deref()), (None, Some("id > 0")));
        assert_eq!(kept.unique_constraints.expect("a list")[0].uk_name.as_deref(), Some("only"));
        assert_eq!(kept.not_null_constraints.expect("a list").len(), 1);

        let taken = add(catalog, vec![unique]).await.expect_err("taken").to_string();
        let qualified = if catalog.db.version() < Version::V4_0 { "only" } else { "shop.orders.only" };
        assert_eq!(taken, format!("Constraint name already exists: {qualified}"));
    })
    .await;
}

#[tokio::test]
async fn what_refers_to_nothing_is_refused_and_nothing_changes() {
    let world = shop(World::new().await).await;
    let catalog = &world.catalog;
    let text = async |keys| add(catalog, keys).await.expect_err("refused").to_string();
    let no_key = "Trying to define foreign key but there are no primary keys or unique keys for referenced table";
    assert_eq!(text(foreign("person", "id")).await, no_key);
    add(catalog, primary("people", "id name", Some("k"))).await.expect("declared");
    let half = text(foreign("person", "id")).await;
    assert_eq!(
        half,
        "Foreign key references id:int; but no corresponding primary key or unique key exists. \
         Possible keys: [id:int;name:string;]"
    );
    assert_eq!(text(foreign("nobody", "id")).await, "Child column not found: nobody");
    assert_eq!(text(foreign("person", "nobody")).await, "Parent column not found: nobody");
    let elsewhere =
        foreign("person", "id").into_iter().map(|key| SQLForeignKey { pktable_name: Some("x".into()), ..key });
    assert_eq!(text(elsewhere.collect()).await, "Parent table not found: x");
    let nowhere = foreign("person", "id").into_iter().map(|key| SQLForeignKey { fktable_db: Some("x".into()), ..key });
    assert_eq!(text(nowhere.collect()).await, "Child table not found: orders");

    let second = add(catalog, primary("people", "name", None)).await.expect_err("it has one");
    assert_eq!(second.to_string(), " Primary key already exists for: hive.shop.people");
    let missing = add(catalog, primary("orders", "id nothing", None)).await.expect_err("no column");
    assert!(matches!(missing, Error::InvalidObject(text) if text == "Parent column not found: nothing"));
    let nameless = SQLPrimaryKey { column_name: None, ..primary("orders", "id", None).remove(0) };
    add(catalog, vec![nameless]).await.expect_err("no column");
    let long = "x".repeat(65_536);
    add(catalog, primary("orders", "id", Some(&long))).await.expect_err("too long");
    add(catalog, Vec::<SQLPrimaryKey>::new()).await.expect("nothing is nothing");
    assert_eq!(rows(&world).await, 2, "the two columns of `k`");
    assert_eq!(events(&world).await, ["ADD_PRIMARYKEY people"]);
}

#[tokio::test]
async fn a_table_and_its_constraints_are_made_together_or_not_at_all() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        // It refers to itself, by a key of the same declaration.
        let reference = SQLForeignKey { pktable_name: Some("tree".into()), ..foreign("up", "id").remove(0) };
        let constraints = SQLAllTableConstraints {
            primary_keys: Some(primary("whatever", "id", Some("p"))),
            foreign_keys: Some(vec![reference.clone()]),
            ..Default::default()
        };
        let tree = described("tree", "id int, up int");
        table::create_with_constraints(catalog, &tree, None, &constraints).await.expect("made");
        assert_eq!(columns_of_key(&world, "tree").await, ["id"]);
        assert_eq!(references(&world).await[0].fktable_name.as_deref(), Some("tree"));

        let wrong = SQLForeignKey { pktable_name: Some("missing".into()), ..reference };
        let constraints = SQLAllTableConstraints { foreign_keys: Some(vec![wrong]), ..Default::default() };
        let refused = table::create_with_constraints(catalog, &described("bush", "up int"), None, &constraints).await;
        assert!(matches!(refused, Err(Error::InvalidObject(_))), "{refused:?}");
        table::get(catalog, &name("bush")).await.expect_err("not made");
        assert!(!world.folder.path().join("shop.db/bush").exists());
    })
    .await;
}

#[tokio::test]
async fn constraints_go_where_their_table_and_its_columns_go() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        add(catalog, primary("people", "name", Some("k"))).await.expect("declared");
        add(catalog, primary("orders", "id person", Some("o"))).await.expect("declared");
        change(&world, "people", "id int, name string, age int").await.expect("a column more");
        assert_eq!(columns_of_key(&world, "people").await, ["name"]);
        change(&world, "people", "id int, title string, age int").await.expect("a column renamed");
        assert_eq!(columns_of_key(&world, "people").await, ["title"]);

        let mut after = table::get(catalog, &name("people")).await.expect("there");
        after.table_name = Some("persons".into());
        table::alter(catalog, &name("people"), &after, &Change::of(None)).await.expect("renamed");
        assert_eq!(columns_of_key(&world, "persons").await, ["title"]);
        assert!(columns_of_key(&world, "people").await.is_empty());

        // What is left of a key when a column goes would promise too much.
        change(&world, "orders", "id int").await.expect("two columns less");
        assert!(columns_of_key(&world, "orders").await.is_empty());
        assert_eq!(rows(&world).await, 1);
    })
    .await;
}

#[tokio::test]
async fn dropping_a_database_takes_foreign_keys_of_other_tables_along() {
    everywhere(async |world| {
        let catalog = &world.catalog;
        let other = Database { name: Some("other".into()), ..Database::default() };
        database::create(catalog, &other, None).await.expect("made");
        let cities = Table { db_name: Some("other".into()), ..described("cities", "id int") };
        table::create(catalog, &cities, None).await.expect("made");
        let key = SQLPrimaryKey { table_db: Some("other".into()), ..primary("cities", "id", None).remove(0) };
        add(catalog, vec![key]).await.expect("declared");
        let reference = foreign("person", "id").remove(0);
        let to_city = SQLForeignKey { pktable_db: other.name.clone(), pktable_name: cities.table_name, ..reference };
        add(catalog, vec![to_city]).await.expect("declared");
        assert_eq!(rows(&world).await, 2);

        let of = crate::names::DatabaseName::parse(Some("other")).expect("valid");
        use database::drop::{Cascade, Files};
        database::drop(catalog, &of, Files::Delete, Cascade::Yes).await.expect("dropped");
        assert_eq!(rows(&world).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_partition_key_can_be_part_of_a_key_since_hive_3() {
    everywhere(async |world| {
        let keys = described("x", "day string").sd.and_then(|sd| sd.cols);
        let sales = Table { partition_keys: keys, ..described("sales", "id int") };
        table::create(&world.catalog, &sales, None).await.expect("made");
        let outcome = add(&world.catalog, primary("sales", "day id", None)).await;
        match world.catalog.db.version() {
            Version::V2_3 => drop_error(outcome),
            _ => assert_eq!(
                (outcome.ok(), columns_of_key(&world, "sales").await),
                (Some(()), vec!["day".into(), "id".into()])
            ),
        }
    })
    .await;
}

fn drop_error(outcome: Result<()>) {
    let error = outcome.expect_err("no place for it");
    assert!(error.to_string().contains("partition columns"), "{error}");
}
