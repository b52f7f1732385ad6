// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 2.3.
    HiveObjectType {
        GLOBAL = 1,
        DATABASE = 2,
        TABLE = 3,
        PARTITION = 4,
        COLUMN = 5,
        DATACONNECTOR = 6,
    }
}

enumeration! {
    /// Since 2.3.
    PrincipalType {
        USER = 1,
        ROLE = 2,
        GROUP = 3,
    }
}

enumeration! {
    /// Since 2.3.
    GrantRevokeType {
        GRANT = 1,
        REVOKE = 2,
    }
}

structs! {
    /// Since 2.3.
    HiveObjectRef {
        1 object_type: optional HiveObjectType,
        2 db_name: optional Str,
        3 object_name: optional Str,
        4 part_values: optional Vec<Str>,
        5 column_name: optional Str,
        6 cat_name: optional Str,
    }
    /// Since 2.3.
    PrivilegeGrantInfo {
        1 privilege: optional Str,
        2 create_time: optional i32,
        3 grantor: optional Str,
        4 grantor_type: optional PrincipalType,
        5 grant_option: optional bool,
    }
    /// Since 2.3.
    HiveObjectPrivilege {
        1 hive_object: optional HiveObjectRef,
        2 principal_name: optional Str,
        3 principal_type: optional PrincipalType,
        4 grant_info: optional PrivilegeGrantInfo,
        5 authorizer: optional Str,
    }
    /// Since 2.3.
    PrivilegeBag {
        1 privileges: optional Vec<HiveObjectPrivilege>,
    }
    /// Since 2.3.
    PrincipalPrivilegeSet {
        1 user_privileges: optional BTreeMap<Str, Vec<PrivilegeGrantInfo>>,
        2 group_privileges: optional BTreeMap<Str, Vec<PrivilegeGrantInfo>>,
        3 role_privileges: optional BTreeMap<Str, Vec<PrivilegeGrantInfo>>,
    }
    /// Since 2.3.
    GrantRevokePrivilegeRequest {
        1 request_type: optional GrantRevokeType,
        2 privileges: optional PrivilegeBag,
        3 revoke_grant_option: optional bool,
    }
    /// Since 2.3.
    GrantRevokePrivilegeResponse {
        1 success: optional bool,
    }
    /// Since 2.3.
    Role {
        1 role_name: optional Str,
        2 create_time: optional i32,
        3 owner_name: optional Str,
    }
    /// Since 2.3.
    RolePrincipalGrant {
        1 role_name: optional Str,
        2 principal_name: optional Str,
        3 principal_type: optional PrincipalType,
        4 grant_option: optional bool,
        5 grant_time: optional i32,
        6 grantor_name: optional Str,
        7 grantor_principal_type: optional PrincipalType,
    }
    /// Since 2.3.
    GetRoleGrantsForPrincipalRequest {
        1 principal_name: required Str,
        2 principal_type: required PrincipalType,
    }
    /// Since 2.3.
    GetRoleGrantsForPrincipalResponse {
        1 principal_grants: required Vec<RolePrincipalGrant>,
    }
    /// Since 2.3.
    GetPrincipalsInRoleRequest {
        1 role_name: required Str,
    }
    /// Since 2.3.
    GetPrincipalsInRoleResponse {
        1 principal_grants: required Vec<RolePrincipalGrant>,
    }
    /// Since 2.3.
    GrantRevokeRoleRequest {
        1 request_type: optional GrantRevokeType,
        2 role_name: optional Str,
        3 principal_name: optional Str,
        4 principal_type: optional PrincipalType,
        5 grantor: optional Str,
        6 grantor_type: optional PrincipalType,
        7 grant_option: optional bool,
    }
    /// Since 2.3.
    GrantRevokeRoleResponse {
        1 success: optional bool,
    }
}
