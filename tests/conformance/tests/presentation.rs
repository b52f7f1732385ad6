//! What restricted callers get over the wire, looked at byte by byte: a hidden column and everything about it, the
//! values of hidden partitions, and what others wrote down about them must be in no reply.

use skep_access::{Mode, Principal, statement};
use skep_catalog::policy::{self, Intent};
use skep_codec::{Protocol, encode};
use skep_conformance::{TestServer, everywhere};
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

const CANARIES: [&str; 2] = ["ssn", "canary"];

everywhere! {
    async fn no_reply_to_a_restricted_caller_has_a_canary(server) {
        let guarded = care(server).await;
        for (user, kind) in [("cols", "EXTERNAL_TABLE"), ("parts", "EXTERNAL_TABLE"), ("rows", "VIRTUAL_VIEW"), ("look", "VIRTUAL_VIEW")] {
            let mut me = As { client: login(&guarded, user).await, user, answered: 0 };
            let shown = get_table(&mut me.client, "patients").await.expect("shown");
            assert_eq!(shown.table_type.as_deref(), Some(kind), "{user}");
            assert!(columns(&shown).contains(&"age"), "{user}");
            let names = match alias_of(&shown) {
                Some(alias) => vec!["patients".to_owned(), alias],
                None => vec!["patients".to_owned()],
            };
            for name in &names {
                reads(&mut me, name).await;
            }
            assert!(me.answered > 8, "{user}: {} calls were answered", me.answered);
        }
        // The same calls find them all where nothing is withheld.
        let whole = get_table(&mut login(&guarded, "all").await, "patients").await.expect("shown");
        assert_eq!(columns(&whole), ["id", "ssn", "age"]);
        assert_eq!(whole, get_table(&mut server.client().await, "patients").await.expect("stored"));
    }

    async fn hidden_partitions_are_as_if_they_were_not_there(server) {
        let guarded = care(server).await;
        let mut client = login(&guarded, "parts").await;
        let (db, name) = (text("care"), text("patients"));
        let names = args::GetPartitionNames { db_name: db.clone(), tbl_name: name.clone(), max_parts: Some(-1) };
        assert_eq!(client.call::<calls::GetPartitionNames>(names).await, Ok(vec!["state=NY".into(), "state=TX".into()]));
        // A limit counts what is shown.
        let first = args::GetPartitions { db_name: db.clone(), tbl_name: name.clone(), max_parts: Some(2) };
        let first = client.call::<calls::GetPartitions>(first).await.expect("listed");
        let values: Vec<Str> = first.iter().flat_map(|one| one.values.clone().unwrap_or_default()).collect();
        assert_eq!(values, ["NY", "TX"]);
        assert_eq!(first[0].sd.as_ref().and_then(|sd| sd.cols.as_ref()).map(Vec::len), Some(2));
        let count = args::GetNumPartitionsByFilter {
            db_name: db.clone(), tbl_name: name.clone(), filter: text("state = 'Hiddenland' or state = 'TX'"),
        };
        assert_eq!(client.call::<calls::GetNumPartitionsByFilter>(count).await, Ok(1));
        let named = args::GetPartitionsByNames {
            db_name: db.clone(), tbl_name: name.clone(), names: Some(vec!["state=Hiddenland".into(), "state=NY".into()]),
        };
        assert_eq!(client.call::<calls::GetPartitionsByNames>(named).await.map(|found| found.len()), Ok(1));
        let mut refused = async |value: &str| {
            let one = args::GetPartition { db_name: db.clone(), tbl_name: name.clone(), part_vals: Some(vec![value.into()]) };
            client.call::<calls::GetPartition>(one).await.expect_err("not there")
        };
        let (hidden, missing) = (refused("Hiddenland").await, refused("nowhere").await);
        assert_eq!(hidden.exception(), missing.exception());
        assert_eq!(hidden.message().replace("Hiddenland", ""), missing.message().replace("nowhere", ""));
    }

    async fn statistics_are_of_shown_columns_and_only_if_every_row_is_shown(server) {
        let guarded = care(server).await;
        for (user, shown) in [("all", &["ssn", "age"][..]), ("cols", &["age"]), ("parts", &[]), ("rows", &[])] {
            let mut client = login(&guarded, user).await;
            let request = TableStatsRequest {
                db_name: "care".into(), tbl_name: "patients".into(), col_names: vec!["ssn".into(), "age".into()],
                ..Default::default()
            };
            let args = args::GetTableStatisticsReq { request: Some(request) };
            let found = client.call::<calls::GetTableStatisticsReq>(args).await.expect("answered").table_stats;
            assert_eq!(found.iter().map(|one| one.col_name.as_str()).collect::<Vec<_>>(), shown, "{user}");
        }
        let mut client = login(&guarded, "cols").await;
        let mut refused = async |column: &str| {
            let one = args::GetTableColumnStatistics {
                db_name: text("care"), tbl_name: text("patients"), col_name: text(column),
            };
            client.call::<calls::GetTableColumnStatistics>(one).await.expect_err("not there")
        };
        let (hidden, missing) = (refused("ssn").await, refused("zzz").await);
        assert_eq!(hidden.exception(), missing.exception());
        assert_eq!(hidden.message().replace("ssn", "zzz"), missing.message());
    }

    async fn what_was_shown_in_part_is_never_written_back(server) {
        let guarded = care(server).await;
        let mut owner = server.client().await;
        let stored = get_table(&mut owner, "patients").await.expect("stored");
        for user in ["parts", "rows"] {
            let mut client = login(&guarded, user).await;
            let shown = get_table(&mut client, "patients").await.expect("shown");
            let mut names = vec!["patients".to_owned()];
            names.extend(alias_of(&shown));
            for name in names {
                let new_tbl = Some(Table { table_name: text("patients"), ..shown.clone() });
                let alter = args::AlterTable { dbname: text("care"), tbl_name: text(&name), new_tbl };
                denied(client.call::<calls::AlterTable>(alter).await.map(drop));
                let drop_it = args::DropTable { dbname: text("care"), name: text(&name), delete_data: Some(false) };
                denied(client.call::<calls::DropTable>(drop_it).await.map(drop));
                let part_vals = Some(vec!["WA".into()]);
                let append = args::AppendPartition { db_name: text("care"), tbl_name: text(&name), part_vals };
                denied(client.call::<calls::AppendPartition>(append).await.map(drop));
            }
        }
        assert_eq!(get_table(&mut owner, "patients").await.expect("stored"), stored);
    }

    async fn an_alias_is_its_callers_and_ends_with_what_it_stood_for(server) {
        let guarded = care(server).await;
        let mut rows = login(&guarded, "rows").await;
        let view = get_table(&mut rows, "patients").await.expect("shown");
        let alias = alias_of(&view).expect("a view reads from an alias");
        let under = get_table(&mut rows, &alias).await.expect("under it");
        assert_eq!(columns(&under), ["id", "age"]);
        assert_eq!((under.table_name.as_deref(), under.table_type.as_deref()), (Some(alias.as_str()), Some("EXTERNAL_TABLE")));

        for user in ["cols", "all", "look"] {
            let refused = get_table(&mut login(&guarded, user).await, &alias).await.expect_err("somebody else's");
            assert!(!refused.message().contains("location"), "{user}");
        }
        let listed = args::GetTables { db_name: text("care"), pattern: text("__skep*") };
        assert_eq!(rows.call::<calls::GetTables>(listed).await, Ok(Vec::new()));

        // What can be described only has an alias that says why it cannot be read.
        let mut look = login(&guarded, "look").await;
        let described = get_table(&mut look, "patients").await.expect("shown");
        assert_eq!(columns(&described), ["id", "age", "state"]);
        let refused = get_table(&mut look, &alias_of(&described).expect("an alias")).await.expect_err("not to be read");
        assert!(refused.message().starts_with("AccessControlException"), "{}", refused.message());

        change(server, &["REVOKE SELECT ON care.patients FROM user:rows", "GRANT SELECT ON care.patients COLUMNS EXCEPT (ssn) ROWS (age > 18) TO user:rows"]).await;
        get_table(&mut rows, &alias).await.expect_err("of a policy that is gone");
        let again = get_table(&mut rows, "patients").await.expect("shown");
        assert!(alias_of(&again).is_some_and(|new| new != alias));
    }
}

