//! The numbers about a column, from Hive to Glue and back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use skep_catalog::{Error, Result};
use skep_types::{
    BinaryColumnStatsData, BooleanColumnStatsData, ColumnStatisticsData, ColumnStatisticsObj, Date,
    DateColumnStatsData, Decimal, DecimalColumnStatsData, DoubleColumnStatsData, LongColumnStatsData,
    StringColumnStatsData,
};

use crate::aws::shapes::{self, StatisticsData};

/// A day is the point in time at which it begins.
const DAY: f64 = 86_400.0;

pub fn to_glue(sent: &ColumnStatisticsObj, analyzed: i64) -> Result<shapes::ColumnStatistics> {
    Ok(shapes::ColumnStatistics {
        column_name: Some(skep_catalog::names::normalize(&sent.col_name).to_string()),
        column_type: Some(sent.col_type.to_string()),
        analyzed_time: Some(analyzed as f64),
        statistics_data: Some(data(sent)?),
    })
}

fn data(sent: &ColumnStatisticsObj) -> Result<StatisticsData> {
    use ColumnStatisticsData as Sent;
    let of = |type_: &str| StatisticsData { type_: Some(type_.to_owned()), ..Default::default() };
    Ok(match &sent.stats_data {
        Sent::BooleanStats(s) => StatisticsData {
            boolean_column_statistics_data: Some(shapes::BooleanStatistics {
                number_of_trues: Some(s.num_trues),
                number_of_falses: Some(s.num_falses),
                number_of_nulls: Some(s.num_nulls),
            }),
            ..of("BOOLEAN")
        },
        Sent::LongStats(s) => StatisticsData {
            long_column_statistics_data: Some(shapes::LongStatistics {
                minimum_value: s.low_value,
                maximum_value: s.high_value,
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: Some(s.num_d_vs),
            }),
            ..of("LONG")
        },
        Sent::DoubleStats(s) => StatisticsData {
            double_column_statistics_data: Some(shapes::DoubleStatistics {
                minimum_value: s.low_value,
                maximum_value: s.high_value,
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: Some(s.num_d_vs),
            }),
            ..of("DOUBLE")
        },
        Sent::StringStats(s) => StatisticsData {
            string_column_statistics_data: Some(shapes::LengthStatistics {
                maximum_length: Some(s.max_col_len),
                average_length: Some(s.avg_col_len),
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: Some(s.num_d_vs),
            }),
            ..of("STRING")
        },
        Sent::BinaryStats(s) => StatisticsData {
            binary_column_statistics_data: Some(shapes::LengthStatistics {
                maximum_length: Some(s.max_col_len),
                average_length: Some(s.avg_col_len),
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: None,
            }),
            ..of("BINARY")
        },
        Sent::DecimalStats(s) => StatisticsData {
            decimal_column_statistics_data: Some(shapes::DecimalStatistics {
                minimum_value: s.low_value.as_ref().map(number),
                maximum_value: s.high_value.as_ref().map(number),
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: Some(s.num_d_vs),
            }),
            ..of("DECIMAL")
        },
        Sent::DateStats(s) => StatisticsData {
            date_column_statistics_data: Some(shapes::DateStatistics {
                minimum_value: s.low_value.as_ref().map(|day| day.days_since_epoch as f64 * DAY),
                maximum_value: s.high_value.as_ref().map(|day| day.days_since_epoch as f64 * DAY),
                number_of_nulls: Some(s.num_nulls),
                number_of_distinct_values: Some(s.num_d_vs),
            }),
            ..of("DATE")
        },
        Sent::TimestampStats(_) => {
            let text = format!("Glue cannot hold statistics of timestamps (column {})", sent.col_name);
            return Err(Error::InvalidInput(text));
        }
        Sent::Unset => return Err(Error::InvalidInput(format!("no statistics of column {}", sent.col_name))),
    })
}

fn number(decimal: &Decimal) -> shapes::DecimalNumber {
    shapes::DecimalNumber {
        unscaled_value: Some(STANDARD.encode(&decimal.unscaled)),
        scale: Some(i32::from(decimal.scale)),
    }
}

/// None for a kind that nobody here knows.
pub fn to_hive(found: &shapes::ColumnStatistics) -> Option<ColumnStatisticsObj> {
    Some(ColumnStatisticsObj {
        col_name: found.column_name.as_deref()?.into(),
        col_type: found.column_type.as_deref().unwrap_or_default().into(),
        stats_data: told(found.statistics_data.as_ref()?)?,
    })
}

