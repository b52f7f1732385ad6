//! TLS in front of the same connection loop.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use skep_codec::MessageKind;
use skep_net::{Admission, Config, Drained, Encryption, Transport};
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
    connect_as(server, transport, None).await
}

/// With a certificate of the client's own, if there is one.
async fn connect_as(
    server: &Running,
    transport: Transport,
    own: Option<(&[u8], &[u8])>,
) -> Client<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate()).unwrap();
    let builder = ClientConfig::builder().with_root_certificates(roots);
    let config = match own {
        None => builder.with_no_client_auth(),
        Some((chain, key)) => {
            let chain = vec![CertificateDer::from_pem_slice(chain).unwrap()];
            builder.with_client_auth_cert(chain, PrivateKeyDer::from_pem_slice(key).unwrap()).unwrap()
        }
    };
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

/// Clients may show a certificate of the authority in `tls/ca.pem`.
fn asking(admission: Admission) -> Running {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(include_bytes!("tls/ca.pem")).unwrap()).unwrap();
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).allow_unauthenticated().build().unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    let config =
        ServerConfig::builder().with_client_cert_verifier(verifier).with_single_cert(vec![certificate()], key).unwrap();
    let encryption = Encryption::Required(TlsAcceptor::from(Arc::new(config)));
    Running::start(Config { encryption, admission, ..Config::default() })
}

#[tokio::test]
async fn a_certificate_says_who_comes_and_only_the_authoritys_counts() {
    let server = asking(Admission { certificate: true, ..Admission::NOBODY });
    let good = (&include_bytes!("tls/trino.pem")[..], &include_bytes!("tls/trino.key")[..]);
    for transport in Transport::ALL {
        let mut client = connect_as(&server, transport, Some(good)).await;
        assert!(client.call("who", EMPTY).await.text().contains("trino"));
    }
    assert_eq!(server.stats.authenticated.get(), 4);

    // Nobody's, by the rule of the service.
    let nobody = (&include_bytes!("tls/nobody.pem")[..], &include_bytes!("tls/nobody.key")[..]);
    assert!(connect_as(&server, Transport::ALL[0], Some(nobody)).await.is_closed().await);
    // Signed by itself. The client learns it with its first read, as TLS 1.3 has it.
    let stranger = (&include_bytes!("tls/server.pem")[..], &include_bytes!("tls/server.key")[..]);
    let mut client = connect_as(&server, Transport::ALL[0], Some(stranger)).await;
    let mut byte = [0];
    assert!(tokio::io::AsyncReadExt::read(&mut client.io, &mut byte).await.is_err());
    // None at all.
    let mut client = connect(&server, Transport::ALL[0]).await;
    let reply = client.call("who", EMPTY).await;
    assert!(reply.text().contains("a TLS client certificate"), "{}", reply.text());
    assert_eq!(server.stats.authenticated.get(), 4);
}

#[tokio::test]
async fn a_certificate_means_nothing_where_it_is_not_a_way_in() {
    let server = asking(Admission::default());
    let good = (&include_bytes!("tls/trino.pem")[..], &include_bytes!("tls/trino.key")[..]);
    let mut client = connect_as(&server, Transport::ALL[0], Some(good)).await;
    assert_eq!(client.call("who", EMPTY).await.text(), "");
}
