//! Transactions, write ids, locks and compactions.

use super::*;

pub(super) const TABLES: &[Table] = &[
    TXNS,
    TXN_COMPONENTS,
    COMPLETED_TXN_COMPONENTS,
    NEXT_TXN_ID,
    TXN_LOCK_TBL,
    HIVE_LOCKS,
    NEXT_LOCK_ID,
    COMPACTION_QUEUE,
    NEXT_COMPACTION_QUEUE_ID,
    COMPLETED_COMPACTIONS,
    COMPACTION_METRICS_CACHE,
    AUX_TABLE,
    WRITE_SET,
    TXN_TO_WRITE_ID,
    NEXT_WRITE_ID,
    MIN_HISTORY_WRITE_ID,
    MIN_HISTORY_LEVEL,
    MATERIALIZATION_REBUILD_LOCKS,
    REPL_TXN_MAP,
];

const TXNS: Table = table("TXNS")
    .transactional()
    .columns(&[
        required("TXN_ID", BIGINT).generated(V4_0),
        required("TXN_STATE", char(1)),
        required("TXN_STARTED", BIGINT),
        required("TXN_LAST_HEARTBEAT", BIGINT),
        required("TXN_USER", varchar(128)),
        required("TXN_HOST", varchar(128)),
        optional("TXN_AGENT_INFO", varchar(128)),
        optional("TXN_META_INFO", varchar(128)),
        optional("TXN_HEARTBEAT_COUNT", INT),
        optional("TXN_TYPE", INT).since(V3_1),
    ])
    .keys(&[primary(&["TXN_ID"]), unique("TXN_STATE_IDX", &["TXN_STATE", "TXN_ID"]).since(V4_1)]);

const TXN_COMPONENTS: Table = table("TXN_COMPONENTS")
    .transactional()
    .columns(&[
        optional("TC_TXNID", BIGINT).required_on(Mysql).until(V2_3),
        required("TC_TXNID", BIGINT).since(V3_1),
        required("TC_DATABASE", varchar(128)),
        optional("TC_TABLE", varchar(128)).required_on(Mysql).until(V2_3),
        optional("TC_TABLE", varchar(128)).since(V3_1).until(V3_1),
        optional("TC_TABLE", varchar(256)).since(V4_0),
        optional("TC_PARTITION", varchar(767)),
        required("TC_OPERATION_TYPE", char(1)),
        optional("TC_WRITEID", BIGINT).since(V3_1),
    ])
    .keys(&[foreign("TXN_COMPONENTS_FK1", &["TC_TXNID"], "TXNS", &["TXN_ID"]), index("TC_TXNID_INDEX", &["TC_TXNID"])]);

const COMPLETED_TXN_COMPONENTS: Table = table("COMPLETED_TXN_COMPONENTS")
    .transactional()
    .columns(&[
        optional("CTC_TXNID", BIGINT).required_on(Mysql).until(V2_3),
        required("CTC_TXNID", BIGINT).since(V3_1),
        required("CTC_DATABASE", varchar(128)),
        optional("CTC_TABLE", varchar(256)),
        optional("CTC_PARTITION", varchar(767)),
        required("CTC_TIMESTAMP", TIMESTAMP).default("CURRENT_TIMESTAMP").since(V3_1),
        optional("CTC_WRITEID", BIGINT).since(V3_1),
        required("CTC_UPDATE_DELETE", char(1)).since(V3_1),
    ])
    .keys(&[index("COMPLETED_TXN_COMPONENTS_INDEX", &["CTC_DATABASE", "CTC_TABLE", "CTC_PARTITION"]).since(V3_1)]);

const NEXT_TXN_ID: Table =
    table("NEXT_TXN_ID").until(V3_1).transactional().columns(&[required("NTXN_NEXT", BIGINT)]).keys(&[]);

const TXN_LOCK_TBL: Table =
    table("TXN_LOCK_TBL").since(V4_0).transactional().columns(&[required("TXN_LOCK", BIGINT)]).keys(&[]);

const HIVE_LOCKS: Table = table("HIVE_LOCKS")
    .transactional()
    .columns(&[
        required("HL_LOCK_EXT_ID", BIGINT),
        required("HL_LOCK_INT_ID", BIGINT),
        optional("HL_TXNID", BIGINT).until(V2_3),
        required("HL_TXNID", BIGINT).since(V3_1),
        required("HL_DB", varchar(128)),
        optional("HL_TABLE", varchar(128)).until(V3_1),
        optional("HL_TABLE", varchar(256)).since(V4_0),
        optional("HL_PARTITION", varchar(767)),
        required("HL_LOCK_STATE", char(1)),
        required("HL_LOCK_TYPE", char(1)),
        required("HL_LAST_HEARTBEAT", BIGINT),
        optional("HL_ACQUIRED_AT", BIGINT),
        required("HL_USER", varchar(128)),
        required("HL_HOST", varchar(128)),
        optional("HL_HEARTBEAT_COUNT", INT),
        optional("HL_AGENT_INFO", varchar(128)),
        optional("HL_BLOCKEDBY_EXT_ID", BIGINT),
        optional("HL_BLOCKEDBY_INT_ID", BIGINT),
    ])
    .keys(&[primary(&["HL_LOCK_EXT_ID", "HL_LOCK_INT_ID"]), index("HL_TXNID_INDEX", &["HL_TXNID"])]);

