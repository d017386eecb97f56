//! Admission: one transaction takes the idempotency key, the money, the slot, and writes the job. All or nothing.

use contract::port::Usage;
use contract::port::table::{Edit, Guard, Item, Value};
use fault::{Disposition, Fault, Kind, Level, Limit};
use model::{EventType, JobId, ProjectId, UsdMicros, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::once::IdempotencyRecord;
use store::record::nested;
use store::{Change, Commit, Digest, IdempotencyKey, Refused};

use crate::event::JobEvent;
use crate::head::{Head, Lane};
use crate::key;
use crate::ledger::{EntryKind, LedgerEntry};
use crate::project::Project;
use crate::spine::{Jobs, read};
use crate::wallet::{Part, Purse};

mod lane;

pub(crate) use lane::give_back;

/// What a job may cost, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The upper bound, which is held. Never the likely value.
    pub hold: UsdMicros,
    /// What the cheapest model that may be chosen would cost. Not known of old jobs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<UsdMicros>,
    /// What the model that would be chosen at this moment would cost. Not known of old jobs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely: Option<UsdMicros>,
    /// Where the price is published.
    pub source: String,
    /// The day on which it was read there.
    pub read_on: String,
}

/// A job that somebody wants.
pub struct Admission<'a> {
    /// Its id.
    pub job: JobId,
    /// Who wants it.
    pub user: UserId,
    /// For which project.
    pub project: ProjectId,
    /// What is wanted, resolved: it never changes.
    pub request: serde_json::Value,
    /// What it may cost.
    pub price: Price,
    /// The route that admits it.
    pub route: &'static str,
    /// The client's name for this intent.
    pub key: &'a IdempotencyKey,
    /// SHA-256 of what the client sent.
    pub hash: &'a Digest,
    /// Writes the answer, which is kept for those who ask again.
    pub answer: &'a (dyn Fn(&Head) -> Result<serde_json::Value, Fault> + Sync),
}

/// The immutable part of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RequestRecord {
    #[serde(with = "nested")]
    pub(crate) request: serde_json::Value,
    #[serde(with = "nested")]
    pub(crate) price: Price,
    /// What the admission had used of AWS before it was written.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub(crate) usage: Option<Usage>,
}

/// What became of an admission that was not refused.
#[derive(Debug, PartialEq)]
pub enum Admitted {
    /// The job is in; start its flow. The answer is what was kept.
    New(serde_json::Value),
    /// It was in before, under the same idempotency key, with this answer.
    Before(serde_json::Value),
}

/// Limits of a workspace's plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Plan {
    #[serde(default)]
    render_slots: Option<u32>,
}

impl Plan {
    fn slots(&self, lane: Lane) -> usize {
        let set = match lane {
            Lane::Render => self.render_slots,
        };
        set.map_or(lane.default_slots(), |slots| slots as usize)
    }
}

/// What admission reads before it writes: one call.
struct Before {
    replay: Option<IdempotencyRecord>,
    plan: Plan,
    purses: Vec<Purse>,
}

impl Jobs {
    /// Admits a job, or says why not: 402 with the wallet's figures, 404 for the project, 409 when that is archived, 422 when
    /// the idempotency key was used with another request, 429 with the slots, 503 when others were faster for four seconds.
    /// After a refusal nothing is written and nothing is held.
    pub async fn admit(&self, admission: &Admission<'_>) -> Result<Admitted, Fault> {
        if admission.price.hold < UsdMicros::ZERO {
            return Err(Fault::defect(format!("{} would hold less than nothing", admission.job)));
        }
        let before = match self.look(admission).await {
            Err(refusal) if refusal.disposition() == Disposition::Rejected => {
                return self.replayed(admission).await?.ok_or(refusal);
            }
            before => before?,
        };
        if let Some(record) = before.replay {
            return record.replay(admission.hash).map(Admitted::Before);
        }
        let now = self.now();
        let head =
            Head::admitted(self.store.scope().id(), admission.job, admission.project, admission.user, now);
        let answer = (admission.answer)(&head)?;
        let slots = before.plan.slots(head.lane);
        let record = RequestRecord {
            request: admission.request.clone(),
            price: admission.price.clone(),
            usage: self.usage(),
        };
        let changes = changes(admission, &record, &head, &before.purses, slots, &answer)?;
        match self.store.commit(changes).await? {
            Commit::Done => Ok(Admitted::New(answer)),
            Commit::Refused(refused) => explain(admission, &before.purses, slots, &refused),
        }
    }

