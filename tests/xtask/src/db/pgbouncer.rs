//! A PgBouncer before the private PostgreSQL, pooling by transaction: the way many are run.

use std::time::Duration;

use super::{PASSWORD, USER, home, prepare, remember, running};
use crate::{Outcome, apt, command, layout};

pub fn up(postgres: u16) -> Outcome<u16> {
    let home = home("pgbouncer");
    if let Some(port) = running(&home) {
        return Ok(port);
    }
    apt::need("/usr/sbin/pgbouncer", &["pgbouncer"])?;
    prepare(&home)?;
    let port = layout::free_port();
    let users = home.join("users.txt");
    std::fs::write(&users, format!("\"{USER}\" \"{PASSWORD}\"\n"))
        .map_err(|e| format!("writing {}: {e}", users.display()))?;
    let settings = home.join("pgbouncer.ini");
    let text = format!(
        "[databases]\n* = host=127.0.0.1 port={postgres}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = trust\nauth_file = {}\npool_mode = transaction\n\
         max_client_conn = 2000\ndefault_pool_size = 20\nadmin_users = {USER}\n\
         ignore_startup_parameters = extra_float_digits\n",
        users.display()
    );
    std::fs::write(&settings, text).map_err(|e| format!("writing {}: {e}", settings.display()))?;
    let log = home.join("log");
    let pid = command::daemon(command::unprivileged("/usr/sbin/pgbouncer").arg(&settings), &log)?;
    remember(&home, port, pid)?;
    command::wait_until("PgBouncer", Duration::from_secs(15), || command::listens(port))
        .map_err(|e| format!("{e}; see {}", log.display()))?;
    Ok(port)
}
