//! Grants by principal and object.

use super::Kind;
use super::grants::{self, Grant};
use super::object::{ObjectName, Objects};
use crate::names::{DatabaseName, TableName, normalize};
use crate::role::kind_text;
use crate::{Catalog, Result};
use skep_sql::{Fragment, Tx};
use skep_types::{HiveObjectPrivilege, HiveObjectRef, HiveObjectType, PrincipalType, Str};

/// The grants on an object, of one principal or of all; on objects of all kinds if none is given,
/// on all of one kind if it is not named. An object that is not there has none, except that the
/// table of a partition must be there.
pub async fn list(
    catalog: &Catalog,
    principal: Option<&str>,
    kind: Option<PrincipalType>,
    object: &HiveObjectRef,
) -> Result<Vec<HiveObjectPrivilege>> {
    let kind = match principal {
        Some(_) => Some(kind_text(kind, "Principal")?),
        None => None,
    };
    if object.object_type == Some(HiveObjectType::DATACONNECTOR) {
        catalog.needs(Kind::Connector.table().name)?;
    }
    let holder = &principal.zip(kind);
    let found = catalog.db.read(|tx| async move {
        let mut found = Vec::new();
        for question in questions(object)? {
            found.extend(answer(&tx, &question, *holder).await?);
        }
        Ok::<_, crate::Error>(found)
    });
    found.await?.into_iter().map(Grant::into_listed).collect()
}

/// What is to be read.
enum Question {
    All(Kind),
    OfDatabase(DatabaseName),
    OfConnector(Str),
    /// A table, its columns, a partition, or its columns.
    InTable(ObjectName),
    Nothing,
}

fn questions(object: &HiveObjectRef) -> Result<Vec<Question>> {
    let Some(kind) = object.object_type else {
        return Ok(Kind::ALL.map(Question::All).into());
    };
    let named = object.db_name.is_some();
    let of_columns = object.part_values.as_ref().is_none_or(Vec::is_empty);
    let question = match kind {
        HiveObjectType::GLOBAL => Question::All(Kind::Global),
        HiveObjectType::DATACONNECTOR => match &object.object_name {
            Some(name) => Question::OfConnector(normalize(name)),
            None => Question::All(Kind::Connector),
        },
        HiveObjectType::DATABASE if !named => Question::All(Kind::Database),
        HiveObjectType::TABLE if !named => Question::All(Kind::Table),
        HiveObjectType::PARTITION if !named => Question::All(Kind::Partition),
        HiveObjectType::COLUMN if !named && of_columns => Question::All(Kind::TableColumn),
        HiveObjectType::COLUMN if !named => Question::All(Kind::PartitionColumn),
        HiveObjectType::DATABASE => {
            Question::OfDatabase(DatabaseName::of(object.cat_name.as_deref(), object.db_name.as_deref())?)
        }
        // No column is named so.
        HiveObjectType::COLUMN if object.column_name.is_none() => Question::Nothing,
        _ => Question::InTable(ObjectName::parse(object)?),
    };
    Ok(vec![question])
}

async fn answer(tx: &Tx, question: &Question, holder: Option<(&str, &'static str)>) -> Result<Vec<Grant>> {
    let mut conditions = Fragment::default();
    if let Some((name, kind)) = holder {
        conditions.push(r#" and g."PRINCIPAL_NAME" = "#).bind(name).push(r#" and g."PRINCIPAL_TYPE" = "#).bind(kind);
    }
    let kind = match question {
        Question::Nothing => return Ok(Vec::new()),
        Question::All(kind) => *kind,
        Question::OfDatabase(name) => {
            in_database(&mut conditions, name);
            Kind::Database
        }
        Question::OfConnector(name) => {
            conditions.push(r#" and g."NAME" = "#).bind(name);
            Kind::Connector
        }
        Question::InTable(object) => return of_table(tx, object, conditions).await,
    };
    grants::read(tx, kind, conditions).await
}

async fn of_table(tx: &Tx, object: &ObjectName, conditions: Fragment<'_>) -> Result<Vec<Grant>> {
    let Some(table) = &object.table else { return Ok(Vec::new()) };
    let partition = if object.kind.in_partition() { partition_name(tx, object).await? } else { Str::default() };
    let mut conditions = conditions;
    in_table(&mut conditions, object, table, &partition);
    grants::read(tx, object.kind, conditions).await
}

/// Condition: about this table, and what in it is meant.
pub(super) fn in_table<'a>(
    conditions: &mut Fragment<'a>,
    object: &'a ObjectName,
    table: &'a TableName,
    partition: &'a Str,
) {
    in_database(conditions, &table.database);
    conditions.push(r#" and t."TBL_NAME" = "#).bind(&table.table);
    if object.kind.in_partition() {
        conditions.push(r#" and p."PART_NAME" = "#).bind(partition);
    }
    if object.kind.has_column() {
        conditions.push(r#" and g."COLUMN_NAME" = "#).bind(&object.name);
    }
}

/// The name of the partition, whether it is there or not; its table must be.
pub(super) async fn partition_name(tx: &Tx, object: &ObjectName) -> Result<Str> {
    let named = ObjectName { values: Some(object.values.clone().unwrap_or_default()), ..object.clone() };
    let objects = Objects::find(tx, &[&named]).await?;
    match &object.table {
        Some(table) if !objects.has_table(table) => Err(table.not_found()),
        _ => Ok(objects.partition_name(&named)?.unwrap_or_default()),
    }
}

pub(super) fn in_database<'a>(conditions: &mut Fragment<'a>, name: &'a DatabaseName) {
    conditions.push(r#" and d."NAME" = "#).bind(&name.database);
    conditions.push(r#" and {since 3.1: d."CTLG_NAME"}{before 3.1: 'hive'} = "#).bind(&name.catalog);
}
