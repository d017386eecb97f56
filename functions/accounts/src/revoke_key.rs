//! `DELETE /v1/keys/{id}`: ends an access key.

use access::{KeyId, Keys, REVOCATION_BOUND};
use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::{Scope, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The route.
pub struct RevokeKey;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// The keys.
        keys: Keys,
    }
}

/// Which key.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// Its public name.
    id: KeyId,
}

/// A key that has ended.
#[derive(Serialize, JsonSchema)]
pub struct RevokedKey {
    /// Its public name.
    id: KeyId,
    /// When it was revoked, the first time.
    revoked_at: Time,
    /// From when on it works nowhere: until then, some part of the service may still believe what it read before.
    effective_at: Time,
}

impl Route for RevokeKey {
    const NAME: &'static str = "accounts-revoke-key";
    const SUMMARY: &'static str = "Revokes an access key; asked again it answers the same.";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/v1/keys/{id}";
    const ACCESS: Access = Access::Scope(Scope::KeysWrite);
    const REPLIES: &'static [u16] = &[200, 404, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = RevokedKey;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<RevokedKey>, Fault> {
        let id = call.path.id;
        let revoked_at = env.keys.revoke(id).await?;
        Ok(Reply::ok(RevokedKey { id, revoked_at, effective_at: revoked_at.plus(REVOCATION_BOUND) }))
    }
}

#[cfg(test)]
mod tests;
