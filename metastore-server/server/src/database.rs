//! The metastore's database at start: reached, looked at, and made if that is wanted.

use std::error::Error;
use std::future::Future;
use std::path::{Path, PathBuf};

use skep_schema::{Dialect, Found, Hive, Unfinished, Version, ddl, statements};
use skep_sql::schema::{self, Session};
use skep_sql::{Database, Pool, PreparedStatements, Settings};

use crate::config::{Config, Prepared, Time};
use crate::failure::Failure;

/// What to do about a SQLite file that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Make,
    Refuse,
}

/// A database to serve from.
pub async fn open(config: &Config) -> Result<Database, Failure> {
    let settings = settings(config)?;
    if in_memory(config) {
        return open_in_memory(config, &settings).await;
    }
    let mut session = session(config, Missing::Make).await?;
    let hive = find_or_make(config, &mut session).await?;
    for warning in &hive.warnings {
        tracing::warn!(schema = %hive.version, "{warning}");
    }
    let pool = within(config, config.database.wait_timeout, Pool::connect(&settings)).await?;
    let pool = pool.map_err(|failure| unreachable(config, &failure))?;
    for setting in skep_sql::weak_settings(&pool).await.map_err(|failure| unreachable(config, &failure))? {
        tracing::warn!(setting, "the database may forget acknowledged writes when it crashes");
    }
    Ok(Database::without(pool, hive.version, hive.absent))
}

/// For what Glue has no place for, locks above all: it lasts as long as this server.
pub async fn beside_glue(config: &Config) -> Result<Database, Failure> {
    let settings = Settings::parse("sqlite::memory:").map_err(|error| Failure::Failed(error.to_string()))?;
    open_in_memory(config, &settings).await
}

/// A database that is a metastore already, for a command that works on it.
pub async fn existing(config: &Config) -> Result<Database, Failure> {
    let mut session = session(config, Missing::Refuse).await?;
    let hive = match ask(config, schema::find(&mut session)).await? {
        Found::Hive(hive) => hive,
        other => return Err(not_served(config, &other)),
    };
    let pool = within(config, config.database.wait_timeout, Pool::connect(&settings(config)?)).await?;
    let pool = pool.map_err(|failure| unreachable(config, &failure))?;
    Ok(Database::without(pool, hive.version, hive.absent))
}

/// One connection, for looking at the schema and making it.
pub async fn session(config: &Config, missing: Missing) -> Result<Session, Failure> {
    let settings = settings(config)?;
    if let Some(path) = file(config) {
        match missing {
            Missing::Make => make_folder(config, &path)?,
            Missing::Refuse if !path.exists() => {
                let problem = format!("there is no file {} ({})", path.display(), config.place("database.url"));
                return Err(Failure::refused(problem, "skep schema init makes it, and skep serve does too"));
            }
            Missing::Refuse => {}
        }
    }
    let connected = within(config, config.database.wait_timeout, Session::connect(&settings)).await?;
    connected.map_err(|failure| unreachable(config, &failure))
}

/// One piece of work on the schema, which must not wait for ever: another session's lock may be in its way.
pub async fn ask<T>(config: &Config, work: impl Future<Output = Result<T, schema::Error>>) -> Result<T, Failure> {
    let answer = within(config, config.database.statement_timeout, work).await?;
    answer.map_err(|error| failed(config, &error))
}

async fn within<T>(config: &Config, patience: Time, work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::time::timeout(patience.0, work).await.map_err(|_| {
        let place = config.place("database.url");
        let problem = format!("the database {} ({place}) did not answer within {patience}", config.database.url);
        Failure::refused(problem, "check that this machine may reach it, and whether another session locks its tables")
    })
}

/// Makes the tables in an empty database.
pub async fn init(config: &Config, session: &mut Session, version: Version) -> Result<(), Failure> {
    ask(config, schema::init(session, version)).await
}

/// An empty SQLite file is set up without asking: nobody else can have meant it for something else. A database on a
/// server may be the wrong one, so there it takes a word.
async fn find_or_make(config: &Config, session: &mut Session) -> Result<Hive, Failure> {
    let wanted = config.database.init_schema || session.dialect() == Dialect::Sqlite;
    let mut found = ask(config, schema::find(session)).await?;
    let version = match found {
        Found::Empty => Some(Version::NEWEST),
        Found::Unfinished(Unfinished { from: None, to }) => Some(to),
        _ => None,
    };
    if let Some(version) = version.filter(|_| wanted) {
        match within(config, config.database.statement_timeout, schema::init(session, version)).await? {
            Ok(()) => tracing::info!(schema = %version, "made the metastore's tables"),
            // Somebody else made them while we waited for our turn.
            Err(schema::Error::NotEmpty(made)) if matches!(*made, Found::Hive(_)) => {}
            Err(error) => return Err(failed(config, &error)),
        }
        found = ask(config, schema::find(session)).await?;
    }
    match found {
        Found::Hive(hive) => Ok(hive),
        other => Err(not_served(config, &other)),
    }
}

