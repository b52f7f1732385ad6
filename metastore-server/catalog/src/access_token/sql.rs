//! The table of access tokens. It is not one of Hive's: no schema version has it, and no Java server looks at it.

use skep_sql::statements;

macro_rules! tokens {
    ($which:literal) => {
        concat!(
            r#"select t."ID", t."DIGEST", t."PRINCIPAL", t."ROLES", t."MEMBER_OF",
                    t."CLASS", t."CREATED", t."EXPIRES", t."REVOKED"
                 from "SKEP_TOKENS" t "#,
            $which
        )
    };
}

statements! {
    MAKE_TABLE = r#"
        create table if not exists "SKEP_TOKENS" (
            "ID" varchar(64) not null primary key,
            "DIGEST" varchar(64) not null,
            "PRINCIPAL" varchar(640) not null,
            "ROLES" varchar(4000),
            "MEMBER_OF" varchar(4000),
            "CLASS" varchar(8) not null,
            "CREATED" bigint not null,
            "EXPIRES" bigint not null,
            "REVOKED" bigint)"#;
    ADD = r#"
        insert into "SKEP_TOKENS" ("ID", "DIGEST", "PRINCIPAL", "ROLES", "MEMBER_OF", "CLASS", "CREATED", "EXPIRES")
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#;
    TOKEN = tokens!(r#"where t."ID" = $1"#);
    TOKENS = tokens!(r#"order by t."CREATED" desc, t."ID""#);
    LIVE = r#"
        select count(*) from "SKEP_TOKENS" where "PRINCIPAL" = $1 and "REVOKED" is null and "EXPIRES" > $2"#;
    REVOKE = r#"
        update "SKEP_TOKENS" set "REVOKED" = $2
         where ("ID" = $1 or "PRINCIPAL" = $1) and "REVOKED" is null and "EXPIRES" > $2"#;
    PURGE = r#"delete from "SKEP_TOKENS" where "EXPIRES" < $1"#;
}
