//! Takes an exclusive lock, holds it a moment, gives it back.

use super::{LOCK_TIMEOUT, Session};
use skep_faults::history::{Hold, Moment};
use skep_types::{
    CheckLockRequest, LockComponent, LockLevel, LockRequest, LockState, LockType, UnlockRequest, args, calls,
};
use std::time::{Duration, Instant};

pub async fn lock(mut session: Session, until: Instant) -> Result<(), String> {
    while Instant::now() < until {
        let said = session.call::<calls::Lock>(args::Lock { rqst: Some(request()) }).await;
        // A lock of which we have no id falls to the timeout.
        let Ok(lock) = said.answer else { continue };
        let mut acquired = (lock.state == LockState::ACQUIRED).then_some((said.called, said.answered));
        while acquired.is_none() && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(15)).await;
            let rqst = CheckLockRequest { lockid: lock.lockid, ..Default::default() };
            let said = session.call::<calls::CheckLock>(args::CheckLock { rqst: Some(rqst) }).await;
            match &said.answer {
                Ok(lock) if lock.state == LockState::ACQUIRED => acquired = Some((said.called, said.answered)),
                Err(super::Trouble::Answered(_)) => break,
                _ => {}
            }
        }
        if let Some((beaten, acquired)) = acquired {
            hold(&mut session, lock.lockid, beaten, acquired).await;
        }
    }
    Ok(())
}

/// It is ours from the answer on, at most until the timeout after the call that said so.
async fn hold(session: &mut Session, lockid: i64, beaten: Moment, acquired: Moment) {
    tokio::time::sleep(Duration::from_millis(10)).await;
    let timeout = u64::try_from(LOCK_TIMEOUT.as_nanos()).unwrap_or(Moment::MAX);
    let mut released = None;
    loop {
        let rqst = UnlockRequest { lockid };
        let said = session.call::<calls::Unlock>(args::Unlock { rqst: Some(rqst) }).await;
        let called = *released.get_or_insert(said.called);
        if said.answer.is_ok() || said.called > beaten.saturating_add(timeout) {
            let released = called.min(beaten.saturating_add(timeout));
            if acquired < released {
                let hold = Hold { holder: session.number, acquired, released };
                session.record.keep(|kept| kept.holds.push(hold));
            }
            return;
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

fn request() -> LockRequest {
    let component = LockComponent {
        type_: LockType::EXCLUSIVE,
        level: LockLevel::TABLE,
        dbname: "race".into(),
        tablename: Some("t".into()),
        ..Default::default()
    };
    LockRequest { component: vec![component], user: "u".into(), hostname: "h".into(), ..Default::default() }
}
