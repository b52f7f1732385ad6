//! What a server costs before and beside its work: start, memory, idle connections.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::{Outcome, command};

/// A started server, and how long it took to answer its first call.
pub fn timed(start: impl FnOnce() -> Outcome<Server>) -> Outcome<(Server, String)> {
    let began = Instant::now();
    let server = start()?;
    command::wait_until("a first answer", Duration::from_secs(60), || open(server.port).is_ok())?;
    let took = format!("{:.2} s", began.elapsed().as_secs_f64());
    Ok((server, took))
}

/// Resident memory now.
pub fn rss(server: &Server) -> Outcome<String> {
    Ok(megabytes(kilobytes(server)?))
}

pub fn megabytes(kilobytes: u64) -> String {
    format!("{} MB", kilobytes / 1024)
}

fn kilobytes(server: &Server) -> Outcome<u64> {
    let path = format!("/proc/{}/status", server.pid());
    let status = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
        .ok_or_else(|| format!("{path} has no VmRSS"))
}

pub struct Crowd {
    pub answered: String,
    pub memory: String,
}

const CROWD: usize = 5000;

/// Opens many connections that each ask one thing and then stay.
pub fn crowd(server: &Server) -> Outcome<Crowd> {
    let pid = std::process::id().to_string();
    command::run(Command::new("prlimit").args(["--pid", &pid, "--nofile=20000:"]))?;
    let mut kept = Vec::with_capacity(CROWD);
    let mut refused = 0;
    while kept.len() < CROWD && refused < 3 {
        match open(server.port) {
            Ok(stream) => kept.push(stream),
            Err(_) => refused += 1,
        }
    }
    Ok(Crowd { answered: kept.len().to_string(), memory: rss(server)? })
}

/// A connection on which `getStatus` was asked and answered.
fn open(port: u16) -> std::io::Result<TcpStream> {
    // Strict binary protocol: version and kind, name, sequence number, no arguments.
    const GET_STATUS: &[u8] = b"\x80\x01\x00\x01\x00\x00\x00\x09getStatus\x00\x00\x00\x01\x00";
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(GET_STATUS)?;
    let mut reply = [0; 29];
    stream.read_exact(&mut reply)?;
    Ok(stream)
}
