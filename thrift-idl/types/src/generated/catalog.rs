// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 3.1.
    Catalog {
        1 name: optional Str,
        2 description: optional Str,
        3 location_uri: optional Str,
        4 create_time: optional i32,
        5 parameters: optional BTreeMap<Str, Str>,
    }
    /// Since 3.1.
    CreateCatalogRequest {
        1 catalog: optional Catalog,
    }
    /// Since 3.1.
    AlterCatalogRequest {
        1 name: optional Str,
        2 new_cat: optional Catalog,
    }
    /// Since 3.1.
    GetCatalogRequest {
        1 name: optional Str,
    }
    /// Since 3.1.
    GetCatalogResponse {
        1 catalog: optional Catalog,
    }
    /// Since 3.1.
    GetCatalogsResponse {
        1 names: optional Vec<Str>,
    }
    /// Since 3.1.
    DropCatalogRequest {
        1 name: optional Str,
        2 if_exists: optional bool,
    }
}
