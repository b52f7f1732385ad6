//! `get_metastore_db_uuid`: by which clients tell one metastore from another.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::Need;
use skep_catalog::identity;
use skep_types::{Str, args, calls};

pub struct GetMetastoreDbUuid;

impl Method for GetMetastoreDbUuid {
    type Call = calls::GetMetastoreDbUuid;
    /// The first call makes it.
    const EFFECT: Effect = Effect::Write;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(cx: &Context<'_>, _: args::GetMetastoreDbUuid) -> Result<Str, Refusal> {
        Ok(identity::uuid(cx.catalog()).await?)
    }
}
