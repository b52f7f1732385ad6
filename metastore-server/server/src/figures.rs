//! The numbers of the server's parts, under the names that dashboards and alerts know (`deploy/monitoring`).

use std::sync::Arc;
use std::time::Instant;

use skep::calls::{Calls, Outcome};
use skep::duties::Board;
use skep::quotas::Quotas;
use skep_admin::{Connections, Duty, Exposition, Health, Kind, Memory, Pool, Source, Status, process};
use skep_catalog::Clock;
use skep_net::{Stats, Transport};
use skep_sql::{Class, Database};

/// Reads what the parts have counted; keeps no number of its own.
pub struct Figures {
    pub address: String,
    /// Masked.
    pub database: String,
    pub db: Database,
    pub net: Arc<Stats>,
    pub memory: Arc<skep_codec::Pool>,
    pub memory_max: usize,
    pub connections_max: usize,
    pub calls: Arc<Calls>,
    pub quotas: Arc<Quotas>,
    pub duties: Option<Board>,
    pub health: Arc<Health>,
    pub started: Instant,
}

impl Source for Figures {
    fn expose(&self, page: &mut Exposition) {
        self.build(page);
        self.of_calls(page);
        self.of_quotas(page);
        self.of_listener(page);
        self.of_database(page);
        self.of_duties(page);
        process::expose(page);
    }

    fn status(&self) -> Status {
        let pool = self.db.pool().connections();
        Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            state: self.health.state().to_string(),
            uptime_seconds: self.started.elapsed().as_secs(),
            address: self.address.clone(),
            database: self.database.clone(),
            schema: self.db.version().as_str().to_owned(),
            connections: Connections {
                open: self.net.open.get(),
                accepted: self.net.accepted.get(),
                calls_running: self.net.calls_running.get(),
            },
            memory: Memory { used: self.memory_used(), max: self.memory_max as u64 },
            pool: Pool { max: pool.max, open: pool.open, idle: pool.idle, waiting: self.db.stats().waiting() },
            calls: self.calls.figures().into_iter().map(calls_of).collect(),
            duties: self.duties().map(duty_of).collect(),
        }
    }
}

fn calls_of(figures: skep::calls::Figures) -> skep_admin::Calls {
    let of = |outcome: Outcome| figures.outcomes[outcome as usize];
    skep_admin::Calls {
        method: figures.method.to_owned(),
        refused: of(Outcome::Refused),
        failed: of(Outcome::Failed) + of(Outcome::Abandoned),
        took: figures.took,
    }
}

fn duty_of(duty: skep::duties::Snapshot) -> Duty {
    let skep::duties::Snapshot { name, runs, failures, rows, last_run, leads } = duty;
    Duty { name: name.to_owned(), leads, runs, failures, rows, last_run }
}

impl Figures {
    fn memory_used(&self) -> u64 {
        self.memory_max.saturating_sub(self.memory.free()) as u64
    }

    fn duties(&self) -> impl Iterator<Item = skep::duties::Snapshot> {
        self.duties.iter().flat_map(Board::snapshots)
    }

    fn build(&self, page: &mut Exposition) {
        let version = env!("CARGO_PKG_VERSION");
        page.family(Kind::Gauge, "skep_build_info", "The program.").sample(&[("version", version)], 1);
        let labels = [("database", self.db.dialect().name()), ("version", self.db.version().as_str())];
        page.family(Kind::Gauge, "skep_schema_info", "The database and Hive's schema in it.").sample(&labels, 1);
        page.gauge("skep_ready", "Whether calls can be served (/readyz).", u8::from(self.health.is_ready()));
        let start = Clock::System.seconds() - self.started.elapsed().as_secs() as i64;
        page.gauge("process_start_time_seconds", "Unix time of the start.", start);
    }

    fn of_calls(&self, page: &mut Exposition) {
        let methods = self.calls.figures();
        let mut calls = page.family(Kind::Counter, "skep_calls_total", "Calls that ended, by how they did.");
        for figures in &methods {
            for outcome in Outcome::ALL {
                let labels = [("method", figures.method), ("outcome", outcome.name())];
                calls.sample(&labels, figures.outcomes[outcome as usize]);
            }
        }
        let help = "From the decoded message to the answer, or to its last piece.";
        let mut took = page.family(Kind::Histogram, "skep_call_duration_seconds", help);
        for figures in &methods {
            took.histogram(&[("method", figures.method)], &figures.took);
        }
        page.gauge("skep_calls_in_flight", "Calls being answered now.", self.net.calls_running.get());
        page.counter("skep_unknown_methods_total", "Calls of methods that there are not.", self.calls.unknown());
        page.counter("skep_panics_total", "Calls that panicked. Each one is a bug.", self.net.panics.get());
        let help = "Calls whose client left before the answer.";
        page.counter("skep_calls_abandoned_total", help, self.net.abandoned.get());
    }

