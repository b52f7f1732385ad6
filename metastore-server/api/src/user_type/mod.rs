//! Types with a name.

mod all;
mod named;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] =
    &[entry::<all::GetTypeAll>(), entry::<named::CreateType>(), entry::<named::DropType>(), entry::<named::GetType>()];
