//! `numFiles` and `totalSize`, and the claim that statistics are accurate.

use super::{is_partitioned, is_view, property};
use crate::{Catalog, Result};
use serde_json::{Map, Value};
use skep_schema::Version;
use skep_types::{EnvironmentContext, Str, Table};
use skep_warehouse::Location;
use std::collections::BTreeMap;

/// A parameter, or a property of the environment, that says: leave the statistics alone.
pub const SWITCHED_OFF: &str = "DO_NOT_UPDATE_STATS";

pub const FILES: &str = "numFiles";
pub const SIZE: &str = "totalSize";
/// Hive 4 counts these too; no store that is listed here has any.
pub const ERASURE_CODED: &str = "numFilesErasureCoded";
pub const ACCURATE: &str = "COLUMN_STATS_ACCURATE";
/// The claim that only the basic counts are right.
pub const ONLY_BASIC: &str = r#"{"BASIC_STATS":"true"}"#;
const BASIC: &str = "BASIC_STATS";
const COLUMNS: &str = "COLUMN_STATS";

/// The parameters that a truncation sets to zero, where they are.
pub const COUNTS: [&str; 4] = [FILES, SIZE, "numRows", "rawDataSize"];

/// Whether the request says to leave statistics as they are sent.
pub fn switched_off(environment: Option<&EnvironmentContext>) -> bool {
    property(environment, SWITCHED_OFF).is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || property(environment, "DO_NOT_POPULATE_QUICK_STATS").is_some_and(|v| v.eq_ignore_ascii_case("true"))
}

/// Whether Hive would look at the files of such a table at all.
pub fn concerns(table: &Table) -> bool {
    !is_view(table) && !is_partitioned(table)
}

/// Counts the files and puts what was found, where that is wanted; and withdraws the claim of
/// accuracy, which only the task that wrote the data may make.
///
/// Object stores are never listed: that is what makes a Java metastore slow on S3, and clients take
/// missing counts as unknown.
pub async fn gather(
    catalog: &Catalog,
    table: &mut Table,
    at: &Location,
    environment: Option<&EnvironmentContext>,
) -> Result<()> {
    let listed = catalog.rules.gather_file_statistics && at.scheme() == "file";
    let found = if listed { catalog.warehouse.list_statistics(at).await? } else { None };
    let parameters = table.parameters.get_or_insert_default();
    if let Some(found) = found {
        parameters.insert(FILES.into(), found.files.to_string().into());
        parameters.insert(SIZE.into(), found.bytes.to_string().into());
        if catalog.db.version() >= Version::V4_0 {
            parameters.insert(ERASURE_CODED.into(), "0".into());
        }
    }
    match property(environment, "STATS_GENERATED") {
        Some("TASK") => claim_basic(parameters),
        _ => drop(parameters.remove(ACCURATE)),
    }
    Ok(())
}

/// Says that the basic counts are right, whatever was said of columns.
fn claim_basic(parameters: &mut BTreeMap<Str, Str>) {
    let mut claims = claims(parameters);
    claims.insert(BASIC.into(), "true".into());
    parameters.insert(ACCURATE.into(), Value::Object(claims).to_string().into());
}

/// After a truncation: nothing is there, and that is known.
pub fn truncated(parameters: &mut BTreeMap<Str, Str>) {
    for count in COUNTS {
        if let Some(value) = parameters.get_mut(count) {
            *value = "0".into();
        }
    }
    parameters.insert(ACCURATE.into(), ONLY_BASIC.into());
}

/// Withdraws the claims on columns that are gone or of another type.
pub fn disclaim_columns(parameters: &mut BTreeMap<Str, Str>, lost: &[Str]) {
    let mut claims = claims(parameters);
    let Some(Value::Object(columns)) = claims.get_mut(COLUMNS) else { return };
    columns.retain(|column, _| !lost.iter().any(|name| name == column));
    if columns.is_empty() {
        claims.remove(COLUMNS);
    }
    match claims.is_empty() {
        true => drop(parameters.remove(ACCURATE)),
        false => drop(parameters.insert(ACCURATE.into(), Value::Object(claims).to_string().into())),
    }
}

/// The claims as stored: JSON, or in old tables the word `true`. Anything else claims nothing.
fn claims(parameters: &BTreeMap<Str, Str>) -> Map<String, Value> {
    match parameters.get(ACCURATE).map(Str::as_str) {
        Some(text) if text.eq_ignore_ascii_case("true") => Map::from_iter([(BASIC.to_owned(), "true".into())]),
        Some(text) => serde_json::from_str(text).unwrap_or_default(),
        None => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(accurate: &str) -> BTreeMap<Str, Str> {
        BTreeMap::from([(ACCURATE.into(), accurate.into())])
    }

    fn accurate(parameters: &BTreeMap<Str, Str>) -> Option<&str> {
        parameters.get(ACCURATE).map(Str::as_str)
    }

    #[test]
    fn a_lost_column_is_no_longer_claimed_accurate() {
        for (before, after) in [
            (
                r#"{"BASIC_STATS":"true","COLUMN_STATS":{"a":"true","b":"true"}}"#,
                Some(r#"{"BASIC_STATS":"true","COLUMN_STATS":{"b":"true"}}"#),
            ),
            (r#"{"BASIC_STATS":"true","COLUMN_STATS":{"a":"true"}}"#, Some(r#"{"BASIC_STATS":"true"}"#)),
            (r#"{"COLUMN_STATS":{"a":"true"}}"#, None),
            (r#"{"BASIC_STATS":"true"}"#, Some(r#"{"BASIC_STATS":"true"}"#)),
            ("TRUE", Some("TRUE")),
        ] {
            let mut parameters = with(before);
            disclaim_columns(&mut parameters, &["a".into()]);
            assert_eq!(accurate(&parameters), after, "{before}");
        }
    }

    #[test]
    fn a_truncation_zeroes_only_counts_that_are_there() {
        let mut parameters = BTreeMap::from([("numRows".into(), "7".into()), ("owner".into(), "me".into())]);
        truncated(&mut parameters);
        let expected = [(ACCURATE, r#"{"BASIC_STATS":"true"}"#), ("numRows", "0"), ("owner", "me")];
        assert!(parameters.iter().map(|(k, v)| (k.as_str(), v.as_str())).eq(expected));
    }
}
