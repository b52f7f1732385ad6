//! Skep beside Apache's metastore 2.3.9 on the same PostgreSQL and the same rows.
//!
//! Skep fills one database; Apache's gets a copy of it. Calls then alternate between the two, and
//! the results go to tests/bench/RESULTS.md.

mod groups;
mod idle;
mod million;
mod program;
mod report;

use std::process::Command;

use clap::{Args, Subcommand};

use crate::db::fresh::{Database, Product};
use crate::server::Server;
use crate::{Outcome, command, db, peer, skep};
use groups::Group;
use program::Program;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Wanted {
    /// How often each call is measured on each server
    #[arg(long, default_value_t = 15)]
    rounds: u32,
    /// Partitions of the table that is listed whole
    #[arg(long, default_value_t = 100_000)]
    huge: u32,
    /// Only these rows, which are printed and not written down; may be repeated
    #[arg(long, value_name = "NAME")]
    only: Vec<Group>,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Skep alone, with a table of a million partitions; writes tests/bench/MILLION.md
    Million(million::Wanted),
}

/// What was found out, in the order of the report.
#[derive(Default)]
pub struct Findings {
    /// Name, then the two servers' milliseconds and CPU milliseconds, as Bench.java printed them.
    timings: Vec<Vec<String>>,
    /// Name, then the two servers' values.
    facts: Vec<(String, String, String)>,
}

pub fn run(wanted: &Wanted) -> Outcome {
    if let Some(Part::Million(wanted)) = &wanted.part {
        return million::run(wanted);
    }
    let groups = Group::chosen(&wanted.only);
    let names = Group::names(&groups);
    let servers = db::up()?;
    let ours = servers.fresh(Product::Postgres, "bench_skep")?;
    ours.load("schema/ddl/postgres/2.3.0.sql")?;
    skep::binary(skep::Build::Release)?;
    let bench = Program::compile()?;
    {
        let filling = skep::start(&ours, "bench-fill", skep::Build::Release)?;
        let [huge, rounds] = [wanted.huge, wanted.rounds].map(|number| number.to_string());
        bench.run(&["fill", &filling.port.to_string(), &huge, &rounds, &names])?;
    }
    ours.query("vacuum analyze")?;
    let theirs = servers.fresh_copy(&ours, "bench_java")?;
    let mut findings = Findings::default();
    measure(wanted, &groups, &bench, [&theirs, &ours], &mut findings)?;
    if groups.contains(&Group::Huge) {
        findings.copies(&ours)?;
    }
    report::write(wanted, &findings)
}

fn measure(
    wanted: &Wanted,
    groups: &[Group],
    bench: &Program,
    [theirs, ours]: [&Database; 2],
    findings: &mut Findings,
) -> Outcome {
    let (java, java_start) = idle::timed(|| peer::start_on_schema(theirs, "bench"))?;
    let (skep, skep_start) = idle::timed(|| skep::start(ours, "bench", skep::Build::Release))?;
    let server = groups.contains(&Group::Server);
    if server {
        findings.fact("start to first answer", [java_start, skep_start]);
        findings.fact("memory when started", [idle::rss(&java)?, idle::rss(&skep)?]);
    }
    let rounds = wanted.rounds.to_string();
    let said = bench.run(&["measure", &place(&java), &place(&skep), &rounds, &Group::names(groups)])?;
    let mut peaks = Vec::new();
    for line in said.lines() {
        if let Some(timing) = line.strip_prefix("timing\t") {
            findings.timings.push(timing.split('\t').map(str::to_owned).collect());
        } else if let Some(peak) = line.strip_prefix("rss after huge\t") {
            peaks.push(idle::megabytes(peak.trim().parse().unwrap_or(0)));
        }
    }
    if let [theirs, ours] = &peaks[..] {
        findings.fact("peak memory, the huge listing included", [theirs.clone(), ours.clone()]);
    }
    if server {
        // Last: it may leave a server without threads.
        let [theirs, ours] = [idle::crowd(&java)?, idle::crowd(&skep)?];
        findings.fact("5,000 idle connections: answered", [theirs.answered, ours.answered]);
        findings.fact("5,000 idle connections: memory", [theirs.memory, ours.memory]);
    }
    Ok(())
}

/// Where Bench.java finds a server, and whose CPU time it reads.
fn place(server: &Server) -> String {
    format!("{}:{}", server.port, server.pid())
}

impl Findings {
    fn fact(&mut self, what: &str, [java, skep]: [String; 2]) {
        self.facts.push((what.to_owned(), java, skep));
    }

    /// How long PostgreSQL itself takes to give the rows of a listing away.
    fn copies(&mut self, database: &Database) -> Outcome {
        for table in ["many", "huge"] {
            let began = std::time::Instant::now();
            database.query_unseen(&COPY.replace("TABLE", table))?;
            let took = format!("{:.0} ms", began.elapsed().as_secs_f64() * 1000.0);
            self.fact(&format!("PostgreSQL COPY of the rows of `{table}`"), [took.clone(), took]);
        }
        Ok(())
    }
}

/// The rows that get_partitions needs.
const COPY: &str = r#"copy (
  select p.*, s.*, e.*, v.vals, a.params
    from "PARTITIONS" p
    join "TBLS" t on t."TBL_ID" = p."TBL_ID" and t."TBL_NAME" = 'TABLE'
    join "SDS" s on s."SD_ID" = p."SD_ID"
    join "SERDES" e on e."SERDE_ID" = s."SERDE_ID"
    join (select "PART_ID", array_agg("PART_KEY_VAL" order by "INTEGER_IDX") vals
            from "PARTITION_KEY_VALS" group by 1) v on v."PART_ID" = p."PART_ID"
    join (select "PART_ID", array_agg("PARAM_KEY" || '=' || "PARAM_VALUE") params
            from "PARTITION_PARAMS" group by 1) a on a."PART_ID" = p."PART_ID"
) to stdout"#;

/// A program's own first line about its version.
fn version_of(program: &str, argument: &str) -> String {
    command::run(Command::new(program).arg(argument))
        .ok()
        .and_then(|said| Some(said.lines().next()?.trim().to_owned()))
        .unwrap_or_default()
}
