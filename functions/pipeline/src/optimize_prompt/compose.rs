//! The words of a final prompt. The request's own come first and unchanged; what follows is only what they leave open.

use media::Analysis;
use media::analysis::Horizon;
use model::ResolvedRender;
use model::render::Style;
use providers::builtin::intent::{self, Report};

use super::{FinalPrompt, Known};
use crate::refine::wording::manner;

/// The share of lines that must point to a vanishing point before a prompt speaks of it.
const POINTED: f32 = 0.5;

/// The words with all that is known of them.
pub(super) fn full(request: &ResolvedRender, known: &Known, report: &Report) -> FinalPrompt {
    let first = known.looked.as_ref().and_then(|looked| looked.seen.first());
    // Refined words have it already.
    let first = first.filter(|_| known.refined.is_none());
    let shown = first.map(|seen| shown(&seen.analysis, report)).unwrap_or_default();
    let directions = known.context.directions(&filled(report, &shown));
    let directed = filled(report, &directions);
    let hour = Some(format!("{} light", report.hour));
    // An hour that nobody asked for is not told beside one that was.
    let said_elsewhere = is_open(report, "hour") && !is_open(&directed, "hour");
    let mut added: Vec<_> = hour.filter(|_| !said_elsewhere).into_iter().collect();
    added.push(format!("{} composition", report.composition));
    added.extend(shown);
    added.extend(directions);
    let named = report.palette.iter().any(|colour| colour.role == "scene");
    added.extend(palette(known).filter(|_| !named));
    finished(request, known, added)
}

/// The words with rules, memory, and the colours of the references.
pub(super) fn simple(request: &ResolvedRender, known: &Known) -> FinalPrompt {
    let style = request.style.as_ref().map(Style::as_str);
    let report = intent::report(request.prompt.as_str(), style);
    let mut added = known.context.directions(&report);
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

/// What a reference shows and the words leave open: its light and tones, its horizon, where its lines meet.
fn shown(reference: &Analysis, report: &Report) -> Vec<String> {
    let open = |field: &str| is_open(report, field);
    let mut phrases = Vec::new();
    if open("mood") && open("weather") {
        phrases.extend(manner(&reference.style).into_iter().map(str::to_owned));
    }
    let horizon = reference.horizon.filter(|horizon| horizon.confidence >= Horizon::SURE);
    if let Some(horizon) = horizon.filter(|_| open("horizon")) {
        phrases.push(format!("horizon at {:.0}%", 100.0 * horizon.at));
    }
    let point = reference.vanishing_point.filter(|point| point.confidence >= POINTED);
    if let Some(point) = point.filter(|_| open("composition")) {
        let side = match point.x {
            x if x < 0.4 => "on the left",
            x if x > 0.6 => "on the right",
            _ => "in the middle",
        };
        phrases.push(format!("lines that meet {side}"));
    }
    phrases
}
