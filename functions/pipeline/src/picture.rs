//! One file that a provider made, looked into: what a stage does for the only picture and a worker for each of several.

use std::sync::Arc;

use contract::port::Clock;
use fault::Fault;
use jobs::Output;
use media::{Analysis, Asset, Measured, Media, OutputKey, Undecodable, Workshop, analyze};
use model::JobId;
use serde::{Deserialize, Serialize};
use store::{Digest, Store};

/// A picture that was decoded and measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Picture {
    /// What it is.
    pub(crate) output: Output,
    /// What it shows.
    pub(crate) analysis: Analysis,
}

/// Decodes and measures the file at `key`, in the workshop. Bytes that are no picture are `Rejected`.
pub(crate) async fn examine(
    media: &Media,
    clock: &Arc<dyn Clock>,
    job: JobId,
    key: &str,
) -> Result<Asset, Fault> {
    let look = |bytes: &[u8]| Ok((Measured::of(&open(bytes)?), bytes.len(), Digest::of(bytes)));
    let (measured, bytes, sha256) = Workshop::of_process().work_on(media, key, look).await?;
    let parsed = OutputKey::parse(media.scope(), key);
    let parsed = parsed.ok_or_else(|| Fault::defect(format!("`{key}` is no key of this workspace")))?;
    Ok(Asset {
        id: parsed.asset(),
        key: key.to_owned(),
        mime: measured.format.mime().to_owned(),
        bytes: bytes as u64,
        width: measured.width,
        height: measured.height,
        sha256: sha256.as_str().to_owned(),
        palette: measured.palette,
        analysis: Some(measured.analysis),
        job: Some(job),
        upload: None,
        name: None,
        project: None,
        duplicate_of: None,
        created_at: clock.now(),
        expired_at: None,
        removed_at: None,
    })
}

/// What the picture at `key` shows. Bytes that are no picture are `Rejected`.
pub(crate) async fn analysis(media: &Media, key: &str) -> Result<Analysis, Fault> {
    let look = |bytes: &[u8]| Ok(analyze(&open(bytes)?.sample(Analysis::SAMPLE_SIDE)));
    Workshop::of_process().work_on(media, key, look).await
}

/// Decoded no larger than it is looked at.
fn open(bytes: &[u8]) -> Result<media::Picture, Undecodable> {
    media::picture::open_within(bytes, Analysis::SAMPLE_SIDE)
}

/// Registers an asset. An invocation before this one may have registered it: it is the same asset, found in the same bytes.
pub(crate) async fn register(store: &Store, asset: Asset) -> Result<Picture, Fault> {
    let analysis = asset.analysis.clone();
    let analysis = analysis.ok_or_else(|| Fault::defect(format!("{} was not looked into", asset.id)))?;
    asset.register(store).await?;
    let output = Output {
        asset: asset.id,
        key: asset.key,
        mime: asset.mime,
        width: asset.width,
        height: asset.height,
        bytes: asset.bytes,
        sha256: asset.sha256,
    };
    Ok(Picture { output, analysis })
}

#[cfg(test)]
mod tests;
