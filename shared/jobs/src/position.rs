//! Where in the line a job waits, and for how long.

use std::time::Duration;

use fault::Fault;
use futures::future::try_join3;
use store::{Kind, Listing, Range};

use crate::admit::Plan;
use crate::dispatch::Waiting;
use crate::head::Head;
use crate::key;
use crate::lane::UserLane;
use crate::spine::Jobs;

/// A place in the waiting line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// 1 is the next to start.
    pub place: usize,
    /// When it will start, going by how long the last jobs took; unknown while none has ended.
    pub eta: Option<Duration>,
}

/// The longest line that is counted. Whoever stands behind it is told this place.
const LONGEST: usize = 500;
/// How many of the latest jobs tell how long one takes.
const LATEST: usize = 25;

impl Jobs {
    /// Where `head`'s job waits; `None` when it does not wait any more.
    pub async fn position(&self, head: &Head) -> Result<Option<Position>, Fault> {
        if head.waits.is_none() {
            return Ok(None);
        }
        let lane = UserLane::of(head);
        let line = Range::of(Kind::WAI).below(&key::lane_sort(lane));
        let latest = Range::of(Kind::JOB).newest_first();
        let (line, latest, plan): (Listing<Waiting>, Listing<Head>, Option<Plan>) = try_join3(
            self.store.list(&line, None, LONGEST),
            self.store.list(&latest, None, LATEST),
            self.store.find(&key::plan()),
        )
        .await?;
        let ahead = line.items.iter().position(|waiting| waiting.job == head.job);
        let Some(ahead) = ahead.or_else(|| line.next_cursor.is_some().then_some(LONGEST)) else {
            return Ok(None);
        };
        let slots = plan.unwrap_or_default().slots(lane.lane).max(1);
        let rounds = u32::try_from(ahead / slots + 1).unwrap_or(u32::MAX);
        Ok(Some(Position {
            place: ahead + 1,
            eta: mean(&latest.items).map(|mean| mean.saturating_mul(rounds)),
        }))
    }
}

/// How long jobs take that have ended, on average.
fn mean(heads: &[Head]) -> Option<Duration> {
    let took: Vec<_> = heads.iter().filter_map(|head| Some(head.ended_at?.since(head.started_at?))).collect();
    let count = u32::try_from(took.len()).ok().filter(|count| *count > 0)?;
    Some(took.iter().sum::<Duration>() / count)
}

#[cfg(test)]
mod tests;
