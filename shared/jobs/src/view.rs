//! All of a job: its head and what lies under it, in two reads side by side.

use std::collections::BTreeMap;

use contract::port::Usage;
use contract::port::table::Item;
use fault::Fault;
use futures::future::try_join;
use model::{JobId, StageName, UsdMicros};
use serde::de::DeserializeOwned;
use store::{Kind, Listing, Range, Record, SortKey};

use crate::admit::{Price, RequestRecord};
use crate::attempt::Attempt;
use crate::checkpoint::Checkpoint;
use crate::head::Head;
use crate::key;
use crate::latch::Part;
use crate::spine::Jobs;

mod delivered;

/// A job with everything that is known of it but its log.
#[derive(Debug, Clone)]
pub struct JobView {
    /// What changes.
    pub head: Head,
    /// What it may cost.
    pub price: Price,
    request: serde_json::Value,
    pub(crate) admission: Option<Usage>,
    checkpoints: BTreeMap<(u32, u32, StageName), Checkpoint>,
    attempts: BTreeMap<u32, Attempt>,
    /// The parts of its fan-outs, where they were read: for a receipt.
    pub(crate) parts: Vec<Part>,
}

impl Jobs {
    /// Reads `job` as its owner sees it, with its request and checkpoints; 404 when there is none.
    pub async fn story(&self, job: JobId) -> Result<JobView, Fault> {
        let rest = Range::under(Kind::RUN, job).starting_at(&SortKey::word("REQ"));
        let (head, rest) = try_join(self.head(job), self.store.all(&rest)).await?;
        JobView::assemble(head, rest)
    }

    /// Reads `job` as a stage needs it, with its attempts too; 404 when there is none.
    pub async fn view(&self, job: JobId) -> Result<JobView, Fault> {
        // Sort keys under a job begin with A, E, R or S. Its log (E) may be long: it is read only where it is shown.
        let attempts = attempts_under(job);
        let rest = Range::under(Kind::RUN, job).starting_at(&SortKey::word("REQ"));
        let work = async { try_join(self.store.all(&attempts), self.store.all(&rest)).await };
        let (head, (attempts, rest)) = try_join(self.head(job), work).await?;
        JobView::assemble(head, attempts.into_iter().chain(rest))
    }

    /// The attempts of `job`, in order.
    pub(crate) async fn attempts_of(&self, job: JobId) -> Result<Vec<Attempt>, Fault> {
        let found = self.store.all(&attempts_under(job)).await?;
        found.iter().map(|(_, item)| Attempt::from_item(item)).collect()
    }

    /// A page of heads with their requests, newest first.
    pub async fn page(&self, cursor: Option<&str>, limit: usize) -> Result<Listing<JobView>, Fault> {
        let heads: Listing<Head> =
            self.store.list(&Range::of(Kind::JOB).newest_first(), cursor, limit).await?;
        if heads.items.is_empty() {
            return Ok(heads.map(|_| unreachable!("an empty page has no items")));
        }
        let addresses: Vec<_> = heads.items.iter().map(|head| key::request(head.job)).collect();
        let requests = self.store.find_all(&addresses).await?;
        let items = heads.items.into_iter().zip(requests).map(|(head, request)| {
            let request = request.ok_or_else(|| orphan(head.job))?;
            JobView::assemble(head, [("REQ".to_owned(), request)])
        });
        Ok(Listing { items: items.collect::<Result<_, _>>()?, next_cursor: heads.next_cursor })
    }
}

