//! Partitions: their names, and every operation on them.

pub mod name;
