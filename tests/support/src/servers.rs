//! The database servers `cargo xtask db up` started, read from `.test/servers.env`.

use std::fmt;
use std::path::Path;

/// One database product that a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    Sqlite,
    Postgres,
    Mariadb,
}

/// Every product, for tests written once and run on each.
pub const BACKENDS: [Backend; 3] = [Backend::Sqlite, Backend::Postgres, Backend::Mariadb];

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
            Backend::Mariadb => "mariadb",
        })
    }
}

/// The address of the server behind a backend, without a database name; none for SQLite.
///
/// The environment wins over the file, so that a test can be pointed at another server.
pub(crate) fn address(backend: Backend) -> Option<String> {
    let variable = match backend {
        Backend::Sqlite => return None,
        Backend::Postgres => "SKEP_TEST_POSTGRES_URL",
        Backend::Mariadb => "SKEP_TEST_MARIADB_URL",
    };
    Some(std::env::var(variable).unwrap_or_else(|_| from_file(variable)))
}

/// The address of PgBouncer in transaction mode before the Postgres server.
pub(crate) fn pgbouncer() -> String {
    const VARIABLE: &str = "SKEP_TEST_PGBOUNCER_URL";
    std::env::var(VARIABLE).unwrap_or_else(|_| from_file(VARIABLE))
}

fn from_file(variable: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.test/servers.env");
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("the test databases are not running: start them with `cargo xtask db up`"));
    text.lines()
        .find_map(|line| line.strip_prefix(variable)?.strip_prefix('='))
        .unwrap_or_else(|| panic!("{} does not name {variable}: run `cargo xtask db up`", file.display()))
        .to_owned()
}
