//! Why a transaction was aborted. Hive 4 keeps it in `TXN_META_INFO`, in these words.

/// What the server itself or a client's error code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason(&'static str);

impl Reason {
    pub const NONE: Reason = Reason("none");
    pub const WRITE_CONFLICT: Reason = Reason("write conflicts");
    pub const TIMEOUT: Reason = Reason("heartbeat time-out");
    /// Of a transaction that replication opened for its own work.
    pub const REPLICATION: Reason = Reason("Replication:default replication transaction abort");
    /// Of one that replays a transaction of the source.
    pub const REPLAYED: Reason = Reason("Replication:replayed replication transaction abort");
    pub const REPLICATED_WRITE_ID: Reason =
        Reason("Replication:abort of allocated txns for referring mapped write ids as aborted ones");

    /// The codes that clients send. No code and an unknown one say nothing.
    pub fn of(code: Option<i64>) -> Reason {
        match code {
            Some(50001) => Reason("abort by query command"),
            Some(50002) => Reason("concurrent committed transaction"),
            Some(50003) => Reason::WRITE_CONFLICT,
            Some(50004) => Reason::TIMEOUT,
            Some(50005) => Reason("rollback"),
            Some(50006) => Reason("compaction transaction abort"),
            Some(50007) => Reason("msck transaction abort"),
            Some(50008) => Reason("managed migration transaction abort"),
            Some(51000) => Reason::REPLICATION,
            Some(51001) => Reason::REPLAYED,
            Some(51002) => Reason::REPLICATED_WRITE_ID,
            Some(51003) => Reason("Replication:abort of txns while trying to fetch failover metadata"),
            Some(51004) => Reason("Replication:abort of write txns for the db under replication"),
            Some(51005) => {
                Reason("Replication:abort of ongoing txns(opened prior to failover) for the target database")
            }
            _ => Reason::NONE,
        }
    }

    pub fn text(self) -> &'static str {
        self.0
    }
}
