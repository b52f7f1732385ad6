//! What has become of a transaction.

use super::sql;
use crate::{Error, Result};
use skep_sql::Tx;
use skep_types::{Str, TxnType};

/// The transaction's row is locked until ours ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open(TxnType),
    Aborted,
    /// Hive 2 and 3 keep no row of it; then only what it wrote tells.
    Committed,
    Unknown,
}

impl State {
    pub async fn find(tx: &Tx, txn: i64) -> Result<State> {
        let Some(row) = tx.row_opt(&sql::TXN_STATE, &[txn.into()]).await? else {
            let completed: i64 = tx.row(&sql::TXN_COMPLETED, &[txn.into()]).await?.get(0)?;
            return Ok(if completed > 0 { State::Committed } else { State::Unknown });
        };
        Ok(match row.get::<Str>(0)?.as_str() {
            "o" => State::Open(TxnType(row.get(1)?)),
            "a" => State::Aborted,
            _ => State::Committed,
        })
    }

    /// Its type if it is open, else the exception that says what it is instead.
    pub fn open(self, txn: i64) -> Result<TxnType> {
        match self {
            State::Open(kind) => Ok(kind),
            State::Aborted => Err(Error::TxnAborted(format!("Transaction txnid:{txn} already aborted"))),
            State::Committed => Err(Error::NoSuchTxn(format!("Transaction txnid:{txn} is already committed."))),
            State::Unknown => Err(Error::NoSuchTxn(format!("No such transaction txnid:{txn}"))),
        }
    }
}

/// The transaction is open.
pub async fn require_open(tx: &Tx, txn: i64) -> Result<TxnType> {
    State::find(tx, txn).await?.open(txn)
}
