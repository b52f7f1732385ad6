//! A database that a Java metastore made, looked at, shadowed, shared, served and handed back: with
//! Hive 2.3.9, 3.1.3 and 4.0.1.
//!
//! What Skep answers is compared with the Java server's answers by `skep shadow`, and the rows that
//! both leave together with those of the Java server alone, ids and times aside.

use std::process::Command;
use std::time::Instant;

use super::{Takeover, Tally, engine, iceberg, rows, spark};
use crate::db::fresh::{Database, Product};
use crate::peer::java::{self, JAVAS, Java};
use crate::server::Server;
use crate::{Outcome, command, db, layout, skep};

/// The tables compared, and since which version of Hive there is what the question asks.
const QUESTIONS: &str = include_str!("takeover.sql");

/// The generations side by side: each has its own servers and its own database, and waits much.
pub fn run(wanted: &Takeover) -> Outcome<Tally> {
    let asked = |java: &&Java| wanted.hive.as_deref().is_none_or(|only| only == java.name);
    let javas: Vec<&Java> = JAVAS.iter().filter(asked).collect();
    // What is fetched and built is so once.
    iceberg::environment()?;
    skep::binary(skep::Build::Debug)?;
    let class_paths: Vec<String> = javas.iter().map(|java| java::class_path(java)).collect::<Outcome<_>>()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        db::up()?;
        std::thread::scope(|scope| {
            let with_jars = javas.iter().zip(&class_paths);
            let nights: Vec<_> =
                with_jars.map(|(java, jars)| scope.spawn(move || night(java, jars, product))).collect();
            for night in nights {
                tally += night.join().unwrap_or(Tally::BROKEN);
            }
        });
    }
    Ok(tally)
}

fn night(java: &Java, class_path: &str, product: Product) -> Tally {
    let label = format!("takeover-{}-{}", java.name, product.name());
    let started = Instant::now();
    let tally = taken_over(java, class_path, product, &label).unwrap_or_else(|reason| {
        println!("FAIL {label}: {reason}");
        Tally::BROKEN
    });
    println!("     {label} took {} s", started.elapsed().as_secs());
    tally
}

/// The whole way of one database.
fn taken_over(java: &Java, class_path: &str, product: Product, label: &str) -> Outcome<Tally> {
    let database = db::up()?.fresh(product, &label.replace(['-', '.'], "_"))?;
    let files = layout::emptied(layout::scratch().join("files").join(label))?;
    let old = java::start(java, class_path, &database, label)?;
    let script = |phase: &str, servers: &[&Server], hive_database: &str| {
        let mut script = Command::new("nice");
        script
            .arg(iceberg::environment()?.python())
            .arg(layout::checkout().join("tests/engines/takeover_scenario.py"))
            .args(["--phase", phase, "--label", &format!("{label}-{phase}"), "--hive", java.name])
            .args(["--database", hive_database])
            .arg("--files")
            .arg(&files)
            .arg("--servers")
            .args(servers.iter().map(|server| server.uri()));
        if product == Product::Mariadb {
            script.arg("--latin1");
        }
        engine::run(&mut script, &format!("{label}-{phase}-{hive_database}"))
    };

    let mut tally = script("make", &[&old], "dbalone")?;
    if java.spark {
        tally += spark::takeover(&old, label)?;
    }
    tally += looked_at(&database, java, label)?;
    tally += shadowed(&database, label, &old, |shadow| script("read", &[shadow], "dbalone"))?;
    let new = skep::start_with(&database, label, skep::Build::Debug, &java::warehouse(label))?;
    tally += script("make", &[&old, &new], "dbboth")?;
    tally += script("beside", &[&old, &new], "dbbeside")?;
    drop(new);
    tally += script("back", &[&old], "dbboth")?;
    tally += script("make", &[&old], "dblast")?;
    let found = |hive_database: &str| rows_of(&database, java, hive_database, &files.display().to_string());
    // `back` changes what it finds, so `last` is made and changed alike.
    tally += script("back", &[&old], "dblast")?;
    tally += compared(label, &found("dblast")?, &found("dbboth")?);
    Ok(tally)
}

