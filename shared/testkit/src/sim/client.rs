//! Somebody who calls the API.

use std::sync::Arc;
use std::time::Duration;

use contract::http::Request;
use contract::port::Clock;
use contract::{Entry, Function, Grant, Principal};
use serde_json::Value;

use super::cloud::Cloud;
use super::invocation::Failed;
use crate::Answer;
use crate::world::scope;

/// A caller, who sends again what may be sent again.
#[derive(Clone)]
pub struct Client {
    pub(super) cloud: Arc<Cloud>,
    pub(super) principal: Principal,
}

/// How often a request is sent again.
const TRIES: u32 = 30;

impl Client {
    /// Sends a request until there is a final answer, or patience is at its end. Every request of a caller who names it by an
    /// idempotency key may be sent again.
    pub async fn ask(&self, function: Function, request: impl Into<Request>) -> Answer {
        let request = request.into();
        let mut last = self.once(function, request.clone()).await;
        for _ in 0..TRIES {
            if last.is_final() {
                break;
            }
            let wait = self.cloud.pace.roll(|dice| dice.within(Duration::from_secs(3)));
            self.cloud.pace.sleep(wait).await;
            last = self.once(function, request.clone()).await;
        }
        last
    }

    /// Sends a request once. An invocation that dies is a 500 of the gateway.
    pub async fn once(&self, function: Function, mut request: Request) -> Answer {
        let Entry::Route(enter) = function.entry else { panic!("{} is no route", function.spec.name) };
        let timeout = self.cloud.timeout(function.spec.name);
        request.deadline = Some(self.cloud.pace.now().plus(timeout));
        let principal = self.principal.clone();
        let answered = self.cloud.invoke(&function, |ports| {
            let workspace = scope(principal.workspace);
            enter(Grant::inside(ports, workspace, Some(principal)), request)
        });
        let answer = match answered.await {
            Ok(response) => Answer::from(Ok(response)),
            Err(Failed::Fault(fault)) => Answer::from(Err(fault)),
            Err(Failed::Died(_)) => {
                Answer { status: 500, body: Value::Null, headers: http::HeaderMap::new() }
            }
        };
        self.cloud.note(&format!("{} answers {}", function.spec.name, answer.status));
        answer
    }

    /// Waits.
    pub async fn wait(&self, duration: Duration) {
        self.cloud.pace.sleep(duration).await;
    }
}
