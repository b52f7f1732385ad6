//! Packages of HPL/SQL.

mod read;
mod write;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[
    entry::<read::FindPackage>(),
    entry::<read::GetAllPackages>(),
    entry::<write::AddPackage>(),
    entry::<write::DropPackage>(),
];
