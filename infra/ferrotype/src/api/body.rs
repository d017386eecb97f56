//! Bodies, as far as the command looks into them. Fields that it does not know pass by.

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) mod batch;
pub(crate) mod project;

/// One page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Page<T> {
    /// What is on it.
    pub(crate) items: Vec<T>,
    /// Where the next page begins, if there is one.
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// `POST /v1/renders`. Absent fields are left to the API's defaults.
#[derive(Debug, Default, Serialize)]
pub(crate) struct RenderBody {
    /// What to picture.
    pub(crate) prompt: String,
    /// The project that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) project: Option<String>,
    /// The chain that it continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chain: Option<String>,
    /// Shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aspect: Option<String>,
    /// How much work goes into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<String>,
    /// Style.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) style: Option<String>,
    /// Seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u64>,
    /// `full` or `simple`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pipeline: Option<String>,
    /// `image` or `edit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) task: Option<String>,
    /// Model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<String>,
    /// What may be spent on doing it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry: Option<Again>,
    /// Assets and renders to start from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<String>,
    /// How many pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u8>,
    /// Whether it may wait in line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) queue: bool,
    /// When it is of no use any more, in seconds from now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deadline_seconds: Option<u32>,
}

/// The purse of retries: what it may cost is the price times the attempts.
#[derive(Debug, Serialize)]
pub(crate) struct Again {
    /// How often a provider is asked at most, the first time included.
    pub(crate) max_attempts: u32,
}

/// `POST /v1/renders?dry_run=true`.
#[derive(Debug, Deserialize)]
pub(crate) struct DryRun {
    /// `start`, `wait` or `refuse`.
    pub(crate) verdict: String,
    /// What it would cost.
    pub(crate) estimate: Estimate,
    /// Every limit that it would meet.
    #[serde(default)]
    pub(crate) limits: Vec<super::Limit>,
}

/// A price before it is known, in micro-USD.
#[derive(Debug, Deserialize)]
pub(crate) struct Estimate {
    /// At least.
    #[serde(rename = "min_usd_micros")]
    pub(crate) min: i64,
    /// Probably.
    #[serde(rename = "likely_usd_micros")]
    pub(crate) likely: i64,
    /// At most, which is what is held.
    #[serde(rename = "max_usd_micros")]
    pub(crate) max: i64,
}

/// A render.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Render {
    /// Its id, `rnd_…`.
    pub(crate) id: String,
    /// Where it is in its life.
    pub(crate) status: String,
    /// When it was accepted.
    pub(crate) created_at: String,
    /// Its place in the waiting line, 1 is next.
    #[serde(default)]
    pub(crate) position: Option<u64>,
    /// When it is expected to start, in seconds from now.
    #[serde(default)]
    pub(crate) eta_seconds: Option<u64>,
    /// The chain that it continues.
    #[serde(default)]
    pub(crate) chain: Option<String>,
    /// Its position there.
    #[serde(default)]
    pub(crate) chain_position: Option<u64>,
    /// How long it took, milliseconds.
    #[serde(default)]
    pub(crate) duration_ms: Option<u64>,
    /// Why it did not succeed.
    #[serde(default)]
    pub(crate) problem: Option<Value>,
    /// The request as resolved.
    #[serde(default)]
    pub(crate) request: Value,
    /// What the model was told in the end.
    #[serde(default)]
    pub(crate) final_prompt: Option<String>,
    /// The stages that it went through.
    #[serde(default)]
    pub(crate) stages: Vec<Stage>,
    /// The pictures.
    #[serde(default)]
    pub(crate) outputs: Vec<Output>,
}

impl Render {
    /// Whether nothing more will happen, or nothing that is worth waiting for at a terminal.
    pub(crate) fn has_ended(&self) -> bool {
        !matches!(self.status.as_str(), "queued" | "running")
    }

    /// What the caller asked for.
    pub(crate) fn prompt(&self) -> &str {
        self.request.get("prompt").and_then(Value::as_str).unwrap_or_default()
    }
}

/// A stage of a render.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Stage {
    /// Its name.
    pub(crate) name: String,
    /// How it went.
    #[serde(default)]
    pub(crate) status: Option<String>,
    /// How long it took, milliseconds.
    #[serde(default)]
    pub(crate) ms: Option<u64>,
    /// Why it was done in a simpler way.
    #[serde(default)]
    pub(crate) fallback: Option<Fallback>,
    /// What the next try does differently.
    #[serde(default)]
    pub(crate) changes: Vec<String>,
}

