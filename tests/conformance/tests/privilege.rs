//! Roles and privileges, as clients see them.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    Exception, FieldSchema, GetPrincipalsInRoleRequest, GetRoleGrantsForPrincipalRequest, GrantRevokePrivilegeRequest,
    GrantRevokeRoleRequest, GrantRevokeType, HiveObjectPrivilege, HiveObjectRef, HiveObjectType, PrincipalType,
    PrivilegeBag, PrivilegeGrantInfo, Role, SerDeInfo, StorageDescriptor, Table, args, calls,
};

everywhere! {
    async fn a_role_lives_from_create_to_drop(server) {
        let mut client = server.client().await;
        assert!(create_role(&mut client, "analyst").await.expect("made"));
        let given = args::GrantRole {
            role_name: Some("analyst".into()),
            principal_name: Some("ann".into()),
            principal_type: Some(PrincipalType::USER),
            grantor: Some("root".into()),
            grantor_type: Some(PrincipalType::USER),
            grant_option: Some(true),
        };
        assert!(client.call::<calls::GrantRole>(given.clone()).await.expect("given"));
        let names = client.call::<calls::GetRoleNames>(args::GetRoleNames::default()).await.expect("listed");
        assert_eq!(names, ["admin", "public", "analyst"]);
        let of_ann = args::ListRoles { principal_name: Some("ann".into()), principal_type: Some(PrincipalType::USER) };
        let roles = client.call::<calls::ListRoles>(of_ann.clone()).await.expect("listed");
        let roles: Vec<_> = roles.iter().filter_map(|role| role.role_name.as_deref()).collect();
        assert_eq!(roles, ["analyst", "public"]);
        let request = GetPrincipalsInRoleRequest { role_name: "analyst".into() };
        let members = args::GetPrincipalsInRole { request: Some(request) };
        let members = client.call::<calls::GetPrincipalsInRole>(members).await.expect("listed").principal_grants;
        assert_eq!(members[0].principal_name.as_deref(), Some("ann"));

        // Only the right to give it on, then the role itself.
        for (option, left) in [(Some(true), [Some(false), Some(false)].as_slice()), (None, &[Some(false)])] {
            let request = GrantRevokeRoleRequest {
                request_type: Some(GrantRevokeType::REVOKE),
                role_name: given.role_name.clone(),
                principal_name: given.principal_name.clone(),
                principal_type: given.principal_type,
                grant_option: option,
                ..GrantRevokeRoleRequest::default()
            };
            let request = args::GrantRevokeRole { request: Some(request) };
            let response = client.call::<calls::GrantRevokeRole>(request).await.expect("revoked");
            assert_eq!(response.success, Some(true));
            let request = GetRoleGrantsForPrincipalRequest {
                principal_name: "ann".into(),
                principal_type: PrincipalType::USER,
            };
            let request = args::GetRoleGrantsForPrincipal { request: Some(request) };
            let grants = client.call::<calls::GetRoleGrantsForPrincipal>(request).await.expect("listed");
            let options: Vec<_> = grants.principal_grants.iter().map(|grant| grant.grant_option).collect();
            assert_eq!(options, left);
        }
        let gone = args::DropRole { role_name: Some("analyst".into()) };
        assert!(client.call::<calls::DropRole>(gone).await.expect("dropped"));
    }

    async fn refusals_name_hives_exception_inside_the_one_that_is_declared(server) {
        let mut client = server.client().await;
        create_role(&mut client, "r").await.expect("made");
        let again = create_role(&mut client, "r").await.expect_err("taken");
        let said = "Got exception: org.apache.hadoop.hive.metastore.api.InvalidObjectException Role r already exists.";
        assert_eq!(again, CallError::Declared(Exception::MetaException, said.into()));
        let public = create_role(&mut client, "public").await.expect_err("everybody's");
        assert_eq!(public.message(), "public role implicitly exists. It can't be created.");
        let unknown = GrantRevokeRoleRequest { request_type: Some(GrantRevokeType(5)), ..Default::default() };
        let unknown = args::GrantRevokeRole { request: Some(unknown) };
        let refused = client.call::<calls::GrantRevokeRole>(unknown).await.expect_err("neither grant nor revoke");
        assert_eq!(refused.message(), "Unknown request type 5");
        let bare = client.call::<calls::CreateRole>(args::CreateRole::default()).await.expect_err("no role");
        assert_eq!(bare.exception(), Some(Exception::MetaException));
    }

    async fn privileges_are_granted_shown_and_revoked(server) {
        let mut client = server.client().await;
        make_table(&mut client).await;
        let bag = Some(PrivilegeBag { privileges: Some(vec![on_table("SELECT"), on_table("INSERT")]) });
        let granted = client.call::<calls::GrantPrivileges>(args::GrantPrivileges { privileges: bag }).await;
        assert!(granted.expect("granted"));
        assert_eq!(listed(&mut client).await, ["SELECT", "INSERT"]);
        let set = args::GetPrivilegeSet {
            hive_object: on_table("").hive_object,
            user_name: Some("ann".into()),
            group_names: Some(Vec::new()),
        };
        let set = client.call::<calls::GetPrivilegeSet>(set).await.expect("found");
        assert_eq!(set.user_privileges.expect("hers")["ann"].len(), 2);
        assert_eq!(set.group_privileges, None);
        assert!(set.role_privileges.expect("public")["public"].is_empty());

        let request = |kind, privileges| GrantRevokePrivilegeRequest {
            request_type: Some(kind),
            privileges: Some(PrivilegeBag { privileges: Some(privileges) }),
            revoke_grant_option: None,
        };
        let revoke = request(GrantRevokeType::REVOKE, vec![on_table("insert")]);
        let revoke = args::GrantRevokePrivileges { request: Some(revoke) };
        client.call::<calls::GrantRevokePrivileges>(revoke.clone()).await.expect("revoked");
        let again = client.call::<calls::GrantRevokePrivileges>(revoke).await.expect_err("not granted");
        assert_eq!(again.exception(), Some(Exception::MetaException));
        assert_eq!(
            again.message(),
            "Got exception: org.apache.hadoop.hive.metastore.api.InvalidObjectException \
             No grant (insert) found  on table t, database is default"
        );

        let refresh = args::RefreshPrivileges {
            obj_to_refresh: on_table("").hive_object,
            authorizer: Some("SQL".into()),
            grant_request: Some(request(GrantRevokeType::GRANT, vec![on_table("ALTER")])),
        };
        let response = client.call::<calls::RefreshPrivileges>(refresh).await.expect("refreshed");
        assert_eq!(response.success, Some(true));
        assert_eq!(listed(&mut client).await, ["ALTER"]);
    }
}

