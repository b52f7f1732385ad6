//! What must hold after all the trouble.

use crate::clients::writer::PARTITIONS;
use crate::clients::{self, Kept, START, racer};
use crate::figures::Figures;
use skep_faults::history::{Operation, Outcome, chain, events, locks, set};
use skep_testing::{Client, Wire};
use skep_types::{GetTableRequest, NotificationEvent, NotificationEventRequest, args, calls};
use std::collections::BTreeSet;
use std::net::SocketAddr;

pub async fn everything(servers: &[SocketAddr], kept: Kept, figures: &mut Figures) -> Result<(), String> {
    let server = servers.first().ok_or("no server")?;
    let mut client = Client::connect(*server, Wire::PLAIN).await.map_err(|error| error.to_string())?;

    let req = GetTableRequest { db_name: "race".into(), tbl_name: "t".into(), ..Default::default() };
    let last = client.call::<calls::GetTableReq>(args::GetTableReq { req: Some(req) }).await.map_err(said)?;
    figures.swaps = chain(START, racer::value(&last.table), &kept.swaps, &kept.reads)? as u64;

    let log = log(&mut client).await?;
    let acts = kept.acts.iter().map(|act| causes(act, vec![act.what.event.clone()]));
    let swaps = kept.swaps.iter().map(|swap| causes(swap, vec![format!("ALTER_TABLE {}", swap.what.to)]));
    figures.events = events(&log, &acts.chain(swaps).collect::<Vec<_>>())? as u64;

    let changes: Vec<_> =
        kept.acts.iter().flat_map(|act| act.what.changes.iter().map(|change| causes(act, change.clone()))).collect();
    set(&changes, &found(&mut client).await?, &folded(&log))?;
    figures.holds = locks(&kept.holds)? as u64;

    let count = |outcome| kept.acts.iter().filter(|act| act.outcome == outcome).count() as u64;
    let swaps = |outcome| kept.swaps.iter().filter(|swap| swap.outcome == outcome).count() as u64;
    figures.acknowledged = count(Outcome::Done) + swaps(Outcome::Done);
    figures.unknown = count(Outcome::Unknown) + swaps(Outcome::Unknown);
    figures.lost_swaps = swaps(Outcome::Refused);
    (figures.calls, figures.refused, figures.replays) = (kept.calls, kept.refused, kept.replays);
    (figures.reads, figures.tailed) = (kept.reads.len() as u64, kept.tailed);
    figures.recovery_ms = kept.longest_without_success.as_millis() as u64;
    Ok(())
}

/// The same operation, seen as something else.
fn causes<T, U>(operation: &Operation<T>, what: U) -> Operation<U> {
    Operation { called: operation.called, answered: operation.answered, outcome: operation.outcome, what }
}

fn said(error: skep_testing::CallError) -> String {
    format!("{error:?}")
}

/// The whole log: ids, and what each event says has happened.
async fn log(client: &mut Client) -> Result<Vec<(i64, String)>, String> {
    let mut log: Vec<(i64, String)> = Vec::new();
    loop {
        let last_event = log.last().map_or(0, |(id, _)| *id);
        let rqst = NotificationEventRequest { last_event, max_events: Some(2000), ..Default::default() };
        let next = args::GetNextNotification { rqst: Some(rqst) };
        let next = client.call::<calls::GetNextNotification>(next).await.map_err(said)?.events;
        if next.is_empty() {
            return Ok(log);
        }
        log.extend(next.iter().map(|event| (event.event_id, told(event))));
    }
}

fn told(event: &NotificationEvent) -> String {
    let database = event.db_name.as_deref().unwrap_or_default();
    let kind = event.event_type.as_str();
    match (kind, event.table_name.as_deref()) {
        // The new location is all that tells two of them apart.
        ("ALTER_TABLE", _) => {
            let after = event.message.split_once("tableObjAfterJson").map_or("", |(_, after)| after);
            let location = after.split_once("file:/race/").map_or("", |(_, rest)| rest);
            let location = location.split_once(".json").map_or("", |(location, _)| location);
            format!("{kind} file:/race/{location}.json")
        }
        (_, Some(table)) => format!("{kind} {database}.{table}"),
        (_, None) => format!("{kind} {database}"),
    }
}

/// Tables and partitions as the events add them up.
fn folded(log: &[(i64, String)]) -> BTreeSet<String> {
    let mut there = BTreeSet::new();
    for (_, event) in log {
        let Some((kind, name)) = event.split_once(' ') else { continue };
        match kind {
            "CREATE_TABLE" => {
                there.insert(name.to_owned());
            }
            "ADD_PARTITION" => there.extend((0..PARTITIONS).map(|value| format!("{name}/p={value}"))),
            "DROP_PARTITION" => {
                there.remove(&format!("{name}/p=0"));
            }
            "DROP_TABLE" => {
                let inside = format!("{name}/");
                there.retain(|there: &String| there != name && !there.starts_with(&inside));
            }
            _ => {}
        }
    }
    there
}

/// Tables and partitions as they are listed.
async fn found(client: &mut Client) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::from(["race.t".to_owned()]);
    for number in 0..clients::WRITERS {
        let database = clients::writer::database(number);
        let tables = args::GetAllTables { db_name: Some(database.as_str().into()) };
        for table in client.call::<calls::GetAllTables>(tables).await.map_err(said)? {
            let asked = args::GetPartitionNames {
                db_name: Some(database.as_str().into()),
                tbl_name: Some(table.clone()),
                max_parts: Some(-1),
            };
            let partitions = client.call::<calls::GetPartitionNames>(asked).await.map_err(said)?;
            found.extend(partitions.iter().map(|partition| format!("{database}.{table}/{partition}")));
            found.insert(format!("{database}.{table}"));
        }
    }
    Ok(found)
}
