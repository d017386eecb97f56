//! What is done differently when a render is made again, and when it is not.

use contract::Step;
use fault::Fault;
use jobs::{JobView, RETRY};
use media::judge::Wanted;
use model::{ResolvedRender, StageName, Time};
use providers::{Demand, Model, Offer, Routed, route};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::refine::wording::manner;
use crate::route_model::{Choice, affordable, demand};

/// What the next try does differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the model is told beside its prompt.
    pub(crate) stress: Vec<String>,
    /// The seed of the first picture.
    pub(crate) seed: u64,
    /// The models, as `provider/model`, that were asked before.
    pub(crate) tried: Vec<String>,
    /// All of this in sentences.
    pub(crate) changes: Vec<String>,
}

/// The plan of `step`'s try; `None` in the first, which does what the request says.
pub(crate) fn plan(view: &JobView, step: &Step) -> Result<Option<Plan>, Fault> {
    Ok(before(view, step)?.and_then(|(_, verdict)| verdict.plan))
}

/// The last try before `step`'s that was judged to be made again, and what was found in it. A try that got nothing back in between
/// changes nothing of that.
fn before(view: &JobView, step: &Step) -> Result<Option<(u32, Verdict)>, Fault> {
    let is_retry = |earlier: &u32| {
        view.checkpoint(*earlier, StageName::Validate).is_some_and(|checkpoint| checkpoint.word == RETRY)
    };
    let earlier = (1..step.r#try).rev().find(is_retry);
    earlier.map(|earlier| Ok((earlier, view.result(earlier, StageName::Validate)?))).transpose()
}

/// The best of the tries before `step`'s, which is what is kept, and what was found in it. The last one may be worse than one before
/// it: then it says which.
pub(super) fn best(view: &JobView, step: &Step) -> Result<Option<(u32, Verdict)>, Fault> {
    let Some((earlier, verdict)) = before(view, step)? else { return Ok(None) };
    match verdict.delivers {
        Some(best) if best != earlier => Ok(Some((best, view.result(best, StageName::Validate)?))),
        _ => Ok(Some((earlier, verdict))),
    }
}

/// The plan of another try; `None` when nobody gave a purse for it, when what is left of the purse does not pay for as good a model,
/// when the render is to end, or when nothing could change.
pub(super) fn next(
    view: &JobView,
    step: &Step,
    request: &ResolvedRender,
    wanted: &Wanted,
    verdict: &Verdict,
    now: Time,
) -> Result<Option<Plan>, Fault> {
    let most = request.retry.map_or(1, |again| usize::from(again.max_attempts.get()));
    let to_end = view.head.cancel_at.is_some() || view.head.is_past_deadline(now);
    if to_end || view.attempts().count() >= most {
        return Ok(None);
    }
    let plan = changed(view, step, request, wanted, verdict)?;
    let demand = demand(view, step, request, &plan.tried)?;
    let only_size = verdict.codes.iter().all(|code| code == "resolution");
    let asked: Choice = view.needed(step.r#try, StageName::RouteModel)?;
    let useful = is_useful(&affordable(view, request), &demand, asked.offered(), only_size);
    Ok(useful.then_some(plan))
}

/// Whether the model that another try would ask may do better than the one that was `asked`.
fn is_useful(offers: &[Offer<'_>], demand: &Demand<'_>, asked: Option<&Model>, only_size: bool) -> bool {
    let Some(Routed { offer: next, .. }) = route(offers, demand) else { return false };
    // What is left of the purse may pay for a lesser model only.
    let lesser = asked.is_some_and(|asked| next.model.tier < asked.tier);
    // The same model would paint the same size again.
    let hopeless = only_size && demand.tried.contains(&next.name());
    !lesser && !hopeless
}

fn changed(
    view: &JobView,
    step: &Step,
    request: &ResolvedRender,
    wanted: &Wanted,
    verdict: &Verdict,
) -> Result<Plan, Fault> {
    let asked: Choice = view.needed(step.r#try, StageName::RouteModel)?;
    let before = plan(view, step)?;
    let mut tried = before.map_or_else(Vec::new, |plan| plan.tried);
    let name = format!("{}/{}", asked.provider, asked.model);
    if !tried.contains(&name) {
        tried.push(name);
    }
    let mut stress = Vec::new();
    let mut changes = Vec::new();
    for code in &verdict.codes {
        if let Some((phrases, change)) = stressed(code, wanted) {
            stress.extend(phrases);
            changes.push(change.to_owned());
        }
    }
    // Behind the seeds of all pictures before it, so that none is painted twice.
    let seed = asked.seed.unwrap_or(request.seed).wrapping_add(request.count.get().into());
    changes.push(format!("Another seed: {seed}."));
    Ok(Plan { stress, seed, tried, changes })
}

/// What the model is told again about a finding, and the sentence for it.
fn stressed(code: &str, wanted: &Wanted) -> Option<(Vec<String>, &'static str)> {
    match code {
        "palette" => Some((
            vec![format!("only in the colours {}", wanted.palette.join(" "))],
            "The colours are asked for again, as the only ones.",
        )),
        "horizon" => {
            let at = wanted.horizon.map(|at| format!("level horizon at {:.0}%", 100.0 * at));
            Some((
                vec![at.unwrap_or_else(|| "level horizon".to_owned())],
                "The horizon is asked for again, level and with its height.",
            ))
        }
        "similarity" => {
            let manner = manner(&wanted.reference.as_ref()?.style);
            let phrases = manner.into_iter().map(str::to_owned).collect();
            Some((phrases, "The light and tones of the reference are asked for again."))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
