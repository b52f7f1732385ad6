//! One column's statistics, between Thrift's union and a row's columns.

use super::decimal;
use crate::{Error, Result};
use skep_schema::Version;
use skep_sql::Row;
use skep_types::{
    BinaryColumnStatsData, BooleanColumnStatsData, ColumnStatisticsData, ColumnStatisticsObj, Date,
    DateColumnStatsData, DecimalColumnStatsData, DoubleColumnStatsData, LongColumnStatsData, Str,
    StringColumnStatsData, Timestamp, TimestampColumnStatsData,
};

/// The value columns of `TAB_COL_STATS` and `PART_COL_STATS`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cells {
    pub long: [Option<i64>; 2],
    pub double: [Option<f64>; 2],
    pub decimal: [Option<String>; 2],
    pub nulls: i64,
    pub distincts: Option<i64>,
    pub average_length: Option<f64>,
    pub longest: Option<i64>,
    pub trues: Option<i64>,
    pub falses: Option<i64>,
    pub sketch: Option<Vec<u8>>,
    pub histogram: Option<Vec<u8>>,
}

/// A row's columns from `at` on, in the order of `cells!` in `sql.rs`: name, type, values.
pub(super) fn object(row: &Row, at: usize, version: Version) -> Result<ColumnStatisticsObj> {
    let column_type: Str = row.get(at + 1)?;
    let cells = Cells {
        long: [row.get(at + 2)?, row.get(at + 3)?],
        double: [row.get(at + 4)?, row.get(at + 5)?],
        decimal: [row.get(at + 6)?, row.get(at + 7)?],
        nulls: row.get(at + 8)?,
        distincts: row.get(at + 9)?,
        average_length: row.get(at + 10)?,
        longest: row.get(at + 11)?,
        trues: row.get(at + 12)?,
        falses: row.get(at + 13)?,
        sketch: row.get(at + 14)?,
        histogram: row.get(at + 15)?,
    };
    let stats_data = cells.data(&column_type, version);
    Ok(ColumnStatisticsObj { col_name: row.get(at)?, col_type: column_type, stats_data })
}

