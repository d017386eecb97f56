//! What calls duties: events of the account and the clock. Both invoke asynchronously, and Lambda tries again twice ("Error
//! handling for asynchronous invocation", AWS Lambda Developer Guide).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use contract::port::Clock;
use contract::{DutyTrigger, Entry, Function, Grant, Trigger};
use serde_json::{Value, json};

use super::cloud::{Cloud, lock};

/// What came of events that nobody could take.
#[derive(Default)]
pub(super) struct Events {
    dead: Mutex<Vec<String>>,
}

impl Events {
    /// The dead letters, each with the function that could not take it.
    pub(super) fn dead(&self) -> Vec<String> {
        lock(&self.dead).clone()
    }
}

/// The waits of Lambda before it tries an asynchronous invocation again.
const AGAIN: [Duration; 2] = [Duration::from_mins(1), Duration::from_mins(2)];
/// How often schedules tick.
const TICK: Duration = Duration::from_mins(1);

impl Cloud {
    fn duties(&self, wanted: DutyTrigger) -> impl Iterator<Item = Function> {
        self.functions().filter(move |function| {
            matches!(function.spec.trigger, Trigger::Duty { trigger, .. } if trigger == wanted)
        })
    }

    /// Tells whoever the rule on executions invokes. The rule on objects is not simulated.
    pub(super) fn event(self: &Arc<Self>, after: Duration, event: &Value) {
        for function in self.duties(DutyTrigger::Execution) {
            let (cloud, event) = (self.clone(), event.clone());
            self.pace.spawn(async move {
                cloud.pace.sleep(after).await;
                cloud.asynchronously(function, event).await;
            });
        }
    }

    /// Lets the schedules tick as long as the world lasts.
    pub(super) fn tick(self: &Arc<Self>) {
        for function in self.duties(DutyTrigger::Schedule) {
            let cloud = self.clone();
            self.pace.serve(async move {
                loop {
                    cloud.pace.sleep(TICK).await;
                    let again = cloud.clone();
                    cloud.pace.spawn(async move { again.asynchronously(function, json!({})).await });
                }
            });
        }
    }

    async fn asynchronously(self: Arc<Self>, function: Function, payload: Value) {
        for wait in AGAIN.into_iter().map(Some).chain([None]) {
            if self.perform(&function, &payload).await.is_ok() {
                return;
            }
            match wait {
                Some(wait) => self.pace.sleep(wait).await,
                None => lock(&self.events.dead).push(format!("{}: {payload}", function.spec.name)),
            }
        }
    }

    /// Performs a duty once.
    pub(super) async fn perform(
        self: &Arc<Self>,
        function: &Function,
        payload: &Value,
    ) -> Result<Bytes, super::Failed> {
        let Entry::Duty(enter) = function.entry else { panic!("{} is no duty", function.spec.name) };
        let payload = Bytes::from(payload.to_string());
        self.invoke(function, |ports| enter(Grant::outside(ports), payload)).await
    }
}
