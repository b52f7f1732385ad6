//! The schema that Spark keeps in a table's parameters, as JSON, whole or in parts. For tables of its own
//! data sources it is what Spark believes, whatever the columns say.

use super::hidden::Hidden;
use serde_json::{Map, Value};
use skep_types::Str;
use std::collections::BTreeMap;

pub const PROVIDER: &str = "spark.sql.sources.provider";
const SCHEMA: &str = "spark.sql.sources.schema";
/// What Spark cuts longer values into.
const PART: usize = 4000;

/// Parameters of a table as Thrift has them.
pub type Parameters = BTreeMap<Str, Str>;

/// A schema read.
#[derive(Debug, Clone)]
pub struct SparkSchema {
    json: Value,
    /// Readers before Spark 3.1 know no other form.
    in_parts: bool,
    /// How many of the last fields are partition columns.
    pub partition_columns: Vec<Str>,
}

/// One of its fields.
#[derive(Debug, PartialEq, Eq)]
pub struct SparkField<'a> {
    pub name: &'a str,
    /// In Hive's words.
    pub kind: String,
}

impl SparkSchema {
    /// None if the table has none, an error if it is not understood.
    pub fn read(parameters: &Parameters) -> Result<Option<SparkSchema>, ()> {
        let number = |key: &str| parameters.get(key).map(|text| text.parse::<usize>().map_err(drop)).transpose();
        let parts = number("spark.sql.sources.schema.numParts")?;
        let text = match (parameters.get(SCHEMA), parts) {
            (Some(whole), None) => whole.to_string(),
            (None, Some(parts)) if parts <= parameters.len() => {
                let each = (0..parts).map(|at| parameters.get(format!("{SCHEMA}.part.{at}").as_str()).map(Str::as_str));
                each.collect::<Option<String>>().ok_or(())?
            }
            (None, None) => return Ok(None),
            _ => return Err(()),
        };
        let json: Value = serde_json::from_str(&text).map_err(drop)?;
        let columns = number("spark.sql.sources.schema.numPartCols")?.unwrap_or(0);
        if columns > parameters.len() {
            return Err(());
        }
        let column = |at: usize| parameters.get(format!("{SCHEMA}.partCol.{at}").as_str()).cloned();
        let partition_columns = (0..columns).map(column).collect::<Option<Vec<Str>>>().ok_or(())?;
        let schema = SparkSchema { json, in_parts: parts.is_some(), partition_columns };
        // Readable throughout, or not at all.
        if schema.fields().is_none() {
            return Err(());
        }
        Ok(Some(schema))
    }

    pub fn fields(&self) -> Option<Vec<SparkField<'_>>> {
        list(&self.json)?
            .iter()
            .map(|field| Some(SparkField { name: name(field)?, kind: kind_of_field(field)? }))
            .collect()
    }

    /// Takes the hidden fields out of the top level, and what mentions them out of the others' metadata.
    pub fn without(mut self, hidden: &Hidden) -> SparkSchema {
        if let Some(fields) = self.json.get_mut("fields").and_then(Value::as_array_mut) {
            fields.retain(|field| name(field).is_some_and(|name| !hidden.has(name)));
            for field in fields {
                if let Some(metadata) = field.get_mut("metadata").and_then(Value::as_object_mut) {
                    clean(metadata, hidden);
                }
            }
        }
        self.partition_columns.retain(|column| !hidden.has(column));
        self
    }

    /// As parameters, in the form it was found in.
    pub fn write(&self, into: &mut Parameters) {
        let text = self.json.to_string();
        if self.in_parts || text.len() > PART {
            let parts = in_parts(&text);
            into.insert("spark.sql.sources.schema.numParts".into(), parts.len().to_string().into());
            into.extend(
                parts.iter().enumerate().map(|(at, part)| (format!("{SCHEMA}.part.{at}").into(), Str::from(*part))),
            );
        } else {
            into.insert(SCHEMA.into(), text.into());
        }
        if !self.partition_columns.is_empty() {
            let count = self.partition_columns.len().to_string();
            into.insert("spark.sql.sources.schema.numPartCols".into(), count.into());
            let columns = self.partition_columns.iter().enumerate();
            into.extend(columns.map(|(at, column)| (format!("{SCHEMA}.partCol.{at}").into(), column.clone())));
        }
    }
}

fn in_parts(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let (part, rest) = text.split_at(text.floor_char_boundary(PART));
        parts.push(part);
        text = rest;
    }
    parts
}

/// Values of any depth that mention a hidden column, and keys that do.
fn clean(metadata: &mut Map<String, Value>, hidden: &Hidden) {
    metadata.retain(|key, value| !hidden.in_text(key) && !hidden.in_text(&plain(value)));
}

/// A value's text without JSON's escapes at its top.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list(of: &Value) -> Option<&Vec<Value>> {
    of.get("fields")?.as_array()
}

fn name(field: &Value) -> Option<&str> {
    field.get("name")?.as_str()
}

/// CHAR and VARCHAR are strings whose metadata says so.
fn kind_of_field(field: &Value) -> Option<String> {
    match field.pointer("/metadata/__CHAR_VARCHAR_TYPE_STRING").and_then(Value::as_str) {
        Some(kind) => Some(kind.to_owned()),
        None => kind(field.get("type")?),
    }
}

