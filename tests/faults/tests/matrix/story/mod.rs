//! A story in which every method that writes has its turn and finds something to change.

mod access;
mod objects;
mod partitions;
mod stores;
mod tables;
mod transactions;

use skep_codec::{Protocol, encode};
use skep_testing::{CallError, Client};
use skep_types::{Call, FieldSchema, Partition, SerDeInfo, StorageDescriptor, Str, Table};
use std::collections::BTreeMap;
use std::pin::Pin;

type Answered<'c> = Pin<Box<dyn Future<Output = Result<String, CallError>> + Send + 'c>>;
type Sending = dyn for<'c> Fn(&'c mut Client) -> Answered<'c> + Sync + Send;

/// One call, which may be sent any number of times.
pub struct Step {
    pub method: &'static str,
    /// The arguments, as they are sent.
    pub bytes: Vec<u8>,
    send: Box<Sending>,
    /// Whether its arguments hold on every database: ids that a database hands out do not.
    pub anywhere: bool,
}

impl Step {
    fn new<C: Call>(args: C::Args) -> Step
    where
        C::Args: Clone + Sync + Send + 'static,
        C::Ok: std::fmt::Debug,
    {
        let mut bytes = Vec::new();
        encode(Protocol::Binary, &args, &mut bytes);
        let send: Box<Sending> = Box::new(move |client| {
            let args = args.clone();
            Box::pin(async move { client.call::<C>(args).await.map(|answer| format!("{answer:?}")) })
        });
        Step { method: C::METHOD.name, bytes, send, anywhere: true }
    }

    /// With ids as only SQLite gives them after a failure, because it takes them back.
    fn with_ids(self) -> Step {
        Step { anywhere: false, ..self }
    }

    pub async fn send(&self, client: &mut Client) -> Result<String, CallError> {
        (self.send)(client).await
    }
}

/// A call by the names of its arguments.
macro_rules! call {
    ($call:ident { $($field:ident: $value:expr),* $(,)? }) => {
        super::Step::new::<skep_types::calls::$call>(skep_types::args::$call { $($field: super::given($value)),* })
    };
}
use call;

/// From the first database to the last drop.
pub fn story() -> Vec<Step> {
    [grown(), drops()].into_iter().flatten().collect()
}

/// To where there is most.
pub fn grown() -> Vec<Step> {
    [
        objects::makes(),
        tables::makes(),
        partitions::steps(),
        tables::changes(),
        access::steps(),
        transactions::steps(),
        stores::steps(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// From there to the end.
pub fn drops() -> Vec<Step> {
    [tables::drops(), objects::drops()].into_iter().flatten().collect()
}

fn given<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

fn s(text: &str) -> Option<Str> {
    Some(text.into())
}

fn list(texts: &[&str]) -> Vec<Str> {
    texts.iter().map(|text| Str::from(*text)).collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<Str, Str> {
    pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect()
}

fn column(name: &str) -> FieldSchema {
    FieldSchema { name: s(name), type_: s("bigint"), comment: None }
}

fn storage() -> StorageDescriptor {
    StorageDescriptor {
        cols: Some(vec![column("a"), column("b")]),
        input_format: s("in"),
        output_format: s("out"),
        serde_info: Some(SerDeInfo {
            name: s("serde"),
            serialization_lib: s("lib"),
            parameters: Some(map(&[("serialization.format", "1")])),
            ..Default::default()
        }),
        bucket_cols: Some(list(&["a"])),
        parameters: Some(map(&[("k", "v")])),
        ..Default::default()
    }
}

fn table(name: &str) -> Table {
    Table {
        table_name: s(name),
        db_name: s("d"),
        owner: s("alice"),
        table_type: s("EXTERNAL_TABLE"),
        parameters: Some(map(&[("EXTERNAL", "TRUE"), ("k", "v")])),
        // Changes name the place again, and that of a warehouse is different for each server.
        sd: Some(StorageDescriptor { location: Some(format!("s3a://nowhere/d/{name}").into()), ..storage() }),
        ..Default::default()
    }
}

/// In the warehouse.
fn partitioned(name: &str) -> Table {
    Table {
        table_type: s("MANAGED_TABLE"),
        parameters: Some(map(&[("k", "v")])),
        partition_keys: Some(keys()),
        sd: Some(storage()),
        ..table(name)
    }
}

fn keys() -> Vec<FieldSchema> {
    vec![FieldSchema { name: s("p"), type_: s("string"), comment: None }]
}

fn partition(table: &str, value: &str) -> Partition {
    Partition {
        values: Some(list(&[value])),
        db_name: s("d"),
        table_name: s(table),
        sd: Some(storage()),
        parameters: Some(map(&[("k", value)])),
        ..Default::default()
    }
}
