//! Taking renders in, by whichever way they come.

use std::sync::Arc;

use contract::http::Wait;
use contract::port::Ids;
use contract::{Call, Grant, Need, Part, Reply, Route};
use fault::{Disposition, Fault, Kind};
use http::HeaderName;
use jobs::{
    Admission, Admitted, Chains, Head, Jobs, Lane, Launcher, Order as Priced, Place, Project, UserLane,
};
use media::Asset;
use model::project::Settings;
use model::render::{Reference, Task as RenderTask};
use model::{ChainId, JobId, JobKind, ProjectId, RenderRequest, ResolvedRender, Size, UserId};
use store::once::IdempotencyRecord;
use store::{Address, Digest, IdempotencyKey, Record as _, Store};

use crate::Render;
use crate::batch::{BatchRequest, Order};
use crate::dry_run::{Bill, DryRun};
use crate::follow::Follow;
use crate::price::price;

/// What it takes to take a render in.
pub(crate) struct Intake {
    pub(crate) store: Store,
    pub(crate) jobs: Jobs,
    launcher: Launcher,
    ids: Arc<dyn Ids>,
}

/// A render that somebody wants.
pub(crate) struct Intent<'a> {
    /// Who.
    pub(crate) user: UserId,
    /// For which project; by default the workspace's own.
    pub(crate) project: Option<ProjectId>,
    /// What.
    pub(crate) wanted: Wanted,
    /// Where it goes.
    pub(crate) place: Place,
    /// By which way.
    pub(crate) route: &'static str,
    /// The client's name for it.
    pub(crate) key: &'a IdempotencyKey,
    /// SHA-256 of what was sent.
    pub(crate) hash: &'a Digest,
}

/// What a render is asked to be.
#[derive(Clone)]
pub(crate) enum Wanted {
    /// What somebody sent: what it leaves open is as its project says.
    New {
        /// As it was sent.
        body: Box<RenderRequest>,
        /// Used when neither it nor its project names one.
        seed: u64,
    },
    /// What was resolved before: its project may say something else by now, and is not asked.
    Again(Box<ResolvedRender>),
}

impl Wanted {
    /// The request with its defaults, in a project with `settings`.
    pub(crate) fn resolve(&self, settings: &Settings) -> Result<ResolvedRender, Fault> {
        match self {
            Self::New { body, seed } => {
                let resolved = settings.fill((**body).clone()).resolve(*seed);
                resolved.map_err(|error| Fault::invalid(error.pointer(), error.to_string()))
            }
            Self::Again(resolved) => Ok((**resolved).clone()),
        }
    }

    /// The same after its references were looked at: an edit is as large as what it changes, unless it says otherwise itself.
    fn fitted(&self, first: Option<Size>) -> Self {
        let mut wanted = self.clone();
        if let Self::New { body, .. } = &mut wanted
            && body.task == RenderTask::Edit
            && body.aspect.is_none()
        {
            body.size = body.size.or(first);
        }
        wanted
    }

    /// The order in a project with `settings`. The request was looked at by itself before, so what is wrong now they brought in.
    fn filled(&self, settings: &Settings) -> Result<Priced, Fault> {
        let filled = self.resolve(settings).and_then(|request| order(&request));
        filled.map_err(|fault| {
            let detail =
                format!("{} The project's settings ask for it; send a value of your own.", fault.detail());
            fault.advise(detail)
        })
    }
}

/// A render that was taken in.
pub(crate) struct Taken {
    /// As it was accepted.
    pub(crate) render: Render,
    /// Whether it had been taken in before, under the same key.
    pub(crate) replayed: bool,
}

impl Part for Intake {
    const NEEDS: &'static [Need] = &[Need::Table, Need::RenderFlow];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self {
            store: Store::open(grant)?,
            jobs: <Jobs as Part>::open(grant)?,
            launcher: Launcher::open(grant)?,
            ids: grant.ids(),
        })
    }
}

/// Where a render goes that was asked for by itself: before the children of its owner's batches.
pub(crate) fn place(queue: bool) -> Place {
    if queue { Place::Line { priority: 1 } } else { Place::Slot }
}

impl Intake {
    /// The client's key, or one that is minted here.
    pub(crate) fn key<R: Route>(&self, call: &Call<R>) -> Result<IdempotencyKey, Fault> {
        if let Some(sent) = call.headers.get("idempotency-key") {
            return IdempotencyKey::parse(sent.to_str().unwrap_or_default());
        }
        let mut secret = [0; 16];
        self.ids.random(&mut secret);
        IdempotencyKey::parse(&format!("minted-{:032x}", u128::from_be_bytes(secret)))
    }

