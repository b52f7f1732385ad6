//! Which partitions of a table: their ids or names, in the order of their names.

use compact_str::CompactString as Str;
use skep_sql::Tx;

use super::visible::Visible;
use super::{Parent, existing, filtered, name, sql};
use crate::filter::PartitionFilter;
use crate::filter::kryo::{self, Expression};
use crate::{Error, Result};

/// A choice among the partitions of one table, already checked against its keys.
#[derive(Clone, Debug)]
pub enum Chosen {
    All,
    /// Names that do not exist are passed over, and doubles collapse.
    Named(Vec<Str>),
    Filtered(PartitionFilter),
    /// These, of which some may not be meant: the client tries them again.
    Perhaps(Box<Chosen>),
    /// Those of them that the caller may know of.
    Visible(Box<Chosen>, Visible),
}

/// A choice as a caller says it.
#[derive(Clone, Debug)]
pub enum Choice {
    All,
    Named(Vec<Str>),
    /// Values of the first keys; an empty one stands for any.
    Prefix(Vec<Str>),
    /// Text of the filter language; blank is everything.
    Filter(Str),
    /// What Hive's query processor sends.
    Expression(Expression),
    /// The same for a caller who may not know of all.
    Visible(Box<Choice>, Visible),
}

/// How many at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    None,
    AtMost(i64),
}

impl Limit {
    /// Thrift's `max_parts`: absent or negative is everything, zero is nothing.
    pub fn of(max_parts: Option<impl Into<i64>>) -> Limit {
        match max_parts.map(Into::into) {
            Some(max) if max >= 0 => Limit::AtMost(max),
            _ => Limit::None,
        }
    }

    pub fn rows(self) -> i64 {
        match self {
            Limit::None => i64::MAX,
            Limit::AtMost(max) => max,
        }
    }
}

impl Choice {
    /// For a caller who may know of these partitions only; all without a rule.
    pub fn among(self, visible: Option<Visible>) -> Choice {
        match visible {
            Some(visible) => Choice::Visible(Box::new(self), visible),
            None => self,
        }
    }

    pub fn is_named(&self) -> bool {
        match self {
            Choice::Named(_) => true,
            Choice::Visible(choice, _) => choice.is_named(),
            _ => false,
        }
    }

    /// Checks the choice against the keys of the table.
    pub fn resolve(&self, parent: &Parent) -> Result<Chosen> {
        let keys: Vec<(&str, &str)> = parent.keys.iter().map(|(k, t)| (k.as_str(), t.as_str())).collect();
        match self {
            Choice::All => Ok(Chosen::All),
            Choice::Named(names) => Ok(Chosen::Named(names.clone())),
            Choice::Visible(choice, visible) => Ok(Chosen::Visible(Box::new(choice.resolve(parent)?), visible.clone())),
            Choice::Prefix(values) => prefix(parent, values),
            Choice::Filter(text) => {
                let filter = PartitionFilter::parse(text, &keys).map_err(|e| Error::Meta(e.to_string()))?;
                Ok(filter.map_or(Chosen::All, Chosen::Filtered))
            }
            Choice::Expression(expression) => {
                let meaning = expression.meaning(&keys);
                let chosen = match meaning.chosen {
                    kryo::Chosen::All => Chosen::All,
                    kryo::Chosen::None => Chosen::Named(Vec::new()),
                    kryo::Chosen::Those(filter) => Chosen::Filtered(filter),
                };
                Ok(if meaning.certain { chosen } else { Chosen::Perhaps(Box::new(chosen)) })
            }
        }
    }
}

impl Chosen {
    pub fn is_certain(&self) -> bool {
        match self {
            Chosen::Perhaps(_) => false,
            Chosen::Visible(chosen, _) => chosen.is_certain(),
            _ => true,
        }
    }
}

