//! TLS in front of the same connection loop.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use skep_codec::MessageKind;
use skep_net::{Config, Drained, Encryption, Transport};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::support::{Client, EMPTY, Running, text, until};

/// Self-signed for `localhost`, for these tests only.
fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap()
}

fn acceptor() -> TlsAcceptor {
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate()], key).unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn connect(server: &Running, transport: Transport) -> Client<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let socket = TcpStream::connect(server.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let io = TlsConnector::from(Arc::new(config)).connect(name, socket).await.expect("a handshake");
    Client::new(io, transport)
}

fn with(encryption: Encryption) -> Running {
    Running::start(Config { encryption, ..Config::default() })
}

#[tokio::test]
async fn every_transport_works_inside_tls() {
    let server = with(Encryption::Required(acceptor()));
    for transport in Transport::ALL {
        let mut client = connect(&server, transport).await;
        for length in [0, 1000, 1_000_000] {
            let args = text(transport.protocol, &"t".repeat(length));
            assert!(client.call("echo", &args).await.body == Ok(args), "{length} bytes over {}", transport.name());
            let stream = client.call("stream", &text(transport.protocol, &length.to_string())).await;
            assert!(stream.body.is_ok());
        }
    }
    assert_eq!(server.stats.encrypted.get(), 4);
}

#[tokio::test]
async fn plaintext_is_refused_where_tls_is_required() {
    let server = with(Encryption::Required(acceptor()));
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        client.send("echo", MessageKind::Call, 1, EMPTY).await;
        assert!(client.is_closed().await);
    }
    until("all are counted", || server.stats.strangers.get() == 4).await;
    assert_eq!(server.stats.messages.get(), 0);
}

#[tokio::test]
async fn both_are_served_where_tls_is_offered() {
    let server = with(Encryption::Offered(acceptor()));
    for transport in Transport::ALL {
        assert!(server.connect(transport).await.call("echo", EMPTY).await.body.is_ok());
        assert!(connect(&server, transport).await.call("echo", EMPTY).await.body.is_ok());
    }
    assert_eq!(server.stats.encrypted.get(), 4);
}

#[tokio::test]
async fn a_broken_handshake_ends_that_connection_only() {
    let server = with(Encryption::Required(acceptor()));
    let mut broken = server.connect(Transport::ALL[0]).await;
    broken.bytes(b"\x16\x03\x01\0\x05hello").await;
    // An alert, and the end.
    assert!(broken.rest().await.len() < 100);
    assert!(connect(&server, Transport::ALL[0]).await.call("echo", EMPTY).await.body.is_ok());
}

#[tokio::test]
async fn an_unfinished_handshake_does_not_hold_up_the_drain() {
    let mut server = with(Encryption::Required(acceptor()));
    let mut slow = server.connect(Transport::ALL[0]).await;
    slow.bytes(b"\x16\x03\x01").await;
    until("the server has taken it in", || server.stats.open.get() == 1).await;
    server.stop();
    assert!(slow.is_closed().await);
    assert_eq!(server.drained().await, Drained { cut: 0 });
}
