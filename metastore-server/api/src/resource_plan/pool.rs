//! Pools of a plan.

use super::sent;
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_catalog::resource_plan::{PlanName, pool};
use skep_types::{WMAlterPoolResponse, WMCreatePoolResponse, WMDropPoolResponse, args, calls};

operators! {
    CreateWmPool Write |cx, request| {
        pool::create(cx.catalog(), &sent(request.pool, "pool")?).await?;
        WMCreatePoolResponse {}
    };

    AlterWmPool Write |cx, request| {
        let changes = sent(request.pool, "pool")?;
        pool::alter(cx.catalog(), request.pool_path.as_deref(), &changes).await?;
        WMAlterPoolResponse {}
    };

    DropWmPool Write |cx, request| {
        let plan = PlanName::parse(request.resource_plan_name.as_deref(), request.ns.as_deref())?;
        pool::drop(cx.catalog(), &plan, request.pool_path.as_deref()).await?;
        WMDropPoolResponse {}
    };
}
