//! What kind of database this is: empty, a metastore, half of one, or somebody else's.
//!
//! A metastore need not be complete. Java metastores that make their tables on demand
//! (DataNucleus `autoCreateAll`) write no `VERSION` row, make a table when it is first used, and
//! never make the transaction and lock tables outside Derby. Such a database works, and is served
//! with a warning that names what is missing. Without the tables that every request needs, or with
//! tables of two versions mixed, nothing is served.

use std::collections::BTreeSet;

use crate::compare::{Finding, Problem, Severity, compare};
use crate::probe::Observed;
use crate::{Dialect, Recorded, Unfinished, Version, exists, tables};

/// The judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No table at all.
    Empty,
    Hive(Hive),
    /// Some of a metastore: an interrupted script, or an upgrade that stopped half-way.
    HalfMade {
        version: Version,
        missing: Vec<String>,
    },
    /// We were making or upgrading it and did not come to the end: the same command goes on.
    Unfinished(Unfinished),
    Unknown {
        reason: String,
    },
}

/// A metastore that can be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hive {
    /// The schema its tables have.
    pub version: Version,
    /// What its `VERSION` row says, as it says it.
    pub recorded: Option<String>,
    /// For the operator, once, at start.
    pub warnings: Vec<String>,
    /// Tables it does not have.
    pub absent: BTreeSet<&'static str>,
}

impl Hive {
    pub fn has(&self, table: &str) -> bool {
        !self.absent.contains(table)
    }
}

pub fn judge(observed: &Observed) -> Found {
    if observed.is_empty() {
        return Found::Empty;
    }
    if let Some(unfinished) = observed.unfinished {
        return Found::Unfinished(unfinished);
    }
    if let Some(reason) = not_a_metastore(observed) {
        return Found::Unknown { reason };
    }
    let recorded = match observed.versions.as_slice() {
        [] => None,
        [version] => Some(version.as_str()),
        // Java's words for it.
        many => {
            return unknown(format!("Metastore contains multiple versions ({}) [ {} ]", many.len(), many.join(", ")));
        }
    };
    match recorded.map(Recorded::read) {
        Some(Recorded::Known(version)) => judge_as(observed, version, recorded, None),
        Some(Recorded::Newer) => {
            let warning = format!(
                "schema {} is newer than {}, and is served as that",
                recorded.unwrap_or_default(),
                Version::NEWEST
            );
            judge_as(observed, Version::NEWEST, recorded, Some(warning))
        }
        Some(Recorded::TooOld) => unknown(format!(
            "its schema is {}, older than {}: upgrade it with Hive's schematool",
            recorded.unwrap_or_default(),
            Version::OLDEST
        )),
        Some(Recorded::Odd) | None => judge_by_columns(observed, recorded),
    }
}

/// The newest version whose every necessary column is there.
fn judge_by_columns(observed: &Observed, recorded: Option<&str>) -> Found {
    let fitting =
        versions_of(observed.dialect).rev().find(|version| stops(&compare(observed, *version)).next().is_none());
    let Some(version) = fitting else {
        let version = nearest(observed);
        return half_made(version, &compare(observed, version));
    };
    let warning = match recorded {
        Some(text) => format!("VERSION says \"{text}\"; by its columns the schema is {version}"),
        None => format!("VERSION has no row; by its columns the schema is {version}"),
    };
    judge_as(observed, version, recorded, Some(warning))
}

fn judge_as(observed: &Observed, version: Version, recorded: Option<&str>, warning: Option<String>) -> Found {
    if !exists(observed.dialect, version) {
        return unknown(format!("schema {version} does not exist for {}", observed.dialect));
    }
    let findings = compare(observed, version);
    if stops(&findings).next().is_some() {
        return half_made(version, &findings);
    }
    let absent: BTreeSet<_> = absent(&findings).collect();
    Found::Hive(Hive {
        version,
        recorded: recorded.map(str::to_owned),
        warnings: warning.into_iter().chain(warnings(&findings, &absent, version)).collect(),
        absent,
    })
}

