//! How well a decision can be kept, and in which shape a table is shown so that it is.
//!
//! What is withheld from a program that runs the user's own code with the user's own storage credentials can
//! only be withheld as far as the catalog reaches. [`choose`] says how far that is ([`Assurance`]), and
//! refuses where it is less than what is asked for: nothing is silently weakened.

use crate::caller::{UnknownWord, words};
use crate::{Effective, EngineClass, Verdict};
use std::fmt;
use std::str::FromStr;

/// How well something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assurance {
    /// The honest user sees the right thing; code can step round it.
    A0,
    /// It never leaves the catalog, whatever is called. The bytes in storage are another matter.
    A1,
    /// The caller's storage credentials cannot open it either.
    A2,
    /// A trusted engine withholds it; the user has neither code in it nor storage credentials.
    A3,
}

impl Assurance {
    pub const ALL: [Assurance; 4] = [Assurance::A0, Assurance::A1, Assurance::A2, Assurance::A3];

    pub fn word(self) -> &'static str {
        match self {
            Assurance::A0 => "A0",
            Assurance::A1 => "A1",
            Assurance::A2 => "A2",
            Assurance::A3 => "A3",
        }
    }
}

words!(Assurance, "level of assurance");

/// What readers take a table's schema and columns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Columns are found by name in the files: Parquet, plain Avro, JSON, ORC with real names.
    ByName,
    /// By position, or nobody knows: a column left out shifts the others.
    Positional,
    Iceberg,
    /// Delta and Hudi: the schema is in log files.
    Log,
    /// A view: there are no files.
    View,
}

impl Format {
    /// From what the record says of itself. Unknown is positional.
    pub fn of(described: &Described<'_>) -> Format {
        let parameter = |key: &str| (described.parameter)(key).map(str::to_ascii_lowercase);
        let is = |key: &str, value: &str| parameter(key).is_some_and(|found| found == value);
        let provider = parameter("spark.sql.sources.provider").unwrap_or_default();
        let serde = described.serde.unwrap_or_default().to_ascii_lowercase();
        let input = described.input_format.unwrap_or_default().to_ascii_lowercase();
        if described.is_view {
            return Format::View;
        }
        if is("table_type", "iceberg") || provider == "iceberg" || parameter("metadata_location").is_some() {
            return Format::Iceberg;
        }
        if ["delta", "hudi"].contains(&provider.as_str()) || input.contains("hoodie") || serde.contains("delta") {
            return Format::Log;
        }
        let orc_by_position = described.columns.iter().any(|name| {
            name.strip_prefix("_col")
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()))
        }) || is("orc.force.positional.evolution", "true");
        let parquet_by_position =
            is("parquet.column.index.access", "true") || is("hive.parquet.use-column-names", "false");
        let avro_schema = ["avro.schema.literal", "avro.schema.url"].iter().any(|key| parameter(key).is_some());
        let by_name = match provider.as_str() {
            "parquet" => !parquet_by_position,
            "orc" => !orc_by_position,
            "avro" => !avro_schema,
            "json" => true,
            "" | "hive" => match serde.as_str() {
                "org.apache.hadoop.hive.ql.io.parquet.serde.parquethiveserde" => !parquet_by_position,
                "org.apache.hadoop.hive.ql.io.orc.orcserde" => !orc_by_position,
                "org.apache.hadoop.hive.serde2.avro.avroserde" => !avro_schema,
                "org.apache.hive.hcatalog.data.jsonserde" | "org.apache.hadoop.hive.serde2.jsonserde" => true,
                _ => false,
            },
            _ => false,
        };
        if by_name { Format::ByName } else { Format::Positional }
    }
}

/// What [`Format::of`] looks at.
pub struct Described<'a> {
    pub is_view: bool,
    pub serde: Option<&'a str>,
    pub input_format: Option<&'a str>,
    /// Of the table, and of its serde where the table has none of that name.
    pub parameter: &'a dyn Fn(&str) -> Option<&'a str>,
    pub columns: &'a [&'a str],
}

/// The shape in which a caller gets a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presentation {
    /// As stored.
    Full,
    /// As if it were not there.
    Hidden,
    /// Refused by name.
    Denied,
    /// A view of the columns that cannot be read.
    Describe,
    /// The table less its hidden columns, partitions and parameters; read-only.
    Narrow,
    /// A view over the table, or over its narrowed or shadow form.
    View,
    /// An Iceberg table at metadata without the hidden columns; read-only.
    Shadow,
    /// As stored, with the policy for an engine that enforces it.
    Annotated,
}

/// How a decision is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub presentation: Presentation,
    /// How well hidden columns and masks are kept; `None` if there are none.
    pub columns: Option<Assurance>,
    /// How well rows and the cells of some rows are kept.
    pub rows: Option<Assurance>,
    /// Why reading is refused though the grants would allow it.
    pub refused: Option<String>,
}

/// The least that is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Required {
    pub columns: Assurance,
    pub rows: Assurance,
}

