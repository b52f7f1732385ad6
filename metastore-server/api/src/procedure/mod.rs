//! Stored procedures of HPL/SQL.

mod read;
mod write;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<read::GetAllStoredProcedures>(),
    entry::<read::GetStoredProcedure>(),
    entry::<write::CreateStoredProcedure>(),
    entry::<write::DropStoredProcedure>(),
];
