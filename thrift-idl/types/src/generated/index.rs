// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 2.3, until 2.3.
    Index {
        1 index_name: optional Str,
        2 index_handler_class: optional Str,
        3 db_name: optional Str,
        4 orig_table_name: optional Str,
        5 create_time: optional i32,
        6 last_access_time: optional i32,
        7 index_table_name: optional Str,
        8 sd: optional StorageDescriptor,
        9 parameters: optional BTreeMap<Str, Str>,
        10 deferred_rebuild: optional bool,
    }
}
