//! `cargo xtask image`: the container image, made without a container engine.
//!
//! The image is one layer over nothing: the program, the C library it was linked with, certificates and two lines
//! of /etc. No shell, no package manager. The same commit and the same Debian packages make the same bytes: names
//! are sorted, times and owners are zero, and nothing else goes in. `deploy/image/Containerfile` wraps the same root.

mod oci;
mod root;
mod sbom;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{Outcome, layout};

#[derive(Args, Clone)]
pub struct Wanted {
    /// The processor it runs on
    #[arg(long, value_enum, default_value = "amd64")]
    pub arch: Arch,
}

/// Processors there are images for, by the names that images use.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Arch {
    Amd64,
    Arm64,
}

impl Arch {
    pub fn name(self) -> &'static str {
        match self {
            Arch::Amd64 => "amd64",
            Arch::Arm64 => "arm64",
        }
    }

    fn triple(self) -> &'static str {
        match self {
            Arch::Amd64 => "x86_64-unknown-linux-gnu",
            Arch::Arm64 => "aarch64-unknown-linux-gnu",
        }
    }

    /// A program of the tool chain that makes programs for it.
    fn tool(self, name: &str) -> String {
        if self == Arch::native() {
            return name.to_owned();
        }
        format!("{}-{name}", self.triple().replace("-unknown", ""))
    }

    /// This machine's.
    pub fn native() -> Arch {
        if cfg!(target_arch = "aarch64") { Arch::Arm64 } else { Arch::Amd64 }
    }
}

/// An image on disk.
pub struct Image {
    /// What the container sees as `/`.
    pub root: PathBuf,
    /// The archive that `skopeo copy oci-archive:…`, `podman load` and `docker load` take.
    pub archive: PathBuf,
    /// Bytes of the compressed layer: what a node downloads.
    pub compressed: u64,
}

pub fn run(wanted: &Wanted) -> Outcome {
    let image = make(wanted.arch)?;
    println!("{} ({:.1} MB compressed)", image.archive.display(), image.compressed as f64 / 1e6);
    Ok(())
}

pub fn make(arch: Arch) -> Outcome<Image> {
    let home = layout::emptied(layout::scratch().join("image").join(arch.name()))?;
    let root = root::assemble(arch, &home)?;
    sbom::write(&root.join("usr/share/doc/skep/sbom.cdx.json"))?;
    oci::pack(arch, &home, root)
}
