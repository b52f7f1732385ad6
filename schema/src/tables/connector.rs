//! Data connectors: databases that live in another system (4.0).

use super::*;

pub(super) const TABLES: &[Table] = &[DATACONNECTORS, DATACONNECTOR_PARAMS];

const DATACONNECTORS: Table = table("DATACONNECTORS")
    .since(V4_0)
    .columns(&[
        required("NAME", varchar(128)),
        required("TYPE", varchar(32)),
        required("URL", varchar(4000)),
        optional("COMMENT", varchar(256)),
        optional("OWNER_NAME", varchar(256)),
        optional("OWNER_TYPE", varchar(10)),
        required("CREATE_TIME", INT),
    ])
    .keys(&[primary(&["NAME"])]);

const DATACONNECTOR_PARAMS: Table = table("DATACONNECTOR_PARAMS")
    .since(V4_0)
    .columns(&[
        required("NAME", varchar(128)),
        required("PARAM_KEY", varchar(180)),
        optional("PARAM_VALUE", varchar(4000)),
    ])
    .keys(&[
        primary(&["NAME", "PARAM_KEY"]),
        foreign("DATACONNECTOR_NAME_FK1", &["NAME"], "DATACONNECTORS", &["NAME"]).cascade(),
    ]);
