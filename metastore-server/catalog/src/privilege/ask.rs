//! What a bag of privileges asks for, one privilege at a time.

use super::Kind;
use super::object::ObjectName;
use crate::role::{Principal, kind_text};
use crate::table::limits;
use crate::{Catalog, Error, Result};
use skep_schema::Version;
use skep_sql::Database;
use skep_types::{HiveObjectPrivilege, HiveObjectRef, PrivilegeBag};

/// One privilege on one object for one principal.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    /// As the client wrote it, for refusals.
    pub sent: &'a HiveObjectRef,
    pub object: ObjectName,
    pub principal: Principal<'a>,
    pub privilege: &'a str,
    pub grantor: Option<&'a str>,
    /// Required where something is granted.
    pub grantor_type: Option<&'static str>,
    pub option: bool,
    pub authorizer: Option<&'a str>,
}

/// What is asked for; a bag without a list asks for nothing. Before 3.1 the tables know nothing of
/// authorizers.
pub(super) fn all<'a>(catalog: &Catalog, bag: &'a PrivilegeBag) -> Result<Vec<Ask<'a>>> {
    let mut asks = Vec::new();
    for one in bag.privileges.iter().flatten() {
        split(one, &mut asks)?;
    }
    asks.iter().try_for_each(|ask| catalog.needs(ask.object.kind.table().name))?;
    if catalog.db.version() < Version::V3_1 {
        asks.iter_mut().for_each(|ask| ask.authorizer = None);
    }
    Ok(asks)
}

/// Hive takes a list of privileges, joined by commas, for as many grants.
fn split<'a>(one: &'a HiveObjectPrivilege, asks: &mut Vec<Ask<'a>>) -> Result<()> {
    let sent = one.hive_object.as_ref().ok_or_else(|| null("hiveObject"))?;
    let info = one.grant_info.as_ref().ok_or_else(|| null("grantInfo"))?;
    let ask = Ask {
        sent,
        object: ObjectName::parse(sent)?,
        principal: Principal::new(one.principal_name.as_deref(), one.principal_type)?,
        privilege: "",
        grantor: info.grantor.as_deref(),
        grantor_type: info.grantor_type.map(|kind| kind_text(Some(kind), "Grantor")).transpose()?,
        option: info.grant_option.unwrap_or_default(),
        authorizer: one.authorizer.as_deref(),
    };
    let privileges = info.privilege.as_deref().unwrap_or_default().split(',');
    asks.extend(privileges.map(|privilege| Ask { privilege, ..ask.clone() }));
    Ok(())
}

impl Ask<'_> {
    /// Checks what a grant is written with.
    pub fn check(&self, db: &Database) -> Result<()> {
        if self.privilege.trim().is_empty() {
            return Err(null("privilege"));
        }
        if self.grantor_type.is_none() {
            return Err(null("grantorType"));
        }
        let table = self.object.kind.table();
        let column = Some(self.object.name.as_str()).filter(|_| self.object.kind.has_column());
        let texts = [
            (table.privilege, Some(self.privilege)),
            ("PRINCIPAL_NAME", Some(self.principal.name)),
            ("GRANTOR", self.grantor),
            ("AUTHORIZER", self.authorizer),
            ("COLUMN_NAME", column),
        ];
        limits::check_texts(db, table.name, &texts)
    }

    /// Databases and connectors compare privileges as they are, the others in any case.
    pub fn means(&self, privilege: &str) -> bool {
        match self.object.kind {
            Kind::Global | Kind::Database | Kind::Connector => self.privilege == privilege,
            _ => self.privilege.eq_ignore_ascii_case(privilege),
        }
    }
}

fn null(what: &str) -> Error {
    Error::Meta(format!("{what} of a privilege cannot be null or empty"))
}
