//! The service questions of fb303 that every Thrift server of Hive answers.

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, OkOf, Refusal};
use skep_access::{Need, Right};
use skep_types::{FbStatus, Str, calls};
use std::collections::BTreeMap;

pub const METHODS: &[Entry] = &[
    entry::<GetName>(),
    entry::<GetVersion>(),
    entry::<GetStatus>(),
    entry::<GetStatusDetails>(),
    entry::<GetCounters>(),
    entry::<GetCounter>(),
    entry::<SetOption>(),
    entry::<GetOption>(),
    entry::<GetOptions>(),
    entry::<GetCpuProfile>(),
    entry::<AliveSince>(),
    entry::<Reinitialize>(),
    entry::<Shutdown>(),
];

macro_rules! question {
    ($(#[$doc:meta])* $method:ident, $need:expr, |$cx:ident| $answer:expr) => {
        $(#[$doc])*
        pub struct $method;

        impl Method for $method {
            type Call = calls::$method;
            const EFFECT: Effect = Effect::Read;

            fn need(_: &ArgsOf<Self>) -> Need {
                $need
            }

            async fn run($cx: &Context<'_>, _: ArgsOf<Self>) -> Result<OkOf<Self>, Refusal> {
                Ok($answer)
            }
        }
    };
}

question!(GetName, Need::nothing(), |_cx| Str::from("skep"));
question!(
    /// Hive 2.3 and 3.1 answer this constant whatever their version; Hive 4's
    /// `getServerVersion()` is the only caller that shows it to a person.
    GetVersion, Need::nothing(), |_cx| Str::from("3.0")
);
question!(GetStatus, Need::nothing(), |_cx| FbStatus::ALIVE);
question!(GetStatusDetails, Need::nothing(), |_cx| Str::default());
question!(GetCounters, Need::server(Right::Operate), |_cx| BTreeMap::new());
question!(GetCounter, Need::server(Right::Operate), |_cx| 0);
question!(
    /// fb303 options do not exist here, as in Hive: set is accepted and forgotten.
    SetOption, Need::server(Right::Operate), |_cx| ()
);
question!(GetOption, Need::server(Right::Operate), |_cx| Str::default());
question!(GetOptions, Need::server(Right::Operate), |_cx| BTreeMap::new());
question!(GetCpuProfile, Need::server(Right::Operate), |_cx| Str::default());
question!(AliveSince, Need::nothing(), |cx| cx.shared.started);
question!(Reinitialize, Need::server(Right::Operate), |_cx| ());
question!(
    /// Java clients say good-bye with it in `close()`. It ends the caller's session;
    /// the server stays (the dispatcher closes the connection).
    Shutdown, Need::nothing(), |_cx| ()
);