/// A caller, and how many of its calls were answered with a result.
struct As {
    client: Client,
    user: &'static str,
    answered: usize,
}

impl As {
    async fn ask<C: Call>(&mut self, args: C::Args) {
        let mut body = Vec::new();
        encode(Protocol::Binary, &args, &mut body);
        let reply = self.client.raw(C::METHOD.name, &body).await.expect("a reply");
        let shown = String::from_utf8_lossy(&reply).to_lowercase();
        let of_partitions = (self.user == "parts").then_some("hiddenland");
        for canary in CANARIES.into_iter().chain(of_partitions) {
            assert!(!shown.contains(canary), "{} for {}: {shown}", C::METHOD.name, self.user);
        }
        self.answered += usize::from(!shown.contains("exception"));
    }
}

/// Every read that has something of a table in its reply.
async fn reads(me: &mut As, name: &str) {
    let (db, table) = (text("care"), text(name));
    let (db_name, tbl_name) = (db.clone(), table.clone());
    let all = || vec![Str::from("id"), "age".into(), "state".into()];
    let of_states = || ["state=NY", "state=TX"].map(Str::from).to_vec();
    let fields = || (text("care"), text(name));

    me.ask::<calls::GetTable>(args::GetTable { dbname: db.clone(), tbl_name: table.clone() }).await;
    let request = GetTableRequest {
        db_name: "care".into(),
        tbl_name: name.into(),
        get_column_stats: Some(true),
        processor_capabilities: Some(vec!["EXTREAD".into(), "MANAGERAWMETADATA".into(), "SKEP_FGAC_V1".into()]),
        processor_identifier: text("trino"),
        engine: text("hive"),
        ..Default::default()
    };
    me.ask::<calls::GetTableReq>(args::GetTableReq { req: Some(request) }).await;
    let names = vec![Str::from(name), name.into(), "nothing".into()];
    me.ask::<calls::GetTableObjectsByName>(args::GetTableObjectsByName {
        dbname: db.clone(),
        tbl_names: Some(names.clone()),
    })
    .await;
    let projection =
        GetProjectionsSpec { field_list: Some(vec!["sd.cols.name".into(), "parameters".into()]), ..Default::default() };
    let request = GetTablesRequest {
        db_name: "care".into(),
        tbl_names: Some(names),
        projection_spec: Some(projection),
        ..Default::default()
    };
    me.ask::<calls::GetTableObjectsByNameReq>(args::GetTableObjectsByNameReq { req: Some(request) }).await;
    let request = GetTablesRequest { db_name: "care".into(), tables_pattern: text("*"), ..Default::default() };
    me.ask::<calls::GetTableObjectsByNameReq>(args::GetTableObjectsByNameReq { req: Some(request) }).await;
    let request = GetTablesExtRequest {
        catalog: "hive".into(),
        database: "care".into(),
        table_name_pattern: "*".into(),
        requested_fields: i32::MAX,
        processor_capabilities: Some(vec!["EXTREAD".into()]),
        ..Default::default()
    };
    me.ask::<calls::GetTablesExt>(args::GetTablesExt { req: Some(request) }).await;
    let metas = args::GetTableMeta { db_patterns: text("*"), tbl_patterns: text("*"), tbl_types: Some(Vec::new()) };
    me.ask::<calls::GetTableMeta>(metas).await;
    let filter = text("hive_filter_field_params__comment like \"%about%\"");
    me.ask::<calls::GetTableNamesByFilter>(args::GetTableNamesByFilter {
        dbname: db.clone(),
        filter,
        max_tables: Some(-1),
    })
    .await;

    let (db_name_, table_name) = fields();
    me.ask::<calls::GetFields>(args::GetFields { db_name: db_name_, table_name }).await;
    let (db_name_, table_name) = fields();
    me.ask::<calls::GetSchema>(args::GetSchema { db_name: db_name_, table_name }).await;
    let request = GetSchemaRequest { db_name: "care".into(), tbl_name: name.into(), ..Default::default() };
    me.ask::<calls::GetSchemaReq>(args::GetSchemaReq { req: Some(request) }).await;

    let (max_parts, part_vals) = (Some(-1), Some(vec![Str::default()]));
    me.ask::<calls::GetPartitions>(args::GetPartitions {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        max_parts,
    })
    .await;
    me.ask::<calls::GetPartitionsPspec>(args::GetPartitionsPspec {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        max_parts: Some(-1),
    })
    .await;
    me.ask::<calls::GetPartitionsPs>(args::GetPartitionsPs {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        part_vals: part_vals.clone(),
        max_parts,
    })
    .await;
    let with_auth = args::GetPartitionsPsWithAuth {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        part_vals,
        max_parts,
        user_name: text("admin"),
        group_names: Some(vec!["admin".into()]),
    };
    me.ask::<calls::GetPartitionsPsWithAuth>(with_auth).await;
    let names =
        args::GetPartitionsByNames { db_name: db_name.clone(), tbl_name: tbl_name.clone(), names: Some(of_states()) };
    me.ask::<calls::GetPartitionsByNames>(names).await;
    let filter = text("state = 'NY'");
    me.ask::<calls::GetPartitionsByFilter>(args::GetPartitionsByFilter {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        filter: filter.clone(),
        max_parts,
    })
    .await;
    me.ask::<calls::GetPartSpecsByFilter>(args::GetPartSpecsByFilter {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        filter,
        max_parts: Some(-1),
    })
    .await;
    let one =
        args::GetPartitionByName { db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_name: text("state=NY") };
    me.ask::<calls::GetPartitionByName>(one).await;
    let expression = PartitionsByExprRequest {
        db_name: "care".into(),
        tbl_name: name.into(),
        expr: b"state = 'NY'".to_vec(),
        ..Default::default()
    };
    me.ask::<calls::GetPartitionsByExpr>(args::GetPartitionsByExpr { req: Some(expression.clone()) }).await;
    me.ask::<calls::GetPartitionsSpecByExpr>(args::GetPartitionsSpecByExpr { req: Some(expression) }).await;
    let projection = GetProjectionsSpec {
        field_list: Some(vec!["values".into(), "sd.cols.name".into(), "parameters".into()]),
        ..Default::default()
    };
    let request = GetPartitionsRequest {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        projection_spec: Some(projection),
        ..Default::default()
    };
    me.ask::<calls::GetPartitionsWithSpecs>(args::GetPartitionsWithSpecs { request: Some(request) }).await;
    me.ask::<calls::GetPartitionNames>(args::GetPartitionNames {
        db_name: db_name.clone(),
        tbl_name: tbl_name.clone(),
        max_parts,
    })
    .await;

    let request =
        TableStatsRequest { db_name: "care".into(), tbl_name: name.into(), col_names: all(), ..Default::default() };
    me.ask::<calls::GetTableStatisticsReq>(args::GetTableStatisticsReq { request: Some(request) }).await;
    let request = PartitionsStatsRequest {
        db_name: "care".into(),
        tbl_name: name.into(),
        col_names: all(),
        part_names: of_states(),
        ..Default::default()
    };
    me.ask::<calls::GetPartitionsStatisticsReq>(args::GetPartitionsStatisticsReq { request: Some(request.clone()) })
        .await;
    me.ask::<calls::GetAggrStatsFor>(args::GetAggrStatsFor { request: Some(request) }).await;
    let request = PrimaryKeysRequest { db_name: "care".into(), tbl_name: name.into(), cat_name: None };
    me.ask::<calls::GetPrimaryKeys>(args::GetPrimaryKeys { request: Some(request) }).await;
    let request = AllTableConstraintsRequest { cat_name: "hive".into(), db_name: "care".into(), tbl_name: name.into() };
    me.ask::<calls::GetAllTableConstraints>(args::GetAllTableConstraints { request: Some(request) }).await;
}

