// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

enumeration! {
    /// Since 3.1.
    WMResourcePlanStatus {
        ACTIVE = 1,
        ENABLED = 2,
        DISABLED = 3,
    }
}

enumeration! {
    /// Since 3.1.
    WMPoolSchedulingPolicy {
        FAIR = 1,
        FIFO = 2,
    }
}

structs! {
    /// Since 3.1.
    WMResourcePlan {
        1 name: required Str,
        2 status: optional WMResourcePlanStatus,
        3 query_parallelism: optional i32,
        4 default_pool_path: optional Str,
        5 ns: optional Str,
    }
    /// Since 3.1.
    WMNullableResourcePlan {
        1 name: optional Str,
        2 status: optional WMResourcePlanStatus,
        4 query_parallelism: optional i32,
        5 is_set_query_parallelism: optional bool,
        6 default_pool_path: optional Str,
        7 is_set_default_pool_path: optional bool,
        8 ns: optional Str,
    }
    /// Since 3.1.
    WMPool {
        1 resource_plan_name: required Str,
        2 pool_path: required Str,
        3 alloc_fraction: optional f64,
        4 query_parallelism: optional i32,
        5 scheduling_policy: optional Str,
        6 ns: optional Str,
    }
    /// Since 3.1.
    WMNullablePool {
        1 resource_plan_name: required Str,
        2 pool_path: required Str,
        3 alloc_fraction: optional f64,
        4 query_parallelism: optional i32,
        5 scheduling_policy: optional Str,
        6 is_set_scheduling_policy: optional bool,
        7 ns: optional Str,
    }
    /// Since 3.1.
    WMTrigger {
        1 resource_plan_name: required Str,
        2 trigger_name: required Str,
        3 trigger_expression: optional Str,
        4 action_expression: optional Str,
        5 is_in_unmanaged: optional bool,
        6 ns: optional Str,
    }
    /// Since 3.1.
    WMMapping {
        1 resource_plan_name: required Str,
        2 entity_type: required Str,
        3 entity_name: required Str,
        4 pool_path: optional Str,
        5 ordering: optional i32,
        6 ns: optional Str,
    }
    /// Since 3.1.
    WMPoolTrigger {
        1 pool: required Str,
        2 trigger: required Str,
        3 ns: optional Str,
    }
    /// Since 3.1.
    WMFullResourcePlan {
        1 plan: required WMResourcePlan,
        2 pools: required Vec<WMPool>,
        3 mappings: optional Vec<WMMapping>,
        4 triggers: optional Vec<WMTrigger>,
        5 pool_triggers: optional Vec<WMPoolTrigger>,
    }
    /// Since 3.1.
    WMCreateResourcePlanRequest {
        1 resource_plan: optional WMResourcePlan,
        2 copy_from: optional Str,
    }
    /// Since 3.1.
    WMCreateResourcePlanResponse {
    }
    /// Since 3.1.
    WMGetActiveResourcePlanRequest {
        1 ns: optional Str,
    }
    /// Since 3.1.
    WMGetActiveResourcePlanResponse {
        1 resource_plan: optional WMFullResourcePlan,
    }
    /// Since 3.1.
    WMGetResourcePlanRequest {
        1 resource_plan_name: optional Str,
        2 ns: optional Str,
    }
    /// Since 3.1.
    WMGetResourcePlanResponse {
        1 resource_plan: optional WMFullResourcePlan,
    }
    /// Since 3.1.
    WMGetAllResourcePlanRequest {
        1 ns: optional Str,
    }
    /// Since 3.1.
    WMGetAllResourcePlanResponse {
        1 resource_plans: optional Vec<WMResourcePlan>,
    }
    /// Since 3.1.
    WMAlterResourcePlanRequest {
        1 resource_plan_name: optional Str,
        2 resource_plan: optional WMNullableResourcePlan,
        3 is_enable_and_activate: optional bool,
        4 is_force_deactivate: optional bool,
        5 is_replace: optional bool,
        6 ns: optional Str,
    }
    /// Since 3.1.
    WMAlterResourcePlanResponse {
        1 full_resource_plan: optional WMFullResourcePlan,
    }
    /// Since 3.1.
    WMValidateResourcePlanRequest {
        1 resource_plan_name: optional Str,
        2 ns: optional Str,
    }
    /// Since 3.1.
    WMValidateResourcePlanResponse {
        1 errors: optional Vec<Str>,
        2 warnings: optional Vec<Str>,
    }
    /// Since 3.1.
    WMDropResourcePlanRequest {
        1 resource_plan_name: optional Str,
        2 ns: optional Str,
    }
    /// Since 3.1.
    WMDropResourcePlanResponse {
    }
    /// Since 3.1.
    WMCreateTriggerRequest {
        1 trigger: optional WMTrigger,
    }
    /// Since 3.1.
    WMCreateTriggerResponse {
    }
    /// Since 3.1.
    WMAlterTriggerRequest {
        1 trigger: optional WMTrigger,
    }
    /// Since 3.1.
    WMAlterTriggerResponse {
    }
    /// Since 3.1.
    WMDropTriggerRequest {
        1 resource_plan_name: optional Str,
        2 trigger_name: optional Str,
        3 ns: optional Str,
    }
    /// Since 3.1.
    WMDropTriggerResponse {
    }
    /// Since 3.1.
    WMGetTriggersForResourePlanRequest {
        1 resource_plan_name: optional Str,
        2 ns: optional Str,
    }
    /// Since 3.1.
    WMGetTriggersForResourePlanResponse {
        1 triggers: optional Vec<WMTrigger>,
    }
    /// Since 3.1.
    WMCreatePoolRequest {
        1 pool: optional WMPool,
    }
    /// Since 3.1.
    WMCreatePoolResponse {
    }
    /// Since 3.1.
    WMAlterPoolRequest {
        1 pool: optional WMNullablePool,
        2 pool_path: optional Str,
    }
    /// Since 3.1.
    WMAlterPoolResponse {
    }
    /// Since 3.1.
    WMDropPoolRequest {
        1 resource_plan_name: optional Str,
        2 pool_path: optional Str,
        3 ns: optional Str,
    }
    /// Since 3.1.
    WMDropPoolResponse {
    }
    /// Since 3.1.
    WMCreateOrUpdateMappingRequest {
        1 mapping: optional WMMapping,
        2 update: optional bool,
    }
    /// Since 3.1.
    WMCreateOrUpdateMappingResponse {
    }
    /// Since 3.1.
    WMDropMappingRequest {
        1 mapping: optional WMMapping,
    }
    /// Since 3.1.
    WMDropMappingResponse {
    }
    /// Since 3.1.
    WMCreateOrDropTriggerToPoolMappingRequest {
        1 resource_plan_name: optional Str,
        2 trigger_name: optional Str,
        3 pool_path: optional Str,
        4 drop: optional bool,
        5 ns: optional Str,
    }
    /// Since 3.1.
    WMCreateOrDropTriggerToPoolMappingResponse {
    }
}
