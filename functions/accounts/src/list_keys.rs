//! `GET /v1/keys`: the access keys of the workspace, those that ended within 90 days among them.

use access::record::KeyEntry;
use access::{KeyId, Keys, Label};
use contract::http::{Method, Nothing, PageQuery};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::{Scope, Scopes, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub struct ListKeys;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// The keys.
        keys: Keys,
    }
}

/// A page of keys, in the order of their ids.
#[derive(Serialize, JsonSchema)]
pub struct KeyPage {
    /// The keys.
    items: Vec<ListedKey>,
    /// How to get the next page; `null` at the end.
    next_cursor: Option<String>,
}

/// An access key, without its secret.
#[derive(Serialize, JsonSchema)]
pub struct ListedKey {
    /// Its public name.
    id: KeyId,
    /// What people call it.
    name: Label,
    /// What it allows.
    scopes: Scopes,
    /// When it was made.
    created_at: Time,
    /// When it ends, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// When it was revoked, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Time>,
}

impl Route for ListKeys {
    const NAME: &'static str = "accounts-list-keys";
    const SUMMARY: &'static str = "Lists the access keys of the workspace, without their secrets.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/keys";
    const ACCESS: Access = Access::Scope(Scope::KeysRead);
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Nothing;
    type Query = PageQuery;
    type Body = Nothing;
    type Output = KeyPage;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<KeyPage>, Fault> {
        let page = env.keys.list(call.query.cursor.as_deref(), call.query.limit.get()).await?;
        let page = page.map(ListedKey::from);
        Ok(Reply::ok(KeyPage { items: page.items, next_cursor: page.next_cursor }))
    }
}

impl From<KeyEntry> for ListedKey {
    fn from(entry: KeyEntry) -> Self {
        let KeyEntry { id, name, scopes, created_at, expires_at, revoked_at, ttl: _ } = entry;
        Self { id, name, scopes, created_at, expires_at, revoked_at }
    }
}

#[cfg(test)]
mod tests;
