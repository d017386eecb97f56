//! The picture that an edit changes: its bytes, and how it was made where that is known.

use fault::{Disposition, Fault, Kind};
use jobs::{AttemptState, JobView, Jobs};
use media::{Asset, Media};
use model::render::{Reference, Task};
use model::{JobId, ResolvedRender, StageName};
use providers::{EditOf, MadeBy};
use store::{Digest, Store};

use crate::optimize_prompt::told;
use crate::route_model::Choice;
use crate::submit::Landed;

/// Edits of edits are followed back so far. Beyond it the picture is changed as pixels.
const MOST_EDITS: usize = 8;

/// A stored picture, and the job that may have made it.
struct Stored {
    key: String,
    job: Option<JobId>,
}

/// What the render of `view` changes at `provider`; nothing unless it is an edit.
pub(crate) async fn edited(
    jobs: &Jobs,
    store: &Store,
    media: &Media,
    view: &JobView,
    provider: &str,
) -> Result<Option<EditOf>, Fault> {
    let request: ResolvedRender = view.request()?;
    if request.task != Task::Edit {
        return Ok(None);
    }
    let stored = first(jobs, store, &request).await?;
    let picture = media.read(&stored.key).await?;
    Ok(Some(EditOf {
        instruction: request.prompt.as_str().to_owned(),
        sha256: Digest::of(&picture).as_str().to_owned(),
        made_by: made_by(jobs, store, stored, provider).await?,
        picture,
    }))
}

/// The first reference: what an edit changes.
async fn first(jobs: &Jobs, store: &Store, request: &ResolvedRender) -> Result<Stored, Fault> {
    match request.references.first() {
        None => Err(Fault::defect("an edit without a reference was admitted")),
        Some(Reference::Asset(asset)) => {
            let asset = store.get::<Asset>(&Asset::address(*asset)).await?;
            Ok(Stored { key: asset.key, job: asset.job })
        }
        Some(Reference::Render(job)) => {
            let head = jobs.head(*job).await?;
            let output = head.outputs.into_iter().next();
            let output = output.ok_or_else(|| {
                let detail = format!("{job} has no picture that could be changed.");
                Fault::new(Kind::Conflict, "reference-not-ready", detail).at("/references/0")
            })?;
            Ok(Stored { key: output.key, job: Some(*job) })
        }
    }
}

/// How `provider` made a picture: the job's final prompt, and what it was changed by since. Nothing when another made it, or
/// when not all of it is known: then a picture is only its pixels.
async fn made_by(
    jobs: &Jobs,
    store: &Store,
    mut stored: Stored,
    provider: &str,
) -> Result<Option<MadeBy>, Fault> {
    let mut edits = Vec::new();
    for _ in 0..MOST_EDITS {
        let Some(job) = stored.job else { return Ok(None) };
        let view = jobs.view(job).await?;
        let request: ResolvedRender = view.request()?;
        let Some((r#try, index)) = landed(&view, &stored.key) else { return Ok(None) };
        let choice: Choice = view.result(r#try, StageName::RouteModel)?;
        if choice.provider != provider {
            return Ok(None);
        }
        if request.task == Task::Edit {
            edits.insert(0, request.prompt.as_str().to_owned());
            stored = match first(jobs, store, &request).await {
                // What it changed was deleted since. The picture that it made is there all the same.
                Err(fault) if fault.disposition() == Disposition::Rejected => return Ok(None),
                found => found?,
            };
            continue;
        }
        return Ok(Some(MadeBy {
            prompt: told(&view, r#try)?,
            style: request.style.map(|style| style.as_str().to_owned()),
            size: request.size,
            seed: choice.seed.unwrap_or(request.seed).wrapping_add(index),
            edits,
        }));
    }
    Ok(None)
}

/// The try that brought the file `key`, and which of its files it is.
fn landed(view: &JobView, key: &str) -> Option<(u32, u64)> {
    // The attempts say it and not the stages: of an answer that came later no stage keeps what it brought.
    view.attempts().filter(|attempt| attempt.state == AttemptState::Landed).find_map(|attempt| {
        let index = Landed::from(attempt).ok()?.keys.iter().position(|landed| landed == key)?;
        Some((attempt.r#try, index.try_into().ok()?))
    })
}

#[cfg(test)]
mod tests;
