//! Private database servers for the tests: loopback ports, throw-away data, no durability.
//!
//! `up` is idempotent: what runs is kept. The addresses go to `.test/servers.env`.

pub mod containers;
pub mod fresh;
mod mariadb;
mod pgbouncer;
mod postgres;

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Subcommand;

use crate::{Outcome, command, layout};

/// The one account of every test server; trusted on loopback, but with a password,
/// because Java's metastore turns an empty one into "mine".
pub const USER: &str = "skep";
pub const PASSWORD: &str = "skep";

#[derive(Subcommand)]
pub enum Order {
    /// Install what is missing, start what does not run, write .test/servers.env
    Up,
    /// Stop the servers; their data stays
    Down,
    /// Say what runs where
    Status,
}

/// Where the started servers listen.
pub struct Servers {
    pub postgres: u16,
    pub pgbouncer: u16,
    pub mariadb: u16,
}

impl Servers {
    fn settings(&self) -> String {
        let account = format!("{USER}:{PASSWORD}@127.0.0.1");
        format!(
            "SKEP_TEST_POSTGRES_URL=postgres://{account}:{}\n\
             SKEP_TEST_PGBOUNCER_URL=postgres://{account}:{}\n\
             SKEP_TEST_MARIADB_URL=mysql://{account}:{}\n",
            self.postgres, self.pgbouncer, self.mariadb
        )
    }
}

pub fn obey(order: &Order) -> Outcome {
    match order {
        Order::Up => {
            print!("{}", up()?.settings());
            Ok(())
        }
        Order::Down => down(),
        Order::Status => status(),
    }
}

/// Brings every server up and answers their ports.
pub fn up() -> Outcome<Servers> {
    let _one_at_a_time = layout::lock("db")?;
    let postgres = postgres::up()?;
    let servers = Servers { postgres, pgbouncer: pgbouncer::up(postgres)?, mariadb: mariadb::up()? };
    let file = layout::servers_file();
    std::fs::write(&file, servers.settings()).map_err(|e| format!("writing {}: {e}", file.display()))?;
    Ok(servers)
}

/// Stops every server that runs.
pub fn down() -> Outcome {
    let _one_at_a_time = layout::lock("db")?;
    for server in ["pgbouncer", "mariadb", "postgres"] {
        stop(&home(server))?;
    }
    match std::fs::remove_file(layout::servers_file()) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("removing servers.env: {e}")),
        _ => Ok(()),
    }
}

fn status() -> Outcome {
    for server in ["postgres", "pgbouncer", "mariadb"] {
        match running(&home(server)) {
            Some(port) => println!("{server:<10} 127.0.0.1:{port}"),
            None => println!("{server:<10} down"),
        }
    }
    Ok(())
}

/// The folder of one server. Under `.test/`, unless we are root and the unprivileged user the
/// server runs as cannot walk into the checkout; then beside other temporary files.
fn home(server: &str) -> PathBuf {
    let inside = layout::scratch().join(server);
    if !command::is_root() || may_enter(&layout::scratch()) {
        return inside;
    }
    let checkout = layout::checkout().to_string_lossy().replace('/', "-");
    std::env::temp_dir().join(format!("skep-test{checkout}")).join(server)
}

fn may_enter(dir: &Path) -> bool {
    command::run(command::unprivileged("test").arg("-x").arg(dir)).is_ok()
}

/// Makes a server's folder, owned by the user it will run as.
fn prepare(home: &Path) -> Outcome {
    layout::made(home.to_path_buf());
    if command::is_root() {
        command::run(Command::new("chown").arg("nobody:nogroup").arg(home))?;
    }
    Ok(())
}

/// The port a server was started on, if it still answers there.
fn running(home: &Path) -> Option<u16> {
    let port = std::fs::read_to_string(home.join("port")).ok()?;
    let port = port.trim().parse().ok()?;
    command::listens(port).then_some(port)
}

/// Remembers what was started, for `running` and `stop`.
fn remember(home: &Path, port: u16, pid: u32) -> Outcome {
    for (name, number) in [("port", u32::from(port)), ("pid", pid)] {
        std::fs::write(home.join(name), number.to_string())
            .map_err(|e| format!("writing {}/{name}: {e}", home.display()))?;
    }
    Ok(())
}

/// Stops a server and starts it again as it was, on the same port.
pub fn restart(product: fresh::Product) -> Outcome {
    let _one_at_a_time = layout::lock("db")?;
    let home = home(product.name());
    let port = running(&home).ok_or_else(|| format!("{} is down", product.name()))?;
    let pid = std::fs::read_to_string(home.join("pid")).map_err(|e| e.to_string())?;
    let line = std::fs::read(format!("/proc/{}/cmdline", pid.trim())).map_err(|e| e.to_string())?;
    let words: Vec<String> =
        line.split(|byte| *byte == 0).filter(|w| !w.is_empty()).map(|w| String::from_utf8_lossy(w).into()).collect();
    let (program, arguments) = words.split_first().ok_or("a server without a command line")?;
    stop(&home)?;
    let pid = command::daemon(command::unprivileged(program).args(arguments), &home.join("log"))?;
    remember(&home, port, pid)?;
    command::wait_until(product.name(), std::time::Duration::from_secs(30), || command::listens(port))
}

/// Ends a started server: SIGINT is PostgreSQL's and PgBouncer's fast stop, MariaDB takes SIGTERM.
fn stop(home: &Path) -> Outcome {
    let Some(port) = running(home) else {
        return Ok(());
    };
    let pid = std::fs::read_to_string(home.join("pid")).map_err(|e| e.to_string())?;
    let signal = if home.ends_with("mariadb") { "-TERM" } else { "-INT" };
    command::run(Command::new("kill").args([signal, pid.trim()]))?;
    command::wait_until(&format!("the end of {}", home.display()), std::time::Duration::from_secs(30), || {
        !command::listens(port)
    })
}