    /// What somebody sent, with a seed of chance.
    pub(crate) fn wanted(&self, body: RenderRequest) -> Wanted {
        let mut seed = [0; 4];
        self.ids.random(&mut seed);
        // 32 bits, so that every JSON reader in the world gives the seed back unharmed.
        Wanted::New { body: Box::new(body), seed: u32::from_be_bytes(seed).into() }
    }

    /// Takes a render in and gets it going.
    pub(crate) async fn take(&self, intent: &Intent<'_>) -> Result<Taken, Fault> {
        // What is wrong with the request by itself is told before anything is read.
        let request = intent.wanted.resolve(&Settings::default())?;
        order(&request)?;
        let first = match self.check_references(&request.references).await {
            // A reference that went away since the key was used first: its answer stands all the same.
            Err(refusal) if refusal.disposition() == Disposition::Rejected => {
                return self.replayed(intent).await?.ok_or(refusal);
            }
            checked => checked?,
        };
        let wanted = intent.wanted.fitted(first);
        let request = wanted.resolve(&Settings::default())?;
        let alone = order(&request)?;
        let answer = |head: &Head, request: &serde_json::Value| -> Result<serde_json::Value, Fault> {
            to_json(&Render::admitted(head, from_json(request)?))
        };
        let fill = |settings: &Settings| wanted.filled(settings);
        let is_new = matches!(intent.wanted, Wanted::New { .. });
        let admission = Admission {
            job: JobId::from_body(JobKind::Render, self.ids.fresh(self.store.clock().now())),
            user: intent.user,
            project: self.project(intent),
            chain: request.chain,
            request: alone.request,
            price: alone.price,
            place: intent.place,
            patience: request.deadline_seconds.map(model::render::Deadline::duration),
            route: intent.route,
            key: intent.key,
            hash: intent.hash,
            answer: &answer,
            fill: is_new.then_some(&fill),
        };
        let entered = self.jobs.enter(&self.launcher, &admission).await;
        Ok(match entered.map_err(|fault| under_its_key(fault, intent.key))? {
            Admitted::New(answer) => Taken { render: from_json(&answer)?, replayed: false },
            Admitted::Before(answer) => Taken { render: from_json(&answer)?, replayed: true },
        })
    }

    /// What was answered under the key before.
    async fn replayed(&self, intent: &Intent<'_>) -> Result<Option<Taken>, Fault> {
        let record: Option<IdempotencyRecord> = self.store.find(&intent.key.address(intent.route)).await?;
        let Some(record) = record.filter(|record| record.exp >= self.store.clock().now()) else {
            return Ok(None);
        };
        Ok(Some(Taken { render: from_json(&record.replay(intent.hash)?)?, replayed: true }))
    }

    /// What would become of a render, without taking it in.
    pub(crate) async fn forecast(&self, intent: &Intent<'_>) -> Result<DryRun, Fault> {
        // What is wrong with the request by itself is told before anything is read.
        let request = intent.wanted.resolve(&Settings::default())?;
        order(&request)?;
        let wanted = intent.wanted.fitted(self.check_references(&request.references).await?);
        let priced = |settings: &Settings| {
            let Priced { request, price } = wanted.filled(settings)?;
            Ok((price.hold, (Bill::of(&price), request)))
        };
        let lane = UserLane { lane: Lane::of(JobKind::Render), user: intent.user };
        let project = self.project(intent);
        let forecast = self.jobs.forecast(lane, project, &priced, intent.place);
        let (forecast, (bill, told)) = forecast.await?;
        self.check_chain(project, request.chain).await?;
        Ok(DryRun::of(forecast, bill, told))
    }

    /// What would become of a batch, without taking it in: whether the money is there for all of it, and a slot for its first.
    pub(crate) async fn forecast_batch(
        &self,
        user: UserId,
        body: &BatchRequest,
        order: &Order,
    ) -> Result<DryRun, Fault> {
        let priced = |settings: &Settings| {
            let mut bill = Bill::default();
            for variant in 0..order.combinations() {
                let wanted = order.wanted("a check of the template", variant, "")?;
                bill = bill.and(&price(&wanted.resolve(settings)?)?);
            }
            let bill = bill.times(body.prompts.len());
            let bill =
                bill.ok_or_else(|| Fault::invalid("/prompts", "This costs more than can be counted."))?;
            Ok((bill.max(), bill))
        };
        priced(&Settings::default())?;
        let lane = UserLane { lane: Lane::of(JobKind::Render), user };
        let project = body.project.unwrap_or_else(|| Project::default_of(self.store.scope()));
        let forecast = self.jobs.forecast(lane, project, &priced, Place::Line { priority: 2 });
        let (forecast, bill) = forecast.await?;
        Ok(DryRun::of(forecast, bill, to_json(body)?))
    }

