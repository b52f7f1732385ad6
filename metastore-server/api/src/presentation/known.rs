//! What a decision needs to know of a stored record: its columns, wherever they are kept, and its format.

use super::spark::{PROVIDER, Parameters, SparkSchema};
use skep_access::assurance::{Described, Format};
use skep_access::expr::Column;
use skep_types::{FieldSchema, Str, Table};

/// A table's columns by whatever any reader takes for them.
pub struct Known {
    /// With names in lower case; those of the storage descriptor first, then any that Spark alone knows.
    pub columns: Vec<FieldSchema>,
    pub partition_keys: Vec<FieldSchema>,
    pub schema: Option<SparkSchema>,
    pub format: Format,
    /// Of a data source of Spark's, whose schema is in the parameters or nowhere.
    pub of_data_source: bool,
    /// Spark asks us for its partitions, and not the file system.
    pub lists_partitions: bool,
}

impl Known {
    /// An error is a sentence for the refusal.
    pub fn of(table: &Table) -> Result<Known, &'static str> {
        let none = Parameters::new();
        let parameters = table.parameters.as_ref().unwrap_or(&none);
        let schema = SparkSchema::read(parameters)
            .map_err(|()| "the schema that Spark keeps in the table's parameters is not understood")?;
        let provider = parameters.get(PROVIDER).filter(|provider| !provider.eq_ignore_ascii_case("hive"));
        let partition_keys = lower(table.partition_keys.as_deref());
        let mut columns = lower(table.sd.as_ref().and_then(|sd| sd.cols.as_deref()));
        let of_spark: Vec<FieldSchema> = schema
            .iter()
            .flat_map(|schema| schema.fields().unwrap_or_default())
            .map(|field| FieldSchema {
                name: Some(field.name.to_lowercase().into()),
                type_: Some(field.kind.into()),
                comment: None,
            })
            .collect();
        if !of_spark.is_empty() && is_placeholder(&columns) && !of_spark.iter().any(|field| name(field) == "col") {
            columns.clear();
        }
        for field in of_spark {
            if !columns.iter().chain(&partition_keys).any(|known| name(known) == name(&field)) {
                columns.push(field);
            }
        }
        let of_data_source = provider.is_some();
        let lists_partitions = !of_data_source
            || parameters.get("spark.sql.partitionProvider").is_some_and(|kept| kept.eq_ignore_ascii_case("catalog"));
        let format = format(table, parameters, &columns);
        Ok(Known { columns, partition_keys, schema, format, of_data_source, lists_partitions })
    }

    /// For [`skep_access::TableFacts`].
    pub fn for_rights(fields: &[FieldSchema]) -> Vec<Column> {
        fields.iter().map(|field| Column::new(name(field), field.type_.as_deref().unwrap_or_default())).collect()
    }

    /// Every column, the partition keys last.
    pub fn all(&self) -> impl Iterator<Item = &FieldSchema> {
        self.columns.iter().chain(&self.partition_keys)
    }
}

pub fn name(field: &FieldSchema) -> &str {
    field.name.as_deref().unwrap_or_default()
}

fn lower(fields: Option<&[FieldSchema]>) -> Vec<FieldSchema> {
    let fields = fields.unwrap_or_default().iter();
    fields.map(|field| FieldSchema { name: Some(name(field).to_lowercase().into()), ..field.clone() }).collect()
}

/// What Spark stores as the columns of a table that Hive could not read.
fn is_placeholder(columns: &[FieldSchema]) -> bool {
    let [only] = columns else { return false };
    name(only) == "col" && only.type_.as_deref() == Some("array<string>")
}

fn format(table: &Table, parameters: &Parameters, columns: &[FieldSchema]) -> Format {
    let sd = table.sd.as_ref();
    let serde = sd.and_then(|sd| sd.serde_info.as_ref());
    let of_serde = serde.and_then(|serde| serde.parameters.as_ref());
    let of_storage = sd.and_then(|sd| sd.parameters.as_ref());
    let parameter = |key: &str| {
        let places = [Some(parameters), of_serde, of_storage];
        places.into_iter().flatten().find_map(|place| place.get(key)).map(Str::as_str)
    };
    let names: Vec<&str> = columns.iter().map(name).collect();
    Format::of(&Described {
        is_view: skep_catalog::table::is_any_view(table),
        serde: serde.and_then(|serde| serde.serialization_lib.as_deref()),
        input_format: sd.and_then(|sd| sd.input_format.as_deref()),
        parameter: &parameter,
        columns: &names,
    })
}
