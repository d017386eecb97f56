//! What a function is, and what it may be handed.
//!
//! Three rooms: [`port`] are the outside things as traits (table, bucket, flow, clock, ids, meter); [`kind`] are the
//! sorts of function (route, stage, consumer, stream, duty), each a trait that a handler implements and an
//! erased form that the runtime calls; [`scope`] is who may see what. [`sse`] writes server-sent events. Nothing here does
//! I/O or knows AWS.

pub mod kind;
pub mod openapi;
pub mod port;
pub mod scope;
pub mod sse;

mod function;
mod grant;
mod need;

pub use function::{Entry, Function, Spec, Trigger};
pub use grant::{Env, Grant, Part, Ports};
pub use kind::consumer::{Consumer, consumer};
pub use kind::duty::{Duty, DutyTrigger, duty};
pub use kind::http;
pub use kind::route::{Access, Call, Reply, Route, route};
pub use kind::stage::{Failure, Next, Stage, StageCall, Step, Word, stage};
pub use kind::stream::{Listener, Sender, Stream, stream};
pub use need::{DeadQueueName, Need, QueueName, Setting, Settings, SettingsProblem};
pub use scope::{Principal, System, Workspace};

/// A future that can be stored: what an erased handler returns.
pub type BoxFuture<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;
