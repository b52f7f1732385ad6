//! What a foreign key must refer to: all columns of a primary or unique key, in its order, of the
//! same types.

use super::line::{Kind, Line};
use super::target::Targets;
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Refuses foreign keys that refer to no key. `keys` are those that there will be, new ones included.
pub fn check(targets: &Targets, foreign: &[Line], keys: &[Line]) -> Result<()> {
    let mut rest = foreign;
    while let Some(first) = rest.first() {
        // Columns of one key follow each other; the next key begins with position 1 again.
        let columns = 1 + rest.iter().skip(1).take_while(|line| line.sequence != 1).count();
        let (key, others) = rest.split_at(columns);
        check_one(targets, key, &possible(targets, first, keys)?)?;
        rest = others;
    }
    let catalogs: Vec<_> = foreign.iter().map(Line::table).collect::<Result<_>>()?;
    match catalogs.windows(2).all(|pair| pair[0].database.catalog == pair[1].database.catalog) {
        true => Ok(()),
        false => Err(Error::InvalidObject("Foreign keys cannot span catalogs".into())),
    }
}

fn check_one(targets: &Targets, key: &[Line], possible: &[String]) -> Result<()> {
    if possible.is_empty() {
        return Err(Error::Meta(
            "Trying to define foreign key but there are no primary keys or unique keys for referenced table".into(),
        ));
    }
    let (mut own, mut referenced) = (String::new(), String::new());
    let mut within_one_table = true;
    for line in key {
        // The types to compare are those of the columns that refer.
        let type_ = targets.own_place(line)?.type_.unwrap_or_default();
        targets.parent_place(line)?;
        sign(&mut own, &line.column(&line.own)?.unwrap_or_default(), &type_);
        if let Some(side) = &line.referenced {
            sign(&mut referenced, &line.column(side)?.unwrap_or_default(), &type_);
        }
        within_one_table &= line.table()? == line.parent()?;
    }
    if !possible.contains(&referenced) {
        return Err(Error::Meta(format!(
            "Foreign key references {referenced} but no corresponding primary key or unique key exists. \
             Possible keys: [{}]",
            possible.join(", ")
        )));
    }
    match within_one_table && own == referenced {
        true => {
            Err(Error::Meta(format!("Cannot be both foreign key and primary/unique key on same table: {referenced}")))
        }
        false => Ok(()),
    }
}

/// The keys of the table that `line` refers to, as Hive writes them: `a:int;b:string;`.
fn possible(targets: &Targets, line: &Line, keys: &[Line]) -> Result<Vec<String>> {
    let parent = line.parent()?;
    let mut of_parent = Vec::new();
    for key in keys {
        if key.kind != Kind::ForeignKey && key.parent()? == parent {
            of_parent.push(key);
        }
    }
    of_parent.sort_by(|a, b| (&a.name, a.sequence).cmp(&(&b.name, b.sequence)));
    let mut texts: BTreeMap<_, String> = BTreeMap::new();
    for key in of_parent {
        let type_ = targets.parent_place(key)?.type_.unwrap_or_default();
        let text = texts.entry((key.kind, &key.name)).or_default();
        sign(text, &key.column(&key.own)?.unwrap_or_default(), &type_);
    }
    Ok(texts.into_values().collect())
}

fn sign(text: &mut String, column: &str, type_: &str) {
    // Writing to a String does not fail.
    let _ = write!(text, "{column}:{type_};");
}
