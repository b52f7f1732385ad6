//! Writes a first corpus for the fuzz targets: a well-formed call of every method in both protocols.
//! `cargo run -p skep-types --example seeds -- FOLDER`.

#[path = "../tests/machine/mod.rs"]
mod machine;

use skep_codec::Protocol;

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for door in machine::doors() {
        for (protocol, suffix) in [(Protocol::Binary, "binary"), (Protocol::Compact, "compact")] {
            std::fs::write(folder.join(format!("{}.{suffix}", door.name)), (door.call)(protocol, 1))?;
        }
    }
    Ok(())
}
