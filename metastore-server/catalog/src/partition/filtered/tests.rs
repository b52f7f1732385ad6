//! The filter in SQL finds what the filter in memory finds.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use skep_schema::Version;
use skep_testing::{BACKENDS, Backend};

use super::{CONDITIONS_IN_SQL_MAX, Limit, Parent, PartitionFilter, evaluated, ids};
use crate::filter::FILTER_TERMS_MAX;
use crate::names::TableName;
use crate::testing::World;
use crate::{Error, Result};

const KEYS: [(&str, &str); 4] = [("s", "string"), ("i", "bigint"), ("d", "date"), ("t", "timestamp")];

/// Stored values, good and bad: Hive stores whatever it is sent.
const STORED: [&[&str]; 4] = [
    &[
        "",
        "a",
        "a ",
        " a",
        "A",
        "b",
        "aB",
        "a_b",
        "a%b",
        "a\\b",
        "a*b",
        "a[b",
        "it's",
        "é",
        "10",
        "2",
        "\u{10ffff}",
        "__HIVE_DEFAULT_PARTITION__",
    ],
    &[
        "",
        "0",
        "-0",
        "7",
        "007",
        "-7",
        "10",
        "9223372036854775807",
        "-9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "1.5",
        "1e3",
        "+1",
        "-",
        "--1",
        "1-",
        "abc",
        "__HIVE_DEFAULT_PARTITION__",
        "-000000000000000007",
    ],
    &[
        "",
        "2020-01-01",
        "2020-02-30",
        "2019-12-31",
        "2020-1-1",
        "x2020-01-01",
        "2020-01-01 ",
        "2020-01-01x",
        "__HIVE_DEFAULT_PARTITION__",
    ],
    &[
        "",
        "2020-01-01 00:00:00",
        "2020-01-01 00:00:00.0",
        "2020-01-01 00:00:00.50",
        "2020-01-01 00:00:00.5",
        "2020-01-01 10:00:00",
        "2020-01-01 00:00:00.",
        "2020-01-01",
        "2020-01-01 00:00:00.5x",
        "2020-01-01 00:00",
        "__HIVE_DEFAULT_PARTITION__",
    ],
];

/// Literals as they are written in filters.
const WRITTEN: [&[&str]; 4] = [
    &[
        "''",
        "'a'",
        "'a '",
        "'A'",
        "\"b\"",
        "'aB'",
        "\"it's\"",
        "'a_b'",
        "'é'",
        "10",
        "2020-01-01",
        "'__HIVE_DEFAULT_PARTITION__'",
    ],
    &["0", "7", "-7", "10", "9223372036854775807", "-9223372036854775807", "8"],
    &["'2020-01-01'", "2019-12-31", "DATE '2020-06-01'"],
    &["'2020-01-01 00:00:00'", "2020-01-01 00:00:00.5", "TIMESTAMP '2020-01-01 10:00:00'", "2020-01-01"],
];

const PATTERNS: [&str; 10] = ["'%'", "'a%'", "'A%'", "'_'", "'a_b'", r"'a\_b'", r"'a\%b'", r"'%\\'", "'%*%'", "'%[%'"];

fn term() -> impl Strategy<Value = String> {
    let compare = (0..4usize, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>());
    let compare = compare.prop_map(|(key, literal, op, flipped)| {
        let op = *op.get(&["=", "==", "!=", "<>", "<", "<=", ">", ">="]);
        let (name, literal) = (KEYS[key].0, *literal.get(WRITTEN[key]));
        if flipped { format!("{literal} {op} {name}") } else { format!("{name} {op} {literal}") }
    });
    let list = (0..4usize, prop::collection::vec(any::<prop::sample::Index>(), 1..6), any::<bool>());
    let list = list.prop_map(|(key, literals, not)| {
        let literals: Vec<&str> = literals.iter().map(|index| *index.get(WRITTEN[key])).collect();
        format!("{} {}in ({})", KEYS[key].0, if not { "not " } else { "" }, literals.join(", "))
    });
    let between = (0..4usize, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>());
    let between = between.prop_map(|(key, low, high, not)| {
        let (low, high) = (low.get(WRITTEN[key]), high.get(WRITTEN[key]));
        format!("{} {}between {low} and {high}", KEYS[key].0, if not { "not " } else { "" })
    });
    let like = any::<prop::sample::Index>().prop_map(|index| format!("s like {}", index.get(&PATTERNS)));
    prop_oneof![4 => compare, 2 => list, 1 => between, 1 => like]
}

fn filter() -> impl Strategy<Value = String> {
    term().prop_recursive(4, 24, 6, |inner| {
        (prop::collection::vec(inner, 2..6), any::<bool>()).prop_map(|(terms, all)| {
            let word = if all { " and " } else { " or " };
            terms.iter().map(|term| format!("({term})")).collect::<Vec<_>>().join(word)
        })
    })
}

