//! `skep engine`: what engines that enforce the policy by themselves are told of it.

use skep_access::Snapshot;
use skep_catalog::policy::{self, Stored};
use skep_engines::{Catalogs, rules};

use super::args::EngineCommand;
use super::{now, refused};
use crate::commands::{print, schema};
use crate::database;
use crate::failure::Failure;

pub fn run(command: EngineCommand) -> Result<(), Failure> {
    let EngineCommand::Rules { options } = command;
    let config = schema::read(options)?;
    let catalogs = Catalogs::read(&config.engines.trino_catalogs.0).expect("the configuration was found valid");
    schema::alone(async {
        let db = database::existing(&config).await.map_err(Failure::unreachable)?;
        let (epoch, stored) = policy::load(&db).await.map_err(refused)?;
        let snapshot = Snapshot::compile(epoch, stored.into_iter().map(Stored::record).collect());
        let tables = policy::tables_of(&db, &snapshot).await.map_err(refused)?;
        let rules = rules::of(&snapshot, &tables, &catalogs, now()).map_err(Failure::Failed)?;
        print(&format!("{rules:#}\n"))
    })
}
