//! Tables for people, JSON for programs.

use serde_json::{Value, json};
use skep_access::statement::Statement;
use skep_catalog::policy::{Applied, Change, Intent, Stored};

use crate::commands::print;
use crate::failure::Failure;

/// Columns as wide as their widest word; the last one is as it is.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> Result<(), Failure> {
    if rows.is_empty() {
        return print("none\n");
    }
    let mut widths = head.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in std::iter::once(&head.map(str::to_owned)).chain(rows) {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    print(&text)
}

pub fn json(value: &Value) -> Result<(), Failure> {
    print(&format!("{value:#}\n"))
}

/// What a change did, and the epoch from now on.
pub fn applied(applied: &Applied, intent: Intent, as_json: bool) -> Result<(), Failure> {
    let would = intent == Intent::Rehearse;
    if as_json {
        let changes: Vec<Value> = applied.changes.iter().map(of_change).collect();
        return json(&json!({ "epoch": applied.epoch, "dry_run": would, "changes": changes }));
    }
    let mut text = String::new();
    for change in &applied.changes {
        let (sign, stored) = match change {
            Change::Added(stored) => ('+', stored),
            Change::Removed(stored) => ('-', stored),
        };
        text.push_str(&format!("{sign} {:>4}  {}\n", stored.id, stored.statement));
    }
    text.push_str(match (applied.changes.is_empty(), would) {
        (true, _) => "nothing to change; ",
        (false, true) => "nothing was changed; ",
        (false, false) => "",
    });
    print(&format!("{text}epoch {}\n", applied.epoch))
}

fn of_change(change: &Change) -> Value {
    let action = if matches!(change, Change::Added(_)) { "add" } else { "remove" };
    let mut value = of_stored(change.stored());
    value["action"] = action.into();
    value
}

pub fn of_stored(stored: &Stored) -> Value {
    let Stored { id, table_id, statement, grantor, created } = stored;
    json!({
        "id": id,
        "statement": statement.to_string(),
        "table_id": table_id,
        "grantor": grantor,
        "created": time(*created),
    })
}

/// Numbered statements.
pub fn statements(list: &[&Stored], as_json: bool) -> Result<(), Failure> {
    if as_json {
        return json(&list.iter().map(|stored| of_stored(stored)).collect());
    }
    let row = |stored: &&Stored| {
        [stored.id.to_string(), time(stored.created), stored.grantor.clone(), stored.statement.to_string()]
    };
    table(["ID", "SINCE", "BY", "STATEMENT"], &list.iter().map(row).collect::<Vec<_>>())
}

/// Each role with its members.
pub fn roles(list: &[Stored], as_json: bool) -> Result<(), Failure> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for stored in list {
        match &stored.statement {
            Statement::CreateRole(role) => rows.push((role.name().to_owned(), Vec::new())),
            Statement::GrantRole(grant) => {
                let admin = if grant.admin_option { " (admin option)" } else { "" };
                let members = grant.to.iter().map(|member| format!("{member}{admin}"));
                let role = rows.iter_mut().find(|(name, _)| grant.roles.iter().any(|role| role.name() == name));
                if let Some((_, of_role)) = role {
                    of_role.extend(members);
                }
            }
            _ => {}
        }
    }
    if as_json {
        return json(&rows.iter().map(|(name, members)| json!({ "role": name, "members": members })).collect());
    }
    table(["ROLE", "MEMBERS"], &rows.into_iter().map(|(name, members)| [name, members.join(", ")]).collect::<Vec<_>>())
}

pub fn time(seconds: i64) -> String {
    skep_access::expr::Moment(seconds.saturating_mul(1_000_000)).local()
}
