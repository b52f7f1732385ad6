// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 4.0.
    DataConnector {
        1 name: optional Str,
        2 type_: optional Str,
        3 url: optional Str,
        4 description: optional Str,
        5 parameters: optional BTreeMap<Str, Str>,
        6 owner_name: optional Str,
        7 owner_type: optional PrincipalType,
        8 create_time: optional i32,
    }
    /// Since 4.0.
    CreateDataConnectorRequest {
        1 connector: required DataConnector,
    }
    /// Since 4.0.
    GetDataConnectorRequest {
        1 connector_name: required Str,
    }
    /// Since 4.0.
    AlterDataConnectorRequest {
        1 connector_name: required Str,
        2 new_connector: required DataConnector,
    }
    /// Since 4.0.
    DropDataConnectorRequest {
        1 connector_name: required Str,
        2 if_not_exists: optional bool,
        3 check_references: optional bool,
    }
}
