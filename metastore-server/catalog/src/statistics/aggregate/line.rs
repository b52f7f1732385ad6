//! Hive's guess at partitions without statistics: that what grows along the partitions goes on growing.

use std::cmp::Ordering;

/// What a bound or a count can be.
pub(super) trait Number: Copy {
    fn order(&self, other: &Self) -> Ordering;
    fn real(self) -> f64;
    /// As Java subtracts them, before it goes on with floating point.
    fn minus(self, other: Self) -> f64;
    fn of(real: f64) -> Self;
}

impl Number for i64 {
    fn order(&self, other: &i64) -> Ordering {
        self.cmp(other)
    }

    #[expect(clippy::cast_precision_loss, reason = "Java's conversion")]
    fn real(self) -> f64 {
        self as f64
    }

    fn minus(self, other: i64) -> f64 {
        self.wrapping_sub(other).real()
    }

    #[expect(clippy::cast_possible_truncation, reason = "Java's conversion, which saturates as well")]
    fn of(real: f64) -> i64 {
        real as i64
    }
}

impl Number for f64 {
    fn order(&self, other: &f64) -> Ordering {
        self.total_cmp(other)
    }

    fn real(self) -> f64 {
        self
    }

    fn minus(self, other: f64) -> f64 {
        self - other
    }

    fn of(real: f64) -> f64 {
        real
    }
}

/// Through the least and the greatest value, each at the place of its partition.
pub(super) struct Line<T> {
    least: (f64, T),
    most: (f64, T),
}

impl<T: Number> Line<T> {
    /// `None` without points. Of equal values the first is the least and the last the greatest.
    pub fn through(points: impl IntoIterator<Item = (f64, T)>) -> Option<Line<T>> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let mut line = Line { least: first, most: first };
        for point in points {
            if point.1.order(&line.least.1).is_lt() {
                line.least = point;
            }
            if point.1.order(&line.most.1).is_ge() {
                line.most = point;
            }
        }
        Some(line)
    }

    /// The greatest value expected among so many places: where the line ends on its rising side.
    pub fn top(&self, places: f64) -> T {
        let ((start, least), (end, _)) = (self.least, self.most);
        let steps = if start < end { places - start } else { start };
        self.walked(steps).map_or(least, |rise| T::of(least.real() + rise))
    }

    /// The least value expected.
    pub fn bottom(&self, places: f64) -> T {
        let ((start, least), (end, most)) = (self.least, self.most);
        let steps = if start < end { end } else { places - end };
        self.walked(steps).map_or(least, |fall| T::of(most.real() - fall))
    }

    /// How far the line goes in so many places; `None` if it stands still.
    #[expect(clippy::float_cmp, reason = "the same place or not")]
    fn walked(&self, steps: f64) -> Option<f64> {
        let ((start, least), (end, most)) = (self.least, self.most);
        (start != end).then(|| most.minus(least) * steps / (end - start).abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_in_its_direction_to_both_ends() {
        let rising = Line::through([(1.0, 10i64), (2.0, 20), (3.0, 30)]).expect("points");
        assert_eq!((rising.bottom(5.0), rising.top(5.0)), (0, 50));
        let falling = Line::through([(1.0, 30i64), (3.0, 10)]).expect("points");
        assert_eq!((falling.bottom(5.0), falling.top(5.0)), (-10, 40));
        let still = Line::through([(2.0, i64::MAX)]).expect("a point");
        assert_eq!((still.bottom(5.0), still.top(5.0)), (i64::MAX, i64::MAX));
        assert!(Line::<f64>::through([]).is_none());
    }
}
