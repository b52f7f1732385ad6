//! `skep explain` and `skep who-can`: what a principal gets of a table, and why.

use serde_json::json;
use skep_access::assurance::Assurance;
use skep_access::statement::{Table, Target, parse};
use skep_access::{AuthMethod, Caller, Effective, EngineClass, Principal, Right, Snapshot, TableFacts, Verdict};
use skep_catalog::policy;
use skep_sql::Database;

use super::args::{ExplainOptions, WhoCanOptions};
use super::{now, refused, tell};
use crate::commands::print;
use crate::failure::Failure;

pub async fn explain(db: &Database, options: &ExplainOptions) -> Result<(), Failure> {
    let table = table(&options.table)?;
    let (snapshot, found) = policy::about(db, &table).await.map_err(refused)?;
    let Some(found) = found else { return Err(Failure::Failed(format!("there is no table {table}"))) };
    let mut caller = Caller { class: options.engine, ..Caller::new(options.who.clone(), AuthMethod::Token) };
    for name in options.groups.iter().flat_map(|names| names.split(',')) {
        let group = Principal::group(name.trim()).map_err(|error| Failure::Usage(error.to_string()))?;
        caller.groups.insert(group);
    }
    let facts =
        TableFacts { name: &table, id: found.id, columns: &found.columns, partition_keys: &found.partition_keys };
    let effective = snapshot.of(&caller, now()).effective(&facts);
    let allowed = effective.may(options.right);
    if options.look.json {
        tell::json(&as_json(&effective, &table, options, allowed, snapshot.epoch))?;
    } else {
        print(&as_text(&effective, &table, options, allowed, &snapshot))?;
    }
    match allowed {
        true => Ok(()),
        false => Err(Failure::Failed(format!("{} may not {} {table}", options.who, options.right))),
    }
}

/// Rows can be kept this well from the class at best; the presentation of a format may keep them less well.
fn of_rows(effective: &Effective, class: EngineClass) -> Option<Assurance> {
    let cells = effective.columns.iter().any(|column| column.when.is_some());
    (!effective.rows.is_true() || cells).then_some(match class {
        EngineClass::E2 | EngineClass::E3 | EngineClass::E4 => Assurance::A3,
        _ if effective.decided_by_partition && !cells => Assurance::A1,
        _ => Assurance::A0,
    })
}

fn as_text(
    effective: &Effective,
    table: &Table,
    options: &ExplainOptions,
    allowed: bool,
    snapshot: &Snapshot,
) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| text.push_str(&format!("{name:12} {value}\n"));
    line(
        "decision",
        format!(
            "{} {} on {table} for {} ({})",
            if allowed { "allowed:" } else { "refused:" },
            options.right,
            options.who,
            options.engine
        ),
    );
    if effective.verdict >= Verdict::Describe {
        let all = effective.columns.len() + effective.hidden.len();
        let hidden = if effective.hidden.is_empty() {
            String::new()
        } else {
            format!(" (hidden: {})", effective.hidden.join(", "))
        };
        line("columns", format!("{} of {all}{hidden}", effective.columns.len()));
    }
    if effective.verdict == Verdict::Select {
        line("rows", if effective.rows.is_true() { "all".into() } else { effective.rows.to_string() });
        for column in &effective.columns {
            if let Some(when) = &column.when {
                line("cells", format!("{} where {when}", column.name));
            }
            if let Some(mask) = &column.mask {
                line("mask", format!("{} shown as {mask}", column.name));
            }
        }
        if !effective.partitions.is_true() {
            line("partitions", effective.partitions.to_string());
        }
        if let Some(assurance) = of_rows(effective, options.engine) {
            let why = match assurance {
                Assurance::A0 => {
                    " at best: the row condition is not about partition keys alone, so code that reads files can step round it"
                }
                Assurance::A1 => " at best: partitions are withheld by the catalog; their files are not",
                _ => ": the engine itself is to enforce it",
            };
            line("assurance", format!("{assurance} for rows{why}"));
        }
        line(
            "writing",
            if effective.restricted {
                "refused: the table is restricted for this caller".into()
            } else {
                "as granted".into()
            },
        );
    }
    let rights: Vec<&str> = effective.rights.iter().map(|right| right.word()).collect();
    line("rights", if rights.is_empty() { "none".into() } else { rights.join(", ") });
    let reasons = &effective.reasons;
    for (name, used) in [
        ("grant", &reasons.grants),
        ("deny", &reasons.denies),
        ("restriction", &reasons.restrictions),
        ("mask", &reasons.masks),
    ] {
        for record in snapshot.records().iter().filter(|record| used.contains(&record.id)) {
            line(name, format!("#{} {}", record.id, record.statement));
        }
    }
    for (id, fault) in &reasons.broken {
        line("broken", format!("#{id} gives nothing: {fault}"));
    }
    line("epoch", snapshot.epoch.to_string());
    text
}

