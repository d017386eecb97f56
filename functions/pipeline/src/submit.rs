//! Asks the provider, once.
//!
//! The attempt is written before the request is sent, and writing it is the licence to send. A repeated invocation finds the
//! attempt: what landed is used, and what may be on its way is sent again only where the provider promises that this is harmless.
//! A provider that answers later is waited for by the stage `await`.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{Attempt, AttemptState, CANCEL, JobView, Jobs, License, Line, Outcome, STOP, Sent, Verdict};
use media::key::Format;
use media::{Media, OutputKey};
use model::{ResolvedRender, StageName, UsdMicros};
use providers::{Answer, Catalogue, MAX_ID_BYTES, Order, Picture, Registry, Task, Wire};
use serde::{Deserialize, Serialize};
use store::{Digest, Store};

use crate::edited::edited;
use crate::frame::{Frame, IN_DOUBT};
use crate::optimize_prompt::told;
use crate::route_model::Choice;

/// The stage.
pub struct Submit;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, store: Store, media: Media, providers: Registry, clock: Arc<dyn Clock> }
}

/// The word of an attempt whose result is stored.
pub(crate) const LANDED: Word = "landed";
/// The word of one that brought more than one file: they are looked into by many.
pub(crate) const SEVERAL: Word = "several";
/// The word of an attempt whose provider answers later.
pub(crate) const ACCEPTED: Word = "accepted";
/// How long a provider that answers at once may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// The longest that a lost answer is looked for.
const LONGEST_DOUBT: Duration = Duration::from_hours(24);

