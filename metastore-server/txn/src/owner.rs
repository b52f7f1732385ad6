//! Whose transactions and locks those of a request are.

use crate::{Error, Result};
use skep_sql::{Database, Str, Value, statements};

statements! {
    /// Hive 4 keeps a row of id 0, which is nobody's.
    TXNS_OF_OTHERS = r#"
        select t."TXN_ID" from "TXNS" t where t."TXN_ID" {in $1} and t."TXN_ID" > 0 and t."TXN_USER" <> $2 order by t."TXN_ID""#;
    TXNS_BETWEEN_OF_OTHERS = r#"
        select t."TXN_ID" from "TXNS" t
         where t."TXN_ID" >= $1 and t."TXN_ID" <= $2 and t."TXN_ID" > 0 and t."TXN_USER" <> $3 order by t."TXN_ID""#;
    LOCK_OWNERS = r#"select l."HL_USER" from "HIVE_LOCKS" l where l."HL_LOCK_EXT_ID" = $1"#;
}

/// Ids in one question.
const CHUNK: usize = 500;

/// Refuses what is somebody else's in the words for what is not there.
pub async fn own_txns(db: &Database, user: &str, txns: &[i64]) -> Result<()> {
    for txns in txns.chunks(CHUNK) {
        let foreign = db.rows(&TXNS_OF_OTHERS, &[Value::I64s(txns), user.into()]).await?;
        no_txn(foreign.first().map(|row| row.get(0)).transpose()?)?;
    }
    Ok(())
}

/// The same of all from one id to another.
pub async fn own_txns_between(db: &Database, user: &str, first: i64, last: i64) -> Result<()> {
    let foreign = db.rows(&TXNS_BETWEEN_OF_OTHERS, &[first.into(), last.into(), user.into()]).await?;
    no_txn(foreign.first().map(|row| row.get(0)).transpose()?)
}

pub async fn own_lock(db: &Database, user: &str, lock: i64) -> Result<()> {
    for row in db.rows(&LOCK_OWNERS, &[lock.into()]).await? {
        let owner: Option<Str> = row.get(0)?;
        if owner.as_deref() != Some(user) {
            return Err(Error::NoSuchLock(format!("No such lock lockid:{lock}")));
        }
    }
    Ok(())
}

fn no_txn(foreign: Option<i64>) -> Result<()> {
    foreign.map_or(Ok(()), |txn| Err(Error::NoSuchTxn(format!("No such transaction txnid:{txn}"))))
}
