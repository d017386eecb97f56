//! Executions of the state machine.

use async_trait::async_trait;
use fault::Fault;
use model::Time;

/// What became of a request to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// It runs now.
    Now,
    /// An execution of this name exists, open or closed: somebody started it before.
    Before,
}

/// What became of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signaled {
    /// The state goes on.
    Now,
    /// Nobody waits under this token any more: somebody else signaled, the state's time was over, or its execution ended.
    Late,
}

/// What an execution is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutionState {
    /// Still at work.
    Running,
    /// Ended in whichever way, at this moment.
    Ended(Time),
    /// Never started under this name.
    Absent,
}

/// The flow `render`.
#[async_trait]
pub trait Flow: Send + Sync {
    /// Starts an execution called `name` (1 to 80 characters, unique for 90 days) with a JSON `input`.
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault>;

    /// Ends the wait of the state that handed out `token`, with a JSON `output` as its result.
    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault>;

    /// Looks up the execution called `name`.
    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault>;
}
