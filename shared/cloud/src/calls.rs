//! Counting calls, so that a route's calls can be compared with the fewest that its design needs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// How often one operation was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Calls that our code made.
    pub operations: u64,
    /// Requests that left for AWS: the first of each operation and the SDK's repeats.
    pub attempts: u64,
}

/// The calls of every client of one [`Connected`](crate::Connected). Clones count together.
#[derive(Clone, Default)]
pub struct Calls(Arc<Mutex<BTreeMap<String, Tally>>>);

impl Calls {
    /// The calls since the last `take`, by `Service.Operation`, and begins anew.
    pub fn take(&self) -> BTreeMap<String, Tally> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn count(&self, operation: &Metadata, first: bool) {
        let name = format!("{}.{}", operation.service(), operation.name());
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry(name).or_default();
        tally.operations += u64::from(first);
        tally.attempts += 1;
    }

    /// The part of a client that counts.
    pub(crate) fn counter(&self) -> Counter {
        Counter(self.clone())
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.lock().unwrap_or_else(PoisonError::into_inner).iter()).finish()
    }
}

/// Counts each attempt just before it is sent.
#[derive(Debug)]
pub(crate) struct Counter(Calls);

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Counter {
    fn name(&self) -> &'static str {
        "Counter"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // A presigned link passes here as well. It carries its signature in the query, and nobody sends it.
        if context.request().headers().get("authorization").is_none() {
            return Ok(());
        }
        if let Some(operation) = config.load::<Metadata>() {
            let first = config.load::<RequestAttempts>().is_none_or(|made| made.attempts() <= 1);
            self.0.count(operation, first);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
