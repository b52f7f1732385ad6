// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 3.1.
    SchemaType {
        HIVE = 1,
        AVRO = 2,
    }
}

enumeration! {
    /// Since 3.1.
    SchemaCompatibility {
        NONE = 1,
        BACKWARD = 2,
        FORWARD = 3,
        BOTH = 4,
    }
}

enumeration! {
    /// Since 3.1.
    SchemaValidation {
        LATEST = 1,
        ALL = 2,
    }
}

enumeration! {
    /// Since 3.1.
    SchemaVersionState {
        INITIATED = 1,
        START_REVIEW = 2,
        CHANGES_REQUIRED = 3,
        REVIEWED = 4,
        ENABLED = 5,
        DISABLED = 6,
        ARCHIVED = 7,
        DELETED = 8,
    }
}

structs! {
    /// Since 3.1.
    ISchema {
        1 schema_type: optional SchemaType,
        2 name: optional Str,
        3 cat_name: optional Str,
        4 db_name: optional Str,
        5 compatibility: optional SchemaCompatibility,
        6 validation_level: optional SchemaValidation,
        7 can_evolve: optional bool,
        8 schema_group: optional Str,
        9 description: optional Str,
    }
    /// Since 3.1.
    ISchemaName {
        1 cat_name: optional Str,
        2 db_name: optional Str,
        3 schema_name: optional Str,
    }
    /// Since 3.1.
    AlterISchemaRequest {
        1 name: optional ISchemaName,
        3 new_schema: optional ISchema,
    }
    /// Since 3.1.
    SchemaVersion {
        1 schema: optional ISchemaName,
        2 version: optional i32,
        3 created_at: optional i64,
        4 cols: optional Vec<FieldSchema>,
        5 state: optional SchemaVersionState,
        6 description: optional Str,
        7 schema_text: optional Str,
        8 fingerprint: optional Str,
        9 name: optional Str,
        10 ser_de: optional SerDeInfo,
    }
    /// Since 3.1.
    SchemaVersionDescriptor {
        1 schema: optional ISchemaName,
        2 version: optional i32,
    }
    /// Since 3.1.
    FindSchemasByColsRqst {
        1 col_name: optional Str,
        2 col_namespace: optional Str,
        3 type_: optional Str,
    }
    /// Since 3.1.
    FindSchemasByColsResp {
        1 schema_versions: optional Vec<SchemaVersionDescriptor>,
    }
    /// Since 3.1.
    MapSchemaVersionToSerdeRequest {
        1 schema_version: optional SchemaVersionDescriptor,
        2 serde_name: optional Str,
    }
    /// Since 3.1.
    SetSchemaVersionStateRequest {
        1 schema_version: optional SchemaVersionDescriptor,
        2 state: optional SchemaVersionState,
    }
    /// Since 3.1.
    GetSerdeRequest {
        1 serde_name: optional Str,
    }
}
