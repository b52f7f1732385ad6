//! Functions, procedures, packages and the types of old.

use super::*;

pub(super) const TABLES: &[Table] = &[FUNCS, FUNC_RU, STORED_PROCS, PACKAGES, TYPES, TYPE_FIELDS];

const FUNCS: Table = table("FUNCS")
    .columns(&[
        required("FUNC_ID", BIGINT),
        optional("CLASS_NAME", varchar(4000)),
        required("CREATE_TIME", INT),
        optional("DB_ID", BIGINT),
        optional("FUNC_NAME", varchar(128)),
        required("FUNC_TYPE", INT),
        optional("OWNER_NAME", varchar(128)),
        optional("OWNER_TYPE", varchar(10)),
    ])
    .keys(&[
        primary(&["FUNC_ID"]),
        unique("UNIQUEFUNCTION", &["FUNC_NAME", "DB_ID"]),
        foreign("FUNCS_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
        index("FUNCS_N49", &["DB_ID"]),
    ]);

const FUNC_RU: Table = table("FUNC_RU")
    .columns(&[
        required("FUNC_ID", BIGINT),
        required("RESOURCE_TYPE", INT),
        optional("RESOURCE_URI", varchar(4000)),
        required("INTEGER_IDX", INT),
    ])
    .keys(&[
        primary(&["FUNC_ID", "INTEGER_IDX"]),
        foreign("FUNC_RU_FK1", &["FUNC_ID"], "FUNCS", &["FUNC_ID"]),
        index("FUNC_RU_N49", &["FUNC_ID"]),
    ]);

const STORED_PROCS: Table = table("STORED_PROCS")
    .since(V4_0)
    .columns(&[
        required("SP_ID", BIGINT),
        required("CREATE_TIME", INT),
        required("DB_ID", BIGINT),
        required("NAME", varchar(256)),
        required("OWNER_NAME", varchar(128)),
        required("SOURCE", LONGTEXT),
    ])
    .keys(&[
        primary(&["SP_ID"]),
        unique("UNIQUESTOREDPROC", &["NAME", "DB_ID"]),
        foreign("STOREDPROC_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
    ]);

const PACKAGES: Table = table("PACKAGES")
    .since(V4_0)
    .columns(&[
        required("PKG_ID", BIGINT),
        required("CREATE_TIME", INT),
        required("DB_ID", BIGINT),
        required("NAME", varchar(256)),
        required("OWNER_NAME", varchar(128)),
        required("HEADER", LONGTEXT),
        required("BODY", LONGTEXT),
    ])
    .keys(&[
        primary(&["PKG_ID"]),
        unique("UNIQUEPKG", &["NAME", "DB_ID"]),
        foreign("PACKAGES_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
    ]);

const TYPES: Table = table("TYPES")
    .columns(&[
        required("TYPES_ID", BIGINT),
        optional("TYPE_NAME", varchar(128)),
        optional("TYPE1", varchar(767)),
        optional("TYPE2", varchar(767)),
    ])
    .keys(&[primary(&["TYPES_ID"]), unique("UNIQUE_TYPE", &["TYPE_NAME"])]);

const TYPE_FIELDS: Table = table("TYPE_FIELDS")
    .columns(&[
        required("TYPE_NAME", BIGINT),
        optional("COMMENT", varchar(256)),
        required("FIELD_NAME", varchar(128)),
        required("FIELD_TYPE", varchar(767)),
        required("INTEGER_IDX", BIGINT_OR_INT),
    ])
    .keys(&[
        primary(&["TYPE_NAME", "FIELD_NAME"]),
        foreign("TYPE_FIELDS_FK1", &["TYPE_NAME"], "TYPES", &["TYPES_ID"]),
        index("TYPE_FIELDS_N49", &["TYPE_NAME"]),
    ]);
