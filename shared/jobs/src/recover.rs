//! Taking up a job whose flow has died, or ending it.

use std::time::Duration;

use contract::Failure;
use contract::port::ExecutionState;
use fault::{Fault, Kind, Problem};
use model::{JobId, Status};
use store::Commit;

use crate::attempt::{Attempt, AttemptState, Verdict};
use crate::begin::resume;
use crate::cancel::too_late;
use crate::head::Head;
use crate::lane::UserLane;
use crate::latch;
use crate::launch::Office;
use crate::settle::{End, Settled};
use crate::view::JobView;

/// What was done about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing: it has ended, or another run has it.
    None,
    /// Its flow was started, for the first time or again under the same name.
    Started,
    /// It is at work, or in doubt for a while; it will be looked at again.
    AtWork,
    /// A new run was started.
    Resumed,
    /// It was ended.
    Ended,
}

impl Office {
    /// Looks at a job that nobody has heard of in time, and does what it needs. Safe to repeat.
    pub async fn sweep(&self, job: JobId) -> Result<Recovery, Fault> {
        let head = self.jobs.head(job).await?;
        let now = self.jobs.now();
        if head.status.is_terminal() || head.due.is_none_or(|due| due > now) {
            return Ok(Recovery::None);
        }
        if head.status == Status::InDoubt {
            return self.wait_or_expire(&self.jobs.view(job).await?).await;
        }
        if head.status == Status::Queued && head.is_past_deadline(now) {
            let view = self.jobs.view(job).await?;
            return self.end(&view, &End::Expired(too_late(&view.head))).await;
        }
        if head.waits.is_some() {
            let started = self.jobs.dispatch(&self.launcher, UserLane::of(&head)).await?;
            self.jobs.look_again(&head, now.plus(crate::WAITING)).await?;
            return Ok(if started > 0 { Recovery::Started } else { Recovery::AtWork });
        }
        match self.launcher.state(job, head.run).await? {
            ExecutionState::Absent => {
                self.launcher.start(job, head.run).await?;
                self.jobs.look_again(&head, now.plus(crate::START_WITHIN)).await?;
                Ok(Recovery::Started)
            }
            ExecutionState::Running => {
                latch::look(&self.jobs, &self.launcher, &head).await?;
                let attempts = self.jobs.attempts_of(job).await?;
                match attempts.last() {
                    Some(overdue) if overdue.is_overdue(now) => self.doubt(&head, overdue).await?,
                    attempt => self.see_to(job, attempt).await?,
                }
                self.jobs.look_again(&head, now.plus(crate::QUIET)).await?;
                Ok(Recovery::AtWork)
            }
            ExecutionState::Ended(_) => self.reap(job, head.run, None).await,
        }
    }

    /// Takes up a job whose run `run` has ended without ending the job: a new run while there are runs left, else its end.
    pub async fn reap(&self, job: JobId, run: u32, failure: Option<&Failure>) -> Result<Recovery, Fault> {
        let head = self.jobs.head(job).await?;
        if head.status.is_terminal() || head.run != run {
            return Ok(Recovery::None);
        }
        if head.run < crate::MAX_RUNS {
            return self.resume(&head, failure).await;
        }
        self.give_up(job, failure).await
    }

    async fn resume(&self, head: &Head, failure: Option<&Failure>) -> Result<Recovery, Fault> {
        let resumed = resume(head, self.jobs.now(), failure)?;
        if self.jobs.store.commit(resumed).await? != Commit::Done {
            // Somebody else moved the job in this moment: they, or the next sweep, will see to it.
            return Ok(Recovery::None);
        }
        self.launcher.start(head.job, head.run + 1).await?;
        Ok(Recovery::Resumed)
    }

