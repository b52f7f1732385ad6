//! Sketches of distinct values, in the bytes that Hive stores (`BIT_VECTOR`). Two of them make the
//! sketch of both, and so the number of distinct values of rows that were counted apart. What is no
//! sketch that is understood is kept and passed on, and only not merged.

mod bias;
mod fm;
mod hll;

use fm::FlajoletMartin;
use hll::HyperLogLog;

/// The sketch of the rows of both, and its estimate; none if one is not understood or they do not fit.
pub fn merged(a: &[u8], b: &[u8]) -> Option<(Vec<u8>, i64)> {
    if let (Some(mut a), Some(b)) = (HyperLogLog::read(a), HyperLogLog::read(b)) {
        a.merge(&b)?;
        return Some((a.bytes()?, a.estimate()?));
    }
    let mut a = FlajoletMartin::read(a)?;
    a.merge(&FlajoletMartin::read(b)?)?;
    Some((a.bytes(), a.estimate()))
}

#[cfg(test)]
mod tests;
