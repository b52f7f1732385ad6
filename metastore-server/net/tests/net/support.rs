//! An echo service, a running server and a client that writes bytes by hand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use rustls::pki_types::CertificateDer;
use skep_codec::{ApplicationException, Envelope, MessageKind, Pool, Protocol, Scanner, read_envelope, write_envelope};
use skep_net::{
    Answer, BodyStream, Call, Config, Denied, DigestKey, Drained, Framing, Peer, Progress, Server, Service, Stats,
    Token, Transport,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A struct without fields, in either protocol.
pub const EMPTY: &[u8] = &[0];
/// Anything that takes this long hangs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What the echo service saw, and the switch for its call that waits.
#[derive(Default)]
pub struct Echo {
    pub started: AtomicUsize,
    pub dropped: AtomicUsize,
    pub oneways: AtomicUsize,
    pub go: Notify,
    /// Held once more by every stream that waits forever.
    pub forever: Arc<()>,
}

/// Calls on this connection so far, and whose it is.
#[derive(Default)]
pub struct Session(usize, String);

/// The one user and the password.
pub const USER: (&str, &str) = ("ann", "open sesame");
/// The bearer tokens, and whose they are.
pub const BEARER: [(&str, &str); 2] = [("a.b.c", "ann"), ("d.e.f", "dan")];
/// The one token, as its holder uses it.
pub const TOKEN: (&str, &str) = ("aWQ=", "c2VjcmV0");

impl Service for Echo {
    type Session = Session;
    type Identity = String;

    fn open(&self, _peer: &Peer, who: Option<String>) -> Session {
        Session(0, who.unwrap_or_default())
    }

    fn password<'a>(&'a self, _: &'a Peer, user: &'a str, password: &'a str) -> BoxFuture<'a, Result<String, Denied>> {
        let known = (user, password) == USER;
        ready(if known { Ok(user.to_owned()) } else { Err(Denied::because("as asked")) }).boxed()
    }

    fn token<'a>(&'a self, _: &'a Peer, name: &'a str) -> BoxFuture<'a, Result<Option<Token<String>>, Denied>> {
        let token = Token { key: DigestKey::of(TOKEN.0, TOKEN.1), identity: Ok(name.to_owned()) };
        ready(Ok((name == TOKEN.0).then_some(token))).boxed()
    }

    fn bearer<'a>(&'a self, _: &'a Peer, token: &'a str) -> BoxFuture<'a, Result<String, Denied>> {
        let known = BEARER.iter().find(|(known, _)| *known == token);
        ready(known.map(|(_, who)| (*who).to_owned()).ok_or_else(|| Denied::because("as asked"))).boxed()
    }

    fn claim(&self, session: &mut Session, name: &str) {
        session.1 = format!("claimed {name}");
    }

    /// Takes the whole certificate for a name; one that holds `nobody` is nobody's.
    fn certificate(&self, _: &Peer, certificate: &CertificateDer<'_>) -> Result<String, Denied> {
        let text = String::from_utf8_lossy(certificate);
        if text.contains("nobody") { Err(Denied::because("nobody's")) } else { Ok(text.into_owned()) }
    }

    fn call<'a>(&'a self, session: &'a mut Session, call: Call<'a>) -> BoxFuture<'a, Answer> {
        session.0 += 1;
        async move {
            match call.name {
                "echo" => Answer::Reply(call.args.to_vec()),
                "who" => Answer::Exception(exception(session.1.clone())),
                "count" => Answer::Exception(exception(session.0.to_string())),
                "oneway" => {
                    self.oneways.fetch_add(1, SeqCst);
                    Answer::Nothing
                }
                "wait" => {
                    self.started.fetch_add(1, SeqCst);
                    let dropped = Dropped(&self.dropped);
                    self.go.notified().await;
                    std::mem::forget(dropped);
                    Answer::Reply(EMPTY.to_vec())
                }
                "panic" => panic!("as asked"),
                "stream forever" => {
                    self.started.fetch_add(1, SeqCst);
                    Answer::Stream(Box::new(Forever(Arc::clone(&self.forever))))
                }
                "stream" => Answer::Stream(Box::new(Pieces::parse(call))),
                "bye" => Answer::Close,
                name => {
                    Answer::Exception(ApplicationException::unknown_method(&format!("Invalid method name: '{name}'")))
                }
            }
        }
        .boxed()
    }
}

