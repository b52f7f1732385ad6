//! Commits to one table as Iceberg does: each swap of the metadata's location expects the one before.

use super::{Session, Trouble};
use crate::random::Random;
use skep_faults::history::{Operation, Outcome, Read, Swap};
use skep_testing::CallError;
use skep_types::{EnvironmentContext, GetTableRequest, Str, Table, args, calls};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const LOCATION: &str = "metadata_location";

pub async fn race(mut session: Session, mut random: Random, until: Instant) -> Result<(), String> {
    for count in 0.. {
        if Instant::now() > until {
            break;
        }
        let Some(found) = look(&mut session).await? else { continue };
        let from = value(&found).to_owned();
        let to = format!("file:/race/{}-{count}.json", session.number);
        swap(&mut session, found, Swap { from, to }, &mut random).await?;
        tokio::time::sleep(Duration::from_millis(random.below(20))).await;
    }
    Ok(())
}

async fn look(session: &mut Session) -> Result<Option<Table>, String> {
    let req = GetTableRequest { db_name: "race".into(), tbl_name: "t".into(), ..Default::default() };
    let said = session.call::<calls::GetTableReq>(args::GetTableReq { req: Some(req) }).await;
    let Ok(found) = said.answer else { return Ok(None) };
    let read = Read {
        session: session.number,
        called: said.called,
        answered: said.answered,
        value: value(&found.table).to_owned(),
    };
    session.record.keep(|kept| kept.reads.push(read));
    Ok(Some(found.table))
}

/// Half of those whose outcome is unknown are sent again, to another server: done already, they are answered with
/// success and not done twice. Those refused then have lost, or somebody came after them: unknown they stay.
async fn swap(session: &mut Session, mut table: Table, swap: Swap, random: &mut Random) -> Result<(), String> {
    table.parameters = Some(parameters(&swap.to, Some(&swap.from)));
    let expected = [("expected_parameter_key", LOCATION), ("expected_parameter_value", &swap.from)];
    let properties = expected.map(|(key, value)| (Str::from(key), Str::from(value))).into();
    let commit = args::AlterTableWithEnvironmentContext {
        dbname: Some("race".into()),
        tbl_name: Some("t".into()),
        new_tbl: Some(table),
        environment_context: Some(EnvironmentContext { properties: Some(properties) }),
    };
    let mut said = session.call::<calls::AlterTableWithEnvironmentContext>(commit.clone()).await;
    let called = said.called;
    let mut again = false;
    while matches!(said.answer, Err(Trouble::Unknown)) && random.below(2) == 0 {
        session.elsewhere();
        said = session.call::<calls::AlterTableWithEnvironmentContext>(commit.clone()).await;
        again = true;
    }
    let outcome = match said.answer {
        Ok(()) => {
            if again {
                session.record.replayed();
            }
            Outcome::Done
        }
        Err(Trouble::Unknown) => Outcome::Unknown,
        Err(_) if again => Outcome::Unknown,
        Err(Trouble::Refused) => Outcome::Refused,
        Err(Trouble::Answered(error)) if is_conflict(&error) => Outcome::Refused,
        Err(Trouble::Answered(error)) => return Err(format!("a commit: {error:?}")),
    };
    let operation = Operation { called, answered: said.answered, outcome, what: swap };
    session.record.keep(|kept| kept.swaps.push(operation));
    Ok(())
}

/// The words that Iceberg looks for.
fn is_conflict(error: &CallError) -> bool {
    error.message().contains("The table has been modified. The parameter value for key 'metadata_location' is")
}

pub fn parameters(location: &str, previous: Option<&str>) -> BTreeMap<Str, Str> {
    let mut parameters = BTreeMap::from([
        (Str::from("EXTERNAL"), Str::from("TRUE")),
        (Str::from("table_type"), Str::from("ICEBERG")),
        (Str::from(LOCATION), Str::from(location)),
    ]);
    parameters.extend(previous.map(|previous| (Str::from("previous_metadata_location"), Str::from(previous))));
    parameters
}

pub fn value(table: &Table) -> &str {
    table.parameters.as_ref().and_then(|parameters| parameters.get(LOCATION)).map_or("", Str::as_str)
}
