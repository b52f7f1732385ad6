//! The names under which the views of restricted tables find their rows.
//!
//! A view that stands in for a table must name something to read. That is an alias, `__skep_`, 26 characters
//! that bind it to the caller, the table and what is shown of it, and the table's own name. It is no secret
//! (every EXPLAIN prints it) and opens nothing: the server makes the alias of the asking caller anew and
//! answers only if it is the same, so somebody else's is useless, and one's own ends with what it stood for.

use sha2::{Digest, Sha256};

/// Reserved: nobody makes, changes or drops an object of such a name.
pub const PREFIX: &str = "__skep_";

/// Digits in the middle, of five bits each.
const DIGITS: usize = 26;

/// The alias of a table, bound to all of these.
pub fn name(binding: &[&str], table: &str) -> String {
    let mut hash = Sha256::new();
    for part in binding {
        // With its length, so that no two lists of parts are the same text.
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let bit = |at: usize| u8::from(hash[at / 8] & (0x80 >> (at % 8)) != 0);
    let digit = |at: usize| (0..5).fold(0, |digit, of| digit << 1 | bit(at * 5 + of));
    let digits: String =
        (0..DIGITS).map(|at| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(digit(at))])).collect();
    format!("{PREFIX}{digits}_{table}")
}

pub fn is_reserved(table: &str) -> bool {
    table.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// The table that an alias is of, whoever it was made for.
pub fn table(alias: &str) -> Option<&str> {
    let rest = alias.strip_prefix(PREFIX)?;
    let (digits, table) = (rest.get(..DIGITS)?, rest.get(DIGITS..)?);
    let known = digits.bytes().all(|c| c.is_ascii_lowercase() || (b'2'..=b'7').contains(&c));
    // There is no alias of an alias.
    table.strip_prefix('_').filter(|table| known && !table.is_empty() && !is_reserved(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_names_its_table_and_differs_with_all_it_is_bound_to() {
        let one = name(&["user:a", "7"], "patients");
        assert_eq!(one.len(), PREFIX.len() + DIGITS + 1 + "patients".len());
        assert_eq!(table(&one), Some("patients"));
        assert_eq!(name(&["user:a", "7"], "patients"), one);
        for other in [["user:b", "7"], ["user:a", "8"], ["user:a7", ""]] {
            assert_ne!(name(&other, "patients"), one);
        }
        assert_eq!(table(&name(&[], &one)), None);
        for none in ["patients", "__skep_", "__skep_short_t", &one[..PREFIX.len() + DIGITS + 1], &one.to_uppercase()] {
            assert_eq!(table(none), None, "{none}");
        }
        assert!(is_reserved("__SKEP_anything") && !is_reserved("__ske"));
    }
}
