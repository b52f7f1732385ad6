//! Columns and other small things, from Hive to Glue and back.

use std::collections::BTreeMap;

use skep_types::{FieldSchema, PrincipalType, Str};

use crate::aws::shapes::{Column, Parameters};

pub fn to_glue(field: &FieldSchema) -> Column {
    Column { name: text(&field.name), type_: text(&field.type_), comment: text(&field.comment), parameters: None }
}

pub fn to_hive(column: &Column) -> FieldSchema {
    FieldSchema { name: str(&column.name), type_: str(&column.type_), comment: str(&column.comment) }
}

/// What Hive does not know of a column stays with the column of that name.
pub fn keep(columns: &mut [Column], before: &[Column]) {
    for column in columns.iter_mut().filter(|column| column.parameters.is_none()) {
        column.parameters = before.iter().find(|old| old.name == column.name).and_then(|old| old.parameters.clone());
    }
}

pub fn text(text: &Option<Str>) -> Option<String> {
    text.as_ref().map(|text| text.to_string())
}

pub fn str(text: &Option<String>) -> Option<Str> {
    text.as_deref().map(Str::from)
}

pub fn texts(list: &Option<Vec<Str>>) -> Option<Vec<String>> {
    list.as_ref().map(|list| list.iter().map(|text| text.to_string()).collect())
}

pub fn strs(list: &Option<Vec<String>>) -> Option<Vec<Str>> {
    Some(list.iter().flatten().map(|text| Str::from(text.as_str())).collect())
}

pub fn parameters(map: &Option<BTreeMap<Str, Str>>) -> Option<Parameters> {
    map.as_ref().map(|map| map.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect())
}

/// Java's clients expect a map, be it empty.
pub fn map(parameters: &Option<Parameters>) -> Option<BTreeMap<Str, Str>> {
    let pairs = parameters.iter().flatten();
    Some(pairs.map(|(key, value)| (Str::from(key.as_str()), Str::from(value.as_str()))).collect())
}

/// Seconds, as Glue tells a time.
pub fn seconds(time: Option<f64>) -> Option<i32> {
    time.map(|time| time as i32)
}

/// Glue's records have no place for these two; they stand among the parameters, and are not shown there.
const OWNER: &str = "skep.owner.name";
const OWNER_TYPE: &str = "skep.owner.type";

/// Puts into `parameters` what of an owner has no field: the name for databases, the type where it is not a user.
pub fn hide_owner(parameters: &mut Parameters, name: Option<&str>, type_: Option<PrincipalType>) {
    parameters.remove(OWNER);
    parameters.remove(OWNER_TYPE);
    if let Some(name) = name {
        parameters.insert(OWNER.to_owned(), name.to_owned());
    }
    if let Some(type_) = type_.filter(|type_| *type_ != PrincipalType::USER).and_then(|type_| type_.name()) {
        parameters.insert(OWNER_TYPE.to_owned(), type_.to_owned());
    }
}

/// Takes them out again.
pub fn take_owner(parameters: &mut Option<BTreeMap<Str, Str>>) -> (Option<Str>, Option<PrincipalType>) {
    let Some(parameters) = parameters else { return (None, None) };
    let name = parameters.remove(OWNER);
    let type_ = match parameters.remove(OWNER_TYPE).as_deref() {
        Some("ROLE") => PrincipalType::ROLE,
        Some("GROUP") => PrincipalType::GROUP,
        _ => PrincipalType::USER,
    };
    (name, Some(type_))
}
