//! Filling the feed: what is new in the logs of jobs gets numbers, each event once, in the order of its job.
//!
//! Three guards make it so, in one transaction: the feed's `HEAD` has not moved (numbers are dense), no entry has these numbers,
//! and each job's `FED` has not moved (no event comes twice). Who is refused has met another who fills the same feed, and
//! starts over with what is there now.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::port::table::{Attr, Guard, Value};
use fault::Fault;
use futures::future::join_all;
use model::JobId;
use serde::{Deserialize, Serialize};
use store::{Address, Change, Commit, Record};

use super::kept::LINGER;
use super::{Entry, Feed, Head, KEPT};
use crate::event::{JobEvent, dense, log};
use crate::key;

/// How many events of how many jobs go into one transaction: with `HEAD` 91 of the 100 items that it may have.
const EVENTS: usize = 60;
const JOBS: usize = 30;
/// How often one call starts over before it leaves the rest to the next.
const ROUNDS: usize = 3;
/// How many items one read may name.
const READ: usize = 100;
/// How many logs are read side by side.
const ABREAST: usize = 8;

const SEQ: Attr = Attr("seq");
const VERSION: Attr = Attr("ver");

/// How much of a job's log is in the feed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Fed {
    ver: u64,
}

/// Jobs whose news could not be fed, and why.
#[derive(Debug)]
pub struct Unfed {
    /// Which jobs.
    pub jobs: BTreeSet<JobId>,
    /// Why.
    pub fault: Fault,
}

/// What is to be fed, as it was read in one round.
struct News {
    head: Head,
    fed: BTreeMap<JobId, u64>,
    /// Never empty for a job.
    logs: BTreeMap<JobId, VecDeque<JobEvent>>,
}

impl Feed {
    /// Feeds whatever is new in the logs of `jobs`, which may be nothing. What comes after the logs were read is somebody
    /// else's to tell. Jobs that could not be helped are in the answer; the others were.
    pub async fn sequence(&self, jobs: &BTreeSet<JobId>) -> Vec<Unfed> {
        let mut rest = jobs.clone();
        let mut unfed = Vec::new();
        for _ in 0..ROUNDS {
            let fed = async {
                let mut news = self.news(&rest, &mut unfed).await?;
                self.feed(&mut news).await
            };
            match fed.await {
                Ok(true) => return unfed,
                Ok(false) => leave_out(&mut rest, &unfed),
                Err(fault) => return with_rest(unfed, rest, fault),
            }
        }
        with_rest(unfed, rest, Fault::unavailable("others fill the same feed"))
    }

    /// Reads what is new. A job whose log cannot be read does not keep the others waiting.
    async fn news(&self, jobs: &BTreeSet<JobId>, unfed: &mut Vec<Unfed>) -> Result<News, Fault> {
        let marks = jobs.iter().map(|job| key::fed(*job));
        let addresses: Vec<Address> = std::iter::once(key::feed_head()).chain(marks).collect();
        let mut items = Vec::new();
        for some in addresses.chunks(READ) {
            items.extend(self.store.find_all(some).await?);
        }
        let mut items = items.into_iter();
        let head = items.next().flatten().as_ref().map(Head::from_item).transpose()?.unwrap_or(Head::EMPTY);
        let mut news = News { head, fed: BTreeMap::new(), logs: BTreeMap::new() };
        for (job, mark) in jobs.iter().zip(items) {
            let mark = mark.as_ref().map(Fed::from_item).transpose()?;
            news.fed.insert(*job, mark.map_or(0, |mark| mark.ver));
        }
        let marks: Vec<_> = news.fed.iter().map(|(job, ver)| (*job, *ver)).collect();
        for some in marks.chunks(ABREAST) {
            let logs = join_all(some.iter().map(|(job, ver)| self.log(*job, *ver))).await;
            for ((job, _), log) in some.iter().zip(logs) {
                match log {
                    Ok(log) if log.is_empty() => {}
                    Ok(log) => drop(news.logs.insert(*job, log)),
                    Err(fault) => unfed.push(Unfed { jobs: BTreeSet::from([*job]), fault }),
                }
            }
        }
        Ok(news)
    }