/// A Spark type in Hive's words; none if there is none.
fn kind(of: &Value) -> Option<String> {
    if let Some(word) = of.as_str() {
        let word = match word {
            "integer" => "int",
            "long" => "bigint",
            "short" => "smallint",
            "byte" => "tinyint",
            other => other,
        };
        return Some(word.to_owned());
    }
    match of.get("type")?.as_str()? {
        "array" => Some(format!("array<{}>", kind(of.get("elementType")?)?)),
        "map" => Some(format!("map<{},{}>", kind(of.get("keyType")?)?, kind(of.get("valueType")?)?)),
        "struct" => {
            let member = |field: &Value| Some(format!("{}:{}", name(field)?, kind_of_field(field)?));
            let members: Vec<String> = list(of)?.iter().map(member).collect::<Option<_>>()?;
            Some(format!("struct<{}>", members.join(",")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"type":"struct","fields":[
        {"name":"Id","type":"integer","nullable":true,"metadata":{"comment":"not the SSN"}},
        {"name":"ssn","type":"string","nullable":true,"metadata":{"comment":"CANARY"}},
        {"name":"code","type":"string","nullable":true,"metadata":{"__CHAR_VARCHAR_TYPE_STRING":"char(3)"}},
        {"name":"visits","type":{"type":"array","elementType":{"type":"struct","fields":[
            {"name":"at","type":"timestamp","nullable":true,"metadata":{}},
            {"name":"cost","type":{"type":"map","keyType":"string","valueType":"long","valueContainsNull":true},
             "nullable":true,"metadata":{}}]},"containsNull":true},"nullable":true,"metadata":{}},
        {"name":"state","type":"string","nullable":true,"metadata":{}}]}"#;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect()
    }

    #[test]
    fn fields_go_in_both_forms_and_types_are_hives() {
        let (first, second) = JSON.split_at(120);
        let columns = [("spark.sql.sources.schema.numPartCols", "1"), ("spark.sql.sources.schema.partCol.0", "state")];
        let in_parts = [
            ("spark.sql.sources.schema.numParts", "2"),
            ("spark.sql.sources.schema.part.0", first),
            ("spark.sql.sources.schema.part.1", second),
        ];
        let whole = [("spark.sql.sources.schema", JSON)];
        for form in [&whole[..], &in_parts[..]] {
            let stored = parameters(&[form, &columns[..]].concat());
            let schema = SparkSchema::read(&stored).expect("readable").expect("there");
            let kinds: Vec<String> = schema.fields().expect("readable").into_iter().map(|field| field.kind).collect();
            let nested = "array<struct<at:timestamp,cost:map<string,bigint>>>";
            assert_eq!(kinds, ["int", "string", "char(3)", nested, "string"]);

            let mut written = Parameters::new();
            schema.without(&Hidden::of(["SSN"])).write(&mut written);
            let text = format!("{written:?}").to_lowercase();
            assert!(!text.contains("ssn") && !text.contains("canary"), "{text}");
            assert_eq!(written.contains_key("spark.sql.sources.schema.numParts"), form.len() > 1);
            let again = SparkSchema::read(&written).expect("readable").expect("there");
            let names: Vec<&str> = again.fields().expect("readable").iter().map(|field| field.name).collect();
            assert_eq!(names, ["Id", "code", "visits", "state"]);
            assert_eq!(again.partition_columns, ["state"]);
        }
    }

    #[test]
    fn long_schemas_are_cut_between_characters_and_read_back() {
        let fields: Vec<String> = (0..300)
            .map(|at| format!(r#"{{"name":"ü{at}","type":"string","nullable":true,"metadata":{{}}}}"#))
            .collect();
        let json = format!(r#"{{"type":"struct","fields":[{}]}}"#, fields.join(","));
        let schema = SparkSchema::read(&parameters(&[(SCHEMA, &json)])).expect("readable").expect("there");
        let mut written = Parameters::new();
        schema.write(&mut written);
        assert!(written.len() > 4 && written.values().all(|value| value.len() <= PART));
        assert_eq!(SparkSchema::read(&written).expect("readable").expect("there").json, schema.json);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for bad in [
            &[(SCHEMA, "{")][..],
            &[(SCHEMA, "{}")],
            &[(SCHEMA, r#"{"fields":[{"name":"a","type":{"type":"udt"}}]}"#)],
            &[("spark.sql.sources.schema.numParts", "2"), ("spark.sql.sources.schema.part.0", JSON)],
            &[("spark.sql.sources.schema.numParts", "many")],
            &[(SCHEMA, JSON), ("spark.sql.sources.schema.numPartCols", "1")],
            &[(SCHEMA, JSON), ("spark.sql.sources.schema.numParts", "1"), ("spark.sql.sources.schema.part.0", JSON)],
        ] {
            assert!(SparkSchema::read(&parameters(bad)).is_err(), "{bad:?}");
        }
        assert!(SparkSchema::read(&parameters(&[("a", "b")])).expect("readable").is_none());
    }
}
