//! Two statistics of one column made into one.

use super::{decimal, sketch};
use skep_types::{ColumnStatisticsData as Data, Date, Timestamp};
use std::cmp::Ordering;

/// Puts statistics of other rows of the same column into `into`: bounds widen, nulls add up, distinct
/// values are counted by the sketches of both. Where one has none, there are at least as many as the
/// larger number says, and no sketch or histogram is kept: it would be one of a part of the rows.
///
/// Returns whether they are of the same kind; `into` stays as it is if not.
pub(super) fn merge(into: &mut Data, other: &Data) -> bool {
    macro_rules! bounded {
        ($into:ident, $other:ident, $compare:expr) => {{
            low(&mut $into.low_value, &$other.low_value, $compare);
            high(&mut $into.high_value, &$other.high_value, $compare);
            $into.num_nulls = $into.num_nulls.saturating_add($other.num_nulls);
            distinct(&mut $into.num_d_vs, &mut $into.bit_vectors, $other.num_d_vs, &$other.bit_vectors);
            $into.histogram = None;
        }};
    }
    match (into, other) {
        (Data::LongStats(into), Data::LongStats(other)) => bounded!(into, other, i64::cmp),
        (Data::DoubleStats(into), Data::DoubleStats(other)) => bounded!(into, other, f64::total_cmp),
        (Data::DecimalStats(into), Data::DecimalStats(other)) => bounded!(into, other, decimal::compare),
        (Data::DateStats(into), Data::DateStats(other)) => bounded!(into, other, days),
        (Data::TimestampStats(into), Data::TimestampStats(other)) => bounded!(into, other, seconds),
        (Data::BooleanStats(into), Data::BooleanStats(other)) => {
            into.num_trues = into.num_trues.saturating_add(other.num_trues);
            into.num_falses = into.num_falses.saturating_add(other.num_falses);
            into.num_nulls = into.num_nulls.saturating_add(other.num_nulls);
            into.bit_vectors = None;
        }
        (Data::StringStats(into), Data::StringStats(other)) => {
            into.max_col_len = into.max_col_len.max(other.max_col_len);
            into.avg_col_len = into.avg_col_len.max(other.avg_col_len);
            into.num_nulls = into.num_nulls.saturating_add(other.num_nulls);
            distinct(&mut into.num_d_vs, &mut into.bit_vectors, other.num_d_vs, &other.bit_vectors);
        }
        (Data::BinaryStats(into), Data::BinaryStats(other)) => {
            into.max_col_len = into.max_col_len.max(other.max_col_len);
            into.avg_col_len = into.avg_col_len.max(other.avg_col_len);
            into.num_nulls = into.num_nulls.saturating_add(other.num_nulls);
            into.bit_vectors = None;
        }
        _ => return false,
    }
    true
}

/// Hive's way: by sketches where both have one, else the larger number.
fn distinct(into: &mut i64, sketch: &mut Option<Vec<u8>>, other: i64, other_sketch: &Option<Vec<u8>>) {
    let merged = sketch.as_deref().zip(other_sketch.as_deref()).and_then(|(a, b)| sketch::merged(a, b));
    match merged {
        Some((bytes, count)) => (*sketch, *into) = (Some(bytes), count),
        None => (*sketch, *into) = (None, other.max(*into)),
    }
}

fn low<T: Clone>(into: &mut Option<T>, other: &Option<T>, compare: fn(&T, &T) -> Ordering) {
    if let Some(other) = other
        && into.as_ref().is_none_or(|value| compare(other, value).is_lt())
    {
        *into = Some(other.clone());
    }
}

fn high<T: Clone>(into: &mut Option<T>, other: &Option<T>, compare: fn(&T, &T) -> Ordering) {
    if let Some(other) = other
        && into.as_ref().is_none_or(|value| compare(other, value).is_gt())
    {
        *into = Some(other.clone());
    }
}

fn days(a: &Date, b: &Date) -> Ordering {
    a.days_since_epoch.cmp(&b.days_since_epoch)
}

fn seconds(a: &Timestamp, b: &Timestamp) -> Ordering {
    a.seconds_since_epoch.cmp(&b.seconds_since_epoch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_types::{BooleanColumnStatsData, LongColumnStatsData, StringColumnStatsData};

    fn long(low_value: Option<i64>, high_value: Option<i64>, num_nulls: i64, num_d_vs: i64) -> Data {
        Data::LongStats(LongColumnStatsData { low_value, high_value, num_nulls, num_d_vs, ..Default::default() })
    }

    #[test]
    fn bounds_widen_nulls_add_up_and_a_missing_bound_is_the_others() {
        for (mut into, other, expected) in [
            (long(Some(1), Some(5), 2, 4), long(Some(-3), Some(4), 1, 9), long(Some(-3), Some(5), 3, 9)),
            (long(None, Some(5), 0, 4), long(Some(8), None, 0, 1), long(Some(8), Some(5), 0, 4)),
            (long(None, None, i64::MAX, 0), long(None, None, 1, 0), long(None, None, i64::MAX, 0)),
        ] {
            assert!(merge(&mut into, &other));
            assert_eq!(into, expected);
        }
    }

    #[test]
    fn a_sketch_of_a_part_is_not_kept_as_one_of_the_whole() {
        let sketched = Data::LongStats(LongColumnStatsData { bit_vectors: Some(vec![1]), ..Default::default() });
        let mut into = sketched.clone();
        assert!(merge(&mut into, &sketched));
        assert_eq!(into, long(None, None, 0, 0));
    }

    #[test]
    fn sketches_of_the_parts_make_one_of_the_whole() {
        let of = |bits: u8, num_d_vs| {
            let bit_vectors = Some(vec![b'F', b'M', 1, 0, bits, 0, 0, 0]);
            Data::LongStats(LongColumnStatsData { num_d_vs, bit_vectors, ..Default::default() })
        };
        let mut into = of(0b0011, 5);
        assert!(merge(&mut into, &of(0b0101, 6)));
        // Three bits in a row from the lowest: two to the power of three, and what the method lacks.
        assert_eq!(into, of(0b0111, 10));
    }

    #[test]
    fn kinds_are_not_mixed() {
        let mut into = long(Some(1), Some(2), 3, 4);
        let text = Data::StringStats(StringColumnStatsData { max_col_len: 1, ..Default::default() });
        assert!(!merge(&mut into, &text));
        assert_eq!(into, long(Some(1), Some(2), 3, 4));
        let mut flags =
            Data::BooleanStats(BooleanColumnStatsData { num_trues: 1, num_falses: 2, ..Default::default() });
        assert!(merge(&mut flags.clone(), &flags));
        assert!(!merge(&mut flags, &into));
    }
}
