//! The types of values that are more than a number or a word.

use std::fmt;
use std::time::Duration;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time: `"30s"`, `"500ms"`, `"2h"`, `"1d"`, or a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub Duration);

/// A number of bytes: `"100MiB"`, `"16KiB"`, or a plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Texts in brackets, or one text with commas as a variable or flag has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List(pub Vec<String>);

/// Never shown: it is printed and serialized as stars.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

const MASK: &str = "********";

const TIMES: &[(&str, u64)] = &[("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

const SIZES: &[(&str, u64)] = &[("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

impl Time {
    pub const fn seconds(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }
}

impl Size {
    pub const fn mib(mib: u64) -> Self {
        Self(mib << 20)
    }

    /// For what is counted in memory.
    pub fn in_memory(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Bytes for a person to read, to a tenth of the unit.
pub fn size(bytes: u64) -> String {
    let largest = SIZES.iter().rev().find(|(_, unit)| bytes >= *unit);
    match largest {
        Some((name, unit)) if *unit > 1 => format!("{:.1} {name}", bytes as f64 / *unit as f64),
        _ => format!("{bytes} B"),
    }
}

/// A number and a unit, in the smallest unit of the list.
fn read(text: &str, units: &[(&str, u64)], plain: u64) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "" => plain,
        unit => units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?.1,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// In the largest unit that says it exactly.
fn write(value: u64, units: &[(&str, u64)]) -> String {
    let exact = units.iter().rev().find(|(_, unit)| value >= *unit && value.is_multiple_of(*unit));
    let (name, unit) = exact.copied().unwrap_or(units[0]);
    format!("{}{name}", value / unit)
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX), TIMES))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self.0, SIZES))
    }
}

/// What a file may hold for a time or a size.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a number or a text")]
enum Written {
    Number(u64),
    Text(String),
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let millis = match Written::deserialize(from)? {
            Written::Number(seconds) => seconds.checked_mul(1000),
            Written::Text(text) => read(text.trim(), TIMES, 1000),
        };
        let wrong = || D::Error::custom("expected a time such as \"30s\", \"5m\" or \"2h\"");
        Ok(Self(Duration::from_millis(millis.ok_or_else(wrong)?)))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = match Written::deserialize(from)? {
            Written::Number(bytes) => Some(bytes),
            Written::Text(text) => read(text.trim(), SIZES, 1),
        };
        bytes.map(Self).ok_or_else(|| D::Error::custom("expected a size such as \"100MiB\" or \"64KiB\""))
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a list of texts")]
        enum Written {
            Items(Vec<String>),
            Text(String),
        }
        Ok(Self(match Written::deserialize(from)? {
            Written::Items(items) => items,
            Written::Text(text) => text.split(',').map(|item| item.trim().to_owned()).collect(),
        }))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // The usual complaint would quote what was found.
        String::deserialize(from).map(Self).map_err(|_| D::Error::custom("expected a text"))
    }
}

/// Tables in brackets, or as TOML in a text, as a variable or flag has them.
pub fn tables<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let value = match toml::Value::deserialize(from)? {
        toml::Value::String(text) => {
            let table: toml::Table = toml::from_str(&format!("tables = {text}"))
                .map_err(|error| D::Error::custom(error.message().to_owned()))?;
            table.get("tables").cloned().unwrap_or(toml::Value::Array(Vec::new()))
        }
        other => other,
    };
    Vec::deserialize(value).map_err(|error| D::Error::custom(error.message().to_owned()))
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(MASK)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// A database address, which may carry a password: shown without it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseUrl(pub String);

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Stars in the place of `:password@` and of parameters that are passwords by name.
fn masked(url: &str) -> String {
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, Some(parameters)),
        None => (url, None),
    };
    let mut shown = address.to_owned();
    let user = address.find("://").map_or(0, |at| at + 3);
    // A password may hold '@' itself, so the last one ends it.
    if let Some(end) = address.rfind('@').filter(|end| *end > user)
        && let Some(colon) = address[user..end].find(':')
    {
        shown.replace_range(user + colon + 1..end, MASK);
    }
    if let Some(parameters) = parameters {
        let shown_parameters: Vec<String> = parameters.split('&').map(masked_parameter).collect();
        shown = format!("{shown}?{}", shown_parameters.join("&"));
    }
    shown
}

fn masked_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("password") || name == "pwd" => format!("{name}={MASK}"),
        _ => parameter.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_read_with_units_and_written_in_the_largest() {
        for (text, expected) in [("30", "30s"), ("90s", "90s"), ("120s", "2m"), ("250ms", "250ms"), ("24 h", "1d")] {
            assert_eq!(write(read(text, TIMES, 1000).expect(text), TIMES), expected);
        }
        for (text, expected) in [("1024", "1KiB"), ("100MiB", "100MiB"), ("1500", "1500B"), ("0", "0B")] {
            assert_eq!(write(read(text, SIZES, 1).expect(text), SIZES), expected);
        }
        for text in ["", "s", "-1s", "3 weeks", "99999999999999999999", "9999999999999999d"] {
            assert_eq!(read(text, TIMES, 1000), None, "{text}");
        }
    }

    #[test]
    fn passwords_in_addresses_are_masked() {
        for (url, expected) in [
            ("postgres://hive:s3cr@t@db:5432/ms", "postgres://hive:********@db:5432/ms"),
            ("postgres://hive@db/ms?sslmode=require", "postgres://hive@db/ms?sslmode=require"),
            (
                "jdbc:mysql://db/ms?user=h&password=x&useSSL=true",
                "jdbc:mysql://db/ms?user=h&password=********&useSSL=true",
            ),
            ("sqlite://./skep-data/metastore.db", "sqlite://./skep-data/metastore.db"),
        ] {
            assert_eq!(masked(url), expected);
        }
    }
}
