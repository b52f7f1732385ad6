//! What the process itself takes, under the names that Prometheus' own clients use. Linux only; elsewhere nothing is
//! said.

use std::fs;

use crate::{Exposition, Kind};

/// Ticks of the processor's time in a second: the same on every Linux that programs see.
const TICKS: f64 = 100.0;

pub fn expose(page: &mut Exposition) {
    if let Some(kib) = resident_kib() {
        page.gauge("process_resident_memory_bytes", "Memory of the process.", kib * 1024);
    }
    if let Some(seconds) = cpu_seconds() {
        page.counter("process_cpu_seconds_total", "Time on processors.", seconds);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        page.gauge("process_open_fds", "Open files and sockets.", files.count());
    }
    if let Some(max) = files_max() {
        page.family(Kind::Gauge, "process_max_fds", "Files and sockets that may be open.").sample(&[], max);
    }
}

fn resident_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// In user and in kernel mode: the 14th and 15th fields, counted behind the name in brackets, which may hold anything.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(11).map(str::parse::<u64>);
    let both = ticks.next()?.ok()? + ticks.next()?.ok()?;
    Some(both as f64 / TICKS)
}

fn files_max() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn linux_says_all_of_it() {
        let mut page = Exposition::default();
        expose(&mut page);
        assert_eq!(page.finish().lines().filter(|line| line.starts_with("process_")).count(), 4);
        assert!(resident_kib().is_some_and(|kib| kib > 100));
    }
}