fn told(data: &StatisticsData) -> Option<ColumnStatisticsData> {
    let (count, day) =
        (|n: Option<i64>| n.unwrap_or_default(), |time: f64| Date { days_since_epoch: (time / DAY).floor() as i64 });
    Some(if let Some(s) = &data.boolean_column_statistics_data {
        ColumnStatisticsData::BooleanStats(BooleanColumnStatsData {
            num_trues: count(s.number_of_trues),
            num_falses: count(s.number_of_falses),
            num_nulls: count(s.number_of_nulls),
            ..Default::default()
        })
    } else if let Some(s) = &data.long_column_statistics_data {
        ColumnStatisticsData::LongStats(LongColumnStatsData {
            low_value: s.minimum_value,
            high_value: s.maximum_value,
            num_nulls: count(s.number_of_nulls),
            num_d_vs: count(s.number_of_distinct_values),
            ..Default::default()
        })
    } else if let Some(s) = &data.double_column_statistics_data {
        ColumnStatisticsData::DoubleStats(DoubleColumnStatsData {
            low_value: s.minimum_value,
            high_value: s.maximum_value,
            num_nulls: count(s.number_of_nulls),
            num_d_vs: count(s.number_of_distinct_values),
            ..Default::default()
        })
    } else if let Some(s) = &data.string_column_statistics_data {
        ColumnStatisticsData::StringStats(StringColumnStatsData {
            max_col_len: count(s.maximum_length),
            avg_col_len: s.average_length.unwrap_or_default(),
            num_nulls: count(s.number_of_nulls),
            num_d_vs: count(s.number_of_distinct_values),
            ..Default::default()
        })
    } else if let Some(s) = &data.binary_column_statistics_data {
        ColumnStatisticsData::BinaryStats(BinaryColumnStatsData {
            max_col_len: count(s.maximum_length),
            avg_col_len: s.average_length.unwrap_or_default(),
            num_nulls: count(s.number_of_nulls),
            ..Default::default()
        })
    } else if let Some(s) = &data.decimal_column_statistics_data {
        ColumnStatisticsData::DecimalStats(DecimalColumnStatsData {
            low_value: s.minimum_value.as_ref().and_then(decimal),
            high_value: s.maximum_value.as_ref().and_then(decimal),
            num_nulls: count(s.number_of_nulls),
            num_d_vs: count(s.number_of_distinct_values),
            ..Default::default()
        })
    } else if let Some(s) = &data.date_column_statistics_data {
        ColumnStatisticsData::DateStats(DateColumnStatsData {
            low_value: s.minimum_value.map(day),
            high_value: s.maximum_value.map(day),
            num_nulls: count(s.number_of_nulls),
            num_d_vs: count(s.number_of_distinct_values),
            ..Default::default()
        })
    } else {
        return None;
    })
}

fn decimal(number: &shapes::DecimalNumber) -> Option<Decimal> {
    Some(Decimal {
        unscaled: STANDARD.decode(number.unscaled_value.as_deref()?).ok()?,
        scale: i16::try_from(number.scale.unwrap_or_default()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn obj(stats_data: ColumnStatisticsData) -> ColumnStatisticsObj {
        ColumnStatisticsObj { col_name: "c".into(), col_type: "x".into(), stats_data }
    }

    #[test]
    fn the_numbers_survive() {
        for data in [
            ColumnStatisticsData::LongStats(LongColumnStatsData {
                low_value: Some(-1),
                high_value: None,
                num_nulls: 2,
                num_d_vs: 3,
                ..Default::default()
            }),
            ColumnStatisticsData::DateStats(DateColumnStatsData {
                low_value: Some(Date { days_since_epoch: -3 }),
                num_d_vs: 1,
                ..Default::default()
            }),
            ColumnStatisticsData::DecimalStats(DecimalColumnStatsData {
                low_value: Some(Decimal { scale: 2, unscaled: vec![0xff, 0x01] }),
                ..Default::default()
            }),
            ColumnStatisticsData::StringStats(StringColumnStatsData { avg_col_len: 1.5, ..Default::default() }),
        ] {
            let sent = obj(data);
            let held = to_glue(&sent, 1).expect("can be held");
            assert_eq!(to_hive(&held), Some(sent));
        }
    }

    #[test]
    fn they_are_spelled_as_glue_spells_them() {
        let sent = obj(ColumnStatisticsData::DecimalStats(DecimalColumnStatsData {
            low_value: Some(Decimal { scale: 2, unscaled: vec![1, 0] }),
            ..Default::default()
        }));
        let spelled = serde_json::to_value(to_glue(&sent, 7).expect("can be held")).expect("JSON");
        assert_eq!(spelled["StatisticsData"]["Type"], "DECIMAL");
        let data = &spelled["StatisticsData"]["DecimalColumnStatisticsData"];
        assert_eq!(data["MinimumValue"], json!({ "UnscaledValue": "AQA=", "Scale": 2 }));
        assert_eq!(spelled["AnalyzedTime"], 7.0);
    }

    #[test]
    fn timestamps_are_refused_by_name() {
        let text = to_glue(&obj(ColumnStatisticsData::TimestampStats(Default::default())), 0).expect_err("refused");
        assert!(text.to_string().contains("timestamps (column c)"), "{text}");
    }
}
