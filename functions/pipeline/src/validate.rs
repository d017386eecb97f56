//! Judges the outputs, and decides what follows: they are accepted, made again with a changed plan, or flagged and delivered.
//!
//! Made again is only what the request gave a purse for (`retry`), while attempts and money of it are left, and when something can
//! change. Whatever comes of it, the better try is delivered: what it made is kept until then.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{JobView, Jobs, Outcome, RETRY, STOP};
use media::judge::{self, Wanted};
use model::render::Skippable;
use model::{ResolvedRender, Size, StageName, Time};
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, stand_in};
use crate::ingest::Ingested;

mod again;
mod wanted;

pub(crate) use again::{Plan, plan};

/// The stage.
pub struct Validate;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

const ACCEPT: Word = "accept";
const FLAG: Word = "flag";
/// The word of a render of a chain, which learns from it: whether it was accepted or flagged, it is what its owner sees next.
const REMEMBER: Word = "remember";
/// What the verdict of a render says that nobody judged.
const UNJUDGED: &str = "unjudged";

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// `accept`; `flag`: kept and delivered, with a warning; `retry`: made again; or `unjudged`.
    pub(crate) verdict: String,
    /// What is wrong.
    pub(crate) errors: Vec<String>,
    /// What to do about it.
    pub(crate) suggestions: Vec<String>,
    /// The codes of what is wrong, each once: `count`, `resolution`, `blank`, `palette`, `horizon`, `similarity`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<String>,
    /// The try whose pictures are delivered, where it is not the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delivers: Option<u32>,
    /// How far these pictures are from what was asked for: what tries are compared by.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) distance: u32,
    /// What the next try does differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) plan: Option<Plan>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(distance: &u32) -> bool {
    *distance == 0
}

impl Stage for Validate {
    const NAME: &'static str = "pipeline-validate";
    const SUMMARY: &'static str = "Judge what the render made.";
    const WORDS: &'static [Word] = &[ACCEPT, FLAG, RETRY, REMEMBER, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Validate, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.open(&step).await?;
        frame.run(opened, async |view| decide(&env, view, &step).await).await
    }
}

