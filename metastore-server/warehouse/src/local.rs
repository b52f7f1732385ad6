//! Directories on local disks. Everything here blocks; the warehouse calls it off the runtime's threads.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::Statistics;

/// Makes the directory with its parents and says which levels were missing, topmost first.
pub(crate) fn make(path: &Path) -> io::Result<Vec<PathBuf>> {
    let missing: Vec<&Path> = path.ancestors().take_while(|level| !level.is_dir()).collect();
    let mut made = Vec::with_capacity(missing.len());
    for level in missing.into_iter().rev() {
        match fs::create_dir(level) {
            Ok(()) => made.push(level.to_owned()),
            // Another call made it between our look and our attempt.
            Err(e) if e.kind() == ErrorKind::AlreadyExists && level.is_dir() => {}
            Err(e) => {
                take_back(&made);
                return Err(e);
            }
        }
    }
    Ok(made)
}

/// Removes directories made by [`make`], deepest first, each only if it is still empty.
pub(crate) fn take_back(made: &[PathBuf]) {
    for level in made.iter().rev() {
        if fs::remove_dir(level).is_err() {
            return;
        }
    }
}

pub(crate) enum Renamed {
    Done { made: Vec<PathBuf> },
    Missing,
    Taken,
}

/// Renames a directory, making the parents of its new place.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<Renamed> {
    if !from.is_dir() {
        return Ok(Renamed::Missing);
    }
    // rename(2) replaces an empty directory silently and refuses a full one, so this look is what protects the former.
    if to.symlink_metadata().is_ok() {
        return Ok(Renamed::Taken);
    }
    let made = to.parent().map(make).transpose()?.unwrap_or_default();
    match fs::rename(from, to) {
        Ok(()) => Ok(Renamed::Done { made }),
        Err(e) => {
            take_back(&made);
            match e.kind() {
                ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists => Ok(Renamed::Taken),
                _ => Err(e),
            }
        }
    }
}

/// Deletes a directory and all in it. Links are removed, never followed; a missing directory is fine.
pub(crate) fn delete(path: &Path) -> io::Result<()> {
    let result = match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => fs::remove_file(path),
        Ok(found) if !found.is_dir() => Err(ErrorKind::NotADirectory.into()),
        Ok(_) => fs::remove_dir_all(path),
        Err(e) => Err(e),
    };
    missing_is_fine(result)
}

/// Deletes all in a directory and keeps the directory.
pub(crate) fn empty(path: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) => return missing_is_fine(Err(e)),
    };
    for entry in entries {
        let entry = entry?;
        let removed = match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path()),
            false => fs::remove_file(entry.path()),
        };
        missing_is_fine(removed)?;
    }
    Ok(())
}

/// Removes the directory if it is empty; says whether it is gone.
pub(crate) fn remove_if_empty(path: &Path) -> io::Result<bool> {
    match fs::remove_dir(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(true),
        Err(e) if e.kind() == ErrorKind::DirectoryNotEmpty => Ok(false),
        Err(e) => Err(e),
    }
}

/// Files and bytes below a directory, leaving out hidden names (`_…`, `.…`) on every level as Hive does.
/// `None` if there is no such directory. Links to files count, links to directories are not entered.
pub(crate) fn statistics(path: &Path) -> io::Result<Option<Statistics>> {
    if !path.is_dir() {
        return Ok(None);
    }
    let mut found = Statistics::default();
    let mut waiting = vec![path.to_owned()];
    while let Some(directory) = waiting.pop() {
        let entries = match fs::read_dir(&directory) {
            // A writer's temporary directory may vanish under the listing.
            Err(e) if e.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if is_hidden(&entry.file_name().to_string_lossy()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else if let Some(file) = fs::metadata(entry.path()).ok().filter(fs::Metadata::is_file) {
                found.files += 1;
                found.bytes += file.len();
            }
        }
    }
    Ok(Some(found))
}

pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with(['_', '.'])
}

/// Does `outer` hold `inner` once links are resolved?
pub(crate) fn holds(outer: &Path, inner: &Path) -> bool {
    match (outer.canonicalize(), inner.canonicalize()) {
        (Ok(outer), Ok(inner)) => inner.starts_with(outer),
        _ => inner.starts_with(outer),
    }
}

fn missing_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
