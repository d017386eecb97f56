//! Admission: one transaction takes the idempotency key, the money, the slot, and writes the job. All or nothing.

use std::time::Duration;

use contract::port::Usage;
use fault::{Disposition, Fault};
use model::project::Settings;
use model::{ChainId, EventType, JobId, ProjectId, UsdMicros, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::once::IdempotencyRecord;
use store::record::nested;
use store::{Change, Commit, Digest, IdempotencyKey, Refused};

use crate::chain::{self, Chain, Link};
use crate::dispatch::Waiting;
use crate::event::JobEvent;
use crate::head::{Head, Newcomer};
use crate::key;
use crate::lane::{self, Lane, UserLane};
use crate::launch::Launcher;
use crate::ledger::{EntryKind, LedgerEntry};
use crate::project::Project;
use crate::spine::{Jobs, read};
use crate::wallet::{Part, Purse, Wallet};

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

/// What is wanted and what it may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What is wanted, resolved: it never changes.
    pub request: serde_json::Value,
    /// What it may cost.
    pub price: Price,
}

/// Writes an order anew under what a project says of its renders.
pub type Fill<'a> = &'a (dyn Fn(&Settings) -> Result<Order, Fault> + Sync);

/// Where a job goes that is admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into a slot, or nowhere: 429 when none is free.
    Slot,
    /// Into a slot when one is free, and else into the waiting line.
    Line {
        /// Before whom: lower comes first, 0 to 9.
        priority: u32,
    },
}

/// A job that somebody wants.
pub struct Admission<'a> {
    /// Its id.
    pub job: JobId,
    /// Who wants it.
    pub user: UserId,
    /// For which project.
    pub project: ProjectId,
    /// The chain that it continues, of the same project.
    pub chain: Option<ChainId>,
    /// What is wanted, resolved without the project's settings.
    pub request: serde_json::Value,
    /// What it may cost then.
    pub price: Price,
    /// Whether it may wait.
    pub place: Place,
    /// How long it may take, waiting included.
    pub patience: Option<Duration>,
    /// The route that admits it.
    pub route: &'static str,
    /// The client's name for this intent.
    pub key: &'a IdempotencyKey,
    /// SHA-256 of what the client sent.
    pub hash: &'a Digest,
    /// Writes the answer from the head and the request, which is kept for those who ask again.
    pub answer: &'a (dyn Fn(&Head, &serde_json::Value) -> Result<serde_json::Value, Fault> + Sync),
    /// Writes request and price anew where the project says something of its renders; `None` when they stand as they are. The
    /// project is read by admission anyway, so its settings cost no call.
    pub fill: Option<Fill<'a>>,
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
    /// The job is in. The answer is what was kept.
    New(serde_json::Value),
    /// It was in before, under the same idempotency key, with this answer.
    Before(serde_json::Value),
}

/// Limits of a workspace's plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Plan {
    #[serde(default)]
    render_slots: Option<u32>,
    #[serde(default)]
    pub(crate) upload_files: Option<u32>,
    #[serde(default)]
    pub(crate) upload_bytes: Option<u64>,
}

impl Plan {
    pub(crate) fn slots(&self, lane: Lane) -> usize {
        let set = match lane {
            Lane::Render => self.render_slots,
        };
        set.map_or(lane.default_slots(), |slots| slots as usize)
    }
}

/// What admission reads before it writes: one call.
struct Before {
    replay: Option<IdempotencyRecord>,
    slots: usize,
    room: bool,
    purses: Vec<Purse>,
    /// Whether the last purse, the project's, is to be made: a table may have default projects from before every project had one.
    founds: bool,
    order: Order,
    /// The default chain when it is asked for and not written yet.
    first_chain: Option<Chain>,
}

impl Jobs {
    /// Admits a job and gets it going: starts its flow when it has a slot, and sees to the line when it waits. A flow that does
    /// not start now is started by the sweeper within a minute: the job is in either way.
    pub async fn enter(&self, launcher: &Launcher, admission: &Admission<'_>) -> Result<Admitted, Fault> {
        let (admitted, waits) = self.place(admission).await?;
        if matches!(admitted, Admitted::New(_)) {
            // A slot may have become free between the look at the lane and the commit. Whoever freed it looked at the line
            // before this job was in it, so somebody has to look again.
            let _ = if waits {
                self.dispatch(launcher, admission.lane()).await.map(drop)
            } else {
                launcher.start(admission.job, 1).await
            };
        }
        Ok(admitted)
    }

