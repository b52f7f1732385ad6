//! Properties of the cluster, of databases and of tables. They may say how the cluster is run, so
//! every call is an operator's.

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::property;
use skep_types::{PropertyGetResponse, args, calls};

pub const METHODS: &[Entry] = &[entry::<GetProperties>(), entry::<SetProperties>()];

pub struct GetProperties;

impl Method for GetProperties {
    type Call = calls::GetProperties;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::GetProperties) -> Result<PropertyGetResponse, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        Ok(PropertyGetResponse { properties: Some(property::get(cx.catalog(), &request).await?) })
    }
}

pub struct SetProperties;

impl Method for SetProperties {
    type Call = calls::SetProperties;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Operate)
    }

    async fn run(cx: &Context<'_>, args: args::SetProperties) -> Result<bool, Refusal> {
        let request = args.req.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        property::set(cx.catalog(), &request).await?;
        Ok(true)
    }
}
