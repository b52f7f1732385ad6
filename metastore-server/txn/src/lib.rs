//! skep-txn
