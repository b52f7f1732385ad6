//! The writes that meet, and what can be seen of them afterwards.

use skep_testing::{CallError, Client};
use skep_types::{
    Call, ColumnStatistics, ColumnStatisticsData, ColumnStatisticsDesc, ColumnStatisticsObj, Database,
    EnvironmentContext, FieldSchema, GetTableRequest, HiveObjectPrivilege, HiveObjectRef, HiveObjectType,
    LongColumnStatsData, NotificationEventRequest, Partition, PrincipalType, PrivilegeBag, PrivilegeGrantInfo,
    SerDeInfo, StorageDescriptor, Str, Table, TableStatsRequest, args, calls,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::pin::Pin;

type Sending =
    dyn for<'c> Fn(&'c mut Client, &'c str) -> Pin<Box<dyn Future<Output = String> + Send + 'c>> + Send + Sync;

pub struct Write {
    send: Box<Sending>,
}

impl Write {
    /// A call whose arguments know the database of the run.
    fn new<C: Call>(args: impl Fn(&str) -> C::Args + Send + Sync + 'static) -> Write
    where
        C::Args: Send,
    {
        let send: Box<Sending> = Box::new(move |client, database| {
            let args = args(database);
            Box::pin(async move { outcome(&client.call::<C>(args).await) })
        });
        Write { send }
    }

    /// `done`, or the kind of refusal: its words may tell which half of the other was seen.
    pub async fn send(&self, client: &mut Client, database: &str) -> String {
        (self.send)(client, database).await
    }
}

fn outcome<T>(answer: &Result<T, CallError>) -> String {
    match answer {
        Ok(_) => "done".to_owned(),
        Err(CallError::Declared(exception, text)) if text.contains("the metastore database") => {
            format!("{exception:?} {text}")
        }
        Err(CallError::Declared(exception, _)) => format!("{exception:?}"),
        Err(other) => format!("{other:?}"),
    }
}

pub struct Pair {
    pub name: &'static str,
    pub writes: [Write; 2],
}

pub fn pairs() -> Vec<Pair> {
    let pair = |name, one, other| Pair { name, writes: [one, other] };
    vec![
        pair("alter and alter", alter("x"), alter("y")),
        pair("swap and swap", swap("a"), swap("b")),
        pair("swap and alter", swap("a"), alter("y")),
        pair("create and create", create("n"), create("n")),
        pair("create and drop database", create("n"), drop_database()),
        pair("drop and create", drop_table("t"), create("t")),
        pair("drop and drop", drop_table("t"), drop_table("t")),
        pair("rename and rename", rename("t", "n"), rename("u", "n")),
        pair("rename and create", rename("t", "n"), create("n")),
        pair("rename and add partition", rename("t", "n"), add("t", "2")),
        pair("add partition and the same", add("t", "2"), add("t", "2")),
        pair("add partition and another", add("t", "2"), add("t", "3")),
        pair("add partition and drop table", add("t", "2"), drop_table("t")),
        pair("drop partition and drop table", drop_partition("1"), drop_table("t")),
        pair("statistics and alter", statistics(5), alter("x")),
        pair("statistics and statistics", statistics(5), statistics(6)),
        pair("statistics and drop table", statistics(5), drop_table("t")),
        pair("grant and drop table", grant("SELECT"), drop_table("t")),
        pair("grant and grant", grant("SELECT"), grant("SELECT")),
    ]
}

fn create(name: &'static str) -> Write {
    Write::new::<calls::CreateTable>(move |d| args::CreateTable { tbl: Some(table(d, name)) })
}

fn alter(parameter: &'static str) -> Write {
    Write::new::<calls::AlterTable>(move |d| {
        let mut new = table(d, "t");
        new.parameters.get_or_insert_default().insert(parameter.into(), "1".into());
        args::AlterTable { dbname: s(d), tbl_name: s("t"), new_tbl: Some(new) }
    })
}

fn swap(to: &'static str) -> Write {
    Write::new::<calls::AlterTableWithEnvironmentContext>(move |d| {
        let mut new = table(d, "t");
        new.parameters.get_or_insert_default().insert("state".into(), to.into());
        let expected = [("expected_parameter_key", "state"), ("expected_parameter_value", "start")];
        let properties = expected.map(|(key, value)| (Str::from(key), Str::from(value))).into();
        args::AlterTableWithEnvironmentContext {
            dbname: s(d),
            tbl_name: s("t"),
            new_tbl: Some(new),
            environment_context: Some(EnvironmentContext { properties: Some(properties) }),
        }
    })
}

fn rename(from: &'static str, to: &'static str) -> Write {
    Write::new::<calls::AlterTable>(move |d| {
        let mut new = table(d, to);
        new.sd.get_or_insert_default().location = None;
        args::AlterTable { dbname: s(d), tbl_name: s(from), new_tbl: Some(new) }
    })
}

fn drop_table(name: &'static str) -> Write {
    Write::new::<calls::DropTable>(move |d| args::DropTable { dbname: s(d), name: s(name), delete_data: Some(false) })
}

fn drop_database() -> Write {
    Write::new::<calls::DropDatabase>(move |d| args::DropDatabase {
        name: s(d),
        delete_data: Some(false),
        cascade: Some(true),
    })
}

fn add(name: &'static str, value: &'static str) -> Write {
    Write::new::<calls::AddPartition>(move |d| args::AddPartition { new_part: Some(partition(d, name, value)) })
}

fn drop_partition(value: &'static str) -> Write {
    Write::new::<calls::DropPartition>(move |d| args::DropPartition {
        db_name: s(d),
        tbl_name: s("t"),
        part_vals: Some(vec![value.into()]),
        delete_data: Some(false),
    })
}

fn statistics(distinct: i64) -> Write {
    Write::new::<calls::UpdateTableColumnStatistics>(move |d| {
        let long = LongColumnStatsData { num_d_vs: distinct, ..Default::default() };
        let stats_obj = ColumnStatistics {
            stats_desc: ColumnStatisticsDesc {
                is_tbl_level: true,
                db_name: d.into(),
                table_name: "t".into(),
                ..Default::default()
            },
            stats_obj: vec![ColumnStatisticsObj {
                col_name: "a".into(),
                col_type: "bigint".into(),
                stats_data: ColumnStatisticsData::LongStats(long),
            }],
            engine: s("hive"),
            ..Default::default()
        };
        args::UpdateTableColumnStatistics { stats_obj: Some(stats_obj) }
    })
}

fn grant(privilege: &'static str) -> Write {
    Write::new::<calls::GrantPrivileges>(move |d| {
        let granted = HiveObjectPrivilege {
            hive_object: Some(object(d)),
            principal_name: s("bob"),
            principal_type: Some(PrincipalType::USER),
            grant_info: Some(PrivilegeGrantInfo {
                privilege: s(privilege),
                create_time: Some(1),
                grantor: s("admin"),
                grantor_type: Some(PrincipalType::USER),
                grant_option: Some(false),
            }),
            authorizer: s("sql"),
        };
        args::GrantPrivileges { privileges: Some(PrivilegeBag { privileges: Some(vec![granted]) }) }
    })
}

fn object(database: &str) -> HiveObjectRef {
    HiveObjectRef {
        object_type: Some(HiveObjectType::TABLE),
        db_name: s(database),
        object_name: s("t"),
        ..Default::default()
    }
}

fn s(text: &str) -> Option<Str> {
    Some(text.into())
}

fn table(database: &str, name: &str) -> Table {
    let column = |name: &str, kind: &str| FieldSchema { name: s(name), type_: s(kind), comment: None };
    let parameters = [("EXTERNAL", "TRUE"), ("state", "start")];
    Table {
        table_name: s(name),
        db_name: s(database),
        table_type: s("EXTERNAL_TABLE"),
        parameters: Some(parameters.map(|(key, value)| (Str::from(key), Str::from(value))).into()),
        partition_keys: Some(vec![column("p", "string")]),
        sd: Some(StorageDescriptor {
            cols: Some(vec![column("a", "bigint")]),
            location: Some(format!("s3a://nowhere/{database}/{name}").into()),
            serde_info: Some(SerDeInfo::default()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn partition(database: &str, name: &str, value: &str) -> Partition {
    let mut sd = table(database, name).sd.unwrap_or_default();
    sd.location = Some(format!("s3a://nowhere/{database}/{name}/p={value}").into());
    Partition {
        values: Some(vec![value.into()]),
        db_name: s(database),
        table_name: s(name),
        sd: Some(sd),
        ..Default::default()
    }
}

/// A database with two tables, the first with a partition.
pub async fn prepare(client: &mut Client, database: &str) -> Result<(), String> {
    let made = Database {
        name: s(database),
        location_uri: Some(format!("s3a://nowhere/{database}").into()),
        ..Default::default()
    };
    let failed = |error: CallError| format!("{error:?}");
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(made) }).await.map_err(failed)?;
    for name in ["t", "u"] {
        let tbl = Some(table(database, name));
        client.call::<calls::CreateTable>(args::CreateTable { tbl }).await.map_err(failed)?;
    }
    let new_part = Some(partition(database, "t", "1"));
    client.call::<calls::AddPartition>(args::AddPartition { new_part }).await.map_err(failed).map(drop)
}

/// Tables with their parameters, partitions, statistics and grants; and the database's events.
pub async fn observe(client: &mut Client, database: &str) -> Result<String, String> {
    let failed = |error: CallError| format!("{error:?}");
    let mut seen = String::new();
    let all = args::GetAllTables { db_name: s(database) };
    for name in client.call::<calls::GetAllTables>(all).await.map_err(failed)? {
        let req = GetTableRequest { db_name: database.into(), tbl_name: name.clone(), ..Default::default() };
        let found = client.call::<calls::GetTableReq>(args::GetTableReq { req: Some(req) }).await.map_err(failed)?;
        let partitions =
            args::GetPartitionNames { db_name: s(database), tbl_name: Some(name.clone()), max_parts: Some(-1) };
        let partitions = client.call::<calls::GetPartitionNames>(partitions).await.map_err(failed)?;
        let asked = TableStatsRequest {
            db_name: database.into(),
            tbl_name: name.clone(),
            col_names: vec!["a".into()],
            engine: s("hive"),
            ..Default::default()
        };
        let statistics = client
            .call::<calls::GetTableStatisticsReq>(args::GetTableStatisticsReq { request: Some(asked) })
            .await
            .map_err(failed)?;
        let parameters: BTreeMap<Str, Str> = found.table.parameters.unwrap_or_default();
        writeln!(seen, "{name} {parameters:?} {partitions:?} {:?}", statistics.table_stats)
            .map_err(|e| e.to_string())?;
    }
    let listed = args::ListPrivileges {
        principal_name: s("bob"),
        principal_type: Some(PrincipalType::USER),
        hive_object: Some(object(database)),
    };
    let grants = client.call::<calls::ListPrivileges>(listed).await;
    let grants = grants.map(|grants| grants.len()).map_err(|error| error.exception());
    writeln!(seen, "grants {grants:?}").map_err(|e| e.to_string())?;
    let rqst = NotificationEventRequest { db_name: s(database), ..Default::default() };
    let events = client.call::<calls::GetNextNotification>(args::GetNextNotification { rqst: Some(rqst) }).await;
    for event in events.map_err(failed)?.events {
        writeln!(seen, "{} {:?}", event.event_type, event.table_name).map_err(|e| e.to_string())?;
    }
    Ok(seen)
}