    /// Admits a job and leaves it to the caller to get it going; see [`Jobs::enter`].
    pub async fn admit(&self, admission: &Admission<'_>) -> Result<Admitted, Fault> {
        Ok(self.place(admission).await?.0)
    }

    /// Admits a job, or says why not: 402 with the wallet's figures, 404 for the project or the chain, 409 when the project is
    /// archived, 422 when the idempotency key was used with another request, 429 with the slots, 503 when others were faster
    /// for four seconds. After a refusal nothing is written and nothing is held, but for a position in a chain that nobody will
    /// have. Answers too whether the job waits for a slot.
    async fn place(&self, admission: &Admission<'_>) -> Result<(Admitted, bool), Fault> {
        let mut before = match self.look(admission).await {
            Err(refusal) if refusal.disposition() == Disposition::Rejected => {
                let replayed = self.replayed(admission).await?.ok_or(refusal)?;
                return Ok((replayed, false));
            }
            before => before?,
        };
        if let Some(record) = before.replay.take() {
            return Ok((Admitted::Before(record.replay(admission.hash)?), false));
        }
        let record = RequestRecord {
            request: before.order.request.clone(),
            price: before.order.price.clone(),
            usage: self.usage(),
        };
        // Before the transaction, because that answers no values, and after the look, so that what plainly does not fit takes none.
        let link = match admission.chain {
            Some(chain) => Some(chain::reserve(&self.store, chain, before.first_chain.as_ref()).await?),
            None => None,
        };
        let mut waits = match admission.place {
            Place::Line { priority } if !before.room => Some(priority),
            Place::Slot | Place::Line { .. } => None,
        };
        loop {
            let head = Head::admitted(&self.newcomer(admission, link, waits));
            let answer = (admission.answer)(&head, &record.request)?;
            let changes = changes(admission, &record, &head, &before, &answer)?;
            match (self.store.commit(changes).await?, admission.place) {
                (Commit::Done, _) => return Ok((Admitted::New(answer), waits.is_some())),
                // The last slot went to somebody else.
                (Commit::Refused(refused), Place::Line { priority })
                    if waits.is_none() && refused.index == before.purses.len() + 1 =>
                {
                    waits = Some(priority);
                }
                // Somebody else made the project's wallet since it was looked for, and may have closed it.
                (Commit::Refused(refused), _) if before.founds && refused.index == before.purses.len() => {
                    before.founds = false;
                }
                (Commit::Refused(refused), _) => {
                    return explain(admission, &before, &refused).map(|admitted| (admitted, false));
                }
            }
        }
    }