async fn create_role(client: &mut Client, name: &str) -> Result<bool, CallError> {
    let role = Role { role_name: Some(name.into()), owner_name: Some("root".into()), ..Role::default() };
    client.call::<calls::CreateRole>(args::CreateRole { role: Some(role) }).await
}

async fn make_table(client: &mut Client) {
    let column = FieldSchema { name: Some("a".into()), type_: Some("int".into()), comment: None };
    let sd = StorageDescriptor {
        cols: Some(vec![column]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    };
    let table =
        Table { table_name: Some("t".into()), db_name: Some("default".into()), sd: Some(sd), ..Table::default() };
    client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
}

fn on_table(privilege: &str) -> HiveObjectPrivilege {
    let object = HiveObjectRef {
        object_type: Some(HiveObjectType::TABLE),
        db_name: Some("default".into()),
        object_name: Some("t".into()),
        ..HiveObjectRef::default()
    };
    let info = PrivilegeGrantInfo {
        privilege: Some(privilege.into()),
        grantor: Some("root".into()),
        grantor_type: Some(PrincipalType::USER),
        ..PrivilegeGrantInfo::default()
    };
    HiveObjectPrivilege {
        hive_object: Some(object),
        principal_name: Some("ann".into()),
        principal_type: Some(PrincipalType::USER),
        grant_info: Some(info),
        authorizer: Some("SQL".into()),
    }
}

async fn listed(client: &mut Client) -> Vec<String> {
    let args = args::ListPrivileges {
        principal_name: Some("ann".into()),
        principal_type: Some(PrincipalType::USER),
        hive_object: on_table("").hive_object,
    };
    let all = client.call::<calls::ListPrivileges>(args).await.expect("listed");
    all.into_iter().filter_map(|one| Some(one.grant_info?.privilege?.to_string())).collect()
}
