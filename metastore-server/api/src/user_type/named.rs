//! Types by name.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::user_type;
use skep_types::{Type, args, calls};

pub struct CreateType;

impl Method for CreateType {
    type Call = calls::CreateType;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::CreateType) -> Result<bool, Refusal> {
        let sent = args.type_.ok_or_else(|| Refusal::meta("type cannot be null"))?;
        user_type::create(cx.catalog(), &sent).await?;
        Ok(true)
    }
}

pub struct GetType;

impl Method for GetType {
    type Call = calls::GetType;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::GetType) -> Result<Type, Refusal> {
        Ok(user_type::get(cx.catalog(), args.name.as_deref()).await?)
    }
}

pub struct DropType;

impl Method for DropType {
    type Call = calls::DropType;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Admin)
    }

    async fn run(cx: &Context<'_>, args: args::DropType) -> Result<bool, Refusal> {
        user_type::drop(cx.catalog(), args.type_.as_deref()).await?;
        Ok(true)
    }
}
