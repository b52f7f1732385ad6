//! From [`Statement`] to the one text it has.

use super::{
    Columns, Condition, DEFAULT_CATALOG, Database, Mask, Revoke, Rights, Rows, Statement, Table, Tagged, Target,
};
use crate::expr::Expr;
use crate::{Principal, Right};
use std::fmt::{self, Display, Formatter};

type Out<'a, 'b> = &'a mut Formatter<'b>;

impl Display for Statement {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self {
            Statement::Grant(grant) => {
                write!(f, "GRANT {} ON {}{}", rights(&grant.rights, grant.on.rights()), grant.on, grant.columns)?;
                match &grant.rows {
                    Rows::All => {}
                    Rows::Filter(filter) => write!(f, " FILTER {}", name(filter))?,
                    Rows::Where(expr) => write!(f, " ROWS ({expr})")?,
                }
                write!(f, " TO {}", principals(&grant.to))?;
                write!(f, "{}{}", if grant.grant_option { " WITH GRANT OPTION" } else { "" }, grant.when)
            }
            Statement::Deny(deny) => {
                write!(
                    f,
                    "DENY {} ON {}{}",
                    rights(&deny.rights, &deny.on.deniable().into_iter().collect::<Vec<_>>()),
                    deny.on,
                    deny.columns
                )?;
                write!(f, " TO {}{}{}", principals(&deny.to), except(&deny.except), deny.when)
            }
            Statement::RestrictRows(restrict) => {
                write!(f, "RESTRICT ROWS ON {} USING ({})", restrict.on, restrict.using)?;
                write!(f, "{}{}", covered(&restrict.to, true), except(&restrict.except))
            }
            Statement::Mask(mask) => {
                write!(f, "MASK COLUMN {} ON {} WITH {}", name(&mask.column), mask.on, mask.mask)?;
                write!(f, "{}{}", covered(&mask.to, true), except(&mask.except))
            }
            Statement::Revoke(revoke) => write!(f, "REVOKE {revoke}"),
            Statement::GrantRole(grant) => {
                write!(f, "GRANT ROLE {} TO {}", roles(&grant.roles), principals(&grant.to))?;
                f.write_str(if grant.admin_option { " WITH ADMIN OPTION" } else { "" })
            }
            other => definition(other, f),
        }
    }
}

fn definition(statement: &Statement, f: Out<'_, '_>) -> fmt::Result {
    match statement {
        Statement::CreateFilter(filter) | Statement::AlterFilter(filter) => {
            let verb = if matches!(statement, Statement::CreateFilter(_)) { "CREATE" } else { "ALTER" };
            write!(f, "{verb} FILTER {} ON {}{}", name(&filter.name), filter.on, filter.columns)?;
            // Read back, a condition that prints as TRUE is no condition.
            let rows = filter.rows.to_string();
            if rows == Expr::TRUE.to_string() { Ok(()) } else { write!(f, " ROWS ({rows})") }
        }
        Statement::DropFilter { name: filter, on } => write!(f, "DROP FILTER {} ON {on}", name(filter)),
        Statement::CreateRole(role) => write!(f, "CREATE ROLE {}", loose(role.name())),
        Statement::DropRole(role) => write!(f, "DROP ROLE {}", loose(role.name())),
        Statement::CreateTag { key, values } => write!(f, "CREATE TAG {} VALUES ({})", name(key), texts(values)),
        Statement::DropTag(key) => write!(f, "DROP TAG {}", name(key)),
        Statement::SetTag { key, value, on } => write!(f, "SET TAG {} = {} ON {on}", name(key), quoted(value)),
        Statement::UnsetTag { key, on } => write!(f, "UNSET TAG {} ON {on}", name(key)),
        Statement::CreateLocation(uri) => write!(f, "CREATE LOCATION {}", quoted(uri)),
        Statement::DropLocation(uri) => write!(f, "DROP LOCATION {}", quoted(uri)),
        _ => Err(fmt::Error),
    }
}

impl Display for Revoke {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self {
            Revoke::Grant { rights: revoked, on, columns, from } => {
                write!(f, "{} ON {on}{columns} FROM {}", rights(revoked, on.rights()), principals(from))
            }
            Revoke::Deny { rights: revoked, on, columns, from } => {
                write!(
                    f,
                    "DENY {} ON {on}{columns} FROM {}",
                    rights(revoked, &on.deniable().into_iter().collect::<Vec<_>>()),
                    principals(from)
                )
            }
            Revoke::Rows { on, to } => write!(f, "RESTRICT ROWS ON {on}{}", covered(to, false)),
            Revoke::Mask { column, on, to } => write!(f, "MASK COLUMN {} ON {on}{}", name(column), covered(to, false)),
            Revoke::Role { roles: revoked, from } => write!(f, "ROLE {} FROM {}", roles(revoked), principals(from)),
            Revoke::Statement(number) => write!(f, "STATEMENT {number}"),
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self {
            Target::Server => f.write_str("SERVER"),
            Target::Catalog(catalog) => write!(f, "CATALOG {}", name(catalog)),
            Target::Database(database) => write!(f, "{database}"),
            Target::Tables(Database { catalog, database }) => write!(f, "{}{}.*", prefix(catalog), name(database)),
            Target::Table(table) => write!(f, "{table}"),
            Target::Function { catalog, database, function } => {
                write!(f, "FUNCTION {}{}.{}", prefix(catalog), name(database), name(function))
            }
            Target::Tagged(tags) => {
                let each: Vec<String> =
                    tags.iter().map(|(key, values)| format!("{} IN ({})", name(key), texts(values))).collect();
                write!(f, "TAGGED ({})", each.join(" AND "))
            }
            Target::Location(uri) => write!(f, "LOCATION {}", quoted(uri)),
            Target::Tag(key) => write!(f, "TAG {}", name(key)),
        }
    }
}

