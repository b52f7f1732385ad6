//! What Hive asks of tables that are, or are to be, transactional. Since Hive 3 it asks before every
//! creation and change, in the catalog `hive` only; a metastore of Hive 2.3 is left as it was.

use super::{MANAGED_TABLE, is_external};
use crate::names::DEFAULT_CATALOG;
use crate::{Error, Result};
use skep_schema::Version;
use skep_types::{Str, Table};
use std::collections::BTreeMap;

const TRANSACTIONAL: &str = "transactional";
const PROPERTIES: &str = "transactional_properties";
const INSERT_ONLY: &str = "insert_only";
const DEFAULT: &str = "default";

/// The formats whose files hold which row was written when. Hive has no others.
const FORMATS: [&str; 2] =
    ["org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat"];

/// Checks a new table, and spells its parameters as readers look for them.
pub fn admit_new(version: Version, table: &mut Table) -> Result<()> {
    if !is_asked(version, table) {
        return Ok(());
    }
    let value = take(table, TRANSACTIONAL);
    match value.as_deref() {
        // To be told that one is none says nothing.
        None => return Ok(()),
        Some(value) if value.eq_ignore_ascii_case("false") => return Ok(()),
        Some(value) if value.eq_ignore_ascii_case("true") => {}
        Some(_) => {
            let text = "'transactional' property of TBLPROPERTIES may only have value 'true'";
            return Err(Error::Meta(format!("{text}: {}", name(table))));
        }
    }
    put(table, TRANSACTIONAL, "true");
    turn_on(table)?;
    check_sorted(table)
}

/// Whether old files, written outside of any transaction, become part of the table.
#[derive(Debug, PartialEq, Eq)]
pub enum Adoption {
    Yes,
    No,
}

/// Checks a change: what is transactional stays so, in its own way.
pub fn admit_change(version: Version, before: &Table, after: &mut Table) -> Result<Adoption> {
    if !is_asked(version, after) {
        return Ok(Adoption::No);
    }
    let is_true = |value: &Option<Str>| value.as_deref().is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let unless_false = |value: Str| (!value.eq_ignore_ascii_case("false")).then_some(value);
    let old = find(before, TRANSACTIONAL).and_then(unless_false);
    let new = take(after, TRANSACTIONAL).and_then(unless_false);
    if let Some(value) = &new {
        if before.table_type.as_deref() == Some(MANAGED_TABLE) && is_external(after) {
            let text = "cannot be converted to external table as it is transactional table.";
            return Err(Error::Meta(format!("{} {text}", name(after))));
        }
        put(after, TRANSACTIONAL, value);
    }
    let turned_on = is_true(&new) && !is_true(&old);
    if turned_on {
        turn_on(after)?;
    }
    let same = match (&old, &new) {
        (Some(old), Some(new)) => old.eq_ignore_ascii_case(new),
        (old, new) => old == new,
    };
    if !same && !turned_on && !is_insert_only(before) {
        let text = "TBLPROPERTIES with 'transactional'='true' cannot be unset";
        return Err(Error::Meta(format!("{text}: {}", name(after))));
    }
    if old.is_some() {
        keep_properties(before, after)?;
    } else {
        normalize_properties(after)?;
    }
    check_sorted(after)?;
    Ok(if is_full(after) && !is_full(before) { Adoption::Yes } else { Adoption::No })
}

fn is_asked(version: Version, table: &Table) -> bool {
    version >= Version::V3_1 && table.cat_name.as_deref().is_none_or(|catalog| catalog == DEFAULT_CATALOG)
}

/// A table that becomes transactional, with all of a row's history or for inserts only.
fn turn_on(table: &mut Table) -> Result<()> {
    if find(table, PROPERTIES).is_none() {
        put(table, PROPERTIES, DEFAULT);
    }
    if !is_insert_only(table) && !has_format(table) {
        let text = "The table must be stored using an ACID compliant format (such as ORC)";
        return Err(Error::Meta(format!("{text}: {}", name(table))));
    }
    if is_external(table) {
        let text = "cannot be declared transactional because it's an external table";
        return Err(Error::Meta(format!("{} {text}", name(table))));
    }
    normalize_properties(table)
}

fn has_format(table: &Table) -> bool {
    let formats = table.sd.as_ref().map(|sd| [sd.input_format.as_deref(), sd.output_format.as_deref()]);
    formats == Some(FORMATS.map(Some))
}

/// The way in which a table is transactional: one of two, in lower case.
fn normalize_properties(table: &mut Table) -> Result<()> {
    let Some(value) = take(table, PROPERTIES).map(|value| value.to_lowercase()) else { return Ok(()) };
    if value != DEFAULT && value != INSERT_ONLY {
        return Err(Error::Meta(format!(
            "Invalid transactional properties specified for {} with the error unknown value {value} \
             for transactional_properties",
            name(table)
        )));
    }
    put(table, PROPERTIES, &value);
    Ok(())
}

fn keep_properties(before: &Table, after: &Table) -> Result<()> {
    let Some(new) = find(after, PROPERTIES) else { return Ok(()) };
    let same = find(before, PROPERTIES).is_some_and(|old| old.eq_ignore_ascii_case(&new));
    match same || is_insert_only(before) {
        true => Ok(()),
        false => Err(Error::Meta(
            "TBLPROPERTIES with 'transactional_properties' cannot be altered after the table is created".into(),
        )),
    }
}

