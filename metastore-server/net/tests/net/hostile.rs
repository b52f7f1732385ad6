//! Clients that mean harm, are broken, or came to the wrong door.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use skep_codec::{ApplicationException, MessageKind};
use skep_net::{Config, Deadlines, Framing, Limits, Transport};

use crate::support::{EMPTY, Running, message, text, until};

fn limited(limits: Limits) -> Config {
    Config { limits, ..Config::default() }
}

#[tokio::test]
async fn strangers_get_a_goodbye_in_their_own_language() {
    let server = Running::start(Config::default());
    let cases: [(&[u8], &[u8]); 6] = [
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", b"\x15\x03\x01\0\x02\x02\x28"),
        (b"GET / HTTP/1.1\r\nHost: skep\r\n\r\n", b"HTTP/1.1 400 "),
        (b"POST /metastore HTTP/1.1\r\n\r\n", b"HTTP/1.1 400 "),
        (b"\x01\0\0\0\x06GSSAPI\x02\0\0\0\0", b"\x03\0\0\0\x27SASL is not configured"),
        (b"\0\0\0\x04echo\x01\0\0\0\0\0", b""),
        (b"\xde\xad\xbe\xef", b""),
    ];
    for (hello, goodbye) in cases {
        let mut client = server.connect(Transport::ALL[0]).await;
        client.bytes(hello).await;
        let said = client.rest().await;
        assert!(said.starts_with(goodbye) && said.is_empty() == goodbye.is_empty(), "{hello:x?} got {said:x?}");
    }
    until("all are counted", || server.stats.strangers.get() == 6).await;
    assert_eq!(server.stats.messages.get(), 0);
}

#[tokio::test]
async fn an_unreadable_unframed_message_is_answered_and_ends_the_connection() {
    let server = Running::start(limited(Limits { message_bytes_max: 1000, ..Limits::default() }));
    let long = text(skep_codec::Protocol::Binary, &"x".repeat(2000));
    let cases: [(usize, &str, Vec<u8>); 6] = [
        (0, "string of negative length", b"\x0b\0\x01\xff\xff\xff\xff".to_vec()),
        (0, "string of 2 GiB", b"\x0b\0\x01\x7f\xff\xff\xff".to_vec()),
        (0, "list of 2^31-1 structs", b"\x0f\0\x01\x0c\x7f\xff\xff\xff".to_vec()),
        (0, "unknown type", b"\x63\0\x01".to_vec()),
        (0, "more bytes than a message may have", long),
        (1, "integer without end", b"\x16\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
    ];
    for (transport, what, args) in cases {
        let mut client = server.connect(Transport::ALL[transport]).await;
        client.send("echo", MessageKind::Call, 5, &args).await;
        let reply = client.reply().await;
        let (kind, _) = reply.body.expect_err(what);
        assert_eq!(
            (kind, reply.name.as_str(), reply.seqid),
            (ApplicationException::PROTOCOL_ERROR, "echo", 5),
            "{what}"
        );
        assert!(client.is_closed().await, "{what}");
    }
    assert_eq!(server.stats.protocol_errors.get(), 6);
}

#[tokio::test]
async fn an_unreadable_envelope_in_a_frame_costs_one_reply() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL.into_iter().filter(|t| t.framing == Framing::Framed) {
        let mut client = server.connect(transport).await;
        assert!(client.call("echo", EMPTY).await.body.is_ok());
        client.bytes(b"\0\0\0\x06\xde\xad\xbe\xef\0\0").await;
        assert_eq!(client.reply().await.body.expect_err("refused").0, ApplicationException::PROTOCOL_ERROR);
        assert!(client.call("echo", EMPTY).await.body.is_ok(), "{}", transport.name());
    }
}

#[tokio::test]
async fn a_frame_of_impossible_length_is_answered_and_ends_the_connection() {
    let server = Running::start(limited(Limits { message_bytes_max: 1000, ..Limits::default() }));
    for length in [-1, i32::MIN, 0, 1001, i32::MAX] {
        let transport = Transport::ALL[2];
        let mut client = server.connect(transport).await;
        assert!(client.call("echo", EMPTY).await.body.is_ok());
        client.bytes(&length.to_be_bytes()).await;
        let reply = client.reply().await;
        assert!(reply.text().contains(&format!("frame length {length}")), "{reply:?}");
        assert!(client.is_closed().await);
    }
}

#[tokio::test]
async fn a_client_still_sending_its_oversized_message_reads_why_it_is_refused() {
    let server = Running::start(limited(Limits { message_bytes_max: 100_000, ..Limits::default() }));
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        // More than the sockets buffer: the client is still writing when the refusal is sent.
        let args = text(transport.protocol, &"x".repeat(12_000_000));
        client.send("echo", MessageKind::Call, 1, &args).await;
        let reply = client.reply().await;
        assert_eq!(reply.body.as_ref().expect_err("refused").0, ApplicationException::PROTOCOL_ERROR);
        assert!(reply.text().contains("100000"), "{reply:?}");
        assert!(client.is_closed().await);
    }
}

