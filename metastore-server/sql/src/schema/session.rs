//! One connection outside the pool, for the few statements that are not about rows.
//!
//! The questions of `skep-schema` are answered in texts, so each driver's plain text protocol is
//! enough, and pools, statement caches and version marks stay out of the way: the version is what is
//! being found out. All text is that of our own scripts and plans, never a client's.

use crate::settings::Target;
use crate::{Failure, Settings, mysql, postgres, sqlite};
use skep_schema::Dialect;
use sqlx::{AssertSqlSafe, MySqlConnection, Row, SqliteConnection};
use tokio_postgres::SimpleQueryMessage;

/// A connection of the driver's own.
pub enum Session {
    Postgres(tokio_postgres::Client),
    Mysql(MySqlConnection),
    Sqlite(SqliteConnection),
}

pub(super) type Trouble = Box<dyn std::error::Error + Send + Sync>;

impl Session {
    /// Connects to the database the settings name.
    pub async fn connect(settings: &Settings) -> Result<Session, Failure> {
        Ok(match &settings.target {
            Target::Server { dialect: Dialect::Mysql, .. } => Session::Mysql(mysql::connection(settings).await?),
            Target::Server { .. } => Session::Postgres(postgres::client(settings).await?),
            Target::File(_) | Target::Memory => Session::Sqlite(sqlite::connection(settings).await?),
        })
    }

    pub fn dialect(&self) -> Dialect {
        match self {
            Session::Postgres(_) => Dialect::Postgres,
            Session::Mysql(_) => Dialect::Mysql,
            Session::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Rows of texts; a null reads as an empty one.
    pub(super) async fn texts<const N: usize>(&mut self, query: &str) -> Result<Vec<[String; N]>, Trouble> {
        Ok(match self {
            Session::Postgres(client) => {
                let messages = client.simple_query(query).await?;
                let rows = messages.iter().filter_map(|message| match message {
                    SimpleQueryMessage::Row(row) => Some(row),
                    _ => None,
                });
                rows.map(|row| std::array::from_fn(|i| row.get(i).unwrap_or_default().to_owned())).collect()
            }
            Session::Mysql(connection) => {
                let rows = sqlx::raw_sql(AssertSqlSafe(query)).fetch_all(connection).await?;
                rows.iter().map(texts_of).collect::<Result<_, _>>()?
            }
            Session::Sqlite(connection) => {
                let rows = sqlx::raw_sql(AssertSqlSafe(query)).fetch_all(connection).await?;
                rows.iter().map(texts_of).collect::<Result<_, _>>()?
            }
        })
    }

    /// What the database calls itself: `PostgreSQL 15.14 (Debian …) on …`, `10.11.14-MariaDB`.
    pub(super) async fn server(&mut self) -> Result<String, Trouble> {
        let query = match self.dialect() {
            Dialect::Postgres => "select version()",
            Dialect::Mysql => "select cast(version() as char)",
            Dialect::Sqlite => "select 'SQLite ' || sqlite_version()",
        };
        let rows = self.texts::<1>(query).await?;
        Ok(rows.into_iter().map(|[name]| name).collect())
    }

    /// From now on nothing can be changed over this connection.
    pub(super) async fn read_only(&mut self) -> Result<(), Trouble> {
        self.run(match self.dialect() {
            Dialect::Postgres => "set session characteristics as transaction read only",
            Dialect::Mysql => "set session transaction read only",
            Dialect::Sqlite => "pragma query_only = on",
        })
        .await
    }

    /// How many other connections use this database; as many as we may see.
    pub(super) async fn others(&mut self) -> Result<u64, Trouble> {
        let query = match self.dialect() {
            Dialect::Postgres => {
                "select count(*)::text from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            }
            Dialect::Mysql => {
                "select cast(count(*) as char) from information_schema.processlist where db = database() and id <> connection_id()"
            }
            Dialect::Sqlite => return Ok(0),
        };
        let rows = self.texts::<1>(query).await?;
        Ok(rows.first().and_then(|[count]| count.parse().ok()).unwrap_or(0))
    }

    /// One statement that answers nothing.
    pub(super) async fn run(&mut self, statement: &str) -> Result<(), Trouble> {
        match self {
            Session::Postgres(client) => client.batch_execute(statement).await?,
            Session::Mysql(connection) => {
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
            }
            Session::Sqlite(connection) => {
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
            }
        }
        Ok(())
    }

    /// Keeps others who would change the schema out, until [`Session::release`]. Everything in
    /// between is one transaction, where the database lets DDL be part of one.
    pub(super) async fn seize(&mut self) -> Result<(), Trouble> {
        match self {
            Session::Postgres(_) => {
                self.run("begin").await?;
                self.run("select pg_advisory_xact_lock(7350001)").await?;
                // Statements about a whole table take as long as they take.
                self.run("set local statement_timeout = 0").await
            }
            Session::Mysql(_) => {
                let [[got]] = self
                    .texts::<1>("select cast(get_lock('skep schema', 60) as char)")
                    .await?
                    .try_into()
                    .unwrap_or_default();
                if got == "1" { Ok(()) } else { Err("another process is changing the schema".into()) }
            }
            Session::Sqlite(_) => self.run("begin immediate").await,
        }
    }

    pub(super) async fn release(&mut self, outcome: Outcome) -> Result<(), Trouble> {
        match (self.dialect(), outcome) {
            (Dialect::Postgres | Dialect::Sqlite, Outcome::Done) => self.run("commit").await,
            (Dialect::Postgres | Dialect::Sqlite, Outcome::Failed) => self.run("rollback").await,
            (Dialect::Mysql, _) => self.run("do release_lock('skep schema')").await,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Outcome {
    Done,
    Failed,
}

fn texts_of<const N: usize, R: Row>(row: &R) -> Result<[String; N], sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    for<'r> Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    let mut texts = std::array::from_fn(|_| String::new());
    for (i, text) in texts.iter_mut().enumerate() {
        *text = row.try_get::<Option<String>, _>(i)?.unwrap_or_default();
    }
    Ok(texts)
}
