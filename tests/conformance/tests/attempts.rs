//! What somebody tries who sees a part of a table, may also change it as far as that goes, and has a database of its
//! own: to read the rest, to write, to move the table or its files to where everything is seen. Each attempt fails,
//! tells nothing that was not said, and changes nothing.

mod care;

use care::{alias_of, care, change, columns, get_table, login, text};
use skep_codec::{Protocol, encode};
use skep_conformance::{TestServer, everywhere};
use skep_testing::Client;
use skep_types::*;

/// In what is hidden from `parts`, and in nothing it may see.
const CANARIES: [&str; 3] = ["ssn", "canary", "hiddenland"];

/// Sees `care.patients` without `ssn` and the partition `Hiddenland`, may alter, fill, empty and drop it, and owns `mine`.
struct Thief {
    _guarded: TestServer,
    client: Client,
    /// Sees everything, on a server that asks no policy.
    owner: Client,
    before: String,
    failures: Vec<String>,
}

impl Thief {
    async fn enter(server: &TestServer) -> Thief {
        let guarded = care(server).await;
        let mut owner = server.client().await;
        let location_uri = text(&server.warehouse().join("mine.db").display().to_string());
        let database = Some(Database { name: text("mine"), location_uri, ..Default::default() });
        owner.call::<calls::CreateDatabase>(args::CreateDatabase { database }).await.expect("made");
        change(server, &["GRANT ALL ON mine TO user:parts"]).await;
        let mut client = login(&guarded, "parts").await;
        let tbl = Some(own_table("own"));
        client.call::<calls::CreateTable>(args::CreateTable { tbl }).await.expect("its own");
        let new_part = Some(partition("mine", "own", "NY"));
        client.call::<calls::AddPartition>(args::AddPartition { new_part }).await.expect("its own");
        let before = stored(&mut owner).await;
        Thief { _guarded: guarded, client, owner, before, failures: Vec::new() }
    }

    /// Whatever the answer, it tells nothing that the arguments did not say. Whether it is an exception.
    async fn tries<C: Call>(&mut self, what: &str, args: C::Args) -> bool {
        let mut said = Vec::new();
        encode(Protocol::Binary, &args, &mut said);
        let reply = self.body::<C>(&said).await;
        let [said, told] = [&said, &reply].map(|bytes| String::from_utf8_lossy(bytes).to_lowercase());
        for canary in CANARIES.into_iter().filter(|canary| told.contains(canary) && !said.contains(canary)) {
            self.failures.push(format!("{what}: {} tells {canary}: {told}", C::METHOD.name));
        }
        // A result is the field 0, and a void one has no field at all.
        reply.len() > 2 && reply[1..3] != [0, 0]
    }

    /// The struct of the reply, without the head of the message: that is its version, the name and its length, a number.
    async fn body<C: Call>(&mut self, arguments: &[u8]) -> Vec<u8> {
        let reply = self.client.raw(C::METHOD.name, arguments).await.expect("a reply");
        reply[12 + C::METHOD.name.len()..].to_vec()
    }

    /// An exception is the only right answer, and nothing has changed.
    async fn fails<C: Call>(&mut self, what: &str, args: C::Args) {
        if !self.tries::<C>(what, args).await {
            self.failures.push(format!("{what}: {} succeeded", C::METHOD.name));
        }
        let now = stored(&mut self.owner).await;
        if now != self.before {
            self.failures.push(format!("{what}: {} changed something", C::METHOD.name));
            self.before = now;
        }
    }

    /// Two calls whose answers differ in nothing but the names that they were given, which are equally long.
    async fn same<C: Call>(&mut self, what: &str, names: [&str; 2], of: impl Fn(&str) -> C::Args) {
        let mut told = Vec::new();
        for name in names {
            let mut body = Vec::new();
            encode(Protocol::Binary, &of(name), &mut body);
            let reply = self.body::<C>(&body).await;
            told.push(String::from_utf8_lossy(&reply).replace(name, "…"));
        }
        if told[0] != told[1] {
            self.failures.push(format!("{what}: {} tells {names:?} apart: {told:?}", C::METHOD.name));
        }
    }

    fn found_nothing(self) {
        assert!(self.failures.is_empty(), "{:#?}", self.failures);
    }
}

