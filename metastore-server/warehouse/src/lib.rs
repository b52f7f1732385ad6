//! Where tables keep their files: default locations, and directories made, moved and deleted as Hive does.
//!
//! Local directories are real ones. On an object store a directory is a key prefix, so making one is nothing at all;
//! only deleting, moving and listing talk to the store. Locations of any other scheme (`hdfs://`) and every location in
//! [`Mode::MetadataOnly`] are stored and never touched: making those directories is the client's business.
//!
//! Promises: nothing is deleted before it was asked for by name, a directory made for a call that fails is taken back
//! only while it is empty, and neither the file system root nor a directory holding the warehouse is ever deleted or moved.
//!
//! This crate knows no table: it is given locations, not nouns.

mod error;
mod layout;
mod local;
mod location;
mod made;
mod moved;
mod objects;
mod settings;
mod stores;
mod warehouse;

pub use error::Error;
pub use location::Location;
pub use made::Made;
pub use moved::{Move, Moved};
pub use settings::{Mode, S3, Settings};
pub use warehouse::{Statistics, Warehouse};
