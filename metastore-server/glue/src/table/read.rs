//! A table as Glue has it, as Hive's clients see it, and the way back.

use serde::Deserialize;
use serde_json::json;
use skep_catalog::names::{DatabaseName, TableName};
use skep_catalog::table::{EXTERNAL_TABLE, is_view};
use skep_catalog::{Error, Result};
use skep_types::{PrincipalType, SerDeInfo, StorageDescriptor, Str, Table};

use crate::aws::shapes;
use crate::column::{self, hide_owner, map, parameters, seconds, str, take_owner, text};
use crate::context::{Glue, missing, refused};
use crate::storage;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found {
    table: shapes::Table,
}

/// The table as Glue has it.
pub async fn find(glue: &Glue, name: &TableName) -> Result<shapes::Table> {
    find_opt(glue, name).await?.ok_or_else(|| name.not_found())
}

/// The same, or nothing if there is no such table.
pub async fn find_opt(glue: &Glue, name: &TableName) -> Result<Option<shapes::Table>> {
    let arguments = json!({ "DatabaseName": name.database.database.as_str(), "Name": name.table.as_str() });
    let found: std::result::Result<Found, _> = glue.client.call("GetTable", arguments).await;
    match found {
        Ok(found) => Ok(Some(found.table)),
        Err(failure) if failure.is(crate::aws::Kind::NotFound) => Ok(None),
        Err(failure) => Err(refused(failure)),
    }
}

pub async fn get(glue: &Glue, name: &TableName) -> Result<Table> {
    to_hive(&name.database, &find(glue, name).await?)
}

/// Every table of a database, whole unless some attributes are named.
pub async fn all_of(glue: &Glue, database: &DatabaseName, attributes: &[&str]) -> Result<Vec<shapes::Table>> {
    let attributes = (!attributes.is_empty()).then_some(attributes);
    let arguments = json!({ "DatabaseName": database.database.as_str(), "AttributesToGet": attributes });
    let all = glue.client.all("GetTables", "TableList", &arguments).await;
    // As in Hive, a database that is not there has no tables.
    all.or_else(|failure| match failure.is(crate::aws::Kind::NotFound) {
        true => Ok(Vec::new()),
        false => Err(missing(failure, || unreachable!("looked at above"))),
    })
}

/// With what Java's clients read without asking whether it is there: tables of Iceberg's own Glue client, for one,
/// have no serde.
pub fn to_hive(database: &DatabaseName, found: &shapes::Table) -> Result<Table> {
    let name = found.name.as_deref().unwrap_or_default();
    if found.target_table.is_some() {
        return Err(Error::Meta(format!(
            "table {}.{name} is a resource link, which is not followed: ask for the table that it points to, in its \
             own catalog (glue://REGION/CATALOG-ID)",
            database.database
        )));
    }
    let mut parameters = map(&found.parameters);
    let (_, owner_type) = take_owner(&mut parameters);
    let sd = found.storage_descriptor.clone().unwrap_or_default();
    let mut table = Table {
        table_name: str(&found.name),
        db_name: Some(database.database.clone()),
        cat_name: Some(database.catalog.clone()),
        owner: str(&found.owner),
        owner_type: owner_type.or(Some(PrincipalType::USER)),
        create_time: Some(seconds(found.create_time).unwrap_or_default()),
        last_access_time: Some(seconds(found.last_access_time).unwrap_or_default()),
        retention: Some(found.retention.map_or(0, |days| i32::try_from(days).unwrap_or(i32::MAX))),
        sd: Some(storage::to_hive(&sd)),
        partition_keys: Some(found.partition_keys.iter().flatten().map(column::to_hive).collect()),
        parameters,
        view_original_text: str(&found.view_original_text),
        view_expanded_text: str(&found.view_expanded_text),
        table_type: Some(str(&found.table_type).unwrap_or_else(|| EXTERNAL_TABLE.into())),
        rewrite_enabled: Some(false),
        ..Table::default()
    };
    complete_iceberg(&mut table);
    Ok(table)
}