#[tokio::test]
async fn a_message_of_the_wrong_kind_is_refused_and_the_connection_stays() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        client.send("echo", MessageKind::Reply, 1, EMPTY).await;
        assert_eq!(client.reply().await.body.expect_err("refused").0, ApplicationException::INVALID_MESSAGE_TYPE);
        assert!(client.call("echo", EMPTY).await.body.is_ok());
    }
}

#[tokio::test]
async fn a_panic_is_an_exception_with_the_request_id_and_the_connection_stays() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let reply = client.call("panic", EMPTY).await;
        assert!(reply.text().starts_with("internal error, request "), "{reply:?}");
        assert_eq!(client.call("count", EMPTY).await.text(), "2");
    }
    assert_eq!(server.stats.panics.get(), 4);
}

#[tokio::test]
async fn a_call_whose_client_leaves_is_dropped() {
    let server = Running::start(Config::default());
    for (i, transport) in Transport::ALL.into_iter().enumerate() {
        let mut client = server.connect(transport).await;
        client.send("wait", MessageKind::Call, 1, EMPTY).await;
        until("the call runs", || server.echo.started.load(SeqCst) == i + 1).await;
        drop(client);
        until("the call is dropped", || server.echo.dropped.load(SeqCst) == i + 1).await;
    }
    assert_eq!(server.stats.abandoned.get(), 4);
    assert_eq!(server.stats.calls_running.get(), 0);
}

#[tokio::test]
async fn a_stream_whose_client_leaves_is_dropped() {
    let server = Running::start(Config::default());
    let mut client = server.connect(Transport::ALL[0]).await;
    client.send("stream forever", MessageKind::Call, 1, EMPTY).await;
    until("the call runs", || server.echo.started.load(SeqCst) == 1).await;
    assert_eq!(Arc::strong_count(&server.echo.forever), 2);
    drop(client);
    until("the stream is dropped", || Arc::strong_count(&server.echo.forever) == 1).await;
    assert_eq!(server.stats.abandoned.get(), 1);
}

#[tokio::test]
async fn a_client_that_sends_the_next_message_early_has_not_left() {
    let server = Running::start(Config::default());
    for (i, transport) in Transport::ALL.into_iter().enumerate() {
        let mut client = server.connect(transport).await;
        client.send("wait", MessageKind::Call, 1, EMPTY).await;
        until("the call runs", || server.echo.started.load(SeqCst) == i + 1).await;
        // More than is read ahead.
        for seqid in 2..50 {
            client.send("echo", MessageKind::Call, seqid, &text(transport.protocol, &"n".repeat(1000))).await;
        }
        server.echo.go.notify_one();
        for seqid in 1..50 {
            assert_eq!(client.reply().await.seqid, seqid);
        }
    }
    assert_eq!(server.echo.dropped.load(SeqCst), 0);
}

#[tokio::test]
async fn a_pipelined_call_is_not_run_once_its_client_has_left() {
    let server = Running::start(Config::default());
    let mut client = server.connect(Transport::ALL[0]).await;
    let mut both = message(client.transport, "wait", MessageKind::Call, 1, EMPTY);
    both.extend(message(client.transport, "oneway", MessageKind::Call, 2, EMPTY));
    client.bytes(&both).await;
    until("the first call runs", || server.echo.started.load(SeqCst) == 1).await;
    drop(client);
    until("the connection is gone", || server.stats.open.get() == 0).await;
    assert_eq!(server.echo.oneways.load(SeqCst), 0);
}

#[tokio::test]
async fn a_client_that_does_not_read_its_reply_is_cut_off() {
    let deadlines = Deadlines { write: Duration::from_millis(100), ..Deadlines::default() };
    let server = Running::start(Config { deadlines, ..Config::default() });
    for (cut, transport) in [(1, Transport::ALL[0]), (2, Transport::ALL[2])] {
        let mut client = server.connect(transport).await;
        let args = text(transport.protocol, "16000000");
        client.send("stream", MessageKind::Call, 1, &args).await;
        until("the connection is cut", || server.stats.deadlines_missed.get() == cut).await;
        let received = client.rest().await;
        assert!(received.len() < 16_000_000, "{} bytes", received.len());
    }
}

#[tokio::test]
async fn messages_beyond_the_shared_memory_are_refused_and_small_ones_still_pass() {
    let server = Running::start(limited(Limits { total_memory_max: 500_000, ..Limits::default() }));
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let args = text(transport.protocol, &"m".repeat(1_000_000));
        client.send("echo", MessageKind::Call, 9, &args).await;
        let reply = client.reply().await;
        assert_eq!((reply.name.as_str(), reply.seqid), ("echo", 9));
        assert!(reply.text().contains("memory"), "{reply:?}");
        match transport.framing {
            Framing::Framed => assert!(client.call("echo", EMPTY).await.body.is_ok()),
            Framing::Unframed => assert!(client.is_closed().await),
        }
    }
    assert_eq!(server.stats.memory_refusals.get(), 4);
    let mut client = server.connect(Transport::ALL[0]).await;
    assert!(client.call("echo", EMPTY).await.body.is_ok());
    until("all memory is given back", || server.pool.free() == 500_000).await;
}
