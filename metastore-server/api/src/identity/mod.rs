//! Who the caller says it is.

mod set_ugi;

use crate::method::{Entry, entry};

pub const METHODS: &[Entry] = &[entry::<set_ugi::SetUgi>()];
