//! `skep takeover check`: what would be served from a database, and what would be different.

use std::fmt::Write;

use serde_json::json;
use skep::shadow::known;
use skep_schema::{Severity, Version};
use skep_sql::schema::{self, Survey};

use super::print;
use super::progress::Bar;
use crate::cli::Output;
use crate::config::Config;
use crate::database::{self, Missing};
use crate::failure::Failure;

pub async fn check(config: &Config, output: Output) -> Result<(), Failure> {
    let mut session = database::session(config, Missing::Refuse).await?;
    let bar = Bar::new();
    let survey = schema::survey(&mut session, &mut |about, done, total| bar.draw(done, total, about)).await;
    let survey = survey.map_err(|error| database::failed(config, &error))?;
    let examined = schema::examine(&mut session, &mut |about, done, total| bar.draw(done, total, about)).await;
    bar.clear();
    let examined = examined.map_err(|error| database::failed(config, &error))?;
    let mut different = differences(&survey);
    let serious = examined.ailments.iter().filter(|ailment| ailment.severity > Severity::Note && ailment.rows > 0);
    different.extend(serious.map(|ailment| {
        format!("{} {}: {}; skep schema doctor knows more", ailment.rows, ailment.place, ailment.meaning)
    }));
    match output {
        Output::Text => print(&told(config, &survey, &different)),
        Output::Json => print(&format!("{:#}\n", as_json(config, &survey, &different))),
    }
}

fn as_json(config: &Config, survey: &Survey, different: &[String]) -> serde_json::Value {
    let counted = |rows: &mut dyn Iterator<Item = (String, u64)>| -> serde_json::Map<String, serde_json::Value> {
        rows.map(|(what, count)| (what, count.into())).collect()
    };
    json!({
        "database": config.database.url.to_string(),
        "schema": survey.hive.version.as_str(),
        "counts": counted(&mut survey.counts.iter().map(|(what, count)| ((*what).to_owned(), *count))),
        "table_types": counted(&mut survey.table_types.iter().cloned()),
        "schemes": counted(&mut survey.schemes.iter().cloned()),
        "different": different,
        "answers": known::reasons(survey.hive.version).collect::<Vec<_>>(),
    })
}

fn told(config: &Config, survey: &Survey, different: &[String]) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}\n\nwould be served", config.database.url);
    let _ = writeln!(text, "  {:>12}  schema of Hive", survey.hive.version.as_str());
    for (what, count) in survey.counts.iter().filter(|(what, count)| *count > 0 && !is_fault(what)) {
        let _ = writeln!(text, "  {count:>12}  {what}");
    }
    for (kind, count) in &survey.table_types {
        let _ = writeln!(text, "  {count:>12}  tables of type {}", if kind.is_empty() { "(none)" } else { kind });
    }
    for (scheme, count) in &survey.schemes {
        let _ = writeln!(
            text,
            "  {count:>12}  locations {}",
            if scheme.is_empty() { "(none)".into() } else { format!("{scheme}:") }
        );
    }
    let _ = writeln!(text, "\nof what is there, this would differ from the Java server");
    for difference in different {
        let _ = writeln!(text, "  - {difference}");
    }
    if different.is_empty() {
        let _ = writeln!(text, "  nothing was found");
    }
    let _ = writeln!(text, "\nanswers that differ from those of a Java server of this schema's version");
    for reason in known::reasons(survey.hive.version) {
        let _ = writeln!(text, "  - {reason}");
    }
    text.push_str("\nNothing was changed. skep shadow compares the answers themselves.\n");
    text
}

/// Stores this build can make directories in.
fn is_spoken(scheme: &str) -> bool {
    match scheme {
        "file" | "s3" | "s3a" | "s3n" => true,
        "gs" => cfg!(feature = "gcp"),
        "az" | "abfs" | "abfss" | "wasb" | "wasbs" => cfg!(feature = "azure"),
        _ => false,
    }
}

/// Counted because it is wrong.
fn is_fault(what: &str) -> bool {
    what.contains("capitals") || what.contains("without")
}

/// What is in the database, a method that serves it, and what it means if that method is not served here.
const SERVED_BY: &[(&str, &str)] = &[
    ("functions", "get_function"),
    ("constraints", "get_primary_keys"),
    ("roles", "get_role_names"),
    ("table grants", "list_privileges"),
    ("open transactions", "get_open_txns"),
    ("waiting compactions", "show_compact"),
    ("indexes", "get_indexes"),
    ("resource plans", "get_all_resource_plans"),
    ("schemas of the registry", "get_ischema"),
    ("scheduled queries", "get_scheduled_query"),
    ("stored procedures", "get_stored_procedure"),
    ("packages", "find_package"),
    ("data connectors", "get_dataconnector_req"),
    ("delegation tokens", "get_token"),
];

fn differences(survey: &Survey) -> Vec<String> {
    let mut out = survey.hive.warnings.clone();
    if survey.hive.version >= Version::V4_0 {
        out.push(
            "tables are made and answered as they are asked for: Hive 4's MetastoreDefaultTransformer, which makes a managed \
             table external for a client that names no capabilities, is not there"
                .into(),
        );
    }
    for (what, method) in SERVED_BY {
        let count = survey.count(what);
        if count > 0 && !skep_api::methods().any(|entry| entry.method.name == *method) {
            out.push(format!("{count} {what} stay in the database and are not served: {method} is refused as unknown"));
        }
    }
    for (scheme, count) in &survey.schemes {
        if !scheme.is_empty() && !is_spoken(&scheme.to_ascii_lowercase()) {
            out.push(format!(
                "{count} locations {scheme}: are answered as they are, and their directories are not made, moved or deleted: \
                 that store is not spoken here"
            ));
        }
    }
    if survey.count("transactional tables") > 0 {
        out.push(format!(
            "{} transactional tables: compactions are queued, and run where Hive's workers run, as before",
            survey.count("transactional tables")
        ));
    }
    if survey.count("table grants") > 0 {
        out.push(format!(
            "{} grants on tables: whoever reaches the server may call anything, unless a policy is configured; a Java server \
             without an authorization listener is alike",
            survey.count("table grants")
        ));
    }
    for what in ["names in capitals", "table names in capitals"] {
        if survey.count(what) > 0 {
            out.push(format!(
                "{} {what} are found by nobody, Java or not: names are asked for in lower case",
                survey.count(what)
            ));
        }
    }
    let broken = survey.count("partitions without all their values");
    if broken > 0 {
        out.push(format!(
            "{broken} partitions have fewer or more values than their table has keys: Java fails to list them"
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_be_missing_is_asked_for_by_names_of_the_interface() {
        for (what, method) in SERVED_BY {
            assert!(skep_types::method(method).is_some(), "{what}: {method}");
        }
    }
}
