//! Batches: many jobs of one request, each admitted, paid and canceled by itself.
//!
//! A batch is a head, the prompts in chunks, and for each child what became of it. Its children are admitted by messages, one
//! each, under an idempotency key of their own (`<batch>#<index>`), so a message that comes twice admits once. Counts are never
//! kept: they are read from the children.

use std::time::Duration;

use contract::port::table::{Attr, Edit, Guard, Value};
use fault::{Fault, Kind, Problem};
use model::time::millis;
use model::{BatchId, JobId, ProjectId, Time, UserId};
use serde::{Deserialize, Serialize};
use store::once::IdempotencyRecord;
use store::record::nested;
use store::{
    Address, Change, Commit, Digest, IdempotencyKey, Kind as Item, Listing, Range, Record as _, Refused,
    SortKey,
};

use crate::head::{DUE_SHARD, DUE_SORT, Head};
use crate::spine::{Jobs, read};
use crate::{Admitted, key};

mod handout;

pub use handout::{Deed, Handout, HandoutEverywhere};

const CANCEL: Attr = Attr("cancel_at");

/// How long a batch may take to be handed out before the sweeper looks for what is missing.
const LOOK: Duration = Duration::from_mins(2);
/// The most children of one batch: what one page of a table holds, and what one user can wait for.
pub const MAX_CHILDREN: usize = 1_000;
/// The most bytes of prompts in one chunk. An item of ours has at most 64 KB.
const CHUNK_BYTES: usize = 40 * 1_024;

/// The head of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Which one.
    pub id: BatchId,
    /// Who wants it.
    pub user: UserId,
    /// For which project; by default the workspace's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// How many children it has.
    pub total: u32,
    /// How many children each prompt has.
    pub each: u32,
    /// What the children have in common and what they differ in; whoever admits them knows what it means.
    #[serde(with = "nested")]
    pub order: serde_json::Value,
    /// The number of the first prompt of each chunk.
    #[serde(with = "nested")]
    pub chunks: Vec<u32>,
    /// When it was accepted.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When its end was asked for.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub cancel_at: Option<Time>,
    /// Shard of the due index; absent once every child is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gdp: Option<String>,
    /// Sort key of the due index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gds: Option<String>,
}

/// Some of a batch's prompts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Chunk {
    #[serde(with = "nested")]
    prompts: Vec<String>,
}

/// What became of one child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// Which one, from 0.
    pub index: u32,
    /// The job that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<JobId>,
    /// Why it became none.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// A batch that somebody wants.
pub struct NewBatch<'a> {
    /// Its id.
    pub id: BatchId,
    /// Who wants it.
    pub user: UserId,
    /// For which project.
    pub project: Option<ProjectId>,
    /// Its prompts, at least one.
    pub prompts: Vec<String>,
    /// How many children each prompt has.
    pub each: u32,
    /// What the children have in common and what they differ in.
    pub order: serde_json::Value,
    /// The route that accepts it.
    pub route: &'static str,
    /// The client's name for this intent.
    pub key: &'a IdempotencyKey,
    /// SHA-256 of what the client sent.
    pub hash: &'a Digest,
    /// Writes the answer, which is kept for those who ask again.
    pub answer: &'a (dyn Fn(&Batch) -> Result<serde_json::Value, Fault> + Sync),
}

/// One child as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildOrder {
    /// Its batch.
    pub batch: Batch,
    /// Its prompt.
    pub prompt: String,
    /// Which of its prompt's children it is, from 0.
    pub variant: u32,
}

/// Whether the job of a child was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was.
    Yes,
    /// It was, and the batch is to end: so is the job.
    Unwanted,
}

fn head(batch: BatchId) -> Address {
    Address::under(Item::BAT, batch, SortKey::word("HEAD"))
}

fn chunk(batch: BatchId, number: usize) -> Address {
    Address::under(Item::BAT, batch, SortKey::word("R").then_number(number as u64, 3))
}

fn child(batch: BatchId, index: u32) -> Address {
    Address::under(Item::BAT, batch, SortKey::word("I").then_number(index.into(), 6))
}

fn children(batch: BatchId) -> Range {
    Range::under(Item::BAT, batch).below(&SortKey::word("I"))
}

