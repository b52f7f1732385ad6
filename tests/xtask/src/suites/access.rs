//! Two teams on stock pyspark, told apart by Hadoop token files, and one policy: the same numbers on each database, and
//! nothing of the withheld column in any byte that the metastore sent.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Access, Tally, engine};
use crate::db::fresh::Database;
use crate::server::Server;
use crate::{Outcome, apt, command, db, layout, peer, python, skep};

/// What must be in no reply to team 1: the column, its comment, and the partition it may not know of. (Team 1 asks for
/// `ssn` by name once; that is in a request, and Spark answers it by itself.)
const CANARIES: [&str; 3] = ["ssn", "canary", "state=california"];

pub fn run(wanted: &Access) -> Outcome<Tally> {
    apt::need("/usr/bin/java", &["openjdk-17-jdk-headless"])?;
    let servers = db::up()?;
    let mut tally = Tally::default();
    for product in &wanted.db {
        let database = servers.fresh(*product, "access")?;
        let home = layout::emptied(layout::scratch().join(format!("skep/access-{product:?}").to_lowercase()))?;
        let world = World { binary: skep::binary(skep::Build::Debug)?, database, home };
        tally += world.story()?;
    }
    Ok(tally)
}

struct World {
    binary: PathBuf,
    database: Database,
    home: PathBuf,
}

impl World {
    fn story(&self) -> Outcome<Tally> {
        self.skep(&["schema", "init"])?;
        let mut tally = Tally::default();
        {
            let port = layout::free_port();
            let _open = self.serve("open", port, "off", "claim")?;
            tally += self.session("owner", port, None)?;
        }
        for words in POLICY {
            self.skep(words)?;
        }
        let port = layout::free_port();
        let _guarded = self.serve("guarded", port, "enforce", "token")?;
        for team in ["team1", "team2"] {
            let token = self.mint(team)?;
            let capture = Capture::before(port).map_err(|error| format!("a port to listen on: {error}"))?;
            tally += self.session(team, capture.port, Some(&token))?;
            if team == "team1" {
                tally += capture.judged(&self.home.join("replies"));
            }
        }
        Ok(tally)
    }

    fn serve(&self, name: &str, port: u16, mode: &str, method: &str) -> Outcome<Server> {
        let config = self.home.join(format!("{name}.toml"));
        let text = format!(
            "[access]\nmode = \"{mode}\"\n[[server.listeners]]\nlisten = \"127.0.0.1:{port}\"\nmethods = [\"{method}\"]\n"
        );
        std::fs::write(&config, text).map_err(|e| format!("{}: {e}", config.display()))?;
        let mut serve = Command::new(&self.binary);
        serve.arg("serve").arg("--config").arg(config).args(["--database", &self.database.url()]);
        serve.arg("--warehouse").arg(layout::made(self.home.join("warehouse")));
        Server::start(serve, port, &self.home.join(format!("log-{name}")), Duration::from_secs(60))
    }

    fn skep(&self, words: &[&str]) -> Outcome<String> {
        command::run(Command::new(&self.binary).args(words).args(["--database", &self.database.url()]))
    }

    fn mint(&self, team: &str) -> Outcome<PathBuf> {
        let file = self.home.join(format!("{team}.token"));
        let (principal, path) = (format!("sa:lf-fgac-user/{team}"), file.display().to_string());
        self.skep(&["token", "mint", "--principal", &principal, "--ttl", "1h", "--hadoop-file", &path])?;
        Ok(file)
    }

    fn session(&self, who: &str, port: u16, token: Option<&Path>) -> Outcome<Tally> {
        let spark = python::environment(&format!("spark-{}", peer::SPARK), &[&format!("pyspark=={}", peer::SPARK)])?;
        let home = layout::emptied(self.home.join(who))?;
        let mut script = Command::new("nice");
        script
            .arg(spark.python())
            .arg(layout::checkout().join("tests/engines/access_scenario.py"))
            .args(["--metastore", &format!("thrift://127.0.0.1:{port}"), "--who", who])
            .arg("--warehouse")
            .arg(self.home.join("warehouse"))
            .current_dir(&home)
            .env_remove("HADOOP_TOKEN_FILE_LOCATION");
        if let Some(token) = token {
            script.env("HADOOP_TOKEN_FILE_LOCATION", token);
        }
        engine::run(&mut script, &format!("access-{who}"))
    }
}

/// The two teams of docs/access-control.md. Spark asks for the database `default` at its start.
const POLICY: [&[&str]; 13] = [
    &["access", "init"],
    &["role", "create", "patients_care"],
    &["role", "create", "claims_care"],
    &["role", "add", "patients_care", "sa:lf-fgac-user/team1"],
    &["role", "add", "claims_care", "sa:lf-fgac-user/team2"],
    &["grant", "DESCRIBE", "--on", "default", "--to", "public"],
    &["grant", "DESCRIBE", "--on", "healthcare_db", "--to", "role:patients_care,role:claims_care"],
    &[
        "sql",
        "CREATE FILTER two_states ON healthcare_db.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'New York'))",
    ],
    &["grant", "SELECT", "--on", "healthcare_db.patients", "--filter", "two_states", "--to", "role:patients_care"],
    &[
        "sql",
        "GRANT SELECT ON healthcare_db.patients_by_state COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'New York')) TO role:patients_care",
    ],
    &["sql", "GRANT SELECT ON healthcare_db.patients_text COLUMNS EXCEPT (ssn) TO role:patients_care"],
    // More than it may use: whoever sees a part of a table writes nothing of it.
    &["sql", "GRANT INSERT, ALTER, DROP ON healthcare_db.patients_by_state TO role:patients_care"],
    &["grant", "SELECT,DESCRIBE", "--on", "healthcare_db.claims", "--to", "role:patients_care,role:claims_care"],
];

/// A port in front of a server, which keeps what the server says.
struct Capture {
    port: u16,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Capture {
    fn before(server: u16) -> std::io::Result<Capture> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let said = Arc::new(Mutex::new(Vec::new()));
        let kept = said.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(upstream) = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, server))) else { return };
                let (Ok(asks), Ok(answers)) = (client.try_clone(), upstream.try_clone()) else { return };
                let kept = kept.clone();
                thread::spawn(move || passed(asks, upstream, |_| {}));
                thread::spawn(move || {
                    passed(answers, client, |bytes| kept.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes));
                });
            }
        });
        Ok(Capture { port, said })
    }

    /// Without privacy SASL sends as plain text what it carries, so the replies can be looked at.
    fn judged(&self, file: &Path) -> Tally {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // For whoever wants to look; the verdict does not hang on it.
        let _ = std::fs::write(file, &said);
        let text = String::from_utf8_lossy(&said).to_lowercase();
        let mut tally = Tally::default();
        let sees =
            |what: &str| text.contains(what).then_some(()).ok_or_else(|| format!("no {what} in {}", file.display()));
        tally.check("access: the capture has the replies in it", sees("patient_name"));
        for canary in CANARIES {
            let outcome =
                if text.contains(canary) { Err(format!("{canary} is in {}", file.display())) } else { Ok(()) };
            tally.check(format!("access: no reply has {canary}"), outcome);
        }
        tally
    }
}

fn passed(mut from: TcpStream, mut to: TcpStream, mut keep: impl FnMut(&[u8])) {
    let mut piece = [0; 16 * 1024];
    while let Ok(read) = from.read(&mut piece) {
        keep(&piece[..read]);
        if read == 0 || to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown(Shutdown::Write);
}
