// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 4.0.
    PropertySetRequest {
        1 name_space: required Str,
        2 property_map: optional BTreeMap<Str, Str>,
    }
    /// Since 4.0.
    PropertyGetRequest {
        1 name_space: required Str,
        2 map_prefix: optional Str,
        3 map_predicate: optional Str,
        4 map_selection: optional Vec<Str>,
    }
    /// Since 4.0.
    PropertyGetResponse {
        1 properties: optional BTreeMap<Str, BTreeMap<Str, Str>>,
    }
}
