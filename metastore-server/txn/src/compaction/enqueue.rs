//! `compact2` and `submit_for_cleanup`: putting an entry in the queue.

use super::kind::{State, state_word, type_letter};
use super::{Place, next_id, now, sql};
use crate::mutex::{Mutex, hold};
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::{Database, Tx};
use skep_types::{CompactionRequest, CompactionResponse, Str};

/// Asks for a compaction. A table or partition has at most one entry that waits or is worked on, so a second request is
/// refused; from Hive 4.0 also while files of a compaction up to the same write id wait for their cleaning.
pub async fn compact(db: &Database, request: &CompactionRequest) -> Result<CompactionResponse> {
    let place = &Place::of(&request.dbname, &request.tablename, request.partitionname.as_ref());
    let kind = type_letter(request.type_, db.version())?;
    db.write(|tx| async move {
        hold(&tx, Mutex::CompactionScheduler).await?;
        if let Some((id, state)) = scheduled(&tx, place).await? {
            return Ok(refusal(id, &state, tx.version()));
        }
        let entry = Entry { place, kind, state: State::Initiated, written: None, request };
        let id = entry.insert(&tx).await?;
        let state = State::Initiated.word(tx.version()).into();
        Ok(CompactionResponse { id, state, accepted: true, errormessage: None })
    })
    .await
}

/// Hive 3 answers with the entry there is; Hive 4 with none and a sentence about it.
fn refusal(id: i64, state: &str, version: Version) -> CompactionResponse {
    let word = state_word(state, version);
    let errormessage = Some(format!("Compaction is already scheduled with state='{word}' and id={id}").into());
    let (id, state) = if version < Version::V4_0 { (id, word) } else { (-1, State::Refused.word(version)) };
    CompactionResponse { id, state: state.into(), accepted: false, errormessage }
}

/// The entry that makes another one pointless.
async fn scheduled(tx: &Tx, place: &Place) -> Result<Option<(i64, Str)>> {
    let of_table = [(&place.database).into(), (&place.table).into()];
    let mut high_water = None;
    for row in tx.rows(&sql::ENTRIES_OF_TABLE, &of_table).await? {
        let (state, partition, written): (Str, Option<Str>, Option<i64>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        if partition != place.partition {
            continue;
        }
        if state == State::ReadyForCleaning.letter() {
            if tx.version() < Version::V4_0 {
                continue;
            }
            if high_water.is_none() {
                high_water = Some(high_water_mark(tx, place).await?);
            }
            if written != high_water {
                continue;
            }
        }
        return Ok(Some((row.get(0)?, state)));
    }
    Ok(None)
}

/// The highest write id a compaction that starts now would read: below the first open one. Where nothing but aborted
/// writes is left, the first of those.
async fn high_water_mark(tx: &Tx, place: &Place) -> Result<i64> {
    let row = tx.row(&sql::WRITE_IDS, &[(&place.database).into(), (&place.table).into()]).await?;
    let (open, aborted, valid): (Option<i64>, Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (highest, next): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
    Ok(match (open, aborted) {
        (Some(open), _) => open - 1,
        (None, Some(aborted)) if valid.is_none() => aborted,
        _ => highest.or(next.map(|next| next - 1)).unwrap_or(0),
    })
}

/// Hands files to the cleaner that no worker has compacted, such as those of a dropped table (4.0).
pub async fn submit_for_cleanup(
    db: &Database,
    request: &CompactionRequest,
    highest_write_id: i64,
    txn: i64,
) -> Result<bool> {
    if db.version() < Version::V4_0 {
        return Err(Error::Meta(format!(
            "the metastore database has the schema of Hive {}: cleaning up without a compaction takes that of Hive 4.0",
            db.version()
        )));
    }
    let place = &Place::of(&request.dbname, &request.tablename, request.partitionname.as_ref());
    let kind = type_letter(request.type_, db.version())?;
    db.write(|tx| async move {
        let written = Some((highest_write_id, txn));
        Entry { place, kind, state: State::ReadyForCleaning, written, request }.insert(&tx).await?;
        Ok(true)
    })
    .await
}

/// A row of the queue, before it is one.
struct Entry<'a> {
    place: &'a Place,
    kind: &'static str,
    state: State,
    /// Highest write id and transaction.
    written: Option<(i64, i64)>,
    request: &'a CompactionRequest,
}

impl Entry<'_> {
    async fn insert(&self, tx: &Tx) -> Result<i64> {
        let (id, request) = (next_id(tx).await?, self.request);
        let properties = request.properties.as_ref().map(stringable);
        let highest = self.written.map(|(highest, _)| highest);
        let row = [
            id.into(),
            (&self.place.database).into(),
            (&self.place.table).into(),
            self.place.partition.as_deref().into(),
            self.state.letter().into(),
            self.kind.into(),
            properties.as_deref().into(),
            request.runas.as_deref().into(),
            highest.into(),
            highest.into(),
            self.written.map(|(_, txn)| txn).into(),
            now(tx).await?.into(),
            request.initiator_id.as_deref().into(),
            request.initiator_version.as_deref().into(),
            request.pool_name.as_deref().into(),
            request.number_of_buckets.into(),
            request.order_by_clause.as_deref().into(),
        ];
        tx.insert(&sql::INSERT_ENTRY, [row]).await?;
        Ok(id)
    }
}

/// Java's text of a map of strings (`StringableMap`), which workers read back: the number of pairs, then each key and
/// value behind its length, as in `1:3:key5:value`. Lengths count UTF-16 units.
fn stringable(map: &std::collections::BTreeMap<Str, Str>) -> String {
    let mut text = format!("{}:", map.len());
    for part in map.iter().flat_map(|(key, value)| [key, value]) {
        text.push_str(&format!("{}:{part}", part.encode_utf16().count()));
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn properties_are_written_as_javas_map_of_strings() {
        let map = [("key".into(), "value".into()), ("z".into(), "😀:".into())].into();
        assert_eq!(super::stringable(&map), "2:3:key5:value1:z3:😀:");
        assert_eq!(super::stringable(&Default::default()), "0:");
    }
}
