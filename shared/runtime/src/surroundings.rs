//! What surrounds a function: ports, the verifier of credentials, and a count of SDK calls.
//!
//! This file is the seam between the runtime and the two crates that reach outside, `cloud` and `access`.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use contract::port::Capacity;
use contract::{BoxFuture, Grant, Need, Ports, Principal, Settings};
use fault::Fault;
use http::HeaderMap;

/// Connects a function, and says how to open its connections ahead of the first invocation; that may fail, which is
/// its own affair. Called once in INIT, inside the async runtime, with checked settings.
pub type Connect = fn(&[Need], Arc<Settings>) -> (Surroundings, BoxFuture<()>);

/// The world outside, as one execution environment holds it.
pub struct Surroundings {
    /// The ports that the function declared.
    pub ports: Ports,
    /// Who says who calls.
    pub verifier: Arc<dyn Verify>,
    /// What was asked of AWS.
    pub calls: Arc<dyn CountCalls>,
}

/// Establishes who calls.
#[async_trait]
pub trait Verify: Send + Sync {
    /// The caller behind `headers`; a fault of kind `Unauthenticated` when there is none that we know.
    async fn verify(&self, outside: &Grant, headers: &HeaderMap) -> Result<Principal, Fault>;
}

/// Counts what is asked of AWS.
pub trait CountCalls: Send + Sync {
    /// What was counted since the last take.
    fn take(&self) -> Calls;
}

/// SDK calls of one invocation, and what they used of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calls {
    /// Operations, each counted once however often it was tried.
    pub operations: u64,
    /// Tries: more than operations when the SDK retried.
    pub attempts: u64,
    /// Operations by name.
    pub by_name: BTreeMap<String, u64>,
    /// Capacity of the table for reading.
    pub read: Capacity,
    /// Capacity of the table for writing.
    pub written: Capacity,
}

/// The surroundings of a deployed function: AWS, and access keys in the table.
pub(crate) fn connect(needs: &[Need], settings: Arc<Settings>) -> (Surroundings, BoxFuture<()>) {
    let connected = cloud::connect(needs.iter().copied(), settings);
    let surroundings = Surroundings {
        ports: connected.ports.clone(),
        verifier: Arc::new(access::Verifier::new()),
        calls: Arc::new(connected.calls()),
    };
    (surroundings, Box::pin(async move { connected.prewarm().await }))
}

#[async_trait]
impl Verify for access::Verifier {
    async fn verify(&self, outside: &Grant, headers: &HeaderMap) -> Result<Principal, Fault> {
        self.verify(outside, headers).await
    }
}

impl CountCalls for cloud::Calls {
    fn take(&self) -> Calls {
        let cloud::Counted { tallies, read, written } = self.take();
        Calls {
            operations: tallies.values().map(|tally| tally.operations).sum(),
            attempts: tallies.values().map(|tally| tally.attempts).sum(),
            by_name: tallies.into_iter().map(|(name, tally)| (name, tally.operations)).collect(),
            read,
            written,
        }
    }
}
