//! skep-conformance
