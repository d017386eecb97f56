//! `GET /v1/me`: who calls, as the credential says. Reads nothing.

use access::KeyId;
use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::{Role, Scope, Scopes, Time, UserId, WorkspaceId};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub struct GetMe;

/// Who calls.
#[derive(Serialize, JsonSchema)]
pub struct Me {
    /// The user.
    user: UserId,
    /// The workspace that the credential opens.
    workspace: WorkspaceId,
    /// The user's role there.
    role: Role,
    /// What the credential allows.
    scopes: Scopes,
    /// The access key, when the credential is one.
    key: Option<ShownKey>,
}

/// The access key that was shown.
#[derive(Serialize, JsonSchema)]
pub struct ShownKey {
    /// Its public name.
    id: KeyId,
    /// When it ends, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
}

impl Route for GetMe {
    const NAME: &'static str = "accounts-get-me";
    const SUMMARY: &'static str = "Says who calls and what the credential allows.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/me";
    const ACCESS: Access = Access::Scope(Scope::AccountRead);
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 0;

    type Env = ();
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Me;

    async fn handle((): (), call: Call<Self>) -> Result<Reply<Me>, Fault> {
        let caller = call.principal()?;
        let key = caller.key.as_deref().map(str::parse).transpose();
        let id = key.map_err(|error| Fault::defect("a caller's key has no id").because(error))?;
        Ok(Reply::ok(Me {
            user: caller.user,
            workspace: caller.workspace,
            role: caller.role,
            scopes: caller.scopes.clone(),
            key: id.map(|id| ShownKey { id, expires_at: caller.expires_at }),
        }))
    }
}

#[cfg(test)]
mod tests;