impl Batch {
    /// The chunk that has the prompt of child `index`.
    fn chunk_of(&self, index: u32) -> usize {
        let prompt = index / self.each;
        self.chunks.partition_point(|first| *first <= prompt).saturating_sub(1)
    }

    fn due_edits(&self, at: Time) -> Vec<Edit> {
        vec![
            Edit::Set(DUE_SHARD, Value::Text(store::due_shard(&self.id))),
            Edit::Set(DUE_SORT, Value::Text(store::due_sort(at))),
        ]
    }
}

/// Cuts prompts into chunks that fit into an item each.
fn cut(prompts: Vec<String>) -> Vec<(u32, Chunk)> {
    let mut chunks: Vec<(u32, Chunk)> = Vec::new();
    let mut bytes = 0;
    for (number, prompt) in (0..).zip(prompts) {
        // JSON writes a character in at most six bytes, and those are control characters, which no prompt has many of.
        let size = prompt.len() + 8;
        if let Some((_, chunk)) = chunks.last_mut().filter(|_| bytes + size <= CHUNK_BYTES) {
            chunk.prompts.push(prompt);
        } else {
            bytes = 0;
            chunks.push((number, Chunk { prompts: vec![prompt] }));
        }
        bytes += size;
    }
    chunks
}

impl Jobs {
    /// Accepts a batch: writes it whole or not at all. Its children are yet to be handed out.
    pub async fn open_batch(&self, new: NewBatch<'_>) -> Result<(Admitted, Batch), Fault> {
        let now = self.now();
        let count = u32::try_from(new.prompts.len()).unwrap_or(u32::MAX);
        let chunks = cut(new.prompts);
        let batch = Batch {
            id: new.id,
            user: new.user,
            project: new.project,
            total: count.saturating_mul(new.each),
            each: new.each,
            order: new.order,
            chunks: chunks.iter().map(|(first, _)| *first).collect(),
            created_at: now,
            cancel_at: None,
            gdp: Some(store::due_shard(&new.id)),
            gds: Some(store::due_sort(now.plus(LOOK))),
        };
        let answer = (new.answer)(&batch)?;
        let record = IdempotencyRecord::answered(new.hash, answer.clone(), now);
        let mut changes =
            vec![Change::put(new.key.address(new.route), &record, IdempotencyRecord::guard(now))?];
        changes.push(Change::create(head(batch.id), &batch)?);
        for (number, (_, prompts)) in chunks.iter().enumerate() {
            changes.push(Change::create(chunk(batch.id, number), prompts)?);
        }
        match self.store.commit(changes).await? {
            Commit::Done => Ok((Admitted::New(answer), batch)),
            Commit::Refused(refused) if refused.index == 0 => {
                let record: IdempotencyRecord = refused
                    .record()?
                    .ok_or_else(|| Fault::unavailable("an idempotency record went away while it was read"))?;
                Ok((Admitted::Before(record.replay(new.hash)?), batch))
            }
            Commit::Refused(refused) => {
                Err(Fault::defect(format!("item {} of a batch existed before it", refused.index)))
            }
        }
    }

    /// The head of `batch`; 404 when there is none.
    pub async fn batch(&self, batch: BatchId) -> Result<Batch, Fault> {
        self.store.get(&head(batch)).await
    }

    /// What child `index` of `batch` is to be: 404 when there is no such batch or child.
    pub async fn child_order(&self, batch: BatchId, index: u32) -> Result<ChildOrder, Fault> {
        let batch = self.batch(batch).await?;
        if index >= batch.total {
            return Err(Fault::not_found());
        }
        let number = batch.chunk_of(index);
        let Chunk { prompts } = self.store.get(&chunk(batch.id, number)).await?;
        let first = batch.chunks.get(number).copied().unwrap_or(0);
        let place = (index / batch.each).saturating_sub(first) as usize;
        let prompt = prompts.into_iter().nth(place);
        let prompt =
            prompt.ok_or_else(|| Fault::defect(format!("{} has no prompt for {index}", batch.id)))?;
        Ok(ChildOrder { variant: index % batch.each, batch, prompt })
    }

    /// What became of child `index`, if anything has.
    pub async fn child(&self, batch: BatchId, index: u32) -> Result<Option<Child>, Fault> {
        self.store.find(&child(batch, index)).await
    }

