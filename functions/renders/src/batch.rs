//! Batches: what one is asked for, and how one is shown.

use fault::{Fault, Problem};
use jobs::Head;
use jobs::batch::{Batch as Record, Child};
use model::{BatchId, JobId, ProjectId, Status, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod order;

pub(crate) use order::{BatchRequest, Order};

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Batch {
    /// Which one.
    pub id: BatchId,
    /// The project of its renders, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// When it was accepted.
    pub created_at: Time,
    /// When its end was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_requested_at: Option<Time>,
    /// How many of its renders are where.
    pub counts: Counts,
    /// What became of its renders, in order; those that were not taken in yet are left out.
    pub items: Vec<Item>,
    /// How to get the next items.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// Where to go from here.
    pub links: Links,
}

/// Where to go from a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// The batch.
    #[serde(rename = "self")]
    pub this: String,
    /// Where its end is asked for.
    pub cancel: String,
}

/// How many renders of a batch are where. All but the first add up to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// All of them.
    pub total: u32,
    /// Not taken in yet, or waiting for a slot.
    pub waiting: u32,
    /// At work, or in doubt.
    pub running: u32,
    /// Ended with a picture.
    pub succeeded: u32,
    /// Ended without one, or refused.
    pub failed: u32,
    /// Ended at their owner's wish.
    pub canceled: u32,
    /// Ended by their deadline, or because an answer was lost.
    pub expired: u32,
}

/// What became of one render of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Which one, from 0: prompts in order, and for each prompt the combinations of the matrix.
    pub index: u32,
    /// The render.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub render: Option<JobId>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Why there is none, or why it ended badly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl Batch {
    /// A batch of which nothing has become yet.
    pub(crate) fn accepted(record: &Record) -> Self {
        let total = record.total;
        Self {
            id: record.id,
            project: record.project,
            created_at: record.created_at,
            cancel_requested_at: record.cancel_at,
            counts: Counts { total, waiting: total, ..Counts::default() },
            items: Vec::new(),
            next_cursor: None,
            links: Links {
                this: format!("/v1/batches/{}", record.id),
                cancel: format!("/v1/batches/{}/cancel", record.id),
            },
        }
    }

    /// A batch with what became of its children: counts over all of them, and the items of one page.
    pub(crate) fn of(record: &Record, family: &[(Child, Option<Head>)], page: Page) -> Self {
        let after =
            family.iter().skip_while(|(child, _)| page.after.is_some_and(|after| child.index <= after));
        let mut items: Vec<_> = after.take(page.limit + 1).map(Item::of).collect();
        let more = items.len() > page.limit;
        items.truncate(page.limit);
        let next_cursor = items.last().filter(|_| more).map(|item| item.index.to_string());
        let counts = Counts::of(record.total, family);
        Self { counts, items, next_cursor, ..Self::accepted(record) }
    }
}

/// Which items of a batch are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    after: Option<u32>,
    limit: usize,
}

impl Page {
    /// The page after `cursor`, which is the number of the last item of the page before.
    pub(crate) fn after(cursor: Option<&str>, limit: usize) -> Result<Self, Fault> {
        let after = cursor.map(str::parse).transpose().map_err(|_| {
            let detail = "This is no cursor of a batch. Send the `next_cursor` of the page before, or none to begin anew.";
            Fault::invalid("/cursor", detail)
        })?;
        Ok(Self { after, limit })
    }
}

impl Counts {
    fn of(total: u32, family: &[(Child, Option<Head>)]) -> Self {
        let mut counts = Self { total, ..Self::default() };
        for (child, head) in family {
            let place = match (head.as_ref().map(|head| head.status), &child.problem) {
                (Some(Status::Queued), _) => continue,
                (Some(Status::Running | Status::InDoubt), _) => &mut counts.running,
                (Some(Status::Succeeded), _) => &mut counts.succeeded,
                (Some(Status::Canceled), _) => &mut counts.canceled,
                (Some(Status::Expired), _) => &mut counts.expired,
                (None, Some(problem)) if problem.code == "canceled" => &mut counts.canceled,
                (Some(Status::Failed) | None, _) => &mut counts.failed,
            };
            *place += 1;
        }
        let Self { running, succeeded, failed, canceled, expired, .. } = counts;
        counts.waiting = total.saturating_sub(running + succeeded + failed + canceled + expired);
        counts
    }
}

impl Item {
    fn of((child, head): &(Child, Option<Head>)) -> Self {
        let ended = head.as_ref().and_then(|head| head.problem.clone());
        Self {
            index: child.index,
            render: child.job,
            status: head.as_ref().map(|head| head.status),
            problem: child.problem.clone().or(ended),
        }
    }
}

#[cfg(test)]
mod tests;
