//! skep-gen
