//! A directory moved ahead of a commit, which may still fail.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use object_store::ObjectStore;

use crate::objects::{self, Copied};
use crate::{Error, Location, local};

/// What became of a move.
#[must_use]
pub enum Move {
    Done(Moved),
    /// There was nothing to move; the new location may be used.
    Missing,
    /// The location is none this server touches: keep the old one, the files are still there.
    NotOurs,
}

/// Call [`Moved::keep`] after the commit and [`Moved::undo`] after a failure.
///
/// Dropping it undoes a local rename, unless COMMIT is on its way: see [`Moved::committing`]. On an object store a move is a copy whose source [`Moved::keep`] deletes, so
/// dropping it loses nothing but leaves the copies.
#[must_use = "call keep() after the commit or undo() after a failure"]
pub struct Moved {
    from: Location,
    how: How,
    committing: Arc<AtomicBool>,
}

pub(crate) enum How {
    Renamed { from: PathBuf, to: PathBuf, made: Vec<PathBuf> },
    Copied { store: Arc<dyn ObjectStore>, copied: Vec<Copied> },
    Settled,
}

impl Moved {
    pub(crate) fn new(from: Location, how: How) -> Moved {
        Moved { from, how, committing: Arc::default() }
    }

    /// The metadata now says the new location: forget the old one.
    pub async fn keep(mut self) -> Result<(), Error> {
        match std::mem::replace(&mut self.how, How::Settled) {
            How::Copied { store, copied } => {
                let sources = copied.into_iter().map(|object| object.from).collect();
                objects::delete_these(&*store, sources).await.map_err(Error::storage("delete", &self.from))
            }
            How::Renamed { .. } | How::Settled => Ok(()),
        }
    }

    /// The metadata still says the old location: put the files back.
    pub async fn undo(mut self) -> Result<(), Error> {
        match std::mem::replace(&mut self.how, How::Settled) {
            How::Copied { store, copied } => {
                let copies = copied.into_iter().map(|object| object.to).collect();
                objects::delete_these(&*store, copies)
                    .await
                    .map_err(Error::storage("take back the copy of", &self.from))
            }
            renamed => Self::rename_back(renamed).map_err(Error::storage("move back", &self.from)),
        }
    }

    /// To be raised when COMMIT is sent: the rows may say the new location from then on, so a call that is dropped
    /// leaves the files there.
    pub fn committing(&self) -> Arc<AtomicBool> {
        self.committing.clone()
    }

    /// Nobody knows whether the commit happened: leave the files where they are now.
    pub fn leave(mut self) {
        self.how = How::Settled;
    }

    fn rename_back(how: How) -> std::io::Result<()> {
        if let How::Renamed { from, to, made } = how {
            std::fs::rename(&to, &from)?;
            local::take_back(&made);
        }
        Ok(())
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        let how = std::mem::replace(&mut self.how, How::Settled);
        if self.committing.load(Ordering::Acquire) {
            if !matches!(how, How::Settled) {
                tracing::warn!(location = %self.from, "a move was cut short at its commit: the files are at the new place");
            }
        } else if matches!(how, How::Copied { .. }) {
            tracing::warn!(location = %self.from, "a move was cut short: its copies were left behind");
        } else if let Err(error) = Self::rename_back(how) {
            tracing::error!(location = %self.from, %error, "a directory could not be moved back");
        }
    }
}
