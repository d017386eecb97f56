//! Asking for the end of a job.

use contract::port::table::{Edit, Guard, Value};
use fault::{Fault, Kind, Problem};
use model::{EventType, JobId, Status};
use serde_json::json;
use store::{Change, Commit};

use crate::event::JobEvent;
use crate::head::{self, Head, Wish};
use crate::line::Line;
use crate::settle::{End, Settled};
use crate::spine::{Jobs, change_head, moved};
use crate::view::JobView;

/// What became of a request to end a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canceled {
    /// It had not begun, and has ended now.
    Now,
    /// It is at work and will end as soon as it can; what a provider makes before that is kept.
    Asked,
    /// It had ended before, in this way.
    Before(Status),
}

impl Jobs {
    /// Asks for the end of `job`; 404 when there is none. A job that has not begun ends at once and is charged nothing. One that is
    /// at work is told: its next stage ends it, unless a provider has been asked by then. Asked twice, it is asked once.
    pub async fn cancel(&self, line: &Line, job: JobId) -> Result<Canceled, Fault> {
        loop {
            let view = self.view(job).await?;
            let head = &view.head;
            if head.status.is_terminal() {
                return Ok(Canceled::Before(head.status));
            }
            if head.status == Status::Queued {
                match self.settle(line, &view, &End::Canceled(canceled(head))).await? {
                    Settled::Now => return Ok(Canceled::Now),
                    Settled::Before => continue,
                }
            }
            if head.cancel_at.is_some() {
                return Ok(Canceled::Asked);
            }
            match self.store.commit(self.asking(head)?).await? {
                Commit::Done => return Ok(Canceled::Asked),
                Commit::Refused(refused) => moved(head, 0, &refused)?,
            }
        }
    }

    fn asking(&self, head: &Head) -> Result<Vec<Change>, Fault> {
        let now = self.now();
        let event = JobEvent {
            version: head.version + 1,
            r#type: EventType::CancelRequested,
            at: now,
            data: json!({}),
        };
        let at_work = vec![Guard::StatusIn(&[Status::Running, Status::InDoubt]), Guard::Unset(head::CANCEL)];
        let edits = vec![Edit::Set(head::CANCEL, Value::Int(now.millis()))];
        Ok(vec![change_head(head, edits, at_work), event.append(head.job)?])
    }

    /// Ends a job that is to end before it has made anything; nothing happens when nobody wishes that any more.
    pub async fn give_way(&self, line: &Line, view: &JobView) -> Result<Settled, Fault> {
        let end = match view.head.wish(self.now()) {
            Some(Wish::Cancel) => End::Canceled(canceled(&view.head)),
            Some(Wish::Expire) => End::Expired(too_late(&view.head)),
            None => return Ok(Settled::Before),
        };
        self.settle(line, view, &end).await
    }
}

fn canceled(head: &Head) -> Problem {
    let detail = "It was canceled before anything was made. Nothing was charged.";
    Fault::new(Kind::Conflict, "canceled", detail).problem(&head.job.to_string())
}

pub(crate) fn too_late(head: &Head) -> Problem {
    let detail =
        "Its deadline passed before anything was made. Nothing was charged; start it again with more time.";
    Fault::new(Kind::TimedOut, "deadline-passed", detail).problem(&head.job.to_string())
}

#[cfg(test)]
mod tests;
