//! The rows a new schema starts with.

use crate::Version;

/// A row as column names and SQL literals.
pub(crate) struct Row {
    pub(crate) table: &'static str,
    pub(crate) values: Vec<(&'static str, String)>,
}

impl Row {
    pub(crate) fn literals(&self) -> String {
        let literals: Vec<&str> = self.values.iter().map(|(_, value)| value.as_str()).collect();
        literals.join(", ")
    }

    /// What to find the row by in a table that holds others too; elsewhere any row will do.
    pub(crate) fn identity(&self) -> Option<&(&'static str, String)> {
        let column = match self.table {
            "SEQUENCE_TABLE" => "SEQUENCE_NAME",
            "CTLGS" => "NAME",
            _ => return None,
        };
        self.values.iter().find(|(name, _)| *name == column)
    }
}

/// Rows of a fresh schema. `VERSION` comes last: a reader that finds it finds everything else.
///
/// Roles and the `AUX_TABLE` mutexes are not here: Hive's scripts leave them to the first server.
pub(crate) fn rows(version: Version) -> Vec<Row> {
    let mut rows = vec![
        row(
            "SEQUENCE_TABLE",
            &[("SEQUENCE_NAME", "'org.apache.hadoop.hive.metastore.model.MNotificationLog'"), ("NEXT_VAL", "1")],
        ),
        row("NOTIFICATION_SEQUENCE", &[("NNI_ID", "1"), ("NEXT_EVENT_ID", "1")]),
        row("NEXT_LOCK_ID", &[("NL_NEXT", "1")]),
        row("NEXT_COMPACTION_QUEUE_ID", &[("NCQ_NEXT", "1")]),
    ];
    if version >= Version::V3_1 {
        // The first server to start replaces the location by its warehouse.
        rows.push(row(
            "CTLGS",
            &[("CTLG_ID", "1"), ("NAME", "'hive'"), ("DESC", "'Default catalog for Hive'"), ("LOCATION_URI", "'TBD'")],
        ));
    }
    if version < Version::V4_0 {
        rows.push(row("NEXT_TXN_ID", &[("NTXN_NEXT", "1")]));
    } else {
        rows.push(row(
            "SEQUENCE_TABLE",
            &[
                ("SEQUENCE_NAME", "'org.apache.hadoop.hive.metastore.model.MTxnWriteNotificationLog'"),
                ("NEXT_VAL", "1"),
            ],
        ));
        // A committed transaction 0, so that "the highest committed" always has an answer.
        rows.push(row(
            "TXNS",
            &[
                ("TXN_ID", "0"),
                ("TXN_STATE", "'c'"),
                ("TXN_STARTED", "0"),
                ("TXN_LAST_HEARTBEAT", "0"),
                ("TXN_USER", "''"),
                ("TXN_HOST", "''"),
            ],
        ));
        rows.push(row("TXN_LOCK_TBL", &[("TXN_LOCK", "1")]));
    }
    rows.push(row(
        "VERSION",
        &[
            ("VER_ID", "1"),
            ("SCHEMA_VERSION", &format!("'{version}'")),
            ("VERSION_COMMENT", &format!("'Hive release version {version}'")),
        ],
    ));
    rows
}

fn row(table: &'static str, values: &[(&'static str, &str)]) -> Row {
    Row { table, values: values.iter().map(|(column, value)| (*column, value.to_string())).collect() }
}