impl JobView {
    pub(crate) fn assemble(
        head: Head,
        items: impl IntoIterator<Item = (String, Item)>,
    ) -> Result<Self, Fault> {
        let mut request = None;
        let mut checkpoints = BTreeMap::new();
        let mut attempts = BTreeMap::new();
        let mut parts = Vec::new();
        for (sort, item) in items {
            match sort.split('#').next() {
                Some("REQ") => request = Some(RequestRecord::from_item(&item)?),
                Some("S") => {
                    let checkpoint = Checkpoint::from_item(&item)?;
                    checkpoints.insert((checkpoint.run, checkpoint.r#try, checkpoint.stage), checkpoint);
                }
                Some("A") => {
                    let attempt = Attempt::from_item(&item)?;
                    attempts.insert(attempt.number, attempt);
                }
                Some("P") => parts.push(Part::from_item(&item)?),
                _ => {}
            }
        }
        let RequestRecord { request, price, usage: admission } = request.ok_or_else(|| orphan(head.job))?;
        Ok(Self { head, price, request, admission, checkpoints, attempts, parts })
    }

    /// What was asked for.
    pub fn request<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        T::deserialize(&self.request)
            .map_err(|error| Fault::defect("a request changed its form").because(error))
    }

    /// How long the request is as JSON.
    pub(crate) fn request_bytes(&self) -> usize {
        self.request.to_string().len()
    }

    /// What `stage` left in `try`, in whichever run: paid work of a dead run is not done again. The newest run wins.
    pub fn checkpoint(&self, r#try: u32, stage: StageName) -> Option<&Checkpoint> {
        let matching = |key: &(u32, u32, StageName)| key.1 == r#try && key.2 == stage;
        self.checkpoints.iter().rev().find(|(key, _)| matching(key)).map(|(_, checkpoint)| checkpoint)
    }

    /// What `stage` left, read as `T`; a stage that has not run is a defect of the flow.
    pub fn result<T: DeserializeOwned>(&self, r#try: u32, stage: StageName) -> Result<T, Fault> {
        let checkpoint = self
            .checkpoint(r#try, stage)
            .ok_or_else(|| Fault::defect(format!("{} has no checkpoint of `{stage}`", self.head.job)))?;
        T::deserialize(&checkpoint.result).map_err(|error| changed(stage, error))
    }

    /// What `stage` left in `try` or in the last try before it that came by: a retry goes back to choosing a model, and what was
    /// found out before that still holds.
    pub fn standing(&self, r#try: u32, stage: StageName) -> Option<&Checkpoint> {
        (1..=r#try).rev().find_map(|before| self.checkpoint(before, stage))
    }

    /// What `stage` found out, in `try` or before it, read as `T`; `None` when it did not come by, was left out or found nothing.
    pub fn found<T: DeserializeOwned>(&self, r#try: u32, stage: StageName) -> Result<Option<T>, Fault> {
        let result = self.standing(r#try, stage).map(|checkpoint| &checkpoint.result);
        let result = result.filter(|result| !result.is_null());
        result.map(|result| T::deserialize(result).map_err(|error| changed(stage, error))).transpose()
    }

    /// The same of a stage that every render passes; without it the flow is at fault.
    pub fn needed<T: DeserializeOwned>(&self, r#try: u32, stage: StageName) -> Result<T, Fault> {
        self.found(r#try, stage)?
            .ok_or_else(|| Fault::defect(format!("{} has no checkpoint of `{stage}`", self.head.job)))
    }

    /// What its attempts have cost so far: those that landed, and those that a provider charges for all the same.
    pub fn spent(&self) -> UsdMicros {
        self.attempts().map(|attempt| attempt.cost).sum()
    }

    /// Every checkpoint, by run, try and stage.
    pub fn checkpoints(&self) -> impl Iterator<Item = &Checkpoint> {
        self.checkpoints.values()
    }

    /// Every attempt at a provider, in order.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.values()
    }

    /// The attempt of this number.
    pub fn attempt(&self, number: u32) -> Option<&Attempt> {
        self.attempts.get(&number)
    }

    /// The number of the next attempt.
    pub(crate) fn next_attempt(&self) -> u32 {
        self.attempts.keys().last().map_or(1, |last| last + 1)
    }

    /// The attempt that the head points at.
    pub fn open_attempt(&self) -> Option<&Attempt> {
        self.attempts.get(&self.head.att?)
    }
}

fn changed(stage: StageName, error: serde_json::Error) -> Fault {
    Fault::defect(format!("the checkpoint of `{stage}` changed its form")).because(error)
}

fn attempts_under(job: JobId) -> Range {
    Range::under(Kind::RUN, job).below(&SortKey::word("A"))
}

fn orphan(job: JobId) -> Fault {
    Fault::defect(format!("{job} has a head and no request"))
}

#[cfg(test)]
mod tests;
