//! The statements on maps in `METASTORE_DB_PROPERTIES`; its other rows have no content.

use skep_sql::{insert, statements};

statements! {
    /// Maps whose key begins with $1. Not with LIKE: a key may hold its wildcards.
    MAPS = r#"{since 4.0:
        select p."PROPERTY_KEY", p."PROPERTYCONTENT" from "METASTORE_DB_PROPERTIES" p
         where p."PROPERTYCONTENT" is not null
           and substr(p."PROPERTY_KEY", 1, {mysql: char_length($1)}{postgres: char_length(cast($1 as text))}{sqlite: length($1)}) = $1
         order by p."PROPERTY_KEY"}"#;
    LOCK_MAPS = r#"{since 4.0:
        select p."PROPERTY_KEY", p."PROPERTYCONTENT" from "METASTORE_DB_PROPERTIES" p
         where p."PROPERTY_KEY" {in $1} order by p."PROPERTY_KEY" {for update}}"#;
}

insert! {
    /// The value is what Java compares to see that a map has changed.
    PUT_MAPS: "METASTORE_DB_PROPERTIES" {
        "PROPERTY_KEY" text, "PROPERTY_VALUE" text, "PROPERTYCONTENT" bytes since 4.0,
    }
}
