//! Every statement is understood by every database in every schema version.

use skep_schema::{Dialect, Version, ddl, exists, statements};
use skep_sql::{Database, Insert, Pool, Settings, Statement, check};
use skep_testing::{BACKENDS, Backend, TestDatabase};

/// The statements of the nouns, by file.
fn all() -> impl Iterator<Item = &'static Statement> {
    use skep_catalog::{
        catalogs, connector, constraint, database, event, function, identity, index, package, partition, privilege,
        procedure, property, registry, replication, resource_plan, role, runtime_stats, scheduled_query, statistics,
        storage, table, token, upkeep, user_type,
    };
    let nouns = [
        catalogs::sql::ALL,
        connector::sql::ALL,
        constraint::sql::ALL,
        database::sql::ALL,
        event::sql::ALL,
        function::sql::ALL,
        identity::sql::ALL,
        partition::sql::ALL,
        privilege::sql::ALL,
        replication::sql::ALL,
        role::sql::ALL,
        package::sql::ALL,
        procedure::sql::ALL,
        property::sql::ALL,
        resource_plan::sql::ALL,
        runtime_stats::sql::ALL,
        scheduled_query::sql::ALL,
        statistics::sql::ALL,
        storage::sql::ALL,
        table::sql::ALL,
        token::sql::ALL,
        upkeep::sql::ALL,
        skep_txn::compaction::sql::ALL,
        skep_txn::housekeeping::sql::ALL,
        index::sql::ALL,
        registry::sql::ALL,
        user_type::sql::ALL,
        skep_txn::lock::sql::ALL,
        skep_txn::materialization::sql::ALL,
        skep_txn::mutex::ALL,
        skep_txn::transaction::sql::ALL,
        skep_txn::write_id::sql::ALL,
    ];
    nouns.into_iter().flatten().chain(skep_sql::own_statements()).copied()
}

fn inserts() -> impl Iterator<Item = &'static Insert> {
    use skep_catalog::{
        catalogs, connector, constraint, database, event, function, index, package, partition, privilege, procedure,
        property, registry, replication, resource_plan, role, scheduled_query, statistics, storage, table, token,
        user_type,
    };
    let nouns = [
        catalogs::sql::INSERTS,
        connector::sql::INSERTS,
        constraint::sql::INSERTS,
        database::sql::INSERTS,
        event::sql::INSERTS,
        function::sql::INSERTS,
        index::sql::INSERTS,
        partition::sql::INSERTS,
        privilege::sql::INSERTS,
        replication::sql::INSERTS,
        role::sql::INSERTS,
        package::sql::INSERTS,
        procedure::sql::INSERTS,
        property::sql::INSERTS,
        resource_plan::sql::INSERTS,
        scheduled_query::sql::INSERTS,
        statistics::sql::INSERTS,
        storage::sql::INSERTS,
        table::sql::INSERTS,
        token::sql::INSERTS,
        skep_txn::compaction::sql::INSERTS,
        registry::sql::INSERTS,
        user_type::sql::INSERTS,
        skep_txn::lock::sql::INSERTS,
        skep_txn::materialization::sql::INSERTS,
        skep_txn::transaction::sql::INSERTS,
        skep_txn::write_id::sql::INSERTS,
    ];
    nouns.into_iter().flatten().chain(skep_sql::own_inserts()).copied()
}

fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Sqlite => Dialect::Sqlite,
        Backend::Postgres => Dialect::Postgres,
        Backend::Mariadb => Dialect::Mysql,
    }
}

#[tokio::test]
async fn every_statement_is_understood_by_every_database_in_every_version() {
    let mut not_understood = Vec::new();
    for (backend, version) in BACKENDS.into_iter().flat_map(|backend| Version::ALL.map(|version| (backend, version))) {
        let dialect = dialect(backend);
        if !exists(dialect, version) {
            continue;
        }
        let database = TestDatabase::empty(backend).await;
        let pool = Pool::connect(&Settings::parse(database.url()).expect("a valid address")).await.expect("reachable");
        let script = ddl(dialect, version).expect("it exists");
        pool.run_script(&statements(script)).await.expect("the schema is made");
        let db = Database::new(pool, version);
        for statement in all() {
            not_understood.extend(check::statement(&db, statement).await.err());
        }
        for insert in inserts() {
            not_understood.extend(check::insert(&db, insert).await.err());
        }
    }
    let details: Vec<&str> = not_understood.iter().map(|failure| failure.detail()).collect();
    assert!(details.is_empty(), "{}", details.join("\n"));
}
