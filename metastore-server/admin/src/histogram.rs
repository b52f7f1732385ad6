//! How long things took, by classes of length.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the classes; one more has no bound. From a read that a cache answers to the longest call there is.
pub const BOUNDS_MICROS: [u64; 16] = [
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    10_000_000,
    60_000_000,
    600_000_000,
];

const CLASSES: usize = BOUNDS_MICROS.len() + 1;

/// Written by many threads at once; two additions for each length.
#[derive(Debug, Default)]
pub struct Histogram {
    classes: [AtomicU64; CLASSES],
    micros: AtomicU64,
}

impl Histogram {
    pub fn record(&self, length: Duration) {
        let micros = u64::try_from(length.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS_MICROS.partition_point(|bound| *bound < micros);
        self.classes[class].fetch_add(1, Relaxed);
        self.micros.fetch_add(micros, Relaxed);
    }

    pub fn recorded(&self) -> Recorded {
        let classes = self.classes.iter().map(|count| count.load(Relaxed)).collect();
        Recorded { classes, micros: self.micros.load(Relaxed) }
    }
}

/// A histogram at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Recorded {
    /// How many in each class, not in all up to it.
    pub classes: Vec<u64>,
    /// The sum of all lengths.
    pub micros: u64,
}

impl Recorded {
    pub fn count(&self) -> u64 {
        self.classes.iter().sum()
    }

    /// What came since `earlier`.
    pub fn since(&self, earlier: &Recorded) -> Recorded {
        let before = |n: usize| earlier.classes.get(n).copied().unwrap_or(0);
        let classes = self.classes.iter().enumerate().map(|(n, count)| count.saturating_sub(before(n))).collect();
        Recorded { classes, micros: self.micros.saturating_sub(earlier.micros) }
    }

    /// The length that this part of all did not exceed, guessed within its class as Prometheus does.
    pub fn quantile(&self, part: f64) -> Option<Duration> {
        let wanted = self.count() as f64 * part;
        let mut passed = 0.0;
        for (class, count) in self.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = *count as f64;
            if passed + count >= wanted {
                let below = if class == 0 { 0 } else { BOUNDS_MICROS[class - 1] };
                let above = BOUNDS_MICROS.get(class).copied().unwrap_or(below);
                let within = (wanted - passed) / count * (above - below) as f64;
                return Some(Duration::from_micros(below + within as u64));
            }
            passed += count;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fall_into_their_classes_and_quantiles_between_their_bounds() {
        let histogram = Histogram::default();
        assert_eq!(histogram.recorded().quantile(0.5), None);
        for micros in [0, 250, 251, 500, 700_000_000] {
            histogram.record(Duration::from_micros(micros));
        }
        let recorded = histogram.recorded();
        assert_eq!((recorded.classes[0], recorded.classes[1], recorded.classes[CLASSES - 1]), (2, 2, 1));
        assert_eq!((recorded.count(), recorded.micros), (5, 700_001_001));
        assert_eq!(recorded.quantile(0.4), Some(Duration::from_micros(250)));
        assert_eq!(recorded.quantile(0.6), Some(Duration::from_micros(375)));
        // Nothing is known of the last class but where it begins.
        assert_eq!(recorded.quantile(1.0), Some(Duration::from_secs(600)));

        histogram.record(Duration::from_micros(10));
        let newer = histogram.recorded().since(&recorded);
        assert_eq!((newer.count(), newer.micros, newer.classes[0]), (1, 10, 1));
    }
}
