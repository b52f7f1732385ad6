//! Glue passthrough: stock Spark and PyIceberg on `skep serve --database glue://…`, with moto as AWS behind a door
//! that counts calls, throttles some and loses the answers of others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::spark::{self, Side};
use super::{Glue, Tally, engine, iceberg};
use crate::server::Server;
use crate::{Outcome, command, layout, peer, python, skep};

const MOTO: &[&str] = &["moto[server]==5.2.5"];
const ADDRESS: &str = "glue://eu-central-1";

pub fn run(wanted: &Glue) -> Outcome<Tally> {
    let program = program()?;
    let mut tally = refusals(&program)?;
    for (label, trouble) in [("glue", Trouble::NONE), ("glue-throttled", Trouble::SOME)] {
        let world = World::start(&program, label, trouble)?;
        tally += spark::scenario(peer::SPARK, &world.skep, Side::Skep, &format!("{label}-spark"))?;
        world.report(&format!("{label}-spark"), None)?;
        tally += pyiceberg(&world, &format!("{label}-pyiceberg"))?;
        world.report(&format!("{label}-pyiceberg"), None)?;
    }
    let world = World::start(&program, "glue-scale", Trouble::SOME)?;
    tally += scale(&world, wanted)?;
    tally.check("glue: readiness follows AWS away", readiness(world));
    Ok(tally)
}

/// The server with Glue in it, which the everyday build leaves out. Put aside, so that neither takes the other's place.
fn program() -> Outcome<PathBuf> {
    if let Some(built) = std::env::var_os("SKEP_TEST_BINARY") {
        return Ok(built.into());
    }
    let built = skep::debug_build_with("skep", &["skep/glue"])?;
    let aside = layout::made(layout::scratch().join("glue")).join("skep");
    std::fs::copy(&built, &aside).map_err(|e| format!("copying {}: {e}", built.display()))?;
    Ok(aside)
}

/// Shares of the calls.
#[derive(Clone, Copy)]
struct Trouble {
    throttled: &'static str,
    lost: &'static str,
}

impl Trouble {
    const NONE: Trouble = Trouble { throttled: "0", lost: "0" };
    const SOME: Trouble = Trouble { throttled: "0.2", lost: "0.02" };
}

/// AWS, and a Skep in front of it. The order of the fields is that of their end.
struct World {
    skep: Server,
    aws: Server,
    admin: u16,
}

impl World {
    fn start(program: &PathBuf, label: &str, trouble: Trouble) -> Outcome<World> {
        let home = layout::emptied(layout::scratch().join("skep").join(label))?;
        let moto = python::environment("moto", MOTO)?;
        let port = layout::free_port();
        let mut door = Command::new(moto.python());
        door.arg(layout::checkout().join("tests/engines/glue_aws.py")).args([
            "--port",
            &port.to_string(),
            "--throttle",
            trouble.throttled,
            "--lose",
            trouble.lost,
        ]);
        let aws = Server::start(door, port, &home.join("aws.log"), Duration::from_secs(120))?;
        let (listen, admin) = (layout::free_port(), layout::free_port());
        let mut server = serve(program, ADDRESS, port, listen);
        server
            .args(["--set", &format!("admin.listen=127.0.0.1:{admin}")])
            .arg("--warehouse")
            .arg(home.join("warehouse"));
        let skep = Server::start(server, listen, &home.join("log"), Duration::from_secs(60))?;
        Ok(World { skep, aws, admin })
    }

    /// The calls that AWS has had since the last report.
    fn report(&self, label: &str, naive: Option<u64>) -> Outcome {
        let (_, told) = get(self.aws.port, "/counts?reset")?;
        let calls: u64 = told.split(['{', '}']).nth(2).unwrap_or_default().split(", ").filter_map(number).sum();
        println!("     {label}: {calls} calls of AWS: {}", told.trim());
        if let Some(naive) = naive {
            println!("     {label}: one call for each object would be {naive}, {} times as many", naive / calls.max(1));
        }
        Ok(())
    }
}

/// Of `"GetTable": 7`.
fn number(pair: &str) -> Option<u64> {
    pair.rsplit_once(": ")?.1.trim().parse().ok()
}