struct Dropped<'a>(&'a AtomicUsize);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

fn exception(message: String) -> ApplicationException {
    ApplicationException::new(ApplicationException::INTERNAL_ERROR, message)
}

/// A reply of as many bytes of text as the arguments say, in pieces of 100,000; with `!` behind the number the last
/// piece fails.
struct Pieces {
    left: Vec<u8>,
    fail: bool,
}

impl Pieces {
    fn parse(call: Call<'_>) -> Pieces {
        let args = String::from_utf8_lossy(call.args);
        let digits: String = args.chars().filter(char::is_ascii_digit).collect();
        let length = digits.parse().expect("a number");
        Pieces { left: text(call.protocol, &"s".repeat(length)), fail: args.contains('!') }
    }
}

impl BodyStream for Pieces {
    fn next<'a>(&'a mut self, out: &'a mut Vec<u8>) -> BoxFuture<'a, Result<Progress, ApplicationException>> {
        async move {
            tokio::task::yield_now().await;
            let rest = self.left.split_off(self.left.len().min(100_000));
            out.append(&mut self.left);
            self.left = rest;
            match (self.left.is_empty(), self.fail) {
                (false, _) => Ok(Progress::More),
                (true, false) => Ok(Progress::Done),
                (true, true) => Err(exception("stream failed".to_owned())),
            }
        }
        .boxed()
    }
}

/// A reply whose first piece never comes.
struct Forever(#[expect(dead_code, reason = "counted")] Arc<()>);

impl BodyStream for Forever {
    fn next<'a>(&'a mut self, _out: &'a mut Vec<u8>) -> BoxFuture<'a, Result<Progress, ApplicationException>> {
        std::future::pending().boxed()
    }
}

/// A server on a free port.
pub struct Running {
    pub echo: Arc<Echo>,
    pub stats: Arc<Stats>,
    pub pool: Arc<Pool>,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    done: JoinHandle<Drained>,
}

impl Running {
    pub fn start(config: Config) -> Running {
        Running::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), config)
    }

    pub fn start_at(address: SocketAddr, config: Config) -> Running {
        let server = Server::bind(address, config).expect("the port is free");
        let address = server.address().unwrap();
        let (stats, pool, echo) = (server.stats(), server.pool(), Arc::new(Echo::default()));
        let (stop, stopped) = oneshot::channel();
        let done = tokio::spawn(server.run(Arc::clone(&echo), async move {
            let _ = stopped.await;
        }));
        Running { echo, stats, pool, address, stop: Some(stop), done }
    }

    pub async fn connect(&self, transport: Transport) -> Client<TcpStream> {
        Client::new(TcpStream::connect(self.address).await.unwrap(), transport)
    }

    pub fn stop(&mut self) {
        self.stop.take().expect("stopped once").send(()).expect("the server runs");
    }

    pub async fn drained(self) -> Drained {
        timeout(PATIENCE, self.done).await.expect("drains in time").unwrap()
    }
}

/// Waits until `condition` holds.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

/// What a client of DIGEST-MD5 answers to a challenge, and the proof it then expects from the server; written after
/// RFC 2831 and not after the server's code.
pub fn digest(challenge: &str, name: &str, password: &str) -> (String, String) {
    use md5::{Digest, Md5};
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let nonce = challenge.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a nonce");
    let secret = Md5::digest(format!("{name}:default:{password}"));
    let a1 = hex(&Md5::digest([&secret[..], format!(":{nonce}:cn").as_bytes()].concat()));
    let digest = |a2: &str| {
        let a2 = hex(&Md5::digest(a2));
        hex(&Md5::digest(format!("{a1}:{nonce}:00000001:cn:auth:{a2}")))
    };
    let response = digest("AUTHENTICATE:null/default");
    let answer = format!(
        "charset=utf-8,username=\"{name}\",realm=\"default\",nonce=\"{nonce}\",nc=00000001,cnonce=\"cn\",\
         digest-uri=\"null/default\",maxbuf=65536,response={response},qop=auth"
    );
    (answer, format!("rspauth={}", digest(":null/default")))
}

pub async fn within<F: Future>(work: F) -> F::Output {
    timeout(PATIENCE, work).await.expect("in time")
}