    /// The log of `job` after version `ver`.
    async fn log(&self, job: JobId, ver: u64) -> Result<VecDeque<JobEvent>, Fault> {
        let items = self.store.all(&log(job).starting_at(&key::event_sort(ver + 1))).await?;
        let events = items.iter().map(|(_, item)| JobEvent::from_item(item)).collect::<Result<_, _>>()?;
        let log = dense(ver, events, |event: &JobEvent| event.version);
        if log.is_empty() && !items.is_empty() {
            return Err(Fault::defect(format!("the log of {job} has a hole after version {ver}")));
        }
        Ok(log.into())
    }

    /// Feeds all of `news`, transaction by transaction. `false`: somebody else was here, and what was read is stale.
    async fn feed(&self, news: &mut News) -> Result<bool, Fault> {
        loop {
            let next = take(&mut news.logs);
            if next.is_empty() {
                return Ok(true);
            }
            let changes = self.changes(news, next)?;
            if let Commit::Refused(_) = self.store.commit(changes).await? {
                return Ok(false);
            }
        }
    }

    /// The transaction that appends `next`; `news` is as it will be when it is done.
    fn changes(&self, news: &mut News, next: Vec<(JobId, JobEvent)>) -> Result<Vec<Change>, Fault> {
        let fed_at = self.store.clock().now().max(news.head.at);
        let before = news.head.seq;
        let unmoved = is_still(SEQ, before);
        let ttl = fed_at.plus(KEPT).plus(LINGER).seconds();
        let mut entries = Vec::new();
        let mut moved = BTreeMap::new();
        for ((job, event), seq) in next.into_iter().zip(before + 1..) {
            let JobEvent { version, r#type, at, data } = event;
            let entry = Entry { seq, job, version, r#type, at, data, fed: fed_at, ttl };
            entries.push(Change::create(key::feed_entry(seq), &entry)?);
            moved.insert(job, version);
            news.head = Head { seq, first: before + 1, at: fed_at };
        }
        let mut changes = vec![Change::put(key::feed_head(), &news.head, unmoved)?];
        changes.extend(entries);
        for (job, ver) in moved {
            let was = news.fed.insert(job, ver).unwrap_or(0);
            changes.push(Change::put(key::fed(job), &Fed { ver }, is_still(VERSION, was))?);
        }
        Ok(changes)
    }
}

/// A counter that is what it was read as; 0 is not written.
fn is_still(counter: Attr, was: u64) -> Guard {
    match i64::try_from(was) {
        Ok(0) | Err(_) => Guard::Absent,
        Ok(was) => Guard::Is(counter, Value::Int(was)),
    }
}

/// Takes what goes into one transaction: the oldest by time and job, without ever changing the order of a job's own.
fn take(logs: &mut BTreeMap<JobId, VecDeque<JobEvent>>) -> Vec<(JobId, JobEvent)> {
    let mut taken = Vec::new();
    let mut of = BTreeSet::new();
    while taken.len() < EVENTS {
        let oldest = logs.iter().min_by_key(|(job, log)| (log.front().map(|event| event.at), **job));
        let Some(job) = oldest.map(|(job, _)| *job) else { break };
        if of.len() == JOBS && !of.contains(&job) {
            break;
        }
        of.insert(job);
        let Some(log) = logs.get_mut(&job) else { break };
        taken.extend(log.pop_front().map(|event| (job, event)));
        if log.is_empty() {
            logs.remove(&job);
        }
    }
    taken
}

fn with_rest(mut unfed: Vec<Unfed>, mut rest: BTreeSet<JobId>, fault: Fault) -> Vec<Unfed> {
    leave_out(&mut rest, &unfed);
    if !rest.is_empty() {
        unfed.push(Unfed { jobs: rest, fault });
    }
    unfed
}

/// Takes out of `rest` the jobs that could not be helped before.
fn leave_out(rest: &mut BTreeSet<JobId>, unfed: &[Unfed]) {
    rest.retain(|job| !unfed.iter().any(|unfed| unfed.jobs.contains(job)));
}
