//! Asks the provider, once.
//!
//! The attempt is written before the request is sent, and writing it is the licence to send. A repeated invocation finds the
//! attempt: what landed is used, and what may be on its way is sent again only where the provider promises that this is harmless.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{Attempt, AttemptState, CANCEL, JobView, Jobs, License, Line, Outcome, STOP, Sent, Verdict};
use media::key::Format;
use media::{Media, OutputKey};
use model::{ResolvedRender, StageName, UsdMicros};
use providers::{Answer, Catalogue, Order, Picture, Provider, Registry, Task, Wire};
use serde::{Deserialize, Serialize};
use store::Digest;

use crate::frame::{Frame, IN_DOUBT};
use crate::optimize_prompt::FinalPrompt;
use crate::route_model::Choice;

/// The stage.
pub struct Submit;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, media: Media, providers: Registry, clock: Arc<dyn Clock> }
}

/// The word of an attempt whose result is stored.
const LANDED: Word = "landed";
/// The word of one that brought more than one file: they are looked into by many.
pub(crate) const SEVERAL: Word = "several";
/// How long a provider that answers at once may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// What landed: the keys of the stored files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Landed {
    /// Where the files are, in order.
    pub(crate) keys: Vec<String>,
    /// The attempt that brought them.
    pub(crate) attempt: u32,
}

impl Landed {
    /// How many parts the files make: one each.
    pub(crate) fn parts(&self) -> u32 {
        u32::try_from(self.keys.len()).unwrap_or(u32::MAX)
    }

    /// The file of `part`, counted from 1.
    pub(crate) fn key(&self, part: u32) -> Result<&str, Fault> {
        let index = usize::try_from(part).unwrap_or(usize::MAX).wrapping_sub(1);
        let key = self.keys.get(index).map(String::as_str);
        key.ok_or_else(|| Fault::defect(format!("there is no part {part} of {} files", self.keys.len())))
    }

    fn word(&self) -> Word {
        if self.keys.len() > 1 { SEVERAL } else { LANDED }
    }
}

impl Stage for Submit {
    const NAME: &'static str = "pipeline-submit";
    const SUMMARY: &'static str = "Ask the provider for the render's media, once.";
    const WORDS: &'static [Word] = &[LANDED, SEVERAL, IN_DOUBT, CANCEL, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Submit, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.open(&step).await?;
        frame.run(opened, async |view| ask(&env, &step, view).await).await
    }
}

