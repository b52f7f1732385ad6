//! Roles, grants, and the keys of delegation tokens.

use super::*;

pub(super) const TABLES: &[Table] = &[
    ROLES,
    ROLE_MAP,
    GLOBAL_PRIVS,
    DB_PRIVS,
    TBL_PRIVS,
    TBL_COL_PRIVS,
    PART_PRIVS,
    PART_COL_PRIVS,
    DC_PRIVS,
    MASTER_KEYS,
    DELEGATION_TOKENS,
];

const ROLES: Table = table("ROLES")
    .columns(&[
        required("ROLE_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        optional("OWNER_NAME", varchar(128)),
        optional("ROLE_NAME", varchar(128)),
    ])
    .keys(&[primary(&["ROLE_ID"]), unique("ROLEENTITYINDEX", &["ROLE_NAME"])]);

const ROLE_MAP: Table = table("ROLE_MAP")
    .columns(&[
        required("ROLE_GRANT_ID", BIGINT),
        required("ADD_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("ROLE_ID", BIGINT),
    ])
    .keys(&[
        primary(&["ROLE_GRANT_ID"]),
        unique("USERROLEMAPINDEX", &["PRINCIPAL_NAME", "ROLE_ID", "GRANTOR", "GRANTOR_TYPE"]),
        foreign("ROLE_MAP_FK1", &["ROLE_ID"], "ROLES", &["ROLE_ID"]),
        index("ROLE_MAP_N49", &["ROLE_ID"]),
    ]);

const GLOBAL_PRIVS: Table = table("GLOBAL_PRIVS")
    .columns(&[
        required("USER_GRANT_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("USER_PRIV", varchar(128)),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["USER_GRANT_ID"]),
        unique("GLOBALPRIVILEGEINDEX", &["PRINCIPAL_NAME", "PRINCIPAL_TYPE", "USER_PRIV", "GRANTOR", "GRANTOR_TYPE"])
            .until(V2_3),
        unique(
            "GLOBALPRIVILEGEINDEX",
            &["AUTHORIZER", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "USER_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .since(V3_1),
    ]);

const DB_PRIVS: Table = table("DB_PRIVS")
    .columns(&[
        required("DB_GRANT_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        optional("DB_ID", BIGINT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("DB_PRIV", varchar(128)),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["DB_GRANT_ID"]),
        unique(
            "DBPRIVILEGEINDEX",
            &["DB_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DB_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .until(V2_3),
        unique(
            "DBPRIVILEGEINDEX",
            &["AUTHORIZER", "DB_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DB_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .since(V3_1),
        foreign("DB_PRIVS_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
        index("DB_PRIVS_N49", &["DB_ID"]),
    ]);

const TBL_PRIVS: Table = table("TBL_PRIVS")
    .columns(&[
        required("TBL_GRANT_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("TBL_PRIV", varchar(128)),
        optional("TBL_ID", BIGINT),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["TBL_GRANT_ID"]),
        foreign("TBL_PRIVS_FK1", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index(
            "TABLEPRIVILEGEINDEX",
            &["TBL_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .until(V2_3),
        index(
            "TABLEPRIVILEGEINDEX",
            &["AUTHORIZER", "TBL_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .since(V3_1),
        index("TBL_PRIVS_N49", &["TBL_ID"]),
    ]);

const TBL_COL_PRIVS: Table = table("TBL_COL_PRIVS")
    .columns(&[
        required("TBL_COLUMN_GRANT_ID", BIGINT),
        optional("COLUMN_NAME", varchar(767)),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("TBL_COL_PRIV", varchar(128)),
        optional("TBL_ID", BIGINT),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["TBL_COLUMN_GRANT_ID"]),
        foreign("TBL_COL_PRIVS_FK1", &["TBL_ID"], "TBLS", &["TBL_ID"]),
        index(
            "TABLECOLUMNPRIVILEGEINDEX",
            &["TBL_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "TBL_COL_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .until(V2_3),
        index(
            "TABLECOLUMNPRIVILEGEINDEX",
            &[
                "AUTHORIZER",
                "TBL_ID",
                "COLUMN_NAME",
                "PRINCIPAL_NAME",
                "PRINCIPAL_TYPE",
                "TBL_COL_PRIV",
                "GRANTOR",
                "GRANTOR_TYPE",
            ],
        )
        .since(V3_1),
        index("TBL_COL_PRIVS_N49", &["TBL_ID"]),
    ]);

const PART_PRIVS: Table = table("PART_PRIVS")
    .columns(&[
        required("PART_GRANT_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PART_ID", BIGINT),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("PART_PRIV", varchar(128)),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["PART_GRANT_ID"]),
        foreign("PART_PRIVS_FK1", &["PART_ID"], "PARTITIONS", &["PART_ID"]),
        index(
            "PARTPRIVILEGEINDEX",
            &["PART_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .until(V2_3),
        index(
            "PARTPRIVILEGEINDEX",
            &["AUTHORIZER", "PART_ID", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .since(V3_1),
        index("PART_PRIVS_N49", &["PART_ID"]),
    ]);

const PART_COL_PRIVS: Table = table("PART_COL_PRIVS")
    .columns(&[
        required("PART_COLUMN_GRANT_ID", BIGINT),
        optional("COLUMN_NAME", varchar(767)),
        required("CREATE_TIME", BIGINT_OR_INT),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PART_ID", BIGINT),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("PART_COL_PRIV", varchar(128)),
        optional("AUTHORIZER", varchar(128)).since(V3_1),
    ])
    .keys(&[
        primary(&["PART_COLUMN_GRANT_ID"]),
        foreign("PART_COL_PRIVS_FK1", &["PART_ID"], "PARTITIONS", &["PART_ID"]),
        index(
            "PARTITIONCOLUMNPRIVILEGEINDEX",
            &["PART_ID", "COLUMN_NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "PART_COL_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        )
        .until(V2_3),
        index(
            "PARTITIONCOLUMNPRIVILEGEINDEX",
            &[
                "AUTHORIZER",
                "PART_ID",
                "COLUMN_NAME",
                "PRINCIPAL_NAME",
                "PRINCIPAL_TYPE",
                "PART_COL_PRIV",
                "GRANTOR",
                "GRANTOR_TYPE",
            ],
        )
        .since(V3_1),
        index("PART_COL_PRIVS_N49", &["PART_ID"]),
    ]);

const DC_PRIVS: Table = table("DC_PRIVS")
    .since(V4_0)
    .columns(&[
        required("DC_GRANT_ID", BIGINT),
        required("CREATE_TIME", BIGINT_OR_INT),
        optional("NAME", varchar(128)),
        required("GRANT_OPTION", SMALLINT),
        optional("GRANTOR", varchar(128)),
        optional("GRANTOR_TYPE", varchar(128)),
        optional("PRINCIPAL_NAME", varchar(128)),
        optional("PRINCIPAL_TYPE", varchar(128)),
        optional("DC_PRIV", varchar(128)),
        optional("AUTHORIZER", varchar(128)),
    ])
    .keys(&[
        primary(&["DC_GRANT_ID"]),
        unique(
            "DCPRIVILEGEINDEX",
            &["AUTHORIZER", "NAME", "PRINCIPAL_NAME", "PRINCIPAL_TYPE", "DC_PRIV", "GRANTOR", "GRANTOR_TYPE"],
        ),
        foreign("DC_PRIVS_FK1", &["NAME"], "DATACONNECTORS", &["NAME"]),
        index("DC_PRIVS_N49", &["NAME"]),
    ]);

const MASTER_KEYS: Table = table("MASTER_KEYS")
    .columns(&[required("KEY_ID", INT).generated(V2_3), optional("MASTER_KEY", varchar(767))])
    .keys(&[primary(&["KEY_ID"])]);

const DELEGATION_TOKENS: Table = table("DELEGATION_TOKENS")
    .columns(&[required("TOKEN_IDENT", varchar(767)), optional("TOKEN", varchar(767))])
    .keys(&[primary(&["TOKEN_IDENT"])]);
