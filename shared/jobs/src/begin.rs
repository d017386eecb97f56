//! Beginning a run, and opening a job for a stage.

use contract::port::table::{Edit, Guard, Value};
use contract::{Failure, Step};
use fault::Fault;
use model::{EventType, Status};
use serde_json::json;
use store::{Change, Commit};

use crate::event::JobEvent;
use crate::head::{self, Head};
use crate::spine::{Jobs, change_head, due_edits, moved, text};
use crate::view::JobView;

/// A job as a stage finds it.
#[derive(Debug)]
pub enum Opened {
    /// It is this run's to work on.
    Ours(Box<JobView>),
    /// It has ended, or another run has taken over: go no further.
    Stop,
}

impl Jobs {
    /// Begins a run: a queued job is running from now on. A repetition finds it running and writes nothing.
    pub async fn begin(&self, step: &Step) -> Result<Opened, Fault> {
        loop {
            let view = self.view(step.job).await?;
            let head = &view.head;
            if head.run != step.run || head.status.is_terminal() {
                return Ok(Opened::Stop);
            }
            if head.status != Status::Queued {
                return Ok(Opened::Ours(Box::new(view)));
            }
            let now = self.now();
            let mut edits = vec![
                Edit::Set(head::STATUS, text(Status::Running.word())),
                Edit::Set(head::STARTED, Value::Int(now.millis())),
            ];
            edits.extend(due_edits(head, now, now.plus(crate::QUIET)));
            let event = JobEvent {
                version: head.version + 1,
                r#type: EventType::Started,
                at: now,
                data: json!({ "run": head.run }),
            };
            let changes = vec![
                change_head(head, edits, vec![Guard::StatusIn(&[Status::Queued])]),
                event.append(head.job)?,
            ];
            // Whether it was this invocation or another that moved the job: the next look tells whose it is now.
            if let Commit::Refused(refused) = self.store.commit(changes).await? {
                moved(head, 0, &refused)?;
            }
        }
    }

    /// Opens a job for a stage of a run that has begun.
    pub async fn open(&self, step: &Step) -> Result<Opened, Fault> {
        let view = self.view(step.job).await?;
        let ours = view.head.run == step.run && matches!(view.head.status, Status::Running | Status::InDoubt);
        Ok(if ours { Opened::Ours(Box::new(view)) } else { Opened::Stop })
    }

    /// Opens a job for the stage that ends it, whatever its status.
    pub async fn open_to_end(&self, step: &Step) -> Result<Opened, Fault> {
        let view = self.view(step.job).await?;
        let ours = view.head.run == step.run && !view.head.status.is_terminal();
        Ok(if ours { Opened::Ours(Box::new(view)) } else { Opened::Stop })
    }
}

/// The change that makes the next run the present one, and its event.
pub(crate) fn resume(head: &Head, now: model::Time, failure: Option<&Failure>) -> Result<Vec<Change>, Fault> {
    let mut edits = vec![Edit::Set(head::RUN, Value::Int((head.run + 1).into()))];
    edits.extend(due_edits(head, now, now.plus(crate::START_WITHIN)));
    let error = failure.map(|failure| failure.error.as_str());
    let event = JobEvent {
        version: head.version + 1,
        r#type: EventType::Resumed,
        at: now,
        data: json!({ "run": head.run + 1, "error": error }),
    };
    Ok(vec![change_head(head, edits, vec![Guard::StatusIn(Status::OPEN)]), event.append(head.job)?])
}

#[cfg(test)]
mod tests;
