//! Directories of what Glue describes, as the metastore makes and deletes them.

use futures_util::stream::{self, StreamExt};
use skep_catalog::Error;
use skep_warehouse::{Location, Move, Moved};

use crate::context::Glue;

/// Deleted at the same time.
const AT_ONCE: usize = 16;

/// After Glue has forgotten them: what cannot be deleted is logged.
pub async fn delete(glue: &Glue, locations: &[Location]) {
    let delete = |location: Location| async move {
        if let Err(cause) = glue.warehouse.delete_directory(&location).await {
            tracing::warn!(%location, %cause, "directory of what was dropped is not deleted");
        }
    };
    let deletes: Vec<_> = locations.iter().cloned().map(delete).collect();
    stream::iter(deletes).buffer_unordered(AT_ONCE).collect::<()>().await;
}

/// Where the data is from now on, if it moves at all, and the move to be kept or undone.
pub async fn follow(
    glue: &Glue,
    from: &Location,
    to: &Location,
    what: &str,
) -> Result<(Option<Location>, Option<Moved>), Error> {
    let refuse = |error: skep_warehouse::Error| {
        Error::InvalidOperation(match error {
            skep_warehouse::Error::Exists(at) => format!("New location for this table {what} already exists : {at}"),
            skep_warehouse::Error::OtherFilesystem { .. } => format!(
                "table new location {to} is on a different file system than the old location {from}. \
                 This operation is not supported"
            ),
            other => format!("the directory of {what} cannot be moved from {from} to {to}: {other}"),
        })
    };
    Ok(match glue.warehouse.move_directory(from, to).await.map_err(refuse)? {
        Move::Done(moved) => (Some(to.clone()), Some(moved)),
        Move::Missing => (Some(to.clone()), None),
        Move::NotOurs => (None, None),
    })
}

/// Keeps the directory where Glue now says it is, or puts it back.
pub async fn settle(moved: Option<Moved>, done: bool) {
    let Some(moved) = moved else { return };
    let settled = if done { moved.keep().await } else { moved.undo().await };
    if let Err(cause) = settled {
        tracing::error!(%cause, "a moved directory is not settled");
    }
}
