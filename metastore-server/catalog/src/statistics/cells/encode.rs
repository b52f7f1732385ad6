//! From the union to a row's columns.

use super::Cells;
use crate::statistics::decimal;
use crate::{Error, Result};
use skep_types::{ColumnStatisticsData, ColumnStatisticsObj};

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
}
