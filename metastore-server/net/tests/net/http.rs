//! Thrift over HTTP, with a client that writes its bytes by hand, and with what no client should send.

use std::time::Duration;

use skep_codec::{MessageKind, Protocol};
use skep_net::{Admission, Config, Deadlines, Drained, Framing, Limits, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{BEARER, EMPTY, Reply, Running, message, reply, text, until, within};

const BINARY: Transport = Transport { framing: Framing::Unframed, protocol: Protocol::Binary };
const COMPACT: Transport = Transport { framing: Framing::Unframed, protocol: Protocol::Compact };
const OPEN: Admission = Admission { unproven: true, http: true, ..Admission::NOBODY };
const BEARERS: Admission = Admission { http: true, bearer: true, ..Admission::NOBODY };

fn server(admission: Admission) -> Running {
    Running::start(Config { admission, ..Config::default() })
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn reply(&self, transport: Transport) -> Reply {
        assert_eq!(self.status, 200, "{}{}", self.head, self.text());
        reply(transport, &self.body)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

struct Http {
    io: TcpStream,
    arrived: Vec<u8>,
}

impl Http {
    async fn connect(server: &Running) -> Http {
        Http { io: TcpStream::connect(server.address).await.unwrap(), arrived: Vec::new() }
    }

    async fn send(&mut self, bytes: &[u8]) {
        // A server that has refused it already may have hung up.
        let _ = self.io.write_all(bytes).await;
    }

    async fn call(&mut self, transport: Transport, name: &str, args: &[u8], more: &str) -> Answer {
        let body = message(transport, name, MessageKind::Call, 7, args);
        self.send(&post("/metastore", more, &body)).await;
        self.answer().await
    }

    async fn more(&mut self) {
        let read = within(self.io.read_buf(&mut self.arrived)).await.unwrap();
        assert!(read > 0, "closed after {:?}", String::from_utf8_lossy(&self.arrived));
    }

    async fn answer(&mut self) -> Answer {
        let end = loop {
            if let Some(at) = self.arrived.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await;
        };
        let head = String::from_utf8(self.arrived.drain(..end).collect()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = Vec::new();
        match head.split("content-length: ").nth(1) {
            Some(rest) => {
                let length = rest.split("\r\n").next().unwrap().parse().unwrap();
                while self.arrived.len() < length {
                    self.more().await;
                }
                body.extend(self.arrived.drain(..length));
            }
            None => {
                assert!(head.contains("transfer-encoding: chunked"), "{head}");
                while let Some(chunk) = self.chunk().await {
                    body.extend(chunk);
                }
            }
        }
        Answer { status, head, body }
    }

    async fn chunk(&mut self) -> Option<Vec<u8>> {
        let end = loop {
            match self.arrived.windows(2).position(|two| two == b"\r\n") {
                Some(at) => break at,
                None => self.more().await,
            }
        };
        let length = usize::from_str_radix(std::str::from_utf8(&self.arrived[..end]).unwrap(), 16).unwrap();
        while self.arrived.len() < end + 2 + length + 2 {
            self.more().await;
        }
        let chunk: Vec<u8> = self.arrived.drain(..end + 2 + length + 2).skip(end + 2).take(length).collect();
        (!chunk.is_empty()).then_some(chunk)
    }

    /// The server closes without another byte.
    async fn is_closed(&mut self) -> bool {
        let _ = within(self.io.read_to_end(&mut self.arrived)).await;
        self.arrived.is_empty()
    }
}

fn post(path: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\nContent-Length: {}\r\n{more}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

#[tokio::test]
async fn calls_follow_each_other_on_one_connection_in_either_protocol() {
    let server = server(OPEN);
    let mut http = Http::connect(&server).await;
    for transport in [BINARY, COMPACT, BINARY] {
        let args = text(transport.protocol, "hello");
        let answer = http.call(transport, "echo", &args, "").await;
        assert!(answer.head.contains("content-type: application/x-thrift"), "{}", answer.head);
        assert_eq!(answer.reply(transport).body.as_deref(), Ok(&args[..]));
    }
    assert_eq!(http.call(BINARY, "count", EMPTY, "").await.reply(BINARY).text(), "4");
    assert_eq!(http.call(BINARY, "nonsense", EMPTY, "").await.reply(BINARY).text(), "Invalid method name: 'nonsense'");
    assert!(http.call(BINARY, "panic", EMPTY, "").await.reply(BINARY).text().starts_with("internal error"));
    assert_eq!((server.stats.http.get(), server.stats.messages.get()), (1, 6));
    // Java posts its farewell, and waits for the answer.
    let answer = http.call(BINARY, "bye", EMPTY, "").await;
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert!(http.is_closed().await);
}

#[tokio::test]
async fn a_chunked_call_is_a_call_and_a_long_reply_comes_in_chunks() {
    let server = server(OPEN);
    let mut http = Http::connect(&server).await;
    let body = message(BINARY, "stream", MessageKind::Call, 7, &text(Protocol::Binary, "1000000"));
    http.send(b"POST /metastore HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    for piece in body.chunks(5) {
        http.send(format!("{:x}\r\n", piece.len()).as_bytes()).await;
        http.send(piece).await;
        http.send(b"\r\n").await;
    }
    http.send(b"0\r\n\r\n").await;
    let answer = http.answer().await;
    assert!(answer.head.contains("transfer-encoding: chunked"), "{}", answer.head);
    let expected = text(Protocol::Binary, &"s".repeat(1_000_000));
    assert_eq!(answer.reply(BINARY).body.map(|body| body == expected), Ok(true));
    assert!(http.is_closed().await, "nothing is read behind chunks");
    // A reply that breaks has no last chunk.
    let mut http = Http::connect(&server).await;
    let body = message(BINARY, "stream", MessageKind::Call, 7, &text(Protocol::Binary, "1000000!"));
    http.send(&post("/metastore", "", &body)).await;
    let mut rest = Vec::new();
    let _ = within(http.io.read_to_end(&mut rest)).await;
    assert!(rest.len() > 500_000 && !rest.ends_with(b"0\r\n\r\n"), "{}", rest.len());
    until("the memory is given back", || server.pool.free() == Limits::default().total_memory_max).await;
}

#[tokio::test]
async fn each_request_is_its_own_token_holders() {
    let server = server(BEARERS);
    let mut http = Http::connect(&server).await;
    for (token, who) in BEARER {
        for _ in 0..2 {
            let more = format!("{}X-Actor-Username: admin\r\n", bearer(token));
            assert_eq!(http.call(BINARY, "who", EMPTY, &more).await.reply(BINARY).text(), who);
        }
    }
    assert_eq!(server.stats.authenticated.get(), 2, "a token is checked once as long as its holder stays");
    let answer = http.call(BINARY, "who", EMPTY, &bearer("forged")).await;
    assert_eq!((answer.status, answer.text().as_str()), (401, "authentication failed\n"));
    assert!(answer.head.contains("www-authenticate: bearer"), "{}", answer.head);
    assert!(http.is_closed().await, "one guess for each connection");
    until("it is counted", || server.stats.denied.get() == 1).await;
}

#[tokio::test]
async fn without_a_proof_nothing_is_served_and_a_claim_is_only_its_requests() {
    let server = server(BEARERS);
    for more in ["", "X-Actor-Username: admin\r\n", "Authorization: Basic YTpi\r\n"] {
        let mut http = Http::connect(&server).await;
        let answer = http.call(BINARY, "who", EMPTY, more).await;
        assert_eq!(answer.status, 401, "{more}");
        assert!(answer.text().contains("bearer token") || answer.text().contains("Bearer"), "{}", answer.text());
    }
    let open = self::server(OPEN);
    let mut http = Http::connect(&open).await;
    for (more, who) in
        [("X-Actor-Username: ann\r\n", "claimed ann"), ("", ""), ("X-Actor-Username: bob\r\n", "claimed bob")]
    {
        assert_eq!(http.call(BINARY, "who", EMPTY, more).await.reply(BINARY).text(), who);
    }
    // A proof that is not taken is not passed over.
    assert_eq!(http.call(BINARY, "who", EMPTY, &bearer(BEARER[0].0)).await.status, 401);
}

#[tokio::test]
async fn where_http_is_not_spoken_it_is_told_so() {
    let server = server(Admission { http: false, ..OPEN });
    let mut http = Http::connect(&server).await;
    let answer = http.call(BINARY, "echo", EMPTY, "").await;
    assert_eq!((answer.status, server.stats.http.get()), (400, 0));
    assert!(http.is_closed().await);
}

#[tokio::test]
async fn requests_that_two_programs_could_read_in_two_ways_are_refused_and_nothing_behind_them_is_served() {
    let server = server(OPEN);
    let hidden = post("/metastore", "", &message(BINARY, "oneway", MessageKind::Call, 7, EMPTY));
    let start = "POST /metastore HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\n";
    for (head, body) in [
        ("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Content-Length: 0\r\nContent-Length: 5\r\n", ""),
        ("Content-Length: +0\r\n", ""),
        ("Content-Length: 0x0\r\n", ""),
        ("Content-Length: -1\r\n", ""),
        ("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "0x0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "-1\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n\r\n"),
        ("X: a\r\n Content-Length: 0\r\n", ""),
        ("X\0: a\r\n", ""),
        ("Content-Length 0\r\n", ""),
    ] {
        let mut http = Http::connect(&server).await;
        http.send(&[start.as_bytes(), head.as_bytes(), b"\r\n", body.as_bytes(), &hidden[..]].concat()).await;
        let mut rest = Vec::new();
        let _ = within(http.io.read_to_end(&mut rest)).await;
        let answer = String::from_utf8_lossy(&rest);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{head:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count() + usize::from(answer.is_empty()), 1, "{head:?}: {answer}");
    }
    assert_eq!(server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst), 0);
    // hyper takes the chunks and passes over the length; what follows is not read.
    let call = message(BINARY, "echo", MessageKind::Call, 7, EMPTY);
    let chunk = format!("{:x}\r\n", call.len()).into_bytes();
    let head = format!("{start}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n").into_bytes();
    let mut http = Http::connect(&server).await;
    http.send(&[&head[..], &chunk, &call, b"\r\n0\r\n\r\n", &hidden].concat()).await;
    assert_eq!(http.answer().await.status, 200);
    assert!(http.is_closed().await);
    assert_eq!(server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_is_no_call_is_refused_with_a_sentence() {
    let server = server(OPEN);
    let call = message(BINARY, "echo", MessageKind::Call, 7, EMPTY);
    let framed = message(Transport::ALL[2], "echo", MessageKind::Call, 7, EMPTY);
    let head = |line: &str| format!("{line} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").into_bytes();
    for (bytes, status) in [
        (post("/metastore", "", b""), 400),
        (post("/metastore", "", &framed), 400),
        (post("/metastore", "", b"hello world"), 400),
        (post("/metastore", "", &call[..call.len() - 1]), 400),
        (post("/metastore", "", &[&call[..], &call].concat()), 400),
        (post("/metastore", "", &[&call[..], b"x"].concat()), 400),
        (post("/other", "", &call), 404),
        (post("/metastore/../v1/token", "", &call), 404),
        (head("GET /metastore"), 405),
        (head("OPTIONS /metastore"), 405),
        (head("POST /metastore"), 415),
        (post("/metastore", &format!("X: {}\r\n", "x".repeat(100_000)), &call), 431),
        (post("/metastore", &"X: y\r\n".repeat(1000), &call), 431),
    ] {
        let mut http = Http::connect(&server).await;
        http.send(&bytes).await;
        assert_eq!(http.answer().await.status, status, "{:?}", String::from_utf8_lossy(&bytes[..60.min(bytes.len())]));
    }
}

#[tokio::test]
async fn sizes_and_times_are_those_of_the_listener() {
    let limits = Limits { message_bytes_max: 100_000, total_memory_max: 300_000, ..Limits::default() };
    let soon = Duration::from_millis(300);
    let deadlines = Deadlines { message: soon, call: soon, write: soon, ..Deadlines::default() };
    let server = Running::start(Config { limits, deadlines, admission: BEARERS, ..Config::default() });
    let proof = bearer(BEARER[0].0);
    // Announced or not, what is too long is refused; and nobody who proves nothing is listened to.
    let long = text(Protocol::Binary, &"x".repeat(200_000));
    assert_eq!(Http::connect(&server).await.call(BINARY, "echo", &long, &proof).await.status, 413);
    assert_eq!(Http::connect(&server).await.call(BINARY, "echo", &long, "").await.status, 401);
    let start = format!("POST /metastore HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-thrift\r\n{proof}");
    let mut http = Http::connect(&server).await;
    http.send(format!("{start}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).await;
    for _ in 0..30 {
        http.send(format!("2710\r\n{}\r\n", "x".repeat(10_000)).as_bytes()).await;
    }
    assert_eq!(http.answer().await.status, 413);
    // A body that does not come.
    let mut http = Http::connect(&server).await;
    http.send(format!("{start}Content-Length: 50\r\n\r\nx").as_bytes()).await;
    assert_eq!(http.answer().await.status, 408);
    // A head that does not come.
    let mut http = Http::connect(&server).await;
    http.send(b"POST /metast").await;
    assert!(http.is_closed().await || http.arrived.starts_with(b"HTTP/1.1 408"));
    // A call that does not end.
    let mut http = Http::connect(&server).await;
    assert!(http.call(BINARY, "wait", EMPTY, &proof).await.reply(BINARY).text().starts_with("not finished"));
    // A client that does not read.
    let mut http = Http::connect(&server).await;
    let endless = message(BINARY, "stream", MessageKind::Call, 7, &text(Protocol::Binary, "50000000"));
    http.send(&post("/metastore", &proof, &endless)).await;
    until("it is let go", || server.stats.open.get() == 1).await;
    drop(http);
    until("nothing is held", || server.pool.free() == 300_000).await;
}

#[tokio::test]
async fn a_call_whose_client_left_is_dropped_and_a_stopping_server_answers_first() {
    let mut server = server(OPEN);
    let wait = post("/metastore", "", &message(BINARY, "wait", MessageKind::Call, 7, EMPTY));
    let started = |count: usize| {
        let echo = server.echo.clone();
        async move { until("it runs", || echo.started.load(std::sync::atomic::Ordering::SeqCst) == count).await }
    };
    let mut leaving = Http::connect(&server).await;
    leaving.send(&wait).await;
    started(1).await;
    drop(leaving);
    until("it is dropped", || server.echo.dropped.load(std::sync::atomic::Ordering::SeqCst) == 1).await;
    until("it is counted", || server.stats.abandoned.get() == 1).await;

    let (mut idle, mut busy) = (Http::connect(&server).await, Http::connect(&server).await);
    assert_eq!(idle.call(BINARY, "echo", EMPTY, "").await.status, 200);
    busy.send(&wait).await;
    started(2).await;
    server.stop();
    assert!(idle.is_closed().await);
    server.echo.go.notify_one();
    assert_eq!(busy.answer().await.reply(BINARY).body.as_deref(), Ok(EMPTY));
    assert!(busy.is_closed().await);
    assert_eq!(server.drained().await, Drained { cut: 0 });
}