/// All there is, and the number of the last event: whatever changes anything writes one.
async fn stored(owner: &mut Client) -> String {
    let mut told = String::new();
    for (database, table) in [("care", "patients"), ("mine", "own")] {
        let name = (text(database), text(table));
        let tables = owner.call::<calls::GetAllTables>(args::GetAllTables { db_name: name.0.clone() }).await;
        let of = args::GetTable { dbname: name.0.clone(), tbl_name: name.1.clone() };
        let found = owner.call::<calls::GetTable>(of).await;
        let of = args::GetPartitions { db_name: name.0.clone(), tbl_name: name.1.clone(), max_parts: Some(-1) };
        let partitions = owner.call::<calls::GetPartitions>(of).await;
        let col_names = vec!["ssn".into(), "age".into()];
        let of =
            TableStatsRequest { db_name: database.into(), tbl_name: table.into(), col_names, ..Default::default() };
        let of = args::GetTableStatisticsReq { request: Some(of) };
        let statistics = owner.call::<calls::GetTableStatisticsReq>(of).await;
        told += &format!("{tables:?}\n{found:?}\n{partitions:?}\n{statistics:?}\n");
    }
    let roles = owner.call::<calls::GetRoleNames>(args::GetRoleNames {}).await;
    let databases = owner.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await;
    let last = owner.call::<calls::GetCurrentNotificationEventId>(args::GetCurrentNotificationEventId {}).await;
    format!("{told}{roles:?}{databases:?}{last:?}")
}

fn own_table(name: &str) -> Table {
    let column = |name: &str, kind: &str| FieldSchema { name: text(name), type_: text(kind), comment: None };
    let cols = Some(vec![column("id", "int"), column("number", "string"), column("age", "int")]);
    Table {
        db_name: text("mine"),
        table_name: text(name),
        sd: Some(StorageDescriptor { cols, serde_info: Some(SerDeInfo::default()), ..Default::default() }),
        partition_keys: Some(vec![column("state", "string")]),
        table_type: text("MANAGED_TABLE"),
        ..Default::default()
    }
}

fn partition(database: &str, table: &str, state: &str) -> Partition {
    Partition {
        values: Some(vec![state.into()]),
        db_name: text(database),
        table_name: text(table),
        sd: own_table(table).sd,
        ..Default::default()
    }
}

/// `care.patients`, as two fields.
fn patients() -> (Option<Str>, Option<Str>) {
    (text("care"), text("patients"))
}

