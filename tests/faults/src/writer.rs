//! A client that writes until time is up, whatever happens to the server.

use skep_testing::{CallError, Client, Wire};
use skep_types::{
    AddPartitionsRequest, Database, Exception, FieldSchema, Partition, SerDeInfo, StorageDescriptor, Str, Table, args,
    calls,
};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Partitions added by one call: all of them or none.
pub const PARTITIONS: usize = 5;

/// What a writer knows.
pub struct Written {
    pub database: Str,
    /// Tables whose creation was acknowledged.
    pub tables: Vec<Str>,
    /// Tables whose partitions were acknowledged.
    pub partitioned: Vec<Str>,
    /// Calls that nobody answered.
    pub unknown: usize,
}

pub async fn write(address: SocketAddr, number: usize, until: Instant) -> Result<Written, String> {
    let database = Str::from(format!("writer_{number}"));
    let mut written = Written { database: database.clone(), tables: Vec::new(), partitioned: Vec::new(), unknown: 0 };
    let mut connection = Connection { address, client: None };
    let made = Database { name: Some(database.clone()), ..Default::default() };
    while !sent::<calls::CreateDatabase>(&mut connection, args::CreateDatabase { database: Some(made.clone()) }).await?
    {
        written.unknown += 1;
    }
    let mut count = 0;
    while Instant::now() < until {
        let name = Str::from(format!("t{count}"));
        count += 1;
        let create = args::CreateTable { tbl: Some(table(&database, &name)) };
        if !sent::<calls::CreateTable>(&mut connection, create).await? {
            written.unknown += 1;
            continue;
        }
        written.tables.push(name.clone());
        let request = AddPartitionsRequest {
            db_name: database.clone(),
            tbl_name: name.clone(),
            parts: (0..PARTITIONS).map(|value| partition(&database, &name, value)).collect(),
            if_not_exists: false,
            need_result: Some(false),
            ..Default::default()
        };
        match sent::<calls::AddPartitionsReq>(&mut connection, args::AddPartitionsReq { request: Some(request) })
            .await?
        {
            true => written.partitioned.push(name),
            false => written.unknown += 1,
        }
    }
    Ok(written)
}

/// Whether the server answered: done, or done already by a call whose answer was lost.
async fn sent<C: skep_types::Call>(connection: &mut Connection, args: C::Args) -> Result<bool, String> {
    let Some(client) = connection.client().await else { return Ok(false) };
    match client.call::<C>(args).await {
        Ok(_) => Ok(true),
        Err(error) if error.exception() == Some(Exception::AlreadyExistsException) => Ok(true),
        Err(CallError::Closed(_)) => {
            connection.client = None;
            Ok(false)
        }
        // Refused because the database is down or its answer was lost: not done, or unknown.
        Err(error) if error.message().contains("the metastore database") => Ok(false),
        Err(error) => Err(format!("{}: {error:?}", C::METHOD.name)),
    }
}

struct Connection {
    address: SocketAddr,
    client: Option<Client>,
}

impl Connection {
    async fn client(&mut self) -> Option<&mut Client> {
        if self.client.is_none() {
            self.client = Client::connect(self.address, Wire::PLAIN).await.ok();
        }
        if self.client.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.client.as_mut()
    }
}

fn table(database: &Str, name: &Str) -> Table {
    Table {
        db_name: Some(database.clone()),
        table_name: Some(name.clone()),
        sd: Some(storage()),
        partition_keys: Some(vec![column("p", "string")]),
        parameters: Some([("marker".into(), name.clone())].into()),
        table_type: Some("MANAGED_TABLE".into()),
        ..Default::default()
    }
}

fn partition(database: &Str, table: &Str, value: usize) -> Partition {
    Partition {
        values: Some(vec![value.to_string().into()]),
        db_name: Some(database.clone()),
        table_name: Some(table.clone()),
        sd: Some(storage()),
        ..Default::default()
    }
}

fn storage() -> StorageDescriptor {
    StorageDescriptor {
        cols: Some(vec![column("a", "int"), column("b", "string")]),
        serde_info: Some(SerDeInfo { serialization_lib: Some("x.SerDe".into()), ..Default::default() }),
        ..Default::default()
    }
}

fn column(name: &str, kind: &str) -> FieldSchema {
    FieldSchema { name: Some(name.into()), type_: Some(kind.into()), ..Default::default() }
}
