//! The warehouse: one door to directories, wherever they are.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use object_store::ObjectStore;
use object_store::path::Path as Prefix;

use crate::local::{self, Renamed};
use crate::moved::How;
use crate::stores::Stores;
use crate::{Error, Location, Made, Mode, Move, Moved, Settings, objects};

/// Schemes come from clients: past so many, unknown ones are no longer told apart in the log.
const WARNED_SCHEMES_MAX: usize = 32;

/// Cheap to clone.
#[derive(Clone)]
pub struct Warehouse {
    inner: Arc<Inner>,
}

struct Inner {
    root: Location,
    mode: Mode,
    allowed: Option<Vec<Location>>,
    stores: Stores,
    warned: Mutex<HashSet<String>>,
}

/// What lies in a directory, hidden names (`_…`, `.…`) left out: Hive's `numFiles` and `totalSize`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub files: u64,
    pub bytes: u64,
}

/// Who looks after a location.
enum Place {
    Local(PathBuf),
    Objects(Arc<dyn ObjectStore>, Prefix),
    /// Not this server: another scheme, or metadata-only mode.
    Elsewhere,
}

impl Warehouse {
    /// Touches nothing yet. A relative root is taken from the current directory.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        let root = settings.root.as_str();
        let has_scheme = root.find([':', '/']).is_some_and(|at| at > 0 && root.as_bytes()[at] == b':');
        let root = if has_scheme {
            Location::parse(root, None)?
        } else {
            let absolute = std::path::absolute(root).map_err(|_| Error::invalid(root, "cannot be made absolute"))?;
            Location::parse(absolute.to_str().ok_or(Error::invalid(root, "is not UTF-8"))?, None)?
        };
        let allowed = |texts: Vec<String>| texts.iter().map(|text| Location::parse(text, Some(&root))).collect();
        let allowed = settings.allowed.map(allowed).transpose()?;
        let stores = Stores::new(settings.s3);
        Ok(Self { inner: Arc::new(Inner { root, mode: settings.mode, allowed, stores, warned: Mutex::default() }) })
    }

    pub fn root(&self) -> &Location {
        &self.inner.root
    }

    pub fn mode(&self) -> Mode {
        self.inner.mode
    }

    /// Reads a location as a client or the database gives it. Scheme and authority default to the warehouse's.
    pub fn qualify(&self, location: &str) -> Result<Location, Error> {
        Location::parse(location, Some(self.root()))
    }

    /// Uses `store` for the bucket of `location` from now on. Tests put an in-memory store here.
    pub fn use_store(&self, location: &Location, store: Arc<dyn ObjectStore>) {
        self.inner.stores.put(location, store);
    }

    /// Makes the directory with its parents, or finds it there.
    ///
    /// On an object store nothing is made: a prefix needs no making, a marker object would cost a request per table and
    /// shows up as a stray file in engines that do not know Hadoop's markers.
    pub async fn make_directory(&self, location: &Location) -> Result<Made, Error> {
        let mut made = self.make_directories(std::slice::from_ref(location)).await?;
        Ok(made.pop().expect("one location gives one directory"))
    }

    /// Makes all of them in order, or none.
    pub async fn make_directories(&self, locations: &[Location]) -> Result<Vec<Made>, Error> {
        let mut paths = Vec::with_capacity(locations.len());
        for location in locations {
            let path = self.local_path(location).filter(|_| self.may_touch(location));
            paths.push((location.clone(), path));
        }
        blocking(move || paths.iter().map(|(location, path)| make_one(location, path.as_deref())).collect()).await
    }

    /// Moves a directory, refusing a taken target and another file system. Decide with the [`Moved`] after the commit.
    pub async fn move_directory(&self, from: &Location, to: &Location) -> Result<Move, Error> {
        self.refuse_shared(from).await?;
        if from.store() != to.store() {
            return Err(Error::OtherFilesystem { from: from.clone(), to: to.clone() });
        }
        match (self.place(from)?, self.place(to)?) {
            (Place::Local(source), Place::Local(target)) => {
                let (from, to) = (from.clone(), to.clone());
                blocking(move || rename(from, source, to, target)).await
            }
            (Place::Objects(store, source), Place::Objects(_, target)) => copy(store, from, &source, to, &target).await,
            _ => Ok(Move::NotOurs),
        }
    }

    /// Deletes the directory and all in it. One that is missing, or not ours, is fine.
    pub async fn delete_directory(&self, location: &Location) -> Result<(), Error> {
        self.refuse_shared(location).await?;
        self.delete(location, local::delete).await
    }

    /// Deletes all in the directory and keeps the directory itself, as truncating a table does.
    pub async fn empty_directory(&self, location: &Location) -> Result<(), Error> {
        self.refuse_shared(location).await?;
        self.delete(location, local::empty).await
    }

    /// Removes the parents of a deleted directory while they are empty, up to but without `top`, as dropping the last
    /// partition of `year=2020/` does.
    pub async fn remove_empty_parents(&self, location: &Location, top: &Location) -> Result<(), Error> {
        let mut parent = location.parent();
        while let Some(level) = parent.filter(|level| top.contains(level) && level != top) {
            let Place::Local(path) = self.place(&level)? else {
                return Ok(());
            };
            let gone = blocking(move || local::remove_if_empty(&path)).await;
            if !gone.map_err(Error::storage("remove", &level))? {
                return Ok(());
            }
            parent = level.parent();
        }
        Ok(())
    }

    /// Removes the directory if nothing is in it; says whether it is gone.
    pub async fn remove_if_empty(&self, location: &Location) -> Result<bool, Error> {
        self.refuse_shared(location).await?;
        let Place::Local(path) = self.place(location)? else {
            return Ok(false);
        };
        blocking(move || local::remove_if_empty(&path)).await.map_err(Error::storage("remove", location))
    }

    /// Files and bytes in the directory; `None` if there is none or it is not ours to look at.
    pub async fn list_statistics(&self, location: &Location) -> Result<Option<Statistics>, Error> {
        match self.place(location)? {
            Place::Local(path) => {
                blocking(move || local::statistics(&path)).await.map_err(Error::storage("list", location))
            }
            Place::Objects(store, prefix) => {
                objects::statistics(&*store, &prefix).await.map_err(Error::storage("list", location))
            }
            Place::Elsewhere => Ok(None),
        }
    }

    /// Is there such a directory? `false` also for one that is not ours to look at.
    pub async fn is_directory(&self, location: &Location) -> Result<bool, Error> {
        match self.place(location)? {
            Place::Local(path) => Ok(blocking(move || path.is_dir()).await),
            Place::Objects(store, prefix) => {
                objects::exists(&*store, &prefix).await.map_err(Error::storage("look for", location))
            }
            Place::Elsewhere => Ok(false),
        }
    }

    /// May directories there be touched? If not, a rename must leave the location as it is.
    pub fn is_ours(&self, location: &Location) -> Result<bool, Error> {
        Ok(!matches!(self.place(location)?, Place::Elsewhere))
    }

    async fn delete(&self, location: &Location, here: fn(&Path) -> io::Result<()>) -> Result<(), Error> {
        match self.place(location)? {
            Place::Local(path) => blocking(move || here(&path)).await.map_err(Error::storage("delete", location)),
            Place::Objects(store, prefix) => {
                objects::delete(&*store, &prefix).await.map_err(Error::storage("delete", location))
            }
            Place::Elsewhere => Ok(()),
        }
    }

    /// Roots, the warehouse and what holds the warehouse are nobody's table: refuse before anything is lost.
    async fn refuse_shared(&self, location: &Location) -> Result<(), Error> {
        let refusal =
            || Error::invalid(location.as_str(), "is a root or holds the warehouse, which no call may remove");
        if location.is_root() || location.contains(self.root()) {
            return Err(refusal());
        }
        let (Some(path), Some(root)) = (self.local_path(location), self.local_path(self.root())) else {
            return Ok(());
        };
        if self.inner.mode == Mode::Managed && blocking(move || local::holds(&path, &root)).await {
            return Err(refusal());
        }
        Ok(())
    }

    fn may_touch(&self, location: &Location) -> bool {
        let allowed = match &self.inner.allowed {
            None => true,
            Some(allowed) => self.root().contains(location) || allowed.iter().any(|outer| outer.contains(location)),
        };
        allowed && self.inner.mode == Mode::Managed
    }

    fn local_path(&self, location: &Location) -> Option<PathBuf> {
        (location.scheme() == "file").then(|| PathBuf::from(location.path()))
    }

    fn place(&self, location: &Location) -> Result<Place, Error> {
        if !self.may_touch(location) {
            return Ok(Place::Elsewhere);
        }
        if let Some(path) = self.local_path(location) {
            return Ok(Place::Local(path));
        }
        let Some(store) = self.inner.stores.get(location).map_err(Error::storage("reach", location))? else {
            self.warn_once(location.scheme());
            return Ok(Place::Elsewhere);
        };
        // `Path::from` would percent-encode the key; `parse` keeps the client's bytes.
        let prefix = Prefix::parse(location.path())
            .map_err(|_| Error::invalid(location.as_str(), "is no key of an object store"))?;
        Ok(Place::Objects(store, prefix))
    }

    fn warn_once(&self, scheme: &str) {
        let mut warned = self.inner.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if warned.len() < WARNED_SCHEMES_MAX && warned.insert(scheme.to_owned()) {
            tracing::warn!(scheme, "no storage for this scheme: its directories are left to the clients");
        }
    }
}

