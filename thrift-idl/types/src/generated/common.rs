// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 2.3.
    Version {
        1 version: optional Str,
        2 comments: optional Str,
    }
    /// Since 2.3.
    EnvironmentContext {
        1 properties: optional BTreeMap<Str, Str>,
    }
    /// Since 2.3.
    Schema {
        1 field_schemas: optional Vec<FieldSchema>,
        2 properties: optional BTreeMap<Str, Str>,
    }
    /// Since 4.1+.
    AsyncOperationResp {
        1 id: required Str,
        2 message: optional Str,
        3 finished: optional bool,
    }
}
