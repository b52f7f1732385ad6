//! What connections cost. Alone in its process and one after the other, because these tests look at the memory of the
//! whole process; the clients' half is in it too.

use std::time::Instant;

use skep_net::{Config, Limits, Transport};
use tokio::sync::Mutex;

use crate::support::{EMPTY, Running, until};

#[expect(dead_code, reason = "shared with the other tests")]
#[path = "net/support.rs"]
mod support;

static ALONE: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn idle_connections_are_cheap() {
    const CONNECTIONS: usize = 2000;
    let _alone = ALONE.lock().await;
    let server = Running::start(Config::default());
    let started = Instant::now();
    let before = resident_bytes();
    let mut clients = Vec::new();
    for i in 0..CONNECTIONS {
        let mut client = server.connect(Transport::ALL[i % 4]).await;
        assert!(client.call("echo", EMPTY).await.body.is_ok());
        clients.push(client.io);
    }
    let each = resident_bytes().saturating_sub(before) / CONNECTIONS;
    println!("{CONNECTIONS} idle connections after one call each: {each} bytes each, {:?}", started.elapsed());
    assert_eq!(server.stats.open.get(), CONNECTIONS as u64);
    assert_eq!(server.pool.free(), Limits::default().total_memory_max);
    assert!(each < 8 * 1024, "{each} bytes");
}

#[tokio::test]
async fn an_announced_length_costs_nothing_until_its_bytes_come() {
    const CONNECTIONS: usize = 500;
    let _alone = ALONE.lock().await;
    let server = Running::start(Config::default());
    let before = resident_bytes();
    let mut clients = Vec::new();
    for i in 0..CONNECTIONS {
        let mut client = server.connect(Transport::ALL[i % 4]).await;
        // A frame of 96 MiB, a text of 96 MiB, a list of 16 million numbers.
        client
            .bytes(
                [
                    &b"\x80\x01\0\x01\0\0\0\x04echo\0\0\0\x05\x0b\0\x01\x06\0\0\0text"[..],
                    b"\x82\x21\x05\x04echo\x19\xf5\x80\x80\x80\x08\0\0",
                    b"\x06\0\0\0\x80\x01\0\x01\0\0\0\x04",
                    b"\x06\0\0\0\x82\x21\x05\x04",
                ][i % 4],
            )
            .await;
        clients.push(client);
    }
    until("every server end waits for more", || server.stats.bytes_in.get() >= (CONNECTIONS * 12) as u64).await;
    let each = resident_bytes().saturating_sub(before) / CONNECTIONS;
    println!("{CONNECTIONS} announcements of up to 96 MiB: {each} bytes each");
    assert_eq!(server.stats.open.get(), CONNECTIONS as u64, "all of them still wait");
    assert_eq!(server.pool.free(), Limits::default().total_memory_max);
    assert!(each < 16 * 1024, "{each} bytes");
    let mut honest = server.connect(Transport::ALL[0]).await;
    assert!(honest.call("echo", EMPTY).await.body.is_ok());
}

fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = statm.split(' ').nth(1).expect("resident is second").parse().expect("a number");
    pages * 4096
}
