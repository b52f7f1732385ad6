//! The directory names Hive gives to databases and tables.

use crate::{Error, Location, Warehouse};

impl Warehouse {
    /// `<root>/<name>.db`; the database `default` lives in the root itself.
    pub fn default_database_location(&self, name: &str) -> Location {
        match name {
            "default" => self.root().clone(),
            _ => self.root().child(&format!("{}.db", encode(name))),
        }
    }

    /// `<database>/<table>`.
    pub fn default_table_location(&self, database: &Location, table: &str) -> Location {
        database.child(&encode(table))
    }

    /// `<table>/<k1=v1/k2=v2>`, for a partition name that is already escaped.
    pub fn partition_location(&self, table: &Location, name: &str) -> Result<Location, Error> {
        Location::parse(&format!("{table}/{name}"), None)
    }
}

/// Hive's encoding of an object name that may hold special characters: all but letters, digits and `_` become their
/// decimal code between hyphens, one per UTF-16 unit as in Java.
fn encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for unit in name.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(c) if c.is_alphanumeric() || c == '_' => encoded.push(c),
            _ => encoded.push_str(&format!("-{unit}-")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_become_their_decimal_codes() {
        for (name, expected) in [("orders_1", "orders_1"), ("a/b", "a-47-b"), ("größe", "größe"), ("..", "-46--46-")]
        {
            assert_eq!(encode(name), expected);
        }
    }
}
