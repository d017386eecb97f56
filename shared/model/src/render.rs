//! What a render is asked to be, as sent and as resolved.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{Aspect, ChainId, JobId, ProjectId, Prompt};

mod again;
mod reference;
mod skip;
mod text;

pub use again::{Again, Attempts};
pub use reference::Reference;
pub use skip::Skippable;
pub use text::{ModelName, Style, Tool};

/// The body of `POST /v1/renders`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderRequest {
    /// What to paint.
    pub prompt: Prompt,
    /// The project that it belongs to; by default the workspace's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// What is made.
    #[serde(default)]
    pub task: Task,
    /// The picture's shape; by default 1:1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// Exact pixels instead of a shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// How much work goes into it, and so its size; by default what the project says, or `standard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// The manner of painting, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// How many pictures, 1 to 4; each is charged.
    #[serde(default)]
    pub count: Count,
    /// The same seed and request give the same picture; by default drawn at random.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How the prompt is prepared; by default as the project says, or `full`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<Pipeline>,
    /// Whether the words are refined with what the references show before they are used; by default those that a tool wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refine: Option<bool>,
    /// Stages to leave out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<Vec<Skippable>>,
    /// Pictures to follow, at most 14.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 14))]
    pub references: Vec<Reference>,
    /// The chain that it continues: what earlier renders of it found is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainId>,
    /// The tool that wrote the prompt: `cad`, `sketchup`. It decides which class of model is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    /// What may be spent on doing it again when it does not hold what was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Again>,
    /// The model, by alias or as `provider/model`; by default chosen by the router.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelName>,
    /// Whether it may wait in line when no slot is free, instead of being refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queue: bool,
    /// How long it may take, waiting included: 1 second to 7 days. It is given up then, unless a provider is at work on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_seconds: Option<Deadline>,
    /// Anything of the caller's own, at most 2 KB: it comes back with the render.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

/// A request after defaults: what is stored, painted and shown, and never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedRender {
    /// What to paint.
    pub prompt: Prompt,
    /// What is made.
    pub task: Task,
    /// The picture's shape, unless exact pixels were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// The pixels of each picture.
    pub size: Size,
    /// How much work goes into it.
    pub quality: Quality,
    /// The manner of painting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// How many pictures.
    pub count: Count,
    /// The seed of the first picture; the next has one more.
    pub seed: u64,
    /// How the prompt is prepared.
    pub pipeline: Pipeline,
    /// Whether the words are refined with what the references show before they are used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refine: bool,
    /// Stages to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<Skippable>,
    /// Pictures to follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// The chain that it continues: what earlier renders of it found is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainId>,
    /// The tool that wrote the prompt: `cad`, `sketchup`. It decides which class of model is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    /// What may be spent on doing it again when it does not hold what was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Again>,
    /// The model that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelName>,
    /// Whether it may wait in line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queue: bool,
    /// How long it may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_seconds: Option<Deadline>,
    /// The render that this one does again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<JobId>,
    /// The caller's own data.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

impl RenderRequest {
    /// The most references of one render.
    pub const MAX_REFERENCES: usize = 14;
    /// The most bytes of `metadata`, written as compact JSON.
    pub const MAX_METADATA_BYTES: usize = 2_048;

    /// Checks what no single field can, and fills in the defaults. `seed` is used when none was asked for.
    pub fn resolve(self, seed: u64) -> Result<ResolvedRender, Unresolvable> {
        let bytes = Value::Object(self.metadata.clone()).to_string().len();
        if !self.metadata.is_empty() && bytes > Self::MAX_METADATA_BYTES {
            return Err(Unresolvable::MetadataTooLarge(bytes));
        }
        if self.references.len() > Self::MAX_REFERENCES {
            return Err(Unresolvable::TooManyReferences(self.references.len()));
        }
        if self.task == Task::Edit && self.references.is_empty() {
            return Err(Unresolvable::EditOfNothing);
        }
        let quality = self.quality.unwrap_or_default();
        let (aspect, size) = match (self.aspect, self.size) {
            (Some(_), Some(_)) => return Err(Unresolvable::AspectAndSize),
            (None, Some(size)) => (None, size),
            (aspect, None) => {
                let aspect = aspect.unwrap_or_default();
                (Some(aspect), aspect.size(quality))
            }
        };
        Ok(ResolvedRender {
            prompt: self.prompt,
            task: self.task,
            aspect,
            size,
            quality,
            style: self.style,
            count: self.count,
            seed: self.seed.unwrap_or(seed),
            pipeline: self.pipeline.unwrap_or_default(),
            refine: self.refine.unwrap_or(self.tool.is_some()),
            skip: self.skip.unwrap_or_default(),
            references: self.references,
            chain: self.chain,
            tool: self.tool,
            retry: self.retry,
            model: self.model,
            queue: self.queue,
            deadline_seconds: self.deadline_seconds,
            retry_of: None,
            metadata: self.metadata,
        })
    }
}

impl ResolvedRender {
    /// Whether `stage` is to be left out.
    pub fn skips(&self, stage: Skippable) -> bool {
        self.skip.contains(&stage)
    }
}