const NEXT_LOCK_ID: Table = table("NEXT_LOCK_ID").transactional().columns(&[required("NL_NEXT", BIGINT)]).keys(&[]);

const COMPACTION_QUEUE: Table = table("COMPACTION_QUEUE")
    .transactional()
    .columns(&[
        required("CQ_ID", BIGINT),
        required("CQ_DATABASE", varchar(128)),
        required("CQ_TABLE", varchar(128)).until(V3_1),
        required("CQ_TABLE", varchar(256)).since(V4_0),
        optional("CQ_PARTITION", varchar(767)),
        required("CQ_STATE", char(1)),
        required("CQ_TYPE", char(1)),
        optional("CQ_TBLPROPERTIES", varchar(2048)),
        optional("CQ_WORKER_ID", varchar(128)),
        optional("CQ_ENQUEUE_TIME", BIGINT).since(V4_0),
        optional("CQ_START", BIGINT),
        optional("CQ_RUN_AS", varchar(128)),
        optional("CQ_HIGHEST_WRITE_ID", BIGINT).since(V3_1),
        optional("CQ_META_INFO", bytes_or_varbinary(2048)),
        optional("CQ_HADOOP_JOB_ID", varchar(32)),
        optional("CQ_ERROR_MESSAGE", MEDIUMTEXT).since(V4_0),
        optional("CQ_NEXT_TXN_ID", BIGINT).since(V4_0),
        optional("CQ_TXN_ID", BIGINT).since(V4_0),
        optional("CQ_COMMIT_TIME", BIGINT).since(V4_0),
        optional("CQ_INITIATOR_ID", varchar(128)).since(V4_0),
        optional("CQ_INITIATOR_VERSION", varchar(128)).since(V4_0),
        optional("CQ_WORKER_VERSION", varchar(128)).since(V4_0),
        optional("CQ_CLEANER_START", BIGINT).since(V4_0),
        required("CQ_RETRY_RETENTION", BIGINT).default("0").since(V4_0),
        optional("CQ_POOL_NAME", varchar(128)).since(V4_0),
        optional("CQ_NUMBER_OF_BUCKETS", INT).since(V4_0),
        optional("CQ_ORDER_BY", varchar(4000)).since(V4_0),
        optional("CQ_HIGHEST_TXN_ID", BIGINT).until(V2_3),
    ])
    .keys(&[primary(&["CQ_ID"])]);

const NEXT_COMPACTION_QUEUE_ID: Table =
    table("NEXT_COMPACTION_QUEUE_ID").transactional().columns(&[required("NCQ_NEXT", BIGINT)]).keys(&[]);

const COMPLETED_COMPACTIONS: Table = table("COMPLETED_COMPACTIONS")
    .transactional()
    .columns(&[
        required("CC_ID", BIGINT),
        required("CC_DATABASE", varchar(128)),
        required("CC_TABLE", varchar(128)).until(V3_1),
        required("CC_TABLE", varchar(256)).since(V4_0),
        optional("CC_PARTITION", varchar(767)),
        required("CC_STATE", char(1)),
        required("CC_TYPE", char(1)),
        optional("CC_TBLPROPERTIES", varchar(2048)),
        optional("CC_WORKER_ID", varchar(128)),
        optional("CC_ENQUEUE_TIME", BIGINT).since(V4_0),
        optional("CC_START", BIGINT),
        optional("CC_END", BIGINT),
        optional("CC_RUN_AS", varchar(128)),
        optional("CC_HIGHEST_WRITE_ID", BIGINT).since(V3_1),
        optional("CC_META_INFO", bytes_or_varbinary(2048)),
        optional("CC_HADOOP_JOB_ID", varchar(32)),
        optional("CC_ERROR_MESSAGE", MEDIUMTEXT).since(V4_0),
        optional("CC_NEXT_TXN_ID", BIGINT).since(V4_0),
        optional("CC_TXN_ID", BIGINT).since(V4_0),
        optional("CC_COMMIT_TIME", BIGINT).since(V4_0),
        optional("CC_INITIATOR_ID", varchar(128)).since(V4_0),
        optional("CC_INITIATOR_VERSION", varchar(128)).since(V4_0),
        optional("CC_WORKER_VERSION", varchar(128)).since(V4_0),
        optional("CC_POOL_NAME", varchar(128)).since(V4_0),
        optional("CC_NUMBER_OF_BUCKETS", INT).since(V4_0),
        optional("CC_ORDER_BY", varchar(4000)).since(V4_0),
        optional("CC_HIGHEST_TXN_ID", BIGINT).until(V2_3),
    ])
    .keys(&[
        primary(&["CC_ID"]),
        index("COMPLETED_COMPACTIONS_RES", &["CC_DATABASE", "CC_TABLE", "CC_PARTITION"]).since(V4_0),
    ]);

