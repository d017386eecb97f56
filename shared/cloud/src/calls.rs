//! Counting calls and the table's capacity, so that a route's calls can be compared with the fewest that its design needs,
//! and a job can be told what it cost to run.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use contract::port::{Capacity, Meter, Usage};

use crate::capacity::Gauge;

/// How often one operation was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Calls that our code made.
    pub operations: u64,
    /// Requests that left for AWS: the first of each operation and the SDK's repeats.
    pub attempts: u64,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Calls by `Service.Operation`.
    pub tallies: BTreeMap<String, Tally>,
    /// Capacity of the table for reading.
    pub read: Capacity,
    /// Capacity of the table for writing.
    pub written: Capacity,
}

/// The calls of every client of one [`Connected`](crate::Connected). Clones count together.
#[derive(Clone, Default)]
pub struct Calls(Arc<Mutex<Counted>>);

impl Calls {
    /// What was counted since the last `take`; begins anew.
    pub fn take(&self) -> Counted {
        std::mem::take(&mut self.lock())
    }

    /// Counts capacity of the table.
    pub(crate) fn consume(&self, read: Capacity, written: Capacity) {
        let mut counted = self.lock();
        counted.read = counted.read + read;
        counted.written = counted.written + written;
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, operation: &Metadata, first: bool) {
        let name = format!("{}.{}", operation.service(), operation.name());
        let mut counted = self.lock();
        let tally = counted.tallies.entry(name).or_default();
        tally.operations += u64::from(first);
        tally.attempts += 1;
    }

    /// The part of a client that counts.
    pub(crate) fn counter(&self) -> Counter {
        Counter(self.clone())
    }

    /// The part of the table's client that asks for its capacity and counts it.
    pub(crate) fn gauge(&self) -> Gauge {
        Gauge::new(self.clone())
    }
}

/// Since the last `take`. What a process does not know of itself here (its memory, when the invocation began) is nothing.
impl Meter for Calls {
    fn usage(&self) -> Usage {
        let Counted { tallies, read, written } = self.lock().clone();
        let calls = tallies.into_iter().map(|(name, tally)| (name, tally.operations)).collect();
        Usage { calls, read, written, ..Usage::default() }
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lock().fmt(f)
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
