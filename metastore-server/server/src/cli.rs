//! The command line: what can be said to `skep`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use skep_schema::Version;

use crate::commands::policy::args::{
    AccessCommand, DenyOptions, EngineCommand, ExplainOptions, FilterCommand, GrantOptions, MaskOptions, PolicyCommand,
    RestrictCommand, RevokeOptions, RoleCommand, ShowCommand, SqlOptions, WhoCanOptions,
};
use crate::config::hive::{self, Property};
use crate::config::{Said, Time};
use crate::failure::Failure;

/// A Hive metastore in one binary, for Spark, Hive, Trino, Flink, Iceberg and every other client of one.
#[derive(Parser)]
#[command(name = "skep", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  skep serve                                     everything below ./skep-data, for this machine
  skep serve --database postgres://hive@db/hms   on an existing Hive metastore database
  skep schema init --database mysql://hive@db/hms
  skep config check --config skep.toml           what would be in effect, and who said so

Access control (access to policy) is off unless access.mode says otherwise: then whoever may connect
sees and changes everything, whatever was granted or denied.

Clients find it as thrift://HOST:9083 (hive.metastore.uris).";

const SERVE_EXAMPLES: &str = "\
Examples:
  skep serve
  skep serve --listen 0.0.0.0:9083 --database postgres://hive@db/hms --warehouse s3://lake/warehouse
  SKEP_DATABASE_PASSWORD=… skep serve --config /etc/skep.toml

A flag wins over the environment, the environment over the file. Every key has a variable:
database.pool-size is SKEP_DATABASE_POOL_SIZE. Empty databases other than SQLite files are left
alone unless --init-schema is given.

What a Java metastore in the same place was told is understood too, and weaker than all of these:
hive-site.xml and metastore-site.xml in HIVE_CUSTOM_CONF_DIR, HIVE_CONF_DIR or /opt/hive/conf, and
the variables of its images (DB_DRIVER, SERVICE_OPTS, HIVE_METASTORE_DB_URL, HIVE_DB_HOST, …).";

/// Below the help of every command of access control.
const MODES: &str = "\
A server asks the policy with access.mode=audit, which only records what it would do, or access.mode=enforce.";

const GRANT_EXAMPLES: &str = "\
A server asks the policy with access.mode=audit, which only records what it would do, or access.mode=enforce.

Examples:
  skep grant DESCRIBE --on healthcare_db --to role:patients_care,role:claims_care
  skep grant SELECT --on healthcare_db.patients --filter two_states --to role:patients_care
  skep grant SELECT --on healthcare_db.patients --columns-except ssn --rows \"state = 'Texas'\" --to user:ann
  skep grant SELECT --tagged \"pii IN (no)\" --to public";

#[derive(Subcommand)]
pub enum Command {
    /// Serve the metastore until SIGTERM or SIGINT
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeOptions),
    /// Stand in front of an old server, pass its answers on, and report where ours would differ
    #[command(after_help = SHADOW_NOTES)]
    Shadow(ShadowOptions),
    /// Say how a running server is: ready, calls, connections, background duties
    #[command(after_help = STATUS_NOTES)]
    Status(StatusOptions),
    /// Make, describe or check the tables of a metastore database
    #[command(subcommand)]
    Schema(SchemaCommand),
    /// Look at the database of a Java metastore before it is served from here
    #[command(subcommand)]
    Takeover(TakeoverCommand),
    /// Make, list and take back the tokens that clients prove with who they are
    #[command(subcommand)]
    Token(TokenCommand),
    /// Print a line for identity.users-file; the password is read from standard input
    Password {
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Check or explain the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Prepare a database for access control
    #[command(subcommand, after_help = MODES)]
    Access(AccessCommand),
    /// Make and fill roles
    #[command(subcommand, after_help = MODES)]
    Role(RoleCommand),
    /// Make named filters of rows and columns
    #[command(subcommand, after_help = MODES)]
    Filter(FilterCommand),
    /// Grant rights, all of a table or some rows and columns
    #[command(after_help = GRANT_EXAMPLES)]
    Grant(Box<GrantOptions>),
    /// Deny rights: wins over every grant
    #[command(after_help = MODES)]
    Deny(Box<DenyOptions>),
    /// Take back a grant or a deny
    #[command(after_help = MODES)]
    Revoke(Box<RevokeOptions>),
    /// Restrict rows or columns for everybody, whatever was granted
    #[command(subcommand, after_help = MODES)]
    Restrict(RestrictCommand),
    /// Show something else in place of a column's values
    #[command(after_help = MODES)]
    Mask(MaskOptions),
    /// Say access-control statements as they are
    #[command(after_help = MODES)]
    Sql(SqlOptions),
    /// Show grants, filters and roles
    #[command(subcommand, after_help = MODES)]
    Show(ShowCommand),
    /// Say what a principal gets of a table, and why
    #[command(after_help = MODES)]
    Explain(ExplainOptions),
    /// Say who has a right on a table
    #[command(after_help = MODES)]
    WhoCan(WhoCanOptions),
    /// What engines that enforce the policy by themselves are told of it
    #[command(subcommand, after_help = MODES)]
    Engine(EngineCommand),
    /// The policy as a whole: files, checks, history
    #[command(subcommand, after_help = MODES)]
    Policy(PolicyCommand),
    /// Print the version and the schema versions that can be served
    Version,
}