async fn decide(env: &Env, view: &JobView, step: &Step) -> Result<Outcome, Fault> {
    let request: ResolvedRender = view.request()?;
    if request.skips(Skippable::Validate) {
        return Outcome::skipped(good(view, ACCEPT), &Verdict::unjudged());
    }
    let ingested: Ingested = view.needed(step.r#try, StageName::Ingest)?;
    let wanted = wanted::of(view, step, &request)?;
    let mut verdict = judge(&wanted, request.count.get().into(), &ingested);
    let best = again::best(view, step)?;
    let better = best.as_ref().filter(|(_, best)| best.distance < verdict.distance);
    if best.is_some() {
        // Of two that are equally far the later one: it followed the changed plan.
        verdict.delivers = Some(better.map_or(step.r#try, |(earlier, _)| *earlier));
    }
    if verdict.errors.is_empty() {
        return Outcome::of(good(view, ACCEPT), &verdict);
    }
    if let Some(plan) = again::next(view, step, &request, &wanted, &verdict, env.clock.now())? {
        if !env.jobs.seat_again(&view.head).await? {
            let reason = "It was not made again: its slot was given back while its provider's answer was in doubt, and none is free.";
            return Ok(Outcome::of(good(view, FLAG), &verdict)?.because(reason));
        }
        RETRY.clone_into(&mut verdict.verdict);
        verdict.plan = Some(plan);
        let kept = better.map_or(ingested.outputs, |_| view.head.kept.clone());
        return Ok(Outcome { kept, ..Outcome::of(RETRY, &verdict)? });
    }
    Outcome::of(good(view, FLAG), &verdict)
}

/// The word of a render that is delivered.
fn good(view: &JobView, word: Word) -> Word {
    if view.head.chain.is_some() { REMEMBER } else { word }
}

/// What of the pictures is not as it was wanted.
fn judge(wanted: &Wanted, count: usize, ingested: &Ingested) -> Verdict {
    let mut verdict = Verdict::accepted();
    let made = ingested.outputs.len();
    if made < count {
        verdict.add(
            "count",
            format!("{made} of {count} pictures were made"),
            "start another render for the rest",
        );
        let missing = u32::try_from(count - made).unwrap_or(u32::MAX);
        verdict.distance = missing.saturating_mul(distance("count"));
    }
    for (index, (output, analysis)) in ingested.outputs.iter().zip(&ingested.analyses).enumerate() {
        let size = Size { width: output.width, height: output.height };
        for finding in judge::judge(wanted, analysis, size) {
            let message = match finding.message.strip_prefix("the picture") {
                Some(rest) if count > 1 => format!("picture {}{rest}", index + 1),
                None if count > 1 => format!("picture {}: {}", index + 1, finding.message),
                _ => finding.message,
            };
            verdict.distance = verdict.distance.saturating_add(distance(finding.code));
            verdict.add(finding.code, message, &finding.suggestion);
        }
    }
    verdict
}

/// How far a finding takes a picture from what was asked for. A picture that is not there is worse than one in which nothing is seen,
/// and that is worse than any that is only not quite as it should be.
fn distance(code: &str) -> u32 {
    match code {
        "count" => 100,
        "blank" => 10,
        _ => 1,
    }
}

impl Verdict {
    fn accepted() -> Self {
        Self {
            verdict: ACCEPT.to_owned(),
            errors: Vec::new(),
            suggestions: Vec::new(),
            codes: Vec::new(),
            delivers: None,
            distance: 0,
            plan: None,
        }
    }

    fn unjudged() -> Self {
        Self { verdict: UNJUDGED.to_owned(), ..Self::accepted() }
    }

    fn add(&mut self, code: &str, error: String, suggestion: &str) {
        FLAG.clone_into(&mut self.verdict);
        self.errors.push(error);
        // Four pictures with one fault need one piece of advice.
        for (texts, text) in [(&mut self.suggestions, suggestion), (&mut self.codes, code)] {
            if !texts.iter().any(|before| before == text) {
                texts.push(text.to_owned());
            }
        }
    }
}

/// The pictures that are delivered, and the try that made them.
pub(crate) fn delivered(view: &JobView, step: &Step) -> Result<(u32, Ingested), Fault> {
    let verdict: Option<Verdict> = view
        .checkpoint(step.r#try, StageName::Validate)
        .map(|_| view.result(step.r#try, StageName::Validate))
        .transpose()?;
    let r#try = verdict.and_then(|verdict| verdict.delivers).unwrap_or(step.r#try);
    Ok((r#try, view.result(r#try, StageName::Ingest)?))
}

/// The verdict about pictures that nobody judged, because this stage died or took too long.
pub(crate) fn without_it() -> Result<Outcome, Fault> {
    let reason = crate::frame::left_nothing("The pictures are delivered as they are.");
    Ok(Outcome::of(ACCEPT, &Verdict::unjudged())?.because(reason))
}

/// Says in the story of a render whose next try comes to nothing, because of `why`, that what was made before is delivered.
pub(crate) async fn deliver_what_was_kept(
    jobs: &Jobs,
    view: &JobView,
    step: &Step,
    now: Time,
    why: &str,
) -> Result<(), Fault> {
    let Some((earlier, best)) = again::best(view, step)? else { return Ok(()) };
    if view.head.kept.is_empty() || view.checkpoint(step.r#try, StageName::Validate).is_some() {
        return Ok(());
    }
    let verdict = Verdict { verdict: FLAG.to_owned(), delivers: Some(earlier), plan: None, ..best };
    let reason = format!("{why} What was made before is delivered.");
    stand_in(jobs, view, step, StageName::Validate, now, Outcome::of(FLAG, &verdict)?.because(reason)).await
}

#[cfg(test)]
mod tests;
