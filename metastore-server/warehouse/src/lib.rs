//! skep-warehouse
