//! Smaller versions and a thumbhash of each picture that comes into the bucket.
//!
//! The bucket tells EventBridge of every object, and a rule invokes this with outputs and originals; what is written lies below
//! other prefixes (`media::key`), so that nothing is ever made of what was made here. The event may come before the asset is
//! registered, after it has gone, or twice: what is made belongs to the object, and is found by whoever reads the asset.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::{Disposition, Fault};
use media::everywhere::MediaEverywhere;
use media::key::Variant;
use media::variants::Smaller;
use media::{Variants, Workshop, picture};
use serde::{Deserialize, Serialize};

/// Makes smaller versions of one picture.
pub struct MakeThumbnails;

env! {
    /// What it holds.
    pub struct Env { everywhere: MediaEverywhere, clock: Arc<dyn Clock> }
}

/// `Object Created` (Amazon S3 User Guide, "Using EventBridge"). Keys come as they are there, not encoded.
#[derive(Deserialize)]
pub struct Event {
    detail: Detail,
}

#[derive(Deserialize)]
struct Detail {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
    #[serde(default)]
    etag: String,
}

/// What was done.
#[derive(Debug, Serialize)]
pub struct Report {
    outcome: &'static str,
}

impl Duty for MakeThumbnails {
    const NAME: &'static str = "assets-thumbnail";
    const SUMMARY: &'static str = "Make smaller versions and a thumbhash of a picture that was stored.";
    const TRIGGER: DutyTrigger = DutyTrigger::Object;
    const REASON: &'static str = "the bucket tells of the media of every workspace";

    type Env = Env;
    type Input = Event;
    type Output = Report;

    async fn perform(env: Env, event: Event) -> Result<Report, Fault> {
        Ok(Report { outcome: make(&env, &event.detail.object).await? })
    }
}

async fn make(env: &Env, object: &Object) -> Result<&'static str, Fault> {
    let Some((assets, key)) = env.everywhere.enter_by_key(&object.key)? else { return Ok("not_ours") };
    if assets.variants_made(&key, &object.etag).await? {
        return Ok("made_before");
    }
    let mut there = true;
    let fetch = async {
        let found = assets.media().find(&key).await?;
        there = found.is_some();
        Ok(found.unwrap_or_default())
    };
    // Apart, because the deadline could not be told while this thread decodes.
    let made = Workshop::of_process().work(fetch, shrink).await;
    if !there {
        // An invocation before this one may have made something and died before it saw that the object had gone.
        assets.drop_variants(&key).await?;
        return Ok("gone");
    }
    let (thumbhash, made) = match made {
        // Larger than anything that is decoded, or none of what is.
        Err(fault) if fault.disposition() == Disposition::Rejected => return Ok("no_picture"),
        made => made?,
    };
    let (smaller, pictures) = made.into_iter().unzip();
    let variants = Variants {
        object: key.object(),
        etag: object.etag.clone(),
        thumbhash,
        variants: smaller,
        created_at: env.clock.now(),
    };
    Ok(if assets.keep_variants(&key, &variants, pictures).await? { "made" } else { "gone" })
}

/// The thumbhash and the smaller versions, the smallest first. A picture has those that are smaller than itself, and always
/// the smallest.
fn shrink(bytes: &[u8]) -> Result<(String, Vec<(Smaller, Bytes)>), media::Undecodable> {
    let picture = picture::open(bytes)?;
    let longer = picture.width().max(picture.height());
    let mut made = Vec::new();
    for thumbnail in picture.thumbnails()? {
        let variant = Variant::of(thumbnail.size);
        if variant != Variant::Thumb && variant.size().side() >= longer {
            continue;
        }
        let smaller = Smaller {
            variant,
            mime: thumbnail.format.mime().to_owned(),
            width: thumbnail.width,
            height: thumbnail.height,
            bytes: thumbnail.bytes.len() as u64,
        };
        made.push((smaller, Bytes::from(thumbnail.bytes)));
    }
    made.sort_by_key(|(smaller, _)| smaller.variant);
    Ok((STANDARD.encode(picture.thumbhash()), made))
}

#[cfg(test)]
mod tests;
