//! The small stores: resource plans, schedules, procedures, properties, schemas, statistics of runs.

use super::{Step, call, column, map, s};
use skep_types::{
    AddPackageRequest, AlterISchemaRequest, DropPackageRequest, ISchema, ISchemaName, MapSchemaVersionToSerdeRequest,
    PropertySetRequest, QueryState, ReplicationMetricList, ReplicationMetrics, RuntimeStat, ScheduledQuery,
    ScheduledQueryKey, ScheduledQueryMaintenanceRequest, ScheduledQueryMaintenanceRequestType,
    ScheduledQueryPollRequest, ScheduledQueryProgressInfo, SchemaCompatibility, SchemaType, SchemaValidation,
    SchemaVersion, SchemaVersionDescriptor, SchemaVersionState, SerDeInfo, SetSchemaVersionStateRequest,
    StoredProcedure, StoredProcedureRequest, WMAlterPoolRequest, WMAlterResourcePlanRequest, WMAlterTriggerRequest,
    WMCreateOrDropTriggerToPoolMappingRequest, WMCreateOrUpdateMappingRequest, WMCreatePoolRequest,
    WMCreateResourcePlanRequest, WMCreateTriggerRequest, WMDropMappingRequest, WMDropPoolRequest,
    WMDropResourcePlanRequest, WMDropTriggerRequest, WMMapping, WMNullablePool, WMNullableResourcePlan, WMPool,
    WMResourcePlan, WMTrigger,
};

pub fn steps() -> Vec<Step> {
    [plans(), schedules(), procedures(), schemas(), notes()].into_iter().flatten().collect()
}

fn plans() -> Vec<Step> {
    let plan = |name: &str| WMResourcePlan { name: name.into(), query_parallelism: Some(4), ..Default::default() };
    let pool = WMPool {
        resource_plan_name: "plan".into(),
        pool_path: "etl".into(),
        alloc_fraction: Some(0.5),
        query_parallelism: Some(2),
        ..Default::default()
    };
    let changed = WMNullablePool {
        resource_plan_name: "plan".into(),
        pool_path: "etl".into(),
        query_parallelism: Some(3),
        ..Default::default()
    };
    let trigger = |action: &str| WMTrigger {
        resource_plan_name: "plan".into(),
        trigger_name: "slow".into(),
        trigger_expression: s("BYTES_READ > '1GB'"),
        action_expression: s(action),
        ..Default::default()
    };
    let mapping = WMMapping {
        resource_plan_name: "plan".into(),
        entity_type: "USER".into(),
        entity_name: "bob".into(),
        pool_path: s("etl"),
        ordering: Some(1),
        ..Default::default()
    };
    let attached = |drop| WMCreateOrDropTriggerToPoolMappingRequest {
        resource_plan_name: s("plan"),
        trigger_name: s("slow"),
        pool_path: s("etl"),
        drop: Some(drop),
        ns: None,
    };
    let wider = WMNullableResourcePlan {
        query_parallelism: Some(8),
        is_set_query_parallelism: Some(true),
        ..Default::default()
    };
    vec![
        call!(CreateResourcePlan {
            request: WMCreateResourcePlanRequest { resource_plan: Some(plan("plan")), copy_from: None },
        }),
        call!(AlterResourcePlan {
            request: WMAlterResourcePlanRequest {
                resource_plan_name: s("plan"),
                resource_plan: Some(wider),
                ..Default::default()
            },
        }),
        call!(CreateWmPool { request: WMCreatePoolRequest { pool: Some(pool) } }),
        call!(AlterWmPool { request: WMAlterPoolRequest { pool: Some(changed), pool_path: s("etl") } }),
        call!(CreateWmTrigger { request: WMCreateTriggerRequest { trigger: Some(trigger("KILL")) } }),
        call!(AlterWmTrigger { request: WMAlterTriggerRequest { trigger: Some(trigger("MOVE TO etl")) } }),
        call!(CreateOrDropWmTriggerToPoolMapping { request: attached(false) }),
        call!(CreateOrUpdateWmMapping {
            request: WMCreateOrUpdateMappingRequest { mapping: Some(mapping.clone()), update: Some(false) },
        }),
        call!(CreateResourcePlan {
            request: WMCreateResourcePlanRequest { resource_plan: Some(plan("copy")), copy_from: s("plan") },
        }),
        call!(DropWmMapping { request: WMDropMappingRequest { mapping: Some(mapping) } }),
        call!(CreateOrDropWmTriggerToPoolMapping { request: attached(true) }),
        call!(DropWmTrigger {
            request: WMDropTriggerRequest { resource_plan_name: s("plan"), trigger_name: s("slow"), ns: None },
        }),
        call!(DropWmPool {
            request: WMDropPoolRequest { resource_plan_name: s("plan"), pool_path: s("etl"), ns: None },
        }),
        call!(DropResourcePlan { request: WMDropResourcePlanRequest { resource_plan_name: s("copy"), ns: None } }),
    ]
}

