//! What goes out of a record that is shown in part. What stays is listed; what nobody thought of goes.

use super::hidden::Hidden;
use super::known::name;
use super::spark::Parameters;
use skep_types::{FieldSchema, SkewedInfo, StorageDescriptor};
use std::collections::BTreeSet;

/// Parameters of tables and partitions that say nothing of columns, values or amounts.
const OF_TABLES: &[&str] = &[
    "EXTERNAL",
    "avro.output.codec",
    "bucketing_version",
    "orc.compress",
    "parquet.compression",
    "skip.footer.line.count",
    "skip.header.line.count",
    "spark.sql.create.version",
    "spark.sql.partitionProvider",
    "spark.sql.sources.provider",
    "timestamp.formats",
    "transactional",
    "transactional_properties",
    "transient_lastDdlTime",
];

/// Parameters of a storage descriptor and its serde by which files are found and cut up.
const OF_STORAGE: &[&str] = &[
    "collection.delim",
    "colelction.delim",
    "compression",
    "dateFormat",
    "escape.delim",
    "field.delim",
    "line.delim",
    "mapkey.delim",
    "path",
    "serialization.encoding",
    "serialization.format",
    "serialization.null.format",
    "timestamp.formats",
    "timestampFormat",
];

/// Where an Iceberg reader begins. For tables of which every column is shown.
const OF_ICEBERG: &[&str] = &["metadata_location", "table_type"];

/// How much of a record is withheld.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    pub hidden: Hidden,
    /// Names of the columns that are shown, in lower case: an old partition may have others yet.
    pub shown: BTreeSet<String>,
    /// The record is an Iceberg table's, whose pointer must stay for it to be read.
    pub keeps_pointer: bool,
}

impl Withheld {
    /// Parameters of a table or a partition.
    pub fn parameters(&self, parameters: Option<&mut Parameters>) {
        self.keep(parameters, |key| {
            OF_TABLES.contains(&key) || (self.keeps_pointer && self.hidden.is_empty() && OF_ICEBERG.contains(&key))
        });
    }

    /// A descriptor of a table or a partition. Where every column is shown, what its serde was told stays:
    /// that is how the files are read.
    pub fn descriptor(&self, sd: &mut StorageDescriptor) {
        self.fields(sd.cols.as_mut());
        sd.bucket_cols = Some(Vec::new());
        sd.sort_cols = Some(Vec::new());
        sd.num_buckets = Some(-1);
        sd.skewed_info = Some(SkewedInfo {
            skewed_col_names: Some(Vec::new()),
            skewed_col_values: Some(Vec::new()),
            skewed_col_value_location_maps: Some(Default::default()),
        });
        self.keep(sd.parameters.as_mut(), |key| OF_STORAGE.contains(&key));
        let Some(serde) = &mut sd.serde_info else { return };
        if !self.hidden.is_empty() {
            serde.description = None;
            self.keep(serde.parameters.as_mut(), |key| OF_STORAGE.contains(&key));
        }
    }

    /// Takes the hidden columns out, and comments that mention them.
    pub fn fields(&self, fields: Option<&mut Vec<FieldSchema>>) {
        let Some(fields) = fields.filter(|_| !self.hidden.is_empty()) else { return };
        fields.retain(|field| !self.hidden.has(name(field)) && self.shown.contains(&name(field).to_lowercase()));
        for field in fields {
            field.comment = field.comment.take().filter(|comment| !self.hidden.in_text(comment));
        }
    }

    fn keep(&self, parameters: Option<&mut Parameters>, harmless: impl Fn(&str) -> bool) {
        if let Some(parameters) = parameters {
            parameters.retain(|key, value| harmless(key) && !self.hidden.in_text(value));
        }
    }
}
