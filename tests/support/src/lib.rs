//! skep-testing
