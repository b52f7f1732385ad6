//! Hive's interface as Rust types, merged over Hive 2.3, 3.1 and 4.x.
//!
//! Payload structs stand at the root under Thrift's names; [`args`] has a struct of
//! arguments per method, [`calls`] a type per method that ties its arguments, result
//! and declared exceptions together. `src/generated` is written by `skep-gen`; the
//! macros here give its tables their meaning. No database in here.

#[macro_use]
mod macros;

mod by_hand;
mod call;
mod generated;
mod names;

pub use by_hand::{AddDynamicPartitions, InsertEventRequestData};
pub use call::{Call, MethodDef, Visitor, method};
pub use generated::*;
pub use names::{Named, Names, names};
pub use skep_codec::Str;

/// Every method of the interface, by name, and a walk over them as types.
pub use generated::calls::{METHODS, visit};

mod prelude {
    pub use crate::by_hand::*;
    pub use crate::call::{Call, MethodDef};
    pub use crate::generated::*;
    pub use skep_codec::Str;
    pub use std::collections::{BTreeMap, BTreeSet};
}
