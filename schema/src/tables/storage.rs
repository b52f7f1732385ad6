//! Where and how a table or partition is stored: columns, serde, buckets, skew.

use super::*;

pub(super) const TABLES: &[Table] = &[
    CDS,
    COLUMNS_V2,
    SERDES,
    SERDE_PARAMS,
    SDS,
    SD_PARAMS,
    BUCKETING_COLS,
    SORT_COLS,
    SKEWED_STRING_LIST,
    SKEWED_STRING_LIST_VALUES,
    SKEWED_COL_NAMES,
    SKEWED_COL_VALUE_LOC_MAP,
    SKEWED_VALUES,
];

const CDS: Table = table("CDS").columns(&[required("CD_ID", BIGINT)]).keys(&[primary(&["CD_ID"])]);

const COLUMNS_V2: Table = table("COLUMNS_V2")
    .columns(&[
        required("CD_ID", BIGINT),
        optional("COMMENT", varchar_or(4000, 256)).until(V3_1),
        optional("COMMENT", varchar(4000)).since(V4_0),
        required("COLUMN_NAME", varchar(767)),
        optional("TYPE_NAME", MEDIUMTEXT),
        required("INTEGER_IDX", INT),
    ])
    .keys(&[
        primary(&["CD_ID", "COLUMN_NAME"]),
        foreign("COLUMNS_V2_FK1", &["CD_ID"], "CDS", &["CD_ID"]),
        index("COLUMNS_V2_N49", &["CD_ID"]),
    ]);

const SERDES: Table = table("SERDES")
    .columns(&[
        required("SERDE_ID", BIGINT),
        optional("NAME", varchar(128)),
        optional("SLIB", varchar(4000)),
        optional("DESCRIPTION", varchar(4000)).since(V3_1),
        optional("SERIALIZER_CLASS", varchar(4000)).since(V3_1),
        optional("DESERIALIZER_CLASS", varchar(4000)).since(V3_1),
        optional("SERDE_TYPE", INT).since(V3_1),
    ])
    .keys(&[primary(&["SERDE_ID"])]);

const SERDE_PARAMS: Table = table("SERDE_PARAMS")
    .columns(&[required("SERDE_ID", BIGINT), required("PARAM_KEY", varchar(256)), optional("PARAM_VALUE", MEDIUMTEXT)])
    .keys(&[
        primary(&["SERDE_ID", "PARAM_KEY"]),
        foreign("SERDE_PARAMS_FK1", &["SERDE_ID"], "SERDES", &["SERDE_ID"]),
        index("SERDE_PARAMS_N49", &["SERDE_ID"]),
    ]);

const SDS: Table = table("SDS")
    .columns(&[
        required("SD_ID", BIGINT),
        optional("INPUT_FORMAT", varchar(4000)),
        required("IS_COMPRESSED", BOOLEAN_OR_BIT),
        optional("LOCATION", varchar(4000)),
        required("NUM_BUCKETS", BIGINT_OR_INT),
        optional("OUTPUT_FORMAT", varchar(4000)),
        optional("SERDE_ID", BIGINT),
        optional("CD_ID", BIGINT),
        required("IS_STOREDASSUBDIRECTORIES", BOOLEAN_OR_BIT),
    ])
    .keys(&[
        primary(&["SD_ID"]),
        foreign("SDS_FK1", &["CD_ID"], "CDS", &["CD_ID"]),
        foreign("SDS_FK2", &["SERDE_ID"], "SERDES", &["SERDE_ID"]),
        index("SDS_N49", &["SERDE_ID"]),
        index("SDS_N50", &["CD_ID"]),
    ]);

const SD_PARAMS: Table = table("SD_PARAMS")
    .columns(&[required("SD_ID", BIGINT), required("PARAM_KEY", varchar(256)), optional("PARAM_VALUE", MEDIUMTEXT)])
    .keys(&[
        primary(&["SD_ID", "PARAM_KEY"]),
        foreign("SD_PARAMS_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        index("SD_PARAMS_N49", &["SD_ID"]),
    ]);

const BUCKETING_COLS: Table = table("BUCKETING_COLS")
    .columns(&[
        required("SD_ID", BIGINT),
        optional("BUCKET_COL_NAME", varchar(256)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["SD_ID", "INTEGER_IDX"]),
        foreign("BUCKETING_COLS_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        index("BUCKETING_COLS_N49", &["SD_ID"]),
    ]);

const SORT_COLS: Table = table("SORT_COLS")
    .columns(&[
        required("SD_ID", BIGINT),
        optional("COLUMN_NAME", varchar(767)),
        required("ORDER", BIGINT_OR_INT),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["SD_ID", "INTEGER_IDX"]),
        foreign("SORT_COLS_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        index("SORT_COLS_N49", &["SD_ID"]),
    ]);

const SKEWED_STRING_LIST: Table =
    table("SKEWED_STRING_LIST").columns(&[required("STRING_LIST_ID", BIGINT)]).keys(&[primary(&["STRING_LIST_ID"])]);

const SKEWED_STRING_LIST_VALUES: Table = table("SKEWED_STRING_LIST_VALUES")
    .columns(&[
        required("STRING_LIST_ID", BIGINT),
        optional("STRING_LIST_VALUE", varchar(256)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["STRING_LIST_ID", "INTEGER_IDX"]),
        foreign("SKEWED_STRING_LIST_VALUES_FK1", &["STRING_LIST_ID"], "SKEWED_STRING_LIST", &["STRING_LIST_ID"]),
        index("SKEWED_STRING_LIST_VALUES_N49", &["STRING_LIST_ID"]),
    ]);

const SKEWED_COL_NAMES: Table = table("SKEWED_COL_NAMES")
    .columns(&[
        required("SD_ID", BIGINT),
        optional("SKEWED_COL_NAME", varchar(256)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["SD_ID", "INTEGER_IDX"]),
        foreign("SKEWED_COL_NAMES_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        index("SKEWED_COL_NAMES_N49", &["SD_ID"]),
    ]);

const SKEWED_COL_VALUE_LOC_MAP: Table = table("SKEWED_COL_VALUE_LOC_MAP")
    .columns(&[required("SD_ID", BIGINT), required("STRING_LIST_ID_KID", BIGINT), optional("LOCATION", varchar(4000))])
    .keys(&[
        primary(&["SD_ID", "STRING_LIST_ID_KID"]),
        foreign("SKEWED_COL_VALUE_LOC_MAP_FK1", &["SD_ID"], "SDS", &["SD_ID"]),
        foreign("SKEWED_COL_VALUE_LOC_MAP_FK2", &["STRING_LIST_ID_KID"], "SKEWED_STRING_LIST", &["STRING_LIST_ID"]),
        index("SKEWED_COL_VALUE_LOC_MAP_N49", &["STRING_LIST_ID_KID"]),
        index("SKEWED_COL_VALUE_LOC_MAP_N50", &["SD_ID"]),
    ]);

const SKEWED_VALUES: Table = table("SKEWED_VALUES")
    .columns(&[
        required("SD_ID_OID", BIGINT),
        required("STRING_LIST_ID_EID", BIGINT),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["SD_ID_OID", "INTEGER_IDX"]),
        foreign("SKEWED_VALUES_FK1", &["STRING_LIST_ID_EID"], "SKEWED_STRING_LIST", &["STRING_LIST_ID"]),
        foreign("SKEWED_VALUES_FK2", &["SD_ID_OID"], "SDS", &["SD_ID"]),
        index("SKEWED_VALUES_N49", &["STRING_LIST_ID_EID"]),
        index("SKEWED_VALUES_N50", &["SD_ID_OID"]),
    ]);
