//! The first user, and further local ones, through the function that only the deployer may invoke.

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::STACK;
use super::engine::Engine;
use crate::api::Problem;
use crate::failure::Failure;
use crate::python::Tool;
use crate::state::{Credentials, Key};

/// The owner of every local cloud.
pub(crate) const EMAIL: &str = "owner@localhost";

/// What the function answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Issued {
    /// The user.
    pub(crate) user: String,
    /// The user's own workspace.
    pub(crate) workspace: String,
    /// The key to it.
    pub(crate) key: Key,
}

/// What the tool prints of an invocation.
#[derive(Deserialize)]
struct Answer {
    error: Option<String>,
    #[serde(default)]
    payload: Value,
}

/// Gets a key for the owner: the first one, or a new one when the first was lost with its file.
pub(crate) async fn bootstrap(tool: &Tool, engine: &Engine, origin: &str) -> Result<Credentials> {
    let first = json!({"action": "owner", "email": EMAIL});
    let issued = match invoke(tool, engine, &first).await {
        Err(error) if is_refusal(&error) => {
            let again = json!({"action": "owner", "email": EMAIL, "reissue": true});
            invoke(tool, engine, &again).await?
        }
        other => other?,
    };
    let Issued { user, workspace, key } = issued;
    Ok(Credentials { url: origin.to_owned(), email: EMAIL.to_owned(), user, workspace, key })
}

/// Makes a user with a workspace of its own.
pub(crate) async fn user(tool: &Tool, engine: &Engine, email: &str, grant: Option<i64>) -> Result<Issued> {
    let mut request = json!({"action": "user", "email": email});
    if let Some(grant) = grant {
        request["grant_usd_micros"] = grant.into();
    }
    invoke(tool, engine, &request).await
}

async fn invoke(tool: &Tool, engine: &Engine, request: &Value) -> Result<Issued> {
    let function = format!("{STACK}-accounts-bootstrap");
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

fn is_refusal(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Failure>().is_some_and(|failure| failure.problem.is_some())
}

#[cfg(test)]
mod tests;
