//! The world of a simulation: what all invocations share.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contract::port::provider::Wire;
use contract::port::{Clock, Providers};
use contract::{Function, QueueName};
use store::memory::{MemoryTable, Mishaps};

use super::crash::{Crash, Manner};
use super::events::Events;
use super::executions::Executions;
use super::flow::Machine;
use super::pace::Pace;
use super::queue::Waiting;
use super::stack::{Stack, Trouble};
use super::stream::Shards;
use crate::memory::{MemoryBucket, SeededIds};

/// How many lines of its history a world remembers.
const MEMORY: usize = 120;

pub(super) struct Cloud {
    pub(super) pace: Arc<Pace>,
    pub(super) table: Arc<MemoryTable>,
    pub(super) bucket: MemoryBucket,
    pub(super) ids: Arc<SeededIds>,
    pub(super) machine: Arc<Machine>,
    pub(super) providers: Arc<dyn Providers>,
    pub(super) trouble: Trouble,
    pub(super) executions: Mutex<Executions>,
    pub(super) queues: BTreeMap<QueueName, Waiting>,
    pub(super) events: Events,
    pub(super) shards: Shards,
    pub(super) streams: (&'static str, &'static str),
    functions: BTreeMap<&'static str, Function>,
    timeouts: BTreeMap<&'static str, Duration>,
    crash: Mutex<Option<Crash>>,
    effects: Mutex<Vec<Effect>>,
    posts: Mutex<Vec<Wire>>,
    invocations: AtomicUsize,
    history: Mutex<VecDeque<String>>,
}

/// A call that changed something outside, or was about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Which function made it.
    pub function: &'static str,
    /// What it was.
    pub what: String,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic ends the test; what it left is only looked at to tell what happened.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cloud {
    pub(super) fn new(seed: u64, stack: Stack, trouble: Trouble) -> Self {
        let [conflict, throttled, lost] = trouble.commits;
        let queues = stack.queues.into_iter().map(|(name, how)| (name, Waiting::new(how))).collect();
        Self {
            pace: Arc::new(Pace::new(seed)),
            table: Arc::new(MemoryTable::with(Mishaps::seeded(seed, conflict, throttled, lost))),
            bucket: MemoryBucket::default(),
            ids: Arc::default(),
            machine: stack.machine,
            providers: stack.providers,
            trouble,
            executions: Mutex::default(),
            queues,
            events: Events::default(),
            shards: Shards::default(),
            streams: stack.streams,
            functions: stack.functions.into_iter().map(|function| (function.spec.name, function)).collect(),
            timeouts: stack.timeouts,
            crash: Mutex::default(),
            effects: Mutex::default(),
            posts: Mutex::default(),
            invocations: AtomicUsize::new(0),
            history: Mutex::default(),
        }
    }

    /// How many messages and records wait or are at work.
    pub(super) fn left_over(&self) -> usize {
        self.queues.values().map(Waiting::left).sum::<usize>() + self.shards.left()
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = Function> {
        self.functions.values().copied()
    }

    pub(super) fn function(&self, name: &str) -> Function {
        *self.functions.get(name).unwrap_or_else(|| panic!("there is no function `{name}`"))
    }

    /// Ten seconds is what the template gives to a function that says nothing.
    pub(super) fn timeout(&self, function: &str) -> Duration {
        self.timeouts.get(function).copied().unwrap_or(Duration::from_secs(10))
    }

    pub(super) fn plan(&self, crash: Option<Crash>) {
        *lock(&self.crash) = crash;
    }

    /// Whether an invocation dies at effect `at`: by plan, or because the dice say so.
    pub(super) fn crash_at(&self, at: usize) -> Option<Crash> {
        if let Some(planned) = lock(&self.crash).filter(|crash| crash.at == at) {
            return Some(planned);
        }
        let often = self.trouble.crashes;
        self.pace.roll(|dice| {
            dice.permille(often).then(|| Crash { at, after: dice.permille(500), manner: Manner::draw(dice) })
        })
    }

    pub(super) fn count_effect(&self, function: &'static str, what: impl FnOnce() -> String) -> usize {
        let what = what();
        let mut effects = lock(&self.effects);
        let at = effects.len();
        self.note(&format!("effect {at}: {function} {what}"));
        effects.push(Effect { function, what });
        at
    }

    pub(super) fn effects(&self) -> Vec<Effect> {
        lock(&self.effects).clone()
    }

    pub(super) fn count_post(&self, wire: &Wire) {
        lock(&self.posts).push(wire.clone());
    }

    pub(super) fn posts(&self) -> usize {
        lock(&self.posts).len()
    }

    pub(super) fn count_invocation(&self) -> usize {
        self.invocations.fetch_add(1, Ordering::Relaxed)
    }

    /// Writes down what happened, for whoever has to understand it.
    pub(super) fn note(&self, what: &str) {
        let mut history = lock(&self.history);
        if history.len() == MEMORY {
            history.pop_front();
        }
        history.push_back(format!("{} {what}", self.pace.now()));
    }

    pub(super) fn history(&self) -> Vec<String> {
        lock(&self.history).iter().cloned().collect()
    }
}
