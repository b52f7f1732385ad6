//! Proving who one is before the first call: SASL, certificates, and what happens to those who prove nothing.

use std::time::Duration;

use skep_codec::MessageKind;
use skep_net::{Admission, Config, Deadlines, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Client, EMPTY, Running, TOKEN, USER, until, within};

const START: u8 = 1;
const OK: u8 = 2;
const BAD: u8 = 3;
const ERROR: u8 = 4;
const COMPLETE: u8 = 5;

const BOTH: Admission = Admission { password: true, token: true, ..Admission::NOBODY };

fn server(admission: Admission) -> Running {
    Running::start(Config { admission, ..Config::default() })
}

async fn connect(server: &Running) -> TcpStream {
    TcpStream::connect(server.address).await.unwrap()
}

fn message(status: u8, payload: &[u8]) -> Vec<u8> {
    [&[status][..], &(payload.len() as u32).to_be_bytes(), payload].concat()
}

async fn receive(io: &mut TcpStream) -> (u8, String) {
    let reading = async {
        let status = io.read_u8().await.unwrap();
        let mut payload = vec![0; io.read_u32().await.unwrap() as usize];
        io.read_exact(&mut payload).await.unwrap();
        (status, String::from_utf8(payload).unwrap())
    };
    within(reading).await
}

/// Nothing more comes.
async fn ended(io: &mut TcpStream) {
    let mut rest = Vec::new();
    within(io.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(rest, b"");
}

/// A call inside a frame, and its answer.
async fn call(io: &mut TcpStream, transport: Transport, name: &str) -> Result<Vec<u8>, (i32, String)> {
    let bytes = crate::support::message(transport, name, MessageKind::Call, 7, EMPTY);
    // One message in two frames.
    for part in bytes.chunks(bytes.len() / 2 + 1) {
        io.write_all(&(part.len() as u32).to_be_bytes()).await.unwrap();
        io.write_all(part).await.unwrap();
    }
    let mut frame = vec![0; within(io.read_u32()).await.unwrap() as usize];
    within(io.read_exact(&mut frame)).await.unwrap();
    crate::support::reply(transport, &frame).body
}

fn who(answer: Result<Vec<u8>, (i32, String)>) -> String {
    answer.expect_err("told in an exception").1
}

#[tokio::test]
async fn a_password_opens_every_unframed_protocol_and_calls_know_whose_they_are() {
    let server = server(BOTH);
    for transport in [Transport::ALL[0], Transport::ALL[1]] {
        for (first, last) in [(OK, OK), (COMPLETE, COMPLETE)] {
            let mut io = connect(&server).await;
            io.write_all(&message(START, b"PLAIN")).await.unwrap();
            io.write_all(&message(first, format!("\0{}\0{}", USER.0, USER.1).as_bytes())).await.unwrap();
            assert_eq!(receive(&mut io).await, (COMPLETE, String::new()), "{last}");
            assert_eq!(who(call(&mut io, transport, "who").await), USER.0);
            assert!(call(&mut io, transport, "echo").await.is_ok());
        }
    }
    assert_eq!(server.stats.authenticated.get(), 4);
}

#[tokio::test]
async fn a_token_opens_the_connection_and_the_server_proves_that_it_knows_it() {
    let server = server(BOTH);
    let mut io = connect(&server).await;
    io.write_all(&message(START, b"DIGEST-MD5")).await.unwrap();
    io.write_all(&message(OK, b"")).await.unwrap();
    let (status, challenge) = receive(&mut io).await;
    assert_eq!(status, OK);
    let (answer, proof) = crate::support::digest(&challenge, TOKEN.0, TOKEN.1);
    io.write_all(&message(OK, answer.as_bytes())).await.unwrap();
    assert_eq!(receive(&mut io).await, (COMPLETE, proof));
    assert_eq!(who(call(&mut io, Transport::ALL[0], "who").await), TOKEN.0);
    assert_eq!(server.stats.authenticated.get(), 1);
}

#[tokio::test]
async fn wrong_secrets_and_unknown_names_are_refused_in_the_same_words() {
    let server = server(BOTH);
    let mut told = Vec::new();
    for (user, password) in [(USER.0, "wrong"), ("nobody", USER.1)] {
        let mut io = connect(&server).await;
        io.write_all(&message(START, b"PLAIN")).await.unwrap();
        io.write_all(&message(OK, format!("\0{user}\0{password}").as_bytes())).await.unwrap();
        told.push(receive(&mut io).await);
        ended(&mut io).await;
    }
    for (name, secret) in [(TOKEN.0, "wrong"), ("bm9ib2R5", TOKEN.1)] {
        let mut io = connect(&server).await;
        io.write_all(&message(START, b"DIGEST-MD5")).await.unwrap();
        io.write_all(&message(OK, b"")).await.unwrap();
        let (_, challenge) = receive(&mut io).await;
        let (answer, _) = crate::support::digest(&challenge, name, secret);
        io.write_all(&message(OK, answer.as_bytes())).await.unwrap();
        told.push(receive(&mut io).await);
        ended(&mut io).await;
    }
    assert_eq!(told, vec![(BAD, "authentication failed".to_owned()); 4]);
    until("all are counted", || server.stats.denied.get() == 4).await;
    assert_eq!(server.stats.authenticated.get(), 0);
}

#[tokio::test]
async fn an_answer_recorded_on_one_connection_is_worth_nothing_on_the_next() {
    let server = server(BOTH);
    let mut recorded = None;
    for expected in [COMPLETE, BAD] {
        let mut io = connect(&server).await;
        io.write_all(&message(START, b"DIGEST-MD5")).await.unwrap();
        io.write_all(&message(OK, b"")).await.unwrap();
        let (_, challenge) = receive(&mut io).await;
        let answer = recorded.get_or_insert_with(|| crate::support::digest(&challenge, TOKEN.0, TOKEN.1).0);
        io.write_all(&message(OK, answer.as_bytes())).await.unwrap();
        assert_eq!(receive(&mut io).await.0, expected);
    }
}

#[tokio::test]
async fn nothing_is_served_before_a_proof_and_the_client_is_told_what_to_do() {
    let server = server(BOTH);
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        for _ in 0..4 {
            let reply = client.call("oneway", EMPTY).await;
            let (kind, text) = reply.body.expect_err("refused");
            assert_eq!(kind, 10);
            assert!(text.contains("hive.metastore.sasl.enabled=true") && text.contains("PLAIN"), "{text}");
        }
        assert!(client.is_closed().await, "patience ends");
    }
    assert_eq!(server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst), 0);
    // A long message of a stranger is not even read.
    let mut client = server.connect(Transport::ALL[2]).await;
    client.send("echo", MessageKind::Call, 1, &vec![0; 1 << 20]).await;
    assert!(client.reply().await.body.is_err());
}

