//! A simulated world: one thread, one seed, the handlers and the state machine as they are deployed, and everything that goes
//! wrong in a real one.
//!
//! Every call of an invocation to the outside gives others a turn. Every call that changes something is an *effect*, at which the
//! invocation may die: before it, or after it with its answer lost. Around that: commits in conflict, throttled or without an
//! answer ([`store::memory::Mishaps`]); messages twice, late and out of order; events twice, late or lost; executions that end
//! from outside; providers that refuse. [`Trouble`] says how often, [`Crash`] names one effect.
//!
//! It is for tests: what runs here is a function's library and not its binary, and time is a number.

pub mod dice;
pub mod flow;
pub mod pace;

mod client;
mod cloud;
mod crash;
mod events;
mod executions;
mod invocation;
mod ports;
mod queue;
mod stack;
mod stream;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::port::table::{self, Item, Key};
use contract::{Function, Grant, Part, Principal};
use serde_json::Value;
use store::{Commit, Store};

pub use client::Client;
pub use cloud::Effect;
pub use crash::{Crash, Manner};
pub use invocation::Failed;
pub use stack::{Delivering, Stack, Trouble};

use cloud::Cloud;

#[cfg(test)]
mod tests;

/// A simulated world.
pub struct Sim(Arc<Cloud>);

impl Sim {
    /// A world with `stack` in it. The seed decides who comes when and what goes wrong.
    pub fn new(seed: u64, stack: Stack, trouble: Trouble) -> Self {
        let cloud = Arc::new(Cloud::new(seed, stack, trouble));
        cloud.consume();
        cloud.tick();
        cloud.stream();
        Self(cloud)
    }

    /// Time and tasks.
    pub fn pace(&self) -> &Arc<pace::Pace> {
        &self.0.pace
    }

    /// A caller.
    pub fn client(&self, principal: Principal) -> Client {
        Client { cloud: self.0.clone(), principal }
    }

    /// Makes changes in the workspace of `seed` before anything begins: nothing goes wrong with them.
    pub fn found(&self, seed: &str, changes: Vec<store::Change>) {
        let table = self.0.table.clone();
        let store = Store::new(crate::workspace(seed), table, self.0.pace.clone(), self.0.ids.clone());
        let done = self.0.pace.block_on(async move { store.commit(changes).await });
        assert_eq!(done.expect("the commit is valid"), Commit::Done, "the commit is not refused");
    }

    /// Plans a death, or none.
    pub fn plan(&self, crash: Option<Crash>) {
        self.0.plan(crash);
    }

    /// Performs a duty once, for a person who invokes it.
    pub fn perform(&self, function: Function, payload: Value) -> Result<Value, Failed> {
        let cloud = self.0.clone();
        let report = self.0.pace.block_on(async move { cloud.perform(&function, &payload).await })?;
        Ok(serde_json::from_slice(&report).expect("a report is JSON"))
    }

    /// Lets everything happen that is going to, up to the last moment at which something is due. False when that takes longer
    /// than `limit`.
    pub fn rest(&self, limit: Duration) -> bool {
        self.0
            .pace
            .run_until(limit, || self.0.pace.at_work() == 0 && self.0.left_over() == 0 && !self.is_due())
    }

    /// Whether somebody has to look at something. Assets that grow old are nothing of the kind.
    fn is_due(&self) -> bool {
        let age = table::Value::Text(store::DuePart::Age.to_string());
        self.0.table.any(|_, item| item.get("gdp").is_some_and(|part| *part != age))
    }

    /// Opens a part in the workspace of `seed`, to look at what became of it. Nothing goes wrong with it.
    pub fn open<P: Part>(&self, seed: &str) -> P {
        let ports = crate::world::quiet(self.0.table.clone(), self.0.pace.clone(), self.0.ids.clone());
        P::open(&Grant::inside(ports, crate::workspace(seed), None)).expect("the table is enough")
    }

    /// Every item.
    pub fn items(&self) -> BTreeMap<Key, Item> {
        self.0.table.snapshot()
    }

    /// Every effect so far.
    pub fn effects(&self) -> Vec<Effect> {
        self.0.effects()
    }

    /// How many requests reached a provider.
    pub fn posts(&self) -> usize {
        self.0.posts()
    }

    /// The keys of every object.
    pub fn objects(&self) -> Vec<String> {
        self.0.bucket.keys()
    }

    /// What nobody could take, of queues and of events.
    pub fn dead_letters(&self) -> Vec<String> {
        self.letters(|_| true).chain(self.0.events.dead()).collect()
    }

    /// Dead letters of queues of which somebody lived to say that they cannot be done. The others had bad luck each time.
    pub fn refused_letters(&self) -> Vec<String> {
        self.letters(|refused| refused).collect()
    }

    fn letters(&self, counts: fn(bool) -> bool) -> impl Iterator<Item = String> {
        let of = move |(name, queue): (&contract::QueueName, &queue::Waiting)| {
            let dead = queue.dead().into_iter().filter(|(_, refused)| counts(*refused));
            dead.map(|(body, _)| format!("{name:?}: {body}")).collect::<Vec<_>>()
        };
        self.0.queues.iter().flat_map(of)
    }

    /// The last things that happened.
    pub fn history(&self) -> Vec<String> {
        self.0.history()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.0.pace.stop();
    }
}
