//! Fan-outs of renders in memory: who waits, and who does the parts.

use contract::Step;
use fault::Fault;
use model::JobId;
use serde_json::{Value, json};
use testkit::consume;

use super::{Studio, step};
use crate::{FAN_OUT, INGEST_PART};

/// The first try of `run`, in a state that handed out `token`.
pub(crate) fn token(job: JobId, run: u32, token: &str) -> Step {
    Step { token: Some(token.to_owned()), ..step(job, run) }
}

/// An order of things.
pub(crate) struct Turn(pub(crate) usize);

impl Turn {
    /// Every thing once, in an order that this turn decides: one is taken, so many are passed over.
    pub(crate) fn shuffled<T>(&self, mut things: Vec<T>) -> Vec<T> {
        let mut order = Vec::new();
        while !things.is_empty() {
            order.push(things.remove(self.0 * (order.len() + 7) % things.len()));
        }
        order
    }
}

impl Studio {
    /// A render of `count` pictures that have landed.
    pub(crate) async fn several(&self, count: u32) -> JobId {
        let job = self.holding(json!({ "count": count }), 10_000 * i64::from(count)).await;
        self.up_to(crate::SUBMIT, job).await;
        assert_eq!(self.run(crate::SUBMIT, job).await.unwrap().word, "several");
        job
    }

    /// The same, and every part is done.
    pub(crate) async fn fanned_out(&self, count: u32) -> JobId {
        let job = self.several(count).await;
        self.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap();
        for part in self.asked_for() {
            self.deliver(&part).await.unwrap();
        }
        job
    }

    /// The messages that were sent since the last look.
    pub(crate) fn asked_for(&self) -> Vec<Value> {
        let sent = self.world.queues[&contract::QueueName::Parts].take();
        sent.iter().map(|(body, _)| serde_json::from_str(body).unwrap()).collect()
    }

    /// Delivers one message to a worker.
    pub(crate) async fn deliver(&self, message: &Value) -> Result<(), Fault> {
        consume(INGEST_PART, self.grant(), message, 1).await
    }
}