    /// A page of the children of which something has become, in order.
    pub async fn children(
        &self,
        batch: BatchId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<Child>, Fault> {
        self.store.list(&children(batch), cursor, limit).await
    }

    /// Every child of which something has become, each with the head of its job.
    pub async fn family(&self, batch: BatchId) -> Result<Vec<(Child, Option<Head>)>, Fault> {
        let known = self.store.all(&children(batch)).await?;
        let known = known.iter().map(|(_, item)| Child::from_item(item)).collect::<Result<Vec<_>, _>>()?;
        let mut family = Vec::new();
        // A hundred items are read in one call.
        for some in known.chunks(100) {
            let jobs: Vec<_> = some.iter().filter_map(|child| child.job).map(key::head).collect();
            let found = if jobs.is_empty() { Vec::new() } else { self.store.find_all(&jobs).await? };
            let mut heads = found.into_iter();
            for child in some {
                let item = child.job.and_then(|_| heads.next().flatten());
                family.push((child.clone(), read::<Head>(item.as_ref())?));
            }
        }
        Ok(family)
    }

    /// Keeps the job that a child became. Says whether the batch is to end by now: then somebody has to end the job, because who
    /// asked for the end of the batch may not have seen it.
    pub async fn keep_child(&self, batch: BatchId, index: u32, job: JobId) -> Result<Kept, Fault> {
        let record = Child { index, job: Some(job), problem: None };
        let kept = Change::put(child(batch, index), &record, Guard::Always)?;
        let wanted = Guard::All(vec![Guard::Present, Guard::Unset(CANCEL)]);
        match self.store.commit(vec![Change::check(head(batch), wanted), kept.clone()]).await? {
            Commit::Done => Ok(Kept::Yes),
            Commit::Refused(_) => {
                self.store.write(kept).await?;
                Ok(Kept::Unwanted)
            }
        }
    }

    /// Writes down why a child became no job, unless something has become of it.
    pub async fn drop_child(&self, batch: BatchId, index: u32, problem: Problem) -> Result<(), Fault> {
        let record = Child { index, job: None, problem: Some(problem) };
        self.store.write(Change::create(child(batch, index), &record)?).await.map(drop)
    }

    /// Writes down that a batch is to end. Its children are yet to be told.
    pub async fn cancel_batch(&self, batch: BatchId) -> Result<Batch, Fault> {
        let now = self.now();
        let found = self.batch(batch).await?;
        let mut edits = found.due_edits(now.plus(LOOK));
        edits.push(Edit::Set(CANCEL, Value::Int(now.millis())));
        let wanted = Guard::All(vec![Guard::Present, Guard::Unset(CANCEL)]);
        match self.store.write(Change::update(head(batch), edits, wanted)).await? {
            None => Ok(Batch { cancel_at: Some(now), ..found }),
            Some(Refused { old: None, .. }) => Err(Fault::not_found()),
            Some(_) => self.batch(batch).await,
        }
    }

    /// Lets a batch be, or looks at it again later.
    pub(crate) async fn mind_batch(&self, batch: &Batch, again: bool) -> Result<(), Fault> {
        let edits = if again {
            batch.due_edits(self.now().plus(LOOK))
        } else {
            vec![Edit::Unset(DUE_SHARD), Edit::Unset(DUE_SORT)]
        };
        // Whoever cancels it in this moment sets another due moment, which must stay.
        let seen =
            batch.gds.clone().map_or(Guard::Unset(DUE_SORT), |due| Guard::Is(DUE_SORT, Value::Text(due)));
        self.store.write(Change::update(head(batch.id), edits, seen)).await.map(drop)
    }
}

/// Why a child became no job: its batch was canceled before it could.
pub fn batch_canceled(batch: BatchId) -> Problem {
    let detail = "Its batch was canceled before it was taken in. Nothing was charged.";
    Fault::new(Kind::Conflict, "canceled", detail).problem(&batch.to_string())
}

/// Why a child became no job: five receives could not take it in.
pub fn admission_failed(batch: BatchId, index: u32) -> Problem {
    let detail = format!(
        "Child {index} could not be taken in on our side. Nothing was charged. Whoever runs the stack can have it tried again \
         (`ops-redrive`)."
    );
    Fault::new(Kind::Defect, "admission-failed", detail).problem(&batch.to_string())
}

#[cfg(test)]
mod tests;
