//! One location in the spelling of Hadoop's `Path`: `file:/a/b`, `s3://bucket/a/b`.
//!
//! Hive stores and returns what `new Path(text).toString()` gives, and clients compare it, so the spelling matters:
//! no empty authority (`file:///a` is `file:/a`), no doubled and no trailing slash, dot segments resolved, nothing
//! percent-encoded. A `Location` is always absolute and always qualified with a scheme.

use std::fmt;

use crate::Error;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Location {
    text: String,
    scheme_end: usize,
    path_start: usize,
}

impl Location {
    /// Reads a client's location; scheme and authority it does not name are those of `base`.
    pub(crate) fn parse(text: &str, base: Option<&Location>) -> Result<Self, Error> {
        let refuse = |reason| Err(Error::invalid(text, reason));
        if text.is_empty() {
            return refuse("is empty");
        }
        if text.contains('\0') {
            return refuse("contains a NUL character");
        }
        let (scheme, rest) = split_scheme(text);
        let (mut authority, path) = split_authority(rest);
        let path = if path.is_empty() && authority.is_some() { "/" } else { path };
        if !path.starts_with('/') {
            return refuse("is not absolute");
        }
        let scheme = match (scheme, base) {
            (Some(scheme), _) => scheme.to_ascii_lowercase(),
            (None, Some(base)) => base.scheme().to_owned(),
            (None, None) => "file".to_owned(),
        };
        if authority.is_none() {
            authority = base.filter(|base| base.scheme() == scheme).and_then(Location::authority);
        }
        match (scheme.as_str(), authority) {
            ("file", Some("localhost")) => authority = None,
            // `file://warehouse/x` means host `warehouse`; whoever writes it nearly always means a folder.
            ("file", Some(_)) => {
                return refuse("names a host; write file:/path for a local directory");
            }
            ("s3" | "s3a" | "s3n" | "gs", None) => return refuse("names no bucket"),
            _ => {}
        }
        let Some(path) = normalise(path) else {
            return refuse("leaves its own root with '..'");
        };
        Ok(Self::assemble(&scheme, authority, &path))
    }

    fn assemble(scheme: &str, authority: Option<&str>, path: &str) -> Self {
        let mut text = format!("{scheme}:");
        if let Some(authority) = authority {
            text.push_str("//");
            text.push_str(authority);
        }
        let path_start = text.len();
        text.push_str(path);
        Self { text, scheme_end: scheme.len(), path_start }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn scheme(&self) -> &str {
        &self.text[..self.scheme_end]
    }

    /// Bucket, container or host; `None` for local directories.
    pub fn authority(&self) -> Option<&str> {
        self.text[self.scheme_end + 1..self.path_start].strip_prefix("//")
    }

    /// Begins with a slash and, except for the root, does not end with one.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }

    pub fn is_root(&self) -> bool {
        self.path() == "/"
    }

    /// Is `other` this directory or beneath it? `s3`, `s3a` and `s3n` name one store.
    pub fn contains(&self, other: &Location) -> bool {
        if self.store() != other.store() {
            return false;
        }
        match other.path().strip_prefix(self.path()) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || self.is_root(),
            None => false,
        }
    }

    /// The directory above, `None` for a root.
    pub fn parent(&self) -> Option<Location> {
        let cut = self.path().rfind('/').filter(|_| !self.is_root())?;
        let path = if cut == 0 { "/" } else { &self.path()[..cut] };
        Some(Self::assemble(self.scheme(), self.authority(), path))
    }

    /// The directory `segment` in this one. `segment` is a single safe name, already encoded.
    pub(crate) fn child(&self, segment: &str) -> Self {
        let slash = if self.is_root() { "" } else { "/" };
        Self { text: format!("{self}{slash}{segment}"), ..*self }
    }

    /// Two locations with equal stores can be renamed into each other.
    pub(crate) fn store(&self) -> (&str, Option<&str>) {
        let family = match self.scheme() {
            "s3a" | "s3n" => "s3",
            scheme => scheme,
        };
        (family, self.authority())
    }
}

/// Hadoop's rule: a colon before the first slash ends a scheme.
fn split_scheme(text: &str) -> (Option<&str>, &str) {
    match text.find([':', '/']) {
        Some(at) if at > 0 && text.as_bytes()[at] == b':' => (Some(&text[..at]), &text[at + 1..]),
        _ => (None, text),
    }
}

fn split_authority(rest: &str) -> (Option<&str>, &str) {
    let Some(after) = rest.strip_prefix("//") else {
        return (None, rest);
    };
    let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    (Some(authority).filter(|authority| !authority.is_empty()), path)
}

/// Resolves dot segments and doubled slashes; `None` if `..` would climb above the root, and for a percent-encoded
/// dot segment, which means nothing to us but may mean `..` to whoever decodes it.
fn normalise(path: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()?),
            _ if is_encoded_dots(segment) => return None,
            _ => kept.push(segment),
        }
    }
    Some(format!("/{}", kept.join("/")))
}

fn is_encoded_dots(segment: &str) -> bool {
    let decoded = segment.replace("%2e", ".").replace("%2E", ".");
    decoded == "." || decoded == ".."
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl AsRef<str> for Location {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl From<Location> for String {
    fn from(location: Location) -> Self {
        location.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Location {
        Location::parse(text, None).expect(text)
    }

    #[test]
    fn locations_are_spelled_as_hadoop_spells_them() {
        let base = at("s3a://lake/wh");
        for (text, expected) in [
            ("file:///warehouse/x", "file:/warehouse/x"),
            ("file:/warehouse/x/", "file:/warehouse/x"),
            ("file://localhost/x", "file:/x"),
            ("/warehouse//x", "s3a://lake/warehouse/x"),
            ("s3://b", "s3://b/"),
            ("S3://B/k", "s3://B/k"),
            ("s3a:///k", "s3a://lake/k"),
            ("hdfs://nn:8020/a/./b/../c", "hdfs://nn:8020/a/c"),
            ("s3://b/t/day=2020%3A01/x y", "s3://b/t/day=2020%3A01/x y"),
            ("/a:b/c", "s3a://lake/a:b/c"),
        ] {
            assert_eq!(Location::parse(text, Some(&base)).expect(text).as_str(), expected, "{text}");
        }
    }

    #[test]
    fn locations_that_lead_astray_are_refused() {
        for text in [
            "",
            "a/b",
            "file:a",
            "jdbc:postgresql://x/y",
            "file:/a/../../b",
            "file:/a/%2e%2E/b",
            "file:/a/.%2e",
            "file://warehouse/x",
            "s3:/k",
            "s3:///k",
            "file:/a\0b",
        ] {
            assert!(Location::parse(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_directory_contains_itself_and_what_is_beneath_but_no_neighbour() {
        for (outer, inner, expected) in [
            ("file:/a/t1", "file:/a/t1", true),
            ("file:/a/t1", "file:/a/t1/p=1", true),
            ("file:/a/t1", "file:/a/t10", false),
            ("file:/", "file:/a", true),
            ("s3://b/x", "s3a://b/x/y", true),
            ("s3://b/x", "s3://c/x/y", false),
        ] {
            assert_eq!(at(outer).contains(&at(inner)), expected, "{outer} {inner}");
        }
    }

    #[test]
    fn the_parent_of_a_root_is_none() {
        assert_eq!(at("s3://b/a/b").parent(), Some(at("s3://b/a")));
        assert_eq!(at("s3://b/a").parent(), Some(at("s3://b/")));
        assert_eq!(at("s3://b/").parent(), None);
    }
}
