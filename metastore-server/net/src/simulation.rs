//! The connection loop over a pipe in memory, under a paused clock: time is exact, nothing waits in truth.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use skep_codec::{Envelope, MessageKind, Pool, Protocol, write_envelope};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::admission::{Admission, Origin};
use crate::connection::{self, Arrival, Shared};
use crate::end::{End, Step};
use crate::limits::{Deadlines, Limits};
use crate::service::{Answer, Call, Peer, Service};
use crate::stats::Stats;
use crate::transport::{Framing, Transport};

/// Answers `never` never and everything else with its own arguments.
struct Parrot;

impl Service for Parrot {
    type Session = ();
    type Identity = ();

    fn open(&self, _peer: &Peer, _who: Option<()>) {}

    fn call<'a>(&'a self, _session: &'a mut (), call: Call<'a>) -> BoxFuture<'a, Answer> {
        match call.name {
            "never" => std::future::pending().boxed(),
            _ => std::future::ready(Answer::Reply(call.args.to_vec())).boxed(),
        }
    }
}

fn shared(limits: Limits) -> Arc<Shared<Parrot>> {
    let pool = Pool::new(limits.total_memory_max);
    Arc::new(Shared {
        service: Arc::new(Parrot),
        limits,
        deadlines: Deadlines::default(),
        stats: Arc::<Stats>::default(),
        pool,
        drain: CancellationToken::new(),
        start: 0,
    })
}

/// A connection, the client's end of its pipe, and how it will end.
fn open(shared: &Arc<Shared<Parrot>>, pipe_bytes: usize) -> (DuplexStream, JoinHandle<End>) {
    let (client, server) = duplex(pipe_bytes);
    let shared = Arc::clone(shared);
    let peer = Peer { origin: Origin::Unix, listener: 0, tls: None, connection: 1 };
    let served = async move {
        let deadline = Instant::now() + shared.deadlines.first_byte;
        connection::serve(
            &shared,
            Arrival { peer: &peer, admission: Admission::default(), who: None, deadline },
            server,
        )
        .await
    };
    (client, tokio::spawn(served))
}

fn message(transport: Transport, name: &str, args: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_envelope(transport.protocol, Envelope { name, kind: MessageKind::Call, seqid: 1 }, &mut bytes);
    bytes.extend_from_slice(args);
    if transport.framing == Framing::Framed {
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        bytes.splice(0..0, length);
    }
    bytes
}

