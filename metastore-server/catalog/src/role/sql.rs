//! The statements on `ROLES` and `ROLE_MAP`.

use skep_sql::{insert, statements};

/// Who belongs to which role; conditions follow.
macro_rules! memberships {
    ($condition:literal) => {
        concat!(
            r#"select r."ROLE_NAME", m."PRINCIPAL_NAME", m."PRINCIPAL_TYPE", m."GRANT_OPTION", m."ADD_TIME",
                      m."GRANTOR", m."GRANTOR_TYPE", r."CREATE_TIME", r."OWNER_NAME"
                 from "ROLE_MAP" m join "ROLES" r on r."ROLE_ID" = m."ROLE_ID"
                where "#,
            $condition,
            r#" order by m."ROLE_GRANT_ID""#
        )
    };
}

statements! {
    ROLE_ID = r#"select r."ROLE_ID" from "ROLES" r where r."ROLE_NAME" = $1"#;
    ROLES_NAMED = r#"select r."ROLE_NAME" from "ROLES" r where r."ROLE_NAME" {in $1}"#;
    ROLE_NAMES = r#"select r."ROLE_NAME" from "ROLES" r order by r."ROLE_ID""#;

    ROLES_OF = memberships!(r#"m."PRINCIPAL_NAME" = $1 and m."PRINCIPAL_TYPE" = $2"#);
    MEMBERS_OF = memberships!(r#"r."ROLE_NAME" = $1"#);

    MEMBERSHIP = r#"
        select m."GRANT_OPTION" from "ROLE_MAP" m
         where m."PRINCIPAL_NAME" = $1 and m."PRINCIPAL_TYPE" = $2 and m."ROLE_ID" = $3"#;

    /// The roles that users $1, groups $2 and roles $3 belong to, directly or by other roles.
    ROLES_ABOVE = r#"
        with recursive above(name) as (
            select r."ROLE_NAME"
              from "ROLE_MAP" m join "ROLES" r on r."ROLE_ID" = m."ROLE_ID"
             where (m."PRINCIPAL_TYPE" = 'USER' and m."PRINCIPAL_NAME" {in $1})
                or (m."PRINCIPAL_TYPE" = 'GROUP' and m."PRINCIPAL_NAME" {in $2})
                or (m."PRINCIPAL_TYPE" = 'ROLE' and m."PRINCIPAL_NAME" {in $3})
            union
            select r."ROLE_NAME"
              from above a
              join "ROLE_MAP" m on m."PRINCIPAL_NAME" = a.name and m."PRINCIPAL_TYPE" = 'ROLE'
              join "ROLES" r on r."ROLE_ID" = m."ROLE_ID"
        )
        select a.name from above a order by a.name"#;

    /// Roles are put under roles one at a time: two grants at once could close a circle.
    LOCK_HIERARCHY = r#"select r."ROLE_ID" from "ROLES" r where r."ROLE_NAME" = 'public' {for update}"#;

    DELETE_MEMBERSHIP = r#"
        delete from "ROLE_MAP" where "PRINCIPAL_NAME" = $1 and "PRINCIPAL_TYPE" = $2 and "ROLE_ID" = $3"#;
    CLEAR_ADMIN_OPTION = r#"
        update "ROLE_MAP" set "GRANT_OPTION" = 0
         where "PRINCIPAL_NAME" = $1 and "PRINCIPAL_TYPE" = $2 and "ROLE_ID" = $3"#;

    /// Its members ($1 its id) and its own memberships ($2 its name).
    DELETE_MEMBERSHIPS = r#"
        delete from "ROLE_MAP" where "ROLE_ID" = $1 or ("PRINCIPAL_NAME" = $2 and "PRINCIPAL_TYPE" = 'ROLE')"#;
    DELETE_ROLE = r#"delete from "ROLES" where "ROLE_ID" = $1"#;
}

insert! {
    INSERT_ROLE: "ROLES" { "ROLE_ID" bigint, "CREATE_TIME" bigint, "OWNER_NAME" text, "ROLE_NAME" text }
    INSERT_MEMBERSHIP: "ROLE_MAP" {
        "ROLE_GRANT_ID" bigint, "ADD_TIME" bigint, "GRANT_OPTION" bigint, "GRANTOR" text, "GRANTOR_TYPE" text,
        "PRINCIPAL_NAME" text, "PRINCIPAL_TYPE" text, "ROLE_ID" bigint,
    }
}
