//! Every method of the interface is either served or on the list of what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// `method<TAB>reason`, by name.
const MISSING: &str = include_str!("../missing.tsv");

fn served() -> BTreeSet<&'static str> {
    skep_api::methods().map(|entry| entry.method.name).collect()
}

fn missing() -> BTreeMap<&'static str, &'static str> {
    MISSING.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
}

#[test]
fn every_method_is_served_or_listed_with_a_reason() {
    let (served, missing) = (served(), missing());
    if std::env::var_os("SKEP_BLESS").is_some() {
        return bless(&served, &missing);
    }
    for method in skep_types::METHODS {
        let (is_served, reason) = (served.contains(method.name), missing.get(method.name));
        match (is_served, reason) {
            (true, Some(_)) => panic!("{} is served and still listed as missing", method.name),
            (false, None) => panic!("{} is neither served nor listed: SKEP_BLESS=1 lists it", method.name),
            (false, Some(reason)) => assert!(!reason.is_empty(), "{} is missing without a reason", method.name),
            (true, None) => {}
        }
    }
}

#[test]
fn the_list_names_nothing_that_does_not_exist() {
    for name in missing().keys() {
        assert!(skep_types::method(name).is_some(), "{name} is no method of the interface");
    }
}

/// Rewrites the list: methods newly served leave it, others join it without a reason,
/// which the test then asks for.
fn bless(served: &BTreeSet<&str>, missing: &BTreeMap<&str, &str>) {
    let mut text = String::from("# Methods that answer UNKNOWN_METHOD, and why. SKEP_BLESS=1 updates the names.\n");
    for method in skep_types::METHODS.iter().filter(|method| !served.contains(method.name)) {
        let reason = missing.get(method.name).copied().unwrap_or_default();
        writeln!(text, "{}\t{reason}", method.name).expect("writing to a string");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("missing.tsv");
    std::fs::write(path, text).expect("the list can be written");
}
