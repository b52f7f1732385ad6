//! The schema registry (3.0).

use super::*;

pub(super) const TABLES: &[Table] = &[I_SCHEMA, SCHEMA_VERSION];

const I_SCHEMA: Table = table("I_SCHEMA")
    .since(V3_1)
    .columns(&[
        required("SCHEMA_ID", BIGINT),
        required("SCHEMA_TYPE", INT),
        optional("NAME", varchar(256)),
        optional("DB_ID", BIGINT),
        required("COMPATIBILITY", INT),
        required("VALIDATION_LEVEL", INT),
        required("CAN_EVOLVE", BOOLEAN_OR_BIT),
        optional("SCHEMA_GROUP", varchar(256)),
        optional("DESCRIPTION", varchar(4000)),
    ])
    .keys(&[
        primary(&["SCHEMA_ID"]),
        unique("UNIQUE_NAME", &["NAME"]).except_on(Mysql),
        index("UNIQUE_NAME", &["NAME"]).only_on(Mysql),
        foreign("I_SCHEMA_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
    ]);

const SCHEMA_VERSION: Table = table("SCHEMA_VERSION")
    .since(V3_1)
    .columns(&[
        required("SCHEMA_VERSION_ID", BIGINT),
        optional("SCHEMA_ID", BIGINT),
        required("VERSION", INT),
        required("CREATED_AT", BIGINT),
        optional("CD_ID", BIGINT),
        required("STATE", INT),
        optional("DESCRIPTION", varchar(4000)),
        optional("SCHEMA_TEXT", MEDIUMTEXT),
        optional("FINGERPRINT", varchar(256)),
        optional("SCHEMA_VERSION_NAME", varchar(256)),
        optional("SERDE_ID", BIGINT),
    ])
    .keys(&[
        primary(&["SCHEMA_VERSION_ID"]),
        unique("UNIQUE_VERSION", &["SCHEMA_ID", "VERSION"]).except_on(Mysql),
        index("UNIQUE_VERSION", &["SCHEMA_ID", "VERSION"]).only_on(Mysql),
        foreign("SCHEMA_VERSION_FK1", &["SCHEMA_ID"], "I_SCHEMA", &["SCHEMA_ID"]),
        foreign("SCHEMA_VERSION_FK2", &["CD_ID"], "CDS", &["CD_ID"]),
        foreign("SCHEMA_VERSION_FK3", &["SERDE_ID"], "SERDES", &["SERDE_ID"]),
    ]);
