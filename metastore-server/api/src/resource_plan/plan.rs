//! The plans themselves.

use super::sent;
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_catalog::resource_plan::{self, PlanName};
use skep_types::{
    WMAlterResourcePlanResponse, WMCreateResourcePlanResponse, WMDropResourcePlanResponse,
    WMGetActiveResourcePlanResponse, WMGetAllResourcePlanResponse, WMGetResourcePlanResponse, args, calls,
};

operators! {
    CreateResourcePlan Write |cx, request| {
        let plan = sent(request.resource_plan, "resource plan")?;
        resource_plan::create(cx.catalog(), &plan, request.copy_from.as_deref()).await?;
        WMCreateResourcePlanResponse {}
    };

    GetResourcePlan Read |cx, request| {
        let name = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        let resource_plan = Some(resource_plan::get(cx.catalog(), &name).await?);
        WMGetResourcePlanResponse { resource_plan }
    };

    GetActiveResourcePlan Read |cx, request| {
        let resource_plan = resource_plan::active(cx.catalog(), request.ns.as_deref()).await?;
        WMGetActiveResourcePlanResponse { resource_plan }
    };

    GetAllResourcePlans Read |cx, request| {
        let resource_plans = Some(resource_plan::all(cx.catalog(), request.ns.as_deref()).await?);
        WMGetAllResourcePlanResponse { resource_plans }
    };

    /// Rename, values or status; the flags enable and activate at once, deactivate, or replace.
    AlterResourcePlan Write |cx, request| {
        let full_resource_plan = resource_plan::alter(cx.catalog(), &request).await?;
        WMAlterResourcePlanResponse { full_resource_plan }
    };

    ValidateResourcePlan Read |cx, request| {
        let name = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        resource_plan::validate(cx.catalog(), &name).await?
    };

    DropResourcePlan Write |cx, request| {
        let name = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        resource_plan::drop(cx.catalog(), &name).await?;
        WMDropResourcePlanResponse {}
    };
}