fn as_json(
    effective: &Effective,
    table: &Table,
    options: &ExplainOptions,
    allowed: bool,
    epoch: i64,
) -> serde_json::Value {
    let columns: Vec<_> = effective
        .columns
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "partition_key": column.partition_key,
                "when": column.when.as_ref().map(ToString::to_string),
                "mask": column.mask.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    let reasons = &effective.reasons;
    json!({
        "allowed": allowed,
        "principal": options.who.to_string(),
        "right": options.right.word(),
        "object": table.to_string(),
        "engine": options.engine.word(),
        "verdict": match effective.verdict {
            Verdict::Hidden => "hidden",
            Verdict::NameOnly => "name only",
            Verdict::Describe => "describe",
            Verdict::Select => "select",
        },
        "columns": columns,
        "hidden": effective.hidden,
        "rows": effective.rows.to_string(),
        "partitions": effective.partitions.to_string(),
        "restricted": effective.restricted,
        "rights": effective.rights.iter().map(|right| right.word()).collect::<Vec<_>>(),
        "assurance_rows": of_rows(effective, options.engine).map(Assurance::word),
        "grants": reasons.grants,
        "denies": reasons.denies,
        "restrictions": reasons.restrictions,
        "masks": reasons.masks,
        "broken": reasons.broken.iter().map(|(id, fault)| json!({ "id": id, "fault": fault })).collect::<Vec<_>>(),
        "epoch": epoch,
    })
}

/// Everybody who holds something on the table, and may do this.
pub async fn who_can(db: &Database, options: &WhoCanOptions) -> Result<(), Failure> {
    let (table, column) = match table(&options.object) {
        Ok(table) if table.catalog == skep_access::statement::DEFAULT_CATALOG => (table, None),
        // Three names: the last one may be a column.
        Ok(Table { catalog, database, table }) => (Table::new(None, &catalog, &database), Some(table)),
        Err(failure) => return Err(failure),
    };
    let (snapshot, found) = policy::about(db, &table).await.map_err(refused)?;
    let Some(found) = found else { return Err(Failure::Failed(format!("there is no table {table}"))) };
    let facts =
        TableFacts { name: &table, id: found.id, columns: &found.columns, partition_keys: &found.partition_keys };
    let mut rows: Vec<[String; 3]> = Vec::new();
    for principal in snapshot.grantees(&facts) {
        let caller = Caller::new(principal, AuthMethod::Token);
        let effective = snapshot.of(&caller, now()).effective(&facts);
        let sees_column = column.as_ref().is_none_or(|name| effective.column(name).is_some());
        if effective.may(options.right) && sees_column {
            let columns =
                format!("{} of {}", effective.columns.len(), effective.columns.len() + effective.hidden.len());
            let rows_of = if options.right == Right::Select { effective.rows.to_string() } else { String::new() };
            rows.push([caller.principal.to_string(), columns, rows_of]);
        }
    }
    if options.look.json {
        return tell::json(
            &rows
                .iter()
                .map(|[who, columns, rows]| json!({ "principal": who, "columns": columns, "rows": rows }))
                .collect(),
        );
    }
    tell::table(["PRINCIPAL", "COLUMNS", "ROWS"], &rows)
}

/// A table's name, read as in a statement.
pub fn table(text: &str) -> Result<Table, Failure> {
    let read = parse(&format!("DROP FILTER f ON {text}"));
    match read {
        Ok(skep_access::Statement::DropFilter { on, .. }) => Ok(on),
        _ => Err(Failure::Usage(format!("{text} is no table: write db.table or catalog.db.table"))),
    }
}

/// An object's text as the store has it.
pub fn object(text: &str) -> Result<Target, Failure> {
    match parse(&format!("REVOKE ALL ON {text} FROM public")) {
        Ok(skep_access::Statement::Revoke(skep_access::statement::Revoke::Grant { on, .. })) => Ok(on),
        _ => Err(Failure::Usage(format!("{text} is no object: write db, db.table, db.* or SERVER"))),
    }
}
