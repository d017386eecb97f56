//! The body of a chain, as everybody sees it, and the path to one.

use std::fmt;

use contract::Reply;
use contract::http::Precondition;
use fault::Fault;
use http::HeaderMap;
use http::header::{HeaderValue, IF_MATCH};
use jobs::chain::{Session, Standing};
use jobs::{Chain, Chains, Memory};
use model::{ChainId, ProjectId, Time};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod list_renders;
pub(crate) mod memory;

/// A chain: renders of a project that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChainBody {
    /// Which one.
    pub id: ChainId,
    /// Its project.
    pub project: ProjectId,
    /// What people call it.
    pub name: String,
    /// Whether it is the one that its project has without anybody making it.
    pub is_default: bool,
    /// Counts the changes of name and session; the first number of its ETag.
    pub version: u64,
    /// When it was made.
    pub created_at: Time,
    /// The position that was given last. Positions are unique and increase; a refused render leaves a hole. Lists leave this out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// How many versions of its memory there are.
    pub memory_version: u64,
    /// The latest of them. Lists leave this out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// A conversation elsewhere that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// Where to go from here.
    pub links: Links,
}

/// Where to go from a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// The chain.
    #[serde(rename = "self")]
    pub this: String,
    /// Its renders, in order.
    pub renders: String,
    /// Its memory.
    pub memory: String,
}

/// Which chain of which project.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// The project.
    pub(crate) project: ProjectId,
    /// Its id, or `default`.
    pub(crate) chain: Named,
}

/// The name of a chain in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// `default`: the one that its project has anyway.
    Default,
    /// An id.
    Id(ChainId),
}

impl Path {
    /// The chain's id.
    pub(crate) fn id(&self) -> ChainId {
        match self.chain {
            Named::Default => Chain::default_of(self.project),
            Named::Id(id) => id,
        }
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match String::deserialize(from)?.as_str() {
            "default" => Ok(Self::Default),
            id => id.parse().map(Self::Id).map_err(serde::de::Error::custom),
        }
    }
}

impl JsonSchema for Named {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ChainName".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(default|chn_[0-9a-hjkmnp-tv-z]{26})$" })
    }
}

impl From<&Chain> for ChainBody {
    fn from(chain: &Chain) -> Self {
        let this = format!("/v1/projects/{}/chains/{}", chain.project, chain.id);
        Self {
            id: chain.id,
            project: chain.project,
            name: chain.name.clone(),
            is_default: chain.id == Chain::default_of(chain.project),
            version: chain.version,
            created_at: chain.created_at,
            position: None,
            memory_version: chain.memory,
            memory: None,
            session: chain.session.clone(),
            links: Links { renders: format!("{this}/renders"), memory: format!("{this}/memory"), this },
        }
    }
}

/// The answer about a chain: all of it, with what it remembers.
pub(crate) async fn reply(chains: &Chains, standing: &Standing) -> Result<Reply<ChainBody>, Fault> {
    let Standing { chain, position } = standing;
    let memory = match chain.memory {
        0 => None,
        latest => Some(chains.version(chain.id, latest).await?),
    };
    let body = ChainBody { position: Some(*position), memory, ..ChainBody::from(chain) };
    Ok(Reply::ok(body).etag(Tag { chain, position: *position }))
}

/// The ETag of a chain. Everything that its body shows moves it; what a write is guarded by is the first number alone, so that a
/// name can be changed while renders come and go.
struct Tag<'a> {
    chain: &'a Chain,
    position: u64,
}

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.chain.version, self.chain.memory, self.position)
    }
}

/// The version that a write is made to: `If-Match` with the ETag as it was answered, or with its first number.
pub(crate) fn seen(headers: &HeaderMap) -> Result<u64, Fault> {
    let mut headers = headers.clone();
    let tag = headers.get(IF_MATCH).and_then(|tag| tag.to_str().ok());
    let first =
        tag.filter(|tag| tag.ends_with('"')).and_then(|tag| tag.split_once('.')).map(|(first, _)| first);
    if let Some(Ok(first)) = first.map(|first| HeaderValue::from_str(&format!("{first}\""))) {
        headers.insert(IF_MATCH, first);
    }
    Precondition::required_version(&headers)
}

#[cfg(test)]
mod tests;