/// For trying things out: it is gone with the process, and a second connection would see another one.
async fn open_in_memory(config: &Config, settings: &Settings) -> Result<Database, Failure> {
    let version = Version::NEWEST;
    let script = ddl(Dialect::Sqlite, version).expect("SQLite has the newest schema");
    let made = async {
        let pool = Pool::connect(settings).await?;
        pool.run_script(&statements(script)).await?;
        Ok(Database::new(pool, version))
    };
    made.await.map_err(|failure| unreachable(config, &failure))
}

pub fn settings(config: &Config) -> Result<Settings, Failure> {
    let database = &config.database;
    if database.is_glue() {
        let text = format!("{} ({}) is no database", database.url, config.place("database.url"));
        return Err(Failure::refused(text, "only skep serve takes a Glue catalog; this command works on a database"));
    }
    let mut settings = Settings::parse(&database.url.0).map_err(|error| Failure::Usage(error.to_string()))?;
    settings.user = database.user.clone().or(settings.user);
    settings.password = password(config)?.or(settings.password);
    settings.connections_max = database.pool_size;
    settings.wait_max = database.wait_timeout.0;
    settings.statement_max = database.statement_timeout.0;
    settings.prepared_statements = match database.prepared_statements {
        // The address may have said something.
        Prepared::Auto => settings.prepared_statements,
        Prepared::On => PreparedStatements::On,
        Prepared::Off => PreparedStatements::Off,
    };
    Ok(settings)
}

fn password(config: &Config) -> Result<Option<String>, Failure> {
    if let Some(path) = &config.database.password_file {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let place = config.place("database.password-file");
            Failure::refused(format!("cannot read {} ({place}): {error}", path.display()), "mount the secret there")
        })?;
        // Editors end a file with a line feed that is no part of the password.
        return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    Ok(config.database.password.as_ref().map(|password| password.0.clone()))
}

fn in_memory(config: &Config) -> bool {
    config.database.url.0.ends_with(":memory:")
}

/// The SQLite file of the address.
fn file(config: &Config) -> Option<PathBuf> {
    let address = &config.database.url.0;
    let path = address.strip_prefix("jdbc:").unwrap_or(address).strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!in_memory(config)).then(|| PathBuf::from(path))
}

fn make_folder(config: &Config, path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| {
        let place = config.place("database.url");
        let problem = format!("cannot make the folder {} for the database ({place}): {error}", folder.display());
        Failure::refused(problem, "choose a place the server may write to with --database sqlite://FILE")
    })
}

fn unreachable(config: &Config, failure: &skep_sql::Failure) -> Failure {
    let place = config.place("database.url");
    let cause = if failure.detail().is_empty() { failure.to_string() } else { failure.detail().to_owned() };
    Failure::refused(
        format!("cannot reach the database {} ({place}): {cause}", config.database.url),
        "check the address, the user and the password; skep schema info tries them alone",
    )
}

/// The error with all that led to it, on one line.
pub fn failed(config: &Config, error: &dyn Error) -> Failure {
    let mut text = format!("{}: {error}", config.database.url);
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    Failure::Failed(text)
}

/// A database that was reached and cannot be served.
pub fn not_served(config: &Config, found: &Found) -> Failure {
    let database = format!("the database {} ({})", config.database.url, config.place("database.url"));
    let about = schema::describe(found);
    match found {
        Found::Empty => Failure::refused(
            format!("{database} is empty"),
            format!(
                "make the tables with: skep schema init --database {}, or serve with --init-schema",
                config.database.url
            ),
        ),
        Found::Unfinished(_) => Failure::refused(
            format!("{database} is no complete Hive metastore"),
            format!("{about}, with --database {}", config.database.url),
        ),
        Found::HalfMade { .. } => Failure::refused(
            format!("{database} is no complete Hive metastore: {about}"),
            "finish what made it (Hive's schematool, if that was it), or start over in an empty database",
        ),
        Found::Unknown { .. } | Found::Hive(_) => Failure::refused(
            format!("{database} is no Hive metastore: {about}"),
            "check the name of the database; Skep serves the schemas of Hive 2.3, 3.1, 4.0 and 4.1",
        ),
    }
}