fn half_made(version: Version, findings: &[Finding]) -> Found {
    Found::HalfMade { version, missing: stops(findings).map(Finding::to_string).collect() }
}

fn unknown(reason: String) -> Found {
    Found::Unknown { reason }
}

/// Tables, and none of Hive's: most likely a wrong database name.
fn not_a_metastore(observed: &Observed) -> Option<String> {
    let hive: BTreeSet<&str> = crate::tables::all().map(|table| table.name).collect();
    let ours = observed.tables.keys().any(|name| hive.contains(name.to_ascii_uppercase().as_str()));
    let first = observed.tables.keys().next()?;
    (!ours).then(|| format!("it holds {} tables and none of Hive's, \"{first}\" for example", observed.tables.len()))
}

fn versions_of(dialect: Dialect) -> impl DoubleEndedIterator<Item = Version> {
    Version::ALL.into_iter().filter(move |version| exists(dialect, *version))
}

/// The version to complain in the terms of, when none fits: the one with the fewest complaints.
fn nearest(observed: &Observed) -> Version {
    versions_of(observed.dialect)
        .min_by_key(|version| stops(&compare(observed, *version)).count())
        .unwrap_or(Version::NEWEST)
}

fn stops(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity() == Severity::Stop)
}

fn absent(findings: &[Finding]) -> impl Iterator<Item = &'static str> {
    let absent = findings.iter().filter(|finding| finding.problem == Problem::NoTable);
    absent.map(|finding| finding.table)
}

/// Missing tables by what they are for, other findings one by one.
fn warnings(findings: &[Finding], absent: &BTreeSet<&'static str>, version: Version) -> Vec<String> {
    let mut warnings = Vec::new();
    for (purpose, needed) in PURPOSES {
        let missing: Vec<&str> = tables(version)
            .map(|table| table.name)
            .filter(|name| needed.contains(name) && absent.contains(name))
            .collect();
        if !missing.is_empty() {
            warnings.push(format!("{purpose} will not work: no table {}", missing.join(", ")));
        }
    }
    let other: Vec<&str> =
        absent.iter().copied().filter(|name| !PURPOSES.iter().any(|(_, needed)| needed.contains(name))).collect();
    if !other.is_empty() {
        warnings.push(format!("requests that need them will fail: no table {}", other.join(", ")));
    }
    let single = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Warning && finding.problem != Problem::NoTable);
    warnings.extend(single.map(Finding::to_string));
    warnings
}

