//! The store of the keys that sign tokens.

use super::null;
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::token;
use skep_types::{Str, args, calls};

pub struct AddMasterKey;

impl Method for AddMasterKey {
    type Call = calls::AddMasterKey;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::AddMasterKey) -> Result<i32, Refusal> {
        let key = args.key.ok_or_else(|| null("key"))?;
        Ok(token::add_key(cx.catalog(), &key).await?)
    }
}

pub struct UpdateMasterKey;

impl Method for UpdateMasterKey {
    type Call = calls::UpdateMasterKey;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::UpdateMasterKey) -> Result<(), Refusal> {
        let number = args.seq_number.ok_or_else(|| null("seq_number"))?;
        let key = args.key.ok_or_else(|| null("key"))?;
        Ok(token::update_key(cx.catalog(), number, &key).await?)
    }
}

pub struct RemoveMasterKey;

impl Method for RemoveMasterKey {
    type Call = calls::RemoveMasterKey;
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, args: args::RemoveMasterKey) -> Result<bool, Refusal> {
        let number = args.key_seq.ok_or_else(|| null("key_seq"))?;
        Ok(token::remove_key(cx.catalog(), number).await?)
    }
}

pub struct GetMasterKeys;

impl Method for GetMasterKeys {
    type Call = calls::GetMasterKeys;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        super::need()
    }

    async fn run(cx: &Context<'_>, _: args::GetMasterKeys) -> Result<Vec<Str>, Refusal> {
        Ok(token::keys(cx.catalog()).await?)
    }
}
