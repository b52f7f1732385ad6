//! A statement as a row.

use crate::{Error, Result};
use skep_access::statement::{Statement, Target, parse};
use skep_access::{Principal, Record};
use skep_sql::{Row, Str, Value};

/// A statement in force, with what the store knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    pub table_id: Option<i64>,
    pub statement: Statement,
    pub grantor: String,
    /// Seconds since 1970.
    pub created: i64,
}

/// What `STMT_OBJECT` holds, in characters.
const OBJECT_MAX: usize = 767;

impl Stored {
    /// From a row of id, table's id, text, grantor, time. A text that cannot be read is an error: a policy
    /// with a hole in it is none.
    pub(super) fn of(row: &Row) -> Result<Stored> {
        let id = row.get(0)?;
        let text: Str = row.get(2)?;
        let statement = parse(&text)
            .map_err(|fault| Error::Meta(format!("statement {id} of the access policy cannot be read: {fault}")))?;
        let grantor: Str = row.get(3)?;
        Ok(Stored { id, table_id: row.get(1)?, statement, grantor: grantor.into(), created: row.get(4)? })
    }

    pub fn record(self) -> Record {
        Record { id: self.id, table_id: self.table_id, statement: self.statement }
    }
}

/// What is written beside the text, to find it by.
pub(super) struct Written {
    kind: &'static str,
    object: String,
    principal: Option<String>,
    text: String,
    until: Option<i64>,
}

impl Written {
    pub fn of(statement: &Statement) -> Result<Written> {
        let (principal, until) = match statement {
            Statement::Grant(grant) => (only(&grant.to), grant.when.until.map(|until| until.seconds())),
            Statement::Deny(deny) => (only(&deny.to), deny.when.until.map(|until| until.seconds())),
            Statement::GrantRole(grant) => (only(&grant.to), None),
            _ => (None, None),
        };
        let object = object(statement);
        if object.chars().count() > OBJECT_MAX {
            return Err(Error::InvalidObject(format!("{object:.60}… is too long a name to keep a rule about")));
        }
        Ok(Written { kind: kind(statement), object, principal, text: statement.to_string(), until })
    }

    pub fn values<'a>(&'a self, stored: &'a Stored, epoch: i64) -> [Value<'a>; 10] {
        [
            stored.id.into(),
            self.kind.into(),
            (&self.object).into(),
            self.principal.as_deref().into(),
            stored.table_id.into(),
            (&self.text).into(),
            (&stored.grantor).into(),
            stored.created.into(),
            self.until.into(),
            epoch.into(),
        ]
    }
}

fn only(to: &[Principal]) -> Option<String> {
    to.first().map(ToString::to_string)
}

pub(super) fn kind(statement: &Statement) -> &'static str {
    match statement {
        Statement::Grant(_) => "GRANT",
        Statement::Deny(_) => "DENY",
        Statement::RestrictRows(_) => "RESTRICT",
        Statement::Mask(_) => "MASK",
        Statement::CreateRole(_) => ROLE,
        Statement::GrantRole(_) => MEMBER,
        Statement::CreateFilter(_) => "FILTER",
        Statement::CreateTag { .. } => TAG,
        Statement::SetTag { .. } => TAGGED,
        Statement::CreateLocation(_) => "LOCATION",
        // Changes, which are never kept as rules.
        _ => "CHANGE",
    }
}

pub(super) const ROLE: &str = "ROLE";
pub(super) const MEMBER: &str = "MEMBER";
pub(super) const TAG: &str = "TAG";
pub(super) const TAGGED: &str = "SET TAG";

/// What a rule is about, the same for all that must be looked at together.
pub(super) fn object(statement: &Statement) -> String {
    use skep_access::statement::Revoke;
    let role = |role: &Principal| format!("ROLE {}", role.name());
    let roles = |roles: &[Principal]| roles.first().map(role).unwrap_or_default();
    match statement {
        Statement::Grant(grant) => target(&grant.on),
        Statement::Deny(deny) => target(&deny.on),
        Statement::RestrictRows(restrict) => restrict.on.to_string(),
        Statement::Mask(mask) => mask.on.to_string(),
        Statement::CreateRole(name) | Statement::DropRole(name) => role(name),
        Statement::GrantRole(grant) => roles(&grant.roles),
        Statement::CreateFilter(filter) | Statement::AlterFilter(filter) => filter.on.to_string(),
        Statement::DropFilter { on, .. } => on.to_string(),
        Statement::CreateTag { key, .. } | Statement::DropTag(key) => target(&Target::Tag(key.clone())),
        Statement::SetTag { on, .. } | Statement::UnsetTag { on, .. } => on.to_string(),
        Statement::CreateLocation(uri) | Statement::DropLocation(uri) => target(&Target::Location(uri.clone())),
        Statement::Revoke(Revoke::Grant { on, .. } | Revoke::Deny { on, .. }) => target(on),
        Statement::Revoke(Revoke::Rows { on, .. } | Revoke::Mask { on, .. }) => on.to_string(),
        Statement::Revoke(Revoke::Role { roles: list, .. }) => roles(list),
        Statement::Revoke(Revoke::Statement(_)) => String::new(),
    }
}

pub(super) const TAGGED_OBJECT: &str = "TAGGED";

pub(super) fn target(on: &Target) -> String {
    match on {
        Target::Tagged(_) => TAGGED_OBJECT.to_owned(),
        other => other.to_string(),
    }
}
