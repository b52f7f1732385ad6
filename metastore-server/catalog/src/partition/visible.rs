//! Of which partitions a caller may know.

use super::name::DEFAULT_PARTITION;
use compact_str::CompactString as Str;
use skep_access::expr::{Column, Datum, Expr};

/// A condition on partition keys. What it does not admit is as if it were not there.
#[derive(Clone, Debug)]
pub struct Visible {
    condition: Expr,
    keys: Vec<Column>,
}

impl Visible {
    pub fn new(condition: Expr, keys: Vec<Column>) -> Visible {
        Visible { condition, keys }
    }

    /// Judges the values of one partition, in the order of the keys. A value that is none of its key's type
    /// is unknown, and what is unknown is not admitted.
    pub fn admits(&self, values: &[Str]) -> bool {
        self.condition.admits(&|column| {
            let Some(at) = self.keys.iter().position(|key| key.name == column) else { return Datum::Unknown };
            match values.get(at).map(Str::as_str) {
                None => Datum::Unknown,
                Some("" | DEFAULT_PARTITION) => Datum::Null,
                Some(value) => self.keys[at].class.read(value).map_or(Datum::Unknown, Datum::Value),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_access::expr::parse;

    #[test]
    fn values_are_judged_by_the_types_of_their_keys() {
        let keys = vec![Column::new("n", "int"), Column::new("state", "string")];
        let admits = |condition: &str, values: [&str; 2]| {
            Visible::new(parse(condition).expect("valid"), keys.clone()).admits(&values.map(Str::from))
        };
        assert!(admits("n = 1", ["01", "NY"]));
        assert!(!admits("n = 1", ["one", "NY"]) && !admits("NOT n = 1", ["one", "NY"]));
        assert!(admits("state IN ('NY', 'TX')", ["1", "NY"]) && !admits("state IN ('NY', 'TX')", ["1", "ny"]));
        assert!(
            admits("state IS NULL", ["1", DEFAULT_PARTITION]) && !admits("state <> 'NY'", ["1", DEFAULT_PARTITION])
        );
        assert!(!admits("other = 'x'", ["1", "NY"]));
    }
}
