//! What must hold whatever fails, and the means to see whether it did.

pub mod history;
