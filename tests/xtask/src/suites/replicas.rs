//! Three servers over one database behind a TCP balancer, one of them always on its way down or up, and Hive's own
//! reconnecting clients that must not notice.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{Replicas, Tally, engine};
use crate::db::fresh::Database;
use crate::server::Server;
use crate::{Outcome, apt, db, jvm, layout, peer, skep};

const REPLICAS: usize = 3;
const CLIENTS: &str = "8";
/// Between two restarts. Hive's client tries twice, a second apart, and a cold JVM needs seconds between its connection and
/// the first call on it: with less than this, both tries may meet a server that is about to leave.
const PAUSE: Duration = Duration::from_secs(4);

pub fn run(wanted: &Replicas) -> Outcome<Tally> {
    let servers = db::up()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let database = servers.fresh(product, "replicas")?;
        let (tallied, restarts) = rolling(&database, wanted.seconds)?;
        println!("     replicas: {} in {} s on {}", plural(restarts), wanted.seconds, product.name());
        tally += tallied;
    }
    Ok(tally)
}

fn plural(restarts: u32) -> String {
    format!("{restarts} restart{}", if restarts == 1 { "" } else { "s" })
}

fn rolling(database: &Database, seconds: u32) -> Outcome<(Tally, u32)> {
    let home = layout::emptied(layout::scratch().join("skep/replicas"))?;
    let start = |nth: usize, port| replica(database, &home, nth, port);
    // One after the other: the first makes the schema.
    let mut replicas = (0..REPLICAS).map(|nth| start(nth, layout::free_port())).collect::<Outcome<Vec<Server>>>()?;
    let balancer = balancer(&replicas)?;
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let restarter = scope.spawn(|| -> Outcome<u32> {
            let mut restarts = 0;
            while !over.load(Ordering::Relaxed) {
                thread::sleep(PAUSE);
                let nth = restarts as usize % REPLICAS;
                let port = replicas[nth].port;
                drop(replicas.remove(nth));
                replicas.insert(nth, start(nth, port)?);
                restarts += 1;
            }
            Ok(restarts)
        });
        let tally = clients(&balancer, seconds);
        over.store(true, Ordering::Relaxed);
        let restarts = restarter.join().map_err(|_| "the thread that restarts servers died")??;
        Ok((tally?, restarts))
    })
}

/// All have one warehouse; what each writes on its standard error begins anew with each start.
fn replica(database: &Database, home: &Path, nth: usize, port: u16) -> Outcome<Server> {
    let mut skep = Command::new(skep::binary(skep::Build::Debug)?);
    skep.args(["serve", "--init-schema", "--listen", &format!("127.0.0.1:{port}"), "--database", &database.url()]);
    skep.arg("--warehouse").arg(layout::made(home.join("warehouse")));
    Server::start(skep, port, &home.join(format!("log-{nth}")), Duration::from_secs(60))
}

/// A call that finds its server gone is the client's to send again; a connection that finds one gone is the balancer's.
fn balancer(replicas: &[Server]) -> Outcome<Server> {
    apt::need("/usr/sbin/haproxy", &["haproxy"])?;
    let home = layout::emptied(layout::scratch().join("haproxy"))?;
    let port = layout::free_port();
    let backends: String = replicas
        .iter()
        .enumerate()
        .map(|(nth, server)| format!("  server skep{nth} 127.0.0.1:{} check inter 200ms fall 1 rise 1\n", server.port))
        .collect();
    let file = home.join("haproxy.cfg");
    let text = format!(
        "global\n  log stdout format raw daemon\ndefaults\n  mode tcp\n  log global\n  option tcplog\n  timeout connect 2s\n  timeout client 10m\n  timeout server 10m\n  retries 5\n  \
         option redispatch 1\nfrontend thrift\n  bind 127.0.0.1:{port}\n  default_backend skep\n\
         backend skep\n  balance leastconn\n{backends}"
    );
    std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut haproxy = Command::new("/usr/sbin/haproxy");
    haproxy.arg("-f").arg(&file);
    Server::start(haproxy, port, &home.join("log"), Duration::from_secs(10))
}

fn clients(balancer: &Server, seconds: u32) -> Outcome<Tally> {
    let jars = peer::client_class_path()?;
    let source = layout::checkout().join("clients/java/src/Rolling.java");
    let classes = jvm::compile("rolling", &[source], &jars)?;
    let mut java = jvm::java(&format!("{}:{jars}", classes.display()))?;
    java.arg("Rolling").arg(balancer.uri()).arg(seconds.to_string()).arg(CLIENTS);
    engine::run(&mut java, "replicas")
}
