//! Chooses provider and model, with its reasons.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{Jobs, Outcome};
use model::{ResolvedRender, StageName};
use providers::{Catalogue, Task};
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, OK, OK_OR_END};

/// The stage.
pub struct RouteModel;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The provider.
    pub(crate) provider: String,
    /// Its model.
    pub(crate) model: String,
    /// Why this one.
    pub(crate) reasons: Vec<String>,
}

impl Stage for RouteModel {
    const NAME: &'static str = "pipeline-route-model";
    const SUMMARY: &'static str = "Choose the provider and the model of a render.";
    const WORDS: &'static [Word] = OK_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::RouteModel, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                Outcome::of(OK, &choose(&request, view.price.hold)?)
            })
            .await
    }
}

/// Of the models that can do it within what is held, the best tier; of those the cheapest.
fn choose(request: &ResolvedRender, hold: model::UsdMicros) -> Result<Choice, Fault> {
    let wanted = request.model.as_ref().map(model::render::ModelName::as_str);
    let task = Task::from(request.task);
    let mut offers = Catalogue::get().offers(task, request.size, request.count.get(), wanted);
    let able = offers.len();
    offers.retain(|offer| offer.price <= hold);
    let best = providers::routed(&offers).ok_or_else(|| {
        let detail = "No model can do this any more for the price that was held. Start the render again.";
        Fault::new(Kind::Conflict, "no-model", detail)
    })?;
    let asked = match wanted {
        Some(name) => format!("the request asks for `{name}`"),
        None => format!("{able} of the catalogue's models can do this"),
    };
    let tier = format!("the best tier within the price held is {:?}", best.model.tier).to_lowercase();
    Ok(Choice {
        provider: best.provider.to_owned(),
        model: best.model.id.clone(),
        reasons: vec![asked, tier],
    })
}

#[cfg(test)]
mod tests;