#[tokio::test]
async fn calls_sent_ahead_of_the_proof_end_the_connection_unserved() {
    let server = server(BOTH);
    let ahead = crate::support::message(Transport::ALL[0], "oneway", MessageKind::Oneway, 7, EMPTY);
    let framed = [&(ahead.len() as u32).to_be_bytes()[..], &ahead].concat();
    let plain = message(OK, format!("\0{}\0{}", USER.0, USER.1).as_bytes());
    for bytes in [
        [message(START, b"PLAIN"), plain.clone(), framed.clone()].concat(),
        [message(START, b"PLAIN"), framed.clone()].concat(),
        [message(START, b"DIGEST-MD5"), message(OK, b""), framed.clone()].concat(),
    ] {
        let mut io = connect(&server).await;
        io.write_all(&bytes).await.unwrap();
        let (status, _) = receive(&mut io).await;
        assert_eq!(status, ERROR);
        ended(&mut io).await;
    }
    assert_eq!(server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_negotiation_that_makes_no_sense_ends_with_a_sentence() {
    let server = server(BOTH);
    for (bytes, status) in [
        (message(START, b"GSSAPI"), BAD),
        ([message(START, b""), message(OK, b"")].concat(), BAD),
        (message(START, &[b'x'; 200]), BAD),
        ([message(START, b"PLAIN"), message(START, b"PLAIN")].concat(), ERROR),
        ([message(START, b"PLAIN"), message(OK, b"\0a")].concat(), BAD),
        ([message(START, b"PLAIN"), vec![9, 0, 0, 0, 0]].concat(), ERROR),
        // Lengths that nobody allocates.
        ([message(START, b"PLAIN"), vec![2, 0, 0, 0x20, 0]].concat(), ERROR),
        ([message(START, b"PLAIN"), vec![2, 0xff, 0xff, 0xff, 0xff]].concat(), ERROR),
    ] {
        let mut io = connect(&server).await;
        io.write_all(&bytes).await.unwrap();
        let (said, text) = receive(&mut io).await;
        assert_eq!(said, status, "{bytes:x?}: {text}");
        assert!(!text.is_empty() && !text.contains("GSSAPI") && !text.contains("xxx"), "{text}");
        ended(&mut io).await;
    }
}

#[tokio::test]
async fn sasl_inside_sasl_and_where_it_is_not_offered_is_refused() {
    let server = server(BOTH);
    let mut io = connect(&server).await;
    io.write_all(&message(START, b"PLAIN")).await.unwrap();
    io.write_all(&message(OK, format!("\0{}\0{}", USER.0, USER.1).as_bytes())).await.unwrap();
    assert_eq!(receive(&mut io).await.0, COMPLETE);
    let again = message(START, b"PLAIN");
    io.write_all(&[&(again.len() as u32).to_be_bytes()[..], &again].concat()).await.unwrap();
    ended(&mut io).await;

    let open = Running::start(Config::default());
    let mut io = connect(&open).await;
    io.write_all(&message(START, b"PLAIN")).await.unwrap();
    assert_eq!(receive(&mut io).await, (BAD, "SASL is not configured on this listener".to_owned()));
}

#[tokio::test]
async fn one_port_serves_the_proven_and_the_unproven_if_its_listener_says_so() {
    let server = server(Admission { token: true, ..Admission::default() });
    let mut plain = Client::new(connect(&server).await, Transport::ALL[0]);
    assert_eq!(plain.call("who", EMPTY).await.text(), "");
    let mut io = connect(&server).await;
    io.write_all(&message(START, b"DIGEST-MD5")).await.unwrap();
    io.write_all(&message(OK, b"")).await.unwrap();
    assert_eq!(receive(&mut io).await.0, OK);
}

#[tokio::test]
async fn a_negotiation_that_drags_on_is_cut_and_holds_no_memory() {
    let deadlines = Deadlines { first_byte: Duration::from_millis(200), ..Deadlines::default() };
    let server = Running::start(Config { admission: BOTH, deadlines, ..Config::default() });
    let mut io = connect(&server).await;
    io.write_all(&message(START, b"PLAIN")).await.unwrap();
    io.write_all(&[OK, 0, 0, 0x1f, 0]).await.unwrap();
    ended(&mut io).await;
    until("it is counted", || server.stats.deadlines_missed.get() == 1).await;
    assert_eq!(server.pool.free(), skep_net::Limits::default().total_memory_max);
}
