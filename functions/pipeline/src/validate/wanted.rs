//! What a request wants of its pictures, as far as pixels can tell.

use contract::Step;
use fault::Fault;
use jobs::JobView;
use media::analysis::Horizon;
use media::judge::Wanted;
use model::{ResolvedRender, StageName};
use providers::builtin::intent::Report;

use crate::analyze_reference::Looked;
use crate::prepare::Context;

/// Its size; the colours that the words name for the whole picture, or else those of its references; the horizon of the words, or
/// else of the first reference; and what that reference looks like.
pub(super) fn of(view: &JobView, step: &Step, request: &ResolvedRender) -> Result<Wanted, Fault> {
    let context: Context = view.needed(step.r#try, StageName::Prepare)?;
    let report: Option<Report> = view.found(step.r#try, StageName::ParseIntent)?;
    let looked: Option<Looked> = view.found(step.r#try, StageName::AnalyzeReference)?;
    let reference = looked.and_then(|looked| looked.seen.into_iter().next()).map(|seen| seen.analysis);
    let named = report.iter().flat_map(|report| &report.palette).filter(|colour| colour.role == "scene");
    let mut palette: Vec<String> = named.map(|colour| colour.hex.clone()).collect();
    if palette.is_empty() {
        palette = context.palette.into_iter().map(|swatch| swatch.hex).collect();
    }
    let asked = report.filter(|report| !report.open.iter().any(|field| field == "horizon"));
    let shown = reference.as_ref().and_then(|reference| reference.horizon);
    let shown = shown.filter(|horizon| horizon.confidence >= Horizon::SURE);
    let horizon = asked.map(|report| report.horizon).or(shown.map(|horizon| horizon.at));
    Ok(Wanted { size: request.size, palette, horizon, reference })
}
