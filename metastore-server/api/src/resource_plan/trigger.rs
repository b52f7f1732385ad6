//! Triggers of a plan, and the pools they watch.

use super::sent;
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_catalog::resource_plan::PlanName;
use skep_catalog::resource_plan::trigger::{self, Watch};
use skep_types::{
    WMAlterTriggerResponse, WMCreateOrDropTriggerToPoolMappingResponse, WMCreateTriggerResponse, WMDropTriggerResponse,
    WMGetTriggersForResourePlanResponse, args, calls,
};

operators! {
    CreateWmTrigger Write |cx, request| {
        trigger::create(cx.catalog(), &sent(request.trigger, "trigger")?).await?;
        WMCreateTriggerResponse {}
    };

    AlterWmTrigger Write |cx, request| {
        trigger::alter(cx.catalog(), &sent(request.trigger, "trigger")?).await?;
        WMAlterTriggerResponse {}
    };

    DropWmTrigger Write |cx, request| {
        let plan = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        trigger::drop(cx.catalog(), &plan, request.trigger_name.as_deref()).await?;
        WMDropTriggerResponse {}
    };

    GetTriggersForResourceplan Read |cx, request| {
        let plan = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        WMGetTriggersForResourePlanResponse { triggers: Some(trigger::list(cx.catalog(), &plan).await?) }
    };

    CreateOrDropWmTriggerToPoolMapping Write |cx, request| {
        let plan = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        let watch = if request.drop == Some(true) { Watch::Stop } else { Watch::Start };
        let (trigger, pool) = (request.trigger_name.as_deref(), request.pool_path.as_deref());
        trigger::watch(cx.catalog(), &plan, trigger, pool, watch).await?;
        WMCreateOrDropTriggerToPoolMappingResponse {}
    };
}
