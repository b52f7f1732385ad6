//! Workload management (3.0) and scheduled queries (4.0).

use super::*;

pub(super) const TABLES: &[Table] =
    &[WM_RESOURCEPLAN, WM_POOL, WM_TRIGGER, WM_POOL_TO_TRIGGER, WM_MAPPING, SCHEDULED_QUERIES, SCHEDULED_EXECUTIONS];

const WM_RESOURCEPLAN: Table = table("WM_RESOURCEPLAN")
    .since(V3_1)
    .columns(&[
        required("RP_ID", BIGINT),
        required("NAME", varchar(128)),
        optional("NS", varchar(128)).since(V4_0),
        optional("QUERY_PARALLELISM", INT),
        required("STATUS", varchar(20)),
        optional("DEFAULT_POOL_ID", BIGINT),
    ])
    .keys(&[
        primary(&["RP_ID"]),
        unique("UNIQUE_WM_RESOURCEPLAN", &["NAME"]).until(V3_1),
        unique("UNIQUE_WM_RESOURCEPLAN", &["NS", "NAME"]).except_on(Mysql).since(V4_0),
        unique("UNIQUE_WM_RESOURCEPLAN", &["NAME", "NS"]).only_on(Mysql).since(V4_0),
        foreign("WM_RESOURCEPLAN_FK1", &["DEFAULT_POOL_ID"], "WM_POOL", &["POOL_ID"]),
    ]);

const WM_POOL: Table = table("WM_POOL")
    .since(V3_1)
    .columns(&[
        required("POOL_ID", BIGINT),
        required("RP_ID", BIGINT),
        required("PATH", varchar_or(1024, 767)),
        optional("ALLOC_FRACTION", DOUBLE),
        optional("QUERY_PARALLELISM", INT),
        optional("SCHEDULING_POLICY", varchar_or(1024, 767)),
    ])
    .keys(&[
        primary(&["POOL_ID"]),
        unique("UNIQUE_WM_POOL", &["RP_ID", "PATH"]),
        foreign("WM_POOL_FK1", &["RP_ID"], "WM_RESOURCEPLAN", &["RP_ID"]),
    ]);

const WM_TRIGGER: Table = table("WM_TRIGGER")
    .since(V3_1)
    .columns(&[
        required("TRIGGER_ID", BIGINT),
        required("RP_ID", BIGINT),
        required("NAME", varchar(128)),
        optional("TRIGGER_EXPRESSION", varchar(1024)),
        optional("ACTION_EXPRESSION", varchar(1024)),
        required("IS_IN_UNMANAGED", SMALLINT_OR_BIT).default("0"),
    ])
    .keys(&[
        primary(&["TRIGGER_ID"]),
        unique("UNIQUE_WM_TRIGGER", &["RP_ID", "NAME"]),
        foreign("WM_TRIGGER_FK1", &["RP_ID"], "WM_RESOURCEPLAN", &["RP_ID"]),
    ]);

const WM_POOL_TO_TRIGGER: Table = table("WM_POOL_TO_TRIGGER")
    .since(V3_1)
    .columns(&[required("POOL_ID", BIGINT), required("TRIGGER_ID", BIGINT)])
    .keys(&[
        primary(&["POOL_ID", "TRIGGER_ID"]),
        foreign("WM_POOL_TO_TRIGGER_FK1", &["POOL_ID"], "WM_POOL", &["POOL_ID"]),
        foreign("WM_POOL_TO_TRIGGER_FK2", &["TRIGGER_ID"], "WM_TRIGGER", &["TRIGGER_ID"]),
    ]);

const WM_MAPPING: Table = table("WM_MAPPING")
    .since(V3_1)
    .columns(&[
        required("MAPPING_ID", BIGINT),
        required("RP_ID", BIGINT),
        required("ENTITY_TYPE", varchar(128)),
        required("ENTITY_NAME", varchar(128)),
        optional("POOL_ID", BIGINT),
        optional("ORDERING", INT),
    ])
    .keys(&[
        primary(&["MAPPING_ID"]),
        unique("UNIQUE_WM_MAPPING", &["RP_ID", "ENTITY_TYPE", "ENTITY_NAME"]),
        foreign("WM_MAPPING_FK1", &["RP_ID"], "WM_RESOURCEPLAN", &["RP_ID"]),
        foreign("WM_MAPPING_FK2", &["POOL_ID"], "WM_POOL", &["POOL_ID"]),
    ]);

const SCHEDULED_QUERIES: Table = table("SCHEDULED_QUERIES")
    .since(V4_0)
    .columns(&[
        required("SCHEDULED_QUERY_ID", BIGINT),
        optional("CLUSTER_NAMESPACE", varchar(256)),
        required("ENABLED", BOOLEAN),
        optional("NEXT_EXECUTION", INT),
        optional("QUERY", varchar(4000)),
        optional("SCHEDULE", varchar(256)),
        optional("SCHEDULE_NAME", varchar(256)),
        optional("USER", varchar(256)),
        optional("ACTIVE_EXECUTION_ID", BIGINT_OR_INT),
    ])
    .keys(&[primary(&["SCHEDULED_QUERY_ID"])]);

const SCHEDULED_EXECUTIONS: Table = table("SCHEDULED_EXECUTIONS")
    .since(V4_0)
    .columns(&[
        required("SCHEDULED_EXECUTION_ID", BIGINT),
        optional("END_TIME", INT),
        optional("ERROR_MESSAGE", varchar(2000)),
        optional("EXECUTOR_QUERY_ID", varchar(256)),
        optional("LAST_UPDATE_TIME", INT),
        optional("SCHEDULED_QUERY_ID", BIGINT),
        optional("START_TIME", INT),
        optional("STATE", varchar(256)),
    ])
    .keys(&[
        primary(&["SCHEDULED_EXECUTION_ID"]),
        unique("UNIQUE_SCHEDULED_EXECUTIONS_ID", &["SCHEDULED_EXECUTION_ID"]),
        foreign("SCHEDULED_EXECUTIONS_SCHQ_FK", &["SCHEDULED_QUERY_ID"], "SCHEDULED_QUERIES", &["SCHEDULED_QUERY_ID"])
            .cascade(),
        index("IDX_SCHEDULED_EXECUTIONS_LAST_UPDATE_TIME", &["LAST_UPDATE_TIME"]),
        index("IDX_SCHEDULED_EXECUTIONS_SCHEDULED_QUERY_ID", &["SCHEDULED_QUERY_ID"]),
    ]);
