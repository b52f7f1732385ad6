//! What goes in comes out.

use super::*;
use skep_types::{
    BinaryColumnStatsData, BooleanColumnStatsData, ColumnStatisticsData, Date, DateColumnStatsData, Decimal,
    DecimalColumnStatsData, DoubleColumnStatsData, LongColumnStatsData, StringColumnStatsData, Timestamp,
    TimestampColumnStatsData,
};

fn stored(column_type: &str, sent: &ColumnStatisticsData, version: Version) -> ColumnStatisticsData {
    let object = ColumnStatisticsObj { col_name: "c".into(), col_type: column_type.into(), stats_data: sent.clone() };
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
        ("bigint", ColumnStatisticsData::LongStats(LongColumnStatsData { low_value: None, high_value: None, ..long })),
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
