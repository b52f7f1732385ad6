//! From text to [`Statement`].

use super::cursor::Cursor;
use super::parts;
use super::{
    Columns, Condition, Deny, Filter, Grant, GrantRole, MaskColumn, RestrictRows, Revoke, Rows, Statement, Target,
};
use crate::expr::{Expr, Fault};
use crate::{Principal, Right};

const LENGTH_MAX: usize = 64 * 1024;

/// Reads one statement; a semicolon may end it.
pub fn parse(text: &str) -> Result<Statement, Fault> {
    if text.len() > LENGTH_MAX {
        return Err(Fault::new(format!("the statement is longer than {LENGTH_MAX} bytes: split it")));
    }
    let c = &mut Cursor::new(text);
    let statement = if c.keywords("GRANT ROLE") {
        grant_role(c)?
    } else if c.keywords("GRANT") {
        grant(c)?
    } else if c.keywords("DENY") {
        Statement::Deny(deny(c)?)
    } else if c.keywords("RESTRICT ROWS ON") {
        let on = parts::table(c)?;
        c.must("USING")?;
        let using = c.expr()?;
        let (to, except) = parts::covered(c)?;
        Statement::RestrictRows(RestrictRows { on, using, to, except })
    } else if c.keywords("RESTRICT COLUMNS") {
        let columns = Columns::Only(parts::names(c)?);
        c.must("ON")?;
        let on = Target::Table(parts::table(c)?);
        let (to, except) = parts::covered(c)?;
        let rights = [Right::Select].into();
        Statement::Deny(Deny { rights, on, columns, to, except, when: Condition::default() })
    } else if c.keywords("MASK COLUMN") {
        let column = c.name("a column")?;
        c.must("ON")?;
        let on = parts::table(c)?;
        c.must("WITH")?;
        let mask = parts::mask(c)?;
        let (to, except) = parts::covered(c)?;
        Statement::Mask(MaskColumn { column, on, mask, to, except })
    } else if c.keywords("REVOKE") {
        Statement::Revoke(revoke(c)?)
    } else {
        definition(c)?
    };
    c.end()?;
    Ok(statement)
}

fn grant(c: &mut Cursor<'_>) -> Result<Statement, Fault> {
    let wanted = parts::rights(c)?;
    c.must("ON")?;
    let on = parts::target(c)?;
    let rights = parts::grantable(wanted, &on)?;
    let columns = parts::columns(c)?;
    let rows = if c.keywords("FILTER") {
        Rows::Filter(c.name("the name of a filter")?)
    } else if c.keywords("ROWS") {
        Rows::Where(c.expr()?)
    } else {
        Rows::All
    };
    let narrowed = columns != Columns::All || rows != Rows::All;
    if narrowed && rights != [Right::Select].into() {
        return Err(Fault::new(
            "columns and rows can be chosen for SELECT only: grant the other rights in a statement of their own",
        ));
    }
    if narrowed && rows != Rows::All && !matches!(on, Target::Table(_)) {
        return Err(Fault::new("a filter belongs to one table: name the table, as in ON db.table"));
    }
    if matches!((&columns, &rows), (Columns::Only(_) | Columns::Except(_), Rows::Filter(_))) {
        return Err(Fault::new("a named filter has its own columns: leave COLUMNS out, or use ROWS ( … )"));
    }
    c.must("TO")?;
    let to = c.list(Cursor::principal)?;
    let grant_option = c.keywords("WITH GRANT OPTION");
    let when = parts::condition(c)?;
    Ok(Statement::Grant(Grant { rights, on, columns, rows, to, grant_option, when }))
}

fn deny(c: &mut Cursor<'_>) -> Result<Deny, Fault> {
    let wanted = parts::rights(c)?;
    c.must("ON")?;
    let on = parts::target(c)?;
    let rights = parts::deniable(wanted, &on)?;
    let columns = parts::columns(c)?;
    if columns != Columns::All && rights != [Right::Select].into() {
        return Err(Fault::new(
            "columns can be denied for SELECT only: deny the other rights in a statement of their own",
        ));
    }
    c.must("TO")?;
    let to = c.list(Cursor::principal)?;
    let except = parts::except(c)?;
    Ok(Deny { rights, on, columns, to, except, when: parts::condition(c)? })
}

fn grant_role(c: &mut Cursor<'_>) -> Result<Statement, Fault> {
    let roles = c.list(Cursor::role)?;
    c.must("TO")?;
    let to = members(c)?;
    Ok(Statement::GrantRole(GrantRole { roles, to, admin_option: c.keywords("WITH ADMIN OPTION") }))
}

