//! Access control from the command line, on the configured database: whoever has its credentials is the
//! administrator.

pub mod args;
pub mod engine;
mod explain;
mod file;
mod lint;
mod say;
mod tell;

use serde_json::json;
use skep_access::Principal;
use skep_access::statement::{Revoke, Statement};
use skep_catalog::policy::{self, Change as Changed, Intent, Stored};
use skep_sql::Database;

use self::args::{
    AccessCommand, Change, DenyOptions, ExplainOptions, FilterCommand, GrantOptions, Look, MaskOptions, PolicyCommand,
    RestrictCommand, RevokeOptions, RoleCommand, ShowCommand, SqlOptions, WhoCanOptions,
};
use super::{print, schema};
use crate::cli::DatabaseOptions;
use crate::database;
use crate::failure::Failure;

pub fn access(command: AccessCommand) -> Result<(), Failure> {
    let AccessCommand::Init { options } = command;
    on_database(options, async |db| {
        policy::prepare(db).await.map_err(refused)?;
        print("the tables of the policy are there\n")
    })
}

pub fn role(command: RoleCommand) -> Result<(), Failure> {
    match (say::role(&command)?, command) {
        (Some(statement), RoleCommand::Create { change, .. } | RoleCommand::Add { change, .. })
        | (Some(statement), RoleCommand::Remove { change, .. } | RoleCommand::Drop { change, .. }) => {
            make(change, vec![statement])
        }
        (_, RoleCommand::List { look }) => roles(look),
        (None, _) => Ok(()),
    }
}

pub fn filter(command: FilterCommand) -> Result<(), Failure> {
    match (say::filter(&command)?, command) {
        (Some(statement), FilterCommand::Create { change, .. } | FilterCommand::Drop { change, .. }) => {
            make(change, vec![statement])
        }
        (_, FilterCommand::List { table, look }) => filters(look, table.as_deref()),
        (None, _) => Ok(()),
    }
}

pub fn grant(options: GrantOptions) -> Result<(), Failure> {
    let statement = say::grant(&options)?;
    make(options.change, vec![statement])
}

pub fn deny(options: DenyOptions) -> Result<(), Failure> {
    let statement = say::deny(&options)?;
    make(options.change, vec![statement])
}

pub fn revoke(options: RevokeOptions) -> Result<(), Failure> {
    let statement = say::revoke(&options)?;
    make(options.change, vec![statement])
}

pub fn restrict(command: RestrictCommand) -> Result<(), Failure> {
    let statement = say::restrict(&command)?;
    let (RestrictCommand::Rows { change, .. } | RestrictCommand::Columns { change, .. }) = command;
    make(change, vec![statement])
}

pub fn mask(options: MaskOptions) -> Result<(), Failure> {
    let statement = say::mask(&options)?;
    make(options.change, vec![statement])
}

pub fn sql(options: SqlOptions) -> Result<(), Failure> {
    let statements = options.statements.iter().map(|text| say::statement(text)).collect::<Result<_, _>>()?;
    make(options.change, statements)
}

pub fn show(command: ShowCommand) -> Result<(), Failure> {
    match command {
        ShowCommand::Roles { look } => roles(look),
        ShowCommand::Filters { table, look } => filters(look, table.as_deref()),
        ShowCommand::Grants { to, on, look } => {
            let on = on.as_deref().map(explain::object).transpose()?.map(|target| target.to_string());
            let Look { options, json } = look;
            on_database(options, async |db| {
                let (_, all) = policy::load(db).await.map_err(refused)?;
                let wanted = |stored: &&Stored| match about(&stored.statement) {
                    Some((object, who)) => {
                        on.as_ref().is_none_or(|on| *on == object) && to.as_ref().is_none_or(|to| who.contains(to))
                    }
                    None => false,
                };
                tell::statements(&all.iter().filter(wanted).collect::<Vec<_>>(), json)
            })
        }
    }
}

pub fn explain(options: ExplainOptions) -> Result<(), Failure> {
    let of = options.look.options.clone();
    on_database(of, async |db| explain::explain(db, &options).await)
}

pub fn who_can(options: WhoCanOptions) -> Result<(), Failure> {
    let of = options.look.options.clone();
    on_database(of, async |db| explain::who_can(db, &options).await)
}

