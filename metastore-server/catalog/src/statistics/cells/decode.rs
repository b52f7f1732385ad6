//! From a row's columns to the union.

use super::Cells;
use super::kind::Kind;
use crate::statistics::decimal;
use skep_schema::Version;
use skep_types::{
    BinaryColumnStatsData, BooleanColumnStatsData, ColumnStatisticsData, Date, DateColumnStatsData,
    DecimalColumnStatsData, DoubleColumnStatsData, LongColumnStatsData, StringColumnStatsData, Timestamp,
    TimestampColumnStatsData,
};

impl Cells {
    /// The union that clients of this schema version know.
    pub fn data(self, column_type: &str, version: Version) -> ColumnStatisticsData {
        let kind = self.kind(column_type, version);
        self.data_of(kind)
    }

    pub fn data_of(self, kind: Kind) -> ColumnStatisticsData {
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
}
