//! The schema of a live database: what it is, making it, and how far it is from what it should be.
//!
//! Nothing here changes a database that holds anything, except [`complete`], which an operator must
//! ask for and which only adds tables.

mod session;

pub use session::Session;

use session::{Outcome, Trouble};
use skep_schema::{Dialect, Finding, Found, Observed, Version, compare, ddl, judge, missing_ddl, probe, statements};

/// Everything a judgement needs to know.
pub async fn observe(session: &mut Session) -> Result<Observed, Error> {
    look(session).await.map_err(Error::Asking)
}

/// What kind of database this is.
pub async fn find(session: &mut Session) -> Result<Found, Error> {
    Ok(judge(&observe(session).await?))
}

/// Makes the schema in an empty database; the version that was made.
///
/// All or nothing on PostgreSQL and SQLite. MySQL commits each statement, and a script that failed
/// there leaves a database that only dropping it cleans.
pub async fn init(session: &mut Session, version: Version) -> Result<(), Error> {
    let dialect = session.dialect();
    let script = ddl(dialect, version).ok_or(Error::NoSuchSchema { dialect, version })?;
    session.seize().await.map_err(Error::Asking)?;
    let made = match find(session).await {
        Ok(Found::Empty) => run(session, &statements(script)).await,
        Ok(found) => Err(Error::NotEmpty(Box::new(found))),
        Err(error) => Err(error),
    };
    finish(session, made).await
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
    let observed = observe(session).await?;
    let found = judge(&observed);
    let judged = match &found {
        Found::Hive(hive) => Some(hive.version),
        Found::HalfMade { version, .. } => Some(*version),
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
    let observed = observe(session).await?;
    Ok(Info { server, tables: observed.tables.len(), found: judge(&observed) })
}

async fn look(session: &mut Session) -> Result<Observed, Trouble> {
    let dialect = session.dialect();
    let mut observed = Observed::nothing(dialect);
    for [table, column, type_name, nullable, filled, folds] in session.texts(probe::columns(dialect)).await? {
        observed.column(&table, &column, &type_name, [&nullable, &filled, &folds]);
    }
    for [table, index, column] in session.texts(probe::indexes(dialect)).await? {
        observed.index(&table, &index, &column);
    }
    if observed.has_version_table() {
        let rows = session.texts(probe::versions(dialect)).await?;
        observed.versions = rows.into_iter().map(|[version]| version).collect();
    }
    Ok(observed)
}

async fn run(session: &mut Session, statements: &[impl AsRef<str>]) -> Result<(), Error> {
    for (done, statement) in statements.iter().enumerate() {
        let statement = statement.as_ref();
        session.run(statement).await.map_err(|source| Error::Making {
            statement: statement.lines().next().unwrap_or_default().to_owned(),
            left_over: if session.dialect() == Dialect::Mysql { done } else { 0 },
            source,
        })?;
    }
    Ok(())
}

async fn add_missing(session: &mut Session) -> Result<Vec<&'static str>, Error> {
    let observed = observe(session).await?;
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
        n => format!(" after {n} statements that MySQL cannot undo: drop the database, create it again and start over"),
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
