//! What was found: a file with a line for each difference, and numbers per method.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::json;
use skep_catalog::Clock;

use super::differ::Difference;

/// Of one answer no more differences than this are written: the rest would say the same again.
const MOST: usize = 20;

/// Written by many.
pub struct Report {
    path: PathBuf,
    /// Whether differences that were to be expected are written as well.
    with_known: bool,
    inner: Mutex<Inner>,
}

struct Inner {
    file: io::BufWriter<std::fs::File>,
    totals: Totals,
}

/// Numbers per method, and how often which difference was expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub methods: BTreeMap<String, Numbers>,
    pub known: BTreeMap<&'static str, u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Given to the old server and not to ours: it changes something, is not served here, or differs by nature.
    pub forwarded: u64,
    pub equal: u64,
    pub different: u64,
    /// Different as is to be expected of that server's version.
    pub known: u64,
    /// Different at first, and equal when asked again: somebody wrote in between.
    pub moved: u64,
    /// Not compared because too much was waiting, or one of the two gave no answer.
    pub missed: u64,
}

/// What came of one call.
pub enum Verdict {
    Forwarded,
    Equal,
    Moved,
    Missed,
    /// Each with its reason.
    Known {
        object: String,
        differences: Vec<(Difference, &'static str)>,
    },
    Different {
        object: String,
        differences: Vec<Difference>,
    },
}

impl Report {
    /// Goes on where the file ends.
    pub fn open(path: &Path, with_known: bool) -> io::Result<Report> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        let inner = Inner { file: io::BufWriter::new(file), totals: Totals::default() };
        Ok(Report { path: path.to_owned(), with_known, inner: Mutex::new(inner) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn add(&self, method: &str, verdict: Verdict) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let numbers = inner.totals.methods.entry(method.to_owned()).or_default();
        match verdict {
            Verdict::Forwarded => numbers.forwarded += 1,
            Verdict::Equal => numbers.equal += 1,
            Verdict::Moved => numbers.moved += 1,
            Verdict::Missed => numbers.missed += 1,
            Verdict::Known { object, differences } => {
                numbers.known += 1;
                for reason in differences.iter().map(|(_, reason)| *reason).collect::<BTreeSet<_>>() {
                    *inner.totals.known.entry(reason).or_default() += 1;
                }
                for (difference, reason) in differences.iter().filter(|_| self.with_known).take(MOST) {
                    inner.write(method, &object, difference, Some(reason));
                }
            }
            Verdict::Different { object, differences } => {
                numbers.different += 1;
                for difference in differences.iter().take(MOST) {
                    inner.write(method, &object, difference, None);
                }
            }
        }
    }

    /// Everything so far, and the file is as far.
    pub fn totals(&self) -> Totals {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = inner.file.flush() {
            tracing::warn!(%error, "differences could not be written");
        }
        inner.totals.clone()
    }
}

impl Inner {
    fn write(&mut self, method: &str, object: &str, difference: &Difference, known: Option<&str>) {
        let Difference { field, upstream, skep } = difference;
        let mut line = json!({
            "time": Clock::System.seconds(), "method": method, "object": object, "field": field,
            "upstream": upstream, "skep": skep,
        });
        if let Some(reason) = known {
            line["known"] = reason.into();
        }
        if let Err(error) = writeln!(self.file, "{line}") {
            tracing::warn!(%error, "a difference could not be written");
        }
    }
}

impl Totals {
    pub fn sum(&self) -> Numbers {
        self.methods.values().fold(Numbers::default(), |sum, one| Numbers {
            forwarded: sum.forwarded + one.forwarded,
            equal: sum.equal + one.equal,
            different: sum.different + one.different,
            known: sum.known + one.known,
            moved: sum.moved + one.moved,
            missed: sum.missed + one.missed,
        })
    }
}

/// A table, the methods with differences first.
impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<(&str, Numbers)> =
            self.methods.iter().map(|(name, numbers)| (name.as_str(), *numbers)).collect();
        rows.sort_by_key(|(name, numbers)| (std::cmp::Reverse(numbers.different), *name));
        rows.push(("all", self.sum()));
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let head = ["equal", "different", "known", "moved", "missed", "forwarded"];
        writeln!(f, "{:width$} {}", "method", head.map(|name| format!("{name:>9}")).join(" "))?;
        for (name, numbers) in rows {
            let Numbers { forwarded, equal, different, known, moved, missed } = numbers;
            let numbers = [equal, different, known, moved, missed, forwarded];
            writeln!(f, "{name:width$} {}", numbers.map(|number| format!("{number:>9}")).join(" "))?;
        }
        for (reason, count) in &self.known {
            writeln!(f, "known {count:>9} times: {reason}")?;
        }
        Ok(())
    }
}
