enum WMResourcePlanStatus {
  ACTIVE = 1,
  ENABLED = 2,
  DISABLED = 3,
} (since = "3.1")

enum WMPoolSchedulingPolicy {
  FAIR = 1,
  FIFO = 2,
} (since = "3.1")

struct WMResourcePlan {
  1: required string name,
  2: optional WMResourcePlanStatus status,
  3: optional i32 queryParallelism,
  4: optional string defaultPoolPath,
  5: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMNullableResourcePlan {
  1: optional string name,
  2: optional WMResourcePlanStatus status,
  4: optional i32 queryParallelism,
  5: optional bool isSetQueryParallelism,
  6: optional string defaultPoolPath,
  7: optional bool isSetDefaultPoolPath,
  8: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMPool {
  1: required string resourcePlanName,
  2: required string poolPath,
  3: optional double allocFraction,
  4: optional i32 queryParallelism,
  5: optional string schedulingPolicy,
  6: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMNullablePool {
  1: required string resourcePlanName,
  2: required string poolPath,
  3: optional double allocFraction,
  4: optional i32 queryParallelism,
  5: optional string schedulingPolicy,
  6: optional bool isSetSchedulingPolicy,
  7: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMTrigger {
  1: required string resourcePlanName,
  2: required string triggerName,
  3: optional string triggerExpression,
  4: optional string actionExpression,
  5: optional bool isInUnmanaged,
  6: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMMapping {
  1: required string resourcePlanName,
  2: required string entityType,
  3: required string entityName,
  4: optional string poolPath,
  5: optional i32 ordering,
  6: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMPoolTrigger {
  1: required string pool,
  2: required string trigger,
  3: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMFullResourcePlan {
  1: required WMResourcePlan plan,
  2: required list<WMPool> pools,
  3: optional list<WMMapping> mappings,
  4: optional list<WMTrigger> triggers,
  5: optional list<WMPoolTrigger> poolTriggers,
} (since = "3.1")

struct WMCreateResourcePlanRequest {
  1: optional WMResourcePlan resourcePlan,
  2: optional string copyFrom,
} (since = "3.1")

struct WMCreateResourcePlanResponse {
} (since = "3.1")

struct WMGetActiveResourcePlanRequest {
  1: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMGetActiveResourcePlanResponse {
  1: optional WMFullResourcePlan resourcePlan,
} (since = "3.1")

struct WMGetResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMGetResourcePlanResponse {
  1: optional WMFullResourcePlan resourcePlan,
} (since = "3.1")

struct WMGetAllResourcePlanRequest {
  1: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMGetAllResourcePlanResponse {
  1: optional list<WMResourcePlan> resourcePlans,
} (since = "3.1")

struct WMAlterResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional WMNullableResourcePlan resourcePlan,
  3: optional bool isEnableAndActivate,
  4: optional bool isForceDeactivate,
  5: optional bool isReplace,
  6: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMAlterResourcePlanResponse {
  1: optional WMFullResourcePlan fullResourcePlan,
} (since = "3.1")

struct WMValidateResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMValidateResourcePlanResponse {
  1: optional list<string> errors,
  2: optional list<string> warnings,
} (since = "3.1")

struct WMDropResourcePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMDropResourcePlanResponse {
} (since = "3.1")

struct WMCreateTriggerRequest {
  1: optional WMTrigger trigger,
} (since = "3.1")

struct WMCreateTriggerResponse {
} (since = "3.1")

struct WMAlterTriggerRequest {
  1: optional WMTrigger trigger,
} (since = "3.1")

struct WMAlterTriggerResponse {
} (since = "3.1")

struct WMDropTriggerRequest {
  1: optional string resourcePlanName,
  2: optional string triggerName,
  3: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMDropTriggerResponse {
} (since = "3.1")

struct WMGetTriggersForResourePlanRequest {
  1: optional string resourcePlanName,
  2: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMGetTriggersForResourePlanResponse {
  1: optional list<WMTrigger> triggers,
} (since = "3.1")

struct WMCreatePoolRequest {
  1: optional WMPool pool,
} (since = "3.1")

struct WMCreatePoolResponse {
} (since = "3.1")

struct WMAlterPoolRequest {
  1: optional WMNullablePool pool,
  2: optional string poolPath,
} (since = "3.1")

struct WMAlterPoolResponse {
} (since = "3.1")

struct WMDropPoolRequest {
  1: optional string resourcePlanName,
  2: optional string poolPath,
  3: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMDropPoolResponse {
} (since = "3.1")

struct WMCreateOrUpdateMappingRequest {
  1: optional WMMapping mapping,
  2: optional bool update,
} (since = "3.1")

struct WMCreateOrUpdateMappingResponse {
} (since = "3.1")

struct WMDropMappingRequest {
  1: optional WMMapping mapping,
} (since = "3.1")

struct WMDropMappingResponse {
} (since = "3.1")

struct WMCreateOrDropTriggerToPoolMappingRequest {
  1: optional string resourcePlanName,
  2: optional string triggerName,
  3: optional string poolPath,
  4: optional bool drop,
  5: optional string ns (since = "4.0"),
} (since = "3.1")

struct WMCreateOrDropTriggerToPoolMappingResponse {
} (since = "3.1")

service ThriftHiveMetastore {
  WMCreateResourcePlanResponse create_resource_plan(1: WMCreateResourcePlanRequest request) throws (1: AlreadyExistsException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "3.1"),
  WMGetResourcePlanResponse get_resource_plan(1: WMGetResourcePlanRequest request) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  WMGetActiveResourcePlanResponse get_active_resource_plan(1: WMGetActiveResourcePlanRequest request) throws (1: MetaException o2) (since = "3.1"),
  WMGetAllResourcePlanResponse get_all_resource_plans(1: WMGetAllResourcePlanRequest request) throws (1: MetaException o1) (since = "3.1"),
  WMAlterResourcePlanResponse alter_resource_plan(1: WMAlterResourcePlanRequest request) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  WMValidateResourcePlanResponse validate_resource_plan(1: WMValidateResourcePlanRequest request) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  WMDropResourcePlanResponse drop_resource_plan(1: WMDropResourcePlanRequest request) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  WMCreateTriggerResponse create_wm_trigger(1: WMCreateTriggerRequest request) throws (1: AlreadyExistsException o1, 2: NoSuchObjectException o2, 3: InvalidObjectException o3, 4: MetaException o4) (since = "3.1"),
  WMAlterTriggerResponse alter_wm_trigger(1: WMAlterTriggerRequest request) throws (1: NoSuchObjectException o1, 2: InvalidObjectException o2, 3: MetaException o3) (since = "3.1"),
  WMDropTriggerResponse drop_wm_trigger(1: WMDropTriggerRequest request) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  WMGetTriggersForResourePlanResponse get_triggers_for_resourceplan(1: WMGetTriggersForResourePlanRequest request) throws (1: NoSuchObjectException o1, 2: MetaException o2) (since = "3.1"),
  WMCreatePoolResponse create_wm_pool(1: WMCreatePoolRequest request) throws (1: AlreadyExistsException o1, 2: NoSuchObjectException o2, 3: InvalidObjectException o3, 4: MetaException o4) (since = "3.1"),
  WMAlterPoolResponse alter_wm_pool(1: WMAlterPoolRequest request) throws (1: AlreadyExistsException o1, 2: NoSuchObjectException o2, 3: InvalidObjectException o3, 4: MetaException o4) (since = "3.1"),
  WMDropPoolResponse drop_wm_pool(1: WMDropPoolRequest request) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  WMCreateOrUpdateMappingResponse create_or_update_wm_mapping(1: WMCreateOrUpdateMappingRequest request) throws (1: AlreadyExistsException o1, 2: NoSuchObjectException o2, 3: InvalidObjectException o3, 4: MetaException o4) (since = "3.1"),
  WMDropMappingResponse drop_wm_mapping(1: WMDropMappingRequest request) throws (1: NoSuchObjectException o1, 2: InvalidOperationException o2, 3: MetaException o3) (since = "3.1"),
  WMCreateOrDropTriggerToPoolMappingResponse create_or_drop_wm_trigger_to_pool_mapping(1: WMCreateOrDropTriggerToPoolMappingRequest request) throws (1: AlreadyExistsException o1, 2: NoSuchObjectException o2, 3: InvalidObjectException o3, 4: MetaException o4) (since = "3.1"),
}
