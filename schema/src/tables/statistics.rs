//! Column statistics.

use super::*;

pub(super) const TABLES: &[Table] = &[TAB_COL_STATS, PART_COL_STATS, RUNTIME_STATS];

const TAB_COL_STATS: Table = table("TAB_COL_STATS")
    .columns(&[
        required("CS_ID", BIGINT),
        optional("COLUMN_NAME", varchar(767)).required_on(Mysql),
        optional("COLUMN_TYPE", varchar(128)).required_on(Mysql),
        required("TBL_ID", BIGINT),
        optional("LONG_LOW_VALUE", BIGINT),
        optional("LONG_HIGH_VALUE", BIGINT),
        optional("DOUBLE_LOW_VALUE", STATISTIC),
        optional("DOUBLE_HIGH_VALUE", STATISTIC),
        optional("BIG_DECIMAL_LOW_VALUE", varchar(4000)),
        optional("BIG_DECIMAL_HIGH_VALUE", varchar(4000)),
        required("NUM_NULLS", BIGINT),
        optional("NUM_DISTINCTS", BIGINT),
        optional("BIT_VECTOR", BYTES).since(V3_1),
        optional("AVG_COL_LEN", STATISTIC),
        optional("MAX_COL_LEN", BIGINT),
        optional("NUM_TRUES", BIGINT),
        optional("NUM_FALSES", BIGINT),
        required("LAST_ANALYZED", BIGINT),
        required("ENGINE", varchar(128)).since(V4_0),
        optional("HISTOGRAM", BYTES).since(V4_0),
        optional("CAT_NAME", varchar(256)).required_on(Mysql).since(V3_1).until(V4_0),
        optional("DB_NAME", varchar(128)).required_on(Mysql).until(V4_0),
        optional("TABLE_NAME", varchar(256)).required_on(Mysql).until(V4_0),
    ])
    .keys(&[
        primary(&["CS_ID"]),
        foreign("TAB_COL_STATS_FK", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index("TAB_COL_STATS_IDX", &["CAT_NAME", "DB_NAME", "TABLE_NAME", "COLUMN_NAME"]).since(V3_1).until(V4_0),
        index("TAB_COL_STATS_IDX", &["TBL_ID", "COLUMN_NAME"]).since(V4_1),
        index("TAB_COL_STATS_N49", &["TBL_ID"]),
    ]);

const PART_COL_STATS: Table = table("PART_COL_STATS")
    .columns(&[
        required("CS_ID", BIGINT),
        optional("COLUMN_NAME", varchar(767)).required_on(Mysql),
        optional("COLUMN_TYPE", varchar(128)).required_on(Mysql),
        required("PART_ID", BIGINT),
        optional("LONG_LOW_VALUE", BIGINT),
        optional("LONG_HIGH_VALUE", BIGINT),
        optional("DOUBLE_LOW_VALUE", STATISTIC),
        optional("DOUBLE_HIGH_VALUE", STATISTIC),
        optional("BIG_DECIMAL_LOW_VALUE", varchar(4000)),
        optional("BIG_DECIMAL_HIGH_VALUE", varchar(4000)),
        required("NUM_NULLS", BIGINT),
        optional("NUM_DISTINCTS", BIGINT),
        optional("BIT_VECTOR", BYTES).since(V3_1),
        optional("AVG_COL_LEN", STATISTIC),
        optional("MAX_COL_LEN", BIGINT),
        optional("NUM_TRUES", BIGINT),
        optional("NUM_FALSES", BIGINT),
        required("LAST_ANALYZED", BIGINT),
        required("ENGINE", varchar(128)).since(V4_0),
        optional("HISTOGRAM", BYTES).since(V4_0),
        optional("CAT_NAME", varchar(256)).required_on(Mysql).since(V3_1).until(V4_0),
        optional("DB_NAME", varchar(128)).required_on(Mysql).until(V4_0),
        optional("TABLE_NAME", varchar(256)).required_on(Mysql).until(V4_0),
        optional("PARTITION_NAME", varchar(767)).required_on(Mysql).until(V4_0),
    ])
    .keys(&[
        primary(&["CS_ID"]),
        foreign("PART_COL_STATS_FK", &["PART_ID"], "PARTITIONS", &["PART_ID"]),
        index("PCS_STATS_IDX", &["DB_NAME", "TABLE_NAME", "COLUMN_NAME", "PARTITION_NAME"]).until(V2_3),
        index("PCS_STATS_IDX", &["CAT_NAME", "DB_NAME", "TABLE_NAME", "COLUMN_NAME", "PARTITION_NAME"])
            .since(V3_1)
            .until(V4_0),
        index("PCS_STATS_IDX", &["PART_ID", "COLUMN_NAME"]).since(V4_1),
        index("PART_COL_STATS_N49", &["PART_ID"]),
    ]);

const RUNTIME_STATS: Table = table("RUNTIME_STATS")
    .since(V3_1)
    .transactional()
    .columns(&[
        required("RS_ID", BIGINT),
        required("CREATE_TIME", BIGINT),
        required("WEIGHT", BIGINT),
        optional("PAYLOAD", BYTES),
    ])
    .keys(&[primary(&["RS_ID"]), index("IDX_RUNTIME_STATS_CREATE_TIME", &["CREATE_TIME"])]);