/// A table with every stored value of every key at least once, in mixed company.
async fn world(backend: Backend) -> (World, Vec<[&'static str; 4]>) {
    let world = World::on(backend, Version::V4_1).await;
    let longest = STORED.iter().map(|values| values.len()).max().unwrap_or_default();
    let partitions: Vec<[&str; 4]> = (0..longest * 4)
        .map(|n| std::array::from_fn(|key| STORED[key][(n * (key + 1) + n / 7) % STORED[key].len()]))
        .collect();
    // Hive's schema is latin1 on MariaDB.
    let usable = |value: &str| backend != Backend::Mariadb || !value.contains('\u{10ffff}');
    let mut partitions: Vec<_> =
        partitions.into_iter().filter(|values| values.iter().all(|value| usable(value))).collect();
    // Filters look at names as well, so they are Hive's; two partitions cannot have one.
    let name_of = |values: &[&str; 4]| {
        crate::partition::name::make(&KEYS.map(|(key, _)| key), values).expect("four keys, four values")
    };
    let mut taken = std::collections::BTreeSet::new();
    partitions.retain(|values| taken.insert(name_of(values)));
    let mut script = String::from(
        r#"insert into "DBS" ("DB_ID", "NAME", "DB_LOCATION_URI", "CTLG_NAME") values (1, 'db', 'file:/x', 'hive');
insert into "TBLS" ("TBL_ID", "DB_ID", "TBL_NAME", "TBL_TYPE", "CREATE_TIME", "LAST_ACCESS_TIME", "RETENTION", "IS_REWRITE_ENABLED")
 values (1, 1, 't', 'MANAGED_TABLE', 5, 0, 0, false);
"#,
    );
    for (at, (name, type_)) in KEYS.iter().enumerate() {
        script += &format!(
            "insert into \"PARTITION_KEYS\" (\"TBL_ID\", \"PKEY_NAME\", \"PKEY_TYPE\", \"INTEGER_IDX\") values (1, '{name}', '{type_}', {at});\n"
        );
    }
    world.run(&script).await;
    let (all, names): (&[[&str; 4]], Vec<String>) = (&partitions, partitions.iter().map(name_of).collect());
    let names = &names;
    let written = world.catalog.db.write(|tx| async move {
        let partition = |n: usize| {
            [(n as i64).into(), 1.into(), names[n].as_str().into(), None::<i64>.into(), 0.into(), 0.into(), 0.into()]
        };
        tx.insert(&crate::partition::sql::INSERT_PARTITIONS, (0..all.len()).map(partition)).await?;
        let value = |n: usize, key: usize| [(n as i64).into(), (key as i64).into(), all[n][key].into()];
        let values = (0..all.len()).flat_map(|n| (0..4).map(move |key| value(n, key)));
        Ok::<_, Error>(tx.insert(&crate::partition::sql::INSERT_KEY_VALUES, values.collect::<Vec<_>>()).await?)
    });
    written.await.expect("partitions are written");
    (world, partitions)
}

async fn found(world: &World, filter: &PartitionFilter) -> Result<Vec<i64>> {
    let table = TableName::parse(Some("db"), Some("t"))?;
    let table = &table;
    let found = world.catalog.db.read(|tx| async move {
        let parent = Parent::find(&tx, table).await?;
        let found = ids(&tx, &parent, filter, Limit::None).await?;
        let in_memory: Vec<i64> =
            evaluated(&tx, &parent, filter, Limit::None).await?.iter().map(|(id, _)| *id).collect();
        assert_eq!(found, in_memory);
        Ok::<_, Error>(found)
    });
    found.await
}

#[test]
fn a_filter_in_sql_finds_what_it_finds_in_memory() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().expect("a runtime");
    for backend in BACKENDS {
        let (world, partitions) = runtime.block_on(world(backend));
        let cases = if backend == Backend::Sqlite { 512 } else { 128 };
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&filter(), |text| {
            let parsed = PartitionFilter::parse(&text, &KEYS);
            let Ok(Some(filter)) = parsed else { return Err(TestCaseError::fail(format!("{text}: {parsed:?}"))) };
            let expected: Vec<i64> =
                (0..).zip(&partitions).filter(|(_, p)| filter.matches(*p)).map(|(n, _)| n).collect();
            let found = runtime.block_on(found(&world, &filter));
            let mut found = found.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
            found.sort_unstable();
            prop_assert_eq!(found, expected, "{}", text);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("on {backend}: {error}\n{runner}");
        }
        runtime.block_on(async move { std::mem::drop(world) });
    }
}

/// The widest filters that are read at all reach the database as statements it takes.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_filters_are_within_every_databases_limits() {
    for backend in BACKENDS {
        let (world, _) = world(backend).await;
        let many = FILTER_TERMS_MAX;
        let list = format!("i in ({})", (0..many).map(|n| n.to_string()).collect::<Vec<_>>().join(","));
        let ors = (0..many).map(|n| format!("i > {n}")).collect::<Vec<_>>().join(" or ");
        let mixed = (0..many / 2).map(|n| format!("(i = {n} and s = 'x{n}')")).collect::<Vec<_>>().join(" or ");
        let in_sql = (0..CONDITIONS_IN_SQL_MAX)
            .map(|n| format!("t > '2020-01-01 10:00:{:02}'", n % 60))
            .collect::<Vec<_>>()
            .join(" or ");
        for text in [list, ors, mixed, in_sql] {
            let filter =
                PartitionFilter::parse(&text, &KEYS).expect("it is within the bounds").expect("it is not blank");
            if let Err(error) = found(&world, &filter).await {
                panic!("on {backend}: {}…: {error}", &text[..40]);
            }
        }
    }
}
