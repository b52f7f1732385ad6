//! A filter evaluated on the values of one partition: the meaning that the SQL must reproduce.

use super::{Condition, PartitionFilter, Test, Typed, moment};

impl PartitionFilter {
    /// Whether the partition with these values, in key order, passes.
    pub fn matches<V: AsRef<str>>(&self, values: &[V]) -> bool {
        self.0.holds(&|condition: &Condition| {
            let value = values.get(condition.key);
            value.is_some_and(|value| condition.test.holds(value.as_ref()))
        })
    }
}

impl Typed {
    fn holds(&self, stored: &str) -> bool {
        match self {
            Typed::Text(test) => test.holds(&stored.into()),
            Typed::Like(pattern) => pattern.matches(stored),
            Typed::Integer(test) => integer(stored).is_some_and(|stored| test.holds(&stored)),
            Typed::Date(test) => moment::has_date_shape(stored) && test.holds(&stored.into()),
            Typed::Timestamp(test) => moment::stored_timestamp(stored).is_some_and(|stored| test.holds(&stored)),
        }
    }
}

impl<V: Ord> Test<V> {
    pub fn holds(&self, stored: &V) -> bool {
        match self {
            Test::Compare(op, value) => op.holds(stored, value),
            Test::In(values) => values.contains(stored),
            Test::NotIn(values) => !values.contains(stored),
        }
    }
}

/// A stored value as an integer: an optional minus and at most 19 digits within 63 bits. `hour=07`
/// is a usual directory name, so leading zeros count for nothing.
fn integer(stored: &str) -> Option<i64> {
    let digits = stored.strip_prefix('-').unwrap_or(stored);
    let plain = (1..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let size = plain.then(|| digits.parse::<i64>().ok())??;
    Some(if digits.len() == stored.len() { size } else { -size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partition::name::DEFAULT_PARTITION;

    const KEYS: [(&str, &str); 4] = [("s", "string"), ("i", "int"), ("d", "date"), ("t", "timestamp")];

    fn check(filter: &str, values: [&str; 4], expected: bool) {
        let filter_ = PartitionFilter::parse(filter, &KEYS).unwrap().unwrap();
        assert_eq!(filter_.matches(&values), expected, "{filter} on {values:?}");
    }

    #[test]
    fn values_compare_by_the_type_of_their_key() {
        let values = ["b", "010", "2020-02-01", "2020-02-01 10:00:00.0"];
        check("s > 'a' and s < 'c'", values, true);
        check("s >= 'B'", values, true);
        check("i > 9", values, true);
        check("i = 10", values, true);
        check("i in (1, 10)", values, true);
        check("i not in (1, 11)", values, true);
        check("d between '2020-01-31' and 2020-02-29", values, true);
        check("t = '2020-02-01 10:00:00'", values, true);
        check("t < 2020-02-02", values, true);
        check("s = 'x' or i != 10", values, false);
        check("5 < i", values, true);
    }

    #[test]
    fn the_default_partition_of_a_typed_key_is_nothing_but_itself() {
        let values = [DEFAULT_PARTITION; 4];
        for filter in [
            "i = 1",
            "i != 1",
            "i < 1",
            "i not in (1)",
            "i not between 1 and 2",
            "d != '2020-01-01'",
            "t != 2020-01-01",
        ] {
            check(filter, values, false);
        }
        check("i = '__HIVE_DEFAULT_PARTITION__'", values, true);
        check("s != 'a'", values, true);
    }

    #[test]
    fn stored_text_that_is_no_number_never_matches_a_number() {
        for stored in ["abc", "", "1.5", "1e3", "+1", "-", "99999999999999999999", "9999999999999999999"] {
            check("i != 3 or i > 3 or i <= 3", ["", stored, "", ""], false);
        }
        check("i = -7", ["", "-007", "", ""], true);
    }
}
