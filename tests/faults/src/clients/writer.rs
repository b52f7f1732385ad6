//! Makes tables and partitions and drops some of them, each only once.

use super::{Session, act, table};
use skep_faults::history::{Change, Outcome};
use skep_types::{AddPartitionsRequest, Partition, Str, args, calls};
use std::time::Instant;

/// Partitions added by one call: all of them or none.
pub const PARTITIONS: usize = 5;

pub fn database(number: usize) -> String {
    format!("writer_{number}")
}

pub async fn write(mut session: Session, until: Instant) -> Result<(), String> {
    let database = database(session.number);
    for count in 0_usize.. {
        if Instant::now() > until {
            break;
        }
        let name = format!("t{count}");
        let full = format!("{database}.{name}");
        let made = args::CreateTable { tbl: Some(table(&database, &name)) };
        let made = session.call::<calls::CreateTable>(made).await;
        act(&session, &made, vec![Change::Add(full.clone())], format!("CREATE_TABLE {full}"))?;
        if made.outcome()? == Outcome::Done {
            fill(&mut session, &database, &name, &full, count).await?;
        }
    }
    Ok(())
}

/// Every third table loses a partition, and every fifth all.
async fn fill(session: &mut Session, database: &str, name: &str, full: &str, count: usize) -> Result<(), String> {
    let partitions: Vec<String> = (0..PARTITIONS).map(|value| format!("{full}/p={value}")).collect();
    let request = AddPartitionsRequest {
        db_name: database.into(),
        tbl_name: name.into(),
        parts: (0..PARTITIONS).map(|value| partition(database, name, value)).collect(),
        if_not_exists: false,
        need_result: Some(false),
        ..Default::default()
    };
    let added = session.call::<calls::AddPartitionsReq>(args::AddPartitionsReq { request: Some(request) }).await;
    let changes = partitions.iter().cloned().map(Change::Add).collect();
    act(session, &added, changes, format!("ADD_PARTITION {full}"))?;
    if added.outcome()? != Outcome::Done {
        return Ok(());
    }
    let mut left = partitions;
    if count.is_multiple_of(3) {
        let drop = args::DropPartitionByName {
            db_name: Some(database.into()),
            tbl_name: Some(name.into()),
            part_name: Some("p=0".into()),
            delete_data: Some(false),
        };
        let dropped = session.call::<calls::DropPartitionByName>(drop).await;
        let gone = left.remove(0);
        act(session, &dropped, vec![Change::Remove(gone)], format!("DROP_PARTITION {full}"))?;
        if dropped.outcome()? != Outcome::Done {
            return Ok(());
        }
    }
    if count.is_multiple_of(5) {
        let drop = args::DropTable { dbname: Some(database.into()), name: Some(name.into()), delete_data: Some(false) };
        let dropped = session.call::<calls::DropTable>(drop).await;
        let mut gone: Vec<_> = left.into_iter().map(Change::Remove).collect();
        gone.push(Change::Remove(full.to_owned()));
        act(session, &dropped, gone, format!("DROP_TABLE {full}"))?;
    }
    Ok(())
}

fn partition(database: &str, table: &str, value: usize) -> Partition {
    let values = Some(vec![Str::from(value.to_string())]);
    let sd = super::table(database, table).sd;
    Partition { values, db_name: Some(database.into()), table_name: Some(table.into()), sd, ..Default::default() }
}