fn members(c: &mut Cursor<'_>) -> Result<Vec<Principal>, Fault> {
    let to = c.list(Cursor::principal)?;
    match to.iter().any(Principal::is_public) {
        true => Err(Fault::new("public is everybody already: grant to public what everybody shall have")),
        false => Ok(to),
    }
}

fn revoke(c: &mut Cursor<'_>) -> Result<Revoke, Fault> {
    if c.keywords("ROLE") {
        let roles = c.list(Cursor::role)?;
        c.must("FROM")?;
        return Ok(Revoke::Role { roles, from: members(c)? });
    }
    if c.keywords("STATEMENT") {
        let number = c.word("the number of a statement")?;
        let number = number
            .parse()
            .map_err(|_| Fault::new(format!("{number} is no number of a statement: see skep show grants")))?;
        return Ok(Revoke::Statement(number));
    }
    if c.keywords("RESTRICT ROWS ON") {
        return Ok(Revoke::Rows { on: parts::table(c)?, to: parts::covered_exactly(c)? });
    }
    if c.keywords("MASK COLUMN") {
        let column = c.name("a column")?;
        c.must("ON")?;
        return Ok(Revoke::Mask { column, on: parts::table(c)?, to: parts::covered_exactly(c)? });
    }
    let deny = c.keywords("DENY");
    let wanted = parts::rights(c)?;
    c.must("ON")?;
    let on = parts::target(c)?;
    let rights = if deny { parts::deniable(wanted, &on)? } else { parts::grantable(wanted, &on)? };
    let columns = parts::columns(c)?;
    c.must("FROM")?;
    let from = c.list(Cursor::principal)?;
    Ok(if deny { Revoke::Deny { rights, on, columns, from } } else { Revoke::Grant { rights, on, columns, from } })
}

/// What is made and dropped by name: filters, roles, tags, locations.
fn definition(c: &mut Cursor<'_>) -> Result<Statement, Fault> {
    if c.keywords("CREATE FILTER") {
        Ok(Statement::CreateFilter(filter(c)?))
    } else if c.keywords("ALTER FILTER") {
        Ok(Statement::AlterFilter(filter(c)?))
    } else if c.keywords("DROP FILTER") {
        let name = c.name("the name of a filter")?;
        c.must("ON")?;
        Ok(Statement::DropFilter { name, on: parts::table(c)? })
    } else if c.keywords("CREATE ROLE") {
        Ok(Statement::CreateRole(c.role()?))
    } else if c.keywords("DROP ROLE") {
        Ok(Statement::DropRole(c.role()?))
    } else if c.keywords("CREATE TAG") {
        let key = c.name("the key of a tag")?;
        c.must("VALUES")?;
        let values = c.in_parentheses(|c| c.loose("a value of the tag"))?.into_iter().collect();
        Ok(Statement::CreateTag { key, values })
    } else if c.keywords("DROP TAG") {
        Ok(Statement::DropTag(c.name("the key of a tag")?))
    } else if c.keywords("SET TAG") {
        let key = c.name("the key of a tag")?;
        c.must_symbol('=')?;
        let value = c.loose("a value of the tag")?;
        c.must("ON")?;
        Ok(Statement::SetTag { key, value, on: parts::tagged(c)? })
    } else if c.keywords("UNSET TAG") {
        let key = c.name("the key of a tag")?;
        c.must("ON")?;
        Ok(Statement::UnsetTag { key, on: parts::tagged(c)? })
    } else if c.keywords("CREATE LOCATION") {
        Ok(Statement::CreateLocation(parts::location(c)?))
    } else if c.keywords("DROP LOCATION") {
        Ok(Statement::DropLocation(parts::location(c)?))
    } else {
        Err(c.expected("GRANT, DENY, RESTRICT, MASK, REVOKE, or CREATE, ALTER, DROP of a FILTER, ROLE, TAG or LOCATION, or SET TAG"))
    }
}

fn filter(c: &mut Cursor<'_>) -> Result<Filter, Fault> {
    let name = c.name("the name of a filter")?;
    c.must("ON")?;
    let on = parts::table(c)?;
    let columns = parts::columns(c)?;
    let rows = if c.keywords("ROWS") { c.expr()? } else { Expr::TRUE };
    Ok(Filter { name, on, columns, rows })
}
