//! `ferrotype upload`: pictures on disk become assets.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::api::{Answer, Api, Asset, NewFile, NewUploads, Uploads};
use crate::cli;
use crate::context::Context;
use crate::failure::Failure;
use crate::ui::{self, Ui};

/// How many files are announced in one request, by default policy.
const AT_ONCE: usize = 14;
const TICK: Duration = Duration::from_millis(100);

pub(super) async fn run(context: &Context, arguments: &cli::Upload) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    let mut documents = Vec::new();
    let mut lines = Vec::new();
    let cli::Upload { files, project } = arguments;
    for (path, Answer { document, body }) in files.iter().zip(all(ui, &api, files, project.as_deref()).await?)
    {
        let size = format!("{} x {}, {}", body.width, body.height, ui::bytes(body.bytes));
        let known = body.duplicate_of.map(|first| format!(", the same as {first}")).unwrap_or_default();
        lines.push(format!("{}  {} ({size}{known})", body.id, path.display()));
        documents.push(document);
    }
    ui.answer(&json!({ "assets": documents }), &lines.join("\n"))
}

/// The references of a render: ids as they are, and what names a picture on disk uploaded, for the render's `project`.
pub(super) async fn references(
    ui: &Ui,
    api: &Api,
    named: Vec<String>,
    project: Option<&str>,
) -> Result<Vec<String>> {
    let files: Vec<PathBuf> = named.iter().filter(|name| is_file(name)).map(PathBuf::from).collect();
    let mut uploaded = all(ui, api, &files, project).await?.into_iter();
    let id = |name: String| {
        if is_file(&name) { uploaded.next().map_or(name, |asset| asset.body.id) } else { name }
    };
    Ok(named.into_iter().map(id).collect())
}

/// Whatever is no id: a typing error is then told as a file that is not there.
fn is_file(name: &str) -> bool {
    !["ast_", "rnd_"].iter().any(|prefix| name.starts_with(prefix))
}

/// Uploads files, in their order.
async fn all(ui: &Ui, api: &Api, paths: &[PathBuf], project: Option<&str>) -> Result<Vec<Answer<Asset>>> {
    let bar = bar(ui, paths.len());
    let mut assets = Vec::new();
    for some in paths.chunks(AT_ONCE) {
        assets.extend(together(api, some, project, &bar).await?);
    }
    bar.finish_and_clear();
    Ok(assets)
}

fn bar(ui: &Ui, files: usize) -> ProgressBar {
    let template = "{spinner} {wide_bar} {pos}/{len}  {msg:.dim}";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ui.bars().add(ProgressBar::new(files as u64).with_style(style));
    bar.enable_steady_tick(TICK);
    bar
}

async fn together(
    api: &Api,
    paths: &[PathBuf],
    project: Option<&str>,
    bar: &ProgressBar,
) -> Result<Vec<Answer<Asset>>> {
    let mut files = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        files.push((announced(path, &bytes)?, bytes));
    }
    let (announced, contents): (Vec<_>, Vec<_>) = files.into_iter().unzip();
    let key = Uuid::now_v7().to_string();
    let wanted = NewUploads { files: announced, project: project.map(str::to_owned) };
    let announced = api.post::<Uploads>("/v1/uploads", &wanted, &key).await?;
    let mut assets = Vec::new();
    for ((upload, bytes), path) in announced.body.uploads.iter().zip(contents).zip(paths) {
        bar.set_message(path.display().to_string());
        api.put(&upload.put, bytes).await.with_context(|| format!("{} was not uploaded", path.display()))?;
        let complete = format!("/v1/uploads/{}/complete", upload.id);
        let asset = api.post::<Asset>(&complete, &Value::Object(serde_json::Map::new()), &upload.id).await;
        assets.push(asset.with_context(|| format!("{} was not taken", path.display()))?);
        bar.inc(1);
    }
    Ok(assets)
}

fn announced(path: &Path, bytes: &[u8]) -> Result<NewFile> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mime = match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" | "jfif" => "image/jpeg",
        "webp" => "image/webp",
        _ => {
            let message = format!(
                "{} is no picture that can be uploaded: it ends on none of .png, .jpg, .webp",
                path.display()
            );
            return Err(Failure::usage(message).into());
        }
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sha256 = format!("{:x}", Sha256::digest(bytes));
    Ok(NewFile { name, bytes: bytes.len() as u64, mime: mime.to_owned(), sha256 })
}

#[cfg(test)]
mod tests;