impl Default for Required {
    /// Columns must stay in the catalog; rows may be advisory, with a warning.
    fn default() -> Required {
        Required { columns: Assurance::A1, rows: Assurance::A0 }
    }
}

/// Chooses the presentation of a decision for a table of this format and an engine of this class.
pub fn choose(effective: &Effective, format: Format, class: EngineClass, required: Required) -> Choice {
    let plain = |presentation| Choice { presentation, columns: None, rows: None, refused: None };
    match effective.verdict {
        Verdict::Hidden => return plain(Presentation::Hidden),
        Verdict::NameOnly => return plain(Presentation::Denied),
        Verdict::Describe => return plain(Presentation::Describe),
        Verdict::Select if !effective.restricted => return plain(Presentation::Full),
        Verdict::Select => {}
    }
    let shape = Shape::of(effective);
    let trusted = matches!(class, EngineClass::E2 | EngineClass::E3 | EngineClass::E4);
    let (presentation, columns, rows) = if trusted {
        (
            Presentation::Annotated,
            shape.columns().then_some(Assurance::A3),
            (shape.rows || shape.cells).then_some(Assurance::A3),
        )
    } else {
        match shape.outside(format, class) {
            Ok(chosen) => chosen,
            Err(reason) => return refuse(reason.to_owned()),
        }
    };
    for (what, reached, needed) in [("columns", columns, required.columns), ("rows", rows, required.rows)] {
        if reached.is_some_and(|reached| reached < needed) {
            let reached = reached.map_or("nothing", Assurance::word);
            return refuse(format!(
                "{what} can be withheld from an engine of class {class} at {reached} only, {needed} is required"
            ));
        }
    }
    Choice { presentation, columns, rows, refused: None }
}

fn refuse(reason: String) -> Choice {
    Choice { presentation: Presentation::Describe, columns: None, rows: None, refused: Some(reason) }
}

/// What is withheld, in kinds.
struct Shape {
    hidden_columns: bool,
    /// Names and paths of partitions would show it.
    hidden_key: bool,
    /// Some values are null in some rows.
    cells: bool,
    masks: bool,
    rows: bool,
    by_partition: bool,
    /// A condition looks at a hidden column: what the view stands on would show it.
    hidden_in_condition: bool,
}

impl Shape {
    fn of(effective: &Effective) -> Shape {
        Shape {
            hidden_columns: !effective.hidden.is_empty(),
            hidden_key: effective.hidden_keys,
            cells: effective.columns.iter().any(|column| column.when.is_some()),
            masks: effective.columns.iter().any(|column| column.mask.is_some()),
            rows: !effective.rows.is_true(),
            by_partition: effective.decided_by_partition,
            hidden_in_condition: !effective.hidden_in_conditions().is_empty(),
        }
    }

    fn columns(&self) -> bool {
        self.hidden_columns || self.masks
    }

