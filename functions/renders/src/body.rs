//! The body of a render, as everybody sees it.

use fault::{Fault, Problem};
use futures::future::try_join_all;
use jobs::{Checkpoint, Fallback, Head, JobView, Output, Position};
use media::Media;
use model::{AssetId, ChainId, JobId, ProjectId, ResolvedRender, StageName, Status, Time, UsdMicros};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A render.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Render {
    /// Which one.
    pub id: JobId,
    /// `render`.
    pub kind: String,
    /// Where it is in its life.
    pub status: Status,
    /// The stage that was done last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageName>,
    /// How far it is, 0 to 1.
    pub progress: f64,
    /// Where it waits in line: 1 starts next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// In how many seconds it will start, going by how long the last renders took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eta_seconds: Option<u64>,
    /// Counts every change; also its ETag.
    pub version: u64,
    /// Which run of the flow this is.
    pub run: u32,
    /// When its end was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_requested_at: Option<Time>,
    /// When it was admitted.
    pub created_at: Time,
    /// When its first stage began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// From its first stage to its end, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Why it ended badly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// Where to go from here.
    pub links: Links,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// The chain that it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainId>,
    /// Its position there, from 1. Positions are unique and increase; a refused render leaves a hole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_position: Option<u64>,
    /// What was asked for, after defaults.
    pub request: ResolvedRender,
    /// What the model was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_prompt: Option<String>,
    /// Whom it asked, and why: as it was chosen for the try that is delivered, until then for the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<Routing>,
    /// What each stage did, in order. Lists leave this out.
    #[serde(default)]
    pub stages: Vec<StageStory>,
    /// What it made.
    #[serde(default)]
    pub outputs: Vec<OutputBody>,
    /// What was found when its outputs were judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation: Option<serde_json::Value>,
}

/// Where to go from a render.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// The render.
    #[serde(rename = "self")]
    pub this: String,
    /// Its log.
    pub events: String,
    /// Its log as it is written. Like those below not in an answer that was kept before there was one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stream: String,
    /// What it holds, costs and used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
    /// Where its end is asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cancel: String,
}

impl Links {
    fn of(job: JobId) -> Self {
        let this = format!("/v1/renders/{job}");
        Self {
            events: format!("{this}/events"),
            stream: format!("{this}/stream"),
            receipt: format!("{this}/receipt"),
            cancel: format!("{this}/cancel"),
            this,
        }
    }
}

/// Whom a render asked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Routing {
    /// The provider.
    pub provider: String,
    /// Its model.
    pub model: String,
    /// Why this one, in sentences; of a render that was made again also what was changed.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// How a stage went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageStatus {
    /// As it should.
    Ok,
    /// In a simpler way; `fallback` says why.
    Fallback,
    /// It was left out, because the request says so.
    Skipped,
    /// What it found sent the render back, to be made again.
    Retried,
}

/// What one stage did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageStory {
    /// Which stage.
    pub name: StageName,
    /// How it went.
    pub status: StageStatus,
    /// What it told the flow.
    #[serde(default)]
    pub word: String,
    /// In which try.
    pub r#try: u32,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// When it began.
    pub started_at: Time,
    /// Why it did something simpler.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// Of a stage that sent the render back: what the next try does differently.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// What it cost, where it cost anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_usd_micros: Option<UsdMicros>,
}

/// One thing that a render made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutputBody {
    /// The asset.
    pub asset: AssetId,
    /// Its media type.
    pub mime: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where to download it, without credentials. Not there when it was deleted or has expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Until when that works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_expires_at: Option<Time>,
    /// Where to download a small version of it; there within seconds of the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// A placeholder to show until that has come (ThumbHash, in base 64).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbhash: Option<String>,
    /// When its bytes went, because its time was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Time>,
}

impl Render {
    /// A render that has just been admitted.
    pub fn admitted(head: &Head, request: ResolvedRender) -> Self {
        Self {
            id: head.job,
            kind: head.job.kind().word().to_owned(),
            status: head.status,
            stage: head.stage,
            progress: f64::from(head.progress) / 1_000.0,
            position: None,
            eta_seconds: None,
            version: head.version,
            run: head.run,
            cancel_requested_at: head.cancel_at,
            created_at: head.created_at,
            started_at: head.started_at,
            ended_at: head.ended_at,
            duration_ms: duration_ms(head),
            problem: head.problem.clone(),
            links: Links::of(head.job),
            project: head.project,
            chain: head.chain,
            chain_position: head.chain_position,
            request,
            final_prompt: None,
            routing: None,
            stages: Vec::new(),
            outputs: Vec::new(),
            validation: None,
        }
    }

    /// Says where it waits.
    pub(crate) fn at(&mut self, position: Position) {
        self.position = u32::try_from(position.place).ok();
        self.eta_seconds = position.eta.map(|eta| eta.as_secs());
    }

    /// A render with all that is known of it, its links fresh from `now` on.
    pub async fn of(view: &JobView, media: &Media, now: Time) -> Result<Self, Fault> {
        let mut render = Self::admitted(&view.head, view.request()?);
        render.final_prompt = view.told().map(str::to_owned);
        let routing = view.led(StageName::RouteModel);
        render.routing = routing.and_then(|checkpoint| Routing::deserialize(&checkpoint.result).ok());
        render.validation = view.verdict();
        render.stages = view.checkpoints().map(StageStory::of).collect();
        render.stages.sort_by_key(|stage| stage.started_at);
        render.outputs =
            try_join_all(view.head.outputs.iter().map(|output| linked(output, media, now))).await?;
        Ok(render)
    }
}

impl StageStory {
    fn of(checkpoint: &Checkpoint) -> Self {
        Self {
            name: checkpoint.stage,
            status: StageStatus::of(checkpoint),
            word: checkpoint.word.clone(),
            r#try: checkpoint.r#try,
            ms: checkpoint.ms,
            started_at: checkpoint.started_at,
            fallback: checkpoint.fallback.clone(),
            changes: changes(checkpoint),
            cost_usd_micros: (checkpoint.cost != UsdMicros::ZERO).then_some(checkpoint.cost),
        }
    }
}

impl StageStatus {
    fn of(checkpoint: &Checkpoint) -> Self {
        match checkpoint.word.as_str() {
            jobs::RETRY | jobs::FAILOVER => Self::Retried,
            _ if checkpoint.skipped => Self::Skipped,
            _ if checkpoint.fallback.is_some() => Self::Fallback,
            _ => Self::Ok,
        }
    }
}

/// What the next try does differently, as the stage that wanted it says.
fn changes(checkpoint: &Checkpoint) -> Vec<String> {
    let said = checkpoint.result["plan"]["changes"].as_array().into_iter().flatten();
    said.filter_map(|change| change.as_str().map(str::to_owned)).collect()
}

async fn linked(output: &Output, media: &Media, now: Time) -> Result<OutputBody, Fault> {
    Ok(OutputBody {
        asset: output.asset,
        mime: output.mime.clone(),
        width: output.width,
        height: output.height,
        bytes: output.bytes,
        sha256: output.sha256.clone(),
        url: Some(media.link(&output.key).await?),
        url_expires_at: Some(now.plus(Media::LINK_LIFETIME)),
        thumbnail_url: None,
        thumbhash: None,
        expired_at: None,
    })
}

fn duration_ms(head: &Head) -> Option<u64> {
    let (started, ended) = (head.started_at?, head.ended_at?);
    u64::try_from(ended.since(started).as_millis()).ok()
}