/// Sends bytes with a pause before each, until the other end has enough.
async fn drip(client: &mut DuplexStream, bytes: impl IntoIterator<Item = u8>, pause: Duration) {
    for byte in bytes {
        sleep(pause).await;
        if client.write_all(&[byte]).await.is_err() {
            return;
        }
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_let_go_after_the_first_byte_deadline() {
    let shared = shared(Limits::default());
    let started = Instant::now();
    let (_client, served) = open(&shared, 64);
    assert!(matches!(served.await.unwrap(), End::Late(Step::FirstByte)));
    assert_eq!(started.elapsed().as_secs(), shared.deadlines.first_byte.as_secs());
}

#[tokio::test(start_paused = true)]
async fn single_bytes_do_not_stretch_the_first_byte_deadline() {
    let shared = shared(Limits::default());
    let started = Instant::now();
    let (mut client, served) = open(&shared, 64);
    drip(&mut client, [0, 0, 0, 32, 0x80], 9 * SECOND).await;
    assert!(matches!(served.await.unwrap(), End::Late(Step::FirstByte)));
    assert!(started.elapsed() <= 45 * SECOND, "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_message_that_drips_in_is_cut_at_its_deadline_on_every_transport() {
    for transport in Transport::ALL {
        let shared = shared(Limits::default());
        let (mut client, served) = open(&shared, 64);
        let bytes = message(transport, &"n".repeat(200), &[0]);
        client.write_all(&bytes[..6]).await.unwrap();
        let started = Instant::now();
        drip(&mut client, bytes[6..].iter().copied().take(190), SECOND).await;
        assert!(matches!(served.await.unwrap(), End::Late(Step::Message)), "{}", transport.name());
        assert!(started.elapsed() < 195 * SECOND);
        assert_eq!(shared.pool.free(), shared.limits.total_memory_max);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_within_its_deadline_is_answered_however_slow() {
    for transport in Transport::ALL {
        let shared = shared(Limits::default());
        let (mut client, served) = open(&shared, 64);
        let bytes = message(transport, "echo", &[0]);
        drip(&mut client, bytes.iter().copied(), SECOND).await;
        let mut reply = vec![0; bytes.len()];
        client.read_exact(&mut reply).await.unwrap();
        assert_eq!(reply.last(), Some(&0));
        drop(client);
        assert!(matches!(served.await.unwrap(), End::ClientLeft));
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_kept_for_hours_and_then_closed() {
    let shared = shared(Limits::default());
    let (mut client, served) = open(&shared, 64);
    let call = message(Transport::ALL[0], "echo", &[0]);
    for _ in 0..3 {
        client.write_all(&call).await.unwrap();
        client.read_exact(&mut vec![0; call.len()]).await.unwrap();
        sleep(shared.deadlines.idle - SECOND).await;
    }
    let left = Instant::now();
    assert!(matches!(served.await.unwrap(), End::Late(Step::NextMessage)));
    assert_eq!(left.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_too_long_costs_an_exception_and_the_connection_stays() {
    let shared = shared(Limits::default());
    let (mut client, served) = open(&shared, 1024);
    let started = Instant::now();
    client.write_all(&message(Transport::ALL[2], "never", &[0])).await.unwrap();
    let length = client.read_u32().await.unwrap();
    assert_eq!(started.elapsed().as_secs(), shared.deadlines.call.as_secs());
    let mut reply = vec![0; length as usize];
    client.read_exact(&mut reply).await.unwrap();
    assert!(String::from_utf8_lossy(&reply).contains("not finished after 600 s, request 0000-1-1"));
    let call = message(Transport::ALL[2], "echo", &[0]);
    client.write_all(&call).await.unwrap();
    client.read_exact(&mut vec![0; call.len()]).await.unwrap();
    drop(client);
    assert!(matches!(served.await.unwrap(), End::ClientLeft));
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_nobody_reads_is_given_up_at_the_write_deadline() {
    for transport in Transport::ALL {
        let shared = shared(Limits::default());
        let (mut client, served) = open(&shared, 4096);
        let flood = message(transport, "echo", &[0]).repeat(2000);
        let started = Instant::now();
        let _ = client.write_all(&flood).await;
        assert!(matches!(served.await.unwrap(), End::Late(Step::Write)), "{}", transport.name());
        assert_eq!(started.elapsed().as_secs(), shared.deadlines.write.as_secs());
    }
}

#[tokio::test(start_paused = true)]
async fn the_order_to_stop_closes_between_messages_and_never_inside_one() {
    for transport in Transport::ALL {
        let shared = shared(Limits::default());
        let (_silent, silent) = open(&shared, 64);
        let (mut client, served) = open(&shared, 1024);
        let call = message(transport, "echo", &[0]);
        let (first, rest) = call.split_at(call.len() - 1);
        client.write_all(first).await.unwrap();
        sleep(SECOND).await;
        shared.drain.cancel();
        assert!(matches!(silent.await.unwrap(), End::Drained));
        sleep(SECOND).await;
        client.write_all(rest).await.unwrap();
        client.read_exact(&mut vec![0; call.len()]).await.unwrap();
        assert!(matches!(served.await.unwrap(), End::Drained), "{}", transport.name());
    }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.roll(256) as u8).collect()
    }

    /// A struct with a list of lists, a map, text and numbers, so that a changed byte can hit any of them.
    fn args(&mut self, protocol: Protocol) -> Vec<u8> {
        match protocol {
            Protocol::Binary => {
                b"\x0b\0\x01\0\0\0\x02ab\x0f\0\x02\x0f\0\0\0\x01\x08\0\0\0\x01\0\0\0\x05\x0d\0\x03\x0b\x0a\0\0\0\0\x0c\0\x04\x02\0\x01\x01\0\0".to_vec()
            }
            Protocol::Compact => b"\x18\x02ab\x19\x19\x15\x0a\x1b\0\x1c\x11\0\0".to_vec(),
        }
    }

    /// A conversation that started well: some messages, some of their bytes changed, left out or doubled.
    fn conversation(&mut self) -> Vec<u8> {
        if self.roll(8) == 0 {
            let len = self.roll(300);
            return self.bytes(len);
        }
        let transport = Transport::ALL[self.roll(4)];
        let mut bytes = Vec::new();
        for _ in 0..1 + self.roll(5) {
            let args = self.args(transport.protocol);
            bytes.extend(message(transport, "echo", &args));
        }
        for _ in 0..self.roll(6) {
            if bytes.is_empty() {
                break;
            }
            let at = self.roll(bytes.len());
            match self.roll(5) {
                0 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][self.roll(5)],
                1 => bytes[at] ^= 1 << self.roll(8),
                2 => drop(bytes.remove(at)),
                3 => bytes.insert(at, bytes[at]),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    }
}

/// Whatever comes in, the connection ends without a panic, holds no more than was sent, and gives everything back.
/// `SKEP_SEED` repeats one run, `SKEP_RUNS` makes it longer.
#[tokio::test(start_paused = true)]
async fn no_sequence_of_bytes_hurts() {
    let number = |name| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let first = number("SKEP_SEED").unwrap_or(1);
    let runs = number("SKEP_RUNS").unwrap_or(if number("SKEP_SEED").is_some() { 1 } else { 20_000 });
    let limits = Limits { message_bytes_max: 1 << 20, total_memory_max: 1 << 20, ..Limits::default() };
    let (mut messages, mut refusals) = (0, 0);
    for seed in first..first + runs {
        let shared = shared(limits.clone());
        let mut dice = Dice(seed);
        let bytes = dice.conversation();
        let (client, served) = open(&shared, 1 + dice.roll(1000));
        let (mut replies, mut calls) = tokio::io::split(client);
        let reading = tokio::spawn(async move {
            let mut all = Vec::new();
            let _ = replies.read_to_end(&mut all).await;
            all.len()
        });
        let mut left = &bytes[..];
        while !left.is_empty() {
            let (piece, rest) = left.split_at(1 + dice.roll(left.len()));
            if calls.write_all(piece).await.is_err() {
                break;
            }
            left = rest;
        }
        let _ = calls.shutdown().await;
        let end = served.await.unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        let received = reading.await.unwrap();
        // An exception is longer than the message it answers, but not without bound.
        assert!(received <= 4 * bytes.len() + 1000, "seed {seed}: {received} bytes for {}", bytes.len());
        assert!(!matches!(end, End::Late(_)), "seed {seed}: {end}");
        assert_eq!(shared.pool.free(), limits.total_memory_max, "seed {seed}: memory is not given back");
        assert_eq!(shared.stats.panics.get(), 0, "seed {seed}");
        messages += shared.stats.messages.get();
        refusals += shared.stats.protocol_errors.get() + u64::from(matches!(end, End::Stranger(_)));
    }
    println!("seeds {first}..{}: {messages} messages, {refusals} refusals", first + runs);
    assert!(runs < 1000 || (messages > runs && refusals > runs / 10), "the dice are not mean enough");
}
