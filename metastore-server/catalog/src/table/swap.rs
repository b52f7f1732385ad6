//! The compare-and-swap of table parameters (HIVE-26882), on which Iceberg commits stand.

use super::{parameter, property};
use crate::{Error, Result};
use skep_types::{EnvironmentContext, Table};

const METADATA: &str = "metadata_location";
const PREVIOUS_METADATA: &str = "previous_metadata_location";

/// What the caller believes a parameter to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected<'a> {
    pub key: &'a str,
    pub value: &'a str,
}

impl<'a> Expected<'a> {
    /// Both or nothing: half an expectation expects nothing, as in Hive.
    pub fn of(key: Option<&'a str>, value: Option<&'a str>) -> Option<Expected<'a>> {
        Some(Expected { key: key?, value: value? })
    }

    /// As older doors carry it.
    pub fn in_environment(environment: Option<&'a EnvironmentContext>) -> Option<Expected<'a>> {
        let property = |key| property(environment, key);
        Expected::of(property("expected_parameter_key"), property("expected_parameter_value"))
    }
}

/// What an expectation makes of a change.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Go,
    /// The change was made already, by this very request: its reply was lost on the way.
    Replay,
}

/// Compares byte for byte, here and not in SQL, where MariaDB finds `x` equal to `x` and a space.
/// The caller holds the table's row lock.
///
/// Iceberg's client matches the sentence up to `is`, then deletes the metadata file it wanted to
/// commit. So a commit that did happen, and is sent again because the answer was lost (iceberg#11814),
/// must not get it: there, the stored location is the wanted one and its predecessor the expected one.
pub fn check(expected: Expected<'_>, stored: &Table, wanted: &Table) -> Result<Outcome> {
    let Expected { key, value } = expected;
    let Some(new) = parameter(wanted, key) else {
        return Err(Error::Meta(format!("New value for expected key {key} is not set")));
    };
    let current = parameter(stored, key);
    if current == Some(value) {
        return Ok(Outcome::Go);
    }
    let came_from = parameter(stored, PREVIOUS_METADATA);
    if current == Some(new) && came_from == Some(value) && is_repeatable(expected, wanted) {
        return Ok(Outcome::Replay);
    }
    let current = current.unwrap_or("null");
    Err(Error::Meta(format!(
        "The table has been modified. The parameter value for key '{key}' is '{current}'. \
         The expected was value was '{value}'"
    )))
}

/// Whether the change, once made, can be told from anybody else's: it says where it came from.
pub fn is_repeatable(expected: Expected<'_>, wanted: &Table) -> bool {
    expected.key == METADATA && parameter(wanted, PREVIOUS_METADATA) == Some(expected.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(metadata: &str, previous: &str) -> Table {
        let parameters = [(METADATA.into(), metadata.into()), (PREVIOUS_METADATA.into(), previous.into())];
        Table { parameters: Some(parameters.into()), ..Table::default() }
    }

    fn outcome(stored: &Table, wanted: &Table) -> std::result::Result<Outcome, String> {
        check(Expected { key: METADATA, value: "1" }, stored, wanted).map_err(|error| error.to_string())
    }

    #[test]
    fn an_expectation_that_holds_lets_the_change_go() {
        assert_eq!(outcome(&table("1", "0"), &table("2", "1")), Ok(Outcome::Go));
    }

    #[test]
    fn a_request_sent_again_after_its_commit_is_no_conflict() {
        assert_eq!(outcome(&table("2", "1"), &table("2", "1")), Ok(Outcome::Replay));
    }

    #[test]
    fn anything_else_gets_the_sentence_that_iceberg_reads() {
        let sentence = "The table has been modified. The parameter value for key 'metadata_location' is '3'. \
                        The expected was value was '1'";
        assert_eq!(outcome(&table("3", "2"), &table("2", "1")), Err(sentence.into()));
        assert!(outcome(&table("1 ", "0"), &table("2", "1")).is_err());
        // Somebody else arrived at the same location from another base.
        assert!(outcome(&table("2", "0"), &table("2", "1")).is_err());
        let absent = outcome(&Table::default(), &table("2", "1"));
        assert!(absent.is_err_and(|text| text.contains("is 'null'. The expected was value was '1'")));
    }

    #[test]
    fn the_new_object_must_carry_the_expected_key() {
        let text = outcome(&table("1", "0"), &Table::default());
        assert_eq!(text, Err("New value for expected key metadata_location is not set".into()));
    }
}
