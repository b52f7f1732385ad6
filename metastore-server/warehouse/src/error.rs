//! Why a directory could not be made, moved, listed or deleted.

use crate::Location;

/// The text names the location and the cause; the sentence Hive's clients expect around it is the catalog's business.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused before anything was touched.
    #[error("location '{location}' {reason}")]
    Invalid { location: String, reason: &'static str },

    /// Something that is no directory stands there.
    #[error("{0} exists and is not a directory")]
    NotADirectory(Location),

    /// The target of a move is taken.
    #[error("{0} already exists")]
    Exists(Location),

    /// A move stays within one file system or bucket, as in Hive.
    #[error("{to} is on a different file system than {from}")]
    OtherFilesystem { from: Location, to: Location },

    #[error("cannot {action} {location}: {cause}")]
    Storage { action: &'static str, location: Location, cause: Cause },
}

/// What the file system or the object store said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    pub(crate) fn invalid(location: &str, reason: &'static str) -> Self {
        Self::Invalid { location: location.to_owned(), reason }
    }

    /// For `map_err`: what was being done, and to what.
    pub(crate) fn storage<C: Into<Cause>>(action: &'static str, location: &Location) -> impl FnOnce(C) -> Self {
        let location = location.clone();
        move |cause| Self::Storage { action, location, cause: cause.into() }
    }
}