impl Cells {
    pub fn of(object: &ColumnStatisticsObj) -> Result<Cells> {
        let cells = match &object.stats_data {
            ColumnStatisticsData::Unset => {
                let text = format!("statistics of column {} have no values of a known kind", object.col_name);
                return Err(Error::InvalidObject(text));
            }
            ColumnStatisticsData::BooleanStats(data) => Cells {
                nulls: data.num_nulls,
                trues: Some(data.num_trues),
                falses: Some(data.num_falses),
                sketch: data.bit_vectors.clone(),
                ..Cells::default()
            },
            ColumnStatisticsData::LongStats(data) => Cells {
                long: [data.low_value, data.high_value],
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &data.histogram)
            },
            ColumnStatisticsData::DoubleStats(data) => Cells {
                // NaN and infinity bound nothing, and MySQL cannot store them.
                double: [data.low_value, data.high_value].map(|value| value.filter(|v| v.is_finite())),
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &data.histogram)
            },
            ColumnStatisticsData::StringStats(data) => Cells {
                average_length: Some(data.avg_col_len).filter(|length| length.is_finite()),
                longest: Some(data.max_col_len),
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &None)
            },
            ColumnStatisticsData::BinaryStats(data) => Cells {
                nulls: data.num_nulls,
                average_length: Some(data.avg_col_len).filter(|length| length.is_finite()),
                longest: Some(data.max_col_len),
                sketch: data.bit_vectors.clone(),
                ..Cells::default()
            },
            ColumnStatisticsData::DecimalStats(data) => Cells {
                decimal: [&data.low_value, &data.high_value].map(|value| value.as_ref().and_then(decimal::text)),
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &data.histogram)
            },
            ColumnStatisticsData::DateStats(data) => Cells {
                long: [&data.low_value, &data.high_value].map(|date| date.as_ref().map(|d| d.days_since_epoch)),
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &data.histogram)
            },
            ColumnStatisticsData::TimestampStats(data) => Cells {
                long: [&data.low_value, &data.high_value].map(|time| time.as_ref().map(|t| t.seconds_since_epoch)),
                ..Cells::counted(data.num_nulls, data.num_d_vs, &data.bit_vectors, &data.histogram)
            },
        };
        Ok(cells)
    }

    fn counted(nulls: i64, distincts: i64, sketch: &Option<Vec<u8>>, histogram: &Option<Vec<u8>>) -> Cells {
        Cells {
            nulls,
            distincts: Some(distincts),
            sketch: sketch.clone(),
            histogram: histogram.clone(),
            ..Cells::default()
        }
    }

    /// The union that clients of this schema version know.
    pub fn data(self, column_type: &str, version: Version) -> ColumnStatisticsData {
        let kind = self.kind(column_type, version);
        let (nulls, distincts) = (self.nulls, self.distincts.unwrap_or_default());
        let (bit_vectors, histogram) = (self.sketch, self.histogram);
        match kind {
            Kind::Boolean => ColumnStatisticsData::BooleanStats(BooleanColumnStatsData {
                num_trues: self.trues.unwrap_or_default(),
                num_falses: self.falses.unwrap_or_default(),
                num_nulls: nulls,
                bit_vectors,
            }),
            Kind::Long => {
                let [low_value, high_value] = self.long;
                let (num_nulls, num_d_vs) = (nulls, distincts);
                let data = LongColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram };
                ColumnStatisticsData::LongStats(data)
            }
            Kind::Double => {
                let [low_value, high_value] = self.double;
                let (num_nulls, num_d_vs) = (nulls, distincts);
                let data = DoubleColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram };
                ColumnStatisticsData::DoubleStats(data)
            }
            Kind::Text => ColumnStatisticsData::StringStats(StringColumnStatsData {
                max_col_len: self.longest.unwrap_or_default(),
                avg_col_len: self.average_length.unwrap_or_default(),
                num_nulls: nulls,
                num_d_vs: distincts,
                bit_vectors,
            }),
            Kind::Binary => ColumnStatisticsData::BinaryStats(BinaryColumnStatsData {
                max_col_len: self.longest.unwrap_or_default(),
                avg_col_len: self.average_length.unwrap_or_default(),
                num_nulls: nulls,
                bit_vectors,
            }),
            Kind::Decimal => {
                let [low_value, high_value] = self.decimal.map(|text| text.as_deref().and_then(decimal::parse));
                let (num_nulls, num_d_vs) = (nulls, distincts);
                let data =
                    DecimalColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram };
                ColumnStatisticsData::DecimalStats(data)
            }
            Kind::Date => {
                let [low_value, high_value] =
                    self.long.map(|days| days.map(|days_since_epoch| Date { days_since_epoch }));
                let (num_nulls, num_d_vs) = (nulls, distincts);
                let data = DateColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram };
                ColumnStatisticsData::DateStats(data)
            }
            Kind::Timestamp => {
                let second = |seconds_since_epoch| Timestamp { seconds_since_epoch };
                let [low_value, high_value] = self.long.map(|seconds| seconds.map(second));
                let (num_nulls, num_d_vs) = (nulls, distincts);
                let data =
                    TimestampColumnStatsData { low_value, high_value, num_nulls, num_d_vs, bit_vectors, histogram };
                ColumnStatisticsData::TimestampStats(data)
            }
        }
    }

    /// By content; the column's type decides what content leaves open.
    fn kind(&self, column_type: &str, version: Version) -> Kind {
        let by_type = Kind::of_type(column_type, version);
        let has_long = self.long.iter().any(Option::is_some);
        if self.trues.is_some() || self.falses.is_some() {
            Kind::Boolean
        } else if self.decimal.iter().any(Option::is_some) {
            Kind::Decimal
        } else if self.double.iter().any(Option::is_some) {
            Kind::Double
        } else if self.longest.is_some() || self.average_length.is_some() {
            match by_type {
                Kind::Text | Kind::Binary => by_type,
                _ if self.distincts.is_some() => Kind::Text,
                _ => Kind::Binary,
            }
        } else if has_long && !matches!(by_type, Kind::Date | Kind::Timestamp) {
            Kind::Long
        } else {
            by_type
        }
    }
}

/// The members of the union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Long,
    Double,
    Text,
    Binary,
    Decimal,
    Date,
    Timestamp,
}

impl Kind {
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

#[cfg(test)]
mod tests {
    use super::*;
    use skep_types::Decimal;

