//! The store of tokens. Its calls declare no exception: what is refused is an application exception,
//! in Hive as well.

use super::null;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::token;
use skep_types::{Str, args, calls};

pub struct AddToken;

impl Method for AddToken {
    type Call = calls::AddToken;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::AddToken) -> Result<bool, Refusal> {
        let identifier = args.token_identifier.ok_or_else(|| null("token_identifier"))?;
        let token = args.delegation_token.ok_or_else(|| null("delegation_token"))?;
        Ok(token::add(cx.catalog(), &identifier, &token).await?)
    }
}

pub struct RemoveToken;

impl Method for RemoveToken {
    type Call = calls::RemoveToken;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::RemoveToken) -> Result<bool, Refusal> {
        let identifier = args.token_identifier.ok_or_else(|| null("token_identifier"))?;
        Ok(token::remove(cx.catalog(), &identifier).await?)
    }
}

/// Empty for a token that is not there: Thrift cannot return null.
pub struct GetToken;

impl Method for GetToken {
    type Call = calls::GetToken;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::GetToken) -> Result<Str, Refusal> {
        let identifier = args.token_identifier.ok_or_else(|| null("token_identifier"))?;
        Ok(token::get(cx.catalog(), &identifier).await?.unwrap_or_default())
    }
}

pub struct GetAllTokenIdentifiers;

impl Method for GetAllTokenIdentifiers {
    type Call = calls::GetAllTokenIdentifiers;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, _: args::GetAllTokenIdentifiers) -> Result<Vec<Str>, Refusal> {
        Ok(token::identifiers(cx.catalog()).await?)
    }
}
