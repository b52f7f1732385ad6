//! A private PostgreSQL cluster.

use std::path::Path;
use std::time::Duration;

use super::{PASSWORD, USER, home, prepare, remember, running};
use crate::{Outcome, apt, command, layout};

/// Nothing here must survive a power cut, and many tests hold a pool each.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=600",
    "shared_buffers=128MB",
    "max_wal_size=512MB",
    "autovacuum_naptime=10s",
];

pub fn up() -> Outcome<u16> {
    let home = home("postgres");
    if let Some(port) = running(&home) {
        return Ok(port);
    }
    let programs = programs()?;
    let data = home.join("data");
    if !data.join("PG_VERSION").exists() {
        prepare(&home)?;
        create(&programs, &home, &data)?;
    }
    let port = layout::free_port();
    let mut server = command::unprivileged(format!("{programs}/postgres"));
    server.arg("-D").arg(&data).arg("-p").arg(port.to_string());
    for setting in SETTINGS {
        server.arg("-c").arg(setting);
    }
    let log = home.join("log");
    let pid = command::daemon(&mut server, &log)?;
    remember(&home, port, pid)?;
    command::wait_until("PostgreSQL", Duration::from_secs(30), || {
        let ready = command::unprivileged(format!("{programs}/pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status();
        ready.is_ok_and(|status| status.success())
    })
    .map_err(|e| format!("{e}; see {}", log.display()))?;
    Ok(port)
}

fn create(programs: &str, home: &Path, data: &Path) -> Outcome {
    let password = home.join("password");
    std::fs::write(&password, PASSWORD).map_err(|e| format!("writing a password: {e}"))?;
    command::run(
        command::unprivileged(format!("{programs}/initdb"))
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .args(["--username", USER, "--pwfile"])
            .arg(&password)
            .arg("-D")
            .arg(data),
    )?;
    Ok(())
}

/// The folder of the newest installed PostgreSQL programs; Debian keeps them off the path.
fn programs() -> Outcome<String> {
    let installed = || {
        let mut majors: Vec<u32> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(|major| Path::new(&bin(*major)).join("initdb").exists())
            .collect();
        majors.sort_unstable();
        majors.pop()
    };
    if installed().is_none() {
        apt::need("/usr/lib/postgresql", &["postgresql"])?;
    }
    installed().map(bin).ok_or_else(|| "no PostgreSQL server programs under /usr/lib/postgresql".into())
}

fn bin(major: u32) -> String {
    format!("/usr/lib/postgresql/{major}/bin")
}
