//! The files of the image.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Arch;
use crate::{Outcome, apt, command, layout};

/// What the program is linked with, and nothing else: `skep` resolves names through the C library itself.
const LIBRARIES: [&str; 3] = ["libc.so.6", "libm.so.6", "libgcc_s.so.1"];

const CERTIFICATES: &str = "etc/ssl/certs/ca-certificates.crt";

/// 65532 is the `nonroot` of other minimal images, so that volumes made for them fit.
const PASSWD: &str = "root:x:0:0:root:/:/sbin/nologin\nskep:x:65532:65532:Skep:/data:/sbin/nologin\n";
const GROUP: &str = "root:x:0:\nskep:x:65532:\n";
const NSSWITCH: &str = "passwd: files\ngroup: files\nhosts: files dns\n";

pub fn assemble(arch: Arch, home: &Path) -> Outcome<PathBuf> {
    let root = layout::made(home.join("root"));
    let program = root.join("usr/bin/skep");
    place(&self::program(arch)?, &program)?;
    // The names of functions are a third of what a node would download; a panic tells its file and line without them.
    command::run(Command::new(arch.tool("strip")).arg("--strip-all").arg(&program))?;
    let libraries = libraries(arch)?;
    for library in LIBRARIES {
        place(&libraries.folder.join(library), &root.join("lib").join(libraries.multiarch).join(library))?;
    }
    place(&libraries.folder.join(libraries.loader), &root.join(libraries.loader_path).join(libraries.loader))?;
    apt::need(&format!("/{CERTIFICATES}"), &["ca-certificates"])?;
    place(&Path::new("/").join(CERTIFICATES), &root.join(CERTIFICATES))?;
    for (name, text) in [("passwd", PASSWD), ("group", GROUP), ("nsswitch.conf", NSSWITCH)] {
        write(&root.join("etc").join(name), text)?;
    }
    for license in ["libc6", "libgcc-s1", "ca-certificates"] {
        let name = format!("usr/share/doc/{license}/copyright");
        place(&Path::new("/").join(&name), &root.join(&name))?;
    }
    place(&layout::checkout().join("LICENSE"), &root.join("usr/share/doc/skep/LICENSE"))?;
    // Where volumes are mounted; empty, and on a read-only root not to be written to otherwise.
    for folder in ["data", "tmp", "proc", "sys", "dev"] {
        layout::made(root.join(folder));
    }
    Ok(root)
}

struct Libraries {
    folder: PathBuf,
    multiarch: &'static str,
    loader: &'static str,
    loader_path: &'static str,
}

fn libraries(arch: Arch) -> Outcome<Libraries> {
    let (multiarch, loader, loader_path) = match arch {
        Arch::Amd64 => ("x86_64-linux-gnu", "ld-linux-x86-64.so.2", "lib64"),
        Arch::Arm64 => ("aarch64-linux-gnu", "ld-linux-aarch64.so.1", "lib"),
    };
    let folder = if arch == Arch::native() {
        Path::new("/lib").join(multiarch)
    } else {
        // Debian's cross libraries lie apart from the machine's own.
        let folder = Path::new("/usr").join(multiarch).join("lib");
        let packages = [format!("libc6-{}-cross", arch.name()), format!("libgcc-s1-{}-cross", arch.name())];
        apt::need(&folder.join(LIBRARIES[0]).to_string_lossy(), &packages.each_ref().map(String::as_str))?;
        folder
    };
    Ok(Libraries { folder, multiarch, loader, loader_path })
}

/// What is shipped; for another processor by Debian's cross compiler.
fn program(arch: Arch) -> Outcome<PathBuf> {
    if arch == Arch::native() {
        return crate::skep::binary(crate::skep::Build::Dist);
    }
    let compiler = arch.tool("gcc");
    apt::need(&format!("/usr/bin/{compiler}"), &[&format!("gcc-{}", arch.triple().replace("-unknown", ""))])?;
    command::run(Command::new("rustup").args(["target", "add", arch.triple()]))?;
    let variable = arch.triple().replace('-', "_");
    command::run(
        Command::new("cargo")
            .current_dir(layout::checkout())
            .args(["build", "--quiet", "--profile", "dist", "--package", "skep", "--features", crate::skep::SHIPPED])
            .args(["--target", arch.triple()])
            .env(format!("CARGO_TARGET_{}_LINKER", variable.to_uppercase()), &compiler)
            .env(format!("CC_{variable}"), &compiler),
    )?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| layout::checkout().join("target"), PathBuf::from);
    Ok(target.join(arch.triple()).join("dist/skep"))
}

fn place(from: &Path, to: &Path) -> Outcome {
    layout::made(to.parent().expect("below the root").to_path_buf());
    fs::copy(from, to).map(drop).map_err(|e| format!("copying {} to {}: {e}", from.display(), to.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    layout::made(path.parent().expect("below the root").to_path_buf());
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