fn check_sorted(table: &Table) -> Result<()> {
    let sorted = table.sd.as_ref().and_then(|sd| sd.sort_cols.as_ref()).is_some_and(|columns| !columns.is_empty());
    match sorted && is_full(table) {
        true => Err(Error::Meta(format!(
            "Table {} cannot support full ACID functionality since it is sorted.",
            name(table)
        ))),
        false => Ok(()),
    }
}

fn is_full(table: &Table) -> bool {
    super::is_transactional(table) && !is_insert_only(table)
}

fn is_insert_only(table: &Table) -> bool {
    find(table, PROPERTIES).is_some_and(|value| value.eq_ignore_ascii_case(INSERT_ONLY))
}

/// Clients spell the keys in any case.
fn find(table: &Table, key: &str) -> Option<Str> {
    let mut all = table.parameters.iter().flatten();
    all.find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.clone())
}

fn take(table: &mut Table, key: &str) -> Option<Str> {
    let value = find(table, key)?;
    parameters(table).retain(|name, _| !name.eq_ignore_ascii_case(key));
    Some(value)
}

fn put(table: &mut Table, key: &str, value: &str) {
    parameters(table).insert(key.into(), value.into());
}

fn parameters(table: &mut Table) -> &mut BTreeMap<Str, Str> {
    table.parameters.get_or_insert_default()
}

fn name(table: &Table) -> String {
    let [database, table] = [&table.db_name, &table.table_name].map(|name| name.as_deref().unwrap_or_default());
    format!("{database}.{table}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_types::{Order, StorageDescriptor};

    fn table(parameters: &[(&str, &str)]) -> Table {
        let [input, output] = FORMATS.map(|format| Some(Str::from(format)));
        Table {
            db_name: Some("db".into()),
            table_name: Some("t".into()),
            table_type: Some(MANAGED_TABLE.into()),
            sd: Some(StorageDescriptor { input_format: input, output_format: output, ..Default::default() }),
            parameters: Some(parameters.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect()),
            ..Table::default()
        }
    }

    fn admitted(mut table: Table) -> std::result::Result<String, String> {
        admit_new(Version::NEWEST, &mut table).map_err(|error| error.to_string())?;
        let all: Vec<String> = table.parameters.iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
        Ok(all.join(" "))
    }

    #[test]
    fn new_tables_are_transactional_in_one_of_two_ways() {
        for (sent, stored) in [
            (&[("TRANSACTIONAL", "TRUE")][..], "transactional=true transactional_properties=default"),
            (
                &[("transactional", "true"), ("Transactional_Properties", "INSERT_ONLY")],
                "transactional=true transactional_properties=insert_only",
            ),
            (&[("transactional", "False"), ("a", "b")], "a=b"),
            (&[("a", "b")], "a=b"),
        ] {
            assert_eq!(admitted(table(sent)).as_deref(), Ok(stored), "{sent:?}");
        }
    }

    #[test]
    fn what_cannot_be_transactional_is_refused_in_hives_words() {
        let yes = [("transactional", "true")];
        let plain = Table { sd: Some(StorageDescriptor::default()), ..table(&yes) };
        let mut sorted = table(&yes);
        sorted.sd.get_or_insert_default().sort_cols = Some(vec![Order::default()]);
        for (sent, expected) in [
            (
                table(&[("transactional", "maybe")]),
                "'transactional' property of TBLPROPERTIES may only have value 'true': db.t",
            ),
            (plain, "The table must be stored using an ACID compliant format (such as ORC): db.t"),
            (sorted, "Table db.t cannot support full ACID functionality since it is sorted."),
            (
                table(&[("transactional", "true"), ("EXTERNAL", "TRUE")]),
                "db.t cannot be declared transactional because it's an external table",
            ),
            (
                table(&[("transactional", "true"), ("transactional_properties", "Odd")]),
                "Invalid transactional properties specified for db.t with the error unknown value odd \
                 for transactional_properties",
            ),
        ] {
            assert_eq!(admitted(sent), Err(expected.to_owned()));
        }
    }

    #[test]
    fn what_is_transactional_stays_so() {
        let full = [("transactional", "true"), ("transactional_properties", "default")];
        let inserts = [("transactional", "true"), ("transactional_properties", "insert_only")];
        let unset = "TBLPROPERTIES with 'transactional'='true' cannot be unset: db.t";
        let altered = "TBLPROPERTIES with 'transactional_properties' cannot be altered after the table is created";
        for (before, after, expected) in [
            (&[][..], &full[..], Ok(Adoption::Yes)),
            (&[], &inserts, Ok(Adoption::No)),
            (&inserts, &[], Ok(Adoption::No)),
            (&inserts, &full, Ok(Adoption::Yes)),
            (&full, &full, Ok(Adoption::No)),
            (&full, &[], Err(unset)),
            (&full, &[("transactional", "false")], Err(unset)),
            (&[], &[("transactional", "maybe")], Err(unset)),
            (&full, &inserts, Err(altered)),
        ] {
            let outcome = admit_change(Version::NEWEST, &table(before), &mut table(after));
            assert_eq!(
                outcome.map_err(|error| error.to_string()),
                expected.map_err(str::to_owned),
                "{before:?} {after:?}"
            );
        }
        let old = admit_change(Version::V2_3, &table(&full), &mut table(&[]));
        assert_eq!(old.ok(), Some(Adoption::No), "Hive 2.3 asks other things, of its own clients");
    }
}
