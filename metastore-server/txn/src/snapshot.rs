//! Snapshots of transactions and write ids, and the texts that clients pass them in.

use crate::{Error, Result};
use std::collections::BTreeMap;

/// Ids up to a high-water mark, but for those open or aborted. Hive's `ValidReadTxnList`, and
/// `ValidReaderWriteIdList` without the table's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub high_water_mark: i64,
    /// The lowest open id; [`NONE_OPEN`] if there is none.
    pub min_open: i64,
    /// Whether the invalid id is aborted (else it is open).
    invalid: BTreeMap<i64, bool>,
}

/// What Java writes where no id is open.
pub const NONE_OPEN: i64 = i64::MAX;

/// A run of ids in a client's text at the most; a text can say `1-9223372036854775807`.
const RUN_MAX: i64 = 1_000_000;

impl Snapshot {
    /// As Java makes it for a transaction (0: for none): itself is valid, later ones are not there yet.
    pub fn of(high_water_mark: i64, open_or_aborted: impl IntoIterator<Item = (i64, bool)>, current: i64) -> Snapshot {
        let high_water_mark = if current > 0 { high_water_mark.min(current) } else { high_water_mark };
        let mine = |id: &i64| *id <= high_water_mark && (current == 0 || *id != current);
        let invalid: BTreeMap<i64, bool> = open_or_aborted.into_iter().filter(|(id, _)| mine(id)).collect();
        let min_open = invalid.iter().find(|(_, aborted)| !**aborted).map_or(NONE_OPEN, |(id, _)| *id);
        Snapshot { high_water_mark, min_open, invalid }
    }

    /// `hwm:minOpen:open,ids:aborted,ids`, runs as `a-b`. Empty: everything is valid.
    pub fn parse(text: &str) -> Result<Snapshot> {
        let bad = || Error::Meta(format!("{text:?} is no snapshot, expected hwm:minOpen:open:aborted"));
        if text.is_empty() {
            return Ok(Snapshot { high_water_mark: i64::MAX, min_open: NONE_OPEN, invalid: BTreeMap::new() });
        }
        let mut fields = text.split(':');
        let mut number = || fields.next().and_then(|field| field.trim().parse().ok());
        let high_water_mark: i64 = number().ok_or_else(bad)?;
        let min_open: i64 = number().ok_or_else(bad)?;
        let mut invalid = BTreeMap::new();
        for aborted in [false, true] {
            for run in fields.next().unwrap_or_default().split(',').filter(|run| !run.is_empty()) {
                invalid.extend(ids(run).ok_or_else(bad)?.map(|id| (id, aborted)));
            }
        }
        match fields.next() {
            None => Ok(Snapshot { high_water_mark, min_open, invalid }),
            Some(_) => Err(bad()),
        }
    }

    /// A table's snapshot with its name before it, which may hold a colon no table has.
    pub fn parse_named(text: &str) -> Result<(&str, Snapshot)> {
        let named = text.split_once(':').ok_or_else(|| Error::Meta(format!("{text:?} names no table")))?;
        Ok((named.0, Snapshot::parse(named.1)?))
    }

    /// Committed before the snapshot was taken.
    pub fn is_valid(&self, id: i64) -> bool {
        id <= self.high_water_mark && !self.invalid.contains_key(&id)
    }

    pub fn is_aborted(&self, id: i64) -> bool {
        self.invalid.get(&id).copied().unwrap_or(false)
    }

    pub fn aborted(&self) -> impl Iterator<Item = i64> {
        self.invalid.iter().filter(|(_, aborted)| **aborted).map(|(id, _)| *id)
    }
}

/// `7` or `7-12`.
fn ids(run: &str) -> Option<std::ops::RangeInclusive<i64>> {
    let (first, last) = match run.split_once('-') {
        Some((first, last)) => (first.parse().ok()?, last.parse().ok()?),
        None => (run.parse().ok()?, run.parse().ok()?),
    };
    (first >= 0 && last >= first && last - first < RUN_MAX).then_some(first..=last)
}

/// Java's `BitSet.toByteArray`: the lowest bit first, no zero bytes at the end.
pub fn bits(set: impl IntoIterator<Item = bool>) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
    for (position, _) in set.into_iter().enumerate().filter(|(_, bit)| *bit) {
        bytes.resize(position / 8 + 1, 0);
        if let Some(byte) = bytes.last_mut() {
            *byte |= 1 << (position % 8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_versions_are_read() {
        let snapshot = Snapshot::parse("20:3:3,7:5,10-14").expect("a snapshot");
        assert_eq!(Vec::from_iter(snapshot.invalid.keys().copied()), [3, 5, 7, 10, 11, 12, 13, 14]);
        assert_eq!(snapshot.aborted().collect::<Vec<_>>(), [5, 10, 11, 12, 13, 14]);
        assert!(snapshot.is_valid(20) && !snapshot.is_valid(21) && !snapshot.is_valid(3));
        let all = Snapshot::parse("").expect("everything");
        assert!(all.is_valid(i64::MAX));
        let (table, none) = Snapshot::parse_named("d.t:8:9223372036854775807::").expect("a table's");
        assert_eq!((table, none.min_open, none.invalid.len()), ("d.t", NONE_OPEN, 0));
    }

    #[test]
    fn what_is_no_snapshot_is_refused() {
        for bad in ["x", "1", "1:x::", "1:2:3:4:5", "9:1:1-9223372036854775807:", "9:1:-5:", "9:1:5-3:"] {
            assert!(Snapshot::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_transaction_sees_itself_and_nothing_later() {
        let snapshot = Snapshot::of(9, [(2, true), (4, false), (5, false), (8, false)], 5);
        assert_eq!(Vec::from_iter(snapshot.invalid.keys().copied()), [2, 4]);
        assert_eq!((snapshot.high_water_mark, snapshot.min_open), (5, 4));
    }

    #[test]
    fn bits_are_those_of_a_java_bit_set() {
        assert!(bits([]).is_empty());
        assert!(bits([false, false]).is_empty());
        assert_eq!(bits([true, false, true]), [0b101]);
        assert_eq!(bits((0..17).map(|i| i == 9)), [0, 0b10]);
    }
}
