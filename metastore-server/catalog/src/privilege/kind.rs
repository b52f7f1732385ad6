//! The kinds of objects that privileges are about, and the table of each.

use super::sql;
use crate::Result;
use skep_sql::{Insert, Sequence, Statement, Tx, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Global,
    Database,
    /// Data connectors, since Hive 4.
    Connector,
    Table,
    Partition,
    TableColumn,
    PartitionColumn,
}

/// How a table of privileges is read and written.
pub(super) struct Privileges {
    pub name: &'static str,
    pub privilege: &'static str,
    /// The object's column in [`Privileges::read`].
    pub object: &'static str,
    pub read: &'static Statement,
    pub delete: &'static Statement,
    pub clear_option: &'static Statement,
    pub delete_of_role: &'static Statement,
    sequence: Sequence,
    insert: &'static Insert,
}

/// A row to be written: principal, its type, privilege, time, grant option, grantor, its type,
/// authorizer, object, column. A table without objects or columns leaves out the last ones.
pub(crate) type NewGrant<'a> = [Value<'a>; 10];

impl Kind {
    /// In the order in which Hive lists them.
    pub const ALL: [Kind; 7] = [
        Kind::Global,
        Kind::Database,
        Kind::Connector,
        Kind::Table,
        Kind::Partition,
        Kind::TableColumn,
        Kind::PartitionColumn,
    ];

    pub(super) fn table(self) -> &'static Privileges {
        match self {
            Kind::Global => &GLOBAL,
            Kind::Database => &DATABASE,
            Kind::Connector => &CONNECTOR,
            Kind::Table => &TABLE,
            Kind::Partition => &PARTITION,
            Kind::TableColumn => &TABLE_COLUMN,
            Kind::PartitionColumn => &PARTITION_COLUMN,
        }
    }

    /// Whether the database has the table.
    pub(super) fn kept(self, tx: &Tx) -> bool {
        skep_schema::table(self.table().name, tx.version()).is_some() && tx.has(self.table().name)
    }

    pub(super) fn has_column(self) -> bool {
        matches!(self, Kind::TableColumn | Kind::PartitionColumn)
    }

    pub(super) fn in_partition(self) -> bool {
        matches!(self, Kind::Partition | Kind::PartitionColumn)
    }

    pub(super) fn in_table(self) -> bool {
        matches!(self, Kind::Table | Kind::TableColumn | Kind::Partition | Kind::PartitionColumn)
    }
}

/// Writes new grants of one kind.
pub(crate) async fn insert(tx: &Tx, kind: Kind, rows: Vec<NewGrant<'_>>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let table = kind.table();
    let rows = tx.ids(table.sequence, rows.len()).await?.zip(rows);
    match kind {
        Kind::Global => {
            let rows = rows.map(|(id, [p, t, privilege, at, option, by, by_type, authorizer, ..])| {
                [id.into(), p, t, privilege, at, option, by, by_type, authorizer]
            });
            tx.insert(table.insert, rows).await?;
        }
        kind if kind.has_column() => {
            let rows = rows.map(|(id, [p, t, privilege, at, option, by, by_type, authorizer, object, column])| {
                [id.into(), p, t, privilege, at, option, by, by_type, authorizer, object, column]
            });
            tx.insert(table.insert, rows).await?;
        }
        _ => {
            let rows = rows.map(|(id, [p, t, privilege, at, option, by, by_type, authorizer, object, _])| {
                [id.into(), p, t, privilege, at, option, by, by_type, authorizer, object]
            });
            tx.insert(table.insert, rows).await?;
        }
    }
    Ok(())
}

static GLOBAL: Privileges = Privileges {
    name: "GLOBAL_PRIVS",
    privilege: "USER_PRIV",
    object: "0",
    read: &sql::GLOBAL,
    delete: &sql::DELETE_GLOBAL,
    clear_option: &sql::CLEAR_GLOBAL,
    delete_of_role: &sql::DELETE_GLOBAL_OF_ROLE,
    sequence: Sequence::GlobalPrivilege,
    insert: &sql::INSERT_GLOBAL,
};

static DATABASE: Privileges = Privileges {
    name: "DB_PRIVS",
    privilege: "DB_PRIV",
    object: r#"g."DB_ID""#,
    read: &sql::OF_DATABASES,
    delete: &sql::DELETE_OF_DATABASES,
    clear_option: &sql::CLEAR_OF_DATABASES,
    delete_of_role: &sql::DELETE_OF_DATABASES_OF_ROLE,
    sequence: Sequence::DatabasePrivilege,
    insert: &sql::INSERT_OF_DATABASES,
};

static CONNECTOR: Privileges = Privileges {
    name: "DC_PRIVS",
    privilege: "DC_PRIV",
    object: r#"g."NAME""#,
    read: &sql::OF_CONNECTORS,
    delete: &sql::DELETE_OF_CONNECTORS,
    clear_option: &sql::CLEAR_OF_CONNECTORS,
    delete_of_role: &sql::DELETE_OF_CONNECTORS_OF_ROLE,
    sequence: Sequence::DataConnectorPrivilege,
    insert: &sql::INSERT_OF_CONNECTORS,
};

static TABLE: Privileges = Privileges {
    name: "TBL_PRIVS",
    privilege: "TBL_PRIV",
    object: r#"g."TBL_ID""#,
    read: &sql::OF_TABLES,
    delete: &sql::DELETE_OF_TABLES,
    clear_option: &sql::CLEAR_OF_TABLES,
    delete_of_role: &sql::DELETE_OF_TABLES_OF_ROLE,
    sequence: Sequence::TablePrivilege,
    insert: &sql::INSERT_OF_TABLES,
};

static TABLE_COLUMN: Privileges = Privileges {
    name: "TBL_COL_PRIVS",
    privilege: "TBL_COL_PRIV",
    object: r#"g."TBL_ID""#,
    read: &sql::OF_COLUMNS,
    delete: &sql::DELETE_OF_COLUMNS,
    clear_option: &sql::CLEAR_OF_COLUMNS,
    delete_of_role: &sql::DELETE_OF_COLUMNS_OF_ROLE,
    sequence: Sequence::TableColumnPrivilege,
    insert: &sql::INSERT_OF_COLUMNS,
};

static PARTITION: Privileges = Privileges {
    name: "PART_PRIVS",
    privilege: "PART_PRIV",
    object: r#"g."PART_ID""#,
    read: &sql::OF_PARTITIONS,
    delete: &sql::DELETE_OF_PARTITIONS,
    clear_option: &sql::CLEAR_OF_PARTITIONS,
    delete_of_role: &sql::DELETE_OF_PARTITIONS_OF_ROLE,
    sequence: Sequence::PartitionPrivilege,
    insert: &sql::INSERT_OF_PARTITIONS,
};

static PARTITION_COLUMN: Privileges = Privileges {
    name: "PART_COL_PRIVS",
    privilege: "PART_COL_PRIV",
    object: r#"g."PART_ID""#,
    read: &sql::OF_PARTITION_COLUMNS,
    delete: &sql::DELETE_OF_PARTITION_COLUMNS,
    clear_option: &sql::CLEAR_OF_PARTITION_COLUMNS,
    delete_of_role: &sql::DELETE_OF_PARTITION_COLUMNS_OF_ROLE,
    sequence: Sequence::PartitionColumnPrivilege,
    insert: &sql::INSERT_OF_PARTITION_COLUMNS,
};
