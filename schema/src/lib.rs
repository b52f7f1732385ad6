//! skep-schema
