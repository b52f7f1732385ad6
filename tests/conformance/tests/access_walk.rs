//! The whole interface, called by somebody without any right, about things that are there: no reply says anything of
//! them, and nothing changes.

use std::collections::BTreeSet;

use skep_access::Mode;
use skep_access::Principal;
use skep_access::statement::parse;
use skep_api::Effect;
use skep_catalog::policy::{Intent, apply, prepare};
use skep_codec::{Dice, Protocol, Struct, encode, invent};
use skep_conformance::{TestServer, everywhere};
use skep_testing::Client;
use skep_types::{
    Call, ColumnStatistics, ColumnStatisticsData, ColumnStatisticsDesc, ColumnStatisticsObj, Database, FieldSchema,
    Function, FunctionType, MethodDef, Partition, PrincipalType, ResourceType, ResourceUri, SerDeInfo,
    StorageDescriptor, StringColumnStatsData, Table, Visitor, args, calls,
};

/// Part of every name, comment, value and location that must not be told. Some of them the walk never says, so that
/// nothing can repeat them.
const CANARY: &str = "canary";

/// What the walk says in the place of each string: names of what is there, and of what newer requests have around them.
const WORDS: [&str; 12] = [
    "canary_db",
    "canary_table",
    "canary_column",
    "canary_key=canary_value",
    "canary_value",
    "hive",
    "canary_function",
    "@hive#canary_db",
    "*",
    "canary_db.canary_table",
    "canary_connector",
    "",
];

struct Case {
    method: &'static MethodDef,
    arguments: Vec<Vec<u8>>,
}

struct Cases(Vec<Case>);

impl Visitor for Cases {
    fn call<C: Call>(&mut self) {
        if !C::METHOD.oneway {
            // Without any field.
            let mut arguments = vec![vec![0]];
            for seed in 0..8 {
                arguments.push(about_canaries(&bytes(&invent::<C::Args>(seed)), seed));
            }
            self.0.push(Case { method: C::METHOD, arguments });
        }
    }
}

fn bytes(arguments: &impl Struct) -> Vec<u8> {
    let mut body = Vec::new();
    encode(Protocol::Binary, arguments, &mut body);
    body
}

/// The same arguments with every string exchanged: first in the orders in which requests name things, then at random.
fn about_canaries(struct_bytes: &[u8], seed: u64) -> Vec<u8> {
    let orders: [&[usize]; 4] = [&[0, 1, 2, 3], &[5, 0, 1, 2], &[0, 1, 3, 4], &[1, 0, 1, 4]];
    let mut dice = Dice(seed);
    let mut count = 0;
    let order = usize::try_from(seed).ok().and_then(|seed| orders.get(seed)).copied();
    let mut word = || {
        let at = order.and_then(|order| order.get(count).copied()).unwrap_or_else(|| dice.below(WORDS.len()));
        count += 1;
        WORDS[at]
    };
    let (mut out, mut at) = (Vec::new(), 0);
    exchange(struct_bytes, &mut at, 12, &mut out, &mut word);
    out
}

/// Copies a value of a type of Thrift's binary protocol, its strings exchanged.
fn exchange<'w>(from: &[u8], at: &mut usize, kind: u8, out: &mut Vec<u8>, word: &mut impl FnMut() -> &'w str) {
    let copy = |at: &mut usize, out: &mut Vec<u8>, length: usize| {
        out.extend_from_slice(&from[*at..*at + length]);
        *at += length;
    };
    let length = |at: usize| u32::from_be_bytes(from[at..at + 4].try_into().expect("four bytes")) as usize;
    match kind {
        2 | 3 => copy(at, out, 1),
        6 => copy(at, out, 2),
        8 => copy(at, out, 4),
        4 | 10 => copy(at, out, 8),
        11 => {
            *at += 4 + length(*at);
            let text = word();
            out.extend_from_slice(&u32::try_from(text.len()).expect("short").to_be_bytes());
            out.extend_from_slice(text.as_bytes());
        }
        12 => loop {
            let kind = from[*at];
            copy(at, out, 1);
            if kind == 0 {
                return;
            }
            copy(at, out, 2);
            exchange(from, at, kind, out, word);
        },
        13 => {
            let (key, value, count) = (from[*at], from[*at + 1], length(*at + 2));
            copy(at, out, 6);
            for _ in 0..count {
                exchange(from, at, key, out, word);
                exchange(from, at, value, out, word);
            }
        }
        14 | 15 => {
            let (kind, count) = (from[*at], length(*at + 1));
            copy(at, out, 5);
            for _ in 0..count {
                exchange(from, at, kind, out, word);
            }
        }
        other => panic!("no type {other}"),
    }
}

