//! The statistics of one column, partition by partition, and what they say together.
//!
//! The numbers are those of Hive 4's aggregators in Java (`columnstats.aggr`), which its servers use
//! once they are told to read sketches. Where Hive lets the database add up, it guesses at partitions
//! without statistics in another way: its lines end at the last partition and not behind it.

use super::line::{Line, Number};
use crate::rules::Distincts;
use crate::statistics::cells::{Cells, Kind};
use crate::statistics::sketch::Sketch;
use skep_schema::Version;
use skep_types::{ColumnStatisticsObj, Str};

pub(super) struct Column {
    pub name: Str,
    pub column_type: Str,
    kind: Kind,
    version: Version,
    parts: Vec<Part>,
    /// What `parts` are together where they lie side by side; `None` unless each has a sketch that fits.
    runs: Option<Vec<Run>>,
}

/// A partition's numbers, or those of a run of them, and the place among all that were asked for.
struct Part {
    place: f64,
    cells: Cells,
}

struct Run {
    first: usize,
    /// The place after the last.
    next: usize,
    cells: Cells,
    sketch: Sketch,
}

impl Column {
    pub fn new(name: Str, column_type: Str, kind: Kind, version: Version) -> Column {
        Column { name, column_type, kind, version, parts: Vec::new(), runs: Some(Vec::new()) }
    }

    /// The next partition in the order of their names.
    pub fn add(&mut self, place: usize, mut cells: Cells) {
        if cells.kind(&self.column_type, self.version) != self.kind {
            return;
        }
        let sketch = cells.sketch.take().and_then(|bytes| Sketch::read(&bytes)).map(Sketch::reduced);
        let runs = self.runs.take();
        self.runs = runs.zip(sketch).and_then(|(runs, sketch)| added(runs, place, &cells, sketch));
        self.parts.push(Part { place: real(place), cells });
    }

    /// The answer about `asked` partitions.
    pub fn together(self, asked: usize, rules: &Distincts) -> ColumnStatisticsObj {
        let guess = self.parts.len() > 1 && self.parts.len() < asked && self.kind.has_guesses();
        let cells = if guess { self.guessed(asked, rules) } else { self.summed(asked, rules) };
        let stats_data = cells.data_of(self.kind);
        ColumnStatisticsObj { col_name: self.name, col_type: self.column_type, stats_data }
    }

    /// All there is to know, or so little that nothing can be guessed from it.
    fn summed(&self, asked: usize, rules: &Distincts) -> Cells {
        let mut all = Cells::default();
        for part in &self.parts {
            all.add(&part.cells);
        }
        if let Some((count, bytes)) = self.runs.as_deref().and_then(seen) {
            (all.distincts, all.sketch) = (Some(count), bytes);
        } else if let (Some(most), true) = (all.distincts, self.kind.is_bounded()) {
            let sum = self.parts.iter().filter_map(|part| part.cells.distincts).fold(0, i64::saturating_add);
            let by_density = rules.density.then(|| {
                let densities = self.parts.iter().filter_map(|part| part.cells.density()).sum::<f64>();
                Some(i64::of(all.width()? / (densities / real(asked))).max(most).min(sum))
            });
            let tuned = || if rules.tuner == 0.0 { most } else { i64::of(most.real() + sum.minus(most) * rules.tuner) };
            all.distincts = Some(by_density.flatten().unwrap_or_else(tuned));
        }
        all
    }

    /// Where partitions have no statistics, the others are thought to lie on lines.
    fn guessed(&self, asked: usize, rules: &Distincts) -> Cells {
        let of_runs;
        let parts = match &self.runs {
            Some(runs) => {
                of_runs = runs.iter().map(Run::as_part).collect::<Vec<Part>>();
                &of_runs
            }
            None => &self.parts,
        };
        let places = real(asked);
        let bottom = |of: fn(&Cells) -> Option<i64>| Some(line(parts, of)?.bottom(places));
        let top = |of: fn(&Cells) -> Option<i64>| Some(line(parts, of)?.top(places));
        let real_bottom = |of: fn(&Cells) -> Option<f64>| Some(line(parts, of)?.bottom(places));
        let real_top = |of: fn(&Cells) -> Option<f64>| Some(line(parts, of)?.top(places));
        let nulls: i128 = parts.iter().map(|part| i128::from(part.cells.nulls)).sum();
        let nulls = nulls.saturating_mul(asked as i128) / (self.parts.len() as i128);
        let mut all = Cells {
            long: [bottom(|c| c.long[0]), top(|c| c.long[1])],
            double: [real_bottom(|c| c.double[0]), real_top(|c| c.double[1])],
            decimal: [real_bottom(|c| c.decimal_bound(0)), real_top(|c| c.decimal_bound(1))]
                .map(|bound| bound.map(|bound| format!("{bound:e}"))),
            nulls: i64::try_from(nulls).unwrap_or(i64::MAX),
            average_length: real_top(|c| c.average_length),
            // Hive's aggregator takes the average for the maximum here; its SQL does not.
            longest: top(|c| c.longest),
            ..Cells::default()
        };
        let by_density = rules.density.then(|| {
            let densities = parts.iter().filter_map(|part| part.cells.density()).sum::<f64>() / real(parts.len());
            let counts = || parts.iter().filter_map(|part| part.cells.distincts);
            let (width, most) = (all.width().filter(|_| densities != 0.0)?, counts().max()?);
            Some(i64::of(width / densities).max(most).min(counts().fold(0, i64::saturating_add)))
        });
        all.distincts = by_density.flatten().or_else(|| top(|c| c.distincts));
        all
    }
}

impl Run {
    fn as_part(&self) -> Part {
        let cells = Cells { distincts: self.sketch.estimate().or(self.cells.distincts), ..self.cells.clone() };
        Part { place: (real(self.first) + real(self.next - 1)) / 2.0, cells }
    }
}

/// Nothing if the sketch does not fit those before it.
fn added(mut runs: Vec<Run>, place: usize, cells: &Cells, sketch: Sketch) -> Option<Vec<Run>> {
    if runs.first().is_some_and(|first| !first.sketch.fits(&sketch)) {
        return None;
    }
    match runs.last_mut().filter(|last| last.next == place) {
        Some(last) => {
            last.next += 1;
            last.cells.add(cells);
            last.sketch.merge(&sketch)?;
        }
        None => runs.push(Run { first: place, next: place + 1, cells: cells.clone(), sketch }),
    }
    Some(runs)
}

/// What the sketches have seen together, and the sketch of it.
fn seen(runs: &[Run]) -> Option<(i64, Option<Vec<u8>>)> {
    let (first, others) = runs.split_first()?;
    let mut all = first.sketch.clone();
    for run in others {
        all.merge(&run.sketch)?;
    }
    Some((all.estimate()?, all.bytes()))
}

fn line<T: Number>(parts: &[Part], of: fn(&Cells) -> Option<T>) -> Option<Line<T>> {
    Line::through(parts.iter().filter_map(|part| Some((part.place, of(&part.cells)?))))
}

#[expect(clippy::cast_precision_loss, reason = "partitions are counted in thousands")]
fn real(count: usize) -> f64 {
    count as f64
}
