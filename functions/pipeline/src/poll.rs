//! Asks a provider that answers later for its answer.
//!
//! A message is one question. While there is no answer it leads to the next, which comes after a while; so nothing waits in a
//! function, and no state of the flow goes round. An answer is stored, written down and told, in this order: whoever dies in
//! between is followed by the message when it comes again, or by the sweeper's, and each of the three is safe to repeat.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Consumer, QueueName, Step, env};
use fault::Fault;
use jobs::{Attempt, AttemptState, CANCEL, JobView, Jobs, Launcher, Line, PollOf, Polls, Verdict};
use media::Media;
use providers::{Polled, Registry};

use crate::cancel::Withdrawal;
use crate::submit::{land, order};
use crate::waiting::word;

/// The consumer.
pub struct Poll;

env! {
    /// What it holds.
    pub struct Env {
        jobs: Jobs,
        line: Line,
        launcher: Launcher,
        polls: Polls,
        media: Media,
        providers: Registry,
        clock: Arc<dyn Clock>,
    }
}

impl Consumer for Poll {
    const NAME: &'static str = "pipeline-poll";
    const SUMMARY: &'static str = "Ask a provider that answers later for its answer.";
    const QUEUE: QueueName = QueueName::Polls;

    type Env = Env;
    type Message = PollOf;

    async fn consume(env: Env, message: PollOf, receives: u32) -> Result<(), Fault> {
        let view = env.jobs.view(message.job).await?;
        let Some(attempt) = view.attempt(message.attempt) else {
            return Err(Fault::defect(format!("{} has no attempt {}", message.job, message.attempt)));
        };
        if let Some(word) = word(&view.head, attempt)? {
            let heard = env.launcher.tell(attempt, word).await?;
            if word != CANCEL || (!heard && withdrawn(&env, &view, attempt).await?) {
                return Ok(());
            }
            // The answer is wanted all the same: it may come before the provider is asked for the end.
        }
        let Some(id) = attempt.asked_as() else { return Ok(()) };
        if message != attempt.next_poll(message.job) {
            return go_after(&env, message, attempt, receives).await;
        }
        ask(&env, &view, attempt, id, message).await
    }
}

/// A message that came before. Whoever took it may have died before the next was sent: then it comes again, and the next is sent
/// now. A mere duplicate leads nowhere, or each would be asked twice from then on.
async fn go_after(env: &Env, message: PollOf, attempt: &Attempt, receives: u32) -> Result<(), Fault> {
    let next = attempt.next_poll(message.job);
    if receives > 1 && message.n + 1 == next.n {
        return env.polls.ask(next, Duration::ZERO).await;
    }
    Ok(())
}

async fn ask(env: &Env, view: &JobView, attempt: &Attempt, id: &str, message: PollOf) -> Result<(), Fault> {
    let provider = env.providers.provider(&attempt.provider)?;
    let step = Step { r#try: attempt.r#try, ..Step::first(message.job, view.head.run) };
    let wire = provider.lower(&order(view, &step)?)?;
    let verdict = match provider.poll(id, wire).await {
        Polled::Running { again } => return go_on(env, attempt, message, again).await,
        Polled::Unclear(why) => {
            tracing::warn!(job = %message.job, attempt = attempt.number, why, "a provider's answer is not clear");
            return go_on(env, attempt, message, None).await;
        }
        Polled::Done { pictures, cost } => land(&env.media, view, attempt.number, pictures, cost).await?,
        Polled::Refused { why, cost } => Verdict::Declined { why, cost },
        Polled::Gone(why) => {
            tracing::warn!(job = %message.job, attempt = attempt.number, why, "a provider does not know its request");
            if attempt.state == AttemptState::InDoubt {
                env.jobs.give_up_asking(message.job, attempt.number).await?;
            }
            Verdict::Gone
        }
    };
    conclude(env, message, &verdict).await
}

/// There is no answer yet: the next question is asked later. One that is overdue is in doubt, and is asked for all the same.
async fn go_on(env: &Env, attempt: &Attempt, message: PollOf, said: Option<Duration>) -> Result<(), Fault> {
    let now = env.clock.now();
    if attempt.is_overdue(now) {
        conclude(env, message, &Verdict::Overdue).await?;
    }
    let after = attempt.poll_after(now, said);
    if env.jobs.asked(attempt, message, now.plus(after)).await? {
        let next = PollOf { n: message.n + 1, ..message };
        env.polls.ask(next, after).await?;
    }
    Ok(())
}

/// Writes the verdict and tells those who wait what is stored then, which is another's verdict when another was faster.
async fn conclude(env: &Env, message: PollOf, verdict: &Verdict) -> Result<(), Fault> {
    let head = env.jobs.head(message.job).await?;
    let stored = env.jobs.conclude(&env.line, &head, message.attempt, verdict).await?;
    let head = env.jobs.head(message.job).await?;
    match word(&head, &stored)? {
        Some(word) => env.launcher.tell(&stored, word).await.map(drop),
        None => Ok(()),
    }
}

/// Asks for the end where no flow waits that would: it died, or the job is in doubt and has none. Answers whether the provider makes
/// nothing of it; then the job has ended.
async fn withdrawn(env: &Env, view: &JobView, attempt: &Attempt) -> Result<bool, Fault> {
    let withdrawal = Withdrawal { jobs: &env.jobs, line: &env.line, providers: &env.providers };
    let stored = withdrawal.ask(view.head.job, attempt).await?;
    if stored.state.is_open() || stored.state == AttemptState::Landed {
        return Ok(false);
    }
    let step = Step { r#try: attempt.r#try, ..Step::first(view.head.job, view.head.run) };
    withdrawal.end(&env.jobs.view(view.head.job).await?, &step, env.clock.now()).await?;
    Ok(true)
}

#[cfg(test)]
mod tests;
