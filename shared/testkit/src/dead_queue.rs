//! A dead-letter queue in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use contract::port::{Clock, DeadLetter, DeadQueue};
use fault::{Fault, Kind};
use model::Time;

use crate::memory::FrozenClock;

/// A dead-letter queue in memory: what a test puts there lies there until somebody removes it.
pub struct MemoryDeadQueue {
    clock: Arc<FrozenClock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    slots: Vec<Slot>,
    buried: usize,
    looks: usize,
    look_takes: Duration,
    broken: bool,
}

struct Slot {
    id: String,
    body: String,
    receives: u32,
    visible_from: Time,
}

impl Slot {
    /// Another one after each look, as with SQS; the older ones of SQS still work now and then, and none of ours does.
    fn receipt(&self) -> String {
        format!("{}@{}", self.id, self.receives)
    }
}

impl MemoryDeadQueue {
    pub(crate) fn new(clock: Arc<FrozenClock>) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// Puts a message there, as a queue does with one that was received too often.
    pub fn bury(&self, body: impl Into<String>) {
        let visible_from = self.clock.now();
        let mut state = self.lock();
        state.buried += 1;
        let id = format!("message-{}", state.buried);
        state.slots.push(Slot { id, body: body.into(), receives: 0, visible_from });
    }

    /// What lies there, hidden or not, the oldest first.
    pub fn bodies(&self) -> Vec<String> {
        self.lock().slots.iter().map(|slot| slot.body.clone()).collect()
    }

    /// How often somebody has looked.
    pub fn looks(&self) -> usize {
        self.lock().looks
    }

    /// From now on a look takes as long as this.
    pub fn take_for_a_look(&self, duration: Duration) {
        self.lock().look_takes = duration;
    }

    /// From now on nothing can be removed, or can again.
    pub fn keep_everything(&self, broken: bool) {
        self.lock().broken = broken;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl DeadQueue for MemoryDeadQueue {
    async fn look(&self, most: u32, hidden: Duration) -> Result<Vec<DeadLetter>, Fault> {
        let mut state = self.lock();
        self.clock.advance(state.look_takes);
        let now = self.clock.now();
        state.looks += 1;
        let visible = state
            .slots
            .iter_mut()
            .filter(|slot| slot.visible_from <= now)
            .take(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(visible
            .map(|slot| {
                slot.receives += 1;
                slot.visible_from = now.plus(hidden);
                DeadLetter { id: slot.id.clone(), body: slot.body.clone(), receipt: slot.receipt() }
            })
            .collect())
    }

    async fn remove(&self, letter: &DeadLetter) -> Result<(), Fault> {
        let mut state = self.lock();
        if state.broken {
            return Err(Fault::new(Kind::Unavailable, "unavailable", "The queue does not answer."));
        }
        state.slots.retain(|slot| slot.receipt() != letter.receipt);
        Ok(())
    }

    async fn count(&self) -> Result<u64, Fault> {
        Ok(self.lock().slots.len() as u64)
    }
}
