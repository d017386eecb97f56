//! What a project says about itself, and about its renders.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::render::{Again, Pipeline, Quality, RenderRequest, Skippable, Style, Task, in_range};
use crate::{Aspect, Time};

mod text;

pub use text::{ChainName, Description, ProjectName, RuleText};

/// What renders of a project are like where their requests say nothing. A request's own field wins, always.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How prompts are prepared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<Pipeline>,
    /// Whether words are refined with what the references show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refine: Option<bool>,
    /// Stages to leave out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<BTreeSet<Skippable>>,
    /// The manner of painting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// The shape of pictures whose requests name neither a shape nor pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// How much work goes into a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// The seed of every render: the same words then give the same picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How long what its renders made is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<Days>,
    /// What may be spent on doing a render again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Again>,
}

impl Settings {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Fills in what `request` leaves open.
    #[must_use]
    pub fn fill(&self, request: RenderRequest) -> RenderRequest {
        let shape = if request.size.is_some() { None } else { self.aspect };
        RenderRequest {
            pipeline: request.pipeline.or(self.pipeline),
            refine: request.refine.or(self.refine),
            skip: request.skip.or_else(|| self.skip.as_ref().map(|skip| skip.iter().copied().collect())),
            style: request.style.or_else(|| self.style.clone()),
            aspect: request.aspect.or(shape),
            quality: request.quality.or(self.quality),
            seed: request.seed.or(self.seed),
            retry: request.retry.or(self.retry),
            ..request
        }
    }
}

/// A number of days: 1 to 3,650.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Days(#[schemars(range(min = 1, max = 3650))] u32);

impl Days {
    /// The most.
    pub const MAX: u32 = 3_650;

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// How long that is.
    pub const fn duration(self) -> std::time::Duration {
        std::time::Duration::from_hours(self.0 as u64 * 24)
    }

    /// The moment so many days after `start`.
    pub fn after(self, start: Time) -> Time {
        start.plus(self.duration())
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        in_range(from, 1, Self::MAX).map(Self)
    }
}

/// What a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Pictures.
    Image,
    /// Films.
    Video,
}

impl Medium {
    /// What `task` makes.
    pub const fn of(task: Task) -> Self {
        match task {
            Task::Image | Task::Edit => Self::Image,
        }
    }
}

/// The media that a rule is for; without one of them it is for all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Media(BTreeSet<Medium>);

impl Media {
    /// Whether `medium` is among them.
    pub fn include(&self, medium: Medium) -> bool {
        self.0.is_empty() || self.0.contains(&medium)
    }

    /// Whether these are all that there are.
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Medium> for Media {
    fn from_iter<I: IntoIterator<Item = Medium>>(media: I) -> Self {
        Self(media.into_iter().collect())
    }
}

impl<'de> Deserialize<'de> for Media {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let media = BTreeSet::<Medium>::deserialize(from)?;
        if media.is_empty() {
            return Err(serde::de::Error::custom(
                "name at least one of `image` and `video`, or leave this out for all",
            ));
        }
        Ok(Self(media))
    }
}

impl JsonSchema for Media {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Media".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let medium = generator.subschema_for::<Medium>();
        json_schema!({ "type": "array", "items": medium, "minItems": 1, "uniqueItems": true })
    }
}

#[cfg(test)]
mod tests;
