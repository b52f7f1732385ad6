//! What must hold after all the killing.

use crate::writer::{PARTITIONS, Written};
use skep_testing::{Client, Wire};
use skep_types::{NotificationEventRequest, args, calls};
use std::net::SocketAddr;

pub struct Checked {
    pub acknowledged: usize,
    pub events: usize,
}

pub async fn everything(address: SocketAddr, written: &[Written]) -> Result<Checked, String> {
    let mut client = Client::connect(address, Wire::PLAIN).await.map_err(|error| error.to_string())?;
    let mut acknowledged = 0;
    let mut changes = 0;
    for writer in written {
        let listed = client.call::<calls::GetAllTables>(args::GetAllTables { db_name: Some(writer.database.clone()) });
        let listed = listed.await.map_err(|error| format!("{error:?}"))?;
        changes += 1 + listed.len();
        for table in &writer.tables {
            if !listed.contains(table) {
                return Err(format!("table {}.{table} was acknowledged and is gone", writer.database));
            }
        }
        for table in &listed {
            let asked = args::GetPartitionNames {
                db_name: Some(writer.database.clone()),
                tbl_name: Some(table.clone()),
                max_parts: Some(-1),
            };
            let found =
                client.call::<calls::GetPartitionNames>(asked).await.map_err(|error| format!("{error:?}"))?.len();
            let promised = writer.partitioned.contains(table);
            if (found != 0 && found != PARTITIONS) || (promised && found == 0) {
                return Err(format!("table {}.{table} has {found} of {PARTITIONS} partitions", writer.database));
            }
            changes += usize::from(found > 0);
        }
        acknowledged += writer.tables.len() + writer.partitioned.len();
    }
    let events = events(&mut client).await?;
    match events == changes {
        true => Ok(Checked { acknowledged, events }),
        false => Err(format!("{changes} changes but {events} events")),
    }
}

/// How many events there are; they must count up by one from 1.
async fn events(client: &mut Client) -> Result<usize, String> {
    let request = NotificationEventRequest { last_event: 0, ..Default::default() };
    let reply = client.call::<calls::GetNextNotification>(args::GetNextNotification { rqst: Some(request) });
    let events = reply.await.map_err(|error| format!("{error:?}"))?.events;
    for (expected, event) in (1..).zip(&events) {
        if event.event_id != expected {
            return Err(format!("event {} where {expected} should be", event.event_id));
        }
    }
    Ok(events.len())
}
