//! The schema of a live database: what it is, making it, and how far it is from what it should be.
//!
//! Nothing here changes a database that holds anything, except [`complete`], which only adds tables, and [`upgrade`];
//! an operator must ask for them.

mod doctor;
mod session;
mod survey;
mod upgrade;

pub use doctor::{Ailment, Cured, Examination, cure, examine};
pub use session::Session;
pub use survey::{Survey, survey};
pub use upgrade::{Progress, Upgraded, plan, upgrade};

use session::{Outcome, Trouble};
use skep_schema::{
    Dialect, Finding, Found, Observed, Unfinished, Version, compare, exists, init as statements_of, judge, missing_ddl,
    probe,
};

/// All that is known of its tables.
pub async fn observe(session: &mut Session) -> Result<Observed, Error> {
    look_closely(session).await.map_err(Error::Asking)
}

/// What kind of database this is.
pub async fn find(session: &mut Session) -> Result<Found, Error> {
    Ok(judge(&look(session).await.map_err(Error::Asking)?))
}

/// Makes the schema in an empty database, or in one where that was begun.
///
/// All or nothing on PostgreSQL and SQLite. MySQL commits each statement: there the database says that it is not
/// finished until it is, nobody serves it, and the same call goes on.
pub async fn init(session: &mut Session, version: Version) -> Result<(), Error> {
    let dialect = session.dialect();
    if !exists(dialect, version) {
        return Err(Error::NoSuchSchema { dialect, version });
    }
    session.seize().await.map_err(Error::Asking)?;
    let made = make(session, version).await;
    finish(session, made).await
}

async fn make(session: &mut Session, version: Version) -> Result<(), Error> {
    let observed = look_closely(session).await.map_err(Error::Asking)?;
    let begun = Found::Unfinished(Unfinished { from: None, to: version });
    match judge(&observed) {
        found if found == Found::Empty || found == begun => run(session, &statements_of(&observed, version)).await,
        found => Err(Error::NotEmpty(Box::new(found))),
    }
}

/// Makes the tables a metastore lacks, such as those for locks, which Java metastores that make
/// their tables on demand never make; the names of the new tables.
pub async fn complete(session: &mut Session) -> Result<Vec<&'static str>, Error> {
    session.seize().await.map_err(Error::Asking)?;
    let made = add_missing(session).await;
    finish(session, made).await
}

/// How the database differs from the schema it is judged to have, or from one that is asked about.
pub async fn validate(session: &mut Session, expected: Option<Version>) -> Result<Validation, Error> {
    let observed = look(session).await.map_err(Error::Asking)?;
    let found = judge(&observed);
    let judged = match &found {
        Found::Hive(hive) => Some(hive.version),
        Found::HalfMade { version, .. } => Some(*version),
        Found::Unfinished(unfinished) => Some(unfinished.to),
        Found::Empty | Found::Unknown { .. } => None,
    };
    let version = expected.or(judged);
    let findings = version.map(|version| compare(&observed, version)).unwrap_or_default();
    Ok(Validation { found, version, findings })
}

/// The answer of [`validate`].
#[derive(Debug)]
pub struct Validation {
    pub found: Found,
    /// What it was compared with; nothing, if it is no metastore and no version was asked about.
    pub version: Option<Version>,
    pub findings: Vec<Finding>,
}

/// What an operator wants to know of a database first.
#[derive(Debug)]
pub struct Info {
    /// The database's name and number for itself.
    pub server: String,
    pub tables: usize,
    pub found: Found,
}

pub async fn info(session: &mut Session) -> Result<Info, Error> {
    let server = session.server().await.map_err(Error::Asking)?;
    let observed = look(session).await.map_err(Error::Asking)?;
    Ok(Info { server, tables: observed.tables.len(), found: judge(&observed) })
}

async fn look(session: &mut Session) -> Result<Observed, Trouble> {
    let dialect = session.dialect();
    let mut observed = Observed::nothing(dialect);
    for [table, column, type_name, nullable, filled, folds, collation] in session.texts(probe::columns(dialect)).await?
    {
        observed.column(&table, &column, &type_name, [&nullable, &filled, &folds]);
        observed.collation(&table, &column, &collation);
    }
    for [table, index, column, kind] in session.texts(probe::indexes(dialect)).await? {
        observed.index(&table, &index, &column, &kind);
    }
    if observed.has_version_table() {
        for [version, comment] in session.texts(probe::versions(dialect)).await? {
            observed.version(&version, &comment);
        }
    }
    Ok(observed)
}