    fn stored(column_type: &str, sent: &ColumnStatisticsData, version: Version) -> ColumnStatisticsData {
        let object =
            ColumnStatisticsObj { col_name: "c".into(), col_type: column_type.into(), stats_data: sent.clone() };
        Cells::of(&object).expect("storable").data(column_type, version)
    }

    #[test]
    fn every_kind_comes_back_as_it_was_stored() {
        let (low, high) = (Some(-1), Some(7));
        let counts = (Some(vec![0xff, 0, 1]), Some(vec![9]));
        let long = LongColumnStatsData {
            low_value: low,
            high_value: high,
            num_nulls: 1,
            num_d_vs: 2,
            bit_vectors: counts.0.clone(),
            histogram: counts.1.clone(),
        };
        let decimal = |n| Some(Decimal { unscaled: vec![n], scale: 1 });
        let day = |days_since_epoch| Some(Date { days_since_epoch });
        let cases = [
            ("int", ColumnStatisticsData::LongStats(long.clone())),
            (
                "bigint",
                ColumnStatisticsData::LongStats(LongColumnStatsData { low_value: None, high_value: None, ..long }),
            ),
            (
                "boolean",
                ColumnStatisticsData::BooleanStats(BooleanColumnStatsData {
                    num_trues: 1,
                    num_falses: 2,
                    num_nulls: 3,
                    bit_vectors: None,
                }),
            ),
            (
                "double",
                ColumnStatisticsData::DoubleStats(DoubleColumnStatsData {
                    low_value: Some(-0.5),
                    high_value: None,
                    num_nulls: 1,
                    num_d_vs: 2,
                    ..Default::default()
                }),
            ),
            (
                "varchar(20)",
                ColumnStatisticsData::StringStats(StringColumnStatsData {
                    max_col_len: 9,
                    avg_col_len: 2.5,
                    num_nulls: 1,
                    num_d_vs: 2,
                    bit_vectors: counts.0,
                }),
            ),
            (
                "binary",
                ColumnStatisticsData::BinaryStats(BinaryColumnStatsData {
                    max_col_len: 9,
                    avg_col_len: 2.5,
                    num_nulls: 1,
                    bit_vectors: None,
                }),
            ),
            (
                "decimal(10,1)",
                ColumnStatisticsData::DecimalStats(DecimalColumnStatsData {
                    low_value: decimal(0x80),
                    high_value: decimal(5),
                    num_nulls: 1,
                    num_d_vs: 2,
                    ..Default::default()
                }),
            ),
            (
                "date",
                ColumnStatisticsData::DateStats(DateColumnStatsData {
                    low_value: day(-3),
                    high_value: day(9),
                    num_nulls: 1,
                    num_d_vs: 2,
                    ..Default::default()
                }),
            ),
            (
                "timestamp",
                ColumnStatisticsData::TimestampStats(TimestampColumnStatsData {
                    low_value: Some(Timestamp { seconds_since_epoch: 5 }),
                    high_value: None,
                    num_nulls: 1,
                    num_d_vs: 2,
                    ..Default::default()
                }),
            ),
        ];
        for (column_type, sent) in &cases {
            assert_eq!(&stored(column_type, sent, Version::V4_1), sent, "{column_type}");
        }
    }

    #[test]
    fn content_that_contradicts_the_type_wins() {
        let sent = ColumnStatisticsData::LongStats(LongColumnStatsData { low_value: Some(1), ..Default::default() });
        assert_eq!(stored("decimal(5,2)", &sent, Version::V4_1), sent);
        let text = ColumnStatisticsData::StringStats(StringColumnStatsData { max_col_len: 1, ..Default::default() });
        assert_eq!(stored("array<int>", &text, Version::V4_1), text);
    }

    #[test]
    fn timestamps_are_longs_to_clients_before_hive_4() {
        let sent = ColumnStatisticsData::LongStats(LongColumnStatsData { low_value: Some(1), ..Default::default() });
        assert_eq!(stored("timestamp", &sent, Version::V3_1), sent);
        let ColumnStatisticsData::TimestampStats(read) = stored("timestamp", &sent, Version::V4_0) else {
            panic!("not a timestamp")
        };
        assert_eq!(read.low_value, Some(Timestamp { seconds_since_epoch: 1 }));
    }
}