    /// Ends a job that has no run left, unless a provider may still be at work for it: then there is a doubt to wait for.
    async fn give_up(&self, job: JobId, failure: Option<&Failure>) -> Result<Recovery, Fault> {
        let view = self.jobs.view(job).await?;
        if view.head.status == Status::InDoubt {
            return self.wait_or_expire(&view).await;
        }
        match view.open_attempt() {
            Some(attempt) if attempt.state.is_open() => {
                self.doubt(&view.head, attempt).await?;
                Ok(Recovery::AtWork)
            }
            // The answer that was waited for has come when no run was left. It is paid for: one more run takes it.
            Some(attempt) if attempt.was_waited_for() && view.head.run == crate::MAX_RUNS => {
                self.resume(&view.head, failure).await
            }
            // What was withdrawn at somebody's wish has not failed.
            _ if view.head.wish(self.jobs.now()).is_some() => {
                self.jobs.give_way(&self.line, &view).await.map(Recovery::of)
            }
            _ => self.end(&view, &End::Failed(gave_up(job, failure))).await,
        }
    }

    /// Declares the doubt about a request that a provider may be at work on, and has it asked all the same. Questions do so when
    /// they come to nothing; where they fail, nobody else does.
    async fn doubt(&self, head: &Head, attempt: &Attempt) -> Result<(), Fault> {
        let accepted = attempt.state == AttemptState::Accepted;
        let doubt = if accepted { Verdict::Overdue } else { Verdict::InDoubt };
        let stored = self.jobs.conclude(&self.line, head, attempt.number, &doubt).await?;
        self.see_to(head.job, Some(&stored)).await
    }

    async fn wait_or_expire(&self, view: &JobView) -> Result<Recovery, Fault> {
        let head = &view.head;
        if head.status != Status::InDoubt {
            // The answer was found in this moment.
            return Ok(Recovery::None);
        }
        let (now, attempt) = (self.jobs.now(), view.open_attempt());
        match attempt.map(|attempt| attempt.doubt_until) {
            Some(until) if until > now => {
                self.see_to(head.job, attempt).await?;
                let asked = attempt.is_some_and(|attempt| attempt.asked_as().is_some());
                let again = if asked { until.min(now.plus(crate::QUIET)) } else { until };
                self.jobs.look_again(head, again).await?;
                Ok(Recovery::AtWork)
            }
            _ => {
                let ended = self.end(view, &End::Expired(answer_lost(head.job, attempt))).await?;
                if let (Recovery::Ended, Some(attempt)) = (ended, attempt) {
                    self.launcher.tell(attempt, crate::STOP).await?;
                }
                Ok(ended)
            }
        }
    }

    /// The net below the questions: has one asked that should have been asked by now, and has those told who may wait in vain.
    /// What nobody waits for any more is asked in vain.
    async fn see_to(&self, job: JobId, attempt: Option<&Attempt>) -> Result<(), Fault> {
        match attempt {
            Some(attempt) if attempt.is_neglected(self.jobs.now()) => {
                self.polls.ask(attempt.next_poll(job), Duration::ZERO).await
            }
            _ => Ok(()),
        }
    }

    async fn end(&self, view: &JobView, end: &End) -> Result<Recovery, Fault> {
        self.jobs.settle(&self.line, view, end).await.map(Recovery::of)
    }
}

impl Recovery {
    const fn of(settled: Settled) -> Self {
        match settled {
            Settled::Now => Self::Ended,
            Settled::Before => Self::None,
        }
    }
}

fn answer_lost(job: JobId, attempt: Option<&Attempt>) -> Problem {
    let accepted = attempt.is_some_and(|attempt| attempt.external.is_some());
    let what = if accepted {
        "The provider took the request and gave no answer in all the time that it was asked for one."
    } else {
        "The provider's answer was lost and never found."
    };
    let detail = format!("{what} Nothing was charged; retry the render.");
    Fault::new(Kind::TimedOut, "answer-lost", detail).problem(&job.to_string())
}

fn gave_up(job: JobId, failure: Option<&Failure>) -> Problem {
    let error = failure.map_or("an unknown error", |failure| failure.error.as_str());
    let detail = format!("The flow died {} times, the last time with {error}.", crate::MAX_RUNS);
    Fault::new(Kind::Defect, "flow-died", detail).problem(&job.to_string())
}

#[cfg(test)]
mod tests;
