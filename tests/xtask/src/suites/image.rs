//! The container image, looked at and run: as an unprivileged user on a read-only root, with a real Spark as its client.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::Tally;
use super::spark::{self, Side};
use crate::image::{self, Arch, Image};
use crate::server::Server;
use crate::{Outcome, apt, command, layout, peer};

/// The user of the image.
const NOBODY: &str = "65532";
/// What a node may have to download.
const MEGABYTES: f64 = 25.0;

pub fn run() -> Outcome<Tally> {
    let image = image::make(Arch::native())?;
    let first = archive_digest(&image)?;
    let mut tally = Tally::default();
    let mut check = |name: &str, outcome| tally.check(format_args!("image: {name}"), outcome);
    let megabytes = image.compressed as f64 / 1e6;
    let small = if megabytes <= MEGABYTES { Ok(()) } else { Err(format!("more than {MEGABYTES} MB")) };
    check(&format!("a node downloads {megabytes:.1} MB"), small);
    check("tools that read images read it", readable(&image));
    check("made again it has the same bytes", same_again(&first));
    // In /tmp, because a read-only root has no other place to mount on.
    let files = tempfile::TempDir::new().map_err(|e| format!("making a folder: {e}"))?;
    let server = start(&image.root, files.path())?;
    check("the server runs without any power", powerless(&server));
    tally += spark::scenario_in(files.path(), peer::SPARK, &server, Side::Skep, "image")?;
    Ok(tally)
}

fn readable(image: &Image) -> Outcome {
    apt::need("/usr/bin/skopeo", &["skopeo"])?;
    let mut inspect = Command::new("skopeo");
    let said = command::run(inspect.arg("inspect").arg(format!("oci-archive:{}", image.archive.display())))?;
    let arch = format!("\"Architecture\": \"{}\"", Arch::native().name());
    if said.contains(&arch) { Ok(()) } else { Err(said) }
}

fn archive_digest(image: &Image) -> Outcome<String> {
    command::run(Command::new("sha256sum").stdin(std::process::Stdio::null()).arg(&image.archive))
}

fn same_again(first: &str) -> Outcome {
    let again = archive_digest(&image::make(Arch::native())?)?;
    if again == first { Ok(()) } else { Err(format!("{first}{again}")) }
}

/// The image's root, read-only, with the folders that a pod would mount: /data for the database, and `files` at the
/// path where Spark sees it too.
fn start(root: &Path, files: &Path) -> Outcome<Server> {
    apt::need("/usr/bin/bwrap", &["bubblewrap"])?;
    let home = layout::emptied(layout::scratch().join("skep/image"))?;
    let data = layout::made(home.join("data"));
    let warehouse = layout::made(files.join("warehouse"));
    let port = layout::free_port();
    let mut skep = Command::new("bwrap");
    skep.args(["--unshare-user", "--unshare-pid", "--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"]);
    skep.args(["--die-with-parent", "--clearenv", "--ro-bind"]).arg(root).arg("/");
    skep.args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind"]).arg(&data).arg("/data");
    skep.arg("--bind").args([files, files]).args(["--chdir", "/data", "/usr/bin/skep", "serve"]);
    skep.args(["--listen", &format!("127.0.0.1:{port}"), "--database", "sqlite:///data/metastore.db"]);
    skep.arg("--warehouse").arg(&warehouse);
    Server::start(skep, port, &home.join("log"), Duration::from_secs(30))
}

/// As the kernel tells it: the user the server believes to be, and that it may not gain anything.
fn powerless(server: &Server) -> Outcome {
    let children = command::run(Command::new("pgrep").args(["--full", "^/usr/bin/skep serve"]))?;
    let pid = children.lines().next().ok_or("no process /usr/bin/skep")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(|e| format!("{pid}: {e}"))?;
    let has = |line: &str| status.lines().any(|found| found.split_whitespace().eq(line.split_whitespace()));
    match has("CapEff: 0000000000000000") && has("NoNewPrivs: 1") {
        true => Ok(()),
        false => Err(format!("{status}\n{}", server.tail(5))),
    }
}
