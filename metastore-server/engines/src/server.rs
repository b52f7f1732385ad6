//! The port and its routes.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use skep_catalog::Catalog;
use skep_catalog::policy::{self, Keeper};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio_rustls::TlsAcceptor;

use crate::opa::{self, Fault};
use crate::seats::{Origin, Seats};
use crate::world::Catalogs;
use crate::{Keys, rules};

/// Bytes of one question: Trino asks about all tables of a catalog at once.
const BODY_MAX: usize = 32 << 20;

/// What answers are made of.
pub struct Settings {
    pub catalog: Catalog,
    pub keeper: Arc<Keeper>,
    pub keys: Keys,
    pub catalogs: Catalogs,
}

/// A bound port.
pub struct Engines {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
}

/// The engine that a request comes from, once its token was seen.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    pub name: String,
    pub peer: SocketAddr,
}

impl Engines {
    /// Port 0 takes any free one. Whoever connects before [`Engines::serve`] waits.
    pub async fn bind(address: impl ToSocketAddrs, tls: Option<TlsAcceptor>) -> io::Result<Engines> {
        Ok(Engines { listener: TcpListener::bind(address).await?, tls })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until it is dropped.
    pub async fn serve(self, settings: Settings) {
        let settings = Arc::new(settings);
        let routes = Router::new()
            .route("/v1/data/{package}/allow", post(allow))
            .route("/v1/data/{package}/batch", post(batch))
            .route("/v1/data/{package}/rowFilters", post(row_filters))
            .route("/v1/data/{package}/columnMask", post(column_mask))
            .route("/v1/data/{package}/batchColumnMasks", post(column_masks))
            .route("/v1/trino/rules.json", get(trino_rules))
            .layer(DefaultBodyLimit::max(BODY_MAX))
            // Around all of it, what does not exist included: a stranger learns nothing and sends nothing.
            .fallback(async || StatusCode::NOT_FOUND)
            .layer(middleware::from_fn_with_state(settings.clone(), known))
            .with_state(settings);
        let served = match Seats::take(self.listener, self.tls) {
            Ok(seats) => axum::serve(seats, routes.into_make_service_with_connect_info::<Origin>()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = served {
            tracing::error!(%error, "the port of engines is closed");
        }
    }
}

/// Lets in who shows a token: in the header, or, since Trino's clients can set none, in the address (RFC 6750, 2.3).
async fn known(
    State(settings): State<Arc<Settings>>,
    ConnectInfo(Origin(peer)): ConnectInfo<Origin>,
    mut request: Request,
    next: Next,
) -> Response {
    let engine = token(&request).and_then(|token| settings.keys.engine(token));
    let Some(name) = engine.map(str::to_owned) else {
        tracing::info!(%peer, "an engine without a token that is known");
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], "").into_response();
    };
    if length(&request).is_some_and(|length| length > BODY_MAX) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    request.extensions_mut().insert(Engine { name, peer });
    next.run(request).await
}

/// As it is announced: what is too long need not be sent.
fn length(request: &Request) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Two tokens are none.
fn token(request: &Request) -> Option<&str> {
    let mut headers = request.headers().get_all(header::AUTHORIZATION).iter();
    let said = headers.next().map(|value| value.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")));
    match (said, headers.next(), in_address(request.uri())) {
        (Some(token), None, None) => token,
        (None, None, Some(token)) => Some(token),
        _ => None,
    }
}

/// No escapes: tokens need none.
fn in_address(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("access_token="))
}

type Asked = (State<Arc<Settings>>, axum::Extension<Engine>, Bytes);

async fn allow((State(settings), axum::Extension(engine), body): Asked) -> Response {
    answer(opa::allow(&settings, &engine, &body).await)
}

async fn batch((State(settings), axum::Extension(engine), body): Asked) -> Response {
    answer(opa::batch(&settings, &engine, &body).await)
}

async fn row_filters((State(settings), axum::Extension(engine), body): Asked) -> Response {
    answer(opa::row_filters(&settings, &engine, &body).await)
}

async fn column_mask((State(settings), axum::Extension(engine), body): Asked) -> Response {
    answer(opa::column_mask(&settings, &engine, &body).await)
}

async fn column_masks((State(settings), axum::Extension(engine), body): Asked) -> Response {
    answer(opa::column_masks(&settings, &engine, &body).await)
}

#[derive(Serialize)]
struct Answer<T> {
    result: T,
}

fn answer<T: Serialize>(outcome: Result<T, Fault>) -> Response {
    match outcome {
        Ok(result) => json(&Answer { result }),
        Err(Fault::Malformed(why)) => (StatusCode::BAD_REQUEST, why).into_response(),
        Err(Fault::NoPolicy(why)) => no_policy(&why),
    }
}

fn json(value: &impl Serialize) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    match serde_json::to_vec(value) {
        Ok(text) => (headers, text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// An engine that cannot ask lets nobody in.
fn no_policy(why: &str) -> Response {
    tracing::error!(why, "the access policy cannot be read");
    (StatusCode::SERVICE_UNAVAILABLE, "the access policy cannot be read, and without it nothing is shown")
        .into_response()
}

async fn trino_rules(State(settings): State<Arc<Settings>>) -> Response {
    let db = &settings.catalog.db;
    let read = async {
        let policy = settings.keeper.policy(db).await?;
        let tables = policy::tables_of(db, policy.snapshot()).await?;
        Ok::<_, skep_catalog::Error>((policy, tables))
    };
    let (policy, tables) = match read.await {
        Ok(read) => read,
        Err(error) => return no_policy(&error.to_string()),
    };
    if policy.mode() != skep_access::Mode::Enforce {
        return json(&rules::open());
    }
    match rules::of(policy.snapshot(), &tables, &settings.catalogs, settings.catalog.clock.seconds()) {
        Ok(rules) => json(&rules),
        Err(why) => (StatusCode::CONFLICT, why).into_response(),
    }
}
