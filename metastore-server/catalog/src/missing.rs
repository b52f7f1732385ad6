//! What requests say about things that are not there.

/// What becomes of a request to drop what is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Ignore,
    Refuse,
}

impl Missing {
    /// Thrift's `ifExists`, by its several names.
    pub fn ignored_if(wanted: bool) -> Missing {
        if wanted { Missing::Ignore } else { Missing::Refuse }
    }
}
