//! What a Java metastore was configured with, taken over: its `hive-site.xml`, and the variables its images read.
//!
//! So that a manifest runs with only the image's name changed. All of it is weaker than our own file, variables and flags:
//! whoever says something in our words means us. What has no meaning here is not an error, as our own keys would be, but
//! is told at start.

mod images;
mod properties;
mod site;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use site::read as read_site;

/// One setting of Hive's, by its name there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    pub value: String,
    /// The file or variable it stands in.
    pub place: String,
}

/// One of our keys with the value that a setting of Hive's means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub key: &'static str,
    pub value: String,
    /// The setting and its place.
    pub source: String,
}

/// A setting that was understood to be Hive's and has no effect, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    pub source: String,
    pub reason: String,
}

impl std::fmt::Display for Ignored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.source, self.reason)
    }
}

/// All that was said in Hive's words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// Later ones win.
    pub meant: Vec<Meant>,
    pub ignored: Vec<Ignored>,
    /// What must not be ignored: the server would be open where the old one was not.
    pub refused: Vec<Ignored>,
}

/// Settings from the files, then from the environment, which Java lets win.
pub fn understand(sites: Vec<Property>, environment: &[(String, String)]) -> Understood {
    let mut all = sites;
    let mut understood = Understood::default();
    images::read(environment, &mut all, &mut understood);
    properties::translate(&all, environment, &mut understood);
    understood
}

/// The folders Java would read its files from: what the manifest names, else where the images have theirs.
pub fn folders(environment: &[(String, String)]) -> Vec<PathBuf> {
    let named = ["METASTORE_CONF_DIR", "HIVE_CONF_DIR", "HIVE_CUSTOM_CONF_DIR"];
    let value = |wanted: &str| environment.iter().find(|(name, value)| name == wanted && !value.is_empty());
    let folders: Vec<PathBuf> = named.iter().filter_map(|name| Some(value(name)?.1.clone().into())).collect();
    if folders.is_empty() { vec![Path::new("/opt/hive/conf").to_path_buf()] } else { folders }
}

/// The files in a folder, the strongest last.
pub const FILES: &[&str] = &["core-site.xml", "hive-site.xml", "hivemetastore-site.xml", "metastore-site.xml"];