/// The reply in these bytes.
pub fn reply(transport: Transport, bytes: &[u8]) -> Reply {
    Reply::parse(transport.protocol, bytes)
}

/// A reply as a client sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    pub name: String,
    pub seqid: i32,
    pub body: Result<Vec<u8>, (i32, String)>,
}

impl Reply {
    fn parse(protocol: Protocol, bytes: &[u8]) -> Reply {
        let (envelope, start) = read_envelope(protocol, bytes).expect("an envelope");
        let body = &bytes[start..];
        let body = match envelope.kind {
            MessageKind::Reply => Ok(body.to_vec()),
            MessageKind::Exception => {
                let budget = skep_codec::Budget::new(1 << 20);
                let e: ApplicationException = skep_codec::decode(protocol, body, &budget).expect("an exception");
                Err((e.kind, e.message))
            }
            other => panic!("a server sent {other:?}"),
        };
        Reply { name: envelope.name.to_owned(), seqid: envelope.seqid, body }
    }

    pub fn text(&self) -> &str {
        &self.body.as_ref().expect_err("an exception").1
    }
}

pub struct Client<T> {
    pub io: T,
    pub transport: Transport,
    arrived: Vec<u8>,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Client<T> {
    pub fn new(io: T, transport: Transport) -> Client<T> {
        Client { io, transport, arrived: Vec::new() }
    }

    pub async fn call(&mut self, name: &str, args: &[u8]) -> Reply {
        self.send(name, MessageKind::Call, 7, args).await;
        self.reply().await
    }

    pub async fn send(&mut self, name: &str, kind: MessageKind, seqid: i32, args: &[u8]) {
        self.bytes(&message(self.transport, name, kind, seqid, args)).await;
    }

    pub async fn bytes(&mut self, bytes: &[u8]) {
        self.io.write_all(bytes).await.unwrap();
    }

    pub async fn reply(&mut self) -> Reply {
        timeout(PATIENCE, async {
            loop {
                if let Some(reply) = self.arrived_reply() {
                    return reply;
                }
                let read = self.io.read_buf(&mut self.arrived).await.unwrap();
                assert!(read > 0, "closed instead of a reply, after {:x?}", self.arrived);
            }
        })
        .await
        .expect("a reply in time")
    }

    /// The first reply in what arrived, once it is there as a whole.
    fn arrived_reply(&mut self) -> Option<Reply> {
        let bytes = match self.transport.framing {
            Framing::Framed => {
                let length = u32::from_be_bytes(*self.arrived.first_chunk()?) as usize;
                if self.arrived.len() < 4 + length {
                    return None;
                }
                self.arrived.drain(..4);
                self.arrived.drain(..length).collect::<Vec<u8>>()
            }
            Framing::Unframed => {
                let mut scanner = Scanner::new(self.transport.protocol, skep_codec::Limits::default());
                let length = scanner.advance(&self.arrived).expect("a well-formed reply")?;
                self.arrived.drain(..length).collect()
            }
        };
        Some(Reply::parse(self.transport.protocol, &bytes))
    }

    /// Whether the server closes without another byte.
    pub async fn is_closed(&mut self) -> bool {
        self.rest().await.is_empty()
    }

    /// What the server still sends until it closes.
    pub async fn rest(&mut self) -> Vec<u8> {
        let mut rest = std::mem::take(&mut self.arrived);
        let _ = timeout(PATIENCE, self.io.read_to_end(&mut rest)).await.expect("closed in time");
        rest
    }
}

pub fn message(transport: Transport, name: &str, kind: MessageKind, seqid: i32, args: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_envelope(transport.protocol, Envelope { name, kind, seqid }, &mut bytes);
    bytes.extend_from_slice(args);
    if transport.framing == Framing::Framed {
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        bytes.splice(0..0, length);
    }
    bytes
}

/// A struct with the one field 1: `text`.
pub fn text(protocol: Protocol, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    match protocol {
        Protocol::Binary => {
            bytes.extend([11, 0, 1]);
            bytes.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
        }
        Protocol::Compact => {
            bytes.push(0x18);
            let mut left = text.len();
            while left >= 0x80 {
                bytes.push(left as u8 | 0x80);
                left >>= 7;
            }
            bytes.push(left as u8);
        }
    }
    bytes.extend(text.as_bytes());
    bytes.push(0);
    bytes
}
