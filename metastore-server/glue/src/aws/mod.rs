//! The Glue Data Catalog as a service that is called: addresses, credentials, pace, retries, refusals.
//!
//! Nothing here knows Hive.

mod batch;
mod client;
mod credentials;
mod failure;
mod pace;
mod pages;
pub mod shapes;

pub use batch::{CONCURRENT, Limits};
pub use client::{Client, Settings};
pub use failure::{Failure, Kind};
