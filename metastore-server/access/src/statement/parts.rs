//! The parts that statements share.

use super::cursor::Cursor;
use super::{Columns, Condition, DEFAULT_CATALOG, Database, Mask, Rights, Table, Tagged, Target};
use crate::expr::{Expr, Fault, Moment, parse};
use crate::{Principal, Right};
use std::collections::BTreeMap;

/// `None` is ALL.
pub(super) fn rights(c: &mut Cursor<'_>) -> Result<Option<Rights>, Fault> {
    if c.keywords("ALL") {
        return Ok(None);
    }
    let right = |c: &mut Cursor<'_>| {
        let word = c.word("a right, as SELECT")?;
        word.parse::<Right>().map_err(|unknown| Fault::new(unknown.to_string()))
    };
    Ok(Some(c.list(right)?.into_iter().collect()))
}

pub(super) fn grantable(wanted: Option<Rights>, on: &Target) -> Result<Rights, Fault> {
    let known = on.rights();
    let Some(wanted) = wanted else { return Ok(known.iter().copied().collect()) };
    match wanted.iter().find(|right| !known.contains(right)) {
        None => Ok(wanted),
        Some(right) => Err(misplaced(*right, on, known)),
    }
}

pub(super) fn deniable(wanted: Option<Rights>, on: &Target) -> Result<Rights, Fault> {
    let known = on.deniable();
    let Some(wanted) = wanted else { return Ok(known) };
    match wanted.iter().find(|right| !known.contains(right)) {
        None => Ok(wanted),
        Some(right) => Err(misplaced(*right, on, &known.into_iter().collect::<Vec<_>>())),
    }
}

fn misplaced(right: Right, on: &Target, known: &[Right]) -> Fault {
    let words: Vec<&str> = known.iter().map(|right| right.word()).collect();
    let advice = match on {
        Target::Database(database) if Target::Tables(database.clone()).rights().contains(&right) => {
            format!("; for its tables write ON {}.*", database.database)
        }
        _ => String::new(),
    };
    Fault::new(format!("there is no {right} on {on}: there are {}{advice}", words.join(", ")))
}

pub(super) fn target(c: &mut Cursor<'_>) -> Result<Target, Fault> {
    if c.keywords("SERVER") {
        Ok(Target::Server)
    } else if c.keywords("CATALOG") {
        Ok(Target::Catalog(c.name("a catalog")?))
    } else if c.keywords("DATABASE") {
        Ok(Target::Database(database(c)?))
    } else if c.keywords("FUNCTION") {
        let Table { catalog, database, table: function } = table(c)?;
        Ok(Target::Function { catalog, database, function })
    } else if c.keywords("LOCATION") {
        Ok(Target::Location(location(c)?))
    } else if c.keywords("TAGGED") {
        tag_expression(c)
    } else if c.keywords("TAG") {
        Ok(Target::Tag(c.name("the key of a tag")?))
    } else {
        named(c)
    }
}

/// `db`, `db.table`, `db.*`, `catalog.db.table`, `catalog.db.*`.
fn named(c: &mut Cursor<'_>) -> Result<Target, Fault> {
    let (names, all) = dotted(c)?;
    let of = |catalog: &str, database: &str| Database { catalog: catalog.to_owned(), database: database.to_owned() };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match (names.as_slice(), all) {
        ([database], false) => Ok(Target::Database(of(DEFAULT_CATALOG, database))),
        ([database], true) => Ok(Target::Tables(of(DEFAULT_CATALOG, database))),
        ([catalog, database], true) => Ok(Target::Tables(of(catalog, database))),
        ([database, table], false) => Ok(Target::Table(Table::new(None, database, table))),
        ([catalog, database, table], false) => Ok(Target::Table(Table::new(Some(catalog), database, table))),
        _ => Err(c.expected("db, db.table, db.* or catalog.db.table")),
    }
}

fn dotted(c: &mut Cursor<'_>) -> Result<(Vec<String>, bool), Fault> {
    let mut names = vec![c.name("an object, as db.table")?];
    while c.symbol('.') {
        if c.symbol('*') {
            return Ok((names, true));
        }
        names.push(c.name("a name")?);
    }
    Ok((names, false))
}

fn database(c: &mut Cursor<'_>) -> Result<Database, Fault> {
    match dotted(c)? {
        (names, false) if names.len() <= 2 => {
            let mut names = names.into_iter().rev();
            let database = names.next().unwrap_or_default();
            Ok(Database { catalog: names.next().unwrap_or_else(|| DEFAULT_CATALOG.to_owned()), database })
        }
        _ => Err(c.expected("db or catalog.db")),
    }
}

pub(super) fn table(c: &mut Cursor<'_>) -> Result<Table, Fault> {
    match named(c)? {
        Target::Table(table) => Ok(table),
        _ => Err(c.expected("db.name or catalog.db.name")),
    }
}

pub(super) fn tagged(c: &mut Cursor<'_>) -> Result<Tagged, Fault> {
    if c.keywords("DATABASE") {
        return Ok(Tagged::Database(database(c)?));
    }
    match named(c)? {
        Target::Database(database) => Ok(Tagged::Database(database)),
        Target::Table(table) if c.keywords("COLUMN") => Ok(Tagged::Column(table, c.name("a column")?)),
        Target::Table(table) => Ok(Tagged::Table(table)),
        _ => Err(c.expected("a database, a table, or a table COLUMN name")),
    }
}

