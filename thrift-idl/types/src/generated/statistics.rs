// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 2.3.
    BooleanColumnStatsData {
        1 num_trues: required i64,
        2 num_falses: required i64,
        3 num_nulls: required i64,
        4 bit_vectors: optional Vec<u8>,
    }
    /// Since 2.3.
    DoubleColumnStatsData {
        1 low_value: optional f64,
        2 high_value: optional f64,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
        6 histogram: optional Vec<u8>,
    }
    /// Since 2.3.
    LongColumnStatsData {
        1 low_value: optional i64,
        2 high_value: optional i64,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
        6 histogram: optional Vec<u8>,
    }
    /// Since 2.3.
    StringColumnStatsData {
        1 max_col_len: required i64,
        2 avg_col_len: required f64,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
    }
    /// Since 2.3.
    BinaryColumnStatsData {
        1 max_col_len: required i64,
        2 avg_col_len: required f64,
        3 num_nulls: required i64,
        4 bit_vectors: optional Vec<u8>,
    }
    /// Since 2.3.
    Decimal {
        3 scale: required i16,
        1 unscaled: required Vec<u8>,
    }
    /// Since 2.3.
    DecimalColumnStatsData {
        1 low_value: optional Decimal,
        2 high_value: optional Decimal,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
        6 histogram: optional Vec<u8>,
    }
    /// Since 2.3.
    Date {
        1 days_since_epoch: required i64,
    }
    /// Since 2.3.
    DateColumnStatsData {
        1 low_value: optional Date,
        2 high_value: optional Date,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
        6 histogram: optional Vec<u8>,
    }
    /// Since 4.0.
    Timestamp {
        1 seconds_since_epoch: required i64,
    }
    /// Since 4.0.
    TimestampColumnStatsData {
        1 low_value: optional Timestamp,
        2 high_value: optional Timestamp,
        3 num_nulls: required i64,
        4 num_d_vs: required i64,
        5 bit_vectors: optional Vec<u8>,
        6 histogram: optional Vec<u8>,
    }
    /// Since 2.3.
    ColumnStatisticsObj {
        1 col_name: required Str,
        2 col_type: required Str,
        3 stats_data: required ColumnStatisticsData,
    }
    /// Since 2.3.
    ColumnStatisticsDesc {
        1 is_tbl_level: required bool,
        2 db_name: required Str,
        3 table_name: required Str,
        4 part_name: optional Str,
        5 last_analyzed: optional i64,
        6 cat_name: optional Str,
    }
    /// Since 2.3.
    ColumnStatistics {
        1 stats_desc: required ColumnStatisticsDesc,
        2 stats_obj: required Vec<ColumnStatisticsObj>,
        3 is_stats_compliant: optional bool,
        4 engine: optional Str,
    }
    /// Since 2.3.
    AggrStats {
        1 col_stats: required Vec<ColumnStatisticsObj>,
        2 parts_found: required i64,
        3 is_stats_compliant: optional bool,
    }
    /// Since 2.3.
    SetPartitionsStatsRequest {
        1 col_stats: required Vec<ColumnStatistics>,
        2 need_merge: optional bool,
        3 write_id: optional i64,
        4 valid_write_id_list: optional Str,
        5 engine: optional Str,
    }
    /// Since 4.0.
    SetPartitionsStatsResponse {
        1 result: required bool,
    }
    /// Since 2.3.
    TableStatsResult {
        1 table_stats: required Vec<ColumnStatisticsObj>,
        2 is_stats_compliant: optional bool,
    }
    /// Since 2.3.
    PartitionsStatsResult {
        1 part_stats: required BTreeMap<Str, Vec<ColumnStatisticsObj>>,
        2 is_stats_compliant: optional bool,
    }
    /// Since 2.3.
    TableStatsRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 col_names: required Vec<Str>,
        4 cat_name: optional Str,
        5 valid_write_id_list: optional Str,
        6 engine: optional Str,
        7 id: optional i64,
    }
    /// Since 2.3.
    PartitionsStatsRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 col_names: required Vec<Str>,
        4 part_names: required Vec<Str>,
        5 cat_name: optional Str,
        6 valid_write_id_list: optional Str,
        7 engine: optional Str,
    }
    /// Since 4.0.
    UpdateTransactionalStatsRequest {
        1 table_id: required i64,
        2 insert_count: required i64,
        3 updated_count: required i64,
        4 deleted_count: required i64,
    }
    /// Since 3.1.
    GetRuntimeStatsRequest {
        1 max_weight: required i32,
        2 max_create_time: required i32,
    }
    /// Since 4.1+.
    DeleteColumnStatisticsRequest {
        1 cat_name: optional Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
        4 part_names: optional Vec<Str>,
        5 col_names: optional Vec<Str>,
        6 engine: optional Str,
        7 table_level: optional bool,
    }
}

unions! {
    /// Since 2.3.
    ColumnStatisticsData {
        1 BooleanStats(BooleanColumnStatsData),
        2 LongStats(LongColumnStatsData),
        3 DoubleStats(DoubleColumnStatsData),
        4 StringStats(StringColumnStatsData),
        5 BinaryStats(BinaryColumnStatsData),
        6 DecimalStats(DecimalColumnStatsData),
        7 DateStats(DateColumnStatsData),
        8 TimestampStats(TimestampColumnStatsData),
    }
}
