//! skep-access
