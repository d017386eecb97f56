//! `POST /v1/keys`: a new access key, whose secret is shown once.

use access::record::KeyEntry;
use access::{Deployment, Draft, KeyId, Keys, Label, NewKey};
use contract::http::{Method, Nothing};
use contract::{Access, Call, Principal, Reply, Route};
use fault::{Fault, Kind};
use http::{HeaderMap, HeaderName};
use model::{Scope, Scopes, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::once::IdempotencyRecord;
use store::{Change, Commit, Digest, IdempotencyKey, Refused};

/// The route.
pub struct CreateKey;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// The keys.
        keys: Keys,
        /// The deployment that a key is for.
        deployment: Deployment,
    }
}

/// What the key is to be.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRequest {
    /// What people call it.
    name: Label,
    /// What it allows; all that the caller may do when it is left out.
    #[serde(default)]
    scopes: Option<Scopes>,
    /// When it ends; never when it is left out.
    #[serde(default)]
    expires_at: Option<Time>,
}

/// A key that was made.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CreatedKey {
    /// Its public name.
    id: KeyId,
    /// What people call it.
    name: Label,
    /// What it allows.
    scopes: Scopes,
    /// When it was made.
    created_at: Time,
    /// When it ends, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// The key itself. It is kept nowhere, so a repeated answer does not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// Why the secret is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

const NOTE: &str =
    "The secret was shown once, in the first answer. If that was lost, revoke this key and create another.";

/// Tells a repeated answer from a first one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

impl Route for CreateKey {
    const NAME: &'static str = "accounts-create-key";
    const SUMMARY: &'static str = "Creates an access key and shows its secret once.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/keys";
    const ACCESS: Access = Access::Scope(Scope::KeysWrite);
    const REPLIES: &'static [u16] = &[201, 429, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Nothing;
    type Query = Nothing;
    type Body = KeyRequest;
    type Output = CreatedKey;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<CreatedKey>, Fault> {
        let draft = env.keys.draft(env.deployment, wanted(&call.body, call.principal()?, env.keys.now())?);
        let intent = Intent::of(&call.headers, &call.body)?;
        let before = intent.as_ref().map(|intent| intent.keep(&draft)).transpose()?;
        match env.keys.create(&draft, before.as_slice()).await? {
            Commit::Done => Ok(created(CreatedKey::shown(&draft))),
            Commit::Refused(refused) => Ok(created(replay(intent, &refused)?).header(REPLAYED, "true")),
        }
    }
}

/// The client's name for what it wants, and a digest by which another wish under the same name is seen.
struct Intent {
    key: IdempotencyKey,
    hash: Digest,
}

impl Intent {
    fn of(headers: &HeaderMap, body: &KeyRequest) -> Result<Option<Self>, Fault> {
        let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
        // A value that is no text is refused like an empty one.
        let key = IdempotencyKey::parse(value.to_str().unwrap_or_default())?;
        let body = serde_json::to_vec(body);
        let hash = Digest::of(body.map_err(|error| Fault::defect("a body is no JSON").because(error))?);
        Ok(Some(Self { key, hash }))
    }

    /// Keeps the answer, without the secret, in the transaction that writes the key: there is never one without the other.
    fn keep(&self, draft: &Draft) -> Result<Change, Fault> {
        let now = draft.entry.created_at;
        let answer = serde_json::to_value(CreatedKey::kept(&draft.entry))
            .map_err(|error| Fault::defect("an answer is no JSON").because(error))?;
        let record = IdempotencyRecord::answered(&self.hash, answer, now);
        Change::put(self.key.address(CreateKey::NAME), &record, IdempotencyRecord::guard(now))
    }
}

/// What the caller may have of what they ask for.
fn wanted(request: &KeyRequest, caller: &Principal, now: Time) -> Result<NewKey, Fault> {
    let scopes = request.scopes.as_ref().unwrap_or(&caller.scopes);
    if scopes.is_empty() {
        return Err(Fault::invalid("/scopes", "A key without scopes allows nothing. Name at least one.")
            .allowed(caller.scopes.iter()));
    }
    if let Some(excess) = scopes.iter().find(|scope| !caller.scopes.allow(*scope)) {
        let detail = format!("Your credential does not carry `{excess}`, so it cannot give it to a key.");
        return Err(Fault::new(Kind::Forbidden, "scope", detail).at("/scopes").allowed(caller.scopes.iter()));
    }
    if request.expires_at.is_some_and(|end| end <= now) {
        let detail = format!("The key would have ended before it began. It is {now}; name a later moment.");
        return Err(Fault::invalid("/expires_at", detail));
    }
    Ok(NewKey {
        name: request.name.clone(),
        user: caller.user,
        role: caller.role,
        scopes: scopes.clone(),
        expires_at: request.expires_at,
    })
}

fn replay(intent: Option<Intent>, refused: &Refused) -> Result<CreatedKey, Fault> {
    let (Some(intent), Some(record)) = (intent, refused.record::<IdempotencyRecord>()?) else {
        return Err(Fault::defect("a key was refused for no reason that it has"));
    };
    serde_json::from_value(record.replay(&intent.hash)?)
        .map_err(|error| Fault::defect("a kept answer changed its form").because(error))
}

fn created(key: CreatedKey) -> Reply<CreatedKey> {
    let location = format!("{}/{}", CreateKey::PATH, key.id);
    Reply::created(key, location)
}

impl CreatedKey {
    fn kept(entry: &KeyEntry) -> Self {
        Self {
            id: entry.id,
            name: entry.name.clone(),
            scopes: entry.scopes.clone(),
            created_at: entry.created_at,
            expires_at: entry.expires_at,
            secret: None,
            note: Some(NOTE.to_owned()),
        }
    }

    fn shown(draft: &Draft) -> Self {
        Self { secret: Some(draft.key.reveal()), note: None, ..Self::kept(&draft.entry) }
    }
}

#[cfg(test)]
mod tests;
