//! skep-catalog