fn tag_expression(c: &mut Cursor<'_>) -> Result<Target, Fault> {
    c.must_symbol('(')?;
    let mut tags = BTreeMap::new();
    loop {
        let key = c.name("the key of a tag")?;
        c.must("IN")?;
        let values = c.in_parentheses(|c| c.loose("a value of the tag"))?.into_iter().collect();
        if tags.insert(key.clone(), values).is_some() {
            return Err(Fault::new(format!("tag {key} stands twice: name all its values in one list")));
        }
        if !c.keywords("AND") {
            break;
        }
    }
    c.must_symbol(')')?;
    Ok(Target::Tagged(tags))
}

pub(super) fn location(c: &mut Cursor<'_>) -> Result<String, Fault> {
    let uri = c.text("a location in single quotes, as 's3://bucket/path'")?;
    crate::location::canonical(&uri).ok_or_else(|| {
        Fault::new("a location is a plain address with a scheme, without wildcards and escapes, as 's3://bucket/path'")
    })
}

pub(super) fn names(c: &mut Cursor<'_>) -> Result<Vec<String>, Fault> {
    c.in_parentheses(|c| c.name("a column"))
}

pub(super) fn columns(c: &mut Cursor<'_>) -> Result<Columns, Fault> {
    if c.keywords("COLUMNS EXCEPT") {
        Ok(Columns::Except(names(c)?))
    } else if c.keywords("COLUMNS") {
        Ok(Columns::Only(names(c)?))
    } else {
        Ok(Columns::All)
    }
}

pub(super) fn except(c: &mut Cursor<'_>) -> Result<Vec<Principal>, Fault> {
    if c.keywords("EXCEPT") { c.list(Cursor::principal) } else { Ok(Vec::new()) }
}

/// `[FOR who] [EXCEPT who]`; nobody named is everybody.
pub(super) fn covered(c: &mut Cursor<'_>) -> Result<(Vec<Principal>, Vec<Principal>), Fault> {
    let mut to = covered_exactly(c)?;
    if to.is_empty() {
        to.push(Principal::public());
    }
    Ok((to, except(c)?))
}

pub(super) fn covered_exactly(c: &mut Cursor<'_>) -> Result<Vec<Principal>, Fault> {
    if c.keywords("FOR") { c.list(Cursor::principal) } else { Ok(Vec::new()) }
}

pub(super) fn mask(c: &mut Cursor<'_>) -> Result<Mask, Fault> {
    for (word, plain) in [("NULL", Mask::Null), ("HASH", Mask::Hash), ("YEAR", Mask::Year)] {
        if c.keywords(word) {
            return Ok(plain);
        }
    }
    let last = c.keywords("LAST");
    if last || c.keywords("FIRST") {
        let shown = c.in_parentheses(|c| c.word("a number"))?;
        let shown = shown.first().and_then(|n| n.parse().ok()).filter(|n| (1..=64_u8).contains(n));
        let shown = shown.ok_or_else(|| Fault::new("LAST and FIRST show 1 to 64 characters, as in LAST(4)"))?;
        return Ok(if last { Mask::Last(shown) } else { Mask::First(shown) });
    }
    if !c.keywords("CONST") {
        return Err(c.expected("NULL, HASH, LAST(n), FIRST(n), CONST value or YEAR"));
    }
    constant(c).map(Mask::Const)
}

/// A constant is read as the right side of a comparison.
fn constant(c: &mut Cursor<'_>) -> Result<crate::expr::Literal, Fault> {
    let mut text = String::from("x = ");
    for typed in ["DATE", "TIMESTAMP"] {
        if c.keywords(typed) {
            text.push_str(typed);
            text.push(' ');
        }
    }
    match c.is_text() {
        true => text.push_str(&format!("'{}'", c.text("a constant")?.replace('\'', "''"))),
        false => text.push_str(&c.loose("a constant")?),
    }
    match parse(&text)? {
        Expr::Compare { literal, .. } => Ok(literal),
        _ => Err(c.expected("a constant")),
    }
}

pub(super) fn condition(c: &mut Cursor<'_>) -> Result<Condition, Fault> {
    let mut when = Condition::default();
    loop {
        if c.keywords("UNTIL") {
            when.until = Some(until(&c.text("a time in single quotes, as '2027-01-01'")?)?);
        } else if c.keywords("ENGINE") {
            when.engines.extend(c.list(|c| known::<crate::EngineClass>(c, "an engine class"))?);
        } else if c.keywords("AUTHN") {
            when.methods.extend(c.list(|c| known::<crate::AuthMethod>(c, "an authentication method"))?);
        } else if c.keywords("NETWORK") {
            when.networks.extend(c.list(network)?);
        } else {
            return Ok(when);
        }
    }
}

fn known<T: std::str::FromStr<Err = crate::UnknownWord>>(c: &mut Cursor<'_>, what: &str) -> Result<T, Fault> {
    c.word(what)?.parse().map_err(|unknown: crate::UnknownWord| Fault::new(unknown.to_string()))
}

fn network(c: &mut Cursor<'_>) -> Result<ipnet::IpNet, Fault> {
    let text = c.loose("a network, as 10.0.0.0/8")?;
    let network: Option<ipnet::IpNet> = text.parse().ok();
    network
        .map(|network| network.trunc())
        .ok_or_else(|| Fault::new(format!("{text:.40} is no network: write it as 10.0.0.0/8")))
}

fn until(text: &str) -> Result<Moment, Fault> {
    let day = || Moment::without_zone(&format!("{text} 00:00:00"));
    Moment::parse(text).or_else(day).ok_or_else(|| {
        Fault::new(format!("{text:.40} is no time: write '2027-01-01' or '2027-01-01 12:00:00+00:00', in UTC"))
    })
}