impl Display for Tagged {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self {
            Tagged::Database(database) => write!(f, "{database}"),
            Tagged::Table(table) => write!(f, "{table}"),
            Tagged::Column(table, column) => write!(f, "{table} COLUMN {}", name(column)),
        }
    }
}

impl Display for Database {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self.catalog == DEFAULT_CATALOG {
            true => write!(f, "{}", name(&self.database)),
            false => write!(f, "DATABASE {}.{}", name(&self.catalog), name(&self.database)),
        }
    }
}

impl Display for Table {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        write!(f, "{}{}.{}", prefix(&self.catalog), name(&self.database), name(&self.table))
    }
}

impl Display for Columns {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        let list = |names: &[String]| names.iter().map(|one| name(one)).collect::<Vec<_>>().join(", ");
        match self {
            Columns::All => Ok(()),
            Columns::Only(names) => write!(f, " COLUMNS ({})", list(names)),
            Columns::Except(names) => write!(f, " COLUMNS EXCEPT ({})", list(names)),
        }
    }
}

impl Display for Mask {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        match self {
            Mask::Null => f.write_str("NULL"),
            Mask::Hash => f.write_str("HASH"),
            Mask::Last(shown) => write!(f, "LAST({shown})"),
            Mask::First(shown) => write!(f, "FIRST({shown})"),
            Mask::Const(literal) => write!(f, "CONST {literal}"),
            Mask::Year => f.write_str("YEAR"),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: Out<'_, '_>) -> fmt::Result {
        fn words<T: Display>(list: impl IntoIterator<Item = T>) -> String {
            list.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
        }
        if let Some(until) = self.until {
            write!(f, " UNTIL '{until}'")?;
        }
        if !self.engines.is_empty() {
            write!(f, " ENGINE {}", words(&self.engines))?;
        }
        if !self.methods.is_empty() {
            write!(f, " AUTHN {}", words(&self.methods))?;
        }
        if !self.networks.is_empty() {
            write!(f, " NETWORK {}", words(&self.networks))?;
        }
        Ok(())
    }
}

fn rights(rights: &Rights, all: &[Right]) -> String {
    match rights.len() == all.len() && all.len() > 1 {
        true => "ALL".to_owned(),
        false => rights.iter().map(|right| right.word()).collect::<Vec<_>>().join(", "),
    }
}

fn except(principals_: &[Principal]) -> String {
    if principals_.is_empty() { String::new() } else { format!(" EXCEPT {}", principals(principals_)) }
}

/// FOR may be left out for everybody, where it is not about an exact match.
fn covered(to: &[Principal], public_is_default: bool) -> String {
    let everybody = public_is_default && matches!(to, [only] if only.is_public());
    if to.is_empty() || everybody { String::new() } else { format!(" FOR {}", principals(to)) }
}

fn principals(list: &[Principal]) -> String {
    list.iter().map(|one| loose(&one.to_string())).collect::<Vec<_>>().join(", ")
}

fn roles(list: &[Principal]) -> String {
    list.iter().map(|one| loose(one.name())).collect::<Vec<_>>().join(", ")
}

/// As it stands, or in quotes where it would not end in the right place.
fn loose(text: &str) -> String {
    let plain = !text.contains(|c: char| c.is_whitespace() || "(),;'=".contains(c)) && !text.starts_with("role:role:");
    // `DROP ROLE role:x` names the role x.
    let plain = plain && !text.is_empty();
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn texts<'a>(list: impl IntoIterator<Item = &'a String>) -> String {
    list.into_iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

fn prefix(catalog: &str) -> String {
    if catalog == DEFAULT_CATALOG { String::new() } else { format!("{}.", name(catalog)) }
}

/// An object's name, quoted where it would be read as a word of the grammar.
fn name(name: &str) -> String {
    const WORDS: [&str; 8] = ["server", "catalog", "database", "function", "location", "tagged", "tag", "except"];
    let bare =
        !WORDS.contains(&name) && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
    match bare {
        true => name.to_owned(),
        // A name that was read has no control characters, which is all that cannot be quoted.
        false => format!("`{}`", name.replace('`', "``")),
    }
}
