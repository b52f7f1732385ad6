//! Partitions: added, changed, moved, dropped, marked.

use super::tables::{context, statistics, statistics_request};
use super::{Step, call, list, map, partition, s};
use skep_types::{
    AddPartitionsRequest, AlterPartitionsRequest, AppendPartitionsRequest, DropPartitionRequest, DropPartitionsRequest,
    FireEventRequest, FireEventRequestData, InsertEventRequestData, Partition, PartitionEventType,
    PartitionListComposingSpec, PartitionSpec, RenamePartitionRequest, RequestPartsSpec,
};

pub fn steps() -> Vec<Step> {
    [adds(), changes(), moves(), drops()].into_iter().flatten().collect()
}

fn adds() -> Vec<Step> {
    let listed = PartitionListComposingSpec { partitions: Some(vec![partition("t", "6"), partition("t", "7")]) };
    vec![
        call!(AddPartition { new_part: partition("t", "1") }),
        call!(AddPartitionWithEnvironmentContext { new_part: partition("t", "2"), environment_context: context(&[]) }),
        call!(AddPartitions { new_parts: vec![partition("t", "3"), partition("t", "4"), partition("t", "5")] }),
        call!(AddPartitionsPspec {
            new_parts: vec![PartitionSpec {
                db_name: s("d"),
                table_name: s("t"),
                partition_list: Some(listed),
                ..Default::default()
            }],
        }),
        call!(AddPartitionsReq {
            request: AddPartitionsRequest {
                db_name: "d".into(),
                tbl_name: "t".into(),
                parts: (8..20).map(|value| partition("t", &value.to_string())).collect(),
                if_not_exists: true,
                ..Default::default()
            },
        }),
        call!(AppendPartition { db_name: "d", tbl_name: "t", part_vals: list(&["20"]) }),
        call!(AppendPartitionWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            part_vals: list(&["21"]),
            environment_context: context(&[]),
        }),
        call!(AppendPartitionByName { db_name: "d", tbl_name: "t", part_name: "p=22" }),
        call!(AppendPartitionByNameWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            part_name: "p=23",
            environment_context: context(&[]),
        }),
        call!(AppendPartitionReq {
            append_partitions_req: AppendPartitionsRequest {
                db_name: "d".into(),
                table_name: "t".into(),
                part_vals: Some(list(&["24"])),
                ..Default::default()
            },
        }),
        call!(AddPartition { new_part: partition("u", "50") }),
        call!(AddPartitions { new_parts: vec![partition("u", "51"), partition("u", "52")] }),
    ]
}

fn changed(value: &str, note: &str) -> Partition {
    Partition { parameters: Some(map(&[("note", note)])), ..partition("t", value) }
}

fn changes() -> Vec<Step> {
    let both = |note: &str| vec![changed("1", note), changed("2", note)];
    let inserted = InsertEventRequestData { files_added: list(&["f"]), ..Default::default() };
    vec![
        call!(AlterPartition { db_name: "d", tbl_name: "t", new_part: changed("1", "a") }),
        call!(AlterPartitionWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            new_part: changed("1", "b"),
            environment_context: context(&[]),
        }),
        call!(AlterPartitions { db_name: "d", tbl_name: "t", new_parts: both("c") }),
        call!(AlterPartitionsWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            new_parts: both("d"),
            environment_context: context(&[]),
        }),
        call!(AlterPartitionsReq {
            req: AlterPartitionsRequest {
                db_name: "d".into(),
                table_name: "t".into(),
                partitions: both("e"),
                ..Default::default()
            },
        }),
        call!(UpdatePartitionColumnStatistics { stats_obj: statistics("t", Some("p=1"), 10) }),
        call!(UpdatePartitionColumnStatisticsReq { req: statistics_request("t", Some("p=2"), 20) }),
        call!(SetAggrStatsFor { request: statistics_request("t", Some("p=3"), 30) }),
        call!(DeletePartitionColumnStatistics {
            db_name: "d",
            tbl_name: "t",
            part_name: "p=1",
            col_name: "a",
            engine: "hive",
        }),
        call!(MarkPartitionForEvent {
            db_name: "d",
            tbl_name: "t",
            part_vals: map(&[("p", "1")]),
            event_type: PartitionEventType::LOAD_DONE,
        }),
        call!(FireListenerEvent {
            rqst: FireEventRequest {
                successful: true,
                data: FireEventRequestData::InsertData(inserted),
                db_name: s("d"),
                table_name: s("t"),
                partition_vals: Some(list(&["1"])),
                ..Default::default()
            },
        }),
    ]
}

fn moves() -> Vec<Step> {
    vec![
        call!(RenamePartition { db_name: "d", tbl_name: "t", part_vals: list(&["3"]), new_part: partition("t", "30") }),
        call!(RenamePartitionReq {
            req: RenamePartitionRequest {
                db_name: "d".into(),
                table_name: "t".into(),
                part_vals: list(&["4"]),
                new_part: partition("t", "40"),
                ..Default::default()
            },
        }),
        call!(ExchangePartition {
            partition_specs: map(&[("p", "50")]),
            source_db: "d",
            source_table_name: "u",
            dest_db: "d",
            dest_table_name: "t",
        }),
        call!(ExchangePartitions {
            partition_specs: map(&[("p", "51")]),
            source_db: "d",
            source_table_name: "u",
            dest_db: "d",
            dest_table_name: "t",
        }),
    ]
}

fn drops() -> Vec<Step> {
    let many = (8..16).map(|value| format!("p={value}").as_str().into()).collect();
    vec![
        call!(DropPartition { db_name: "d", tbl_name: "t", part_vals: list(&["20"]), delete_data: true }),
        call!(DropPartitionWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            part_vals: list(&["21"]),
            delete_data: true,
            environment_context: context(&[]),
        }),
        call!(DropPartitionByName { db_name: "d", tbl_name: "t", part_name: "p=22", delete_data: true }),
        call!(DropPartitionByNameWithEnvironmentContext {
            db_name: "d",
            tbl_name: "t",
            part_name: "p=23",
            delete_data: true,
            environment_context: context(&[]),
        }),
        call!(DropPartitionReq {
            drop_partition_req: DropPartitionRequest {
                db_name: "d".into(),
                tbl_name: "t".into(),
                part_vals: Some(list(&["24"])),
                delete_data: Some(true),
                ..Default::default()
            },
        }),
        call!(DropPartitionsReq {
            req: DropPartitionsRequest {
                db_name: "d".into(),
                tbl_name: "t".into(),
                parts: RequestPartsSpec::Names(many),
                delete_data: Some(true),
                if_exists: Some(false),
                ..Default::default()
            },
        }),
    ]
}
