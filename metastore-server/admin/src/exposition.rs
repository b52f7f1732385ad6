//! Prometheus' text format, version 0.0.4: what every scraper reads, and a person too.

use std::fmt::{Display, Write};

use crate::histogram::{BOUNDS_MICROS, Recorded};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows; its name ends with `_total`.
    Counter,
    Gauge,
    Histogram,
}

/// A page of metrics that grows family by family.
#[derive(Debug, Default)]
pub struct Exposition(String);

/// One metric with its samples.
pub struct Family<'a> {
    page: &'a mut String,
    name: &'static str,
}

/// Names of labels are ours; their values may be anything.
type Labels<'a> = &'a [(&'static str, &'a str)];

impl Exposition {
    pub fn family(&mut self, kind: Kind, name: &'static str, help: &str) -> Family<'_> {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a String does not fail, here and below.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
        Family { page: &mut self.0, name }
    }

    /// A counter without labels.
    pub fn counter(&mut self, name: &'static str, help: &str, value: impl Display) {
        self.family(Kind::Counter, name, help).sample(&[], value);
    }

    /// A gauge without labels.
    pub fn gauge(&mut self, name: &'static str, help: &str, value: impl Display) {
        self.family(Kind::Gauge, name, help).sample(&[], value);
    }

    pub fn finish(self) -> String {
        self.0
    }
}

impl Family<'_> {
    pub fn sample(&mut self, labels: Labels<'_>, value: impl Display) {
        self.line("", labels, value);
    }

    /// Its classes, their sum in seconds and their count.
    pub fn histogram(&mut self, labels: Labels<'_>, recorded: &Recorded) {
        let mut upto = 0;
        for (class, count) in recorded.classes.iter().enumerate() {
            upto += count;
            let bound = BOUNDS_MICROS.get(class).map(|micros| seconds(*micros).to_string());
            let bound = bound.as_deref().unwrap_or("+Inf");
            self.line("_bucket", &[labels, &[("le", bound)]].concat(), upto);
        }
        self.line("_sum", labels, seconds(recorded.micros));
        self.line("_count", labels, upto);
    }

    fn line(&mut self, suffix: &str, labels: Labels<'_>, value: impl Display) {
        let _ = write!(self.page, "{}{suffix}", self.name);
        for (n, (name, value)) in labels.iter().enumerate() {
            let open = if n == 0 { '{' } else { ',' };
            let _ = write!(self.page, "{open}{name}=\"{}\"", escaped(value));
        }
        let close = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.page, "{close} {value}");
    }
}

fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Histogram;
    use std::time::Duration;

    #[test]
    fn a_page_is_what_the_format_says() {
        let mut page = Exposition::default();
        page.counter("skep_calls_total", "Calls.", 3);
        page.family(Kind::Gauge, "skep_info", "Told.").sample(&[("a", "x\"y\\z\n"), ("b", "")], 1);
        let histogram = Histogram::default();
        histogram.record(Duration::from_micros(300));
        histogram.record(Duration::from_secs(700));
        page.family(Kind::Histogram, "skep_seconds", "Took.").histogram(&[("method", "m")], &histogram.recorded());
        let text = page.finish();
        assert!(
            text.starts_with("# HELP skep_calls_total Calls.\n# TYPE skep_calls_total counter\nskep_calls_total 3\n")
        );
        for line in [
            r#"skep_info{a="x\"y\\z\n",b=""} 1"#,
            r#"skep_seconds_bucket{method="m",le="0.00025"} 0"#,
            r#"skep_seconds_bucket{method="m",le="0.0005"} 1"#,
            r#"skep_seconds_bucket{method="m",le="600"} 1"#,
            r#"skep_seconds_bucket{method="m",le="+Inf"} 2"#,
            r#"skep_seconds_sum{method="m"} 700.0003"#,
            r#"skep_seconds_count{method="m"} 2"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n---\n{text}");
        }
    }
}