fn column(name: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some("string".into()), comment: Some("canary_comment".into()) }
}

/// One of everything, as somebody who may do everything makes it.
async fn catalog(server: &TestServer) {
    let mut client = server.client().await;
    let database = Database {
        name: Some("canary_db".into()),
        description: Some("canary_comment".into()),
        parameters: Some([("canary_key".into(), "canary_parameter".into())].into()),
        ..Database::default()
    };
    let unsaid = Database { name: Some("canary_unsaid_db".into()), ..database.clone() };
    for database in [database, unsaid] {
        client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await.expect("made");
    }
    let sd = StorageDescriptor {
        cols: Some(vec![column("canary_column"), column("canary_unsaid_column")]),
        serde_info: Some(SerDeInfo::default()),
        parameters: Some([("path".into(), "canary_path".into())].into()),
        ..StorageDescriptor::default()
    };
    let table = Table {
        db_name: Some("canary_db".into()),
        table_name: Some("canary_table".into()),
        sd: Some(sd.clone()),
        partition_keys: Some(vec![FieldSchema { comment: None, ..column("canary_key") }]),
        parameters: Some([("comment".into(), "canary_comment".into())].into()),
        ..Table::default()
    };
    let unsaid = Table { table_name: Some("canary_unsaid".into()), ..table.clone() };
    for table in [table, unsaid] {
        client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await.expect("made");
    }
    for value in ["canary_value", "canary_unsaid_value"] {
        let partition = Partition {
            values: Some(vec![value.into()]),
            db_name: Some("canary_db".into()),
            table_name: Some("canary_table".into()),
            sd: Some(sd.clone()),
            ..Partition::default()
        };
        client.call::<calls::AddPartition>(args::AddPartition { new_part: Some(partition) }).await.expect("added");
    }
    let stats = ColumnStatistics {
        stats_desc: ColumnStatisticsDesc {
            is_tbl_level: true,
            db_name: "canary_db".into(),
            table_name: "canary_table".into(),
            ..ColumnStatisticsDesc::default()
        },
        stats_obj: vec![ColumnStatisticsObj {
            col_name: "canary_column".into(),
            col_type: "string".into(),
            stats_data: ColumnStatisticsData::StringStats(StringColumnStatsData {
                max_col_len: 7,
                ..StringColumnStatsData::default()
            }),
        }],
        ..ColumnStatistics::default()
    };
    let update = args::UpdateTableColumnStatistics { stats_obj: Some(stats) };
    client.call::<calls::UpdateTableColumnStatistics>(update).await.expect("written");
    let function = Function {
        function_name: Some("canary_function".into()),
        db_name: Some("canary_db".into()),
        class_name: Some("canary.Class".into()),
        owner_name: Some("canary_owner".into()),
        owner_type: Some(PrincipalType::USER),
        function_type: Some(FunctionType::JAVA),
        resource_uris: Some(vec![ResourceUri {
            resource_type: Some(ResourceType::JAR),
            uri: Some("s3://canary/jar".into()),
        }]),
        ..Function::default()
    };
    client.call::<calls::CreateFunction>(args::CreateFunction { func: Some(function) }).await.expect("made");
}

