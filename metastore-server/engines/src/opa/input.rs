//! A question as Trino's client for Open Policy Agent sends it. Fields that are not known are left alone: the client
//! sends more of them with every year, and none that takes something back.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Fault;

#[derive(Deserialize)]
struct Question {
    input: Input,
}

#[derive(Deserialize)]
pub struct Input {
    pub context: Context,
    pub action: Action,
}

#[derive(Deserialize)]
pub struct Context {
    pub identity: Identity,
}

/// Who the engine says its user is.
#[derive(Deserialize)]
pub struct Identity {
    pub user: String,
    #[serde(default)]
    pub groups: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    pub operation: String,
    pub resource: Option<Resource>,
    pub filter_resources: Option<Vec<Resource>>,
    pub target_resource: Option<Resource>,
}

/// One of these, or none; table procedures have two.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    pub user: Option<User>,
    pub catalog: Option<Named>,
    pub catalog_session_property: Option<Property>,
    pub schema: Option<Schema>,
    pub table: Option<Table>,
    pub column: Option<Column>,
    pub function: Option<Function>,
}

#[derive(Deserialize)]
pub struct User {
    pub user: String,
}

#[derive(Deserialize)]
pub struct Named {
    pub name: String,
}

/// Of a catalog's session.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    pub catalog_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    pub catalog_name: String,
    pub schema_name: String,
    #[serde(default)]
    pub properties: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    pub catalog_name: String,
    pub schema_name: String,
    pub table_name: String,
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    #[serde(default)]
    pub properties: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    pub catalog_name: String,
    pub schema_name: String,
    pub table_name: String,
    pub column_name: String,
    #[serde(default)]
    pub column_type: String,
}

/// Of a table's procedure the name alone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Function {
    pub catalog_name: Option<String>,
    pub schema_name: Option<String>,
    pub function_name: String,
}

pub fn read(body: &[u8]) -> Result<Input, Fault> {
    let question: Question = serde_json::from_slice(body)
        // Line and column are enough to find it, and nothing of the question is sent back.
        .map_err(|error| Fault::Malformed(format!("no question: line {} column {}", error.line(), error.column())))?;
    Ok(question.input)
}
