// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 4.0.
    StoredProcedureRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 proc_name: required Str,
    }
    /// Since 4.0.
    ListStoredProcedureRequest {
        1 cat_name: required Str,
        2 db_name: optional Str,
    }
    /// Since 4.0.
    StoredProcedure {
        1 name: optional Str,
        2 db_name: optional Str,
        3 cat_name: optional Str,
        4 owner_name: optional Str,
        5 source: optional Str,
    }
    /// Since 4.0.
    AddPackageRequest {
        1 cat_name: optional Str,
        2 db_name: optional Str,
        3 package_name: optional Str,
        4 owner_name: optional Str,
        5 header: optional Str,
        6 body: optional Str,
    }
    /// Since 4.0.
    GetPackageRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 package_name: required Str,
    }
    /// Since 4.0.
    DropPackageRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 package_name: required Str,
    }
    /// Since 4.0.
    ListPackageRequest {
        1 cat_name: required Str,
        2 db_name: optional Str,
    }
    /// Since 4.0.
    Package {
        1 cat_name: optional Str,
        2 db_name: optional Str,
        3 package_name: optional Str,
        4 owner_name: optional Str,
        5 header: optional Str,
        6 body: optional Str,
    }
}
