//! "Directories" on an object store: the objects under a key prefix.

use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, Result};

use crate::{Statistics, local};

/// Copies in flight during a move.
const COPIES_AT_ONCE: usize = 16;

pub(crate) struct Copied {
    pub(crate) from: Path,
    pub(crate) to: Path,
}

/// Is there any object beneath the prefix?
pub(crate) async fn exists(store: &dyn ObjectStore, prefix: &Path) -> Result<bool> {
    Ok(store.list(Some(prefix)).try_next().await?.is_some())
}

pub(crate) async fn statistics(store: &dyn ObjectStore, prefix: &Path) -> Result<Option<Statistics>> {
    let mut objects = store.list(Some(prefix));
    let (mut found, mut any) = (Statistics::default(), false);
    while let Some(object) = objects.try_next().await? {
        any = true;
        let hidden = object
            .location
            .prefix_match(prefix)
            .is_none_or(|mut names| names.any(|name| local::is_hidden(name.as_ref())));
        if !hidden {
            found.files += 1;
            found.bytes += object.size;
        }
    }
    Ok(any.then_some(found))
}

/// Deletes all objects beneath the prefix. Zero-byte markers whose key ends with a slash, which Hadoop's S3A leaves
/// behind, cannot be named through `object_store` and stay; they make no directory for a client that lists.
pub(crate) async fn delete(store: &dyn ObjectStore, prefix: &Path) -> Result<()> {
    let found = store.list(Some(prefix)).map_ok(|object| object.location).boxed();
    finish(store.delete_stream(found)).await
}

pub(crate) async fn delete_these(store: &dyn ObjectStore, paths: Vec<Path>) -> Result<()> {
    finish(store.delete_stream(stream::iter(paths.into_iter().map(Ok)).boxed())).await
}

/// An object already gone is fine: the wish was that it be gone.
async fn finish(mut deleted: stream::BoxStream<'static, Result<Path>>) -> Result<()> {
    while let Some(result) = deleted.next().await {
        match result {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Copies every object beneath `from` to the same place beneath `to`; what was copied is taken back on failure.
pub(crate) async fn copy(store: &dyn ObjectStore, from: &Path, to: &Path) -> Result<Vec<Copied>> {
    let sources: Vec<Path> = store.list(Some(from)).map_ok(|object| object.location).try_collect().await?;
    let copies: Vec<Copied> =
        sources.into_iter().map(|source| Copied { to: rebase(&source, from, to), from: source }).collect();
    // Boxed one by one: a closure over borrowed objects in a stream is not `Send` enough for callers
    // that spawn.
    let mut started = Vec::with_capacity(copies.len());
    for object in &copies {
        started.push(store.copy(&object.from, &object.to).boxed());
    }
    let result = stream::iter(started).buffer_unordered(COPIES_AT_ONCE).try_collect::<()>().await;
    match result {
        Ok(()) => Ok(copies),
        Err(e) => {
            let targets = copies.into_iter().map(|object| object.to).collect();
            if let Err(error) = delete_these(store, targets).await {
                tracing::warn!(prefix = %to, %error, "copies of a failed move were left behind");
            }
            Err(e)
        }
    }
}

fn rebase(source: &Path, from: &Path, to: &Path) -> Path {
    match source.prefix_match(from) {
        Some(rest) => to.parts().chain(rest).collect(),
        None => source.clone(),
    }
}