fn prefix(parent: &Parent, values: &[Str]) -> Result<Chosen> {
    let keys = parent.keys.len();
    if values.is_empty() || values.len() > keys {
        return Err(Error::Meta(format!(
            "Incorrect number of partition values. numPartKeys={keys}, part_val={}",
            values.len()
        )));
    }
    Ok(PartitionFilter::of_values(values).map_or(Chosen::All, Chosen::Filtered))
}

/// Ids in name order.
pub async fn ids(tx: &Tx, parent: &Parent, chosen: &Chosen, limit: Limit) -> Result<Vec<i64>> {
    match chosen {
        Chosen::All => tx.collect(&sql::ALL_IDS, &[parent.id.into(), limit.rows().into()], |row| Ok(row.get(0)?)).await,
        Chosen::Named(names) => named(tx, parent, names, limit).await,
        Chosen::Filtered(filter) => filtered::ids(tx, parent, filter, limit).await,
        Chosen::Perhaps(chosen) => Box::pin(ids(tx, parent, chosen, limit)).await,
        Chosen::Visible(chosen, visible) => {
            let names = visible_names(tx, parent, chosen, visible, limit).await?;
            self::named(tx, parent, &names, Limit::None).await
        }
    }
}

/// Names in order.
pub async fn names(tx: &Tx, parent: &Parent, chosen: &Chosen, limit: Limit) -> Result<Vec<Str>> {
    match chosen {
        Chosen::All => {
            tx.collect(&sql::ALL_NAMES, &[parent.id.into(), limit.rows().into()], |row| Ok(row.get(0)?)).await
        }
        Chosen::Named(names) => {
            let found = existing::ids(tx, parent, names.iter().map(Str::as_str).collect()).await?;
            Ok(found.into_keys().map(Str::from).collect())
        }
        Chosen::Filtered(filter) => filtered::names(tx, parent, filter, limit).await,
        Chosen::Perhaps(chosen) => Box::pin(names(tx, parent, chosen, limit)).await,
        Chosen::Visible(chosen, visible) => visible_names(tx, parent, chosen, visible, limit).await,
    }
}

/// The rule is judged here and not by the database, by the values of each name: as it is judged for rows.
async fn visible_names(tx: &Tx, parent: &Parent, chosen: &Chosen, visible: &Visible, limit: Limit) -> Result<Vec<Str>> {
    let mut found = Box::pin(names(tx, parent, chosen, Limit::None)).await?;
    let keys = parent.key_names();
    found.retain(|name| name::values(&keys, name).is_ok_and(|values| visible.admits(&values)));
    found.truncate(usize::try_from(limit.rows()).unwrap_or(usize::MAX));
    Ok(found)
}

/// How many there are.
pub async fn count(tx: &Tx, parent: &Parent, chosen: &Chosen) -> Result<i64> {
    match chosen {
        Chosen::All => Ok(tx.row(&sql::COUNT_ALL, &[parent.id.into()]).await?.get(0)?),
        Chosen::Named(names) => Ok(named(tx, parent, names, Limit::None).await?.len() as i64),
        Chosen::Filtered(filter) => filtered::count(tx, parent, filter).await,
        Chosen::Perhaps(chosen) => Box::pin(count(tx, parent, chosen)).await,
        Chosen::Visible(chosen, visible) => {
            Ok(visible_names(tx, parent, chosen, visible, Limit::None).await?.len() as i64)
        }
    }
}

async fn named(tx: &Tx, parent: &Parent, names: &[Str], limit: Limit) -> Result<Vec<i64>> {
    let found = existing::ids(tx, parent, names.iter().map(Str::as_str).collect()).await?;
    let most = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
    Ok(found.into_values().take(most).collect())
}

/// The values behind a name that a client gives, in the words of calls that look one partition up.
pub fn values_of(parent: &Parent, text: &str) -> Result<Vec<Str>> {
    name::values(&parent.key_names(), text).map_err(|error| match error {
        name::NameError::Incomplete { .. } => Error::NotFound(error.to_string()),
        other => other.into(),
    })
}
