//! Catalogs, databases, and the row that says which version this is.

use super::*;

pub(super) const TABLES: &[Table] = &[VERSION, CTLGS, DBS, DATABASE_PARAMS];

const VERSION: Table = table("VERSION")
    .columns(&[
        required("VER_ID", BIGINT),
        required("SCHEMA_VERSION", varchar(127)),
        optional("VERSION_COMMENT", varchar(255)).required_on(Postgres),
    ])
    .keys(&[primary(&["VER_ID"])]);

const CTLGS: Table = table("CTLGS")
    .since(V3_1)
    .columns(&[
        required("CTLG_ID", BIGINT),
        optional("NAME", varchar(256)),
        optional("DESC", varchar(4000)),
        required("LOCATION_URI", varchar(4000)),
        optional("CREATE_TIME", BIGINT_OR_INT).since(V4_0),
    ])
    .keys(&[primary(&["CTLG_ID"]), unique("UNIQUE_CATALOG", &["NAME"])]);

const DBS: Table = table("DBS")
    .columns(&[
        required("DB_ID", BIGINT),
        optional("DESC", varchar(4000)),
        required("DB_LOCATION_URI", varchar(4000)),
        optional("NAME", varchar(128)),
        optional("OWNER_NAME", varchar(128)),
        optional("OWNER_TYPE", varchar(10)),
        optional("CTLG_NAME", varchar(256)).required_on(Mysql).default("'hive'").since(V3_1).until(V3_1),
        required("CTLG_NAME", varchar(256)).default("'hive'").since(V4_0),
        optional("CREATE_TIME", BIGINT_OR_INT).since(V4_0),
        optional("DB_MANAGED_LOCATION_URI", varchar(4000)).since(V4_0),
        required("TYPE", varchar(32)).default("'NATIVE'").since(V4_0),
        optional("DATACONNECTOR_NAME", varchar(128)).since(V4_0),
        optional("REMOTE_DBNAME", varchar(128)).since(V4_0),
    ])
    .keys(&[
        primary(&["DB_ID"]),
        unique("UNIQUE_DATABASE", &["NAME"]).until(V2_3),
        unique("UNIQUE_DATABASE", &["NAME", "CTLG_NAME"]).since(V3_1),
        foreign("CTLG_FK1", &["CTLG_NAME"], "CTLGS", &["NAME"]).since(V3_1),
    ]);

const DATABASE_PARAMS: Table = table("DATABASE_PARAMS")
    .columns(&[required("DB_ID", BIGINT), required("PARAM_KEY", varchar(180)), optional("PARAM_VALUE", varchar(4000))])
    .keys(&[
        primary(&["DB_ID", "PARAM_KEY"]),
        foreign("DATABASE_PARAMS_FK1", &["DB_ID"], "DBS", &["DB_ID"]),
        index("DATABASE_PARAMS_N49", &["DB_ID"]),
    ]);
