//! Workload management, as HiveServer2 and administrators see it.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    Exception, WMAlterResourcePlanRequest, WMCreateOrDropTriggerToPoolMappingRequest, WMCreateOrUpdateMappingRequest,
    WMCreatePoolRequest, WMCreateResourcePlanRequest, WMCreateTriggerRequest, WMDropResourcePlanRequest,
    WMFullResourcePlan, WMGetActiveResourcePlanRequest, WMGetResourcePlanRequest, WMMapping, WMNullableResourcePlan,
    WMPool, WMResourcePlan, WMResourcePlanStatus, WMTrigger, args, calls,
};

/// What a client may put into any text; a NUL is left out, which PostgreSQL cannot store.
const HOSTILE: &str = "o'Neil \"q\" `b` %_\\ $1 {if} \u{1F40B}";

everywhere! {
    async fn a_plan_is_built_activated_and_read_back(server) {
        let mut client = server.client().await;
        create(&mut client, "Llap").await.expect("made");
        let pool = WMPool {
            resource_plan_name: "llap".into(),
            pool_path: "default.etl".into(),
            alloc_fraction: Some(0.5),
            query_parallelism: Some(1),
            ..WMPool::default()
        };
        let request = Some(WMCreatePoolRequest { pool: Some(pool) });
        client.call::<calls::CreateWmPool>(args::CreateWmPool { request }).await.expect("made");
        create_trigger(&mut client, "slow", "ELAPSED_TIME > 60000").await.expect("made");
        let watch = WMCreateOrDropTriggerToPoolMappingRequest {
            resource_plan_name: Some("llap".into()),
            trigger_name: Some("slow".into()),
            pool_path: Some("default.etl".into()),
            ..WMCreateOrDropTriggerToPoolMappingRequest::default()
        };
        let request = args::CreateOrDropWmTriggerToPoolMapping { request: Some(watch) };
        client.call::<calls::CreateOrDropWmTriggerToPoolMapping>(request).await.expect("mapped");
        let mapping = WMMapping {
            resource_plan_name: "llap".into(),
            entity_type: "USER".into(),
            entity_name: "alice".into(),
            pool_path: Some("default.etl".into()),
            ..WMMapping::default()
        };
        let request = Some(WMCreateOrUpdateMappingRequest { mapping: Some(mapping), update: None });
        client.call::<calls::CreateOrUpdateWmMapping>(args::CreateOrUpdateWmMapping { request }).await.expect("mapped");

        let activated = activate(&mut client, "llap").await.expect("valid").expect("HiveServer2 applies what comes back");
        assert_eq!(activated, get(&mut client, "LLAP").await.expect("there"));
        assert_eq!((activated.pools.len(), activated.pool_triggers.map(|links| links.len())), (2, Some(1)));
        let active = args::GetActiveResourcePlan { request: Some(WMGetActiveResourcePlanRequest::default()) };
        let active = client.call::<calls::GetActiveResourcePlan>(active).await.expect("read").resource_plan;
        assert_eq!(active.map(|plan| plan.plan.name.to_string()).as_deref(), Some("llap"));
    }

    async fn refusals_come_in_the_classes_that_hive_declares(server) {
        let mut client = server.client().await;
        let missing = get(&mut client, "nope").await.expect_err("missing");
        assert_eq!(missing.exception(), Some(Exception::NoSuchObjectException));
        assert_eq!(missing.message(), "There is no resource plan named: nope in default");
        create(&mut client, "p").await.expect("made");
        let taken = create(&mut client, "P").await.expect_err("taken");
        assert_eq!(taken.exception(), Some(Exception::AlreadyExistsException));
        let unnamed = create(&mut client, " ").await.expect_err("no name");
        assert_eq!(unnamed.exception(), Some(Exception::InvalidObjectException));
        let empty = client.call::<calls::CreateResourcePlan>(args::CreateResourcePlan { request: None }).await;
        assert_eq!(empty.expect_err("no request").exception(), Some(Exception::MetaException));
        activate(&mut client, "p").await.expect("valid");
        let request = WMDropResourcePlanRequest { resource_plan_name: Some("p".into()), ns: None };
        let active = client.call::<calls::DropResourcePlan>(args::DropResourcePlan { request: Some(request) }).await;
        assert_eq!(active.expect_err("active").message(), "Cannot drop an active resource plan");
    }

    async fn texts_come_back_as_they_were_sent_or_are_refused(server) {
        let mut client = server.client().await;
        create(&mut client, "llap").await.expect("made");
        // Some databases' columns hold no character outside their character set: then it is refused.
        match create_trigger(&mut client, "hostile", HOSTILE).await {
            Ok(()) => {
                let triggers = get(&mut client, "llap").await.expect("there").triggers.expect("one");
                assert_eq!(triggers[0].trigger_expression.as_deref(), Some(HOSTILE));
            }
            Err(refused) => assert_eq!(refused.exception(), Some(Exception::MetaException), "{}", refused.message()),
        }
        let plain = HOSTILE.replace('\u{1F40B}', "");
        create_trigger(&mut client, "plain", &plain).await.expect("made");
        let long = create_trigger(&mut client, "long", &"x".repeat(65_536)).await;
        let triggers = get(&mut client, "llap").await.expect("there").triggers.expect("some");
        let found = |name: &str| triggers.iter().find(|trigger| trigger.trigger_name == name);
        assert_eq!(found("plain").and_then(|trigger| trigger.trigger_expression.as_deref()), Some(plain.as_str()));
        assert_eq!(found("long").is_some(), long.is_ok(), "a refused trigger is not there");
    }
}

async fn create(client: &mut Client, name: &str) -> Result<(), CallError> {
    let resource_plan = Some(WMResourcePlan { name: name.into(), ..WMResourcePlan::default() });
    let request = Some(WMCreateResourcePlanRequest { resource_plan, copy_from: None });
    client.call::<calls::CreateResourcePlan>(args::CreateResourcePlan { request }).await.map(drop)
}

async fn create_trigger(client: &mut Client, name: &str, expression: &str) -> Result<(), CallError> {
    let trigger = WMTrigger {
        resource_plan_name: "llap".into(),
        trigger_name: name.into(),
        trigger_expression: Some(expression.into()),
        action_expression: Some("KILL".into()),
        ..WMTrigger::default()
    };
    let request = Some(WMCreateTriggerRequest { trigger: Some(trigger) });
    client.call::<calls::CreateWmTrigger>(args::CreateWmTrigger { request }).await.map(drop)
}

async fn get(client: &mut Client, name: &str) -> Result<WMFullResourcePlan, CallError> {
    let request = Some(WMGetResourcePlanRequest { resource_plan_name: Some(name.into()), ns: None });
    let found = client.call::<calls::GetResourcePlan>(args::GetResourcePlan { request }).await?;
    Ok(found.resource_plan.expect("a plan, or an exception"))
}

async fn activate(client: &mut Client, name: &str) -> Result<Option<WMFullResourcePlan>, CallError> {
    let status = Some(WMResourcePlanStatus::ACTIVE);
    let request = WMAlterResourcePlanRequest {
        resource_plan_name: Some(name.into()),
        resource_plan: Some(WMNullableResourcePlan { status, ..WMNullableResourcePlan::default() }),
        is_enable_and_activate: Some(true),
        ..WMAlterResourcePlanRequest::default()
    };
    let altered = client.call::<calls::AlterResourcePlan>(args::AlterResourcePlan { request: Some(request) }).await?;
    Ok(altered.full_resource_plan)
}
