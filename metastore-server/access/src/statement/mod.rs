//! The statements a policy is made of. Command line, policy file and store share this grammar, and
//! [`Statement`]'s `Display` prints what [`parse()`] reads.
//!
//! ```text
//! GRANT rights ON res [cols] [filt] TO who [WITH GRANT OPTION] [cond]     REVOKE rights ON res [cols] FROM who
//! DENY rights ON res [cols] TO who [EXCEPT who] [cond]                    REVOKE DENY rights ON res [cols] FROM who
//! RESTRICT ROWS ON table USING ( expr ) [FOR who] [EXCEPT who]            REVOKE RESTRICT ROWS ON table [FOR who]
//! RESTRICT COLUMNS ( names ) ON table [FOR who] [EXCEPT who]              a DENY SELECT of those columns
//! MASK COLUMN name ON table WITH mask [FOR who] [EXCEPT who]              REVOKE MASK COLUMN name ON table [FOR who]
//! CREATE|ALTER FILTER name ON table [cols] [ROWS ( expr )]                DROP FILTER name ON table
//! CREATE ROLE name     DROP ROLE name     GRANT ROLE names TO who [WITH ADMIN OPTION]     REVOKE ROLE names FROM who
//! CREATE TAG key VALUES ( v{, v} )        DROP TAG key
//! SET TAG key = v ON object [COLUMN c]    UNSET TAG key ON object [COLUMN c]
//! CREATE LOCATION 'uri'                   DROP LOCATION 'uri'             REVOKE STATEMENT number
//!
//! rights := right {, right} | ALL
//! res    := [catalog.]db.table | [catalog.]db.* | db | DATABASE [catalog.]db | CATALOG c | SERVER
//!         | TAGGED ( key IN ( v{, v} ) {AND …} ) | FUNCTION [catalog.]db.f | LOCATION 'uri' | TAG key
//! cols   := COLUMNS ( name{, name} ) | COLUMNS EXCEPT ( name{, name} )
//! filt   := FILTER name | ROWS ( expr )
//! mask   := NULL | HASH | LAST(n) | FIRST(n) | CONST lit | YEAR
//! cond   := UNTIL 'time' | ENGINE class{, class} | AUTHN method{, method} | NETWORK 'cidr'{, 'cidr'}     (all must hold)
//! ```

mod cursor;
mod parse;
mod parts;
mod print;

pub use parse::parse;

use crate::expr::{Expr, Literal, Moment};
use crate::{AuthMethod, Caller, EngineClass, Peer, Principal, Right};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

/// One change of a policy, or one rule in force.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Statement {
    Grant(Grant),
    Deny(Deny),
    RestrictRows(RestrictRows),
    Mask(MaskColumn),
    Revoke(Revoke),
    CreateRole(Principal),
    DropRole(Principal),
    GrantRole(GrantRole),
    CreateFilter(Filter),
    AlterFilter(Filter),
    DropFilter { name: String, on: Table },
    CreateTag { key: String, values: BTreeSet<String> },
    DropTag(String),
    SetTag { key: String, value: String, on: Tagged },
    UnsetTag { key: String, on: Tagged },
    CreateLocation(String),
    DropLocation(String),
}

pub type Rights = BTreeSet<Right>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    pub rights: Rights,
    pub on: Target,
    pub columns: Columns,
    pub rows: Rows,
    pub to: Vec<Principal>,
    pub grant_option: bool,
    pub when: Condition,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Deny {
    pub rights: Rights,
    pub on: Target,
    pub columns: Columns,
    pub to: Vec<Principal>,
    pub except: Vec<Principal>,
    pub when: Condition,
}

/// Holds for everybody covered, on top of whatever was granted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RestrictRows {
    pub on: Table,
    pub using: Expr,
    pub to: Vec<Principal>,
    pub except: Vec<Principal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MaskColumn {
    pub column: String,
    pub on: Table,
    pub mask: Mask,
    pub to: Vec<Principal>,
    pub except: Vec<Principal>,
}

/// What a reader gets in place of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mask {
    Null,
    Hash,
    Last(u8),
    First(u8),
    Const(Literal),
    Year,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Revoke {
    /// From these principals; without columns, whatever the columns were.
    Grant {
        rights: Rights,
        on: Target,
        columns: Columns,
        from: Vec<Principal>,
    },
    Deny {
        rights: Rights,
        on: Target,
        columns: Columns,
        from: Vec<Principal>,
    },
    /// Those for exactly these principals; all of the table's if none is named.
    Rows {
        on: Table,
        to: Vec<Principal>,
    },
    Mask {
        column: String,
        on: Table,
        to: Vec<Principal>,
    },
    Role {
        roles: Vec<Principal>,
        from: Vec<Principal>,
    },
    /// By the number that `skep show grants` prints.
    Statement(i64),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GrantRole {
    pub roles: Vec<Principal>,
    pub to: Vec<Principal>,
    pub admin_option: bool,
}

/// A named data filter: rows and columns of one table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    pub name: String,
    pub on: Table,
    pub columns: Columns,
    pub rows: Expr,
}

