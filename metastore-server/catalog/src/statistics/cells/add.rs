//! Arithmetic on the numbers of a column.

use super::Cells;
use crate::statistics::decimal;
use std::cmp::Ordering;

impl Cells {
    /// Adds the numbers of other rows of the same column: bounds widen, counts add up, and there are at least as many
    /// distinct values as the larger number says. Sketches and histograms are left alone.
    pub fn add(&mut self, other: &Cells) {
        widen(&mut self.long, other.long, i64::cmp);
        widen(&mut self.double, other.double, f64::total_cmp);
        widen(&mut self.decimal, other.decimal.clone(), compare_decimals);
        self.nulls = self.nulls.saturating_add(other.nulls);
        self.distincts = self.distincts.max(other.distincts);
        widen_high(&mut self.average_length, other.average_length, f64::total_cmp);
        self.longest = self.longest.max(other.longest);
        self.trues = sum(self.trues, other.trues);
        self.falses = sum(self.falses, other.falses);
    }

    /// How far the bounds are apart, if there are two.
    pub fn width(&self) -> Option<f64> {
        match (self.long, self.double) {
            #[expect(clippy::cast_precision_loss, reason = "Java's conversion")]
            ([Some(low), Some(high)], _) => Some(high.wrapping_sub(low) as f64),
            (_, [Some(low), Some(high)]) => Some(high - low),
            _ => Some(self.decimal_bound(1)? - self.decimal_bound(0)?),
        }
    }

    /// The width that one distinct value takes.
    pub fn density(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "Java's conversion")]
        Some(self.width()? / self.distincts? as f64)
    }

    /// The low (0) or high (1) bound of a decimal column.
    pub fn decimal_bound(&self, at: usize) -> Option<f64> {
        self.decimal.get(at)?.as_deref()?.parse().ok()
    }
}

fn widen<T>([low, high]: &mut [Option<T>; 2], other: [Option<T>; 2], compare: fn(&T, &T) -> Ordering) {
    let [other_low, other_high] = other;
    if let Some(other) = other_low
        && low.as_ref().is_none_or(|value| compare(&other, value).is_lt())
    {
        *low = Some(other);
    }
    widen_high(high, other_high, compare);
}

fn widen_high<T>(high: &mut Option<T>, other: Option<T>, compare: fn(&T, &T) -> Ordering) {
    if let Some(other) = other
        && high.as_ref().is_none_or(|value| compare(&other, value).is_gt())
    {
        *high = Some(other);
    }
}

fn sum(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (a, b) => a.or(b),
    }
}

/// What is no number comes last.
#[expect(clippy::ptr_arg, reason = "one of the comparisons of `widen`")]
fn compare_decimals(a: &String, b: &String) -> Ordering {
    match (decimal::parse(a), decimal::parse(b)) {
        (Some(a), Some(b)) => decimal::compare(&a, &b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