everywhere! {
    async fn what_was_shown_is_not_taken_back_by_any_way_to_alter(server) {
        let mut thief = Thief::enter(server).await;
        let shown = get_table(&mut thief.client, "patients").await.expect("shown");
        let mut records = vec![shown.clone(), Table { owner: text("parts"), ..shown.clone() }];
        records.push(Table { table_type: text("VIRTUAL_VIEW"), view_expanded_text: text("select 1"), ..shown.clone() });
        records.push(Table { parameters: Some([("mine".into(), "1".into())].into()), ..shown.clone() });
        records.push(Table { db_name: text("mine"), ..shown.clone() });
        records.push(Table { table_name: text("__skep_x"), ..shown.clone() });
        for new in records {
            let new_tbl = Some(new.clone());
            let (dbname, tbl_name) = patients();
            thief.fails::<calls::AlterTable>("alter", args::AlterTable {
                dbname: dbname.clone(), tbl_name: tbl_name.clone(), new_tbl: new_tbl.clone(),
            }).await;
            thief.fails::<calls::AlterTableWithCascade>("alter", args::AlterTableWithCascade {
                dbname: dbname.clone(), tbl_name: tbl_name.clone(), new_tbl: new_tbl.clone(), cascade: Some(true),
            }).await;
            thief.fails::<calls::AlterTableWithEnvironmentContext>("alter", args::AlterTableWithEnvironmentContext {
                dbname, tbl_name, new_tbl, environment_context: None,
            }).await;
            let req = AlterTableRequest {
                db_name: "care".into(), table_name: "patients".into(), table: new,
                processor_capabilities: Some(vec!["SKEP_FGAC_V1".into(), "MANAGE_RAW_METADATA".into()]),
                ..Default::default()
            };
            thief.fails::<calls::AlterTableReq>("alter", args::AlterTableReq { req: Some(req) }).await;
        }
        let to_theirs = Some(Table { db_name: text("care"), table_name: text("patients"), ..own_table("own") });
        thief.fails::<calls::AlterTable>("rename onto it", args::AlterTable {
            dbname: text("mine"), tbl_name: text("own"), new_tbl: to_theirs,
        }).await;
        let (db_name, table_name) = patients();
        thief.fails::<calls::TruncateTable>("empty", args::TruncateTable { db_name, table_name, part_names: None }).await;
        let (dbname, name) = patients();
        thief.fails::<calls::DropTable>("drop", args::DropTable { dbname, name, delete_data: Some(true) }).await;
        let cascade = args::DropDatabase { name: text("care"), delete_data: Some(true), cascade: Some(true) };
        thief.fails::<calls::DropDatabase>("drop with everything", cascade).await;
        let db = Some(Database { name: text("care"), owner_name: text("parts"), ..Default::default() });
        thief.fails::<calls::AlterDatabase>("own it", args::AlterDatabase { dbname: text("care"), db }).await;
        thief.found_nothing();
    }

    async fn partitions_are_neither_moved_nor_made_nor_dropped(server) {
        let mut thief = Thief::enter(server).await;
        for state in ["Hiddenland", "NY", "WA"] {
            let (db_name, tbl_name) = patients();
            let part_vals = Some(vec![Str::from(state)]);
            let new_part = Some(partition("care", "patients", state));
            thief.fails::<calls::AddPartition>("add", args::AddPartition { new_part: new_part.clone() }).await;
            let req = AddPartitionsRequest {
                db_name: "care".into(), tbl_name: "patients".into(), parts: vec![partition("care", "patients", state)],
                if_not_exists: true, need_result: Some(true), ..Default::default()
            };
            let req = args::AddPartitionsReq { request: Some(req) };
            thief.fails::<calls::AddPartitionsReq>("add if not there", req).await;
            thief.fails::<calls::AppendPartition>("append", args::AppendPartition {
                db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals: part_vals.clone(),
            }).await;
            let part_name = text(&format!("state={state}"));
            thief.fails::<calls::AppendPartitionByName>("append", args::AppendPartitionByName {
                db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_name,
            }).await;
            thief.fails::<calls::DropPartition>("drop", args::DropPartition {
                db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals: part_vals.clone(), delete_data: Some(true),
            }).await;
            let req = DropPartitionsRequest {
                db_name: "care".into(), tbl_name: "patients".into(), if_exists: Some(true), need_result: Some(true),
                parts: RequestPartsSpec::Names(vec![format!("state={state}").into()]), ..Default::default()
            };
            thief.fails::<calls::DropPartitionsReq>("drop if there", args::DropPartitionsReq { req: Some(req) }).await;
            thief.fails::<calls::AlterPartition>("alter", args::AlterPartition {
                db_name: db_name.clone(), tbl_name: tbl_name.clone(), new_part: new_part.clone(),
            }).await;
            for to in ["TX", "Hiddenland"] {
                let new_part = Some(partition("care", "patients", to));
                thief.fails::<calls::RenamePartition>("rename", args::RenamePartition {
                    db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals: part_vals.clone(), new_part,
                }).await;
            }
            let spec = Some([("state".into(), Str::from(state))].into());
            for [from, to] in [[("care", "patients"), ("mine", "own")], [("mine", "own"), ("care", "patients")]] {
                thief.fails::<calls::ExchangePartition>("exchange", args::ExchangePartition {
                    partition_specs: spec.clone(), source_db: text(from.0), source_table_name: text(from.1),
                    dest_db: text(to.0), dest_table_name: text(to.1),
                }).await;
            }
            let (part_vals, event_type) = (spec, Some(PartitionEventType::LOAD_DONE));
            thief.fails::<calls::MarkPartitionForEvent>("mark", args::MarkPartitionForEvent {
                db_name, tbl_name, part_vals, event_type,
            }).await;
        }
        // Whether it is hidden or not there cannot be told by asking.
        let (db_name, tbl_name) = patients();
        thief.same::<calls::IsPartitionMarkedForEvent>("marked", ["Hiddenland", "Nowhere__X"], |state| {
            let part_vals = Some([("state".into(), state.into())].into());
            let (db_name, tbl_name) = (db_name.clone(), tbl_name.clone());
            args::IsPartitionMarkedForEvent { db_name, tbl_name, part_vals, event_type: Some(PartitionEventType::LOAD_DONE) }
        }).await;
        thief.same::<calls::GetPartitionWithAuth>("with somebody's rights", ["Hiddenland", "Nowhere__X"], |state| {
            args::GetPartitionWithAuth {
                db_name: db_name.clone(), tbl_name: tbl_name.clone(), part_vals: Some(vec![state.into()]),
                user_name: text("admin"), group_names: Some(vec!["admin".into()]),
            }
        }).await;
        thief.same::<calls::GetPartitionsByFilter>("by filter", ["Hiddenland", "Nowhere__X"], |state| {
            let filter = text(&format!("state = '{state}'"));
            args::GetPartitionsByFilter { db_name: db_name.clone(), tbl_name: tbl_name.clone(), filter, max_parts: Some(-1) }
        }).await;
        for filter in ["state = 'Hiddenland' or 1 = 1", "ssn = '1'", "state like 'Hid%' or state = 'NY'", "state = 'NY", "not (state = 'NY')"] {
            let (db_name, tbl_name, filter) = (db_name.clone(), tbl_name.clone(), text(filter));
            let by_filter = args::GetPartitionsByFilter { db_name, tbl_name, filter, max_parts: Some(-1) };
            thief.tries::<calls::GetPartitionsByFilter>("a filter", by_filter).await;
        }
        let key = FieldSchema { name: text("state"), type_: text("string"), comment: None };
        for (apply_distinct, ascending) in [(Some(true), Some(false)), (Some(false), Some(true)), (None, None)] {
            let request = PartitionValuesRequest {
                db_name: "care".into(), tbl_name: "patients".into(), partition_keys: vec![key.clone()],
                partition_order: Some(vec![key.clone()]), apply_distinct, ascending, ..Default::default()
            };
            thief.tries::<calls::GetPartitionValues>("values", args::GetPartitionValues { request: Some(request) }).await;
        }
        thief.found_nothing();
    }

    async fn files_are_not_reached_by_another_table(server) {
        let mut thief = Thief::enter(server).await;
        let place = server.warehouse().join("care.db").display().to_string();
        let places = [
            format!("{place}/patients"), format!("{place}/patients/"), format!("{place}/patients/state=Hiddenland"),
            place.clone(), format!("{place}/"), server.warehouse().display().to_string(),
            format!("{place}//patients"), format!("{place}/other/../patients"), format!("{place}/./patients"),
            format!("file:{place}/patients"), format!("file://{place}/patients"), format!("{place}/%70atients"),
            format!("{place}/patients/part-0001.parquet"), format!(" {place}/patients"), format!("FILE:{place}/patients"),
        ];
        for place in &places {
            let location = text(place);
            let mut table = own_table("copy");
            table.sd.as_mut().expect("given").location = location.clone();
            thief.fails::<calls::CreateTable>(place, args::CreateTable { tbl: Some(table.clone()) }).await;
            table.table_type = text("EXTERNAL_TABLE");
            table.parameters = Some([("EXTERNAL".into(), "TRUE".into())].into());
            thief.fails::<calls::CreateTable>(place, args::CreateTable { tbl: Some(table) }).await;
            let mut own = own_table("own");
            own.sd.as_mut().expect("given").location = location.clone();
            thief.fails::<calls::AlterTable>(place, args::AlterTable {
                dbname: text("mine"), tbl_name: text("own"), new_tbl: Some(own),
            }).await;
            let mut part = partition("mine", "own", "WA");
            part.sd.as_mut().expect("given").location = location.clone();
            thief.fails::<calls::AddPartition>(place, args::AddPartition { new_part: Some(part.clone()) }).await;
            part.values = Some(vec!["NY".into()]);
            thief.fails::<calls::AlterPartition>(place, args::AlterPartition {
                db_name: text("mine"), tbl_name: text("own"), new_part: Some(part),
            }).await;
            let database = Some(Database { name: text("copy"), location_uri: location.clone(), ..Default::default() });
            thief.fails::<calls::CreateDatabase>(place, args::CreateDatabase { database }).await;
            let db = Some(Database { name: text("mine"), location_uri: location, ..Default::default() });
            thief.fails::<calls::AlterDatabase>(place, args::AlterDatabase { dbname: text("mine"), db }).await;
        }
        // Places that are no location, and that readers open all the same.
        let patients = format!("{place}/patients");
        let mut by_serde = own_table("copy");
        let serde = by_serde.sd.as_mut().and_then(|sd| sd.serde_info.as_mut()).expect("given");
        serde.parameters = Some([("path".into(), patients.as_str().into())].into());
        thief.fails::<calls::CreateTable>("path of a serde", args::CreateTable { tbl: Some(by_serde.clone()) }).await;
        let mut skewed = own_table("copy");
        skewed.sd.as_mut().expect("given").skewed_info = Some(SkewedInfo {
            skewed_col_names: Some(vec!["number".into()]),
            skewed_col_values: Some(vec![vec!["1".into()]]),
            skewed_col_value_location_maps: Some([(vec!["1".into()], patients.as_str().into())].into()),
        });
        thief.fails::<calls::CreateTable>("place of skewed values", args::CreateTable { tbl: Some(skewed.clone()) }).await;
        let mut part = partition("mine", "own", "WA");
        part.sd = by_serde.sd.clone();
        thief.fails::<calls::AddPartition>("path of a serde", args::AddPartition { new_part: Some(part.clone()) }).await;
        part.sd = skewed.sd.clone();
        thief.fails::<calls::AddPartition>("place of skewed values", args::AddPartition { new_part: Some(part) }).await;
        for key in ["metadata_location", "previous_metadata_location", "avro.schema.url", "path"] {
            let parameters = Some([(Str::from(key), format!("{patients}/metadata/1.json").into())].into());
            let tbl = Some(Table { parameters, ..own_table("copy") });
            thief.fails::<calls::CreateTable>(key, args::CreateTable { tbl }).await;
        }
        thief.found_nothing();
    }

    async fn a_name_said_otherwise_is_the_same_name(server) {
        let mut thief = Thief::enter(server).await;
        for (database, table) in [("CARE", "Patients"), ("@hive#care", "patients"), (" care ", " patients "), ("care", "PATIENTS")] {
            let of = args::GetTable { dbname: text(database), tbl_name: text(table) };
            let shown = thief.client.call::<calls::GetTable>(of).await;
            if let Ok(shown) = shown {
                assert_eq!(columns(&shown), ["id", "age"], "{database}.{table}");
            }
            let of = args::GetTable { dbname: text(database), tbl_name: text(table) };
            thief.tries::<calls::GetTable>(database, of).await;
            let (dbname, name) = (text(database), text(table));
            thief.fails::<calls::DropTable>("drop", args::DropTable { dbname, name, delete_data: Some(false) }).await;
            let tbl = Some(Table { db_name: text(database), ..own_table(table) });
            thief.fails::<calls::CreateTable>("create", args::CreateTable { tbl }).await;
        }
        // What nobody may see and what is not there, by every kind of question.
        let names = ["care.secret", "care.absent"];
        let secret = Some(Table { db_name: text("care"), ..own_table("secret") });
        thief.owner.call::<calls::CreateTable>(args::CreateTable { tbl: secret }).await.expect("made");
        thief.before = stored(&mut thief.owner).await;
        let named = |name: &str| (text("care"), text(name.split('.').nth(1).unwrap_or_default()));
        let last = |name: &str| Str::from(name.split('.').nth(1).unwrap_or_default());
        let names_only = ["secret", "absent"];
        thief.same::<calls::GetTable>("get", names_only, |name| args::GetTable { dbname: text("care"), tbl_name: text(name) }).await;
        thief.same::<calls::GetFields>("fields", names_only, |name| args::GetFields { db_name: text("care"), table_name: text(name) }).await;
        thief.same::<calls::GetPartitionNames>("partitions", names_only, |name| args::GetPartitionNames {
            db_name: text("care"), tbl_name: text(name), max_parts: Some(-1),
        }).await;
        thief.same::<calls::GetValidWriteIds>("write ids", names, |name| args::GetValidWriteIds {
            rqst: Some(GetValidWriteIdsRequest { full_table_names: vec![name.into()], ..Default::default() }),
        }).await;
        thief.same::<calls::DropTable>("drop", names_only, |name| args::DropTable {
            dbname: text("care"), name: text(name), delete_data: Some(false),
        }).await;
        thief.same::<calls::GetPrimaryKeys>("keys", names_only, |name| args::GetPrimaryKeys {
            request: Some(PrimaryKeysRequest { db_name: "care".into(), tbl_name: name.into(), cat_name: None }),
        }).await;
        thief.same::<calls::GetPrivilegeSet>("privileges", names_only, |name| args::GetPrivilegeSet {
            hive_object: Some(HiveObjectRef {
                object_type: Some(HiveObjectType::TABLE), db_name: text("care"), object_name: text(name), ..Default::default()
            }),
            user_name: text("parts"), group_names: None,
        }).await;
        let (dbname, tbl_name) = named(names[0]);
        thief.fails::<calls::GetTable>("get", args::GetTable { dbname, tbl_name }).await;
        let request = AllocateTableWriteIdsRequest {
            db_name: "care".into(), table_name: last(names[0]), txn_ids: Some(vec![1]), ..Default::default()
        };
        thief.fails::<calls::AllocateTableWriteIds>("write ids", args::AllocateTableWriteIds { rqst: Some(request) }).await;
        thief.found_nothing();
    }

    async fn constraints_and_statistics_tell_and_take_nothing(server) {
        let mut thief = Thief::enter(server).await;
        let key = SQLForeignKey {
            pktable_db: text("care"), pktable_name: text("patients"), pkcolumn_name: text("ssn"),
            fktable_db: text("mine"), fktable_name: text("own"), fkcolumn_name: text("number"), key_seq: Some(1),
            fk_name: text("to_hidden"), ..Default::default()
        };
        let req = Some(AddForeignKeyRequest { foreign_key_cols: vec![key.clone()] });
        thief.fails::<calls::AddForeignKey>("a key to what is hidden", args::AddForeignKey { req }).await;
        let made = args::CreateTableWithConstraints {
            tbl: Some(own_table("copy")), primary_keys: None, foreign_keys: Some(vec![SQLForeignKey { fktable_name: text("copy"), ..key }]),
            unique_constraints: None, not_null_constraints: None, default_constraints: None, check_constraints: None,
        };
        thief.fails::<calls::CreateTableWithConstraints>("a key to what is hidden", made).await;
        let unique = SQLUniqueConstraint {
            cat_name: text("hive"), table_db: text("care"), table_name: text("patients"), column_name: text("age"),
            key_seq: Some(1), uk_name: text("u"), ..Default::default()
        };
        let req = Some(AddUniqueConstraintRequest { unique_constraint_cols: vec![unique] });
        thief.fails::<calls::AddUniqueConstraint>("a constraint on it", args::AddUniqueConstraint { req }).await;
        let req = Some(DropConstraintRequest {
            dbname: "care".into(), tablename: "patients".into(), constraintname: "canary_key".into(), cat_name: None,
        });
        thief.fails::<calls::DropConstraint>("drop its key", args::DropConstraint { req }).await;
        let request = Some(ForeignKeysRequest {
            parent_db_name: text("care"), parent_tbl_name: text("patients"), ..Default::default()
        });
        thief.tries::<calls::GetForeignKeys>("keys to it", args::GetForeignKeys { request }).await;
        let request = UniqueConstraintsRequest { cat_name: "hive".into(), db_name: "care".into(), tbl_name: "patients".into() };
        thief.tries::<calls::GetUniqueConstraints>("its constraints", args::GetUniqueConstraints { request: Some(request) }).await;
        let desc = ColumnStatisticsDesc {
            is_tbl_level: true, db_name: "care".into(), table_name: "patients".into(), ..Default::default()
        };
        let object = ColumnStatisticsObj {
            col_name: "age".into(), col_type: "int".into(),
            stats_data: ColumnStatisticsData::LongStats(LongColumnStatsData { num_d_vs: 1, ..Default::default() }),
        };
        let stats = ColumnStatistics { stats_desc: desc, stats_obj: vec![object], ..Default::default() };
        let sent = args::UpdateTableColumnStatistics { stats_obj: Some(stats.clone()) };
        thief.fails::<calls::UpdateTableColumnStatistics>("statistics", sent).await;
        let request = Some(SetPartitionsStatsRequest { col_stats: vec![stats], ..Default::default() });
        thief.fails::<calls::SetAggrStatsFor>("statistics", args::SetAggrStatsFor { request }).await;
        for column in ["ssn", "age"] {
            let (db_name, tbl_name) = patients();
            let sent = args::DeleteTableColumnStatistics { db_name, tbl_name, col_name: text(column), engine: None };
            thief.fails::<calls::DeleteTableColumnStatistics>("forget statistics", sent).await;
        }
        thief.found_nothing();
    }

    async fn nobody_lifts_themselves(server) {
        let mut thief = Thief::enter(server).await;
        let privilege = HiveObjectPrivilege {
            hive_object: Some(HiveObjectRef {
                object_type: Some(HiveObjectType::TABLE), db_name: text("care"), object_name: text("patients"),
                ..Default::default()
            }),
            principal_name: text("parts"), principal_type: Some(PrincipalType::USER),
            grant_info: Some(PrivilegeGrantInfo {
                privilege: text("ALL"), grantor: text("admin"), grantor_type: Some(PrincipalType::USER),
                grant_option: Some(true), ..Default::default()
            }),
            authorizer: text("SQL"),
        };
        let bag = Some(PrivilegeBag { privileges: Some(vec![privilege]) });
        thief.fails::<calls::GrantPrivileges>("grant", args::GrantPrivileges { privileges: bag.clone() }).await;
        thief.fails::<calls::RevokePrivileges>("revoke", args::RevokePrivileges { privileges: bag.clone() }).await;
        let role = Some(Role { role_name: text("public"), owner_name: text("parts"), ..Default::default() });
        thief.fails::<calls::CreateRole>("a role", args::CreateRole { role }).await;
        let request = Some(GrantRevokeRoleRequest {
            request_type: Some(GrantRevokeType::GRANT), role_name: text("admin"), principal_name: text("parts"),
            principal_type: Some(PrincipalType::USER), ..Default::default()
        });
        thief.fails::<calls::GrantRevokeRole>("a role", args::GrantRevokeRole { request }).await;
        let of = args::ListPrivileges { principal_name: text("all"), principal_type: Some(PrincipalType::USER), hive_object: None };
        thief.tries::<calls::ListPrivileges>("somebody's privileges", of).await;
        let of = args::GetDelegationToken { token_owner: text("all"), renewer_kerberos_principal_name: text("parts") };
        thief.fails::<calls::GetDelegationToken>("somebody's token", of).await;
        thief.fails::<calls::GetMasterKeys>("keys", args::GetMasterKeys {}).await;
        thief.fails::<calls::AddMasterKey>("keys", args::AddMasterKey { key: text("mine") }).await;
        thief.fails::<calls::GetAllTokenIdentifiers>("tokens", args::GetAllTokenIdentifiers {}).await;
        for key in ["javax.jdo.option.ConnectionPassword", "hive.metastore.keystore.password", "metastore.warehouse.dir"] {
            let of = args::GetConfigValue { name: text(key), default_value: text("unset") };
            thief.tries::<calls::GetConfigValue>(key, of).await;
            thief.tries::<calls::GetMetaConf>(key, args::GetMetaConf { key: text(key) }).await;
        }
        let mut with_privileges = own_table("copy");
        with_privileges.privileges = Some(PrincipalPrivilegeSet {
            user_privileges: Some([("all".into(), Vec::new())].into()), ..Default::default()
        });
        let made = args::CreateTable { tbl: Some(with_privileges) };
        thief.tries::<calls::CreateTable>("privileges of others", made).await;
        thief.before = stored(&mut thief.owner).await;
        // A second name is not believed, and neither is a group.
        let claim = args::SetUgi { user_name: text("all"), group_names: Some(vec!["admin".into()]) };
        let renamed = thief.client.call::<calls::SetUgi>(claim).await;
        let (dbname, tbl_name) = patients();
        if renamed.is_err() {
            let shown = thief.client.call::<calls::GetTable>(args::GetTable { dbname, tbl_name }).await.expect("shown");
            assert_eq!(columns(&shown), ["id", "age"]);
        }
        thief.found_nothing();
    }

    async fn an_alias_is_no_table(server) {
        let guarded = care(server).await;
        let mut owner = server.client().await;
        let before = stored(&mut owner).await;
        let mut rows = login(&guarded, "rows").await;
        let alias = alias_of(&get_table(&mut rows, "patients").await.expect("shown")).expect("a view reads from it");
        let mut thief = Thief { _guarded: guarded, client: rows, owner, before, failures: Vec::new() };
        let shown = get_table(&mut thief.client, &alias).await.expect("its own");
        let alter = args::AlterTable { dbname: text("care"), tbl_name: text(&alias), new_tbl: Some(shown.clone()) };
        thief.fails::<calls::AlterTable>("alter", alter).await;
        let dropped = args::DropTable { dbname: text("care"), name: text(&alias), delete_data: Some(true) };
        thief.fails::<calls::DropTable>("drop", dropped).await;
        for name in [alias.as_str(), "__skep_anything", "__SKEP_anything"] {
            for database in ["care", "mine"] {
                let tbl = Some(Table { db_name: text(database), ..own_table(name) });
                thief.fails::<calls::CreateTable>("a table of that name", args::CreateTable { tbl }).await;
            }
        }
        let component = LockComponent {
            type_: LockType::EXCLUSIVE, level: LockLevel::TABLE, dbname: "care".into(), tablename: text(&alias),
            ..Default::default()
        };
        let rqst = Some(LockRequest {
            component: vec![component], user: "rows".into(), hostname: "here".into(), ..Default::default()
        });
        thief.fails::<calls::Lock>("lock", args::Lock { rqst }).await;
        for pattern in ["__skep_*", "*", "__skep_*|patients"] {
            let of = args::GetTables { db_name: text("care"), pattern: text(pattern) };
            let listed = thief.client.call::<calls::GetTables>(of).await.expect("listed");
            assert!(listed.iter().all(|name| !name.starts_with("__skep")), "{listed:?}");
        }
        // Bits of it, in another database, and in other letters.
        let (stem, end) = alias.split_at(alias.len() - 1);
        let other = format!("{stem}{}", if end == "0" { "1" } else { "0" });
        for (database, name) in [("care", other), ("mine", alias.clone()), ("default", alias.clone())] {
            let of = args::GetTable { dbname: text(database), tbl_name: text(&name) };
            thief.fails::<calls::GetTable>("somewhere else", of).await;
        }
        thief.found_nothing();
    }

    async fn transactions_compactions_and_the_log_are_not_for_everybody(server) {
        let mut thief = Thief::enter(server).await;
        let hidden = Some(Table { db_name: text("care"), ..own_table("secret") });
        thief.owner.call::<calls::CreateTable>(args::CreateTable { tbl: hidden }).await.expect("made");
        thief.before = stored(&mut thief.owner).await;
        for table in ["secret", "patients"] {
            for type_ in [LockType::EXCLUSIVE, LockType::SHARED_WRITE] {
                let component = LockComponent {
                    type_, level: LockLevel::TABLE, dbname: "care".into(), tablename: text(table), ..Default::default()
                };
                let rqst = Some(LockRequest {
                    component: vec![component], user: "all".into(), hostname: "here".into(), ..Default::default()
                });
                thief.fails::<calls::Lock>(table, args::Lock { rqst }).await;
            }
            let rqst = CompactionRequest {
                dbname: "care".into(), tablename: table.into(), type_: CompactionType::MAJOR, ..Default::default()
            };
            thief.fails::<calls::Compact2>(table, args::Compact2 { rqst: Some(rqst.clone()) }).await;
            let data = FireEventRequestData::InsertData(InsertEventRequestData {
                files_added: vec!["canary".into()], ..Default::default()
            });
            let rqst = Some(FireEventRequest {
                successful: true, data, db_name: text("care"), table_name: text(table), ..Default::default()
            });
            thief.fails::<calls::FireListenerEvent>(table, args::FireListenerEvent { rqst }).await;
            let rqst = WriteNotificationLogRequest {
                txn_id: 1, write_id: 1, db: "care".into(), table: table.into(), ..Default::default()
            };
            thief.fails::<calls::AddWriteNotificationLog>(table, args::AddWriteNotificationLog { rqst: Some(rqst) }).await;
        }
        for max_events in [Some(1), None] {
            let rqst = NotificationEventRequest { max_events, table_names: Some(vec!["patients".into()]), ..Default::default() };
            thief.tries::<calls::GetNextNotification>("events", args::GetNextNotification { rqst: Some(rqst) }).await;
        }
        let rqst = Some(ShowLocksRequest { dbname: text("care"), tablename: text("secret"), ..Default::default() });
        thief.tries::<calls::ShowLocks>("locks", args::ShowLocks { rqst }).await;
        thief.tries::<calls::ShowCompact>("compactions", args::ShowCompact { rqst: Some(ShowCompactRequest::default()) }).await;
        thief.fails::<calls::FindNextCompact>("work", args::FindNextCompact { worker_id: text("thief") }).await;
        let open = OpenTxnRequest { num_txns: 1, user: "all".into(), hostname: "h".into(), ..Default::default() };
        let txns = thief.owner.call::<calls::OpenTxns>(args::OpenTxns { rqst: Some(open) }).await.expect("open").txn_ids;
        thief.before = stored(&mut thief.owner).await;
        let rqst = Some(AbortTxnRequest { txnid: txns[0], ..Default::default() });
        thief.fails::<calls::AbortTxn>("somebody's transaction", args::AbortTxn { rqst }).await;
        let rqst = Some(CommitTxnRequest { txnid: txns[0], ..Default::default() });
        thief.fails::<calls::CommitTxn>("somebody's transaction", args::CommitTxn { rqst }).await;
        let ids = Some(HeartbeatRequest { txnid: Some(txns[0]), ..Default::default() });
        thief.fails::<calls::Heartbeat>("somebody's transaction", args::Heartbeat { ids }).await;
        let request = Some(CmRecycleRequest { data_path: "/care".into(), purge: true });
        thief.fails::<calls::CmRecycle>("recycle", args::CmRecycle { request }).await;
        let request = Some(CreateTableRequest { table: Table { db_name: text("care"), ..own_table("patients") }, ..Default::default() });
        thief.tries::<calls::TranslateTableDryrun>("a trial", args::TranslateTableDryrun { request }).await;
        thief.found_nothing();
    }

    async fn a_name_of_a_column_hides_it_however_it_is_written(server) {
        let guarded = care(server).await;
        for (user, column) in [("upper", "SSN"), ("mixed", "sSn")] {
            let grant = format!("GRANT SELECT ON care.patients COLUMNS EXCEPT ({column}) TO user:{user}");
            change(server, &[&grant]).await;
            let shown = get_table(&mut login(&guarded, user).await, "patients").await.expect("shown");
            assert_eq!(columns(&shown), ["id", "age"], "{user}");
        }
    }
}