/// Names in lower case, the catalog always there (`hive` if nobody said another).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Database {
    pub catalog: String,
    pub database: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Table {
    pub catalog: String,
    pub database: String,
    pub table: String,
}

/// What a grant or a deny is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Server,
    Catalog(String),
    Database(Database),
    /// Every table of a database, also those to come.
    Tables(Database),
    Table(Table),
    Function {
        catalog: String,
        database: String,
        function: String,
    },
    /// Every table and column whose tags have these values.
    Tagged(BTreeMap<String, BTreeSet<String>>),
    /// Everything below a location.
    Location(String),
    Tag(String),
}

/// Where a tag sits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tagged {
    Database(Database),
    Table(Table),
    Column(Table, String),
}

/// Which columns, by lower-case name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Columns {
    #[default]
    All,
    Only(Vec<String>),
    /// Also those that a table gets later.
    Except(Vec<String>),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Rows {
    #[default]
    All,
    /// A named filter of the table.
    Filter(String),
    Where(Expr),
}

/// When a grant or a deny holds; what is empty holds always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Condition {
    pub until: Option<Moment>,
    pub engines: BTreeSet<EngineClass>,
    pub methods: BTreeSet<AuthMethod>,
    pub networks: Vec<IpNet>,
}

impl Condition {
    /// `now` in seconds since 1970.
    pub fn holds(&self, caller: &Caller, now: i64) -> bool {
        let inside = |address: std::net::IpAddr| self.networks.iter().any(|network| network.contains(&address));
        self.until.is_none_or(|until| now < until.seconds())
            && (self.engines.is_empty() || self.engines.contains(&caller.class))
            && (self.methods.is_empty() || self.methods.contains(&caller.method))
            && (self.networks.is_empty()
                || match caller.peer {
                    Peer::Local => false,
                    Peer::Address(address) => inside(address.to_canonical()),
                })
    }

    pub fn is_empty(&self) -> bool {
        self.until.is_none() && self.engines.is_empty() && self.methods.is_empty() && self.networks.is_empty()
    }
}

const ON_DATABASE: &[Right] = &[Right::Alter, Right::CreateFunction, Right::CreateTable, Right::Describe, Right::Drop];
const ON_TABLE: &[Right] = &[Right::Alter, Right::Delete, Right::Describe, Right::Drop, Right::Insert, Right::Select];

impl Target {
    /// The rights there are on such a thing: what ALL means.
    pub fn rights(&self) -> &'static [Right] {
        match self {
            Target::Server => {
                &[Right::Admin, Right::Audit, Right::Compactor, Right::Impersonate, Right::Operate, Right::Replicate]
            }
            Target::Catalog(_) => &[Right::CreateDatabase, Right::Describe],
            Target::Database(_) => ON_DATABASE,
            Target::Tables(_) | Target::Table(_) | Target::Tagged(_) => ON_TABLE,
            Target::Function { .. } => &[Right::Alter, Right::Describe, Right::Drop, Right::Execute],
            Target::Location(_) => &[Right::DataLocation],
            Target::Tag(_) => &[Right::Alter, Right::Associate],
        }
    }

    /// What may be denied on it: also the rights on what is inside.
    pub fn deniable(&self) -> Rights {
        let all: &[&[Right]] = match self {
            Target::Server | Target::Catalog(_) => &[&Right::ALL],
            Target::Database(_) => &[ON_DATABASE, ON_TABLE, &[Right::Execute]],
            other => &[other.rights()],
        };
        all.iter().copied().flatten().copied().collect()
    }

    /// The table, if it is about exactly one.
    pub fn table(&self) -> Option<&Table> {
        match self {
            Target::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Table {
    pub fn new(catalog: Option<&str>, database: &str, table: &str) -> Table {
        Table {
            catalog: catalog.unwrap_or(DEFAULT_CATALOG).to_lowercase(),
            database: database.to_lowercase(),
            table: table.to_lowercase(),
        }
    }

    pub fn in_database(&self) -> Database {
        Database { catalog: self.catalog.clone(), database: self.database.clone() }
    }
}

/// The catalog of everybody who names none.
pub const DEFAULT_CATALOG: &str = "hive";

#[cfg(test)]
mod tests;
