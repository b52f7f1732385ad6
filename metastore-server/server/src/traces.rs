//! Spans for a collector: OTLP over HTTP, in its JSON form. One for each call, and inside it one for each statement.
//!
//! A collector that is slow or away costs spans and nothing else: they wait in a queue with a bound, and what does not
//! fit is dropped and counted.

use std::fmt::{Debug, Write as _};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::config;

/// Spans that wait to be sent.
const QUEUE: usize = 8192;
/// Spans of one message.
const BATCH: usize = 512;
/// The longest that a span waits for others.
const PAUSE: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(5);

/// What turns spans into ours.
pub struct Traces {
    queue: Sender<Span>,
    one_in: u64,
    ids: [RandomState; 2],
    next: AtomicU64,
    dropped: Arc<AtomicU64>,
}

/// Sends them, once there is a runtime.
pub struct Exporter {
    address: String,
    queue: Receiver<Span>,
    dropped: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
struct Span {
    trace: u128,
    id: u64,
    parent: Option<u64>,
    name: String,
    started: SystemTime,
    ended: SystemTime,
    failed: bool,
    attributes: Vec<(&'static str, Value)>,
}

/// None if no collector is configured.
pub fn start(traces: &config::Traces) -> Option<(Traces, Exporter)> {
    let address = traces.address()?;
    let (sender, queue) = channel(QUEUE);
    let dropped = Arc::<AtomicU64>::default();
    let (ids, next) = ([RandomState::new(), RandomState::new()], AtomicU64::new(0));
    let layer = Traces { queue: sender, one_in: traces.one_in.max(1).into(), ids, next, dropped: dropped.clone() };
    Some((layer, Exporter { address, queue, dropped }))
}

/// The spans that are sent: of calls and of statements.
pub fn concerns(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && matches!(metadata.target(), "skep::front" | "skep_sql::statement")
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Traces {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(new) = context.span(id) else { return };
        let number = self.next.fetch_add(1, Relaxed);
        let own = self.ids[0].hash_one(number);
        let is_call = attributes.metadata().name() == "call";
        // What a background duty asks of the database belongs to no call.
        let of = new.scope().skip(1).find_map(|span| {
            let extensions = span.extensions();
            extensions.get::<Span>().map(|parent| (parent.trace, Some(parent.id)))
        });
        let (trace, parent) = match of {
            Some(of) => of,
            None if is_call && own.is_multiple_of(self.one_in) => {
                ((u128::from(own) << 64) | u128::from(self.ids[1].hash_one(number)), None)
            }
            None => return,
        };
        let now = now();
        let name = attributes.metadata().name().to_owned();
        let mut span =
            Span { trace, id: own, parent, name, started: now, ended: now, failed: false, attributes: vec![] };
        attributes.record(&mut span);
        new.extensions_mut().insert(span);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(ours) = span.extensions_mut().get_mut::<Span>()
        {
            values.record(ours);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let closed = context.span(&id).and_then(|span| span.extensions_mut().remove::<Span>());
        if let Some(mut span) = closed {
            span.ended = now();
            if self.queue.try_send(span).is_err() {
                self.dropped.fetch_add(1, Relaxed);
            }
        }
    }
}

impl Visit for Span {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.note(field.name(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.note(field.name(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.note(field.name(), value.into());
    }
}

impl Span {
    /// Under the names that OpenTelemetry gives such things, where it has one.
    fn note(&mut self, field: &'static str, value: Value) {
        let text = value.as_str().unwrap_or_default();
        let key = match field {
            "method" => {
                self.name = text.to_owned();
                "rpc.method"
            }
            "name" => {
                self.name = text.to_owned();
                "db.query.summary"
            }
            "rows" => "db.response.returned_rows",
            "request" => "skep.request",
            "outcome" => {
                self.failed = text == "failed";
                "skep.outcome"
            }
            other => other,
        };
        self.attributes.push((key, value));
    }

    fn as_json(&self) -> Value {
        let nanos = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_string();
        let attributes: Vec<Value> = self.attributes.iter().map(|(key, value)| attribute(key, value)).collect();
        // SERVER for the call, CLIENT for what it asks of the database.
        let kind = if self.parent.is_none() { 2 } else { 3 };
        let mut span = json!({
            "traceId": format!("{:032x}", self.trace),
            "spanId": format!("{:016x}", self.id),
            "name": self.name, "kind": kind,
            "startTimeUnixNano": nanos(self.started), "endTimeUnixNano": nanos(self.ended),
            "attributes": attributes,
            "status": if self.failed { json!({ "code": 2 }) } else { json!({}) },
        });
        if let Some(parent) = self.parent {
            span["parentSpanId"] = format!("{parent:016x}").into();
        }
        span
    }
}

/// OTLP's JSON spells whole numbers as texts.
fn attribute(key: &str, value: &Value) -> Value {
    match value {
        Value::Number(number) => json!({ "key": key, "value": { "intValue": number.to_string() } }),
        value => json!({ "key": key, "value": { "stringValue": value } }),
    }
}

impl Exporter {
    /// Sends for as long as it runs.
    pub async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut reached = true;
        loop {
            if self.queue.recv_many(&mut batch, BATCH).await == 0 {
                return;
            }
            let (sent, more) = (self.send(&batch).await, batch.len() == BATCH);
            batch.clear();
            // Once when it goes and once when it is back: it may be away for long.
            match (reached, &sent) {
                (true, Err(error)) => tracing::warn!(%error, to = self.address, "traces are not taken"),
                (false, Ok(())) => {
                    tracing::info!(to = self.address, lost = self.dropped.load(Relaxed), "traces are taken again")
                }
                _ => {}
            }
            reached = sent.is_ok();
            if !more {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn send(&self, batch: &[Span]) -> Result<(), String> {
        match timeout(PATIENCE, self.post(batch)).await {
            Ok(Ok(answer)) if answer.split(' ').nth(1).is_some_and(|code| code.starts_with('2')) => Ok(()),
            Ok(Ok(answer)) => Err(answer.lines().next().unwrap_or("no answer").to_owned()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    async fn post(&self, batch: &[Span]) -> std::io::Result<String> {
        let resource = json!({ "attributes": [
            attribute("service.name", &"skep".into()),
            attribute("service.version", &env!("CARGO_PKG_VERSION").into()),
        ] });
        let spans: Vec<Value> = batch.iter().map(Span::as_json).collect();
        let scope = json!({ "scope": { "name": "skep" }, "spans": spans });
        let body = json!({ "resourceSpans": [{ "resource": resource, "scopeSpans": [scope] }] }).to_string();
        let mut message = String::new();
        // Writing to a String does not fail.
        let _ = write!(
            message,
            "POST /v1/traces HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut connection = TcpStream::connect(&self.address).await?;
        connection.write_all(message.as_bytes()).await?;
        let mut answer = Vec::new();
        connection.take(64 * 1024).read_to_end(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
#[expect(clippy::disallowed_methods, reason = "traces are compared with those of other programs on this machine")]
fn now() -> SystemTime {
    SystemTime::now()
}
