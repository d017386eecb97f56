//! Accepting a render.

use std::sync::Arc;

use contract::http::{Method, Nothing, Wait};
use contract::port::Ids;
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use http::HeaderName;
use jobs::{Admission, Admitted, Head, Jobs, Launcher, Price, Project};
use media::Asset;
use model::render::Reference;
use model::{JobId, JobKind, RenderRequest, ResolvedRender, Scope};
use providers::{Catalogue, Estimate, Task};
use store::{Address, Digest, IdempotencyKey, Record as _, Store};

use crate::Render;
use crate::follow::Follow;

/// Accepts a render and starts its flow.
pub struct Start;

env! {
    /// What it holds.
    pub struct Env { store: Store, jobs: Jobs, launcher: Launcher, follow: Follow, ids: Arc<dyn Ids> }
}

impl Route for Start {
    const NAME: &'static str = "renders-start";
    const SUMMARY: &'static str = "Start a render: hold its price, take a slot, begin to paint.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/renders";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[200, 202, 402, 404, 409, 429, 503];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Nothing;
    type Query = Nothing;
    type Body = RenderRequest;
    type Output = Render;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Render>, Fault> {
        let key = idempotency_key(&call, env.ids.as_ref())?;
        let hash = digest(&call.body)?;
        let project = call.body.project.unwrap_or_else(|| Project::default_of(env.store.scope()));
        let request = resolve(call.body.clone(), env.ids.as_ref())?;
        let price = price(&request)?;
        check_references(&env.store, &env.jobs, &request.references).await?;
        let answer = |head: &Head| to_json(&Render::admitted(head, request.clone()));
        let admission = Admission {
            job: JobId::from_body(JobKind::Render, env.ids.fresh(env.store.clock().now())),
            user: call.principal()?.user,
            project,
            request: to_json(&request)?,
            price,
            route: Self::NAME,
            key: &key,
            hash: &hash,
            answer: &answer,
        };
        let (render, replayed) = match env.jobs.admit(&admission).await? {
            Admitted::New(answer) => (from_json(&answer)?, false),
            Admitted::Before(answer) => (from_json(&answer)?, true),
        };
        if !replayed {
            // A flow that does not start now is started by the sweeper within a minute: the render is accepted either way.
            let _ = env.launcher.start(render.id, render.run).await;
        }
        let reply = reply(&env.follow, render, &call).await?;
        let reply = reply.header(HeaderName::from_static("idempotency-key"), key.as_str());
        Ok(if replayed {
            reply.header(HeaderName::from_static("idempotent-replayed"), "true")
        } else {
            reply
        })
    }
}

/// The answer: the render as it was accepted, or as it has ended where the client prefers to wait for that.
async fn reply(follow: &Follow, render: Render, call: &Call<Start>) -> Result<Reply<Render>, Fault> {
    let wait = Wait::preferred(&call.headers);
    let location = render.links.this.clone();
    if wait == Wait::default() {
        return Ok(Reply::accepted(render, location));
    }
    let view = follow.until_end(render.id, wait.duration(), call.deadline).await?;
    let reply = follow.reply(&view).await?;
    Ok(if view.head.status.is_terminal() { reply } else { reply.into_accepted(location) })
}

fn idempotency_key(call: &Call<Start>, ids: &dyn Ids) -> Result<IdempotencyKey, Fault> {
    if let Some(sent) = call.headers.get("idempotency-key") {
        return IdempotencyKey::parse(sent.to_str().unwrap_or_default());
    }
    let mut secret = [0; 16];
    ids.random(&mut secret);
    IdempotencyKey::parse(&format!("minted-{:032x}", u128::from_be_bytes(secret)))
}

/// What a client sent, whatever the order and spacing of its fields.
fn digest(body: &RenderRequest) -> Result<Digest, Fault> {
    Ok(Digest::of(to_json(body)?.to_string()))
}

fn resolve(body: RenderRequest, ids: &dyn Ids) -> Result<ResolvedRender, Fault> {
    let mut seed = [0; 4];
    ids.random(&mut seed);
    // 32 bits, so that every JSON reader in the world gives the seed back unharmed.
    let resolved = body.resolve(u32::from_be_bytes(seed).into());
    resolved.map_err(|error| Fault::invalid(error.pointer(), error.to_string()))
}

/// What the models that may be chosen would cost; the most of it is held.
fn price(request: &ResolvedRender) -> Result<Price, Fault> {
    let catalogue = Catalogue::get();
    let task = Task::from(request.task);
    let wanted = request.model.as_ref().map(model::render::ModelName::as_str);
    let offers = catalogue.offers(task, request.size, request.count.get(), wanted);
    let estimate = Estimate::of(&offers).ok_or_else(|| match wanted {
        Some(name) => {
            Fault::invalid("/model", format!("No model `{name}` can do this.")).allowed(catalogue.names(task))
        }
        None => Fault::invalid("/size", "No model paints pictures of this size."),
    })?;
    let Estimate { min, likely, dearest } = estimate;
    Ok(Price {
        hold: dearest.price,
        min: Some(min),
        likely: Some(likely),
        source: dearest.source.to_owned(),
        read_on: dearest.read_on.to_owned(),
    })
}

/// Every reference must be there, and be the caller's.
async fn check_references(store: &Store, jobs: &Jobs, references: &[Reference]) -> Result<(), Fault> {
    if references.is_empty() {
        return Ok(());
    }
    let address = |reference: &Reference| -> Address {
        match reference {
            Reference::Asset(asset) => Asset::address(*asset),
            Reference::Render(job) => jobs.address(*job),
        }
    };
    let found = store.find_all(&references.iter().map(address).collect::<Vec<_>>()).await?;
    for (index, (reference, item)) in references.iter().zip(found).enumerate() {
        let pointer = format!("/references/{index}");
        let Some(item) = item else { return Err(Fault::not_found().at(pointer)) };
        if let Reference::Render(_) = reference {
            let head = Head::from_item(&item)?;
            check_picture(&head).map_err(|fault| fault.at(pointer))?;
        }
    }
    Ok(())
}

/// A render that is referred to must have made something.
fn check_picture(head: &Head) -> Result<(), Fault> {
    let advice = match head {
        Head { outputs, .. } if !outputs.is_empty() => return Ok(()),
        Head { status, .. } if status.is_terminal() => "ended without a picture. Refer to another.",
        _ => "has no picture yet. Wait until it has succeeded.",
    };
    let detail = format!("{} {advice}", head.job);
    Err(Fault::new(Kind::Conflict, "reference-not-ready", detail))
}

fn to_json(value: &impl serde::Serialize) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(value).map_err(|error| Fault::defect("a body is no JSON").because(error))
}

fn from_json(answer: &serde_json::Value) -> Result<Render, Fault> {
    serde::Deserialize::deserialize(answer)
        .map_err(|error| Fault::defect("a kept answer is no render").because(error))
}

#[cfg(test)]
mod tests;
