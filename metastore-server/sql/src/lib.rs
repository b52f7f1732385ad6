//! skep-sql