/// Why a request whose fields are each valid cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unresolvable {
    /// Two answers to one question.
    #[error("`aspect` and `size` both say how large the picture is: send one of them")]
    AspectAndSize,
    /// More references than any model takes.
    #[error("{0} references were sent; the most is {max}", max = RenderRequest::MAX_REFERENCES)]
    TooManyReferences(usize),
    /// An edit is of a picture.
    #[error(
        "`edit` changes the first of `references`, and there is none: name the render or the asset to change"
    )]
    EditOfNothing,
    /// Metadata is for labels, not for documents.
    #[error("`metadata` has {0} bytes as JSON; the most is {max}", max = RenderRequest::MAX_METADATA_BYTES)]
    MetadataTooLarge(usize),
}

impl Unresolvable {
    /// JSON pointer to the field to change.
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::AspectAndSize => "/size",
            Self::TooManyReferences(_) | Self::EditOfNothing => "/references",
            Self::MetadataTooLarge(_) => "/metadata",
        }
    }
}

/// What a render makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A picture from words.
    #[default]
    Image,
    /// The first reference, changed as the prompt says; what it does not name stays.
    Edit,
}

/// How the prompt is prepared before a model sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pipeline {
    /// Intent, light and composition are spelled out.
    #[default]
    Full,
    /// The words as they are, with style and reference colours.
    Simple,
}

/// How much work goes into a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// To judge an idea. `low` is read as this.
    #[serde(alias = "low")]
    Draft,
    /// To use. `medium` is read as this.
    #[default]
    #[serde(alias = "medium")]
    Standard,
    /// To show.
    High,
    /// To print.
    Ultra,
}

impl Quality {
    /// Every level.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Standard, Self::High, Self::Ultra];

    /// The level in a word, as requests say it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Standard => "standard",
            Self::High => "high",
            Self::Ultra => "ultra",
        }
    }

    /// The shorter side of a picture, in pixels.
    pub const fn shorter_side(self) -> u32 {
        match self {
            Self::Draft => 512,
            Self::Standard => 768,
            Self::High => 960,
            Self::Ultra => 1_152,
        }
    }
}

/// Exact pixels: each side 256 to 2,048.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Pixels from left to right.
    #[serde(deserialize_with = "side")]
    #[schemars(range(min = 256, max = 2048))]
    pub width: u32,
    /// Pixels from top to bottom.
    #[serde(deserialize_with = "side")]
    #[schemars(range(min = 256, max = 2048))]
    pub height: u32,
}

impl Size {
    /// The longest side of a picture.
    pub const MAX_SIDE: u32 = 2_048;
    /// The shortest side that may be asked for.
    pub const MIN_SIDE: u32 = 256;

    /// The size that may be asked for and is nearest to `width` x `height`, of the same shape where that is possible.
    pub fn nearest(width: u32, height: u32) -> Self {
        let (longer, shorter) = (width.max(height).max(1), width.min(height).max(1));
        let (by, of) = match (longer > Self::MAX_SIDE, shorter < Self::MIN_SIDE) {
            (true, _) => (Self::MAX_SIDE, longer),
            (false, true) => (Self::MIN_SIDE, shorter),
            (false, false) => (1, 1),
        };
        let side = |side: u32| {
            let scaled = u64::from(side) * u64::from(by) / u64::from(of);
            u32::try_from(scaled).unwrap_or(u32::MAX).clamp(Self::MIN_SIDE, Self::MAX_SIDE)
        };
        Self { width: side(width), height: side(height) }
    }
}

/// The number of pictures: 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Count(#[schemars(range(min = 1, max = 4))] u8);

impl Count {
    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Count {
    fn default() -> Self {
        Self(1)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        in_range(from, 1, 4).and_then(|count| u8::try_from(count).map_err(serde::de::Error::custom)).map(Self)
    }
}

/// Seconds until a render is given up: 1 to 604,800, which is 7 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Deadline(#[schemars(range(min = 1, max = 604_800))] u32);

impl Deadline {
    /// The longest.
    pub const MAX_SECONDS: u32 = 7 * 24 * 3_600;

    /// How long.
    pub const fn duration(self) -> std::time::Duration {
        std::time::Duration::from_secs(self.0 as u64)
    }
}

impl<'de> Deserialize<'de> for Deadline {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        in_range(from, 1, Self::MAX_SECONDS).map(Self)
    }
}

fn side<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    in_range(from, Size::MIN_SIDE, Size::MAX_SIDE)
}

pub(crate) fn in_range<'de, D: Deserializer<'de>>(from: D, least: u32, most: u32) -> Result<u32, D::Error> {
    let number = serde_json::Number::deserialize(from)?;
    match number.as_u64().and_then(|whole| u32::try_from(whole).ok()) {
        Some(whole) if (least..=most).contains(&whole) => Ok(whole),
        _ => Err(serde::de::Error::custom(format!(
            "expected a whole number from {least} to {most}, got {number}"
        ))),
    }
}

#[cfg(test)]
mod tests;
