//! skep-codec
