//! What is wrong in a metastore, what that means, and what cures it.
//!
//! Every question is one statement over whole tables. A cure is a few statements in one transaction, and the statements
//! that take it back are written down before the first of them runs.

mod cure;
mod lists;
mod numbers;
mod orphans;

use skep_schema::{
    Dialect, Finding, Found, Observed, Problem, Reindex, Severity, Version, compare, judge, reindex, spelled, table,
};

use super::session::Session;
use super::{Error, look_closely};

pub use cure::{Cured, cure};

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub struct Ailment {
    pub severity: Severity,
    /// `orphans`, `sparse list`, `sequence`…
    pub kind: &'static str,
    /// Which rows, column or table.
    pub place: String,
    /// How many rows; 0 where it is about the table itself.
    pub rows: u64,
    pub meaning: String,
    /// What to do about it.
    pub remedy: String,
    pub(super) treatment: Treatment,
}

#[derive(Debug, Clone)]
pub(super) enum Treatment {
    /// Nothing we know better than the operator.
    None,
    /// These rows go, in this order: a table, and which of its rows.
    Delete(Vec<(String, String)>),
    /// Statements, each with the one that takes it back.
    Run(Vec<(String, String)>),
    /// The lists of one table get positions without gaps.
    CloseGaps { table: &'static str, owner: &'static str },
    /// The transactions that meet the condition are aborted, and what only open ones have goes.
    Abort(String),
    /// An index is made, if the rows let it.
    Index(Reindex),
}

impl Ailment {
    /// Whether [`cure`] does something about it.
    pub fn is_curable(&self) -> bool {
        !matches!(self.treatment, Treatment::None)
    }
}

/// All that was found, the worst first.
#[derive(Debug)]
pub struct Examination {
    pub version: Version,
    pub ailments: Vec<Ailment>,
}

/// Looks at everything. `told` hears what is looked at, how many questions are done and how many there are.
pub async fn examine(
    session: &mut Session,
    told: &mut (dyn FnMut(&str, usize, usize) + Send),
) -> Result<Examination, Error> {
    let observed = look_closely(session).await.map_err(Error::Asking)?;
    let version = match judge(&observed) {
        Found::Hive(hive) => hive.version,
        found => return Err(Error::NoMetastore(Box::new(found))),
    };
    let patient = Patient { observed: &observed, version };
    let mut questions = patient.orphans();
    questions.extend(patient.unowned());
    questions.extend(patient.sparse_lists());
    questions.extend(patient.numbers());
    let total = questions.len();
    let mut ailments: Vec<Ailment> =
        compare(&observed, version).iter().map(|finding| patient.drifted(finding)).collect();
    for (done, question) in questions.into_iter().enumerate() {
        told(&question.about, done, total);
        let rows = session.texts::<2>(&question.statement).await.map_err(Error::Asking)?;
        ailments.extend(rows.iter().filter_map(|[first, second]| (question.read)(first.trim(), second.trim())));
    }
    ailments.sort_by_key(|ailment| std::cmp::Reverse(ailment.severity));
    Ok(Examination { version, ailments })
}

/// One statement that answers rows of two texts, and what such a row means.
struct Question {
    about: String,
    statement: String,
    read: Box<Reading>,
}

type Reading = dyn Fn(&str, &str) -> Option<Ailment> + Send;

struct Patient<'a> {
    observed: &'a Observed,
    version: Version,
}

impl Patient<'_> {
    fn has(&self, name: &str) -> bool {
        table(name, self.version).is_some_and(|table| self.observed.table(table, self.version).is_some())
    }

    fn spelled(&self, text: &str) -> String {
        spelled(self.observed.dialect, self.version, text)
    }

    /// Counts the rows of a table that meet a condition; `about` them is said if there are any.
    fn count(&self, table: &str, condition: &str, ailment: Ailment) -> Question {
        let text = format!(r#"select cast(count(*) as char(20)), '' from "{table}" where {condition}"#);
        Question {
            about: format!("{} of {table}", ailment.kind),
            statement: self.spelled(&text),
            read: Box::new(move |count, _| {
                let rows = count.parse().unwrap_or(0);
                (rows > 0).then(|| Ailment { rows, ..ailment.clone() })
            }),
        }
    }

    /// The database's clock in milliseconds, as locks and transactions write it.
    fn now(&self) -> &'static str {
        match self.observed.dialect {
            Dialect::Postgres => "cast(extract(epoch from now()) * 1000 as bigint)",
            Dialect::Mysql => "(unix_timestamp() * 1000)",
            Dialect::Sqlite => "(cast(strftime('%s', 'now') as integer) * 1000)",
        }
    }
}

impl Patient<'_> {
    fn drifted(&self, finding: &Finding) -> Ailment {
        let ailment = drifted(finding);
        match reindex(self.observed, self.version, finding) {
            Some(index) => Ailment { treatment: Treatment::Index(index), ..ailment },
            None => ailment,
        }
    }
}

fn drifted(finding: &Finding) -> Ailment {
    let (kind, meaning, remedy) = match &finding.problem {
        Problem::NoTable => ("missing table", "requests that need it fail", "skep schema complete makes it"),
        Problem::NoColumn(_) => (
            "missing column",
            "requests that read or write it fail",
            "find out which script or tool left it out; skep schema upgrade adds only what a version adds",
        ),
        Problem::Leftover(_) => (
            "drifted column",
            "nobody fills it: rows may be refused",
            "give it a default, make it nullable, or drop it",
        ),
        Problem::FoldsCase(_) => (
            "drifted column",
            "names that differ only in case are one here and two for Hive",
            "change its collation to latin1_bin",
        ),
        Problem::Type { .. } | Problem::Nullable { .. } => (
            "drifted column",
            "values that Hive allows may be refused here, or the other way round",
            "change it when convenient, if nobody changed it on purpose",
        ),
        Problem::NoIndex(_) => (
            "missing index",
            "answers are right and slower; where it is unique, duplicates are not refused",
            "--fix makes it, unless it is unique and there are duplicates already",
        ),
        Problem::NotUnique(_) => (
            "wrong index",
            "two objects of one name can be made at the same time",
            "--fix makes it unique, unless there are duplicates already",
        ),
    };
    Ailment {
        severity: finding.severity(),
        kind,
        place: finding.to_string(),
        rows: 0,
        meaning: meaning.to_owned(),
        remedy: remedy.to_owned(),
        treatment: Treatment::None,
    }
}