pub fn policy(command: PolicyCommand) -> Result<(), Failure> {
    match command {
        PolicyCommand::Export { file, look } => on_database(look.options, async |db| {
            let (epoch, all) = policy::load(db).await.map_err(refused)?;
            let text = match look.json {
                true => format!(
                    "{:#}\n",
                    json!({ "epoch": epoch, "statements": all.iter().map(tell::of_stored).collect::<Vec<_>>() })
                ),
                false => file::write(epoch, &all),
            };
            match &file {
                Some(path) => std::fs::write(path, text)
                    .map_err(|error| Failure::Failed(format!("cannot write {}: {error}", path.display()))),
                None => print(&text),
            }
        }),
        PolicyCommand::Import { file, replace, change } => {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| Failure::Usage(format!("cannot read {}: {error}", file.display())))?;
            let wanted = file::read(&text)?;
            on_database(change.options, async |db| {
                let (_, present) = policy::load(db).await.map_err(refused)?;
                let statements = missing(wanted, &present, replace);
                apply(db, &statements, change.dry_run, change.json).await
            })
        }
        PolicyCommand::Lint { look } => on_database(look.options, async |db| lint::run(db, look.json).await),
        PolicyCommand::History { since, look } => on_database(look.options, async |db| {
            let entries = policy::history(db, since).await.map_err(refused)?;
            if look.json {
                let of = |entry: &policy::Entry| {
                    let added = matches!(entry.change, Changed::Added(_));
                    json!({
                        "epoch": entry.epoch,
                        "time": tell::time(entry.time),
                        "actor": entry.actor,
                        "action": if added { "add" } else { "remove" },
                        "rule": tell::of_stored(entry.change.stored()),
                    })
                };
                return tell::json(&entries.iter().map(of).collect());
            }
            let row = |entry: &policy::Entry| {
                let sign = if matches!(entry.change, Changed::Added(_)) { "+" } else { "-" };
                let stored = entry.change.stored();
                let text = format!("{sign} #{} {}", stored.id, stored.statement);
                [entry.epoch.to_string(), tell::time(entry.time), entry.actor.clone(), text]
            };
            tell::table(["EPOCH", "TIME", "BY", "CHANGE"], &entries.iter().map(row).collect::<Vec<_>>())
        }),
        PolicyCommand::Rollback { epoch, change } => on_database(change.options, async |db| {
            let intent = intent(change.dry_run);
            let done = policy::rollback(db, epoch, &actor(), now(), intent).await.map_err(refused)?;
            tell::applied(&done, intent, change.json)
        }),
    }
}

/// What of a file is to be said: what is in force already is left out. A filter that is there under that name and
/// says something else is altered.
fn missing(wanted: Vec<Statement>, present: &[Stored], replace: bool) -> Vec<Statement> {
    let present_texts: std::collections::BTreeMap<String, i64> =
        present.iter().map(|stored| (stored.statement.to_string(), stored.id)).collect();
    let texts: std::collections::BTreeSet<String> = wanted.iter().map(ToString::to_string).collect();
    let altered = |statement: &Statement| {
        match statement {
        Statement::CreateFilter(filter) => wanted.iter().any(
            |other| matches!(other, Statement::CreateFilter(o) if o.name == filter.name && o.on == filter.on && o != filter),
        ),
        _ => false,
    }
    };
    // The latest first: what others stand on came before them.
    let gone = present.iter().rev().filter(|stored| replace && !texts.contains(&stored.statement.to_string()));
    let gone = gone.filter(|stored| !altered(&stored.statement));
    let mut statements: Vec<Statement> = gone.map(|stored| Statement::Revoke(Revoke::Statement(stored.id))).collect();
    let there = |filter: &skep_access::statement::Filter| {
        present.iter().any(|stored| {
            matches!(&stored.statement, Statement::CreateFilter(o) if o.name == filter.name && o.on == filter.on)
        })
    };
    for statement in wanted.into_iter().filter(|statement| !present_texts.contains_key(&statement.to_string())) {
        statements.push(match statement {
            Statement::CreateFilter(filter) if there(&filter) => Statement::AlterFilter(filter),
            other => other,
        });
    }
    statements
}

fn roles(look: Look) -> Result<(), Failure> {
    on_database(look.options, async |db| {
        let (_, all) = policy::load(db).await.map_err(refused)?;
        tell::roles(&all, look.json)
    })
}

fn filters(look: Look, table: Option<&str>) -> Result<(), Failure> {
    let table = table.map(explain::table).transpose()?;
    on_database(look.options, async |db| {
        let (_, all) = policy::load(db).await.map_err(refused)?;
        let wanted = |stored: &&Stored| match &stored.statement {
            Statement::CreateFilter(filter) => table.as_ref().is_none_or(|table| *table == filter.on),
            _ => false,
        };
        tell::statements(&all.iter().filter(wanted).collect::<Vec<_>>(), look.json)
    })
}

/// The object and the people of a rule that grants, denies or restricts.
fn about(statement: &Statement) -> Option<(String, &[Principal])> {
    match statement {
        Statement::Grant(grant) => Some((grant.on.to_string(), &grant.to)),
        Statement::Deny(deny) => Some((deny.on.to_string(), &deny.to)),
        Statement::RestrictRows(restrict) => Some((restrict.on.to_string(), &restrict.to)),
        Statement::Mask(mask) => Some((mask.on.to_string(), &mask.to)),
        _ => None,
    }
}

fn make(change: Change, statements: Vec<Statement>) -> Result<(), Failure> {
    on_database(change.options, async |db| apply(db, &statements, change.dry_run, change.json).await)
}

async fn apply(db: &Database, statements: &[Statement], dry_run: bool, as_json: bool) -> Result<(), Failure> {
    let intent = intent(dry_run);
    let done = policy::apply(db, statements, &actor(), now(), intent).await.map_err(refused)?;
    tell::applied(&done, intent, as_json)
}

fn on_database(
    options: DatabaseOptions,
    work: impl AsyncFnOnce(&Database) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let config = schema::read(options)?;
    schema::alone(async {
        let db = database::existing(&config).await.map_err(Failure::unreachable)?;
        work(&db).await
    })
}

fn intent(dry_run: bool) -> Intent {
    if dry_run { Intent::Rehearse } else { Intent::Make }
}

/// The account that runs the command: a note for the history, proven by nothing but the database's credentials.
fn actor() -> Principal {
    let name = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    Principal::user(&name).or_else(|_| Principal::user("cli")).unwrap_or_else(|_| Principal::public())
}

fn now() -> i64 {
    skep_catalog::Clock::System.seconds()
}

fn refused(error: skep_catalog::Error) -> Failure {
    Failure::Failed(error.to_string())
}
