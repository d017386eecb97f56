//! Invoking a function that has no route: only whoever deploys may.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::STACK;
use super::engine::Engine;
use crate::api::Problem;
use crate::failure::Failure;
use crate::python::Tool;

/// What the tool prints of an invocation.
#[derive(Deserialize)]
struct Answer {
    error: Option<String>,
    #[serde(default)]
    payload: Value,
}

/// Invokes `function` (without the stack's name) and reads its answer. Its refusal is the failure.
pub(crate) async fn invoke<T: DeserializeOwned>(
    tool: &Tool,
    engine: &Engine,
    function: &str,
    request: &Value,
) -> Result<T> {
    let function = format!("{STACK}-{function}");
    let input = serde_json::to_vec(request)?;
    let arguments = ["--endpoint", &engine.url(), &function];
    let answer: Answer = tool.ask("invoke", &arguments, Some(&input), |_| ()).await?;
    match answer.error {
        None => serde_json::from_value(answer.payload).with_context(|| format!("{function} answered oddly")),
        Some(error) => Err(failure(&function, &error, &answer.payload).into()),
    }
}

/// The function's own problem document, which travels as the text of its error; else what there is.
fn failure(function: &str, error: &str, payload: &Value) -> Failure {
    let text = payload.get("errorMessage").and_then(Value::as_str).unwrap_or_default();
    match serde_json::from_str::<Value>(text) {
        Ok(document) if document.get("status").is_some() => {
            let status = document["status"].as_u64().and_then(|status| u16::try_from(status).ok());
            Failure::problem(Problem::from_document(status.unwrap_or(500), document, None))
        }
        _ => Failure::failed(format!("{function} failed: {error} {text}").trim_end().to_owned()),
    }
}

#[cfg(test)]
mod tests;