const PURPOSES: &[(&str, &[&str])] = &[
    (
        "locks and transactions",
        &[
            "AUX_TABLE",
            "COMPLETED_TXN_COMPONENTS",
            "HIVE_LOCKS",
            "MIN_HISTORY_LEVEL",
            "MIN_HISTORY_WRITE_ID",
            "NEXT_LOCK_ID",
            "NEXT_TXN_ID",
            "NEXT_WRITE_ID",
            "TXNS",
            "TXN_COMPONENTS",
            "TXN_LOCK_TBL",
            "TXN_TO_WRITE_ID",
            "WRITE_SET",
        ],
    ),
    ("compactions", &["COMPACTION_QUEUE", "COMPLETED_COMPACTIONS", "NEXT_COMPACTION_QUEUE_ID"]),
    ("events", &["NOTIFICATION_LOG", "NOTIFICATION_SEQUENCE"]),
    ("column statistics", &["PART_COL_STATS", "TAB_COL_STATS"]),
    ("constraints", &["KEY_CONSTRAINTS"]),
    ("functions", &["FUNCS", "FUNC_RU"]),
    (
        "roles and grants",
        &[
            "DB_PRIVS",
            "GLOBAL_PRIVS",
            "PART_COL_PRIVS",
            "PART_PRIVS",
            "ROLES",
            "ROLE_MAP",
            "TBL_COL_PRIVS",
            "TBL_PRIVS",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect::{Mysql, Postgres, Sqlite};
    use crate::Version::{V2_3, V3_1, V4_0, V4_1};

    /// A database as our own script makes it.
    fn fresh(dialect: Dialect, version: Version) -> Observed {
        let mut observed = Observed::nothing(dialect);
        for table in tables(version) {
            let name = observed.live_name(table, table.name, version).into_owned();
            for column in table.columns_in(dialect, version) {
                let primary = table
                    .keys_in(dialect, version)
                    .any(|key| matches!(key.kind, crate::KeyKind::Primary) && key.columns.contains(&column.name));
                let nullable = !column.is_required(dialect) && !primary;
                let filled = column.default_sql().is_some() || column.is_generated(version);
                let yes = |is| if is { "YES" } else { "NO" };
                let type_name = crate::render::type_name(dialect, column.kind.on(dialect));
                let column = observed.live_name(table, column.name, version).into_owned();
                observed.column(&name, &column, &type_name, [yes(nullable), yes(filled), "NO"]);
            }
            for (number, key) in table.keys_in(dialect, version).enumerate() {
                let kind = match key.kind {
                    crate::KeyKind::Primary => "primary",
                    crate::KeyKind::Unique => "unique",
                    _ => "plain",
                };
                for column in key.columns {
                    let column = observed.live_name(table, column, version).into_owned();
                    observed.index(&name, &number.to_string(), &column, kind);
                }
            }
        }
        observed.versions = vec![version.to_string()];
        observed
    }

    fn hive(observed: &Observed) -> Hive {
        match judge(observed) {
            Found::Hive(hive) => hive,
            other => panic!("expected a metastore, found {other:?}"),
        }
    }

    fn missing(observed: &Observed) -> Vec<String> {
        match judge(observed) {
            Found::HalfMade { missing, .. } => missing,
            other => panic!("expected half a metastore, found {other:?}"),
        }
    }

    fn reason(observed: &Observed) -> String {
        match judge(observed) {
            Found::Unknown { reason } => reason,
            other => panic!("expected something unknown, found {other:?}"),
        }
    }

    #[test]
    fn a_fresh_schema_of_any_version_is_that_version_without_a_word() {
        for dialect in Dialect::ALL {
            for version in versions_of(dialect) {
                let observed = fresh(dialect, version);
                assert_eq!(compare(&observed, version), [], "{dialect} {version}");
                let found = hive(&observed);
                assert_eq!(found.version, version, "{dialect}");
                assert_eq!(found.recorded.as_deref(), Some(version.as_str()));
                assert_eq!(found.warnings, [""; 0], "{dialect} {version}");
            }
        }
    }

    #[test]
    fn an_odd_or_missing_version_is_judged_by_columns() {
        for (dialect, version) in [
            (Postgres, V2_3),
            (Postgres, V3_1),
            (Postgres, V4_0),
            (Postgres, V4_1),
            (Mysql, V2_3),
            (Mysql, V3_1),
            (Mysql, V4_0),
            (Mysql, V4_1),
            (Sqlite, V4_1),
        ] {
            for odd in [Some("3.1.3000.7.2.16.0-Update1"), Some("4.0.0-beta-1"), Some("3.2.0"), None] {
                let mut observed = fresh(dialect, version);
                observed.versions = odd.into_iter().map(str::to_owned).collect();
                let found = hive(&observed);
                assert_eq!(found.version, version, "{dialect} {odd:?}");
                assert_eq!(found.recorded.as_deref(), odd);
                assert_eq!(found.warnings.len(), 1, "{:?}", found.warnings);
            }
        }
    }

    #[test]
    fn patch_releases_and_newer_schemas_are_served_as_what_they_resemble() {
        let mut observed = fresh(Mysql, V3_1);
        observed.versions = vec!["3.1.3".to_owned()];
        assert_eq!((hive(&observed).version, hive(&observed).warnings.len()), (V3_1, 0));

        let mut observed = fresh(Mysql, V4_1);
        observed.versions = vec!["4.3.0".to_owned()];
        observed.column("CATALOG_PARAMS", "CTLG_ID", "bigint", ["NO", "NO", "NO"]);
        observed.column("HIVE_LOCKS", "HL_CATALOG", "varchar(128)", ["NO", "YES", "NO"]);
        let found = hive(&observed);
        assert_eq!((found.version, found.recorded.as_deref()), (V4_1, Some("4.3.0")));
        assert_eq!(found.warnings, ["schema 4.3.0 is newer than 4.1.0, and is served as that"]);
    }

    #[test]
    fn a_database_java_made_on_demand_is_served_with_a_warning_that_names_what_is_missing() {
        let mut observed = fresh(Postgres, V2_3);
        observed.versions.clear();
        for made_late in ["hive_locks", "txns", "next_lock_id", "PART_COL_PRIVS", "IDXS", "NOTIFICATION_LOG"] {
            observed.tables.remove(made_late).expect("it was there");
        }
        let found = hive(&observed);
        assert_eq!(found.version, V2_3);
        assert!(!found.has("HIVE_LOCKS") && found.has("NOTIFICATION_SEQUENCE"));
        assert_eq!(
            found.warnings,
            [
                "VERSION has no row; by its columns the schema is 2.3.0",
                "locks and transactions will not work: no table TXNS, HIVE_LOCKS, NEXT_LOCK_ID",
                "events will not work: no table NOTIFICATION_LOG",
                "roles and grants will not work: no table PART_COL_PRIVS",
                "requests that need them will fail: no table IDXS",
            ]
        );
    }

    /// What Hive 2.3.9 with `autoCreateAll` has made when it has just started for the first time.
    #[test]
    fn what_java_makes_on_its_first_start_is_enough() {
        let made = "BUCKETING_COLS CDS COLUMNS_V2 DATABASE_PARAMS DBS GLOBAL_PRIVS KEY_CONSTRAINTS PARTITIONS PARTITION_KEYS \
                    PARTITION_KEY_VALS PARTITION_PARAMS PART_COL_STATS ROLES SDS SD_PARAMS SEQUENCE_TABLE SERDES SERDE_PARAMS \
                    SKEWED_COL_NAMES SKEWED_COL_VALUE_LOC_MAP SKEWED_STRING_LIST SKEWED_STRING_LIST_VALUES SKEWED_VALUES \
                    SORT_COLS TABLE_PARAMS TAB_COL_STATS TBLS VERSION";
        let made: Vec<&str> = made.split(' ').collect();
        for dialect in [Postgres, Mysql] {
            let mut observed = fresh(dialect, V2_3);
            observed.tables.retain(|name, _| made.contains(&name.as_str()));
            observed.versions.clear();
            let found = hive(&observed);
            assert_eq!((found.version, found.absent.len()), (V2_3, tables(V2_3).count() - made.len()));
        }
    }

    #[test]
    fn what_is_missing_can_be_added() {
        let mut observed = fresh(Postgres, V2_3);
        for table in ["hive_locks", "next_lock_id"] {
            observed.tables.remove(table);
        }
        let statements = crate::missing_ddl(&observed, V2_3);
        assert_eq!(statements.len(), 4, "{statements:#?}");
        assert!(statements[0].starts_with("create table \"hive_locks\""));
        assert!(statements.contains(&"insert into \"next_lock_id\" (\"nl_next\") values (1)".to_owned()));
        assert_eq!(crate::missing_ddl(&fresh(Mysql, V4_0), V4_0), [""; 0]);
    }

    #[test]
    fn an_interrupted_script_or_upgrade_is_half_a_metastore() {
        let mut observed = fresh(Mysql, V4_1);
        observed.tables.remove("TBLS");
        assert_eq!(missing(&observed), ["table TBLS is missing"]);

        let mut observed = fresh(Mysql, V3_1);
        observed.versions = vec!["4.0.0".to_owned()];
        assert!(missing(&observed).contains(&"column TBLS.WRITE_ID is missing".to_owned()));

        let mut observed = fresh(Postgres, V4_0);
        observed.versions = vec!["4.1.0".to_owned()];
        assert!(
            missing(&observed).contains(&"column TAB_COL_STATS.DB_NAME does not belong to this version".to_owned())
        );

        let mut observed = Observed::nothing(Mysql);
        observed.column("BUCKETING_COLS", "SD_ID", "bigint", ["NO", "NO", "NO"]);
        assert!(missing(&observed).contains(&"table DBS is missing".to_owned()));
    }

    #[test]
    fn a_column_we_would_leave_empty_but_must_not_stops_the_start() {
        let mut observed = fresh(Mysql, V4_1);
        observed.column("TBLS", "TENANT", "varchar(64)", ["NO", "NO", "NO"]);
        assert_eq!(missing(&observed), ["column TBLS.TENANT does not belong to this version"]);
        observed.column("TBLS", "TENANT", "varchar(64)", ["NO", "YES", "NO"]);
        assert_eq!(hive(&observed).warnings, [""; 0]);
    }

    #[test]
    fn other_peoples_databases_and_ancient_ones_are_refused() {
        let mut observed = Observed::nothing(Postgres);
        assert_eq!(judge(&observed), Found::Empty);
        observed.column("users", "id", "bigint", ["NO", "YES", "NO"]);
        assert_eq!(reason(&observed), "it holds 1 tables and none of Hive's, \"users\" for example");

        let mut observed = fresh(Mysql, V2_3);
        observed.versions = vec!["1.2.0".to_owned()];
        assert_eq!(reason(&observed), "its schema is 1.2.0, older than 2.3.0: upgrade it with Hive's schematool");
        observed.versions = vec!["2.3.0".to_owned(), "3.1.0".to_owned()];
        assert_eq!(reason(&observed), "Metastore contains multiple versions (2) [ 2.3.0, 3.1.0 ]");

        let mut observed = fresh(Sqlite, V4_1);
        observed.versions = vec!["3.1.0".to_owned()];
        assert_eq!(reason(&observed), "schema 3.1.0 does not exist for sqlite");
    }

    #[test]
    fn names_that_fold_case_are_warned_of_and_lesser_differences_are_not() {
        let mut observed = fresh(Mysql, V3_1);
        observed.column("PARTITIONS", "PART_NAME", "varchar(767)", ["YES", "NO", "YES"]);
        observed.column("COLUMNS_V2", "COMMENT", "mediumtext", ["YES", "NO", "YES"]);
        let part_col_stats = observed.tables.get_mut("PART_COL_STATS").expect("it is there");
        part_col_stats.indexes.retain(|_, index| index.columns[0] != "CAT_NAME");
        assert_eq!(
            hive(&observed).warnings,
            ["column PARTITIONS.PART_NAME compares without regard to case, so values that differ only in case collide"]
        );
        let notes: Vec<_> = compare(&observed, V3_1).iter().map(Finding::to_string).collect();
        assert!(
            notes.contains(&"column COLUMNS_V2.COMMENT is mediumtext, expected varchar(256)".to_owned()),
            "{notes:?}"
        );
        assert!(
            notes.contains(
                &"table PART_COL_STATS has no index on (CAT_NAME, DB_NAME, TABLE_NAME, COLUMN_NAME, PARTITION_NAME)"
                    .to_owned()
            ),
            "{notes:?}"
        );
    }

    #[test]
    fn mysql_may_store_table_names_in_lower_case() {
        let upper = fresh(Mysql, V4_1);
        let mut observed = Observed::nothing(Mysql);
        observed.versions.clone_from(&upper.versions);
        for (name, table) in &upper.tables {
            for (column, live) in &table.columns {
                observed.column(
                    &name.to_lowercase(),
                    column,
                    &live.type_name,
                    [if live.nullable { "YES" } else { "NO" }, "NO", "NO"],
                );
            }
        }
        assert_eq!(hive(&observed).version, V4_1);
    }
}
