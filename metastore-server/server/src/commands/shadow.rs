//! `skep shadow`: answers of an old server, compared with ours.

use std::sync::Arc;
use std::time::{Duration, Instant};

use skep::shadow::{Address, Comparer, Report, Shadow};
use skep_api::{Service, Shared};
use skep_catalog::{Catalog, Clock};
use skep_warehouse::{Mode, Warehouse};

use super::{print, serve};
use crate::cli::ShadowOptions;
use crate::config::{self, Config};
use crate::failure::Failure;
use crate::{database, files, listeners, logging};

pub fn run(options: ShadowOptions, started: Instant) -> Result<(), Failure> {
    let address = Address::parse(&options.upstream, options.framed)
        .map_err(|problem| Failure::Usage(format!("--upstream: {problem}")))?;
    let (report, with_known) = (options.report.clone(), options.with_known);
    let mut config = Config::read(options.serve.said()?)?;
    // The old server's database is looked at and never touched.
    config.database.init_schema = false;
    let exporter = logging::start(&config)?;
    files::raise(config.limits.connections);
    let runtime = serve::runtime(&config)?;
    exporter.map(|exporter| runtime.spawn(exporter.run()));
    runtime.block_on(async {
        let report = Report::open(&report, with_known).map_err(|error| {
            Failure::refused(format!("cannot write {}: {error}", report.display()), "choose another file with --report")
        })?;
        shadow(&config, address, Arc::new(report), started).await
    })
}

async fn shadow(config: &Config, address: Address, report: Arc<Report>, started: Instant) -> Result<(), Failure> {
    let mut server = listeners::one(config, serve::limits(config), serve::deadlines(config)).await?;
    let database = database::open(config).await?;
    let version = database.version();
    let settings = skep_warehouse::Settings {
        mode: Mode::MetadataOnly,
        ..config::warehouse_settings(&config.warehouse, &config.s3)
    };
    let warehouse = Warehouse::open(settings).map_err(|error| Failure::Failed(error.to_string()))?;
    let catalog = Catalog { db: database, warehouse, clock: Clock::System, rules: serve::rules(config) };
    let shared = Shared {
        catalog,
        keeper: Arc::default(),
        lock_timeout: config.catalog.lock_timeout.0,
        started: Clock::System.seconds(),
    };
    let comparer = Comparer::new(Service::new(shared), version, report.clone());
    listeners::open(config, &mut server)?;
    let listening = server.address().map_err(|error| Failure::Failed(error.to_string()))?;
    tracing::info!(
        address = %listening,
        upstream = %address,
        database = %config.database.url,
        report = %report.path().display(),
        millis = started.elapsed().as_millis() as u64,
        "ready"
    );
    let told = serve::until_told(config.server.drain)?;
    let summaries = tokio::spawn(summaries(report.clone()));
    server.run(Shadow::new(address, comparer.clone()).into(), told).await;
    comparer.finish().await;
    summaries.abort();
    print(&report.totals().to_string())
}

/// One log line a minute.
async fn summaries(report: Arc<Report>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        let sum = report.totals().sum();
        tracing::info!(sum.equal, sum.different, sum.known, sum.moved, sum.missed, sum.forwarded, "compared so far");
    }
}
