//! Number sequences, the notification log, replication.

use super::*;

pub(super) const TABLES: &[Table] = &[
    SEQUENCE_TABLE,
    NUCLEUS_TABLES,
    NOTIFICATION_LOG,
    NOTIFICATION_SEQUENCE,
    TXN_WRITE_NOTIFICATION_LOG,
    METASTORE_DB_PROPERTIES,
    REPLICATION_METRICS,
];

const SEQUENCE_TABLE: Table = table("SEQUENCE_TABLE")
    .columns(&[required("SEQUENCE_NAME", varchar(255)), required("NEXT_VAL", BIGINT)])
    .keys(&[primary(&["SEQUENCE_NAME"])]);

const NUCLEUS_TABLES: Table = table("NUCLEUS_TABLES")
    .columns(&[
        required("CLASS_NAME", varchar(128)),
        required("TABLE_NAME", varchar(128)),
        required("TYPE", varchar(4)),
        required("OWNER", varchar(2)),
        required("VERSION", varchar(20)),
        optional("INTERFACE_NAME", varchar(255)),
    ])
    .keys(&[primary(&["CLASS_NAME"])]);

const NOTIFICATION_LOG: Table = table("NOTIFICATION_LOG")
    .columns(&[
        required("NL_ID", BIGINT),
        required("EVENT_ID", BIGINT),
        required("EVENT_TIME", INT),
        required("EVENT_TYPE", varchar(32)),
        optional("CAT_NAME", varchar(256)).since(V3_1),
        optional("DB_NAME", varchar(128)),
        optional("TBL_NAME", varchar(256)),
        optional("MESSAGE", LONGTEXT),
        optional("MESSAGE_FORMAT", varchar(16)),
    ])
    .keys(&[primary(&["NL_ID"]), unique("NOTIFICATION_LOG_EVENT_ID", &["EVENT_ID"]).since(V4_0)]);

const NOTIFICATION_SEQUENCE: Table = table("NOTIFICATION_SEQUENCE")
    .columns(&[required("NNI_ID", BIGINT), required("NEXT_EVENT_ID", BIGINT)])
    .keys(&[primary(&["NNI_ID"])]);

const TXN_WRITE_NOTIFICATION_LOG: Table = table("TXN_WRITE_NOTIFICATION_LOG")
    .since(V4_0)
    .columns(&[
        required("WNL_ID", BIGINT),
        required("WNL_TXNID", BIGINT),
        required("WNL_WRITEID", BIGINT),
        required("WNL_DATABASE", varchar(128)),
        required("WNL_TABLE", varchar(256)),
        required("WNL_PARTITION", varchar(767)),
        required("WNL_TABLE_OBJ", LONGTEXT),
        optional("WNL_PARTITION_OBJ", LONGTEXT),
        optional("WNL_FILES", LONGTEXT),
        required("WNL_EVENT_TIME", INT),
    ])
    .keys(&[primary(&["WNL_TXNID", "WNL_DATABASE", "WNL_TABLE", "WNL_PARTITION"])]);

const METASTORE_DB_PROPERTIES: Table = table("METASTORE_DB_PROPERTIES")
    .since(V3_1)
    .columns(&[
        required("PROPERTY_KEY", varchar(255)),
        required("PROPERTY_VALUE", varchar(1000)),
        optional("DESCRIPTION", varchar(1000)),
        optional("PROPERTYCONTENT", BYTES).since(V4_0),
    ])
    .keys(&[primary(&["PROPERTY_KEY"])]);

const REPLICATION_METRICS: Table = table("REPLICATION_METRICS")
    .since(V4_0)
    .columns(&[
        required("RM_SCHEDULED_EXECUTION_ID", BIGINT),
        required("RM_POLICY", varchar(256)),
        required("RM_DUMP_EXECUTION_ID", BIGINT),
        optional("RM_METADATA", varchar(4000)),
        optional("RM_PROGRESS", varchar(10000)),
        required("RM_START_TIME", INT),
        optional("MESSAGE_FORMAT", varchar(16)).default("'json-0.2'"),
    ])
    .keys(&[
        primary(&["RM_SCHEDULED_EXECUTION_ID"]),
        index("POLICY_IDX", &["RM_POLICY"]),
        index("DUMP_IDX", &["RM_DUMP_EXECUTION_ID"]),
    ]);
