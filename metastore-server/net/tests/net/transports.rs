//! What a well-behaved client can rely on, on each of the four transports.

use skep_codec::{ApplicationException, MessageKind, Protocol};
use skep_net::{Config, Framing, Limits, Transport};
use tokio::io::AsyncWriteExt;

use crate::support::{EMPTY, Running, message, text, until};

#[tokio::test]
async fn every_transport_is_answered_in_kind() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let args = text(transport.protocol, "früh am Morgen");
        for seqid in [1, -7, i32::MAX] {
            client.send("echo", MessageKind::Call, seqid, &args).await;
            let reply = client.reply().await;
            assert_eq!((reply.name.as_str(), reply.seqid, reply.body), ("echo", seqid, Ok(args.clone())));
        }
        assert_eq!(server.stats.by_transport[transport.index()].get(), 1, "{}", transport.name());
    }
    assert_eq!(server.stats.messages.get(), 12);
    assert_eq!(server.stats.protocol_errors.get(), 0);
}

/// Bytes as other people's clients send them, so that an error shared by our reader and our writer shows.
#[tokio::test]
async fn literal_bytes_of_other_clients_are_understood() {
    let server = Running::start(Config::default());
    let cases: [(&[u8], &[u8]); 3] = [
        (b"\x80\x01\0\x01\0\0\0\x04echo\0\0\0\x05\0", b"\x80\x01\0\x02\0\0\0\x04echo\0\0\0\x05\0"),
        (b"\x82\x21\x05\x04echo\0", b"\x82\x41\x05\x04echo\0"),
        (b"\0\0\0\x11\x80\x01\0\x01\0\0\0\x04echo\0\0\0\x05\0", b"\0\0\0\x11\x80\x01\0\x02\0\0\0\x04echo\0\0\0\x05\0"),
    ];
    for (sent, expected) in cases {
        let mut client = server.connect(Transport::ALL[0]).await;
        client.bytes(sent).await;
        client.io.shutdown().await.unwrap();
        // The half-close may come after the echo was computed, never instead of it: the echo does not wait.
        assert_eq!(client.rest().await, expected);
    }
}

#[tokio::test]
async fn an_unknown_method_costs_an_exception_and_the_connection_stays() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let args = text(transport.protocol, "arguments nobody knows");
        let reply = client.call("get_everything", &args).await;
        let expected = (ApplicationException::UNKNOWN_METHOD, "Invalid method name: 'get_everything'".to_owned());
        assert_eq!(reply.body, Err(expected));
        assert_eq!(client.call("echo", &args).await.body, Ok(args));
    }
}

#[tokio::test]
async fn pipelined_messages_are_answered_in_order() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let args = |n: i32| text(transport.protocol, &"p".repeat(n as usize * 7));
        let all: Vec<u8> = (0..200).flat_map(|n| message(transport, "echo", MessageKind::Call, n, &args(n))).collect();
        client.bytes(&all).await;
        for n in 0..200 {
            let reply = client.reply().await;
            assert_eq!((reply.seqid, reply.body), (n, Ok(args(n))));
        }
    }
}

#[tokio::test]
async fn messages_may_come_byte_by_byte() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        client.io.set_nodelay(true).unwrap();
        let args = text(transport.protocol, "slowly");
        for byte in message(transport, "echo", MessageKind::Call, 3, &args) {
            client.bytes(&[byte]).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(client.reply().await.body, Ok(args));
    }
}

#[tokio::test]
async fn oneway_messages_get_no_reply_however_they_are_marked() {
    let server = Running::start(Config::default());
    for (i, transport) in Transport::ALL.into_iter().enumerate() {
        let mut client = server.connect(transport).await;
        client.send("oneway", MessageKind::Oneway, 1, EMPTY).await;
        client.send("oneway", MessageKind::Call, 2, EMPTY).await;
        // Not a oneway method, but the client says that it does not listen.
        client.send("echo", MessageKind::Oneway, 3, EMPTY).await;
        client.send("echo", MessageKind::Call, 4, EMPTY).await;
        assert_eq!(client.reply().await.seqid, 4, "{}", transport.name());
        assert_eq!(server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst), 2 * (i + 1));
    }
}

