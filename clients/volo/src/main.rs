//! Volo's Thrift, through the crate `hive_metastore`, calls a running server: none of this side was written for Skep.
//!
//! `skep-volo-peer 127.0.0.1:9083` prints `ok …` or `FAIL …` for each step, unframed and framed, and the counts
//! last. Not in the compact protocol: pilota 0.11 forgets, at the end of a nested struct, which field it was at
//! (`read_struct_end` in its compact.rs), so it reads no table.

use std::fmt::Debug;
use std::net::SocketAddr;
use std::process::ExitCode;

use hive_metastore::*;
use pilota::{AHashMap, FastStr};
use volo_thrift::codec::default::DefaultMakeCodec;
use volo_thrift::codec::default::framed::MakeFramedCodec;
use volo_thrift::codec::default::thrift::{MakeThriftCodec, Protocol};
use volo_thrift::{ClientError, MaybeException};

type Client = ThriftHiveMetastoreClient;
type Step<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let Some(address) = std::env::args().nth(1).and_then(|a| a.parse().ok()) else {
        eprintln!("usage: skep-volo-peer ADDRESS:PORT");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (passed, failed) = runtime.block_on(every_wire(address));
    println!("volo: {passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn every_wire(address: SocketAddr) -> (u32, u32) {
    let wires = [("binary", false, Protocol::Binary), ("framed_binary", true, Protocol::Binary)];
    let (mut passed, mut failed) = (0, 0);
    for (wire, framed, protocol) in wires {
        let database = FastStr::from(format!("volo_{wire}"));
        for (step, outcome) in session(&client(address, framed, protocol), &database).await {
            match outcome {
                Ok(()) => {
                    passed += 1;
                    println!("ok   {wire}: {step}");
                }
                Err(reason) => {
                    failed += 1;
                    println!("FAIL {wire}: {step}: {reason}");
                }
            }
        }
    }
    (passed, failed)
}

fn client(address: SocketAddr, framed: bool, protocol: Protocol) -> Client {
    let builder = ThriftHiveMetastoreClientBuilder::new("hms").address(address);
    let thrift = MakeThriftCodec::default().with_protocol(protocol);
    if framed {
        builder.make_codec(DefaultMakeCodec::new(MakeFramedCodec::new(thrift))).build()
    } else {
        builder.make_codec(DefaultMakeCodec::new(thrift)).build()
    }
}

async fn session(client: &Client, database: &FastStr) -> [(&'static str, Step); 7] {
    [
        ("makes a database and finds it", makes_a_database(client, database).await),
        ("makes a table and reads it back whole", makes_a_table(client, database).await),
        ("a missing table is a declared exception", misses_a_table(client, database).await),
        ("adds partitions and filters them", adds_partitions(client, database).await),
        ("swaps a table's parameters", alters(client, database).await),
        ("locks and unlocks", locks(client, database).await),
        ("drops what it made", drops(client, database).await),
    ]
}

async fn makes_a_database(client: &Client, name: &FastStr) -> Step {
    let description = Some("Bienen, 蜂, 🐝".into());
    let database = Database { name: Some(name.clone()), description: description.clone(), ..Database::default() };
    done(client.create_database(database).await)?;
    let names = done(client.get_all_databases().await)?;
    expect("the listing has it", names.contains(name), true)?;
    let found = done(client.get_database(name.clone()).await)?;
    expect("description", found.description, description)
}

async fn makes_a_table(client: &Client, database: &FastStr) -> Step {
    let made = table(database);
    done(client.create_table(made.clone()).await)?;
    let found = done(client.get_table(database.clone(), "hives".into()).await)?;
    expect("keys", &found.partition_keys, &made.partition_keys)?;
    expect("columns", found.sd.and_then(|sd| sd.cols), made.sd.and_then(|sd| sd.cols))
}

async fn misses_a_table(client: &Client, database: &FastStr) -> Step {
    match client.get_table(database.clone(), "nowhere".into()).await {
        Ok(MaybeException::Exception(ThriftHiveMetastoreGetTableException::O2(_))) => Ok(()),
        other => done(other).and_then(|table| Err(format!("found {table:?}"))),
    }
}

async fn adds_partitions(client: &Client, database: &FastStr) -> Step {
    let days = (0..250).map(|day| partition(database, day)).collect();
    expect("added", done(client.add_partitions(days).await)?, 250)?;
    let (db, hives) = (database.clone(), FastStr::from("hives"));
    let names = done(client.get_partition_names(db.clone(), hives.clone(), -1).await)?;
    expect("names", names.len(), 250)?;
    let some = client.get_partitions_by_filter(db, hives, "day > 99 and day <= 120".into(), -1).await;
    expect("filtered", done(some)?.len(), 21)
}

async fn alters(client: &Client, database: &FastStr) -> Step {
    let (db, hives) = (database.clone(), FastStr::from("hives"));
    let mut table = done(client.get_table(db.clone(), hives.clone()).await)?;
    table.parameters.get_or_insert_default().insert("swarmed".into(), "yes".into());
    done(client.alter_table(db.clone(), hives.clone(), table).await)?;
    let found = done(client.get_table(db, hives).await)?;
    expect("parameter", found.parameters.and_then(|p| p.get("swarmed").cloned()), Some("yes".into()))
}

async fn locks(client: &Client, database: &FastStr) -> Step {
    let component = LockComponent {
        r#type: LockType::EXCLUSIVE,
        level: LockLevel::TABLE,
        dbname: database.clone(),
        tablename: Some("hives".into()),
        partitionname: None,
        operation_type: None,
        is_acid: None,
        is_dynamic_partition_write: None,
    };
    let request = LockRequest {
        component: vec![component],
        txnid: None,
        user: "volo".into(),
        hostname: "here".into(),
        agent_info: None,
    };
    let first = done(client.lock(request.clone()).await)?;
    expect("the first has it", first.state, LockState::ACQUIRED)?;
    let second = done(client.lock(request).await)?;
    expect("the second waits", second.state, LockState::WAITING)?;
    for lock in [first, second] {
        done(client.unlock(UnlockRequest { lockid: lock.lockid }).await)?;
    }
    Ok(())
}

async fn drops(client: &Client, database: &FastStr) -> Step {
    done(client.drop_table(database.clone(), "hives".into(), true).await)?;
    done(client.drop_database(database.clone(), true, false).await)?;
    let names = done(client.get_all_databases().await)?;
    expect("the listing has it", names.contains(database), false)
}

fn table(database: &FastStr) -> Table {
    let column = |name: &str, of: &str| FieldSchema {
        name: Some(FastStr::new(name)),
        r#type: Some(FastStr::new(of)),
        comment: None,
    };
    let sd = StorageDescriptor {
        cols: Some(vec![column("queen", "string"), column("bees", "map<string,array<int>>")]),
        serde_info: Some(SerDeInfo::default()),
        ..StorageDescriptor::default()
    };
    Table {
        table_name: Some("hives".into()),
        db_name: Some(database.clone()),
        owner: Some("volo".into()),
        table_type: Some("EXTERNAL_TABLE".into()),
        parameters: Some(AHashMap::from_iter([("EXTERNAL".into(), "TRUE".into())])),
        partition_keys: Some(vec![column("day", "int")]),
        sd: Some(sd),
        ..Table::default()
    }
}

fn partition(database: &FastStr, day: u32) -> Partition {
    Partition {
        db_name: Some(database.clone()),
        table_name: Some("hives".into()),
        values: Some(vec![FastStr::from(day.to_string())]),
        sd: table(database).sd,
        ..Partition::default()
    }
}

fn done<T, E: Debug>(answer: Result<MaybeException<T, E>, ClientError>) -> Step<T> {
    match answer {
        Ok(MaybeException::Ok(value)) => Ok(value),
        Ok(MaybeException::Exception(refusal)) => Err(format!("refused: {refusal:?}")),
        Err(broken) => Err(format!("no answer: {broken}")),
    }
}

fn expect<T: PartialEq + Debug>(what: &str, found: T, wanted: T) -> Step {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?}, not {wanted:?}")) }
}
