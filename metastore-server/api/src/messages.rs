//! Sentences that clients match. Changing a word here changes what they do: each
//! stands with the client that reads it.

/// Trino, Presto and Doris probe for methods by this text; Hive by its class.
pub fn invalid_method_name(name: &str) -> String {
    format!("Invalid method name: '{name}'")
}