#[tokio::test]
async fn a_oneway_message_counts_even_if_its_sender_leaves_at_once() {
    let server = Running::start(Config::default());
    let mut client = server.connect(Transport::ALL[0]).await;
    client.send("oneway", MessageKind::Oneway, 1, EMPTY).await;
    drop(client);
    until("the call has run", || server.echo.oneways.load(std::sync::atomic::Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn a_session_lasts_as_long_as_its_connection() {
    let server = Running::start(Config::default());
    let mut one = server.connect(Transport::ALL[0]).await;
    let mut two = server.connect(Transport::ALL[3]).await;
    assert_eq!(one.call("count", EMPTY).await.text(), "1");
    assert_eq!(one.call("count", EMPTY).await.text(), "2");
    assert_eq!(two.call("count", EMPTY).await.text(), "1");
}

#[tokio::test]
async fn a_service_can_end_the_connection_without_a_reply() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        client.send("bye", MessageKind::Call, 1, EMPTY).await;
        assert!(client.is_closed().await);
    }
}

#[tokio::test]
async fn streamed_replies_arrive_whole() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        for length in [0, 1, 99_999, 300_000, 3_000_000] {
            let reply = client.call("stream", &text(transport.protocol, &length.to_string())).await;
            let expected = text(transport.protocol, &"s".repeat(length));
            assert!(reply.body == Ok(expected), "{} bytes over {}", length, transport.name());
        }
    }
}

#[tokio::test]
async fn a_stream_that_fails_is_an_exception_before_and_a_hangup_after_its_first_bytes() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let early = client.call("stream", &text(transport.protocol, "1000!")).await;
        assert_eq!(early.text(), "stream failed");

        let args = text(transport.protocol, "1000000!");
        match transport.framing {
            // A frame is not sent before it is complete.
            Framing::Framed => assert_eq!(client.call("stream", &args).await.text(), "stream failed"),
            Framing::Unframed => {
                client.send("stream", MessageKind::Call, 1, &args).await;
                let cut = client.rest().await;
                assert!((1..1_000_000).contains(&cut.len()), "{} bytes", cut.len());
            }
        }
    }
}

#[tokio::test]
async fn a_reply_longer_than_a_frame_may_be_is_refused_with_the_name_of_the_limit() {
    let limits = Limits { framed_reply_bytes_max: 10_000, ..Limits::default() };
    let server = Running::start(Config { limits, ..Config::default() });
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let long = text(transport.protocol, &"x".repeat(20_000));
        for (method, args) in [("echo", &long), ("stream", &text(transport.protocol, "20000"))] {
            let reply = client.call(method, args).await;
            match transport.framing {
                Framing::Unframed => assert!(reply.body.is_ok()),
                Framing::Framed => assert!(reply.text().contains("framed_reply_bytes_max"), "{reply:?}"),
            }
        }
        assert_eq!(client.call("echo", EMPTY).await.body, Ok(EMPTY.to_vec()));
    }
}

#[tokio::test]
async fn long_messages_and_replies_pass() {
    let server = Running::start(Config::default());
    for transport in Transport::ALL {
        let mut client = server.connect(transport).await;
        let args = text(transport.protocol, &"l".repeat(10_000_000));
        let sent = message(transport, "echo", MessageKind::Call, 1, &args);
        let reply = client.call("echo", &args).await;
        assert!(reply.body == Ok(args), "{}", transport.name());
        assert!(server.stats.bytes_in.get() >= sent.len() as u64);
    }
    assert_eq!(Protocol::Binary, Transport::ALL[0].protocol);
}
