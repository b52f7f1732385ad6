//! Configuration values that clients ask for, and the few they may set for
//! their own session.

mod cache;
mod meta_conf;
mod uuid;
mod value;

use crate::method::{Entry, entry};

pub use meta_conf::rules_of;

pub const METHODS: &[Entry] = &[
    entry::<cache::FlushCache>(),
    entry::<meta_conf::GetMetaConf>(),
    entry::<meta_conf::SetMetaConf>(),
    entry::<uuid::GetMetastoreDbUuid>(),
    entry::<value::GetConfigValue>(),
];
