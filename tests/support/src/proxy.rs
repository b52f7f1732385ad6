//! A proxy before a database that breaks connections where it hurts.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Passes bytes on until it is told not to. Ends with this value.
pub struct Proxy {
    address: SocketAddr,
    orders: Arc<Orders>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Orders {
    /// COMMITs still to be cut off from their answers.
    commits: AtomicUsize,
    cut: AtomicUsize,
    /// Changed when all connections are to end.
    generation: watch::Sender<u64>,
}

impl Proxy {
    /// Before the server at `host:port`.
    pub async fn before(server: &str) -> io::Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let orders = Arc::new(Orders::default());
        let task = tokio::spawn(accept(listener, server.to_owned(), orders.clone()));
        Ok(Proxy { address, orders, task })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next so many COMMITs reach the database and are done; instead of the answer the connection ends.
    pub fn cut_commits(&self, count: usize) {
        self.orders.commits.store(count, Ordering::SeqCst);
    }

    /// Ends all connections there are.
    pub fn cut_all(&self) {
        self.orders.generation.send_modify(|generation| *generation += 1);
    }

    /// COMMITs that lost their answer.
    pub fn cut(&self) -> usize {
        self.orders.cut.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
        self.cut_all();
    }
}

async fn accept(listener: TcpListener, server: String, orders: Arc<Orders>) {
    while let Ok((client, _)) = listener.accept().await {
        // A server that is down refuses; so do we, by ending at once.
        if let Ok(server) = TcpStream::connect(&server).await {
            tokio::spawn(pass_on(client, server, orders.clone()));
        }
    }
}

async fn pass_on(mut client: TcpStream, mut server: TcpStream, orders: Arc<Orders>) {
    let mut generation = orders.generation.subscribe();
    let (mut request, mut answer) = (vec![0; 65536], vec![0; 65536]);
    let _delays = (client.set_nodelay(true), server.set_nodelay(true));
    loop {
        tokio::select! {
            _ = generation.changed() => return,
            read = client.read(&mut request) => {
                let Ok(length @ 1..) = read else { return };
                let sent = request.get(..length).unwrap_or_default();
                let cut = is_commit(sent) && orders.cuts();
                if server.write_all(sent).await.is_err() {
                    return;
                }
                if cut {
                    // The server has done it once it answers.
                    let _answered = server.read(&mut answer).await;
                    return;
                }
            }
            read = server.read(&mut answer) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(answer.get(..length).unwrap_or_default()).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Both protocols send the word as it is, and the client waits for the answer before it sends more.
fn is_commit(sent: &[u8]) -> bool {
    let text = sent.to_ascii_lowercase();
    text.ends_with(b"commit\0") || text.ends_with(b"commit")
}

impl Orders {
    fn cuts(&self) -> bool {
        let left = self.commits.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() {
            self.cut.fetch_add(1, Ordering::SeqCst);
        }
        left.is_ok()
    }
}
