//! Roles from creation to removal.

use super::grant::By;
use super::*;
use crate::testing::{World, stages};
use skep_schema::Version;

use skep_types::Str;

/// Runs a test on every database, and on PostgreSQL with every schema version.
async fn everywhere(test: impl AsyncFn(World)) {
    for (backend, version) in stages(Version::V2_3) {
        let world = World::on(backend, version).await;
        crate::bootstrap(&world.catalog).await.expect("first rows");
        test(world).await;
    }
}

fn user(name: &str) -> Principal<'_> {
    Principal { name, kind: "USER" }
}

fn role(name: &str) -> Principal<'_> {
    Principal { name, kind: "ROLE" }
}

async fn give(world: &World, name: &str, to: Principal<'_>, option: bool) -> Result<()> {
    let by = By::new(Some("root"), Some(PrincipalType::USER), Some(option)).expect("valid");
    grant(&world.catalog, name, to, by).await
}

async fn make(world: &World, names: &[&str]) {
    for name in names {
        create(&world.catalog, name, Some("root")).await.expect("made");
    }
}

async fn roles_of(world: &World, principal: Principal<'_>) -> Vec<Str> {
    let roles = of_principal(&world.catalog, principal).await.expect("listed");
    roles.into_iter().filter_map(|role| role.role_name).collect()
}

fn text<T: std::fmt::Debug>(refused: Result<T>) -> String {
    format!("{:?}", refused.expect_err("refused"))
}

#[tokio::test]
async fn a_role_is_made_given_and_removed_with_all_its_ties() {
    everywhere(async |world| {
        make(&world, &["analyst", "reader"]).await;
        assert_eq!(names(&world.catalog).await.expect("listed"), ["admin", "public", "analyst", "reader"]);
        give(&world, "analyst", user("ann"), true).await.expect("given");
        give(&world, "reader", role("analyst"), false).await.expect("given");
        assert_eq!(roles_of(&world, user("ann")).await, ["analyst", "public"]);
        assert_eq!(roles_of(&world, role("analyst")).await, ["reader"]);

        let members = members(&world.catalog, "analyst").await.expect("listed");
        let expected = skep_types::RolePrincipalGrant {
            role_name: Some("analyst".into()),
            principal_name: Some("ann".into()),
            principal_type: Some(PrincipalType::USER),
            grant_option: Some(true),
            grant_time: Some(1_700_000_000),
            grantor_name: Some("root".into()),
            grantor_principal_type: Some(PrincipalType::USER),
        };
        assert_eq!(members, [expected]);

        drop(&world.catalog, "analyst").await.expect("dropped");
        assert_eq!(roles_of(&world, user("ann")).await, ["public"]);
        assert!(super::members(&world.catalog, "reader").await.expect("listed").is_empty());
        drop(&world.catalog, "analyst").await.expect("gone is as good");
        assert_eq!(names(&world.catalog).await.expect("listed"), ["admin", "public", "reader"]);
    })
    .await;
}

#[tokio::test]
async fn roles_of_roles_are_found_and_circles_refused() {
    everywhere(async |world| {
        make(&world, &["a", "b", "c"]).await;
        give(&world, "b", role("a"), false).await.expect("a belongs to b");
        give(&world, "c", role("b"), false).await.expect("b belongs to c");
        let circle = text(give(&world, "a", role("c"), false).await);
        let expected = "Cannot grant role c to a as a already belongs to the role c. (no cycles allowed)";
        assert_eq!(circle, format!("Meta({expected:?})"));
        let itself = text(give(&world, "a", role("a"), false).await);
        assert!(itself.contains("as a already belongs to the role a."), "{itself}");

        give(&world, "a", Principal { name: "staff", kind: "GROUP" }, false).await.expect("given");
        let above = async |users: &'static [&'static str], groups: &'static [&'static str]| {
            let found = world.catalog.db.read(|tx| async move { hierarchy::above(&tx, users, groups, &[]).await });
            found.await.expect("found")
        };
        assert_eq!(above(&["ann"], &["staff", "others"]).await, ["a", "b", "c"]);
        assert!(above(&["staff"], &[]).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_done_with_a_role_is_said_in_hives_words() {
    let world = World::new().await;
    crate::bootstrap(&world.catalog).await.expect("first rows");
    make(&world, &["r"]).await;
    give(&world, "r", user("ann"), false).await.expect("given");
    let catalog = &world.catalog;
    let cases = [
        (text(create(catalog, "r", None).await), r#"InvalidObject("Role r already exists.")"#),
        (text(create(catalog, "public", None).await), r#"Meta("public role implicitly exists. It can't be created.")"#),
        (text(create(catalog, "", None).await), r#"Meta("Role name cannot be empty.")"#),
        (text(drop(catalog, "admin").await), r#"Meta("public,admin roles can't be dropped.")"#),
        (text(give(&world, "none", user("ann"), false).await), r#"NotFound("none role can not be found.")"#),
        (text(give(&world, "r", user("ann"), true).await), r#"InvalidObject("Principal ann already has the role r")"#),
        (text(give(&world, "r", role("none"), false).await), r#"NotFound("Role none does not exist")"#),
        (
            text(give(&world, "public", user("ann"), false).await),
            r#"Meta("No user can be added to public. Since all users implicitly belong to public role.")"#,
        ),
        (text(revoke(catalog, "public", user("ann"), Revoked::All).await), r#"Meta("public role can't be revoked.")"#),
        (text(revoke(catalog, "none", user("ann"), Revoked::All).await), r#"NotFound("none role can not be found.")"#),
        (
            text(revoke(catalog, "r", user("ann"), Revoked::GrantOption).await),
            r#"Meta("User ann does not have grant option with role r")"#,
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(said, expected);
    }
    // One index holds both, and does not know that they are two.
    let group = text(give(&world, "r", Principal { name: "ann", kind: "GROUP" }, false).await);
    assert_eq!(group, r#"InvalidObject("Principal ann already has the role r")"#);
    let long = text(create(catalog, &"x".repeat(129), None).await);
    assert!(long.contains("is longer than the 128 characters of ROLES.ROLE_NAME"), "{long}");
}

#[tokio::test]
async fn the_right_to_give_a_role_on_is_taken_back_alone() {
    let world = World::new().await;
    crate::bootstrap(&world.catalog).await.expect("first rows");
    make(&world, &["r"]).await;
    give(&world, "r", user("ann"), true).await.expect("given");
    revoke(&world.catalog, "r", user("ann"), Revoked::GrantOption).await.expect("taken back");
    let grants = grants_of(&world.catalog, user("ann")).await.expect("listed");
    let options: Vec<_> = grants.iter().map(|g| (g.role_name.as_deref(), g.grant_option)).collect();
    assert_eq!(options, [(Some("r"), Some(false)), (Some("public"), Some(false))]);
    revoke(&world.catalog, "r", user("ann"), Revoked::All).await.expect("taken back");
    revoke(&world.catalog, "r", user("ann"), Revoked::All).await.expect("nothing to take back");
    assert_eq!(roles_of(&world, user("ann")).await, ["public"]);
}
