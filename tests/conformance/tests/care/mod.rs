//! A table of patients with something to hide in every place that has room, callers who see parts of it, and a server
//! that asks the policy.

use skep_access::{Mode, Principal, statement};
use skep_catalog::policy::{self, Intent};
use skep_conformance::TestServer;
use skep_schema::Version;
use skep_sql::Database;
use skep_testing::{CallError, Client};
use skep_types::*;

/// Who is told apart by `set_ugi`, and what each is granted. `parts` may also alter the table, as far as that goes.
const POLICY: [&str; 7] = [
    "GRANT SELECT ON care.patients COLUMNS EXCEPT (ssn) TO user:cols",
    "GRANT SELECT ON care.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('NY', 'TX')) TO user:parts",
    "GRANT ALTER, INSERT, DELETE, DROP ON care.patients TO user:parts, user:rows",
    "GRANT SELECT ON care.patients COLUMNS EXCEPT (ssn) ROWS (age > 17) TO user:rows",
    "GRANT DESCRIBE ON care.patients TO user:look",
    "DENY SELECT ON care.patients COLUMNS (ssn) TO user:look",
    "GRANT SELECT, ALTER ON care.patients TO user:all",
];

/// A table with canaries wherever there is room, and a server that asks the policy about it.
pub async fn care(server: &TestServer) -> TestServer {
    let mut client = server.client().await;
    let place = server.warehouse().join("care.db").display().to_string();
    let database = Some(skep_types::Database { name: text("care"), location_uri: text(&place), ..Default::default() });
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database }).await.expect("created");
    let column = |name: &str, kind: &str, comment: &str| FieldSchema {
        name: text(name),
        type_: text(kind),
        comment: text(comment),
    };
    let sd = StorageDescriptor {
        cols: Some(vec![
            column("id", "int", "fine"),
            column("ssn", "string", "canary of a comment"),
            column("age", "int", "asked with the SSN"),
        ]),
        location: text(&format!("{place}/patients")),
        bucket_cols: Some(vec!["ssn".into()]),
        num_buckets: Some(4),
        sort_cols: Some(vec![Order { col: text("ssn"), order: Some(1) }]),
        parameters: Some([("about".into(), "canary".into())].into()),
        serde_info: Some(SerDeInfo {
            serialization_lib: text("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"),
            parameters: Some(
                [("columns.comments".into(), "canary".into()), ("serialization.format".into(), "1".into())].into(),
            ),
            ..Default::default()
        }),
        ..Default::default()
    };
    let parameters = [
        ("EXTERNAL", "TRUE"),
        ("comment", "about the canary"),
        ("unheard.of", "canary"),
        ("columns", "id,ssn,age"),
        ("spark.sql.statistics.colStats.ssn.max", "canary"),
        (
            "spark.sql.sources.schema",
            r#"{"type":"struct","fields":[{"name":"id","type":"integer","nullable":true,"metadata":{}},{"name":"ssn","type":"string","nullable":true,"metadata":{"comment":"canary"}},{"name":"age","type":"integer","nullable":true,"metadata":{}},{"name":"state","type":"string","nullable":true,"metadata":{}}]}"#,
        ),
    ];
    let parameters = Some(parameters.map(|(key, value)| (key.into(), value.into())).into());
    let tbl = Some(Table {
        table_name: text("patients"),
        db_name: text("care"),
        owner: text("etl"),
        table_type: text("EXTERNAL_TABLE"),
        partition_keys: Some(vec![column("state", "string", "")]),
        sd: Some(sd.clone()),
        parameters,
        ..Default::default()
    });
    client.call::<calls::CreateTable>(args::CreateTable { tbl }).await.expect("created");
    let partition = |state: &str| Partition {
        values: Some(vec![state.into()]),
        db_name: text("care"),
        table_name: text("patients"),
        sd: Some(StorageDescriptor { location: text(&format!("{place}/patients/state={state}")), ..sd.clone() }),
        parameters: Some([("about".into(), "canary".into())].into()),
        ..Default::default()
    };
    let states = ["NY", "TX", "Hiddenland"].map(partition);
    client.call::<calls::AddPartitions>(args::AddPartitions { new_parts: Some(states.into()) }).await.expect("added");
    let stats_desc = ColumnStatisticsDesc {
        is_tbl_level: true,
        db_name: "care".into(),
        table_name: "patients".into(),
        ..Default::default()
    };
    let statistics = |name: &str, kind: &str| ColumnStatisticsObj {
        col_name: name.into(),
        col_type: kind.into(),
        stats_data: ColumnStatisticsData::LongStats(LongColumnStatsData {
            low_value: Some(1),
            high_value: Some(9),
            num_nulls: 0,
            num_d_vs: 9,
            ..Default::default()
        }),
    };
    let stats_obj = Some(ColumnStatistics {
        stats_desc,
        stats_obj: vec![statistics("ssn", "int"), statistics("age", "int")],
        ..Default::default()
    });
    let update = args::UpdateTableColumnStatistics { stats_obj };
    client.call::<calls::UpdateTableColumnStatistics>(update).await.expect("stored");
    let key = SQLPrimaryKey {
        table_db: text("care"),
        table_name: text("patients"),
        column_name: text("ssn"),
        key_seq: Some(1),
        pk_name: text("canary_key"),
        ..Default::default()
    };
    let req = Some(AddPrimaryKeyRequest { primary_key_cols: vec![key] });
    client.call::<calls::AddPrimaryKey>(args::AddPrimaryKey { req }).await.expect("added");

    policy::prepare(&database_of(server)).await.expect("prepared");
    change(server, &POLICY).await;
    server.guarded(Mode::Enforce).await
}

pub fn database_of(server: &TestServer) -> Database {
    Database::new(server.pool().clone(), Version::NEWEST)
}

pub async fn change(server: &TestServer, statements: &[&str]) {
    let statements: Vec<_> = statements.iter().map(|text| statement::parse(text).expect("valid")).collect();
    let admin = Principal::user("admin").expect("a name");
    policy::apply(&database_of(server), &statements, &admin, 0, Intent::Make).await.expect("applied");
}

pub async fn login(server: &TestServer, user: &str) -> Client {
    let mut client = server.client().await;
    let ugi = args::SetUgi { user_name: text(user), group_names: Some(Vec::new()) };
    client.call::<calls::SetUgi>(ugi).await.expect("believed");
    client
}

pub async fn get_table(client: &mut Client, name: &str) -> Result<Table, CallError> {
    client.call::<calls::GetTable>(args::GetTable { dbname: text("care"), tbl_name: text(name) }).await
}

/// The name that a view's text reads from.
pub fn alias_of(table: &Table) -> Option<String> {
    let text = table.view_expanded_text.as_deref()?;
    let from = text.split("FROM `care`.`").nth(1)?;
    Some(from.split('`').next()?.to_owned())
}

pub fn columns(table: &Table) -> Vec<&str> {
    let columns = table.sd.iter().flat_map(|sd| sd.cols.iter().flatten());
    columns.map(|field| field.name.as_deref().unwrap_or_default()).collect()
}

pub fn text(value: &str) -> Option<Str> {
    Some(value.into())
}
