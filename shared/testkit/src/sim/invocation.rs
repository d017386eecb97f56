//! One invocation of a function: it may die at every effect that it has.

use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use contract::port::Clock;
use contract::{BoxFuture, Function, Ports};
use fault::{Fault, Kind};

use super::cloud::Cloud;
use super::crash::Manner;
use super::flow::Error;
use super::ports;

/// How long before Lambda ends an invocation the runtime answers for it (`shared/runtime/src/guard.rs`).
const MARGIN: Duration = Duration::from_millis(500);
/// The longest stall of a call.
const STALL: Duration = Duration::from_secs(20);
/// The usual time of a call.
const CALL: Duration = Duration::from_millis(12);

/// An invocation.
pub(super) struct Invocation {
    pub(super) cloud: Arc<Cloud>,
    function: &'static str,
    number: usize,
    death: Mutex<Option<Manner>>,
}

/// How an invocation failed.
#[derive(Debug)]
pub enum Failed {
    /// It answered with a fault.
    Fault(Fault),
    /// It died.
    Died(Manner),
}

impl Failed {
    /// What a flow is told.
    pub(super) fn error(&self) -> Error {
        match self {
            Self::Died(manner) => manner.error(),
            Self::Fault(fault) => {
                let name = fault.disposition().name();
                let problem = serde_json::to_string(&fault.problem("sim")).unwrap_or_default();
                Error::new(
                    name,
                    serde_json::json!({ "errorType": name, "errorMessage": problem }).to_string(),
                )
            }
        }
    }
}

impl Cloud {
    /// Invokes `function` until it answers, dies, or its time is over.
    pub(super) async fn invoke<T>(
        self: &Arc<Self>,
        function: &Function,
        enter: impl FnOnce(Ports) -> BoxFuture<Result<T, Fault>>,
    ) -> Result<T, Failed> {
        let name = function.spec.name;
        let number = self.count_invocation();
        let death = Mutex::default();
        let invocation = Arc::new(Invocation { cloud: self.clone(), function: name, number, death });
        self.pace.turn().await;
        let dies_at = self.pace.now().plus(self.timeout(name));
        let mut work = enter(ports::of(&invocation, function));
        let watched = std::future::poll_fn(|context| {
            let polled = work.as_mut().poll(context);
            match invocation.death() {
                Some(manner) => Poll::Ready(Err(Failed::Died(manner))),
                None => polled.map(|answer| answer.map_err(Failed::Fault)),
            }
        });
        let answers_by = self.pace.now().plus(self.timeout(name).saturating_sub(MARGIN));
        let ended = self.pace.by(answers_by, watched).await.unwrap_or_else(|| Err(Failed::Fault(late())));
        if let Err(Failed::Died(Manner::Hang)) = ended {
            self.pace.until(dies_at).await;
        }
        if let Err(failed) = &ended {
            self.note(&format!("{name}@{number} fails: {failed:?}"));
        }
        ended
    }
}

fn late() -> Fault {
    Fault::new(Kind::TimedOut, "deadline", "Time ran out before the answer was ready.").retry_after(1)
}

impl Invocation {
    fn death(&self) -> Option<Manner> {
        *self.death.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call that only looks.
    pub(super) async fn look(&self) {
        self.take_time().await;
    }

    /// A call that changes something outside. Here the invocation may die, before it or with its answer lost.
    pub(super) async fn effect<T>(
        &self,
        what: impl FnOnce() -> String,
        change: impl Future<Output = T>,
    ) -> T {
        self.take_time().await;
        let at = self.cloud.count_effect(self.function, what);
        let crash = self.cloud.crash_at(at);
        if let Some(crash) = crash {
            let moment = if crash.after { "after" } else { "before" };
            if crash.after {
                drop(change.await);
            }
            self.cloud.note(&format!(
                "{}@{} dies {moment} effect {at}: {:?}",
                self.function, self.number, crash.manner
            ));
            *self.death.lock().unwrap_or_else(PoisonError::into_inner) = Some(crash.manner);
            return pending().await;
        }
        let answer = change.await;
        self.cloud.pace.turn().await;
        answer
    }

    async fn take_time(&self) {
        let pace = &self.cloud.pace;
        let stalls = self.cloud.trouble.stalls;
        let time =
            pace.roll(|dice| if dice.permille(stalls) { dice.within(STALL) } else { dice.within(CALL) });
        if time.is_zero() {
            pace.turn().await;
        } else {
            pace.sleep(time).await;
        }
    }
}
