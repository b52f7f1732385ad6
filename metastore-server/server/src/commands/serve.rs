//! `skep serve`: put the parts together, say so in one line, serve until told to stop.

use std::sync::Arc;
use std::time::Instant;

use skep::calls::Calls;
use skep::duties::Duties;
use skep::front::Front;
use skep::quotas::Quotas;
use skep_admin::{Admin, Health, State, axum};
use skep_api::{Service, Shared};
use skep_catalog::{Catalog, Clock, Distincts, Failures, Rules, ValuePattern};
use skep_net::{Deadlines, Drained, Limits, Stats};
use skep_txn::Locks;
use skep_warehouse::{Mode, Warehouse};
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

use crate::cli::ServeOptions;
use crate::config::{self, Config, Time};
use crate::failure::Failure;
use crate::figures::Figures;
use crate::reload::{self, Live};
use crate::sidecar::{self, Watch};
use crate::{access, database, engines, files, glue, housekeeping, listeners, logging, probe};

pub fn run(options: ServeOptions, started: Instant) -> Result<(), Failure> {
    let config = Arc::new(Config::read(options.clone().said()?)?);
    let exporter = logging::start(&config)?;
    for ignored in config.ignored() {
        tracing::warn!(setting = %ignored.source, "{}", ignored.reason);
    }
    files::raise(config.limits.connections);
    let runtime = runtime(&config)?;
    exporter.map(|exporter| runtime.spawn(exporter.run()));
    runtime.block_on(serve(&config, options, started))
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

async fn serve(config: &Arc<Config>, options: ServeOptions, started: Instant) -> Result<(), Failure> {
    // The ports first: they are the commonest mistake. They open when the tables are there, so an open port says that
    // they are.
    let mut server = listeners::reserve(config, limits(config), deadlines(config)).await?;
    let admin = listen_to_operators(config).await?;
    let engines = engines::reserve(config).await?;
    let beside = Watch::of(config)?;
    let warehouse = open_warehouse(config).await?;
    let glue = glue::open(config).await?;
    let database = match &glue {
        Some(_) => database::beside_glue(config).await?,
        None => database::open(config).await?,
    };
    let catalog = Catalog { db: database.clone(), warehouse, clock: Clock::System, rules: rules(config) };
    skep_catalog::bootstrap(&catalog).await.map_err(|error| database::failed(config, &error))?;
    let keeper = access::keeper(config, &database).await?;
    let locks = Locks { db: database.clone(), timeout: config.catalog.lock_timeout.0 };
    let shared = Shared {
        catalog: catalog.clone(),
        keeper: keeper.clone(),
        lock_timeout: locks.timeout,
        started: Clock::System.seconds(),
    };
    let calls = Arc::new(Calls::new(config.catalog.slow_call.0));
    let quotas = Arc::new(Quotas::new(config.limits.quotas()));
    let gate = listeners::gate(config, &catalog).await?;
    let backend = glue::backend(glue.as_ref(), Service::new(shared), &catalog);
    let front = Front::new(backend, calls.clone()).within(quotas.clone()).behind(gate);
    let (first, second, hangups) = (Signals::new()?, Signals::new()?, listen_for(SignalKind::hangup())?);

    listeners::open(config, &mut server)?;
    let address = listeners::address(config, &server);
    listeners::announce(config, &server);
    tracing::info!(
        address = %address,
        admin = admin.as_ref().and_then(|admin| admin.address().ok()).map(tracing::field::display),
        database = %config.database.url,
        schema = %database.version(),
        warehouse = %catalog.warehouse.root(),
        millis = started.elapsed().as_millis() as u64,
        "ready"
    );
    if let Some(door) = engines {
        engines::serve(config, door, &catalog, &keeper);
    }
    let duties = housekeeping::start(config, &catalog, &locks);
    let health = Arc::new(Health::ready());
    let figures = Figures {
        address: address.to_string(),
        database: config.database.url.to_string(),
        db: database.clone(),
        net: server.stats(),
        memory: server.pool(),
        memory_max: config.limits.memory.in_memory(),
        connections_max: config.limits.connections,
        calls: calls.clone(),
        quotas: quotas.clone(),
        duties: duties.as_ref().map(Duties::board),
        health: health.clone(),
        started,
    };
    // They end with the process: operators may look until then.
    tokio::spawn(reload::watch(hangups, options, config.clone(), Live { calls, quotas }));
    match glue {
        Some(glue) => drop(tokio::spawn(glue::watch(glue, health.clone()))),
        None => drop(tokio::spawn(probe::watch(database, keeper, health.clone()))),
    }
    if let Some(admin) = admin {
        tokio::spawn(admin.serve(health.clone(), figures, axum::Router::new()));
    }
    let stats = server.stats();
    let stop = async {
        tokio::select! {
            () = told(first, drain(config)) => {}
            why = over(beside, stats) => tracing::info!(why, "stopping: the program beside us is done"),
        }
        health.set(State::Draining);
    };
    let served = server.run(front.into(), stop);
    tokio::select! {
        Drained { cut } = served => match cut {
            0 => tracing::info!("stopped"),
            _ => tracing::warn!(cut, "stopped; calls that did not end in time were rolled back"),
        },
        () = told_again(second) => tracing::warn!("stopped at once; running calls were rolled back"),
    }
    match duties {
        // Nobody is in a hurry to lead after a sidecar; its leases run out by themselves.
        Some(duties) if config.sidecar.enabled => drop(timeout(sidecar::FAREWELL, duties.stop()).await),
        Some(duties) => duties.stop().await,
        None => {}
    }
    Ok(())
}

/// Never ready for a server that is no sidecar.
async fn over(beside: Option<Watch>, stats: Arc<Stats>) -> &'static str {
    match beside {
        Some(watch) => watch.over(stats).await,
        None => std::future::pending().await,
    }
}

