//! What a question is judged by: the policy of this moment, who asks, and what is there of the tables it names.

use std::collections::{BTreeMap, BTreeSet};

use skep_access::expr::TypeClass;
use skep_access::principal::BadPrincipal;
use skep_access::statement::Table;
use skep_access::{
    Access, AuthMethod, Caller, Effective, EngineClass, Peer, Policy, Principal, Right, Standing, TableFacts, Verdict,
};
use skep_catalog::Result;
use skep_catalog::names::normalize;
use skep_catalog::policy::{Places, facts_of};

use crate::opa::Identity;
use crate::server::{Engine, Settings};

/// The engine's catalogs that are Skep's, each with Skep's name of it.
#[derive(Debug, Clone, Default)]
pub struct Catalogs(BTreeMap<String, String>);

impl Catalogs {
    /// From `trino=skep` each, as `iceberg=hive`.
    pub fn read(pairs: &[String]) -> std::result::Result<Catalogs, String> {
        let mut catalogs = BTreeMap::new();
        for pair in pairs {
            let (theirs, ours) = pair.split_once('=').ok_or_else(|| format!("'{pair}' is not THEIRS=OURS"))?;
            let (theirs, ours) = (theirs.trim().to_lowercase(), ours.trim().to_lowercase());
            if theirs.is_empty() || ours.is_empty() {
                return Err(format!("'{pair}' is not THEIRS=OURS"));
            }
            if theirs == "system" {
                return Err("the engine's catalog system is its own".to_owned());
            }
            if catalogs.insert(theirs, ours).is_some() {
                return Err(format!("'{pair}' names a catalog for the second time"));
            }
        }
        Ok(Catalogs(catalogs))
    }

    /// Skep's name of it.
    pub(crate) fn ours(&self, theirs: &str) -> Option<&str> {
        self.0.get(&theirs.to_lowercase()).map(String::as_str)
    }

    /// Theirs, of one of ours.
    pub(crate) fn theirs<'a>(&'a self, ours: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(_, name)| *name == ours).map(|(theirs, _)| theirs.as_str())
    }
}

/// The policy, and what is there of the named tables, read at once.
pub(crate) struct Moment {
    pub policy: Policy,
    pub places: Places,
    pub now: i64,
}

impl Moment {
    pub async fn of(settings: &Settings, tables: &BTreeSet<Table>) -> Result<Moment> {
        let catalog = &settings.catalog;
        let (policy, places) = settings.keeper.policy_and_places(&catalog.db, tables).await?;
        Ok(Moment { policy, places, now: catalog.clock.seconds() })
    }
}

/// The engine's user, as the policy knows it. The engine is who proved it, by a token.
pub(crate) fn caller(identity: &Identity, engine: &Engine) -> std::result::Result<Caller, BadPrincipal> {
    let mut caller = Caller::new(Principal::user(&identity.user)?, AuthMethod::Token);
    // A name that nothing can be granted to or denied loses nothing by being left out.
    caller.groups = identity.groups.iter().filter_map(|name| Principal::group(name).ok()).collect();
    caller.class = EngineClass::E2;
    caller.peer = Peer::Address(engine.peer.ip());
    Ok(caller)
}

/// Tables of which the asker has a right, but perhaps not all.
pub(crate) struct World<'a> {
    pub access: &'a Access<'a>,
    pub places: &'a Places,
    parts: BTreeMap<Table, Part>,
}

struct Part {
    effective: Effective,
    /// Spark keeps the columns of such a table in its parameters: they were not judged.
    of_spark: bool,
}

/// How much of a table the asker may use in some way.
pub(crate) enum Sight<'a> {
    Nothing,
    Whole,
    /// These columns and rows, and nothing that is not listed in it.
    Part(&'a Effective),
}

impl<'a> World<'a> {
    pub async fn look(
        settings: &Settings,
        access: &'a Access<'a>,
        places: &'a Places,
        uses: &BTreeSet<(Right, Table)>,
    ) -> Result<World<'a>> {
        let partial = |(right, table): &&(Right, Table)| {
            *right != Right::Visible && access.standing(*right, table, places.id(table)) == Standing::Partial
        };
        let partial: BTreeSet<Table> = uses.iter().filter(partial).map(|(_, table)| table.clone()).collect();
        let mut parts = BTreeMap::new();
        if !partial.is_empty() {
            for (name, found) in facts_of(&settings.catalog.db, &partial).await? {
                let (id, columns, partition_keys) = (found.id, &found.columns[..], &found.partition_keys[..]);
                let effective = access.effective(&TableFacts { name: &name, id, columns, partition_keys });
                let of_spark = matches!(columns, [only] if only.name == "col" && only.class == TypeClass::Other);
                parts.insert(name, Part { effective, of_spark });
            }
        }
        Ok(World { access, places, parts })
    }

    /// A table that went since it was named is nothing.
    pub fn sight(&self, right: Right, table: &Table) -> Sight<'_> {
        match self.access.standing(right, table, self.places.id(table)) {
            Standing::Refused(_) => Sight::Nothing,
            Standing::Whole => Sight::Whole,
            Standing::Partial => match self.parts.get(table) {
                Some(part) if part.effective.may(right) => Sight::Part(&part.effective),
                _ => Sight::Nothing,
            },
        }
    }

    /// A right that is of use on whole tables only.
    pub fn may(&self, right: Right, table: &Table) -> bool {
        match (right, self.sight(right, table)) {
            (_, Sight::Nothing) => false,
            (_, Sight::Whole) | (Right::Visible | Right::Describe, _) => true,
            (_, Sight::Part(effective)) => effective.may(right) && !self.is_of_spark(table),
        }
    }

    /// Whether nothing of the table is kept back.
    pub fn is_whole(&self, table: &Table) -> bool {
        match self.sight(Right::Select, table) {
            Sight::Nothing => false,
            Sight::Whole => true,
            Sight::Part(effective) => {
                effective.verdict == Verdict::Select && !effective.restricted && !self.is_of_spark(table)
            }
        }
    }

    fn is_of_spark(&self, table: &Table) -> bool {
        self.parts.get(table).is_some_and(|part| part.of_spark)
    }
}

/// Whether a database could hold a table of this name: it is asked about no other.
pub(crate) fn storable(table: &Table) -> bool {
    let fine = |name: &str| name.len() <= NAME_MAX && name.chars().all(|c| c != '\0' && c <= '\u{ffff}');
    fine(&table.database) && fine(&table.table)
}

/// Bytes; Hive's columns hold fewer characters.
const NAME_MAX: usize = 1024;

/// A table as an engine names it. What follows `$` or `@` is a look at the table that knows no row filter: its files,
/// its history, its partitions.
pub(crate) struct Named {
    pub table: Table,
    pub behind: bool,
}

pub(crate) fn named(catalog: &str, schema: &str, table: &str) -> Named {
    let name = normalize(table);
    let end = name.find(['$', '@']).unwrap_or(name.len());
    let table = Table {
        catalog: catalog.to_owned(),
        database: normalize(schema).into(),
        table: name.get(..end).unwrap_or_default().to_owned(),
    };
    Named { table, behind: end < name.len() }
}
