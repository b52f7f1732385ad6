//! `skep serve`: put the parts together, say so in one line, serve until told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use skep::front::Front;
use skep_api::{Service, Shared};
use skep_catalog::{Catalog, Clock, Rules, ValuePattern};
use skep_net::{Deadlines, Drained, Limits, Server};
use skep_txn::Locks;
use skep_warehouse::{Mode, Warehouse};
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::{self, Config, Time};
use crate::failure::Failure;
use crate::{database, files, housekeeping, logging, tls};

pub fn run(config: &Config, started: Instant) -> Result<(), Failure> {
    logging::start(config);
    for ignored in config.ignored() {
        tracing::warn!(setting = %ignored.source, "{}", ignored.reason);
    }
    files::raise(config.limits.connections);
    runtime(config)?.block_on(serve(config, started))
}

pub fn runtime(config: &Config) -> Result<Runtime, Failure> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if config.server.threads > 0 {
        runtime.worker_threads(config.server.threads);
    }
    // Directory work only; requests that need more of it at once wait their turn.
    let runtime = runtime.max_blocking_threads(32).enable_all().build();
    runtime.map_err(|error| Failure::Failed(format!("cannot start threads: {error}")))
}

async fn serve(config: &Config, started: Instant) -> Result<(), Failure> {
    // The port first: it is the commonest mistake, and clients that come meanwhile wait instead of being refused.
    let server = listen(config).await?;
    let warehouse = open_warehouse(config).await?;
    let database = database::open(config).await?;
    let catalog = Catalog { db: database.clone(), warehouse, clock: Clock::System, rules: rules(config) };
    skep_catalog::bootstrap(&catalog).await.map_err(|error| database::failed(config, &error))?;
    let locks = Locks { db: database.clone(), timeout: config.catalog.lock_timeout.0 };
    let shared = Shared {
        catalog: catalog.clone(),
        policy: skep_access::Policy::Open,
        lock_timeout: locks.timeout,
        started: Clock::System.seconds(),
    };
    let front = Front::new(Service::new(shared, config.catalog.slow_call.0));
    let (first, second) = (Signals::new()?, Signals::new()?);

    let address = server.address().map_err(|error| cannot_listen(config, &error))?;
    tracing::info!(
        address = %address,
        database = %config.database.url,
        schema = %database.version(),
        warehouse = %catalog.warehouse.root(),
        millis = started.elapsed().as_millis() as u64,
        "ready"
    );
    let duties = housekeeping::start(config, &catalog, &locks);
    let served = server.run(front.into(), told(first, config.server.drain));
    tokio::select! {
        Drained { cut } = served => match cut {
            0 => tracing::info!("stopped"),
            _ => tracing::warn!(cut, "stopped; calls that did not end in time were rolled back"),
        },
        () = told_again(second) => tracing::warn!("stopped at once; running calls were rolled back"),
    }
    if let Some(duties) = duties {
        duties.stop().await;
    }
    Ok(())
}

pub async fn listen(config: &Config) -> Result<Server, Failure> {
    let encryption = tls::encryption(config)?;
    let cannot = |error: io::Error| cannot_listen(config, &error);
    let mut addresses = tokio::net::lookup_host(&config.server.listen).await.map_err(cannot)?;
    let address: SocketAddr = addresses.next().ok_or_else(|| cannot(io::Error::other("the name has no address")))?;
    Server::bind(address, skep_net::Config { limits: limits(config), deadlines: deadlines(config), encryption })
        .map_err(cannot)
}

fn cannot_listen(config: &Config, error: &io::Error) -> Failure {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => "another server has this port: stop it, or choose another port with --listen",
        io::ErrorKind::PermissionDenied => "ports below 1024 need a privilege: choose another port with --listen",
        _ => "give an address of this machine, 0.0.0.0 for all of them, with --listen HOST:PORT",
    };
    let place = config.place("server.listen");
    Failure::refused(format!("cannot listen on {} ({place}): {error}", config.server.listen), remedy)
}

/// The root is made at once, so that a wrong path or a missing right shows now and not with the first table.
async fn open_warehouse(config: &Config) -> Result<Warehouse, Failure> {
    let refuse = |error: skep_warehouse::Error| {
        let place = config.place("warehouse.root");
        let remedy = "choose a place the server may write to with --warehouse, or set warehouse.mode=metadata-only";
        Failure::refused(format!("cannot use the warehouse {} ({place}): {error}", config.warehouse.root), remedy)
    };
    let warehouse = Warehouse::open(config::warehouse_settings(&config.warehouse, &config.s3)).map_err(refuse)?;
    if warehouse.mode() == Mode::Managed {
        let root = warehouse.root().clone();
        warehouse.make_directory(&root).await.map_err(refuse)?.keep();
    }
    Ok(warehouse)
}

fn limits(config: &Config) -> Limits {
    let limits = &config.limits;
    Limits {
        message_bytes_max: limits.message.in_memory(),
        framed_reply_bytes_max: limits.framed_reply.in_memory(),
        message_memory_max: limits.message_memory.in_memory(),
        total_memory_max: limits.memory.in_memory(),
        connections_max: limits.connections,
        connections_per_address_max: limits.connections_per_address,
    }
}

fn deadlines(config: &Config) -> Deadlines {
    let limits = &config.limits;
    Deadlines {
        first_byte: limits.first_byte.0,
        message: limits.read.0,
        idle: limits.idle.0,
        call: limits.call.0,
        write: limits.write.0,
        drain: config.server.drain.0,
    }
}

pub fn rules(config: &Config) -> Rules {
    let catalog = &config.catalog;
    Rules {
        refuse_incompatible_column_changes: catalog.disallow_incompatible_col_type_changes,
        gather_file_statistics: catalog.stats_autogather,
        check_client_capabilities: catalog.client_capability_check,
        partition_request_limit: Some(catalog.limit_partition_request).filter(|limit| *limit >= 0),
        partition_values: ValuePattern::parse(&catalog.partition_name_whitelist_pattern)
            .expect("the configuration was found valid"),
        tell_altered_partitions_together: catalog.alter_partitions_notification_v2,
    }
}

/// SIGTERM and SIGINT, from the moment this is made.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        let of = |kind| signal(kind).map_err(|error| Failure::Failed(format!("cannot listen to signals: {error}")));
        Ok(Self { terminate: of(SignalKind::terminate())?, interrupt: of(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ready at the first signal from now.
pub fn until_told(drain: Time) -> Result<impl Future<Output = ()>, Failure> {
    Ok(told(Signals::new()?, drain))
}

/// Ready at the first signal.
async fn told(mut signals: Signals, drain: Time) {
    signals.next().await;
    tracing::info!(%drain, "stopping: running calls may end, a second signal ends them");
}

/// Ready at the second signal.
async fn told_again(mut signals: Signals) {
    signals.next().await;
    signals.next().await;
}