/// What `submit` leaves when the provider answers later: the attempt that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Its number.
    pub(crate) accepted: u32,
}

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

    /// What landed in `try`: as `submit` left it, or, where the provider answered later, as its attempt keeps it.
    pub(crate) fn of(view: &JobView, r#try: u32) -> Result<Self, Fault> {
        let waited = view.checkpoint(r#try, StageName::Submit).is_some_and(|left| left.word == ACCEPTED);
        if !waited {
            return view.result(r#try, StageName::Submit);
        }
        let Accepted { accepted } = view.result(r#try, StageName::Submit)?;
        let attempt = view.attempt(accepted).filter(|attempt| attempt.state == AttemptState::Landed);
        Self::from(attempt.ok_or_else(|| Fault::defect(format!("attempt {accepted} has not landed")))?)
    }

    /// What an attempt that landed brought.
    pub(crate) fn from(attempt: &Attempt) -> Result<Self, Fault> {
        Self::deserialize(&attempt.result)
            .map_err(|error| Fault::defect("what landed changed its form").because(error))
    }

    pub(crate) fn word(&self) -> Word {
        if self.keys.len() > 1 { SEVERAL } else { LANDED }
    }
}

impl Stage for Submit {
    const NAME: &'static str = "pipeline-submit";
    const SUMMARY: &'static str = "Ask the provider for the render's media, once.";
    const WORDS: &'static [Word] = &[LANDED, SEVERAL, ACCEPTED, IN_DOUBT, CANCEL, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Submit, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.open(&step).await?;
        frame.run(opened, async |view| ask(&env, &step, view).await).await
    }
}

async fn ask(env: &Env, step: &Step, view: &JobView) -> Result<Outcome, Fault> {
    // What is known of an attempt does not need its order: the picture that it changes may have gone meanwhile.
    if let Some(attempt) = view.open_attempt().filter(|attempt| attempt.state != AttemptState::Submitting) {
        return outcome(attempt);
    }
    let choice: Choice = view.result(step.r#try, StageName::RouteModel)?;
    let provider = env.providers.provider(&choice.provider)?;
    let edit = edited(&env.jobs, &env.store, &env.media, view, &choice.provider).await?;
    let wire = provider.lower(&Order { edit, ..order(view, step)? })?;
    let (patience, doubt) = patience(&choice);
    let sent = Sent {
        provider: choice.provider.clone(),
        model: choice.model.clone(),
        body_sha256: Digest::of(&wire.body).as_str().to_owned(),
        r#try: step.r#try,
        patience,
        doubt,
    };
    match env.jobs.license(view, &sent).await? {
        License::Granted(number) => send(env, view, &choice, wire, number).await,
        License::Held(attempt) => take_up(env, view, &choice, wire, &attempt).await,
        License::Unwanted => Outcome::of(CANCEL, &()),
        License::Stop => Outcome::of(STOP, &()),
    }
}

/// An attempt of another invocation.
async fn take_up(
    env: &Env,
    view: &JobView,
    choice: &Choice,
    wire: Wire,
    attempt: &Attempt,
) -> Result<Outcome, Fault> {
    match attempt.state {
        AttemptState::Submitting if repeatable(view, choice)? => {
            send(env, view, choice, wire, attempt.number).await
        }
        AttemptState::Submitting => {
            let stored = env.jobs.conclude(&env.line, &view.head, attempt.number, &Verdict::InDoubt).await?;
            outcome(&stored)
        }
        _ => outcome(attempt),
    }
}

/// How long an answer is waited for, and how long a lost one is looked for after that: together twice as long as the model may
/// take, a day at most. Of one that answers at once nobody can ask what became of it.
fn patience(choice: &Choice) -> (Duration, Duration) {
    match choice.offered().and_then(|model| model.answers_within_seconds) {
        Some(seconds) => {
            let longest = Duration::from_secs(seconds.into());
            (longest, longest.min(LONGEST_DOUBT.saturating_sub(longest)))
        }
        None => (PATIENCE, Duration::ZERO),
    }
}

fn repeatable(view: &JobView, choice: &Choice) -> Result<bool, Fault> {
    let request: ResolvedRender = view.request()?;
    let name = format!("{}/{}", choice.provider, choice.model);
    let offers =
        Catalogue::get().offers(Task::from(request.task), request.size, request.count.get(), Some(&name));
    Ok(offers.first().is_some_and(|offer| offer.idempotent_create))
}

async fn send(env: &Env, view: &JobView, choice: &Choice, wire: Wire, number: u32) -> Result<Outcome, Fault> {
    let provider = env.providers.provider(&choice.provider)?;
    let verdict = match provider.submit(wire).await {
        Answer::Done { pictures, cost } => land(&env.media, view, number, pictures, cost).await?,
        Answer::Accepted { id } if (1..=MAX_ID_BYTES).contains(&id.len()) => {
            Verdict::Accepted { provider: choice.provider.clone(), id }
        }
        Answer::Refused(why) => Verdict::Refused(why),
        Answer::NotSent(why) => Verdict::Void(why),
        // One that was accepted under a name that cannot be asked for is as lost.
        Answer::Accepted { .. } | Answer::Lost(_) => Verdict::InDoubt,
    };
    // The head has moved since the view was read: the licence itself counted its version up.
    let head = env.jobs.head(view.head.job).await?;
    outcome(&env.jobs.conclude(&env.line, &head, number, &verdict).await?)
}

/// Stores what came back.
pub(crate) async fn land(
    media: &Media,
    view: &JobView,
    number: u32,
    pictures: Vec<Picture>,
    cost: UsdMicros,
) -> Result<Verdict, Fault> {
    let mut keys = Vec::new();
    for (index, picture) in (0..).zip(pictures) {
        let key = OutputKey::new(media.scope(), view.head.job, number, index, Format::Png);
        media.put(&key, picture.bytes).await?;
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
            let landed = Landed::from(attempt)?;
            Ok(Outcome { cost: attempt.cost, ..Outcome::of(landed.word(), &landed)? })
        }
        AttemptState::Accepted => Outcome::of(ACCEPTED, &Accepted { accepted: attempt.number }),
        AttemptState::InDoubt => Outcome::of(IN_DOUBT, &()),
        // The job ended while the provider was asked: nobody waits for the answer any more.
        AttemptState::Lost => Outcome::of(STOP, &()),
        AttemptState::Refused => Err(refused(attempt)),
        AttemptState::Void => {
            let detail = format!("The provider `{}` could not be reached.", attempt.provider);
            Err(Fault::new(Kind::Unavailable, "provider-unreachable", detail))
        }
        AttemptState::Submitting => {
            let state = attempt.state;
            Err(Fault::defect(format!("an attempt that was concluded is {state:?}")))
        }
    }
}

/// What the owner is told of an attempt that was refused.
pub(crate) fn refused(attempt: &Attempt) -> Fault {
    let detail = format!("The provider `{}` refused: {}", attempt.provider, attempt.result);
    Fault::new(Kind::Unprocessable, "provider-refused", detail)
}

pub(crate) fn order(view: &JobView, step: &Step) -> Result<Order, Fault> {
    let request: ResolvedRender = view.request()?;
    let choice: Choice = view.result(step.r#try, StageName::RouteModel)?;
    Ok(Order {
        model: choice.model,
        reference: format!("{}-{}", step.job, step.r#try),
        prompt: told(view, step.r#try)?,
        style: request.style.map(|style| style.as_str().to_owned()),
        size: request.size,
        count: request.count.get(),
        seed: choice.seed.unwrap_or(request.seed),
        edit: None,
    })
}

#[cfg(test)]
mod tests;
