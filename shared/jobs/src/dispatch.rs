//! Moving jobs that wait into slots that are free.

use contract::port::table::{Edit, Guard, Item, Value};
use fault::Fault;
use model::{EventType, JobId, Status};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Change, Commit, Kind, Range};

use crate::admit::Plan;
use crate::event::JobEvent;
use crate::head::{self, Head};
use crate::key;
use crate::lane::{self, UserLane};
use crate::launch::Launcher;
use crate::spine::{Jobs, change_head, due_edits, moved, read};

/// A place in the waiting line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// Who waits.
    pub(crate) job: JobId,
    /// Before whom: lower comes first.
    pub(crate) priority: u32,
}

/// What became of one place.
enum Seat {
    /// Its job has a slot now.
    Taken(u32),
    /// No slot is free.
    None,
    /// Somebody else has seen to it.
    Gone,
}

/// How many places are read at one time.
const PAGE: usize = 10;

impl Jobs {
    /// Gives the free slots of `lane` to those who have waited longest, and starts their flows. Answers how many. Safe to repeat
    /// and to do twice at once: the slots are guarded.
    pub async fn dispatch(&self, launcher: &Launcher, lane: UserLane) -> Result<u32, Fault> {
        let mut started = 0;
        loop {
            let items = self.store.find_all(&[key::plan(), key::lane(lane)]).await?;
            let [plan, item] = items.as_slice() else {
                return Err(Fault::defect(
                    "a batch read answered another number of items than it was asked for",
                ));
            };
            let slots = read::<Plan>(plan.as_ref())?.unwrap_or_default().slots(lane.lane);
            if lane::holders(item.as_ref()).len() >= slots {
                return Ok(started);
            }
            let places = self.waiting(lane, PAGE).await?;
            if places.is_empty() {
                return Ok(started);
            }
            for place in places {
                match self.seat(lane, &place, slots).await? {
                    Seat::Taken(run) => {
                        started += 1;
                        // A flow that does not start now is started by the sweeper within a minute.
                        let _ = launcher.start(place.job, run).await;
                    }
                    Seat::None => return Ok(started),
                    Seat::Gone => {}
                }
            }
        }
    }

    /// Gives a job a slot again that goes on without one since a doubt, before a provider is asked anew for it. Answers whether it
    /// has one. No event: nothing happened to the job. Safe to repeat.
    pub async fn seat_again(&self, head: &Head) -> Result<bool, Fault> {
        let run = head.run;
        let mut head = head.clone();
        while !head.slot && head.run == run && head.status == Status::Running {
            let plan = self.store.find::<Plan>(&key::plan()).await?.unwrap_or_default();
            let running = Guard::All(vec![
                Guard::Version(head.version),
                Guard::Is(head::RUN, Value::Int(run.into())),
                Guard::StatusIn(&[Status::Running]),
            ]);
            let seated = vec![
                lane::take_again(&head, plan.slots(head.lane), self.now()),
                Change::update(key::head(head.job), vec![Edit::Set(head::SLOT, Value::Bool(true))], running),
            ];
            match self.store.commit(seated).await? {
                Commit::Refused(refused) if refused.index == 0 && self.head(head.job).await? == head => {
                    return Ok(false);
                }
                Commit::Done | Commit::Refused(_) => head = self.head(head.job).await?,
            }
        }
        Ok(head.slot)
    }

    /// The first places of `lane`'s line.
    async fn waiting(&self, lane: UserLane, limit: usize) -> Result<Vec<Waiting>, Fault> {
        let line = Range::of(Kind::WAI).below(&key::lane_sort(lane));
        Ok(self.store.list(&line, None, limit).await?.items)
    }