fn drain(config: &Config) -> Time {
    let Time(drain) = config.server.drain;
    Time(if config.sidecar.enabled { drain.min(sidecar::DRAIN) } else { drain })
}

/// None if it is off. Several servers of one machine need not care about a port that nobody asked for.
async fn listen_to_operators(config: &Config) -> Result<Option<Admin>, Failure> {
    let listen = &config.admin.listen;
    if config.admin.is_off() {
        return Ok(None);
    }
    match Admin::bind(listen).await {
        Ok(admin) => Ok(Some(admin)),
        Err(error) if config.is_default("admin.listen") => {
            tracing::warn!(%error, "no port for operators at {listen}; choose another one with admin.listen");
            Ok(None)
        }
        Err(error) => Err(Failure::refused(
            format!("cannot listen on {listen} ({}): {error}", config.place("admin.listen")),
            "choose another address for operators with --set admin.listen=HOST:PORT, or none with admin.listen=off",
        )),
    }
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

pub fn limits(config: &Config) -> Limits {
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

pub fn deadlines(config: &Config) -> Deadlines {
    let limits = &config.limits;
    Deadlines {
        first_byte: limits.first_byte.0,
        message: limits.read.0,
        idle: limits.idle.0,
        call: limits.call.0,
        write: limits.write.0,
        drain: drain(config).0,
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
        distincts: Distincts {
            sketches: catalog.stats_fetch_bitvector,
            density: catalog.stats_ndv_densityfunction,
            tuner: catalog.stats_ndv_tuner,
        },
        scheduled_failures: Failures {
            disable_after: catalog.scheduled_queries_autodisable_count,
            skip_after: catalog.scheduled_queries_skip_opportunities,
        },
    }
}

fn listen_for(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| Failure::Failed(format!("cannot listen to signals: {error}")))
}

/// SIGTERM and SIGINT, from the moment this is made.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        Ok(Self { terminate: listen_for(SignalKind::terminate())?, interrupt: listen_for(SignalKind::interrupt())? })
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
