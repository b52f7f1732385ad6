//! Stock pyspark with Hadoop token files and without Kerberos: good tokens of two teams, and tokens that are wrong,
//! unknown, expired or revoked. One token is exchanged for a bearer token of a local issuer, as a pod does it, and bearer
//! tokens that are no good are not.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{Tally, engine};
use crate::db::fresh::{Database, Product};
use crate::server::Server;
use crate::{Outcome, apt, command, db, layout, peer, python, skep};

pub fn run() -> Outcome<Tally> {
    apt::need("/usr/bin/java", &["openjdk-17-jdk-headless"])?;
    let database = db::up()?.fresh(Product::Sqlite, "identity")?;
    let home = layout::emptied(layout::scratch().join("skep/identity"))?;
    let world = World { binary: skep::binary(skep::Build::Debug)?, database, home };
    // The server's ports are open before its tables are made, and the tokens need those.
    let init = ["schema", "init", "--database", &world.database.url()];
    command::run(Command::new(&world.binary).args(init))?;
    let (proven, open, http) = (layout::free_port(), layout::free_port(), layout::free_port());
    let issuer = world.issuer()?;
    let server = world.serve(proven, open, http, &issuer)?;
    let mut tally = Tally::default();
    tally += world.exchanges(http);
    for case in world.cases()? {
        tally += world.session(&case, if case.anyone { open } else { proven })?;
    }
    tally += world.callers_in(&server.tail(usize::MAX));
    Ok(tally)
}

struct World {
    binary: PathBuf,
    database: Database,
    home: PathBuf,
}

/// One Spark session.
struct Case {
    label: &'static str,
    token: Option<PathBuf>,
    expect: &'static str,
    /// Id of the token to take back while the session runs.
    revoke: Option<String>,
    /// Goes to the listener that asks for no proof.
    anyone: bool,
}

const REFUSED: &str = "Peer indicated failure: authentication failed";

impl World {
    /// A listener that takes tokens alone, one that asks for nothing, and one for bearer tokens.
    fn serve(&self, proven: u16, open: u16, http: u16, issuer: &Server) -> Outcome<Server> {
        let config = self.home.join("skep.toml");
        let listeners = format!(
            "[[server.listeners]]\nlisten = \"127.0.0.1:{proven}\"\nmethods = [\"token\"]\n\
             [[server.listeners]]\nlisten = \"127.0.0.1:{open}\"\nmethods = [\"claim\"]\n\
             [[server.listeners]]\nlisten = \"127.0.0.1:{http}\"\nmethods = [\"jwt\"]\n\
             [[identity.issuers]]\nissuer = \"http://127.0.0.1:{}\"\naudience = \"skep\"\n\
             principal = \"sa:{{serviceaccount}}\"\n",
            issuer.port
        );
        std::fs::write(&config, listeners).map_err(|e| format!("{}: {e}", config.display()))?;
        let mut serve = Command::new(&self.binary);
        serve.arg("serve").arg("--config").arg(config).args(["--database", &self.database.url()]);
        serve.arg("--warehouse").arg(layout::made(self.home.join("warehouse"))).arg("--init-schema");
        Server::start(serve, proven, &self.home.join("log"), Duration::from_secs(60))
    }

    /// Signs tokens for `sa:lf-fgac-user/pod`, good and bad ones.
    fn issuer(&self) -> Outcome<Server> {
        let python = python::environment("issuer", &["pyjwt[crypto]==2.10.1"])?;
        let port = layout::free_port();
        let mut issuer = Command::new(python.python());
        issuer
            .arg(layout::checkout().join("tests/engines/issuer.py"))
            .args(["--port", &port.to_string(), "--audience", "skep"])
            .args(["--subject", "system:serviceaccount:lf-fgac-user:pod", "--folder"])
            .arg(&self.home);
        Server::start(issuer, port, &self.home.join("issuer.log"), Duration::from_secs(60))
    }

    /// `skep token fetch` gets a token file for the good bearer token, and none for the others.
    fn exchanges(&self, port: u16) -> Tally {
        let mut tally = Tally::default();
        let failed = "authentication failed";
        for (name, expected) in [
            ("good", None),
            ("expired", Some("the token has expired")),
            ("early", Some("the token is not valid yet")),
            ("audience", Some("the token is for another audience")),
            ("forged", Some(failed)),
            ("none", Some(failed)),
            ("secret", Some(failed)),
        ] {
            let mut fetch = Command::new(&self.binary);
            fetch.args(["token", "fetch", "--url", &format!("http://127.0.0.1:{port}"), "--bearer-file"]);
            fetch.arg(self.home.join(format!("{name}.jwt"))).arg("--hadoop-file").arg(self.pod(name));
            let outcome = match (command::run(&mut fetch), expected) {
                (Ok(_), None) => Ok(()),
                (Err(said), Some(words)) if said.contains(words) && !self.pod(name).exists() => Ok(()),
                (other, _) => Err(format!("{other:?}")),
            };
            tally.check(format_args!("identity: exchange of a bearer token: {name}"), outcome);
        }
        tally
    }

