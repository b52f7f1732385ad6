// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    FunctionType {
        JAVA = 1,
    }
}

enumeration! {
    /// Since 2.3.
    ResourceType {
        JAR = 1,
        FILE = 2,
        ARCHIVE = 3,
    }
}

structs! {
    /// Since 2.3.
    ResourceUri {
        1 resource_type: optional ResourceType,
        2 uri: optional Str,
    }
    /// Since 2.3.
    Function {
        1 function_name: optional Str,
        2 db_name: optional Str,
        3 class_name: optional Str,
        4 owner_name: optional Str,
        5 owner_type: optional PrincipalType,
        6 create_time: optional i32,
        7 function_type: optional FunctionType,
        8 resource_uris: optional Vec<ResourceUri>,
        9 cat_name: optional Str,
    }
    /// Since 2.3.
    GetAllFunctionsResponse {
        1 functions: optional Vec<Function>,
    }
    /// Since 4.1+.
    GetFunctionsRequest {
        1 db_name: required Str,
        2 catalog_name: optional Str,
        3 pattern: optional Str,
        4 return_names: optional bool,
    }
    /// Since 4.1+.
    GetFunctionsResponse {
        1 function_names: optional Vec<Str>,
        2 functions: optional Vec<Function>,
    }
}
