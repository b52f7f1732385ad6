use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::section::{Objection, section};
use super::values::{DatabaseUrl, Secret, Time};

/// Are statements prepared by name on PostgreSQL?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prepared {
    Auto,
    On,
    Off,
}

section! {
    /// The database that holds the metastore.
    Database = "database" {
        /// sqlite://FILE, postgres://HOST/NAME or mysql://HOST/NAME (MariaDB too). The JDBC addresses of a hive-site.xml
        /// (jdbc:postgresql://, jdbc:mysql://, jdbc:mariadb://) are understood as they are. glue://REGION or
        /// glue://REGION/CATALOG-ID serves the AWS Glue Data Catalog, in builds that have it.
        "url" url: DatabaseUrl = DatabaseUrl("sqlite://./skep-data/metastore.db".to_owned());
        /// Wins over the user in the address.
        "user" user: Option<String> = None;
        /// Wins over the password in the address.
        "password" password: Option<Secret> = None;
        /// A file that holds the password, as Kubernetes mounts secrets.
        "password-file" password_file: Option<PathBuf> = None;
        /// Make the metastore's tables if the database has none. An empty SQLite file is always set up.
        "init-schema" init_schema: bool = false;
        /// Connections to the database at the most.
        "pool-size" pool_size: u32 = 16;
        /// Longest wait of a call for a connection or a lock.
        "wait-timeout" wait_timeout: Time = Time::seconds(30);
        /// Longest run of one statement.
        "statement-timeout" statement_timeout: Time = Time::seconds(300);
        /// "on", "off", or "auto": on unless a pooler such as PgBouncer or RDS Proxy may stand between.
        "prepared-statements" prepared_statements: Prepared = Prepared::Auto;
    }
}

/// Whether the address names a Glue catalog that this build can serve.
#[cfg(feature = "glue")]
fn glue(address: &str) -> Result<(), String> {
    skep_glue::aws::Settings::parse(address).map(drop)
}

#[cfg(not(feature = "glue"))]
fn glue(_: &str) -> Result<(), String> {
    Err("this build does not know Glue; the container image does, and cargo build --features glue".to_owned())
}

impl Database {
    /// It is no database, but the AWS Glue Data Catalog.
    pub fn is_glue(&self) -> bool {
        self.url.0.starts_with("glue://")
    }

    fn validate(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        let usable = match self.is_glue() {
            true => glue(&self.url.0),
            false => skep_sql::Settings::parse(&self.url.0).map(drop).map_err(|error| error.to_string()),
        };
        if let Err(error) = usable {
            objections.push(("url", format!("'{}' cannot be used: {error}", self.url)));
        }
        if self.password.is_some() && self.password_file.is_some() {
            objections.push(("password-file", "is set, and password is set too".to_owned()));
        }
        if !(1..=10_000).contains(&self.pool_size) {
            objections.push(("pool-size", format!("{} is not between 1 and 10000", self.pool_size)));
        }
        for (key, time) in [("wait-timeout", self.wait_timeout), ("statement-timeout", self.statement_timeout)] {
            if time < Time::seconds(1) {
                objections.push((key, format!("{time} is less than a second")));
            }
        }
        objections
    }
}
