//! Saving pictures: whole and checked, or not at all.

use std::ffi::OsString;
use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::api::{Api, Output, Render};
use crate::failure::Failure;

/// A picture on disk.
#[derive(Debug, Serialize)]
pub(crate) struct Saved {
    /// Where.
    pub(crate) path: PathBuf,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
}

/// Saves all pictures of a render in a folder, under a name that only lacks its type.
pub(crate) async fn save_as(api: &Api, render: &Render, folder: &Path, name: &str) -> Result<Vec<Saved>> {
    let kind = render.outputs.first().map_or("bin", |output| extension(&output.mime));
    save(api, render, Some(&folder.join(format!("{name}.{kind}")))).await
}

/// Saves all pictures of a render.
pub(crate) async fn save(api: &Api, render: &Render, out: Option<&Path>) -> Result<Vec<Saved>> {
    let mut saved = Vec::new();
    for (index, output) in render.outputs.iter().enumerate() {
        let path = match out {
            Some(out) => numbered(out, index),
            None => numbered(Path::new(&format!("{}.{}", render.id, extension(&output.mime))), index),
        };
        save_one(api, output, &path).await.with_context(|| format!("{} was not saved", path.display()))?;
        saved.push(Saved { path, bytes: output.bytes, width: output.width, height: output.height });
    }
    Ok(saved)
}

/// Writes beside the target and renames, so that a file of that name is always whole.
async fn save_one(api: &Api, output: &Output, path: &Path) -> Result<()> {
    if output.url.is_empty() {
        return Err(
            Failure::failed("the picture was deleted, or its project did not keep it any longer").into()
        );
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    // A picture is no secret: readable as the user's other files are.
    let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
    let mut response = api.fetch(&output.url).await?;
    let (mut size, mut hash) = (0, Sha256::new());
    while let Some(chunk) = response.chunk().await? {
        file.write_all(&chunk)?;
        hash.update(&chunk);
        size += chunk.len() as u64;
    }
    let digest = format!("{:x}", hash.finalize());
    if size != output.bytes || !digest.eq_ignore_ascii_case(&output.sha256) {
        let message = format!(
            "what arrived is not what was made: {size} bytes, sha256 {digest}; expected {} bytes, sha256 {}",
            output.bytes, output.sha256
        );
        return Err(Failure::failed(message).next("run `ferrotype renders get` with --out once more").into());
    }
    file.persist(path)?;
    Ok(())
}

/// `lake.png`, then `lake-2.png`, `lake-3.png`.
fn numbered(path: &Path, index: usize) -> PathBuf {
    if index == 0 {
        return path.to_path_buf();
    }
    let mut name = OsString::from(path.file_stem().unwrap_or_default());
    name.push(format!("-{}", index + 1));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn extension(mime: &str) -> &str {
    match mime {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests;
