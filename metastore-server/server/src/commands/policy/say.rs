//! From options to statements. All go through the one parser.

use skep_access::expr;
use skep_access::statement::{Statement, parse};

use super::args::{
    ColumnOptions, ConditionOptions, Covered, DenyOptions, FilterCommand, GrantOptions, MaskOptions, On,
    RestrictCommand, RevokeOptions, RoleCommand,
};
use crate::failure::Failure;

/// What cannot be read was said wrongly.
pub fn statement(text: &str) -> Result<Statement, Failure> {
    parse(text).map_err(|fault| Failure::Usage(fault.to_string()))
}

pub fn grant(options: &GrantOptions) -> Result<Statement, Failure> {
    let filter = options.filter.as_deref().map(|name| format!(" FILTER {name}")).unwrap_or_default();
    let option = if options.with_grant_option { " WITH GRANT OPTION" } else { "" };
    statement(&format!(
        "GRANT {} ON {}{}{filter}{} TO {}{option}{}",
        options.rights,
        on(&options.on),
        columns(&options.columns),
        rows("ROWS", options.rows.as_deref())?,
        who(&options.to),
        condition(&options.condition)
    ))
}

pub fn deny(options: &DenyOptions) -> Result<Statement, Failure> {
    statement(&format!(
        "DENY {} ON {}{} TO {}{}{}",
        options.rights,
        on(&options.on),
        columns(&options.columns),
        who(&options.to),
        part("EXCEPT", options.except.as_deref().map(who).as_deref()),
        condition(&options.condition)
    ))
}

pub fn revoke(options: &RevokeOptions) -> Result<Statement, Failure> {
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    match options.statement {
        Some(number) => statement(&format!("REVOKE STATEMENT {number}")),
        None => statement(&format!(
            "REVOKE {}{} ON {} FROM {}",
            if options.deny { "DENY " } else { "" },
            word(&options.rights),
            word(&options.on),
            who(&word(&options.from))
        )),
    }
}

pub fn restrict(command: &RestrictCommand) -> Result<Statement, Failure> {
    match command {
        RestrictCommand::Rows { on, using, covered, .. } => {
            statement(&format!("RESTRICT ROWS ON {on}{}{}", rows("USING", Some(using.as_str()))?, whom(covered)))
        }
        RestrictCommand::Columns { names, on, covered, .. } => {
            statement(&format!("RESTRICT COLUMNS ({names}) ON {on}{}", whom(covered)))
        }
    }
}

pub fn mask(options: &MaskOptions) -> Result<Statement, Failure> {
    let MaskOptions { column, on, with, covered, .. } = options;
    statement(&format!("MASK COLUMN {column} ON {on} WITH {with}{}", whom(covered)))
}

/// `None` for the command that only lists.
pub fn role(command: &RoleCommand) -> Result<Option<Statement>, Failure> {
    Ok(Some(match command {
        RoleCommand::Create { name, .. } => statement(&format!("CREATE ROLE {}", one(name)))?,
        RoleCommand::Drop { name, .. } => statement(&format!("DROP ROLE {}", one(name)))?,
        RoleCommand::Add { name, members, with_admin_option, .. } => {
            let option = if *with_admin_option { " WITH ADMIN OPTION" } else { "" };
            statement(&format!("GRANT ROLE {} TO {}{option}", one(name), all(members)))?
        }
        RoleCommand::Remove { name, members, .. } => {
            statement(&format!("REVOKE ROLE {} FROM {}", one(name), all(members)))?
        }
        RoleCommand::List { .. } => return Ok(None),
    }))
}

/// The same for filters.
pub fn filter(command: &FilterCommand) -> Result<Option<Statement>, Failure> {
    Ok(Some(match command {
        FilterCommand::Create { name, table, columns: chosen, rows: text, .. } => {
            let rows = rows("ROWS", text.as_deref())?;
            statement(&format!("CREATE FILTER {name} ON {table}{}{rows}", columns(chosen)))?
        }
        FilterCommand::Drop { name, table, .. } => statement(&format!("DROP FILTER {name} ON {table}"))?,
        FilterCommand::List { .. } => return Ok(None),
    }))
}

fn on(on: &On) -> String {
    match (&on.on, &on.tagged) {
        (Some(object), _) => object.clone(),
        (None, tagged) => format!("TAGGED ({})", tagged.as_deref().unwrap_or_default()),
    }
}

fn columns(columns: &ColumnOptions) -> String {
    match (&columns.columns, &columns.columns_except) {
        (Some(names), _) => format!(" COLUMNS ({names})"),
        (None, Some(names)) => format!(" COLUMNS EXCEPT ({names})"),
        (None, None) => String::new(),
    }
}

/// Read alone first: what is wrong inside is then not mistaken for the statement's.
fn rows(word: &str, text: Option<&str>) -> Result<String, Failure> {
    let Some(text) = text else { return Ok(String::new()) };
    let read = expr::parse(text).map_err(|fault| Failure::Usage(fault.to_string()))?;
    Ok(format!(" {word} ({read})"))
}

fn condition(condition: &ConditionOptions) -> String {
    let quoted = condition.until.as_deref().map(|until| format!("'{}'", until.replace('\'', "''")));
    [
        part("UNTIL", quoted.as_deref()),
        part("ENGINE", condition.engine.as_deref()),
        part("AUTHN", condition.authn.as_deref()),
        part("NETWORK", condition.network.as_deref()),
    ]
    .concat()
}

fn whom(covered: &Covered) -> String {
    let to = covered.to.as_deref().map(|to| format!(" FOR {}", who(to))).unwrap_or_default();
    to + &part("EXCEPT", covered.except.as_deref().map(who).as_deref())
}

fn part(word: &str, text: Option<&str>) -> String {
    text.map(|text| format!(" {word} {text}")).unwrap_or_default()
}

/// A list on the command line; names with blanks need no quotes there.
fn who(list: &str) -> String {
    list.split(',').map(|name| one(name.trim())).collect::<Vec<_>>().join(", ")
}

fn all(members: &[String]) -> String {
    members.iter().map(|name| one(name)).collect::<Vec<_>>().join(", ")
}

fn one(name: &str) -> String {
    if name.starts_with('\'') { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}
