//! A full disk: writes are refused in words, what was there stays, and space is all that is needed to go on.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use skep_codec::Str;
use skep_testing::{Client, Wire};
use skep_types::{Database, FieldSchema, StorageDescriptor, Table, args, calls};
use tempfile::TempDir;

/// Mounts a disk of 6 MB that only the server sees, 3 of them taken by a file, and becomes the server.
const ON_A_SMALL_DISK: &str = "mount -t tmpfs -o size=6m tmpfs . && cd \"$PWD\" && \
    dd if=/dev/zero of=filler bs=1M count=3 status=none && exec \"$0\" \"$@\"";

struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Server {
        let folder = TempDir::new().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        let mut unshare = Command::new("unshare");
        // Mounting takes a name space of one's own, and, for anybody but root, one of users first.
        let root =
            std::fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).unwrap_or(1) == 0;
        unshare.args(if root { &["--mount"][..] } else { &["--user", "--map-root-user", "--mount"] });
        unshare.args(["sh", "-c", ON_A_SMALL_DISK, env!("CARGO_BIN_EXE_skep"), "serve"]);
        unshare.args(["--listen", &format!("127.0.0.1:{port}")]).current_dir(folder.path());
        let process = unshare.stderr(Stdio::inherit()).spawn().expect("unshare, of util-linux, runs");
        Server { process, folder, port }
    }

    async fn client(&self) -> Client {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            match Client::connect(([127, 0, 0, 1], self.port).into(), Wire::PLAIN).await {
                Ok(client) => return client,
                Err(error) => assert!(Instant::now() < deadline, "the server does not answer: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A file on the server's own disk.
    fn on_its_disk(&self, file: &str) -> PathBuf {
        let seen = format!("/proc/{}/root{}", self.process.id(), self.folder.path().display());
        Path::new(&seen).join(file)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_in_words_and_loses_nothing() {
    let server = Server::start();
    let mut client = server.client().await;
    let database = Database { name: Some("d".into()), ..Default::default() };
    client.call::<calls::CreateDatabase>(args::CreateDatabase { database: Some(database) }).await.expect("made");

    let mut made = 0;
    let refusal = loop {
        match create(&mut client, made).await {
            Ok(()) => made += 1,
            Err(refusal) => break refusal,
        }
        assert!(made < 10_000, "the disk does not fill");
    };
    assert!(refusal.contains("no space left"), "{refusal}");
    assert!(made > 0);
    assert_eq!(tables(&mut client).await, made, "what was acknowledged is there, and nothing else");

    std::fs::remove_file(server.on_its_disk("filler")).expect("the filler is taken away");
    create(&mut client, made).await.expect("there is space again");
    assert_eq!(tables(&mut client).await, made + 1);
}

async fn create(client: &mut Client, number: usize) -> Result<(), String> {
    let column = FieldSchema { name: Some("c".into()), type_: Some("string".into()), ..Default::default() };
    let sd = StorageDescriptor { cols: Some(vec![column]), serde_info: Some(Default::default()), ..Default::default() };
    let table = Table {
        db_name: Some("d".into()),
        table_name: Some(Str::from(format!("t{number:05}"))),
        sd: Some(sd),
        parameters: Some([("comment".into(), Str::from("x".repeat(3_000)))].into()),
        ..Default::default()
    };
    let answer = client.call::<calls::CreateTable>(args::CreateTable { tbl: Some(table) }).await;
    answer.map(|_| ()).map_err(|refusal| format!("{refusal:?}"))
}

async fn tables(client: &mut Client) -> usize {
    let asked = args::GetAllTables { db_name: Some("d".into()) };
    client.call::<calls::GetAllTables>(asked).await.expect("reading goes on").len()
}