/// A simpler way of a stage.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Fallback {
    /// Why.
    #[serde(default)]
    pub(crate) reason: String,
}

/// A stored picture.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Output {
    /// Its type, such as `image/png`.
    #[serde(default)]
    pub(crate) mime: String,
    /// Pixels.
    #[serde(default)]
    pub(crate) width: u32,
    /// Pixels.
    #[serde(default)]
    pub(crate) height: u32,
    /// Size of the file.
    pub(crate) bytes: u64,
    /// Lower-case hexadecimal digest of the file.
    pub(crate) sha256: String,
    /// Where it can be fetched for a while, without a key; empty when it was deleted or has expired.
    #[serde(default)]
    pub(crate) url: String,
}

/// `POST /v1/uploads`.
#[derive(Debug, Serialize)]
pub(crate) struct NewUploads {
    /// The files.
    pub(crate) files: Vec<NewFile>,
    /// The project that their assets belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) project: Option<String>,
}

/// A file that is to be uploaded.
#[derive(Debug, Serialize)]
pub(crate) struct NewFile {
    /// What it is called.
    pub(crate) name: String,
    /// Its length.
    pub(crate) bytes: u64,
    /// Its media type, by its ending.
    pub(crate) mime: String,
    /// Lower-case hexadecimal digest of it.
    pub(crate) sha256: String,
}

/// What `POST /v1/uploads` answers.
#[derive(Debug, Deserialize)]
pub(crate) struct Uploads {
    /// In the order of the request.
    pub(crate) uploads: Vec<Upload>,
}

/// Where to put a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Upload {
    /// Its id, `upl_…`.
    pub(crate) id: String,
    /// The request that puts it.
    pub(crate) put: Put,
}

/// A request that puts a file, without a key.
#[derive(Debug, Deserialize)]
pub(crate) struct Put {
    /// Where to send it.
    pub(crate) url: String,
    /// What to send with it.
    pub(crate) headers: std::collections::BTreeMap<String, String>,
}

/// An asset.
#[derive(Debug, Deserialize)]
pub(crate) struct Asset {
    /// Its id, `ast_…`.
    pub(crate) id: String,
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
    /// Size of the file.
    pub(crate) bytes: u64,
    /// The asset that had the same bytes before.
    #[serde(default)]
    pub(crate) duplicate_of: Option<String>,
}

/// Something that happened to a render.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Event {
    /// What, such as `render.stage`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// When.
    pub(crate) at: String,
    /// Its place in the log of its render: 1, 2, 3, …
    pub(crate) version: u64,
    /// What it happened to.
    #[serde(default)]
    pub(crate) subject: Option<String>,
    /// Its place in the feed, or in the log.
    #[serde(default)]
    pub(crate) id: Value,
    /// More about it.
    #[serde(default)]
    pub(crate) data: Value,
}

/// A page of `GET /v1/events`.
#[derive(Debug, Deserialize)]
pub(crate) struct Feed {
    /// What happened, oldest first.
    pub(crate) items: Vec<Event>,
    /// The place behind the last of them.
    #[serde(default)]
    pub(crate) next_after: Option<u64>,
}

/// `GET /v1/credits`.
#[derive(Debug, Deserialize)]
pub(crate) struct Credits {
    /// What is left, without what is held.
    pub(crate) balance_usd_micros: i64,
    /// What running jobs hold.
    #[serde(default)]
    pub(crate) held_usd_micros: i64,
}

/// `POST /v1/keys`.
#[derive(Debug, Serialize)]
pub(crate) struct NewKey {
    /// A name to know it by.
    pub(crate) name: String,
    /// What it may do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<String>,
    /// When it stops working, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<String>,
}

/// An access key.
#[derive(Debug, Deserialize)]
pub(crate) struct AccessKey {
    /// Its id, `key_…`.
    pub(crate) id: String,
    /// Its name.
    #[serde(default)]
    pub(crate) name: String,
    /// What it may do.
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    /// When it stops working.
    #[serde(default)]
    pub(crate) expires_at: Option<String>,
    /// When it was revoked.
    #[serde(default)]
    pub(crate) revoked_at: Option<String>,
    /// When it was last used.
    #[serde(default)]
    pub(crate) last_used_at: Option<String>,
    /// Shown when it is created, and never again.
    #[serde(default)]
    pub(crate) secret: Option<String>,
}
