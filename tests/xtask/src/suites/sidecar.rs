//! A Spark driver and its own metastore, started together as in one pod: the driver ends, and the server with it.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Tally;
use crate::{Outcome, apt, command, layout, peer, python, skep};

/// What the job prints.
const TABLE: [&str; 3] = ["Sidecar | 1 | Alice | 30", "Dedicated | 2 | Bob | 25", "External | 3 | Carol | 41"];
/// The server may outlive the driver so long.
const GONE: Duration = Duration::from_secs(2);

/// How the server learns that the driver is done.
#[derive(Clone, Copy)]
enum Ending {
    /// The driver's container makes a file, as the Spark operator's examples do.
    Sentinel,
    /// The containers share process ids.
    Process,
    /// Kubernetes ends a native sidecar itself.
    Sigterm,
}

impl Ending {
    fn name(self) -> &'static str {
        match self {
            Ending::Sentinel => "sentinel",
            Ending::Process => "process",
            Ending::Sigterm => "sigterm",
        }
    }
}

pub fn run() -> Outcome<Tally> {
    apt::need("/usr/bin/javac", &["openjdk-17-jdk-headless"])?;
    let mut tally = Tally::default();
    for ending in [Ending::Sentinel, Ending::Process, Ending::Sigterm] {
        let label = format!("sidecar-{}", ending.name());
        match pod(ending, &label) {
            Ok(told) => {
                println!("ok   {label}: {told}");
                tally.passed += 1;
            }
            Err(reason) => {
                println!("FAIL {label}: {reason}");
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

/// Runs driver and server once, from nothing to nothing.
fn pod(ending: Ending, label: &str) -> Outcome<String> {
    let spark = python::environment(&format!("spark-{}", peer::SPARK), &[&format!("pyspark=={}", peer::SPARK)])?;
    let home = layout::emptied(layout::scratch().join("files").join(label))?;
    let (port, sentinel) = (layout::free_port(), home.join("main-container-terminated"));
    let mut driver = Command::new("sh");
    let after =
        if matches!(ending, Ending::Sentinel) { format!("; touch {}", sentinel.display()) } else { String::new() };
    // A pod's main container: the job, and then the file.
    driver.arg("-c").arg(format!(
        "{} {} --metastore thrift://127.0.0.1:{port} --warehouse {}{after}",
        spark.python().display(),
        layout::checkout().join("tests/engines/sidecar_scenario.py").display(),
        home.join("warehouse").display()
    ));
    let errors = std::fs::File::create(home.join("driver.err")).map_err(|e| e.to_string())?;
    driver.current_dir(&home).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
    let mut driver = driver.spawn().map_err(|e| format!("starting the driver: {e}"))?;
    let mut server = serve(ending, &home, port, &sentinel, driver.id())?;

    let mut output = driver.stdout.take().expect("asked for a pipe");
    // Its JVM may keep the pipe open for a moment longer than the driver lives.
    let printed = std::thread::spawn(move || {
        let mut printed = String::new();
        output.read_to_string(&mut printed).map(|_| printed)
    });
    driver.wait().map_err(|e| format!("waiting for the driver: {e}"))?;
    let ended = Instant::now();
    if matches!(ending, Ending::Sigterm) {
        command::run(Command::new("kill").args(["-TERM", &server.id().to_string()]))?;
    }
    let code = end_of(&mut server, ended + GONE).ok_or_else(|| {
        let _ = server.kill();
        format!("still there {GONE:?} after the driver's end")
    })?;
    let gone = ended.elapsed();
    let said = std::fs::read_to_string(home.join("skep.log")).unwrap_or_default();
    if code != Some(0) {
        return Err(format!("ended with {code:?}:\n{}", command::last_lines(&said, 20)));
    }
    let printed = printed.join().map_err(|_| "the thread that reads the driver died")?;
    let printed = printed.map_err(|e| format!("reading the driver: {e}"))?;
    let rows: Vec<&str> = printed.lines().filter(|line| line.contains(" | ")).collect();
    if rows != TABLE {
        let complaint = std::fs::read_to_string(home.join("driver.err")).unwrap_or_default();
        return Err(format!("the job printed {rows:?}:\n{}", command::last_lines(&complaint, 20)));
    }
    rows.iter().for_each(|row| println!("     {row}"));
    let ready = said.split("millis=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or("?");
    Ok(format!("ready {ready} ms after its start, gone {} ms after the driver, exit code 0", gone.as_millis()))
}

fn serve(ending: Ending, home: &Path, port: u16, sentinel: &Path, driver: u32) -> Outcome<Child> {
    let log = std::fs::File::create(home.join("skep.log")).map_err(|e| e.to_string())?;
    let mut server = Command::new(skep::binary(skep::Build::Debug)?);
    server
        .args(["serve", "--sidecar", "--listen", &format!("127.0.0.1:{port}"), "--set", "admin.listen=127.0.0.1:0"])
        .args(["--set", &format!("sidecar.sentinel-file={}", sentinel.display())])
        .current_dir(home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    if matches!(ending, Ending::Process) {
        server.args(["--set", &format!("sidecar.watch-pid={driver}")]);
    }
    server.spawn().map_err(|e| format!("starting skep: {e}"))
}

/// Its exit code, if it ends in time.
fn end_of(server: &mut Child, deadline: Instant) -> Option<Option<i32>> {
    loop {
        if let Ok(Some(status)) = server.try_wait() {
            return Some(status.code());
        }
        if Instant::now() > deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
