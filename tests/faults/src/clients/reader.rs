//! Reads the log of events as it grows, as replication does: what is behind the last one it has.

use super::{Session, Trouble};
use skep_faults::history::Tail;
use skep_types::{NotificationEventRequest, args, calls};
use std::time::{Duration, Instant};

pub async fn read(mut session: Session, until: Instant) -> Result<(), String> {
    let mut tail = Tail::default();
    while Instant::now() < until {
        let rqst = NotificationEventRequest { last_event: tail.last(), ..Default::default() };
        let said = session.call::<calls::GetNextNotification>(args::GetNextNotification { rqst: Some(rqst) }).await;
        match said.answer {
            Ok(next) => tail.take(next.events.iter().map(|event| event.event_id))?,
            Err(Trouble::Answered(error)) => return Err(format!("events: {error:?}")),
            Err(Trouble::Unknown | Trouble::Refused) => {}
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    session.record.keep(|kept| kept.tailed += u64::try_from(tail.last()).unwrap_or(0));
    Ok(())
}
