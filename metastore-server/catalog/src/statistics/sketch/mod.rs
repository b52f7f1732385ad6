//! Sketches of distinct values, in the bytes that Hive stores (`BIT_VECTOR`). Two of them make the
//! sketch of both, and so the number of distinct values of rows that were counted apart. What is no
//! sketch that is understood is kept and passed on, and only not merged.

mod bias;
mod fm;
mod hll;

use fm::FlajoletMartin;
use hll::HyperLogLog;

/// A sketch that is understood.
#[derive(Clone)]
pub enum Sketch {
    HyperLogLog(HyperLogLog),
    FlajoletMartin(FlajoletMartin),
}

impl Sketch {
    pub fn read(bytes: &[u8]) -> Option<Sketch> {
        let hll = HyperLogLog::read(bytes).map(Sketch::HyperLogLog);
        hll.or_else(|| FlajoletMartin::read(bytes).map(Sketch::FlajoletMartin))
    }

    /// As Hive counts many together: a HyperLogLog is made as small as those it makes itself.
    pub fn reduced(self) -> Sketch {
        match self {
            Sketch::HyperLogLog(sketch) => Sketch::HyperLogLog(sketch.reduced()),
            other => other,
        }
    }

    /// Whether two can be merged.
    pub fn fits(&self, other: &Sketch) -> bool {
        match (self, other) {
            (Sketch::HyperLogLog(_), Sketch::HyperLogLog(_)) => true,
            (Sketch::FlajoletMartin(a), Sketch::FlajoletMartin(b)) => a.fits(b),
            _ => false,
        }
    }

    /// Adds what the other has seen. `None`, and nothing added, if they do not fit.
    pub fn merge(&mut self, other: &Sketch) -> Option<()> {
        match (self, other) {
            (Sketch::HyperLogLog(into), Sketch::HyperLogLog(other)) => into.merge(other),
            (Sketch::FlajoletMartin(into), Sketch::FlajoletMartin(other)) => into.merge(other),
            _ => None,
        }
    }

    /// How many distinct values it has seen.
    pub fn estimate(&self) -> Option<i64> {
        match self {
            Sketch::HyperLogLog(sketch) => sketch.estimate(),
            Sketch::FlajoletMartin(sketch) => Some(sketch.estimate()),
        }
    }

    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Sketch::HyperLogLog(sketch) => sketch.bytes(),
            Sketch::FlajoletMartin(sketch) => Some(sketch.bytes()),
        }
    }
}

/// The sketch of the rows of both, and its estimate; none if one is not understood or they do not fit.
pub fn merged(a: &[u8], b: &[u8]) -> Option<(Vec<u8>, i64)> {
    let mut both = Sketch::read(a)?;
    both.merge(&Sketch::read(b)?)?;
    Some((both.bytes()?, both.estimate()?))
}

#[cfg(test)]
mod tests;
