//! Coming in and going home.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use skep_codec::MessageKind;
use skep_net::{Config, Deadlines, Drained, Limits, Transport};
use tokio::net::TcpStream;

use crate::support::{EMPTY, Running, until};

#[tokio::test]
async fn draining_lets_running_calls_finish_and_closes_idle_connections_at_once() {
    let mut server = Running::start(Config::default());
    let mut idle = server.connect(Transport::ALL[0]).await;
    assert!(idle.call("echo", EMPTY).await.body.is_ok());
    let mut silent = server.connect(Transport::ALL[0]).await;
    let mut busy = server.connect(Transport::ALL[2]).await;
    busy.send("wait", MessageKind::Call, 1, EMPTY).await;
    until("the call runs", || server.echo.started.load(SeqCst) == 1 && server.stats.open.get() == 3).await;

    server.stop();
    assert!(idle.is_closed().await && silent.is_closed().await);
    assert_eq!(server.stats.open.get(), 1);
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody new comes in");

    server.echo.go.notify_one();
    assert!(busy.reply().await.body.is_ok());
    assert!(busy.is_closed().await);
    assert_eq!(server.drained().await, Drained { cut: 0 });
}

#[tokio::test]
async fn calls_that_outlast_the_drain_time_are_cut() {
    let deadlines = Deadlines { drain: Duration::from_millis(50), ..Deadlines::default() };
    let mut server = Running::start(Config { deadlines, ..Config::default() });
    let mut busy = server.connect(Transport::ALL[0]).await;
    busy.send("wait", MessageKind::Call, 1, EMPTY).await;
    until("the call runs", || server.echo.started.load(SeqCst) == 1).await;
    server.stop();
    let echo = std::sync::Arc::clone(&server.echo);
    assert_eq!(server.drained().await, Drained { cut: 1 });
    assert_eq!(echo.dropped.load(SeqCst), 1);
    assert!(busy.is_closed().await);
}

#[tokio::test]
async fn a_restarted_server_listens_on_the_same_port_at_once() {
    let mut server = Running::start(Config::default());
    let address = server.address;
    let mut client = server.connect(Transport::ALL[0]).await;
    assert!(client.call("echo", EMPTY).await.body.is_ok());
    server.stop();
    server.drained().await;
    let again = Running::start_at(address, Config::default());
    assert!(again.connect(Transport::ALL[0]).await.call("echo", EMPTY).await.body.is_ok());
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_at_once_and_seats_come_back() {
    for limits in [
        Limits { connections_max: 3, ..Limits::default() },
        Limits { connections_per_address_max: 3, ..Limits::default() },
    ] {
        let server = Running::start(Config { limits, ..Config::default() });
        let mut seated = Vec::new();
        for _ in 0..3 {
            let mut client = server.connect(Transport::ALL[0]).await;
            assert!(client.call("echo", EMPTY).await.body.is_ok());
            seated.push(client);
        }
        let mut fourth = server.connect(Transport::ALL[0]).await;
        assert!(fourth.is_closed().await);
        assert_eq!((server.stats.refused.get(), server.stats.open.get()), (1, 3));

        seated.pop();
        until("the seat is free", || server.stats.open.get() == 2).await;
        let mut fifth = server.connect(Transport::ALL[0]).await;
        assert!(fifth.call("echo", EMPTY).await.body.is_ok());
    }
}

#[tokio::test]
async fn probes_that_connect_and_leave_are_no_errors() {
    let server = Running::start(Config::default());
    for _ in 0..20 {
        drop(server.connect(Transport::ALL[0]).await);
    }
    for _ in 0..20 {
        // A reset instead of an orderly close, as load balancers do it.
        let probe = server.connect(Transport::ALL[0]).await;
        socket2::SockRef::from(&probe.io).set_linger(Some(Duration::ZERO)).unwrap();
    }
    until("all are gone", || server.stats.accepted.get() == 40 && server.stats.open.get() == 0).await;
    let stats = &server.stats;
    assert_eq!((stats.strangers.get(), stats.protocol_errors.get(), stats.deadlines_missed.get()), (0, 0, 0));
}
