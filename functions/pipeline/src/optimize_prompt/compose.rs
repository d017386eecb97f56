//! The words of a final prompt. The request's own come first and unchanged; what follows is only what they leave open: what the
//! references show, then what rules, the chain and the ancestors of the references direct, and at last what is usual.

use media::Analysis;
use media::analysis::Horizon;
use model::ResolvedRender;
use model::render::Style;
use providers::builtin::intent::{self, Report};

use super::{FinalPrompt, Known};
use crate::prepare::has_scene_colour;
use crate::refine::wording::manner;

/// The share of lines that must point to a vanishing point before a prompt speaks of it.
const POINTED: f32 = 0.5;

/// The words with all that is known of them.
pub(super) fn full(request: &ResolvedRender, known: &Known, report: &Report) -> FinalPrompt {
    let mut added = light_and_framing(report, |field| !is_open(report, field));
    // Refined words have it already.
    let first =
        known.looked.as_ref().and_then(|looked| looked.seen.first()).filter(|_| known.refined.is_none());
    let shown =
        first.map(|seen| shown(&seen.analysis, &filled(report, &known.context.rules))).unwrap_or_default();
    let directions = known.context.directions(&filled(report, &shown));
    added.extend(shown);
    added.extend(directions);
    let open = filled(report, &added);
    added.extend(light_and_framing(report, |field| is_open(&open, field)));
    added.extend(palette(known).filter(|_| !has_scene_colour(report)));
    finished(request, known, added)
}

/// Hour and framing of a picture, where they are `wanted`: what the words say of them, or what is usual for their subject.
fn light_and_framing(report: &Report, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let hour = wanted("hour").then(|| format!("{} light", report.hour));
    let framing = wanted("composition").then(|| format!("{} composition", report.composition));
    hour.into_iter().chain(framing).collect()
}

/// The words with what rules, the chain and the colours of the references say.
pub(super) fn simple(request: &ResolvedRender, known: &Known) -> FinalPrompt {
    let style = request.style.as_ref().map(Style::as_str);
    let mut added = known.context.directions(&intent::report(request.prompt.as_str(), style));
    added.extend(palette(known));
    finished(request, known, added)
}

/// The same reading, after these phrases have said something about what it left open.
fn filled(report: &Report, phrases: &[String]) -> Report {
    if phrases.is_empty() {
        return report.clone();
    }
    let said = intent::report(&phrases.join(", "), None);
    let open = report.open.iter().filter(|field| is_open(&said, field)).cloned().collect();
    Report { open, ..report.clone() }
}

fn is_open(report: &Report, field: &str) -> bool {
    report.open.iter().any(|open| open == field)
}

fn finished(request: &ResolvedRender, known: &Known, added: Vec<String>) -> FinalPrompt {
    let words = known.refined.as_ref().map_or(request.prompt.as_str(), |refined| refined.prompt.as_str());
    let mut prompt = words.to_owned();
    for addition in &added {
        prompt.push_str(", ");
        prompt.push_str(addition);
    }
    FinalPrompt { prompt, added }
}

fn palette(known: &Known) -> Option<String> {
    let colours: Vec<_> = known.context.palette.iter().map(|swatch| swatch.hex.as_str()).collect();
    (!colours.is_empty()).then(|| format!("palette {}", colours.join(" ")))
}

/// What a reference shows and `so_far` leaves open: its light and tones, its horizon, where its lines meet.
fn shown(reference: &Analysis, so_far: &Report) -> Vec<String> {
    let mut phrases = Vec::new();
    if is_open(so_far, "mood") && is_open(so_far, "weather") {
        phrases.extend(manner(&reference.style).into_iter().map(str::to_owned));
    }
    let horizon = reference.horizon.filter(|horizon| horizon.confidence >= Horizon::SURE);
    if let Some(horizon) = horizon.filter(|_| is_open(so_far, "horizon")) {
        phrases.push(format!("horizon at {:.0}%", 100.0 * horizon.at));
    }
    let point = reference.vanishing_point.filter(|point| point.confidence >= POINTED);
    if let Some(point) = point.filter(|_| is_open(so_far, "composition")) {
        let side = match point.x {
            x if x < 0.4 => "on the left",
            x if x > 0.6 => "on the right",
            _ => "in the middle",
        };
        phrases.push(format!("lines that meet {side}"));
    }
    phrases
}