/// `skep takeover check`: it ends well, and counts what was made.
fn looked_at(database: &Database, java: &Java, label: &str) -> Outcome<Tally> {
    let mut check = Command::new(skep::binary(skep::Build::Debug)?);
    check.args(["takeover", "check", "--json", &database.url()]);
    let said = command::run(&mut check)?;
    let expected = [
        format!("\"schema\": \"{}\"", java.schema),
        "\"waiting compactions\": 1".into(),
        "\"transactional tables\": 1".into(),
        "\"MANAGED_TABLE\": ".into(),
        "\"VIRTUAL_VIEW\": ".into(),
    ];
    let missing: Vec<&String> = expected.iter().filter(|text| !said.contains(text.as_str())).collect();
    Ok(verdict(
        label,
        "skep takeover check counts what is there",
        missing.is_empty(),
        &format!("no {missing:?} in {said}"),
    ))
}

/// Everything there is, asked of the Java server through `skep shadow`, which may find nothing that
/// it does not know.
fn shadowed(
    database: &Database,
    label: &str,
    old: &Server,
    read: impl FnOnce(&Server) -> Outcome<Tally>,
) -> Outcome<Tally> {
    let report = layout::emptied(layout::scratch().join("shadow").join(label))?.join("differences.jsonl");
    let mut shadow = skep::shadow(database, label, &old.uri(), &report)?;
    let mut tally = read(&shadow)?;
    let summary = shadow.ended_by_us()?;
    let differences = std::fs::read_to_string(&report).map_err(|e| format!("{}: {e}", report.display()))?;
    let is_known = |line: &&str| line.contains("\"known\":");
    let unknown: Vec<&str> = differences.lines().filter(|line| !is_known(line)).take(20).collect();
    let counts = summary.lines().find(|line| line.starts_with("all ")).unwrap_or_default();
    let mut numbers = counts.split_whitespace().skip(1).map(|number| number.parse().unwrap_or(0));
    let [equal, different, _known, moved, missed] = std::array::from_fn(|_| numbers.next().unwrap_or(0));
    // Nobody writes meanwhile, so none has moved, and every answer is compared.
    let fine = equal > 300 && different + moved + missed == 0 && unknown.is_empty();
    let otherwise = format!("{counts}\n     {}", unknown.join("\n     "));
    tally += verdict(label, "skep shadow finds no difference it does not know", fine, &otherwise);
    for line in summary.lines().filter(|line| line.starts_with("known") || line.starts_with("all ")) {
        println!("     {label}: {line}");
    }
    Ok(tally)
}

fn verdict(label: &str, sentence: &str, fine: bool, otherwise: &str) -> Tally {
    if fine {
        println!("ok   {label}: {sentence}");
        return Tally { passed: 1, failed: 0 };
    }
    println!("FAIL {label}: {sentence}\n     {otherwise}");
    Tally::BROKEN
}

/// Every question's rows about one Hive database, its own name aside.
fn rows_of(database: &Database, java: &Java, hive_database: &str, files: &str) -> Outcome<Vec<(String, Vec<String>)>> {
    let mut found = Vec::new();
    for question in QUESTIONS.trim().split("\n\n") {
        let (comment, sql) = question.split_once('\n').ok_or("an empty question")?;
        let (since, name) = comment.trim_start_matches("-- ").split_once(' ').ok_or("a question without a name")?;
        if since > java.name {
            continue;
        }
        let said = database.query(&sql.replace("THE_DATABASE", hive_database))?;
        let normal = |row: &str| {
            let row = row.replace(&format!("{files}/{hive_database}"), "HOME").replace(hive_database, "DATABASE");
            // The text of a view is written in capitals, too.
            rows::seconds_to_time(&row.replace(&hive_database.to_uppercase(), "DATABASE"))
        };
        let mut lines: Vec<String> = said.lines().map(normal).collect();
        lines.sort();
        found.push((name.to_owned(), lines));
    }
    Ok(found)
}

fn compared(label: &str, alone: &[(String, Vec<String>)], both: &[(String, Vec<String>)]) -> Tally {
    let mut tally = Tally::default();
    for ((table, theirs), (_, ours)) in alone.iter().zip(both) {
        let mut different = String::new();
        for (sign, rows, others) in [("java alone", theirs, ours), ("with skep", ours, theirs)] {
            for row in rows.iter().filter(|row| !others.contains(row)).take(5) {
                different += &format!("only {sign}: {row}\n     ");
            }
        }
        let fine = theirs == ours && !theirs.is_empty();
        tally += verdict(label, &format!("rows of {table} ({})", theirs.len()), fine, &different);
    }
    tally
}