fn make_one(location: &Location, path: Option<&Path>) -> Result<Made, Error> {
    let Some(path) = path else {
        return Ok(Made::not_needed());
    };
    match local::make(path) {
        Ok(levels) => Ok(Made::local(levels)),
        Err(_) if path.exists() => Err(Error::NotADirectory(location.clone())),
        Err(e) => Err(Error::storage("make", location)(e)),
    }
}

/// The guard is made on this side of the thread boundary: a request cancelled meanwhile has its directory moved back.
fn rename(from: Location, source: PathBuf, to: Location, target: PathBuf) -> Result<Move, Error> {
    match local::rename(&source, &target) {
        Ok(Renamed::Done { made }) => Ok(Move::Done(Moved::new(from, How::Renamed { from: source, to: target, made }))),
        Ok(Renamed::Missing) => Ok(Move::Missing),
        Ok(Renamed::Taken) => Err(Error::Exists(to)),
        Err(e) if e.kind() == io::ErrorKind::CrossesDevices => Err(Error::OtherFilesystem { from, to }),
        Err(e) => Err(Error::storage("move", &from)(e)),
    }
}

async fn copy(
    store: Arc<dyn ObjectStore>,
    from: &Location,
    source: &Prefix,
    to: &Location,
    target: &Prefix,
) -> Result<Move, Error> {
    if objects::exists(&*store, target).await.map_err(Error::storage("look for", to))? {
        return Err(Error::Exists(to.clone()));
    }
    let copied = objects::copy(&*store, source, target).await.map_err(Error::storage("copy", from))?;
    if copied.is_empty() {
        return Ok(Move::Missing);
    }
    Ok(Move::Done(Moved::new(from.clone(), How::Copied { store, copied })))
}

/// Runs file system calls off the runtime's threads. A request that is cancelled meanwhile does not stop them; what they
/// return is dropped, and dropping takes back what was made.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

#[cfg(test)]
mod tests;