fn serve(program: &PathBuf, address: &str, aws: u16, listen: u16) -> Command {
    let mut server = Command::new(program);
    server
        .args(["serve", "--database", address, "--listen", &format!("127.0.0.1:{listen}")])
        .env("AWS_ENDPOINT_URL_GLUE", format!("http://127.0.0.1:{aws}"))
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", "testing");
    server
}

fn pyiceberg(world: &World, label: &str) -> Outcome<Tally> {
    let home = layout::emptied(layout::scratch().join("files").join(label))?;
    let mut script = Command::new("nice");
    script
        .arg(iceberg::environment()?.python())
        .arg(layout::checkout().join("tests/engines/pyiceberg_scenario.py"))
        .args(["--metastore", &world.skep.uri(), "--label", label])
        .arg("--warehouse")
        .arg(&home);
    engine::run(&mut script, label)
}

fn scale(world: &World, wanted: &Glue) -> Outcome<Tally> {
    let label = "glue-scale";
    let home = layout::emptied(layout::scratch().join("files").join(label))?;
    let version = peer::SPARK;
    let environment = python::environment(&format!("spark-{version}"), &[&format!("pyspark=={version}")])?;
    let mut script = Command::new("nice");
    script
        .arg(environment.python())
        .arg(layout::checkout().join("tests/engines/glue_scale.py"))
        .args(["--metastore", &world.skep.uri(), "--label", label])
        .args(["--tables", &wanted.tables.to_string(), "--partitions", &wanted.partitions.to_string()])
        .arg("--warehouse")
        .arg(home.join("warehouse"))
        .current_dir(&home);
    let mut naive = None;
    let mut tally = Tally::BROKEN;
    engine::lines(&mut script, |line| {
        println!("{line}");
        naive = line.strip_prefix("naive: ").and_then(|n| n.parse().ok()).or(naive);
        tally = engine::counts(line).unwrap_or(tally);
    })?;
    world.report(label, naive)?;
    Ok(tally)
}

/// What cannot work says so in one sentence, with the setting, the cause and the remedy.
fn refusals(program: &PathBuf) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let nobody = layout::free_port();
    let cases: [(&str, &str, &str, &[&str]); 4] = [
        ("AWS is not there", ADDRESS, "off", &["cannot reach the Glue catalog", "--database", "AWS_ENDPOINT_URL_GLUE"]),
        ("a policy needs a database", ADDRESS, "enforce", &["access.mode", "IAM and Lake Formation"]),
        ("no region", "glue://", "off", &["glue://REGION"]),
        ("no address", "glue://Frankfurt am Main", "off", &["glue://REGION"]),
    ];
    for (name, address, mode, words) in cases {
        let mut server = serve(program, address, nobody, layout::free_port());
        server.args(["--set", "admin.listen=off", "--set", &format!("access.mode={mode}")]);
        let output = server.output();
        let outcome = output.map_err(|e| e.to_string()).and_then(|output| {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let missing = words.iter().find(|word| !said.contains(**word));
            match missing {
                _ if output.status.success() => Err("it started".to_owned()),
                Some(word) => Err(format!("{word:?} is not in: {said}")),
                None => Ok(()),
            }
        });
        tally.check(format!("glue: {name}"), outcome);
    }
    Ok(tally)
}

fn readiness(world: World) -> Outcome {
    let ready = |port| get(port, "/readyz");
    let (status, body) = ready(world.admin)?;
    if status != 200 {
        return Err(format!("not ready while AWS is there: {status} {body}"));
    }
    let World { skep, aws, admin } = world;
    drop(aws);
    let mut last = String::new();
    let away = command::wait_until("readiness to end", Duration::from_secs(120), || {
        let Ok((status, body)) = ready(admin) else { return false };
        last = body;
        status == 503
    });
    drop(skep);
    away.map_err(|error| format!("{error}: {last}"))
}

/// The status and the body of an answer.
fn get(port: u16, path: &str) -> Outcome<(u16, String)> {
    let told = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut told = String::new();
        stream.read_to_string(&mut told)?;
        Ok(told)
    };
    let told = told().map_err(|e| format!("asking port {port} for {path}: {e}"))?;
    let (head, body) = told.split_once("\r\n\r\n").ok_or("no HTTP answer")?;
    let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or("no HTTP status")?, body.to_owned()))
}
