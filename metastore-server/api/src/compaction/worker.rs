//! The workers' and cleaners' side of the queue.

use super::{of_compactor, present};
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::Need;
use skep_txn::compaction;
use skep_types::{FindNextCompactRequest, OptionalCompactionInfoStruct, calls};

/// A door for those who compact: what it is given, and the operation on it.
macro_rules! door {
    ($(#[$doc:meta])* $method:ident, $effect:ident, |$db:ident, $args:ident| $body:expr) => {
        $(#[$doc])*
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::$effect;

            fn need(_: &ArgsOf<Self>) -> Need {
                of_compactor()
            }

            async fn run(cx: &Context<'_>, $args: ArgsOf<Self>) -> Result<OkOf<Self>, Refusal> {
                let $db = &cx.catalog().db;
                $body
            }
        }
    };
}

door! {
    /// From the time before workers named their version and pool.
    FindNextCompact, Write, |db, args| {
        let request = FindNextCompactRequest { worker_id: args.worker_id, ..Default::default() };
        Ok(OptionalCompactionInfoStruct { ci: compaction::find_next(db, &request).await? })
    }
}

door! {
    FindNextCompact2, Write, |db, args| {
        let request = args.rqst.ok_or_else(|| Refusal::meta("FindNextCompactRequest is null"))?;
        Ok(OptionalCompactionInfoStruct { ci: compaction::find_next(db, &request).await? })
    }
}

door!(UpdateCompactorState, Write, |db, args| {
    Ok(compaction::update_state(db, &present(args.cr)?, args.txn_id.unwrap_or(0)).await?)
});

door!(SetHadoopJobid, Write, |db, args| {
    Ok(compaction::set_hadoop_job(db, args.cq_id.unwrap_or(0), args.job_id.as_deref()).await?)
});

door!(FindColumnsWithStats, Read, |db, args| {
    Ok(compaction::columns_with_statistics(db, &present(args.cr)?).await?)
});

door!(MarkCompacted, Write, |db, args| Ok(compaction::mark_compacted(db, present(args.cr)?.id).await?));
door!(MarkCleaned, Write, |db, args| Ok(compaction::mark_cleaned(db, &present(args.cr)?).await?));
door!(MarkFailed, Write, |db, args| Ok(compaction::mark_failed(db, &present(args.cr)?).await?));
door!(MarkRefused, Write, |db, args| Ok(compaction::mark_refused(db, &present(args.cr)?).await?));
