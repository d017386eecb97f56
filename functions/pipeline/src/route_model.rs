//! Chooses provider and model, with its reasons; when a render is done again, with the changed plan.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{JobView, Jobs, Outcome};
use model::render::{ModelName, Tool};
use model::{ResolvedRender, StageName};
use providers::builtin::intent::Report;
use providers::{Catalogue, Demand, Model, Offer, Task, route};
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, OK, OK_OR_END};
use crate::optimize_prompt::{self, FinalPrompt};
use crate::validate::{self, Plan};

/// The stage.
pub struct RouteModel;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

/// Whom to ask, and what else is new in this try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The provider.
    pub(crate) provider: String,
    /// Its model.
    pub(crate) model: String,
    /// Why this one.
    pub(crate) reasons: Vec<String>,
    /// What the model is told, where this try changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) prompt: Option<String>,
    /// The seed of the first picture, where this try changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u64>,
}

impl Choice {
    /// Its model; `None` where the catalogue does not have it any more.
    pub(crate) fn offered(&self) -> Option<&'static Model> {
        let mut models = Catalogue::get().models();
        let chosen = models.find(|(provider, model)| *provider == self.provider && model.id == self.model);
        chosen.map(|(_, model)| model)
    }
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
                if view.standing(step.r#try, StageName::OptimizePrompt).is_none() {
                    let simple = optimize_prompt::without_it(view, &step, &request)?;
                    frame.stand_in(view, StageName::OptimizePrompt, simple).await?;
                }
                Outcome::of(OK, &choose(view, &step, &request)?)
            })
            .await
    }
}

/// The offers that can do `request` for what is left of the money that is held.
pub(crate) fn affordable(view: &JobView, request: &ResolvedRender) -> Vec<Offer<'static>> {
    let wanted = request.model.as_ref().map(ModelName::as_str);
    let task = Task::from(request.task);
    let mut offers = Catalogue::get().offers(task, request.size, request.count.get(), wanted);
    let left = view.price.hold - view.spent();
    offers.retain(|offer| offer.price <= left);
    offers
}

/// What `request` demands of a model, after `tried` were asked before.
pub(crate) fn demand<'a>(
    view: &JobView,
    step: &Step,
    request: &'a ResolvedRender,
    tried: &'a [String],
) -> Result<Demand<'a>, Fault> {
    let report: Option<Report> = view.found(step.r#try, StageName::ParseIntent)?;
    Ok(Demand {
        quality: request.quality,
        complexity: report.map(|report| report.complexity),
        tool: request.tool.as_ref().map(Tool::as_str),
        tried,
    })
}

fn choose(view: &JobView, step: &Step, request: &ResolvedRender) -> Result<Choice, Fault> {
    let plan = validate::plan(view, step)?;
    let offers = affordable(view, request);
    let tried = plan.as_ref().map_or(&[][..], |plan| &plan.tried);
    let routed = route(&offers, &demand(view, step, request, tried)?).ok_or_else(|| {
        let detail = "No model can do this any more for the price that was held. Start the render again.";
        Fault::new(Kind::Conflict, "no-model", detail)
    })?;
    let mut reasons = match &request.model {
        Some(name) => vec![format!("the request asks for `{}`", name.as_str())],
        None => [vec![able(offers.len())], routed.reasons].concat(),
    };
    reasons.extend(plan.iter().flat_map(|plan| plan.changes.clone()));
    Ok(Choice {
        provider: routed.offer.provider.to_owned(),
        model: routed.offer.model.id.clone(),
        reasons,
        prompt: plan.as_ref().map(|plan| told(view, step, plan)).transpose()?,
        seed: plan.map(|plan| plan.seed),
    })
}

fn able(count: usize) -> String {
    match count {
        1 => "one of the catalogue's models can do this for the price held".to_owned(),
        count => format!("{count} of the catalogue's models can do this for the price held"),
    }
}

/// The final prompt with what `plan` stresses.
fn told(view: &JobView, step: &Step, plan: &Plan) -> Result<String, Fault> {
    let written: FinalPrompt = view.needed(step.r#try, StageName::OptimizePrompt)?;
    let mut prompt = written.prompt;
    for stress in &plan.stress {
        prompt.push_str(", ");
        prompt.push_str(stress);
    }
    Ok(prompt)
}

#[cfg(test)]
mod tests;