    /// For engines that do not enforce anything themselves.
    fn outside(
        &self,
        format: Format,
        class: EngineClass,
    ) -> Result<(Presentation, Option<Assurance>, Option<Assurance>), &'static str> {
        let code = class == EngineClass::E0;
        if self.hidden_key {
            return Err("a partition key is hidden, and the names of partitions show it");
        }
        if self.hidden_in_condition && code {
            return Err("a row condition looks at a hidden column, which the engine would have to read");
        }
        // Cells and masks are shown by a view's text alone, over a column that is there.
        let needs_view = self.cells || self.masks || (self.rows && !self.by_partition) || self.hidden_in_condition;
        let by_partition = self.by_partition && format == Format::ByName && !needs_view;
        let rows = (self.rows || self.cells).then_some(if by_partition { Assurance::A1 } else { Assurance::A0 });
        let hidden = match format {
            Format::ByName | Format::Iceberg => Assurance::A1,
            Format::View => return Err("what a view shows cannot be narrowed: grant on the tables under it"),
            Format::Positional if code && self.hidden_columns => {
                return Err(
                    "columns of this format are found by position: one left out would show under another's name",
                );
            }
            Format::Log if code && self.hidden_columns => {
                return Err("log files beside the data hold the schema with the hidden columns");
            }
            Format::Positional | Format::Log => Assurance::A0,
        };
        let columns = match (self.hidden_columns, self.masks) {
            (_, true) => Some(Assurance::A0),
            (true, false) if self.hidden_in_condition => Some(Assurance::A0),
            (true, false) => Some(hidden),
            (false, false) => None,
        };
        let presentation = match format {
            Format::Iceberg if !needs_view && !self.rows => Presentation::Shadow,
            Format::ByName if !needs_view => Presentation::Narrow,
            _ => Presentation::View,
        };
        Ok((presentation, columns, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::Column;
    use crate::statement::{Table, parse};
    use crate::{AuthMethod, Caller, Principal, Record, Snapshot, TableFacts};

    fn effective(statements: &[&str]) -> Effective {
        let record = |(id, text): (i64, &&str)| Record { id, table_id: None, statement: parse(text).expect("valid") };
        let snapshot = Snapshot::compile(1, (1..).zip(statements).map(record).collect());
        let columns = [("a", "int"), ("b", "string")].map(|(name, kind)| Column::new(name, kind));
        let keys = [Column::new("p", "string")];
        let me = Caller::new(Principal::user("me").expect("valid"), AuthMethod::Token);
        let facts = TableFacts { name: &Table::new(None, "db", "t"), id: 1, columns: &columns, partition_keys: &keys };
        snapshot.of(&me, 0).effective(&facts)
    }

    /// The table of the documentation, line by line: (statement, format, class) to (presentation, columns, rows).
    #[test]
    fn what_can_be_promised_is_what_the_table_says() {
        use Assurance::*;
        use EngineClass::*;
        use Format::*;
        let hide = "GRANT SELECT ON db.t COLUMNS EXCEPT (b) TO public";
        let rows = "GRANT SELECT ON db.t ROWS (a = 1) TO public";
        let partition = "GRANT SELECT ON db.t ROWS (p = 'x') TO public";
        let hidden_in_condition = "GRANT SELECT ON db.t COLUMNS EXCEPT (b) ROWS (b = 'x') TO public";
        let key = "GRANT SELECT ON db.t COLUMNS EXCEPT (p) TO public";
        let cases = [
            ("GRANT SELECT ON db.t TO public", Positional, E0, Some((Presentation::Full, None, None))),
            (hide, ByName, E0, Some((Presentation::Narrow, Some(A1), None))),
            (hide, Positional, E0, None),
            (hide, Positional, E2, Some((Presentation::Annotated, Some(A3), None))),
            (hide, Iceberg, E0, Some((Presentation::Shadow, Some(A1), None))),
            (hide, Log, E0, None),
            (rows, ByName, E0, Some((Presentation::View, None, Some(A0)))),
            (rows, Positional, E0, Some((Presentation::View, None, Some(A0)))),
            (rows, Iceberg, E3, Some((Presentation::Annotated, None, Some(A3)))),
            (partition, ByName, E0, Some((Presentation::Narrow, None, Some(A1)))),
            (partition, Iceberg, E0, Some((Presentation::View, None, Some(A0)))),
            (hidden_in_condition, ByName, E0, None),
            (hidden_in_condition, ByName, E2, Some((Presentation::Annotated, Some(A3), Some(A3)))),
            (key, ByName, E1, None),
            (hide, View, E0, None),
        ];
        for (statement, format, class, expected) in cases {
            let choice = choose(&effective(&[statement]), format, class, Required::default());
            let found = choice.refused.is_none().then_some((choice.presentation, choice.columns, choice.rows));
            assert_eq!(found, expected, "{statement} of {format:?} to {class}: {:?}", choice.refused);
        }
    }

    #[test]
    fn less_than_required_is_refused_with_the_level() {
        let required = Required { rows: Assurance::A1, ..Required::default() };
        let rows = effective(&["GRANT SELECT ON db.t ROWS (a = 1) TO public"]);
        let choice = choose(&rows, Format::ByName, EngineClass::E0, required);
        assert_eq!(choice.presentation, Presentation::Describe);
        let reason = choice.refused.expect("refused");
        assert_eq!(reason, "rows can be withheld from an engine of class E0 at A0 only, A1 is required");
        let masked = effective(&["GRANT SELECT ON db.t TO public", "MASK COLUMN b ON db.t WITH HASH"]);
        assert!(choose(&masked, Format::ByName, EngineClass::E0, Required::default()).refused.is_some());
    }

    #[test]
    fn formats_are_known_by_what_readers_look_at() {
        let parquet = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
        let orc = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";
        let lazy = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
        type Parameters = &'static [(&'static str, &'static str)];
        let cases: [(&str, Parameters, &[&str], Format); 10] = [
            (parquet, &[], &["a"], Format::ByName),
            (parquet, &[("parquet.column.index.access", "TRUE")], &["a"], Format::Positional),
            (orc, &[], &["a"], Format::ByName),
            (orc, &[], &["_col0"], Format::Positional),
            (lazy, &[], &["a"], Format::Positional),
            (lazy, &[("spark.sql.sources.provider", "parquet")], &["a"], Format::ByName),
            (lazy, &[("spark.sql.sources.provider", "csv")], &["a"], Format::Positional),
            (lazy, &[("spark.sql.sources.provider", "DELTA")], &["a"], Format::Log),
            (lazy, &[("table_type", "ICEBERG")], &["a"], Format::Iceberg),
            ("com.example.Serde", &[], &["a"], Format::Positional),
        ];
        for (serde, parameters, columns, expected) in cases {
            let parameter = |key: &str| parameters.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
            let described =
                Described { is_view: false, serde: Some(serde), input_format: None, parameter: &parameter, columns };
            assert_eq!(Format::of(&described), expected, "{serde} {parameters:?}");
        }
    }
}
