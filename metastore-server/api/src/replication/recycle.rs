//! `cm_recycle`: keeping files that replication may still want.

use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_types::{CmRecycleResponse, args, calls};

/// There is no change manager here, and without one (`hive.repl.cm.enabled` is off unless somebody
/// turns it on) Hive leaves the files where they are and says yes: its clients then delete them.
pub struct CmRecycle;

impl Method for CmRecycle {
    type Call = calls::CmRecycle;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let path = args.request.as_ref().map(|request| request.data_path.as_str());
        Need::server(Right::Replicate).and_location(path)
    }

    async fn run(_: &Context<'_>, args: args::CmRecycle) -> Result<CmRecycleResponse, Refusal> {
        let request = args.request.ok_or_else(|| Refusal::meta("request cannot be null"))?;
        if request.data_path.is_empty() {
            return Err(Refusal::meta("Can not create a Path from an empty string"));
        }
        Ok(CmRecycleResponse::default())
    }
}