async fn ask(env: &Env, step: &Step, view: &JobView) -> Result<Outcome, Fault> {
    let choice: Choice = view.result(step.r#try, StageName::RouteModel)?;
    let provider = env.providers.provider(&choice.provider)?;
    let wire = provider.lower(&order(view, step)?)?;
    let sent = Sent {
        provider: choice.provider.clone(),
        model: choice.model.clone(),
        body_sha256: Digest::of(&wire.body).as_str().to_owned(),
        patience: PATIENCE,
        doubt: Duration::ZERO,
    };
    match env.jobs.license(view, &sent).await? {
        License::Granted(number) => send(env, view, provider.as_ref(), wire, number).await,
        License::Held(attempt) => take_up(env, view, provider.as_ref(), wire, &choice, attempt).await,
        License::Unwanted => Outcome::of(CANCEL, &()),
        License::Stop => Outcome::of(STOP, &()),
    }
}

/// An attempt of another invocation.
async fn take_up(
    env: &Env,
    view: &JobView,
    provider: &dyn Provider,
    wire: Wire,
    choice: &Choice,
    attempt: Attempt,
) -> Result<Outcome, Fault> {
    match attempt.state {
        AttemptState::Submitting if repeatable(view, choice)? => {
            send(env, view, provider, wire, attempt.number).await
        }
        AttemptState::Submitting => {
            let stored = env.jobs.conclude(&env.line, &view.head, attempt.number, &Verdict::InDoubt).await?;
            outcome(&stored)
        }
        _ => outcome(&attempt),
    }
}

fn repeatable(view: &JobView, choice: &Choice) -> Result<bool, Fault> {
    let request: ResolvedRender = view.request()?;
    let name = format!("{}/{}", choice.provider, choice.model);
    let offers =
        Catalogue::get().offers(Task::from(request.task), request.size, request.count.get(), Some(&name));
    Ok(offers.first().is_some_and(|offer| offer.idempotent_create))
}

async fn send(
    env: &Env,
    view: &JobView,
    provider: &dyn Provider,
    wire: Wire,
    number: u32,
) -> Result<Outcome, Fault> {
    let verdict = match provider.submit(wire).await {
        Answer::Done { pictures, cost } => land(env, view, number, pictures, cost).await?,
        Answer::Refused(why) => Verdict::Refused(why),
        Answer::NotSent(why) => Verdict::Void(why),
        Answer::Lost(_) => Verdict::InDoubt,
    };
    // The head has moved since the view was read: the licence itself counted its version up.
    let head = env.jobs.head(view.head.job).await?;
    outcome(&env.jobs.conclude(&env.line, &head, number, &verdict).await?)
}

async fn land(
    env: &Env,
    view: &JobView,
    number: u32,
    pictures: Vec<Picture>,
    cost: UsdMicros,
) -> Result<Verdict, Fault> {
    let mut keys = Vec::new();
    for (index, picture) in (0..).zip(pictures) {
        let key = OutputKey::new(env.media.scope(), view.head.job, number, index, Format::Png);
        env.media.put(&key, picture.bytes).await?;
        keys.push(key.to_string());
    }
    let landed = Landed { keys, attempt: number };
    let result =
        serde_json::to_value(landed).map_err(|error| Fault::defect("keys are no JSON").because(error))?;
    Ok(Verdict::Landed { result, cost })
}

/// What a concluded attempt tells the flow.
fn outcome(attempt: &Attempt) -> Result<Outcome, Fault> {
    match attempt.state {
        AttemptState::Landed => {
            let landed = Landed::deserialize(&attempt.result)
                .map_err(|error| Fault::defect("what landed changed its form").because(error))?;
            Ok(Outcome { cost: attempt.cost, ..Outcome::of(landed.word(), &landed)? })
        }
        AttemptState::InDoubt => Outcome::of(IN_DOUBT, &()),
        // The job ended while the provider was asked: nobody waits for the answer any more.
        AttemptState::Lost => Outcome::of(STOP, &()),
        AttemptState::Refused => {
            let detail = format!("The provider `{}` refused: {}", attempt.provider, attempt.result);
            Err(Fault::new(Kind::Unprocessable, "provider-refused", detail))
        }
        AttemptState::Void => {
            let detail = format!("The provider `{}` could not be reached.", attempt.provider);
            Err(Fault::new(Kind::Unavailable, "provider-unreachable", detail))
        }
        AttemptState::Submitting | AttemptState::Accepted => {
            let state = attempt.state;
            Err(Fault::defect(format!("an attempt that was concluded is {state:?}")))
        }
    }
}

pub(crate) fn order(view: &JobView, step: &Step) -> Result<Order, Fault> {
    let request: ResolvedRender = view.request()?;
    let choice: Choice = view.result(step.r#try, StageName::RouteModel)?;
    let prompt = match choice.prompt {
        Some(changed) => changed,
        None => view.needed::<FinalPrompt>(step.r#try, StageName::OptimizePrompt)?.prompt,
    };
    Ok(Order {
        model: choice.model,
        reference: format!("{}-{}", step.job, step.r#try),
        prompt,
        style: request.style.map(|style| style.as_str().to_owned()),
        size: request.size,
        count: request.count.get(),
        seed: choice.seed.unwrap_or(request.seed),
    })
}

#[cfg(test)]
mod tests;
