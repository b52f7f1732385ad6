//! Many objects in few calls, some of the calls at once.

use std::future::Future;

use futures_util::stream::{self, StreamExt};

/// Calls of one request under way at once.
pub const CONCURRENT: usize = 8;

/// The most that one call takes, by AWS's reference.
pub struct Limits;

impl Limits {
    pub const CREATE_PARTITIONS: usize = 100;
    pub const UPDATE_PARTITIONS: usize = 100;
    pub const DELETE_PARTITIONS: usize = 25;
    pub const GET_PARTITIONS: usize = 1000;
    pub const DELETE_TABLES: usize = 100;
    pub const SEGMENTS: usize = 10;
    pub const EXPRESSION: usize = 2048;
    pub const GET_STATISTICS: usize = 100;
    pub const UPDATE_STATISTICS: usize = 25;
}

impl super::Client {
    /// Does `work` for each item, a few at once, and returns what came of each, in order.
    pub async fn each<'a, T, F, R>(&self, items: impl IntoIterator<Item = T> + 'a, work: impl Fn(T) -> F) -> Vec<R>
    where
        F: Future<Output = R>,
    {
        let running: Vec<F> = items.into_iter().map(work).collect();
        stream::iter(running).buffered(CONCURRENT).collect().await
    }
}
