//! Where the database is and how to hold on to it.

use skep_schema::Dialect;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Everything needed to connect.
#[derive(Clone)]
pub struct Settings {
    pub target: Target,
    pub user: Option<String>,
    pub password: Option<String>,
    /// Connections at the most. Reads need one for a millisecond; sixteen keep two
    /// cores of a server busy.
    pub connections_max: u32,
    /// How long a call waits for a connection or a lock before it gives up.
    pub wait_max: Duration,
    /// How long one statement may run.
    pub statement_max: Duration,
    pub prepared_statements: PreparedStatements,
}

/// Whether statements are prepared by name on Postgres. Behind a pooler in
/// transaction mode a name may be another client's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PreparedStatements {
    /// On when the server sees our own socket, so that no pooler can be between.
    #[default]
    Auto,
    On,
    Off,
}

/// The database an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Server {
        dialect: Dialect,
        host: String,
        port: u16,
        database: String,
        encrypt: Encrypt,
    },
    File(PathBuf),
    /// SQLite in memory: gone with the process.
    Memory,
}

/// Whether the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encrypt {
    No,
    /// If the server can. Its certificate is not checked.
    Prefer,
    /// Encrypted, certificate not checked (libpq's `require`).
    Require,
    /// Encrypted, certificate and name checked.
    Verify,
}

/// An address that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

impl Settings {
    /// From `postgres://…`, `mysql://…`, `mariadb://…`, `sqlite://path`,
    /// `sqlite::memory:` or their `jdbc:` forms. User and password may stand in the
    /// address or be set afterwards.
    pub fn parse(address: &str) -> Result<Settings, SettingsError> {
        let plain = address.strip_prefix("jdbc:").unwrap_or(address);
        if let Some(path) = plain.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let target = match path {
                ":memory:" => Target::Memory,
                "" => return Err(bad("sqlite address names no file, expected sqlite://path/metastore.db")),
                path => Target::File(PathBuf::from(path)),
            };
            return Ok(Settings::of(target));
        }
        let url = Url::parse(plain).map_err(|error| bad(format!("not a database address: {error}")))?;
        let (dialect, port) = match url.scheme() {
            "postgres" | "postgresql" => (Dialect::Postgres, 5432),
            "mysql" | "mariadb" => (Dialect::Mysql, 3306),
            other => {
                return Err(bad(format!("unknown database {other:?}, expected postgres, mysql, mariadb or sqlite")));
            }
        };
        let mut settings = Settings::of(Target::Server {
            dialect,
            host: url.host_str().unwrap_or("localhost").to_owned(),
            port: url.port().unwrap_or(port),
            database: decoded(url.path().trim_start_matches('/')),
            encrypt: Encrypt::Prefer,
        });
        settings.user = Some(decoded(url.username())).filter(|user| !user.is_empty());
        settings.password = url.password().map(decoded);
        for (key, value) in url.query_pairs() {
            settings.option(&key, &value)?;
        }
        settings.check()
    }

    fn of(target: Target) -> Settings {
        Settings {
            target,
            user: None,
            password: None,
            connections_max: 16,
            wait_max: Duration::from_secs(30),
            statement_max: Duration::from_secs(300),
            prepared_statements: PreparedStatements::Auto,
        }
    }

    /// A `key=value` of the address, in libpq's or a JDBC driver's spelling.
    fn option(&mut self, key: &str, value: &str) -> Result<(), SettingsError> {
        let Target::Server { host, encrypt, .. } = &mut self.target else { return Ok(()) };
        match key {
            "user" => self.user = Some(value.to_owned()),
            "password" => self.password = Some(value.to_owned()),
            "host" | "socket" | "unixSocket" | "localSocket" => *host = value.to_owned(),
            "sslmode" | "sslMode" | "ssl-mode" => *encrypt = encryption(value)?,
            "useSSL" | "ssl" => *encrypt = if value == "false" { Encrypt::No } else { Encrypt::Require },
            "requireSSL" if value == "true" => *encrypt = Encrypt::Require,
            "prepareThreshold" => {
                self.prepared_statements =
                    if value == "0" { PreparedStatements::Off } else { PreparedStatements::Auto };
            }
            // What JDBC drivers need and we do not; each is harmless to leave out.
            _ => tracing::warn!(option = key, "database address: option has no effect here"),
        }
        Ok(())
    }

    fn check(self) -> Result<Settings, SettingsError> {
        match &self.target {
            Target::Server { database, .. } if database.is_empty() => Err(bad("database address names no database")),
            _ => Ok(self),
        }
    }

    pub fn dialect(&self) -> Dialect {
        match &self.target {
            Target::Server { dialect, .. } => *dialect,
            Target::File(_) | Target::Memory => Dialect::Sqlite,
        }
    }
}

fn encryption(mode: &str) -> Result<Encrypt, SettingsError> {
    match mode.to_ascii_lowercase().replace('_', "-").as_str() {
        "disable" | "disabled" => Ok(Encrypt::No),
        "allow" | "prefer" | "preferred" => Ok(Encrypt::Prefer),
        "require" | "required" | "trust" => Ok(Encrypt::Require),
        "verify-ca" | "verify-full" | "verify-identity" => Ok(Encrypt::Verify),
        other => Err(bad(format!("database address: sslmode {other:?} is unknown"))),
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn bad(text: impl Into<String>) -> SettingsError {
    SettingsError(text.into())
}

/// The address without user and password: for the ready line and errors.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.target {
            Target::Server { dialect, host, port, database, .. } => {
                write!(f, "{}://{host}:{port}/{database}", dialect.name())
            }
            Target::File(path) => write!(f, "sqlite://{}", path.display()),
            Target::Memory => f.write_str("sqlite::memory:"),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_all_kinds_are_understood() {
        for (address, expected) in [
            ("postgres://u:p@db/meta", "postgres://db:5432/meta"),
            ("jdbc:postgresql://db:6432/meta?sslmode=require", "postgres://db:6432/meta"),
            ("jdbc:mysql://db/meta?useSSL=false&createDatabaseIfNotExist=true", "mysql://db:3306/meta"),
            ("mariadb://root@127.0.0.1:3307/meta", "mysql://127.0.0.1:3307/meta"),
            ("sqlite://./skep-data/metastore.db", "sqlite://./skep-data/metastore.db"),
            ("sqlite:///var/lib/m.db", "sqlite:///var/lib/m.db"),
            ("sqlite::memory:", "sqlite::memory:"),
        ] {
            let settings = Settings::parse(address).expect(address);
            assert_eq!(settings.to_string(), expected);
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let settings = Settings::parse("postgres://u:s3%40cret@db/meta").expect("valid");
        assert_eq!(settings.password.as_deref(), Some("s3@cret"));
        assert!(!format!("{settings} {settings:?}").contains("cret"));
    }

    #[test]
    fn an_address_that_cannot_work_says_why() {
        for (address, text) in [
            ("oracle://db/x", "unknown database"),
            ("postgres://db", "names no database"),
            ("postgres://db/x?sslmode=maybe", "sslmode"),
            ("metastore.db", "not a database address"),
        ] {
            let error = Settings::parse(address).expect_err(address).to_string();
            assert!(error.contains(text), "{address}: {error}");
        }
    }
}
