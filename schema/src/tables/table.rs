//! Tables and what hangs on them: parameters, partition keys, constraints, views, the indexes of old.

use super::*;

pub(super) const TABLES: &[Table] =
    &[TBLS, TABLE_PARAMS, PARTITION_KEYS, KEY_CONSTRAINTS, MV_CREATION_METADATA, MV_TABLES_USED, IDXS, INDEX_PARAMS];

const TBLS: Table = table("TBLS")
    .columns(&[
        required("TBL_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        optional("DB_ID", BIGINT),
        required("LAST_ACCESS_TIME", BIGINT_OR_INT),
        optional("OWNER", varchar(767)),
        optional("OWNER_TYPE", varchar(10)).since(V3_1),
        required("RETENTION", BIGINT_OR_INT),
        optional("SD_ID", BIGINT),
        optional("TBL_NAME", varchar(256)),
        optional("TBL_TYPE", varchar(128)),
        optional("VIEW_EXPANDED_TEXT", MEDIUMTEXT),
        optional("VIEW_ORIGINAL_TEXT", MEDIUMTEXT),
        required("IS_REWRITE_ENABLED", BOOLEAN_OR_BIT).until(V2_3),
        required("IS_REWRITE_ENABLED", BOOLEAN_OR_BIT).default("false").since(V3_1),
        optional("WRITE_ID", BIGINT).default("0").since(V4_0),
    ])
    .keys(&[
        primary(&["TBL_ID"]),
        unique("UNIQUETABLE", &["TBL_NAME", "DB_ID"]).until(V4_0),
        unique("UNIQUETABLE", &["DB_ID", "TBL_NAME"]).since(V4_1),
        foreign("TBLS_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
        foreign("TBLS_FK2", &["SD_ID"], "SDS", &["SD_ID"]),
        index("TBLS_N49", &["DB_ID"]).until(V4_0),
        index("TBLS_N50", &["SD_ID"]),
    ]);

const TABLE_PARAMS: Table = table("TABLE_PARAMS")
    .columns(&[required("TBL_ID", BIGINT), required("PARAM_KEY", varchar(256)), optional("PARAM_VALUE", MEDIUMTEXT)])
    .keys(&[
        primary(&["TBL_ID", "PARAM_KEY"]),
        foreign("TABLE_PARAMS_FK1", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index("TABLE_PARAMS_N49", &["TBL_ID"]),
    ]);

const PARTITION_KEYS: Table = table("PARTITION_KEYS")
    .columns(&[
        required("TBL_ID", BIGINT),
        optional("PKEY_COMMENT", varchar(4000)),
        required("PKEY_NAME", varchar(128)),
        required("PKEY_TYPE", varchar(767)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["TBL_ID", "PKEY_NAME"]),
        foreign("PARTITION_KEYS_FK1", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index("PARTITION_KEYS_N49", &["TBL_ID"]),
    ]);

const KEY_CONSTRAINTS: Table = table("KEY_CONSTRAINTS")
    .columns(&[
        optional("CHILD_CD_ID", BIGINT),
        optional("CHILD_INTEGER_IDX", BIGINT_OR_INT),
        optional("CHILD_TBL_ID", BIGINT),
        required("PARENT_CD_ID", BIGINT).until(V2_3),
        optional("PARENT_CD_ID", BIGINT).since(V3_1),
        required("PARENT_INTEGER_IDX", BIGINT_OR_INT),
        required("PARENT_TBL_ID", BIGINT),
        required("POSITION", BIGINT),
        required("CONSTRAINT_NAME", varchar(400)),
        required("CONSTRAINT_TYPE", SMALLINT),
        optional("UPDATE_RULE", SMALLINT),
        optional("DELETE_RULE", SMALLINT),
        required("ENABLE_VALIDATE_RELY", SMALLINT),
        optional("DEFAULT_VALUE", varchar(400)).since(V3_1),
    ])
    .keys(&[
        primary(&["CONSTRAINT_NAME", "POSITION"]).until(V3_1),
        primary(&["PARENT_TBL_ID", "CONSTRAINT_NAME", "POSITION"]).since(V4_0),
        index("CONSTRAINTS_PARENT_TABLE_ID_INDEX", &["PARENT_TBL_ID"]),
        index("CONSTRAINTS_CONSTRAINT_TYPE_INDEX", &["CONSTRAINT_TYPE"]).since(V3_1),
    ]);

const MV_CREATION_METADATA: Table = table("MV_CREATION_METADATA")
    .since(V3_1)
    .columns(&[
        required("MV_CREATION_METADATA_ID", BIGINT),
        required("CAT_NAME", varchar(256)),
        required("DB_NAME", varchar(128)),
        required("TBL_NAME", varchar(256)),
        optional("TXN_LIST", TEXT),
        required("MATERIALIZATION_TIME", BIGINT),
    ])
    .keys(&[
        primary(&["MV_CREATION_METADATA_ID"]),
        // In spite of its name: two catalogs may have the same view.
        index("MV_UNIQUE_TABLE", &["TBL_NAME", "DB_NAME"]),
    ]);

const MV_TABLES_USED: Table = table("MV_TABLES_USED")
    .since(V3_1)
    .columns(&[
        required("MV_CREATION_METADATA_ID", BIGINT),
        required("TBL_ID", BIGINT),
        required("INSERTED_COUNT", BIGINT).default("0").since(V4_0),
        required("UPDATED_COUNT", BIGINT).default("0").since(V4_0),
        required("DELETED_COUNT", BIGINT).default("0").since(V4_0),
    ])
    .keys(&[
        primary(&["TBL_ID", "MV_CREATION_METADATA_ID"]).since(V4_0),
        foreign(
            "MV_TABLES_USED_FK1",
            &["MV_CREATION_METADATA_ID"],
            "MV_CREATION_METADATA",
            &["MV_CREATION_METADATA_ID"],
        ),
        foreign("MV_TABLES_USED_FK2", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index("MV_TABLES_USED_N49", &["MV_CREATION_METADATA_ID"]),
    ]);

const IDXS: Table = table("IDXS")
    .until(V3_1)
    .columns(&[
        required("INDEX_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("DEFERRED_REBUILD", BOOLEAN_OR_BIT),
        optional("INDEX_HANDLER_CLASS", varchar(4000)),
        optional("INDEX_NAME", varchar(128)),
        optional("INDEX_TBL_ID", BIGINT),
        required("LAST_ACCESS_TIME", BIGINT_OR_INT),
        optional("ORIG_TBL_ID", BIGINT),
        optional("SD_ID", BIGINT),
    ])
    .keys(&[
        primary(&["INDEX_ID"]),
        unique("UNIQUEINDEX", &["INDEX_NAME", "ORIG_TBL_ID"]),
        foreign("IDXS_FK1", &["INDEX_TBL_ID"], "TBLS", &["TBL_ID"]),
        foreign("IDXS_FK2", &["ORIG_TBL_ID"], "TBLS", &["TBL_ID"]),
        foreign("IDXS_FK3", &["SD_ID"], "SDS", &["SD_ID"]),
        index("IDXS_N49", &["ORIG_TBL_ID"]),
        index("IDXS_N50", &["INDEX_TBL_ID"]),
        index("IDXS_N51", &["SD_ID"]),
    ]);

const INDEX_PARAMS: Table = table("INDEX_PARAMS")
    .until(V3_1)
    .columns(&[
        required("INDEX_ID", BIGINT),
        required("PARAM_KEY", varchar(256)),
        optional("PARAM_VALUE", varchar(4000)),
    ])
    .keys(&[
        primary(&["INDEX_ID", "PARAM_KEY"]),
        foreign("INDEX_PARAMS_FK1", &["INDEX_ID"], "IDXS", &["INDEX_ID"]),
        index("INDEX_PARAMS_N49", &["INDEX_ID"]),
    ]);
