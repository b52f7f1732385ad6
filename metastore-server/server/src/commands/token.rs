//! `skep token`: tokens for clients that prove with one who they are; and `skep password`.

use std::io::{BufRead, IsTerminal};
use std::time::Duration;

use serde_json::json;
use skep::identity::lease;
use skep::identity::minting::{self, Wish};
use skep::identity::{hadoop, users};
use skep_access::{EngineClass, Principal};
use skep_catalog::access_token::{self, AccessToken};
use skep_catalog::{Catalog, Clock};
use skep_warehouse::{Mode, Warehouse};

use super::{print, serve};
use crate::cli::{MintOptions, TokenCommand};
use crate::config::{self, Config};
use crate::database;
use crate::failure::Failure;

pub fn run(command: TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Mint(options) => mint(*options),
        TokenCommand::Fetch(options) => super::fetch::run(options),
        TokenCommand::List { options, json } => with(options.said()?, async |config, catalog| {
            let tokens = access_token::list(&catalog).await.map_err(|error| database::failed(config, &error))?;
            let now = catalog.clock.seconds();
            match json {
                true => {
                    let rows: serde_json::Value = tokens.iter().map(|token| as_json(token, now)).collect();
                    print(&format!("{rows:#}\n"))
                }
                false => print(&tokens.iter().map(|token| as_line(token, now)).collect::<String>()),
            }
        }),
        TokenCommand::Revoke { which, options } => with(options.said()?, async |config, catalog| {
            let revoked = access_token::revoke(&catalog, &which).await;
            match revoked.map_err(|error| database::failed(config, &error))? {
                0 => Err(Failure::refused(
                    format!("no token that is still good has the id or the principal {which}"),
                    "skep token list shows them",
                )),
                count => print(&format!("{count} revoked; open connections end within a second\n")),
            }
        }),
    }
}

fn mint(options: MintOptions) -> Result<(), Failure> {
    let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let principal = Principal::parse(&options.principal).map_err(|error| usage(&error))?;
    let class: EngineClass = options.class.parse().map_err(|error| usage(&error))?;
    for role in &options.role {
        let checked = Principal::role(role).map_err(|error| usage(&error))?;
        if checked.name().contains(',') {
            return Err(Failure::Usage("the name of a role with a comma cannot stand in a token".to_owned()));
        }
    }
    if options.service.len() > hadoop::SERVICE_MAX {
        return Err(Failure::Usage(format!("--service takes at most {} bytes", hadoop::SERVICE_MAX)));
    }
    if principal.is_public() {
        return Err(Failure::Usage("public is everybody; a token is somebody's".to_owned()));
    }
    let MintOptions { ttl, hadoop_file, service, role, options, .. } = options;
    with(options.said()?, async |config, catalog| {
        let longest = config.identity.token_lifetime_max;
        if ttl.0 > longest.0 || ttl.0 < Duration::from_secs(1) {
            return Err(Failure::Usage(format!("--ttl {ttl}: expected 1s to {longest} (identity.token-lifetime-max)")));
        }
        let now = catalog.clock.seconds();
        let expires = now.saturating_add(i64::try_from(ttl.0.as_secs()).unwrap_or(i64::MAX));
        let roles = Some(role.join(",")).filter(|roles| !roles.is_empty());
        let wish = Wish {
            principal: principal.to_string(),
            roles,
            groups: None,
            class: class.to_string(),
            created: now,
            expires,
            service: service.clone(),
        };
        let (record, token) = minting::mint(wish).map_err(Failure::Failed)?;
        access_token::add(&catalog, &record).await.map_err(|error| database::failed(config, &error))?;
        if let Err(error) = token.write(&hadoop_file) {
            // Nobody has its secret; it must not stay in the list as if somebody had.
            let _ = access_token::revoke(&catalog, &record.id).await;
            let problem = format!("cannot write {}: {error}", hadoop_file.display());
            return Err(Failure::refused(problem, "choose another file with --hadoop-file"));
        }
        print(&format!("{} for {principal}, good for {ttl}, in {}\n", record.id, hadoop_file.display()))
    })
}

/// Runs on the database of the configuration, with the table made.
fn with(said: config::Said, work: impl AsyncFnOnce(&Config, Catalog) -> Result<(), Failure>) -> Result<(), Failure> {
    let config = Config::read(said)?;
    serve::runtime(&config)?.block_on(async {
        let settings = skep_warehouse::Settings {
            mode: Mode::MetadataOnly,
            ..config::warehouse_settings(&config.warehouse, &config.s3)
        };
        let warehouse = Warehouse::open(settings).map_err(|error| Failure::Failed(error.to_string()))?;
        let catalog = Catalog {
            db: database::open(&config).await?,
            warehouse,
            clock: Clock::System,
            rules: serve::rules(&config),
        };
        access_token::prepare(&catalog).await.map_err(|error| database::failed(&config, &error))?;
        work(&config, catalog).await
    })
}

fn as_line(token: &AccessToken, now: i64) -> String {
    let AccessToken { id, principal, roles, class, expires, .. } = token;
    let left = u64::try_from(expires - now).unwrap_or(0);
    let state = match lease::good(token, now) {
        Ok(()) => format!("good for {}", config::Time(Duration::from_secs(left))),
        Err(_) if token.revoked.is_some() => "revoked".to_owned(),
        Err(_) => "expired".to_owned(),
    };
    let roles = roles.as_deref().map_or_else(String::new, |roles| format!("  roles {roles}"));
    format!("{id}  {principal}  {class}  {state}{roles}\n")
}

fn as_json(token: &AccessToken, now: i64) -> serde_json::Value {
    let AccessToken { id, principal, roles, class, created, expires, revoked, .. } = token;
    let roles: Option<Vec<&str>> = roles.as_deref().map(|roles| roles.split(',').collect());
    let (id, principal, class) = (id.as_str(), principal.as_str(), class.as_str());
    json!({
        "id": id, "principal": principal, "roles": roles, "class": class, "created": created,
        "expires": expires, "revoked": revoked, "good": lease::good(token, now).is_ok(),
    })
}

/// A line of the users file. The password comes from standard input, where no history and no process list shows it.
pub fn password(name: &str) -> Result<(), Failure> {
    if name.is_empty() || name.contains([':', '\n', '#']) || Principal::user(name).is_err() {
        return Err(Failure::Usage(format!("{} cannot be a user's name", name.escape_debug())));
    }
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("password of {name}, and Enter (it is shown; pipe it in to avoid that):");
    }
    let mut line = String::new();
    stdin
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::Failed(format!("cannot read standard input: {error}")))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(Failure::Usage("the password is empty".to_owned()));
    }
    print(&format!("{name}:{}\n", users::hash(password.as_bytes()).map_err(Failure::Failed)?))
}
