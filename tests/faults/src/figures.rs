//! What a run counts.

use std::fmt;

macro_rules! figures {
    ($($name:ident $text:literal,)*) => {
        #[derive(Debug, Default, Clone)]
        pub struct Figures {
            $(pub $name: u64,)*
        }

        impl Figures {
            fn all(&self) -> Vec<(&'static str, u64)> {
                vec![$(($text, self.$name),)*]
            }
        }
    };
}

figures! {
    seconds "seconds",
    seed "seed",
    kills "servers killed",
    cut_commits "COMMITs cut from their answer",
    cut_all "times all connections cut",
    calls "calls",
    acknowledged "acknowledged changes, all there",
    unknown "calls nobody answered",
    refused "calls refused for trouble in the database",
    swaps "swaps won, none twice",
    lost_swaps "swaps lost to another",
    replays "swaps sent again and recognised",
    reads "reads in order",
    holds "exclusive holds, none together",
    events "events without gap or disorder",
    tailed "events seen by readers as they came",
    recovery_ms "most milliseconds without any success",
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (text, value)) in self.all().iter().enumerate() {
            write!(f, "{}{value} {text}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
