//! The first user, and further local ones, through the function that only the deployer may invoke.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::engine::Engine;
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
    super::invoke::invoke(tool, engine, "accounts-bootstrap", request).await
}

fn is_refusal(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Failure>().is_some_and(|failure| failure.problem.is_some())
}
