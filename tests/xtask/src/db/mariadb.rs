//! A private MariaDB server, set as Hive's documents ask: latin1 with a binary collation, so that
//! the indexes fit and the partitions `k=A` and `k=a` are two.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::{PASSWORD, USER, home, prepare, remember, running};
use crate::{Outcome, apt, command, layout};

const SETTINGS: &[&str] = &[
    "--no-defaults",
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--character-set-server=latin1",
    "--collation-server=latin1_bin",
    "--sql-mode=NO_ENGINE_SUBSTITUTION",
    "--max-connections=600",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=64M",
    "--skip-log-bin",
    "--max-allowed-packet=256M",
];

pub fn up() -> Outcome<u16> {
    let home = home("mariadb");
    if let Some(port) = running(&home) {
        return Ok(port);
    }
    // The -core packages bring the programs without a system service that starts on 3306.
    apt::need("/usr/sbin/mariadbd", &["mariadb-server-core", "mariadb-client-core"])?;
    let data = home.join("data");
    if !data.join("mysql").exists() {
        prepare(&home)?;
        create(&home, &data)?;
    }
    let port = layout::free_port();
    let socket = home.join("s");
    let log = home.join("log");
    let pid = command::daemon(
        command::unprivileged("/usr/sbin/mariadbd")
            .args(SETTINGS)
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--init-file={}", home.join("account.sql").display()))
            .arg(format!("--socket={}", socket.display()))
            .arg(format!("--port={port}")),
        &log,
    )?;
    remember(&home, port, pid)?;
    command::wait_until("MariaDB", Duration::from_secs(60), || answers(port))
        .map_err(|e| format!("{e}; see {}", log.display()))?;
    Ok(port)
}

fn create(home: &Path, data: &Path) -> Outcome {
    let account = format!(
        "create user if not exists '{USER}'@'127.0.0.1' identified by '{PASSWORD}';\n\
         grant all privileges on *.* to '{USER}'@'127.0.0.1' with grant option;\n"
    );
    std::fs::write(home.join("account.sql"), account).map_err(|e| format!("writing account.sql: {e}"))?;
    command::run(
        command::unprivileged("/usr/bin/mariadb-install-db")
            .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
            .arg(format!("--datadir={}", data.display())),
    )?;
    Ok(())
}

/// A connection is not enough: the account comes from the init file.
fn answers(port: u16) -> bool {
    let asked = Command::new("/usr/bin/mariadb")
        .args(["--no-defaults", "-h127.0.0.1", &format!("-P{port}")])
        .args([&format!("-u{USER}"), &format!("-p{PASSWORD}"), "-e", "select 1"])
        .output();
    asked.is_ok_and(|output| output.status.success())
}
