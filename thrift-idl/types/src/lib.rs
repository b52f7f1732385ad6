//! skep-types
