//! One call to Glue: JSON over HTTPS, signed, repeated while that may help.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderValue, Method, Uri, header};
use object_store::ClientOptions;
use object_store::aws::AwsAuthorizer;
use object_store::client::{HttpClient, HttpConnector, HttpErrorKind, HttpRequest, ReqwestConnector};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::credentials::{self, Provider};
use super::failure::{Failure, Kind};
use super::pace::Pace;

/// Tries of one call. With one in five refused by chance, one call in a hundred million fails.
const TRIES: u32 = 12;
/// Tries go on no longer than this.
const PATIENCE: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Calls under way at once, of all clients.
const AT_ONCE: usize = 64;

/// `glue://<region>[/<catalog-id>]`, and what the environment adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub region: String,
    /// The account whose catalog it is; none is the caller's own.
    pub catalog: Option<String>,
    /// Where Glue is, if not at AWS.
    pub endpoint: Option<String>,
}

impl Settings {
    /// Reads the address. The endpoint is `AWS_ENDPOINT_URL_GLUE`, or else `AWS_ENDPOINT_URL`.
    pub fn parse(address: &str) -> Result<Settings, String> {
        let endpoint = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        let endpoint = endpoint("AWS_ENDPOINT_URL_GLUE").or_else(|| endpoint("AWS_ENDPOINT_URL"));
        Ok(Settings { endpoint, ..Settings::of(address)? })
    }

    fn of(address: &str) -> Result<Settings, String> {
        let wrong = || format!("'{address}' is not of the form glue://REGION or glue://REGION/CATALOG-ID");
        let rest = address.strip_prefix("glue://").ok_or_else(wrong)?;
        let (region, catalog) = rest.split_once('/').map_or((rest, None), |(region, id)| (region, Some(id)));
        let word = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if region.is_empty() || !word(region) {
            return Err(wrong());
        }
        // An account, or a catalog within it: 123456789012, 123456789012:s3tablescatalog/bucket.
        let catalog = catalog.filter(|id| !id.is_empty()).map(str::to_owned);
        if catalog.as_ref().is_some_and(|id| id.chars().any(|c| c.is_whitespace() || c.is_control())) {
            return Err(wrong());
        }
        Ok(Settings { region: region.to_owned(), catalog, endpoint: None })
    }
}

/// Glue in one region, as one identity.
pub struct Client {
    http: HttpClient,
    uri: Uri,
    settings: Settings,
    credentials: Provider,
    pace: Pace,
    turns: Semaphore,
    heard: Mutex<Heard>,
    calls: AtomicU64,
    throttled: AtomicU64,
}

/// What came of the last calls.
#[derive(Debug, Default)]
struct Heard {
    answered: Option<Instant>,
    /// Since the last answer.
    outage: Option<String>,
}

impl Client {
    pub fn new(settings: Settings) -> Result<Client, String> {
        let uri = match &settings.endpoint {
            Some(endpoint) => endpoint.clone(),
            None if settings.region.starts_with("cn-") => format!("https://glue.{}.amazonaws.com.cn", settings.region),
            None => format!("https://glue.{}.amazonaws.com", settings.region),
        };
        let uri: Uri = format!("{}/", uri.trim_end_matches('/'))
            .parse()
            .map_err(|error| format!("the endpoint {uri} (AWS_ENDPOINT_URL_GLUE or AWS_ENDPOINT_URL): {error}"))?;
        let options = ClientOptions::new()
            .with_allow_http(true)
            .with_timeout(Duration::from_secs(60))
            .with_connect_timeout(Duration::from_secs(5));
        let http = ReqwestConnector::default().connect(&options).map_err(|error| error.to_string())?;
        let credentials = credentials::find(&settings.region)?;
        Ok(Client {
            http,
            uri,
            settings,
            credentials,
            pace: Pace::new(),
            turns: Semaphore::new(AT_ONCE),
            heard: Mutex::default(),
            calls: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
        })
    }

    pub fn region(&self) -> &str {
        &self.settings.region
    }

    /// Requests sent, and how many of them were throttled.
    pub fn counts(&self) -> (u64, u64) {
        (self.calls.load(Ordering::Relaxed), self.throttled.load(Ordering::Relaxed))
    }

    /// How long ago Glue answered, whatever it said.
    pub fn answered(&self) -> Option<Duration> {
        self.heard().answered.map(|at| at.elapsed())
    }

    /// Why nobody can be served now, as far as the last calls tell.
    pub fn outage(&self) -> Option<String> {
        self.heard().outage.clone()
    }

    /// Calls `operation` in the configured catalog. Repeated while Glue throttles, is in trouble or cannot be
    /// reached: all of Glue's operations that are used here may be, and who creates or deletes looks at
    /// [`Failure::uncertain`].
    pub async fn call<A: DeserializeOwned>(&self, operation: &'static str, arguments: Value) -> Result<A, Failure> {
        Ok(self.call_told(operation, arguments).await?.0)
    }

    /// The same, and whether the answer may be about an earlier try that was lost: a batch says for each item what
    /// came of it.
    pub async fn call_told<A: DeserializeOwned>(
        &self,
        operation: &'static str,
        arguments: Value,
    ) -> Result<(A, bool), Failure> {
        let body = self.body(arguments);
        let began = Instant::now();
        let mut uncertain = false;
        for attempt in 1.. {
            let failure = match self.attempt(operation, &body).await {
                Ok(answer) => {
                    self.pace.answered();
                    return Ok((self.decoded(operation, &answer)?, uncertain));
                }
                Err(failure) => failure,
            };
            match failure.kind {
                Kind::Throttled => self.pace.throttled(),
                _ => uncertain |= failure.uncertain,
            }
            let failure = Failure { uncertain, ..failure };
            let last = attempt >= TRIES || began.elapsed() > PATIENCE;
            if last || !failure.kind.passes() {
                self.note(Some(&failure));
                return Err(failure);
            }
            tracing::debug!(operation, attempt, cause = failure.cause, "Glue is asked again");
            sleep(pause(attempt)).await;
        }
        unreachable!("the loop ends by returning")
    }

