//! Names of constraints: taken from the client, or made up as Hive makes them up.

use super::line::Line;
use super::sql;
use super::target::Targets;
use crate::names::{TableName, normalize};
use crate::{Error, Result, storage};
use skep_schema::Version;
use skep_sql::Tx;
use skep_types::Str;
use std::collections::BTreeSet;

/// How often a name is made up again because somebody has it.
const TRIES: u32 = 10;

/// Gives every line the name that it will have. Names that are taken are refused.
pub async fn assign(tx: &Tx, targets: &Targets, lines: &mut [Line], now_millis: i64) -> Result<()> {
    let mut makers = Vec::with_capacity(lines.len());
    for at in 0..lines.len() {
        makers.push(maker(lines, at, makers.last())?);
    }
    let parents: Vec<i64> = lines.iter().map(|line| Ok(targets.parent(line)?.id)).collect::<Result<_>>()?;
    for counter in 0..TRIES {
        for (line, maker) in lines.iter_mut().zip(&makers) {
            line.name = Some(match maker {
                Maker::Given(name) => name.clone(),
                Maker::Made { prefix, hash } => format!("{prefix}_{hash}_{now_millis}_{counter}").into(),
            });
        }
        let taken = taken(tx, lines, &parents).await?;
        let is_taken = |(at, line): (usize, &Line)| taken.contains(&owned(tx.version(), parents[at], line));
        let clashes: Vec<usize> = (0..lines.len()).filter(|at| is_taken((*at, &lines[*at]))).collect();
        if clashes.is_empty() {
            return Ok(());
        }
        if let Some(at) = clashes.into_iter().find(|at| matches!(makers[*at], Maker::Given(_))) {
            return Err(exists(tx.version(), &lines[at]));
        }
    }
    Err(Error::Meta("Error while trying to generate the constraint name".into()))
}

#[derive(Debug, Clone)]
enum Maker {
    Given(Str),
    Made { prefix: &'static str, hash: u32 },
}

/// Where a line's name comes from. The columns of a key that has no name come one after the other,
/// the first with position 1.
fn maker(lines: &[Line], at: usize, before: Option<&Maker>) -> Result<Maker> {
    let line = &lines[at];
    if let Some(name) = line.name.as_deref().map(normalize).filter(|name| !name.is_empty()) {
        return Ok(Maker::Given(name));
    }
    let continues = line.kind.is_key() && line.sequence != 1 && at > 0 && lines[at - 1].kind == line.kind;
    match before.filter(|_| continues) {
        Some(before) => Ok(before.clone()),
        None => Ok(Maker::Made { prefix: line.kind.prefix(), hash: hash(line)? }),
    }
}

/// Java's `hashCode` of what the constraint is about, without the sign.
fn hash(line: &Line) -> Result<u32> {
    let own = line.table()?;
    let column = |side| line.column(side).map(Option::unwrap_or_default);
    let mut parts = vec![own.database.database, own.table];
    match &line.referenced {
        Some(referenced) => {
            let parent = line.parent()?;
            parts.extend([parent.database.database, parent.table, column(referenced)?, column(&line.own)?]);
        }
        None => parts.push(column(&line.own)?),
    }
    parts.push(line.kind.prefix().into());
    let text = format!("{{{}}}", parts.join(","));
    Ok(text.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into())) & 0x0fff_ffff)
}

/// Who has a name: before Hive 4, nobody else in the metastore may.
fn owned(version: Version, parent: i64, line: &Line) -> (i64, Str) {
    let owner = if version < Version::V4_0 { 0 } else { parent };
    (owner, line.name.clone().unwrap_or_default())
}

async fn taken(tx: &Tx, lines: &[Line], parents: &[i64]) -> Result<BTreeSet<(i64, Str)>> {
    let mut taken = BTreeSet::new();
    for (lines, parents) in lines.chunks(storage::BATCH).zip(parents.chunks(storage::BATCH)) {
        let names: Vec<&str> = lines.iter().filter_map(|line| line.name.as_deref()).collect();
        for row in tx.rows(&sql::NAMES_TAKEN, &[names.as_slice().into(), parents.into()]).await? {
            let owner: i64 = row.get(0)?;
            taken.insert((if tx.version() < Version::V4_0 { 0 } else { owner }, row.get(1)?));
        }
    }
    Ok(taken)
}

/// What Hive says of a name that is taken.
pub fn exists(version: Version, line: &Line) -> Error {
    let name = line.name.as_deref().unwrap_or_default();
    let qualified = match line.parent() {
        Ok(TableName { database, table }) if version >= Version::V4_0 => {
            format!("{}.{table}.{name}", database.database)
        }
        _ => name.to_owned(),
    };
    Error::InvalidObject(format!("Constraint name already exists: {qualified}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraint::{Constraint, Kind};
    use skep_types::SQLPrimaryKey;

    #[test]
    fn a_generated_name_has_javas_hash_of_what_it_is_about() {
        let key = SQLPrimaryKey {
            table_db: Some("default".into()),
            table_name: Some("T".into()),
            column_name: Some("a".into()),
            ..SQLPrimaryKey::default()
        };
        // `"{default,t,a,pk}".hashCode() & 0xfffffff` by hand of the definition.
        let expected = "{default,t,a,pk}".bytes().fold(0_i32, |h, b| h.wrapping_mul(31).wrapping_add(b.into()));
        assert_eq!(hash(&key.into_line()).ok(), u32::try_from(expected & 0x0fff_ffff).ok());
        assert_eq!(Kind::Check.prefix(), "dc");
    }
}