/// With the foreign keys, which only those want to know who change something.
async fn look_closely(session: &mut Session) -> Result<Observed, Trouble> {
    let mut observed = look(session).await?;
    for [table, name, column, other] in session.texts(probe::foreign_keys(session.dialect())).await? {
        observed.foreign_key(&table, &name, &column, &other);
    }
    Ok(observed)
}

async fn run(session: &mut Session, statements: &[impl AsRef<str>]) -> Result<(), Error> {
    for (done, statement) in statements.iter().enumerate() {
        let statement = statement.as_ref();
        session.run(statement).await.map_err(|source| failed(session.dialect(), statement, done, source))?;
    }
    Ok(())
}

fn failed(dialect: Dialect, statement: &str, done: usize, source: Trouble) -> Error {
    Error::Making {
        statement: statement.lines().next().unwrap_or_default().to_owned(),
        left_over: if dialect == Dialect::Mysql { done } else { 0 },
        source,
    }
}

async fn add_missing(session: &mut Session) -> Result<Vec<&'static str>, Error> {
    let observed = look(session).await.map_err(Error::Asking)?;
    let hive = match judge(&observed) {
        Found::Hive(hive) => hive,
        found => return Err(Error::NoMetastore(Box::new(found))),
    };
    run(session, &missing_ddl(&observed, hive.version)).await?;
    Ok(hive.absent.into_iter().collect())
}

async fn finish<T>(session: &mut Session, made: Result<T, Error>) -> Result<T, Error> {
    let outcome = if made.is_ok() { Outcome::Done } else { Outcome::Failed };
    let released = session.release(outcome).await;
    // The first error is the one worth telling.
    let made = made?;
    released.map_err(Error::Asking)?;
    Ok(made)
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot look at the database")]
    Asking(#[source] Trouble),
    #[error("schema {version} does not exist for {dialect}")]
    NoSuchSchema { dialect: Dialect, version: Version },
    #[error("the database is not empty: {}", describe(.0))]
    NotEmpty(Box<Found>),
    #[error("the database is no metastore: {}", describe(.0))]
    NoMetastore(Box<Found>),
    #[error("{0}")]
    NoUpgrade(String),
    /// Rows that no statement can be right about.
    #[error("nothing was changed, because these rows stand in the way: {}", .0.join("; "))]
    InTheWay(Vec<String>),
    #[error("the undo script cannot be written, so nothing was changed")]
    Undo(#[source] std::io::Error),
    #[error("stopped after {done} of {total} statements{}", what_stays(*left_over))]
    Stopped { done: usize, total: usize, left_over: usize },
    #[error("{statement} … failed{}", what_stays(*left_over))]
    Making {
        statement: String,
        /// Statements that stay done.
        left_over: usize,
        #[source]
        source: Trouble,
    },
}

fn what_stays(statements: usize) -> String {
    match statements {
        0 => ", nothing was changed".to_owned(),
        n => format!(", {n} statements stay done: the same command goes on where this one stopped"),
    }
}

/// A judgement in words, for messages.
pub fn describe(found: &Found) -> String {
    match found {
        Found::Empty => "it has no tables".to_owned(),
        Found::Hive(hive) => format!("it is a metastore with schema {}", hive.version),
        Found::HalfMade { version, missing } => {
            format!("it looks like half of schema {version}: {}", first_of(missing))
        }
        Found::Unfinished(Unfinished { from: None, to }) => {
            format!("the making of schema {to} was interrupted; skep schema init --hive-version {to} goes on")
        }
        Found::Unfinished(Unfinished { from: Some(from), to }) => {
            format!("an upgrade from schema {from} to {to} was interrupted; skep schema upgrade --to {to} goes on")
        }
        Found::Unknown { reason } => reason.clone(),
    }
}

fn first_of(missing: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = missing.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match missing.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}
