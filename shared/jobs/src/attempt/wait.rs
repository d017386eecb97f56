//! Waiting for a provider that answers later.
//!
//! A state of the flow waits under a token, which lies on the attempt; a message on the queue `polls` asks the provider, and leads
//! to the next. Whoever writes a verdict tells those who wait. None is missed: a token is written only while there is no verdict,
//! so a verdict that comes before it is seen by the stage that writes it, and one that comes after it finds it.
//!
//! Questions are numbered, and the attempt counts those that were asked: of two messages that are the same, one leads to the
//! next and the other nowhere. A chain that is torn is taken up by the sweeper.

use std::time::Duration;

use contract::port::Signaled;
use contract::port::table::{Edit, Guard, Value};
use contract::{Next, Word};
use fault::Fault;
use model::{JobId, Time};
use store::Change;

use super::conclude::used;
use super::{Attempt, AttemptState, GOES_ON, GONE, POLL_AT, POLLED, POLLS, PollOf, Polls, STATE, TOKENS};
use crate::key;
use crate::launch::Launcher;
use crate::spine::{Jobs, text};

impl Attempt {
    /// The provider's name for the request, while it may be asked for its answer.
    pub fn asked_as(&self) -> Option<&str> {
        let open = matches!(self.state, AttemptState::Accepted | AttemptState::InDoubt) && !self.gone;
        self.external.as_deref().filter(|_| open)
    }

    /// Whether it landed, and later than at once.
    pub(crate) fn was_waited_for(&self) -> bool {
        self.state == AttemptState::Landed && self.external.is_some()
    }

    /// Whether its provider had accepted it and made nothing of it.
    pub(crate) fn was_declined(&self) -> bool {
        self.state == AttemptState::Refused && self.external.is_some()
    }

    /// The question that is next.
    pub fn next_poll(&self, job: JobId) -> PollOf {
        PollOf { job, attempt: self.number, n: self.polls + 1 }
    }

    /// After how long the provider is asked again: as it said, else after an eighth of the time that it has had. So an answer
    /// lies for an eighth of that time at most, and waiting ten times as long takes some twenty questions more.
    pub fn poll_after(&self, now: Time, said: Option<Duration>) -> Duration {
        let after = said.unwrap_or_else(|| now.since(self.at) / 8);
        after.clamp(Polls::SHORTEST, Polls::LONGEST)
    }

    /// Whether it was accepted and should have been answered by now.
    pub fn is_overdue(&self, now: Time) -> bool {
        self.state == AttemptState::Accepted && self.deadline <= now
    }

    /// Whether somebody has to look: the provider should have been asked by now and was not, or there is a verdict of which
    /// those who wait may not know.
    pub(crate) fn is_neglected(&self, now: Time) -> bool {
        if self.asked_as().is_some() {
            return self.poll_at.is_none_or(|at| at.plus(crate::QUIET) <= now);
        }
        !self.tokens.is_empty() && !self.state.is_open()
    }
}

impl Jobs {
    /// Keeps `token`, under which a state of the flow waits for the answer to attempt `number` of `job`, unless there is a
    /// verdict. Answers the attempt as it is stored afterwards. Safe to repeat.
    pub async fn wait(&self, job: JobId, number: u32, token: &str, poll_at: Time) -> Result<Attempt, Fault> {
        let edits = vec![
            Edit::Insert { set: TOKENS, member: token.to_owned() },
            Edit::Set(POLL_AT, Value::Int(poll_at.millis())),
        ];
        self.store.write(Change::update(key::attempt(job, number), edits, undecided())).await?;
        self.store.get(&key::attempt(job, number)).await
    }

    /// Counts the question `poll` about `attempt` as asked, with what it used, and that the next is asked at `again`. Answers whether it
    /// was not counted before: then the next has to be sent.
    pub async fn asked(&self, attempt: &Attempt, poll: PollOf, again: Time) -> Result<bool, Fault> {
        let mut edits =
            vec![Edit::Set(POLLS, Value::Int(poll.n.into())), Edit::Set(POLL_AT, Value::Int(again.millis()))];
        if let Some(usage) = self.usage() {
            let before = attempt.polled.as_deref().cloned().unwrap_or_default();
            edits.push(used(POLLED, &before.and(&usage))?);
        }
        let next = Guard::Is(POLLS, Value::Int(i64::from(poll.n) - 1));
        let open = Guard::All(vec![next, undecided()]);
        let counted =
            self.store.write(Change::update(key::attempt(poll.job, poll.attempt), edits, open)).await?;
        Ok(counted.is_none())
    }

    /// Remembers that the provider knows nothing of a request that is in doubt already. Safe to repeat.
    pub async fn give_up_asking(&self, job: JobId, number: u32) -> Result<(), Fault> {
        self.mark(job, number, Edit::Set(GONE, Value::Bool(true))).await
    }

    /// Remembers that the provider was asked to make nothing of attempt `number`, and goes on. Safe to repeat.
    pub async fn goes_on(&self, job: JobId, number: u32) -> Result<(), Fault> {
        self.mark(job, number, Edit::Set(GOES_ON, Value::Bool(true))).await
    }

    async fn mark(&self, job: JobId, number: u32, edit: Edit) -> Result<(), Fault> {
        self.store.write(Change::update(key::attempt(job, number), vec![edit], undecided())).await.map(drop)
    }

    /// Tells those who wait for the provider of `job` that its end is wished, so that they ask for it now and not after the
    /// next question. What nobody is told here, the next question tells.
    pub async fn tell_wish(&self, launcher: &Launcher, job: JobId) -> Result<(), Fault> {
        let head = self.head(job).await?;
        let Some(number) = head.att.filter(|_| head.cancel_at.is_some()) else { return Ok(()) };
        let attempt: Attempt = self.store.get(&key::attempt(job, number)).await?;
        if attempt.asked_as().is_some() && !attempt.goes_on {
            launcher.tell(&attempt, crate::CANCEL).await?;
        }
        Ok(())
    }
}

impl Launcher {
    /// Ends every wait for `attempt`: the flow goes on with `word`. Answers whether anybody waited.
    pub async fn tell(&self, attempt: &Attempt, word: Word) -> Result<bool, Fault> {
        let mut heard = false;
        for token in &attempt.tokens {
            let signaled = self.signal(token, Next { word, r#try: attempt.r#try }).await?;
            heard |= signaled == Signaled::Now;
        }
        Ok(heard)
    }
}

/// No verdict has come.
fn undecided() -> Guard {
    let open = [AttemptState::Submitting, AttemptState::Accepted, AttemptState::InDoubt];
    Guard::Any(open.into_iter().map(|state| Guard::Is(STATE, text(state.word()))).collect())
}

#[cfg(test)]
mod tests;