    async fn seat(&self, lane: UserLane, place: &Waiting, slots: usize) -> Result<Seat, Fault> {
        loop {
            let Some(head) = self.store.find::<Head>(&key::head(place.job)).await? else {
                return self.vacate(lane, place).await;
            };
            if head.status != Status::Queued || head.waits != Some(place.priority) {
                return self.vacate(lane, place).await;
            }
            match self.store.commit(self.seating(lane, &head, place, slots)?).await? {
                Commit::Done => return Ok(Seat::Taken(head.run)),
                Commit::Refused(refused) if refused.index == 0 => return Ok(Seat::None),
                Commit::Refused(refused) if refused.index == 1 => return Ok(Seat::Gone),
                Commit::Refused(refused) => moved(&head, 2, &refused)?,
            }
        }
    }

    fn seating(
        &self,
        lane: UserLane,
        head: &Head,
        place: &Waiting,
        slots: usize,
    ) -> Result<Vec<Change>, Fault> {
        let now = self.now();
        let mut edits = vec![Edit::Set(head::SLOT, Value::Bool(true)), Edit::Unset(head::WAITS)];
        edits.extend(due_edits(head, now, now.plus(crate::START_WITHIN)));
        let waited = u64::try_from(now.since(head.created_at).as_millis()).unwrap_or(u64::MAX);
        let event = JobEvent {
            version: head.version + 1,
            r#type: EventType::Dispatched,
            at: now,
            data: json!({ "waited_ms": waited }),
        };
        Ok(vec![
            lane::take(head, slots, now),
            Change::delete(key::waiting(lane, place.priority, place.job), Guard::Present),
            change_head(head, edits, vec![Guard::StatusIn(&[Status::Queued]), Guard::Unset(head::CANCEL)]),
            event.append(head.job)?,
        ])
    }

    /// Removes a place whose job does not wait any more: its end should have.
    async fn vacate(&self, lane: UserLane, place: &Waiting) -> Result<Seat, Fault> {
        let address = key::waiting(lane, place.priority, place.job);
        self.store.write(Change::delete(address, Guard::Always)).await?;
        Ok(Seat::Gone)
    }

    /// Looks at a lane that is due: takes back the slots of jobs that have ended, and gives what is free to those who wait. Answers
    /// whether there was anything to do.
    pub async fn sweep_lane(&self, launcher: &Launcher, lane: UserLane) -> Result<bool, Fault> {
        let Some(item) = self.store.find_all(&[key::lane(lane)]).await?.pop().flatten() else {
            return Ok(false);
        };
        let evicted = self.evict_ended(lane, &item).await?;
        let started = self.dispatch(launcher, lane).await?;
        let empty = started == 0 && evicted == lane::holders(Some(&item)).len();
        let next = if empty && self.waiting(lane, 1).await?.is_empty() {
            lane::rest(lane, &item)
        } else {
            Some(lane::watch(lane, self.now()))
        };
        if let Some(change) = next {
            self.store.write(change).await?;
        }
        Ok(started > 0 || evicted > 0)
    }

    /// Takes the slots of jobs that are not there, have ended, or hold none by their own head. Such a slot is never left by a
    /// transaction of ours; one that is found all the same must not be lost for ever.
    async fn evict_ended(&self, lane: UserLane, item: &Item) -> Result<usize, Fault> {
        let holders: Vec<JobId> =
            lane::holders(Some(item)).iter().filter_map(|holder| holder.parse().ok()).collect();
        if holders.is_empty() {
            return Ok(0);
        }
        let addresses: Vec<_> = holders.iter().map(|job| key::head(*job)).collect();
        let heads = self.store.find_all(&addresses).await?;
        let mut evicted = 0;
        for (job, head) in holders.into_iter().zip(heads) {
            if read::<Head>(head.as_ref())?.is_none_or(|head| head.status.is_terminal() || !head.slot) {
                tracing::error!(%job, "a job that has ended held a slot");
                self.store.write(lane::evict(lane, job)).await?;
                evicted += 1;
            }
        }
        Ok(evicted)
    }
}

#[cfg(test)]
mod tests;