/// What Iceberg's Hive client writes into such a table, where its Glue client writes nothing.
fn complete_iceberg(table: &mut Table) {
    let parameter = |key: &str| table.parameters.as_ref().and_then(|all| all.get(key)).cloned();
    let is_iceberg = parameter("table_type").is_some_and(|kind| kind.eq_ignore_ascii_case("iceberg"));
    if !is_iceberg || is_view(table) {
        return;
    }
    let sd: &mut StorageDescriptor = table.sd.get_or_insert_default();
    let serde: &mut SerDeInfo = sd.serde_info.get_or_insert_default();
    let fill = |text: &mut Option<Str>, with: &str| {
        text.get_or_insert_with(|| with.into());
    };
    fill(&mut serde.serialization_lib, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
    fill(&mut sd.input_format, "org.apache.hadoop.mapred.FileInputFormat");
    fill(&mut sd.output_format, "org.apache.hadoop.mapred.FileOutputFormat");
}

/// What Glue is to hold of a table that was prepared. `before` is what it holds now, if anything.
pub fn to_glue(table: &Table, before: Option<&shapes::Table>) -> Result<shapes::Table> {
    refuse_unheld(table)?;
    let mut held = parameters(&table.parameters).unwrap_or_default();
    hide_owner(&mut held, None, table.owner_type);
    let mut sd = table.sd.as_ref().map(storage::to_glue).transpose()?;
    let mut keys: Vec<shapes::Column> = table.partition_keys.iter().flatten().map(column::to_glue).collect();
    if let Some(before) = before {
        if let (Some(sd), Some(old)) = (&mut sd, &before.storage_descriptor) {
            storage::keep(sd, old);
        }
        column::keep(&mut keys, before.partition_keys.as_deref().unwrap_or_default());
    }
    Ok(shapes::Table {
        name: text(&table.table_name),
        description: before.and_then(|before| before.description.clone()),
        owner: text(&table.owner),
        last_access_time: table.last_access_time.filter(|time| *time > 0).map(f64::from),
        last_analyzed_time: before.and_then(|before| before.last_analyzed_time),
        retention: table.retention.filter(|days| *days >= 0).map(i64::from),
        storage_descriptor: sd,
        partition_keys: Some(keys),
        view_original_text: text(&table.view_original_text),
        view_expanded_text: text(&table.view_expanded_text),
        table_type: text(&table.table_type),
        parameters: Some(held),
        view_definition: None,
        ..shapes::Table::default()
    })
}

fn refuse_unheld(table: &Table) -> Result<()> {
    let flag = |key: &str| skep_catalog::table::has_flag(table, key);
    let refuse = |what: &str| Err(Error::InvalidObject(format!("Glue cannot hold {what}")));
    if flag("transactional") {
        return refuse("transactional tables: it has no transactions and no write ids");
    }
    if table.table_type.as_deref() == Some(skep_catalog::table::MATERIALIZED_VIEW) {
        return refuse("what materialized views are made of");
    }
    // Spark's and Hive's clients send along with a new table that its owner may do everything with it: nothing that
    // anybody asked for.
    let granted = table.privileges.as_ref().is_some_and(|privileges| {
        let others = [&privileges.group_privileges, &privileges.role_privileges];
        let users = privileges.user_privileges.iter().flatten();
        others.into_iter().flatten().any(|map| !map.is_empty())
            || users.into_iter().any(|(user, grants)| Some(user) != table.owner.as_ref() && !grants.is_empty())
    });
    match granted {
        true => refuse("grants of Hive's: access is a matter of IAM and Lake Formation there"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skep_catalog::names::DatabaseName;

    fn sales() -> DatabaseName {
        DatabaseName::parse(Some("sales")).expect("a name")
    }

    #[test]
    fn a_table_comes_back_as_it_was_sent() {
        let sent = Table {
            table_name: Some("orders".into()),
            owner: Some("ann".into()),
            owner_type: Some(PrincipalType::GROUP),
            retention: Some(0),
            sd: Some(storage::to_hive(&shapes::StorageDescriptor::default())),
            parameters: Some([("a".into(), "b".into())].into()),
            table_type: Some(EXTERNAL_TABLE.into()),
            ..Table::default()
        };
        let held = to_glue(&sent, None).expect("can be held");
        let back = to_hive(&sales(), &held).expect("no link");
        assert_eq!((&back.owner, back.owner_type, &back.parameters), (&sent.owner, sent.owner_type, &sent.parameters));
        assert_eq!(back.sd, sent.sd);
    }

    #[test]
    fn what_only_glue_knows_survives_a_change() {
        let field = |name: &str| shapes::Column {
            name: Some(name.to_owned()),
            parameters: Some([("iceberg.field.id".to_owned(), name.to_owned())].into()),
            ..Default::default()
        };
        let before = shapes::Table {
            description: Some("kept".to_owned()),
            storage_descriptor: Some(shapes::StorageDescriptor {
                columns: Some(vec![field("a"), field("b")]),
                additional_locations: Some(vec!["s3://x".to_owned()]),
                ..Default::default()
            }),
            ..Default::default()
        };
        let mut table = to_hive(&sales(), &before).expect("no link");
        table.sd.as_mut().and_then(|sd| sd.cols.as_mut()).expect("columns").remove(0);
        let after = to_glue(&table, Some(&before)).expect("can be held");
        assert_eq!(after.description.as_deref(), Some("kept"));
        let sd = after.storage_descriptor.expect("storage");
        assert_eq!(sd.additional_locations, Some(vec!["s3://x".to_owned()]));
        assert_eq!(sd.columns, Some(vec![field("b")]));
    }

    #[test]
    fn what_glue_has_no_place_for_is_refused_by_name() {
        let with = |key: &str| Table { parameters: Some([(key.into(), "true".into())].into()), ..Table::default() };
        let text = to_glue(&with("transactional"), None).expect_err("refused").to_string();
        assert!(text.contains("transactional tables"), "{text}");
        let grant = |user: &str| {
            let users = [(Str::from(user), vec![Default::default()])].into();
            let privileges = skep_types::PrincipalPrivilegeSet { user_privileges: Some(users), ..Default::default() };
            Table { owner: Some("ann".into()), privileges: Some(privileges), ..Table::default() }
        };
        assert!(to_glue(&grant("bob"), None).is_err());
        assert!(to_glue(&grant("ann"), None).is_ok());
        let view = Table { table_type: Some("MATERIALIZED_VIEW".into()), ..Table::default() };
        assert!(to_glue(&view, None).is_err());
    }
}
