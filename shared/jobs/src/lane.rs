//! Lanes: how many of a user's jobs may run at once, and which.
//!
//! A lane's item is due while anybody is in the lane or waits for it, so the sweeper sees to slots of jobs that have ended and to
//! jobs that nobody started.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::port::table::{Attr, Edit, Guard, Item, Value};
use fault::{Fault, Kind, Level, Limit};
use model::{JobId, JobKind, Time, UserId};
use serde::{Deserialize, Serialize};
use store::{Change, DuePointer};

use crate::head::{DUE_SHARD, DUE_SORT, Head};
use crate::key;

/// The jobs that hold a slot.
pub(crate) const HOLDERS: Attr = Attr("holders");

/// The jobs at work without a slot: they gave it back when nobody knew what became of their request.
pub(crate) const SLOTLESS: Attr = Attr("slotless");

/// How often the sweeper looks at a lane that is in use.
pub(crate) const LOOK: Duration = Duration::from_mins(1);

/// A line in which jobs of one sort wait for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Generations.
    Render,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 1] = [Self::Render];

    /// The lane of a kind of job.
    pub const fn of(kind: JobKind) -> Self {
        match kind {
            JobKind::Render => Self::Render,
        }
    }

    /// The word in keys and refusals.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Render => "render",
        }
    }

    /// Slots of one user, unless the plan says otherwise.
    pub const fn default_slots(self) -> usize {
        match self {
            Self::Render => 5,
        }
    }
}

/// One user's lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLane {
    /// Which lane.
    pub lane: Lane,
    /// Whose.
    #[serde(rename = "usr")]
    pub user: UserId,
}

impl UserLane {
    /// The lane of a job.
    pub const fn of(head: &Head) -> Self {
        Self { lane: head.lane, user: head.user }
    }

    /// The lane that a pointer of the due index names.
    pub fn named(pointer: &DuePointer) -> Option<Self> {
        let DuePointer::Lane { sort, .. } = pointer else { return None };
        let (word, user) = sort.split_once('#')?;
        let lane = Lane::ALL.into_iter().find(|lane| lane.word() == word)?;
        Some(Self { lane, user: user.parse().ok()? })
    }
}

/// Takes a slot for `head`, if there is one.
pub(crate) fn take(head: &Head, slots: usize, now: Time) -> Change {
    seat(head, slots, due_edits(UserLane::of(head), now))
}

/// Takes the slot again that `head` gave back in a doubt, if there is one.
pub(crate) fn take_again(head: &Head, slots: usize, now: Time) -> Change {
    let mut edits = due_edits(UserLane::of(head), now);
    edits.push(Edit::Remove { set: SLOTLESS, member: head.job.to_string() });
    seat(head, slots, edits)
}

fn seat(head: &Head, slots: usize, mut edits: Vec<Edit>) -> Change {
    let member = head.job.to_string();
    let room = Guard::RoomFor { set: HOLDERS, member: member.clone(), cap: slots };
    edits.push(Edit::Insert { set: HOLDERS, member });
    Change::update(key::lane(UserLane::of(head)), edits, room)
}

/// Gives the slot back of a job that goes on without one.
pub(crate) fn let_go(head: &Head) -> Change {
    let member = head.job.to_string();
    let edits =
        vec![Edit::Remove { set: HOLDERS, member: member.clone() }, Edit::Insert { set: SLOTLESS, member }];
    Change::update(key::lane(UserLane::of(head)), edits, Guard::Always)
}

/// Gives the slot back of a job that ends; nothing happens when it is not held.
pub(crate) fn give_back(head: &Head) -> Change {
    let edits = [HOLDERS, SLOTLESS].map(|set| Edit::Remove { set, member: head.job.to_string() });
    Change::update(key::lane(UserLane::of(head)), edits.to_vec(), Guard::Always)
}

/// Sees to it that the sweeper looks at the lane, because somebody is about to wait for it.
pub(crate) fn watch(lane: UserLane, now: Time) -> Change {
    Change::update(key::lane(lane), due_edits(lane, now), Guard::Always)
}

fn due_edits(lane: UserLane, now: Time) -> Vec<Edit> {
    vec![
        Edit::Set(DUE_SHARD, Value::Text(store::due_shard(&lane.user))),
        Edit::Set(DUE_SORT, Value::Text(store::due_sort(now.plus(LOOK)))),
    ]
}

/// Lets the lane be, unless somebody has come since its item was `seen`: whoever comes sets another moment.
pub(crate) fn rest(lane: UserLane, seen: &Item) -> Option<Change> {
    let due = seen.get(DUE_SORT.0)?.clone();
    let guard = Guard::All(vec![Guard::Is(DUE_SORT, due), Guard::Unset(HOLDERS)]);
    Some(Change::update(key::lane(lane), vec![Edit::Unset(DUE_SHARD), Edit::Unset(DUE_SORT)], guard))
}

/// Takes the slot of a job that has ended or does not hold one by its own head.
pub(crate) fn evict(lane: UserLane, job: JobId) -> Change {
    let edit = Edit::Remove { set: HOLDERS, member: job.to_string() };
    Change::update(key::lane(lane), vec![edit], Guard::Always)
}

/// The jobs that hold a slot, from a lane's item.
pub(crate) fn holders(item: Option<&Item>) -> BTreeSet<String> {
    members(item, HOLDERS)
}

/// The jobs that have begun and not ended, from a lane's item.
pub(crate) fn at_work(item: &Item) -> BTreeSet<String> {
    let mut jobs = members(Some(item), HOLDERS);
    jobs.append(&mut members(Some(item), SLOTLESS));
    jobs
}

fn members(item: Option<&Item>, set: Attr) -> BTreeSet<String> {
    match item.and_then(|item| item.get(set.0)) {
        Some(Value::Set(members)) => members.clone(),
        _ => BTreeSet::new(),
    }
}

/// The slots of a lane as a limit.
pub(crate) fn limit(lane: Lane, slots: usize, holders: usize) -> Limit {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Limit {
        id: lane.word().to_owned(),
        level: Level::Lane,
        cap: count(slots),
        held: count(holders),
        spent: 0,
        needed: 1,
        resets_at: None,
    }
}

/// 429 when no slot is free, with the jobs that hold them.
pub(crate) fn check(lane: Lane, slots: usize, item: Option<&Item>) -> Result<(), Fault> {
    let holders = holders(item);
    if holders.len() < slots {
        return Ok(());
    }
    let limit = limit(lane, slots, holders.len());
    let running = holders.into_iter().collect::<Vec<_>>().join(", ");
    let detail = format!(
        "All {slots} slots of the lane `{}` are taken ({running}). Wait for one of these to end and send the same request \
         again, or send it with `\"queue\": true` to wait in line.",
        lane.word(),
    );
    Err(Fault::new(Kind::OverLimit, "slots-taken", detail).limit(limit).retry_after(5))
}
