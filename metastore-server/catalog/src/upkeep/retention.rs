//! Partitions that their table keeps for a time only.

use super::sql;
use crate::names::TableName;
use crate::partition::drop::{self, Data, Doomed, Missing};
use crate::{Catalog, Error, Result};
use compact_str::CompactString as Str;

/// Partitions dropped by one transaction.
const BATCH: i64 = 500;

/// Drops the partitions that are older than their table's `partition.retention.period`, with their files where the table
/// owns them. As in Hive, only of tables with `discover.partitions`; says how many went.
///
/// A table that is gone by now is skipped, and one that cannot be cleaned does not keep others from it.
pub async fn drop_expired_partitions(catalog: &Catalog) -> Result<u64> {
    let mut dropped = 0;
    for row in catalog.db.rows(&sql::RETAINING_TABLES, &[]).await? {
        let (id, database, table): (i64, Str, Str) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (period, discovers): (Option<Str>, Option<Str>) = (row.get(3)?, row.get(4)?);
        if !discovers.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            continue;
        }
        let Some(seconds) = period.as_deref().and_then(seconds).filter(|seconds| *seconds > 0) else {
            tracing::warn!(%database, %table, ?period, "partition.retention.period is no time such as 30d");
            continue;
        };
        let name = TableName::parse(Some(&database), Some(&table))?;
        match drop_older(catalog, id, &name, catalog.clock.seconds() - seconds).await {
            Ok(count) => dropped += count,
            Err(Error::Sql(failure)) => return Err(Error::Sql(failure)),
            Err(error) => tracing::warn!(%database, %table, %error, "expired partitions were not dropped"),
        }
    }
    Ok(dropped)
}

async fn drop_older(catalog: &Catalog, table_id: i64, table: &TableName, than: i64) -> Result<u64> {
    let mut dropped = 0;
    loop {
        let found = catalog.db.rows(&sql::EXPIRED_PARTITIONS, &[table_id.into(), than.into(), BATCH.into()]).await?;
        // By id: a partition that somebody has made again meanwhile under an old name is not old.
        let ids: Vec<i64> = found.iter().map(|row| row.get(0)).collect::<std::result::Result<_, _>>()?;
        let more = ids.len() as i64 == BATCH;
        if !ids.is_empty() {
            let doomed = Doomed::Known(ids);
            dropped += drop::drop(catalog, table, &doomed, Missing::Skip, Data::Delete).await?.len() as u64;
        }
        if !more {
            return Ok(dropped);
        }
    }
}

/// Hive's times: a number and a unit (`7d`, `24h`, `30 min`), seconds without one.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: i64 = number.parse().ok()?;
    match unit.trim().to_ascii_lowercase().as_str() {
        "d" | "day" | "days" => number.checked_mul(86_400),
        "h" | "hour" | "hours" => number.checked_mul(3600),
        "m" | "min" | "minute" | "minutes" => number.checked_mul(60),
        "" | "s" | "sec" | "second" | "seconds" => Some(number),
        "ms" | "msec" => Some(number / 1000),
        "us" | "usec" => Some(number / 1_000_000),
        "ns" | "nsec" => Some(number / 1_000_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_read_as_hive_reads_them() {
        let cases = [
            ("7d", Some(604_800)),
            ("24 h", Some(86_400)),
            ("90", Some(90)),
            ("5MIN", Some(300)),
            ("2000ms", Some(2)),
            ("", None),
            ("-1d", None),
            ("1 fortnight", None),
            ("99999999999999999d", None),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
