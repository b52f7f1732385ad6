//! What an idle connection costs. Alone in its process, because it looks at the memory of all of it.

use std::time::Instant;

use skep_net::{Config, Limits, Transport};

use crate::support::{EMPTY, Running};

#[expect(dead_code, reason = "shared with the other tests")]
#[path = "net/support.rs"]
mod support;

/// Prints what an idle connection costs; the client's half is in the same process, so the bound is for both.
#[tokio::test]
async fn idle_connections_are_cheap() {
    const CONNECTIONS: usize = 2000;
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
    assert!(each < 24 * 1024, "{each} bytes");
}

fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = statm.split(' ').nth(1).expect("resident is second").parse().expect("a number");
    pages * 4096
}
