// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    FileMetadataExprType {
        ORC_SARG = 1,
    }
}

structs! {
    /// Since 4.0.
    FileMetadata {
        1 type_: optional i8,
        2 version: optional i8,
        3 data: optional Vec<Vec<u8>>,
    }
    /// Since 4.0.
    ObjectDictionary {
        1 values: required BTreeMap<Str, Vec<Vec<u8>>>,
    }
    /// Since 2.3.
    MetadataPpdResult {
        1 metadata: optional Vec<u8>,
        2 include_bitset: optional Vec<u8>,
    }
    /// Since 2.3.
    GetFileMetadataByExprResult {
        1 metadata: required BTreeMap<i64, MetadataPpdResult>,
        2 is_supported: required bool,
    }
    /// Since 2.3.
    GetFileMetadataByExprRequest {
        1 file_ids: required Vec<i64>,
        2 expr: required Vec<u8>,
        3 do_get_footers: optional bool,
        4 type_: optional FileMetadataExprType,
    }
    /// Since 2.3.
    GetFileMetadataResult {
        1 metadata: required BTreeMap<i64, Vec<u8>>,
        2 is_supported: required bool,
    }
    /// Since 2.3.
    GetFileMetadataRequest {
        1 file_ids: required Vec<i64>,
    }
    /// Since 2.3.
    PutFileMetadataResult {
    }
    /// Since 2.3.
    PutFileMetadataRequest {
        1 file_ids: required Vec<i64>,
        2 metadata: required Vec<Vec<u8>>,
        3 type_: optional FileMetadataExprType,
    }
    /// Since 2.3.
    ClearFileMetadataResult {
    }
    /// Since 2.3.
    ClearFileMetadataRequest {
        1 file_ids: required Vec<i64>,
    }
    /// Since 2.3.
    CacheFileMetadataResult {
        1 is_supported: required bool,
    }
    /// Since 2.3.
    CacheFileMetadataRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 part_name: optional Str,
        4 is_all_parts: optional bool,
    }
}
