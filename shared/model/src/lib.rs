//! The nouns of Ferrotype: ids, money, time, statuses and what a render asks for.
//!
//! Everything here is a value. There is no I/O, no clock and no async: a type that is constructed is
//! valid, and every rule about what may follow what is a total function that a test can enumerate.

pub mod aspect;
pub mod event;
pub mod id;
pub mod money;
pub mod project;
pub mod prompt;
pub mod render;
pub mod role;
pub mod stage;
pub mod status;
pub mod time;

pub use aspect::Aspect;
pub use event::EventType;
pub use id::{
    AssetId, BatchId, ChainId, GrantId, JobId, JobKind, ProjectId, RuleId, UploadId, UserId, WorkspaceId,
};
pub use money::UsdMicros;
pub use prompt::Prompt;
pub use render::{Quality, RenderRequest, ResolvedRender, Size};
pub use role::{Role, Scope, Scopes};
pub use stage::StageName;
pub use status::Status;
pub use time::Time;
