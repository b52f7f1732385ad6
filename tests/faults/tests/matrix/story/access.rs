//! Roles, grants, tokens and keys.

use super::{Step, call, s};
use skep_types::{
    GrantRevokePrivilegeRequest, GrantRevokeRoleRequest, GrantRevokeType, HiveObjectPrivilege, HiveObjectRef,
    HiveObjectType, PrincipalType, PrivilegeBag, PrivilegeGrantInfo, Role,
};

pub fn steps() -> Vec<Step> {
    let user = PrincipalType::USER;
    vec![
        call!(CreateRole { role: role("r") }),
        call!(CreateRole { role: role("q") }),
        call!(GrantRole {
            role_name: "r",
            principal_name: "bob",
            principal_type: user,
            grantor: "admin",
            grantor_type: user,
            grant_option: true,
        }),
        call!(GrantRevokeRole { request: membership(GrantRevokeType::GRANT, "carol") }),
        call!(GrantRevokeRole { request: membership(GrantRevokeType::REVOKE, "carol") }),
        call!(RevokeRole { role_name: "r", principal_name: "bob", principal_type: user }),
        call!(GrantPrivileges { privileges: bag(&["SELECT", "INSERT"]) }),
        call!(RevokePrivileges { privileges: bag(&["INSERT"]) }),
        call!(GrantRevokePrivileges {
            request: GrantRevokePrivilegeRequest {
                request_type: Some(GrantRevokeType::GRANT),
                privileges: Some(bag(&["ALTER"])),
                revoke_grant_option: None,
            },
        }),
        call!(RefreshPrivileges {
            obj_to_refresh: object(),
            authorizer: "sql",
            grant_request: GrantRevokePrivilegeRequest {
                request_type: Some(GrantRevokeType::GRANT),
                privileges: Some(bag(&["DROP"])),
                revoke_grant_option: None,
            },
        }),
        call!(DropRole { role_name: "r" }),
        call!(AddToken { token_identifier: "id", delegation_token: "secret" }),
        call!(RemoveToken { token_identifier: "id" }),
        call!(AddMasterKey { key: "one" }),
        call!(UpdateMasterKey { seq_number: 1, key: "two" }).with_ids(),
        call!(RemoveMasterKey { key_seq: 1 }).with_ids(),
    ]
}

fn role(name: &str) -> Role {
    Role { role_name: s(name), owner_name: s("admin"), ..Default::default() }
}

fn membership(request: GrantRevokeType, who: &str) -> GrantRevokeRoleRequest {
    GrantRevokeRoleRequest {
        request_type: Some(request),
        role_name: s("r"),
        principal_name: s(who),
        principal_type: Some(PrincipalType::USER),
        grantor: s("admin"),
        grantor_type: Some(PrincipalType::USER),
        grant_option: Some(false),
    }
}

fn object() -> HiveObjectRef {
    HiveObjectRef {
        object_type: Some(HiveObjectType::TABLE),
        db_name: s("d"),
        object_name: s("parent"),
        ..Default::default()
    }
}

fn bag(privileges: &[&str]) -> PrivilegeBag {
    let privileges = privileges.iter().map(|privilege| HiveObjectPrivilege {
        hive_object: Some(object()),
        principal_name: s("bob"),
        principal_type: Some(PrincipalType::USER),
        grant_info: Some(PrivilegeGrantInfo {
            privilege: s(privilege),
            create_time: Some(1),
            grantor: s("admin"),
            grantor_type: Some(PrincipalType::USER),
            grant_option: Some(false),
        }),
        authorizer: s("sql"),
    });
    PrivilegeBag { privileges: Some(privileges.collect()) }
}
