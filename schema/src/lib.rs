//! What is kept: every table and column of the Hive metastore in each schema version and database,
//! the scripts that make them, and the judgement of a database somebody else made.
//!
//! Pure: this crate opens no connection. `skep-sql` asks the database the questions of [`probe`] and
//! hands the answers to [`judge`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

mod compare;
mod complete;
mod ddl;
mod define;
mod dialect;
mod judge;
mod model;
mod own;
pub mod probe;
mod reindex;
pub mod render;
mod seed;
mod tables;
mod unfinished;
mod upgrade;
mod version;

pub use compare::{Finding, Problem, Severity, compare};
pub use complete::{init, missing_ddl};
pub use ddl::{ddl, exists, statements};
pub use dialect::Dialect;
pub use judge::{Found, Hive, judge};
pub use model::{Column, Family, Key, KeyKind, Limit, Span, Sql, Table, Type};
pub use own::own_ddl;
pub use probe::Observed;
pub use reindex::{Reindex, reindex};
pub use unfinished::Unfinished;
pub use upgrade::{Check, Plan, upgrade};
pub use version::{Recorded, Version};

/// The tables of a version, in an order in which they can be made.
pub fn tables(version: Version) -> impl Iterator<Item = &'static Table> {
    tables::all().filter(move |table| table.span.since <= version && version <= table.span.until)
}

pub fn table(name: &str, version: Version) -> Option<&'static Table> {
    tables(version).find(|table| table.name == name)
}

/// A column as one database has it in one version.
pub fn column(dialect: Dialect, version: Version, table_name: &str, column: &str) -> Option<&'static Column> {
    table(table_name, version)?.column_in(column, dialect, version)
}

/// The most a column can hold: to be enforced before the database does, in words of our own.
/// `None` also for columns that do not exist, which hold nothing to refuse.
pub fn column_limit(dialect: Dialect, version: Version, table_name: &str, name: &str) -> Option<Limit> {
    column(dialect, version, table_name, name)?.limit(dialect)
}

/// Whether PostgreSQL has this identifier in lower case: Hive's scripts forgot to quote the
/// transaction tables and their columns until 4.0.
///
/// Works on a bare identifier because transaction columns carry their table's prefix (`HL_`,
/// `TXN_`). The one exception, `RUNTIME_STATS.CREATE_TIME`, is a name that quoted tables have too:
/// it is reported as upper case.
pub fn folds_to_lower_case(identifier: &str, version: Version) -> bool {
    version < Version::V4_0 && folded_identifiers().contains(identifier)
}

/// A statement with quoted upper-case names, as this database and version spell them.
pub fn spelled(dialect: Dialect, version: Version, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, piece) in text.split('"').enumerate() {
        if number % 2 == 0 {
            out.push_str(piece);
            continue;
        }
        let folded = dialect == Dialect::Postgres && folds_to_lower_case(piece, version);
        out.push_str(&dialect.quote(&if folded { piece.to_ascii_lowercase() } else { piece.to_owned() }));
    }
    out.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

fn folded_identifiers() -> &'static BTreeSet<&'static str> {
    static FOLDED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let (folded, upper): (Vec<&Table>, Vec<&Table>) = tables::all()
            .filter(|table| table.span.since < Version::V4_0)
            .partition(|table| table.family == Family::Transaction);
        let names =
            |tables: Vec<&'static Table>| tables.into_iter().flat_map(Table::identifiers).collect::<BTreeSet<_>>();
        &names(folded) - &names(upper)
    });
    &FOLDED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_transaction_tables_and_their_columns_fold_on_postgres() {
        for identifier in ["HIVE_LOCKS", "HL_LOCK_EXT_ID", "TXN_ID", "NTXN_NEXT", "CQ_ID", "MT_KEY1", "RS_ID"] {
            assert!(folds_to_lower_case(identifier, Version::V2_3), "{identifier}");
            assert!(folds_to_lower_case(identifier, Version::V3_1), "{identifier}");
            assert!(!folds_to_lower_case(identifier, Version::V4_0), "{identifier}");
        }
        for identifier in ["TBLS", "TBL_ID", "CREATE_TIME", "VERSION", "SCHEMA_VERSION", "MV_CREATION_METADATA"] {
            assert!(!folds_to_lower_case(identifier, Version::V3_1), "{identifier}");
        }
    }

    #[test]
    fn only_one_column_of_the_folded_tables_shares_its_name_with_a_quoted_one() {
        let missed: Vec<_> = tables(Version::V3_1)
            .filter(|table| table.folds_to_lower_case(Version::V3_1))
            .flat_map(|table| table.identifiers().map(move |identifier| (table.name, identifier)))
            .filter(|(_, identifier)| !folds_to_lower_case(identifier, Version::V3_1))
            .collect();
        assert_eq!(missed, [("RUNTIME_STATS", "CREATE_TIME")]);
    }

    #[test]
    fn limits_follow_the_version_and_the_database() {
        use Dialect::*;
        use Version::*;
        let cases = [
            ("PARTITION_PARAMS", "PARAM_VALUE", Postgres, V3_1, Some(Limit::Characters(4000))),
            ("PARTITION_PARAMS", "PARAM_VALUE", Postgres, V4_0, None),
            ("PARTITION_PARAMS", "PARAM_VALUE", Mysql, V4_0, Some(Limit::Bytes(16_777_215))),
            ("COLUMNS_V2", "COMMENT", Mysql, V3_1, Some(Limit::Characters(256))),
            ("COLUMNS_V2", "COMMENT", Postgres, V3_1, Some(Limit::Characters(4000))),
            ("HIVE_LOCKS", "HL_TABLE", Postgres, V3_1, Some(Limit::Characters(128))),
            ("HIVE_LOCKS", "HL_TABLE", Sqlite, V4_1, Some(Limit::Characters(256))),
            ("WM_POOL", "PATH", Mysql, V4_1, Some(Limit::Characters(767))),
            ("TXNS", "TXN_STATE", Sqlite, V4_1, Some(Limit::Characters(1))),
            ("TBLS", "TBL_ID", Mysql, V4_1, None),
            ("NOTIFICATION_LOG", "MESSAGE", Mysql, V4_1, None),
        ];
        for (table, name, dialect, version, expected) in cases {
            assert!(column(dialect, version, table, name).is_some(), "{table}.{name}");
            assert_eq!(column_limit(dialect, version, table, name), expected, "{dialect} {version} {table}.{name}");
        }
    }

    #[test]
    fn a_version_has_the_tables_and_columns_hive_gave_it() {
        let has = |version, name, field: &str| column(Dialect::Postgres, version, name, field).is_some();
        assert!(!has(Version::V2_3, "DBS", "CTLG_NAME") && has(Version::V3_1, "DBS", "CTLG_NAME"));
        assert!(has(Version::V4_0, "TAB_COL_STATS", "DB_NAME") && !has(Version::V4_1, "TAB_COL_STATS", "DB_NAME"));
        assert!(table("IDXS", Version::V3_1).is_some() && table("IDXS", Version::V4_0).is_none());
        assert!(table("NEXT_TXN_ID", Version::V4_0).is_none() && table("TXN_LOCK_TBL", Version::V4_0).is_some());
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(Limit::Characters(3).holds("äöü") && !Limit::Characters(3).holds("äöüß"));
        assert!(Limit::Bytes(4).holds("äö") && !Limit::Bytes(3).holds("äö"));
    }
}
