// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 4.0.
    DatabaseType {
        NATIVE = 1,
        REMOTE = 2,
    }
}

structs! {
    /// Since 2.3.
    Database {
        1 name: optional Str,
        2 description: optional Str,
        3 location_uri: optional Str,
        4 parameters: optional BTreeMap<Str, Str>,
        5 privileges: optional PrincipalPrivilegeSet,
        6 owner_name: optional Str,
        7 owner_type: optional PrincipalType,
        8 catalog_name: optional Str,
        9 create_time: optional i32,
        10 managed_location_uri: optional Str,
        11 type_: optional DatabaseType,
        12 connector_name: optional Str,
        13 remote_dbname: optional Str,
    }
    /// Since 4.1+.
    GetDatabaseObjectsRequest {
        1 catalog_name: optional Str,
        2 pattern: optional Str,
    }
    /// Since 4.1+.
    GetDatabaseObjectsResponse {
        1 databases: required Vec<Database>,
    }
    /// Since 4.0.
    GetDatabaseRequest {
        1 name: optional Str,
        2 catalog_name: optional Str,
        3 processor_capabilities: optional Vec<Str>,
        4 processor_identifier: optional Str,
    }
    /// Since 4.0.
    AlterDatabaseRequest {
        1 old_db_name: required Str,
        2 new_db: required Database,
    }
    /// Since 4.0.
    DropDatabaseRequest {
        1 name: required Str,
        2 catalog_name: optional Str,
        3 ignore_unknown_db: required bool,
        4 delete_data: required bool,
        5 cascade: required bool,
        6 soft_delete: optional bool,
        7 txn_id: optional i64,
        8 delete_managed_dir: optional bool,
        9 id: optional Str,
        10 async_drop: optional bool,
        11 cancel: optional bool,
    }
    /// Since 4.0.
    CreateDatabaseRequest {
        1 database_name: required Str,
        2 description: optional Str,
        3 location_uri: optional Str,
        4 parameters: optional BTreeMap<Str, Str>,
        5 privileges: optional PrincipalPrivilegeSet,
        6 owner_name: optional Str,
        7 owner_type: optional PrincipalType,
        8 catalog_name: optional Str,
        9 create_time: optional i32,
        10 managed_location_uri: optional Str,
        11 type_: optional DatabaseType,
        12 data_connector_name: optional Str,
        13 remote_dbname: optional Str,
    }
}
