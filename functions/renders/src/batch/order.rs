//! What the renders of a batch have in common, and what they differ in.

use fault::Fault;
use jobs::batch::MAX_CHILDREN;
use model::render::{ModelName, Quality, Style};
use model::{Aspect, ProjectId, Prompt, RenderRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::Digest;

use crate::intake::Wanted;

/// The body of `POST /v1/batches`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    /// The project of every render; by default the workspace's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// A render request without its prompt: what all renders have in common.
    #[serde(default)]
    pub template: Map<String, Value>,
    /// One prompt for each render, or for each combination of the matrix.
    #[schemars(length(min = 1, max = 500))]
    pub prompts: Vec<Prompt>,
    /// What else is varied: every prompt is painted in every combination.
    #[serde(default)]
    pub matrix: Matrix,
}

/// The values of each thing that is varied; what is empty is not varied.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Manners of painting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    style: Vec<Style>,
    /// Shapes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aspect: Vec<Aspect>,
    /// Levels of work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    quality: Vec<Quality>,
    /// Models.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    model: Vec<ModelName>,
    /// Seeds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    seed: Vec<u64>,
}

/// The most prompts of a batch.
const MAX_PROMPTS: usize = 500;

/// A batch's order as it is stored: the template, and each axis of the matrix with its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    template: Map<String, Value>,
    axes: Vec<(String, Vec<Value>)>,
}

impl BatchRequest {
    /// The order, checked: every combination is a render that could be asked for by itself. Its faults point into the body.
    pub(crate) fn order(&self) -> Result<Order, Fault> {
        let number = self.prompts.len();
        if number == 0 || number > MAX_PROMPTS {
            let detail = format!("{number} prompts were sent; send 1 to {MAX_PROMPTS}.");
            return Err(Fault::invalid("/prompts", detail));
        }
        if let Some(own) =
            ["prompt", "queue", "project"].into_iter().find(|own| self.template.contains_key(*own))
        {
            let detail = match own {
                "prompt" => "The prompts of a batch are in `prompts`.",
                "queue" => "Every render of a batch may wait in line; leave this out.",
                _ => "The project of a batch is beside its template.",
            };
            return Err(Fault::invalid(format!("/template/{own}"), detail));
        }
        let order = Order { template: self.template.clone(), axes: self.matrix.axes() };
        let each = order.combinations();
        if each.saturating_mul(number) > MAX_CHILDREN {
            let detail = format!(
                "{number} prompts in {each} combinations are {} renders; a batch has at most {MAX_CHILDREN}. Send several.",
                each.saturating_mul(number)
            );
            return Err(Fault::invalid("/matrix", detail));
        }
        for variant in 0..each {
            order.request("a check of the template", variant)?;
        }
        Ok(order)
    }
}

impl Matrix {
    fn axes(&self) -> Vec<(String, Vec<Value>)> {
        let Value::Object(axes) = json!(self) else { return Vec::new() };
        let axes = axes.into_iter().filter_map(|(name, values)| match values {
            Value::Array(values) => Some((name, values)),
            _ => None,
        });
        axes.collect()
    }
}

impl Order {
    /// How many renders each prompt has.
    pub(crate) fn combinations(&self) -> usize {
        self.axes.iter().map(|(_, values)| values.len()).fold(1, usize::saturating_mul)
    }

    /// The request of combination `variant` of `prompt`, the last axis changing fastest.
    pub(crate) fn request(&self, prompt: &str, variant: usize) -> Result<RenderRequest, Fault> {
        let mut body = self.template.clone();
        let mut rest = variant;
        for (name, values) in self.axes.iter().rev() {
            body.extend(values.get(rest % values.len()).map(|value| (name.clone(), value.clone())));
            rest /= values.len();
        }
        body.insert("prompt".to_owned(), prompt.into());
        body.insert("queue".to_owned(), true.into());
        let text = Value::Object(body).to_string();
        let request: RenderRequest = contract::kind::decode::body(text.as_bytes()).map_err(into_template)?;
        request
            .clone()
            .resolve(0)
            .map_err(|error| into_template(Fault::invalid(error.pointer(), error.to_string())))?;
        Ok(request)
    }

    /// The same as it is taken in, with a seed that belongs to this child: asked for again, it is the same request.
    pub(crate) fn wanted(&self, prompt: &str, variant: usize, child: &str) -> Result<Wanted, Fault> {
        let digest = Digest::of(child);
        let seed = u32::from_str_radix(&digest.as_str()[..8], 16)
            .map_err(|error| Fault::defect("a digest is no number").because(error))?;
        Ok(Wanted::New { body: Box::new(self.request(prompt, variant)?), seed: seed.into() })
    }
}

/// A fault of a child's request as a fault of the template that it was made from.
fn into_template(fault: Fault) -> Fault {
    let problem = fault.problem("");
    let pointer = format!("/template{}", problem.pointer.as_deref().unwrap_or_default());
    fault.at(pointer)
}
