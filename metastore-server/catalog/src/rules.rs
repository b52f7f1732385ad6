//! The behaviours a Hive operator can switch, under Hive's own ideas of them.

/// Switches of the catalog; the defaults are Hive's.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Refuse an `alter_table` that changes a column to a type old data cannot be
    /// read as (`metastore.disallow.incompatible.col.type.changes`). Spark turns it
    /// off for its own sessions by `setMetaConf`.
    pub refuse_incompatible_column_changes: bool,
    /// List a table's directory to fill `numFiles` and `totalSize` where Hive does
    /// (`metastore.stats.autogather`).
    pub gather_file_statistics: bool,
    /// Refuse insert-only tables to clients that do not say they can read them
    /// (`metastore.client.capability.check`).
    pub check_client_capabilities: bool,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            refuse_incompatible_column_changes: true,
            gather_file_statistics: true,
            check_client_capabilities: true,
        }
    }
}
