//! The tables are well-formed in every database and version.

use std::collections::BTreeSet;

use skep_schema::{Dialect, KeyKind, Table, Version, exists, table, tables};

/// Every table as every database has it in every version.
fn every_form() -> impl Iterator<Item = (Dialect, Version, &'static Table)> {
    Dialect::ALL
        .into_iter()
        .flat_map(|dialect| Version::ALL.map(|version| (dialect, version)))
        .filter(|(dialect, version)| exists(*dialect, *version))
        .flat_map(|(dialect, version)| tables(version).map(move |table| (dialect, version, table)))
}

#[test]
fn a_version_has_the_number_of_tables_hive_gave_it() {
    let counts = Version::ALL.map(|version| tables(version).count());
    assert_eq!(counts, [57, 74, 83, 83]);
}

#[test]
fn a_column_has_one_form_at_a_time() {
    for (dialect, version, table) in every_form() {
        let mut seen = BTreeSet::new();
        for column in table.columns_in(dialect, version) {
            assert!(seen.insert(column.name), "{dialect} {version}: {}.{} twice", table.name, column.name);
        }
    }
}

#[test]
fn keys_name_columns_that_are_there() {
    for (dialect, version, here) in every_form() {
        let has = |table: &Table, columns: &[&str]| {
            columns.iter().all(|column| table.column_in(column, dialect, version).is_some())
        };
        let mut primary = 0;
        for key in here.keys_in(dialect, version) {
            assert!(has(here, key.columns), "{dialect} {version} {}: {key:?}", here.name);
            match key.kind {
                KeyKind::Primary => primary += 1,
                KeyKind::Foreign { table: name, columns, .. } => {
                    let there =
                        table(name, version).unwrap_or_else(|| panic!("{version} {}: no table {name}", here.name));
                    assert!(has(there, columns), "{dialect} {version} {}: {key:?}", here.name);
                }
                KeyKind::Unique | KeyKind::Index => {}
            }
        }
        assert!(primary <= 1, "{dialect} {version} {}: {primary} primary keys", here.name);
    }
}

#[test]
fn a_table_comes_after_those_it_points_to_save_one() {
    let mut forward = BTreeSet::new();
    for version in Version::ALL {
        let mut made = BTreeSet::new();
        for table in tables(version) {
            made.insert(table.name);
            for key in table.keys_in(Dialect::Postgres, version) {
                if let KeyKind::Foreign { table: other, .. } = key.kind
                    && !made.contains(other)
                {
                    forward.insert((table.name, other));
                }
            }
        }
    }
    assert_eq!(forward, BTreeSet::from([("WM_RESOURCEPLAN", "WM_POOL")]));
}

#[test]
fn names_of_keys_are_unique() {
    for dialect in Dialect::ALL {
        for version in Version::ALL {
            let mut names = BTreeSet::new();
            for (.., table) in every_form().filter(|form| (form.0, form.1) == (dialect, version)) {
                for key in table.keys_in(dialect, version).filter(|key| !key.name.is_empty()) {
                    assert!(names.insert(key.name), "{dialect} {version}: {} twice", key.name);
                }
            }
        }
    }
}
