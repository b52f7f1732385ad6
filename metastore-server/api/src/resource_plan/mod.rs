//! Workload management: resource plans, their pools, triggers and mappings. HiveServer2 reads and
//! administrators change them, so every call is an operator's.

/// Doors that differ in their request and their answer only.
macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident $effect:ident |$cx:ident, $request:ident| $answer:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Method for $name {
            type Call = calls::$name;
            const EFFECT: Effect = Effect::$effect;

            fn need(_: &ArgsOf<Self>) -> Need {
                Need::server(Right::Operate)
            }

            async fn run($cx: &Context<'_>, args: args::$name) -> Result<OkOf<Self>, Refusal> {
                let $request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
                Ok($answer)
            }
        }
    )*};
}

mod mapping;
mod plan;
mod pool;
mod trigger;

use crate::Refusal;
use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<mapping::CreateOrUpdateWmMapping>(),
    entry::<mapping::DropWmMapping>(),
    entry::<plan::AlterResourcePlan>(),
    entry::<plan::CreateResourcePlan>(),
    entry::<plan::DropResourcePlan>(),
    entry::<plan::GetActiveResourcePlan>(),
    entry::<plan::GetAllResourcePlans>(),
    entry::<plan::GetResourcePlan>(),
    entry::<plan::ValidateResourcePlan>(),
    entry::<pool::AlterWmPool>(),
    entry::<pool::CreateWmPool>(),
    entry::<pool::DropWmPool>(),
    entry::<trigger::AlterWmTrigger>(),
    entry::<trigger::CreateOrDropWmTriggerToPoolMapping>(),
    entry::<trigger::CreateWmTrigger>(),
    entry::<trigger::DropWmTrigger>(),
    entry::<trigger::GetTriggersForResourceplan>(),
];

/// What a request cannot do without.
fn sent<T>(part: Option<T>, what: &str) -> Result<T, Refusal> {
    part.ok_or_else(|| Refusal::meta(format!("{what} cannot be null")))
}
