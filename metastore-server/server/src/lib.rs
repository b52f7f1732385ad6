//! What tests need of the program to put a server together inside their own process.

pub mod backend;
pub mod calls;
pub mod duties;
pub mod front;
pub mod identity;
pub mod quotas;
pub mod shadow;