    /// Asks the least that there is to ask.
    pub async fn ping(&self) -> Result<(), Failure> {
        self.call::<Value>("GetDatabases", serde_json::json!({ "MaxResults": 1 })).await.map(drop)
    }

    /// A null is as good as nothing to us, and refused by AWS.
    fn body(&self, arguments: Value) -> String {
        let mut arguments = without_nulls(arguments);
        if let (Value::Object(fields), Some(catalog)) = (&mut arguments, &self.settings.catalog) {
            fields.insert("CatalogId".to_owned(), catalog.as_str().into());
        }
        arguments.to_string()
    }

    async fn attempt(&self, operation: &'static str, body: &str) -> Result<Vec<u8>, Failure> {
        let _turn = self.turns.acquire().await.expect("never closed");
        self.pace.turn().await;
        let fail = |kind, cause: String, uncertain| Failure {
            kind,
            operation,
            region: self.settings.region.clone(),
            cause,
            uncertain,
        };
        let request = self.signed(operation, body).await.map_err(|cause| fail(Kind::Credentials, cause, false))?;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let response = match self.http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let sent = !matches!(error.kind(), HttpErrorKind::Connect);
                return Err(fail(Kind::Unreachable, chain(&error), sent));
            }
        };
        let (head, answer) = response.into_parts();
        let answer = answer.bytes().await.map_err(|error| fail(Kind::Unreachable, chain(&error), true))?;
        if head.status.is_success() {
            self.note(None);
            return Ok(answer.to_vec());
        }
        let told = head.headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok());
        let (code, message) = refusal(told, &answer);
        let kind = Kind::of(&code, head.status.as_u16());
        if kind == Kind::Throttled {
            self.throttled.fetch_add(1, Ordering::Relaxed);
        } else if !kind.is_outage() {
            self.note(None);
        }
        let cause = if code.is_empty() { format!("HTTP status {}", head.status) } else { format!("{code}: {message}") };
        Err(fail(kind, cause, kind == Kind::Service))
    }

    async fn signed(&self, operation: &str, body: &str) -> Result<HttpRequest, String> {
        let credential = self.credentials.get_credential().await.map_err(|error| chain(&error))?;
        let mut request = HttpRequest::new(body.to_owned().into());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        let target = HeaderValue::from_str(&format!("AWSGlue.{operation}")).map_err(|error| error.to_string())?;
        request.headers_mut().insert("x-amz-target", target);
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.1"));
        let authorizer = AwsAuthorizer::new(&credential, "glue", &self.settings.region);
        authorizer.try_authorize(&mut request, None).map_err(|error| error.to_string())?;
        Ok(request)
    }

    fn decoded<A: DeserializeOwned>(&self, operation: &'static str, answer: &[u8]) -> Result<A, Failure> {
        let answer = if answer.is_empty() { b"{}" } else { answer };
        serde_json::from_slice(answer).map_err(|error| Failure {
            kind: Kind::Unreachable,
            operation,
            region: self.settings.region.clone(),
            cause: format!("the answer is not Glue's: {error}"),
            uncertain: true,
        })
    }

    fn note(&self, failure: Option<&Failure>) {
        let mut heard = self.heard();
        match failure {
            Some(failure) if failure.kind.is_outage() => heard.outage = Some(failure.to_string()),
            _ => *heard = Heard { answered: Some(Instant::now()), outage: None },
        }
    }

    fn heard(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// AWS's name of the refusal without its namespace, and its sentence.
fn refusal(header: Option<&str>, body: &[u8]) -> (String, String) {
    let body: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let code = text("__type").or(text("code")).or(header).unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
    (code.to_owned(), text("Message").or(text("message")).unwrap_or_default().to_owned())
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

/// Anything up to a bound that doubles: callers that were refused together must not come back together.
fn pause(attempt: u32) -> Duration {
    let most = FIRST_PAUSE.saturating_mul(1 << attempt.min(10)).min(LONGEST_PAUSE);
    most.mul_f64(chance())
}

/// A number below one; need not be a good one.
fn chance() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_address_names_a_region_and_perhaps_a_catalog() {
        let read = |text| Settings::of(text).map(|s| (s.region, s.catalog));
        assert_eq!(read("glue://eu-central-1"), Ok(("eu-central-1".to_owned(), None)));
        let account = Some("123456789012".to_owned());
        assert_eq!(read("glue://us-east-1/123456789012"), Ok(("us-east-1".to_owned(), account)));
        for bad in ["glue://", "glue:///1", "glue://EU", "glue://eu central", "glue://eu/a b", "postgres://x"] {
            assert!(read(bad).is_err_and(|text| text.contains("glue://REGION")), "{bad}");
        }
    }

    #[test]
    fn a_refusal_is_named_without_its_namespace() {
        let body = br#"{"__type":"com.amazonaws.glue#EntityNotFoundException","Message":"no such table"}"#;
        assert_eq!(refusal(None, body), ("EntityNotFoundException".to_owned(), "no such table".to_owned()));
        assert_eq!(refusal(Some("ThrottlingException:http://x"), b"").0, "ThrottlingException");
    }

    #[test]
    fn nulls_are_left_out_at_every_depth() {
        let sent = json!({"a": null, "b": {"c": null, "d": [{"e": null, "f": 0}]}});
        assert_eq!(without_nulls(sent), json!({"b": {"d": [{"f": 0}]}}));
    }
}
