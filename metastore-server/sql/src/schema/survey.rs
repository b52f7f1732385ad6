//! What a metastore holds, counted without changing anything: for whoever thinks of serving it.

use skep_schema::{Dialect, Found, Hive, Observed, judge, spelled, table};

use super::session::Session;
use super::{Error, look};

/// The answer.
#[derive(Debug)]
pub struct Survey {
    pub hive: Hive,
    /// Rows by what they are, in the order of the questions; what the schema has no table for is left out.
    pub counts: Vec<(&'static str, u64)>,
    /// Tables by their type, `MANAGED_TABLE` and so on.
    pub table_types: Vec<(String, u64)>,
    /// Locations by their scheme; empty for a path without one.
    pub schemes: Vec<(String, u64)>,
}

impl Survey {
    pub fn count(&self, what: &str) -> u64 {
        self.counts.iter().find(|(name, _)| *name == what).map_or(0, |(_, count)| *count)
    }
}

/// (what, tables it needs, what to count).
const COUNTS: &[(&str, &[&str], &str)] = &[
    ("catalogs", &["CTLGS"], r#""CTLGS""#),
    ("databases", &["DBS"], r#""DBS""#),
    ("tables", &["TBLS"], r#""TBLS""#),
    ("partitions", &["PARTITIONS"], r#""PARTITIONS""#),
    ("functions", &["FUNCS"], r#""FUNCS""#),
    ("table column statistics", &["TAB_COL_STATS"], r#""TAB_COL_STATS""#),
    ("partition column statistics", &["PART_COL_STATS"], r#""PART_COL_STATS""#),
    ("constraints", &["KEY_CONSTRAINTS"], r#""KEY_CONSTRAINTS""#),
    ("roles", &["ROLES"], r#""ROLES" where "ROLE_NAME" not in ('admin', 'public')"#),
    ("table grants", &["TBL_PRIVS"], r#""TBL_PRIVS""#),
    ("events", &["NOTIFICATION_LOG"], r#""NOTIFICATION_LOG""#),
    (
        "transactional tables",
        &["TABLE_PARAMS"],
        r#""TABLE_PARAMS" where "PARAM_KEY" = 'transactional' and lower("PARAM_VALUE") = 'true'"#,
    ),
    ("waiting compactions", &["COMPACTION_QUEUE"], r#""COMPACTION_QUEUE""#),
    ("open transactions", &["TXNS"], r#""TXNS" where "TXN_STATE" = 'o'"#),
    ("locks", &["HIVE_LOCKS"], r#""HIVE_LOCKS""#),
    ("indexes", &["IDXS"], r#""IDXS""#),
    ("resource plans", &["WM_RESOURCEPLAN"], r#""WM_RESOURCEPLAN""#),
    ("schemas of the registry", &["I_SCHEMA"], r#""I_SCHEMA""#),
    ("scheduled queries", &["SCHEDULED_QUERIES"], r#""SCHEDULED_QUERIES""#),
    ("stored procedures", &["STORED_PROCS"], r#""STORED_PROCS""#),
    ("packages", &["PACKAGES"], r#""PACKAGES""#),
    ("data connectors", &["DATACONNECTORS"], r#""DATACONNECTORS""#),
    ("delegation tokens", &["DELEGATION_TOKENS"], r#""DELEGATION_TOKENS""#),
    ("names in capitals", &["DBS"], r#""DBS" where "NAME" <> lower("NAME")"#),
    ("table names in capitals", &["TBLS"], r#""TBLS" where "TBL_NAME" <> lower("TBL_NAME")"#),
    (
        "partitions without all their values",
        &["PARTITIONS", "PARTITION_KEYS", "PARTITION_KEY_VALS"],
        r#"(select p."PART_ID" from "PARTITIONS" p
  join (select "TBL_ID", count(*) as "N" from "PARTITION_KEYS" group by "TBL_ID") k on k."TBL_ID" = p."TBL_ID"
  left join (select "PART_ID", count(*) as "N" from "PARTITION_KEY_VALS" group by "PART_ID") v on v."PART_ID" = p."PART_ID"
 where coalesce(v."N", 0) <> k."N") d"#,
    ),
];

/// Counts everything. `told` hears what is counted, how much is done and how much there is.
pub async fn survey(session: &mut Session, told: &mut (dyn FnMut(&str, usize, usize) + Send)) -> Result<Survey, Error> {
    session.read_only().await.map_err(Error::Asking)?;
    let observed = look(session).await.map_err(Error::Asking)?;
    let hive = match judge(&observed) {
        Found::Hive(hive) => hive,
        found => return Err(Error::NoMetastore(Box::new(found))),
    };
    let known: Vec<_> =
        COUNTS.iter().filter(|(_, needed, _)| needed.iter().all(|name| has(&observed, &hive, name))).collect();
    let total = known.len() + 2;
    let mut counts = Vec::new();
    for (done, (what, _, rows)) in known.into_iter().enumerate() {
        told(what, done, total);
        let text = spelled(observed.dialect, hive.version, &format!("select cast(count(*) as char(20)) from {rows}"));
        let found = session.texts::<1>(&text).await.map_err(Error::Asking)?;
        counts.push((*what, found.first().and_then(|[count]| count.trim().parse().ok()).unwrap_or(0)));
    }
    told("types of tables", total - 2, total);
    let table_types = grouped(session, &hive, r#""TBL_TYPE""#, "TBLS").await?;
    told("locations", total - 1, total);
    let scheme = match observed.dialect {
        Dialect::Postgres => {
            r#"case when position(':' in "LOCATION") > 0 then split_part("LOCATION", ':', 1) else '' end"#
        }
        Dialect::Mysql => r#"case when "LOCATION" like '%:%' then substring_index("LOCATION", ':', 1) else '' end"#,
        Dialect::Sqlite => r#"substr("LOCATION", 1, max(instr("LOCATION", ':') - 1, 0))"#,
    };
    let schemes = grouped(session, &hive, scheme, "SDS").await?;
    Ok(Survey { hive, counts, table_types, schemes })
}

async fn grouped(session: &mut Session, hive: &Hive, of: &str, table: &str) -> Result<Vec<(String, u64)>, Error> {
    let text =
        format!(r#"select {of}, cast(count(*) as char(20)) from "{table}" group by {of} order by count(*) desc"#);
    let text = spelled(session.dialect(), hive.version, &text);
    let rows = session.texts::<2>(&text).await.map_err(Error::Asking)?;
    Ok(rows.into_iter().map(|[name, count]| (name, count.trim().parse().unwrap_or(0))).collect())
}

fn has(observed: &Observed, hive: &Hive, name: &str) -> bool {
    table(name, hive.version).is_some_and(|table| observed.table(table, hive.version).is_some())
}