    fn of_quotas(&self, page: &mut Exposition) {
        let [client, user] = self.quotas.refused();
        let help = "Calls told to try again: somebody asked for too much.";
        let mut refused = page.family(Kind::Counter, "skep_quota_refusals_total", help);
        refused.sample(&[("of", "client")], client);
        refused.sample(&[("of", "user")], user);
    }

    fn of_listener(&self, page: &mut Exposition) {
        let net = &self.net;
        page.gauge("skep_connections_open", "Connections of clients.", net.open.get());
        page.gauge("skep_connections_max", "Connections there may be.", self.connections_max);
        page.counter("skep_connections_accepted_total", "Connections let in.", net.accepted.get());
        page.counter("skep_connections_refused_total", "Closed at once: no room.", net.refused.get());
        let help = "Errors of accept itself, such as too many open files.";
        page.counter("skep_accept_errors_total", help, net.accept_errors.get());
        page.counter("skep_connections_encrypted_total", "Connections with TLS.", net.encrypted.get());
        let help = "Connections that said nothing we serve.";
        page.counter("skep_connections_strange_total", help, net.strangers.get());
        let help = "Connections that proved who they are.";
        page.counter("skep_connections_authenticated_total", help, net.authenticated.get());
        let help = "Connections that did not prove what the listener asks for.";
        page.counter("skep_connections_denied_total", help, net.denied.get());
        let help = "Connections by what they speak; calls over HTTP also by their protocol.";
        let mut transports = page.family(Kind::Counter, "skep_connections_by_transport_total", help);
        for transport in Transport::ALL {
            transports.sample(&[("transport", transport.name())], net.by_transport[transport.index()].get());
        }
        transports.sample(&[("transport", "http")], net.http.get());
        page.counter("skep_received_bytes_total", "Bytes from clients.", net.bytes_in.get());
        page.counter("skep_sent_bytes_total", "Bytes to clients.", net.bytes_out.get());
        page.counter("skep_protocol_errors_total", "Messages that could not be read.", net.protocol_errors.get());
        let help = "Connections or calls that took longer than they may.";
        page.counter("skep_deadlines_missed_total", help, net.deadlines_missed.get());
        page.gauge("skep_memory_used_bytes", "Held by requests and replies.", self.memory_used());
        page.gauge("skep_memory_max_bytes", "They may hold so much (limits.memory).", self.memory_max);
        let help = "Messages refused for want of memory.";
        page.counter("skep_memory_refusals_total", help, net.memory_refusals.get());
    }

    fn of_database(&self, page: &mut Exposition) {
        let (stats, pool) = (self.db.stats(), self.db.pool().connections());
        page.gauge("skep_pool_connections_max", "Connections to the database at the most.", pool.max);
        let mut open = page.family(Kind::Gauge, "skep_pool_connections", "Connections to the database.");
        open.sample(&[("state", "idle")], pool.idle);
        open.sample(&[("state", "used")], pool.open - pool.idle);
        page.gauge("skep_pool_waiting", "Requests that wait for a connection now.", stats.waiting());
        let (waits, waited) = stats.waits();
        page.counter("skep_pool_waits_total", "Connections asked for and got.", waits);
        let help = "How long all of them were waited for.";
        page.counter("skep_pool_wait_seconds_total", help, waited.as_secs_f64());
        page.counter("skep_statements_total", "Statements sent to the database.", stats.statements());
        page.counter("skep_transactions_total", "Transactions begun.", stats.transactions());
        let help = "Transactions run again, by why.";
        let mut retries = page.family(Kind::Counter, "skep_retries_total", help);
        Class::ALL.iter().for_each(|class| retries.sample(&[("class", class.name())], stats.retries_of(*class)));
        let help = "Database failures, those run again included, by kind.";
        let mut failures = page.family(Kind::Counter, "skep_database_failures_total", help);
        Class::ALL.iter().for_each(|class| failures.sample(&[("class", class.name())], stats.failures_of(*class)));
        page.counter("skep_events_written_total", "Events written to the notification log.", stats.events());
    }

    fn of_duties(&self, page: &mut Exposition) {
        type Read = fn(&skep::duties::Snapshot) -> i64;
        let families: [(Kind, &'static str, &str, Read); 5] = [
            (Kind::Gauge, "skep_duty_leader", "Whether this server does it.", |duty| duty.leads.into()),
            (Kind::Counter, "skep_duty_runs_total", "Turns taken here.", |duty| duty.runs as i64),
            (Kind::Counter, "skep_duty_failures_total", "Turns that failed.", |duty| duty.failures as i64),
            (Kind::Counter, "skep_duty_rows_total", "Rows or partitions removed.", |duty| duty.rows as i64),
            (Kind::Gauge, "skep_duty_last_run_timestamp_seconds", "End of the last turn here; 0 before.", |duty| {
                duty.last_run
            }),
        ];
        for (kind, name, help, read) in families {
            let mut family = page.family(kind, name, help);
            self.duties().for_each(|duty| family.sample(&[("duty", duty.name)], read(&duty)));
        }
    }
}
