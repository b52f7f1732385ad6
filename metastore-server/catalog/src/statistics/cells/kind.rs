//! Which member of the union a row is.

use super::Cells;
use skep_schema::Version;

/// The members of the union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Long,
    Double,
    Text,
    Binary,
    Decimal,
    Date,
    Timestamp,
}

impl Cells {
    /// By content; the column's type decides what content leaves open.
    pub fn kind(&self, column_type: &str, version: Version) -> Kind {
        let cells = self;
        let by_type = Kind::of_type(column_type, version);
        let has_long = cells.long.iter().any(Option::is_some);
        if cells.trues.is_some() || cells.falses.is_some() {
            Kind::Boolean
        } else if cells.decimal.iter().any(Option::is_some) {
            Kind::Decimal
        } else if cells.double.iter().any(Option::is_some) {
            Kind::Double
        } else if cells.longest.is_some() || cells.average_length.is_some() {
            match by_type {
                Kind::Text | Kind::Binary => by_type,
                _ if cells.distincts.is_some() => Kind::Text,
                _ => Kind::Binary,
            }
        } else if has_long && !matches!(by_type, Kind::Date | Kind::Timestamp) {
            Kind::Long
        } else {
            by_type
        }
    }
}

impl Kind {
    /// It has a least and a greatest value.
    pub fn is_bounded(self) -> bool {
        matches!(self, Kind::Long | Kind::Double | Kind::Decimal | Kind::Date | Kind::Timestamp)
    }

    /// Hive guesses at partitions without statistics. Of these it knows nothing but sums and maxima.
    pub fn has_guesses(self) -> bool {
        !matches!(self, Kind::Boolean | Kind::Binary)
    }

    /// Before Hive 4 the union had no member for timestamps; they were longs.
    fn of_type(column_type: &str, version: Version) -> Kind {
        let lower = column_type.trim().to_ascii_lowercase();
        let end = lower.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(lower.len());
        match &lower[..end] {
            "boolean" => Kind::Boolean,
            "float" | "double" => Kind::Double,
            "string" | "char" | "varchar" => Kind::Text,
            "binary" => Kind::Binary,
            "decimal" => Kind::Decimal,
            "date" => Kind::Date,
            "timestamp" if version >= Version::V4_0 => Kind::Timestamp,
            _ => Kind::Long,
        }
    }
}
