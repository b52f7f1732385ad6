//! Serdes with a name of their own, which lie in no database.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::registry;
use skep_types::{SerDeInfo, args, calls};

pub struct AddSerde;

impl Method for AddSerde {
    type Call = calls::AddSerde;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::catalog(Right::CreateTable, None)
    }

    async fn run(cx: &Context<'_>, args: args::AddSerde) -> Result<(), Refusal> {
        let serde = args.serde.ok_or_else(|| super::null("serde"))?;
        Ok(registry::add_serde(cx.catalog(), &serde).await?)
    }
}

pub struct GetSerde;

impl Method for GetSerde {
    type Call = calls::GetSerde;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::catalog(Right::Describe, None)
    }

    async fn run(cx: &Context<'_>, args: args::GetSerde) -> Result<SerDeInfo, Refusal> {
        let request = args.rqst.unwrap_or_default();
        Ok(registry::get_serde(cx.catalog(), request.serde_name.as_deref()).await?)
    }
}
