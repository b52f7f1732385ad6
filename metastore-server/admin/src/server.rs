//! The port and its routes.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State as Given;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::{TcpListener, ToSocketAddrs};

use crate::exposition::Exposition;
use crate::health::Health;
use crate::seats::Bounded;
use crate::status::Status;

/// Who has the numbers. Asked at each scrape, on a thread that also serves calls: it reads what was counted, and waits
/// for nothing.
pub trait Source: Send + Sync + 'static {
    fn expose(&self, page: &mut Exposition);
    fn status(&self) -> Status;
}

/// A bound port.
pub struct Admin(TcpListener);

struct Panel {
    health: Arc<Health>,
    source: Box<dyn Source>,
}

impl Admin {
    /// Port 0 takes any free one. Whoever connects before [`Admin::serve`] waits.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Admin> {
        TcpListener::bind(address).await.map(Admin)
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Serves until it is dropped: the port answers while the rest of the server drains. `more` are the routes of
    /// others, below paths of their own.
    pub async fn serve(self, health: Arc<Health>, source: impl Source, more: Router) {
        let panel = Arc::new(Panel { health, source: Box::new(source) });
        let routes = Router::new()
            .route("/livez", get(async || "live\n"))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics))
            .route("/status", get(status))
            .with_state(panel)
            .merge(more);
        if let Err(error) = axum::serve(Bounded::new(self.0), routes).await {
            tracing::error!(%error, "the port of operators is closed");
        }
    }
}

async fn ready(Given(panel): Given<Arc<Panel>>) -> Response {
    let state = panel.health.state();
    let code = if panel.health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, format!("{state}\n")).into_response()
}

async fn metrics(Given(panel): Given<Arc<Panel>>) -> Response {
    let mut page = Exposition::default();
    panel.source.expose(&mut page);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page.finish()).into_response()
}

async fn status(Given(panel): Given<Arc<Panel>>) -> Response {
    let status = serde_json::to_string(&panel.source.status()).expect("a struct of plain values");
    ([(header::CONTENT_TYPE, "application/json")], status).into_response()
}
