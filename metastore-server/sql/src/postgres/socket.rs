//! The way to the server: TCP or a Unix socket, encrypted or not.

use super::failure::{failure, report};
use crate::settings::Target;
use crate::{Class, Failure, Settings};
use std::future::Future;
use std::time::Duration;
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{CancelToken, Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where our end of the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Local {
    Port(u16),
    Unix,
}

/// A server that does not even take the connection will not do so later.
const CONNECT_MAX: Duration = Duration::from_secs(10);

enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

async fn open(settings: &Settings) -> Result<Socket, Failure> {
    let Target::Server { host, port, .. } = &settings.target else {
        return Err(Failure::new(Class::Unexpected, "not a Postgres address"));
    };
    let connecting = async {
        if host.starts_with('/') {
            return UnixStream::connect(format!("{host}/.s.PGSQL.{port}")).await.map(Socket::Unix);
        }
        let stream = TcpStream::connect((host.as_str(), *port)).await?;
        // Without it, small requests wait for acknowledgements.
        stream.set_nodelay(true)?;
        Ok(Socket::Tcp(stream))
    };
    let lost = |detail: String| report(Failure::new(Class::Disconnected, detail));
    match tokio::time::timeout(CONNECT_MAX.min(settings.wait_max), connecting).await {
        Ok(opened) => opened.map_err(|error| lost(format!("cannot connect: {error}"))),
        Err(_) => Err(lost("cannot connect: no answer".to_owned())),
    }
}

pub(crate) async fn connect(
    config: &Config,
    settings: &Settings,
    tls: Option<MakeRustlsConnect>,
) -> Result<(Client, JoinHandle<()>, Local), Failure> {
    let socket = match open(settings).await? {
        Socket::Tcp(socket) => socket,
        // Nobody listens in on the machine itself.
        Socket::Unix(socket) => {
            let mut config = config.clone();
            config.ssl_mode(tokio_postgres::config::SslMode::Disable);
            let (client, connection) = config.connect_raw(socket, NoTls).await.map_err(failure)?;
            return Ok((client, drive(connection), Local::Unix));
        }
    };
    let local = Local::Port(socket.local_addr().map_or(0, |address| address.port()));
    let Some(mut tls) = tls else {
        let (client, connection) = config.connect_raw(socket, NoTls).await.map_err(failure)?;
        return Ok((client, drive(connection), local));
    };
    let Ok(tls) = MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls, host(settings));
    let (client, connection) = config.connect_raw(socket, tls).await.map_err(failure)?;
    Ok((client, drive(connection), local))
}

/// Asks the server to stop what the connection is doing. It never says whether it did.
pub(crate) async fn cancel(token: CancelToken, settings: &Settings, tls: Option<MakeRustlsConnect>) {
    let asked = match (open(settings).await, tls) {
        (Ok(Socket::Tcp(socket)), Some(mut tls)) => {
            let Ok(tls) = MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls, host(settings));
            token.cancel_query_raw(socket, tls).await
        }
        (Ok(Socket::Tcp(socket)), None) => token.cancel_query_raw(socket, NoTls).await,
        (Ok(Socket::Unix(socket)), _) => token.cancel_query_raw(socket, NoTls).await,
        (Err(_), _) => return,
    };
    if let Err(error) = asked {
        tracing::debug!(%error, "cancelling a statement failed");
    }
}

fn host(settings: &Settings) -> &str {
    match &settings.target {
        Target::Server { host, .. } => host,
        Target::File(_) | Target::Memory => "",
    }
}

fn drive(connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "database connection ended");
        }
    })
}
