//! Partitions.

use super::*;

pub(super) const TABLES: &[Table] = &[PARTITIONS, PARTITION_PARAMS, PARTITION_KEY_VALS, PARTITION_EVENTS];

const PARTITIONS: Table = table("PARTITIONS")
    .columns(&[
        required("PART_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("LAST_ACCESS_TIME", BIGINT_OR_INT),
        optional("PART_NAME", varchar(767)),
        optional("SD_ID", BIGINT),
        optional("TBL_ID", BIGINT),
        optional("WRITE_ID", BIGINT).default("0").since(V4_0),
    ])
    .keys(&[
        primary(&["PART_ID"]),
        unique("UNIQUEPARTITION", &["PART_NAME", "TBL_ID"]).until(V3_1),
        unique("UNIQUEPARTITION", &["TBL_ID", "PART_NAME"]).since(V4_0),
        foreign("PARTITIONS_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        foreign("PARTITIONS_FK2", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index("PARTITIONS_N49", &["TBL_ID"]).until(V3_1),
        index("PARTITIONS_N50", &["SD_ID"]),
    ]);

const PARTITION_PARAMS: Table = table("PARTITION_PARAMS")
    .columns(&[
        required("PART_ID", BIGINT),
        required("PARAM_KEY", varchar(256)),
        optional("PARAM_VALUE", varchar(4000)).until(V3_1),
        optional("PARAM_VALUE", MEDIUMTEXT).since(V4_0),
    ])
    .keys(&[
        primary(&["PART_ID", "PARAM_KEY"]),
        foreign("PARTITION_PARAMS_FK1", &["PART_ID"], "PARTITIONS", &["PART_ID"]),
        index("PARTITION_PARAMS_N49", &["PART_ID"]),
    ]);

const PARTITION_KEY_VALS: Table = table("PARTITION_KEY_VALS")
    .columns(&[
        required("PART_ID", BIGINT),
        optional("PART_KEY_VAL", varchar(256)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["PART_ID", "INTEGER_IDX"]),
        foreign("PARTITION_KEY_VALS_FK1", &["PART_ID"], "PARTITIONS", &["PART_ID"]),
        index("PARTITION_KEY_VALS_N49", &["PART_ID"]),
    ]);

const PARTITION_EVENTS: Table = table("PARTITION_EVENTS")
    .columns(&[
        required("PART_NAME_ID", BIGINT),
        optional("CAT_NAME", varchar(256)).since(V3_1),
        optional("DB_NAME", varchar(128)),
        required("EVENT_TIME", BIGINT),
        required("EVENT_TYPE", INT),
        optional("PARTITION_NAME", varchar(767)),
        optional("TBL_NAME", varchar(256)),
    ])
    .keys(&[primary(&["PART_NAME_ID"]), index("PARTITIONEVENTINDEX", &["PARTITION_NAME"])]);
