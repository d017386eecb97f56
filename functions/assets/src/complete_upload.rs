//! `POST /v1/uploads/{id}/complete`: makes an asset of a file that was put.
//!
//! What was put is looked into in the order of cost: its length before a byte is read; its first bytes and its header while it
//! comes; its digest, and last its pixels. Whatever is refused is removed, and the upload stays open: the right file may still be
//! put with the same link.

use bytes::Bytes;
use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::{Disposition, Fault, Kind};
use media::assets::Completed;
use media::key::{OriginalKey, UploadKey};
use media::workshop::Place;
use media::{Asset, Assets, Upload, Workshop, measure};
use model::{Scope, Time, UploadId};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::body::AssetBody;

/// The route.
pub struct CompleteUpload;

env! {
    /// What it holds.
    pub struct Env { assets: Assets }
}

/// Which upload.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// Its id.
    id: UploadId,
}

impl Route for CompleteUpload {
    const NAME: &'static str = "assets-complete-upload";
    const SUMMARY: &'static str = "Makes an asset of a file that was put: its digest is compared, its real type found, its pixels measured.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/uploads/{id}/complete";
    const ACCESS: Access = Access::Scope(Scope::AssetsWrite);
    const REPLIES: &'static [u16] = &[200, 201, 404, 409, 410, 429, 503];
    const SDK_CALLS: u32 = 7;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = AssetBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<AssetBody>, Fault> {
        let upload: Upload = env.assets.store().get(&Upload::address(call.path.id)).await?;
        if upload.done_at.is_some() {
            return before(&env, &upload).await;
        }
        in_time(&upload, env.assets.store().clock().now())?;
        // Until the bytes have gone: they are two files at a time, whatever is waited for.
        let place = Workshop::of_process().enter().await?;
        let (asset, key, bytes) = match look(&env, &upload, &place).await {
            Err(refusal) if refusal.disposition() == Disposition::Rejected => {
                // Nothing that was refused stays in the bucket. If this fails the client is told to come again.
                let put = UploadKey::new(env.assets.store().scope(), upload.id);
                env.assets.media().discard(&put).await?;
                return Err(refusal);
            }
            looked => looked?,
        };
        match env.assets.complete(&upload, asset, &key, bytes).await? {
            Completed::Now(asset) => {
                let location = format!("/v1/assets/{}", asset.id);
                Ok(Reply::created(AssetBody::one(&env.assets, *asset).await?, location))
            }
            Completed::Before => before(&env, &upload).await,
        }
    }
}

/// The asset that the upload became.
async fn before(env: &Env, upload: &Upload) -> Result<Reply<AssetBody>, Fault> {
    let asset = env.assets.get(upload.asset()).await?;
    Ok(Reply::ok(AssetBody::one(&env.assets, asset).await?))
}

/// Looks into what was put.
async fn look(env: &Env, upload: &Upload, place: &Place) -> Result<(Asset, OriginalKey, Bytes), Fault> {
    let bytes = env.assets.media().take_in(upload).await?.ok_or_else(|| missing(upload))?;
    // Apart, because the deadline could not be told while this thread decodes.
    let measured = place.work(bytes.clone(), measure).await?;
    let key = OriginalKey::new(env.assets.store().scope(), upload.id, measured.format);
    let asset = Asset {
        id: upload.asset(),
        key: key.to_string(),
        mime: measured.format.mime().to_owned(),
        bytes: upload.bytes,
        width: measured.width,
        height: measured.height,
        sha256: upload.sha256.clone(),
        palette: measured.palette,
        analysis: Some(measured.analysis),
        job: None,
        upload: Some(upload.id),
        name: Some(upload.name.clone()),
        project: Some(upload.project),
        duplicate_of: None,
        created_at: env.assets.store().clock().now(),
        expired_at: None,
        removed_at: None,
    };
    Ok((asset, key, bytes))
}

/// 410 when its time is over. The sweep goes by the same moment: it forgets the upload, and removes what was put for it.
fn in_time(upload: &Upload, now: Time) -> Result<(), Fault> {
    let end = upload.complete_by();
    if now < end {
        return Ok(());
    }
    let detail = format!(
        "{} could be completed until {end}, and what was put for it is removed. Announce the file again with POST /v1/uploads, \
         under a new `Idempotency-Key`, and put it with the new link.",
        upload.id
    );
    Err(Fault::new(Kind::Gone, "upload-expired", detail))
}

fn missing(upload: &Upload) -> Fault {
    let detail =
        format!("Nothing was put for {} yet. Put the file with the link that announcing it gave.", upload.id);
    Fault::new(Kind::Conflict, "upload-missing", detail)
}

#[cfg(test)]
mod tests;
