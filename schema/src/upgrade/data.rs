//! Rows: values of new columns, and what Hive's developers moved.
//!
//! Statements are written with quoted upper-case names and spelled as the target has them. Each minds what is done
//! already, so that all of them may run again.

use super::Planner;
use crate::{Dialect, Version, complete, folds_to_lower_case, table};

/// A value for a column that came with a version, where it has none.
struct Fill {
    since: Version,
    table: &'static str,
    column: &'static str,
    value: &'static str,
    /// Which rows; empty for all.
    rows: &'static str,
}

const fn fill(since: Version, table: &'static str, column: &'static str, value: &'static str) -> Fill {
    Fill { since, table, column, value, rows: "" }
}

const FILLS: &[Fill] = &[
    fill(Version::V3_1, "DBS", "CTLG_NAME", "'hive'"),
    fill(Version::V3_1, "TAB_COL_STATS", "CAT_NAME", "'hive'"),
    fill(Version::V3_1, "PART_COL_STATS", "CAT_NAME", "'hive'"),
    Fill { rows: r#"and "DB_NAME" is not null"#, ..fill(Version::V3_1, "PARTITION_EVENTS", "CAT_NAME", "'hive'") },
    Fill { rows: r#"and "DB_NAME" is not null"#, ..fill(Version::V3_1, "NOTIFICATION_LOG", "CAT_NAME", "'hive'") },
    // Before write ids, files carried the transaction's number.
    fill(Version::V3_1, "TXN_COMPONENTS", "TC_WRITEID", r#""TC_TXNID""#),
    fill(Version::V3_1, "COMPLETED_TXN_COMPONENTS", "CTC_WRITEID", r#""CTC_TXNID""#),
    fill(Version::V3_1, "COMPLETED_TXN_COMPONENTS", "CTC_UPDATE_DELETE", "'N'"),
    fill(Version::V3_1, "HIVE_LOCKS", "HL_TXNID", "0"),
    fill(Version::V4_0, "DBS", "CTLG_NAME", "'hive'"),
    fill(Version::V4_0, "TAB_COL_STATS", "ENGINE", "'hive'"),
    fill(Version::V4_0, "PART_COL_STATS", "ENGINE", "'hive'"),
    fill(Version::V4_0, "WM_RESOURCEPLAN", "NS", "'default'"),
];

/// A statement that goes with a version, and the tables it needs.
struct Move {
    since: Version,
    tables: &'static [&'static str],
    text: &'static str,
}

const MOVES: &[Move] = &[
    // Hadoop 3 has no s3n (HIVE-18489).
    to_s3a(
        &["FUNC_RU"],
        r#"update "FUNC_RU" set "RESOURCE_URI" = concat('s3a', substr("RESOURCE_URI", 4)) where "RESOURCE_URI" like 's3n://%'"#,
    ),
    to_s3a(
        &["SDS"],
        r#"update "SDS" set "LOCATION" = concat('s3a', substr("LOCATION", 4)) where "LOCATION" like 's3n://%'"#,
    ),
    to_s3a(
        &["DBS"],
        r#"update "DBS" set "DB_LOCATION_URI" = concat('s3a', substr("DB_LOCATION_URI", 4)) where "DB_LOCATION_URI" like 's3n://%'"#,
    ),
    to_s3a(
        &["SKEWED_COL_VALUE_LOC_MAP"],
        r#"update "SKEWED_COL_VALUE_LOC_MAP" set "LOCATION" = concat('s3a', substr("LOCATION", 4)) where "LOCATION" like 's3n://%'"#,
    ),
    // The serde reads the right spelling only since then (HIVE-16922). Twice removed, because MySQL reads no table it
    // changes.
    Move {
        since: Version::V3_1,
        tables: &["SERDE_PARAMS"],
        text: r#"update "SERDE_PARAMS" set "PARAM_KEY" = 'collection.delim' where "PARAM_KEY" = 'colelction.delim'
 and "SERDE_ID" not in (select "SERDE_ID" from (select "SERDE_ID" from "SERDE_PARAMS" where "PARAM_KEY" = 'collection.delim') s)"#,
    },
    // Write ids begin where transaction ids are, so that none is given twice (HIVE-18193).
    Move {
        since: Version::V3_1,
        tables: &["NEXT_TXN_ID"],
        text: r#"insert into "NEXT_WRITE_ID" ("NWI_DATABASE", "NWI_TABLE", "NWI_NEXT")
select d."NAME", t."TBL_NAME", n."NTXN_NEXT" from "TBLS" t
  join "DBS" d on d."DB_ID" = t."DB_ID"
  join "TABLE_PARAMS" p on p."TBL_ID" = t."TBL_ID" and p."PARAM_KEY" = 'transactional' and lower(p."PARAM_VALUE") = 'true'
 cross join "NEXT_TXN_ID" n
 where not exists (select 1 from "NEXT_WRITE_ID" w where w."NWI_DATABASE" = d."NAME" and w."NWI_TABLE" = t."TBL_NAME")"#,
    },
    Move {
        since: Version::V3_1,
        tables: &["NEXT_TXN_ID", "TXNS"],
        text: r#"insert into "TXN_TO_WRITE_ID" ("T2W_TXNID", "T2W_DATABASE", "T2W_TABLE", "T2W_WRITEID")
select x."TXN_ID", d."NAME", t."TBL_NAME", x."TXN_ID" from "TBLS" t
  join "DBS" d on d."DB_ID" = t."DB_ID"
  join "TABLE_PARAMS" p on p."TBL_ID" = t."TBL_ID" and p."PARAM_KEY" = 'transactional' and lower(p."PARAM_VALUE") = 'true'
 cross join "TXNS" x
 where x."TXN_STATE" <> 'c' and not exists (select 1 from "TXN_TO_WRITE_ID" w
   where w."T2W_DATABASE" = d."NAME" and w."T2W_TABLE" = t."TBL_NAME" and w."T2W_TXNID" = x."TXN_ID")"#,
    },
    // The counter is gone: what it said last is the number of a committed transaction (HIVE-23048). Hive's script takes
    // the last that wrote something, and gives the numbers of readers after it again.
    Move {
        since: Version::V4_0,
        tables: &["NEXT_TXN_ID", "TXNS"],
        text: r#"insert into "TXNS" ("TXN_ID", "TXN_STATE", "TXN_STARTED", "TXN_LAST_HEARTBEAT", "TXN_USER", "TXN_HOST")
select n."LAST", 'c', 0, 0, '', '' from (select max("NTXN_NEXT") - 1 as "LAST" from "NEXT_TXN_ID") n
 where n."LAST" is not null and not exists (select 1 from "TXNS" x where x."TXN_ID" >= n."LAST")"#,
    },
    Move {
        since: Version::V4_0,
        tables: &["SERDES"],
        text: r#"update "SERDES" set "SLIB" = 'org.apache.hadoop.hive.serde2.MultiDelimitSerDe'
 where "SLIB" = 'org.apache.hadoop.hive.contrib.serde2.MultiDelimitSerDe'"#,
    },
    // Kudu's classes are Hive's own since then (HIVE-27457).
    Move {
        since: Version::V4_0,
        tables: &["SDS"],
        text: r#"update "SDS" set "INPUT_FORMAT" = 'org.apache.hadoop.hive.kudu.KuduInputFormat',
 "OUTPUT_FORMAT" = 'org.apache.hadoop.hive.kudu.KuduOutputFormat'
 where "SD_ID" in (select t."SD_ID" from "TBLS" t join "TABLE_PARAMS" p on p."TBL_ID" = t."TBL_ID"
   where p."PARAM_KEY" = 'storage_handler' and p."PARAM_VALUE" like '%KuduStorageHandler%')"#,
    },
    Move {
        since: Version::V4_0,
        tables: &["SERDES"],
        text: r#"update "SERDES" set "SLIB" = 'org.apache.hadoop.hive.kudu.KuduSerDe'
 where "SERDE_ID" in (select s."SERDE_ID" from "SDS" s join "TBLS" t on t."SD_ID" = s."SD_ID"
   join "TABLE_PARAMS" p on p."TBL_ID" = t."TBL_ID"
   where p."PARAM_KEY" = 'storage_handler' and p."PARAM_VALUE" like '%KuduStorageHandler%')"#,
    },
];

const fn to_s3a(tables: &'static [&'static str], text: &'static str) -> Move {
    Move { since: Version::V3_1, tables, text }
}

impl Planner {
    pub(super) fn move_data(&mut self) {
        for fill in FILLS {
            if !self.passes(fill.since) {
                continue;
            }
            let version = self.script.version;
            let Some(table) = table(fill.table, version) else { continue };
            let has = table.column_in(fill.column, self.script.dialect, version).is_some();
            if has && self.live.table(table, version).is_some() {
                let Fill { table, column, value, rows, .. } = fill;
                let text = format!(r#"update "{table}" set "{column}" = {value} where "{column}" is null {rows}"#);
                self.say(self.in_their_words(text.trim_end()));
            }
        }
        for moved in MOVES {
            if self.passes(moved.since) && moved.tables.iter().all(|name| self.has(name)) {
                let text = self.in_their_words(moved.text);
                let numbered = moved.tables.contains(&"TXNS") && moved.since == Version::V4_0;
                // The number may be 0, and MySQL may count already.
                match numbered && self.script.dialect == Dialect::Mysql {
                    true => self.with_zero(text),
                    false => self.say(text),
                }
            }
        }
        // After the transactions, or an empty table of them would get the one of a new schema.
        let rows = complete::first_rows(&self.script, |_| true);
        self.plan.statements.extend(rows);
    }

    fn with_zero(&mut self, insert: String) {
        self.say("set @skep_sql_mode = @@sql_mode");
        self.say("set sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
        self.say(insert);
        self.say("set sql_mode = @skep_sql_mode");
    }

    fn has(&self, name: &str) -> bool {
        let folded = self.script.dialect == Dialect::Postgres && folds_to_lower_case(name, self.script.version);
        self.live.tables.contains_key(&if folded { name.to_ascii_lowercase() } else { name.to_owned() })
    }

    fn in_their_words(&self, text: &str) -> String {
        crate::spelled(self.script.dialect, self.script.version, text)
    }
}
