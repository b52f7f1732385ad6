//! `skep schema`: make, describe or check the tables of a metastore database.

use std::fmt::Write;

use skep_schema::{Found, Severity, Unfinished, Version};
use skep_sql::schema::{self, Validation};

use super::{doctor, print, upgrade};
use crate::cli::{DatabaseOptions, Output, SchemaCommand};
use crate::config::Config;
use crate::database::{self, Missing};
use crate::failure::Failure;

pub fn run(command: SchemaCommand) -> Result<(), Failure> {
    alone(carry_out(command))
}

/// Work that has the process to itself.
pub fn alone(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Failed(format!("cannot start: {error}")))?;
    runtime.block_on(work)
}

async fn carry_out(command: SchemaCommand) -> Result<(), Failure> {
    match command {
        SchemaCommand::Init { options, hive_version, if_empty: false } => init(&read(options)?, hive_version).await,
        SchemaCommand::Init { options, hive_version, if_empty: true } => {
            init_if_empty(&read(options)?, hive_version).await
        }
        SchemaCommand::Complete { options } => complete(&read(options)?).await,
        SchemaCommand::Upgrade { options, to, dry_run: true } => upgrade::rehearse(&read(options)?, to).await,
        SchemaCommand::Upgrade { options, to, dry_run: false } => upgrade::run(&read(options)?, to).await,
        SchemaCommand::Doctor { options, json, fix, undo } => {
            let undo = fix.then(|| undo.unwrap_or_else(doctor::undo_file));
            doctor::run(&read(options)?, Output::of(json), undo.as_deref()).await
        }
        SchemaCommand::Info { options } => info(&read(options)?).await,
        SchemaCommand::Validate { options, hive_version } => validate(&read(options)?, hive_version).await,
    }
}

/// What goes wrong is told by the command itself; log lines would only repeat it.
pub fn read(options: DatabaseOptions) -> Result<Config, Failure> {
    Ok(Config::read(options.said()?)?)
}

async fn init(config: &Config, version: Version) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Make).await?;
    database::init(config, &mut session, version).await?;
    print(&format!("made schema {version} in {}\n", config.database.url))
}

/// For what runs before every start, such as the job of a release: a database in use is none of its business, one
/// that holds something else stops it.
async fn init_if_empty(config: &Config, version: Version) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Make).await?;
    match database::ask(config, schema::find(&mut session)).await? {
        Found::Empty | Found::Unfinished(Unfinished { from: None, .. }) => {
            drop(session);
            init(config, version).await
        }
        Found::Hive(hive) => print(&format!("{} has schema {} already\n", config.database.url, hive.version)),
        other => Err(database::not_served(config, &other)),
    }
}

async fn complete(config: &Config) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let made = database::ask(config, schema::complete(&mut session)).await?;
    match made.is_empty() {
        true => print("nothing is missing\n"),
        false => print(&format!("made {}\n", made.join(", "))),
    }
}

async fn info(config: &Config) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let info = database::ask(config, schema::info(&mut session)).await?;
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name:10} {value}");
    };
    line("database", &config.database.url.to_string());
    line("server", &info.server);
    line("tables", &info.tables.to_string());
    match &info.found {
        Found::Hive(hive) => {
            line("schema", hive.version.as_str());
            if let Some(recorded) = hive.recorded.as_deref().filter(|recorded| *recorded != hive.version.as_str()) {
                line("recorded", recorded);
            }
            hive.warnings.iter().for_each(|warning| line("warning", warning));
        }
        other => line("schema", &format!("none: {}", schema::describe(other))),
    }
    print(&text)
}

/// Ends with an error if there is anything that keeps requests from working.
async fn validate(config: &Config, expected: Option<Version>) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let validation = database::ask(config, schema::validate(&mut session, expected)).await?;
    let Validation { found, version, mut findings } = validation;
    let Some(version) = version else { return Err(database::not_served(config, &found)) };
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    for finding in &findings {
        let severity = match finding.severity() {
            Severity::Stop => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        print(&format!("{severity}: {finding}\n"))?;
    }
    match findings.iter().filter(|finding| finding.severity() > Severity::Note).count() {
        0 => print(&format!("{} has schema {version}\n", config.database.url)),
        n => Err(Failure::Failed(format!("{} differs from schema {version} in {n} points", config.database.url))),
    }
}
