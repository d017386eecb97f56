//! The ffmpeg of this machine.

use std::path::{Path, PathBuf};

use anyhow::Result;
use scene::Folder;

use crate::encoder::Ffmpeg;
use crate::failure::Failure;

/// The one that was named, or the one on the PATH.
pub(super) fn find(named: Option<PathBuf>) -> Result<Ffmpeg> {
    if let Some(program) = named {
        if program.is_file() {
            return Ok(Ffmpeg::new(program));
        }
        let message = format!("{} is not there: name the ffmpeg of this machine", program.display());
        return Err(Failure::usage(message).into());
    }
    on_path().map(Ffmpeg::new).ok_or_else(|| {
        Failure::usage(
            "there is no ffmpeg on the PATH: run `cargo ferrotype export …`, which brings one along, or name one with \
             --ffmpeg",
        )
        .into()
    })
}

/// The files that scenes name. Films are among them where there is an ffmpeg.
pub(super) fn folder(public: &Path, named: Option<&Path>) -> Folder {
    let folder = Folder::new(public);
    match named.map(Path::to_owned).or_else(on_path) {
        Some(program) => folder.with_films(program),
        None => folder,
    }
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("ffmpeg")).find(|program| is_program(program))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
