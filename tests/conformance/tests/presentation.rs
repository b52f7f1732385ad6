//! What restricted callers get over the wire, looked at byte by byte: a hidden column and everything about it, the
//! values of hidden partitions, and what others wrote down about them must be in no reply.

mod care;

use care::{alias_of, care, change, columns, get_table, login, text};
use skep_codec::{Protocol, encode};
use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::*;

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

fn denied(outcome: Result<(), CallError>) {
    let refused = outcome.expect_err("refused");
    assert!(refused.message().starts_with("AccessControlException"), "{}", refused.message());
}
