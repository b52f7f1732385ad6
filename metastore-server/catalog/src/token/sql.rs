//! The statements on `DELEGATION_TOKENS` and `MASTER_KEYS`.

use skep_sql::{insert, statements};

statements! {
    /// Leaves a token of the name as it is. (An insert that failed would put the identifier into
    /// the database's message.)
    ADD_TOKEN = r#"
        insert {mysql: ignore} into "DELEGATION_TOKENS" ("TOKEN_IDENT", "TOKEN") values ($1, $2)
        {postgres: on conflict do nothing}{sqlite: on conflict do nothing}"#;
    REMOVE_TOKEN = r#"delete from "DELEGATION_TOKENS" where "TOKEN_IDENT" = $1"#;
    TOKEN = r#"select t."TOKEN" from "DELEGATION_TOKENS" t where t."TOKEN_IDENT" = $1"#;
    TOKEN_IDENTIFIERS = r#"select t."TOKEN_IDENT" from "DELEGATION_TOKENS" t order by t."TOKEN_IDENT""#;

    UPDATE_KEY = r#"update "MASTER_KEYS" set "MASTER_KEY" = $2 where "KEY_ID" = $1"#;
    REMOVE_KEY = r#"delete from "MASTER_KEYS" where "KEY_ID" = $1"#;
    KEYS = r#"select k."MASTER_KEY" from "MASTER_KEYS" k order by k."KEY_ID""#;
}

insert! {
    INSERT_KEY: "MASTER_KEYS" { "KEY_ID" bigint, "MASTER_KEY" text }
}
