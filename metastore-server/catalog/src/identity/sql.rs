//! The statements on the property of `METASTORE_DB_PROPERTIES` that names the database.

use skep_sql::statements;

statements! {
    UUID = r#"
        select p."PROPERTY_VALUE" from "METASTORE_DB_PROPERTIES" p where p."PROPERTY_KEY" = 'guid'"#;

    /// Each database makes up the value itself. PostgreSQL before 13 has no function for it, but
    /// takes any 32 hexadecimal digits for a UUID.
    MAKE_UUID = r#"
        insert into "METASTORE_DB_PROPERTIES" ("PROPERTY_KEY", "PROPERTY_VALUE", "DESCRIPTION")
        values ('guid',
                {mysql: uuid()}
                {postgres: cast(cast(md5(cast(random() as text) || cast(random() as text)
                    || cast(clock_timestamp() as text) || cast(pg_backend_pid() as text)) as uuid) as text)}
                {sqlite: lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-'
                    || hex(randomblob(2)) || '-' || hex(randomblob(6)))},
                'Metastore DB GUID, made when first asked for')"#;
}