fn schedules() -> Vec<Step> {
    let maintained = |type_, next| ScheduledQueryMaintenanceRequest {
        type_,
        scheduled_query: ScheduledQuery {
            schedule_key: ScheduledQueryKey { schedule_name: "sq".into(), cluster_namespace: "ns".into() },
            enabled: Some(true),
            schedule: s("0 0 0 1 1 ? *"),
            user: s("u"),
            query: s("select 1"),
            next_execution: next,
        },
    };
    let (create, alter, drop) = (
        ScheduledQueryMaintenanceRequestType::CREATE,
        ScheduledQueryMaintenanceRequestType::ALTER,
        ScheduledQueryMaintenanceRequestType::DROP,
    );
    vec![
        call!(ScheduledQueryMaintenance { request: maintained(create, None) }),
        call!(ScheduledQueryMaintenance { request: maintained(alter, Some(1)) }),
        call!(ScheduledQueryPoll { request: ScheduledQueryPollRequest { cluster_namespace: "ns".into() } }),
        call!(ScheduledQueryProgress {
            info: ScheduledQueryProgressInfo {
                scheduled_execution_id: 1,
                state: QueryState::FINISHED,
                executor_query_id: "x".into(),
                error_message: None,
            },
        })
        .with_ids(),
        call!(ScheduledQueryMaintenance { request: maintained(drop, None) }),
    ]
}

fn procedures() -> Vec<Step> {
    let source = |source: &str| StoredProcedure {
        name: s("proc"),
        db_name: s("d"),
        cat_name: s("hive"),
        owner_name: s("u"),
        source: s(source),
    };
    let package = AddPackageRequest {
        cat_name: s("hive"),
        db_name: s("d"),
        package_name: s("pkg"),
        owner_name: s("u"),
        header: s("h"),
        body: s("b"),
    };
    vec![
        call!(CreateStoredProcedure { proc: source("one") }),
        call!(CreateStoredProcedure { proc: source("two") }),
        call!(DropStoredProcedure {
            request: StoredProcedureRequest { cat_name: "hive".into(), db_name: "d".into(), proc_name: "proc".into() },
        }),
        call!(AddPackage { request: package }),
        call!(DropPackage {
            request: DropPackageRequest { cat_name: "hive".into(), db_name: "d".into(), package_name: "pkg".into() },
        }),
    ]
}

fn schemas() -> Vec<Step> {
    let name = ISchemaName { cat_name: s("hive"), db_name: s("d"), schema_name: s("sch") };
    let schema = |note: &str| ISchema {
        schema_type: Some(SchemaType::AVRO),
        name: s("sch"),
        cat_name: s("hive"),
        db_name: s("d"),
        compatibility: Some(SchemaCompatibility::BACKWARD),
        validation_level: Some(SchemaValidation::LATEST),
        can_evolve: Some(true),
        description: s(note),
        ..Default::default()
    };
    let version = |number: i32| SchemaVersion {
        schema: Some(name.clone()),
        version: Some(number),
        created_at: Some(7),
        cols: Some(vec![column("a")]),
        fingerprint: s("fp"),
        ..Default::default()
    };
    let the = |number| SchemaVersionDescriptor { schema: Some(name.clone()), version: Some(number) };
    let serde = SerDeInfo { name: s("ser"), serialization_lib: s("lib"), ..Default::default() };
    vec![
        call!(CreateIschema { schema: schema("first") }),
        call!(AlterIschema {
            rqst: AlterISchemaRequest { name: Some(name.clone()), new_schema: Some(schema("second")) }
        }),
        call!(AddSchemaVersion { schema_version: version(1) }),
        call!(AddSchemaVersion { schema_version: version(2) }),
        call!(AddSerde { serde: serde }),
        call!(MapSchemaVersionToSerde {
            rqst: MapSchemaVersionToSerdeRequest { schema_version: Some(the(1)), serde_name: s("ser") },
        }),
        call!(SetSchemaVersionState {
            rqst: SetSchemaVersionStateRequest {
                schema_version: Some(the(1)),
                state: Some(SchemaVersionState::INITIATED),
            },
        }),
        call!(DropSchemaVersion { schema_version: the(1) }),
        call!(DropSchemaVersion { schema_version: the(2) }),
        call!(DropIschema { name: name.clone() }),
    ]
}

fn notes() -> Vec<Step> {
    let metrics = ReplicationMetrics {
        scheduled_execution_id: 1,
        policy: "p".into(),
        dump_execution_id: 2,
        metadata: s("m"),
        ..Default::default()
    };
    vec![
        call!(SetProperties {
            req: PropertySetRequest { name_space: "hms".into(), property_map: Some(map(&[("db.t.note", "x")])) },
        }),
        call!(AddRuntimeStats { stat: RuntimeStat { create_time: Some(7), weight: 3, payload: vec![1, 2, 3] } }),
        call!(AddReplicationMetrics {
            replication_metric_list: ReplicationMetricList { replication_metric_list: vec![metrics] },
        }),
    ]
}
