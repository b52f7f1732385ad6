//! What the program is made of, as a CycloneDX list (cyclonedx.org, 1.5).

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::{Outcome, command, layout};

/// Every crate that is linked into `skep`, its version, licence and checksum-free address. Without times or serial
/// numbers, so that the same lock file makes the same list.
pub fn write(path: &Path) -> Outcome {
    let mut components: Vec<Value> = crates()?
        .into_iter()
        .map(|(name, version, license)| {
            json!({
                "type": "library",
                "name": name,
                "version": version,
                "purl": format!("pkg:cargo/{name}@{version}"),
                "licenses": [{ "expression": license }],
            })
        })
        .collect();
    components.sort_by_key(|component| component["purl"].to_string());
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "skep", "version": env!("CARGO_PKG_VERSION") } },
        "components": components,
    });
    let folder = path.parent().expect("below the root");
    layout::made(folder.to_path_buf());
    std::fs::write(path, format!("{list:#}\n")).map_err(|e| format!("{}: {e}", path.display()))
}

/// Name, version and licence of what `skep` is linked with, by cargo's own word.
fn crates() -> Outcome<Vec<(String, String, String)>> {
    let mut tree = Command::new("cargo");
    tree.current_dir(layout::checkout());
    tree.args(["tree", "--locked", "--package", "skep", "--edges", "normal", "--prefix", "none", "--no-dedupe"]);
    tree.args(["--format", "{p}\t{l}"]);
    let mut found: Vec<_> = command::run(&mut tree)?.lines().filter_map(named).collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// `tokio v1.48.0\tMIT`; our own crates carry their folder behind the version.
fn named(line: &str) -> Option<(String, String, String)> {
    let (package, license) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some((name.to_owned(), version.to_owned(), license.replace('/', " OR ")))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_line_of_the_tree_is_a_component() {
        let ours = named("skep-sql v0.1.0 (/home/me/skep/metastore-server/sql)\tApache-2.0").unwrap();
        assert_eq!(ours, ("skep-sql".into(), "0.1.0".into(), "Apache-2.0".into()));
        assert_eq!(named("fnv v1.0.7\tApache-2.0/MIT").unwrap().2, "Apache-2.0 OR MIT");
        assert_eq!(named(""), None);
    }
}