/// A table with canaries wherever there is room, and a server that asks the policy about it.
async fn care(server: &TestServer) -> TestServer {
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

fn database_of(server: &TestServer) -> Database {
    Database::new(server.pool().clone(), Version::NEWEST)
}

async fn change(server: &TestServer, statements: &[&str]) {
    let statements: Vec<_> = statements.iter().map(|text| statement::parse(text).expect("valid")).collect();
    let admin = Principal::user("admin").expect("a name");
    policy::apply(&database_of(server), &statements, &admin, 0, Intent::Make).await.expect("applied");
}

async fn login(server: &TestServer, user: &str) -> Client {
    let mut client = server.client().await;
    let ugi = args::SetUgi { user_name: text(user), group_names: Some(Vec::new()) };
    client.call::<calls::SetUgi>(ugi).await.expect("believed");
    client
}

async fn get_table(client: &mut Client, name: &str) -> Result<Table, CallError> {
    client.call::<calls::GetTable>(args::GetTable { dbname: text("care"), tbl_name: text(name) }).await
}

/// The name that a view's text reads from.
fn alias_of(table: &Table) -> Option<String> {
    let text = table.view_expanded_text.as_deref()?;
    let from = text.split("FROM `care`.`").nth(1)?;
    Some(from.split('`').next()?.to_owned())
}

fn columns(table: &Table) -> Vec<&str> {
    let columns = table.sd.iter().flat_map(|sd| sd.cols.iter().flatten());
    columns.map(|field| field.name.as_deref().unwrap_or_default()).collect()
}

fn denied(outcome: Result<(), CallError>) {
    let refused = outcome.expect_err("refused");
    assert!(refused.message().starts_with("AccessControlException"), "{}", refused.message());
}

fn text(value: &str) -> Option<Str> {
    Some(value.into())
}
