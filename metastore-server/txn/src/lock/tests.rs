//! The life of locks, on SQLite in memory.

use super::*;
use crate::Error;
use crate::testing::{LONG, locks};
use skep_types::{
    CheckLockRequest, HeartbeatRequest, LockComponent, LockRequest, LockState, LockType, ShowLocksRequest,
    UnlockRequest,
};
use std::time::Duration;

fn wanted(kind: LockType, table: &str) -> LockRequest {
    let component =
        LockComponent { type_: kind, dbname: "D".into(), tablename: Some(table.into()), ..Default::default() };
    let agent_info = Some(format!("agent of {table}").into());
    LockRequest { component: vec![component], user: "u".into(), hostname: "h".into(), agent_info, ..Default::default() }
}

#[tokio::test]
async fn an_exclusive_lock_has_one_holder_and_a_queue() {
    let locks = locks(LONG).await;
    let exclusive = wanted(LockType::EXCLUSIVE, "T");
    let first = lock(&locks, &exclusive).await.expect("asked");
    let second = lock(&locks, &exclusive).await.expect("asked");
    let third = lock(&locks, &wanted(LockType::SHARED_READ, "t")).await.expect("asked");
    assert_eq!([first.state, second.state, third.state], [LockState::ACQUIRED, LockState::WAITING, LockState::WAITING]);

    unlock(&locks, &UnlockRequest { lockid: first.lockid }).await.expect("given back");
    let state = async |lockid| check(&locks, &CheckLockRequest { lockid, ..Default::default() }).await.map(|r| r.state);
    assert_eq!(state(third.lockid).await.expect("there"), LockState::WAITING, "first come, first served");
    assert_eq!(state(second.lockid).await.expect("there"), LockState::ACQUIRED);
    assert_eq!(state(second.lockid).await.expect("asking again"), LockState::ACQUIRED);
    assert!(matches!(state(first.lockid).await, Err(Error::NoSuchLock(_))));
}

#[tokio::test]
async fn unlocking_twice_is_success() {
    let locks = locks(LONG).await;
    let held = lock(&locks, &wanted(LockType::EXCLUSIVE, "t")).await.expect("asked");
    for _ in 0..2 {
        unlock(&locks, &UnlockRequest { lockid: held.lockid }).await.expect("idempotent");
    }
}

#[tokio::test]
async fn every_lock_shown_has_an_agent() {
    let locks = locks(LONG).await;
    lock(&locks, &LockRequest { agent_info: None, ..wanted(LockType::SHARED_READ, "t") }).await.expect("asked");
    lock(&locks, &wanted(LockType::SHARED_READ, "t2")).await.expect("asked");
    let shown = show(&locks, &ShowLocksRequest::default()).await.expect("listed").locks.expect("a list");
    let agents: Vec<_> = shown.iter().map(|l| l.agent_info.as_deref()).collect();
    assert_eq!(agents, [Some(""), Some("agent of t2")]);
    let one = ShowLocksRequest { dbname: Some("d".into()), tablename: Some("T2".into()), ..Default::default() };
    assert_eq!(show(&locks, &one).await.expect("listed").locks.map(|l| l.len()), Some(1));
}

#[tokio::test]
async fn a_silent_owner_loses_its_lock_for_good() {
    let locks = locks(Duration::from_millis(60)).await;
    let exclusive = wanted(LockType::EXCLUSIVE, "t");
    let lost = lock(&locks, &exclusive).await.expect("asked").lockid;
    tokio::time::sleep(Duration::from_millis(120)).await;
    let next = lock(&locks, &exclusive).await.expect("asked");
    assert_eq!(next.state, LockState::ACQUIRED);
    let late = heartbeat(&locks, &HeartbeatRequest { lockid: Some(lost), txnid: Some(0) }).await;
    assert!(matches!(late, Err(Error::NoSuchLock(_))), "{late:?}");
}

#[tokio::test]
async fn a_transaction_that_is_not_there_gets_no_lock() {
    let locks = locks(LONG).await;
    let request = LockRequest { txnid: Some(7), ..wanted(LockType::SHARED_WRITE, "t") };
    let refused = lock(&locks, &request).await.expect_err("no such transaction");
    assert_eq!(refused.to_string(), "No such transaction txnid:7");
}
