//! `skep policy lint`: rules that are broken, or promise more than they keep.

use std::collections::{BTreeMap, BTreeSet};

use skep_access::expr::{Column, Expr, fold};
use skep_access::statement::{Columns, Rows, Statement, Table, Target};
use skep_catalog::policy::{self, Stored};
use skep_sql::Database;

use super::{refused, tell};
use crate::failure::Failure;

/// Ends with an error if a rule is broken.
pub async fn run(db: &Database, as_json: bool) -> Result<(), Failure> {
    let (_, stored) = policy::load(db).await.map_err(refused)?;
    let tables: BTreeSet<Table> = stored.iter().filter_map(|stored| about(&stored.statement).cloned()).collect();
    let facts = policy::facts_of(db, &tables).await.map_err(refused)?;
    let facts = facts.into_iter().map(|(table, found)| (table, (found.id, found.all()))).collect();
    let found: Vec<Finding> = stored.iter().flat_map(|stored| findings(stored, &facts)).collect();
    if as_json {
        let list = found.iter().map(|f| serde_json::json!({ "severity": f.severity, "id": f.id, "finding": f.text }));
        tell::json(&list.collect())?;
    } else {
        let rows = found.iter().map(|f| [f.severity.to_owned(), format!("#{}", f.id), f.text.clone()]);
        tell::table(["SEVERITY", "ID", "FINDING"], &rows.collect::<Vec<_>>())?;
    }
    match found.iter().filter(|finding| finding.severity == BROKEN).count() {
        0 => Ok(()),
        n => Err(Failure::Failed(format!("{n} rules are broken: they give nothing, or hide everything"))),
    }
}

struct Finding {
    severity: &'static str,
    id: i64,
    text: String,
}

const BROKEN: &str = "error";
const DOUBTFUL: &str = "warning";

type Known = BTreeMap<Table, (i64, Vec<Column>)>;

fn findings(stored: &Stored, facts: &Known) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |severity, text: String| found.push(Finding { severity, id: stored.id, text });
    let table = about(&stored.statement);
    let known = table.and_then(|table| facts.get(table));
    match (table, known) {
        (Some(table), None) => say(BROKEN, format!("there is no table {table} any more")),
        (Some(table), Some((id, _))) if stored.table_id.is_some_and(|of| of != *id) => {
            say(BROKEN, format!("{table} is another table than the one this was said about"));
        }
        _ => {}
    }
    let (columns, rows) = parts(&stored.statement);
    if let (Some(rows), Some((_, all))) = (rows, known) {
        match rows.check(all) {
            Err(fault) => say(BROKEN, fault.to_string()),
            Ok(()) => {
                if let Some(reason) = rows.not_portable(all) {
                    say(
                        DOUBTFUL,
                        format!("only engines that enforce the policy themselves can show the rows: {reason}"),
                    );
                }
            }
        }
        for name in rows.columns().into_iter().filter(|name| hides(columns, name)) {
            say(
                DOUBTFUL,
                format!("the row condition looks at {name}, which it hides: engines that run code are refused"),
            );
        }
    }
    if let Some(Columns::Except(names)) = columns {
        say(DOUBTFUL, format!("a column added later is shown, because only {} are excepted", names.join(", ")));
    }
    if let Statement::Grant(grant) = &stored.statement {
        let wide = matches!(grant.on, Target::Tables(_) | Target::Server | Target::Catalog(_));
        if wide && grant.to.iter().any(skep_access::Principal::is_public) {
            say(DOUBTFUL, format!("everybody gets this on everything in {}", grant.on));
        }
    }
    found
}

fn hides(columns: Option<&Columns>, name: &str) -> bool {
    match columns {
        Some(Columns::Only(names)) => !names.iter().any(|one| one == name),
        Some(Columns::Except(names)) => names.iter().any(|one| fold(one) == fold(name)),
        _ => false,
    }
}

fn about(statement: &Statement) -> Option<&Table> {
    match statement {
        Statement::Grant(grant) => grant.on.table(),
        Statement::Deny(deny) => deny.on.table(),
        Statement::RestrictRows(restrict) => Some(&restrict.on),
        Statement::Mask(mask) => Some(&mask.on),
        Statement::CreateFilter(filter) => Some(&filter.on),
        _ => None,
    }
}

fn parts(statement: &Statement) -> (Option<&Columns>, Option<&Expr>) {
    match statement {
        Statement::Grant(grant) => match &grant.rows {
            Rows::Where(expr) => (Some(&grant.columns), Some(expr)),
            _ => (Some(&grant.columns), None),
        },
        Statement::CreateFilter(filter) => (Some(&filter.columns), Some(&filter.rows)),
        Statement::RestrictRows(restrict) => (None, Some(&restrict.using)),
        _ => (None, None),
    }
}
