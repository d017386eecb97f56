//! The outside world as traits. `cloud` implements them on AWS; `store` and `testkit` in memory.

pub mod bucket;
pub mod clock;
pub mod dead_queue;
pub mod flow;
pub mod ids;
pub mod meter;
pub mod provider;
pub mod queue;
pub mod table;

pub use bucket::{Body, Bucket, Pledge, PutLink, Show, Stored};
pub use clock::Clock;
pub use dead_queue::{DeadLetter, DeadQueue};
pub use flow::{ExecutionState, Flow, Signaled, Started};
pub use ids::Ids;
pub use meter::{Capacity, Meter, Usage};
pub use provider::{Provider, Providers};
pub use queue::Queue;
pub use table::Table;
