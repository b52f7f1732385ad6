//! The rows of a database made by Skep against those of one made by Apache's metastore 2.3.9,
//! after the same Spark session and the same Java client program: the same but for ids and times.
//!
//! Ids are never looked at: every question joins back to names. Times are replaced by `TIME`, and
//! each side's own folder by `HOME`.

use std::collections::BTreeMap;

use super::spark::Side;
use super::{Rows, Tally, java, spark};
use crate::db::fresh::{Database, Product};
use crate::{Outcome, db, layout, peer};

/// The tables compared, and how they are read: Hive 2.3's columns, which every version has.
const QUESTIONS: &str = include_str!("rows.sql");

pub fn run(wanted: &Rows) -> Outcome<Tally> {
    let servers = db::up()?;
    let mut tally = Tally::default();
    for &product in &wanted.db {
        let mut made = Vec::new();
        for side in [Side::Peer, Side::Skep] {
            let label = format!("rows-{}-{}", product.name(), side.name());
            let database = servers.fresh(product, &label.replace('-', "_"))?;
            tally += fill(&database, side, &label)?;
            made.push(snapshot(&database)?);
        }
        tally += compare(product, &made[0], &made[1]);
    }
    Ok(tally)
}

/// The two sessions whose rows are compared.
fn fill(database: &Database, side: Side, label: &str) -> Outcome<Tally> {
    let server = side.start(database, label)?;
    // The same script, word for word: a view remembers the settings it was made with.
    let mut tally = spark::scenario(peer::SPARK, &server, Side::Peer, label)?;
    let probe = format!("{label}-probe");
    tally += java::probe("2.3", &server.uri(), &probe, java::Leave::Everything)?;
    Ok(tally)
}

/// Each question's rows, normalised and sorted.
fn snapshot(database: &Database) -> Outcome<BTreeMap<String, Vec<String>>> {
    let mut tables = BTreeMap::new();
    for question in QUESTIONS.split("\n\n") {
        let (comment, sql) = question.split_once('\n').ok_or("an empty question")?;
        let name = comment.trim_start_matches("-- ").to_owned();
        let mut rows: Vec<String> = database.query(sql)?.lines().map(normal).collect();
        rows.sort();
        tables.insert(name, rows);
    }
    Ok(tables)
}

/// One test per question; what differs is printed.
fn compare(product: Product, java: &BTreeMap<String, Vec<String>>, skep: &BTreeMap<String, Vec<String>>) -> Tally {
    let mut tally = Tally::default();
    for (table, theirs) in java {
        let ours = &skep[table];
        if theirs == ours && !theirs.is_empty() {
            println!("ok   rows-{}: {table} ({} rows)", product.name(), ours.len());
            tally.passed += 1;
            continue;
        }
        println!("FAIL rows-{}: {table}", product.name());
        tally.failed += 1;
        for (sign, rows, others) in [("java", theirs, ours), ("skep", ours, theirs)] {
            for row in rows.iter().filter(|row| !others.contains(row)).take(20) {
                println!("     only {sign}: {row}");
            }
        }
    }
    tally
}

/// A row without what must differ: times, and the folders of the side that made it.
fn normal(row: &str) -> String {
    let mut row = row.replace(&layout::scratch().display().to_string(), "SCRATCH");
    for side in [Side::Peer, Side::Skep].map(Side::name) {
        for product in ["postgres", "mariadb"] {
            let label = format!("rows-{product}-{side}");
            row = row.replace(&format!("SCRATCH/{side}/{label}"), "SERVER");
            row = row.replace(&format!("SCRATCH/files/{label}"), "HOME");
        }
    }
    seconds_to_time(&row)
}

/// Replaces what looks like a Unix time of this decade, in seconds or milliseconds.
pub fn seconds_to_time(row: &str) -> String {
    let is_time =
        |digits: &str| matches!(digits.len(), 10 | 13) && (digits.starts_with("17") || digits.starts_with("18"));
    let mut result = String::with_capacity(row.len());
    let mut digits = String::new();
    for c in row.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        result.push_str(if is_time(&digits) { "TIME" } else { &digits });
        digits.clear();
        result.push(c);
    }
    result.pop();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_and_numbers_stay() {
        let row = "transient_lastDdlTime\t1795237445\tnumFiles\t12";
        assert_eq!(seconds_to_time(row), "transient_lastDdlTime\tTIME\tnumFiles\t12");
    }
}