const COMPACTION_METRICS_CACHE: Table = table("COMPACTION_METRICS_CACHE")
    .since(V4_0)
    .transactional()
    .columns(&[
        required("CMC_DATABASE", varchar(128)),
        required("CMC_TABLE", varchar(256)),
        optional("CMC_PARTITION", varchar(767)),
        required("CMC_METRIC_TYPE", varchar(128)),
        required("CMC_METRIC_VALUE", INT),
        required("CMC_VERSION", INT),
    ])
    .keys(&[]);

const AUX_TABLE: Table = table("AUX_TABLE")
    .transactional()
    .columns(&[required("MT_KEY1", varchar(128)), required("MT_KEY2", BIGINT), optional("MT_COMMENT", varchar(255))])
    .keys(&[primary(&["MT_KEY1", "MT_KEY2"])]);

const WRITE_SET: Table = table("WRITE_SET")
    .transactional()
    .columns(&[
        required("WS_DATABASE", varchar(128)),
        required("WS_TABLE", varchar(128)).until(V3_1),
        required("WS_TABLE", varchar(256)).since(V4_0),
        optional("WS_PARTITION", varchar(767)),
        required("WS_TXNID", BIGINT),
        required("WS_COMMIT_ID", BIGINT),
        required("WS_OPERATION_TYPE", char(1)),
    ])
    .keys(&[]);

const TXN_TO_WRITE_ID: Table = table("TXN_TO_WRITE_ID")
    .since(V3_1)
    .transactional()
    .columns(&[
        required("T2W_TXNID", BIGINT),
        required("T2W_DATABASE", varchar(128)),
        required("T2W_TABLE", varchar(256)),
        required("T2W_WRITEID", BIGINT),
    ])
    .keys(&[
        unique("TBL_TO_TXN_ID_IDX", &["T2W_DATABASE", "T2W_TABLE", "T2W_TXNID"]),
        unique("TBL_TO_WRITE_ID_IDX", &["T2W_DATABASE", "T2W_TABLE", "T2W_WRITEID"]),
    ]);

const NEXT_WRITE_ID: Table = table("NEXT_WRITE_ID")
    .since(V3_1)
    .transactional()
    .columns(&[
        required("NWI_DATABASE", varchar(128)),
        required("NWI_TABLE", varchar(256)),
        required("NWI_NEXT", BIGINT),
    ])
    .keys(&[unique("NEXT_WRITE_ID_IDX", &["NWI_DATABASE", "NWI_TABLE"])]);

const MIN_HISTORY_WRITE_ID: Table = table("MIN_HISTORY_WRITE_ID")
    .since(V4_0)
    .transactional()
    .columns(&[
        required("MH_TXNID", BIGINT),
        required("MH_DATABASE", varchar(128)),
        required("MH_TABLE", varchar(256)),
        required("MH_WRITEID", BIGINT),
    ])
    .keys(&[foreign("MIN_HISTORY_WRITE_ID_FK1", &["MH_TXNID"], "TXNS", &["TXN_ID"])]);

const MIN_HISTORY_LEVEL: Table = table("MIN_HISTORY_LEVEL")
    .since(V3_1)
    .transactional()
    .columns(&[required("MHL_TXNID", BIGINT), required("MHL_MIN_OPEN_TXNID", BIGINT)])
    .keys(&[primary(&["MHL_TXNID"]), index("MIN_HISTORY_LEVEL_IDX", &["MHL_MIN_OPEN_TXNID"])]);

const MATERIALIZATION_REBUILD_LOCKS: Table = table("MATERIALIZATION_REBUILD_LOCKS")
    .since(V3_1)
    .transactional()
    .columns(&[
        required("MRL_TXN_ID", BIGINT),
        required("MRL_DB_NAME", varchar(128)),
        required("MRL_TBL_NAME", varchar(256)),
        required("MRL_LAST_HEARTBEAT", BIGINT),
    ])
    .keys(&[primary(&["MRL_TXN_ID"])]);

const REPL_TXN_MAP: Table = table("REPL_TXN_MAP")
    .since(V3_1)
    .transactional()
    .columns(&[
        required("RTM_REPL_POLICY", varchar(256)),
        required("RTM_SRC_TXN_ID", BIGINT),
        required("RTM_TARGET_TXN_ID", BIGINT),
    ])
    .keys(&[primary(&["RTM_REPL_POLICY", "RTM_SRC_TXN_ID"])]);
