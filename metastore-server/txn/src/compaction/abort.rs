//! `abort_Compactions`: taking back what nobody works on yet.

use super::finish::complete;
use super::kind::{State, state_word};
use super::sql;
use crate::Result;
use skep_sql::{Database, Tx};
use skep_types::{AbortCompactResponse, AbortCompactionRequest, AbortCompactionResponseElement, Str};
use std::collections::{BTreeMap, BTreeSet};

/// Ids per statement.
const CHUNK: usize = 500;

/// Answers for every id whether it was aborted, and if not, why.
pub async fn abort(db: &Database, request: &AbortCompactionRequest) -> Result<AbortCompactResponse> {
    let ids: Vec<i64> = request.compaction_ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let ids = &ids;
    db.write(|tx| async move {
        let mut abortedcompacts = BTreeMap::new();
        for ids in ids.chunks(CHUNK) {
            abortedcompacts.extend(abort_chunk(&tx, ids).await?);
        }
        Ok(AbortCompactResponse { abortedcompacts })
    })
    .await
}

async fn abort_chunk(tx: &Tx, ids: &[i64]) -> Result<BTreeMap<i64, AbortCompactionResponseElement>> {
    let mut states: BTreeMap<i64, Str> = BTreeMap::new();
    for row in tx.rows(&sql::LOCK_ENTRIES, &[ids.into()]).await? {
        states.insert(row.get(0)?, row.get(1)?);
    }
    let waiting: Vec<i64> =
        states.iter().filter(|(_, state)| *state == State::Initiated.letter()).map(|(id, _)| *id).collect();
    for row in tx.rows(&sql::COMPLETED_STATES, &[ids.into()]).await? {
        states.insert(row.get(0)?, row.get(1)?);
    }
    if !waiting.is_empty() {
        let why = "Compaction Aborted by Abort Comapction request.";
        complete(tx, &waiting, State::Aborted, Some(why)).await?;
    }
    let answer = |id: &i64| {
        let (status, message) = match states.get(id) {
            None => ("Error", "No Such Compaction Id Available".into()),
            Some(_) if waiting.contains(id) => ("Success", "Successfully aborted compaction".into()),
            Some(state) => {
                let state = state_word(state, tx.version());
                ("Error", format!("Error while aborting compaction as compaction is in state-{state}").into())
            }
        };
        let status = Some(status.into());
        (*id, AbortCompactionResponseElement { compaction_id: *id, status, message: Some(message) })
    };
    Ok(ids.iter().map(answer).collect())
}