    /// The answer that is kept under the key, read again. The items of a batch are not read at one moment: the money or the
    /// slot that is missing may have gone to the very job that the key stands for.
    async fn replayed(&self, admission: &Admission<'_>) -> Result<Option<Admitted>, Fault> {
        let record: Option<IdempotencyRecord> =
            self.store.find(&admission.key.address(admission.route)).await?;
        let live = record.filter(|record| record.exp >= self.now());
        live.map(|record| record.replay(admission.hash).map(Admitted::Before)).transpose()
    }

    async fn look(&self, admission: &Admission<'_>) -> Result<Before, Fault> {
        let lane = Lane::of(admission.job.kind());
        let project = Purse::Project(admission.project);
        let items = self
            .store
            .find_all(&[
                admission.key.address(admission.route),
                Project::address(admission.project),
                key::plan(),
                Purse::Credits.address(),
                project.address(),
                key::lane(lane, admission.user),
            ])
            .await?;
        let [idempotency, found, plan, credits, budget, holders] = items.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let replay =
            read::<IdempotencyRecord>(idempotency.as_ref())?.filter(|record| record.exp >= self.now());
        let mut before =
            Before { replay, plan: read(plan.as_ref())?.unwrap_or_default(), purses: vec![Purse::Credits] };
        if before.replay.is_some() {
            return Ok(before);
        }
        if found.is_none() {
            return Err(Fault::not_found().at("/project"));
        }
        if budget.is_some() {
            before.purses.push(project);
        }
        // What plainly cannot fit is told without a transaction. The guards decide all the same.
        let hold = admission.price.hold;
        for (purse, item) in [(Purse::Credits, credits), (project, budget)] {
            let wallet = read::<crate::Wallet>(item.as_ref())?;
            let exists = item.is_some() || purse == Purse::Credits;
            if exists && wallet.is_none_or(|wallet| wallet.closed || wallet.avail < hold) {
                return Err(purse.refusal(item.as_ref(), hold)?);
            }
        }
        lane::check(lane, before.plan.slots(lane), holders.as_ref())?;
        Ok(before)
    }
}

/// The transaction. The order of the items is the order in which a refusal is believed.
fn changes(
    admission: &Admission<'_>,
    request: &RequestRecord,
    head: &Head,
    purses: &[Purse],
    slots: usize,
    answer: &serde_json::Value,
) -> Result<Vec<Change>, Fault> {
    let now = head.created_at;
    let hold = admission.price.hold;
    let record = IdempotencyRecord::answered(admission.hash, answer.clone(), now);
    let entry = LedgerEntry {
        id: format!("{}#hold", head.job),
        at: now,
        job: Some(head.job),
        kind: EntryKind::Hold,
        amount: hold,
        charged: UsdMicros::ZERO,
        released: UsdMicros::ZERO,
        overrun: false,
        wallets: purses.iter().map(|purse| Part { wallet: purse.name(), amount: hold }).collect(),
        attempts: Vec::new(),
        usage: None,
    };
    let event = JobEvent {
        version: head.version,
        r#type: EventType::Queued,
        at: now,
        data: json!({ "held_usd_micros": hold, "project": head.project }),
    };
    let mut changes =
        vec![Change::put(admission.key.address(admission.route), &record, IdempotencyRecord::guard(now))?];
    changes.extend(purses.iter().map(|purse| purse.hold(hold)));
    changes.push(lane::take(head, slots));
    changes.push(Change::create(key::hold(head.job), &entry)?);
    changes.push(Change::create(key::head(head.job), head)?);
    changes.push(Change::create(key::request(head.job), request)?);
    changes.push(event.append(head.job)?);
    Ok(changes)
}

/// Turns the first refused item of the transaction into an answer.
fn explain(
    admission: &Admission<'_>,
    purses: &[Purse],
    slots: usize,
    refused: &Refused,
) -> Result<Admitted, Fault> {
    if refused.index == 0 {
        let record: Option<IdempotencyRecord> = refused.record()?;
        let record =
            record.ok_or_else(|| Fault::unavailable("an idempotency record went away while it was read"))?;
        return record.replay(admission.hash).map(Admitted::Before);
    }
    if let Some(purse) = purses.get(refused.index - 1) {
        return Err(purse.refusal(refused.old.as_ref(), admission.price.hold)?);
    }
    if refused.index == purses.len() + 1 {
        lane::check(Lane::of(admission.job.kind()), slots, refused.old.as_ref())?;
    }
    Err(Fault::defect(format!("item {} of an admission existed before it", refused.index)))
}

#[cfg(test)]
mod tests;
