//! `unlock`: give it back.

use super::{check, sql};
use crate::{Error, Locks, Result};
use skep_types::UnlockRequest;

/// Unlocking what is not there is success, so that a client that lost our reply
/// may ask again. A transaction's acquired locks stay until it ends.
pub async fn unlock(locks: &Locks, request: &UnlockRequest) -> Result<()> {
    let id = request.lockid;
    locks
        .db
        .write(|tx| async move {
            let gone = tx.execute(&sql::DELETE_LOCK, &[id.into()]).await?;
            if gone > 0 {
                return Ok(());
            }
            match check::rows_of(&tx, id).await?.first() {
                None => Ok(()),
                Some(row) => Err(Error::TxnOpen(format!(
                    "Unlocking locks associated with transaction not permitted.  lockid:{id} txnid:{}",
                    row.txn
                ))),
            }
        })
        .await
}
