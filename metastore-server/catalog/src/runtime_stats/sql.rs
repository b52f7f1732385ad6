//! The statements on `RUNTIME_STATS`.

use skep_sql::{insert, statements};

statements! {
    WEIGHTS = r#"
        select s."RS_ID", s."WEIGHT" from "RUNTIME_STATS" s where s."CREATE_TIME" < $1
         order by s."CREATE_TIME" desc, s."RS_ID" desc"#;
    STATS = r#"
        select s."CREATE_TIME", s."WEIGHT", s."PAYLOAD" from "RUNTIME_STATS" s where s."RS_ID" {in $1}
         order by s."CREATE_TIME" desc, s."RS_ID" desc"#;
    DELETE_OLD = r#"delete from "RUNTIME_STATS" where "CREATE_TIME" <= $1"#;
}

insert! {
    INSERT_STAT: "RUNTIME_STATS" { "RS_ID" bigint, "CREATE_TIME" bigint, "WEIGHT" bigint, "PAYLOAD" bytes }
}