const UPGRADE_NOTES: &str = "\
Stop every metastore on the database and take a backup first. On PostgreSQL the upgrade is one
transaction. MySQL commits each statement: until the last one the database says that it is not
finished, and no metastore, Skep or Java, serves it. Only what changed between the two versions is
touched; index tables (IDXS) and their parameters, which Hive 4 no longer has, are dropped.";

#[derive(Subcommand)]
pub enum SchemaCommand {
    /// Make the metastore's tables in an empty database
    Init {
        #[command(flatten)]
        options: DatabaseOptions,
        /// Version of Hive whose schema is made: 2.3.0, 3.1.0, 4.0.0 or 4.1.0
        #[arg(long, value_name = "VERSION", value_parser = hive_version, default_value_t = Version::NEWEST)]
        hive_version: Version,
        /// Leave a database that has a metastore as it is, whatever its version, and succeed
        #[arg(long)]
        if_empty: bool,
    },
    /// Say which schema a database has
    Info {
        #[command(flatten)]
        options: DatabaseOptions,
    },
    /// Make the tables a metastore lacks, such as the lock tables that a Java metastore may never have made
    Complete {
        #[command(flatten)]
        options: DatabaseOptions,
    },
    /// Bring a database to a newer schema, with all it holds; stopped or killed, the same command goes on
    #[command(after_help = UPGRADE_NOTES)]
    Upgrade {
        #[command(flatten)]
        options: DatabaseOptions,
        /// Version of Hive whose schema it gets: 3.1.0, 4.0.0 or 4.1.0
        #[arg(long, value_name = "VERSION", value_parser = hive_version, default_value_t = Version::NEWEST)]
        to: Version,
        /// Print the statements and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Look for what is wrong in the rows and tables: orphans, sparse lists, counters that are behind, dead locks
    #[command(after_help = DOCTOR_NOTES)]
    Doctor {
        #[command(flatten)]
        options: DatabaseOptions,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Cure what can be cured, in one transaction; stop every server first
        #[arg(long)]
        fix: bool,
        /// File for the script that takes the cure back [default: ./skep-undo-SECONDS.sql]
        #[arg(long, value_name = "FILE", requires = "fix")]
        undo: Option<PathBuf>,
    },
    /// Compare a database's tables with Hive's own, table by table
    Validate {
        #[command(flatten)]
        options: DatabaseOptions,
        /// Version to compare with [default: the one the database has]
        #[arg(long, value_name = "VERSION", value_parser = hive_version)]
        hive_version: Option<Version>,
    },
}

const DOCTOR_NOTES: &str = "\
Ends with 0 if nothing but notes was found, or everything else was cured, and with 1 otherwise. The
undo script is on disk before the first statement runs.";

#[derive(Subcommand)]
pub enum TakeoverCommand {
    /// Say what would be served from a database and what would differ from the Java server; changes nothing
    Check {
        /// The same as --database
        #[arg(value_name = "DATABASE", conflicts_with = "database")]
        at: Option<String>,
        #[command(flatten)]
        options: DatabaseOptions,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

const MINT_NOTES: &str = "\
Example:
  skep token mint --principal sa:lf-fgac-user/team1 --ttl 8h --hadoop-file team1.token
  HADOOP_TOKEN_FILE_LOCATION=team1.token spark-submit \\
    --conf spark.hadoop.hive.metastore.sasl.enabled=true --conf spark.hadoop.hive.metastore.uris=thrift://…

The file holds the only copy of the secret. A listener with methods = [\"token\"] takes it.";

const FETCH_NOTES: &str = "\
Example, as an init container of a Spark driver:
  skep token fetch --url https://metastore:9085 --bearer-file /var/run/secrets/skep/token \\
    --hadoop-file /var/run/skep/driver.token

The server is asked by POST /v1/token, at a listener with methods = [\"jwt\"].";

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make a token and write it to a Hadoop token file
    #[command(after_help = MINT_NOTES)]
    Mint(Box<MintOptions>),
    /// Exchange a bearer token, such as a pod's own, for a Hadoop token file
    #[command(after_help = FETCH_NOTES)]
    Fetch(FetchOptions),
    /// List the tokens, the newest first
    List {
        #[command(flatten)]
        options: DatabaseOptions,
        /// Print JSON; times are seconds since 1970
        #[arg(long)]
        json: bool,
    },
    /// Take a token back, or all of a principal's
    Revoke {
        /// Id of a token, or a principal such as user:alice
        #[arg(value_name = "ID|PRINCIPAL")]
        which: String,
        #[command(flatten)]
        options: DatabaseOptions,
    },
}

#[derive(Args)]
pub struct MintOptions {
    /// Who its holder is: user:NAME, sa:NAMESPACE/NAME, service:NAME, arn:…
    #[arg(long, value_name = "PRINCIPAL")]
    pub principal: String,
    /// How long it is good for, for example 8h
    #[arg(long, value_name = "TIME", default_value = "8h", value_parser = time)]
    pub ttl: Time,
    /// The file that clients find by HADOOP_TOKEN_FILE_LOCATION
    #[arg(long, value_name = "FILE")]
    pub hadoop_file: PathBuf,
    /// Only these roles count for grants, of those the principal has; may be repeated
    #[arg(long, value_name = "NAME")]
    pub role: Vec<String>,
    /// Kind of program that holds it, E0 to E4; counts as far as the listener yields it
    #[arg(long, value_name = "CLASS", default_value = "E0")]
    pub class: String,
    /// The clients' hive.metastore.token.signature, if they set one
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub service: String,
    #[command(flatten)]
    pub options: DatabaseOptions,
}

#[derive(Args)]
pub struct FetchOptions {
    /// The listener of the server: https://HOST:PORT
    #[arg(long, value_name = "URL")]
    pub url: String,
    /// File with the bearer token, for example a projected service account token
    #[arg(long, value_name = "FILE")]
    pub bearer_file: PathBuf,
    /// The file that clients find by HADOOP_TOKEN_FILE_LOCATION
    #[arg(long, value_name = "FILE")]
    pub hadoop_file: PathBuf,
    /// How long it is to be good for; the most that the server allows if not given
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub ttl: Option<Time>,
    /// The clients' hive.metastore.token.signature, if they set one
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub service: String,
    /// Authorities of the server's certificate, in PEM form, if the machine does not know them
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

fn time(text: &str) -> Result<Time, String> {
    let value = text.parse().map_or_else(|_| toml::Value::String(text.to_owned()), toml::Value::Integer);
    value.try_into().map_err(|error: toml::de::Error| error.message().trim().to_owned())
}

/// For whom something is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Output {
    Text,
    Json,
}

impl Output {
    /// What `--json` says.
    pub fn of(json: bool) -> Output {
        if json { Output::Json } else { Output::Text }
    }
}

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Check the configuration and print what is in effect, with the source of each value
    Check {
        #[command(flatten)]
        options: ServeOptions,
        /// Print JSON, one object per key
        #[arg(long)]
        json: bool,
    },
    /// Print a file with every key, its default, its variable and what it does
    Example,
}

/// `3.1` and `3.1.3` mean the schema 3.1.0.
fn hive_version(text: &str) -> Result<Version, String> {
    let known: Vec<&str> = Version::ALL.iter().map(|version| version.as_str()).collect();
    Version::named(text).ok_or_else(|| format!("the schema versions are {}", known.join(", ")))
}

const SHADOW_NOTES: &str = "\
Clients are pointed at this server and notice nothing: every call goes to the old server, and its
answer goes back. Calls that only read are answered here as well, from the same database, and
compared afterwards; others are only passed on. Nothing is written to the database or the
warehouse. A summary is logged every minute and printed at the end. Differences that are to be
expected of that server's version are counted as known; `skep takeover check` lists them.

Example:
  skep shadow --upstream thrift://old:9083 --listen 0.0.0.0:9084 --database postgres://hive@db/hms";

#[derive(Args)]
pub struct ShadowOptions {
    /// The old server, thrift://HOST:PORT; plaintext, without Kerberos
    #[arg(long, value_name = "URI")]
    pub upstream: String,
    /// The old server frames its messages (hive.metastore.thrift.framed.transport.enabled)
    #[arg(long)]
    pub framed: bool,
    /// File that gets a line of JSON for each difference
    #[arg(long, value_name = "FILE", default_value = "./skep-data/shadow.jsonl")]
    pub report: PathBuf,
    /// Also write the differences that were to be expected, with the reason
    #[arg(long)]
    pub with_known: bool,
    #[command(flatten)]
    pub serve: ServeOptions,
}

const STATUS_NOTES: &str = "\
It looks twice, a second apart: calls/s, p50 and p99 are of that second. What stands in brackets is
of all calls since the start, where none came in it. Ends with 1 if the server is not ready.";

#[derive(Args)]
pub struct StatusOptions {
    /// Its admin.listen
    #[arg(long, value_name = "HOST:PORT", env = "SKEP_ADMIN_LISTEN", default_value = "127.0.0.1:9084")]
    #[arg(hide_env_values = true)]
    pub server: String,
    /// Print JSON, with all methods
    #[arg(long)]
    json: bool,
}

impl StatusOptions {
    pub fn output(&self) -> Output {
        Output::of(self.json)
    }
}

#[derive(Args, Clone)]
pub struct ServeOptions {
    /// Address of the Thrift service [env: SKEP_LISTEN] [default: 127.0.0.1:9083]
    #[arg(long, value_name = "HOST:PORT", display_order = 1)]
    listen: Option<String>,
    /// Where databases and tables keep their files: a path or s3://bucket/path
    /// [env: SKEP_WAREHOUSE] [default: ./skep-data/warehouse]
    #[arg(long, value_name = "LOCATION", display_order = 3)]
    warehouse: Option<String>,
    /// Make the metastore's tables if the database has none; an empty SQLite file always gets them
    /// [env: SKEP_INIT_SCHEMA]
    #[arg(long, display_order = 4)]
    init_schema: bool,
    /// End with the program it stands beside; skep config example explains [sidecar] [env: SKEP_SIDECAR]
    #[arg(long, display_order = 7)]
    sidecar: bool,
    #[command(flatten)]
    database: DatabaseOptions,
}

#[derive(Args, Clone)]
pub struct DatabaseOptions {
    /// sqlite://FILE, postgres://…, mysql://… or a JDBC address
    /// [env: SKEP_DATABASE] [default: sqlite://./skep-data/metastore.db]
    #[arg(long, value_name = "URL", display_order = 2)]
    database: Option<String>,
    /// Configuration file (TOML); skep config example prints one [env: SKEP_CONFIG]
    #[arg(long, value_name = "FILE", display_order = 5)]
    config: Option<PathBuf>,
    /// Any other key, for example --set database.pool-size=32
    #[arg(long, value_name = "KEY=VALUE", display_order = 6)]
    set: Vec<String>,
}

impl ServeOptions {
    pub fn said(self) -> Result<Said, Failure> {
        let mut said = self.database.said()?;
        flag(&mut said, "listen", "server.listen", self.listen);
        flag(&mut said, "warehouse", "warehouse.root", self.warehouse);
        flag(&mut said, "init-schema", "database.init-schema", self.init_schema.then(|| "true".to_owned()));
        flag(&mut said, "sidecar", "sidecar.enabled", self.sidecar.then(|| "true".to_owned()));
        Ok(said)
    }
}

impl DatabaseOptions {
    /// With the address that stands on the command line without a name.
    pub fn at(self, address: Option<String>) -> DatabaseOptions {
        DatabaseOptions { database: address.or(self.database), ..self }
    }

    /// The flags with the file and the environment around them.
    pub fn said(self) -> Result<Said, Failure> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let from_variable = environment.iter().find(|(name, value)| name == "SKEP_CONFIG" && !value.is_empty());
        let path = self.config.or_else(|| from_variable.map(|(_, path)| path.into()));
        let file = path.map(read).transpose()?;
        let sites = sites(&environment)?;
        let mut said = Said { file, sites, environment, flags: Vec::new() };
        for set in self.set {
            let Some((key, value)) = set.split_once('=') else {
                return Err(Failure::Usage(format!("--set {set}: expected KEY=VALUE, as in database.pool-size=32")));
            };
            said.flags.push(("set".to_owned(), key.to_owned(), value.to_owned()));
        }
        flag(&mut said, "database", "database.url", self.database);
        Ok(said)
    }
}

/// What the files of a Java metastore in the same place say.
fn sites(environment: &[(String, String)]) -> Result<Vec<Property>, Failure> {
    let mut properties = Vec::new();
    for folder in hive::folders(environment) {
        for path in hive::FILES.iter().map(|file| folder.join(file)).filter(|path| path.is_file()) {
            let (path, text) = read(path)?;
            properties.extend(hive::read_site(&path.display().to_string(), &text).map_err(Failure::Usage)?);
        }
    }
    Ok(properties)
}

fn flag(said: &mut Said, flag: &str, key: &str, value: Option<String>) {
    said.flags.extend(value.map(|value| (flag.to_owned(), key.to_owned(), value)));
}

fn read(path: PathBuf) -> Result<(PathBuf, String), Failure> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((path, text)),
        Err(error) => Err(Failure::Usage(format!("cannot read the configuration file {}: {error}", path.display()))),
    }
}
