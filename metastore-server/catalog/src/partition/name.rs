//! Hive partition names: `key=value` pairs joined with `/`, which are at once the unique name of a
//! partition in the database and the path of its default directory below the table.
//!
//! The escaping is shared with every client that builds paths itself (Spark, Impala, Trino), so it is
//! exactly Hive's and not a sensible superset: a space or a `}` stays as it is.

use std::fmt::Write as _;

use compact_str::CompactString as Str;

/// What stands in a name for a value that is absent or empty; clients send it as a value, too.
pub const DEFAULT_PARTITION: &str = "__HIVE_DEFAULT_PARTITION__";

/// The name of the partition with these values, in the order of the table's keys.
pub fn make<K: AsRef<str>, V: AsRef<str>>(keys: &[K], values: &[V]) -> Result<String, NameError> {
    if keys.len() != values.len() || keys.is_empty() {
        return Err(NameError::Count { keys: listed(keys), values: listed(values) });
    }
    let mut name = String::with_capacity(values.iter().map(|v| v.as_ref().len() + 16).sum());
    for (key, value) in keys.iter().zip(values) {
        if !name.is_empty() {
            name.push('/');
        }
        escape_into(&mut name, &key.as_ref().to_lowercase());
        name.push('=');
        escape_into(&mut name, value.as_ref());
    }
    Ok(name)
}

/// The pairs of a name in the order written. Components that are not `key=value` are passed over,
/// as Hive does; only a name that is empty as a whole is refused.
pub fn parse(name: &str) -> Result<Vec<(Str, Str)>, NameError> {
    Ok(components(name)?.map(|(key, value)| (unescape(key), unescape(value))).collect())
}

fn components(name: &str) -> Result<impl Iterator<Item = (&str, &str)>, NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    let pairs = name.split('/').filter_map(|part| part.split_once('='));
    Ok(pairs.filter(|(key, value)| !key.is_empty() && !value.is_empty()))
}

/// The values of a name in the order of the table's keys. The order within the name is free and
/// components of other keys are passed over.
pub fn values<K: AsRef<str>>(keys: &[K], name: &str) -> Result<Vec<Str>, NameError> {
    chosen(keys, &parse(name)?)
}

/// The same as they stand in the name.
pub fn escaped_values<K: AsRef<str>>(keys: &[K], name: &str) -> Result<Vec<Str>, NameError> {
    let pairs: Vec<_> = components(name)?.map(|(key, value)| (unescape(key), Str::from(value))).collect();
    chosen(keys, &pairs)
}

fn chosen<K: AsRef<str>>(keys: &[K], pairs: &[(Str, Str)]) -> Result<Vec<Str>, NameError> {
    let value_of = |key: &str| {
        let pair = pairs.iter().find(|(k, _)| k.eq_ignore_ascii_case(key));
        pair.map(|(_, value)| value.clone()).ok_or_else(|| NameError::Incomplete { missing: key.into() })
    };
    keys.iter().map(|key| value_of(key.as_ref())).collect()
}

/// Appends one key or value as it is written in a name.
pub fn escape_into(out: &mut String, text: &str) {
    if text.is_empty() {
        return out.push_str(DEFAULT_PARTITION);
    }
    for c in text.chars() {
        if is_escaped(c) {
            write!(out, "%{:02X}", u32::from(c)).expect("writing to a String never fails");
        } else {
            out.push(c);
        }
    }
}

/// The text behind a component of a name; `%` without two hex digits after it stands for itself.
pub fn unescape(text: &str) -> Str {
    let mut plain = Str::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        match hex_pair(&rest[at + 1..]) {
            Some(code) => {
                plain.push(char::from(code));
                rest = &rest[at + 3..];
            }
            None => {
                plain.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn is_escaped(c: char) -> bool {
    matches!(c, '\0'..='\x1f' | '\x7f')
        || matches!(c, '"' | '#' | '%' | '\'' | '*' | '/' | ':' | '=' | '?' | '\\' | '{' | '[' | ']' | '^')
}

fn hex_pair(text: &str) -> Option<u8> {
    let digits = text.get(..2)?;
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if hex { u8::from_str_radix(digits, 16).ok() } else { None }
}

/// Hive's rendering of a list inside messages: every element is followed by `, `.
fn listed<T: AsRef<str>>(items: &[T]) -> String {
    items.iter().flat_map(|item| [item.as_ref(), ", "]).collect()
}

/// Why a name could not be made or read. The texts are Hive's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("Invalid partition key & values; keys [{keys}], values [{values}]")]
    Count { keys: String, values: String },
    #[error("Partition name is invalid. ")]
    Empty,
    #[error("incomplete partition name - missing {missing}")]
    Incomplete { missing: Str },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_exactly_as_hive_does() {
        let check = |value: &str, name: &str| assert_eq!(make(&["K"], &[value]).unwrap(), format!("k={name}"));
        check("2026-11-21", "2026-11-21");
        check("a/b=c", "a%2Fb%3Dc");
        check("10:00 %", "10%3A00 %25");
        check("\n\x7f", "%0A%7F");
        check("a}<>|&+,;@~é", "a}<>|&+,;@~é");
        check("\"#'*?\\{[]^", "%22%23%27%2A%3F%5C%7B%5B%5D%5E");
        check("", DEFAULT_PARTITION);
    }

    #[test]
    fn a_percent_sign_that_starts_no_hex_pair_is_itself() {
        for (escaped, plain) in
            [("a%2Fb", "a/b"), ("100%", "100%"), ("%4", "%4"), ("%zz%41", "%zzA"), ("%é", "%é"), ("%+1", "%+1")]
        {
            assert_eq!(unescape(escaped), plain);
        }
    }

    #[test]
    fn values_follow_the_key_order_of_the_table() {
        let keys = ["ds", "hr"];
        assert_eq!(values(&keys, "hr=1/x=9/ds=a%3Ab/junk").unwrap(), ["a:b", "1"]);
        let missing = values(&keys, "ds=1").unwrap_err();
        assert_eq!(missing.to_string(), "incomplete partition name - missing hr");
        assert_eq!(values(&keys, "").unwrap_err(), NameError::Empty);
    }

    #[test]
    fn a_wrong_number_of_values_is_refused_with_both_lists() {
        let refused = make(&["k1", "k2"], &["v1"]).unwrap_err();
        assert_eq!(refused.to_string(), "Invalid partition key & values; keys [k1, k2, ], values [v1, ]");
    }

    proptest::proptest! {
        #[test]
        fn every_nonempty_value_survives_its_name(value in "\\PC{1,20}|[%0-9a-f/=]{1,12}") {
            let name = make(&["k"], &[&value]).unwrap();
            proptest::prop_assert_eq!(values(&["k"], &name).unwrap(), vec![Str::from(value)]);
        }
    }
}