    fn project(&self, intent: &Intent<'_>) -> ProjectId {
        intent.project.unwrap_or_else(|| Project::default_of(self.store.scope()))
    }

    /// A chain must be one of the render's project.
    async fn check_chain(&self, project: ProjectId, chain: Option<ChainId>) -> Result<(), Fault> {
        let Some(chain) = chain else { return Ok(()) };
        let found = Chains::new(self.store.clone()).get(project, chain).await;
        found.map(drop).map_err(|fault| fault.at("/chain"))
    }

    /// The chain of a batch's template must be one of its project: better one refusal than one for each of its renders.
    pub(crate) async fn check_batch_chain(
        &self,
        project: Option<ProjectId>,
        order: &Order,
    ) -> Result<(), Fault> {
        let chain = order.request("a check of the template", 0)?.chain;
        let project = project.unwrap_or_else(|| Project::default_of(self.store.scope()));
        self.check_chain(project, chain).await.map_err(|fault| fault.at("/template/chain"))
    }

    /// Every reference must be there, and be the caller's.
    pub(crate) async fn check_references(&self, references: &[Reference]) -> Result<Option<Size>, Fault> {
        if references.is_empty() {
            return Ok(None);
        }
        let mut first = None;
        let address = |reference: &Reference| -> Address {
            match reference {
                Reference::Asset(asset) => Asset::address(*asset),
                Reference::Render(job) => self.jobs.address(*job),
            }
        };
        let found = self.store.find_all(&references.iter().map(address).collect::<Vec<_>>()).await?;
        for (index, (reference, item)) in references.iter().zip(found).enumerate() {
            let pointer = format!("/references/{index}");
            let Some(item) = item else { return Err(Fault::not_found().at(pointer)) };
            let (width, height) = match reference {
                Reference::Asset(_) => {
                    Asset::from_item(&item)?.usable().map(|asset| (asset.width, asset.height))
                }
                Reference::Render(_) => check_picture(&Head::from_item(&item)?),
            }
            .map_err(|fault| fault.at(pointer))?;
            first = first.or(Some(Size::nearest(width, height)));
        }
        Ok(first)
    }
}

/// A commit whose answers are lost may have been done: who sends the same again without its key would pay twice.
pub(crate) fn under_its_key(fault: Fault, key: &IdempotencyKey) -> Fault {
    if fault.code() != "unavailable" {
        return fault;
    }
    fault.advise(format!(
        "Nobody knows whether this was accepted. Send the same request again with the header `Idempotency-Key: {}`: it is \
         then accepted once.",
        key.as_str()
    ))
}

/// The answer about a render that was taken in: as it was accepted, or as it has ended where the client prefers to wait.
pub(crate) async fn reply<R: Route>(
    follow: &Follow,
    Taken { render, replayed }: Taken,
    key: &IdempotencyKey,
    call: &Call<R>,
) -> Result<Reply<Render>, Fault> {
    let wait = Wait::preferred(&call.headers);
    let location = render.links.this.clone();
    let reply = if wait == Wait::default() {
        Reply::accepted(render, location)
    } else {
        let view = follow.until_end(render.id, wait.duration(), call.deadline).await?;
        let reply = follow.reply(&view).await?;
        if view.head.status.is_terminal() { reply } else { reply.into_accepted(location) }
    };
    let reply = reply.header(HeaderName::from_static("idempotency-key"), key.as_str());
    Ok(if replayed { reply.header(HeaderName::from_static("idempotent-replayed"), "true") } else { reply })
}

/// A request as it is stored, with its price.
fn order(request: &ResolvedRender) -> Result<Priced, Fault> {
    Ok(Priced { request: to_json(request)?, price: price(request)? })
}

/// The pixels of a render that is referred to, across and down: it must have made something.
fn check_picture(head: &Head) -> Result<(u32, u32), Fault> {
    if let Some(output) = head.outputs.first() {
        return Ok((output.width, output.height));
    }
    let advice = if head.status.is_terminal() {
        "ended without a picture. Refer to another."
    } else {
        "has no picture yet. Wait until it has succeeded."
    };
    let detail = format!("{} {advice}", head.job);
    Err(Fault::new(Kind::Conflict, "reference-not-ready", detail))
}

/// What a client sent, whatever the order and spacing of its fields.
pub(crate) fn digest(body: &impl serde::Serialize) -> Result<Digest, Fault> {
    Ok(Digest::of(to_json(body)?.to_string()))
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(value).map_err(|error| Fault::defect("a body is no JSON").because(error))
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(kept: &serde_json::Value) -> Result<T, Fault> {
    T::deserialize(kept).map_err(|error| Fault::defect("what was kept changed its form").because(error))
}
