//! skep-net
