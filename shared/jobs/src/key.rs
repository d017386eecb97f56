//! Where the spine's items are.

use model::{GrantId, JobId, ProjectId, StageName};
use store::{Address, Kind, SortKey};

use crate::lane::UserLane;

pub(crate) fn head(job: JobId) -> Address {
    Address::new(Kind::JOB, SortKey::id(&job))
}

pub(crate) fn request(job: JobId) -> Address {
    Address::under(Kind::RUN, job, SortKey::word("REQ"))
}

pub(crate) fn checkpoint(job: JobId, run: u32, attempt: u32, stage: StageName) -> Address {
    let sort =
        SortKey::word("S").then_number(run.into(), 2).then_number(attempt.into(), 2).then(stage.word());
    Address::under(Kind::RUN, job, sort)
}

pub(crate) fn attempt(job: JobId, number: u32) -> Address {
    Address::under(Kind::RUN, job, SortKey::word("A").then_number(number.into(), 2))
}

pub(crate) fn external(provider: &str, id: &str) -> Address {
    Address::external(provider, id)
}

pub(crate) fn event(job: JobId, version: u64) -> Address {
    Address::under(Kind::RUN, job, event_sort(version))
}

pub(crate) fn event_sort(version: u64) -> SortKey {
    SortKey::word("E").then_number(version, 8)
}

pub(crate) fn fed(job: JobId) -> Address {
    Address::under(Kind::RUN, job, SortKey::word("FED"))
}

pub(crate) fn feed_head() -> Address {
    Address::new(Kind::FDX, SortKey::word("HEAD"))
}

pub(crate) fn feed_entry(number: u64) -> Address {
    Address::new(Kind::FDX, feed_sort(number))
}

pub(crate) fn feed_sort(number: u64) -> SortKey {
    SortKey::word("E").then_number(number, 16)
}

pub(crate) fn credits() -> Address {
    Address::new(Kind::WAL, SortKey::word("CREDITS"))
}

pub(crate) fn project_wallet(project: ProjectId) -> Address {
    Address::new(Kind::WAL, SortKey::word("PRJ").then_id(&project))
}

pub(crate) fn lane(lane: UserLane) -> Address {
    Address::new(Kind::LAN, lane_sort(lane))
}

/// What the places of one user's waiting line begin with.
pub(crate) fn lane_sort(lane: UserLane) -> SortKey {
    SortKey::word(lane.lane.word()).then_id(&lane.user)
}

/// A place in the waiting line: lower priorities first, and older jobs first within one.
pub(crate) fn waiting(lane: UserLane, priority: u32, job: JobId) -> Address {
    Address::new(Kind::WAI, lane_sort(lane).then_number(priority.into(), 1).then_id(&job))
}

pub(crate) fn plan() -> Address {
    Address::new(Kind::PLN, SortKey::word("PLAN"))
}

pub(crate) fn hold(job: JobId) -> Address {
    Address::new(Kind::LED, SortKey::id(&job).then("0hold"))
}

pub(crate) fn close(job: JobId) -> Address {
    Address::new(Kind::LED, SortKey::id(&job).then("1close"))
}

pub(crate) fn grant(grant: GrantId) -> Address {
    Address::new(Kind::LED, SortKey::word("GRT").then_id(&grant))
}
