//! The unified context of a render: what later stages know beside the request.

use jobs::Memory;
use media::Swatch;
use model::AssetId;
use providers::builtin::intent::{self, Report};
use serde::{Deserialize, Serialize};

use super::lineage::Ancestor;

/// What a render is told beside its own words, and by what. Each of these is as it was when the run began: what changes
/// afterwards changes the next render.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Context {
    /// The colours of the references, the largest share first, each reference in turn.
    pub(crate) palette: Vec<Swatch>,
    /// The assets that the references stand for.
    pub(crate) references: Vec<AssetId>,
    /// What the rules of the project say, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<String>,
    /// The version of the rules' order that these are from; 0 where the project never had a rule.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(crate) rule_set: u64,
    /// What the chain remembers, in the version that was the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) memory: Option<Memory>,
    /// The renders that the references are, and theirs, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lineage: Vec<Ancestor>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_none(version: &u64) -> bool {
    *version == 0
}

/// The manner of an earlier render.
#[derive(Default)]
struct Manner<'a> {
    hour: Option<&'a str>,
    mood: Option<&'a str>,
    style: Option<&'a str>,
    palette: &'a [String],
    horizon: Option<f32>,
}

impl Context {
    /// The phrases that rules, memory and lineage add to a prompt. Rules always, and first; of the rest only what the request and
    /// the rules leave open, from the chain's memory before the lineage. The request's own words are before all of these, and
    /// whoever reads the prompt takes the first word that says something.
    pub(crate) fn directions(&self, intent: &Report) -> Vec<String> {
        let ruled = intent::report(&self.rules.join(", "), None);
        let open = |field: &str| {
            let is_open = |report: &Report| report.open.iter().any(|open| open == field);
            is_open(intent) && (self.rules.is_empty() || is_open(&ruled))
        };
        let Manner { hour, mood, style, palette, horizon } = self.manner();
        let mut directions = self.rules.clone();
        let mut add = |field: &str, phrase: Option<String>| {
            directions.extend(phrase.filter(|_| open(field)));
        };
        add("hour", hour.map(|hour| format!("{hour} light")));
        add("mood", mood.map(|mood| format!("{mood} mood")));
        add("style", style.map(|style| format!("{style} style")));
        add("horizon", horizon.map(|at| format!("horizon at {:.0}%", at * 100.0)));
        // Colours of things ("a red boat") leave those of the picture open, and so does no rule about anything else. A reference
        // is the request's own word.
        let named = [intent, &ruled].iter().any(|report| has_scene_colour(report));
        if !named && self.palette.is_empty() && !palette.is_empty() {
            directions.push(format!("palette {}", palette.join(" ")));
        }
        directions
    }

    /// What the chain remembers, and where it knows nothing, what the nearest ancestor was like.
    fn manner(&self) -> Manner<'_> {
        let parent = self.lineage.first();
        let Some(memory) = &self.memory else {
            return parent.map(Ancestor::manner).unwrap_or_default();
        };
        let parent = parent.map(Ancestor::manner).unwrap_or_default();
        Manner {
            hour: memory.hour.as_deref().or(parent.hour),
            mood: memory.mood.as_deref().or(parent.mood),
            style: memory.style.as_deref().or(parent.style),
            palette: &memory.palette,
            horizon: memory.horizon,
        }
    }
}

impl Ancestor {
    /// Its colours are the reference's, which the prompt is told anyway.
    fn manner(&self) -> Manner<'_> {
        Manner {
            hour: self.hour.as_deref(),
            mood: self.mood.as_deref(),
            style: self.style.as_deref(),
            palette: &[],
            horizon: None,
        }
    }
}

/// Whether a prompt asks for colours of the whole picture.
pub(crate) fn has_scene_colour(report: &Report) -> bool {
    report.palette.iter().any(|colour| colour.role == "scene")
}

#[cfg(test)]
mod tests;
