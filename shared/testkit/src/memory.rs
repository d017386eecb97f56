//! The ports in memory.

mod bucket;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use contract::port::{Clock, ExecutionState, Flow, Ids, Meter, Queue, Signaled, Started, Usage};
use fault::Fault;
use model::Time;

use crate::sim::dice::Dice;
pub use bucket::{Delivery, MemoryBucket};

/// A clock that only [`FrozenClock::advance`] and sleeping move.
pub struct FrozenClock(AtomicU64);

impl FrozenClock {
    /// The moment at which every test begins: 2026-11-20T12:00:00Z.
    pub const START: u64 = 1_795_176_000_000;

    /// A clock that shows [`FrozenClock::START`].
    pub fn new() -> Self {
        Self(AtomicU64::new(Self::START))
    }

    /// Moves time on.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Default for FrozenClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for FrozenClock {
    fn now(&self) -> Time {
        Time::from_millis(i64::try_from(self.0.load(Ordering::Relaxed)).unwrap_or(i64::MAX))
    }

    /// Takes no time of the test's, and all of it of this clock's. Gives others a turn, as a real sleep would.
    async fn sleep(&self, duration: Duration) {
        self.advance(duration.max(Duration::from_millis(1)));
        Turn(false).await;
    }
}

/// Lets every other task have a turn.
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    }
}

/// Ids that count, in the order of time, and secrets that differ, the same in every run.
#[derive(Default)]
pub struct SeededIds(AtomicU64);

impl Ids for SeededIds {
    fn fresh(&self, now: Time) -> u128 {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        (u128::try_from(now.millis()).unwrap_or(0) << 80) | u128::from(count)
    }

    fn random(&self, secret: &mut [u8]) {
        for part in secret.chunks_mut(8) {
            let draw = Dice::nth(self.0.fetch_add(1, Ordering::Relaxed));
            part.copy_from_slice(&draw.to_le_bytes()[..part.len()]);
        }
    }
}

/// Executions in memory: they start and run until a test ends them.
#[derive(Default)]
pub struct MemoryFlow {
    executions: Mutex<BTreeMap<String, (String, ExecutionState)>>,
    signals: Mutex<Vec<(String, String)>>,
}

impl MemoryFlow {
    /// The names of every execution, in the order of names.
    pub fn names(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    /// The input of an execution.
    pub fn input(&self, name: &str) -> Option<String> {
        self.lock().get(name).map(|(input, _)| input.clone())
    }

    /// Ends an execution at `at`, in whichever way.
    pub fn end(&self, name: &str, at: Time) {
        if let Some(execution) = self.lock().get_mut(name) {
            execution.1 = ExecutionState::Ended(at);
        }
    }

    /// Forgets an execution, as if it had never been started.
    pub fn forget(&self, name: &str) {
        self.lock().remove(name);
    }

    /// Every signal, as token and output, in order.
    pub fn signals(&self) -> Vec<(String, String)> {
        self.signals.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (String, ExecutionState)>> {
        self.executions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Flow for MemoryFlow {
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault> {
        let mut executions = self.lock();
        if executions.contains_key(name) {
            return Ok(Started::Before);
        }
        executions.insert(name.to_owned(), (input.to_owned(), ExecutionState::Running));
        Ok(Started::Now)
    }

    /// The first signal of a token is in time, the others are late.
    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        let mut signals = self.signals.lock().unwrap_or_else(PoisonError::into_inner);
        let before = signals.iter().any(|(known, _)| known == token);
        signals.push((token.to_owned(), output.to_owned()));
        Ok(if before { Signaled::Late } else { Signaled::Now })
    }

    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault> {
        Ok(self.lock().get(name).map_or(ExecutionState::Absent, |(_, state)| *state))
    }
}

/// A queue in memory: it keeps what it is sent until a test takes it.
#[derive(Default)]
pub struct MemoryQueue(Mutex<Vec<(String, Duration)>>);

impl MemoryQueue {
    /// Takes every message, with its delay, in the order in which they were sent.
    pub fn take(&self) -> Vec<(String, Duration)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Queue for MemoryQueue {
    async fn send(&self, body: &str, delay: Duration) -> Result<(), Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((body.to_owned(), delay));
        Ok(())
    }

    async fn send_all(&self, bodies: &[String]) -> Result<(), Fault> {
        let messages = bodies.iter().map(|body| (body.clone(), Duration::ZERO));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(messages);
        Ok(())
    }
}

/// A meter that shows what a test sets.
#[derive(Default)]
pub struct SetMeter(Mutex<Usage>);

impl SetMeter {
    /// What the meter shows from now on.
    pub fn set(&self, usage: Usage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = usage;
    }
}

impl Meter for SetMeter {
    fn usage(&self) -> Usage {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_secret_repeats_and_every_run_draws_the_same() {
        let draw = |ids: &SeededIds| {
            let mut secret = [0; 20];
            ids.random(&mut secret);
            secret
        };
        let (ids, other) = (SeededIds::default(), SeededIds::default());
        let secrets: BTreeSet<_> = (0..10_000).map(|_| draw(&ids)).collect();
        assert_eq!(secrets.len(), 10_000);
        assert!((0..10_000).all(|_| secrets.contains(&draw(&other))));
    }
}