    fn pod(&self, name: &str) -> PathBuf {
        self.home.join(format!("pod-{name}.token"))
    }

    fn cases(&self) -> Outcome<Vec<Case>> {
        let case = |label, token: Option<PathBuf>, expect| Case { label, token, expect, revoke: None, anyone: false };
        let (team1, _) = self.mint("team1", "1h")?;
        let (team2, team2_id) = self.mint("team2", "1h")?;
        let (expired, _) = self.mint("expired", "1s")?;
        let (revoked, revoked_id) = self.mint("revoked", "1h")?;
        command::run(&mut self.token(&["revoke", &revoked_id]))?;
        Ok(vec![
            case("team1", Some(team1.clone()), "served"),
            Case { revoke: Some(team2_id), ..case("team2", Some(team2), "served") },
            case("pod", Some(self.pod("good")), "served"),
            case("wrong-secret", Some(changed(&team1, "wrong", Place::Secret)?), REFUSED),
            case("unknown-token", Some(changed(&team1, "unknown", Place::Identifier)?), REFUSED),
            case("expired", Some(expired), "has expired"),
            case("revoked", Some(revoked), "was revoked"),
            case("no-proof", None, "this listener serves authenticated clients only"),
            Case { anyone: true, ..case("anyone", None, "served") },
        ])
    }

    /// Makes a token of `sa:lf-fgac-user/NAME`. Its file and its id.
    fn mint(&self, name: &str, ttl: &str) -> Outcome<(PathBuf, String)> {
        let file = self.home.join(format!("{name}.token"));
        let principal = format!("sa:lf-fgac-user/{name}");
        let mut mint = self.token(&["mint", "--principal", &principal, "--ttl", ttl]);
        mint.arg("--hadoop-file").arg(&file);
        let said = command::run(&mut mint)?;
        let id = said.split_whitespace().next().ok_or("skep token mint said nothing")?;
        Ok((file, id.to_owned()))
    }

    fn token(&self, arguments: &[&str]) -> Command {
        let mut token = Command::new(&self.binary);
        token.arg("token").args(arguments).args(["--database", &self.database.url()]);
        token
    }

    fn session(&self, case: &Case, port: u16) -> Outcome<Tally> {
        let spark = python::environment(&format!("spark-{}", peer::SPARK), &[&format!("pyspark=={}", peer::SPARK)])?;
        let home = layout::emptied(self.home.join(case.label))?;
        let mut script = Command::new("nice");
        script
            .arg(spark.python())
            .arg(layout::checkout().join("tests/engines/identity_scenario.py"))
            .args(["--metastore", &format!("thrift://127.0.0.1:{port}")])
            .args(["--label", case.label, "--expect", case.expect])
            .arg("--warehouse")
            .arg(home.join("warehouse"))
            .current_dir(&home)
            .env_remove("HADOOP_TOKEN_FILE_LOCATION");
        if let Some(token) = &case.token {
            script.env("HADOOP_TOKEN_FILE_LOCATION", token).arg("--sasl");
        }
        if let Some(id) = &case.revoke {
            let words = [self.binary.display().to_string(), "token".into(), "revoke".into(), id.clone()];
            script.arg("--revoke").arg(format!("{} --database {}", words.join(" "), self.database.url()));
        }
        engine::run(&mut script, &format!("identity-{}", case.label))
    }

    /// The log names who was let in, and nobody else.
    fn callers_in(&self, log: &str) -> Tally {
        let let_in = |team: &str| log.contains(&format!("sa:lf-fgac-user/{team} (token, strength 2, E0)"));
        let right = let_in("team1") && let_in("team2") && let_in("pod") && !let_in("expired") && !let_in("revoked");
        println!("{} identity: the log names both teams, the pod and nobody else", if right { "ok  " } else { "FAIL" });
        Tally { passed: u32::from(right), failed: u32::from(!right) }
    }
}

/// Where a bit is turned in a token file of ours.
enum Place {
    Identifier,
    Secret,
}

/// A copy of a token file with one bit turned. Layout: magic and counts, alias, identifier, secret, each after its length.
fn changed(file: &Path, name: &str, place: Place) -> Outcome<PathBuf> {
    let mut bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let after = |at: usize| at + 1 + usize::from(bytes[at]);
    let identifier = after(6);
    let secret = after(identifier);
    let turned = match place {
        Place::Identifier => secret - 1,
        Place::Secret => secret + 1,
    };
    bytes[turned] ^= 1;
    let copy = file.with_file_name(format!("{name}.token"));
    std::fs::write(&copy, bytes).map_err(|e| format!("{}: {e}", copy.display()))?;
    Ok(copy)
}