/// All that the catalog holds of canaries, by the calls that show it.
async fn told(client: &mut Client) -> String {
    let name = |text: &str| Some(text.into());
    let database = client.call::<calls::GetDatabase>(args::GetDatabase { name: name("canary_db") }).await;
    let table = args::GetTable { dbname: name("canary_db"), tbl_name: name("canary_table") };
    let table = client.call::<calls::GetTable>(table).await;
    let partitions =
        args::GetPartitions { db_name: name("canary_db"), tbl_name: name("canary_table"), max_parts: Some(-1) };
    let partitions = client.call::<calls::GetPartitions>(partitions).await;
    let functions = client.call::<calls::GetAllFunctions>(args::GetAllFunctions {}).await;
    let databases = client.call::<calls::GetAllDatabases>(args::GetAllDatabases {}).await;
    let tables = client.call::<calls::GetAllTables>(args::GetAllTables { db_name: name("canary_db") }).await;
    let roles = client.call::<calls::GetRoleNames>(args::GetRoleNames {}).await;
    format!("{database:?}\n{table:?}\n{partitions:?}\n{functions:?}\n{databases:?}\n{tables:?}\n{roles:?}")
}

/// Canaries in a reply that were not in the call: a refusal may repeat what the client said. `known` may be told.
fn sung(reply: &[u8], arguments: &[u8], known: &[&str]) -> Vec<String> {
    let words = |bytes: &[u8]| -> BTreeSet<String> {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        // The byte before may be a length, and look like a letter.
        let starts = text.match_indices(CANARY).map(|(at, _)| &text[at..]);
        starts.map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()).collect()
    };
    let sung = words(reply);
    let said = words(arguments);
    // The byte behind may look like a letter, too.
    let is_said = |word: &str| said.iter().any(|one| one.starts_with(word));
    sung.into_iter().filter(|word| !is_said(word) && !known.contains(&word.as_str())).collect()
}

async fn walk(server: &TestServer, grants: &[&str], user: Option<&str>, known: &[&str]) {
    catalog(server).await;
    let db = server.catalog_database();
    prepare(&db).await.expect("tables made");
    let statements: Vec<_> = grants.iter().map(|text| parse(text).expect("valid")).collect();
    let root = Principal::user("root").expect("valid");
    apply(&db, &statements, &root, 0, Intent::Make).await.expect("applied");

    let guarded = server.guarded(Mode::Enforce).await;
    let mut root = server.client().await;
    let before = told(&mut root).await;
    let mut client = guarded.client().await;
    if let Some(user) = user {
        let claim = args::SetUgi { user_name: Some(user.into()), group_names: None };
        client.call::<calls::SetUgi>(claim).await.expect("believed");
    }
    let mut cases = Cases(Vec::new());
    skep_types::visit(&mut cases);
    let reads: BTreeSet<&str> =
        skep_api::methods().filter(|entry| entry.effect == Effect::Read).map(|entry| entry.method.name).collect();
    let mut faults = Vec::new();
    for case in &cases.0 {
        // Whoever says who it is is believed here: then it would not be nobody any more.
        if case.method.name == "set_ugi" {
            continue;
        }
        for arguments in &case.arguments {
            let reply = client.raw(case.method.name, arguments).await.expect("an answer");
            let sung = sung(&reply, arguments, known);
            if !sung.is_empty() {
                faults.push(format!("{}: {sung:?}", case.method.name));
            }
        }
        if !reads.contains(case.method.name) && told(&mut root).await != before {
            panic!("{} changed the catalog", case.method.name);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

everywhere! {
    async fn nobody_is_told_anything_and_changes_nothing(server) {
        walk(server, &[], None, &[]).await;
    }

    async fn who_sees_a_part_is_not_told_the_rest_and_changes_nothing(server) {
        let grants = [
            "GRANT SELECT ON canary_db.canary_table COLUMNS (canary_key) ROWS (canary_key = 'canary_value') TO user:pc",
            "GRANT ALL ON canary_db.canary_unsaid TO user:other",
        ];
        // Whoever sees a database sees what its functions are called.
        let known = ["canary_db", "canary_table", "canary_key", "canary_value", "canary_function"];
        walk(server, &grants, Some("pc"), &known).await;
    }
}