    fn newcomer(&self, admission: &Admission<'_>, link: Option<Link>, waits: Option<u32>) -> Newcomer {
        let now = self.now();
        Newcomer {
            workspace: self.store.scope().id(),
            job: admission.job,
            project: admission.project,
            link,
            user: admission.user,
            now,
            deadline: admission.patience.map(|patience| now.plus(patience)),
            waits,
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
        let lane = admission.lane().lane;
        let project = Purse::Project(admission.project);
        let mut addresses = vec![
            admission.key.address(admission.route),
            Project::address(admission.project),
            key::plan(),
            Purse::Credits.address(),
            project.address(),
            key::lane(admission.lane()),
        ];
        addresses.extend(admission.chain.map(|chain| chain::address(admission.project, chain)));
        let items = self.store.find_all(&addresses).await?;
        let [idempotency, found, plan, credits, budget, holders, chain @ ..] = items.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let replay =
            read::<IdempotencyRecord>(idempotency.as_ref())?.filter(|record| record.exp >= self.now());
        let slots = read::<Plan>(plan.as_ref())?.unwrap_or_default().slots(lane);
        let room = lane::holders(holders.as_ref()).len() < slots;
        let order = Order { request: admission.request.clone(), price: admission.price.clone() };
        let mut before =
            Before { replay, slots, room, purses: Vec::new(), founds: false, order, first_chain: None };
        if before.replay.is_some() {
            return Ok(before);
        }
        let found = read::<Project>(found.as_ref())?.ok_or_else(|| Fault::not_found().at("/project"))?;
        if let (Some(id), [None]) = (admission.chain, chain) {
            let first = chain::founded(&found, id).ok_or_else(|| Fault::not_found().at("/chain"))?;
            before.first_chain = Some(first);
        }
        if let Some(fill) = admission.fill.filter(|_| !found.settings.is_empty()) {
            before.order = fill(&found.settings)?;
        }
        let hold = before.order.price.hold;
        if hold < UsdMicros::ZERO {
            return Err(Fault::defect(format!("{} would hold less than nothing", admission.job)));
        }
        before.purses = vec![Purse::Credits, project];
        before.founds = budget.is_none();
        // What plainly cannot fit is told without a transaction. The guards decide all the same.
        for (purse, item) in [(Purse::Credits, credits), (project, budget)] {
            let wallet = read::<Wallet>(item.as_ref())?;
            let exists = item.is_some() || purse == Purse::Credits;
            if exists && wallet.is_none_or(|wallet| wallet.closed || wallet.avail < hold) {
                return Err(purse.refusal(item.as_ref(), hold)?);
            }
        }
        if admission.place == Place::Slot {
            lane::check(lane, slots, holders.as_ref())?;
        }
        Ok(before)
    }
}

impl Admission<'_> {
    /// The lane that it goes into.
    pub(crate) const fn lane(&self) -> UserLane {
        UserLane { lane: Lane::of(self.job.kind()), user: self.user }
    }
}

/// The transaction. The order of the items is the order in which a refusal is believed.
fn changes(
    admission: &Admission<'_>,
    request: &RequestRecord,
    head: &Head,
    before: &Before,
    answer: &serde_json::Value,
) -> Result<Vec<Change>, Fault> {
    let purses = &before.purses;
    let now = head.created_at;
    let hold = before.order.price.hold;
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
        data: json!({ "held_usd_micros": hold, "project": head.project, "waits": head.waits.is_some() }),
    };
    let mut changes =
        vec![Change::put(admission.key.address(admission.route), &record, IdempotencyRecord::guard(now))?];
    changes.extend(purses.iter().map(|purse| match purse {
        Purse::Project(_) if before.founds => purse.found(hold),
        purse => purse.hold(hold),
    }));
    match head.waits {
        None => changes.push(lane::take(head, before.slots, now)),
        Some(priority) => {
            let lane = admission.lane();
            changes.push(lane::watch(lane, now));
            let place = Waiting { job: head.job, priority };
            changes.push(Change::create(key::waiting(lane, priority, head.job), &place)?);
        }
    }
    changes.push(Change::create(key::hold(head.job), &entry)?);
    changes.push(Change::create(key::head(head.job), head)?);
    changes.push(Change::create(key::request(head.job), request)?);
    changes.push(event.append(head.job)?);
    changes.extend(chain::join(head)?);
    Ok(changes)
}

/// Turns the first refused item of the transaction into an answer.
fn explain(admission: &Admission<'_>, before: &Before, refused: &Refused) -> Result<Admitted, Fault> {
    if refused.index == 0 {
        let record: Option<IdempotencyRecord> = refused.record()?;
        let record =
            record.ok_or_else(|| Fault::unavailable("an idempotency record went away while it was read"))?;
        return record.replay(admission.hash).map(Admitted::Before);
    }
    if let Some(purse) = before.purses.get(refused.index - 1) {
        return Err(purse.refusal(refused.old.as_ref(), before.order.price.hold)?);
    }
    if refused.index == before.purses.len() + 1 {
        lane::check(admission.lane().lane, before.slots, refused.old.as_ref())?;
    }
    Err(Fault::defect(format!("item {} of an admission existed before it", refused.index)))
}

mod forecast;

pub use forecast::{Forecast, LimitCheck, Outlook, Priced};

#[cfg(test)]
mod tests;
